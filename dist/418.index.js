export const id = 418;
export const ids = [418];
export const modules = {

/***/ 6418:
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
// EXTERNAL MODULE: ./lib/checks/stream-judge.js + 1 modules
var stream_judge = __webpack_require__(4423);
;// CONCATENATED MODULE: ./lib/checks/stream-evidence.js
/** Facts and details out of what was read of a stream. */



const round = (ms) => Math.round(ms * 10) / 10;
const deliveryOf = ({ tracker, stalledMs }) => tracker?.pace.delivery(stalledMs) ?? {
    ...{ verdict: 'unknown', basis: null, producedMs: null, arrivedMs: 0, heldMs: null },
    actual: 'cannot tell: there was no stream',
};
function describeStream(options, read, { delivery, resumed }) {
    const { head, tracker, end, limits } = read;
    const type = String(head?.headers['content-type'] ?? '');
    const mismatch = options.contentType === undefined || !tracker
        ? null
        : (0,match/* match */.YW)({ type: options.contentType }, (0,match/* jsonSubject */.l0)(type === '' ? {} : { type }));
    const open = end?.how === 'late' && tracker !== null && tracker.count > 0 && !options.until;
    const details = {
        limits: { ...limits },
        headersMs: head?.atMs ?? null,
        end,
        isPage: tracker !== null && isPage(type, read.body),
        contentType: mismatch && { expected: mismatch.expected, actual: mismatch.actual },
        count: tracker?.count ?? 0,
        firstAt: tracker?.firstAt ?? null,
        lastAt: tracker?.lastAt ?? null,
        longestGap: tracker?.longestGap ?? null,
        marker: tracker?.marker ?? null,
        error: tracker?.error?.text ?? null,
        malformed: tracker?.malformed ?? null,
        mismatch: tracker?.mismatch ?? null,
        delivery,
        resumed,
        notes: open ? [openNote(end.atMs - (tracker?.lastAt ?? 0))] : [],
    };
    return {
        details,
        observations: { ...read.observations, ...factsOf(options, read, details) },
        timeline: timelineOf(read),
    };
}
const openNote = (silentMs) => `the stream was still open when the time was over, its last event ${(0,duration/* showDuration */.kJ)(silentMs)} ago: that it comes to its end was not tested`;
const isPage = (type, body) => /html/i.test(type) ||
    (type === '' && /^\s*<(!doctype html|html)\b/i.test(Buffer.from(body.subarray(0, 200)).toString('latin1')));
function factsOf(options, read, details) {
    const { tracker, end, format } = read;
    const headersMs = details.headersMs === null ? null : round(details.headersMs);
    if (!tracker || !end)
        return { 'stream.headers_ms': headersMs };
    const { delivery, firstAt, lastAt, longestGap, count } = details;
    const hung = (0,stream_judge/* hungAt */.e6)(options, details);
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

;// CONCATENATED MODULE: ./lib/checks/stream-fill.js
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

// EXTERNAL MODULE: ./lib/credentials/place.js
var place = __webpack_require__(7565);
// EXTERNAL MODULE: ./lib/model/fault.js
var fault = __webpack_require__(6525);
// EXTERNAL MODULE: ./lib/net/http.js + 1 modules
var http = __webpack_require__(3205);
// EXTERNAL MODULE: ./lib/net/stream.js
var stream = __webpack_require__(5339);
// EXTERNAL MODULE: ./lib/checks/session.js + 2 modules
var checks_session = __webpack_require__(1920);
;// CONCATENATED MODULE: ./lib/checks/stall-watch.js
/** Notices when this very process was too busy to read: what arrived meanwhile seems to have come together. */
const everyMs = 50;
function startWatch() {
    let due = performance.now() + everyMs;
    let longest = 0;
    const look = () => {
        const now = performance.now();
        longest = Math.max(longest, now - due);
        due = now + everyMs;
    };
    const timer = setInterval(look, everyMs);
    timer.unref();
    return {
        stop() {
            clearInterval(timer);
            return Math.max(longest, performance.now() - due);
        },
    };
}

// EXTERNAL MODULE: ./lib/checks/stream-events.js
var stream_events = __webpack_require__(8563);
;// CONCATENATED MODULE: ./lib/checks/stream-limits.js
/** How long each part of a stream is waited for. Pure. */
/** For a stream whose end is declared and whose duration is not. */
const longestMs = 60_000;
function limitsOf(options, timeoutMs) {
    const { firstEventMs, maxGapMs } = options;
    const firstMs = firstEventMs ?? timeoutMs;
    const listening = options.until === undefined || options.until === null;
    const usualMs = Math.max(firstMs, listening ? timeoutMs : longestMs);
    // A gap that is longer than the check listens could never be seen.
    const gapFitsMs = maxGapMs !== null && maxGapMs >= usualMs ? firstMs + maxGapMs : usualMs;
    const withinMs = options.withinMs ?? gapFitsMs;
    const headersMs = Math.max(timeoutMs, firstMs);
    const gapMs = maxGapMs ?? (listening ? null : timeoutMs);
    return {
        gapMs,
        headersMs,
        firstMs,
        withinMs,
        deadlineMs({ head, lastAt }) {
            if (!head)
                return headersMs;
            if (lastAt === null)
                return firstEventMs === null
                    ? Math.min(withinMs, firstMs)
                    : Math.min(Math.max(withinMs, firstMs), firstMs + timeoutMs);
            if (gapMs === null)
                return withinMs;
            return Math.min(withinMs, lastAt + gapMs + (maxGapMs === null ? 0 : timeoutMs));
        },
    };
}

// EXTERNAL MODULE: ./lib/checks/stream-marks.js
var stream_marks = __webpack_require__(2722);
// EXTERNAL MODULE: ./lib/matching/show.js
var show = __webpack_require__(5114);
// EXTERNAL MODULE: ./lib/matching/json-path.js + 41 modules
var json_path = __webpack_require__(2815);
// EXTERNAL MODULE: ./lib/matching/subject.js
var subject = __webpack_require__(5295);
;// CONCATENATED MODULE: ./lib/checks/stream-pace.js
/**
 * Do events arrive as they were produced? The producer's times come from the events themselves or from a declared pace;
 * only their differences count, so that no clock has to be right. Counters only: memory is flat.
 */



/** A producer that took less than this is as good as instant: nothing can be told. */
const shortestSpanMs = 300;
/** Arrivals within this part of the producer's span are a burst; beyond the other they are a stream. */
const burstShare = 0.2;
const streamShare = 0.6;
/** Gaps of the producer below this are within what a network jitters. */
const smallestGapMs = 20;
const squeezedShare = 0.25;
/** Arrivals closer than this came together, whatever the gap was. */
const togetherMs = 15;
/** Fields in which applications write when an event was made. `created` is left out: chunks of one answer share it. */
const timeFields = ['timestamp', 'ts', 'time', 'now', 'at', 'sent_at', 'sentAt', 'emitted_at', 'emittedAt'];
const moreTimeFields = ['created_at', 'createdAt', 'datetime', 'unix_ms', 'unix'];
/** Milliseconds since 1970 out of an ISO 8601 text or a number of seconds, milliseconds, microseconds or nanoseconds. */
function readTime(value) {
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) {
        const ms = Date.parse(value);
        if (Number.isNaN(ms))
            return null;
        const fraction = /\.(\d+)/.exec(value)?.[1] ?? '';
        return { ms, resolutionMs: fraction === '' ? 1000 : 10 ** Math.max(0, 3 - fraction.length) };
    }
    const number = typeof value === 'string' && /^\d{10,19}(\.\d+)?$/.test(value)
        ? Number(value)
        : typeof value === 'number'
            ? value
            : Number.NaN;
    // 2001 to 2096 in each unit.
    if (number >= 1e9 && number < 4e9)
        return { ms: number * 1000, resolutionMs: Number.isInteger(number) ? 1000 : 1 };
    if (number >= 1e12 && number < 4e12)
        return { ms: number, resolutionMs: 1 };
    if (number >= 1e15 && number < 4e15)
        return { ms: number / 1e3, resolutionMs: 1 };
    if (number >= 1e18 && number < 4e18)
        return { ms: number / 1e6, resolutionMs: 1 };
    return null;
}
/** The field, found in the first event that has one, is the field of them all. */
function createTimeReader(path) {
    if (path !== null)
        return event => {
            const nodes = (0,json_path/* selectNodes */.I)((0,stream_events/* subjectOf */.et)(event).value, path);
            return typeof nodes === 'string' ? null : readTime(nodes[0]);
        };
    let looked = 0;
    let field = null;
    return event => {
        if (field === null && looked >= 3)
            return null;
        const { value } = (0,stream_events/* subjectOf */.et)(event);
        if (field !== null)
            return (0,subject/* isRecord */.u4)(value) ? readTime(value[field]) : null;
        looked++;
        if (!(0,subject/* isRecord */.u4)(value))
            return null;
        field = [...timeFields, ...moreTimeFields].find(name => readTime(value[name]) !== null) ?? null;
        return field === null ? null : readTime(value[field]);
    };
}
function createPace({ timestamp, pacedMs, }) {
    const timeOf = pacedMs === null ? createTimeReader(timestamp) : null;
    let count = 0;
    let timed = 0;
    let first = { atMs: 0, madeMs: 0 };
    let last = { atMs: 0, madeMs: 0 };
    let firstAt = 0;
    let lastAt = 0;
    let resolutionMs = 1;
    let [leastLag, mostLag] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let [gaps, squeezed] = [0, 0];
    let backwards = false;
    const addTimed = (atMs, madeMs) => {
        const here = { atMs, madeMs };
        if (timed++ === 0)
            first = here;
        else {
            const gap = madeMs - last.madeMs;
            if (gap < 0)
                backwards = true;
            if (gap >= smallestGapMs) {
                gaps++;
                if (atMs - last.atMs < Math.min(gap * squeezedShare, togetherMs))
                    squeezed++;
            }
        }
        last = here;
        leastLag = Math.min(leastLag, atMs - madeMs);
        mostLag = Math.max(mostLag, atMs - madeMs);
    };
    return {
        add(event) {
            if (count++ === 0)
                firstAt = event.atMs;
            lastAt = event.atMs;
            if (pacedMs !== null)
                return addTimed(event.atMs, (count - 1) * pacedMs);
            const time = timeOf?.(event);
            if (!time)
                return;
            resolutionMs = Math.max(resolutionMs, time.resolutionMs);
            addTimed(event.atMs, time.ms);
        },
        delivery(stalledMs) {
            const arrivedMs = lastAt - firstAt;
            const unknown = (why) => ({
                ...{ verdict: 'unknown', basis: null, producedMs: null, arrivedMs, heldMs: null },
                actual: `cannot tell: ${why}`,
            });
            if (count < 2)
                return unknown('fewer than two events came');
            if (timed < 2)
                return unknown('events carry no time, and no pace is declared');
            if (backwards)
                return unknown('the times in the events go backwards');
            const basis = pacedMs === null ? 'timestamps' : 'paced';
            return weigh({
                ...{ basis, count: timed, arrivedMs: last.atMs - first.atMs, producedMs: last.madeMs - first.madeMs },
                ...{ resolutionMs, heldMs: mostLag - leastLag, gaps, squeezed, stalledMs, elapsedMs: last.atMs },
            });
        },
    };
}
const ms = (n) => `${Math.round(n)} ms`;
function weigh(seen) {
    const { basis, producedMs, arrivedMs, heldMs, resolutionMs, count } = seen;
    const told = (verdict, actual) => ({
        ...{ verdict, basis, producedMs, arrivedMs, heldMs },
        actual,
    });
    const unknown = (why) => told('unknown', `cannot tell: ${why}`);
    // A coarse clock may say a second where there was a moment.
    const least = basis === 'timestamps' && resolutionMs > 1 ? producedMs - resolutionMs : producedMs;
    if (least < shortestSpanMs)
        return unknown(`${count} events were made within ${ms(producedMs)}, too fast to tell`);
    if (basis === 'timestamps' && producedMs > seen.elapsedMs + resolutionMs)
        return unknown('the times in the events are older than the request');
    // A pace is a promise of the user's: events that come one by one, only faster, are no burst.
    const burst = arrivedMs <= least * burstShare && (basis !== 'paced' || mostlySqueezed(seen));
    if (burst || inBursts(seen)) {
        // A pause of ours can hide no more of the producer's time than it lasted.
        if (seen.stalledMs > (burst ? least : heldMs) / 2)
            return unknown(`this machine was too busy to read for ${ms(seen.stalledMs)}`);
        return told('buffered', `${count} events made over ${ms(producedMs)} arrived within ${ms(arrivedMs)}`);
    }
    const seenOver = `made over ${ms(producedMs)}, arrived over ${ms(arrivedMs)}`;
    if (arrivedMs >= (producedMs - resolutionMs) * streamShare)
        return told('as produced', seenOver);
    return unknown(`${seenOver}, which is neither a burst nor a stream`);
}
/** A buffer that fills and empties again and again: most gaps of the producer are gone, and events were held back. */
const inBursts = (seen) => seen.resolutionMs <= 1 && seen.gaps >= 4 && mostlySqueezed(seen) && seen.heldMs >= shortestSpanMs;
const mostlySqueezed = ({ gaps, squeezed }) => squeezed >= 0.6 * gaps;

;// CONCATENATED MODULE: ./lib/checks/stream-tracker.js
/** What is kept of a stream while it comes: counts, gaps, first and last events. Flat in its length. */





const edge = 15;
const mostIds = 500;
const excerptLength = 300;
const slotCount = 40;
function createTracker(watched, hide) {
    const isMarker = (0,stream_marks/* createMarkerFinder */.R9)(watched.until, watched.format);
    const pace = createPace(watched);
    const slots = createSlots();
    const [head, tail] = [[], []];
    const ids = [];
    const gaps = [];
    const seen = {
        count: 0,
        total: 0,
        firstAt: null,
        lastAt: null,
        marker: null,
        error: null,
        malformed: null,
        mismatch: null,
        longestGap: null,
        lastId: null,
    };
    const keep = (event) => {
        seen.total++;
        if (head.length < edge)
            head.push(event);
        else {
            tail.push(event);
            if (tail.length > edge)
                tail.shift();
        }
    };
    const measure = (event) => {
        if (seen.lastAt !== null) {
            const ms = event.atMs - seen.lastAt;
            if (seen.longestGap === null || ms > seen.longestGap.ms)
                seen.longestGap = { ms, after: seen.count };
            const power = ms < 1 ? 0 : Math.floor(Math.log2(ms)) + 1;
            gaps[power] = (gaps[power] ?? 0) + 1;
        }
        seen.firstAt ??= event.atMs;
        seen.lastAt = event.atMs;
    };
    return {
        add(event) {
            // Of what came after the end nothing counts.
            if (seen.marker || seen.error || seen.malformed !== null)
                return false;
            keep(event);
            if (isMarker(event)) {
                seen.marker = { atMs: event.atMs };
                if (seen.lastAt !== null)
                    measure(event);
                return false;
            }
            const text = (0,stream_marks/* errorIn */.Kd)(event, hide);
            if (text !== null && (watched.each === undefined || (0,match/* match */.YW)(watched.each, (0,stream_events/* subjectOf */.et)(event), hide))) {
                seen.error = { text, atMs: event.atMs };
                return false;
            }
            measure(event);
            seen.count++;
            slots.add(event.atMs);
            pace.add(event);
            if (event.id !== null) {
                seen.lastId = event.id;
                if (ids.length < mostIds)
                    ids.push(event.id);
            }
            if (watched.format === 'ndjson' && !(0,stream_events/* isJson */.Fh)(event)) {
                seen.malformed = `line ${seen.count} is no JSON: ${excerpt(event, hide).text}`;
                return false;
            }
            if (watched.each !== undefined && seen.mismatch === null) {
                const found = (0,match/* match */.YW)(watched.each, (0,stream_events/* subjectOf */.et)(event), hide);
                if (found)
                    seen.mismatch = { event: seen.count, ...found };
            }
            return seen.mismatch === null && seen.count !== watched.mostEvents;
        },
        breaks(what) {
            seen.malformed ??= what;
        },
        get count() {
            return seen.count;
        },
        get firstAt() {
            return seen.firstAt;
        },
        get lastAt() {
            return seen.lastAt;
        },
        get marker() {
            return seen.marker;
        },
        get error() {
            return seen.error;
        },
        get malformed() {
            return seen.malformed;
        },
        get mismatch() {
            return seen.mismatch;
        },
        get longestGap() {
            return seen.longestGap;
        },
        get lastId() {
            return seen.lastId;
        },
        pace,
        ids,
        gaps,
        transcript: () => [...head, ...tail].map(event => entryOf(event, hide)),
        slots: slots.read,
    };
}
function excerpt({ data }, hide) {
    if (typeof data !== 'string')
        return { text: (0,show/* showBytes */.ni)(data, 100), bytes: data.length };
    return {
        text: (0,show/* cutText */.IN)(hide(data.slice(0, 8 * excerptLength)), excerptLength),
        bytes: Buffer.byteLength(data),
    };
}
function entryOf(event, hide) {
    const { text, bytes } = excerpt(event, hide);
    const label = event.name === null ? '' : `${(0,show/* cutText */.IN)(hide(event.name), 60)}: `;
    const kind = typeof event.data === 'string' ? 'text' : 'binary';
    return { atMs: Math.max(0, event.atMs), direction: 'received', kind, text: label + text, bytes };
}
/** Equal slots of time that grow when they no longer suffice. */
function createSlots() {
    let slots = [];
    let fromMs = null;
    let slotMs = 1;
    return {
        add(atMs) {
            fromMs ??= atMs;
            let at = Math.floor((atMs - fromMs) / slotMs);
            while (at >= slotCount) {
                slots = Array.from({ length: slotCount / 2 }, (_, i) => (slots[2 * i] ?? 0) + (slots[2 * i + 1] ?? 0));
                slotMs *= 2;
                at = Math.floor((atMs - fromMs) / slotMs);
            }
            slots[at] = (slots[at] ?? 0) + 1;
        },
        read: () => ({
            fromMs: Math.round((fromMs ?? 0) * 10) / 10,
            slotMs,
            slots: Array.from(slots, n => n ?? 0),
        }),
    };
}

;// CONCATENATED MODULE: ./lib/checks/stream-http.js
/** A stream over HTTP: one request, its events tracked as they arrive. */
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











/** What browsers and HTTP libraries offer: a proxy that compresses without flushing shows itself only to those. */
const acceptEncoding = 'gzip, deflate, br';
async function openEvents(check, target, { wire, turn, scope, credential }, extra = {}, mostEvents = null) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { options } = check;
        const limits = limitsOf(options, check.timeoutMs);
        const dialled = await wire.dial(target, turn, check.timeoutMs);
        const record = __addDisposableResource(env_1, dialled.record, false);
        record.observe({
            'url.full': (0,checks_session/* showUrl */.jr)(target.url),
            'http.request.method': options.method,
            'credential.shown': credential !== null,
        });
        const none = { head: null, tracker: null, end: null, format: null, limits, stalledMs: 0, bytes: 0 };
        if (!dialled.ok)
            return {
                ...none,
                ...{ attempt: record.end(dialled.fault), observations: record.observations, fault: dialled.fault },
                body: new Uint8Array(),
            };
        const { createParser } = await __webpack_require__.e(/* import() */ 967).then(__webpack_require__.bind(__webpack_require__, 5967));
        const presented = (0,place/* placeCredential */.N)({ url: target.url, headers: { ...(0,request/* fillHeaders */.w)(check.headers, scope), ...extra }, subprotocols: [] }, credential);
        let head = null;
        let format = options.format ?? 'text';
        let tracker = null;
        let reader = null;
        let going = true;
        let bytes = 0;
        const excerpt = [];
        let excerptSize = 0;
        const watch = startWatch();
        const end = await (0,stream/* readStream */.b)(dialled.connection, record, {
            url: presented.url,
            method: options.method,
            headers: addDefaults(presented.headers, options),
            body: options.body,
        }, wire, {
            onHead(seen) {
                head = seen;
                if (seen.status > 299)
                    return;
                format = options.format ?? (0,stream_events/* formatOf */.be)(String(seen.headers['content-type'] ?? ''));
                tracker = createTracker({ ...options, format, until: (0,stream_marks/* readUntil */.LC)(options.until), mostEvents }, wire.hide);
                const { add, breaks } = tracker;
                const sink = {
                    onEvent: (event) => {
                        if (!add(event))
                            going = false;
                    },
                    onMalformed: (what) => {
                        breaks(what);
                        going = false;
                    },
                };
                reader = (0,stream_events/* createEventReader */.E3)(format, sink, createParser);
            },
            onBytes(chunk, atMs) {
                if (bytes === 0)
                    record.observe({ 'stream.first_bytes': chunk.length });
                bytes += chunk.length;
                if (excerptSize < 2 * http/* excerptLimit */.bX) {
                    excerpt.push(chunk.slice(0, 2 * http/* excerptLimit */.bX));
                    excerptSize += chunk.length;
                }
                if (!reader)
                    return excerptSize < http/* excerptLimit */.bX;
                reader.feed(chunk, atMs);
                return going;
            },
            deadlineMs: () => head !== null && tracker === null
                ? head.atMs + check.timeoutMs
                : limits.deadlineMs({ head: head !== null, lastAt: tracker?.lastAt ?? null }),
        });
        const seen = head;
        if (end.how === 'complete' || end.how === 'closed')
            reader?.end(end.atMs);
        const trouble = faultOf(end, seen, limits.headersMs);
        const body = Buffer.concat(excerpt);
        if (seen) {
            record.observe((0,http/* observeAnswer */.F6)({ ...seen, body }, wire.hide));
            record.observe({ 'network.protocol.version': seen.version, 'http.response.body.size': bytes });
        }
        return {
            ...{ attempt: record.end(trouble), observations: record.observations, fault: trouble },
            ...{ head: seen, tracker, end, format, limits, stalledMs: watch.stop(), bytes, body },
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
function faultOf(end, head, headersMs) {
    if (end.fault)
        return end.fault;
    if (head || end.how !== 'late')
        return null;
    return (0,fault/* fault */.DG)('stream.no_headers', `hung before the headers: no answer within ${Math.round(headersMs)} ms`);
}
const named = (headers, name) => Object.keys(headers).some(known => known.toLowerCase() === name);
function addDefaults(headers, { body, format }) {
    const accept = format === 'ndjson' ? 'application/x-ndjson' : format === 'text' ? '*/*' : 'text/event-stream';
    const defaults = {
        accept: format === null ? 'text/event-stream, application/x-ndjson;q=0.9, */*;q=0.8' : accept,
        'accept-encoding': acceptEncoding,
        'cache-control': 'no-cache',
        ...(body === null
            ? {}
            : { 'content-type': /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8' }),
    };
    const missing = Object.entries(defaults).filter(([name]) => !named(headers, name));
    return { ...Object.fromEntries(missing), ...headers };
}

;// CONCATENATED MODULE: ./lib/checks/stream-origin.js
/** The same stream from the application itself: what came one by one there and together here is buffered in between. */




/** A URL without a path stands for the same path there. */
function directUrl(declared, own) {
    const url = new URL(declared);
    return url.pathname === '/' && url.search === '' ? new URL(own.pathname + own.search, url) : url;
}
async function compareDirect(check, read, asking) {
    const own = deliveryOf(read);
    const { origin } = check.options;
    if (origin === null || own.verdict !== 'unknown' || !read.tracker)
        return { delivery: own, attempts: [] };
    const direct = await openEvents(check, (0,model_target/* targetOf */.$)(directUrl(origin, check.target.url)), asking);
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
    if (tracker?.count === 0 && end?.how === 'late') {
        const least = (there.firstAt ?? 0) + shortestSpanMs;
        if (end.atMs < 2 * least)
            return told('unknown', 'cannot tell: the direct URL took as long to begin');
        const actual = `no event came in ${Math.round(end.atMs)} ms, and the first one from the direct URL after ${Math.round(there.firstAt ?? 0)} ms`;
        return told('buffered', actual);
    }
    return weigh({
        ...{ basis: 'origin', count: tracker?.count ?? 0, producedMs, arrivedMs, resolutionMs: 1, heldMs: 0 },
        ...{ gaps: 0, squeezed: 0, stalledMs, elapsedMs: end?.atMs ?? 0 },
    });
}

;// CONCATENATED MODULE: ./lib/checks/stream-resume.js
/** After a reconnect with Last-Event-ID, does the stream go on where it was left? */

async function resumeStream(check, target, { tracker, fault }, asking) {
    if (!check.options.resume || !tracker || fault)
        return { resumed: null, attempts: [] };
    const { ids } = tracker;
    if (ids.length === 0)
        return {
            resumed: {
                ...{ ok: false, type: 'no ids' },
                actual: 'no event carried an id, so that a client that reconnects cannot go on',
            },
            attempts: [],
        };
    // From the middle: what has to come next is known then.
    const at = Math.floor((ids.length - 1) / 2);
    const again = await openEvents(check, target, asking, { 'last-event-id': ids[at] }, 1);
    return { resumed: compareIds(ids, at, again), attempts: [again.attempt] };
}
const stream_resume_short = (id) => JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id);
/** Pure. `ids` are those of the first connection, `at` the last one that we claim to have. */
function compareIds(ids, at, { tracker, head }) {
    const own = ids[at];
    const next = ids[at + 1];
    const broken = (actual) => ({ ok: false, type: 'broken', actual });
    const unknown = (why) => ({ ok: true, type: 'unknown', actual: `cannot tell: ${why}` });
    const asked = `after Last-Event-ID ${stream_resume_short(own)}`;
    if (!tracker)
        return broken(`${asked} the answer was ${head ? `HTTP ${head.status}` : 'none'}`);
    const first = tracker.ids[0];
    if (first === undefined) {
        if (tracker.count > 0)
            return broken(`${asked} the first event carries no id`);
        return next === undefined
            ? unknown('no event was to come after the last one')
            : broken(`${asked} no event came; the next one is ${stream_resume_short(next)}`);
    }
    if (first === next)
        return { ok: true, type: 'continued', actual: `${asked} it goes on with ${stream_resume_short(first)}` };
    const known = ids.indexOf(first);
    if (known === 0)
        return broken(`${asked} it starts over with ${stream_resume_short(first)}: the header is ignored`);
    if (known > 0 && known <= at)
        return broken(`${asked} it repeats ${stream_resume_short(first)}`);
    if (known > at)
        return broken(`${asked} it skips ${known - at - 1} events, to ${stream_resume_short(first)}`);
    if (!areConsecutive(ids))
        return unknown(`its first id ${stream_resume_short(first)} cannot be compared with the others`);
    return Number(first) === Number(own) + 1
        ? { ok: true, type: 'continued', actual: `${asked} it goes on with ${stream_resume_short(first)}` }
        : broken(`${asked} it begins with ${stream_resume_short(first)}: events in between are lost`);
}
const areConsecutive = (ids) => ids.every((id, i) => /^\d{1,15}$/.test(id) && (i === 0 || Number(id) === Number(ids[i - 1]) + 1));

// EXTERNAL MODULE: ./lib/conversation/closes.js
var closes = __webpack_require__(8982);
// EXTERNAL MODULE: ./lib/net/limit.js
var limit = __webpack_require__(9060);
// EXTERNAL MODULE: ./lib/checks/talk.js
var talk = __webpack_require__(2475);
;// CONCATENATED MODULE: ./lib/checks/stream-socket.js
/** A stream of messages on a WebSocket: a conversation starts it, and all that comes after it began are its events. */
var stream_socket_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var stream_socket_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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
        const record = stream_socket_addDisposableResource(env_1, session.record, false);
        if (!session.ok)
            return (0,gather/* evidenceOf */.X)({
                attempts: [record.end(session.fault)],
                observations: record.observations,
                fault: session.fault,
            });
        const { channel } = session;
        const options = fillOptions(check.options, session.scope);
        const limits = limitsOf(options, check.timeoutMs);
        const tracker = createTracker({ ...options, format: 'sse', until: (0,stream_marks/* readUntil */.LC)(options.until) }, wire.hide);
        await channel.ping('greetings end here', Math.min(separatorMs, check.timeoutMs));
        let cursor = channel.messages.length;
        const startedAt = channel.now();
        const openMs = record.end(null).phases.find(({ phase }) => phase === 'upgrade')?.ms ?? 0;
        const since = (atMs) => Math.max(0, atMs - startedAt) + openMs;
        const watch = startWatch();
        const talked = await (0,talk/* talk */.LS)(session, options.conversation ?? [], check, wire);
        // A conversation that only sends proves nothing by itself: the events do.
        const spoken = talked.fault?.type === 'runner.no_proof' ? null : talked.fault;
        const end = spoken ? { how: 'broken', fault: spoken, atMs: since(channel.now()) } : await follow();
        if (!end.fault)
            await record.time('close', () => channel.close());
        record.observe((0,talk/* observeTalk */.LJ)(session, { ...talked, fault: end.fault, received: channel.messages.length }));
        const read = {
            ...{ attempt: record.end(end.fault), observations: record.observations, fault: end.fault },
            ...{ head: { status: 101, headers: {}, atMs: openMs }, tracker, end, format: null, limits },
            ...{ stalledMs: watch.stop(), bytes: 0, body: new Uint8Array() },
        };
        const described = describeStream(options, read, { delivery: deliveryOf(read), resumed: null });
        return (0,gather/* evidenceOf */.X)({
            ...{ attempts: [read.attempt], fault: end.fault, transcript: tracker.transcript() },
            ...described,
        });
        async function follow() {
            for (;;) {
                for (; cursor < channel.messages.length; cursor++) {
                    const { data, atMs } = channel.messages[cursor];
                    if (!tracker.add({ data, name: null, id: null, atMs: since(atMs) }))
                        return { how: 'left', fault: null, atMs: since(atMs) };
                }
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
        stream_socket_disposeResources(env_1);
    }
}

;// CONCATENATED MODULE: ./lib/checks/stream-probe.js
/** One stream, read to its end: over HTTP, or over a WebSocket where a conversation starts it. */










async function probeStream(check, wire, turn) {
    if (check.options.conversation !== null)
        return await probeSocketStream(check, wire, turn);
    const credential = await wire.issue(check.credential);
    const scope = (0,template/* newScope */.f0)({ ...wire.facts, connection: 1, token: credential?.value ?? null });
    const filled = { ...check, options: fillOptions(check.options, scope) };
    const target = (0,model_target/* targetOf */.$)((0,request/* fillUrl */.T)(check.target.url, scope));
    const asking = { wire, turn, scope, credential };
    const read = await openEvents(filled, target, asking);
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


/***/ }),

/***/ 5339:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ readStream)
/* harmony export */ });
/* harmony import */ var undici_lib_dispatcher_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3701);
/* harmony import */ var _model_fault_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6525);
/* harmony import */ var _model_secret_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1817);
/* harmony import */ var _limit_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9060);
/* harmony import */ var _trouble_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3309);
/**
 * One HTTP exchange whose body is read as it arrives, by undici's parser on a dialled connection. Bytes are stamped when
 * the socket hands them over, before anything is parsed or decoded; nothing is kept, so memory is flat in the length.
 */





