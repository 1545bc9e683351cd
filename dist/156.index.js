export const id = 156;
export const ids = [156];
export const modules = {

/***/ 8156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cg: () => (/* binding */ openEvents),
/* harmony export */   Kb: () => (/* binding */ addDefaults),
/* harmony export */   Kl: () => (/* binding */ faultOf)
/* harmony export */ });
/* harmony import */ var _credentials_place_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7565);
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5149);
/* harmony import */ var _model_fault_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6525);
/* harmony import */ var _net_http_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3205);
/* harmony import */ var _net_stream_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5339);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9116);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1920);
/* harmony import */ var _events_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7909);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(3608);
/* harmony import */ var _marks_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(816);
/* harmony import */ var _stall_watch_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(6866);
/* harmony import */ var _tracker_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8170);
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
        const limits = (0,_limits_js__WEBPACK_IMPORTED_MODULE_10__/* .limitsOf */ .A)(options, check.timeoutMs);
        const dialled = await wire.dial(target, turn, check.timeoutMs);
        const record = __addDisposableResource(env_1, dialled.record, false);
        record.observe({
            'url.full': (0,_session_js__WEBPACK_IMPORTED_MODULE_6__/* .showUrl */ .jr)(target.url),
            'http.request.method': options.method,
            'credential.shown': credential !== null,
        });
        const askedAt = Date.now();
        const none = { head: null, tracker: null, end: null, format: null, limits, askedAt, stalledMs: 0, bytes: 0 };
        if (!dialled.ok)
            return {
                ...none,
                ...{ attempt: record.end(dialled.fault), observations: record.observations, fault: dialled.fault },
                body: new Uint8Array(),
            };
        const { createParser } = await __webpack_require__.e(/* import() */ 967).then(__webpack_require__.bind(__webpack_require__, 5967));
        const presented = (0,_credentials_place_js__WEBPACK_IMPORTED_MODULE_0__/* .placeCredential */ .N)({ url: target.url, headers: { ...(0,_request_js__WEBPACK_IMPORTED_MODULE_5__/* .fillHeaders */ .w)(check.headers, scope), ...extra }, subprotocols: [] }, credential);
        let head = null;
        let format = options.format ?? 'text';
        let tracker = null;
        let reader = null;
        let going = true;
        let bytes = 0;
        const excerpt = [];
        let excerptSize = 0;
        const watch = (0,_stall_watch_js__WEBPACK_IMPORTED_MODULE_11__/* .startWatch */ .M)();
        const peer = record.observations['network.peer.address'];
        const tell = (message) => head &&
            wire.witness?.({
                ...{ url: target.url, status: head.status, headers: head.headers, body: null, message, stream: true },
                address: typeof peer === 'string' ? peer : null,
            });
        let first = true;
        const end = await (0,_net_stream_js__WEBPACK_IMPORTED_MODULE_4__/* .readStream */ .b)(dialled.connection, record, {
            url: presented.url,
            method: options.method,
            headers: addDefaults(presented.headers, options),
            body: options.body,
        }, wire, {
            onHead(seen) {
                head = seen;
                tell(null);
                if (seen.status > 299)
                    return;
                format = options.format ?? (0,_events_js__WEBPACK_IMPORTED_MODULE_7__/* .formatOf */ .be)(String(seen.headers['content-type'] ?? ''));
                tracker = (0,_tracker_js__WEBPACK_IMPORTED_MODULE_9__/* .createTracker */ .P)({ ...options, format, until: (0,_marks_js__WEBPACK_IMPORTED_MODULE_8__/* .readUntil */ .LC)(options.until), mostEvents }, wire.hide);
                const { add, addLast, breaks, leaves } = tracker;
                const sink = {
                    onEvent: (event) => {
                        if (first)
                            tell(event.data);
                        first = false;
                        if (!add(event))
                            going = false;
                    },
                    onMalformed: (what) => {
                        breaks(what);
                        going = false;
                    },
                    onUnfinished: leaves,
                    onLastLine: addLast,
                };
                reader = (0,_events_js__WEBPACK_IMPORTED_MODULE_7__/* .createEventReader */ .E3)(format, sink, createParser);
            },
            onBytes(chunk, atMs) {
                if (bytes === 0)
                    record.observe({ 'stream.first_bytes': chunk.length });
                bytes += chunk.length;
                if (excerptSize < 2 * _net_http_js__WEBPACK_IMPORTED_MODULE_3__/* .excerptLimit */ .bX) {
                    excerpt.push(chunk.slice(0, 2 * _net_http_js__WEBPACK_IMPORTED_MODULE_3__/* .excerptLimit */ .bX));
                    excerptSize += chunk.length;
                }
                if (!reader)
                    return excerptSize < _net_http_js__WEBPACK_IMPORTED_MODULE_3__/* .excerptLimit */ .bX;
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
            record.observe((0,_net_http_js__WEBPACK_IMPORTED_MODULE_3__/* .observeAnswer */ .F6)({ ...seen, body }, wire.hide));
            record.observe({ 'network.protocol.version': seen.version, 'http.response.body.size': bytes });
        }
        return {
            ...{ attempt: record.end(trouble), observations: record.observations, fault: trouble },
            ...{ head: seen, tracker, end, format, limits, askedAt, stalledMs: watch.stop(), bytes, body },
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
/** Of a request that was not answered in time as well. */
function faultOf(end, head, headersMs) {
    if (end.fault)
        return end.fault;
    if (head || end.how !== 'late')
        return null;
    return (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .fault */ .DG)('stream.no_headers', `hung before the headers: no answer within ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_1__/* .showDuration */ .kJ)(headersMs)}`);
}
const named = (headers, name) => Object.keys(headers).some(known => known.toLowerCase() === name);
/** What a client of streams says of itself, where the user does not. */
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


/***/ }),

/***/ 3608:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ limitsOf)
/* harmony export */ });
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


