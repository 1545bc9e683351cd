export const id = 902;
export const ids = [902];
export const modules = {

/***/ 4902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  probeQuietStream: () => (/* binding */ probeQuietStream)
});

// EXTERNAL MODULE: ./lib/net/limit.js
var limit = __webpack_require__(9060);
// EXTERNAL MODULE: ./lib/checks/gather.js
var gather = __webpack_require__(5098);
// EXTERNAL MODULE: ./lib/checks/idle/limits.js
var limits = __webpack_require__(9802);
// EXTERNAL MODULE: ./lib/credentials/place.js
var place = __webpack_require__(7565);
// EXTERNAL MODULE: ./lib/matching/template.js
var template = __webpack_require__(3509);
// EXTERNAL MODULE: ./lib/model/target.js
var model_target = __webpack_require__(6220);
// EXTERNAL MODULE: ./lib/net/http.js + 1 modules
var http = __webpack_require__(3205);
// EXTERNAL MODULE: ./lib/net/stream.js
var stream = __webpack_require__(5339);
// EXTERNAL MODULE: ./lib/checks/request.js
var request = __webpack_require__(9116);
// EXTERNAL MODULE: ./lib/checks/session.js + 2 modules
var session = __webpack_require__(1920);
// EXTERNAL MODULE: ./lib/checks/stream/events.js
var events = __webpack_require__(7909);
// EXTERNAL MODULE: ./lib/checks/stream/http.js
var stream_http = __webpack_require__(8156);
// EXTERNAL MODULE: ./lib/checks/timeline-slots.js
var timeline_slots = __webpack_require__(1914);
;// CONCATENATED MODULE: ./lib/checks/idle/stream-rhythm.js
/** What moves on a quiet stream and when: bytes reset the timers of proxies, events and heartbeats tell what they were. */

function newRhythm() {
    const slots = (0,timeline_slots/* createSlots */.e)();
    let [lastMs, longestMs, events, heartbeats] = [0, 0, 0, 0];
    let firstMs = null;
    let [firstBeatMs, lastBeatMs] = [0, 0];
    const sign = (atMs) => {
        firstMs ??= atMs;
        slots.add(atMs);
    };
    return {
        begin(atMs) {
            lastMs = atMs;
        },
        bytes(atMs) {
            longestMs = Math.max(longestMs, atMs - lastMs);
            lastMs = Math.max(lastMs, atMs);
        },
        event({ atMs }) {
            events++;
            sign(atMs);
        },
        heartbeat(atMs) {
            if (heartbeats === 0)
                firstBeatMs = atMs;
            lastBeatMs = atMs;
            heartbeats++;
            sign(atMs);
        },
        get lastMs() {
            return lastMs;
        },
        get longestMs() {
            return longestMs;
        },
        get events() {
            return events;
        },
        get heartbeats() {
            return heartbeats;
        },
        get firstMs() {
            return firstMs;
        },
        get heartbeatMs() {
            return heartbeats < 2 ? null : (lastBeatMs - firstBeatMs) / (heartbeats - 1);
        },
        slots: slots.read,
    };
}

// EXTERNAL MODULE: ./lib/checks/idle/timeline.js
var timeline = __webpack_require__(5509);
;// CONCATENATED MODULE: ./lib/checks/idle/stream-hold.js
/** One stream over HTTP held open and listened to: what came, how long nothing did, and who ended it. */
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











