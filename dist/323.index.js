export const id = 323;
export const ids = [323];
export const modules = {

/***/ 9323:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  probeStream: () => (/* binding */ probeStream)
});

// EXTERNAL MODULE: ./lib/matching/template.js
var template = __webpack_require__(3509);
// EXTERNAL MODULE: ./lib/model/target.js
var model_target = __webpack_require__(6220);
// EXTERNAL MODULE: ./lib/checks/gather.js
var gather = __webpack_require__(5098);
// EXTERNAL MODULE: ./lib/checks/request.js
var request = __webpack_require__(9116);
// EXTERNAL MODULE: ./lib/matching/match.js
var match = __webpack_require__(4906);
// EXTERNAL MODULE: ./lib/model/duration.js
var duration = __webpack_require__(5149);
// EXTERNAL MODULE: ./lib/checks/stream/judge.js + 1 modules
var judge = __webpack_require__(760);
// EXTERNAL MODULE: ./lib/checks/stream/marks.js
var marks = __webpack_require__(816);
// EXTERNAL MODULE: ./lib/checks/stream/pace.js + 1 modules
var pace = __webpack_require__(8949);
// EXTERNAL MODULE: ./lib/checks/stream/request-time.js
var request_time = __webpack_require__(3217);
;// CONCATENATED MODULE: ./lib/checks/stream/evidence.js
/** Facts and details out of what was read of a stream. */






const round = (ms) => Math.round(ms * 10) / 10;
const deliveryOf = ({ tracker, stalledMs, head, askedAt }) => tracker?.pace.delivery(stalledMs, head && (0,request_time/* requestTime */.D6)(head.headers, head.atMs, askedAt)) ?? {
    ...{ verdict: 'unknown', basis: null, producedMs: null, arrivedMs: 0, heldMs: null },
    actual: 'cannot tell: there was no stream',
};
function describeStream(options, read, { delivery, resumed }) {
    const { head, tracker, end, limits } = read;
    const type = contentTypeOf(read);
    const mismatch = options.contentType === undefined || !tracker
        ? null
        : (0,match/* match */.YW)({ type: options.contentType }, (0,match/* jsonSubject */.l0)(type === '' ? {} : { type }));
    const details = {
        limits: { ...limits },
        headersMs: head?.atMs ?? null,
        end,
        isPage: tracker !== null && isPage(type, read),
        contentType: mismatch && { expected: mismatch.expected, actual: mismatch.actual },
        count: tracker?.count ?? 0,
        firstAt: tracker?.firstAt ?? null,
        lastAt: tracker?.lastAt ?? null,
        longestGap: tracker?.longestGap ?? null,
        marker: tracker?.marker ?? null,
        error: tracker?.error?.text ?? null,
        refusesCredential: tracker?.error?.refuses === true && options.conversation !== null,
        lastText: tracker?.transcript().at(-1)?.text ?? null,
        guess: tracker && guessIn(options, read),
        malformed: tracker?.malformed ?? null,
        unfinished: tracker?.unfinished ?? null,
        mismatch: tracker?.mismatch ?? null,
        delivery,
        resumed,
        notes: tracker && end ? notesOf(options, read, { tracker, end, delivery }) : [],
    };
    return {
        details,
        observations: { ...read.observations, ...factsOf(options, read, details) },
        timeline: timelineOf(read),
    };
}
/** What a pass leaves open. */
function notesOf(options, read, { tracker, end, delivery }) {
    const notes = [];
    const until = (0,marks/* readUntil */.LC)(options.until);
    if (end.how === 'late' && !until) {
        const last = tracker.lastAt === null
            ? 'and no event came'
            : `its last event ${(0,duration/* showDuration */.kJ)(end.atMs - tracker.lastAt)} ago`;
        notes.push(`the stream was still open when the time was over, ${last}: that it comes to its end was not tested`);
    }
    if (end.how === 'closed' && (!until || until.by === 'end-of-body'))
        notes.push('the body has neither chunks nor a length: whether it came to its end or was cut cannot be told; declare the end marker with "until"');
    if (tracker.unfinished === 'event')
        notes.push(unfinishedNote);
    if (options.conversation === null && isLateBurst(tracker, delivery, read.stalledMs))
        notes.push(`all ${tracker.count} events came at once, ${(0,duration/* showDuration */.kJ)(tracker.firstAt ?? 0)} after the request: whether they were made so, or one by one and then held back, cannot be told; declare "paced" or "origin", or let events carry a time`);
    const { headers, atMs } = read.head ?? { headers: {}, atMs: 0 };
    const { age } = headers;
    if (read.format === 'sse' && (0,request_time/* isCached */.bm)(age, atMs))
        notes.push(`a cache answered (Age ${age}): the events are those of an earlier request, and say nothing of a live stream; send Cache-Control: no-store with it`);
    const guess = guessIn(options, read);
    return guess === null ? notes : [...notes, guess];
}
/** Long nothing, then everything: so comes a stream that somebody collected. Where nobody says when it was made, that is no proof. */
const isLateBurst = ({ count, firstAt }, { basis, arrivedMs }, stalledMs) => basis === null &&
    count >= 2 &&
    firstAt !== null &&
    firstAt - stalledMs >= pace/* shortestSpanMs */.Bz &&
    arrivedMs <= firstAt / 20;
