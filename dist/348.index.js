export const id = 348;
export const ids = [348];
export const modules = {

/***/ 6348:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runDemo: () => (/* binding */ runDemo)
});

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/cli.js + 1 modules
var cli = __webpack_require__(1207);
// EXTERNAL MODULE: ./lib/config/flags.js
var flags = __webpack_require__(6725);
// EXTERNAL MODULE: ./lib/config/spelling.js
var spelling = __webpack_require__(9106);
// EXTERNAL MODULE: ./node_modules/jsonwebtoken/index.js
var jsonwebtoken = __webpack_require__(9653);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
;// CONCATENATED MODULE: ./lib/demo/answer.js
/** A whole HTTP answer as a value: the same for a plain request and for a refused upgrade. */

/** The demo plays the part of a FastAPI application, so its own answers look like uvicorn's. */
const applicationServer = 'uvicorn';
const jsonAnswer = (status, value) => ({
    status,
    headers: { server: applicationServer, 'content-type': 'application/json' },
    body: JSON.stringify(value),
});
const htmlAnswer = (status, server, body) => ({
    status,
    headers: { server, 'content-type': 'text/html' },
    body,
});
const notFound = jsonAnswer(404, { detail: 'Not Found' });
function writeAnswer(response, answer) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
    response.end(answer.body);
}
/** Refuses an upgrade: after the `upgrade` event node hands over the bare socket and writes nothing itself. */
function writeRawAnswer(socket, answer) {
    const headers = {
        ...answer.headers,
        'content-length': String(Buffer.byteLength(answer.body)),
        connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${answer.status} ${external_node_http_.STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n${answer.body}`);
}

;// CONCATENATED MODULE: ./lib/demo/admission.js
/** Who is let in: finds the JWT that a client shows, and verifies it. */


/** Prefix of the subprotocol that carries a token, for browsers, which cannot set headers. */
const tokenSubprotocol = 'jwt.';
/** The path and the query of whatever a client put in its request line; never throws. */
const pathOf = (request) => (request.url ?? '').split('?', 1)[0] ?? '';
const queryOf = (request) => new URLSearchParams((request.url ?? '').slice(pathOf(request).length));
const offered = (request) => (request.headers['sec-websocket-protocol'] ?? '').split(',').map(word => word.trim());
/** Where a token may be, most trusted place first. */
const places = [
    request => /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1],
    request => queryOf(request).get('token') ?? undefined,
    request => /(?:^|;) *token=([^;]+)/.exec(request.headers.cookie ?? '')?.[1],
    request => offered(request)
        .find(word => word.startsWith(tokenSubprotocol))
        ?.slice(tokenSubprotocol.length),
];
function findToken(request) {
    for (const place of places) {
        const token = place(request);
        if (token !== undefined && token !== '')
            return token;
    }
    return null;
}
/** HS256 only: a token that names its own algorithm (`none`) must not choose how it is verified. */
function isValidToken(token, secret) {
    try {
        jsonwebtoken.verify(token, secret.reveal(), { algorithms: ['HS256'] });
        return true;
    }
    catch {
        return false;
    }
}
/** As `isAdmitted`, for tokens that are meant for this audience. */
const isAdmittedFor = (audience) => (token, secret) => isAdmitted(token, secret) && [jsonwebtoken.decode(token ?? '', { json: true })?.aud].flat().includes(audience);
const isAdmitted = (token, secret) => token !== null && isValidToken(token, secret);
/** 401 asks for a token, 403 rejects the one shown. */
const turnAway = token => token === null
    ? jsonAnswer(401, { detail: 'Not authenticated' })
    : jsonAnswer(403, { detail: 'Invalid token' });

;// CONCATENATED MODULE: ./lib/demo/time-limits.js
/** What a proxy with a time limit does to an open WebSocket, whatever the application wants. */
/** The limit, in milliseconds: long enough to outlive a chat, short enough to be waited for. */
const quietMs = 1000;
/** Once the client has sent nothing, control frames included, for as long as the limit. */
const afterSilence = (end) => (websocket, socket) => {
    const timer = setTimeout(() => end(websocket, socket), quietMs).unref();
    socket.on('data', () => timer.refresh());
    socket.once('close', () => clearTimeout(timer));
};
/** At that age, busy or not. */
const atAge = (end) => (websocket, socket) => {
    const timer = setTimeout(() => end(websocket, socket), quietMs).unref();
    socket.once('close', () => clearTimeout(timer));
};

;// CONCATENATED MODULE: ./lib/demo/stream.js
/**
 * The stream of the demo: a model's answer, token by token, as server-sent events that end as OpenAI's streams do, or as
 * JSON lines. `?events=` and `?pace=` (milliseconds) change its length, `?hint=off` leaves out the header that keeps nginx
 * from buffering it; Last-Event-ID goes on where a client was.
 */



const eventsPath = '/stream';
const linesPath = '/stream/ndjson';
const endMarker = '[DONE]';
/** Long enough in all that a burst can be told from a stream. */
const usual = { events: 8, paceMs: 60 };
const most = { events: 100_000, paceMs: 10_000 };
const numberIn = (text, usualValue, highest) => {
    const value = Number(text ?? usualValue);
    return Number.isFinite(value) && value >= 0 ? Math.min(value, highest) : usualValue;
};
/** Answers a request that was already admitted. */
function streamTokens(broken = null) {
    return (request, response) => {
        const query = queryOf(request);
        const count = numberIn(query.get('events'), usual.events, most.events);
        const paceMs = numberIn(query.get('pace'), usual.paceMs, most.paceMs);
        const lines = (request.url ?? '').startsWith(linesPath);
        const half = Math.ceil(count / 2);
        let next = numberIn(String(request.headers['last-event-id'] ?? 0), 0, count) + 1;
        const held = [];
        const write = (text) => (broken === 'buffered' ? held.push(text) : response.write(text));
        if (broken === 'hangs-before-headers')
            return;
        response.writeHead(200, {
            server: applicationServer,
            'content-type': lines ? 'application/x-ndjson' : 'text/event-stream; charset=utf-8',
            'cache-control': 'no-cache',
            ...(query.get('hint') === 'off' ? {} : { 'x-accel-buffering': 'no' }),
        });
        response.flushHeaders();
        if (broken === 'hangs-before-first')
            return;
        const beat = () => {
            if (next > count)
                return finish();
            if (next > half && broken === 'hangs-midway')
                return;
            if (next > half && broken === 'cut')
                return void response.socket?.destroy();
            if (next > half && broken === 'error-event') {
                const error = {
                    error: { message: 'the model is overloaded', type: 'server_error', code: 'overloaded' },
                };
                write(lines ? `${JSON.stringify(error)}\n` : `event: error\ndata: ${JSON.stringify(error)}\n\n`);
                return void response.end();
            }
            const event = {
                type: 'token',
                index: next,
                content: `word ${next} `,
                sent_at: new Date().toISOString(),
            };
            write(lines ? `${JSON.stringify(event)}\n` : `id: ${next}\ndata: ${JSON.stringify(event)}\n\n`);
            next++;
            timer = setTimeout(beat, paceMs);
            if (broken !== 'cut-in-silence')
                return;
            if (limit)
                clearTimeout(limit);
            limit = setTimeout(() => response.socket?.destroy(), quietMs);
        };
        const finish = () => {
            if (broken !== 'no-end-marker')
                write(lines ? `${JSON.stringify(endMarker)}\n` : `data: ${endMarker}\n\n`);
            response.end(held.join(''));
        };
        let timer = null;
        let limit = null;
        response.on('close', () => {
            if (timer)
                clearTimeout(timer);
            if (limit)
                clearTimeout(limit);
        });
        beat();
    };
}

;// CONCATENATED MODULE: ./lib/demo/application.js
/**
 * The staging system that this project was made for, in small and in order: health, an authenticated WebSocket chat
 * whose agent tells what it does, and an authenticated event stream.
 */



const healthPath = '/health';
const streamPath = '/api/chat/stream';
const websocketPath = '/ws';
/** Here the token comes in the first message instead of the handshake. */
const firstMessagePath = '/ws-first-message';
/** Between the events of an agent or a stream, in milliseconds: enough to arrive one by one. */
const stepMs = 5;
function runApplication(secret, revision, door) {
    const refuse = (token) => door.isAdmitted(token, secret) ? null : door.turnAway(token);
    const health = jsonAnswer(200, { status: 'ok', revision, services: { db: 'up' } });
    const behaviour = {
        ...door,
        speaks: 'http',
        respond(request, response) {
            request.resume();
            const path = pathOf(request);
            if (path === healthPath)
                return writeAnswer(response, health);
            if (![streamPath, eventsPath, linesPath].includes(path))
                return writeAnswer(response, notFound);
            const refusal = refuse(findToken(request));
            if (refusal)
                return writeAnswer(response, refusal);
            return path === streamPath ? writeStream(response) : behaviour.stream(request, response);
        },
        stream: streamTokens(),
        admit(request) {
            const path = pathOf(request);
            if (path === firstMessagePath)
                return null;
            return path === websocketPath ? refuse(findToken(request)) : notFound;
        },
        handshake: null,
        guard: null,
        greet: connection => connection.send(JSON.stringify({ type: 'connection_established', connection_id: connection.id })),
        reply: answersTo,
        deliver: (connection, text) => connection.send(text),
    };
    return behaviour;
}
function answersTo(text) {
    const message = parseObject(text);
    if (message === null)
        return [text];
    const { type, id } = message;
    if (type === 'ping')
        return [JSON.stringify({ type: 'pong', id })];
    if (type === 'chat_message')
        return agentRun(id, String(message.content ?? ''));
    return [id === undefined ? text : JSON.stringify({ ...message, type: 'echo', of: type })];
}
function agentRun(id, content) {
    const run = { id: crypto.randomUUID() };
    return [
        { type: 'ack', id },
        { type: 'agent_started', id, run },
        { type: 'agent_thinking', run },
        { type: 'tool_executing', run, tool: 'search' },
        { type: 'tool_completed', run, tool: 'search' },
        { type: 'agent_completed', run, content: `You said: ${content}` },
    ].map(event => JSON.stringify(event));
}
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
    }
    catch {
        return null;
    }
}
/** https://html.spec.whatwg.org/multipage/server-sent-events.html, ending as OpenAI's streams do. */
function writeStream(response) {
    const events = ['Hello', ', ', 'deployment', '!'].map(content => JSON.stringify({ type: 'token', content }));
    const lines = [...events, '[DONE]'].map(data => `data: ${data}\n\n`);
    response.writeHead(200, {
        server: applicationServer,
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache',
        'x-accel-buffering': 'no',
    });
    for (const [turn, line] of lines.entries()) {
        const last = turn === lines.length - 1;
        setTimeout(() => (last ? response.end(line) : response.write(line)), turn * stepMs).unref();
    }
}

// EXTERNAL MODULE: ./lib/model/fault.js
var fault = __webpack_require__(6525);
;// CONCATENATED MODULE: ./lib/demo/fault-row.js
/** One way to break the service, and what the verifier has to say about it. */

const expect = (check, type) => ({
    check,
    type,
    layer: fault/* faultKinds */.qb[type].layer,
    class: fault/* faultKinds */.qb[type].class,
});

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
;// CONCATENATED MODULE: ./lib/demo/reset.js
/** Ends a connection by RST. */


const resetSocket = (socket) => {
    // A TLS socket cannot be reset: only the TCP socket below it could.
    if (socket instanceof external_node_net_.Socket && !(socket instanceof external_node_tls_.TLSSocket))
        socket.resetAndDestroy();
    else
        socket.destroy();
};

;// CONCATENATED MODULE: ./lib/demo/idle-faults.js
/** The ways to end a quiet WebSocket, and a quiet stream. */




/** A silence that is longer than the service bears. */
const idleChecks = `checks:
  - health: /health
  - idle: /ws
    hold: ${2 * quietMs}ms
    conversation:
      - send: { type: ping, id: "{{id}}" }
      - receive: { type: pong, id: "{{id}}" }
`;
/** Events that are further apart than a proxy bears. */
const quietStreamChecks = `checks:
  - health: /health
  - idle: /stream?events=9&pace=${8 * quietMs}
    method: GET
    hold: ${2 * quietMs}ms
`;
const sayNothing = () => { };
const idleFaults = {
    'idle-cut': {
        summary: 'a proxy cuts WebSockets on which nothing was sent for a second',
        expected: expect('idle', 'idle.closed'),
        breaks: { guard: afterSilence((_websocket, socket) => socket.end()) },
        checks: idleChecks,
    },
    'idle-reset': {
        summary: 'a WebSocket on which nothing was sent for a second is reset',
        expected: expect('idle', 'idle.reset'),
        breaks: { guard: afterSilence((_websocket, socket) => resetSocket(socket)) },
        checks: idleChecks,
    },
    'idle-close-1001': {
        summary: 'the application closes WebSockets with 1001 after a second of silence',
        expected: expect('idle', 'idle.ended'),
        breaks: { guard: afterSilence(websocket => websocket.close(1001, 'idle for too long')) },
        checks: idleChecks,
    },
    'absolute-cut': {
        summary: 'a proxy cuts every WebSocket a second after it was opened, busy or not',
        expected: expect('idle', 'idle.closed'),
        breaks: { guard: atAge((_websocket, socket) => socket.end()) },
        checks: idleChecks,
    },
    'dead-after-idle': {
        summary: 'after a second of silence nothing gets through any more, and nobody is told',
        expected: expect('idle', 'idle.unanswered'),
        breaks: {
            guard: afterSilence((_websocket, socket) => {
                socket.removeAllListeners('data');
                socket.on('data', sayNothing);
            }),
        },
        checks: idleChecks,
    },
    'idle-stream-cut': {
        summary: 'a proxy cuts streams over HTTP of which nothing came for a second',
        expected: expect('idle', 'idle.closed'),
        breaks: { stream: streamTokens('cut-in-silence') },
        checks: quietStreamChecks,
    },
};

;// CONCATENATED MODULE: ./lib/demo/nginx-pages.js
/** What nginx itself answers. */

const nginx = 'nginx/1.22.1';
const nginxPage = (status, title) => htmlAnswer(status, nginx, `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
    `<hr><center>${nginx}</center>\r\n</body>\r\n</html>\r\n`);
const badGateway = nginxPage(502, '502 Bad Gateway');

;// CONCATENATED MODULE: ./lib/demo/revision-faults.js
/** The wrong revision, and one that comes late. */





const newRevision = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f';
const oldRevision = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f';
const expectsNew = { 'expect-revision': newRevision };
/** Each answer of health comes from the next of these. */
const serves = (...revisions) => (well) => {
    let turn = 0;
    return {
        respond: (request, response) => {
            if (pathOf(request) !== healthPath)
                return well.respond(request, response);
            request.resume();
            writeAnswer(response, jsonAnswer(200, { status: 'ok', revision: revisions[turn++ % revisions.length] }));
        },
    };
};
/** How long the application takes to come up after the first request. */
const startMs = 1500;
function startsLate(well) {
    let first = 0;
    const starting = () => {
        first ||= performance.now();
        return performance.now() - first < startMs;
    };
    return {
        respond: (request, response) => starting() ? writeAnswer(response, badGateway) : well.respond(request, response),
        admit: request => (starting() ? badGateway : well.admit(request)),
    };
}
const revisionFaults = {
    'starts-late': {
        summary: 'nginx answers 502 for 1.5 s, until the application is up; the demo waits for it, unless --wait says 0s',
        expected: expect('health', 'http.gateway_error'),
        breaks: startsLate,
        inputs: { wait: '10s' },
    },
    'old-revision': {
        summary: 'the new revision was not rolled out: the old one still answers',
        expected: expect('ready', 'revision.old'),
        breaks: serves(oldRevision),
        inputs: expectsNew,
    },
    'mixed-revisions': {
        summary: 'the old revision and the new one answer in turn',
        expected: expect('ready', 'revision.mixed'),
        breaks: serves(newRevision, oldRevision),
        inputs: expectsNew,
    },
};

;// CONCATENATED MODULE: ./lib/demo/stream-faults.js
/** The ways to break the stream. */


const streamFaults = {
    'stream-hangs-before-headers': {
        summary: 'the request for the stream is never answered',
        expected: expect('stream', 'stream.no_headers'),
        breaks: { stream: streamTokens('hangs-before-headers') },
    },
    'stream-hangs-before-first': {
        summary: 'the headers of the stream come, and no event ever does',
        expected: expect('stream', 'stream.no_first_event'),
        breaks: { stream: streamTokens('hangs-before-first') },
    },
    'stream-hangs-midway': {
        summary: 'half of the events come, and then nothing more',
        expected: expect('stream', 'stream.stalled'),
        breaks: { stream: streamTokens('hangs-midway') },
    },
    'stream-no-end-marker': {
        summary: 'the stream ends, for HTTP in order, without its [DONE]',
        expected: expect('stream', 'stream.no_end_marker'),
        breaks: { stream: streamTokens('no-end-marker') },
    },
    'stream-cut': {
        summary: 'the connection is closed in the middle of the stream',
        expected: expect('stream', 'stream.cut'),
        breaks: { stream: streamTokens('cut') },
    },
    'stream-buffered': {
        summary: 'events are made over time and arrive in one burst at the end',
        expected: expect('stream', 'stream.buffered'),
        breaks: { stream: streamTokens('buffered') },
    },
    'stream-error-event': {
        summary: 'the stream reports an error of the model in the middle, inside its 200',
        expected: expect('stream', 'stream.error_event'),
        breaks: { stream: streamTokens('error-event') },
    },
};

;// CONCATENATED MODULE: ./lib/demo/faults.js
/**
 * The ways to break the service, a row each: what is broken, what the verifier has to say about it, and which parts of
 * the right behaviour it replaces. A new fault is a new row.
 */










/** The same answer to everything, upgrades included: the application is never reached. */
const always = (answer) => ({
    respond: (request, response) => {
        request.resume();
        writeAnswer(response, answer);
    },
    admit: () => answer,
});
const writeWrongAccept = (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: bm90IHRoZSBkaWdlc3Qgb2Yga2V5\r\n\r\n');
};
const catchAll = htmlAnswer(200, nginx, '<!doctype html><html><head><title>App</title></head><body><div id="root"></div></body></html>');
const admitAll = () => null;
const faults_sayNothing = () => { };
/** Verified in all but one thing; `spare` says whether a token that is refused gets in all the same. */
const sparing = (spare) => ({
    isAdmitted: (token, secret) => isAdmitted(token, secret) || (token !== null && spare(token, secret)),
});
const isVerified = (token, secret, options) => {
    try {
        jsonwebtoken.verify(token, secret.reveal(), { algorithms: ['HS256'], ...options });
        return true;
    }
    catch {
        return false;
    }
};
/** The mistake of decoding where verifying was meant: expiry is looked at, the signature is not. */
function isReadable(token) {
    const claims = jsonwebtoken.decode(token, { json: true });
    const now = Date.now() / 1000;
    return claims !== null && (claims.exp ?? 0) > now && (claims.nbf ?? 0) <= now;
}
const algorithmOf = (token) => String(jsonwebtoken.decode(token, { complete: true })?.header.alg).toLowerCase();
const faults = {
    'refused-port': {
        summary: 'nothing listens on the port',
        expected: expect('health', 'tcp.refused'),
        breaks: { speaks: 'nothing' },
    },
    reset: {
        summary: 'every connection is reset once the request has arrived',
        expected: expect('health', 'http.response.reset'),
        breaks: {
            respond: request => resetSocket(request.socket),
            admit: admitAll,
            handshake: (_request, socket) => resetSocket(socket),
        },
    },
    'tls-missing': {
        summary: 'the port speaks plain HTTP where the URL says https',
        expected: expect('health', 'tls.not_tls'),
        breaks: { speaks: 'https' },
    },
    hang: {
        summary: 'connections are accepted, requests are never answered',
        expected: expect('health', 'http.response.timed_out'),
        breaks: { respond: faults_sayNothing, admit: admitAll, handshake: faults_sayNothing },
    },
    'bad-gateway': {
        summary: 'nginx answers 502 to everything, because the application is not up',
        expected: expect('health', 'http.gateway_error'),
        breaks: always(badGateway),
    },
    ...revisionFaults,
    'catch-all': {
        summary: 'every path gives the index page of a front end',
        expected: expect('health', 'http.catch_all'),
        breaks: always(catchAll),
    },
    'health-down': {
        summary: 'the application runs, and says 503 because its database is down',
        expected: expect('health', 'http.error'),
        breaks: well => ({
            respond: (request, response) => {
                if (pathOf(request) !== healthPath)
                    return well.respond(request, response);
                request.resume();
                return writeAnswer(response, jsonAnswer(503, { status: 'down', services: { db: 'down' } }));
            },
        }),
    },
    'upgrade-dropped': {
        summary: 'a proxy drops the Upgrade header, so the upgrade is answered 426',
        expected: expect('upgrade', 'ws.unexpected_response'),
        breaks: {
            admit: () => ({
                status: 426,
                headers: { server: nginx, 'content-type': 'text/plain' },
                body: 'Upgrade Required',
            }),
        },
    },
    'endpoint-missing': {
        summary: 'the WebSocket endpoint was not deployed: 404',
        expected: expect('upgrade', 'ws.unexpected_response'),
        // FastAPI itself would say 403 to an upgrade of a path that it does not have.
        breaks: {
            admit: () => ({ status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such endpoint' }),
        },
    },
    'upgrade-redirected': {
        summary: 'the upgrade is redirected to a login page',
        expected: expect('upgrade', 'ws.redirected'),
        breaks: { admit: () => ({ status: 302, headers: { server: nginx, location: '/login' }, body: '' }) },
    },
    'upgrade-hangs': {
        summary: 'HTTP is fine, the upgrade is never answered',
        expected: expect('upgrade', 'ws.upgrade_timed_out'),
        breaks: { admit: admitAll, handshake: faults_sayNothing },
    },
    'accept-wrong': {
        summary: 'the 101 carries a Sec-WebSocket-Accept that does not belong to the request',
        expected: expect('upgrade', 'ws.accept_invalid'),
        breaks: { handshake: writeWrongAccept },
    },
    'token-refused': {
        summary: 'every token is refused with 403, as after a key rotation that missed one side',
        expected: expect('upgrade', 'auth.refused'),
        breaks: { admit: () => jsonAnswer(403, { detail: 'Invalid token' }) },
    },
    'policy-close': {
        summary: 'the upgrade succeeds, then the connection is closed with 1008 (policy violation)',
        expected: expect('messaging', 'auth.closed'),
        breaks: { greet: connection => connection.close(1008, 'policy violation') },
    },
    'closes-after-open': {
        summary: 'the upgrade succeeds, then the connection is closed with 1011 (internal error)',
        expected: expect('messaging', 'ws.closed'),
        breaks: { greet: connection => connection.close(1011, 'internal error') },
    },
    // RFC 6455 pings are still answered, by the WebSocket library: only the application is silent.
    silent: {
        summary: 'messages are accepted and never answered',
        expected: expect('messaging', 'ws.no_reply'),
        breaks: { reply: () => [] },
    },
    'wrong-reply': {
        summary: 'every message is answered by an error that names no message',
        expected: expect('messaging', 'ws.wrong_reply'),
        breaks: {
            reply: () => [JSON.stringify({ type: 'error', detail: 'agent runtime not configured' })],
        },
    },
    'accepts-anonymous': {
        summary: 'a client without a token is let in',
        expected: expect('auth', 'auth.accepted.none'),
        breaks: { isAdmitted: (token, secret) => token === null || isAdmitted(token, secret) },
    },
    'accepts-anything': {
        summary: 'whatever is shown as a token is taken for one',
        expected: expect('auth', 'auth.accepted.malformed'),
        breaks: sparing(() => true),
    },
    'accepts-unverified': {
        summary: 'tokens are decoded, and their signature is not verified',
        expected: expect('auth', 'auth.accepted.wrong_signature'),
        breaks: sparing(isReadable),
    },
    'accepts-alg-none': {
        summary: 'a token that says "alg": "none" needs no signature',
        expected: expect('auth', 'auth.accepted.alg_none'),
        breaks: sparing(token => algorithmOf(token) === 'none' && isReadable(token)),
    },
    'accepts-unsigned': {
        summary: 'a token whose signature was cut off is let in',
        expected: expect('auth', 'auth.accepted.empty_signature'),
        breaks: sparing(token => token.endsWith('.') && algorithmOf(token) !== 'none' && isReadable(token)),
    },
    'accepts-expired': {
        summary: 'expired tokens are let in',
        expected: expect('auth', 'auth.accepted.expired'),
        breaks: sparing((token, secret) => isVerified(token, secret, { ignoreExpiration: true })),
    },
    'accepts-early': {
        summary: 'tokens that are not valid yet are let in',
        expected: expect('auth', 'auth.accepted.not_yet_valid'),
        breaks: sparing((token, secret) => isVerified(token, secret, { ignoreNotBefore: true })),
    },
    'bad-token-crashes': {
        summary: 'a bad token is answered with 500, because nobody catches the exception',
        expected: expect('auth', 'auth.refusal_not_proven'),
        breaks: { turnAway: () => jsonAnswer(500, { detail: 'Internal Server Error' }) },
    },
    'cross-talk': {
        summary: 'every reply goes to every open connection',
        expected: expect('concurrency', 'ws.cross_talk'),
        breaks: {
            deliver: (connection, text) => {
                for (const other of connection.everyone())
                    other.send(text);
            },
        },
    },
    ...streamFaults,
    ...idleFaults,
};
const faultNames = Object.keys(faults);
const isFaultName = (name) => Object.hasOwn(faults, name);

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: ./node_modules/ws/wrapper.mjs
var wrapper = __webpack_require__(2977);
// EXTERNAL MODULE: ./lib/model/secret.js
var model_secret = __webpack_require__(1817);
;// CONCATENATED MODULE: ./lib/demo/chat.js
/** One open WebSocket from its greeting to its close. */

/** How long a client may be silent before its first message, where that carries the token, in milliseconds. */
const authenticationMs = 10_000;
/** Close code in the private range (RFC 6455, 7.4.2) that applications use for 401. */
const unauthenticated = 4401;
/** `onMessage` is called for each data message received. */
function talk(behaviour, secret, onMessage) {
    const open = new Set();
    const answer = (connection, text) => {
        for (const [turn, line] of behaviour.reply(text).entries()) {
            if (turn === 0)
                behaviour.deliver(connection, line);
            else
                setTimeout(() => behaviour.deliver(connection, line), turn * stepMs).unref();
        }
    };
    return (websocket, tokenComesFirst) => {
        const connection = {
            id: crypto.randomUUID(),
            send: text => {
                if (websocket.readyState === websocket.OPEN)
                    websocket.send(text);
            },
            close: (code, reason) => websocket.close(code, reason),
            everyone: () => [...open],
        };
        let admitted = false;
        const enter = () => {
            admitted = true;
            open.add(connection);
            behaviour.greet(connection);
        };
        const limit = tokenComesFirst
            ? setTimeout(() => admitted || connection.close(unauthenticated, 'no token in time'), authenticationMs)
            : null;
        limit?.unref();
        websocket.on('message', (data, isBinary) => {
            onMessage();
            if (admitted)
                return isBinary ? websocket.send(data) : answer(connection, textOf(data));
            const token = isBinary ? null : tokenIn(textOf(data));
            if (token === null || !behaviour.isAdmitted(token, secret))
                return connection.close(unauthenticated, 'invalid token');
            connection.send(JSON.stringify({ type: 'auth_ok' }));
            enter();
        });
        websocket.on('close', () => {
            open.delete(connection);
            if (limit)
                clearTimeout(limit);
        });
        // A frame that breaks the protocol closes the connection; there is nobody else to tell.
        websocket.on('error', () => websocket.terminate());
        if (!tokenComesFirst)
            enter();
    };
}
const textOf = (data) => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)).toString();
function tokenIn(text) {
    try {
        const message = JSON.parse(text);
        if (typeof message !== 'object' || message === null)
            return null;
        const { type, token } = message;
        return type === 'auth' && typeof token === 'string' ? token : null;
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/demo/closed-port.js
/** A port of which it is known that nothing listens there. */


/** Below every system's ephemeral range: there the kernel may pick the port for a client, who then meets himself. */
const range = { from: 10_000, below: 30_000 };
const tries = 20;
/** Throws if `tries` random ports in a row are taken. */
async function closedPort(host) {
    for (let turn = 0; turn < tries; turn++) {
        const port = (0,external_node_crypto_.randomInt)(range.from, range.below);
        if (await isFree(port, host))
            return port;
    }
    throw new Error(`no free port on ${host} in ${tries} tries`);
}
function isFree(port, host) {
    return new Promise(resolve => {
        const server = (0,external_node_net_.createServer)();
        server.once('error', () => resolve(false));
        server.listen(port, host, () => server.close(() => resolve(true)));
    });
}

;// CONCATENATED MODULE: ./lib/demo/service.js
/** The embedded staging service: `demo` verifies it, and the tests do. Real sockets on loopback, broken on demand. */











const largestMessageBytes = 1024 * 1024;
/** Listens before it resolves; rejects with node's own error if the port is taken. */
async function startService(options = {}) {
    const secret = options.secret instanceof model_secret/* Secret */.z ? options.secret : new model_secret/* Secret */.z(options.secret ?? randomKey());
    const rows = (options.faults ?? []).map(name => faults[name]);
    const { audience } = options;
    const right = { isAdmitted: audience ? isAdmittedFor(audience) : isAdmitted, turnAway: turnAway };
    const breaksOf = (well) => Object.assign({}, ...rows.map(({ breaks }) => (typeof breaks === 'function' ? breaks(well) : breaks)));
    const fixed = Object.assign({}, ...rows.map(({ breaks }) => (typeof breaks === 'function' ? {} : breaks)));
    // The same object: what answers a path asks it for the stream.
    const behaviour = runApplication(secret, options.revision ?? 'demo', { ...right, ...fixed });
    Object.assign(behaviour, breaksOf({ ...behaviour }));
    const count = { connections: 0, httpRequests: 0, upgrades: 0, messages: 0 };
    const chat = talk(behaviour, secret, () => count.messages++);
    const sockets = new Set();
    const websockets = new wrapper/* WebSocketServer */.zu({
        noServer: true,
        maxPayload: largestMessageBytes,
        handleProtocols: chooseSubprotocol,
    });
    const respond = (request, response) => {
        count.httpRequests++;
        behaviour.respond(request, response);
    };
    const server = options.tls
        ? (0,external_node_https_.createServer)({ key: options.tls.key, cert: options.tls.cert }, respond)
        : (0,external_node_http_.createServer)(respond);
    server.on('connection', (socket) => {
        count.connections++;
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
        count.upgrades++;
        // A client that hangs up in the middle of the handshake is its own affair.
        socket.on('error', () => socket.destroy());
        const refusal = behaviour.admit(request);
        if (refusal)
            return writeRawAnswer(socket, refusal);
        if (behaviour.handshake)
            return behaviour.handshake(request, socket);
        websockets.handleUpgrade(request, socket, head, websocket => {
            behaviour.guard?.(websocket, socket);
            chat(websocket, pathOf(request) === firstMessagePath);
        });
    });
    const host = options.host ?? '127.0.0.1';
    await listen(server, options.port ?? 0, host);
    const scheme = options.tls || behaviour.speaks === 'https' ? 'https' : 'http';
    const port = behaviour.speaks === 'nothing' ? await closedPort(host) : server.address().port;
    return {
        url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
        websocketPath: websocketPath,
        secret,
        stats: () => ({ ...count }),
        async [Symbol.asyncDispose]() {
            websockets.close();
            for (const socket of sockets)
                socket.destroy();
            await new Promise(resolve => server.close(() => resolve()));
        },
    };
}
const randomKey = () => (0,external_node_crypto_.randomBytes)(32).toString('base64url');
/** `chat.v1` where it is offered; a subprotocol that only carries a token is picked when there is no other. */
function chooseSubprotocol(offered) {
    if (offered.has('chat.v1'))
        return 'chat.v1';
    const words = [...offered];
    return words.find(word => !word.startsWith(tokenSubprotocol)) ?? words[0] ?? false;
}
function listen(server, port, host) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
            server.off('error', reject);
            resolve();
        });
    });
}

