export const id = 961;
export const ids = [961];
export const modules = {

/***/ 7961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fetchCredential: () => (/* binding */ fetchCredential)
});

// EXTERNAL MODULE: ./lib/model/fault.js
var fault = __webpack_require__(6525);
// EXTERNAL MODULE: ./lib/net/http.js + 1 modules
var http = __webpack_require__(3205);
// EXTERNAL MODULE: ./lib/matching/json-path.js + 41 modules
var json_path = __webpack_require__(2815);
// EXTERNAL MODULE: ./lib/model/secret.js
var secret = __webpack_require__(1817);
// EXTERNAL MODULE: ./lib/credentials/jwt.js
var jwt = __webpack_require__(6303);
// EXTERNAL MODULE: ./lib/credentials/sources.js
var sources = __webpack_require__(9252);
;// CONCATENATED MODULE: ./lib/credentials/answers.js
/** What the answer to a request for a credential means: the credential with its lifetime, or what is wrong. Pure. */






/** RFC 6749 section 5.2: the answers that mean us, and not our request. */
const refusals = new Set([
    'invalid_client',
    'unauthorized_client',
    'invalid_grant',
    'access_denied',
]);
const gatewayStatuses = new Set([502, 503, 504, 520, 521, 522, 523, 524]);
function readAnswer(source, answer, nowMs) {
    if (answer.bodyFault)
        return (0,fault/* failed */.gz)(answer.bodyFault);
    const inCookie = source.from === 'login' && source.answer.in === 'cookie';
    const accepted = answer.status >= 200 && answer.status < (inCookie ? 400 : 300);
    const json = jsonOf(answer);
    // Some answer 200 to a request that they refuse (GitHub's own `login/oauth/access_token` does).
    const refusal = errorOf(json);
    if (!accepted || (refusal !== null && source.from === 'oauth'))
        return (0,fault/* failed */.gz)(refused(source, answer, refusal));
    if (source.from === 'login')
        return readLogin(source, answer, json, nowMs);
    const field = source.from === 'oidc' ? 'value' : 'access_token';
    const value = json.ok ? json.value[field] : null;
    if (typeof value !== 'string' || value === '')
        return (0,fault/* failed */.gz)(withoutToken(source, answer, json, field));
    return (0,fault/* done */.Vw)({
        value: new secret/* Secret */.z(value),
        expiresAtMs: lifetimeOf(json, nowMs) ?? (0,jwt/* expiryOf */.p)(value),
        others: othersIn(json, value),
    });
}
function jsonOf({ body }) {
    try {
        const value = JSON.parse((0,http/* textOf */.b6)(body));
        return typeof value === 'object' && value !== null ? { ok: true, value: value } : { ok: false };
    }
    catch {
        return { ok: false };
    }
}
function errorOf(json) {
    if (!json.ok || typeof json.value.error !== 'string' || json.value.access_token !== undefined)
        return null;
    const { error_description: description } = json.value;
    return { code: json.value.error, description: typeof description === 'string' ? description : '' };
}
function refused(source, answer, error) {
    const { status, headers } = answer;
    const code = error?.code ?? String(status);
    const why = error && `: ${error.code}${error.description && ` (${error.description.slice(0, 300)})`}`;
    const said = `${sources/* issuerNames */.c2[source.from]} answered HTTP ${status}${why ?? ''}`;
    if (gatewayStatuses.has(status))
        return (0,fault/* fault */.DG)('http.gateway_error', `${said}: a gateway speaks because nothing behind it answered`, code);
    if (status >= 300 && status < 400) {
        const to = String(headers.location ?? '').split('?')[0];
        return (0,fault/* fault */.DG)('http.error', `${said}, a redirect to "${to}", which is not followed`, code);
    }
    const asked = { oidc: "the job's request token", oauth: 'our client', login: 'our login' }[source.from];
    if (status === 401 || status === 403 || (error && refusals.has(error.code)))
        return (0,fault/* fault */.DG)('credential.refused', `${said}: it refuses ${asked}`, code);
    return (0,fault/* fault */.DG)('http.error', `${said} instead of a credential`, code);
}
/** The names of what came, never the values: one of them may be the credential that was looked for elsewhere. */
function withoutToken(source, answer, json, where) {
    const said = `${sources/* issuerNames */.c2[source.from]} answered HTTP ${answer.status}`;
    if (json.ok) {
        const keys = Object.keys(json.value)
            .slice(0, 12)
            .map(key => key.slice(0, 40));
        const came = keys.length > 0 ? `its keys are ${keys.join(', ')}` : 'it is empty';
        return (0,fault/* fault */.DG)('credential.unusable', `${said} without a text at ${where}: ${came}`);
    }
    const type = String(answer.headers['content-type'] ?? 'no content type').split(';')[0];
    const what = answer.body.length === 0 ? 'an empty body' : isHtml(answer) ? 'an HTML page' : `a body (${type})`;
    return (0,fault/* fault */.DG)('credential.unusable', `${said} with ${what} that is not JSON: no credential in it`);
}
const isHtml = ({ headers, body }) => /html/i.test(String(headers['content-type'] ?? '')) ||
    /^\s*<(!doctype|html)/i.test((0,http/* textOf */.b6)(body.subarray(0, 200)));