async function readStream({ socket, forwarded }, record, asked, wire, reader) {
    const { url } = asked;
    let used = false;
    const client = new undici_lib_dispatcher_client_js__WEBPACK_IMPORTED_MODULE_0__(url.origin, {
        allowH2: false,
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: (_options, callback) => {
            if (used)
                return callback(new Error('one connection, one exchange'), null);
            used = true;
            // Not at once: undici does not expect to be connected while it asks.
            queueMicrotask(() => callback(null, socket));
        },
    });
    let start = performance.now();
    const now = () => performance.now() - start;
    let arrivedAt = 0;
    let version = null;
    let head = null;
    let decoder = null;
    const onSocketData = (chunk) => {
        arrivedAt = now();
        version ??= /^HTTP\/(\d\.\d) /.exec(Buffer.from(chunk.subarray(0, 9)).toString('latin1'))?.[1] ?? null;
    };
    const path = `${url.pathname}${url.search}`;
    let end;
    try {
        end = await new Promise((resolve, reject) => {
            let over = false;
            let limit = null;
            const finish = (how, trouble, atMs = now()) => {
                if (over)
                    return;
                over = true;
                limit?.[Symbol.dispose]();
                resolve({ how, fault: trouble, atMs });
            };
            const arm = () => {
                if (over)
                    return;
                const armed = (0,_limit_js__WEBPACK_IMPORTED_MODULE_3__/* .limitOf */ .LF)(Math.max(0, Math.ceil(reader.deadlineMs() - now())), wire.signal);
                limit = armed;
                armed.onOver(() => {
                    if (!armed.timedOut)
                        return finish('broken', (0,_limit_js__WEBPACK_IMPORTED_MODULE_3__/* .runOver */ .sr)(wire.signal));
                    return reader.deadlineMs() > now() ? arm() : finish('late', null);
                });
            };
            const take = (bytes, atMs) => {
                if (!over && !reader.onBytes(bytes, atMs))
                    finish('left', null, atMs);
            };
            client.dispatch({
                method: asked.method,
                path: forwarded ? `${url.origin}${path}` : path,
                headers: Object.fromEntries(Object.entries({ ...asked.headers, ...forwarded }).map(([name, value]) => [name, (0,_model_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .reveal */ ._)(value)])),
                body: asked.body,
            }, {
                onRequestStart() {
                    start = performance.now();
                    // Emitted by the very read that undici's parser makes, before the parser sees the bytes.
                    socket.on('data', onSocketData);
                },
                onResponseStart(_controller, status, headers, statusText = '') {
                    if (status < 200)
                        return;
                    // RFC 9110 section 15.5.8: the proxy speaks for itself, and says nothing of the target.
                    if (forwarded && status === 407)
                        return finish('broken', (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .fault */ .DG)('proxy.refused', 'the proxy answered 407: it asks for a credential', '407'));
                    head = { status, statusText, headers, version, atMs: arrivedAt };
                    reader.onHead(head);
                    const coding = String(headers['content-encoding'] ?? '');
                    if (coding && coding !== 'identity')
                        decoder = __webpack_require__.e(/* import() */ 630).then(__webpack_require__.bind(__webpack_require__, 7630)).then(m => m.createTimedDecoder(coding, take));
                },
                onResponseData(_controller, chunk) {
                    const atMs = arrivedAt;
                    if (decoder)
                        decoder.then(d => d.write(chunk, atMs)).catch(reject);
                    else
                        take(chunk, atMs);
                },
                onResponseEnd() {
                    const atMs = now();
                    // undici takes a reset for the end of a body that nothing but the end of the connection ends.
                    if (wasReset(socket))
                        return finish('broken', resetInBody(), atMs);
                    const how = isCloseDelimited(head) ? 'closed' : 'complete';
                    const ended = (decoded) => decoded === 'whole' ? finish(how, null, atMs) : finish('broken', undecoded[decoded](head), atMs);
                    if (decoder)
                        decoder.then(d => d.end()).then(ended, reject);
                    else
                        ended('whole');
                },
                onResponseError(_controller, error) {
                    const atMs = now();
                    if ((0,_trouble_js__WEBPACK_IMPORTED_MODULE_4__/* .isBug */ .X9)(error))
                        return reject(error);
                    const broken = () => finish('broken', nameTrouble(error, head !== null, url, wasReset(socket)), atMs);
                    if (decoder)
                        decoder.then(d => d.end()).then(broken, reject);
                    else
                        broken();
                },
            });
            arm();
        });
    }
    finally {
        socket.off('data', onSocketData);
        // Left unawaited: destroying waits for the socket, which the record closes.
        client.destroy().catch(() => { });
    }
    const seen = head;
    record.note('request', seen?.atMs ?? end.atMs);
    if (seen)
        record.note('body', Math.max(0, end.atMs - seen.atMs));
    return end;
}
const isCloseDelimited = (head) => head !== null &&
    head.status !== 204 &&
    head.headers['content-length'] === undefined &&
    !/chunked/i.test(String(head.headers['transfer-encoding'] ?? ''));