/** How long a reset may take that answers our byte: a round trip. */
const graceMs = 500;
/** RFC 9112 section 2.2: a server is to ignore an empty line before a request, and none reads one before its answer is done. */
const emptyLine = '\r\n';
async function holdStream(holding) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { check, wire, turn, connection, nudges } = holding;
        const { timeoutMs, options } = check;
        const credential = await wire.issue(check.credential, connection);
        const scope = (0,template/* newScope */.f0)({ ...wire.facts, connection, token: credential?.value ?? null });
        const target = (0,model_target/* targetOf */.$)((0,request/* fillUrl */.T)(check.target.url, scope));
        const dialled = await wire.dial(target, turn, timeoutMs);
        const record = __addDisposableResource(env_1, dialled.record, false);
        const method = options.method ?? 'GET';
        record.observe({
            'url.full': (0,session/* showUrl */.jr)(target.url),
            'http.request.method': method,
            'credential.shown': credential !== null || (0,session/* ownCredential */.ci)(check.headers) !== null,
        });
        const rhythm = newRhythm();
        const ended = (fault, rest = {}) => ({
            ...{ head: null, rhythm, how: null, end: null, unfit: null, atMs: 0, ...rest },
            ...{ attempt: record.end(fault), observations: record.observations, fault },
        });
        if (!dialled.ok)
            return ended(dialled.fault);
        const { createParser } = await __webpack_require__.e(/* import() */ 967).then(__webpack_require__.bind(__webpack_require__, 5967));
        const body = options.body === null ? null : (0,template/* fillText */.BB)(options.body, scope);
        const asked = (0,place/* placeCredential */.N)({ url: target.url, headers: (0,request/* fillHeaders */.w)(check.headers, scope), subprotocols: [] }, credential);
        const { socket } = dialled.connection;
        let head = null;
        let unfit = null;
        let feed = null;
        let nudgedAt = null;
        let excerpt = Buffer.alloc(0);
        const untilMs = () => {
            if (head === null)
                return timeoutMs;
            return feed ? holding.untilMs(head, rhythm) : head.atMs + timeoutMs;
        };
        const end = await (0,stream/* readStream */.b)(dialled.connection, record, { url: asked.url, method, headers: (0,stream_http/* addDefaults */.Kb)(asked.headers, { body, format: null }), body }, wire, {
            onHead(seen) {
                head = seen;
                rhythm.begin(seen.atMs);
                unfit = seen.status > 299 ? null : unfitnessOf(seen);
                if (seen.status > 299 || unfit)
                    return;
                const format = (0,events/* formatOf */.be)(String(seen.headers['content-type'] ?? ''));
                const sink = { onEvent: rhythm.event, onMalformed: () => { }, onComment: rhythm.heartbeat };
                const reader = (0,events/* createEventReader */.E3)(format, sink, createParser);
                feed = (chunk, atMs) => {
                    const isBlank = format !== 'sse' && Buffer.from(chunk).toString('latin1').trim() === '';
                    rhythm.bytes(atMs);
                    if (isBlank)
                        rhythm.heartbeat(atMs);
                    else
                        reader.feed(chunk, atMs);
                };
            },
            onBytes(chunk, atMs) {
                if (excerpt.length < http/* excerptLimit */.bX)
                    excerpt = Buffer.concat([excerpt, chunk.subarray(0, 2 * http/* excerptLimit */.bX)]);
                feed?.(chunk, atMs);
                return feed !== null || excerpt.length < http/* excerptLimit */.bX;
            },
            deadlineMs: () => (nudgedAt === null ? untilMs() : nudgedAt + graceMs),
            onDeadline() {
                if (!nudges || !feed || nudgedAt !== null)
                    return false;
                nudgedAt = untilMs();
                // Its error is the end of the connection, which the reader sees.
                socket.write(emptyLine, () => { });
                return true;
            },
        });
        const seen = head;
        const fault = (0,stream_http/* faultOf */.Kl)(end, seen, timeoutMs);
        if (seen) {
            record.observe((0,http/* observeAnswer */.F6)({ ...seen, body: excerpt }, wire.hide));
            record.observe({ 'network.protocol.version': seen.version });
        }
        const who = feed === null ? null : whoEnded(end);
        // What ends in order after its time is over was open for that time.
        const late = nudgedAt !== null && who !== 'reset';
        const atMs = late ? nudgedAt : end.atMs;
        const quietMs = atMs - rhythm.lastMs;
        return ended(who === null || late ? (late ? null : fault) : null, {
            ...{ head: seen, how: late ? 'late' : end.how, unfit, atMs },
            end: who === null || late ? null : { by: who, ageMs: atMs, quietMs, onTraffic: nudgedAt !== null },
        });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
function whoEnded({ how, fault }) {
    if (how === 'complete')
        return 'end of body';
    if (how === 'closed' || fault?.type === 'stream.cut')
        return 'fin';
    return fault?.type === 'stream.reset' ? 'reset' : null;
}
/** Why an answer of success is no stream that could be held; null where it may be one. */
function unfitnessOf({ status, headers }) {
    if (status === 204 || status === 205)
        return `answered HTTP ${status}: there is nothing to stream`;
    const type = String(headers['content-type'] ?? '');
    if (/html/i.test(type))
        return `the answer is an HTML page (${type}), and no stream`;
    const length = headers['content-length'];
    return length === undefined
        ? null
        : `the answer announces its length (content-length: ${[length].flat().join(', ')}): it is a body that ends, and no stream`;
}
function timelineOf({ head, rhythm, end, atMs }) {
    // A refusal or an error page is no stream to draw.
    if (!head || head.status >= 300)
        return null;
    const round = (ms) => Math.round(ms * 10) / 10;
    const { events, heartbeats, firstMs } = rhythm;
    return {
        noun: heartbeats === 0 ? 'event' : events === 0 ? 'heartbeat' : 'sign of life',
        count: events + heartbeats,
        marks: [
            { label: 'headers', atMs: round(head.atMs) },
            ...(firstMs === null ? [] : [{ label: 'first', atMs: round(firstMs) }]),
            { label: (0,timeline/* endLabel */.e)(end), atMs: round(Math.max(atMs, rhythm.lastMs)) },
        ],
        ...rhythm.slots(),
    };
}

// EXTERNAL MODULE: ./lib/checks/idle/stream-pattern.js
var stream_pattern = __webpack_require__(553);
;// CONCATENATED MODULE: ./lib/checks/idle/stream.js
/** A quiet stream over HTTP: held for its time, and, where it was ended, held once more to tell what the limit is on. */