/***/ }),

/***/ 8949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  qP: () => (/* binding */ createPace),
  Bz: () => (/* binding */ shortestSpanMs),
  vi: () => (/* binding */ weigh)
});

// EXTERNAL MODULE: ./lib/matching/json-path.js + 41 modules
var json_path = __webpack_require__(2815);
// EXTERNAL MODULE: ./lib/matching/subject.js
var subject = __webpack_require__(5295);
// EXTERNAL MODULE: ./lib/checks/stream/events.js
var events = __webpack_require__(7909);
;// CONCATENATED MODULE: ./lib/checks/stream/event-time.js
/** When an event was made, by what it says itself. */



/** Fields in which applications write when an event was made. `created` is left out: chunks of one answer share it. */
const timeFields = ['timestamp', 'ts', 'time', 'now', 'at', 'sent_at', 'sentAt', 'emitted_at', 'emittedAt'];
const moreTimeFields = ['created_at', 'createdAt', 'datetime', 'unix_ms', 'unix'];
/** ISO 8601; with a blank as well, as Python and databases write it. */
const isoDate = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
/** Milliseconds since 1970 out of an ISO 8601 text or a number of seconds, milliseconds, microseconds or nanoseconds. */
function readTime(value) {
    if (typeof value === 'string' && isoDate.test(value)) {
        const ms = Date.parse(value.replace(' ', 'T'));
        if (Number.isNaN(ms))
            return null;
        const fraction = /\.(\d+)/.exec(value)?.[1] ?? '';
        const resolutionMs = fraction === '' ? 1000 : 10 ** Math.max(0, 3 - fraction.length);
        return /(Z|[+-]\d\d:?\d\d)$/i.test(value) ? { ms, resolutionMs } : { ms, resolutionMs, zoned: false };
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
            const nodes = (0,json_path/* selectNodes */.I)((0,events/* subjectOf */.et)(event).value, path);
            return typeof nodes === 'string' ? null : readTime(nodes[0]);
        };
    let looked = 0;
    let find = null;
    return event => {
        if (find === null && looked++ < 3)
            find = findTime(event);
        return find && readTime(find(event));
    };
}
/** Where envelopes keep what is said of them. */
const holders = ['data', 'payload', 'meta', 'metadata'];
const fieldOf = (value, name) => ((0,subject/* isRecord */.u4)(value) ? value[name] : undefined);
/** How to take the time out of events like this one: a field, a field of an envelope, or all of its text; null where it has none. */
function findTime(event) {
    const { value } = (0,events/* subjectOf */.et)(event);
    if (!(0,subject/* isRecord */.u4)(value))
        return isDate(event.data) ? ({ data }) => (isDate(data) ? data : undefined) : null;
    const nameIn = (held) => [...timeFields, ...moreTimeFields].find(name => readTime(fieldOf(held, name)) !== null);
    const own = nameIn(value);
    if (own !== undefined)
        return one => fieldOf((0,events/* subjectOf */.et)(one).value, own);
    for (const holder of holders) {
        const inner = nameIn(value[holder]);
        if (inner !== undefined)
            return one => fieldOf(fieldOf((0,events/* subjectOf */.et)(one).value, holder), inner);
    }
    return null;
}
const isDate = (data) => typeof data === 'string' && data.length < 40 && isoDate.test(data);