function readLogin(source, answer, json, nowMs) {
    const { answer: where } = source;
    if (where.in === 'cookie')
        return readCookie(where.name, answer, nowMs);
    if (!json.ok)
        return (0,fault/* failed */.gz)(withoutToken(source, answer, json, where.path));
    const nodes = (0,json_path/* selectNodes */.I)(json.value, where.path);
    const [value] = typeof nodes === 'string' ? [] : nodes;
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '')
        return (0,fault/* failed */.gz)(withoutToken(source, answer, json, where.path));
    const text = String(value);
    return (0,fault/* done */.Vw)({
        value: new secret/* Secret */.z(text),
        expiresAtMs: lifetimeOf(json, nowMs) ?? (0,jwt/* expiryOf */.p)(text),
        others: othersIn(json, text),
    });
}
/** `expires_in` in seconds (RFC 6749 section 5.1); some write it as text. */
function lifetimeOf(json, nowMs) {
    const seconds = json.ok ? Number(json.value.expires_in ?? Number.NaN) : Number.NaN;
    return Number.isFinite(seconds) && seconds > 0 ? nowMs + seconds * 1000 : null;
}
const othersIn = (json, own) => ['access_token', 'refresh_token', 'id_token'].flatMap(name => {
    const value = json.ok ? json.value[name] : null;
    return typeof value === 'string' && value !== own && value.length > 7 ? [new secret/* Secret */.z(value)] : [];
});
const cookiesOf = (headers) => [headers['set-cookie'] ?? []].flat();
/** RFC 6265 section 5.2: a client gives back what stands between `=` and `;`, as it is. */
function readCookie(name, answer, nowMs) {
    const cookies = cookiesOf(answer.headers).map(line => {
        const [pair = '', ...attributes] = line.split(';');
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), attributes };
    });
    const found = cookies.findLast(cookie => cookie.name === name && cookie.value !== '');
    if (!found) {
        const names = cookies.map(cookie => cookie.name.slice(0, 40)).slice(0, 12);
        const came = names.length > 0 ? `it sets ${names.join(', ')}` : 'it sets none';
        const said = `${sources/* issuerNames */.c2.login} answered HTTP ${answer.status}`;
        return (0,fault/* failed */.gz)((0,fault/* fault */.DG)('credential.unusable', `${said} without the cookie "${name}": ${came}`));
    }
    const age = found.attributes.map(text => /^\s*max-age\s*=\s*"?(\d+)/i.exec(text)?.[1]).find(Boolean);
    const others = cookies.filter(cookie => cookie !== found && cookie.value.length > 7);
    return (0,fault/* done */.Vw)({
        value: new secret/* Secret */.z(found.value),
        expiresAtMs: age === undefined ? (0,jwt/* expiryOf */.p)(found.value) : nowMs + Number(age) * 1000,
        others: others.map(cookie => new secret/* Secret */.z(cookie.value)),
    });
}

// EXTERNAL MODULE: ./lib/credentials/carried.js
var carried = __webpack_require__(6684);
// EXTERNAL MODULE: ./lib/matching/template.js
var matching_template = __webpack_require__(3509);
// EXTERNAL MODULE: ./lib/model/version.js
var version = __webpack_require__(3341);
;// CONCATENATED MODULE: ./lib/credentials/requests.js
/** The request for a credential, a row for each source, with what of it is secret. Pure but for its templates. */