const unfinishedNote = 'the last event was not finished by a blank line: clients drop it, and it is not counted';
const contentTypeOf = ({ head }) => String(head?.headers['content-type'] ?? '');
const startOf = (body) => Buffer.from(body.subarray(0, 200)).toString('latin1');
/** What a reader has to know where the format is neither declared nor told by the content type. */
function guessIn({ format, conversation }, read) {
    if (format !== null || conversation !== null || read.format !== 'text')
        return null;
    const type = contentTypeOf(read).slice(0, 100);
    const sent = type === '' ? 'it has no content type' : `the content type is "${type}"`;
    if (/^(\xef\xbb\xbf)?(data|event|id|retry)?:/.test(startOf(read.body)))
        return `the body looks like server-sent events, but ${sent}, so that it was read as plain text and browsers refuse it: send text/event-stream, or declare "format"`;
    return /^text\/(?!html)/i.test(type)
        ? null
        : `${sent}, which names no format of streams, so that it was read as plain text: declare "format" if it is another`;
}
const isPage = (type, { body, format }) => /html/i.test(type) ||
    // Text that is written in pieces may be the source of a page.
    ((type === '' || format !== 'text') && /^\s*<(!doctype html|html)\b/i.test(startOf(body)));
function factsOf(options, read, details) {
    const { tracker, end, format } = read;
    const headersMs = details.headersMs === null ? null : round(details.headersMs);
    if (!tracker || !end)
        return { 'stream.headers_ms': headersMs, 'stream.basis': details.delivery.basis };
    const { delivery, firstAt, lastAt, longestGap, count } = details;
    const hung = (0,judge/* hungAt */.e6)(options, details);
    const facts = {
        'stream.format': format,
        'stream.events': count,
        'stream.headers_ms': headersMs,
        'stream.first_event_ms': firstAt === null ? null : round(firstAt),
        'stream.longest_gap_ms': longestGap ? round(longestGap.ms) : null,
        'stream.total_ms': round(end.atMs),
        'stream.silent_ms': lastAt === null ? null : round(end.atMs - lastAt),
        'stream.end': tracker.marker ? 'marker' : end.how,
        'stream.delivery': delivery.verdict,
        'stream.basis': delivery.basis,
        'stream.arrived_ms': round(delivery.arrivedMs),
        'stream.gaps': tracker.gaps
            .map((n, power) => (n ? `<${2 ** power} ms: ${n}` : ''))
            .filter(Boolean)
            .join(', '),
    };
    if (delivery.producedMs !== null)
        facts['stream.produced_ms'] = round(delivery.producedMs);
    if (delivery.heldMs !== null)
        facts['stream.held_ms'] = round(delivery.heldMs);
    if (hung)
        facts['stream.hung'] = hung;
    if (details.unfinished)
        facts['stream.unfinished'] = details.unfinished;
    return facts;
}
const endLabels = {
    complete: 'end',
    closed: 'end',
    left: 'end',
    late: 'still open',
    broken: 'cut',
};
function timelineOf({ head, tracker, end }) {
    if (!head || !tracker || !end)
        return null;
    const at = (label, atMs) => (atMs === null ? [] : [{ label, atMs: round(atMs) }]);
    return {
        noun: 'event',
        count: tracker.count,
        marks: [
            ...at('headers', head.atMs),
            ...at('first', tracker.firstAt),
            ...at(tracker.error ? 'error' : endLabels[end.how], Math.max(end.atMs, tracker.lastAt ?? 0)),
        ],
        ...tracker.slots(),
    };
}

