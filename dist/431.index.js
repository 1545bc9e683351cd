export const id = 431;
export const ids = [431];
export const modules = {

/***/ 8431:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  investigate: () => (/* binding */ investigate),
  questionMs: () => (/* binding */ questionMs)
});

// UNUSED EXPORTS: investigationMs

// EXTERNAL MODULE: ./lib/model/fault.js
var fault = __webpack_require__(6525);
// EXTERNAL MODULE: external "node:dns/promises"
var promises_ = __webpack_require__(1553);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: ./lib/model/target.js
var target = __webpack_require__(6220);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
;// CONCATENATED MODULE: ./lib/net/alpn.js
/**
 * Which protocol a server picks. Only for follow-up probes after TLS has already failed: nothing is sent on such a
 * connection, and it never becomes the connection of a check.
 */


/** @returns the protocol that the server picked, null for none; undefined if there was no handshake in time. */
async function readAlpn({ name, address, port, timeoutMs, alpn, }) {
    return await new Promise(resolve => {
        const socket = (0,external_node_tls_.connect)({
            host: address,
            port,
            ...((0,external_node_net_.isIP)(name) ? {} : { servername: name }),
            ALPNProtocols: [...alpn],
            rejectUnauthorized: false,
        });
        const settle = (picked) => {
            clearTimeout(timer);
            socket.destroy();
            resolve(picked);
        };
        const timer = setTimeout(settle, timeoutMs, undefined);
        socket.once('error', () => settle(undefined));
        socket.once('secureConnect', () => settle(socket.alpnProtocol || null));
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: ./lib/model/duration.js
var duration = __webpack_require__(5149);
// EXTERNAL MODULE: ./lib/model/secret.js
var secret = __webpack_require__(1817);
// EXTERNAL MODULE: ./lib/net/http.js + 1 modules
var http = __webpack_require__(3205);
// EXTERNAL MODULE: ./lib/net/limit.js
var net_limit = __webpack_require__(9060);
// EXTERNAL MODULE: ./lib/net/trouble.js + 2 modules
var trouble = __webpack_require__(3309);
;// CONCATENATED MODULE: ./lib/net/ask.js
/**
 * One raw request by node:http on a dialled connection, with any headers, even those that a proper client would not
 * send: for follow-up probes, which ask odd questions on purpose. The answer is read as far as an excerpt.
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








/** Headers of an upgrade request (RFC 6455 section 4.1), with a version that may be wrong on purpose. */
const upgradeHeaders = (version = '13') => ({
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': (0,external_node_crypto_.randomBytes)(16).toString('base64'),
    'sec-websocket-version': version,
});
async function ask({ socket, forwarded }, question, wire) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { url, timeoutMs } = question;
        const path = `${url.pathname}${url.search}`;
        const limit = __addDisposableResource(env_1, (0,net_limit/* limitOf */.LF)(timeoutMs, wire.signal), false);
        return await new Promise(resolve => {
            const asked = (0,external_node_http_.request)({
                createConnection: () => socket,
                path: forwarded ? `${url.origin}${path}` : path,
                headers: {
                    host: url.host,
                    ...Object.fromEntries(Object.entries(question.headers).map(([n, v]) => [n, (0,secret/* reveal */._)(v)])),
                    ...forwarded,
                },
            });
            limit.onOver(() => {
                asked.destroy();
                resolve((0,fault/* failed */.gz)((0,fault/* fault */.DG)('http.response.timed_out', `${url.href}: no answer within ${(0,duration/* showDuration */.kJ)(timeoutMs)}`)));
            });
            asked.once('upgrade', answer => {
                asked.destroy();
                resolve((0,fault/* done */.Vw)({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' }));
            });
            asked.once('response', answer => {
                let body = '';
                const finish = () => {
                    asked.destroy();
                    resolve((0,fault/* done */.Vw)({
                        status: answer.statusCode ?? 0,
                        headers: answer.headers,
                        body: body.slice(0, http/* excerptLimit */.bX),
                    }));
                };
                answer.setEncoding('utf8');
                answer.on('data', chunk => {
                    body += chunk;
                    if (body.length >= http/* excerptLimit */.bX)
                        finish();
                });
                answer.once('end', finish);
                answer.once('error', finish);
            });
            asked.on('error', error => resolve((0,fault/* failed */.gz)((0,trouble/* troubleOf */.LH)(error, 'request', url.href))));
            asked.end();
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

// EXTERNAL MODULE: ./lib/net/certificate.js
var certificate = __webpack_require__(4320);
// EXTERNAL MODULE: ./lib/net/dns.js + 1 modules
var dns = __webpack_require__(7262);
// EXTERNAL MODULE: ./lib/net/tcp.js
var tcp = __webpack_require__(3280);
;// CONCATENATED MODULE: ./lib/diagnosis/follow-ups/follow-up.js
/** One cheap probe, made only after a failure, to tell two causes apart. It adds facts and never changes an outcome. */
/** The status of a refusal at the upgrade, or null where there was none. */
const statusOf = ({ facts }) => {
    const status = facts['http.response.status_code'];
    return typeof status === 'number' ? status : null;
};
const isWebSocket = ({ check }) => /^wss?:$/.test(check.target.url.protocol);
/** Trouble at the opening handshake, wherever it was named. */
const failedAtUpgrade = (scene) => isWebSocket(scene) &&
    (scene.fault.layer === 'upgrade' ||
        (scene.fault.layer === 'auth' && scene.fault.type !== 'auth.closed' && statusOf(scene) !== 101));

;// CONCATENATED MODULE: ./lib/diagnosis/follow-ups/network.js
/** Questions below HTTP: names, addresses, certificates, and whether this machine has a network at all. */
var network_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var network_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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









const hostOf = (scene) => scene.check.target.url.hostname.replace(/^\[|\]$/g, '');
const portOf = (scene) => Number(scene.check.target.url.port) || (scene.check.target.secure ? 443 : 80);
/** Address and port that the check dialled; null behind a proxy, where they are the proxy's. */
function dialledBy({ facts }) {
    const [address, port] = [facts['network.peer.address'], facts['network.peer.port']];
    if (facts['proxy.address'] !== undefined || typeof address !== 'string' || typeof port !== 'number')
        return null;
    return { address, port };
}
const layerIs = (...layers) => (scene) => layers.includes(scene.fault.layer);
/** What the name servers say, past hosts files and getaddrinfo, which folds their answers into one code. */
const resolverPair = {
    name: 'resolver',
    when: scene => scene.fault.layer === 'dns' && scene.fault.type !== 'dns.timed_out',
    async probe(scene) {
        const resolver = new promises_.Resolver({ timeout: Math.min(1500, scene.timeoutMs), tries: 1 });
        const host = hostOf(scene);
        const codeOf = (error) => error.code ?? 'failed';
        // With several name servers, their time-outs add up.
        const timer = setTimeout(() => resolver.cancel(), scene.timeoutMs);
        const [v4, v6] = await Promise.all([
            resolver.resolve4(host).then(list => list.join(', '), codeOf),
            resolver.resolve6(host).then(list => list.join(', '), codeOf),
        ]);
        clearTimeout(timer);
        const both = [v4, v6];
        return {
            'resolver.direct': both.join(' / ').slice(0, 300),
            'resolver.nxdomain': both.every(code => code === 'ENOTFOUND'),
            'resolver.nodata': both.includes('ENODATA'),
            'resolver.servfail': both.some(code => code === 'ESERVFAIL'),
        };
    },
};
/** Every address of the name: one dead node among healthy ones is another fault than a dead host. */
const everyAddress = {
    name: 'every address',
    when: scene => layerIs('tcp', 'tls')(scene) && String(scene.facts['dns.addresses'] ?? '').includes(','),
    async probe(scene) {
        const resolved = await (0,dns/* resolveHost */.p0)(hostOf(scene), scene.timeoutMs, scene.wire.signal);
        if (!resolved.ok)
            return {};
        const tried = await Promise.all(resolved.value.slice(0, 8).map(async (address) => {
            const connected = await (0,tcp/* connectTcp */.Q7)(address, portOf(scene), scene.timeoutMs, scene.wire.signal);
            if (connected.ok)
                connected.value.destroy();
            return { address: address.address, ok: connected.ok };
        }));
        const list = (ok) => tried
            .filter(t => t.ok === ok)
            .map(t => t.address)
            .join(', ');
        return { 'addresses.working': list(true), 'addresses.failing': list(false) };
    },
};
/** The certificate that was not accepted, read all the same: all its defects, not only the first. */
const certificateRead = {
    name: 'certificate',
    when: scene => scene.fault.type.startsWith('tls.cert.') && dialledBy(scene) !== null,
    async probe(scene) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { address } = dialledBy(scene);
            const only = { address, family: (0,external_node_net_.isIP)(address) === 6 ? 6 : 4 };
            const dialled = await scene.wire.dial(scene.check.target, 0, scene.timeoutMs, { only, reading: {} });
            const _record = network_addDisposableResource(env_1, dialled.record, false);
            return (dialled.ok && (0,certificate/* readChain */.U)(dialled.connection, hostOf(scene), Date.now())?.facts) || {};
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            network_disposeResources(env_1);
        }
    },
};
/** Plain HTTP to a port that speaks no TLS; TLS to a port that speaks no HTTP. */
const schemeSwap = {
    name: 'TLS and plain swapped',
    when: scene => scene.fault.type === 'tls.not_tls' ||
        (!scene.check.target.secure &&
            [
                'http.response.invalid',
                'http.response.closed',
                'ws.answer_invalid',
                'ws.closed_before_answer',
            ].includes(scene.fault.type)),
    async probe(scene) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { url, secure } = scene.check.target;
            const swapped = new URL(url);
            swapped.port = String(portOf(scene));
            const other = new URL(`${secure ? 'http' : 'https'}://${swapped.host}${url.pathname}`);
            // The standard port of one scheme has to be written out in the other.
            if (other.port === '')
                other.port = String(portOf(scene));
            const dialled = await scene.wire.dial((0,target/* targetOf */.$)(other), 0, scene.timeoutMs);
            const record = network_addDisposableResource(env_2, dialled.record, false);
            if (!secure) {
                const spoke = dialled.ok || dialled.fault.type.startsWith('tls.cert.');
                return { 'swap.tls_answers': spoke && record.end(null).bytesReceived > 0 };
            }
            if (!dialled.ok)
                return { 'swap.plain_answers': false };
            const replied = await ask(dialled.connection, { url: other, headers: {}, timeoutMs: scene.timeoutMs }, scene.wire);
            return { 'swap.plain_answers': replied.ok };
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            network_disposeResources(env_2);
        }
    },
};
/** Which protocols the server would have picked: a listener for HTTP/2 only cannot upgrade a WebSocket. */
const alpnPair = {
    name: 'ALPN',
    when: scene => dialledBy(scene) !== null &&
        (['tls.version_or_cipher_mismatch', 'tls.closed'].includes(scene.fault.type) ||
            // A listener that speaks HTTP/2 alone may take the handshake and then drop HTTP/1.1; one that picked it does not.
            (scene.check.target.secure &&
                scene.facts['tls.next_protocol'] !== 'http/1.1' &&
                ['http.response.closed', 'http.response.reset', 'http.response.invalid'].includes(scene.fault.type))),
    async probe(scene) {
        const picked = await readAlpn({
            name: hostOf(scene),
            ...dialledBy(scene),
            timeoutMs: scene.timeoutMs,
            alpn: ['h2'],
        });
        return picked === undefined ? {} : { 'alpn.h2_only': picked === 'h2' };
    },
};
/** The same once more, a few times: partial outages, and which address they are on. */
const repeats = {
    name: 'repeat',
    when: scene => 
    // Thousands of clients at once are not asked for again.
    scene.check.kind !== 'concurrency' &&
        (scene.fault.type.endsWith('gateway_error') || [404, 429, 503].includes(statusOf(scene) ?? 0)),
    async probe(scene) {
        const failures = await Promise.all([1, 2, 3].map(turn => scene.repeat(turn)));
        return { 'repeat.total': failures.length + 1, 'repeat.failed': failures.filter(Boolean).length + 1 };
    },
};
const networkFollowUps = [
    resolverPair,
    everyAddress,
    certificateRead,
    schemeSwap,
    alpnPair,
    repeats,
];

// EXTERNAL MODULE: ./lib/net/stream.js
var stream = __webpack_require__(5339);
;// CONCATENATED MODULE: ./lib/diagnosis/follow-ups/streaming.js
/** Questions about a stream that did not come as it was made. */
var streaming_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var streaming_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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

/** A stream has to be given the time that it takes; longer than this is not waited for. */
const longestMs = 15_000;
const isHeldBack = ({ fault }) => fault.type === 'stream.buffered' || fault.type === 'stream.no_first_event';
/** The same stream without compression: if it streams then, compression without a flush was what held it back. */
const encodingPair = {
    name: 'encoding pair',
    when: scene => isHeldBack(scene) && Boolean(scene.facts['http.response.header.content-encoding']),
    limitMs: ({ facts }) => Math.min(longestMs, Number(facts['stream.total_ms'] ?? 0) * 1.5 + 1000),
    async probe(scene) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { check, facts, wire, limitMs } = { ...scene, limitMs: encodingPair.limitMs(scene) };
            const { url, headers, method, body } = await scene.present('own');
            const dialled = await wire.dial(check.target, 0, scene.timeoutMs);
            const record = streaming_addDisposableResource(env_1, dialled.record, false);
            if (!dialled.ok)
                return {};
            const arrivals = [];
            const plain = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'accept-encoding');
            await (0,stream/* readStream */.b)(dialled.connection, record, { url, method, body, headers: { ...Object.fromEntries(plain), 'accept-encoding': 'identity' } }, wire, {
                onHead() { },
                onBytes(_bytes, atMs) {
                    // The first and the last are enough.
                    arrivals[Math.min(arrivals.length, 1)] = atMs;
                    return true;
                },
                deadlineMs: () => limitMs,
            });
            const [first = 0, last = first] = arrivals;
            const wanted = Number(facts['stream.produced_ms'] ?? 600) / 2;
            return {
                'pair.identity.streams': last - first >= wanted,
                'pair.identity.arrived_ms': Math.round(last - first),
            };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            streaming_disposeResources(env_1);
        }
    },
};
/** Longer than a stream is waited for at first, so that one that is held back as a whole still comes. */
const longestPatienceMs = 20_000;
/** What comes within so much of the time before its first byte comes at once. */
const atOnceShare = 0.2;
/** The same stream with more patience: one that hangs never comes; one that is held back, headers and all, comes in one piece. */
const patience = {
    name: 'patience',
    when: ({ fault }) => fault.type === 'stream.no_headers',
    limitMs: ({ check }) => Math.min(longestPatienceMs, 3 * check.timeoutMs + 1000),
    async probe(scene) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const limitMs = patience.limitMs(scene);
            const { url, headers, method, body } = await scene.present('own');
            const dialled = await scene.wire.dial(scene.check.target, 0, scene.timeoutMs);
            const record = streaming_addDisposableResource(env_2, dialled.record, false);
            if (!dialled.ok)
                return {};
            let firstMs = null;
            let isSuccess = false;
            const end = await (0,stream/* readStream */.b)(dialled.connection, record, { url, method, body, headers }, scene.wire, {
                onHead({ status, atMs }) {
                    firstMs = atMs;
                    isSuccess = status >= 200 && status <= 299;
                },
                onBytes: () => true,
                deadlineMs: () => limitMs - 200,
            });
            if (firstMs === null || !isSuccess)
                return {};
            const whole = end.how === 'complete' || end.how === 'closed';
            return {
                'patience.first_ms': Math.round(firstMs),
                'patience.at_once': whole && end.atMs - firstMs <= firstMs * atOnceShare,
            };
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            streaming_disposeResources(env_2);
        }
    },
};
const streamingFollowUps = [encodingPair, patience];