/** How much longer than the first stream a second one may take that is fed meanwhile. */
const patience = 1.5;
async function probeQuietStream(check, wire, turn) {
    const { holdMs } = check.options;
    const held = await holdStream({
        ...{ check, wire, turn, connection: 1, nudges: true },
        untilMs: ({ atMs }) => atMs + holdMs,
    });
    const { end, rhythm } = held;
    // A body that is finished at once after its last byte was never meant to stay open: there is no limit to look for.
    const repeats = end !== null && !(end.by === 'end of body' && end.quietMs < stream_pattern/* leastSilenceMs */.X1);
    const again = repeats ? await holdStream({ ...repeating(end), check, wire, turn, connection: 2 }) : null;
    const pattern = again && end ? (0,stream_pattern/* tellStreamPattern */.q)({ end, outlivedMs: rhythm.longestMs }, repeated(again, wire)) : null;
    const silentMs = Math.max(0, held.atMs - rhythm.lastMs);
    const details = {
        pattern,
        end,
        how: held.how,
        unfit: held.unfit,
        silentMs,
        stopped: hasStopped(held, silentMs),
    };
    const evidence = (0,gather/* evidenceOf */.X)({
        attempts: [held.attempt],
        observations: {
            ...held.observations,
            ...factsOf(held, holdMs),
            ...limitFacts(held, pattern),
            ...(again && { 'idle.probe.again': wordOf(again) }),
        },
        fault: wire.signal.aborted && held.fault ? (0,limit/* runOver */.sr)(wire.signal) : held.fault,
        details,
        timeline: timelineOf(held),
    });
    return again ? (0,gather/* withTraffic */.o)(evidence, [again.attempt]) : evidence;
}
/** So many heartbeats make a rhythm, and so many that are missing end it. */
const leastHeartbeats = 3;
const mostMissing = 3;
const leastStoppedMs = 1000;
const hasStopped = ({ rhythm, end }, silentMs) => end === null &&
    rhythm.heartbeats >= leastHeartbeats &&
    silentMs >= leastStoppedMs &&
    silentMs > mostMissing * Math.max(rhythm.longestMs, rhythm.heartbeatMs ?? 0);
/** Until it has been as old, and as quiet, as the first one was at its end. */
const repeating = ({ ageMs, quietMs, onTraffic }) => ({
    nudges: onTraffic,
    untilMs: (_, rhythm) => onTraffic
        ? ageMs
        : Math.min(Math.max(ageMs + (0,stream_pattern/* spreadOf */.jg)(ageMs), rhythm.lastMs + quietMs + (0,stream_pattern/* spreadOf */.jg)(quietMs)), ageMs * patience + (0,stream_pattern/* spreadOf */.jg)(ageMs)),
});
const repeated = ({ head, end, rhythm, atMs, unfit }, wire) => ({
    opened: head !== null && head.status <= 299 && unfit === null,
    ended: end && { end, outlivedMs: rhythm.longestMs },
    watchedMs: atMs,
    longestMs: Math.max(rhythm.longestMs, atMs - rhythm.lastMs),
    unfinished: wire.signal.aborted,
});
function factsOf({ head, rhythm, end, atMs, how }, holdMs) {
    const over = { 'idle.over': 'http', 'idle.hold_ms': holdMs };
    if (!head || how === null)
        return over;
    const { heartbeatMs } = rhythm;
    return {
        ...over,
        'idle.longest_silence_ms': Math.round(Math.max(rhythm.longestMs, atMs - rhythm.lastMs)),
        'idle.events': rhythm.events,
        'idle.heartbeats': rhythm.heartbeats,
        'idle.heartbeat_interval_ms': heartbeatMs === null ? null : Math.round(heartbeatMs),
        ...(end && {
            'idle.ended_by': end.by,
            'idle.on_traffic': end.onTraffic,
            'idle.age_ms': Math.round(end.ageMs),
            'idle.quiet_ms': Math.round(end.quietMs),
        }),
    };
}
/** Whose default the time is: of silence, of age, or of both where that cannot be told. */
function limitFacts({ end }, pattern) {
    if (!end || pattern === null)
        return {};
    const dated = !end.onTraffic && pattern !== 'random';
    const silence = dated && pattern !== 'age' ? (0,limits/* findLimit */.ZC)(end.quietMs, limits/* silencesOfStreams */.Dn) : null;
    const age = dated && pattern !== 'silence' ? (0,limits/* findLimit */.ZC)(end.ageMs, limits/* lifetimesOfStreams */.tr) : null;
    const limit = silence ?? age;
    const of = [silence, age].flatMap(one => (one && one.seconds === limit?.seconds ? one.of : []));
    return {
        'idle.pattern': pattern,
        'idle.limit.seconds': limit?.seconds ?? null,
        'idle.limit.of': limit ? of.join(', ') : null,
    };
}
function wordOf({ head, end }) {
    if (!head)
        return 'not opened';
    return end ? `${end.by} at ${Math.round(end.ageMs)} ms` : 'lived';
}


/***/ })

};