;// CONCATENATED MODULE: ./lib/checks/stream/fill.js
/** The templates in what a stream sends and expects. */

function fillOptions(options, scope) {
    return {
        ...options,
        body: options.body === null ? null : (0,template/* fillText */.BB)(options.body, scope),
        contentType: (0,template/* fillMatch */.r3)(options.contentType, scope),
        until: (0,template/* fillMatch */.r3)(options.until, scope),
        each: (0,template/* fillMatch */.r3)(options.each, scope),
    };
}

// EXTERNAL MODULE: ./lib/checks/stream/http.js
var http = __webpack_require__(8156);
;// CONCATENATED MODULE: ./lib/checks/stream/origin.js
/** The same stream from the application itself: what came one by one there and together here is buffered in between. */




/** A URL without a path stands for the same path there. */
function directUrl(declared, own) {
    const url = new URL(declared);
    return url.pathname === '/' && url.search === '' ? new URL(own.pathname + own.search, url) : url;
}
async function compareDirect(check, read, asking) {
    const own = deliveryOf(read);
    const { origin } = check.options;
    const held = read.tracker !== null || read.fault?.type === 'stream.no_headers';
    if (origin === null || own.verdict !== 'unknown' || !held)
        return { delivery: own, attempts: [] };
    const direct = await (0,http/* openEvents */.Cg)(check, (0,model_target/* targetOf */.$)(directUrl(origin, check.target.url)), asking);
    // That the direct URL is out of reach says nothing of the stream, and does not make it flaky.
    return { delivery: compare(read, direct), attempts: direct.fault ? [] : [direct.attempt] };
}
function compare(read, direct) {
    const { tracker, end, stalledMs } = read;
    const there = direct.tracker;
    const arrivedMs = tracker?.pace.delivery(0).arrivedMs ?? 0;
    const producedMs = there?.pace.delivery(0).arrivedMs ?? 0;
    const told = (verdict, actual) => ({
        ...{ verdict, basis: 'origin', producedMs, arrivedMs, heldMs: null },
        actual,
    });
    if (direct.fault)
        return told('unknown', `cannot tell: the direct URL failed: ${direct.fault.message}`);
    if (!there || there.count < 2)
        return told('unknown', 'cannot tell: the direct URL gave fewer than two events');
    // A buffer often holds back the headers as well.
    if ((tracker?.count ?? 0) === 0 && end?.how === 'late') {
        const least = (there.firstAt ?? 0) + pace/* shortestSpanMs */.Bz;
        if (end.atMs < 2 * least)
            return told('unknown', 'cannot tell: the direct URL took as long to begin');
        const actual = `no event came in ${Math.round(end.atMs)} ms, and the first one from the direct URL after ${Math.round(there.firstAt ?? 0)} ms`;
        return told('buffered', actual);
    }
    return (0,pace/* weigh */.vi)({
        ...{ basis: 'origin', count: tracker?.count ?? 0, producedMs, arrivedMs, resolutionMs: 1, heldMs: 0 },
        ...{ gaps: 0, squeezed: 0, stalledMs, elapsedMs: end?.atMs ?? 0 },
    });
}

;// CONCATENATED MODULE: ./lib/checks/stream/resume.js
/** After a reconnect with Last-Event-ID, does the stream go on where it was left? */