// EXTERNAL MODULE: ./lib/checks/stream/request-time.js
var request_time = __webpack_require__(3217);
;// CONCATENATED MODULE: ./lib/checks/stream/pace.js
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
function createPace({ timestamp, pacedMs, format, minEvents = 0, }) {
    const timeOf = pacedMs === null ? createTimeReader(timestamp) : null;
    let count = 0;
    let timed = 0;
    let first = { atMs: 0, madeMs: 0 };
    let last = { atMs: 0, madeMs: 0 };
    let firstAt = 0;
    let lastAt = 0;
    let resolutionMs = 1;
    let zoned = true;
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
    /** Pieces of text that were held back are one piece: that they were as many as declared shows in how long it took. */
    const weighMerged = (arrivedMs, stalledMs) => {
        const producedMs = (minEvents - 1) * (pacedMs ?? 0);
        if (format !== 'text' || count === 0 || count >= minEvents || lastAt < producedMs)
            return null;
        const delivery = weigh({
            ...{ basis: 'paced', count: minEvents, producedMs, arrivedMs, elapsedMs: lastAt, stalledMs },
            ...{
                resolutionMs: 1,
                heldMs: producedMs - arrivedMs,
                gaps: minEvents - 1,
                squeezed: minEvents - count,
            },
        });
        return delivery.verdict === 'buffered' ? delivery : null;
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
            zoned &&= time.zoned !== false;
            addTimed(event.atMs, time.ms);
        },
        delivery(stalledMs, asked = null) {
            const arrivedMs = lastAt - firstAt;
            const unknown = (why) => ({
                ...{ verdict: 'unknown', basis: null, producedMs: null, arrivedMs, heldMs: null },
                actual: `cannot tell: ${why}`,
            });
            const merged = weighMerged(arrivedMs, stalledMs);
            if (merged)
                return merged;
            if (count < 2)
                return unknown('fewer than two events came');
            if (timed < 2)
                return unknown(timestamp === null
                    ? 'events carry no time, and no pace is declared'
                    : `fewer than two events have a time at ${timestamp}`);
            if (backwards)
                return unknown('the times in the events go backwards');
            const basis = pacedMs === null ? 'timestamps' : 'paced';
            return weigh({
                ...{ basis, count: timed, arrivedMs: last.atMs - first.atMs, producedMs: last.madeMs - first.madeMs },
                ...{ resolutionMs, heldMs: mostLag - leastLag, gaps, squeezed, stalledMs, elapsedMs: last.atMs },
                recorded: basis === 'timestamps' && asked !== null && (0,request_time/* isOlder */.tW)(last.madeMs, zoned, asked),
                cached: asked?.cached === true,
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
    // A pace is a promise of the user's: events that come one by one, only faster, are no burst.
    const burst = arrivedMs <= least * burstShare && (basis !== 'paced' || mostlySqueezed(seen));
    const older = basis === 'timestamps' && producedMs > seen.elapsedMs + resolutionMs;
    if (older && burst && seen.cached && !seen.recorded)
        return told('buffered', `${count} events made over ${ms(producedMs)} came out of a cache at once`);
    if (seen.recorded || older)
        return unknown('the times in the events are older than the request');
    if (burst || inBursts(seen)) {
        // A pause of ours can hide no more of the producer's time than it lasted.
        if (seen.stalledMs > (burst ? least : heldMs) / 2)
            return unknown(`this machine was too busy to read for ${ms(seen.stalledMs)}`);
        return told('buffered', `${count} event${count === 1 ? '' : 's'} made over ${ms(producedMs)} arrived within ${ms(arrivedMs)}`);
    }
    const seenOver = `made over ${ms(producedMs)}, arrived over ${ms(arrivedMs)}`;
    if (arrivedMs >= (producedMs - resolutionMs) * streamShare)
        return told('as produced', seenOver);
    return unknown(`${seenOver}, which is neither a burst nor a stream`);
}
/** A buffer that fills and empties again and again: most gaps of the producer are gone, and events were held back. */
const inBursts = (seen) => seen.resolutionMs <= 1 && seen.gaps >= 4 && mostlySqueezed(seen) && seen.heldMs >= shortestSpanMs;
const mostlySqueezed = ({ gaps, squeezed }) => squeezed >= 0.6 * gaps;


/***/ }),

/***/ 3217:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D6: () => (/* binding */ requestTime),
/* harmony export */   bm: () => (/* binding */ isCached),
/* harmony export */   tW: () => (/* binding */ isOlder)
/* harmony export */ });
/** When the request went out, by the clock of who answered: events that were made before it are a recording. Pure. */
/** RFC 9111 section 5.1: whole seconds since the answer was made; a cache also counts those in which it fetched it for us. */
const isCached = (age, headersMs) => typeof age === 'string' && /^\d+$/.test(age) && Number(age) > headersMs / 1000 + 1;
/** Back ends and the proxies before them keep the same time; a runner and a staging system need not. */
const [theirSlackMs, ourSlackMs] = [2000, 60_000];
/** By the `Date` of the answer (RFC 9110 section 6.6.1), which somebody wrote between the request and the headers; else by our clock. */
function requestTime({ date, age }, headersMs, askedAt) {
    const cached = isCached(age, headersMs);
    const written = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    return Number.isNaN(written)
        ? { earliestMs: askedAt, slackMs: ourSlackMs, cached }
        : { earliestMs: written - headersMs, slackMs: theirSlackMs, cached };
}
const quarterMs = 15 * 60_000;
const widestZoneMs = 14 * 60 * 60_000;
/** @param zoned Whether the time said its zone; without one it may be any, and zones differ by quarters of an hour. */
function isOlder(madeMs, zoned, { earliestMs, slackMs }) {
    const ageMs = earliestMs - madeMs;
    const zoneMs = zoned || Math.abs(ageMs) > widestZoneMs + quarterMs ? 0 : Math.round(ageMs / quarterMs) * quarterMs;
    return ageMs - zoneMs > slackMs;
}