const codingOf = (head) => String(head?.headers['content-encoding'] ?? '').slice(0, 40);
const undecoded = {
    broken: head => (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .fault */ .DG)('http.response.invalid', `the body says content-encoding "${codingOf(head)}" and cannot be decoded`),
    cut: head => (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .fault */ .DG)('stream.cut', `the body ended in the middle of its compressed data (content-encoding "${codingOf(head)}"), though for HTTP it is complete`),
};
const wasReset = ({ errored }) => errored !== null && 'code' in errored && errored.code === 'ECONNRESET';
const resetInBody = (code = 'ECONNRESET') => (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .fault */ .DG)('stream.reset', 'the connection was reset in the middle of the body', code);
function nameTrouble(error, inBody, url, reset) {
    if (!inBody)
        return (0,_trouble_js__WEBPACK_IMPORTED_MODULE_4__/* .troubleOf */ .LH)(error, 'request', url.href);
    const seen = (0,_trouble_js__WEBPACK_IMPORTED_MODULE_4__/* .troubleOf */ .LH)(error, 'body', url.href);
    if (seen.type !== 'http.response.cut')
        return seen;
    const { syscall } = (0,_trouble_js__WEBPACK_IMPORTED_MODULE_4__/* .rootOf */ .I5)(error);
    return reset || syscall === 'read' || syscall === 'write'
        ? resetInBody(seen.code)
        : (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .fault */ .DG)('stream.cut', 'the connection was closed in the middle of the body, before its end', seen.code);
}


/***/ })

};