async function resumeStream(check, target, { tracker, fault }, asking) {
    if (!check.options.resume || !tracker || fault)
        return { resumed: null, attempts: [] };
    const { ids } = tracker;
    if (ids.length === 0)
        return {
            resumed: {
                ...{ ok: false, type: 'no ids' },
                actual: 'no event carried an id that can be sent back, so that a client that reconnects cannot go on',
            },
            attempts: [],
        };
    // From the middle: what has to come next is known then.
    const at = Math.floor((ids.length - 1) / 2);
    const again = await (0,http/* openEvents */.Cg)(check, target, asking, { 'last-event-id': utf8InHeader(ids[at]) }, 1);
    return { resumed: compareIds(ids, at, again), attempts: [again.attempt] };
}
/** WHATWG HTML, section 9.2.3: the id goes out in UTF-8; undici writes a character a byte. */
const utf8InHeader = (id) => Buffer.from(id).toString('latin1');
const resume_short = (id) => JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id);
/** Pure. `ids` are those of the first connection, `at` the last one that we claim to have. */
function compareIds(ids, at, { tracker, head, fault, format }) {
    const own = ids[at];
    const next = ids[at + 1];
    const broken = (actual) => ({ ok: false, type: 'broken', actual });
    const unknown = (why) => ({ ok: true, type: 'unknown', actual: `cannot tell: ${why}` });
    const asked = `after Last-Event-ID ${resume_short(own)}`;
    if (own === next)
        return broken(`events share the id ${resume_short(own)}, so that it does not tell where to go on`);
    const why = fault ? `: ${fault.message}` : '';
    if (!tracker)
        return broken(`${asked} ${head ? `the answer was HTTP ${head.status}` : `no answer came${why}`}`);
    if (format !== 'sse')
        return broken(`${asked} the answer is no stream of events (${head?.headers['content-type'] ?? 'no content type'})`);
    if (tracker.error)
        return broken(`${asked} the stream reports an error: ${tracker.error.text}`);
    const first = tracker.ids[0];
    if (first === undefined) {
        if (tracker.count > 0)
            return broken(`${asked} the first event carries no id`);
        return next === undefined
            ? unknown('no event was to come after the last one')
            : broken(`${asked} no event came, and the next one is ${resume_short(next)}${why}`);
    }
    if (first === next)
        return { ok: true, type: 'continued', actual: `${asked} it goes on with ${resume_short(first)}` };
    const known = ids.indexOf(first);
    if (known === 0)
        return broken(`${asked} it starts over with ${resume_short(first)}: the header is ignored`);
    if (known > 0 && known <= at)
        return broken(`${asked} it repeats ${resume_short(first)}`);
    if (known > at)
        return broken(`${asked} it skips ${(0,judge/* plural */.LS)(known - at - 1)}, to ${resume_short(first)}`);
    if (!areConsecutive(ids))
        return unknown(`its first id ${resume_short(first)} cannot be compared with the others`);
    return Number(first) === Number(own) + 1
        ? { ok: true, type: 'continued', actual: `${asked} it goes on with ${resume_short(first)}` }
        : broken(`${asked} it begins with ${resume_short(first)}: events in between are lost`);
}
const areConsecutive = (ids) => ids.every((id, i) => /^\d{1,15}$/.test(id) && (i === 0 || Number(id) === Number(ids[i - 1]) + 1));

// EXTERNAL MODULE: ./lib/conversation/closes.js
var closes = __webpack_require__(8982);
// EXTERNAL MODULE: ./lib/net/limit.js
var limit = __webpack_require__(9060);
// EXTERNAL MODULE: ./lib/checks/session.js + 2 modules
var checks_session = __webpack_require__(1920);
// EXTERNAL MODULE: ./lib/checks/talk.js
var talk = __webpack_require__(2475);
// EXTERNAL MODULE: ./lib/checks/stream/limits.js
var stream_limits = __webpack_require__(3608);
// EXTERNAL MODULE: ./lib/checks/stream/stall-watch.js
var stall_watch = __webpack_require__(6866);
// EXTERNAL MODULE: ./lib/checks/stream/tracker.js
var stream_tracker = __webpack_require__(8170);
;// CONCATENATED MODULE: ./lib/checks/stream/socket.js
/** A stream of messages on a WebSocket: a conversation starts it, and all that comes after it began are its events. */
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});