/***/ }),

/***/ 6866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ startWatch)
/* harmony export */ });
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


/***/ }),

/***/ 8170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ createTracker)
/* harmony export */ });
/* harmony import */ var _conversation_error_event_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5152);
/* harmony import */ var _matching_match_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4906);
/* harmony import */ var _matching_show_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5114);
/* harmony import */ var _timeline_slots_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1914);
/* harmony import */ var _events_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7909);
/* harmony import */ var _marks_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(816);
/* harmony import */ var _pace_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8949);
/** What is kept of a stream while it comes: counts, gaps, first and last events. Flat in its length. */







const edge = 15;
const mostIds = 500;
const longestId = 1000;
const excerptLength = 300;
/** Secrets are hidden in so much of it before it is cut to an excerpt. */
const keptLength = 8 * excerptLength;
/** A string that was cut out of another one keeps all of that in memory: 15 events are not to keep 15 times 4 MiB. */
const copyOf = (text) => Buffer.from(text).toString();
/** RFC 9110 section 5.5: no control characters. */
const fitsHeader = (id) => id.length <= longestId && !/\p{Cc}/u.test(id);
function keep(event) {
    const { data } = event;
    if (typeof data !== 'string')
        return { event, bytes: data.length };
    const bytes = Buffer.byteLength(data);
    return data.length <= keptLength
        ? { event, bytes }
        : { event: { ...event, data: copyOf(data.slice(0, keptLength)) }, bytes };
}
/** A piece of text with the end marker in it is an event as well if anything stands before that. */
function holdsMore({ data }, { format, until }) {
    if (format !== 'text' || until?.by !== 'text')
        return false;
    const at = String(data).indexOf(until.text);
    return at > 0 && String(data).slice(0, at).trim() !== '';
}
function createTracker(watched, hide) {
    const isMarker = (0,_marks_js__WEBPACK_IMPORTED_MODULE_4__/* .createMarkerFinder */ .R9)(watched.until, watched.format);
    const pace = (0,_pace_js__WEBPACK_IMPORTED_MODULE_5__/* .createPace */ .qP)(watched);
    const slots = (0,_timeline_slots_js__WEBPACK_IMPORTED_MODULE_6__/* .createSlots */ .e)();
    const [head, tail] = [[], []];
    const ids = [];
    const gaps = [];
    const seen = {
        count: 0,
        firstAt: null,
        lastAt: null,
        marker: null,
        error: null,
        malformed: null,
        unfinished: null,
        mismatch: null,
        longestGap: null,
    };
    let idsGoOn = true;
    const remember = (event) => {
        if (head.length < edge)
            return void head.push(keep(event));
        tail.push(keep(event));
        if (tail.length > edge)
            tail.shift();
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
    const tracker = {
        add(event) {
            // Of what came after the end nothing counts.
            if (seen.marker || seen.error || seen.malformed !== null)
                return false;
            remember(event);
            const ends = isMarker(event);
            if (ends)
                seen.marker = { atMs: event.atMs };
            if (ends && !holdsMore(event, watched)) {
                if (seen.lastAt !== null)
                    measure(event);
                return false;
            }
            const text = (0,_marks_js__WEBPACK_IMPORTED_MODULE_4__/* .errorIn */ .Kd)(event, hide);
            if (text !== null && (watched.each === undefined || (0,_matching_match_js__WEBPACK_IMPORTED_MODULE_1__/* .match */ .YW)(watched.each, (0,_events_js__WEBPACK_IMPORTED_MODULE_3__/* .subjectOf */ .et)(event), hide))) {
                seen.error = { text, atMs: event.atMs, refuses: (0,_conversation_error_event_js__WEBPACK_IMPORTED_MODULE_0__/* .refusesCredential */ .bs)((0,_events_js__WEBPACK_IMPORTED_MODULE_3__/* .subjectOf */ .et)(event).value) };
                return false;
            }
            measure(event);
            seen.count++;
            slots.add(event.atMs);
            pace.add(event);
            if (event.id !== null) {
                idsGoOn &&= ids.length < mostIds && fitsHeader(event.id);
                if (idsGoOn)
                    ids.push(copyOf(event.id));
            }
            if (watched.format === 'ndjson' && !(0,_events_js__WEBPACK_IMPORTED_MODULE_3__/* .isJson */ .Fh)(event)) {
                seen.malformed = `line ${seen.count} is no JSON: ${excerpt(event, hide)}`;
                return false;
            }
            if (watched.each !== undefined && seen.mismatch === null) {
                const found = (0,_matching_match_js__WEBPACK_IMPORTED_MODULE_1__/* .match */ .YW)(watched.each, (0,_events_js__WEBPACK_IMPORTED_MODULE_3__/* .subjectOf */ .et)(event), hide);
                if (found)
                    seen.mismatch = { event: seen.count, ...found };
            }
            return !ends && seen.mismatch === null && seen.count !== watched.mostEvents;
        },
        breaks(what) {
            seen.malformed ??= what;
        },
        leaves(event) {
            if (seen.marker || seen.error || seen.malformed !== null)
                return;
            seen.unfinished = isMarker(event) ? 'marker' : 'event';
        },
        addLast(event) {
            const wasWell = seen.malformed === null;
            tracker.add(event);
            if (wasWell && seen.malformed !== null && (0,_events_js__WEBPACK_IMPORTED_MODULE_3__/* .isHalfJson */ .oo)(String(event.data)))
                seen.unfinished = 'line';
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
        get unfinished() {
            return seen.unfinished;
        },
        get mismatch() {
            return seen.mismatch;
        },
        get longestGap() {
            return seen.longestGap;
        },
        pace,
        ids,
        gaps,
        transcript: () => [...head, ...tail].map(kept => entryOf(kept, hide)),
        slots: slots.read,
    };
    return tracker;
}
const excerpt = ({ data }, hide) => typeof data === 'string'
    ? (0,_matching_show_js__WEBPACK_IMPORTED_MODULE_2__/* .cutText */ .IN)(hide(data.slice(0, keptLength)), excerptLength)
    : (0,_matching_show_js__WEBPACK_IMPORTED_MODULE_2__/* .showBytes */ .ni)(data, 100, hide);
function entryOf({ event, bytes }, hide) {
    const label = event.name === null ? '' : `${(0,_matching_show_js__WEBPACK_IMPORTED_MODULE_2__/* .cutText */ .IN)(hide(event.name), 60)}: `;
    const kind = typeof event.data === 'string' ? 'text' : 'binary';
    const text = label + excerpt(event, hide);
    return { atMs: Math.max(0, event.atMs), direction: 'received', kind, text, bytes };
}


/***/ }),