;// CONCATENATED MODULE: ./lib/diagnosis/follow-ups/upgrade.js
/** Questions about a refused upgrade: who refused it, and what would have changed its mind. */
var upgrade_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var upgrade_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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




/** The check's own upgrade request with one thing changed; null if nothing answered. */
async function vary(scene, change) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { check, wire, timeoutMs } = scene;
        const own = await scene.present(change.credential ?? 'own');
        const url = change.path === undefined ? own.url : new URL(change.path, own.url);
        const dialled = await wire.dial((0,target/* targetOf */.$)(check.target.url), 0, timeoutMs);
        const _record = upgrade_addDisposableResource(env_1, dialled.record, false);
        if (!dialled.ok)
            return null;
        const origin = change.origin === undefined ? own.origin : change.origin;
        const subprotocols = change.subprotocols ?? own.subprotocols;
        const replied = await ask(dialled.connection, {
            url,
            timeoutMs,
            headers: {
                ...own.headers,
                ...(change.plain ? {} : upgradeHeaders(change.version)),
                ...(origin === null ? {} : { origin }),
                ...(subprotocols.length === 0 || change.plain
                    ? {}
                    : { 'sec-websocket-protocol': subprotocols.join(', ') }),
            },
        }, wire);
        return replied.ok ? replied.value : null;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        upgrade_disposeResources(env_1);
    }
}
const sameAsSeen = ({ facts }, reply) => reply !== null &&
    reply.status === facts['http.response.status_code'] &&
    reply.body.trim() === String(facts['http.response.body.excerpt'] ?? '').trim();