// EXTERNAL MODULE: ./lib/entry.js
var entry = __webpack_require__(8883);
;// CONCATENATED MODULE: ./lib/commands/demo.js
/**
 * `verify-deploy demo`: the embedded staging service, verified by the same code path; `--fault NAME` breaks it first, and
 * `--serve` leaves the verifying to somebody else, such as a step of a workflow.
 */
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










/** What the demo verifies, as a workflow would say it; the user's own flags win. */
const inputs = {
    websocket: '/ws',
    send: '{"type":"chat_message","content":"hello","id":"{{id}}","timestamp":"{{now}}"}',
    expect: '{"type":"ack","id":"{{id}}"}',
    stream: '/stream until [DONE]',
    wait: '1s',
    timeout: '3s',
};
async function runDemo(words, main) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const line = (0,flags/* parseFlags */.bQ)(words, process.env, { values: ['fault'], switches: ['list-faults', 'serve'] });
        if (line.options.switches.has('list-faults')) {
            const width = Math.max(...faultNames.map(name => name.length));
            process.stdout.write(faultNames.map(name => `${name.padEnd(width)}  ${faults[name].summary}\n`).join(''));
            return 0;
        }
        const { fault } = line.options.values;
        if (fault !== undefined && !isFaultName(fault))
            return (0,cli.complain)(`"${fault}" is no fault of the demo; ${(0,spelling/* suggestion */.h)(fault, faultNames)}`);
        const service = __addDisposableResource(env_1, await startService({ faults: fault === undefined ? [] : [fault] }), true);
        if (line.options.switches.has('serve')) {
            const [mistake] = line.problems;
            return mistake ? (0,cli.complain)(`${mistake.subject} ${mistake.message}`) : await serve(service);
        }
        const row = fault === undefined ? null : faults[fault];
        const config = __addDisposableResource(env_1, row?.checks === undefined ? null : configFile(row.checks), false);
        const plain = { ...inputs, ...row?.inputs };
        const asked = config ? { config: config.path, wait: inputs.wait, timeout: inputs.timeout } : plain;
        const host = (0,cli.hostOf)(withDemo(line, { ...asked, url: service.url, 'jwt-secret': service.secret.reveal() }));
        // The folder it is started in may hold somebody's configuration; the demo has its own.
        return await main({ ...host, given: { ...host.given, directory: import.meta.dirname } });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/**
 * Until SIGINT or SIGTERM. What it prints are inputs of the action, as lines that `$GITHUB_OUTPUT` takes; the key is made for this
 * service alone, and opens nothing but it.
 */
async function serve({ url, websocketPath, secret }) {
    const cancelled = (0,entry/* onCancel */.Ao)();
    process.stdout.write(`url=${url}\nwebsocket=${websocketPath}\njwt-secret=${secret.reveal()}\n`);
    if (!cancelled.aborted)
        await (0,external_node_events_.once)(cancelled, 'abort');
    return 0;
}
/** A file that is there for as long as the run. */
function configFile(text) {
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'verify-deploy-demo-'));
    const path = (0,external_node_path_.join)(folder, 'verify-deploy.yml');
    (0,external_node_fs_.writeFileSync)(path, text);
    return { path, [Symbol.dispose]: () => (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true }) };
}
function withDemo(line, given) {
    const folder = line.inputs['report-dir'];
    const absolute = folder ? { 'report-dir': { ...folder, value: (0,external_node_path_.resolve)(folder.value) } } : {};
    const own = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value, subject: name }]));
    return { ...line, inputs: { ...own, ...line.inputs, ...absolute } };
}


/***/ })

};