/***/ 5339:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ readStream)
/* harmony export */ });
/* harmony import */ var _model_fault_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6525);
/* harmony import */ var _exchange_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5708);
/* harmony import */ var _limit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9060);
/* harmony import */ var _trouble_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3309);
/** One HTTP exchange whose body is read as it arrives; nothing is kept, so memory is flat in the length. */




async function readStream(connection, record, asked, wire, reader) {
    let head = null;
    const end = await new Promise((resolve, reject) => {
        let over = false;
        let limit = null;
        let decoder = null;
        let unread = [];
        const stop = () => {
            over = true;
            limit?.[Symbol.dispose]();
            running[Symbol.dispose]();
        };
        const finish = (how, trouble, atMs) => {
            if (over)
                return;
            stop();
            resolve({ how, fault: trouble, atMs });
        };
        const fail = (bug) => {
            stop();
            reject(bug);
        };
        const arm = () => {
            if (over)
                return;
            const armed = (0,_limit_js__WEBPACK_IMPORTED_MODULE_2__/* .limitOf */ .LF)(Math.max(0, Math.ceil(reader.deadlineMs() - running.now())), wire.signal);
            limit = armed;
            armed.onOver(() => {
                const atMs = running.now();
                if (!armed.timedOut)
                    return finish('broken', (0,_limit_js__WEBPACK_IMPORTED_MODULE_2__/* .runOver */ .sr)(wire.signal), atMs);
                return reader.deadlineMs() > atMs || reader.onDeadline?.() ? arm() : finish('late', null, atMs);
            });
        };
        const take = (bytes, atMs) => {
            if (!over && !reader.onBytes(bytes, atMs))
                finish('left', null, atMs);
        };
        const readOn = () => {
            const arrived = unread;
            unread = [];
            for (const { bytes, atMs } of arrived)
                if (decoder)
                    decoder.then(d => d.write(bytes, atMs)).catch(fail);
                else
                    take(bytes, atMs);
        };
        const whenDecoded = (tell) => {
            readOn();
            if (decoder)
                decoder.then(d => d.end()).then(tell, fail);
            else
                tell('whole');
        };
        const running = (0,_exchange_js__WEBPACK_IMPORTED_MODULE_1__/* .startExchange */ .m)(connection, asked, {
            onHead(seen) {
                const refusal = (0,_exchange_js__WEBPACK_IMPORTED_MODULE_1__/* .proxyRefusal */ .v)(connection, seen.status);
                if (refusal)
                    return finish('broken', refusal, seen.atMs);
                head = seen;
                reader.onHead(seen);
                const coding = codingOf(seen);
                if (coding && coding !== 'identity')
                    decoder = __webpack_require__.e(/* import() */ 630).then(__webpack_require__.bind(__webpack_require__, 7630)).then(m => m.createTimedDecoder(coding, take));
            },
            onBytes(bytes, atMs) {
                // What other sockets have ready is stamped first: a hundred streams that tick together do not wait for each other.
                if (unread.length === 0)
                    setImmediate(readOn);
                unread.push({ bytes, atMs });
            },
            onEnd(how, atMs) {
                whenDecoded(decoded => decoded === 'whole'
                    ? finish(how, null, atMs)
                    : finish('broken', undecoded[decoded](codingOf(head)), atMs));
            },
            onError(error, atMs) {
                if ((0,_trouble_js__WEBPACK_IMPORTED_MODULE_3__/* .isBug */ .X9)(error))
                    return fail(error);
                const trouble = nameTrouble(error, head !== null, asked.url);
                whenDecoded(() => finish('broken', trouble, atMs));
            },
        });
        arm();
    });
    const seen = head;
    record.note('request', seen?.atMs ?? end.atMs);
    if (seen)
        record.note('body', Math.max(0, end.atMs - seen.atMs));
    return end;
}
const codingOf = (head) => String(head?.headers['content-encoding'] ?? '').slice(0, 40);
const undecoded = {
    unknown: coding => (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .fault */ .DG)('http.response.invalid', `the body says content-encoding "${coding}", which was not offered and cannot be decoded`),
    broken: coding => (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .fault */ .DG)('http.response.invalid', `the body says content-encoding "${coding}" and cannot be decoded`),
    cut: coding => (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .fault */ .DG)('stream.cut', `the body ended in the middle of its compressed data (content-encoding "${coding}"), though for HTTP it is complete`),
};
function nameTrouble(error, inBody, url) {
    if (!inBody)
        return (0,_trouble_js__WEBPACK_IMPORTED_MODULE_3__/* .troubleOf */ .LH)(error, 'request', url.href);
    const seen = (0,_trouble_js__WEBPACK_IMPORTED_MODULE_3__/* .troubleOf */ .LH)(error, 'body', url.href);
    if (seen.type !== 'http.response.cut')
        return seen;
    const { syscall } = (0,_trouble_js__WEBPACK_IMPORTED_MODULE_3__/* .rootOf */ .I5)(error);
    return syscall === 'read' || syscall === 'write'
        ? (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .fault */ .DG)('stream.reset', 'the connection was reset in the middle of the body', seen.code)
        : (0,_model_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .fault */ .DG)('stream.cut', 'the connection was closed in the middle of the body, before its end', seen.code);
}


/***/ })

};