const answered = (name, reply) => (reply ? { [name]: reply.status } : {});
/** The same URL as a plain GET: the same answer means that nobody understood the upgrade. */
const plainTwin = {
    name: 'plain GET',
    when: failedAtUpgrade,
    async probe(scene) {
        const reply = await vary(scene, { plain: true });
        if (!reply)
            return {};
        return { 'twin.get.status_code': reply.status, 'twin.get.same_as_upgrade': sameAsSeen(scene, reply) };
    },
};
/** A path that nobody can have routed: the same answer means that it says nothing of ours. */
const randomTwin = {
    name: 'random path',
    when: scene => failedAtUpgrade(scene) && statusOf(scene) !== null,
    async probe(scene) {
        const reply = await vary(scene, { path: `/verify-deploy-${(0,external_node_crypto_.randomUUID)()}` });
        if (!reply)
            return {};
        return { 'twin.random.status_code': reply.status, 'twin.random.same': sameAsSeen(scene, reply) };
    },
};
/**
 * A version that does not exist. Libraries look at Connection and Upgrade first, so a complaint about the version proves
 * that these headers survived every hop (catalogue, follow-up 6).
 */
const versionFingerprint = {
    name: 'Sec-WebSocket-Version: 99',
    when: scene => failedAtUpgrade(scene) && statusOf(scene) !== null,
    async probe(scene) {
        const reply = await vary(scene, { version: '99' });
        if (!reply)
            return {};
        const text = `${reply.body} ${reply.headers['sec-websocket-version'] ?? ''}`;
        const version = /version|\b(13|8)\b/i.test(text) && (reply.status === 400 || reply.status === 426);
        const stripped = /(missing|no|can)\b.{0,40}\b(upgrade|connection)/i.test(reply.body);
        return {
            'fingerprint.version_99.status_code': reply.status,
            'fingerprint.version_99.body': scene.wire.hide(reply.body).slice(0, 300),
            'fingerprint.upgrade_survives': stripped ? false : version ? true : null,
        };
    },
};
/** None, our own host's, somebody else's: a refusal that changes with them is an Origin check. */
const originTriple = {
    name: 'Origin',
    when: scene => failedAtUpgrade(scene) && [400, 403, 404].includes(statusOf(scene) ?? 0),
    async probe(scene) {
        const { url } = scene.check.target;
        const same = `${scene.check.target.secure ? 'https' : 'http'}://${url.host}`;
        const [none, own, foreign] = await Promise.all([null, same, 'https://origin.invalid'].map(origin => vary(scene, { origin })));
        const statuses = [none, own, foreign].map(reply => reply?.status ?? null);
        return {
            'origin.own': same,
            ...answered('origin.none', none ?? null),
            ...answered('origin.same', own ?? null),
            ...answered('origin.foreign', foreign ?? null),
            'origin.decides': statuses.every(status => status !== null) && new Set(statuses).size > 1,
        };
    },
};
/** No credential, and one that only looks right, beside our own: is it the credential that decides? */
const tokenTriple = {
    name: 'credential',
    when: scene => failedAtUpgrade(scene) && scene.facts['credential.shown'] === true && statusOf(scene) !== null,
    async probe(scene) {
        const [none, garbage] = await Promise.all([
            vary(scene, { credential: 'none' }),
            vary(scene, { credential: 'garbage' }),
        ]);
        return {
            'token.valid': statusOf(scene),
            ...answered('token.none', none),
            ...answered('token.garbage', garbage),
        };
    },
};
/** Of servers that answer nobody who offers none; which of them is picked tells what they speak. */
const commonSubprotocols = [
    'mqtt',
    'xmpp',
    'graphql-transport-ws',
    'graphql-ws',
    'v12.stomp',
    'wamp.2.json',
    'ocpp1.6',
];
/** With and without subprotocols. */
const subprotocolPair = {
    name: 'subprotocol',
    when: scene => failedAtUpgrade(scene) &&
        (scene.fault.type.startsWith('ws.subprotocol') ||
            scene.fault.type === 'ws.closed_before_answer' ||
            [400, 406, 501].includes(statusOf(scene) ?? 0)),
    async probe(scene) {
        const { subprotocols } = await scene.present('own');
        const offered = subprotocols.length > 0 ? subprotocols : commonSubprotocols;
        const [without, given] = await Promise.all([
            vary(scene, { subprotocols: [] }),
            vary(scene, { subprotocols: offered }),
        ]);
        const picked = given?.status === 101 ? given.headers['sec-websocket-protocol'] : undefined;
        return {
            ...answered('subprotocol.without', without),
            ...answered('subprotocol.with', given),
            ...(picked ? { 'subprotocol.picked': scene.wire.hide(String(picked)) } : {}),
        };
    },
};
/** Handshakes of frameworks that do not live at the path itself, and the marks by which their answers are known. */
const frameworks = [
    { name: 'socket.io', path: () => '/socket.io/?EIO=4&transport=polling', mark: /^0\{"sid":/ },
    {
        name: 'signalr',
        path: path => `${path}/negotiate?negotiateVersion=1`,
        mark: /"availableTransports"|"connectionId"/,
    },
    { name: 'sockjs', path: path => `${path}/info`, mark: /"websocket"\s*:\s*(true|false)/ },
    { name: 'actioncable', path: () => '/cable', mark: /Page not found/ },
    {
        name: 'phoenix',
        path: path => `${path}/websocket?vsn=2.0.0`,
        mark: /'?(connection|upgrade)'? header must contain/i,
    },
];
const frameworkHandshakes = {
    name: 'framework',
    when: scene => failedAtUpgrade(scene) &&
        ([400, 404].includes(statusOf(scene) ?? 0) || scene.fault.type === 'ws.closed_before_answer'),
    async probe(scene) {
        const path = scene.check.target.url.pathname.replace(/\/$/, '');
        const replies = await Promise.all(frameworks.map(row => vary(scene, { plain: true, path: row.path(path) })));
        const found = frameworks.find((row, i) => row.mark.test(replies[i]?.body ?? ''));
        return found ? { 'framework.name': found.name } : {};
    },
};
const upgradeFollowUps = [
    plainTwin,
    randomTwin,
    versionFingerprint,
    originTriple,
    tokenTriple,
    subprotocolPair,
    frameworkHandshakes,
];

;// CONCATENATED MODULE: ./lib/diagnosis/investigate.js
/**
 * After a failure: which follow-up probes could decide something, and what they saw. Bounded in number and time; they
 * add facts. The one thing they may turn is a failure into `errored`, when a control target shows that this machine has
 * no network and so nothing is known of the deployment.
 */
var investigate_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var investigate_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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




const followUps = [...networkFollowUps, ...upgradeFollowUps, ...streamingFollowUps];
/** All follow-ups of one failed check together. */
const investigationMs = 3000;
/** One question of theirs. */
const questionMs = 1500;
async function investigate(scene) {
    const wanted = followUps.filter(followUp => followUp.when(scene));
    // One that throws or is late has nothing to say; the others keep their word.
    const inTime = (answer, limitMs = investigationMs) => Promise.race([
        answer.catch(() => ({})),
        new Promise(resolve => setTimeout(resolve, limitMs, {}).unref()),
    ]);
    const answers = await Promise.all([
        ...wanted.map(followUp => inTime(followUp.probe(scene), followUp.limitMs?.(scene))),
        inTime(askControl(scene)),
    ]);
    const observations = Object.assign({}, ...answers);
    return {
        observations,
        fault: observations['control.reachable'] === false ? noNetwork(scene.fault, observations) : null,
    };
}
/** Faults that a machine without a network, or without a resolver, would see as well. A refusal or an NXDOMAIN is an answer. */
const doubtful = new Set([
    'dns.failed',
    'dns.timed_out',
    'tcp.timed_out',
    'tcp.address_unreachable',
]);
async function askControl({ fault: seen, check, dialControl, timeoutMs }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const own = /^(localhost$|127\.|\[::1\])/.test(check.target.url.hostname);
        if (own || !doubtful.has(seen.type))
            return {};
        const dialled = await dialControl(timeoutMs);
        const record = investigate_addDisposableResource(env_1, dialled.record
        // Whatever answers at all, be it a refusal, proves that there is a network.
        , false);
        // Whatever answers at all, be it a refusal, proves that there is a network.
        const reachable = dialled.ok || !doubtful.has(dialled.fault.type);
        return {
            'control.reachable': reachable,
            'control.host': String(record.observations['server.address'] ?? ''),
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        investigate_disposeResources(env_1);
    }
}
function noNetwork(seen, facts) {
    const also = `${facts['control.host']} cannot be reached either: this machine has no network or no resolver`;
    return (0,fault/* fault */.DG)('runner.no_network', `${seen.message}; ${also}`, seen.code);
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