/** How long the pong is waited for that separates greetings from what we asked for. */
const separatorMs = 1000;
async function probeSocketStream(check, wire, turn) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const credential = await wire.issue(check.credential);
        const session = await (0,checks_session/* openSession */.fA)({ check, wire, turn, connection: 1, credential });
        const record = __addDisposableResource(env_1, session.record, false);
        if (!session.ok)
            return (0,gather/* evidenceOf */.X)({
                attempts: [record.end(session.fault)],
                observations: record.observations,
                fault: session.fault,
            });
        const { channel } = session;
        const options = fillOptions(check.options, session.scope);
        const limits = (0,stream_limits/* limitsOf */.A)(options, check.timeoutMs);
        const tracker = (0,stream_tracker/* createTracker */.P)({ ...options, format: 'sse', until: (0,marks/* readUntil */.LC)(options.until) }, wire.hide);
        await channel.ping('greetings end here', Math.min(separatorMs, check.timeoutMs));
        const greetings = channel.messages.length;
        const seen = { messages: 0, enoughAt: null };
        const [startedAt, askedAt] = [channel.now(), Date.now()];
        const openMs = record.end(null).phases.find(({ phase }) => phase === 'upgrade')?.ms ?? 0;
        const since = (atMs) => Math.max(0, atMs - startedAt) + openMs;
        const watch = (0,stall_watch/* startWatch */.M)();
        const talked = await (0,talk/* talk */.LS)(session, options.conversation ?? [], check, wire);
        // A conversation that only sends proves nothing by itself: the events do.
        const spoken = talked.fault?.type === 'runner.no_proof' ? null : talked.fault;
        const end = spoken ? { how: 'broken', fault: spoken, atMs: since(channel.now()) } : await follow();
        if (spoken)
            seen.messages = channel.messages.length;
        if (!end.fault)
            await record.time('close', () => channel.close());
        record.observe((0,talk/* observeTalk */.LJ)(session, { ...talked, fault: end.fault, received: seen.messages }));
        const read = {
            ...{ attempt: record.end(end.fault), observations: record.observations, fault: end.fault },
            ...{ head: { status: 101, headers: {}, atMs: openMs }, tracker, end, format: null, limits, askedAt },
            ...{ stalledMs: watch.stop(), bytes: 0, body: new Uint8Array() },
        };
        const described = describeStream(options, read, { delivery: deliveryOf(read), resumed: null });
        return (0,gather/* evidenceOf */.X)({
            ...{ attempts: [read.attempt], fault: end.fault, transcript: tracker.transcript() },
            ...described,
        });
        async function follow() {
            // None is kept: a stream may be longer than a mailbox.
            channel.sift(({ data, atMs }) => {
                if (seen.messages++ < greetings || seen.enoughAt !== null)
                    return;
                if (!tracker.add({ data, name: null, id: null, atMs: since(atMs) }))
                    seen.enoughAt = since(atMs);
            });
            for (;;) {
                if (seen.enoughAt !== null)
                    return { how: 'left', fault: null, atMs: seen.enoughAt };
                const over = endOf(session);
                if (over)
                    return over;
                const leftMs = limits.deadlineMs({ head: true, lastAt: tracker.lastAt }) - since(channel.now());
                if (leftMs <= 0)
                    return { how: 'late', fault: null, atMs: since(channel.now()) };
                await channel.changed(Math.ceil(leftMs));
            }
        }
        function endOf({ channel: open }) {
            if (open.aborted)
                return { how: 'broken', fault: (0,limit/* runOver */.sr)(wire.signal), atMs: since(open.now()) };
            const { closed } = open;
            if (!closed)
                return null;
            const atMs = since(closed.atMs);
            return (0,closes/* isOrderly */.Gu)(closed)
                ? { how: 'complete', fault: null, atMs }
                : { how: 'broken', fault: (0,closes/* closeFault */.PH)(closed, 'events were awaited'), atMs };
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}

;// CONCATENATED MODULE: ./lib/checks/stream/probe.js
/** One stream, read to its end: over HTTP, or over a WebSocket where a conversation starts it. */










async function probeStream(check, wire, turn) {
    if (check.options.conversation !== null)
        return await probeSocketStream(check, wire, turn);
    const credential = await wire.issue(check.credential);
    const scope = (0,template/* newScope */.f0)({ ...wire.facts, connection: 1, token: credential?.value ?? null });
    const filled = { ...check, options: fillOptions(check.options, scope) };
    const target = (0,model_target/* targetOf */.$)((0,request/* fillUrl */.T)(check.target.url, scope));
    const asking = { wire, turn, scope, credential };
    const read = await (0,http/* openEvents */.Cg)(filled, target, asking);
    const direct = await compareDirect(filled, read, asking);
    const resumed = await resumeStream(filled, target, read, asking);
    // The stream itself comes last: it is the attempt that decides.
    const attempts = [...direct.attempts, ...resumed.attempts, read.attempt];
    const { details, observations, timeline } = describeStream(filled.options, read, {
        delivery: direct.delivery,
        resumed: resumed.resumed,
    });
    return (0,gather/* evidenceOf */.X)({
        attempts,
        observations,
        fault: read.fault,
        transcript: read.tracker?.transcript() ?? [],
        details,
        timeline,
    });
}


/***/ })

};