const common = { 'user-agent': `verify-deploy/${version/* version */.r}`, accept: 'application/json' };
const requests_form = 'application/x-www-form-urlencoded';
/** RFC 6749 appendix B: form-urlencoded, which RFC 6749 section 2.3.1 asks for inside the Basic header as well. */
const formEncode = (text) => new URLSearchParams([['', text]]).toString().slice(1);
function requestOidc({ audience, requestToken }, url) {
    const asked = new URL(url);
    asked.searchParams.set('audience', audience);
    const authorization = new secret/* Secret */.z(`Bearer ${requestToken.reveal()}`);
    return { url: asked, method: 'GET', headers: { ...common, authorization }, body: null, secrets: [] };
}
function requestOauth(source, url) {
    const { clientId, clientSecret, scope, audience, auth } = source;
    const inBody = auth === 'body' ? { client_id: clientId, client_secret: clientSecret.reveal() } : {};
    const body = new URLSearchParams({
        grant_type: 'client_credentials',
        ...inBody,
        ...(scope === null ? {} : { scope }),
        ...(audience === null ? {} : { audience }),
    }).toString();
    const pair = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret.reveal())}`).toString('base64');
    const basic = auth === 'basic' ? { authorization: new secret/* Secret */.z(`Basic ${pair}`) } : {};
    const headers = { ...common, 'content-type': requests_form, ...basic };
    return { url, method: 'POST', headers, body, secrets: auth === 'basic' ? [new secret/* Secret */.z(pair)] : [] };
}
function requestLogin(source, url, scope) {
    const { method, body: template } = source;
    const filled = template === null ? null : (0,matching_template/* fill */.GS)(template, scope);
    const body = filled === null || typeof filled === 'string' ? filled : JSON.stringify(filled);
    const own = Object.entries(source.headers).map(([name, value]) => {
        const text = (0,matching_template/* fillText */.BB)((0,secret/* reveal */._)(value), scope);
        return [name.toLowerCase(), value instanceof secret/* Secret */.z ? new secret/* Secret */.z(text) : text];
    });
    const type = body === null ? {} : { 'content-type': typeOf(body) };
    return { url, method, headers: { ...common, ...type, ...Object.fromEntries(own) }, body, secrets: [] };
}
function typeOf(body) {
    if (/^\s*[[{]/.test(body))
        return 'application/json';
    return /^[\w.%+*~[\]-]+=/.test(body) ? requests_form : 'text/plain; charset=utf-8';
}
function requestFor(source, url, facts) {
    if (source.from === 'oidc')
        return requestOidc(source, url);
    if (source.from === 'oauth')
        return requestOauth(source, url);
    return requestLogin(source, url, (0,matching_template/* newScope */.f0)({ ...facts, connection: 1, token: null }));
}

;// CONCATENATED MODULE: ./lib/credentials/fetch.js
/** Asks for a credential over the network, with visible attempts. Loaded when a run has a credential that is fetched. */
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






/** Pauses before the further tries after an answer that may be another one a moment later, in milliseconds. */
const pausesMs = [250, 1000];
async function fetchCredential(options) {
    const { wire } = options;
    const attempts = [];
    for (let turn = 0;; turn++) {
        const tried = await attempt(options, turn);
        attempts.push(tried.attempt);
        const { fault: seen, observations } = tried;
        const pauseMs = pausesMs[turn];
        if (!seen || pauseMs === undefined || !mayPass(seen) || wire.signal.aborted) {
            const { held } = tried;
            const lifetimeMs = held?.expiresAtMs ? Math.max(0, held.expiresAtMs - Date.now()) : null;
            return { attempts, observations, fault: seen, held, lifetimeMs };
        }
        await wire.pause(pauseMs);
    }
}
/** 429 and 5xx are worth another try: endpoints of tokens are busy places. */
const mayPass = (seen) => (0,fault/* isTransient */.dg)(seen) || (seen.type === 'http.error' && /^(429|5\d\d)$/.test(seen.code ?? ''));
async function attempt(options, turn) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { source, target, timeoutMs, dial, wire, born } = options;
        const request = requestFor(source, target.url, wire.facts);
        for (const secret of request.secrets)
            born(secret);
        const dialled = await dial(target, turn, timeoutMs);
        const record = __addDisposableResource(env_1, dialled.record, false);
        const end = (seen, held) => ({
            attempt: record.end(seen),
            observations: record.observations,
            fault: seen,
            held,
        });
        record.observe({ 'credential.from': source.from, 'http.request.method': request.method });
        if (!dialled.ok)
            return end(dialled.fault, null);
        const { url, method, headers, body } = request;
        const got = await (0,http/* exchange */.cv)(dialled.connection, record, { url, method, headers, body, timeoutMs }, wire);
        if (!got.ok)
            return end(got.fault, null);
        const answer = got.value;
        const read = placeable(readAnswer(source, answer, Date.now()), options);
        if (read.ok)
            for (const secret of [read.value.value, ...read.value.others])
                born(secret);
        record.observe(observe(answer, wire.hide));
        return read.ok ? end(null, read.value) : end(read.fault, null);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Somebody else made it: what cannot stand where it has to go must not get onto the wire. */
function placeable(read, { source, placement }) {
    const wrong = read.ok ? (0,carried/* refuseCarried */.$)(read.value.value.reveal(), placement) : null;
    if (!wrong)
        return read;
    return (0,fault/* failed */.gz)((0,fault/* fault */.DG)('credential.unusable', `the credential that ${sources/* issuerNames */.c2[source.from]} gave ${wrong.message}`));
}
/** Nothing else of an answer that may carry a credential, wherever it may be hidden in it. */
const harmless = new Set(['content-type', 'server', 'date', 'via', 'retry-after', 'www-authenticate', 'cache-control', 'cf-ray'].map(name => `http.response.header.${name}`));
function observe(answer, hide) {
    const seen = (0,http/* observeAnswer */.F6)(answer, hide);
    if (answer.status >= 400)
        return seen;
    return Object.fromEntries(Object.entries(seen).filter(([name]) => harmless.has(name) || (!name.includes('.header.') && !name.endsWith('.excerpt'))));
}


/***/ })

};
