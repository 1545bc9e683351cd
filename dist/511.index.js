export const id = 511;
export const ids = [511];
export const modules = {

/***/ 4323:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GS: () => (/* binding */ fill),
/* harmony export */   RX: () => (/* binding */ isFallback),
/* harmony export */   cK: () => (/* binding */ matches),
/* harmony export */   i2: () => (/* binding */ confidenceOf),
/* harmony export */   l8: () => (/* binding */ defineSignatures)
/* harmony export */ });
/** What a signature is, and when it matches. The rows themselves are plain data under signatures/. */
/** Stamps each row with its key, so that no id is written twice. */
function defineSignatures(rows) {
    return Object.entries(rows).map(([id, row]) => ({
        id,
        ...row,
        docs: `docs/diagnoses.md#${id.replaceAll('.', '-')}`,
    }));
}
const isAbsent = (value) => value === undefined || value === null || value === '';
function holds(condition, value) {
    if (condition === null)
        return isAbsent(value);
    if (condition instanceof RegExp)
        return !isAbsent(value) && condition.test(String(value));
    if (typeof condition !== 'object')
        return value === condition;
    if ('not' in condition)
        return !holds(condition.not, value);
    if ('between' in condition) {
        return typeof value === 'number' && value >= condition.between[0] && value <= condition.between[1];
    }
    return condition.some(one => one === value);
}
function matches(when, facts) {
    return Object.entries(when).every(([name, condition]) => holds(condition, facts[name]));
}
/** How sure a matching row is in the light of all facts. */
function confidenceOf({ adjust = [], confidence }, facts) {
    return adjust.find(({ when }) => matches(when, facts))?.to ?? confidence;
}
/** A row that knows nothing but the type of the fault: used only when no better one matches. */
function isFallback(signature) {
    const names = Object.keys(signature.when);
    return names.length === 1 && names[0] === 'fault.type';
}
/** What stands in a sentence for a fact that is not known. */
const unknownWords = {
    speaker: 'the server',
    proxy: 'the proxy',
    'server.address': 'the host',
    'server.port': 'PORT',
    'network.peer.address': 'the address',
    'proxy.address': 'its address',
    'origin.own': 'https://HOST',
    'subprotocol.picked': 'mqtt',
    'fault.code': 'an error',
    'http.response.status_code': 'its status',
    'http.response.header.location': 'another address',
    'http.response.header.x-vercel-error': 'an error',
    'http.response.header.x-cf-routererror': 'an error',
    'http.response.header.l5d-proxy-error': 'an error',
    'http.response.header.www-authenticate': 'its words',
    'http.response.header.retry-after': 'a time',
    'certificate.not_after': 'its last day',
    'certificate.san': 'other names',
    'certificate.issuer': 'its issuer',
    'ws.close.code': 'a code',
    'ws.close.reason': 'its reason',
    'ws.close.after_ms': 'some',
    'ws.close.whole_seconds': 'some',
    'elapsed.ms': 'so many',
    'answer.after_ms': 'so many',
    'answer.after': 'some time',
    'patience.first': 'some time',
    'concurrency.opened': 'some',
    'concurrency.planned': 'all',
    'stream.events': 'some',
    'stream.silent.whole_seconds': 'some',
    'stream.headers.whole_seconds': 'some',
    'http.response.header.age': 'some',
    'stream.total.whole_seconds': 'some',
    'http.response.header.content-encoding': 'compressed',
    'idle.quiet': 'some time',
    'idle.age': 'some time',
    'addresses.failing': 'others',
    'addresses.working': 'some',
    'resolver.direct': 'addresses',
    'repeat.failed': 'some',
    'repeat.total': 'all',
    'http.response.header.x-cache': 'a hit',
    'http.response.header.x-cache-status': 'a hit',
    'http.response.header.cf-cache-status': 'a hit',
    'http.response.header.x-vercel-cache': 'a hit',
    'revision.served': 'another revision',
    'revision.expected': 'the other',
    'certificate.subject': 'its host name',
    'tls.unverified.expired_issuer': 'an intermediate',
    'tls.unverified.wildcard': 'a wildcard',
    'revision.odd_over': 'WebSockets or streams',
    'revision.odd_addresses': 'One',
};
/** Puts facts in the place of `{fact}`; only names of lower-case words, dots and dashes are taken for facts; `{{token}}` is a template of the user's. */
function fill(text, facts) {
    return text.replace(/(?<!\{)\{([a-z][a-z0-9_.-]*)\}(?!\})/g, (_, name) => {
        const value = facts[name];
        return isAbsent(value) ? (unknownWords[name] ?? 'unknown') : String(value);
    });
}


/***/ }),

/***/ 1053:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IS: () => (/* binding */ answeredUpgrade),
/* harmony export */   J5: () => (/* binding */ refused),
/* harmony export */   Ji: () => (/* binding */ answeredPlainly),
/* harmony export */   _$: () => (/* binding */ closeCode),
/* harmony export */   h5: () => (/* binding */ status),
/* harmony export */   oQ: () => (/* binding */ answered),
/* harmony export */   os: () => (/* binding */ unexpected),
/* harmony export */   rf: () => (/* binding */ body),
/* harmony export */   v6: () => (/* binding */ ended),
/* harmony export */   wx: () => (/* binding */ header)
/* harmony export */ });
/** Names of facts and families of faults that several tables share. */
const status = 'http.response.status_code';
const body = 'http.response.body.excerpt';
const closeCode = 'ws.close.code';
const header = (name) => `http.response.header.${name}`;
const refusal = ['auth.refused', 'auth.required'];
const plain = ['http.error', 'http.mismatch', 'http.gateway_error', 'http.catch_all'];
const upgrade = ['ws.unexpected_response', 'ws.gateway_error'];
/** An answer that was not the wanted one: at a plain request or at the upgrade, with a credential or without. */
const answered = {
    'fault.type': [...plain, ...upgrade, 'ws.redirected', ...refusal],
};
/** The same, at a plain request only. */
const answeredPlainly = { 'fault.type': [...plain, ...refusal] };
/** The same, at the upgrade only. With a credential shown, 401 and 403 are faults of authentication, whoever says it. */
const answeredUpgrade = { 'fault.type': [...upgrade, ...refusal] };
/** Neither 101 nor a refusal, a redirect or a gateway's error. */
const unexpected = { 'fault.type': 'ws.unexpected_response' };
/** A credential was shown, or asked for, in vain. */
const refused = { 'fault.type': ['auth.refused', 'auth.closed'] };
/** The open connection ended before the conversation did. */
const ended = { 'fault.type': ['ws.closed', 'ws.cut', 'auth.closed'] };


/***/ }),

/***/ 6511:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ signatures)
});

// EXTERNAL MODULE: ./lib/diagnosis/signature.js
var signature = __webpack_require__(4323);
// EXTERNAL MODULE: ./lib/diagnosis/signatures/families.js
var families = __webpack_require__(1053);
;// CONCATENATED MODULE: ./lib/diagnosis/signatures/auth.js
/** The endpoint is there, and does not let us in. */


const challenge = (0,families/* header */.wx)('www-authenticate');
const reason = 'http.response.status_text';
const denied = { 'fault.type': 'auth.refused' };
const sameKey = '# The secret or key of this environment, in `jwt-secret` or `jwt-private-key`; issuer and audience in `jwt-claims`';
const originFix = [
    '# Configuration file: the origin that the front end has',
    '- upgrade: /ws',
    '  origin: https://app.example.com',
];
const bearer = 'RFC 6750 section 3';
const authSignatures = (0,signature/* defineSignatures */.l8)({
    'auth.origin-refused': {
        when: { ...families/* refused */.J5, 'speaker.says': 'origin-refused' },
        confidence: 'high',
        cause: 'The server refuses the Origin of the request, not the credential.',
        fix: originFix,
        source: 'coder/websocket:accept.go; tornadoweb/tornado:tornado/websocket.py; python-websockets/websockets',
    },
    'auth.origin-suspected': {
        when: { ...families/* refused */.J5, [families/* status */.h5]: 403, [families/* body */.rf]: /\borigin\b/i, 'speaker.says': null },
        confidence: 'medium',
        cause: 'The refusal speaks of the Origin of the request, not of the credential.',
        fix: originFix,
        source: 'catalogue, section 11a (403 at the upgrade)',
        adjust: [{ when: { 'origin.decides': false }, to: 'low' }],
    },
    'auth.mesh-policy': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /^RBAC: access denied/ },
        confidence: 'high',
        cause: 'An AuthorizationPolicy of the mesh denies the request before it reaches the application.',
        fix: ['kubectl get authorizationpolicy -A', 'istioctl x authz check POD'],
        source: 'envoyproxy/envoy:source/extensions/filters/http/rbac/rbac_filter.cc',
    },
    'auth.scope-missing': {
        when: { ...families/* refused */.J5, [families/* status */.h5]: 403, [challenge]: /insufficient_scope/ },
        confidence: 'high',
        cause: 'The token is valid and lacks a scope or role that this path asks for.',
        fix: ['jwt-claims: |', '  scope: SCOPE'],
        source: `${bearer}.1; spring-projects/spring-security`,
    },
    'auth.token-invalid': {
        when: { ...families/* refused */.J5, [families/* status */.h5]: 401, [challenge]: /error="invalid_token"/ },
        confidence: 'medium',
        cause: 'The server read the token and does not accept it: {http.response.header.www-authenticate}.',
        fix: [sameKey],
        source: `${bearer}.1`,
    },
    'auth.basic-password-wanted': {
        when: { ...denied, [families/* status */.h5]: 401, [challenge]: /^Basic\b/i },
        confidence: 'high',
        cause: 'A password is asked for (Basic authentication) and not a token: by a proxy in front of the application, or by the application.',
        fix: ['# Configuration file', 'headers: { authorization: $BASIC_AUTHORIZATION }'],
        source: 'RFC 9110 section 11.6.1',
    },
    'auth.other-scheme': {
        when: { ...denied, [families/* status */.h5]: 401, [challenge]: /^(Digest|Negotiate|NTLM)\b/i },
        confidence: 'high',
        cause: 'The server asks for another kind of credential than a token: {http.response.header.www-authenticate}.',
        fix: ['# Configuration file', 'headers: { authorization: $OTHER_AUTHORIZATION }'],
        source: 'RFC 9110 section 11.6.1',
    },
    'auth.credential-harms': {
        // Of a refusal in-band, a 101 without a credential says nothing.
        when: { ...denied, [families/* status */.h5]: { not: 101 }, 'token.none': [101, 200] },
        confidence: 'high',
        cause: 'Without a credential the same request is let in: this path needs none, and refuses the one that was shown.',
        fix: ['# Configuration file', 'credential: none'],
        source: 'the same request without a credential',
    },
    'auth.credential-read': {
        when: { ...denied, [families/* status */.h5]: 401, 'token.none': 401, 'token.garbage': 400 },
        confidence: 'high',
        cause: 'The server reads the credential (an unreadable one is answered otherwise) and does not accept ours: another secret, audience or issuer.',
        fix: [sameKey],
        source: 'the same request without and with an unreadable credential',
    },
    'auth.refused-by-ws-server': {
        when: { ...denied, [families/* status */.h5]: 401, [families/* body */.rf]: /^Unauthorized\s*$/, [challenge]: null, proxy: null },
        confidence: 'medium',
        cause: 'A check in the WebSocket server itself (`verifyClient` of ws) refused the credential.',
        fix: [sameKey, '# Where the server looks for it:', 'credential-in: query:token'],
        source: 'websockets/ws:lib/websocket-server.js',
    },
    'auth.refused-before-accept': {
        when: {
            ...denied,
            [families/* status */.h5]: 403,
            speaker: { not: 'Envoy' },
            [(0,families/* header */.wx)('cf-mitigated')]: null,
            [challenge]: null,
            [reason]: { not: /^Access denied$/ },
            [families/* body */.rf]: null,
        },
        confidence: 'medium',
        cause: 'The application refused before it accepted the connection: it does not accept the credential. ASGI servers (uvicorn, Daphne) say 403 with no word more.',
        fix: [sameKey, '# Where the server looks for it:', 'credential-in: query:token'],
        source: 'live: uvicorn 0.17.6 with FastAPI; Kludex/starlette:starlette/routing.py',
        adjust: [
            { when: { 'origin.decides': true }, to: 'low' },
            // It keeps credentials to itself, unless told otherwise.
            { when: { proxy: 'Squid' }, to: 'low' },
            // Caddy itself, unless a plain GET shows that there is an application that tells the two apart.
            { when: { speaker: 'Caddy', 'twin.get.same_as_upgrade': { not: false } }, to: 'low' },
            { when: { 'twin.random.same': false }, to: 'high' },
        ],
    },
    'auth.route-missing-asgi': {
        when: {
            ...denied,
            [families/* status */.h5]: 403,
            [families/* body */.rf]: null,
            'twin.random.same': true,
            speaker: { not: 'Envoy' },
        },
        confidence: 'medium',
        cause: 'A path that cannot exist is refused in just the same way: perhaps there is no WebSocket route at this path. ASGI servers (uvicorn, Daphne) answer 403 to that.',
        fix: ['# The route, with the very path that is checked', '@app.websocket("/ws")'],
        source: 'live: uvicorn 0.17.6 with FastAPI; Kludex/starlette:starlette/routing.py',
    },
    'auth.channels-denied': {
        when: { ...denied, [families/* status */.h5]: 403, [reason]: /^Access denied$/ },
        confidence: 'high',
        cause: 'Channels (its server Daphne) denied the connection before it accepted: the consumer does not take the credential, or the validator of Origins not this Origin.',
        adjust: [{ when: { 'origin.decides': true }, to: 'low' }],
        fix: ["ALLOWED_HOSTS = ['{server.address}']   # AllowedHostsOriginValidator", sameKey],
        source: 'django/daphne:daphne/ws_protocol.py; django/channels:channels/security/websocket.py',
    },
    'auth.forbidden': {
        when: { ...denied, [families/* status */.h5]: 403 },
        confidence: 'medium',
        cause: 'The credential was shown and does not suffice: a role or scope is missing, or it belongs to another environment.',
        fix: [sameKey, 'jwt-claims: |', '  scope: SCOPE'],
        source: 'RFC 9110 section 15.5.4',
    },
    'auth.token-rejected': {
        when: {
            ...denied,
            [families/* status */.h5]: [401, 403],
            [families/* body */.rf]: /\b(invalid|malformed)[ _-](access[ _-])?(token|jwt|signature|credentials?)\b|\b(token|jwt|signature)( is|_is)?[ _-](invalid|malformed|not[ _-]valid)\b|could not validate credentials/i,
        },
        confidence: 'medium',
        cause: 'The server read the credential and says that it is not valid: made with another secret or key, or for another environment.',
        fix: [sameKey],
        source: 'RFC 6750 section 3.1; the texts of FastAPI and PyJWT',
    },
    'auth.unauthorized': {
        when: { ...denied, [families/* status */.h5]: 401 },
        confidence: 'medium',
        cause: 'The server did not accept the credential: another secret, another place than it looks in, or a proxy that strips it.',
        fix: [
            sameKey,
            '# Where the server looks for it:',
            'credential-in: query:token',
            '# nginx passes Authorization on unless told otherwise:',
            'proxy_set_header Authorization $http_authorization;',
        ],
        source: 'RFC 9110 section 15.5.2',
    },
    'auth.refused': {
        when: { 'fault.type': 'auth.refused' },
        confidence: 'low',
        cause: 'The credential was refused.',
        fix: [sameKey],
        source: 'RFC 9110 section 15.5.2',
    },
    'auth.required': {
        when: { 'fault.type': 'auth.required' },
        confidence: 'high',
        cause: 'This run has no credential for it: no input and no `credential` of the configuration file gives one.',
        fix: ['with:', '  jwt-secret: ${{ secrets.STAGING_JWT_SECRET }}'],
        source: 'RFC 9110 section 15.5.2',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/auth-closes.js
/** The connection was accepted, and closed for the credential: by close code, or by a message that says so. */



const received = 'ws.received.last';
const graphqlWs = 'enisdenjo/graphql-ws:PROTOCOL.md';
const centrifugo = 'centrifugal/centrifuge: disconnect codes';
const at = (code) => ({ ...families/* ended */.v6, [families/* closeCode */._$]: code });
const spoke = {
    'fault.type': ['ws.closed', 'ws.cut', 'auth.closed', 'auth.refused', 'ws.no_reply', 'ws.wrong_reply'],
};
const elsewhere = ['# Where the server looks for it:', 'credential-in: query:token'];
const authCloseSignatures = (0,signature/* defineSignatures */.l8)({
    'auth.closed-by-policy': {
        when: { 'fault.type': 'auth.closed' },
        confidence: 'high',
        cause: 'The server accepted the connection and closed it for the credential (close code {ws.close.code}).',
        fix: [sameKey, ...elsewhere],
        source: 'RFC 6455 section 7.4.1; IANA registry of close codes',
    },
    'auth.closed-policy-violation': {
        when: at(1008),
        confidence: 'high',
        cause: 'The server closed with 1008 (policy violation): it misses or refuses a credential or a parameter; FastAPI does so when the parameters of the route do not validate.',
        fix: [sameKey, ...elsewhere],
        source: 'RFC 6455 section 7.4.1; FastAPI documentation (WebSockets)',
    },
    'auth.closed-unauthorized': {
        when: at([3000, 4401]),
        confidence: 'high',
        cause: 'The server closed with {ws.close.code} (unauthorized): it misses the credential, or cannot verify it.',
        fix: [sameKey, ...elsewhere],
        source: 'IANA registry of close codes (3000); RFC 6455 section 7.4.2',
    },
    'messaging.sockjs-heartbeat': {
        when: { ...at(3000), 'ws.close.reason': /No response from heartbeat/i },
        confidence: 'high',
        cause: 'SockJS closed the connection because its heartbeat went unanswered: frames do not pass, or the event loop hangs.',
        fix: [
            '# Does the proxy in between pass frames both ways? nginx:',
            'proxy_buffering off;',
            'proxy_read_timeout 3600s;',
        ],
        source: 'sockjs/sockjs-node (3000, "No response from heartbeat")',
    },
    'auth.closed-forbidden': {
        when: at([3003, 4403]),
        confidence: 'high',
        cause: 'The server closed with {ws.close.code} (forbidden): it knows the caller and does not let it in.',
        fix: ['jwt-claims: |', '  scope: SCOPE'],
        source: 'IANA registry of close codes (3003); RFC 6455 section 7.4.2',
    },
    'auth.graphql-not-initialised': {
        when: { ...at(4401), 'ws.subprotocol': 'graphql-transport-ws' },
        confidence: 'high',
        cause: 'graphql-ws got a subscription before the connection was acknowledged (4401).',
        fix: [
            '# Configuration file: first of all',
            '- send: { type: connection_init, payload: { authorization: "Bearer {{token}}" } }',
            '- receive: { type: connection_ack }',
        ],
        source: graphqlWs,
    },
    'auth.graphql-refused': {
        when: { ...at(4403), 'ws.subprotocol': 'graphql-transport-ws' },
        confidence: 'high',
        cause: 'graphql-ws refused the connection (4403): `onConnect` does not accept the payload of connection_init.',
        fix: ['- send: { type: connection_init, payload: { authorization: "Bearer {{token}}" } }'],
        source: graphqlWs,
    },
    'messaging.graphql-init-timeout': {
        when: at(4408),
        confidence: 'high',
        cause: 'graphql-ws waited for connection_init and got none (4408).',
        fix: ['- send: { type: connection_init }', '- receive: { type: connection_ack }'],
        source: graphqlWs,
    },
    'messaging.graphql-subprotocol': {
        when: at(4406),
        confidence: 'high',
        cause: 'graphql-ws does not speak the subprotocol that was offered (4406).',
        fix: ['subprotocol: graphql-transport-ws'],
        source: graphqlWs,
    },
    'messaging.graphql-bad-message': {
        when: at([4400, 4409, 4429]),
        confidence: 'high',
        cause: 'graphql-ws did not accept a message: malformed, a second connection_init, or a subscription id in use (code {ws.close.code}).',
        fix: ['- send: { type: subscribe, id: "{{id}}", payload: { query: "subscription { … }" } }'],
        source: graphqlWs,
    },
    'messaging.graphql-legacy': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1002, 'ws.close.reason': /subprotocol|protocol/i },
        confidence: 'medium',
        cause: 'The server speaks another subprotocol than the one that was offered: the legacy `graphql-ws` (subscriptions-transport-ws), for example.',
        fix: ['subprotocol: graphql-ws'],
        source: 'apollographql/subscriptions-transport-ws:src/server.ts',
    },
    'auth.centrifugo-token': {
        when: at([3500, 3501, 3005]),
        confidence: 'medium',
        cause: 'Centrifugo refused the token ({ws.close.code}): its secret or JWKS is another one, or the token expired.',
        fix: ['# Centrifugo', 'CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY=…', sameKey],
        source: centrifugo,
    },
    'auth.centrifugo-permission': {
        when: at(3507),
        confidence: 'medium',
        cause: 'Centrifugo refused the permission (3507): the token does not allow the channel.',
        fix: ['jwt-claims: |', '  channels: [CHANNEL]'],
        source: centrifugo,
    },
    'auth.actioncable-unauthorized': {
        when: { ...spoke, [received]: /"type":\s*"disconnect".*"reason":\s*"unauthorized"/s },
        confidence: 'high',
        cause: 'ActionCable rejected the connection (`reject_unauthorized_connection`): the cookie or token did not come or is not valid.',
        fix: [
            'credential-in: cookie:_session',
            '# app/channels/application_cable/connection.rb',
            'identified_by :current_user',
        ],
        source: 'rails/rails:actioncable',
    },
    'auth.actioncable-origin': {
        when: { ...spoke, [received]: /"type":\s*"disconnect".*"reason":\s*"invalid_request"/s },
        confidence: 'high',
        cause: 'ActionCable refuses the Origin or the headers of the request.',
        fix: [
            "config.action_cable.allowed_request_origins = ['https://app.example.com']",
            'origin: https://app.example.com',
        ],
        source: 'rails/rails:actioncable',
    },
    'auth.socketio-refused': {
        when: { ...spoke, [received]: /^44(\/[^,]*,)?\{"message":"(?!Invalid namespace)/ },
        confidence: 'high',
        cause: 'Socket.IO refused the connection to the namespace (CONNECT_ERROR): a middleware refused the credential in CONNECT.',
        fix: [
            '# Configuration file: the credential in the CONNECT packet, by the name that the middleware reads',
            'protocol: { name: socket.io, auth: { token: "{{token}}" } }',
        ],
        source: 'socket.io documentation (CONNECT_ERROR)',
    },
    'auth.pusher-application': {
        when: { ...spoke, [received]: /"pusher:error".*(4001|Application does not exist)/s },
        confidence: 'high',
        cause: 'The Pusher server (Reverb, soketi) has no application with this key.',
        fix: ['websocket: /app/KEY', 'REVERB_APP_KEY=KEY'],
        source: 'laravel/reverb:src/Protocols/Pusher/Http/Controllers/PusherController.php; soketi:src',
    },
    'auth.pusher-origin': {
        when: { ...spoke, [received]: /"pusher:error".*(4009|Origin not allowed|Connection is unauthorized)/s },
        confidence: 'high',
        cause: 'The Pusher server refuses the Origin, or the subscription is not authorised.',
        fix: [
            '# config/reverb.php',
            "'allowed_origins' => ['app.example.com'],",
            'origin: https://app.example.com',
        ],
        source: 'laravel/reverb:src/Protocols/Pusher; soketi:src',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/auth-issuers.js
/** The credential itself could not be had: who issues it refuses us, or answers without one. */


const refused = { 'fault.type': 'credential.refused' };
const unusable = { 'fault.type': 'credential.unusable' };
const rfc = 'RFC 6749 section 5.2';
const issuerSignatures = (0,signature/* defineSignatures */.l8)({
    'auth.client-refused': {
        when: { ...refused, 'credential.from': 'oauth', 'fault.code': { not: 'unauthorized_client' } },
        confidence: 'high',
        cause: 'The token endpoint does not accept our client: the id or the secret is not that of this environment, or it is wanted in the body instead of the header.',
        fix: [
            'credential:',
            '  oauth: { token-url: URL, client-id: ID, client-secret: $CLIENT_SECRET }',
            '  # add `auth: body` for an endpoint that does not read the Basic header',
        ],
        source: rfc,
    },
    'auth.grant-not-allowed': {
        when: { ...refused, 'credential.from': 'oauth', 'fault.code': 'unauthorized_client' },
        confidence: 'high',
        cause: 'The client is known, and may not ask for a token by client credentials.',
        fix: ['# At the issuer: allow the grant type client_credentials for this client'],
        source: rfc,
    },
    'auth.scope-unknown': {
        when: { 'fault.type': 'http.error', 'credential.from': 'oauth', 'fault.code': 'invalid_scope' },
        confidence: 'high',
        cause: 'The token endpoint does not know the scope that was asked for, or does not give it to this client.',
        fix: ['credential:', '  oauth: { scope: SCOPE }'],
        source: rfc,
    },
    'auth.login-refused': {
        when: { ...refused, 'credential.from': 'login' },
        confidence: 'high',
        cause: 'The login itself is refused: the account or its password is not that of this environment.',
        fix: ['credential:', '  login: { body: { user: NAME, password: $PASSWORD } }'],
        source: 'RFC 9110 section 15.5.2',
    },
    'auth.oidc-refused': {
        when: { ...refused, 'credential.from': 'oidc' },
        confidence: 'high',
        cause: 'GitHub does not accept the request token of the job: it is that of another job, or of one that has ended.',
        fix: ['# Ask for the token in the job that uses it', 'permissions: { id-token: write, contents: read }'],
        source: 'https://docs.github.com/actions/reference/security/oidc',
    },
    'auth.credential-not-issued': {
        when: refused,
        confidence: 'medium',
        cause: 'Who issues the credential refuses to: what was shown there is not that of this environment.',
        fix: ['# The client or the account in `credential` of the environment'],
        source: rfc,
    },
    'auth.issuer-answers-page': {
        when: { ...unusable, [(0,families/* header */.wx)('content-type')]: /html/i },
        confidence: 'high',
        cause: 'A page came instead of a token: the URL is that of a page for people, or something in front asks to sign in.',
        fix: ['credential:', '  oauth: { token-url: URL }   # or login: { url: URL }'],
        source: 'RFC 6749 section 5.1: a token is an object of JSON',
    },
    'auth.no-token-in-answer': {
        when: unusable,
        confidence: 'medium',
        cause: 'The issuer answered, and where the token was looked for is none; the keys that came are named above.',
        fix: ['credential:', '  login: { token: $.path.to.token }   # or cookie: NAME'],
        source: 'RFC 6749 section 5.1',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/auth-tokens.js
/** The refusal says what is wrong with the token. */



const auth_tokens_challenge = (0,families/* header */.wx)('www-authenticate');
const envoyJwt = 'google/jwt_verify_lib:src/status.cc; envoyproxy/envoy:source/extensions/filters/http/jwt_authn';
const spring = 'spring-projects/spring-security:oauth2/oauth2-jose';
const libraries = 'texts of PyJWT, jsonwebtoken and jose';
const clocks = ['jwt-expires-in: 5m', '# and the time on the server:', 'timedatectl'];
/** The words of Envoy's filter are so exact that they count beside a credential of ours or not. */
const envoy = (words) => ({ ...families/* answered */.oQ, [families/* body */.rf]: words, speaker: 'Envoy' });
const says = (words) => ({ ...families/* refused */.J5, [families/* body */.rf]: words, speaker: { not: 'Envoy' } });
const authTokenSignatures = (0,signature/* defineSignatures */.l8)({
    'auth.token-expired': {
        when: { ...families/* refused */.J5, [auth_tokens_challenge]: /expired/i },
        confidence: 'high',
        cause: 'The server takes the token for expired: its lifetime is too short, or a clock is wrong.',
        fix: clocks,
        source: `${spring} (JwtTimestampValidator)`,
    },
    'auth.token-not-yet-valid': {
        when: { ...families/* refused */.J5, [auth_tokens_challenge]: /Jwt used before/ },
        confidence: 'high',
        cause: 'The server takes the token for one of the future: the clocks differ.',
        fix: [
            'timedatectl set-ntp true',
            '# or some tolerance on the server (Spring)',
            'new JwtTimestampValidator(Duration.ofSeconds(60))',
        ],
        source: `${spring} (JwtTimestampValidator)`,
    },
    'auth.token-undecodable': {
        when: { ...families/* refused */.J5, [auth_tokens_challenge]: /attempting to decode the Jwt/ },
        confidence: 'high',
        cause: 'The server cannot verify the token: {http.response.header.www-authenticate}.',
        fix: [
            '# Spring: issuer and keys of this environment',
            'spring.security.oauth2.resourceserver.jwt.issuer-uri=https://ISSUER',
            sameKey,
        ],
        source: `${spring} (NimbusJwtDecoder)`,
    },
    'auth.token-expired-body': {
        when: says(/\b(jwt|token|signature)\b.{0,20}\bexpired\b/i),
        confidence: 'high',
        cause: 'The server takes the token for expired: its lifetime is too short, or a clock is wrong.',
        fix: clocks,
        source: libraries,
    },
    'auth.signature-wrong': {
        when: says(/signature.{0,20}(invalid|fail|mismatch|verif)|invalid.{0,10}signature|bad_?signature/i),
        confidence: 'high',
        cause: 'The server checks the signature with another secret or key than the one that signed the token.',
        fix: [sameKey],
        source: libraries,
    },
    'auth.audience-wrong': {
        when: says(/\b(invalid|wrong|jwt|doesn't match|unexpected|missing)\b.{0,20}\b(audience|aud)\b|\baudience\b.{0,30}\b(invalid|not|mismatch)/i),
        confidence: 'high',
        cause: 'The server wants another audience (`aud`) in the token.',
        fix: ['jwt-claims: |', '  aud: AUDIENCE'],
        source: libraries,
    },
    'auth.issuer-wrong': {
        when: says(/\b(invalid|wrong|jwt|unexpected|missing)\b.{0,20}\bissuer\b|\bissuer\b.{0,30}\b(invalid|not|mismatch)|\biss\b claim/i),
        confidence: 'high',
        cause: 'The server wants another issuer (`iss`) in the token.',
        fix: ['jwt-claims: |', '  iss: ISSUER'],
        source: libraries,
    },
    'auth.algorithm-wrong': {
        when: says(/invalid algorithm|algorithm is not allowed|Another algorithm expected/i),
        confidence: 'high',
        cause: 'The server does not take tokens that are signed with this algorithm.',
        fix: ['jwt-algorithm: RS256', 'jwt-private-key: ${{ secrets.STAGING_JWT_PRIVATE_KEY }}'],
        source: libraries,
    },
    'auth.keys-unreachable': {
        when: says(/Couldn't retrieve remote JWK set|Unable to find a signing key|fail(ed)? to fetch.{0,20}jwks/i),
        confidence: 'high',
        cause: 'The server cannot fetch the keys of the identity provider, so it refuses every token.',
        fix: ['# Let it reach the JWKS address:', 'curl -sS https://ISSUER/.well-known/jwks.json'],
        source: `${spring}; PyJWT (PyJWKClient)`,
    },
    'auth.envoy-token-missing': {
        when: envoy(/^Jwt is missing/),
        confidence: 'high',
        cause: 'Envoy looks for a token and found none: it is not sent, is sent elsewhere, or another proxy strips the header.',
        fix: [
            '# Where Envoy looks for it (RequestAuthentication)',
            'jwtRules: [{ issuer: ISSUER, fromHeaders: [{ name: Authorization, prefix: "Bearer " }], fromParams: [token] }]',
            'credential-in: header',
        ],
        source: envoyJwt,
    },
    'auth.envoy-token-expired': {
        when: envoy(/^Jwt is expired/),
        confidence: 'high',
        cause: 'Envoy takes the token for expired: its lifetime is too short, or a clock is wrong.',
        fix: clocks,
        source: envoyJwt,
    },
    'auth.envoy-token-not-yet-valid': {
        when: envoy(/^Jwt not yet valid/),
        confidence: 'high',
        cause: 'Envoy takes the token for one of the future: the clocks differ.',
        fix: ['timedatectl set-ntp true'],
        source: envoyJwt,
    },
    'auth.envoy-issuer': {
        when: envoy(/^Jwt issuer is not configured/),
        confidence: 'high',
        cause: 'The mesh has no rule for the issuer of this token.',
        fix: [
            '# RequestAuthentication',
            'jwtRules: [{ issuer: ISSUER, jwksUri: "https://ISSUER/.well-known/jwks.json" }]',
            'jwt-claims: |',
            '  iss: ISSUER',
        ],
        source: envoyJwt,
    },
    'auth.envoy-signature': {
        when: envoy(/^(Jwt verification fails|Jwks doesn't have key to match)/),
        confidence: 'high',
        cause: 'The keys that the mesh has for this issuer are not those that signed the token.',
        fix: [
            sameKey,
            '# RequestAuthentication: the keys of this environment',
            'jwtRules: [{ issuer: ISSUER, jwksUri: https://ISSUER/.well-known/jwks.json }]',
        ],
        source: envoyJwt,
    },
    'auth.envoy-keys-unreachable': {
        when: envoy(/^Jwks remote fetch is failed/),
        confidence: 'high',
        cause: 'Envoy cannot fetch the keys of the identity provider, so it refuses every token.',
        fix: [
            '# Egress of the mesh: a ServiceEntry for the issuer',
            'kubectl get serviceentry -A',
            'curl -sS https://ISSUER/.well-known/jwks.json',
        ],
        source: envoyJwt,
    },
    'auth.envoy-token-malformed': {
        when: envoy(/^Jwt is not in the form of/),
        confidence: 'high',
        cause: 'What Envoy found where it looks for a token is no JWT.',
        fix: ['credential-in: header', '# `token` has to be the bare token, without "Bearer"'],
        source: envoyJwt,
    },
    'auth.envoy-audience': {
        when: envoy(/^Audiences in Jwt are not allowed/),
        confidence: 'high',
        cause: 'The mesh does not allow the audience (`aud`) of the token.',
        fix: ['jwt-claims: |', '  aud: AUDIENCE', '# RequestAuthentication', 'audiences: [AUDIENCE]'],
        source: envoyJwt,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/cloud-aws.js
/** Amazon's load balancers, API Gateway, CloudFront and S3, speaking for themselves. */


const alb = 'awsdocs/elb-application-load-balancers-user-guide (troubleshooting)';
const apigw = 'awsdocs/amazon-api-gateway-developer-guide (gateway responses)';
const cloudfront = 'awsdocs/amazon-cloudfront-developer-guide';
const by = (speaker, code, family = families/* answered */.oQ) => ({
    ...family,
    speaker,
    [families/* status */.h5]: code,
});
const elb = (code) => by('AWS load balancer', code);
const gateway = (code) => by('AWS API Gateway', code);
const health = 'aws elbv2 describe-target-health --target-group-arn ARN';
const awsSignatures = (0,signature/* defineSignatures */.l8)({
    'http.awselb-no-targets': {
        when: elb(503),
        confidence: 'high',
        cause: 'The target group behind the AWS load balancer has no registered target.',
        fix: [
            health,
            'aws elbv2 register-targets --target-group-arn ARN --targets Id=INSTANCE',
            'aws ecs update-service --cluster CLUSTER --service NAME --desired-count 2',
        ],
        source: alb,
    },
    'http.awselb-target-broken': {
        when: elb(502),
        confidence: 'high',
        cause: 'The AWS load balancer got no valid answer from its target: it closed the connection, crashed, or its keep-alive is shorter than that of the load balancer.',
        fix: [
            health,
            '# Keep-alive of the application above the 60 s of the load balancer',
            'uvicorn app:app --timeout-keep-alive 75',
        ],
        source: alb,
    },
    'http.awselb-target-slow': {
        when: elb(504),
        confidence: 'high',
        cause: 'The target did not answer the AWS load balancer in time: its security group keeps the load balancer out (after 10 s), or it is slow (after the idle timeout, 60 s).',
        fix: [
            'aws ec2 authorize-security-group-ingress --group-id TARGETS --protocol tcp --port 8000 --source-group LOAD_BALANCER',
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=120',
        ],
        source: alb,
    },
    'http.awselb-protocol': {
        when: elb(464),
        confidence: 'high',
        cause: 'The target group speaks HTTP/2 or gRPC only, and the request came in HTTP/1.1 (464).',
        fix: [
            'aws elbv2 create-target-group --protocol HTTP --protocol-version HTTP1 --name NAME --port 8000 --vpc-id VPC',
        ],
        source: alb,
    },
    'http.awselb-identity-provider': {
        when: elb(561),
        confidence: 'high',
        cause: 'The login action of the AWS load balancer got an error from the identity provider (561).',
        fix: ['aws elbv2 describe-rules --listener-arn ARN   # AuthenticateOidcConfig'],
        source: alb,
    },
    'http.awselb-forwarded-for': {
        when: elb(463),
        confidence: 'high',
        cause: 'X-Forwarded-For has more than 30 addresses (463): the request goes round in a loop of proxies.',
        fix: ['dig +short {server.address}   # does an upstream point back to the load balancer?'],
        source: alb,
    },
    'http.awselb-no-rule': {
        when: elb(404),
        confidence: 'medium',
        cause: 'No rule of the AWS listener has this host and path: its default action answered 404.',
        fix: [
            'aws elbv2 create-rule --listener-arn ARN --priority 10 --conditions Field=host-header,Values={server.address} --actions Type=forward,TargetGroupArn=ARN',
        ],
        source: 'AWS documentation, fixed-response actions',
    },
    'http.awselb-firewall': {
        when: elb(403),
        confidence: 'high',
        cause: 'AWS WAF blocked the request before it reached the application.',
        fix: [
            'aws wafv2 get-sampled-requests --web-acl-arn ARN --rule-metric-name NAME --scope REGIONAL --time-window StartTime=…,EndTime=… --max-items 10',
        ],
        source: alb,
    },
    'http.awselb-classic-no-instance': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, [families/* body */.rf]: /Back-end server is at capacity/ },
        confidence: 'high',
        cause: 'The Classic Load Balancer has no healthy instance: its health check asks for another path or port.',
        fix: ['aws elb describe-instance-health --load-balancer-name NAME'],
        source: 'awsdocs/elb-classic-load-balancers-user-guide; guardian/elk-stack#46',
    },
    'http.apigateway-no-route': {
        when: { ...gateway(403), [families/* body */.rf]: /Missing Authentication Token/ },
        confidence: 'high',
        cause: 'API Gateway has no such path, method or stage; "Missing Authentication Token" is how it says so.',
        fix: [
            '# The stage is part of the URL',
            'url: https://ID.execute-api.REGION.amazonaws.com/STAGE',
            'aws apigateway create-deployment --rest-api-id ID --stage-name STAGE',
        ],
        source: apigw,
    },
    'auth.apigateway-websocket-denied': {
        when: {
            ...families/* answeredUpgrade */.IS,
            [families/* status */.h5]: 403,
            [families/* body */.rf]: /^\{"message":\s*"Forbidden",\s*"connectionId":/,
        },
        confidence: 'high',
        cause: 'API Gateway refused the connection itself: the authorizer of `$connect` said no, or the stage or path in the URL does not exist.',
        fix: [
            '# The address is that of a stage:',
            'websocket: wss://ID.execute-api.REGION.amazonaws.com/STAGE',
            'aws apigatewayv2 get-authorizers --api-id ID',
        ],
        source: 'localstack/localstack#4039; AWS documentation (WebSocket APIs, authorizers)',
    },
    'http.apigateway-forbidden': {
        when: { ...gateway(403), [families/* body */.rf]: /"Forbidden"/ },
        confidence: 'medium',
        cause: 'API Gateway refuses the request: API key, WAF, resource policy, an authorizer, or a custom domain without a mapping to this path.',
        fix: [
            'aws apigateway get-base-path-mappings --domain-name {server.address}',
            'headers: { x-api-key: $API_KEY }',
        ],
        source: apigw,
    },
    'http.apigateway-unauthorized': {
        when: gateway(401),
        confidence: 'high',
        cause: 'The authorizer of API Gateway refused the credential, or did not find it where it looks.',
        fix: [
            'aws apigateway get-authorizers --rest-api-id ID   # identitySource',
            'aws apigatewayv2 get-authorizers --api-id ID      # audience, issuer',
        ],
        source: apigw,
    },
    'http.apigateway-not-found': {
        when: gateway(404),
        confidence: 'medium',
        cause: 'The HTTP API has no route for this path, or the stage was not deployed.',
        fix: [
            "aws apigatewayv2 create-route --api-id ID --route-key '$default' --target integrations/ID",
            'aws apigatewayv2 create-deployment --api-id ID',
        ],
        source: apigw,
    },
    'http.apigateway-integration': {
        when: gateway(500),
        confidence: 'high',
        cause: 'API Gateway could not use the integration: it may not invoke the function, or the answer of the function is malformed.',
        fix: [
            'aws lambda add-permission --function-name NAME --statement-id apigw --action lambda:InvokeFunction --principal apigateway.amazonaws.com',
            '# The function returns',
            '{ "statusCode": 200, "body": "a string" }',
        ],
        source: apigw,
    },
    'http.apigateway-bad-answer': {
        when: gateway(502),
        confidence: 'high',
        cause: 'The function behind API Gateway failed or returned something that is no HTTP answer.',
        fix: ['aws logs tail /aws/lambda/NAME --since 10m', '{ "statusCode": 200, "body": "a string" }'],
        source: apigw,
    },
    'http.apigateway-slow': {
        when: gateway(504),
        confidence: 'high',
        cause: 'The integration took longer than the 29 s that API Gateway waits.',
        fix: [
            'aws apigateway update-integration --rest-api-id ID --resource-id ID --http-method GET --patch-operations op=replace,path=/timeoutInMillis,value=29000',
            '# longer work: answer 202 at once and go on in the background, or let a REST API stream (OpenAPI)',
            'x-amazon-apigateway-integration: { type: http_proxy, responseTransferMode: STREAM, timeoutInMillis: 900000 }',
        ],
        source: apigw,
    },
    'http.apigateway-throttled': {
        when: gateway(429),
        confidence: 'high',
        cause: 'API Gateway throttles: the quota of the usage plan or of the stage is used up.',
        fix: [
            'aws apigateway get-usage-plans',
            'aws apigateway update-stage --rest-api-id ID --stage-name STAGE --patch-operations op=replace,path=/*/*/throttling/rateLimit,value=100',
        ],
        source: apigw,
    },
    'http.cloudfront-refused': {
        when: by('CloudFront', 403),
        confidence: 'high',
        cause: 'CloudFront refuses the request itself: the name is not an alternate domain of the distribution, or WAF or a geographic restriction blocks it.',
        fix: [
            'aws cloudfront get-distribution-config --id ID   # Aliases, WebACLId',
            'aws cloudfront associate-alias --target-distribution-id ID --alias {server.address}',
        ],
        source: cloudfront,
    },
    'http.cloudfront-origin-unreachable': {
        when: { ...families/* answered */.oQ, proxy: 'CloudFront', [families/* status */.h5]: 502, [(0,families/* header */.wx)('x-cache')]: /^Error from cloudfront/ },
        confidence: 'medium',
        cause: 'CloudFront could not talk to the origin: its name does not resolve, or its certificate is expired, incomplete or for another name.',
        fix: [
            'openssl s_client -connect ORIGIN:443 -servername ORIGIN </dev/null   # the certificate must be for the origin domain',
        ],
        source: `${cloudfront} (http-502)`,
    },
    'http.cloudfront-origin-slow': {
        when: { ...families/* answered */.oQ, proxy: 'CloudFront', [families/* status */.h5]: 504, [(0,families/* header */.wx)('x-cache')]: /^Error from cloudfront/ },
        confidence: 'medium',
        cause: 'The origin did not answer CloudFront in time (30 s by default), or its security group keeps CloudFront out.',
        fix: [
            'aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing',
            'aws ec2 authorize-security-group-ingress --group-id ORIGIN --ip-permissions "IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=PREFIX_LIST}]"',
            '# and the origin in the configuration of the distribution:',
            'CustomOriginConfig: { OriginReadTimeout: 60 }',
        ],
        source: `${cloudfront} (http-504)`,
    },
    'http.s3-access-denied': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 403, [families/* body */.rf]: /<Code>AccessDenied<\/Code>/ },
        confidence: 'medium',
        cause: 'A bucket answered, and does not let the caller read this object, or the object does not exist.',
        fix: [
            'aws s3 ls s3://BUCKET/PATH',
            '# CloudFront: origin access control in the policy of the bucket; a default root object',
        ],
        source: 'AWS documentation, S3 error responses',
    },
    'http.s3-no-such-key': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 404, [families/* body */.rf]: /<Code>NoSuchKey<\/Code>/ },
        confidence: 'high',
        cause: 'A bucket answered: this object was not uploaded, or the path should lead to the application and not to the bucket.',
        fix: ['aws s3 sync ./build s3://BUCKET --delete'],
        source: 'AWS documentation, S3 error responses',
    },
    'http.s3-no-such-bucket': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /NoSuchBucket|The specified bucket does not exist/ },
        confidence: 'high',
        cause: 'The name points to a bucket that does not exist (any more).',
        fix: [
            'aws s3 mb s3://{server.address}',
            '# or take the record out of DNS: somebody else could make that bucket',
        ],
        source: 'EdOverflow/can-i-take-over-xyz:fingerprints.json',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/cloud-azure.js
/** Azure App Service, Application Gateway and Front Door, speaking for themselves. */


const appGateway = 'Azure Application Gateway';
const learn = 'learn.microsoft.com';
const azureSignatures = (0,signature/* defineSignatures */.l8)({
    'http.azure-stopped': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 403, [families/* body */.rf]: /This web app is stopped/i },
        confidence: 'high',
        cause: 'The Azure web app is stopped: by hand, by its quota, or by billing.',
        fix: ['az webapp start --name NAME --resource-group GROUP'],
        source: `${learn} (App Service)`,
    },
    'http.azure-container-crashed': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, [families/* body */.rf]: /:\( Application Error/ },
        confidence: 'medium',
        cause: 'The container of the Azure web app crashes at start.',
        fix: ['az webapp log tail --name NAME --resource-group GROUP'],
        source: 'reports on App Service for Linux',
    },
    'http.azure-unavailable': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: [502, 503], [families/* body */.rf]: /The service is unavailable\./ },
        confidence: 'medium',
        cause: 'The front end of Azure App Service gets no answer from the container: another port than WEBSITES_PORT, or not started yet.',
        fix: [
            'az webapp config appsettings set --name NAME --resource-group GROUP --settings WEBSITES_PORT=8000',
        ],
        source: `${learn} (App Service, WEBSITES_PORT)`,
    },
    'upgrade.azure-websockets-off': {
        when: { ...families/* answeredUpgrade */.IS, [families/* status */.h5]: 503, speaker: 'IIS' },
        confidence: 'high',
        cause: 'WebSockets are switched off for this Azure App Service.',
        fix: ['az webapp config set --name NAME --resource-group GROUP --web-sockets-enabled true'],
        source: 'tjanczuk/iisnode#322; aspnet/SignalR#954',
    },
    'upgrade.azure-websockets-off-likely': {
        when: {
            ...families/* answeredUpgrade */.IS,
            [families/* status */.h5]: 503,
            proxy: 'IIS',
            'origin.http': 'passed',
            speaker: { not: 'IIS' },
        },
        confidence: 'medium',
        cause: 'Plain HTTP works and the upgrade gets 503 from IIS: "Web sockets" is off for this Azure App Service.',
        fix: ['az webapp config set --name NAME --resource-group GROUP --web-sockets-enabled true'],
        source: 'tjanczuk/iisnode#322; aspnet/SignalR#954',
    },
    'http.azure-gateway-no-backend': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [502, 504], speaker: appGateway },
        confidence: 'high',
        cause: 'The Application Gateway has no healthy backend: the probe asks with another host name, its certificate is not trusted, or a network rule is in the way.',
        fix: [
            'az network application-gateway show-backend-health --name NAME --resource-group GROUP',
            'az network application-gateway http-settings update --gateway-name NAME --resource-group GROUP --name SETTINGS --host-name-from-backend-pool true',
        ],
        source: `${learn} (application-gateway-troubleshooting-502)`,
    },
    'http.azure-gateway-firewall': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 403, speaker: appGateway },
        confidence: 'high',
        cause: 'The web application firewall of the Application Gateway blocked the request.',
        fix: [
            'az network application-gateway waf-policy managed-rule exclusion add --policy-name NAME --resource-group GROUP --match-variable RequestHeaderNames --selector-match-operator Equals --selector authorization',
        ],
        source: `${learn} (application-gateway http-response-codes)`,
    },
    'http.azure-front-door-not-ready': {
        when: { ...families/* answered */.oQ, speaker: 'Azure Front Door' },
        confidence: 'high',
        cause: 'Front Door has no route for this domain yet: not associated, or the configuration is still on its way (10 to 90 minutes).',
        fix: [
            'az afd route create --profile-name NAME --resource-group GROUP --endpoint-name ENDPOINT --route-name all --custom-domains DOMAIN --patterns-to-match "/*" --origin-group ORIGINS',
        ],
        source: `${learn} (front-door troubleshoot-issues)`,
    },
    'http.azure-front-door-origin': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [503, 504], proxy: 'Azure Front Door', speaker: null },
        confidence: 'medium',
        cause: 'Front Door gets no answer from the origin: too slow (30 s by default), another host header, or a certificate for another name.',
        fix: [
            'az afd profile update --profile-name NAME --resource-group GROUP --origin-response-timeout-seconds 60',
            'az afd origin update --profile-name NAME --resource-group GROUP --origin-group-name ORIGINS --origin-name NAME --origin-host-header ORIGIN',
        ],
        source: `${learn} (front-door troubleshoot-issues)`,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/cloud-cloudflare.js
/** Cloudflare, speaking for itself or for the origin. Statuses 52x and 530 are its own. */


const errors = 'developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors';
const cloud_cloudflare_at = (code) => ({ ...families/* answered */.oQ, proxy: 'Cloudflare', [families/* status */.h5]: code });
/** Lets the ranges of Cloudflare in, on the origin. */
const allow = 'for range in $(curl -s https://www.cloudflare.com/ips-v4); do ufw allow proto tcp from $range to any port 443; done';
const record = 'curl -X PATCH https://api.cloudflare.com/client/v4/zones/ZONE/dns_records/RECORD -H "Authorization: Bearer $TOKEN" --json \'{"content":"ORIGIN"}\'';
const cloudflareSignatures = (0,signature/* defineSignatures */.l8)({
    'http.cloudflare-origin-strange': {
        when: cloud_cloudflare_at(520),
        confidence: 'high',
        cause: 'The origin gave Cloudflare an empty or invalid answer (520): it crashed on the request, or its headers are too large.',
        fix: [
            '# What does the origin say by itself? (inputs)',
            'connect-to: ORIGIN_ADDRESS:443',
            'tail -n 20 /var/log/nginx/error.log',
        ],
        source: `${errors} (520)`,
    },
    'http.cloudflare-origin-down': {
        when: cloud_cloudflare_at(521),
        confidence: 'high',
        cause: 'The origin refuses the connections of Cloudflare (521): it is down, or a firewall rejects them.',
        fix: ['ss -ltnp   # on the origin: does something listen on 443?', allow],
        source: `${errors} (521)`,
    },
    'http.cloudflare-origin-timeout': {
        when: cloud_cloudflare_at(522),
        confidence: 'high',
        cause: 'The origin does not answer the connections of Cloudflare (522): a firewall drops them, or its address in the zone is wrong.',
        fix: [allow, '# or the record in the zone has another address than the origin:', record],
        source: `${errors} (522)`,
    },
    'http.cloudflare-origin-unreachable': {
        when: cloud_cloudflare_at(523),
        confidence: 'high',
        cause: 'No route leads from Cloudflare to the origin (523): its address in the zone is wrong.',
        fix: ['# The address of the origin, in the record of the zone', record],
        source: `${errors} (523)`,
    },
    'http.cloudflare-origin-slow': {
        when: cloud_cloudflare_at(524),
        confidence: 'high',
        cause: 'The origin took the connection and did not answer in time (524).',
        fix: [
            '# Send the first bytes at once, and go on; FastAPI',
            'return StreamingResponse(events(), media_type="text/event-stream")',
        ],
        source: `${errors} (524)`,
    },
    'http.cloudflare-origin-tls': {
        when: cloud_cloudflare_at(525),
        confidence: 'high',
        cause: 'The TLS handshake between Cloudflare and the origin fails (525): port 443 of the origin speaks no TLS, or has no certificate for this name.',
        fix: [
            'openssl s_client -connect ORIGIN_ADDRESS:443 -servername {server.address} </dev/null',
            'listen 443 ssl;   # nginx',
        ],
        source: `${errors} (525)`,
    },
    'http.cloudflare-origin-certificate': {
        when: cloud_cloudflare_at(526),
        confidence: 'high',
        cause: 'Cloudflare does not accept the certificate of the origin (526): expired, self-signed or for another name, with SSL mode "Full (strict)".',
        fix: [
            '# Install a Cloudflare Origin CA certificate or a public one on the origin',
            'certbot --nginx -d {server.address}',
        ],
        source: `${errors} (526)`,
    },
    'http.cloudflare-origin-name': {
        when: { ...cloud_cloudflare_at(530), [families/* body */.rf]: /error code: 1016|Origin DNS error/i },
        confidence: 'high',
        cause: 'The name of the origin in the Cloudflare zone does not resolve (1016).',
        fix: ['dig +short ORIGIN', '# The record of the zone, to a name that resolves', record],
        source: 'developers.cloudflare.com: error 1016',
    },
    'http.cloudflare-tunnel-down': {
        when: { ...cloud_cloudflare_at(530), [families/* body */.rf]: /error code: 1033|Argo Tunnel error/i },
        confidence: 'high',
        cause: 'No cloudflared is connected for this host name (1033).',
        fix: ['systemctl start cloudflared', 'cloudflared tunnel info NAME'],
        source: 'developers.cloudflare.com: error 1033',
    },
    'http.cloudflare-own-gateway-error': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [502, 504], [families/* body */.rf]: /<center>cloudflare<\/center>/ },
        confidence: 'medium',
        cause: 'Cloudflare itself answered {http.response.status_code}: the tunnel cannot reach the local service, or Cloudflare has trouble of its own.',
        fix: [
            'journalctl -u cloudflared | grep "Unable to reach the origin service"',
            'ingress: [{ hostname: {server.address}, service: "http://localhost:8000" }]',
        ],
        source: 'cloudflare/cloudflared:proxy/proxy.go; developers.cloudflare.com: error 502/504',
    },
    'auth.bot-challenge': {
        when: { ...families/* answered */.oQ, [(0,families/* header */.wx)('cf-mitigated')]: /./ },
        confidence: 'high',
        cause: 'Cloudflare challenges the verifier as a bot; people may get through.',
        fix: [
            '# A WAF rule with the action Skip:',
            'any(http.request.headers["x-verify-deploy"][*] eq "SECRET")',
            '# and in the configuration file:',
            'headers: { x-verify-deploy: $BYPASS }',
        ],
        source: 'developers.cloudflare.com/waf: detect a challenge page response',
    },
    'auth.bot-challenge-page': {
        when: {
            ...families/* answered */.oQ,
            [families/* status */.h5]: [403, 429, 503],
            [families/* body */.rf]: /<title>Just a moment\.\.\.<\/title>/,
            [(0,families/* header */.wx)('cf-mitigated')]: null,
        },
        confidence: 'high',
        cause: 'Cloudflare challenges the verifier as a bot ("Just a moment..."); people may get through.',
        fix: [
            '# A WAF rule with the action Skip:',
            'any(http.request.headers["x-verify-deploy"][*] eq "SECRET")',
            '# and in the configuration file:',
            'headers: { x-verify-deploy: $BYPASS }',
        ],
        source: 'developers.cloudflare.com/waf: detect a challenge page response',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/cloud-google.js
/** Google's load balancer, Front End and Cloud Run, speaking for themselves. */


const run = 'cloud.google.com/run/docs/troubleshooting';
const frontend = { [(0,families/* header */.wx)('server')]: /^Google Frontend/i };
const googleSignatures = (0,signature/* defineSignatures */.l8)({
    'http.google-lb-no-backend': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [502, 503], speaker: 'Google load balancer' },
        confidence: 'high',
        cause: 'The Google load balancer has no healthy backend: health check path, firewall, or it was made minutes ago.',
        fix: [
            'gcloud compute backend-services get-health NAME --global',
            'gcloud compute firewall-rules create allow-health-checks --allow tcp --source-ranges 35.191.0.0/16,130.211.0.0/22',
        ],
        source: 'kubernetes/ingress-gce#141; cloud.google.com troubleshooting-ext-https-lbs',
    },
    'http.google-lb-keep-alive': {
        when: {
            ...families/* answered */.oQ,
            [families/* status */.h5]: 502,
            speaker: 'Google load balancer',
            'repeat.flaky': true,
        },
        confidence: 'high',
        cause: 'Now and then the application closes a connection that the Google load balancer still uses: its keep-alive is shorter than 600 s.',
        fix: [
            '# Node',
            'server.keepAliveTimeout = 620_000',
            '# gunicorn',
            'gunicorn app:app --keep-alive 620',
            '# nginx',
            'keepalive_timeout 620s;',
        ],
        source: 'eclipse.org jetty-users msg10763 (backend_connection_closed_before_data_sent_to_client)',
    },
    'http.cloud-run-not-found': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /<title>Error 404 \(Not Found\)!!1<\/title>/ },
        confidence: 'high',
        cause: 'Google itself says 404, the application was not asked: ingress is internal, the URL is of another region or service, or the path is reserved (those that end in z, such as /healthz).',
        fix: ['health: /health   # not /healthz', 'gcloud run services update NAME --ingress=all'],
        source: 'cloud.google.com/run/docs/known-issues (reserved paths); troubleshooting',
    },
    'http.cloud-run-rate': {
        when: { ...families/* answered */.oQ, ...frontend, [families/* status */.h5]: 429, [families/* body */.rf]: /^Rate exceeded\./ },
        confidence: 'high',
        cause: 'Cloud Run has no instance to spare: the maximum is reached, or new ones do not start fast enough.',
        fix: ['gcloud run services update NAME --max-instances=10 --min-instances=1'],
        source: run,
    },
    'http.cloud-run-unavailable': {
        when: { ...families/* answered */.oQ, ...frontend, [families/* status */.h5]: 503, [families/* body */.rf]: /Service Unavailable|no available instance/i },
        confidence: 'high',
        cause: 'The container did not start to listen on $PORT in time, or crashes at start.',
        fix: [
            'uvicorn app:app --host 0.0.0.0 --port $PORT',
            'gcloud run revisions list --service NAME',
            'gcloud run services logs read NAME --limit 50',
        ],
        source: run,
    },
    'http.cloud-run-slow': {
        when: { ...families/* answered */.oQ, ...frontend, [families/* status */.h5]: 504, [families/* body */.rf]: /^upstream request timeout/ },
        confidence: 'high',
        cause: 'The request took longer than the request timeout of Cloud Run (300 s by default).',
        fix: ['gcloud run services update NAME --timeout=3600'],
        source: run,
    },
    'auth.cloud-run-invoker': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /does not have permission to get URL/ },
        confidence: 'high',
        cause: 'Cloud Run refuses the caller itself (IAM): the application was not reached.',
        fix: [
            'gcloud run services add-iam-policy-binding NAME --member=allUsers --role=roles/run.invoker',
            '# or a token for it (inputs)',
            'oidc-audience: https://{server.address}',
        ],
        source: run,
    },
    'http.firebase-site-missing': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 404, [families/* body */.rf]: /<title>Site Not Found<\/title>/ },
        confidence: 'medium',
        cause: 'Firebase Hosting has no site for this domain, or nothing was deployed to it.',
        fix: ['firebase deploy --only hosting'],
        source: 'firebase.google.com/docs/hosting/custom-domain',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/cloud-platforms.js
/** Heroku, Fly, Render, Railway, Netlify, Vercel and hosts of static sites, speaking for themselves. */


const takeover = 'EdOverflow/can-i-take-over-xyz:fingerprints.json';
const heroku = 'devcenter.heroku.com/articles/error-codes';
const vercelErrors = 'vercel.com/docs/errors';
const vercel = (code) => ({ ...families/* answered */.oQ, [(0,families/* header */.wx)('x-vercel-error')]: code });
const vercelLog = 'vercel logs DEPLOYMENT_URL';
const platformSignatures = (0,signature/* defineSignatures */.l8)({
    'http.heroku-down': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, speaker: 'Heroku router' },
        confidence: 'high',
        cause: 'The Heroku router has no web process that answers: crashed, not scaled up, or slower than 30 s.',
        fix: ['heroku ps', 'heroku ps:scale web=1', 'heroku logs --tail   # the H code names the reason'],
        source: heroku,
    },
    'http.heroku-slow': {
        when: {
            ...families/* answered */.oQ,
            [families/* status */.h5]: 503,
            speaker: 'Heroku router',
            'elapsed.ms': { between: [29_000, 32_000] },
        },
        confidence: 'high',
        cause: 'The application gave no first byte within the 30 s that the Heroku router waits (H12).',
        fix: [
            'heroku logs --tail | grep H12',
            '# Answer early, and go on in a worker',
            'heroku ps:scale worker=1',
        ],
        source: `${heroku} (H12)`,
    },
    'http.heroku-no-app': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /No such app|There's nothing here, yet\./ },
        confidence: 'high',
        cause: 'The name points to Heroku, and no application has this domain.',
        fix: ['heroku domains:add {server.address}'],
        source: takeover,
    },
    'http.fly-unreachable': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 502, speaker: 'Fly proxy' },
        confidence: 'high',
        cause: 'The Fly proxy reaches the machine and not the application: it listens on 127.0.0.1 or on another port.',
        fix: [
            '# fly.toml',
            '[http_service]',
            '  internal_port = 8000   # where the application listens, on 0.0.0.0',
            'fly logs   # PC01, PC02',
        ],
        source: 'superfly/docs',
    },
    'http.fly-no-machine': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, speaker: 'Fly proxy' },
        confidence: 'high',
        cause: 'No machine of the Fly application is healthy.',
        fix: ['fly status', 'fly machine start ID', 'fly logs   # PR01, PR03'],
        source: 'superfly/docs',
    },
    'http.render-bad-gateway': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 502, proxy: 'Render' },
        confidence: 'high',
        cause: 'Render reaches no application: it is not bound to 0.0.0.0:$PORT, or closes connections that Render still uses.',
        fix: ['uvicorn app:app --host 0.0.0.0 --port $PORT', '# Node', 'server.keepAliveTimeout = 120_000'],
        source: 'render.com/docs/troubleshooting-deploys',
    },
    'http.railway-no-answer': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 502, [families/* body */.rf]: /Application failed to respond/ },
        confidence: 'high',
        cause: 'The application on Railway does not listen on 0.0.0.0:$PORT, or crashed.',
        fix: ['uvicorn app:app --host 0.0.0.0 --port $PORT', 'railway logs'],
        source: 'docs.railway.com (application failed to respond)',
    },
    'http.railway-unprovisioned': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /The train has not arrived at the station/ },
        confidence: 'high',
        cause: 'Railway has no service for this domain: it is not provisioned, or nothing was deployed.',
        fix: ['railway domain', 'railway up'],
        source: 'AnswerDotAI/fasthtml-example#63',
    },
    'http.netlify-no-site': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /Not Found - Request ID:/ },
        confidence: 'high',
        cause: 'The name points to Netlify, and no site has this domain.',
        fix: ['netlify sites:list', '# Domain management of the site: add', '{server.address}'],
        source: takeover,
    },
    'http.netlify-function-failed': {
        when: { ...families/* answered */.oQ, proxy: 'Netlify', [families/* status */.h5]: 502 },
        confidence: 'medium',
        cause: 'The Netlify function failed or took too long.',
        fix: ['netlify logs:function NAME'],
        source: 'Netlify documentation and forum',
    },
    'http.vercel-no-deployment': {
        when: { ...vercel('DEPLOYMENT_NOT_FOUND') },
        confidence: 'high',
        cause: 'Vercel has no deployment for this domain.',
        fix: ['vercel domains add {server.address} PROJECT', 'vercel --prod'],
        source: vercelErrors,
    },
    'http.vercel-disabled': {
        when: { ...families/* answered */.oQ, [(0,families/* header */.wx)('x-vercel-error')]: ['DEPLOYMENT_DISABLED', 'DEPLOYMENT_PAUSED'] },
        confidence: 'high',
        cause: 'The deployment is switched off at Vercel ({http.response.header.x-vercel-error}): paused, or over its plan.',
        fix: ['# Settings of the project, General: resume; settings of the team: billing'],
        source: vercelErrors,
    },
    'http.vercel-function-failed': {
        when: vercel('FUNCTION_INVOCATION_FAILED'),
        confidence: 'high',
        cause: 'The Vercel function crashed.',
        fix: [vercelLog],
        source: vercelErrors,
    },
    'http.vercel-function-slow': {
        when: vercel('FUNCTION_INVOCATION_TIMEOUT'),
        confidence: 'high',
        cause: 'The Vercel function took longer than its maximum duration.',
        fix: ['export const maxDuration = 60', vercelLog],
        source: vercelErrors,
    },
    'http.vercel-no-response': {
        when: vercel('NO_RESPONSE_FROM_FUNCTION'),
        confidence: 'high',
        cause: 'The Vercel function ended without an answer.',
        fix: ['# Return a Response on every path of the code', vercelLog],
        source: vercelErrors,
    },
    'http.vercel-throttled': {
        when: vercel('FUNCTION_THROTTLED'),
        confidence: 'high',
        cause: 'Vercel throttles the function: too many at once.',
        fix: ['# Plan and concurrency of the project', vercelLog],
        source: vercelErrors,
    },
    'http.vercel-not-found': {
        when: vercel('NOT_FOUND'),
        confidence: 'high',
        cause: 'The deployment at Vercel has neither file nor function at this path.',
        fix: ['# vercel.json', '{ "rewrites": [{ "source": "/health", "destination": "/api/health" }] }'],
        source: vercelErrors,
    },
    'http.vercel-loop': {
        when: vercel('INFINITE_LOOP_DETECTED'),
        confidence: 'high',
        cause: 'A rewrite or a function at Vercel calls itself.',
        fix: ['# vercel.json: where do the rewrites go?', 'vercel inspect DEPLOYMENT_URL'],
        source: vercelErrors,
    },
    'http.vercel-rewrite-name': {
        when: vercel('DNS_HOSTNAME_NOT_FOUND'),
        confidence: 'high',
        cause: 'The host that a rewrite at Vercel leads to does not resolve.',
        fix: [
            '# vercel.json',
            '{ "rewrites": [{ "source": "/api/:path*", "destination": "https://BACKEND/:path*" }] }',
        ],
        source: vercelErrors,
    },
    'http.vercel-error': {
        when: { ...families/* answered */.oQ, [(0,families/* header */.wx)('x-vercel-error')]: /./, speaker: 'Vercel' },
        confidence: 'low',
        cause: 'Vercel answered itself: {http.response.header.x-vercel-error}.',
        fix: [vercelLog],
        source: vercelErrors,
    },
    'http.github-pages-no-site': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /There isn't a GitHub Pages site here/ },
        confidence: 'high',
        cause: 'The name points to GitHub Pages, and no site has this domain.',
        fix: ['# In the published folder, the file CNAME', '{server.address}'],
        source: takeover,
    },
    'http.pantheon-no-site': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /404 error unknown site!/ },
        confidence: 'high',
        cause: 'The name points to Pantheon, and no site has this domain.',
        fix: ['terminus domain:add SITE.ENV {server.address}'],
        source: takeover,
    },
    'http.surge-no-project': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /project not found/ },
        confidence: 'high',
        cause: 'The name points to Surge, and no project has this domain.',
        fix: ['surge ./build {server.address}'],
        source: takeover,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/concurrency.js
/** Limits on connections: some clients were in when the others were turned away. And what happens to many messages. */


/** Some clients were served: how many were in when the first failed depends on how many handshakes were under way. */
const crowded = {
    'check.kind': 'concurrency',
    'concurrency.opened': { between: [1, 10_000] },
};
/** One or two that got in may be chance; a dozen and then none is a limit. */
const surely = [{ when: { 'concurrency.opened': { between: [10, 10_000] } }, to: 'high' }];
const turnedAway = { ...families/* answeredUpgrade */.IS, ...crowded };
const nginx = ['nginx', 'OpenResty'];
const declared = 'the declared conversation';
const concurrencySignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.nginx-worker-connections': {
        when: { ...turnedAway, speaker: nginx, [families/* status */.h5]: 500 },
        confidence: 'high',
        cause: 'nginx has no connection left after {concurrency.opened} clients: each WebSocket takes two of `worker_connections`.',
        fix: [
            '# The log says "worker_connections are not enough":',
            'tail -n 5 /var/log/nginx/error.log',
            'events { worker_connections 8192; }',
            'worker_rlimit_nofile 16384;',
        ],
        source: 'nginx/nginx:src/core/ngx_connection.c; nginx.org ngx_core_module',
    },
    'upgrade.nginx-connection-limit': {
        when: { ...turnedAway, speaker: nginx, [families/* status */.h5]: 503 },
        confidence: 'high',
        cause: 'nginx let {concurrency.opened} of {concurrency.planned} clients in and answers the others with 503: `limit_conn`, or `limit_req` that counts handshakes.',
        fix: [
            'limit_conn NAME 5000;',
            'limit_req zone=NAME burst=5000 nodelay;',
            '# ingress-nginx, annotation of the Ingress',
            'nginx.ingress.kubernetes.io/limit-connections: "5000"',
        ],
        source: 'nginx.org ngx_http_limit_conn_module, ngx_http_limit_req_module; live',
    },
    'upgrade.haproxy-server-full': {
        when: { ...turnedAway, speaker: 'HAProxy', [families/* status */.h5]: 503 },
        confidence: 'high',
        cause: 'HAProxy let {concurrency.opened} clients in; the others waited in the queue of a server that is full (`maxconn`), in vain.',
        fix: [
            'server app1 127.0.0.1:8000 maxconn 5000',
            '# how long a client waits in the queue',
            'timeout queue 30s',
        ],
        source: 'haproxy/haproxy:doc/configuration.txt (server maxconn, timeout queue); live',
    },
    'upgrade.too-many-clients': {
        when: { ...turnedAway, [families/* status */.h5]: [429, 503] },
        confidence: 'medium',
        cause: '{concurrency.opened} clients got in, and the others are answered with {http.response.status_code}: a limit on connections, or on requests of one address.',
        fix: [
            '# How many clients have to fit? Raise the limit of whoever answers, for example',
            'uvicorn app:app --limit-concurrency 5000',
            '# or verify with fewer',
            'connections: {concurrency.opened}',
        ],
        source: 'RFC 6585 section 4 (429); RFC 9110 section 15.6.4 (503)',
    },
    'tcp.connections-wait': {
        when: {
            'fault.type': ['tcp.timed_out', 'tls.timed_out', 'ws.upgrade_timed_out'],
            ...crowded,
        },
        confidence: 'medium',
        adjust: surely,
        cause: 'After {concurrency.opened} open connections further ones only wait: the server has reached `maxconn`, its descriptors or its threads, and no longer accepts.',
        fix: [
            '# HAProxy',
            'global',
            '  maxconn 10000',
            '# the process behind it: descriptors',
            'ulimit -n 65536',
            '# systemd',
            'LimitNOFILE=65536',
        ],
        source: 'haproxy/haproxy:doc/configuration.txt (maxconn); python/cpython:Lib/asyncio/selector_events.py; live',
    },
    'tcp.connections-dropped': {
        when: {
            'fault.type': [
                ...['tcp.refused', 'tcp.reset', 'tcp.closed', 'tls.closed'],
                ...['ws.closed_before_answer', 'ws.reset_before_answer'],
            ],
            ...crowded,
        },
        confidence: 'medium',
        adjust: surely,
        cause: 'After {concurrency.opened} open connections further ones are dropped unanswered: nginx `worker_connections`, or a limit of the server on connections or descriptors.',
        fix: [
            '# nginx',
            'events { worker_connections 8192; }',
            'worker_rlimit_nofile 16384;',
            '# descriptors of the application, systemd',
            'LimitNOFILE=65536',
        ],
        source: 'nginx/nginx:src/event/ngx_event_accept.c; live',
    },
    'messaging.reply-lost': {
        when: { 'fault.type': 'ws.reply_lost' },
        confidence: 'high',
        cause: 'Of several messages on one connection some were never answered: they or their replies are dropped under load.',
        fix: [
            '# A queue that overflows, a handler that cancels the one before, or a broker that delivers at most once.',
            '# The log of the application, at the time of the run:',
            'journalctl -u app --since -10min',
        ],
        source: declared,
    },
    'messaging.reply-duplicated': {
        when: { 'fault.type': 'ws.reply_duplicated' },
        confidence: 'high',
        cause: 'The same reply came twice: two workers or two subscriptions serve one connection, or a broker delivers again.',
        fix: ['# Subscribe once for each connection, and acknowledge what was delivered.'],
        source: declared,
    },
    'messaging.reply-reordered': {
        when: { 'fault.type': 'ws.reply_reordered' },
        confidence: 'high',
        cause: 'Replies came in another order than their messages: messages of one connection are handled side by side.',
        fix: [
            '# Handle the messages of one connection one after the other, or, if the order does not matter:',
            'ordered: false',
        ],
        source: declared,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/dns.js
/** The name did not lead to an address. Codes: nodejs.org/api/dns.html#error-codes. */

const nodeDns = 'nodejs/node:doc/api/dns.md';
const unanswered = ['dns.failed', 'dns.timed_out'];
const anyDns = [...unanswered, 'dns.name_not_resolved', 'dns.no_address'];
/** Another look-up gave at least one address. */
const addresses = /\d+\.\d+\.\d+\.\d+|[0-9a-f]+:[0-9a-f:]+/i;
const dnsSignatures = (0,signature/* defineSignatures */.l8)({
    'dns.name-missing': {
        when: { 'fault.type': 'dns.name_not_resolved' },
        confidence: 'high',
        cause: 'There is no DNS record for {server.address}: it was never created, or the URL names another host.',
        fix: [
            '# See what the name has, and who is asked for it:',
            'dig +short A {server.address}',
            'dig +trace {server.address}',
            '# Then create the A, AAAA or CNAME record, or mend the host in `url`.',
        ],
        source: 'nodejs/node:doc/api/errors.md (ENOTFOUND)',
    },
    'dns.nxdomain': {
        when: { 'fault.type': 'dns.name_not_resolved', 'resolver.nxdomain': true },
        confidence: 'high',
        cause: 'The name servers say that {server.address} does not exist at all (NXDOMAIN): the record was never created, or the zone is not delegated.',
        fix: [
            'dig NS {server.address} +trace   # who is asked, and who says no?',
            '# Create the record in that zone, or mend the host in `url`.',
        ],
        source: nodeDns,
    },
    'dns.nodata': {
        when: { 'fault.type': ['dns.name_not_resolved', 'dns.no_address'], 'resolver.nodata': true },
        confidence: 'high',
        cause: 'The name {server.address} exists in DNS and has no address record: only a TXT, MX or other record was created.',
        fix: ['dig +short ANY {server.address}', '# Add the A record (or AAAA, or CNAME) beside what is there.'],
        source: nodeDns,
    },
    'dns.no-address': {
        when: { 'fault.type': 'dns.no_address' },
        confidence: 'high',
        cause: 'The name {server.address} exists but has neither an A nor an AAAA record.',
        fix: [
            'dig +short A {server.address}',
            'dig +short AAAA {server.address}',
            '# Add the record that is missing.',
        ],
        source: nodeDns,
    },
    'dns.temporary-failure': {
        when: { 'fault.type': 'dns.failed', 'fault.code': 'EAI_AGAIN' },
        confidence: 'medium',
        cause: 'The resolver of this machine gave a temporary failure: it timed out, or the name servers of the zone answer SERVFAIL.',
        fix: [
            'dig {server.address}             # through the resolver of this machine',
            'dig @1.1.1.1 {server.address}    # through another one: does it agree?',
            '# In a container without egress to port 53: allow it, or set the resolver',
            'docker run --dns 1.1.1.1 IMAGE',
        ],
        source: 'nodejs/node:doc/api/errors.md (EAI_AGAIN)',
    },
    'dns.server-failure': {
        when: { 'fault.type': 'dns.failed', 'fault.code': 'ESERVFAIL' },
        confidence: 'medium',
        cause: 'The resolver could not get an answer from the name servers of the zone: broken delegation or DNSSEC.',
        fix: [
            'dig {server.address}          # SERVFAIL?',
            'dig +cd {server.address}      # an answer only with +cd means that DNSSEC is broken',
            'dig NS {server.address} +trace',
        ],
        source: nodeDns,
    },
    'dns.zone-broken': {
        when: { 'fault.type': unanswered, 'resolver.servfail': true },
        confidence: 'high',
        cause: 'The resolver answers SERVFAIL for {server.address}: the name servers of the zone are not reachable, or its DNSSEC signatures do not hold.',
        fix: [
            'dig +cd {server.address}      # an answer only with +cd means that DNSSEC is broken',
            '# DNSSEC: compare the DS record at the registrar with the keys of the zone',
            'dig DS {server.address}',
            'dig DNSKEY {server.address}',
        ],
        source: nodeDns,
    },
    'dns.refused': {
        when: { 'fault.type': 'dns.failed', 'fault.code': 'EREFUSED' },
        confidence: 'medium',
        cause: 'The name servers that are asked have no such zone: it was deleted or moved, and the delegation was not.',
        fix: [
            'dig NS {server.address} +trace',
            '# Create the zone again, or change the NS records at the registrar.',
        ],
        source: nodeDns,
    },
    'dns.local-resolver-wrong': {
        when: {
            'fault.type': anyDns,
            'resolver.direct': addresses,
            'resolver.nodata': { not: true },
        },
        confidence: 'high',
        cause: 'DNS has {resolver.direct} for {server.address}, and this machine does not see it: its resolver, hosts file or search list is at fault, not the deployment.',
        fix: [
            'getent hosts {server.address}   # as programs see it',
            'dig +short {server.address}     # as DNS has it',
            'cat /etc/resolv.conf /etc/nsswitch.conf',
        ],
        source: nodeDns,
    },
    'dns.local-resolver-down': {
        when: { 'fault.type': anyDns, 'resolver.direct': /\b(ECONNREFUSED|ETIMEOUT)\b/ },
        confidence: 'medium',
        cause: 'The resolver that this machine is set to use does not answer ({resolver.direct}).',
        fix: ['cat /etc/resolv.conf', 'dig @1.1.1.1 {server.address}   # does another one answer?'],
        source: nodeDns,
    },
    'dns.local-name': {
        when: {
            'fault.type': anyDns,
            'server.address': /\.(local|internal|lan|svc|cluster\.local|test|localdomain)$|^[^.]+$/i,
        },
        confidence: 'medium',
        cause: '{server.address} is a name of an internal network (a container, a cluster or a company); outside of it nobody resolves it.',
        fix: [
            '# Use the public name in `url`, run on a runner inside that network,',
            '# or dial the address yourself (inputs):',
            'connect-to: ADDRESS:PORT',
        ],
        source: 'RFC 6762, RFC 8375; kubernetes.io DNS for Services and Pods',
    },
    'dns.resolver-failed': {
        when: { 'fault.type': 'dns.failed' },
        confidence: 'medium',
        cause: 'The resolver gave no usable answer for {server.address}; it may be the zone, or the resolver of this machine.',
        fix: ['dig {server.address}', 'dig @1.1.1.1 {server.address}   # another resolver: does it agree?'],
        source: nodeDns,
    },
    'dns.timed-out': {
        when: { 'fault.type': 'dns.timed_out' },
        confidence: 'medium',
        cause: 'No resolver answered for {server.address} in time: its name servers or the resolver of this machine are down.',
        fix: ['dig {server.address}', 'dig @1.1.1.1 {server.address}   # another resolver: does it agree?'],
        source: nodeDns,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway.js
/** A gateway speaks because what is behind it does not, and nothing tells which gateway it is. */

const gatewaySignatures = (0,signature/* defineSignatures */.l8)({
    'http.gateway-error': {
        when: { 'fault.type': 'http.gateway_error' },
        confidence: 'medium',
        cause: 'A gateway answered {http.response.status_code} because the application behind it did not: it is down, starting, or unreachable from there.',
        fix: ['# Is it running, and listening where the gateway looks for it?', 'kubectl get pods', 'ss -ltnp'],
        source: 'RFC 9110 section 15.6',
    },
    'upgrade.gateway-error': {
        when: { 'fault.type': 'ws.gateway_error' },
        confidence: 'medium',
        cause: 'A gateway answered the upgrade with {http.response.status_code} because what is behind it did not.',
        fix: [
            '# Is the WebSocket server running, and listening where the gateway looks for it?',
            'kubectl get pods',
            'ss -ltnp',
        ],
        source: 'RFC 9110 section 15.6',
    },
    'upgrade.gateway-under-load': {
        // Of 429 and 503 the rows of many clients know more (signatures/concurrency.ts).
        when: {
            'fault.type': 'ws.gateway_error',
            'http.response.status_code': [502, 504],
            'concurrency.opened': { between: [1, 1e6] },
        },
        confidence: 'high',
        rank: 'before',
        cause: '{concurrency.opened} of {concurrency.planned} connections at once were let through and the gateway answered others {http.response.status_code}: a limit on connections on the way to the application, or one of several instances behind it is down.',
        fix: [
            '# nginx: the limits of the upstream and of a worker',
            'upstream app { server 127.0.0.1:8000 max_conns=0; }',
            'events { worker_connections 4096; }',
            '# HAProxy: connections to one server, an open WebSocket counts for as long as it lives',
            'server app1 127.0.0.1:8000 check maxconn 2000',
        ],
        source: 'live: nginx with max_conns, HAProxy with maxconn and timeout queue',
    },
    'upgrade.only-upgrade-unavailable': {
        when: { 'fault.type': 'ws.gateway_error', 'origin.http': 'passed' },
        confidence: 'medium',
        adjust: [
            { when: { proxy: 'IIS' }, to: 'low' },
            // Some connections did open on this path.
            { when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' },
        ],
        cause: 'Plain HTTP works on the same host and the upgrade gets {http.response.status_code}: this path goes to another upstream, which is down.',
        fix: ['# nginx: where does the location of the WebSocket path go?', 'nginx -T | grep -A5 "location /ws"'],
        source: 'the health check of the same host beside it',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway-apache.js
/** Apache httpd, speaking for itself: its own pages, with the signature below them or without. */


const gateway_apache_by = (code, family = families/* answered */.oQ) => ({
    ...family,
    speaker: 'Apache httpd',
    [families/* status */.h5]: code,
});
/** A backend that closes does so at once; one that hangs keeps Apache waiting. */
const readTooLong = {
    [families/* body */.rf]: /Error reading from remote server/,
    'answer.after_ms': { between: [900, 3_600_000] },
};
const apacheSignatures = (0,signature/* defineSignatures */.l8)({
    'http.apache-upstream-down': {
        when: gateway_apache_by(503),
        confidence: 'high',
        cause: 'Apache says 503 itself: it could not connect to its backend (and does not try again for a minute), or it is closed for maintenance.',
        fix: ['# Start the backend; for a shorter pause:', 'ProxyPass "/" "http://127.0.0.1:8000/" retry=0'],
        source: 'apache/httpd:modules/http/http_protocol.c',
    },
    'http.apache-bad-answer': {
        when: gateway_apache_by(502),
        confidence: 'high',
        cause: 'The backend closed the connection on Apache, or sent no valid answer: it crashed, speaks TLS, or its keep-alive is shorter than that of Apache.',
        adjust: [{ when: readTooLong, to: 'low' }],
        fix: ['SetEnv proxy-initial-not-pooled 1', 'ProxyPass "/" "http://127.0.0.1:8000/" ttl=4'],
        source: 'apache/httpd:modules/proxy',
    },
    'http.apache-slow': {
        when: gateway_apache_by(504),
        confidence: 'high',
        cause: 'The backend did not answer Apache within its `timeout`.',
        fix: ['ProxyTimeout 60', 'ProxyPass "/" "http://127.0.0.1:8000/" timeout=60'],
        source: 'apache/httpd:modules/http/http_protocol.c (504)',
    },
    'http.apache-no-answer': {
        when: { ...gateway_apache_by(502), ...readTooLong },
        confidence: 'medium',
        cause: 'The backend took the connection and sent Apache nothing for {answer.after}: it hangs until the `timeout` of Apache ends, or breaks off late.',
        fix: ['ProxyTimeout 60', 'ProxyPass "/" "http://127.0.0.1:8000/" timeout=60'],
        source: 'apache/httpd:modules/proxy/mod_proxy_http.c; live: Apache 2.4 before a server that says nothing',
    },
    'http.apache-error': {
        when: gateway_apache_by(500, families/* answeredPlainly */.Ji),
        confidence: 'medium',
        cause: 'Apache itself says 500: a mistake in its configuration (a backend without its module, rewrites that go round), or a script that failed under it.',
        fix: ['# It says why:', 'tail -n 5 /var/log/apache2/error.log', 'apachectl -M | grep proxy'],
        source: 'apache/httpd:modules/http/http_protocol.c',
    },
    'http.apache-upstream-tls': {
        when: { ...gateway_apache_by([500, 502]), [families/* body */.rf]: /Error during SSL Handshake with remote server/ },
        confidence: 'high',
        cause: 'Apache and its backend disagree about TLS: the backend speaks plain HTTP, or its certificate is not accepted.',
        fix: [
            'ProxyPass "/" "http://127.0.0.1:8000/"   # http, if the backend has no TLS',
            '# or',
            'SSLProxyEngine on',
            'SSLProxyCACertificateFile /etc/ssl/ca.pem',
        ],
        source: 'apache/httpd:modules/proxy',
    },
    'http.apache-upstream-name': {
        when: { ...gateway_apache_by([502, 503]), [families/* body */.rf]: /DNS lookup failure for:/ },
        confidence: 'high',
        cause: 'Apache cannot resolve the name of its backend.',
        fix: ['ProxyPass "/" "http://HOST:8000/"   # a name that this container resolves', 'getent hosts HOST'],
        source: 'apache/httpd:modules/proxy',
    },
    'http.not-found-apache': {
        when: gateway_apache_by(404, families/* answeredPlainly */.Ji),
        confidence: 'high',
        cause: 'Apache itself says 404: no ProxyPass leads this path to the application.',
        fix: [
            'ProxyPass "/health" "http://127.0.0.1:8000/health"',
            'ProxyPassReverse "/health" "http://127.0.0.1:8000/health"',
        ],
        source: 'apache/httpd:modules/http/http_protocol.c',
    },
    'auth.apache-password': {
        when: { ...gateway_apache_by(401), [(0,families/* header */.wx)('www-authenticate')]: /^Basic\b/i },
        confidence: 'high',
        cause: 'Apache asks for a password itself (AuthType Basic): the application was not reached.',
        fix: ['# For this path alone:', '<Location "/ws">', '  Require all granted', '</Location>'],
        source: 'apache/httpd:modules/http/http_protocol.c; mod_auth_basic documentation',
    },
    'auth.apache-denied': {
        when: gateway_apache_by(403),
        confidence: 'high',
        cause: 'Apache refuses the request itself: a `Require` rule, or files that it may not read.',
        fix: ['<Location "/health">', '  Require all granted', '</Location>'],
        source: 'apache/httpd:modules/http/http_protocol.c',
    },
    'http.apache-default-page': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /Apache2 (Ubuntu|Debian) Default Page|<h1>It works!<\/h1>/ },
        confidence: 'high',
        cause: 'The default site of Apache answered: no virtual host has this name.',
        fix: ['ServerName {server.address}', 'apachectl -S   # which hosts are there?'],
        source: 'apache/httpd: default page',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway-api.js
/** API gateways and meshes: Kong, APISIX, Cloud Foundry, Linkerd, Knative; and Squid, which stands on the client's side. */


const routerError = (0,families/* header */.wx)('x-cf-routererror');
const gorouter = 'cloudfoundry/gorouter:docs/03-features.md';
const apiGatewaySignatures = (0,signature/* defineSignatures */.l8)({
    'http.kong-no-route': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /no Route matched with those values/ },
        confidence: 'high',
        cause: 'Kong has no route for this host, path and method.',
        fix: [
            'curl -X POST http://localhost:8001/services/NAME/routes -d "hosts[]={server.address}" -d "paths[]=/"',
        ],
        source: 'Kong/kong:kong/runloop/handler.lua',
    },
    'http.kong-no-target': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, [families/* body */.rf]: /failure to get a peer from the ring-balancer/ },
        confidence: 'high',
        cause: 'Kong holds all targets of the upstream for unhealthy.',
        fix: ['curl http://localhost:8001/upstreams/NAME/health'],
        source: 'Kong/kong:kong/runloop/balancer/init.lua',
    },
    'http.kong-name-resolution': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, [families/* body */.rf]: /name resolution failed/ },
        confidence: 'high',
        cause: 'Kong cannot resolve the host of the service behind it.',
        fix: [
            'curl -X PATCH http://localhost:8001/services/NAME -d host=HOST',
            'dns_resolver = 127.0.0.11   # kong.conf',
        ],
        source: 'Kong/kong:kong/runloop/balancer',
    },
    'http.kong-bad-answer': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 502, [families/* body */.rf]: /An invalid response was received from the upstream server/ },
        confidence: 'high',
        cause: 'The service behind Kong refused the connection or gave no valid answer.',
        fix: ['curl http://localhost:8001/services/NAME   # host, port, protocol as the service has them'],
        source: 'Kong/kong:kong/error_handlers',
    },
    'http.kong-slow': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 504, [families/* body */.rf]: /The upstream server is timing out/ },
        confidence: 'high',
        cause: 'The service behind Kong did not answer in time.',
        fix: ['curl -X PATCH http://localhost:8001/services/NAME -d read_timeout=60000'],
        source: 'Kong/kong:kong/error_handlers',
    },
    'http.apisix-no-route': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /"error_msg":\s*"404 Route Not Found"/ },
        confidence: 'high',
        cause: 'APISIX has no route for this host and path.',
        fix: [
            'curl http://127.0.0.1:9180/apisix/admin/routes/1 -X PUT -d \'{"uri":"/*","upstream":{"type":"roundrobin","nodes":{"127.0.0.1:8000":1}}}\'',
        ],
        source: 'apache/apisix:apisix/init.lua',
    },
    'http.gorouter-unknown-route': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [routerError]: 'unknown_route' },
        confidence: 'high',
        cause: 'Cloud Foundry has no application on this route: it is stopped, crashed or not mapped.',
        fix: ['cf apps', 'cf map-route APP DOMAIN --hostname HOST', 'cf start APP'],
        source: `${gorouter}; cloudfoundry/gorouter:handlers/lookup.go`,
    },
    'http.gorouter-endpoint-failure': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 502, [routerError]: /^endpoint_failure/ },
        confidence: 'high',
        cause: 'The instance that Cloud Foundry chose did not answer ({http.response.header.x-cf-routererror}).',
        fix: ['cf app APP', 'cf logs APP --recent'],
        source: gorouter,
    },
    'http.gorouter-no-endpoints': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, [routerError]: 'no_endpoints' },
        confidence: 'high',
        cause: 'The route exists in Cloud Foundry, and no instance is running.',
        fix: ['cf scale APP -i 2', 'cf logs APP --recent'],
        source: gorouter,
    },
    'http.gorouter-instance-tls': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [496, 525, 526], [routerError]: /./ },
        confidence: 'high',
        cause: 'TLS between the router of Cloud Foundry and the instance failed ({http.response.header.x-cf-routererror}).',
        fix: ['cf restart APP   # renews the identity certificate of the instance'],
        source: gorouter,
    },
    'http.linkerd-error': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [502, 503, 504], [(0,families/* header */.wx)('l5d-proxy-error')]: /./ },
        confidence: 'high',
        cause: 'The Linkerd proxy could not deliver the request: {http.response.header.l5d-proxy-error}.',
        fix: ['linkerd viz tap deploy/NAME', 'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE'],
        source: 'linkerd/linkerd2-proxy:linkerd/app/core/src/errors.rs',
    },
    'http.knative-activator': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [502, 503, 504], [(0,families/* header */.wx)('server')]: /^(activator|queue-proxy)/i },
        confidence: 'medium',
        cause: 'Knative could not start or reach an instance of the revision in time.',
        fix: ['kubectl get revision,ksvc', 'spec: { template: { spec: { timeoutSeconds: 300 } } }'],
        source: 'knative/serving:pkg/activator',
    },
    'http.client-proxy-error': {
        when: { ...families/* answered */.oQ, speaker: 'Squid', 'proxy.address': { not: null } },
        confidence: 'high',
        cause: 'The answer is from the Squid proxy on the way out of this machine: the deployment was not reached, and may be well.',
        fix: [
            'NO_PROXY={server.address}',
            '# or let the proxy allow it, squid.conf',
            'acl deployments dstdomain {server.address}',
        ],
        source: 'squid-cache/squid:src/http/RegisteredHeadersHash.cci',
    },
    'http.client-proxy-dns': {
        when: {
            ...families/* answered */.oQ,
            speaker: 'Squid',
            'proxy.address': { not: null },
            [(0,families/* header */.wx)('x-squid-error')]: /^ERR_DNS_FAIL/,
        },
        confidence: 'high',
        cause: 'The Squid proxy on the way out of this machine cannot resolve {server.address}: perhaps a private name.',
        fix: ['NO_PROXY={server.address}'],
        source: 'squid-cache/squid:errors (ERR_DNS_FAIL)',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway-envoy.js
/** Envoy and Istio, speaking for themselves: local replies (source/common/router/router.cc). */


const router = 'envoyproxy/envoy:source/common/router/router.cc';
const beforeHeaders = (reason) => ({
    ...families/* answered */.oQ,
    [families/* body */.rf]: new RegExp(`^upstream connect error or disconnect/reset before headers.*reset reason: ${reason}`, 's'),
});
const endpoints = [
    'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
    'istioctl proxy-config endpoints POD --cluster CLUSTER',
];
const envoySignatures = (0,signature/* defineSignatures */.l8)({
    'http.envoy-no-healthy-upstream': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /^no healthy upstream/ },
        confidence: 'high',
        cause: 'Envoy has no healthy endpoint for this route: pods are not ready, or a selector or subset matches none.',
        fix: endpoints,
        source: `${router} (flag UH)`,
    },
    'http.envoy-connection-failure': {
        when: beforeHeaders('(remote |local )?connection failure(?!.*TLS)'),
        confidence: 'high',
        cause: 'Envoy could not connect to the application: nothing listens on the port that the Service names, or it crashed.',
        fix: [
            'kubectl get service NAME -o jsonpath={.spec.ports}   # targetPort = the port it listens on',
            ...endpoints,
        ],
        source: `${router} (flag UF)`,
    },
    'http.envoy-upstream-tls': {
        when: beforeHeaders('(remote |local )?connection failure.*TLS'),
        confidence: 'high',
        cause: 'Envoy and the application disagree about TLS: mutual TLS on one side only, or a certificate that does not verify.',
        fix: [
            '# Istio: the modes of both have to agree',
            'kubectl get peerauthentication,destinationrule -A',
            'trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }   # DestinationRule',
        ],
        source: `${router} (transport failure reason)`,
    },
    'http.envoy-connection-timeout': {
        when: beforeHeaders('connection timeout'),
        confidence: 'high',
        cause: 'Envoy got no answer when it connected to the application: a network policy or firewall drops the packets.',
        fix: ['kubectl get networkpolicy -A', 'connect_timeout: 5s   # Envoy cluster'],
        source: router,
    },
    'http.envoy-connection-termination': {
        when: beforeHeaders('connection termination'),
        confidence: 'high',
        cause: 'The application closed the connection while Envoy used it: it crashed on the request, or its keep-alive is shorter than that of Envoy.',
        fix: [
            'kubectl logs POD --previous',
            '# Node',
            'server.keepAliveTimeout = 65_000',
            '# uvicorn',
            'uvicorn app:app --timeout-keep-alive 65',
        ],
        source: `${router} (flag UC)`,
    },
    'http.envoy-overflow': {
        when: beforeHeaders('overflow'),
        confidence: 'high',
        cause: 'The circuit breaker of Envoy is open: more connections or requests than its limits allow.',
        fix: [
            '# DestinationRule',
            'trafficPolicy:',
            '  connectionPool: { tcp: { maxConnections: 1000 }, http: { http1MaxPendingRequests: 1000 } }',
        ],
        source: `${router} (flag UO)`,
    },
    'http.envoy-protocol-error': {
        when: beforeHeaders('protocol error'),
        confidence: 'high',
        cause: 'Envoy speaks HTTP/2 to an application that speaks HTTP/1.1, or the other way round.',
        fix: [
            '# Kubernetes Service: the name of the port says the protocol',
            'ports: [{ name: http, port: 80, targetPort: 8000 }]',
            '# Cloud Run: switch "HTTP/2 end-to-end" off',
            'gcloud run services update NAME --no-use-http2',
        ],
        source: 'GoogleCloudPlatform/cloud-run-samples#223',
    },
    'http.envoy-upstream-down': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /^upstream connect error or disconnect\/reset before headers/ },
        confidence: 'medium',
        cause: 'Envoy could not talk to the application: wrong port, crashed, or mutual TLS on one side only. Its body gives the reason.',
        fix: [
            'kubectl get service NAME -o jsonpath={.spec.ports}   # targetPort = the port it listens on',
            '# Istio: the modes of both have to agree',
            'kubectl get peerauthentication,destinationrule -A',
        ],
        source: router,
    },
    'http.envoy-upstream-slow': {
        when: {
            ...families/* answered */.oQ,
            [families/* body */.rf]: /^upstream request timeout/,
            [(0,families/* header */.wx)('server')]: { not: /^Google Frontend/i },
        },
        confidence: 'high',
        cause: 'The application did not answer within the route timeout of Envoy (15 s by default).',
        fix: ['route:', '  timeout: 60s', '# Istio VirtualService: spec.http[].timeout'],
        source: `${router} (flag UT)`,
    },
    'http.envoy-stream-timeout': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 408, [families/* body */.rf]: /^stream timeout/ },
        confidence: 'high',
        cause: 'The stream was quiet for longer than the idle timeout of Envoy (5 min by default).',
        fix: ['stream_idle_timeout: 0s   # HTTP connection manager', 'route: { idle_timeout: 0s }'],
        source: 'envoyproxy/envoy:source/common/http/conn_manager_impl.cc',
    },
    'http.not-found-envoy': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 404, speaker: 'Envoy' },
        confidence: 'high',
        cause: 'Envoy itself says 404: no route matches this host and path.',
        fix: [
            '# Envoy, virtual host',
            'domains: ["{server.address}", "{server.address}:*"]',
            '# Istio, VirtualService and Gateway',
            'hosts: [{server.address}]',
            'istioctl proxy-config routes POD   # what is loaded?',
        ],
        source: 'envoyproxy/envoy:source/common/http/conn_manager_impl.cc (flag NR)',
    },
    'http.proxy-speaks-http10': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 426, proxy: 'Envoy' },
        confidence: 'high',
        cause: 'A proxy in front of Envoy speaks HTTP/1.0 to it, as nginx before 1.29.7 does by default.',
        fix: ['# nginx', 'proxy_http_version 1.1;'],
        source: 'SigNoz/charts#53; mosip/esignet#2559; langflow-ai/langflow#9010',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway-nginx.js
/** nginx, OpenResty and ingress-nginx, speaking for themselves: their own pages (ngx_http_special_response.c). */


const pages = 'nginx/nginx:src/http/ngx_http_special_response.c';
const own = { ...families/* answered */.oQ, speaker: ['nginx', 'OpenResty'] };
const ownPlainly = { ...families/* answeredPlainly */.Ji, speaker: ['nginx', 'OpenResty'] };
const errorLog = ['# nginx names the upstream and the reason:', 'tail -n 5 /var/log/nginx/error.log'];
const nginxSignatures = (0,signature/* defineSignatures */.l8)({
    'http.nginx-upstream-down': {
        when: { ...own, [families/* status */.h5]: 502 },
        confidence: 'high',
        cause: 'nginx got no valid answer from its upstream: nothing listens where `proxy_pass` points, only one of them speaks TLS, or the application broke off.',
        fix: [
            ...errorLog,
            '# then, for example:',
            'upstream app { server 127.0.0.1:8000; }   # host and port of the application',
            'setsebool -P httpd_can_network_connect 1  # on SELinux',
        ],
        source: `${pages}; nginx/nginx:src/http/ngx_http_upstream.c`,
        // Some did get their answer.
        adjust: [{ when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' }],
    },
    'http.nginx-internal-error': {
        when: { ...own, [families/* status */.h5]: 500 },
        confidence: 'high',
        cause: 'nginx itself says 500, and not the application: an `auth_request` that got neither 2xx, 401 nor 403, a `rewrite` or `try_files` that goes round, or a folder that it may not write to.',
        fix: [
            ...errorLog,
            '# then, for example: what the subrequest is sent to has to answer',
            'location = /auth { internal; proxy_pass http://auth/verify; proxy_pass_request_body off; }',
        ],
        source: `${pages}; nginx/nginx:src/http/modules/ngx_http_auth_request_module.c; live`,
    },
    'http.nginx-no-endpoints': {
        when: { ...own, [families/* status */.h5]: 503 },
        confidence: 'medium',
        cause: 'nginx says 503 itself: ingress-nginx without a ready endpoint for the Service, or a limit on requests or connections.',
        fix: [
            'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
            '# or the limits:',
            'grep -rn "limit_req\\|limit_conn" /etc/nginx',
        ],
        source: 'kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl',
        adjust: [
            { when: { 'repeat.flaky': true }, to: 'low' },
            { when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' },
        ],
    },
    'http.nginx-request-limit': {
        when: { ...own, [families/* status */.h5]: 503, 'repeat.flaky': true },
        confidence: 'high',
        cause: 'nginx lets some of these requests through and answers the others with 503: a limit on requests or connections.',
        fix: [
            'limit_req zone=NAME burst=20 nodelay;',
            '# ingress-nginx, annotations of the Ingress',
            'nginx.ingress.kubernetes.io/limit-rps: "50"',
        ],
        source: 'kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl; nginx.org ngx_http_limit_req_module',
        // Many clients tell it better: signatures/concurrency.ts.
        adjust: [{ when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' }],
    },
    'http.nginx-upstream-slow': {
        when: { ...own, [families/* status */.h5]: 504 },
        confidence: 'high',
        cause: 'nginx waited {answer.after} for the application and gave up: it hangs, or packets between them are dropped.',
        fix: [
            'proxy_connect_timeout 5s;',
            'proxy_read_timeout 60s;',
            '# 60 s is the default: more helps only if the application ever answers',
        ],
        source: 'nginx.org ngx_http_proxy_module',
    },
    'http.not-found-nginx': {
        when: { ...ownPlainly, [families/* status */.h5]: 404 },
        confidence: 'high',
        cause: 'nginx itself says 404: no `location` or Ingress rule leads this host and path to the application.',
        fix: [
            'location /health { proxy_pass http://app; }',
            '# Kubernetes: host, path and ingressClassName of the Ingress',
            'kubectl describe ingress NAME',
        ],
        source: `${pages}; kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl`,
    },
    'auth.nginx-basic-auth': {
        when: { ...own, [families/* status */.h5]: 401, [(0,families/* header */.wx)('www-authenticate')]: /^Basic\b/i },
        confidence: 'high',
        cause: 'nginx asks for a password itself (auth_basic): the application was not reached.',
        fix: ['# For this path alone:', 'location /health { auth_basic off; proxy_pass http://app; }'],
        source: `${pages} (401 Authorization Required)`,
    },
    'auth.nginx-denied': {
        when: { ...own, [families/* status */.h5]: 403 },
        confidence: 'high',
        cause: 'nginx refuses the request itself: a `deny` rule, a folder without an index, or files that it may not read.',
        fix: [...errorLog, '# for example:', 'allow RUNNER_ADDRESS;', 'deny all;'],
        source: `${pages} (403 Forbidden)`,
    },
    'http.nginx-static-method': {
        when: { ...own, [families/* status */.h5]: 405 },
        confidence: 'high',
        cause: 'nginx serves a static file at this path, and that takes no such method: the path does not lead to the application.',
        fix: ['location /api/ { proxy_pass http://app; }'],
        source: `${pages} (405 Not Allowed)`,
    },
    'http.nginx-request-too-large': {
        when: { ...own, [families/* status */.h5]: 413 },
        confidence: 'high',
        cause: 'The body of the request is larger than nginx accepts.',
        fix: ['client_max_body_size 10m;', '# ingress-nginx', 'nginx.ingress.kubernetes.io/proxy-body-size: 10m'],
        source: pages,
    },
    'http.nginx-headers-too-large': {
        when: { ...own, [families/* status */.h5]: 400, [families/* body */.rf]: /Request Header Or Cookie Too Large/ },
        confidence: 'high',
        cause: 'The headers of the request, mostly a large token or cookie, are larger than nginx accepts.',
        fix: ['large_client_header_buffers 4 32k;'],
        source: pages,
    },
    'http.nginx-default-page': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /<title>Welcome to nginx!<\/title>|<h1>Welcome to (nginx|OpenResty)!/i },
        confidence: 'high',
        cause: 'The default site of nginx answered: `server_name` does not match this host, or the configuration was not mounted.',
        fix: ['server_name {server.address};', 'nginx -T | grep -n server_name   # what is loaded?'],
        source: 'the default page of nginx',
    },
    'http.ingress-default-backend': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /^default backend - 404/ },
        confidence: 'high',
        cause: 'The default backend of the ingress controller answered: no Ingress rule has this host and path.',
        fix: [
            'kubectl get ingress -A   # HOSTS, CLASS',
            'spec:',
            '  ingressClassName: nginx',
            '  rules:',
            '    - host: {server.address}',
        ],
        source: 'kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl; kubernetes/ingress-gce',
    },
    'http.gke-default-backend': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 404, [families/* body */.rf]: /^response 404 \(backend NotFound\)/ },
        confidence: 'high',
        cause: 'The default backend of GKE answered: the host or path is not in the URL map of the load balancer.',
        fix: [
            '# GKE Ingress: with ImplementationSpecific the path needs a star',
            'paths:',
            '  - path: /*',
            '    pathType: ImplementationSpecific',
        ],
        source: 'kubernetes/ingress-gce:cmd/404-server-with-metrics/server-with-metrics.go',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway-others.js
/** lighttpd, nghttpx, H2O, Apache Traffic Server, Tinyproxy, and Squid in front of a deployment, speaking for themselves. */


const gateway_others_by = (speaker, code, family = families/* answered */.oQ) => ({
    ...family,
    speaker,
    [families/* status */.h5]: code,
});
const lighttpd = 'live: lighttpd 1.4.69';
const lighttpdRoute = 'proxy.server = ( "/" => (( "host" => "127.0.0.1", "port" => 8000 )) )   # mod_proxy';
const nghttpx = 'live: nghttpx 1.52';
const h2o = 'live: H2O 2.2.5';
const ats = 'live: Apache Traffic Server 9.2';
const atsMaps = [
    '# remap.config: WebSockets have rules of their own, before the others',
    'map ws://{server.address}/ws ws://127.0.0.1:8000/ws',
    'map http://{server.address}/ http://127.0.0.1:8000/',
];
const squid = 'live: Squid 5.7 as an accelerator';
/** Squid was not asked as a proxy by this machine: it stands in front of the deployment, or takes connections on the way. */
const squidInFront = { ...families/* answered */.oQ, speaker: 'Squid', 'proxy.address': null };
const otherGatewaySignatures = (0,signature/* defineSignatures */.l8)({
    'http.lighttpd-backend-down': {
        when: gateway_others_by('lighttpd', [500, 502, 503]),
        confidence: 'high',
        cause: 'lighttpd itself answers {http.response.status_code}: its back end is down (503, and it is left out for a moment after), broke off (500), or does not speak HTTP (502).',
        fix: ['tail -n 5 /var/log/lighttpd/error.log   # it names the back end', lighttpdRoute],
        source: lighttpd,
    },
    'http.lighttpd-slow': {
        when: gateway_others_by('lighttpd', 504),
        confidence: 'high',
        cause: 'The back end did not answer within the time-outs that lighttpd has for it.',
        fix: [
            'proxy.server = ( "/" => (( "host" => "127.0.0.1", "port" => 8000, "connect-timeout" => 5, "read-timeout" => 60 )) )',
        ],
        source: lighttpd,
    },
    'http.lighttpd-no-route': {
        when: gateway_others_by('lighttpd', 404),
        confidence: 'high',
        cause: 'lighttpd itself says 404: no `proxy.server` leads this path to the application.',
        fix: [lighttpdRoute],
        source: lighttpd,
    },
    'auth.lighttpd-denied': {
        when: gateway_others_by('lighttpd', [401, 403]),
        confidence: 'high',
        cause: 'lighttpd refuses the request itself (`auth.require`, `url.access-deny`): the application was not reached.',
        fix: ['grep -rn "auth.require\\|access-deny" /etc/lighttpd'],
        source: lighttpd,
    },
    'http.nghttpx-backend-down': {
        when: gateway_others_by('nghttpx', [502, 503]),
        confidence: 'high',
        cause: 'nghttpx got no valid answer: no back end for this host and path takes a connection, or it speaks another protocol than declared (`proto=h2`, `tls`).',
        fix: ['backend=127.0.0.1,8000;/', '# with TLS behind it: backend=127.0.0.1,8443;/;tls'],
        source: nghttpx,
    },
    'http.nghttpx-slow': {
        when: gateway_others_by('nghttpx', 504),
        confidence: 'high',
        cause: 'The back end did not answer within `backend-read-timeout` of nghttpx.',
        fix: ['backend-read-timeout=1m'],
        source: nghttpx,
    },
    'http.h2o-backend-down': {
        when: gateway_others_by('H2O', 502),
        confidence: 'high',
        cause: 'H2O got no valid answer from its back end: it takes no connection, broke off, does not speak HTTP, or is too slow. The body of the answer says which.',
        fix: ['proxy.reverse.url: "http://127.0.0.1:8000/"', 'proxy.timeout.io: 60000   # milliseconds'],
        source: h2o,
    },
    'http.ats-backend-down': {
        when: gateway_others_by('Apache Traffic Server', [500, 502, 503, 504]),
        confidence: 'high',
        cause: 'Apache Traffic Server got no answer from its origin: nothing listens where remap.config points, or it is too slow.',
        fix: [...atsMaps, 'traffic_logcat error.log | tail -n 5'],
        source: ats,
    },
    'http.ats-no-map': {
        when: gateway_others_by('Apache Traffic Server', 404),
        confidence: 'high',
        cause: 'Apache Traffic Server itself says 404: no rule of its remap.config has this scheme, host and path. To it, `ws` is a scheme of its own: a rule for `http` does not take WebSockets.',
        fix: atsMaps,
        source: ats,
    },
    'http.tinyproxy-backend-down': {
        when: gateway_others_by('Tinyproxy', [500, 502, 503, 504]),
        confidence: 'high',
        cause: 'Tinyproxy itself answers {http.response.status_code}: it could not connect to what is behind it.',
        fix: ['ReversePath "/" "http://127.0.0.1:8000/"'],
        source: 'live: Tinyproxy 1.11.1',
    },
    'http.squid-in-front': {
        when: squidInFront,
        confidence: 'high',
        cause: 'Squid answered in place of the application. This machine was told of no proxy, so Squid stands in front of the deployment, and what is behind it did not answer or is not allowed; or it takes the connections of this network without being asked.',
        fix: [
            '# squid.conf of the deployment: does the application listen there?',
            'cache_peer 127.0.0.1 parent 8000 0 no-query originserver',
            'grep -n "^http_access" /etc/squid/squid.conf',
        ],
        source: squid,
    },
    'auth.squid-withholds': {
        when: { ...families/* refused */.J5, proxy: 'Squid', 'proxy.address': null, speaker: { not: 'Squid' } },
        confidence: 'medium',
        rank: 'before',
        cause: 'The credential may not have arrived: Squid in front of an application keeps the Authorization header to itself, unless its `cache_peer` says otherwise.',
        fix: ['cache_peer 127.0.0.1 parent 8000 0 no-query originserver login=PASS'],
        source: squid,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/gateway-proxies.js
/** HAProxy, OpenShift's router, Traefik, Caddy, IIS and Varnish, speaking for themselves. */


const gateway_proxies_by = (speaker, code, family = families/* answered */.oQ) => ({
    ...family,
    speaker,
    [families/* status */.h5]: code,
});
const haproxy = 'haproxy/haproxy:src/http.c';
const gateway_proxies_password = { [(0,families/* header */.wx)('www-authenticate')]: /^Basic\b/i };
const caddy = 'caddyserver/caddy:modules/caddyhttp/reverseproxy/reverseproxy.go';
const proxySignatures = (0,signature/* defineSignatures */.l8)({
    'http.haproxy-no-server': {
        when: gateway_proxies_by('HAProxy', 503),
        confidence: 'high',
        cause: 'HAProxy found no server for this request: none passes its health check or takes a connection, or no rule leads this path to a backend.',
        fix: [
            'default_backend app',
            'backend app',
            '  option httpchk GET /health',
            '  http-check expect status 200',
            '  server app1 127.0.0.1:8000 check   # host, port and path that really answer',
        ],
        source: haproxy,
        // Some did find one.
        adjust: [{ when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' }],
    },
    'http.haproxy-bad-answer': {
        when: gateway_proxies_by('HAProxy', 502),
        confidence: 'high',
        cause: 'HAProxy got no valid answer from the server: it closed the connection, or it speaks TLS and HAProxy does not.',
        fix: ['server app1 127.0.0.1:8443 check ssl verify required ca-file /etc/ssl/ca.pem'],
        source: haproxy,
    },
    'http.haproxy-slow': {
        when: gateway_proxies_by('HAProxy', 504),
        confidence: 'high',
        cause: 'The server did not answer within `timeout server` of HAProxy, which gave up after {answer.after}.',
        fix: ['timeout server 60s', 'timeout tunnel 1h   # for WebSockets'],
        source: haproxy,
    },
    'http.not-found-haproxy': {
        when: gateway_proxies_by('HAProxy', 404, families/* answeredPlainly */.Ji),
        confidence: 'high',
        cause: 'HAProxy itself says 404: a rule of it answers this path instead of leading it to a server.',
        fix: ['grep -n "deny_status 404\\|return status 404" /etc/haproxy/haproxy.cfg', 'default_backend app'],
        source: haproxy,
    },
    'auth.haproxy-password': {
        when: { ...gateway_proxies_by('HAProxy', 401), ...gateway_proxies_password },
        confidence: 'high',
        cause: 'HAProxy asks for a password itself (`http-request auth`): the application was not reached.',
        fix: ['http-request auth unless { path_beg /health /ws } || { http_auth(users) }'],
        source: haproxy,
    },
    'auth.haproxy-denied': {
        when: gateway_proxies_by('HAProxy', 403),
        confidence: 'high',
        cause: 'A rule of HAProxy denies the request: the application was not reached.',
        fix: [
            '# Which one?',
            'grep -n "http-request deny" /etc/haproxy/haproxy.cfg',
            'http-request deny unless { src RUNNER_ADDRESS }',
        ],
        source: haproxy,
    },
    'http.openshift-no-route': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 503, speaker: 'OpenShift router' },
        confidence: 'high',
        cause: 'The OpenShift router has no Route for this host, or the Route has no ready endpoint.',
        fix: [
            'oc get route -A | grep {server.address}',
            'oc get endpoints SERVICE',
            'oc expose service SERVICE --hostname={server.address}',
        ],
        source: 'openshift/router:images/router/haproxy/conf/error-page-503.http',
    },
    'http.not-found-traefik': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 404, [families/* body */.rf]: /^404 page not found\s*$/ },
        confidence: 'medium',
        cause: 'No Traefik router matches this host and path; a Go application says the same about a path that it does not have.',
        fix: [
            'traefik.enable=true',
            'traefik.http.routers.NAME.rule=Host(`{server.address}`)',
            'traefik.http.routers.NAME.entrypoints=websecure',
        ],
        source: 'Traefik documentation, FAQ; golang/go:src/net/http/server.go',
        // A router does lead to this host.
        adjust: [{ when: { 'origin.http': 'passed' }, to: 'low' }],
    },
    'http.traefik-no-server': {
        when: gateway_proxies_by('Traefik', 503),
        confidence: 'high',
        cause: 'Traefik has a route and no server behind it that is healthy.',
        fix: [
            'traefik.http.services.NAME.loadbalancer.server.port=8000',
            'traefik.http.services.NAME.loadbalancer.healthcheck.path=/health',
        ],
        source: 'traefik/traefik:pkg/server/service/loadbalancer',
    },
    'http.traefik-bad-gateway': {
        when: gateway_proxies_by('Traefik', 502),
        confidence: 'high',
        cause: 'Traefik could not connect to the container: the port label is wrong, or nothing listens there.',
        fix: ['traefik.http.services.NAME.loadbalancer.server.port=8000   # the port inside the container'],
        source: 'traefik/traefik:pkg/proxy/httputil/proxy.go',
    },
    'http.traefik-slow': {
        when: gateway_proxies_by('Traefik', 504),
        confidence: 'high',
        cause: 'Traefik got no answer from the container: mostly it is on another Docker network than Traefik.',
        fix: ['traefik.docker.network=NETWORK', 'docker network connect NETWORK CONTAINER'],
        source: 'traefik/traefik:pkg/proxy/httputil/proxy.go; reports on networks',
    },
    'http.caddy-upstream-down': {
        when: gateway_proxies_by('Caddy', 502),
        confidence: 'high',
        cause: 'Caddy is up and could not talk to its upstream: wrong address, or TLS on one side only.',
        fix: [
            'reverse_proxy 127.0.0.1:8000   # host and port of the application',
            'reverse_proxy https://127.0.0.1:8443',
        ],
        source: caddy,
    },
    'http.caddy-no-upstreams': {
        when: gateway_proxies_by('Caddy', 503),
        confidence: 'high',
        cause: 'Caddy has no upstream that passes its health check.',
        fix: ['reverse_proxy 127.0.0.1:8000 {', '  health_uri /health', '  health_interval 10s', '}'],
        source: caddy,
    },
    'http.caddy-slow': {
        when: gateway_proxies_by('Caddy', 504),
        confidence: 'high',
        cause: 'Caddy waited {answer.after} for its upstream and gave up.',
        fix: [
            'reverse_proxy 127.0.0.1:8000 {',
            '  transport http {',
            '    response_header_timeout 60s',
            '  }',
            '}',
        ],
        source: caddy,
    },
    'auth.caddy-denied': {
        when: gateway_proxies_by('Caddy', 403),
        confidence: 'medium',
        cause: 'Caddy refuses the request itself: a `respond` or a matcher for this path.',
        // Caddy shows the same for an answer of the application that has neither a body nor a Server header.
        adjust: [
            { when: { 'twin.get.same_as_upgrade': true }, to: 'high' },
            { when: { 'twin.get.same_as_upgrade': false }, to: 'low' },
        ],
        fix: [
            'caddy adapt --config /etc/caddy/Caddyfile | grep -n 403',
            'reverse_proxy /ws 127.0.0.1:8000   # in place of `respond /ws 403`',
        ],
        source: 'caddyserver/caddy:modules/caddyhttp/staticresp.go',
    },
    'http.caddy-empty-answer': {
        when: { ...families/* answeredPlainly */.Ji, [families/* status */.h5]: 200, speaker: 'Caddy' },
        confidence: 'high',
        cause: 'Caddy has no route for this host and path: its answer where it has none is an empty 200.',
        fix: ['{server.address} {', '  reverse_proxy 127.0.0.1:8000', '}'],
        source: 'caddyserver/caddy:modules/caddyhttp/caddyhttp.go',
    },
    'http.iis-default-page': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /<title>IIS Windows Server<\/title>/ },
        confidence: 'high',
        cause: 'The default site of IIS answered: no binding has this host name.',
        fix: ['New-WebBinding -Name SITE -HostHeader {server.address} -Port {server.port}'],
        source: 'IIS default page',
    },
    'auth.varnish-denied': {
        when: gateway_proxies_by('Varnish', 403),
        confidence: 'high',
        cause: 'Varnish refuses the request itself: `return (synth(403))` in its VCL.',
        fix: ['varnishadm vcl.show boot | grep -n "synth(403"', 'acl allowed { "RUNNER_ADDRESS"; }'],
        source: 'varnishcache/varnish-cache:bin/varnishd/builtin.vcl',
    },
    'http.varnish-synthetic': {
        when: gateway_proxies_by('Varnish', 503),
        confidence: 'medium',
        cause: 'Varnish answers 503 by its own VCL, without asking the backend: maintenance, for example.',
        fix: ['varnishadm vcl.show boot | grep -n "synth(503"'],
        source: 'varnishcache/varnish-cache:bin/varnishd/builtin.vcl',
    },
    'http.varnish-backend-down': {
        when: { ...gateway_proxies_by('Varnish', 503), [families/* body */.rf]: /Backend fetch failed|no backend/i },
        confidence: 'high',
        adjust: [{ when: { 'answer.after_ms': { between: [900, 3_600_000] } }, to: 'low' }],
        cause: 'Varnish could not fetch from its backend: it is down, or Varnish holds it for sick.',
        fix: [
            'varnishadm backend.list',
            'backend default { .host = "127.0.0.1"; .port = "8000"; .first_byte_timeout = 60s; }',
        ],
        source: 'varnishcache/varnish-cache:bin/varnishd/builtin.vcl, bin/varnishd/cache/cache_fetch.c',
    },
    'http.varnish-backend-slow': {
        when: {
            ...gateway_proxies_by('Varnish', 503),
            [families/* body */.rf]: /Backend fetch failed/i,
            'answer.after_ms': { between: [900, 3_600_000] },
        },
        rank: 'before',
        confidence: 'high',
        cause: 'Varnish waited {answer.after} for its backend and gave up: first_byte_timeout (60 s by default), or connect_timeout (3.5 s).',
        fix: [
            'backend default { .host = "127.0.0.1"; .port = "8000"; .first_byte_timeout = 60s; }',
            '# more helps only if the application ever answers',
        ],
        source: 'varnishcache/varnish-cache:bin/varnishd/cache/cache_fetch.c; live: Varnish 7.1',
    },
    'http.fastly-unknown-domain': {
        when: { ...families/* answered */.oQ, [families/* body */.rf]: /Fastly error: unknown domain/ },
        confidence: 'high',
        cause: 'The name points to Fastly, and no Fastly service has this domain.',
        fix: ['fastly domain create --name {server.address} --version latest'],
        source: 'EdOverflow/can-i-take-over-xyz:fingerprints.json',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/http.js
/** A connection was there, and the answer to a plain request was none, cut, or not as declared. */


const measured = 'live: Node 24 with undici';
const http = 'RFC 9110';
const gone = ['http.response.closed', 'http.response.reset', 'http.response.invalid'];
const httpSignatures = (0,signature/* defineSignatures */.l8)({
    'http.host-not-allowed': {
        when: {
            ...families/* answered */.oQ,
            [families/* status */.h5]: [400, 403, 421],
            [families/* body */.rf]: /^Invalid host header|Blocked hosts?: |^Blocked request\. This host \(/i,
        },
        confidence: 'high',
        cause: 'The application does not take this Host: {server.address} is not among the names that it allows, or a proxy puts another Host in its place.',
        fix: [
            '# Starlette, FastAPI',
            "app.add_middleware(TrustedHostMiddleware, allowed_hosts=['{server.address}'])",
            '# nginx: the Host that the client asked for',
            'proxy_set_header Host $host;',
        ],
        source: 'live: Starlette; texts of webpack-dev-server, Rails (host authorization) and Vite',
    },
    'http.slower-than-before': {
        when: { 'fault.type': 'http.slower_than_before' },
        confidence: 'high',
        cause: 'It answers as it should and takes longer than in the runs before, by the medians of several of them: the new revision, or what it runs on, became slower.',
        fix: [
            '# Compare the phases of this run with those of a run before: which one grew?',
            "jq '.checks[] | {id, attempts: [.attempts[].phases]}' report.json",
            '# Meant to be so? Start a new baseline, or raise policy.slower-than-baseline.',
        ],
        source: 'the comparison of durations, made by this tool',
    },
    'http.addresses-differ': {
        when: { 'fault.type': 'http.addresses_differ' },
        confidence: 'high',
        cause: 'The addresses of {server.address} do not serve the same: a node was left out of the last deployment, of a certificate renewal, or of a reload.',
        fix: [
            '# What does each node serve?',
            'for a in $(dig +short A {server.address}); do curl -sv --resolve {server.address}:{server.port}:$a https://{server.address}/health; done',
            '# Then deploy or reload the odd one, or take its record out of DNS.',
        ],
        source: 'the comparison of all addresses, made by this tool',
    },
    'http.one-address-broken': {
        when: {
            'fault.type': ['http.response.timed_out', 'http.response.closed', 'http.response.reset'],
            'check.kind': 'addresses',
            'addresses.working': /./,
            'addresses.failing': /./,
        },
        confidence: 'high',
        cause: '{addresses.failing} takes connections and does not answer, while {addresses.working} does: that node is broken, and the name still leads clients to it.',
        fix: [
            '# Take its record out of DNS, or mend it; what does it say by itself?',
            'for a in $(dig +short A {server.address}); do curl -sv --max-time 5 --resolve {server.address}:{server.port}:$a https://{server.address}/health; done',
        ],
        source: 'the comparison of all addresses, made by this tool',
    },
    'http.no-answer': {
        when: { 'fault.type': 'http.response.timed_out' },
        confidence: 'medium',
        cause: 'The connection is taken and the request never answered: the process hangs, has no free worker, or waits for something.',
        fix: [
            '# Where does the process hang? For Python:',
            'py-spy dump --pid PID',
            '# Does the load balancer speak the PROXY protocol to a server that does not expect it? nginx:',
            'listen 443 ssl proxy_protocol;',
        ],
        source: measured,
    },
    'http.closed-without-answer': {
        when: { 'fault.type': ['http.response.closed', 'http.response.reset'] },
        confidence: 'medium',
        cause: 'The connection was dropped instead of answered: the process crashed on the request, or the port leads to nothing.',
        fix: [
            '# Did it restart?',
            'docker ps -a --filter name=NAME',
            'kubectl get pods   # RESTARTS',
            'kubectl logs POD --previous',
        ],
        source: measured,
    },
    'http.not-http': {
        when: { 'fault.type': 'http.response.invalid' },
        confidence: 'medium',
        cause: 'What came back is not HTTP/1.1: the port speaks TLS, HTTP/2 only, or another protocol.',
        fix: [
            'curl -v http://{server.address}:{server.port}/',
            'curl -v https://{server.address}:{server.port}/',
        ],
        source: `${measured} (HPE_INVALID_CONSTANT)`,
    },
    'http.broken-chunk': {
        when: {
            'fault.type': 'http.response.invalid',
            [families/* status */.h5]: { between: [200, 599] },
            [(0,families/* header */.wx)('transfer-encoding')]: /chunked/i,
        },
        confidence: 'medium',
        cause: 'The answer began as right HTTP and stopped being it in the middle of its body: whoever passes it on broke it off with bytes that are no chunk, because its own back end failed or was silent for too long, or the application writes chunks by hand.',
        fix: [
            'curl -sN --raw https://{server.address}/PATH | tail -c 200 | xxd',
            '# H2O does so when its back end is silent for proxy.timeout.io (30 s by default), in milliseconds:',
            'proxy.timeout.io: 600000',
            '# or the application says something more often than that (server-sent events)',
            ': still here',
        ],
        source: 'RFC 9112 section 7.1; live: H2O 2.2.5 (HPE_INVALID_CHUNK_SIZE)',
    },
    'upgrade.not-http': {
        when: { 'fault.type': 'ws.answer_invalid', [families/* status */.h5]: null, 'origin.http': { not: 'passed' } },
        confidence: 'medium',
        cause: 'What came back is not HTTP/1.1, at the upgrade as for plain requests: the port speaks TLS, HTTP/2 only, or another protocol.',
        fix: [
            'curl -v http://{server.address}:{server.port}/',
            'curl -v https://{server.address}:{server.port}/',
        ],
        source: 'live: nginx with `http2` on a plain port, a Redis-like greeting (HPE_INVALID_CONSTANT)',
    },
    'http.tls-port': {
        when: {
            'fault.type': [...gone, 'ws.answer_invalid', 'ws.closed_before_answer'],
            'swap.tls_answers': true,
        },
        confidence: 'high',
        cause: 'Port {server.port} speaks TLS, and the URL says plain text.',
        fix: ['# In the inputs: https:// and wss:// in place of http:// and ws://'],
        source: `${measured}; the same port asked in TLS`,
    },
    'http.http2-only': {
        when: { 'fault.type': gone, 'alpn.h2_only': true },
        confidence: 'high',
        cause: 'The listener speaks HTTP/2 only, and does not answer HTTP/1.1, which WebSockets need.',
        fix: ['# HAProxy', 'bind :443 ssl crt /etc/ssl/site.pem alpn h2,http/1.1'],
        source: `${measured}; RFC 7301 section 3.2`,
    },
    'http.headers-too-large': {
        when: { 'fault.type': 'http.response.headers_too_large' },
        confidence: 'high',
        cause: 'The headers of the answer are larger than any client has to accept.',
        fix: ['# Which one? Cookies, mostly:', 'curl -sSI URL | wc -c'],
        source: 'nodejs/undici:docs/docs/api/Errors.md',
    },
    'http.cut': {
        when: { 'fault.type': 'http.response.cut' },
        confidence: 'medium',
        cause: 'The answer broke off in the middle: the process died, or a proxy lost its upstream.',
        fix: ['# nginx writes why:', 'grep "upstream prematurely closed" /var/log/nginx/error.log'],
        source: measured,
    },
    'http.redirect-loop': {
        when: { 'fault.type': 'http.response.redirect_loop' },
        confidence: 'medium',
        cause: 'The redirects go round: mostly a proxy that ends TLS and an application that insists on https.',
        fix: [
            '# nginx: tell the application that the client came by https',
            'proxy_set_header X-Forwarded-Proto $scheme;',
        ],
        source: `${http} section 15.4`,
    },
    'http.redirect-loop-cloudflare': {
        when: { 'fault.type': 'http.response.redirect_loop', proxy: 'Cloudflare' },
        confidence: 'high',
        cause: 'Cloudflare speaks plain HTTP to the origin (SSL mode "Flexible"), and the origin redirects to https again and again.',
        fix: [
            '# SSL/TLS mode of the zone: "Full (strict)" instead of "Flexible"',
            'curl -X PATCH https://api.cloudflare.com/client/v4/zones/ZONE/settings/ssl -H "Authorization: Bearer $TOKEN" --json \'{"value":"strict"}\'',
        ],
        source: 'developers.cloudflare.com: ERR_TOO_MANY_REDIRECTS',
    },
    'http.catch-all-page': {
        when: { 'fault.type': 'http.catch_all' },
        confidence: 'high',
        cause: 'Every path gives the same HTML page: the rule of a single-page application swallows this path, and the application behind it is not routed.',
        fix: [
            '# nginx: the API before the catch-all',
            'location /health { proxy_pass http://app; }',
            'location /api/   { proxy_pass http://app; }',
            'location /       { try_files $uri /index.html; }',
        ],
        source: 'live: a random path asked beside it',
    },
    'http.partly-failing': {
        when: {
            'fault.type': ['http.error', 'http.gateway_error', 'ws.gateway_error', 'ws.unexpected_response'],
            'repeat.flaky': true,
        },
        confidence: 'medium',
        rank: 'before',
        cause: '{repeat.failed} of {repeat.total} attempts failed and the others did not: one instance of several is broken or not yet replaced, or requests are limited.',
        fix: [
            '# Which instance? Kubernetes:',
            'kubectl get pods -o wide   # READY, RESTARTS, AGE',
            'kubectl rollout status deploy/NAME',
            '# Wait until the roll-out is over (inputs):',
            'wait: 5m',
            'expect-revision: ${{ github.sha }}',
        ],
        source: 'the same request repeated',
    },
    'http.mismatch': {
        when: { 'fault.type': 'http.mismatch' },
        confidence: 'medium',
        cause: 'The application answers, and not as declared: another version, another configuration, or a dependency that is down.',
        fix: ['# Compare expected and found above; then mend the application or the declaration.'],
        source: 'the declared expectation',
    },
    'http.slow': {
        when: { 'fault.type': 'http.slow' },
        confidence: 'medium',
        cause: 'The answer is right and late: a cold start, too few workers, or a slow dependency.',
        fix: [
            '# The phase times tell where it went. Cloud Run, against cold starts:',
            'gcloud run services update NAME --min-instances=1',
        ],
        source: 'the declared limit',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/http-circuit.js
/** Refused at once, while another path of the host is well: what stands in front of a dependency, and not the dependency. */


/** An answer of the application that came too soon for any work, beside another path of the host that is well. */
const instant = {
    'fault.type': ['http.error', 'http.gateway_error'],
    'check.kind': 'health',
    'answer.after_ms': { between: [0, 300] },
    'origin.http': 'passed',
    'speaker.kind': { not: 'proxy' },
};
const someOthers = { between: [1, 1000] };
const httpCircuitSignatures = (0,signature/* defineSignatures */.l8)({
    'http.circuit-open': {
        when: {
            ...instant,
            [families/* status */.h5]: 503,
            'credential.shown': true,
        },
        confidence: 'medium',
        adjust: [
            { when: { 'origin.alike': someOthers }, to: 'high' },
            { when: { [families/* body */.rf]: /circuit|breaker/i }, to: 'high' },
        ],
        cause: 'The path that needs a credential is refused at once with 503 while health is well: an open circuit breaker in front of what it depends on.',
        fix: [
            '# Which upstream opened it, and is that up again?',
            'kubectl logs deploy/NAME --since=15m | grep -i "circuit\\|breaker\\|open"',
            '# It closes by itself after its reset time; wait for that before verifying:',
            'wait: 2m',
        ],
        source: 'RFC 9110 section 15.6.4; the case of this project; live (the tests)',
    },
    'http.refused-alike': {
        when: { ...instant, [families/* status */.h5]: { between: [500, 599] }, 'origin.alike': someOthers },
        rank: 'behind',
        confidence: 'medium',
        cause: 'Several paths get the very same answer at once (HTTP {http.response.status_code}), while health is well: they fail at one thing that they share, before any work, such as an open circuit breaker or a dependency that refuses connections.',
        fix: [
            '# What do these paths share and health does not: the check of credentials, a database, another service?',
            'kubectl logs deploy/NAME --since=15m',
        ],
        source: 'the case of this project; live (the tests)',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/http-status.js
/** A plain request was answered with a status that was not declared, and no gateway is known to have written it. */


const http_status_http = 'RFC 9110';
const wrong = ['http.error', 'http.mismatch'];
/** A parser that could not read the request, and says so with an empty 400. */
const unreadable = 'The server could not read the request, and says 400 without a word more: something in front of it speaks the PROXY protocol or HTTP/2 to it, where it expects HTTP/1.1.';
const proxyProtocolOff = [
    '# HAProxy: without send-proxy',
    'server app1 127.0.0.1:8000 check',
    '# AWS: proxy protocol off for the target group',
    '# hitch:',
    'write-proxy-v2 = off',
];
/** A redirect to the address that was asked. */
const circle = [
    '# A proxy that ends TLS, and a rule behind it that insists on https? nginx: say how the client came',
    'proxy_set_header X-Forwarded-Proto $scheme;',
    '# Cloudflare: SSL/TLS mode "Full (strict)" in place of "Flexible"',
];
const httpStatusSignatures = (0,signature/* defineSignatures */.l8)({
    'http.not-found': {
        when: { 'fault.type': wrong, [families/* status */.h5]: 404 },
        confidence: 'medium',
        cause: 'Nothing is served at this path: another path, an older version, or a prefix that a proxy adds or strips.',
        fix: ['# The path that the application has, in the input or the check that names it', 'health: /healthz'],
        source: `${http_status_http} section 15.5.5`,
    },
    'http.not-found-application': {
        when: { 'fault.type': wrong, [families/* status */.h5]: 404, 'speaker.kind': 'app' },
        confidence: 'high',
        cause: 'The application itself ({speaker}) says that it has no such path: another path, an older version, or a prefix that a proxy adds or strips.',
        fix: [
            '# The path that the application has, in the input or the check that names it',
            'health: /healthz',
            '# nginx strips the prefix of the location if proxy_pass ends in a slash',
            'location /api/ { proxy_pass http://app; }',
        ],
        source: 'texts of the frameworks (catalogue, section 6b)',
    },
    'http.websocket-server-only': {
        when: { 'fault.type': wrong, [families/* status */.h5]: 426, speaker: /./, 'speaker.says': 'missing-upgrade' },
        confidence: 'high',
        cause: 'A WebSocket server ({speaker}) answers this port alone, and it takes no plain requests: there is no health path here.',
        fix: [
            '# websockets (Python): give it one',
            'def health(connection, request): return connection.respond(200, "OK") if request.path == "/health" else None',
            'serve(handler, host, port, process_request=health)',
            '# or declare what it says (configuration file)',
            '- health: /health',
            '  status: 426',
        ],
        source: 'python-websockets/websockets:src/websockets/server.py; live',
    },
    'http.method-not-allowed': {
        when: { 'fault.type': wrong, [families/* status */.h5]: 405 },
        confidence: 'high',
        cause: 'The path exists and does not take this method.',
        fix: ['# Configuration file', '- health: /health', '  method: GET'],
        source: `${http_status_http} section 15.5.6`,
    },
    'http.needs-credential': {
        when: { 'fault.type': wrong, [families/* status */.h5]: [401, 403] },
        confidence: 'medium',
        cause: 'The path is there and asks for a credential, and the check sends none: the application, or a login in front of it.',
        fix: ['# Configuration file: show one', '- health: /health', '  credential: default'],
        source: `${http_status_http} sections 15.5.2, 15.5.4`,
    },
    'http.redirected': {
        when: { 'fault.type': wrong, [families/* status */.h5]: { between: [300, 399] } },
        confidence: 'medium',
        cause: 'The path is not answered but redirected, to {http.response.header.location}.',
        fix: [
            '# In the inputs: the path or the `url` that it points to; or, in the configuration file',
            '- health: /health',
            '  follow: true',
        ],
        source: `${http_status_http} section 15.4`,
    },
    'http.redirected-to-https': {
        when: {
            'fault.type': wrong,
            [families/* status */.h5]: { between: [300, 399] },
            'target.scheme': 'http:',
            [(0,families/* header */.wx)('location')]: /^https:/i,
        },
        confidence: 'high',
        cause: 'The plain http:// address redirects to TLS.',
        fix: ['# In the inputs: an https:// `url`'],
        source: `${http_status_http} section 15.4`,
    },
    'http.redirected-to-itself': {
        when: { 'fault.type': wrong, [families/* status */.h5]: { between: [300, 399] }, 'redirect.to': 'itself' },
        confidence: 'high',
        rank: 'before',
        cause: 'The path redirects to the very address that was asked: no client gets out of that circle.',
        fix: circle,
        source: `${http_status_http} section 15.4; live: nginx`,
    },
    'http.unreadable-request': {
        when: {
            'fault.type': wrong,
            [families/* status */.h5]: 400,
            [families/* body */.rf]: null,
            [(0,families/* header */.wx)('server')]: null,
            [(0,families/* header */.wx)('content-type')]: null,
        },
        confidence: 'medium',
        cause: unreadable,
        fix: proxyProtocolOff,
        source: 'nodejs/node:lib/_http_server.js (badRequestResponse); live: HAProxy with send-proxy-v2',
    },
    'http.django-disallowed-host': {
        when: {
            'fault.type': [...wrong, 'ws.unexpected_response'],
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /<h1>Bad Request \(400\)<\/h1>|^DisallowedHost at |Invalid HTTP_HOST header/,
        },
        confidence: 'medium',
        cause: 'Django refuses the request before any view: mostly {server.address} is not among its ALLOWED_HOSTS, or a proxy passes another Host on.',
        fix: [
            "ALLOWED_HOSTS = ['{server.address}']",
            '# nginx: the Host that the client asked for',
            'proxy_set_header Host $host;',
        ],
        source: 'django/django:django/views/defaults.py, django/http/request.py',
    },
    'http.rate-limited': {
        when: { 'fault.type': wrong, [families/* status */.h5]: 429 },
        confidence: 'high',
        cause: 'Requests of this client are limited (429): the verifier is counted as one client among few, or as an abuser.',
        fix: [
            '# Fewer at once, more patient (inputs)',
            'connections: 1',
            '# or an exception for the address of the runner, nginx',
            'geo $limited { default 1; RUNNER_ADDRESS 0; }',
        ],
        source: 'RFC 6585 section 4',
    },
    'http.misdirected': {
        when: { 'fault.type': [...wrong, 'ws.unexpected_response'], [families/* status */.h5]: 421 },
        confidence: 'high',
        cause: 'The server has no site for this name on this connection: SNI and Host header differ (421).',
        fix: [
            '# Same name for both: in the inputs, the name in `url`, and the address in',
            'connect-to: ADDRESS',
        ],
        source: 'RFC 9110 section 15.5.20; caddyserver/caddy:modules/caddyhttp/server.go',
    },
    'http.plain-to-tls-port': {
        when: {
            'fault.type': [...wrong, 'ws.unexpected_response'],
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled server port|^Client sent an HTTP request to an HTTPS server/i,
        },
        confidence: 'high',
        cause: 'The request went in plain text to a port where {speaker} speaks TLS.',
        fix: [
            '# In the inputs: https:// and wss://',
            '# Behind a load balancer that ends TLS: its target protocol has to be HTTPS',
        ],
        source: 'nginx/nginx:src/http/ngx_http_special_response.c; apache/httpd:modules/ssl/ssl_engine_kernel.c; golang/go:src/net/http/server.go',
    },
    'tls.client-certificate-missing': {
        when: {
            'fault.type': [...wrong, 'ws.unexpected_response'],
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /No required SSL certificate was sent|The SSL certificate error/,
        },
        confidence: 'high',
        cause: 'nginx or an Application Gateway wants a client certificate: mutual TLS, or origin pulls of a CDN that was bypassed.',
        fix: ['# Check the address of the CDN, not that of the origin; or, nginx', 'ssl_verify_client off;'],
        source: 'nginx/nginx:src/http/ngx_http_special_response.c',
    },
    'http.uvicorn-unreadable-request': {
        when: {
            'fault.type': [...wrong, 'ws.unexpected_response'],
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /^Invalid HTTP request received\./,
        },
        confidence: 'high',
        cause: 'uvicorn could not read the request: something in front of it speaks the PROXY protocol, TLS or HTTP/2 to it, where it expects HTTP/1.1.',
        fix: [
            '# HAProxy: without send-proxy',
            'server app1 127.0.0.1:8000 check',
            '# AWS: proxy protocol off for the target group',
        ],
        source: 'Kludex/uvicorn:uvicorn/protocols/http/h11_impl.py; live: HAProxy with send-proxy',
    },
    'http.upstream-other-protocol': {
        when: {
            ...families/* answered */.oQ,
            [families/* status */.h5]: 200,
            [families/* body */.rf]: /^(SSH-[12]\.|\* OK |220[ -]|-ERR |\+PONG|RFB \d{3}\.|AMQP)/,
        },
        confidence: 'high',
        cause: "What the proxy reaches behind it is not a web server: its greeting came back as the answer. The port in the configuration of the proxy is another service's.",
        fix: ['ss -ltnp   # which port is the application on?', 'proxy_pass http://127.0.0.1:8000;'],
        source: 'live: Apache 2.4 takes such a greeting for HTTP/0.9',
    },
    'http.stale-cache': {
        when: { 'fault.type': 'http.mismatch', [(0,families/* header */.wx)('age')]: /^[1-9]/ },
        confidence: 'medium',
        cause: 'The answer came from a cache and is older than the deployment: the cache was not purged, or should not keep this path.',
        fix: [
            '# The application, for this path',
            'Cache-Control: no-store',
            '# CloudFront',
            "aws cloudfront create-invalidation --distribution-id ID --paths '/*'",
        ],
        source: 'RFC 9111 section 5.1 (Age)',
    },
    'http.stale-cache-cdn': {
        when: {
            'fault.type': 'http.mismatch',
            [(0,families/* header */.wx)('cf-cache-status')]: /^HIT/i,
            [(0,families/* header */.wx)('age')]: { not: /^[1-9]/ },
        },
        confidence: 'medium',
        cause: 'Cloudflare answered from its cache: the cache was not purged, or should not keep this path.',
        fix: ['# The application, for this path', 'Cache-Control: no-store', '# and purge the zone once'],
        source: 'developers.cloudflare.com/cache/concepts/cache-responses',
    },
    'http.dependency-down': {
        when: {
            'fault.type': wrong,
            [families/* status */.h5]: 503,
            [(0,families/* header */.wx)('retry-after')]: /./,
            'speaker.kind': { not: 'proxy' },
        },
        confidence: 'medium',
        cause: 'The application runs and refuses work for now (503 with Retry-After {http.response.header.retry-after}): an open circuit breaker, maintenance, overload, or a start that is not over.',
        fix: ['# What does it depend on, and is that up?', 'kubectl logs deploy/NAME --tail=100'],
        source: 'RFC 9110 sections 10.2.3, 15.6.4',
    },
    'http.application-error': {
        when: { 'fault.type': wrong, [families/* status */.h5]: { between: [500, 599] }, 'speaker.kind': { not: 'proxy' } },
        rank: 'behind',
        confidence: 'medium',
        cause: 'The application runs and says itself that it is not well (HTTP {http.response.status_code}).',
        fix: [
            '# Its log, and what it depends on: database, cache, migrations, missing settings',
            'kubectl logs deploy/NAME --tail=100',
        ],
        source: `${http_status_http} section 15.6`,
    },
    'http.unexpected-status': {
        when: { 'fault.type': 'http.error' },
        confidence: 'low',
        cause: 'The answer has a status that was not declared ({http.response.status_code}).',
        fix: [
            '# Configuration file: declare it, if it is right',
            '- health: /health',
            '  status: {http.response.status_code}',
        ],
        source: `${http_status_http} section 15`,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/idle.js
/** Connections that did not survive a silence. `idle.pattern` is what three further connections told (checks/idle-pattern.ts). */


/** What is told of WebSockets; streams over HTTP have rows of their own (idle-streams.ts). */
const ofWebsocket = { 'idle.over': null };
/** Ended without a close frame: by something that does not speak WebSocket, or does not care. */
const cutQuietly = { 'fault.type': ['idle.closed', 'idle.reset'], ...ofWebsocket };
const pattern = 'idle.pattern';
const serverPings = [
    '# or pings of the server, well below the limit',
    'uvicorn app:app --ws-ping-interval 20',
];
const page = 'docs/infrastructure; catalogue, section 9';
const idleSignatures = (0,signature/* defineSignatures */.l8)({
    'idle.silence-limit': {
        when: { ...cutQuietly, [pattern]: 'silence' },
        confidence: 'medium',
        cause: 'Something on the way ends connections on which nothing moves for {idle.quiet}; pings keep them open.',
        fix: [
            '# HAProxy',
            'timeout tunnel 1h',
            '# nginx',
            'proxy_read_timeout 1h;',
            '# Varnish',
            'varnishd -p pipe_timeout=3600',
            '# AWS load balancer',
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
            ...serverPings,
        ],
        source: `live (HAProxy 2.6, Varnish 7.1); ${page}`,
    },
    'idle.pings-ignored': {
        when: { 'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'], [pattern]: 'data-silence' },
        confidence: 'medium',
        cause: 'A connection without messages is ended after {idle.quiet}: pings do not reset that limit, messages do. Applications count so, and proxies that look into frames.',
        fix: [
            '# A message of the client or the server as a heartbeat, below that limit; in JavaScript',
            'setInterval(() => socket.send(\'{"type":"ping"}\'), 20_000)',
        ],
        source: 'catalogue, section 9; live',
    },
    'idle.age-limit': {
        when: { ...cutQuietly, [pattern]: 'age' },
        confidence: 'medium',
        cause: 'Something on the way, or the server itself, ends connections at an age of {idle.age}, busy or not: no ping and no message keeps them open.',
        fix: [
            '# Google load balancer',
            'gcloud compute backend-services update NAME --global --timeout=86400',
            '# Cloud Run',
            'gcloud run services update NAME --timeout=3600',
            '# Envoy, route',
            'timeout: 0s',
            '# Caddy, reverse_proxy: longer, or without it',
            'stream_timeout 24h',
            '# Go: a read deadline that no message and no pong sets anew',
            'conn.SetReadDeadline(time.Now().Add(time.Minute))   // after each ReadMessage, and in SetPongHandler',
        ],
        source: `live (the demo service, gorilla/websocket); ${page}`,
    },
    'idle.pings-in-vain': {
        when: { ...cutQuietly, [pattern]: 'silence-or-age' },
        confidence: 'low',
        cause: 'The connection is ended after {idle.age}, whether it pings or not: by a limit on age, or one that only messages reset.',
        fix: [
            '# Give the check a conversation that sends something: then the report tells which',
            'conversation:',
            '  - send: { type: ping, id: "{{id}}" }',
            '  - receive: { type: pong, id: "{{id}}" }',
        ],
        source: 'live (the demo service)',
    },
    'idle.ended-early': {
        when: { 'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'], [pattern]: 'early', ...ofWebsocket },
        confidence: 'medium',
        cause: 'The connection ends by itself {idle.age} after it was opened, each time, which is too soon for any limit on silence or age: its handler crashes or returns, or gives up a client that says nothing at once.',
        fix: [
            '# Its log of that moment',
            'kubectl logs deploy/NAME --since=10m',
            '# Does the handler wait for a first message? Give the check a conversation',
            'conversation:',
            '  - send: { type: ping, id: "{{id}}" }',
            '  - receive: { type: pong, id: "{{id}}" }',
        ],
        source: 'live (the tests)',
    },
    // A proxy that counts ends the connection when its time is over, not when the next frame comes.
    'idle.forgotten-on-the-way': {
        when: { ...cutQuietly, [pattern]: 'silence', 'idle.on_traffic': true },
        rank: 'before',
        confidence: 'medium',
        cause: 'Something on the way forgot the connection while it was silent, and ended it when the next frame came: so do an AWS Network Load Balancer (350 s) and stateful firewalls.',
        fix: [
            '# AWS Network Load Balancer',
            'aws elbv2 modify-listener-attributes --listener-arn ARN --attributes Key=tcp.idle_timeout.seconds,Value=6000',
            ...serverPings,
        ],
        source: 'AWS documentation, Network Load Balancer (connection idle timeout)',
    },
    'idle.dropped-silently': {
        when: { 'fault.type': 'idle.unanswered', [pattern]: 'silence' },
        confidence: 'medium',
        cause: 'Something on the way dropped the silent connection and told nobody, while one that pings lived: NAT gateways, firewalls and the Azure load balancer (4 min) do.',
        fix: [
            '# Azure load balancer: longer, and with a reset that both sides see',
            'az network lb rule update -g GROUP --lb-name NAME -n RULE --idle-timeout 30 --enable-tcp-reset true',
            ...serverPings,
        ],
        source: 'learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset; live (the demo service)',
    },
    'idle.pongs-lost': {
        when: { 'fault.type': 'idle.ended', [families/* closeCode */._$]: 1011, 'ws.close.reason': /keepalive ping timeout/i },
        confidence: 'high',
        cause: 'The server sent pings and saw no pong: something on the way does not carry control frames, or its event loop was blocked.',
        fix: ['uvicorn app:app --ws-ping-interval 20 --ws-ping-timeout 20'],
        source: 'python-websockets/websockets; Kludex/uvicorn settings',
    },
    'idle.application-limit': {
        when: { 'fault.type': 'idle.ended', [pattern]: 'silence', ...ofWebsocket },
        confidence: 'medium',
        cause: 'The application closes connections that are silent for {idle.quiet}, with {ws.close.code}: a policy of its own, and pings keep them open.',
        fix: ['# If that is meant: a shorter hold in the check, or pings of the clients', 'hold: 30s'],
        source: 'live (the demo service)',
    },
    'idle.application-lifetime': {
        when: { 'fault.type': 'idle.ended', [pattern]: 'age', ...ofWebsocket },
        confidence: 'medium',
        cause: 'The application closes connections at an age of {idle.age}, with {ws.close.code}: a session of its own that ends.',
        fix: ['# If that is meant: a shorter hold in the check, and clients that connect again', 'hold: 30s'],
        source: 'catalogue, section 9',
    },
    'idle.application-deaf-to-pings': {
        when: { 'fault.type': 'idle.ended', [pattern]: 'silence-or-age', ...ofWebsocket },
        confidence: 'medium',
        cause: 'The application closes the connection after {idle.age}, with {ws.close.code}, whether it pings or not: a session of its own that ends, or a limit on silence that only messages reset.',
        fix: [
            '# Give the check a conversation that sends something: then the report tells which',
            'conversation:',
            '  - send: { type: ping, id: "{{id}}" }',
            '  - receive: { type: pong, id: "{{id}}" }',
        ],
        source: 'live (ws on Node)',
    },
    'idle.cut': {
        when: { 'fault.type': ['idle.closed', 'idle.reset'] },
        confidence: 'low',
        cause: 'The connection was ended without a close frame while it was silent.',
        fix: ['# Run it again: further connections tell whether silence or age is the cause', ...serverPings],
        source: 'catalogue, section 9',
    },
    'idle.dead': {
        when: { 'fault.type': 'idle.unanswered' },
        confidence: 'low',
        cause: 'After the silence the connection looked open, and no ping was answered on it.',
        fix: ['# Is the event loop of the application blocked? Otherwise:', ...serverPings],
        source: 'catalogue, section 9',
    },
    'idle.closed-by-application': {
        when: { 'fault.type': 'idle.ended' },
        confidence: 'low',
        cause: 'Whoever speaks WebSocket at the other end closed the silent connection, with {ws.close.code}.',
        fix: ['# Its log of that moment', 'docker logs CONTAINER --since 10m'],
        source: 'RFC 6455, section 7.4',
    },
    'idle.lost': {
        when: { 'fault.type': 'idle.lost' },
        confidence: 'low',
        cause: 'The connection was lost while it was silent, and another silent one was not: a restart, a roll-out or an instance that went away.',
        fix: ['kubectl get pods   # RESTARTS', 'retries: 2   # of the check'],
        source: 'catalogue, section 9',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/idle-proxies.js
/** Limits on silence and on age, by the proxy or platform that shows itself. What is known of none of them is in idle.ts. */


const limit = 'idle.limit.seconds';
/** A silent connection was cut, one that pings was not; the proxy shows itself in the headers of the 101. */
const silentBehind = (proxy) => ({
    ...cutQuietly,
    [pattern]: 'silence',
    proxy,
});
/** The same where the proxy shows itself in the answer to a plain request only. */
const silentBesides = (name) => ({
    ...cutQuietly,
    [pattern]: 'silence',
    proxy: null,
    'origin.proxy': name,
});
/** All were cut at one age, as far as they were tried. */
const agedBehind = (proxy) => ({
    ...cutQuietly,
    [pattern]: ['age', 'silence-or-age'],
    proxy,
});
const idleProxySignatures = (0,signature/* defineSignatures */.l8)({
    'idle.nginx-read-timeout': {
        when: silentBehind(['nginx', 'OpenResty']),
        confidence: 'medium',
        adjust: [{ when: { [limit]: 60 }, to: 'high' }],
        cause: 'nginx ends a WebSocket on which nothing moves for {idle.quiet} (`proxy_read_timeout`, 60 s by default); frames in either direction reset it.',
        fix: [
            '# in the location of the WebSocket',
            'proxy_read_timeout 1h;',
            '# ingress-nginx',
            'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
            ...serverPings,
        ],
        source: 'nginx.org/en/docs/http/websocket.html; live (1.22.1)',
    },
    'idle.apache-timeout': {
        when: silentBehind('Apache httpd'),
        confidence: 'medium',
        adjust: [{ when: { [limit]: [60, 300] }, to: 'high' }],
        cause: 'Apache ends a WebSocket on which nothing moves for {idle.quiet}: the larger of `Timeout` and the `timeout=` of its `ProxyPass`.',
        fix: [
            'ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket timeout=3600',
            '# with mod_proxy_wstunnel',
            'ProxyWebsocketIdleTimeout 3600',
            ...serverPings,
        ],
        source: 'httpd.apache.org/docs/2.4/mod/mod_proxy.html; live (2.4)',
    },
    'idle.haproxy-default': {
        when: { ...cutQuietly, [pattern]: 'silence', proxy: null, [limit]: 50 },
        confidence: 'medium',
        cause: "The connection was cut after 50 s of silence: HAProxy's `timeout client` and `timeout server` of Debian's file, which count where `timeout tunnel` is not set.",
        fix: ['# in defaults', 'timeout tunnel 1h', ...serverPings],
        source: 'docs.haproxy.org (timeout tunnel); Debian, haproxy.cfg',
    },
    'idle.varnish-pipe-timeout': {
        when: silentBesides('Varnish'),
        confidence: 'medium',
        adjust: [{ when: { [limit]: 60 }, to: 'high' }],
        cause: 'Varnish ends a pipe on which nothing moves for {idle.quiet} (`pipe_timeout`, 60 s by default).',
        fix: ['varnishd -p pipe_timeout=3600', ...serverPings],
        source: 'varnish-cache.org/docs (run-time parameters, pipe_timeout); live (7.1)',
    },
    'idle.caddy-read-timeout': {
        when: silentBehind('Caddy'),
        confidence: 'medium',
        cause: 'Behind Caddy a WebSocket on which nothing moves for {idle.quiet} is ended: its `transport http` has a `read_timeout` or `write_timeout`.',
        fix: ['# in transport http: longer, or without them', 'read_timeout 1h', ...serverPings],
        source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (transport); live (2.6)',
    },
    'idle.nghttpx-h2o-timeout': {
        when: silentBehind(['nghttpx', 'H2O']),
        confidence: 'medium',
        adjust: [{ when: { [limit]: [60, 300] }, to: 'high' }],
        cause: '{proxy} ends a WebSocket on which nothing moves for {idle.quiet} (nghttpx: backend-read-timeout, 1 minute by default; H2O: proxy.websocket.timeout, 5 minutes).',
        fix: [
            '# nghttpx.conf',
            'backend-read-timeout=1h',
            'backend-write-timeout=1h',
            '# H2O, in milliseconds',
            'proxy.websocket.timeout: 3600000',
            ...serverPings,
        ],
        source: 'nghttp2.org: nghttpx(1); h2o.examp1e.net: proxy directives; live (nghttpx 1.52, H2O 2.2.5)',
    },
    'idle.awselb-timeout': {
        when: silentBehind(['AWS load balancer', 'AWS Classic Load Balancer']),
        confidence: 'medium',
        adjust: [{ when: { [limit]: 60 }, to: 'high' }],
        cause: 'The AWS load balancer ends connections on which nothing moves for {idle.quiet} (idle timeout, 60 s by default).',
        fix: [
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
            ...serverPings,
        ],
        source: 'AWS documentation, Application Load Balancer (idle timeout)',
    },
    'idle.envoy-timeout': {
        when: silentBehind('Envoy'),
        confidence: 'medium',
        adjust: [{ when: { [limit]: 300 }, to: 'high' }],
        cause: 'Envoy ends a WebSocket on which nothing moves for {idle.quiet} (`stream_idle_timeout`, 300 s by default).',
        fix: [
            'stream_idle_timeout: 0s   # HTTP connection manager',
            'idle_timeout: 3600s   # route',
            ...serverPings,
        ],
        source: 'envoyproxy/envoy documentation (timeouts)',
    },
    'idle.heroku-timeout': {
        when: silentBehind('Heroku router'),
        confidence: 'medium',
        adjust: [{ when: { [limit]: 55 }, to: 'high' }],
        cause: 'The Heroku router ends connections on which nothing moves for 55 s (H15); that cannot be changed.',
        fix: ['# A ping of the server at least every 30 s', 'uvicorn app:app --ws-ping-interval 30'],
        source: 'devcenter.heroku.com/articles/error-codes (H15)',
    },
    'idle.azure-timeout': {
        when: silentBehind(['IIS', 'Azure App Service', 'Azure Front Door', 'Azure Application Gateway']),
        confidence: 'medium',
        cause: 'Azure ends connections on which nothing moves for {idle.quiet}.',
        fix: [
            '# Application Gateway: the request timeout counts',
            'az network application-gateway http-settings update --gateway-name NAME -g GROUP -n SETTINGS --timeout 3600',
            '# App Service (230 s, cannot be changed): a ping of the server at least every minute',
            'uvicorn app:app --ws-ping-interval 60',
        ],
        source: 'learn.microsoft.com (App Service, Application Gateway)',
    },
    'idle.cloudflare-timeout': {
        when: silentBehind('Cloudflare'),
        confidence: 'medium',
        cause: 'Cloudflare ends WebSockets on which nothing moves for about 100 s.',
        fix: ['# A ping of the server at least every minute', 'uvicorn app:app --ws-ping-interval 30'],
        source: 'developers.cloudflare.com (WebSockets); reports',
    },
    'idle.apigateway-timeout': {
        when: {
            'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'],
            'idle.over': null,
            proxy: 'AWS API Gateway',
        },
        confidence: 'medium',
        cause: 'API Gateway ends WebSockets after 10 minutes of silence, and after two hours in all; neither can be changed.',
        fix: [
            '# A message (not a ping) at least every 5 minutes, and clients that connect again; in JavaScript',
            'setInterval(() => socket.send(\'{"type":"ping"}\'), 300_000)',
        ],
        source: 'AWS documentation, API Gateway quotas',
    },
    'idle.google-lb-timeout': {
        when: agedBehind('Google load balancer'),
        confidence: 'medium',
        adjust: [{ when: { [limit]: 30 }, to: 'high' }],
        cause: 'The timeout of a Google backend service (30 s by default) is the life of a WebSocket, busy or not.',
        fix: ['gcloud compute backend-services update NAME --global --timeout=86400'],
        source: 'Google documentation; streamlit/streamlit#1386; cockpit-project/cockpit#13355',
    },
    'idle.cloud-run-timeout': {
        when: agedBehind('Google Frontend'),
        confidence: 'medium',
        adjust: [{ when: { [limit]: [300, 3600] }, to: 'high' }],
        cause: 'The request timeout of Cloud Run (300 s by default) is the life of a WebSocket, busy or not.',
        fix: ['gcloud run services update NAME --timeout=3600', '# and clients that connect again'],
        source: 'cloud.google.com/run/docs/triggering/websockets',
    },
    'idle.caddy-stream-timeout': {
        when: agedBehind('Caddy'),
        confidence: 'medium',
        cause: 'Caddy ends a WebSocket at that age, busy or not, where `stream_timeout` is set.',
        fix: ['# in the block of reverse_proxy: longer, or without it', 'stream_timeout 24h'],
        source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (streaming)',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/idle-streams.js
/** Streams over HTTP that did not stay open while nothing, or little, was said on them. */

const ofStream = { 'idle.over': 'http' };
const cut = { 'fault.type': ['idle.closed', 'idle.reset'], ...ofStream };
const idle_streams_limit = 'idle.limit.seconds';
/** A client cannot keep a stream awake: where nothing came, silence and age look the same. */
const maybeSilent = { ...cut, 'idle.pattern': ['silence', 'silence-or-age'] };
const heartbeat = [
    '# or a comment of the application, well below that limit (FastAPI with sse-starlette)',
    'EventSourceResponse(events(), ping=15)',
];
const idleStreamSignatures = (0,signature/* defineSignatures */.l8)({
    'idle.stream-nginx-read-timeout': {
        when: { ...maybeSilent, proxy: ['nginx', 'OpenResty'] },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: 60 }, to: 'high' }],
        cause: 'nginx ends a stream of which it read nothing for {idle.quiet} (`proxy_read_timeout`, 60 s by default).',
        fix: [
            '# in the location of the stream',
            'proxy_read_timeout 1h;',
            '# ingress-nginx',
            'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
            ...heartbeat,
        ],
        source: 'nginx.org proxy_read_timeout; live (1.22.1)',
    },
    'idle.stream-apache-timeout': {
        when: { ...maybeSilent, proxy: 'Apache httpd' },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: [60, 300] }, to: 'high' }],
        cause: 'Apache ends a stream of which it read nothing for {idle.quiet}: `timeout=` of the `ProxyPass`, `ProxyTimeout`, or `Timeout`.',
        fix: ['ProxyPass "/PATH" "http://127.0.0.1:8000/PATH" timeout=3600 flushpackets=on', ...heartbeat],
        source: 'httpd.apache.org/docs/2.4/mod/mod_proxy.html; live (2.4)',
    },
    'idle.stream-varnish-between-bytes': {
        when: { ...maybeSilent, proxy: 'Varnish' },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: 60 }, to: 'high' }],
        cause: 'Varnish ends a stream of which it read nothing for {idle.quiet} (`between_bytes_timeout`, 60 s by default).',
        fix: ['backend app {', '  .between_bytes_timeout = 3600s;', '}', ...heartbeat],
        source: 'varnish-cache.org/docs (between_bytes_timeout); live (7.1)',
    },
    'idle.stream-caddy-read-timeout': {
        when: {
            'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'],
            ...ofStream,
            'idle.pattern': ['silence', 'silence-or-age'],
            proxy: 'Caddy',
        },
        confidence: 'medium',
        cause: 'Behind Caddy a stream of which it read nothing for {idle.quiet} is ended, in order as if it were complete: its `transport http` has a `read_timeout`.',
        fix: ['# in transport http: longer, or without it', 'read_timeout 1h', ...heartbeat],
        source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (transport); live (2.6)',
    },
    'idle.stream-nghttpx-timeout': {
        when: { ...maybeSilent, proxy: 'nghttpx' },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: 60 }, to: 'high' }],
        cause: 'nghttpx ends a stream of which it read nothing for {idle.quiet} (`backend-read-timeout`, 1 minute by default).',
        fix: ['# nghttpx.conf', 'backend-read-timeout=1h', ...heartbeat],
        source: 'nghttp2.org: nghttpx(1); live (1.52)',
    },
    'idle.stream-traffic-server-timeout': {
        when: { ...maybeSilent, proxy: 'Apache Traffic Server' },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: 30 }, to: 'high' }],
        cause: 'Traffic Server ends a stream on which nothing moves for {idle.quiet} (`transaction_no_activity_timeout_out`, 30 s by default).',
        fix: [
            '# records.config',
            'CONFIG proxy.config.http.transaction_no_activity_timeout_out INT 3600',
            'CONFIG proxy.config.http.transaction_no_activity_timeout_in INT 3600',
            ...heartbeat,
        ],
        source: 'docs.trafficserver.apache.org: records.config; live (9.2.9)',
    },
    'idle.stream-awselb-timeout': {
        when: { ...maybeSilent, proxy: ['AWS load balancer', 'AWS Classic Load Balancer'] },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: 60 }, to: 'high' }],
        cause: 'The AWS load balancer ends streams on which nothing moves for {idle.quiet} (idle timeout, 60 s by default).',
        fix: [
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
            ...heartbeat,
        ],
        source: 'AWS documentation, Application Load Balancer (idle timeout)',
    },
    'idle.stream-heroku-timeout': {
        when: { ...maybeSilent, proxy: 'Heroku router' },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: 55 }, to: 'high' }],
        cause: 'The Heroku router ends a stream of which no byte came for 55 s (H15); that cannot be changed.',
        fix: [
            '# A comment at least every 30 s (FastAPI with sse-starlette)',
            'EventSourceResponse(events(), ping=15)',
        ],
        source: 'devcenter.heroku.com/articles/error-codes (H15)',
    },
    'idle.stream-google-timeout': {
        when: {
            ...cut,
            'idle.pattern': ['age', 'silence-or-age'],
            proxy: ['Google load balancer', 'Google Frontend'],
        },
        confidence: 'medium',
        adjust: [{ when: { [idle_streams_limit]: [30, 300, 3600] }, to: 'high' }],
        cause: 'The timeout of a Google backend service (30 s by default) or of Cloud Run (300 s) is the life of a stream, busy or not.',
        fix: [
            'gcloud compute backend-services update NAME --global --timeout=3600',
            'gcloud run services update NAME --timeout=3600',
        ],
        source: 'Google documentation (backend service timeout; Cloud Run request timeout)',
    },
    'idle.stream-silence-limit': {
        when: maybeSilent,
        rank: 'behind',
        confidence: 'medium',
        cause: 'Something on the way ends streams of which nothing came for {idle.quiet}; or, where nothing ever came, streams of that age.',
        fix: [
            '# HAProxy',
            'timeout server 1h',
            '# nginx',
            'proxy_read_timeout 1h;',
            '# Apache',
            'ProxyTimeout 3600',
            '# Varnish, backend',
            '.between_bytes_timeout = 3600s;',
            ...heartbeat,
        ],
        source: 'live (HAProxy 2.6, nginx 1.22.1, Apache 2.4, Varnish 7.1); catalogue, section 9',
    },
    'idle.stream-age-limit': {
        when: { ...cut, 'idle.pattern': 'age' },
        confidence: 'medium',
        cause: 'Something on the way ends streams at an age of {idle.age}, whatever comes on them: no heartbeat keeps them open.',
        fix: [
            '# Envoy, route; Istio VirtualService',
            'timeout: 0s',
            '# Google load balancer, Cloud Run',
            'gcloud compute backend-services update NAME --global --timeout=3600',
            'gcloud run services update NAME --timeout=3600',
            '# gunicorn',
            'gunicorn --timeout 3600',
        ],
        source: 'live (the tests); catalogue, section 9',
    },
    'idle.stream-ended-early': {
        when: { ...cut, 'idle.pattern': 'early' },
        confidence: 'medium',
        cause: 'The stream breaks off {idle.age} after it was asked for, each time, which is too soon for any limit on silence or age: its handler crashes, or the process behind it does.',
        fix: [
            '# Its log of that moment',
            'kubectl logs deploy/NAME --since=10m',
            'kubectl get pods   # RESTARTS',
        ],
        source: 'live (the tests)',
    },
    'idle.stream-forgotten': {
        when: { ...cut, 'idle.on_traffic': true },
        rank: 'before',
        confidence: 'medium',
        cause: 'Something on the way forgot the stream while it was silent, and answered the next byte with a reset: so do an AWS Network Load Balancer (350 s) and stateful firewalls.',
        fix: [
            '# AWS Network Load Balancer',
            'aws elbv2 modify-listener-attributes --listener-arn ARN --attributes Key=tcp.idle_timeout.seconds,Value=6000',
            ...heartbeat,
        ],
        source: 'AWS documentation, Network Load Balancer (connection idle timeout)',
    },
    'idle.stream-stopped': {
        when: { 'fault.type': 'idle.unanswered', ...ofStream },
        confidence: 'medium',
        cause: 'The heartbeats of the application stopped while the stream looked open: something on the way dropped it and told nobody, or what produces it is dead.',
        fix: [
            '# Its log of that moment',
            'kubectl logs deploy/NAME --since=10m',
            '# A firewall or NAT in between: heartbeats more often',
            'EventSourceResponse(events(), ping=15)',
        ],
        source: 'catalogue, section 9; live (the tests)',
    },
    'idle.stream-ended': {
        when: { 'fault.type': 'idle.ended', ...ofStream },
        confidence: 'low',
        cause: 'The stream was finished in order after {idle.age}: its handler returned, or a proxy ended it as if it were complete.',
        fix: [
            '# A stream that ends by itself is checked by a stream check',
            '- stream: /PATH',
            '  until: { end-of-body: true }',
        ],
        source: 'RFC 9112, section 7.1; live (Caddy 2.6)',
    },
    'idle.stream-cut': {
        when: { ...cut, 'idle.pattern': { not: ['silence', 'silence-or-age', 'age', 'early'] } },
        confidence: 'low',
        cause: 'The stream was ended in the middle of its body, {idle.quiet} after the last byte.',
        fix: ['# Did it restart?', 'kubectl get pods   # RESTARTS', ...heartbeat],
        source: 'RFC 9112, section 8',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/login-walls.js
/** A login stands in front of what is checked, and the application was not asked (catalogue, section 4c). */


const login_walls_location = (0,families/* header */.wx)('location');
const redirected = {
    'fault.type': ['http.error', 'http.mismatch', 'ws.redirected'],
    [families/* status */.h5]: { between: [300, 399] },
};
const loginWallSignatures = (0,signature/* defineSignatures */.l8)({
    'auth.google-iap': {
        when: { ...families/* answered */.oQ, [(0,families/* header */.wx)('x-goog-iap-generated-response')]: /true/i },
        confidence: 'high',
        cause: 'Google Identity-Aware Proxy asks for an identity: the application was not reached.',
        fix: [
            '# A token for the client id of IAP (configuration file)',
            'headers: { proxy-authorization: $IAP_BEARER }',
        ],
        source: 'cloud.google.com/iap/docs/query-parameters-and-headers-howto',
    },
    'auth.google-login': {
        when: {
            ...redirected,
            [login_walls_location]: /^https:\/\/accounts\.google\.com\//,
            [(0,families/* header */.wx)('x-goog-iap-generated-response')]: null,
        },
        confidence: 'high',
        cause: 'The request is sent to the Google login: Identity-Aware Proxy, or a login of the application, stands in front of this path.',
        fix: [
            '# A token for the client id of IAP (configuration file)',
            'headers: { proxy-authorization: $IAP_BEARER }',
        ],
        source: 'cloud.google.com/iap/docs/query-parameters-and-headers-howto',
    },
    'auth.cloudflare-access': {
        when: { ...redirected, [login_walls_location]: /^https:\/\/[^/]+\.cloudflareaccess\.com\// },
        confidence: 'high',
        cause: 'Cloudflare Access asks for a login before the application is reached.',
        fix: [
            '# A service token (configuration file)',
            'headers: { cf-access-client-id: $ACCESS_ID, cf-access-client-secret: $ACCESS_SECRET }',
        ],
        source: 'cloudflare/cloudflared:token/token.go',
    },
    'auth.oauth2-proxy': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: [401, 403], speaker: 'oauth2-proxy' },
        confidence: 'high',
        cause: 'oauth2-proxy shows its sign-in page: the application was not reached.',
        fix: [
            'skip_auth_routes = ["^/health$", "^/ws"]',
            '# or let tokens through',
            'skip_jwt_bearer_tokens = true',
        ],
        source: 'oauth2-proxy/oauth2-proxy:oauthproxy.go',
    },
    'auth.oauth2-proxy-redirect': {
        when: { ...redirected, [(0,families/* header */.wx)('set-cookie')]: /\b_oauth2_proxy/ },
        confidence: 'high',
        cause: 'oauth2-proxy sends the request to the login: the application was not reached.',
        fix: [
            'skip_auth_routes = ["^/health$", "^/ws"]',
            '# or let tokens through',
            'skip_jwt_bearer_tokens = true',
        ],
        source: 'oauth2-proxy/oauth2-proxy:oauthproxy.go',
    },
    'auth.awselb-login': {
        when: { ...redirected, [(0,families/* header */.wx)('set-cookie')]: /\bAWSELBAuthSessionCookie/ },
        confidence: 'high',
        cause: 'A login action of the AWS load balancer stands in front of this path.',
        fix: [
            '# A rule before it, without the action',
            'aws elbv2 create-rule --listener-arn ARN --priority 1 --conditions Field=path-pattern,Values=/health,/ws --actions Type=forward,TargetGroupArn=ARN',
        ],
        source: 'AWS documentation, listener-authenticate-users',
    },
    'auth.azure-login': {
        when: {
            ...redirected,
            [login_walls_location]: /^https:\/\/login\.(microsoftonline\.com|windows\.net)\/|\/\.auth\/login\//,
        },
        confidence: 'high',
        cause: 'A Microsoft login (App Service authentication) stands in front of this path.',
        fix: ['az webapp auth update --name NAME --resource-group GROUP --excluded-paths "/health,/ws"'],
        source: 'learn.microsoft.com (App Service authentication, excludedPaths)',
    },
    'auth.vercel-protection': {
        when: { ...redirected, [login_walls_location]: /^https:\/\/vercel\.com\/sso-api/ },
        confidence: 'high',
        cause: 'Deployment Protection of Vercel stands in front of this deployment.',
        fix: [
            '# Protection bypass for automation (configuration file)',
            'headers: { x-vercel-protection-bypass: $BYPASS }',
        ],
        source: 'vercel.com/docs/deployment-protection',
    },
    'auth.vercel-protection-page': {
        when: { ...families/* answered */.oQ, [families/* status */.h5]: 401, proxy: 'Vercel', [families/* body */.rf]: /Authentication Required/ },
        confidence: 'high',
        cause: 'Deployment Protection of Vercel asks for a login: the application was not reached.',
        fix: [
            '# Protection bypass for automation (configuration file)',
            'headers: { x-vercel-protection-bypass: $BYPASS }',
        ],
        source: 'vercel.com/docs/deployment-protection',
    },
    'auth.login-redirect': {
        when: {
            ...redirected,
            'fault.type': ['http.error', 'http.mismatch'],
            [(0,families/* header */.wx)('set-cookie')]: { not: /_oauth2_proxy|AWSELBAuthSessionCookie/ },
            [login_walls_location]: /\b(login|signin|sign-in|sso|oauth2?|authorize)\b/i,
        },
        confidence: 'medium',
        cause: 'A login stands in front of this path: the request is sent to {http.response.header.location}.',
        fix: [
            '# Take the path out of the login, or show what it wants (configuration file)',
            'headers: { authorization: $ACCESS_TOKEN }',
        ],
        source: 'RFC 9110 section 15.4; documents of identity providers',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/messaging.js
/** The connection was open, and the conversation did not go as declared. Close codes: RFC 6455 section 7.4.1. */


const log = ['# The exception is in the log of the application:', 'kubectl logs deploy/NAME --tail=100'];
const messaging_rfc = 'RFC 6455 section 7.4.1';
const messaging_declared = 'the declared conversation';
const messagingSignatures = (0,signature/* defineSignatures */.l8)({
    'messaging.handler-crashed': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1011 },
        confidence: 'high',
        cause: 'The handler of the application failed with an exception (close code 1011).',
        fix: log,
        source: `${messaging_rfc}; python-websockets/websockets; django/daphne`,
    },
    'messaging.upstream-unreachable': {
        when: {
            ...families/* ended */.v6,
            [families/* closeCode */._$]: [1011, 1013, 1014],
            'ws.close.reason': /\b(connect(ion)? (to|refused)|unreachable|(up|down)stream|back-?end|no route to host|ECONNREFUSED)\b/i,
        },
        confidence: 'high',
        cause: 'What took the upgrade could not reach what is behind it, and says so: "{ws.close.reason}". It is a proxy, and its target is down or elsewhere.',
        fix: ['# Is it running, and listening where the proxy looks for it?', 'ss -ltnp'],
        source: 'live: websockify 0.10 in front of a closed port',
    },
    'messaging.keepalive-timeout': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1011, 'ws.close.reason': /keepalive ping timeout/i },
        confidence: 'high',
        cause: 'The server sent pings and saw no pong: a proxy does not carry control frames, or its event loop was blocked.',
        fix: ['uvicorn app:app --ws-ping-interval 20 --ws-ping-timeout 20'],
        source: 'python-websockets/websockets; Kludex/uvicorn settings',
    },
    'messaging.going-away': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1001 },
        confidence: 'high',
        cause: 'The server is going away (1001): the roll-out is not over, or it restarts again and again.',
        fix: [
            '# Wait for the new version (inputs):',
            'wait: 5m',
            'expect-revision: ${{ github.sha }}',
            '# A restart loop?',
            'kubectl get pods   # RESTARTS',
        ],
        source: messaging_rfc,
    },
    'messaging.restarting': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1012 },
        confidence: 'high',
        cause: 'The server restarts (1012), as uvicorn does at a shutdown: the roll-out is not over.',
        fix: [
            'wait: 5m',
            'expect-revision: ${{ github.sha }}',
            '# A restart loop?',
            'kubectl get pods   # RESTARTS',
        ],
        source: 'IANA registry of close codes; Kludex/uvicorn',
    },
    'messaging.overloaded': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1013 },
        confidence: 'high',
        cause: 'The server asks to try again later (1013): it has too many connections, or a limit on them.',
        fix: ['connections: 1', 'uvicorn app:app --limit-concurrency 1000'],
        source: 'IANA registry of close codes',
    },
    'messaging.bad-gateway': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1014 },
        confidence: 'medium',
        cause: 'A gateway on the way lost its upstream (1014).',
        fix: log,
        source: 'IANA registry of close codes',
    },
    'messaging.replaced': {
        when: {
            ...families/* ended */.v6,
            'ws.close.reason': /\b(replaced|superseded|supplanted|duplicate|elsewhere|another (connection|session|client|device|tab|location)|new(er)? (connection|session|login))\b/i,
        },
        confidence: 'high',
        cause: 'The application lets a user have one connection and closes the older one when another opens: the checks of this run, which share one user, close one another.',
        fix: [
            '# In the inputs: no clients side by side',
            'connections: 0',
            '# or let the application allow several connections of the user that verifies:',
            'grep -rn {ws.close.code} src',
        ],
        source: 'live: a server that closes 4001 "replaced by new connection"',
    },
    'messaging.too-big': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1009 },
        confidence: 'high',
        cause: 'The message is larger than the server accepts.',
        fix: [
            'uvicorn app:app --ws-max-size 16777216',
            '# ws (Node)',
            'new WebSocketServer({ maxPayload: 16 * 1024 * 1024 })',
            '# Socket.IO',
            'new Server({ maxHttpBufferSize: 1e7 })',
        ],
        source: 'websockets/ws:lib/websocket-server.js; Kludex/uvicorn:uvicorn/config.py; socketio/socket.io',
    },
    'messaging.reply-too-big': {
        when: { 'fault.type': 'ws.message_too_large' },
        confidence: 'high',
        cause: 'The server sent a message that is larger than a client can be expected to take (16 MiB).',
        fix: ['# Send large results in parts, or as an address to fetch them from.'],
        source: 'RFC 6455 section 10.4',
    },
    'messaging.data-refused': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1003 },
        confidence: 'high',
        cause: 'The server does not take messages of this kind (1003): text where it wants binary, or the other way round.',
        fix: ['# Configuration file: binary', '- send: { $hex: "0a00" }'],
        source: messaging_rfc,
    },
    'messaging.text-invalid': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1007 },
        confidence: 'high',
        cause: 'The server could not read the message (1007): text that is no UTF-8, or not the format that it expects.',
        fix: ['# Configuration file', '- send: { type: chat_message, content: "hello" }'],
        source: messaging_rfc,
    },
    'messaging.frame-refused': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1002 },
        confidence: 'medium',
        cause: 'The server saw a violation of the protocol (1002): a proxy changed the frames, or compression does not match.',
        fix: ['# Try without compression; ws (Node)', 'new WebSocketServer({ perMessageDeflate: false })'],
        source: messaging_rfc,
    },
    'messaging.handler-crashed-tomcat': {
        when: { ...families/* ended */.v6, [families/* closeCode */._$]: 1002, 'ws.close.reason': /^An unrecoverable IOException occurred/ },
        confidence: 'high',
        cause: 'The endpoint in Tomcat failed with an exception: Tomcat closes with 1002 and these words where a handler throws, though nothing was wrong with the frames.',
        fix: ['# The exception is in its log:', 'journalctl -u tomcat10 -n 50'],
        source: 'live: Tomcat 10.1 with a handler that throws',
    },
    'messaging.cut-at-once': {
        when: {
            ...{ 'fault.type': 'ws.cut', [families/* closeCode */._$]: 1006, 'ws.close.after_ms': { between: [0, 999] } },
            'stream.events': { not: { between: [1, 1e9] } },
        },
        confidence: 'medium',
        cause: 'The connection was cut right after it was open: the handler crashed, or a proxy answers the upgrade and does not carry the frames.',
        fix: log,
        source: `${messaging_rfc}; aspnet/AspNetCoreModule#135`,
    },
    'messaging.cut': {
        when: { 'fault.type': 'ws.cut' },
        confidence: 'medium',
        cause: 'The connection ended without a close frame: the process died, or a proxy cut it.',
        fix: log,
        source: messaging_rfc,
    },
    'messaging.closed-normally': {
        when: { 'fault.type': 'ws.closed', [families/* closeCode */._$]: 1000 },
        confidence: 'medium',
        cause: 'The application closed the connection as if all were said (1000): its handler returned, or wants another first message.',
        fix: [
            '# FastAPI: stay in the loop',
            'while True:',
            '    await websocket.send_json(answer(await websocket.receive_json()))',
        ],
        source: messaging_rfc,
    },
    'messaging.closed-without-code': {
        when: { 'fault.type': 'ws.closed', [families/* closeCode */._$]: 1005 },
        confidence: 'medium',
        cause: 'The application closed the connection without a code (1005): it called close() and said no reason.',
        fix: ['# ws (Node): say why', "socket.close(1011, 'no agent available')"],
        source: messaging_rfc,
    },
    'messaging.closed': {
        when: { 'fault.type': 'ws.closed' },
        confidence: 'low',
        cause: 'The application closed the connection before the conversation was over (code {ws.close.code}).',
        fix: log,
        source: 'RFC 6455 section 7.4.2',
    },
    'messaging.closed-by-application': {
        when: { 'fault.type': 'ws.closed', [families/* closeCode */._$]: { between: [4000, 4999] } },
        confidence: 'medium',
        cause: 'The application closed with a code of its own ({ws.close.code}): its documentation says what that means.',
        fix: ['grep -rn {ws.close.code} src   # in the application'],
        source: 'RFC 6455 section 7.4.2',
    },
    'messaging.protocol-error': {
        when: { 'fault.type': 'ws.protocol_error' },
        confidence: 'medium',
        cause: 'What came over the connection is not valid WebSocket framing: a proxy wrote into it, or compression went wrong.',
        fix: [
            '# Try without compression; ws (Node)',
            'new WebSocketServer({ perMessageDeflate: false })',
            '# uvicorn',
            'uvicorn app:app --ws-per-message-deflate false',
        ],
        source: 'RFC 6455 section 5.2',
    },
    'messaging.silent': {
        when: { 'fault.type': 'ws.no_reply', 'ws.messages.received': 0 },
        confidence: 'medium',
        cause: 'The server takes the message and says nothing at all: the worker, queue or broker behind it is down, or it waits for another format.',
        fix: [
            '# The broker, for example',
            'redis-cli -h HOST ping',
            '# and the format that the application expects (inputs):',
            'send: \'{"type":"ping"}\'',
        ],
        source: 'catalogue, section 8 (msg-silent)',
    },
    'messaging.no-matching-reply': {
        when: { 'fault.type': 'ws.no_reply' },
        confidence: 'medium',
        cause: 'The server speaks, and the expected reply did not come: the worker, queue or broker behind it is down, or the reply looks different. See the transcript.',
        fix: ['# Inputs: what the reply looks like', 'expect: \'{"type":"ack"}\''],
        source: messaging_declared,
    },
    'messaging.wrong-reply': {
        when: { 'fault.type': 'ws.wrong_reply' },
        confidence: 'medium',
        cause: 'The application replies, and not as declared: another version, or an error in place of the answer.',
        fix: ['# Compare expected and found above; then mend the application or `expect`.'],
        source: messaging_declared,
    },
    'messaging.unwanted-message': {
        when: { 'fault.type': 'ws.unwanted_message' },
        confidence: 'medium',
        cause: 'A message arrived that was declared never to arrive.',
        fix: log,
        source: messaging_declared,
    },
    'messaging.not-closed': {
        when: { 'fault.type': 'ws.not_closed' },
        confidence: 'medium',
        cause: 'The server did not close the connection, or not with the declared code.',
        fix: ['# FastAPI', 'await websocket.close(code=1000)'],
        source: messaging_declared,
    },
    'messaging.slow': {
        when: { 'fault.type': 'ws.slow' },
        confidence: 'medium',
        cause: 'The reply is right and late.',
        fix: ['# Compare connect and round trip: only the round trip slow means the application.'],
        source: 'the declared limit',
    },
    'messaging.pong-missing': {
        when: { 'fault.type': 'ws.pong_missing' },
        confidence: 'medium',
        cause: 'Not even a ping was answered, which every WebSocket server does by itself: something took the upgrade and carries no frames, or the event loop is blocked.',
        fix: ['# Connect past the proxy and compare (inputs):', 'connect-to: ADDRESS:PORT'],
        source: 'RFC 6455 section 5.5.3',
    },
    'messaging.cross-talk': {
        when: { 'fault.type': 'ws.cross_talk' },
        confidence: 'high',
        cause: "A client got another client's data: state that should belong to one connection is shared.",
        fix: ['# Keep state per connection; broadcast only to those who asked.'],
        source: messaging_declared,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/messaging-limits.js
/** Time limits of proxies, and messages in which a gateway or a framework speaks instead of the application. */


const messaging_limits_received = 'ws.received.last';
const after = 'ws.close.after_ms';
/** The proxy shows itself in the headers of the 101. */
const cutBy = (proxy, from, to) => ({
    'fault.type': 'ws.cut',
    proxy,
    [after]: { between: [from, to] },
});
const messaging_limits_spoke = {
    'fault.type': ['ws.closed', 'ws.cut', 'ws.no_reply', 'ws.wrong_reply', 'ws.unwanted_message'],
};
const apiGateway = 'AWS documentation, API Gateway WebSocket APIs';
const messagingLimitSignatures = (0,signature/* defineSignatures */.l8)({
    'messaging.reply-says-limited': {
        when: {
            'fault.type': 'ws.wrong_reply',
            [messaging_limits_received]: /\brate.?limit|too many (requests|messages|connections)|throttl|quota exceeded/i,
        },
        confidence: 'medium',
        cause: 'The reply says that this client is limited: it is counted as one that asks too often.',
        fix: [
            '# Fewer at once (inputs)',
            'connections: 1',
            '# or an exception in the application for the user that verifies',
        ],
        source: 'the words of the reply',
    },
    'auth.refused-in-reply': {
        when: {
            'fault.type': ['ws.wrong_reply', 'auth.refused'],
            [messaging_limits_received]: /"(code|status|statusCode)":\s*"?(40[13]\b|unauthori[sz]ed|unauthenticated|forbidden)|"(error|errors|message|detail|reason)":\s*"(unauthori[sz]ed|unauthenticated|forbidden|not authenticated|(invalid|expired|missing) (access )?(token|jwt|credentials?|signature)|(access )?(token|jwt|signature|credentials?) (is |has |was )?(expired|invalid|missing|required))(?=[".:,;])/i,
        },
        confidence: 'medium',
        cause: 'The connection is open, and the reply refuses the client: its credential is not accepted, or the application looks for it in a message.',
        fix: [
            '# The secret or key of this environment, in `jwt-secret` or `jwt-private-key`; issuer and audience in `jwt-claims`',
            '# Where the server looks for it, if it wants a first message (the template is auth-message in the configuration file):',
            'credential-in: message',
        ],
        source: 'the words of the reply',
    },
    'messaging.proxy-timeout': {
        when: {
            'fault.type': 'ws.cut',
            [after]: { between: [10_000, 3_600_000] },
            'ws.close.whole_seconds': null,
        },
        confidence: 'medium',
        cause: 'The connection was cut after {ws.close.after_ms} ms without a close frame, as time limits of proxies do.',
        fix: [
            '# nginx',
            'proxy_read_timeout 3600s;',
            '# HAProxy',
            'timeout tunnel 1h',
            '# AWS load balancer',
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
        ],
        source: 'catalogue, section 9',
    },
    'messaging.cut-to-the-second': {
        when: {
            'fault.type': 'ws.cut',
            [families/* closeCode */._$]: 1006,
            'ws.close.whole_seconds': { between: [1, 3600] },
        },
        confidence: 'medium',
        cause: 'The connection was cut {ws.close.whole_seconds} s after it was open, to the second and without a close frame: {proxy} gave up waiting for the application, as time limits do.',
        fix: [
            '# The application should answer sooner, or the limit be longer; nginx',
            'proxy_read_timeout 3600s;',
            '# HAProxy',
            'timeout tunnel 1h',
        ],
        source: 'nginx.org/en/docs/http/websocket.html; catalogue, section 9',
    },
    'messaging.nginx-timeout': {
        when: { ...cutBy(['nginx', 'OpenResty'], 59_000, 61_500), [families/* closeCode */._$]: 1006 },
        confidence: 'high',
        cause: 'nginx cut the connection after 60 s in which the server sent nothing (`proxy_read_timeout`).',
        fix: [
            'proxy_read_timeout 3600s;',
            'proxy_send_timeout 3600s;',
            '# ingress-nginx',
            'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
        ],
        source: 'nginx.org/en/docs/http/websocket.html',
    },
    'messaging.awselb-timeout': {
        when: { ...cutBy('AWS load balancer', 59_000, 61_500), [families/* closeCode */._$]: 1006 },
        confidence: 'high',
        cause: 'The AWS load balancer cut the connection after 60 s without traffic.',
        fix: [
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
            '# or pings of the server every 30 s',
            'uvicorn app:app --ws-ping-interval 30',
        ],
        source: 'AWS documentation, Application Load Balancer (idle timeout)',
    },
    'messaging.google-lb-timeout': {
        when: { ...cutBy(['Google load balancer'], 29_000, 31_500), [families/* closeCode */._$]: 1006 },
        confidence: 'high',
        cause: 'The Google load balancer cut the connection at 30 s, its default life for a WebSocket, busy or not.',
        fix: ['gcloud compute backend-services update NAME --global --timeout=3600'],
        source: 'streamlit/streamlit#1386; cockpit-project/cockpit#13355; Google documentation',
    },
    'messaging.cloud-run-timeout': {
        when: { ...cutBy('Google Frontend', 299_000, 302_000), [families/* closeCode */._$]: 1006 },
        confidence: 'high',
        cause: 'Cloud Run cut the connection at 300 s: its request timeout is the life of a WebSocket.',
        fix: ['gcloud run services update NAME --timeout=3600', '# and clients that connect again'],
        source: 'cloud.google.com/run/docs/triggering/websockets',
    },
    'messaging.heroku-timeout': {
        when: { ...cutBy('Heroku router', 54_000, 56_500), [families/* closeCode */._$]: 1006 },
        confidence: 'high',
        cause: 'The Heroku router cut the connection after 55 s of silence (H15).',
        fix: ['# A ping of the server at least every 30 s', 'uvicorn app:app --ws-ping-interval 30'],
        source: 'devcenter.heroku.com/articles/error-codes (H15)',
    },
    'messaging.azure-timeout': {
        when: {
            ...cutBy(['IIS', 'Azure Front Door', 'Azure Application Gateway'], 229_000, 241_500),
            [families/* closeCode */._$]: 1006,
        },
        confidence: 'medium',
        cause: 'Azure cut the connection after about four minutes of silence, which cannot be changed.',
        fix: ['# A ping of the server at least every minute', 'uvicorn app:app --ws-ping-interval 60'],
        source: 'learn.microsoft.com (230 s front end; load balancer 4 min)',
    },
    'messaging.cloudflare-timeout': {
        when: { ...cutBy('Cloudflare', 99_000, 121_500), [families/* closeCode */._$]: 1006 },
        confidence: 'medium',
        cause: 'Cloudflare cut the connection after about 100 s of silence.',
        fix: ['# A ping of the server at least every minute', 'uvicorn app:app --ws-ping-interval 30'],
        source: 'developers.cloudflare.com (WebSockets); reports',
    },
    'messaging.phoenix-heartbeat': {
        when: {
            'fault.type': ['ws.cut', 'ws.closed'],
            'url.full': /\/websocket\b.*\bvsn=/,
            [after]: { between: [59_000, 61_500] },
        },
        confidence: 'medium',
        cause: 'Phoenix closed the socket after 60 s without a heartbeat of the client.',
        fix: [
            '- send: [null, "{{uuid}}", "phoenix", "heartbeat", {}]',
            'socket "/socket", UserSocket, websocket: [timeout: 120_000]',
        ],
        source: 'Phoenix documentation (socket timeout 60_000)',
    },
    'messaging.apigateway-integration': {
        when: { ...messaging_limits_spoke, [messaging_limits_received]: /"message":\s*"Internal server error".*"connectionId"/s },
        confidence: 'high',
        cause: 'API Gateway could not deliver the message: the integration of the route is missing, not permitted, or fails.',
        fix: [
            'aws lambda add-permission --function-name NAME --statement-id ws --action lambda:InvokeFunction --principal apigateway.amazonaws.com',
            'aws logs tail /aws/lambda/NAME --since 10m',
        ],
        source: 'aws/aws-cdk#18208',
    },
    'messaging.apigateway-slow': {
        when: { ...messaging_limits_spoke, [messaging_limits_received]: /"message":\s*"Endpoint request timed out".*"connectionId"/s },
        confidence: 'high',
        cause: 'The function behind API Gateway took longer than 29 s: in a VPC it often cannot reach the @connections address.',
        fix: [
            'aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.execute-api --vpc-endpoint-type Interface',
        ],
        source: 'Kludex/mangum#128; aws/chalice#1406; aws/aws-sdk-go-v2#1534',
    },
    'messaging.apigateway-no-route': {
        when: { ...messaging_limits_spoke, [messaging_limits_received]: /"message":\s*"Forbidden".*"connectionId"/s },
        confidence: 'medium',
        cause: 'API Gateway has no route for this message, and no `$default`.',
        fix: ["aws apigatewayv2 create-route --api-id ID --route-key '$default' --target integrations/ID"],
        source: `${apiGateway}; reports`,
    },
    'messaging.actioncable-restart': {
        when: { ...messaging_limits_spoke, [messaging_limits_received]: /"type":\s*"disconnect".*"reason":\s*"server_restart"/s },
        confidence: 'high',
        cause: 'ActionCable ends its connections for a restart: a roll-out is under way.',
        fix: ['wait: 5m', 'expect-revision: ${{ github.sha }}'],
        source: 'rails/rails:actioncable',
    },
    'messaging.pusher-limit': {
        when: { ...messaging_limits_spoke, [messaging_limits_received]: /"pusher:error".*(4004|4100|4301)/s },
        confidence: 'high',
        cause: 'The Pusher server (Reverb, soketi) is over a limit: connections of the application, or messages of the client.',
        fix: ['REVERB_APP_MAX_CONNECTIONS=1000', 'connections: 1'],
        source: 'laravel/reverb:src/Protocols/Pusher; soketi:src',
    },
    'messaging.socketio-no-connect': {
        when: { ...messaging_limits_spoke, [messaging_limits_received]: /^(0\{"sid":|2$)/ },
        confidence: 'high',
        cause: 'This is Engine.IO: after its greeting the server waits for a Socket.IO CONNECT packet, and for pongs to its pings.',
        fix: ['# Configuration file', '- messaging: /socket.io/', '  protocol: socket.io'],
        source: 'socket.io documentation (protocol); socketio/socket.io:packages/engine.io/lib/server.ts',
    },
    'messaging.graphql-init-missing': {
        when: {
            'fault.type': ['ws.no_reply', 'ws.wrong_reply'],
            'ws.subprotocol': ['graphql-transport-ws', 'graphql-ws'],
            'ws.messages.received': 0,
        },
        confidence: 'medium',
        cause: 'A GraphQL server says nothing before it got connection_init.',
        fix: ['# Configuration file', '- messaging: /graphql', '  protocol: graphql-ws'],
        source: 'enisdenjo/graphql-ws:PROTOCOL.md',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/protocols.js
/** Protocols on top of WebSocket that were spoken by name: how they refuse and fail in-band. */



const protocols_received = 'ws.received.last';
const inBand = (protocol) => ({
    'fault.type': 'auth.refused',
    'ws.protocol': protocol,
    [families/* status */.h5]: 101,
});
const spoken = (protocol, fault) => ({
    'fault.type': fault,
    'ws.protocol': protocol,
});
const something = { between: [1, 1_000_000] };
const protocolSignatures = (0,signature/* defineSignatures */.l8)({
    'messaging.socketio-namespace': {
        when: {
            'fault.type': ['ws.wrong_reply', 'ws.no_reply'],
            [protocols_received]: /^44(\/[^,]*,)?\{"message":"Invalid namespace"/,
        },
        confidence: 'high',
        cause: 'The Socket.IO server has no such namespace ("Invalid namespace"): nobody called io.of() for it.',
        fix: [
            "io.of('/chat').on('connection', socket => { … })",
            '# or, in the configuration file',
            'protocol: { name: socket.io, namespace: /chat }',
        ],
        source: 'socketio/socket.io:packages/socket.io/lib/client.ts; live',
    },
    'messaging.socketio-version': {
        when: spoken('socket.io', 'ws.protocol_error'),
        confidence: 'medium',
        cause: 'The Socket.IO server took the upgrade and wrote an HTTP answer into the WebSocket, as it does when EIO in the query names another version of the protocol than its own.',
        fix: [
            '# Leave EIO out of the path: 4 is added',
            'messaging: /socket.io/',
            '# or let the server take old clients',
            'new Server({ allowEIO3: true })',
        ],
        source: 'socketio/socket.io:packages/engine.io/lib/server.ts; live',
        // It spoke with us: the version is the same.
        adjust: [{ when: { 'ws.messages.received': { between: [1, 1e6] } }, to: 'low' }],
    },
    'messaging.http-in-frames': {
        when: {
            ...spoken('socket.io', 'ws.protocol_error'),
            'fault.code': 'WS_ERR_EXPECTED_FIN',
            'ws.messages.received': { between: [1, 1e6] },
        },
        confidence: 'medium',
        cause: 'What came in place of a frame reads like the first byte of "HTTP/1.1": the Socket.IO server failed over what was sent to it, perhaps no packet of the protocol, and wrote an error page into the WebSocket.',
        fix: [
            '# Configuration file: an event by its name',
            'protocol: { name: socket.io, event: NAME, send: { id: "{{id}}" } }',
        ],
        source: 'live: Flask-SocketIO 5.3 on eventlet, sent a text that is no packet',
    },
    'messaging.socketio-unacknowledged': {
        when: {
            ...spoken('socket.io', 'ws.no_reply'),
            'fault.type': ['ws.no_reply', 'ws.wrong_reply'],
            [protocols_received]: /^4[02]/,
        },
        confidence: 'medium',
        cause: 'Socket.IO let us in and did not answer the event: no handler for its name, or one that does not call its acknowledgement.',
        fix: ["socket.on('chat_message', (message, acknowledge) => acknowledge({ ok: true }))"],
        source: 'socket.io documentation (acknowledgements); live',
    },
    'auth.graphql-init-refused': {
        when: { 'fault.type': 'auth.closed', 'ws.protocol': 'graphql-ws', [families/* closeCode */._$]: [4400, 4500] },
        confidence: 'high',
        cause: 'The GraphQL server refused the payload of connection_init and closed with {ws.close.code}: the token is missing there, invalid, or under another name.',
        fix: [
            'protocol: { name: graphql-ws, connection-params: { authorization: "Bearer {{token}}" } }',
            sameKey,
        ],
        source: 'enisdenjo/graphql-ws:PROTOCOL.md; hasura/graphql-engine documentation; live',
    },
    'auth.graphql-operation-refused': {
        when: inBand('graphql-ws'),
        confidence: 'high',
        cause: 'GraphQL acknowledged the connection and refused the operation: the caller may not use this field.',
        fix: [
            'jwt-claims: |',
            '  scope: SCOPE',
            '# or a query that the caller may use',
            'protocol: { name: graphql-ws, query: "{ __typename }" }',
        ],
        source: 'the code or the words of the error; live',
    },
    'messaging.graphql-errors': {
        when: { ...spoken('graphql-ws', 'ws.wrong_reply'), [protocols_received]: /"type":\s*"error"|"errors":\s*\[/ },
        confidence: 'high',
        cause: 'GraphQL answered the operation with errors: it is not valid for the schema, or its resolver failed.',
        fix: [
            '# The error is in the transcript. A query that fits every schema:',
            'protocol: { name: graphql-ws, query: "{ __typename }" }',
        ],
        source: 'enisdenjo/graphql-ws:PROTOCOL.md; live',
    },
    'auth.json-rpc-refused': {
        when: inBand('json-rpc'),
        confidence: 'high',
        cause: 'JSON-RPC answered with an error that refuses the caller.',
        fix: [sameKey, 'jwt-claims: |', '  scope: SCOPE'],
        source: 'the code of the error; live',
    },
    'messaging.json-rpc-error': {
        when: { ...spoken('json-rpc', 'ws.wrong_reply'), [protocols_received]: /"error":\s*\{/ },
        confidence: 'high',
        cause: 'JSON-RPC answered with an error object: the method is not there, its parameters do not fit, or it failed.',
        fix: [
            '# -32601 is an unknown method, -32602 wrong parameters, -32603 an exception',
            'protocol: { name: json-rpc, method: METHOD, params: { … } }',
        ],
        source: 'https://www.jsonrpc.org/specification#error_object; live',
    },
    'auth.stomp-refused': {
        when: inBand('stomp'),
        confidence: 'high',
        cause: 'The STOMP broker refused CONNECT or a destination with an ERROR frame: login, passcode or permissions.',
        fix: [
            'protocol: { name: stomp, connect-headers: { login: USER, passcode: "{{token}}" } }',
            '# RabbitMQ',
            'rabbitmqctl authenticate_user USER PASSWORD',
        ],
        source: 'STOMP 1.2 (ERROR); rabbitmq/rabbitmq-server:deps/rabbitmq_stomp; live',
    },
    'messaging.rabbitmq-stomp-died': {
        when: { 'fault.type': 'ws.closed', [families/* closeCode */._$]: 1000, 'ws.close.reason': /^STOMP died/ },
        confidence: 'medium',
        cause: 'RabbitMQ gave up the STOMP session: mostly the user has no permission for the destination. The reason is in its log.',
        fix: [
            'rabbitmqctl set_permissions -p / USER ".*" ".*" ".*"',
            'rabbitmqctl set_topic_permissions -p / USER amq.topic ".*" ".*"',
        ],
        source: 'rabbitmq/rabbitmq-server:deps/rabbitmq_web_stomp; live',
    },
    'auth.mqtt-refused': {
        when: inBand('mqtt'),
        confidence: 'high',
        cause: 'The MQTT broker refused the user name and password in CONNACK, or the subscription in SUBACK.',
        fix: [
            'protocol: { name: mqtt, username: USER }',
            '# mosquitto',
            'mosquitto_passwd /etc/mosquitto/passwords USER',
        ],
        source: 'MQTT 3.1.1, section 3.2.2.3; live',
    },
    'messaging.mqtt-undelivered': {
        when: { ...spoken('mqtt', 'ws.no_reply'), 'ws.messages.received': something },
        confidence: 'medium',
        cause: 'The MQTT broker took the subscription and delivered nothing: its access list does not let this user read or write the topic, of which MQTT 3.1.1 says nothing.',
        fix: ['# mosquitto, acl_file', 'user USER', 'topic readwrite health/#'],
        source: 'eclipse-mosquitto/mosquitto (mosquitto.conf, acl_file); live',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/revision.js
/** The deployment answers, and not from the revision that was deployed. */

const stale = { 'fault.type': ['revision.old', 'revision.mixed'] };
const compared = 'the revision that each answer told, compared by this tool';
const asked = [
    '# Past the cache, on the machine itself:',
    'curl -s http://127.0.0.1:PORT/health',
    '# The path that tells the revision must never be cached; the application says so:',
    'Cache-Control: no-store',
];
const revisionSignatures = (0,signature/* defineSignatures */.l8)({
    'http.revision-old': {
        when: { 'fault.type': 'revision.old' },
        confidence: 'medium',
        cause: 'The deployment still serves {revision.served}: it was not rolled out, the roll-out failed and the old one stayed, or traffic was not moved to the new one.',
        fix: [
            '# Did the roll-out end, and which image runs?',
            'kubectl rollout status deploy/NAME && kubectl get pods -o wide',
            '# Cloud Run: which revision gets the traffic?',
            'gcloud run services describe SERVICE --format="value(status.traffic)"',
            'gcloud run services update-traffic SERVICE --to-latest',
            '# If it only takes longer (inputs):',
            'wait: 5m',
        ],
        source: compared,
    },
    'http.revision-spelled': {
        when: { ...stale, 'revision.spelled_otherwise': true },
        confidence: 'high',
        cause: 'The deployment tells {revision.served} where {revision.expected} is expected: that looks like the same revision, spelled in another way. Only the same text matches, and of a commit its first 7 characters or more.',
        fix: [
            '# Expect it as it is told, for example (inputs; of a commit, 7 characters or more):',
            'expect-revision: sha-${{ github.sha }}',
            '# Or tell the commit alone. A build "-dirty" was made with changes that no commit has: build it anew from a clean checkout.',
        ],
        source: compared,
    },
    'http.revision-mixed': {
        when: { 'fault.type': 'revision.mixed' },
        confidence: 'medium',
        cause: 'More than one revision answers: the roll-out has not ended, or an old instance was left behind the load balancer ({revision.served} beside the expected one).',
        fix: [
            '# Which instances are left of the old one?',
            'kubectl get pods -o wide --show-labels',
            'kubectl rollout status deploy/NAME',
            '# docker compose: containers of an earlier run',
            'docker compose up -d --remove-orphans',
            '# If the roll-out only takes longer (inputs):',
            'wait: 5m',
        ],
        source: compared,
    },
    'http.revision-one-node': {
        when: { 'fault.type': 'revision.mixed', 'revision.by_address': true },
        confidence: 'high',
        cause: 'Each address serves one revision, and not all the same: {revision.odd_addresses} was left out of the deployment and serves {revision.served}.',
        fix: [
            '# What does each node serve?',
            'for a in $(dig +short A {server.address}); do curl -s --connect-to ::$a: http://{server.address}/health; done',
            '# Then deploy to the odd one, or take its record out of DNS.',
        ],
        source: compared,
    },
    'http.revision-other-route': {
        when: {
            'fault.type': 'revision.mixed',
            'revision.odd_over': ['WebSockets', 'streams'],
            'revision.by_address': false,
        },
        confidence: 'high',
        cause: 'Plain requests reach the revision that was deployed, and all {revision.odd_over} reach {revision.served}: their path is routed to other instances, which were left out of the deployment.',
        fix: [
            '# Where do the paths lead? nginx:',
            "nginx -T | grep -E 'location|proxy_pass'",
            '# Kubernetes: which Service is behind each path, and which pods behind that?',
            'kubectl describe ingress NAME && kubectl get endpointslices',
            '# HAProxy:',
            "grep -E 'acl|use_backend|server ' /etc/haproxy/haproxy.cfg",
        ],
        source: compared,
    },
    'http.revision-missing': {
        when: { 'fault.type': 'revision.missing' },
        confidence: 'medium',
        cause: 'The answer tells no revision where it is declared: an old build without it, another name for it, or a variable that was not set when the image was built.',
        fix: [
            '# Say where it is (input), as JSON pointer or header:',
            'revision-from: /version#/commit',
            'revision-from: /health@x-revision',
            '# Of WebSockets and streams (configuration file, under ready.revision):',
            'websocket: $.revision',
            '# Put it into the image:',
            'docker build --build-arg REVISION=$GITHUB_SHA .',
        ],
        source: compared,
    },
    'http.revision-missing-page': {
        when: { 'fault.type': 'revision.missing', 'http.response.header.content-type': /^text\/html/ },
        confidence: 'high',
        cause: 'A page in HTML answers where the revision should be told: a front end or a catch-all route takes the path, and the application is not asked.',
        fix: [
            '# Let the path go to the application, before the catch-all. nginx:',
            'location = /health { proxy_pass http://127.0.0.1:8000; }',
            '# Or say where the revision is told (input):',
            'revision-from: /api/version#/commit',
        ],
        source: compared,
    },
    'http.revision-cached': {
        when: { ...stale, 'http.response.header.age': /^[1-9]/ },
        confidence: 'high',
        cause: 'The old answer comes out of a cache (Age: {http.response.header.age} seconds): what runs behind it was not asked.',
        fix: [...asked, '# Varnish: empty it', 'varnishadm ban req.url == /health'],
        source: 'RFC 9111 section 5.1',
    },
    'http.revision-cached-cloudflare': {
        when: {
            ...stale,
            'http.response.header.cf-cache-status': /^(HIT|STALE|UPDATING|REVALIDATED)$/i,
        },
        confidence: 'high',
        cause: 'The old answer comes out of the cache of Cloudflare (CF-Cache-Status: {http.response.header.cf-cache-status}): the origin was not asked.',
        fix: [
            ...asked,
            '# Empty it:',
            'curl -X POST https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache -H "Authorization: Bearer TOKEN" --json \'{"purge_everything":true}\'',
        ],
        source: 'developers.cloudflare.com/cache/concepts/cache-responses',
    },
    'http.revision-cached-x-cache': {
        when: { ...stale, 'http.response.header.x-cache': /\b(hit|stale)\b/i },
        confidence: 'high',
        cause: 'The old answer comes out of a cache on the way (X-Cache: {http.response.header.x-cache}): what runs behind it was not asked.',
        fix: [
            ...asked,
            '# CloudFront: empty it',
            'aws cloudfront create-invalidation --distribution-id ID --paths "/*"',
        ],
        source: 'docs.aws.amazon.com: CloudFront, X-Cache',
    },
    'http.revision-cached-nginx': {
        when: { ...stale, 'http.response.header.x-cache-status': /^(HIT|STALE|UPDATING|REVALIDATED)$/ },
        confidence: 'high',
        cause: 'The old answer comes out of a cache of nginx (X-Cache-Status: {http.response.header.x-cache-status}): what runs behind it was not asked.',
        fix: [
            ...asked,
            '# nginx: do not cache this path',
            'location = /health { proxy_cache off; proxy_pass http://127.0.0.1:8000; }',
        ],
        source: 'nginx.org/en/docs/http/ngx_http_upstream_module.html: $upstream_cache_status',
    },
    'http.revision-cached-vercel': {
        when: { ...stale, 'http.response.header.x-vercel-cache': /^(HIT|STALE|PRERENDER)$/ },
        confidence: 'high',
        cause: 'The old answer comes out of the cache of Vercel (X-Vercel-Cache: {http.response.header.x-vercel-cache}): the function was not asked.',
        fix: [...asked, '# Empty it:', 'vercel cache purge'],
        source: 'vercel.com/docs/headers/response-headers: x-vercel-cache',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/runner.js
/** The verifier's own surroundings: nothing is said about the deployment. */

const ours = 'verify-deploy';
const runnerSignatures = (0,signature/* defineSignatures */.l8)({
    'runner.proxy-down': {
        when: { 'fault.type': 'proxy.unreachable' },
        confidence: 'high',
        cause: 'The HTTP proxy of this machine ({proxy.address}) does not answer.',
        fix: [
            '# Mend or unset it:',
            'unset HTTPS_PROXY HTTP_PROXY',
            '# or go past it:',
            'NO_PROXY={server.address}',
        ],
        source: ours,
    },
    'runner.proxy-refuses': {
        when: { 'fault.type': 'proxy.refused' },
        confidence: 'high',
        cause: 'The HTTP proxy of this machine ({proxy.address}) refuses to connect to {server.address}.',
        fix: ['# Let the proxy allow it, or go past the proxy:', 'NO_PROXY={server.address}'],
        source: 'RFC 9110 section 9.3.6 (CONNECT)',
    },
    'runner.proxy-wants-credential': {
        when: { 'fault.type': 'proxy.refused', 'fault.code': '407' },
        confidence: 'high',
        cause: 'The HTTP proxy of this machine ({proxy.address}) asks for a credential of its own (407).',
        fix: ['HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT', '# or go past it:', 'NO_PROXY={server.address}'],
        source: 'RFC 9110 section 15.5.8 (407)',
    },
    'runner.deadline': {
        when: { 'fault.type': 'runner.deadline' },
        confidence: 'high',
        cause: 'The run was over before this check had ended.',
        fix: ['# A longer limit for the whole run:', 'deadline: 20m'],
        source: ours,
    },
    'runner.cancelled': {
        when: { 'fault.type': 'runner.cancelled' },
        confidence: 'high',
        cause: 'The run was cancelled before this check had ended.',
        fix: ['# Run it again.'],
        source: ours,
    },
    'runner.descriptor-limit': {
        when: { 'fault.type': 'runner.descriptor_limit' },
        confidence: 'high',
        cause: 'This machine allows the verifier too few open files for so many connections.',
        fix: [
            '# Before the verifier starts; Node raises the soft limit to the hard one by itself:',
            'ulimit -n 4096',
            '# a container',
            'docker run --ulimit nofile=4096:4096',
            '# or fewer clients at once:',
            'connections: 100',
        ],
        source: 'nodejs/node:doc/api/errors.md (EMFILE)',
    },
    'runner.ports-exhausted': {
        when: { 'fault.type': 'runner.descriptor_limit', 'fault.code': 'EADDRNOTAVAIL' },
        confidence: 'high',
        cause: 'This machine has no free local port for a further connection to {server.address}.',
        fix: [
            "sysctl -w net.ipv4.ip_local_port_range='1024 65535'",
            '# or fewer clients at once:',
            'connections: 100',
        ],
        source: 'linux: Documentation/networking/ip-sysctl.rst (ip_local_port_range)',
    },
    'runner.no-network': {
        when: { 'fault.type': 'runner.no_network' },
        confidence: 'high',
        cause: 'This machine has no network, or no resolver.',
        fix: ['cat /etc/resolv.conf', 'curl -sSI https://api.github.com'],
        source: 'a control target that is known to be up',
    },
    'runner.bug': {
        when: { 'fault.type': ['runner.bug', 'runner.no_proof'] },
        confidence: 'high',
        cause: 'The verifier itself failed. The deployment is neither cleared nor blamed.',
        fix: ['# Please report it, with report.json attached.'],
        source: ours,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/security.js
/** A client with a bad credential was let in beside a good one, or it is not clear that it was refused. */


const security_rfc = 'RFC 8725 section';
const pinned = [
    '# PyJWT',
    'jwt.decode(token, KEY, algorithms=["HS256"])',
    '# jsonwebtoken',
    "jwt.verify(token, KEY, { algorithms: ['HS256'] })",
];
const unproven = { 'fault.type': 'auth.refusal_not_proven' };
const securitySignatures = (0,signature/* defineSignatures */.l8)({
    'security.anonymous-accepted': {
        when: { 'fault.type': 'auth.accepted.none' },
        confidence: 'high',
        cause: 'Anybody gets in: a client that shows no credential is served like one with a good one. Authentication is switched off, or does not cover this path.',
        fix: [
            '# FastAPI: refuse before the connection is accepted',
            'if not is_valid(websocket.headers.get("authorization")):',
            '    await websocket.close(code=1008)',
            '# ws (Node)',
            "server.on('upgrade', (request, socket) => { if (!isValid(request)) socket.end('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n') })",
            '# If this endpoint is public on purpose:',
            'auth-required: false',
        ],
        source: 'OWASP WebSocket Security Cheat Sheet, authentication',
    },
    'security.any-string-accepted': {
        when: { 'fault.type': 'auth.accepted.malformed' },
        confidence: 'high',
        cause: 'Any string is taken for a credential: it is looked for, and never read. A client that shows none is refused, one that shows garbage is not.',
        fix: pinned,
        source: `${security_rfc} 3.1`,
    },
    'security.signature-not-verified': {
        when: { 'fault.type': 'auth.accepted.wrong_signature' },
        confidence: 'high',
        cause: 'The token is read and not verified: whoever changes it, or signs it with a key of their own, gets in.',
        fix: [
            '# Never: decode without verification',
            'jwt.decode(token, options={"verify_signature": False})',
            ...pinned,
        ],
        source: `${security_rfc} 2.1 and 3.1`,
    },
    'security.tampered-accepted': {
        when: { 'fault.type': 'auth.accepted.tampered' },
        confidence: 'high',
        cause: 'A credential that was changed on its way is accepted: it is compared in part, or its signature does not cover it.',
        fix: pinned,
        source: `${security_rfc} 3.1`,
    },
    'security.truncated-accepted': {
        when: { 'fault.type': 'auth.accepted.truncated' },
        confidence: 'high',
        cause: 'The beginning of a credential is accepted: it is compared as a prefix, so that it can be guessed piece by piece.',
        fix: ['# Compare the whole, in constant time', 'hmac.compare_digest(given, expected)'],
        source: 'CWE-187 (partial string comparison)',
    },
    'security.empty-signature-accepted': {
        when: { 'fault.type': 'auth.accepted.empty_signature' },
        confidence: 'high',
        cause: 'A token whose signature was cut off is accepted: nothing to verify is taken for verified.',
        fix: pinned,
        source: `${security_rfc} 3.1`,
    },
    'security.unsigned-accepted': {
        when: { 'fault.type': 'auth.accepted.alg_none' },
        confidence: 'high',
        cause: 'Tokens without a signature are accepted if they say so themselves ("alg": "none"): anybody can write one for any user.',
        fix: ['# Say which algorithms are accepted; never "none", in no spelling', ...pinned],
        source: `${security_rfc} 2.1 and 3.1`,
    },
    'security.key-confusion': {
        when: { 'fault.type': 'auth.accepted.key_confusion' },
        confidence: 'high',
        cause: 'The token chooses its algorithm: one that is signed (HS256) with the public key as the shared secret is accepted. Everybody has the public key.',
        fix: ['# Accept the algorithm of the key only', 'jwt.decode(token, PUBLIC_KEY, algorithms=["RS256"])'],
        source: `${security_rfc} 2.1`,
    },
    'security.expired-accepted': {
        when: { 'fault.type': 'auth.accepted.expired' },
        confidence: 'high',
        cause: 'Expired tokens are accepted: one that was stolen once works for ever. The claim "exp" is not verified.',
        fix: [
            '# PyJWT: remove verify_exp=False, and demand the claim',
            'jwt.decode(token, KEY, algorithms=["HS256"], options={"require": ["exp"]})',
            '# jsonwebtoken: remove',
            'ignoreExpiration: true',
        ],
        source: 'RFC 7519 section 4.1.4',
    },
    'security.early-accepted': {
        when: { 'fault.type': 'auth.accepted.not_yet_valid' },
        confidence: 'high',
        cause: 'Tokens are accepted before they are valid: the claim "nbf" is not verified.',
        fix: ['# PyJWT: remove', 'verify_nbf=False', '# jsonwebtoken: remove', 'ignoreNotBefore: true'],
        source: 'RFC 7519 section 4.1.5',
    },
    'security.audience-not-verified': {
        when: { 'fault.type': 'auth.accepted.wrong_audience' },
        confidence: 'high',
        cause: 'Tokens for another service are accepted: the claim "aud" is not verified, so what another service was given opens this one.',
        fix: [
            'jwt.decode(token, KEY, algorithms=["HS256"], audience="api")',
            "jwt.verify(token, KEY, { algorithms: ['HS256'], audience: 'api' })",
        ],
        source: `${security_rfc} 3.9`,
    },
    'security.issuer-not-verified': {
        when: { 'fault.type': 'auth.accepted.wrong_issuer' },
        confidence: 'high',
        cause: 'Tokens of another issuer are accepted: the claim "iss" is not verified.',
        fix: [
            'jwt.decode(token, KEY, algorithms=["HS256"], issuer="https://issuer.example.com")',
            "jwt.verify(token, KEY, { algorithms: ['HS256'], issuer: 'https://issuer.example.com' })",
        ],
        source: `${security_rfc} 3.8`,
    },
    'security.bad-credential-crashes': {
        when: { ...unproven, [families/* status */.h5]: { between: [500, 599] }, 'speaker.kind': { not: 'proxy' } },
        confidence: 'high',
        cause: 'A bad credential is answered with HTTP {http.response.status_code}: the application stumbles over it instead of refusing it.',
        fix: ['# PyJWT: every refusal is one of these', 'except jwt.InvalidTokenError:', '    return 401'],
        source: 'live: an unhandled exception of PyJWT gives 500',
    },
    'security.bad-credential-at-gateway': {
        when: { ...unproven, [families/* status */.h5]: { between: [500, 599] }, 'speaker.kind': 'proxy' },
        confidence: 'medium',
        cause: 'A bad client got {http.response.status_code} from {speaker} itself: a limit on connections answered before anybody looked at the credential, or the application broke off over it.',
        fix: [
            '# In the inputs: fewer clients at once',
            'connections: 1',
            '# Does the application crash? Its log:',
            'kubectl logs deploy/NAME --tail=100',
        ],
        source: 'live: nginx with max_conns',
    },
    'security.bad-credential-hidden': {
        when: { ...unproven, [families/* status */.h5]: 404 },
        confidence: 'medium',
        cause: 'A bad client is told that there is nothing here (HTTP 404). If that is how this server refuses, declare it.',
        fix: ['- auth: /ws', '  refused: { status: 404 }'],
        source: 'RFC 9110 section 15.5.4',
    },
    'security.bad-credential-throttled': {
        when: { ...unproven, [families/* status */.h5]: 429 },
        confidence: 'high',
        cause: 'A rate limit answered (HTTP 429) before the credential was looked at: take this client out of it, or ask less often.',
        fix: ['# nginx', 'limit_req zone=auth burst=20;'],
        source: 'RFC 6585 section 4',
    },
    'security.refusal-in-band': {
        when: { ...unproven, [families/* status */.h5]: 101, 'ws.messages.received': { not: [0] } },
        confidence: 'medium',
        cause: 'The connection was opened and something was said on it, but not what a good client hears. If that message refuses the client, declare it.',
        fix: ['- auth: /ws', '  refused:', '    message: { type: error, code: unauthorized }'],
        source: 'graphql-ws, socket.io and STOMP refuse in messages of their own',
    },
    'security.data-before-refusal': {
        when: {
            ...unproven,
            [families/* status */.h5]: 101,
            'ws.messages.received': { not: [0] },
            'ws.close.code': [1008, 3000, 3003, 4001, 4003, 4401, 4403],
        },
        confidence: 'medium',
        cause: 'A bad client hears something of the application before its connection is closed with {ws.close.code}. Look at the credential first; or, if everybody may hear that, declare the code.',
        fix: [
            '# FastAPI: nothing is sent before',
            'if not is_valid(websocket.headers.get("authorization")):',
            '    await websocket.close(code=1008)',
            '# or, in the configuration file',
            '- auth: /ws',
            '  refused: { close: 1008 }',
        ],
        source: 'live: a server that greets at accept and looks at the token afterwards',
    },
    'security.closes-without-policy': {
        when: { ...unproven, 'ws.close.code': [1000, 1005, 1006, 1011] },
        confidence: 'medium',
        cause: 'The connection of a bad client is closed with {ws.close.code}, which is no refusal: a crash or a restart looks the same. Close with 1008 or 4401, or declare the code.',
        fix: [
            'await websocket.close(code=1008)',
            '# or, in the configuration file',
            '- auth: /ws',
            '  refused: { close: 1000 }',
        ],
        source: 'RFC 6455 section 7.4.1',
    },
    'security.bad-client-left-hanging': {
        when: { ...unproven, [families/* status */.h5]: 101, 'ws.messages.received': 0, 'ws.close.code': null },
        confidence: 'medium',
        cause: 'A bad client is let in and then ignored: it holds a connection for nothing, and nobody can tell whether it is refused.',
        fix: ['# Refuse at the handshake, or close', 'await websocket.close(code=1008)'],
        source: 'OWASP WebSocket Security Cheat Sheet, authentication',
    },
    'security.refusal-not-proven': {
        when: unproven,
        confidence: 'low',
        cause: 'A bad credential is neither accepted nor refused: what came back is no answer to it.',
        fix: [
            '# What refuses on this path, if it is neither 401, 403 nor a policy close',
            '- auth: /ws',
            '  refused: { status: [400] }',
        ],
        source: 'CONTRACT: 404, 5xx and time-outs are no refusals',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/streaming.js
/** A stream that hung, ended badly, or was not as declared: what is known by its fault and by what is beside it. */


const streaming_measured = 'live: Node 24, the embedded service';
const html = 'WHATWG HTML, server-sent events';
const stacks = [
    '# What is it waiting for? For Python:',
    'py-spy dump --pid PID',
    '# and the log of the application at that time:',
    'kubectl logs deploy/NAME --since=5m',
];
const streamingSignatures = (0,signature/* defineSignatures */.l8)({
    'streaming.no-headers': {
        when: { 'fault.type': 'stream.no_headers' },
        confidence: 'medium',
        cause: 'The request for the stream is taken and never answered: the handler waits for something before it writes its first byte.',
        fix: [...stacks, '# Send the headers before the first event is known, Node:', 'response.flushHeaders()'],
        source: streaming_measured,
    },
    'streaming.headers-held': {
        when: { 'fault.type': 'stream.no_headers', 'patience.at_once': true },
        rank: 'before',
        confidence: 'high',
        cause: 'The stream comes after {patience.first}, headers and all at once: something collects the whole of it before its first byte goes out, as nginx does by default (proxy_buffering), or the application does.',
        fix: [
            '# nginx',
            'location /PATH {',
            '  proxy_buffering off;',
            '}',
            '# or from the application, with each stream:',
            'X-Accel-Buffering: no',
            '# lighttpd, which collects by default',
            'server.stream-response-body = 1',
            '# To tell a proxy from the application, ask the application directly (configuration file):',
            'origin: http://127.0.0.1:8000',
        ],
        source: 'nginx.org ngx_http_proxy_module; live: nginx 1.22',
    },
    'streaming.headers-late': {
        when: { 'fault.type': 'stream.no_headers', 'patience.at_once': false },
        rank: 'before',
        confidence: 'high',
        cause: 'The headers of the stream come, but only after {patience.first}: the handler waits for something before it writes its first byte, or the limit is too tight.',
        fix: [
            '# Send the headers before the first event is known, Node:',
            'response.flushHeaders()',
            '# or wait for longer (configuration file):',
            'first-event: 30s',
        ],
        source: streaming_measured,
    },
    'streaming.hangs-alone': {
        when: { 'fault.type': 'stream.no_headers', 'origin.http': 'passed', 'patience.first_ms': null },
        confidence: 'high',
        cause: 'The host answers other requests, and of the stream not even the headers came: what its handler calls (a model provider, a queue, a lock) does not answer, or something on the way collects the whole stream before it passes on its first byte.',
        fix: [...stacks, '# Give every call to a provider a limit, httpx:', 'httpx.AsyncClient(timeout=10)'],
        source: `${streaming_measured}; the case of this project`,
    },
    'streaming.no-first-event': {
        when: { 'fault.type': 'stream.no_first_event' },
        confidence: 'medium',
        cause: 'The headers came and no event did: the producer waits for its upstream, or a proxy holds back what it has not enough of.',
        fix: [
            ...stacks,
            '# To tell a proxy from the application, ask the application directly (configuration file):',
            'origin: http://127.0.0.1:8000',
        ],
        source: streaming_measured,
    },
    'streaming.stalled': {
        when: { 'fault.type': 'stream.stalled' },
        confidence: 'medium',
        cause: 'After {stream.events} events nothing came any more: the producer waits for something, or died without closing.',
        fix: stacks,
        source: streaming_measured,
    },
    'streaming.no-end-marker': {
        when: { 'fault.type': 'stream.no_end_marker' },
        confidence: 'medium',
        cause: 'The body ended before the stream was whole: the producer left early, by an exception or a limit, and its server closed the body in order.',
        fix: [
            '# An exception inside a generator ends the body like any other end; the log has it:',
            'kubectl logs deploy/NAME --since=5m',
            '# and the handler should end with its marker in every case (Python):',
            'finally: yield "data: [DONE]\\n\\n"',
        ],
        source: 'live: Node 24, RFC 9112 section 6.3',
    },
    'streaming.unfinished-event': {
        when: { 'fault.type': 'stream.no_end_marker', 'stream.unfinished': 'marker' },
        confidence: 'high',
        cause: 'The end marker was sent without the empty line that ends an event: clients drop it, and never hear of the end.',
        fix: ['# Two line feeds after the last event as well (Python)', 'yield "data: [DONE]\\n\\n"'],
        source: html,
    },
    'streaming.ended-by-close': {
        when: { 'fault.type': 'stream.no_end_marker', 'stream.end': 'closed' },
        confidence: 'medium',
        cause: 'The body has neither chunks nor a length: a hop speaks HTTP/1.0 or closes instead of ending, and a cut looks like an end.',
        fix: [
            '# nginx, towards the application',
            'proxy_http_version 1.1;',
            'proxy_set_header Connection "";',
            'proxy_read_timeout 10m;',
        ],
        source: 'RFC 9112 section 6.3; live: nginx 1.22',
    },
    'streaming.cut': {
        when: { 'fault.type': 'stream.cut' },
        confidence: 'medium',
        cause: 'The connection was closed inside the body, before its end: the producer crashed, its server ended it at a limit of its own, or a proxy on the way gave up on it.',
        fix: [
            '# Did it restart?',
            'kubectl get pods   # RESTARTS',
            'kubectl logs POD --previous',
            '# or a limit of a proxy, such as nginx:',
            'proxy_read_timeout 10m;',
            '# or of the server itself, Go: no WriteTimeout on streams',
            'http.NewResponseController(w).SetWriteDeadline(time.Time{})',
        ],
        source: 'live: node:http aborted, UND_ERR_SOCKET',
    },
    'streaming.gunicorn-timeout': {
        when: {
            'fault.type': ['stream.cut', 'stream.reset'],
            [(0,families/* header */.wx)('server')]: /^gunicorn/i,
            'stream.total_ms': { between: [5000, 3_600_000] },
        },
        rank: 'before',
        confidence: 'medium',
        cause: 'Most likely gunicorn killed the worker: a sync worker that streams for longer than --timeout (30 s by default) is taken for hung, and its stream is cut in the middle. Its log tells that from an exception of the application.',
        fix: [
            '# Its log says so: WORKER TIMEOUT',
            '# Workers that are not blocked by one stream:',
            'gunicorn --worker-class gevent app:app    # ASGI: uvicorn.workers.UvicornWorker',
            '# or longer than the longest stream:',
            'gunicorn --timeout 600 app:app',
        ],
        source: 'docs.gunicorn.org: settings, timeout; live: gunicorn 20.1',
    },
    'streaming.reset': {
        when: { 'fault.type': 'stream.reset' },
        confidence: 'medium',
        cause: 'The connection was reset inside the body: a process was killed, or a firewall or balancer dropped the connection.',
        fix: ['kubectl get pods   # RESTARTS, OOMKilled', 'dmesg | grep -i "out of memory"'],
        source: 'live: ECONNRESET on read',
    },
    'streaming.page': {
        when: { 'fault.type': 'stream.not_a_stream' },
        confidence: 'medium',
        cause: 'The path of the stream answers with a page, or with nothing to stream: the route leads to a front end or a login page, or is not deployed.',
        fix: [
            'curl -i https://{server.address}/PATH',
            '# Route the path to the application before the fallback to the page, nginx:',
            'location /api/ { proxy_pass http://app; }',
        ],
        source: html,
    },
    'streaming.nothing-to-stream': {
        when: { 'fault.type': 'stream.not_a_stream', [families/* status */.h5]: 204 },
        confidence: 'high',
        cause: 'HTTP 204 tells a client of server-sent events to stop and not to reconnect.',
        fix: ['# Answer 200 with content-type: text/event-stream, even before the first event is known'],
        source: html,
    },
    'streaming.wrong-content-type': {
        when: { 'fault.type': 'stream.wrong_content_type' },
        confidence: 'medium',
        cause: 'The stream has another content type than declared: EventSource refuses it, and proxies buffer what they do not know as a stream.',
        fix: ['# FastAPI', 'StreamingResponse(events(), media_type="text/event-stream")'],
        source: `${html}; cloudflared:connection/connection.go`,
    },
    'streaming.error-event': {
        when: { 'fault.type': 'stream.error_event' },
        confidence: 'medium',
        cause: 'The application answered 200 and then reported an error inside the stream: what it depends on failed.',
        fix: [
            '# Its own words are in the transcript; the rest is in its log:',
            'kubectl logs deploy/NAME --since=5m',
        ],
        source: streaming_measured,
    },
    'streaming.malformed': {
        when: { 'fault.type': 'stream.malformed' },
        confidence: 'medium',
        cause: 'What came does not keep to the format of the stream: a line is no JSON, or an event never ends.',
        fix: ['curl -N https://{server.address}/PATH | head -c 2000 | cat -A'],
        source: 'measured with the parser of this project',
    },
    'streaming.wrong-event': {
        when: { 'fault.type': 'stream.wrong_event' },
        confidence: 'medium',
        cause: 'An event of the stream is not as declared: another version of the application, or a declaration that is out of date.',
        fix: ['# Compare with what the transcript shows, and correct "each" in the configuration file'],
        source: streaming_measured,
    },
    'streaming.too-few-events': {
        when: { 'fault.type': 'stream.too_few_events' },
        confidence: 'medium',
        cause: 'The stream ended in order with fewer events than declared: the producer had less to say, or what it depends on gave nothing.',
        fix: ['kubectl logs deploy/NAME --since=5m'],
        source: streaming_measured,
    },
    'streaming.too-few-in-time': {
        when: { 'fault.type': 'stream.too_few_events', 'stream.end': 'late' },
        confidence: 'high',
        cause: 'The stream was still running when its time (`within`, else `timeout`) was over: it is slower than declared, or longer than that time.',
        fix: ['# Configuration file: the time that the whole stream may take', '- stream: PATH', '  within: 1m'],
        source: streaming_measured,
    },
    'streaming.not-resumed': {
        when: { 'fault.type': 'stream.not_resumed' },
        confidence: 'medium',
        cause: 'A client that reconnects with Last-Event-ID does not go on where it was: the header is ignored or dropped, or events carry no ids.',
        fix: [
            '# Write an id with each event, and start after the one that the client names:',
            'id: 42',
            '# Python, FastAPI: request.headers.get("last-event-id")',
        ],
        source: html,
    },
    'streaming.slow': {
        when: { 'fault.type': 'stream.slow' },
        confidence: 'medium',
        cause: 'The stream is right, and slower than declared: a cold start, an overloaded upstream, or too tight a limit.',
        fix: ['# Compare with a warm run; then raise first-event, max-gap or within in the configuration file'],
        source: streaming_measured,
    },
    'streaming.circuit-open': {
        when: {
            'fault.type': ['http.error', 'http.gateway_error'],
            'check.kind': ['stream', 'idle'],
            [families/* status */.h5]: 503,
            'answer.after_ms': { between: [0, 300] },
            'origin.http': 'passed',
            'speaker.kind': { not: 'proxy' },
        },
        confidence: 'high',
        cause: 'The stream is refused at once with 503 while health is well: an open circuit breaker in front of what the stream depends on.',
        fix: [
            '# Which upstream opened it, and is that up again?',
            'kubectl logs deploy/NAME --since=15m | grep -i "circuit\\|breaker\\|open"',
            '# It closes by itself after its reset time; wait for that before verifying:',
            'wait: 2m',
        ],
        source: 'RFC 9110 section 15.6.4; the case of this project',
    },
    'streaming.gateway-gave-up': {
        when: {
            'fault.type': 'http.gateway_error',
            'check.kind': 'stream',
            [families/* status */.h5]: 504,
            'stream.headers.whole_seconds': { between: [1, 3600] },
            [(0,families/* header */.wx)('server')]: { not: /^(nginx|awselb|envoy)/i },
        },
        confidence: 'medium',
        cause: 'A gateway waited exactly {stream.headers.whole_seconds} s for the first byte of the stream, and answered 504 itself.',
        fix: [
            '# Send headers and a first comment at once, before the work begins:',
            ': ok',
            '# or raise the limit: nginx proxy_read_timeout, HAProxy timeout server, Envoy route timeout, ALB idle timeout',
        ],
        source: 'RFC 9110 section 15.6.5',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/streaming-buffering.js
/** Events that were made over time and came in one burst: who collected them, and the line that stops it. */


const buffered = { 'fault.type': 'stream.buffered' };
const heldBack = { 'fault.type': ['stream.buffered', 'stream.no_first_event'] };
/** nginx, HAProxy, Caddy and mod_deflate flush what they compress (seen in the lab): there are no rows that blame them. */
const compressed = {
    ...heldBack,
    [(0,families/* header */.wx)('content-encoding')]: /./,
    'pair.identity.streams': true,
};
/** Compression was not it: there is none, or the same stream without it comes in a burst as well. */
const uncompressed = { ...buffered, 'pair.identity.streams': { not: true } };
const sure = [{ when: { 'stream.basis': 'origin' }, to: 'high' }];
const bufferingSignatures = (0,signature/* defineSignatures */.l8)({
    'streaming.buffered': {
        when: buffered,
        rank: 'behind',
        confidence: 'low',
        adjust: [{ when: { 'stream.basis': 'origin' }, to: 'medium' }],
        cause: 'Something between the producer and the client collects the stream and passes it on in one piece: a proxy, a compressor, or middleware.',
        fix: [
            '# From the application, for nginx and what is made of it:',
            'X-Accel-Buffering: no',
            'Cache-Control: no-cache, no-transform',
            '# To find the hop, compare with the application itself (configuration file):',
            'origin: http://127.0.0.1:8000',
        ],
        source: 'nginx.org ngx_http_proxy_module; live',
    },
    'streaming.compression-without-flush': {
        when: compressed,
        confidence: 'high',
        cause: 'The stream is compressed ({http.response.header.content-encoding}) without a flush after each event: without compression it comes as it is made.',
        fix: [
            '# Leave the stream out of compression, from the application:',
            'Cache-Control: no-transform',
            '# Express, compression():',
            "filter: (req, res) => !/event-stream/.test(String(res.getHeader('content-type')))",
            '# Starlette: its GZipMiddleware leaves text/event-stream out in newer versions',
            'pip install -U starlette',
        ],
        source: 'Kludex/starlette#2753; Kludex/starlette#2871; dpskvn/express-sse#26; live: Starlette',
    },
    'streaming.compression-express': {
        when: { ...compressed, [(0,families/* header */.wx)('x-powered-by')]: /^Express/ },
        confidence: 'high',
        cause: 'compression() of Express holds the stream back: it flushes only when it is told to.',
        fix: ['// after each event', 'res.flush()', '// or leave streams out', 'Cache-Control: no-transform'],
        source: 'dpskvn/express-sse#26; likerRr/sse-express#27',
    },
    'streaming.collected': {
        when: { ...buffered, [(0,families/* header */.wx)('content-length')]: /./ },
        confidence: 'high',
        cause: 'The answer has a Content-Length: somebody had the whole of the stream before its first byte went out.',
        fix: [
            '# Lambda: a function URL with RESPONSE_STREAM; API Gateway REST: response transfer mode STREAM',
            'aws lambda update-function-url-config --function-name NAME --invoke-mode RESPONSE_STREAM',
            '# WSGI and serverless adapters: return a generator, and no middleware that joins it',
            '# lighttpd, which collects by default:',
            'server.stream-response-body = 1',
            '# Go: flush after each event',
            'w.(http.Flusher).Flush()',
        ],
        source: 'RFC 9112 section 6.2; docs.aws.amazon.com: Lambda response streaming; live',
    },
    'streaming.collected-api-gateway': {
        when: {
            ...buffered,
            [(0,families/* header */.wx)('content-length')]: /./,
            [(0,families/* header */.wx)('apigw-requestid')]: /./,
        },
        confidence: 'high',
        cause: 'An HTTP API of API Gateway always collects the answer of its integration before it passes it on.',
        fix: [
            '# A Lambda function URL, or a REST API with response transfer mode STREAM',
            'aws lambda update-function-url-config --function-name NAME --invoke-mode RESPONSE_STREAM',
        ],
        source: 'docs.aws.amazon.com: API Gateway, response streaming',
    },
    'streaming.http10-hop': {
        when: { ...uncompressed, 'network.protocol.version': '1.0' },
        confidence: 'high',
        cause: 'The answer is HTTP/1.0, which has no chunks: a hop that speaks it collects the stream, or cannot pass it on.',
        fix: ['# nginx, towards the application', 'proxy_http_version 1.1;', 'proxy_set_header Connection "";'],
        source: 'RFC 9112 section 7.1; nginx.org proxy_http_version',
    },
    'streaming.cached': {
        when: { ...uncompressed, 'stream.from_before': true },
        confidence: 'high',
        cause: 'A cache answers with a stream of before (Age {http.response.header.age}): all its events are old and come at once.',
        fix: ['# From the application', 'Cache-Control: no-store, no-transform'],
        source: 'RFC 9111 section 5.1',
    },
    'streaming.nginx-buffering': {
        when: { ...uncompressed, proxy: ['nginx', 'OpenResty'] },
        confidence: 'medium',
        adjust: sure,
        cause: 'nginx collects the answer of the application (proxy_buffering is on by default) and passes it on when its buffer is full or the answer ends.',
        fix: [
            'location /PATH {',
            '  proxy_buffering off;     # with fastcgi_pass: fastcgi_buffering off;',
            '}',
            '# or from the application, with each stream:',
            'X-Accel-Buffering: no',
            '# PHP collects as well (output_buffering in php.ini): after each event',
            'ob_flush(); flush();',
            '# ingress-nginx, annotation of the Ingress:',
            'nginx.ingress.kubernetes.io/proxy-buffering: "off"',
        ],
        source: 'nginx.org ngx_http_proxy_module; live: nginx 1.22',
    },
    'streaming.apache-buffering': {
        when: { ...uncompressed, proxy: 'Apache httpd' },
        confidence: 'medium',
        adjust: sure,
        cause: 'Apache collects what its back end writes before it passes it on: mod_proxy_fcgi, which flushes only with flushpackets=on, or an output filter that does not flush, such as mod_ext_filter or mod_proxy_html.',
        fix: [
            'ProxyPass "/PATH" "http://127.0.0.1:8000/PATH" flushpackets=on',
            '# PHP-FPM: the same on its ProxyPass, and in the script after each event',
            'ProxyPassMatch "^/(.*\\.php)$" "fcgi://127.0.0.1:9000/var/www/$1" flushpackets=on',
            'ob_flush(); flush();',
            '# and no output filter on it, in its <Location>:',
            'RemoveOutputFilter NAME',
        ],
        source: 'httpd.apache.org: mod_proxy, mod_proxy_fcgi, mod_ext_filter; live: Apache 2.4 with PHP-FPM 8.2',
    },
    'streaming.varnish-compressed': {
        when: { ...uncompressed, proxy: 'Varnish', [(0,families/* header */.wx)('content-encoding')]: /./ },
        confidence: 'medium',
        adjust: sure,
        cause: 'The stream is compressed, and Varnish asks its backend for gzip whatever the client says: a compressor without a flush behind it, or in it, or streaming that is off.',
        fix: [
            '# Leave the stream out of compression, from the application:',
            'Cache-Control: no-transform',
            '# or have Varnish ask for it uncompressed, in vcl_backend_fetch; and stream:',
            'unset bereq.http.Accept-Encoding;',
            'set beresp.do_stream = true;   # in vcl_backend_response',
        ],
        source: 'varnish-cache.org: http_gzip_support; live: Varnish 7.1',
    },
    'streaming.varnish-buffering': {
        when: { ...uncompressed, proxy: 'Varnish', [(0,families/* header */.wx)('content-encoding')]: null },
        confidence: 'medium',
        adjust: sure,
        cause: 'Varnish fetches the whole answer before it delivers it: streaming is off for this answer.',
        fix: [
            'sub vcl_backend_response {',
            '  set beresp.do_stream = true;',
            '}',
            '# or around it, in vcl_recv:',
            'return (pipe);',
        ],
        source: 'varnishcache/varnish-cache:bin/varnishd/cache/cache_fetch.c; varnish-cache.org VCL',
    },
    'streaming.caddy-buffering': {
        when: { ...uncompressed, proxy: 'Caddy' },
        confidence: 'medium',
        adjust: sure,
        cause: 'Caddy flushes an answer without a length at once; buffer_responses or response_buffers, or what is behind Caddy, holds this one back.',
        fix: [
            'reverse_proxy 127.0.0.1:8000 {',
            '\tflush_interval -1',
            '}',
            '# and neither buffer_responses nor response_buffers',
        ],
        source: 'caddyserver/caddy:modules/caddyhttp/reverseproxy/streaming.go',
    },
    'streaming.php-buffering': {
        when: { ...uncompressed, [(0,families/* header */.wx)('x-powered-by')]: /^PHP\// },
        rank: 'before',
        confidence: 'medium',
        adjust: sure,
        cause: 'PHP collects its output (output_buffering, or no flush() after each event), or the FastCGI client before it does: nginx unless fastcgi_buffering is off, Apache unless flushpackets is on.',
        fix: [
            '// in the script: before the first event, and after each',
            'while (ob_get_level() > 0) ob_end_flush();',
            'flush();',
            '# nginx, location of the script; or from the script: X-Accel-Buffering: no',
            'fastcgi_buffering off;',
            '# Apache, on the ProxyPassMatch',
            'flushpackets=on',
        ],
        source: 'php.net: output_buffering, flush; live: PHP-FPM 8.2 behind nginx 1.22 and Apache 2.4',
    },
    'streaming.cloudflare-buffering': {
        when: { ...uncompressed, proxy: 'Cloudflare' },
        confidence: 'medium',
        adjust: sure,
        cause: 'Cloudflare passes on only what it knows as a stream; a tunnel flushes text/event-stream and gRPC alone.',
        fix: [
            'Content-Type: text/event-stream',
            'Cache-Control: no-cache, no-transform',
            '# quick tunnels buffer: use a named one',
            'cloudflared tunnel run NAME',
        ],
        source: 'cloudflare/cloudflared:connection/connection.go; cloudflare/cloudflared#1449',
    },
    'streaming.cloudfront-buffering': {
        when: { ...uncompressed, proxy: 'CloudFront' },
        confidence: 'medium',
        adjust: sure,
        cause: 'CloudFront stands before a stream that comes in one burst: its compression, its cache, or its origin collects it.',
        fix: [
            '# behaviour of the path: CachingDisabled, "Compress objects automatically" off',
            'Cache-Control: no-cache, no-transform',
        ],
        source: 'docs.aws.amazon.com: CloudFront, serving compressed files',
    },
    'streaming.envoy-buffering': {
        when: { ...uncompressed, proxy: 'Envoy' },
        confidence: 'medium',
        adjust: sure,
        cause: 'Envoy streams unless a filter collects: the compressor, a Lua or WASM filter that reads the body, or ext_proc in buffered mode.',
        fix: [
            'istioctl proxy-config listener POD -o json | grep -n "compressor\\|lua\\|wasm\\|ext_proc"',
            '# on the route of the stream: disable that filter',
        ],
        source: 'envoyproxy/envoy:docs, http_filters',
    },
    'streaming.iis-buffering': {
        when: { ...uncompressed, [(0,families/* header */.wx)('server')]: /^Microsoft-IIS/ },
        confidence: 'medium',
        adjust: sure,
        cause: 'IIS or its ARR collects the answer: responseBufferLimit, or dynamic compression.',
        fix: [
            '<handlers><add … responseBufferLimit="0" /></handlers>',
            '<urlCompression doDynamicCompression="false" />',
        ],
        source: 'Azure/iisnode#504; aspnet/Mvc#6969',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/streaming-limits.js
/** A stream that was cut after a whole number of seconds: somebody's limit, known by who is in between and how long it is. */

const streaming_limits_cut = { 'fault.type': ['stream.cut', 'stream.reset', 'stream.no_end_marker'] };
/** A body that ends by the close of its connection is no proof of a cut: silence before it says too little. */
const broken = { 'fault.type': ['stream.cut', 'stream.reset'] };
const silent = 'stream.silent.whole_seconds';
const total = 'stream.total.whole_seconds';
const anySecond = { between: [1, 3600] };
const streaming_limits_heartbeat = [
    '# or send a comment while nothing else is to be said (server-sent events):',
    ': still here',
];
const streamLimitSignatures = (0,signature/* defineSignatures */.l8)({
    'streaming.cut-in-silence': {
        when: { ...broken, [silent]: anySecond },
        confidence: 'medium',
        cause: 'The stream was cut after exactly {stream.silent.whole_seconds} s without a byte: the limit of a proxy for a read from its back end.',
        fix: [
            '# nginx',
            'proxy_read_timeout 10m;',
            '# HAProxy',
            'timeout server 10m',
            '# Apache',
            'ProxyTimeout 600',
            ...streaming_limits_heartbeat,
        ],
        source: 'nginx.org proxy_read_timeout; haproxy configuration.txt; live',
    },
    'streaming.nginx-read-timeout': {
        when: { ...broken, [silent]: anySecond, proxy: ['nginx', 'OpenResty'] },
        confidence: 'medium',
        adjust: [{ when: { [silent]: [10, 30, 60, 75, 120, 300, 600, 900, 1800, 3600] }, to: 'high' }],
        cause: 'nginx got nothing from the application for {stream.silent.whole_seconds} s and gave up: proxy_read_timeout (60 s by default).',
        fix: ['location /PATH {', '  proxy_read_timeout 10m;', '}', ...streaming_limits_heartbeat],
        source: 'nginx.org proxy_read_timeout; nginx/nginx:src/event/ngx_event_timer.h; live: nginx 1.22',
    },
    'streaming.apache-timeout': {
        when: { ...broken, [silent]: anySecond, proxy: 'Apache httpd' },
        confidence: 'high',
        cause: 'Apache got nothing from its back end for {stream.silent.whole_seconds} s and gave up: ProxyTimeout, or timeout of ProxyPass.',
        fix: ['ProxyPass "/PATH" "http://127.0.0.1:8000/PATH" timeout=600 flushpackets=on', ...streaming_limits_heartbeat],
        source: 'httpd.apache.org: mod_proxy',
    },
    'streaming.varnish-between-bytes': {
        when: { ...broken, [silent]: anySecond, proxy: 'Varnish' },
        confidence: 'high',
        cause: 'Varnish got nothing from its back end for {stream.silent.whole_seconds} s and gave up: between_bytes_timeout (60 s by default).',
        fix: ['backend app {', '  .between_bytes_timeout = 600s;', '}', ...streaming_limits_heartbeat],
        source: 'varnishcache/varnish-cache:bin/varnishd/http1/cache_http1_fsm.c; live: Varnish 7',
    },
    'streaming.heroku-idle': {
        when: { ...broken, [silent]: 55 },
        confidence: 'high',
        cause: 'The router of Heroku ends a connection after 55 s without a byte.',
        fix: ['# a comment every 15 s', ': still here'],
        source: 'devcenter.heroku.com: request timeout',
    },
    'streaming.envoy-route-timeout': {
        when: { ...streaming_limits_cut, [total]: 15 },
        confidence: 'medium',
        adjust: [{ when: { proxy: 'Envoy' }, to: 'high' }],
        cause: 'The stream ended after 15 s in all: the route timeout of Envoy or Istio, which counts the whole answer.',
        fix: ['# Istio VirtualService, Envoy route', 'timeout: 0s'],
        source: 'envoyproxy.io: route timeout',
    },
    'streaming.google-backend-timeout': {
        when: { ...streaming_limits_cut, [total]: 30 },
        confidence: 'medium',
        cause: 'The stream ended after 30 s in all: the timeout of a back-end service of Google load balancing, or of a platform.',
        fix: [
            'gcloud compute backend-services update NAME --global --timeout=3600',
            '# Heroku: the first byte has to come within 30 s',
        ],
        source: 'cloud.google.com: backend service timeout',
    },
    'streaming.cut-at-limit': {
        when: { ...streaming_limits_cut, [total]: { between: [5, 3600] } },
        confidence: 'low',
        cause: 'The stream ended after exactly {stream.total.whole_seconds} s in all, though events still came: a limit for the whole answer.',
        fix: [
            '# Vercel: maxDuration; Cloud Run: --timeout; gunicorn: --timeout; Lambda: timeout',
            'gcloud run services update NAME --timeout=3600',
        ],
        source: 'vercel.com: maxDuration; cloud.google.com: Cloud Run request timeout',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/tcp.js
/** The address was known, and no connection came about. */

const tcp_measured = 'live: Node 24 against a closed, a filtered and a resetting port';
const anyTcp = [
    ...['tcp.refused', 'tcp.timed_out', 'tcp.reset', 'tcp.closed', 'tcp.address_unreachable', 'tcp.failed'],
];
const tcpSignatures = (0,signature/* defineSignatures */.l8)({
    'tcp.refused': {
        when: { 'fault.type': 'tcp.refused' },
        confidence: 'high',
        cause: 'The machine is up, and nothing listens on port {server.port}: the process is not running, listens on another port, or only on 127.0.0.1.',
        fix: [
            '# On the machine or in the container: who listens, and on which address?',
            'ss -ltnp',
            '# Bind all addresses and the port that is published, for example:',
            'uvicorn app:app --host 0.0.0.0 --port {server.port}',
            '# Kubernetes: no ready endpoint refuses as well',
            'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
        ],
        source: `${tcp_measured}; kubernetes/kubernetes#97360`,
    },
    'tcp.refused-here': {
        when: { 'fault.type': 'tcp.refused', 'network.peer.address': /^(127\.|::1$)/ },
        confidence: 'high',
        cause: 'The URL names this very machine, and nothing listens here on port {server.port}: the service was not started in this job, or is in a container that publishes no port.',
        fix: [
            '# Started, and published to the runner?',
            'docker run -p {server.port}:{server.port} IMAGE',
            'ss -ltnp',
            '# A deployment is somewhere else: its public address belongs in `url`.',
        ],
        source: tcp_measured,
    },
    'tcp.refused-kubernetes': {
        when: { 'fault.type': 'tcp.refused', 'server.address': /\.svc(\.cluster\.local)?$/ },
        confidence: 'high',
        cause: 'The Service exists and has no ready endpoint, so kube-proxy rejects the connection: selector, readiness probe or targetPort.',
        fix: [
            'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
            'kubectl describe service SERVICE   # Selector, TargetPort',
            'kubectl get pods -l SELECTOR       # READY',
        ],
        source: 'kubernetes/kubernetes#97360, #17359, #78994',
    },
    'tcp.one-address-dead': {
        when: { 'fault.type': anyTcp, 'addresses.working': /./, 'addresses.failing': /./ },
        confidence: 'high',
        cause: 'Only some addresses of {server.address} work: {addresses.failing} does not take connections, {addresses.working} does.',
        fix: [
            '# Take the dead address out of the record, or bring its node back:',
            'dig +short {server.address}',
            '# AWS: a zone without a target answers nothing',
            'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=load_balancing.cross_zone.enabled,Value=true',
        ],
        source: 'each address dialled by itself',
    },
    'tcp.ipv6-dead': {
        when: {
            'fault.type': anyTcp,
            'addresses.working': /^[\d., ]+$/,
            'addresses.failing': /^[0-9a-f:, ]*:[0-9a-f:., ]*$/i,
            'network.peer.address': /:/,
        },
        confidence: 'high',
        cause: 'IPv4 works and IPv6 does not: the AAAA record points to an old host, or the server or its firewall does not take IPv6.',
        fix: [
            'dig +short AAAA {server.address}   # right? else remove it',
            '# nginx: listen on IPv6 too',
            'listen [::]:{server.port};',
        ],
        source: 'nodejs/node:doc/api/net.md (autoSelectFamily); each address dialled by itself',
    },
    'tcp.private-address': {
        when: {
            'fault.type': ['tcp.timed_out', 'tcp.address_unreachable'],
            'network.peer.private': true,
        },
        confidence: 'high',
        cause: '{server.address} resolves to {network.peer.address}, an address of a private network that this machine cannot reach.',
        fix: [
            '# The public address belongs in the public record:',
            'dig @1.1.1.1 +short {server.address}',
            '# Internal on purpose? Then run on a self-hosted runner inside that network',
            'runs-on: [self-hosted]',
        ],
        source: 'RFC 1918, RFC 4193, RFC 6598',
    },
    'tcp.filtered': {
        when: { 'fault.type': 'tcp.timed_out' },
        confidence: 'medium',
        cause: 'No answer to the connection request: a firewall or security group drops it, or the address in DNS is not in use any more.',
        fix: [
            '# Open port {server.port} for the clients, for example on AWS:',
            'aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port {server.port} --cidr 0.0.0.0/0',
            '# And compare the address with that of the load balancer:',
            'dig +short {server.address}',
        ],
        source: `${tcp_measured}; nodejs/undici:docs/docs/api/Errors.md`,
    },
    'tcp.reset': {
        when: { 'fault.type': ['tcp.reset', 'tcp.closed'] },
        confidence: 'medium',
        cause: 'The connection was taken and dropped at once: a load balancer without a healthy target behind it, or a list of allowed addresses.',
        fix: [
            '# Look at the health of the targets behind the load balancer, for example on AWS:',
            'aws elbv2 describe-target-health --target-group-arn ARN',
            '# Containers: is the published port the one that the process listens on?',
            'docker port CONTAINER',
        ],
        source: tcp_measured,
    },
    'tcp.no-route-ipv6': {
        when: {
            'fault.type': 'tcp.address_unreachable',
            'fault.code': 'ENETUNREACH',
            'network.peer.address': /:/,
        },
        confidence: 'medium',
        cause: 'The address is IPv6, and this machine has no IPv6 route. GitHub-hosted runners have none.',
        fix: ['# Check from a machine with IPv6, or dial an IPv4 address:', 'connect-to: ADDRESS'],
        source: 'nodejs/node:doc/api/errors.md (ENETUNREACH)',
    },
    'tcp.no-route': {
        when: { 'fault.type': 'tcp.address_unreachable' },
        confidence: 'medium',
        cause: 'No route leads to {network.peer.address}: the address is wrong, or a VPN or router is down.',
        fix: [
            'ip route get {network.peer.address}',
            '# Use a runner inside that network, or the public address.',
        ],
        source: 'nodejs/node:doc/api/errors.md (EHOSTUNREACH)',
    },
    'tcp.address-invalid': {
        when: { 'fault.type': 'tcp.address_invalid' },
        confidence: 'high',
        cause: 'DNS gives an address that cannot be dialled, such as 0.0.0.0.',
        fix: ['dig +short {server.address}', '# Put the address of the load balancer into the record.'],
        source: 'live: Node 24 (EINVAL)',
    },
    'tcp.failed': {
        when: { 'fault.type': 'tcp.failed' },
        confidence: 'low',
        cause: 'The connection failed with {fault.code}.',
        fix: ['curl -v telnet://{server.address}:{server.port}'],
        source: 'nodejs/node:doc/api/errors.md',
    },
    'tcp.unreachable-through-proxy': {
        when: { 'fault.type': 'tcp.unreachable_through_proxy' },
        confidence: 'medium',
        cause: 'The HTTP proxy of this machine could not connect to {server.address}:{server.port}.',
        fix: ['# Let the proxy reach it, or go past the proxy:', 'NO_PROXY={server.address}'],
        source: 'RFC 9110 section 9.3.6 (CONNECT)',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/tls-certificate.js
/** TLS works, and the certificate is not one that a client accepts. Codes: nodejs.org/api/tls.html#x509-certificate-error-codes. */

const readCertificate = 'openssl s_client -connect {server.address}:{server.port} -servername {server.address} -showcerts </dev/null';
const codes = 'nodejs/node:doc/api/tls.md (X509 certificate error codes); live';
const distrusted = ['tls.cert.name_invalid', 'tls.cert.authority_invalid', 'tls.cert.date_invalid'];
const unknown = 'tls.cert.authority_invalid';
const letsEncrypt = [
    'certbot --nginx -d {server.address}',
    '# Which names does it carry?',
    readCertificate,
];
const tlsCertificateSignatures = (0,signature/* defineSignatures */.l8)({
    'tls.certificate-expired': {
        when: { 'fault.type': 'tls.cert.date_invalid', 'fault.code': 'CERT_HAS_EXPIRED' },
        confidence: 'high',
        cause: 'The certificate expired on {certificate.not_after}: it was not renewed, or the server was not reloaded after.',
        fix: ['certbot renew && nginx -s reload', '# Kubernetes:', 'kubectl get certificate -A', readCertificate],
        source: codes,
    },
    'tls.issuer-expired': {
        when: { 'fault.type': 'tls.cert.date_invalid', 'tls.unverified.expired_issuer': /./ },
        confidence: 'high',
        rank: 'before',
        cause: 'The certificate of the server is still valid, and that of its issuer in the chain has expired ({tls.unverified.expired_issuer}): an old intermediate is sent with it.',
        fix: [
            '# The chain of today, from the authority, instead of the old one; nginx:',
            'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
            readCertificate,
        ],
        source: `${codes}; letsencrypt.org/docs/dst-root-ca-x3-expiration-september-2021`,
    },
    'tls.certificate-not-yet-valid': {
        when: { 'fault.type': 'tls.cert.date_invalid', 'fault.code': 'CERT_NOT_YET_VALID' },
        confidence: 'high',
        cause: 'The certificate is valid only from later on: it was just issued, or the clock of this machine is slow.',
        fix: ['date -u', 'timedatectl set-ntp true', readCertificate],
        source: codes,
    },
    'tls.certificate-date': {
        when: { 'fault.type': 'tls.cert.date_invalid' },
        confidence: 'high',
        cause: 'The certificate is not valid today: expired, or issued for later, or the clock of this machine is wrong.',
        fix: ['date -u', readCertificate],
        source: codes,
    },
    'tls.certificate-common-name-only': {
        when: { 'fault.type': 'tls.cert.name_invalid', 'fault.code': 'COMMON_NAME_ONLY' },
        confidence: 'high',
        cause: 'The certificate carries its name in the common name only, and no subjectAltName: curl and Node take it, browsers, Go and gRPC clients do not.',
        fix: [
            '# When it is issued (OpenSSL):',
            'openssl req -new -key server.key -subj /CN={server.address} -addext subjectAltName=DNS:{server.address} -out server.csr',
        ],
        source: 'RFC 9525 section 2; go.dev/doc/go1.15#commonname',
    },
    'tls.wildcard-depth': {
        when: { 'fault.type': 'tls.cert.name_invalid', 'tls.unverified.wildcard': /./ },
        confidence: 'high',
        rank: 'before',
        cause: 'The certificate is for {tls.unverified.wildcard}, which stands for one label and no more: {server.address} is not covered by it.',
        fix: [
            '# A certificate that names it:',
            'certbot --nginx -d {server.address}',
            '# Or a name of one label less in DNS and in the URL.',
        ],
        source: 'RFC 9525 section 6.3',
    },
    'tls.certificate-not-for-address': {
        when: { 'fault.type': 'tls.cert.name_invalid', 'server.address': /^[\d.]+$|:/ },
        confidence: 'high',
        rank: 'before',
        cause: 'The URL names an IP address ({server.address}), and the certificate is for names ({certificate.san}), as certificates mostly are.',
        fix: [
            '# In the inputs: the name in `url`, and the address where it is to be dialled',
            'url: https://staging.example.com',
            'connect-to: {server.address}',
        ],
        source: 'RFC 9110 section 4.3.5 (IP-ID reference identity); live',
    },
    'tls.certificate-name': {
        when: { 'fault.type': 'tls.cert.name_invalid' },
        confidence: 'high',
        cause: 'The certificate is for other names than {server.address}: the default site answered, or the domain is not bound to this service.',
        fix: letsEncrypt,
        source: codes,
    },
    'tls.chain-incomplete': {
        when: { 'fault.type': unknown, 'fault.code': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
        confidence: 'high',
        cause: 'The server sends its own certificate without the intermediate one. Browsers may hide this; other clients fail.',
        fix: [
            '# nginx: the full chain, not cert.pem',
            'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
            '# A private authority on purpose (inputs):',
            'ca: path/to/ca.pem',
        ],
        source: codes,
        adjust: [{ when: { 'tls.unverified.names_issuer_address': false }, to: 'low' }],
    },
    'tls.private-authority-unsent': {
        when: {
            'fault.type': unknown,
            'fault.code': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
            'tls.unverified.names_issuer_address': false,
        },
        confidence: 'medium',
        cause: 'The certificate comes from a private authority ({certificate.issuer}) that is not trusted here: it does not say where the certificate of its issuer is to be had, as those of public authorities do.',
        fix: [
            '# Hand the root certificate to this action (inputs):',
            'ca: path/to/ca.pem',
            '# A public authority after all? Then the full chain, nginx:',
            'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
        ],
        source: 'CA/Browser Forum Baseline Requirements 7.1.2.7.7 (Authority Information Access); live',
    },
    'tls.self-signed': {
        when: { 'fault.type': unknown, 'fault.code': 'DEPTH_ZERO_SELF_SIGNED_CERT' },
        confidence: 'high',
        cause: 'Nobody but the server vouches for it: no client trusts such a certificate unless told to.',
        fix: [
            'certbot --nginx -d {server.address}',
            '# Meant to be so? Then hand its certificate to this action:',
            'ca: path/to/ca.pem',
        ],
        source: codes,
    },
    'tls.private-authority': {
        when: { 'fault.type': unknown, 'fault.code': 'SELF_SIGNED_CERT_IN_CHAIN' },
        confidence: 'high',
        cause: 'The chain ends in an authority of its own ({certificate.issuer}) that is not among the public ones: a private one, or a proxy that inspects TLS.',
        fix: ['# Hand the root certificate to this action (inputs):', 'ca: path/to/ca.pem'],
        source: codes,
    },
    'tls.inspected': {
        when: {
            'fault.type': unknown,
            'certificate.issuer': /zscaler|netskope|fortinet|fortigate|palo alto|blue ?coat|sophos|umbrella|mcafee|check ?point|forcepoint|kaspersky/i,
        },
        confidence: 'high',
        cause: 'A TLS-inspecting proxy on the way from this machine replaced the certificate (issuer {certificate.issuer}): this says nothing about the deployment.',
        fix: [
            '# Trust it on this runner, or go around it:',
            'ca: path/to/company-root.pem',
            'NO_PROXY={server.address}',
        ],
        source: 'live (SELF_SIGNED_CERT_IN_CHAIN); the issuer names the vendor',
    },
    'tls.authority-unknown': {
        when: { 'fault.type': unknown },
        confidence: 'medium',
        cause: 'The certificate comes from an authority that is not trusted here: a private or staging one, or an inspecting proxy.',
        fix: [
            '# A private authority on purpose:',
            'ca: path/to/ca.pem',
            '# Else: who issued it?',
            readCertificate,
        ],
        source: codes,
    },
    'tls.certificate-revoked': {
        when: { 'fault.type': 'tls.cert.revoked', 'fault.code': 'CERT_REVOKED' },
        confidence: 'high',
        cause: 'The certificate was revoked by its authority.',
        fix: ['certbot certonly --force-renewal -d {server.address}', readCertificate],
        source: codes,
    },
    'tls.staple-invalid': {
        when: { 'fault.type': 'tls.cert.staple_invalid' },
        confidence: 'high',
        cause: 'The server staples an OCSP response that is out of date or does not know the certificate: browsers that look at it refuse the connection.',
        fix: [
            '# nginx: let it fetch the response, and drop a file that nobody renews',
            'ssl_stapling on; ssl_stapling_verify on; resolver 1.1.1.1;',
            '# Or without, where the authority has no responder any more:',
            'ssl_stapling off;',
        ],
        source: 'RFC 6960 section 2.4; bugzilla.mozilla.org (SEC_ERROR_OCSP_OLD_RESPONSE); live',
    },
    'tls.certificate-weak': {
        when: {
            'fault.type': 'tls.cert.invalid',
            'fault.code': ['EE_KEY_TOO_SMALL', 'CA_KEY_TOO_SMALL', 'CA_MD_TOO_WEAK'],
        },
        confidence: 'high',
        cause: 'The key or the signature of the certificate is too weak for clients of today ({fault.code}).',
        fix: ['certbot certonly --force-renewal --key-type ecdsa -d {server.address}'],
        source: codes,
    },
    'tls.certificate-purpose': {
        when: { 'fault.type': 'tls.cert.invalid', 'fault.code': 'INVALID_PURPOSE' },
        confidence: 'high',
        cause: 'The certificate is not meant for servers: its extended key usage lacks serverAuth.',
        fix: ['# When it is issued (OpenSSL):', 'extendedKeyUsage = serverAuth', readCertificate],
        source: codes,
    },
    'tls.certificate-unusable': {
        when: { 'fault.type': ['tls.cert.revoked', 'tls.cert.invalid'] },
        confidence: 'high',
        cause: 'The certificate is not one that clients accept ({fault.code}).',
        fix: ['# Have it issued again:', 'certbot renew --force-renewal --cert-name {server.address}'],
        source: codes,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/tls.js
/** The connection was there, and the TLS handshake did not come about. Alerts: RFC 8446 section 6. */


const tls_measured = 'live: Node 24 with OpenSSL 3.5';
const mismatch = 'tls.version_or_cipher_mismatch';
const tlsSignatures = (0,signature/* defineSignatures */.l8)({
    'tls.plain-http-port': {
        when: { 'fault.type': 'tls.not_tls' },
        confidence: 'high',
        cause: 'Port {server.port} speaks plain text: the URL says TLS, and TLS is not ended here.',
        fix: [
            '# nginx: end TLS on this port',
            'listen {server.port} ssl;',
            '# or, if plain is meant, write http:// and ws:// in the inputs',
        ],
        source: tls_measured,
    },
    'tls.plain-http-answers': {
        when: { 'fault.type': 'tls.not_tls', 'swap.plain_answers': true },
        confidence: 'high',
        cause: 'Port {server.port} answers plain HTTP: the server behind this port was never given a certificate, or the load balancer forwards TLS to a plain port.',
        fix: [
            '# nginx: end TLS on this port',
            'listen {server.port} ssl;',
            'ssl_certificate     /etc/letsencrypt/live/{server.address}/fullchain.pem;',
            'ssl_certificate_key /etc/letsencrypt/live/{server.address}/privkey.pem;',
            '# or, if plain is meant, write http:// and ws:// in the inputs',
        ],
        source: `${tls_measured}; the same port asked in plain HTTP`,
    },
    'tls.version-mismatch': {
        when: {
            'fault.type': mismatch,
            'fault.code': ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
        },
        confidence: 'high',
        cause: 'Client and server have no TLS version in common: the server offers only versions that are out of use.',
        fix: [
            '# nginx',
            'ssl_protocols TLSv1.2 TLSv1.3;',
            '# HAProxy',
            'bind :443 ssl crt /etc/ssl/site.pem ssl-min-ver TLSv1.2',
        ],
        source: tls_measured,
    },
    'tls.http2-only': {
        when: { 'fault.type': mismatch, 'fault.code': 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' },
        confidence: 'high',
        cause: 'The listener takes HTTP/2 only (TLS alert 120), and WebSockets need HTTP/1.1.',
        fix: [
            '# HAProxy',
            'bind :443 ssl crt /etc/ssl/site.pem alpn h2,http/1.1',
            '# Envoy, common_tls_context',
            'alpn_protocols: [h2, http/1.1]',
        ],
        source: `${tls_measured}; RFC 7301 section 3.2`,
    },
    'tls.http2-only-listener': {
        when: { 'fault.type': [mismatch, 'tls.closed'], 'alpn.h2_only': true },
        confidence: 'high',
        cause: 'The listener took a handshake that offers HTTP/2 and none that offers HTTP/1.1, which WebSockets need.',
        fix: [
            '# HAProxy',
            'bind :443 ssl crt /etc/ssl/site.pem alpn h2,http/1.1',
            '# Envoy, common_tls_context',
            'alpn_protocols: [h2, http/1.1]',
        ],
        source: `${tls_measured}; RFC 7301 section 3.2`,
    },
    'tls.handshake-refused': {
        when: { 'fault.type': mismatch, 'fault.code': 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' },
        confidence: 'medium',
        cause: 'The server broke the handshake off (TLS alert 40): no cipher in common, a name that it does not know, or a client certificate that it wants in TLS 1.2.',
        fix: [
            '# Which of the three?',
            'openssl s_client -connect {server.address}:{server.port} -servername {server.address} -tls1_3 </dev/null',
            '# nginx: ciphers of today',
            'ssl_ciphers HIGH:!aNULL:!MD5;',
        ],
        source: tls_measured,
    },
    'tls.nothing-in-common': {
        when: { 'fault.type': mismatch },
        confidence: 'medium',
        cause: 'Client and server have no protocol version, cipher or application protocol (http/1.1) in common.',
        fix: [
            '# nginx',
            'ssl_protocols TLSv1.2 TLSv1.3;',
            '# and keep http/1.1 among the ALPN protocols: WebSockets need it',
        ],
        source: tls_measured,
    },
    'tls.name-unknown': {
        when: { 'fault.type': 'tls.unrecognized_name' },
        confidence: 'high',
        cause: 'The server has no site and no certificate for the name {server.address} (SNI, TLS alert 112).',
        fix: [
            '# nginx',
            'server_name {server.address};',
            '# Kubernetes: list it under spec.tls[].hosts of the Ingress',
        ],
        source: `${tls_measured}; kubernetes/ingress-nginx docs (ssl-reject-handshake)`,
    },
    'tls.client-certificate': {
        when: { 'fault.type': 'tls.client_certificate_required' },
        confidence: 'high',
        cause: 'The server demands a client certificate (mutual TLS), as origins behind a CDN often do.',
        fix: ['# Check the address of the CDN, not that of the origin; or, in nginx:', 'ssl_verify_client off;'],
        source: `${tls_measured} (alert 116)`,
    },
    'tls.client-certificate-refused': {
        when: {
            'fault.type': 'tls.protocol.error',
            'fault.code': [
                'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
                'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
                'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
                'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
                'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
            ],
        },
        confidence: 'high',
        cause: 'The server wants a client certificate and accepts none that it was shown ({fault.code}).',
        fix: [
            '# nginx: the authority that signs the clients',
            'ssl_client_certificate /etc/ssl/clients-ca.pem;',
            'ssl_verify_client optional;',
        ],
        source: 'RFC 8446 section 6.2 (alerts 42, 45, 46, 48, 49); live (48)',
    },
    'tls.internal-error': {
        when: { 'fault.type': 'tls.protocol.error', 'fault.code': 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' },
        confidence: 'medium',
        cause: 'The server has no certificate for {server.address} yet (TLS alert 80): ACME is not finished, or the name is not configured at the CDN.',
        fix: [
            '# Caddy tells why in its log:',
            'journalctl -u caddy | grep -i "obtain\\|challenge"',
            readCertificate,
        ],
        source: 'live (code); reports on Caddy and CDNs',
    },
    'tls.insufficient-security': {
        when: {
            'fault.type': ['tls.protocol.error', 'tls.version_or_cipher_mismatch'],
            'fault.code': ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'ERR_SSL_DH_KEY_TOO_SMALL'],
        },
        confidence: 'medium',
        cause: 'The keys or ciphers of one side are too weak for the other ({fault.code}).',
        fix: [
            '# nginx',
            'ssl_protocols TLSv1.2 TLSv1.3;',
            'ssl_ciphers HIGH:!aNULL:!MD5;',
            'openssl dhparam -out /etc/ssl/dhparam.pem 2048',
        ],
        source: 'RFC 8446 section 6.2 (alert 71); OpenSSL',
    },
    'tls.dropped-at-start': {
        when: { 'fault.type': 'tls.closed', 'fault.code': 'ECONNRESET' },
        confidence: 'medium',
        cause: 'The connection was taken and dropped before TLS began: a load balancer without a healthy target, a mapped port that leads to nothing, or a platform without a certificate for this name.',
        fix: [
            '# Containers: is the published port the one that the process listens on?',
            'docker port CONTAINER',
            '# Fly',
            'fly certs add {server.address}',
            readCertificate,
        ],
        source: `${tls_measured}; superfly/docs (PT05, PT06)`,
    },
    'tls.handshake-hangs': {
        when: { 'fault.type': 'tls.timed_out', 'network.peer.address': /./ },
        confidence: 'medium',
        cause: 'The port takes the connection and does not answer the TLS handshake: something else than TLS waits there, or the server expects the PROXY protocol first.',
        fix: [
            '# What does it say to plain text?',
            'curl -v --max-time 5 http://{server.address}:{server.port}/',
            '# nginx behind a load balancer without the PROXY protocol: remove `proxy_protocol` from',
            'listen 443 ssl proxy_protocol;',
        ],
        source: tls_measured,
    },
    'tls.handshake-failed': {
        when: { 'fault.type': ['tls.protocol.error', 'tls.closed', 'tls.timed_out'] },
        confidence: 'low',
        cause: 'The TLS handshake broke off: no certificate is set up for this name yet, or a load balancer has no target.',
        fix: [readCertificate],
        source: tls_measured,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/tls-defaults.js
/** Certificates that software shows until it is given a better one, and authorities that are known by their names. */


const tlsDefaultSignatures = (0,signature/* defineSignatures */.l8)({
    'tls.kubernetes-fake-certificate': {
        when: {
            'fault.type': distrusted,
            'certificate.subject': /Kubernetes Ingress Controller Fake Certificate/,
        },
        confidence: 'high',
        cause: 'ingress-nginx shows its built-in certificate: it has no usable TLS secret for {server.address}.',
        fix: [
            '# In the Ingress, with a Secret in the same namespace:',
            'spec:',
            '  tls:',
            '    - hosts: [{server.address}]',
            '      secretName: NAME',
        ],
        source: 'kubernetes/ingress-nginx:internal/net/ssl/ssl.go',
    },
    'tls.traefik-default-certificate': {
        when: { 'fault.type': distrusted, 'certificate.subject': /^TRAEFIK DEFAULT CERT/ },
        confidence: 'high',
        cause: 'Traefik shows its default certificate: ACME failed, or the router has no certificate resolver.',
        fix: ['traefik.http.routers.NAME.tls.certresolver=RESOLVER'],
        source: 'traefik/traefik:pkg/tls/generate/generate.go',
    },
    'tls.cert-manager-temporary': {
        when: { 'fault.type': distrusted, 'certificate.issuer': /^cert-manager\.local$/ },
        confidence: 'high',
        cause: 'The secret still holds the temporary certificate of cert-manager: the real one was not issued, or not yet.',
        fix: [
            '# Why not? The last of these says it',
            'kubectl get certificate,certificaterequest,order,challenge -A',
            'kubectl describe challenge -A',
            '# Only delayed (inputs)?',
            'wait: 5m',
        ],
        source: 'cert-manager/cert-manager:pkg/util/pki/temporarycertificate.go',
    },
    'tls.snakeoil-certificate': {
        when: {
            'fault.type': distrusted,
            'tls.unverified.self_signed': true,
            // A bare host name, for ten years.
            'certificate.subject': /^(?!localhost)([a-z0-9-]+|[a-z0-9.-]+\.(internal|local|localdomain|lan|home)|.*snake ?oil.*)$/i,
            'tls.unverified.lifetime_days': /^36(49|50|51)$/,
        },
        confidence: 'high',
        cause: 'The server shows the certificate that Debian makes when Apache or ssl-cert is installed ({certificate.subject}, signed by itself): the default site answers, or the site was never given one of its own.',
        fix: [
            '# Which files say so?',
            'grep -rn snakeoil /etc/apache2/sites-enabled /etc/nginx',
            'a2dissite default-ssl',
            ...letsEncrypt,
        ],
        source: "Debian's package ssl-cert (make-ssl-cert); live",
    },
    'tls.localhost-certificate': {
        when: { 'fault.type': distrusted, 'certificate.subject': /^(localhost|localhost\.localdomain)$/i },
        confidence: 'high',
        cause: 'The server shows a certificate for "localhost": that of its development or default configuration.',
        fix: letsEncrypt,
        source: codes,
    },
    'tls.platform-certificate': {
        when: {
            'fault.type': 'tls.cert.name_invalid',
            'certificate.san': /\.(herokuapp\.com|azurewebsites\.net|vercel\.app|netlify\.app|fly\.dev|onrender\.com|up\.railway\.app|cloudfront\.net|github\.io|a\.run\.app|azureedge\.net|azurefd\.net|elasticbeanstalk\.com)\b/i,
        },
        confidence: 'high',
        cause: 'The platform answers with its own certificate ({certificate.san}): the domain {server.address} is not bound to an application there.',
        fix: [
            '# Add the domain at the platform, for example',
            'heroku domains:add {server.address}',
            'fly certs add {server.address}',
            'az webapp config hostname add --webapp-name NAME --resource-group GROUP --hostname {server.address}',
        ],
        source: 'live (ERR_TLS_CERT_ALTNAME_INVALID); documents of the platforms on custom domains',
    },
    'tls.staging-authority': {
        when: { 'fault.type': unknown, 'certificate.issuer': /^\(STAGING\)|Fake LE|happy hacker fake/i },
        confidence: 'high',
        cause: "The certificate comes from Let's Encrypt's staging environment ({certificate.issuer}), which nobody trusts.",
        fix: [
            'certbot certonly --force-renewal -d {server.address}   # without --staging',
            '# cert-manager: the server of the issuer',
            'server: https://acme-v02.api.letsencrypt.org/directory',
        ],
        source: 'live (code); letsencrypt.org/docs/staging-environment',
    },
    'tls.cloudflare-origin-certificate': {
        when: { 'fault.type': unknown, 'certificate.issuer': /^cloudflare origin/i },
        confidence: 'high',
        cause: 'The origin shows a Cloudflare Origin CA certificate, which only Cloudflare trusts: the origin was dialled past Cloudflare.',
        fix: [
            '# Verify the proxied name, or hand over the Origin CA root (inputs):',
            'ca: path/to/origin_ca_rsa_root.pem',
        ],
        source: 'developers.cloudflare.com/ssl/origin-configuration/origin-ca',
    },
    'tls.development-authority': {
        when: { 'fault.type': unknown, 'certificate.issuer': /mkcert|Caddy Local Authority|minica root/i },
        confidence: 'high',
        cause: 'The certificate comes from a local development authority ({certificate.issuer}).',
        fix: [
            '# Caddy: name the site by its public name, and drop',
            'tls internal',
            '# Meant to be so? Hand over its root (inputs):',
            'ca: path/to/root.crt',
        ],
        source: 'caddyserver/caddy:modules/caddypki; FiloSottile/mkcert',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/tls-strength.js
/** The certificate is accepted today: it runs out soon, or what stands around it is out of use. */


const tlsStrengthSignatures = (0,signature/* defineSignatures */.l8)({
    'tls.certificate-expires-soon': {
        when: { 'fault.type': 'tls.cert.expires_soon' },
        confidence: 'high',
        cause: 'The certificate runs out on {certificate.not_after}: the renewal that should have come by now did not, or the server was not reloaded after it.',
        fix: [
            'certbot renew && nginx -s reload',
            '# Kubernetes, cert-manager:',
            'kubectl get certificate -A',
            readCertificate,
        ],
        source: 'letsencrypt.org/docs/integration-guide (renewal with a third of the lifetime left)',
    },
    'tls.certificate-outdated': {
        when: { 'fault.type': 'tls.cert.weak' },
        confidence: 'high',
        cause: 'A certificate of the chain has a key or a signature that is out of use: clients refuse it, or will.',
        fix: [
            '# A new key, and a certificate for it:',
            'openssl ecparam -name prime256v1 -genkey -noout -out server.key',
            'openssl req -new -key server.key -subj /CN={server.address} -out server.csr',
        ],
        source: 'NIST SP 800-131A rev. 2; nodejs/node:doc/api/tls.md (EE_KEY_TOO_SMALL, CA_MD_TOO_WEAK)',
    },
    'tls.weak-version-accepted': {
        when: { 'fault.type': 'tls.weak_version' },
        confidence: 'high',
        cause: 'The server accepts a version of TLS that is out of use, or older than declared; a client can be talked down to it.',
        fix: [
            '# nginx',
            'ssl_protocols TLSv1.2 TLSv1.3;',
            '# HAProxy',
            'ssl-default-bind-options ssl-min-ver TLSv1.2',
            '# Apache',
            'SSLProtocol -all +TLSv1.2 +TLSv1.3',
        ],
        source: 'RFC 8996 (TLS 1.0 and 1.1 deprecated)',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/upgrade-dropped.js
/** The upgrade reached its server as a plain request: who dropped the headers, and the line that keeps them. */


/** Certain if a WebSocket library says so; likely if the answer is that of a plain GET (derived-facts.ts). */
const dropped = { ...families/* unexpected */.os, 'upgrade.stripped': ['certain', 'likely'] };
const likely = [
    // Its workers have no WebSockets, whatever arrives.
    { when: { 'upgrade.stripped': 'likely', speaker: 'gunicorn' }, to: 'low' },
    { when: { 'upgrade.stripped': 'likely', [(0,families/* header */.wx)('x-powered-by')]: /^PHP\// }, to: 'low' },
    { when: { 'upgrade.stripped': 'likely' }, to: 'medium' },
];
const handled = [
    'nginx',
    'OpenResty',
    'Apache httpd',
    'Varnish',
    'CloudFront',
    'APISIX',
    'Squid',
    'Cloudflare',
    'lighttpd',
    'H2O',
    'Tinyproxy',
];
const nginxUpgrade = [
    '# nginx, in the location of the WebSocket path:',
    'proxy_http_version 1.1;',
    'proxy_set_header Upgrade $http_upgrade;',
    'proxy_set_header Connection "upgrade";',
];
const apacheUpgrade = [
    '# Apache httpd 2.4.47 or later:',
    'ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket',
];
const haproxyUpgrade = [
    '# HAProxy passes upgrades on by itself, in this mode:',
    'mode http',
    'timeout tunnel 1h',
];
const secWebSocketKept = [
    '# What takes it out? Proxies pass it on by themselves, unless told otherwise:',
    'grep -rni "sec-websocket" /etc/nginx /etc/haproxy /etc/apache2 /etc/caddy /etc/varnish',
    '# CloudFront passes on what its origin request policy names:',
    'OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3   # Managed-AllViewer',
];
const envoyUpgrade = [
    '# Envoy, in the HTTP connection manager or the route:',
    'upgrade_configs:',
    '  - upgrade_type: websocket',
];
const cause = 'The request reached its server without its Upgrade and Connection headers: {proxy} passes it on as a plain request.';
const upgradeDroppedSignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.header-dropped-lighttpd': {
        when: { ...dropped, proxy: 'lighttpd' },
        confidence: 'high',
        cause,
        fix: ['proxy.header = ( "upgrade" => "enable" )   # lighttpd 1.4.46 or later'],
        source: 'lighttpd documentation (mod_proxy, proxy.header); live: lighttpd 1.4.69',
        adjust: likely,
    },
    'upgrade.header-dropped-h2o': {
        when: { ...dropped, proxy: 'H2O' },
        confidence: 'high',
        cause,
        fix: ['proxy.websocket: ON   # H2O 2.2', 'proxy.tunnel: ON   # H2O 2.3 and later'],
        source: 'H2O documentation (proxy directives); live: H2O 2.2.5',
        adjust: likely,
    },
    'upgrade.header-dropped-tinyproxy': {
        when: { ...dropped, proxy: 'Tinyproxy' },
        confidence: 'high',
        cause: `${cause} It has no WebSockets where it is a reverse proxy.`,
        fix: ['# Another proxy in its place, for example nginx:', ...nginxUpgrade],
        source: 'live: Tinyproxy 1.11.1',
        adjust: likely,
    },
    'upgrade.header-dropped': {
        when: { ...dropped, proxy: ['nginx', 'OpenResty'] },
        confidence: 'high',
        cause,
        fix: nginxUpgrade,
        source: 'nginx.org/en/docs/http/websocket.html; nginx/nginx:src/http/modules/ngx_http_proxy_module.c',
        adjust: likely,
    },
    'upgrade.header-dropped-apache': {
        when: { ...dropped, proxy: 'Apache httpd' },
        confidence: 'high',
        cause,
        fix: apacheUpgrade,
        source: 'apache/httpd:modules/proxy/mod_proxy.c; mod_proxy documentation',
        adjust: likely,
    },
    'upgrade.header-dropped-varnish': {
        when: { ...dropped, proxy: 'Varnish' },
        confidence: 'high',
        cause,
        fix: [
            'sub vcl_recv { if (req.http.upgrade ~ "(?i)websocket") { return (pipe); } }',
            'sub vcl_pipe { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; }',
        ],
        source: 'varnishcache/varnish-cache:include/tbl/http_headers.h; Varnish documentation',
        adjust: likely,
    },
    'upgrade.header-dropped-cloudfront': {
        when: { ...dropped, proxy: 'CloudFront' },
        confidence: 'high',
        cause: 'CloudFront does not pass the Sec-WebSocket headers on to the origin.',
        fix: [
            '# Origin request policy of the behaviour that serves the WebSocket path:',
            'OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3   # Managed-AllViewer',
        ],
        source: 'awsdocs/amazon-cloudfront-developer-guide (distribution-working-with.websockets)',
        adjust: likely,
    },
    'upgrade.header-dropped-apisix': {
        when: { ...dropped, proxy: 'APISIX' },
        confidence: 'high',
        cause: 'WebSockets are not enabled on this route of APISIX, so it passes the upgrade on as a plain request.',
        fix: ['curl http://127.0.0.1:9180/apisix/admin/routes/1 -X PATCH -d \'{"enable_websocket": true}\''],
        source: 'apache/apisix documentation (route, enable_websocket)',
        adjust: likely,
    },
    'upgrade.header-dropped-squid': {
        when: { ...dropped, proxy: 'Squid' },
        confidence: 'high',
        cause: 'Squid passes the upgrade on as a plain request, as it does by default: in front of the deployment, or on the way out of this network, where wss:// goes past it.',
        fix: ['# squid.conf', 'http_upgrade_request_protocols websocket allow all'],
        source: 'squid-cache/squid:src/cf.data.pre; live: Squid 5.7 as an accelerator',
        adjust: likely,
    },
    'upgrade.header-dropped-cloudflare': {
        when: { ...dropped, proxy: 'Cloudflare' },
        confidence: 'medium',
        cause: 'WebSockets are off for this zone at Cloudflare, or a proxy between Cloudflare and the server drops the headers.',
        fix: [
            'curl -X PATCH https://api.cloudflare.com/client/v4/zones/ZONE/settings/websockets -H "Authorization: Bearer $TOKEN" --json \'{"value":"on"}\'',
            '# and behind Cloudflare:',
            ...nginxUpgrade,
        ],
        source: 'cloudflare/cloudflare-docs#3405',
    },
    'upgrade.header-dropped-engineio': {
        when: {
            ...dropped,
            proxy: { not: handled },
            speaker: 'Engine.IO',
            [families/* body */.rf]: /^\{"code":3,"message":"Bad request"\}/,
        },
        confidence: 'high',
        cause: 'Engine.IO got the WebSocket request without its Upgrade header: a Classic Load Balancer or another proxy that leaves no trace drops it.',
        fix: [
            '# AWS: an Application Load Balancer, or a TCP listener',
            'aws elb create-load-balancer-listeners --load-balancer-name NAME --listeners Protocol=TCP,LoadBalancerPort=80,InstanceProtocol=TCP,InstancePort=3000',
            ...nginxUpgrade,
        ],
        source: 'socketio/socket.io#1846; socketio/socket.io:packages/engine.io/lib/server.ts',
    },
    'upgrade.header-dropped-on-the-way': {
        when: { ...dropped, proxy: { not: handled } },
        confidence: 'high',
        cause: 'The request reached its server without its Upgrade and Connection headers: {proxy} on the way passes it on as a plain request.',
        fix: [...nginxUpgrade, ...envoyUpgrade, ...haproxyUpgrade, ...apacheUpgrade],
        source: 'texts of the WebSocket libraries (catalogue, section 6b)',
    },
    'upgrade.http10-hop': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: [400, 426, 505],
            [families/* body */.rf]: /no upgrade state was present|HTTP version .{1,20} unsupported|HTTP\/1\.1 (is )?required|requires HTTP\/1\.1/i,
        },
        confidence: 'high',
        cause: 'The server got the upgrade in HTTP/1.0, which has none: a proxy in front of it speaks that, as nginx before 1.29.7 does by default.',
        fix: nginxUpgrade,
        source: 'nginx/nginx commit 6bb27a631; tokio-rs/axum:axum/src/extract/ws.rs; phoenixframework/websock_adapter',
    },
    'upgrade.apache-no-tunnel-module': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 500, speaker: 'Apache httpd', [families/* body */.rf]: /Internal Server Error/ },
        confidence: 'medium',
        cause: 'Apache itself says 500: mostly a `ws://` backend and no module for it (its log: "No protocol handler was valid for the URL").',
        fix: ['a2enmod proxy_wstunnel && systemctl reload apache2', ...apacheUpgrade],
        source: 'apache/httpd:modules/proxy/mod_proxy.c',
        adjust: [{ when: { 'twin.get.same_as_upgrade': true, 'origin.http': 'passed' }, to: 'high' }],
    },
    'upgrade.iis-too-old': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 501, proxy: 'IIS' },
        confidence: 'high',
        cause: 'This version of IIS has no WebSockets, or the feature is not installed.',
        fix: ['Install-WindowsFeature Web-WebSockets'],
        source: 'tjanczuk/iisnode#402',
    },
    'upgrade.http2-extended-connect': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 501, speaker: 'Cowboy' },
        confidence: 'high',
        cause: 'The upgrade reached Cowboy over HTTP/2, where it does not take WebSockets (RFC 8441 is off).',
        fix: ['#{enable_connect_protocol => true}   %% or HTTP/1.1 between proxy and Cowboy'],
        source: 'ninenines/cowboy:src/cowboy_websocket.erl',
    },
    'upgrade.haproxy-bad-key': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, speaker: 'HAProxy' },
        confidence: 'medium',
        cause: 'HAProxy does not accept the upgrade request: a header of it is invalid, or was changed on the way.',
        fix: [...haproxyUpgrade, 'option accept-unsafe-violations-in-http-request'],
        source: 'haproxy/haproxy:src/h1.c',
    },
    'upgrade.sec-websocket-dropped': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, [families/* body */.rf]: /^Missing or invalid Sec-WebSocket-Key/i },
        confidence: 'high',
        cause: 'Upgrade arrived and Sec-WebSocket-Key did not: {proxy} on the way passes only some headers on.',
        fix: secWebSocketKept,
        source: 'websockets/ws:lib/websocket-server.js; awsdocs/amazon-cloudfront-developer-guide',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/upgrade.js
/** The upgrade was answered by an ordinary answer, by none, or by an incorrect 101. */




const ws = 'websockets/ws:lib/websocket.js';
const upgrade_measured = 'live: Node 24 with ws';
const upgradeSignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.answered-with-page': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 200, [(0,families/* header */.wx)('content-type')]: /^text\/html/i },
        confidence: 'high',
        cause: 'The upgrade got an HTML page: this path is served by a front end or static host, not by the WebSocket server.',
        fix: [
            '# nginx: route the path to the application, before the catch-all',
            'location /ws {',
            '  proxy_pass http://app;',
            ...nginxUpgrade.slice(1).map(line => `  ${line}`),
            '}',
        ],
        source: upgrade_measured,
    },
    'upgrade.answered-plainly': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: { between: [200, 299] },
            [(0,families/* header */.wx)('content-type')]: { not: /^text\/html/i },
        },
        confidence: 'medium',
        cause: 'The upgrade got a plain answer: a proxy dropped the Upgrade header, or the server at this path has no WebSocket handler.',
        fix: nginxUpgrade,
        source: upgrade_measured,
        adjust: [{ when: { 'upgrade.stripped': ['certain', 'likely'] }, to: 'low' }],
    },
    'upgrade.answered-everywhere': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: { between: [200, 299] },
            [(0,families/* header */.wx)('content-type')]: { not: /^text\/html/i },
            'speaker.kind': { not: 'proxy' },
            'twin.random.same': true,
        },
        confidence: 'medium',
        cause: 'A path that cannot exist gets the very same answer: something answers for every path, a rule in front of the application or a handler without WebSockets, and a health check that passes may be its answer as well.',
        fix: [
            '# Configuration file: let health prove that it is the application that speaks',
            '- health: /health',
            '  json: { status: ok }',
            '# and find the rule, for example nginx, HAProxy:',
            'grep -rnE "return 200|http-request return" /etc/nginx /etc/haproxy',
        ],
        source: 'live: HAProxy with `http-request return`; a random path asked beside it',
        adjust: [{ when: { 'upgrade.stripped': ['certain', 'likely'] }, to: 'low' }],
    },
    'upgrade.unreadable-request': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 400,
            [families/* body */.rf]: null,
            [(0,families/* header */.wx)('server')]: null,
            'twin.random.same': true,
            'twin.get.same_as_upgrade': true,
        },
        confidence: 'medium',
        cause: unreadable,
        fix: proxyProtocolOff,
        source: 'live: Node behind HAProxy with send-proxy-v2',
    },
    'upgrade.lambda-target': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, speaker: 'AWS load balancer' },
        confidence: 'medium',
        cause: 'The target behind the AWS load balancer is a Lambda function, which has no WebSockets.',
        fix: [
            '# A target that is no function, or an API Gateway WebSocket API in its place:',
            'aws elbv2 create-target-group --name NAME --target-type ip --protocol HTTP --port 8000 --vpc-id VPC',
            'aws elbv2 modify-rule --rule-arn ARN --actions Type=forward,TargetGroupArn=ARN',
        ],
        source: 'AWS documentation (LambdaWebsocketNotSupported)',
    },
    'upgrade.bad-request': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400 },
        confidence: 'medium',
        cause: 'Something on the way does not take the request for a WebSocket upgrade: dropped headers, HTTP/1.0 between proxy and server, or a server that wants more in the URL.',
        fix: nginxUpgrade,
        source: 'catalogue, section 11a (400 at the upgrade)',
    },
    'upgrade.application-error': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 500, 'speaker.kind': { not: 'proxy' } },
        confidence: 'medium',
        rank: 'behind',
        cause: 'The application was reached and failed while it took the upgrade.',
        fix: ['# The exception is in its log:', 'kubectl logs deploy/NAME --tail=100'],
        source: 'RFC 9110 section 15.6.1',
    },
    'upgrade.static-host': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: [403, 404, 405],
            proxy: ['Netlify', 'Vercel'],
            'speaker.kind': { not: 'app' },
            'framework.name': null,
        },
        confidence: 'medium',
        cause: 'The upgrade ended at a host for sites and functions, which has no WebSocket there.',
        fix: ['# In the inputs: the address of the back end', 'websocket: wss://api.example.com/ws'],
        source: 'documents of Netlify and Vercel',
    },
    'upgrade.static-bucket': {
        when: { ...families/* unexpected */.os, speaker: 'Amazon S3' },
        confidence: 'high',
        cause: 'The upgrade ended at a bucket: this path is not routed to the WebSocket server.',
        fix: [
            '# CloudFront: a behaviour for the path, to the origin of the application',
            'PathPattern: /ws',
            'OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3   # Managed-AllViewer',
        ],
        source: 'AWS documentation, S3 error responses',
    },
    'upgrade.unexpected-answer': {
        when: families/* unexpected */.os,
        confidence: 'low',
        cause: 'The upgrade was answered {http.response.status_code} instead of 101: the path is not a WebSocket endpoint, or something before it answers.',
        fix: [
            'curl -i -N -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" URL',
        ],
        source: 'RFC 6455 section 4.2.2',
    },
    'upgrade.version-refused': {
        when: { ...families/* unexpected */.os, [families/* body */.rf]: /unsupported (websocket )?version|Sec-WebSocket-Version/i },
        confidence: 'medium',
        cause: 'The server complains about the WebSocket version, so the Upgrade header did arrive: a proxy drops or changes Sec-WebSocket-Version.',
        fix: secWebSocketKept,
        source: 'texts of the WebSocket libraries (catalogue, section 6b)',
    },
    'upgrade.redirected-to-https': {
        when: {
            'fault.type': 'ws.redirected',
            'target.scheme': 'ws:',
            [(0,families/* header */.wx)('location')]: /^(https|wss):/i,
        },
        confidence: 'high',
        cause: 'The plain ws:// address redirects to TLS, and WebSocket clients do not follow redirects.',
        fix: ['# In the inputs: an https:// `url`, or the whole wss:// address'],
        source: ws,
    },
    'upgrade.redirected-to-login': {
        when: {
            'fault.type': 'ws.redirected',
            [(0,families/* header */.wx)('location')]: /login|signin|sign-in|\bsso\b|oauth|authorize/i,
        },
        confidence: 'high',
        cause: 'A login stands in front of the WebSocket path: the upgrade is sent to {http.response.header.location}.',
        fix: [
            '# Take the path out of the login, for example oauth2-proxy:',
            'skip_auth_routes = ["^/ws"]',
            '# or show what it wants (configuration file):',
            'headers: { authorization: $ACCESS_TOKEN }',
        ],
        source: `${ws}; catalogue, section 4c`,
    },
    'upgrade.redirected-by-slash': {
        when: {
            'fault.type': 'ws.redirected',
            [families/* status */.h5]: [301, 307, 308],
            [(0,families/* header */.wx)('location')]: /^[^?#]*[^/:]\/$/,
        },
        confidence: 'medium',
        cause: 'The path wants a slash at its end: the upgrade is sent to {http.response.header.location}.',
        fix: ['# In the inputs: the path as it is there', 'websocket: {http.response.header.location}'],
        source: ws,
    },
    'upgrade.redirected-to-itself': {
        when: { 'fault.type': 'ws.redirected', 'redirect.to': 'itself' },
        confidence: 'high',
        rank: 'before',
        cause: 'The upgrade is sent back to the very address that was asked: no client gets out of that circle.',
        fix: circle,
        source: 'live: nginx; RFC 9110 section 15.4',
    },
    'upgrade.redirected': {
        when: { 'fault.type': 'ws.redirected' },
        confidence: 'medium',
        cause: 'The upgrade is redirected to {http.response.header.location}, and WebSocket clients do not follow redirects.',
        fix: [
            '# In the inputs: the address that it points to, if that is the WebSocket',
            'websocket: {http.response.header.location}',
        ],
        source: ws,
    },
    'upgrade.dropped': {
        when: { 'fault.type': ['ws.closed_before_answer', 'ws.reset_before_answer'] },
        confidence: 'medium',
        cause: 'The connection was dropped instead of answered: the server destroys upgrades to paths or clients that it does not know, a proxy has nobody to pass them to, or it crashed.',
        fix: [
            '# A proxy that drops on purpose, or has no back end? nginx, Varnish:',
            'grep -rn "return 444" /etc/nginx',
            'varnishadm backend.list',
            '# Node: answer before destroying',
            'socket.end("HTTP/1.1 404 Not Found\\r\\n\\r\\n")',
        ],
        source: 'live; snapview/tungstenite-rs:src/error.rs',
    },
    'upgrade.handler-hangs': {
        when: {
            'fault.type': 'ws.upgrade_timed_out',
            'origin.http': 'passed',
            // It answered others: signatures/concurrency.ts.
            'concurrency.opened': { not: { between: [1, 1e6] } },
        },
        confidence: 'medium',
        cause: 'Plain HTTP works on the same host and the upgrade is never answered: an upgrade handler ignores this path, or waits for something.',
        fix: [
            '# Node, `noServer`: answer other paths too',
            'else socket.end("HTTP/1.1 404 Not Found\\r\\n\\r\\n")',
        ],
        source: 'live: Node http server with an upgrade listener',
        adjust: [{ when: { 'twin.get.status_code': { between: [200, 499] } }, to: 'high' }],
    },
    'upgrade.no-answer': {
        when: { 'fault.type': 'ws.upgrade_timed_out' },
        confidence: 'medium',
        cause: 'The upgrade was never answered: the server hangs, or a proxy cannot reach it.',
        fix: [
            '# Does plain HTTP on the same path answer?',
            'curl -i --max-time 10 https://{server.address}:{server.port}/',
        ],
        source: `${ws} (Opening handshake has timed out)`,
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/upgrade-applications.js
/** Application frameworks that take or refuse an upgrade in a way of their own (catalogue, sections 6a and 6b). */


const engineIo = 'socketio/socket.io:packages/engine.io/lib/server.ts';
const pythonEngineIo = 'miguelgrinberg/python-engineio:src/engineio/async_server.py';
const signalR = 'dotnet/aspnetcore:src/SignalR/common/Http.Connections/src/Internal/HttpConnectionDispatcher.cs';
const socketIoPath = 'websocket: /socket.io/?EIO=4&transport=websocket';
const upgrade_applications_dropped = ['ws.closed_before_answer', 'ws.reset_before_answer'];
const upgradeApplicationSignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.engineio-path': {
        when: { 'fault.type': upgrade_applications_dropped, 'elapsed.ms': { between: [950, 1150] } },
        confidence: 'medium',
        cause: 'A Socket.IO server closes upgrades on other paths than its own after one second, and this took {elapsed.ms} ms.',
        fix: [socketIoPath],
        source: `${engineIo} (destroyUpgradeTimeout)`,
        adjust: [{ when: { 'framework.name': 'socket.io' }, to: 'high' }],
    },
    'upgrade.socketio-elsewhere': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: [400, 404], 'framework.name': 'socket.io' },
        confidence: 'medium',
        cause: 'A Socket.IO server answers on this host, at its own path: this one is not it.',
        fix: [socketIoPath],
        source: `${engineIo}; its handshake answered`,
    },
    'upgrade.bad-request-engineio': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, speaker: 'Engine.IO', [families/* body */.rf]: /^\{"code":(0|2)/ },
        confidence: 'high',
        cause: 'This is a Socket.IO server: it wants its own path and query (transport unknown, or another method).',
        fix: [socketIoPath],
        source: engineIo,
    },
    'upgrade.engineio-session': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, [families/* body */.rf]: /(^|")Session ID unknown("|$)|^"?Invalid session / },
        confidence: 'high',
        cause: 'Socket.IO does not know the session: several instances without sticky sessions, or one that restarted.',
        fix: [
            '# nginx',
            'upstream io { ip_hash; server app1:3000; server app2:3000; }',
            '# or no polling at all',
            'io({ transports: ["websocket"] })',
        ],
        source: `${engineIo}; socket.io documentation on several nodes`,
    },
    'upgrade.engineio-version': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /(^|")Unsupported protocol version("|$)|The client is using an unsupported version/,
        },
        confidence: 'high',
        cause: 'The Socket.IO server speaks another version of the protocol than EIO in the query says.',
        fix: [
            'websocket: /socket.io/?EIO=3&transport=websocket   # Socket.IO 2',
            '# or the server',
            'new Server({ allowEIO3: true })',
        ],
        source: `${engineIo}; ${pythonEngineIo}`,
    },
    'upgrade.engineio-transport': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, [families/* body */.rf]: /^"?Invalid transport/ },
        confidence: 'high',
        cause: 'python-socketio does not take this transport: WebSockets are switched off, or the query is wrong.',
        fix: [socketIoPath, "socketio.AsyncServer(transports=['websocket', 'polling'])"],
        source: pythonEngineIo,
    },
    'upgrade.engineio-origin': {
        when: { ...families/* answeredUpgrade */.IS, [families/* status */.h5]: [400, 403], [families/* body */.rf]: /is not an accepted origin\./ },
        confidence: 'high',
        cause: 'python-socketio refuses the Origin of the request.',
        fix: [
            "socketio.AsyncServer(cors_allowed_origins=['https://app.example.com'])",
            '# Configuration file: the origin that the front end has',
            'origin: https://app.example.com',
        ],
        source: pythonEngineIo,
    },
    'upgrade.engineio-forbidden': {
        when: {
            ...families/* answeredUpgrade */.IS,
            [families/* status */.h5]: [400, 403],
            [families/* body */.rf]: /^(\{"code":4,"message":"Forbidden"|Forbidden\s*$)/,
        },
        confidence: 'medium',
        cause: 'The server forbids this handshake: `allowRequest` of Socket.IO, or a check of the Origin (gorilla/websocket).',
        fix: [
            'new Server({ allowRequest: (request, callback) => callback(null, true) })',
            '# gorilla/websocket',
            'upgrader.CheckOrigin = func(r *http.Request) bool { return allowed[r.Header.Get("Origin")] }',
        ],
        source: `${engineIo}; gorilla/websocket:server.go`,
    },
    'upgrade.signalr-negotiation': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, [families/* body */.rf]: /^Connection ID required/ },
        confidence: 'high',
        cause: 'This is a SignalR hub: it wants a negotiation first, or clients that skip it.',
        fix: ['.withUrl("/hub", { skipNegotiation: true, transport: HttpTransportType.WebSockets })'],
        source: signalR,
    },
    'upgrade.signalr-other-instance': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 404, [families/* body */.rf]: /^No Connection with that ID/ },
        confidence: 'high',
        cause: 'The negotiation went to another instance of the SignalR hub: several instances without sticky sessions.',
        fix: [
            'az webapp update --name NAME --resource-group GROUP --client-affinity-enabled true',
            'services.AddSignalR().AddAzureSignalR()',
        ],
        source: signalR,
    },
    'upgrade.signalr-transport': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 404, [families/* body */.rf]: /transport not supported by this end point type/ },
        confidence: 'high',
        cause: 'WebSockets are switched off for this SignalR hub, or the server lacks the feature.',
        fix: [
            'Install-WindowsFeature Web-WebSockets',
            'options.Transports = HttpTransportType.WebSockets | HttpTransportType.LongPolling',
        ],
        source: signalR,
    },
    'upgrade.sockjs-path': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 200, [families/* body */.rf]: /^Welcome to SockJS!/ },
        confidence: 'high',
        cause: 'This is the base of a SockJS endpoint: the raw WebSocket is one level below.',
        fix: ['websocket: /ws/websocket'],
        source: 'sockjs/sockjs-node:lib/handlers.js',
    },
    'upgrade.sockjs-elsewhere': {
        when: { ...families/* unexpected */.os, 'framework.name': 'sockjs' },
        confidence: 'high',
        cause: 'A SockJS server answers below this path: the raw WebSocket is at /websocket there.',
        fix: ['websocket: /ws/websocket'],
        source: 'sockjs/sockjs-node; its handshake answered',
    },
    'upgrade.phoenix-path': {
        when: { ...families/* unexpected */.os, 'framework.name': 'phoenix' },
        confidence: 'high',
        cause: 'A Phoenix socket is below this path: its WebSocket is at /websocket there.',
        fix: ['websocket: /socket/websocket?vsn=2.0.0'],
        source: 'phoenixframework/phoenix:lib/phoenix/transports; its handshake answered',
    },
    'upgrade.reverb-path': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 404, speaker: 'Laravel Reverb' },
        confidence: 'high',
        cause: 'This is Laravel Reverb, and its path is /app/ and the key of the application.',
        fix: ['websocket: /app/KEY'],
        source: 'laravel/reverb:src',
    },
    'upgrade.actioncable-refused': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 404, [families/* body */.rf]: /^Page not found\s*$/ },
        confidence: 'medium',
        cause: 'ActionCable refuses the Origin, or got the request without its Upgrade header: it says "Page not found" to both.',
        fix: [
            "config.action_cable.allowed_request_origins = ['https://app.example.com']",
            '# nginx in front',
            'proxy_set_header Upgrade $http_upgrade;',
            'proxy_set_header Connection "upgrade";',
        ],
        source: 'rails/rails:actioncable/lib/action_cable/server/socket.rb',
        adjust: [{ when: { 'origin.decides': true }, to: 'high' }],
    },
    'upgrade.channels-route-missing': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 500, speaker: 'Daphne' },
        confidence: 'medium',
        cause: 'Django failed on the upgrade: the URLRouter of Channels has no such path ("No route found"), or the consumer raised an exception.',
        fix: ['re_path(r"^ws/chat/$", ChatConsumer.as_asgi())   # no leading slash'],
        source: 'django/channels:channels/routing.py; django/daphne:daphne/ws_protocol.py',
    },
    'upgrade.daphne-slow': {
        when: { ...families/* answeredUpgrade */.IS, [families/* status */.h5]: 503, [families/* body */.rf]: /Application failed to respond within time limit/ },
        confidence: 'high',
        cause: 'The application behind Daphne did not decide about the upgrade in time (5 s).',
        fix: ['daphne --websocket_connect_timeout 20 project.asgi:application'],
        source: 'django/daphne:daphne/http_protocol.py',
    },
    'upgrade.mosquitto-subprotocol': {
        when: { 'fault.type': upgrade_applications_dropped, 'subprotocol.with': 101, 'subprotocol.without': { not: 101 } },
        confidence: 'high',
        cause: 'The server answers only clients that offer a subprotocol, as mosquitto does.',
        fix: ['subprotocol: {subprotocol.picked}'],
        source: 'eclipse-mosquitto/mosquitto:src; the handshake with a subprotocol',
    },
    'upgrade.ejabberd-page': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 200,
            [(0,families/* header */.wx)('content-type')]: /^text\/html/i,
            [families/* body */.rf]: /<title>Ejabberd/i,
        },
        confidence: 'high',
        cause: 'ejabberd got the request without its Upgrade header and shows its page: a proxy drops it.',
        fix: [
            'proxy_http_version 1.1;',
            'proxy_set_header Upgrade $http_upgrade;',
            'proxy_set_header Connection "upgrade";',
        ],
        source: 'processone/ejabberd:src/ejabberd_websocket.erl',
    },
    'upgrade.wsgi-worker': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: [200, 400, 404], speaker: 'gunicorn' },
        confidence: 'medium',
        cause: 'gunicorn answers the upgrade as a plain request: its workers speak WSGI, which has no WebSockets.',
        fix: ['gunicorn -k uvicorn.workers.UvicornWorker app:app'],
        source: 'benoitc/gunicorn documentation',
    },
    'upgrade.ws-path': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /^Bad Request\s*$/,
            [(0,families/* header */.wx)('sec-websocket-version')]: null,
        },
        confidence: 'medium',
        cause: 'A `ws` server (Node) answers "Bad Request" to paths other than its own.',
        fix: ["new WebSocketServer({ server, path: '/ws' })   # and the same path in the inputs"],
        source: 'websockets/ws:lib/websocket-server.js',
    },
    'upgrade.gorilla-refused': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /^Bad Request\s*$/,
            [(0,families/* header */.wx)('sec-websocket-version')]: '13',
        },
        confidence: 'medium',
        cause: 'A gorilla/websocket server (Go) did not take the request for an upgrade: mostly a proxy dropped the Connection header. Its log says which.',
        fix: ['proxy_set_header Upgrade $http_upgrade;', 'proxy_set_header Connection "upgrade";'],
        source: 'gorilla/websocket:server.go',
        adjust: [{ when: { 'twin.get.same_as_upgrade': true }, to: 'high' }],
    },
    'upgrade.server-closing': {
        when: {
            'fault.type': ['ws.gateway_error', 'ws.unexpected_response'],
            [families/* status */.h5]: 503,
            [families/* body */.rf]: /^Service Unavailable\s*$/,
            proxy: null,
        },
        confidence: 'medium',
        cause: 'The WebSocket server itself says that it is shutting down: a restart or roll-out is under way.',
        fix: ['# Wait for the new version (inputs):', 'wait: 5m'],
        source: 'websockets/ws:lib/websocket-server.js',
    },
    'auth.origin-missing': {
        when: {
            ...families/* answeredUpgrade */.IS,
            [families/* status */.h5]: [403, 404],
            'origin.decides': true,
            'origin.none': [403, 404],
            'origin.same': 101,
        },
        confidence: 'high',
        rank: 'before',
        cause: 'The server refuses clients without an Origin and lets those of its own host in, as Django Channels does: the check sends none.',
        fix: [
            '# Configuration file: the origin that the front end has',
            '- upgrade: /ws',
            '  origin: {origin.own}',
        ],
        source: 'django/channels:channels/security/websocket.py; the same upgrade with no, our own and a foreign Origin',
    },
    'auth.origin-decides': {
        when: { ...families/* answeredUpgrade */.IS, [families/* status */.h5]: [403, 404], 'origin.decides': true },
        confidence: 'high',
        rank: 'before',
        // Where the server says so itself, its row knows better what to do.
        adjust: [{ when: { 'speaker.says': 'origin-refused' }, to: 'medium' }],
        cause: 'The answer changes with the Origin of the request: the server checks it, and not the credential.',
        fix: [
            '# Configuration file: the origin that the front end has',
            '- upgrade: /ws',
            '  origin: https://app.example.com',
            '# Django',
            "ALLOWED_HOSTS = ['{server.address}']",
        ],
        source: 'the same upgrade with no, our own and a foreign Origin; django/channels:channels/security/websocket.py',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/upgrade-handshake.js
/** The upgrade was answered by a 101 that is not what RFC 6455 section 4.2.2 demands. */


const upgrade_handshake_ws = 'websockets/ws:lib/websocket.js';
const doubleUpgrade = [
    '# IIS in front of Node:',
    '<webSocket enabled="false" />',
    '# Caches: never for this path, nginx',
    'proxy_cache off;',
];
const upgradeHandshakeSignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.accept-missing': {
        when: {
            'fault.type': 'ws.accept_invalid',
            [families/* status */.h5]: 101,
            [(0,families/* header */.wx)('sec-websocket-accept')]: null,
        },
        confidence: 'high',
        cause: 'The 101 carries no Sec-WebSocket-Accept: what answers switches protocols and knows no WebSockets, or a proxy drops the header.',
        fix: ['# Who writes this 101?', 'grep -rn "101" /etc/nginx /etc/haproxy', ...doubleUpgrade],
        source: 'RFC 6455 section 4.2.2',
    },
    'upgrade.accept-invalid': {
        when: { 'fault.type': 'ws.accept_invalid' },
        confidence: 'high',
        cause: 'The 101 answers another key than ours: a proxy changes the key or replays a stored answer, or two servers upgrade the same request.',
        fix: doubleUpgrade,
        source: `${upgrade_handshake_ws}; SignalR/SignalR#3691; aspnet/AspNetCoreModule#135`,
    },
    'upgrade.handshake-invalid': {
        when: {
            'fault.type': ['ws.answer_invalid', 'ws.upgrade_header_invalid', 'ws.connection_header_invalid'],
        },
        confidence: 'medium',
        cause: 'The answer to the upgrade breaks RFC 6455, so every client refuses it: two servers upgrade the same request, or a proxy rewrites or caches the answer.',
        fix: doubleUpgrade,
        source: 'RFC 6455 section 4.1',
    },
    'upgrade.subprotocol-not-selected': {
        when: { 'fault.type': 'ws.subprotocol_missing' },
        confidence: 'medium',
        cause: 'The server picked none of the offered subprotocols: it does not know them, or a proxy drops Sec-WebSocket-Protocol.',
        fix: [
            '# FastAPI',
            'await websocket.accept(subprotocol="chat.v1")',
            '# ws (Node)',
            'new WebSocketServer({ handleProtocols: offered => "chat.v1" })',
        ],
        source: upgrade_handshake_ws,
    },
    'upgrade.subprotocol-not-offered': {
        when: { 'fault.type': 'ws.subprotocol_invalid' },
        confidence: 'high',
        cause: 'The server picked a subprotocol that was not offered: client and server belong to different versions.',
        fix: ['# In the inputs: what the server speaks', 'subprotocol: chat.v1'],
        source: upgrade_handshake_ws,
    },
    'upgrade.extension-invalid': {
        when: { 'fault.type': 'ws.extension_invalid' },
        confidence: 'medium',
        cause: 'The server switched on an extension that was not offered, or with wrong parameters.',
        fix: ['# ws (Node)', 'new WebSocketServer({ perMessageDeflate: false })'],
        source: 'RFC 6455 section 9.1; RFC 7692',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/upgrade-refusal.js
/** 403, 404 and 503 at the upgrade: somebody refuses it, or nobody knows the path. */



const missing = { ...families/* unexpected */.os, [families/* status */.h5]: 404 };
const connManager = 'envoyproxy/envoy:source/common/http/conn_manager_impl.cc';
const upgradeRefusalSignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.envoy-upgrade-disabled': {
        when: { ...families/* answeredUpgrade */.IS, [families/* status */.h5]: 403, speaker: 'Envoy', [families/* body */.rf]: null },
        confidence: 'high',
        cause: 'Envoy refuses upgrades on this route: WebSockets are not enabled there, or (Envoy Gateway) the backend has no ready endpoint.',
        fix: envoyUpgrade,
        source: `${connManager} (upgrade_failed); envoyproxy/envoy#4740, #6972, #9646`,
    },
    'upgrade.envoy-gateway-no-endpoints': {
        when: { ...families/* answeredUpgrade */.IS, [families/* status */.h5]: 403, speaker: 'Envoy', [families/* body */.rf]: null, 'twin.get.status_code': 503 },
        confidence: 'high',
        cause: 'The backend of this route has no ready endpoint: a plain GET says 503, and Envoy Gateway turns upgrades into 403.',
        fix: [
            'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
            'kubectl get pods -l SELECTOR   # READY',
        ],
        source: 'envoyproxy/gateway#9452',
    },
    'upgrade.fastapi-plain-request': {
        when: {
            ...missing,
            [families/* body */.rf]: /^\{"detail":\s*"Not Found"\}/,
            'twin.get.same_as_upgrade': { not: false },
            'fingerprint.upgrade_survives': { not: true },
        },
        confidence: 'medium',
        cause: 'FastAPI took the upgrade for a plain request: uvicorn runs without a WebSocket library, or something on the way drops the Upgrade header. (To an upgrade that arrives, FastAPI says 403 where it has no such path, and not this 404.)',
        fix: ["pip install 'uvicorn[standard]'", ...nginxUpgrade],
        source: 'Kludex/uvicorn:uvicorn/protocols/http/h11_impl.py; live: uvicorn 0.17.6 with FastAPI',
        adjust: [
            { when: { 'upgrade.stripped': 'likely' }, to: 'low' },
            // Reached without a proxy, uvicorn would name itself: other servers write the same words.
            { when: { [(0,families/* header */.wx)('server')]: null, proxy: null }, to: 'low' },
        ],
    },
    'upgrade.uvicorn-without-websockets': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 400, [families/* body */.rf]: /^Unsupported upgrade request\./ },
        confidence: 'high',
        cause: 'uvicorn got the upgrade and has no WebSocket library, or runs with `--ws none`.',
        fix: ["pip install 'uvicorn[standard]'", 'uvicorn app:app --ws auto'],
        source: 'live: uvicorn 0.17.6 --ws none; Kludex/uvicorn',
    },
    'upgrade.route-missing-node': {
        when: {
            ...missing,
            speaker: ['Express', 'Fastify'],
            proxy: null,
            'twin.get.same_as_upgrade': { not: false },
        },
        confidence: 'high',
        cause: 'The Node application treats the upgrade as a plain request: no WebSocket server is attached to the HTTP server that listens.',
        fix: ['const server = app.listen(port)', "new WebSocketServer({ server, path: '/ws' })"],
        source: 'live; nodejs/node:doc/api/http.md (upgrade event)',
    },
    'upgrade.route-missing-node-behind-proxy': {
        when: {
            ...missing,
            speaker: ['Express', 'Fastify'],
            proxy: /./,
            'twin.get.same_as_upgrade': { not: false },
        },
        confidence: 'medium',
        adjust: [{ when: { 'upgrade.stripped': 'likely' }, to: 'low' }],
        cause: 'The Node application got a plain request. If {proxy} does pass the Upgrade header on, no WebSocket server is attached to the HTTP server that listens.',
        fix: ['const server = app.listen(port)', "new WebSocketServer({ server, path: '/ws' })"],
        source: 'live; nodejs/node:doc/api/http.md (upgrade event)',
    },
    'upgrade.route-missing-nginx': {
        when: { ...missing, speaker: ['nginx', 'OpenResty'] },
        confidence: 'high',
        cause: 'nginx itself says 404: no `location` or Ingress rule leads this host and path to the application.',
        fix: [
            'location /ws {',
            '  proxy_pass http://app;',
            ...nginxUpgrade.slice(1).map(line => `  ${line}`),
            '}',
        ],
        source: 'nginx/nginx:src/http/ngx_http_special_response.c',
    },
    'upgrade.route-missing-envoy': {
        when: { ...missing, speaker: 'Envoy' },
        confidence: 'high',
        cause: 'Envoy itself says 404: no route matches this host and path.',
        fix: [
            '# Envoy, virtual host',
            'domains: ["{server.address}", "{server.address}:*"]',
            'routes: [{ match: { prefix: /ws }, route: { cluster: app, timeout: 0s } }]',
            'istioctl proxy-config routes POD   # Istio: what is loaded?',
        ],
        source: `${connManager} (flag NR)`,
    },
    'upgrade.route-missing-traefik': {
        when: { ...missing, [families/* body */.rf]: /^404 page not found\s*$/ },
        confidence: 'medium',
        cause: 'No Traefik router matches this host and path; a Go application says the same about a path that it does not have.',
        fix: ['traefik.http.routers.NAME.rule=Host(`{server.address}`) && PathPrefix(`/ws`)'],
        source: 'Traefik documentation, FAQ; golang/go:src/net/http/server.go',
    },
    'upgrade.route-missing-caddy': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: [200, 404], speaker: 'Caddy' },
        confidence: 'high',
        cause: 'Caddy has no route for this host and path: it answers {http.response.status_code} itself, without a word.',
        fix: ['{server.address} {', '  reverse_proxy /ws 127.0.0.1:8000', '}'],
        source: 'caddyserver/caddy:modules/caddyhttp/caddyhttp.go',
    },
    'upgrade.route-missing-apache': {
        when: { ...missing, speaker: 'Apache httpd' },
        confidence: 'high',
        cause: 'Apache itself says 404: no ProxyPass leads this path to the WebSocket server.',
        fix: ['ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket'],
        source: 'apache/httpd:modules/http/http_protocol.c',
    },
    'upgrade.route-missing-haproxy': {
        when: { ...missing, speaker: 'HAProxy' },
        confidence: 'high',
        cause: 'HAProxy itself says 404: a rule of it answers this path instead of leading it to a server.',
        fix: ['acl is_ws path_beg /ws', 'use_backend app if is_ws'],
        source: 'haproxy/haproxy:src/http.c',
    },
    'upgrade.route-missing-application': {
        when: {
            ...missing,
            speaker: ['Tornado', 'Spring Boot', 'Flask', 'aiohttp'],
            'twin.get.same_as_upgrade': { not: false },
        },
        confidence: 'high',
        cause: '{speaker} itself says that it has no such path. (Its WebSocket handlers answer even a plain GET in other words, so a lost header is not the cause.)',
        fix: [
            '# In the inputs: the path that the application has',
            'websocket: /ws',
            '# nginx: does proxy_pass change the path?',
            'location /ws { proxy_pass http://app; }   # no slash after `app`',
        ],
        source: 'tornadoweb/tornado:tornado/web.py; spring-projects/spring-boot; pallets/werkzeug; live: Tornado',
    },
    'upgrade.django-plain-request': {
        when: {
            ...missing,
            speaker: 'Django',
            'twin.get.same_as_upgrade': { not: false },
            'fingerprint.upgrade_survives': { not: true },
        },
        confidence: 'medium',
        cause: 'Django took the upgrade for a plain request: it runs under WSGI (gunicorn, uWSGI), which has no WebSockets, or something on the way drops the Upgrade header. (Channels answers an upgrade that arrives with 403 or 500.)',
        fix: [
            'daphne project.asgi:application   # or uvicorn, with ProtocolTypeRouter in asgi.py',
            ...nginxUpgrade,
        ],
        source: 'live: Channels 4 with Daphne; django/django:django/views/defaults.py',
        adjust: [{ when: { 'upgrade.stripped': 'likely' }, to: 'low' }],
    },
    'upgrade.rate-limited': {
        when: { ...families/* unexpected */.os, [families/* status */.h5]: 429 },
        confidence: 'high',
        cause: 'Upgrades of this client are limited (429): the checks together open more connections than the limit lets one client have.',
        fix: [
            '# Fewer at once (inputs)',
            'connections: 1',
            '# nginx',
            'limit_req zone=clients burst=20 nodelay;',
            '# HAProxy',
            'http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }',
        ],
        source: 'RFC 6585 section 4',
    },
    'upgrade.route-unknown': {
        when: { ...missing, 'twin.random.same': true },
        confidence: 'medium',
        rank: 'behind',
        cause: 'This path gets the very answer of a path that cannot exist: no WebSocket endpoint is deployed there.',
        fix: ['# In the inputs: the path that the application has', 'websocket: /ws'],
        source: 'the same request to a random path',
        adjust: [{ when: { 'upgrade.stripped': 'likely' }, to: 'low' }],
    },
    'upgrade.route-missing': {
        when: missing,
        confidence: 'medium',
        rank: 'behind',
        cause: 'There is no WebSocket endpoint at this path: it is not deployed, has another path, or the request arrived without its Upgrade header.',
        fix: ['# In the inputs: the path that the application has', 'websocket: /ws', ...nginxUpgrade],
        source: 'catalogue, section 11a (404 at the upgrade)',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/upgrade-servers.js
/** What servers and libraries say of themselves at the upgrade, beside those of upgrade-applications.ts. */


const hijacker = {
    confidence: 'high',
    cause: 'The upgrade reached a WebSocket handler written in Go that cannot take the connection over: middleware around it, such as http.TimeoutHandler or one that logs, wraps the http.ResponseWriter and hides http.Hijacker.',
    fix: [
        '// Leave the path out of that middleware, or hand the method on',
        'func (w *wrapper) Hijack() (net.Conn, *bufio.ReadWriter, error) {',
        '  return w.ResponseWriter.(http.Hijacker).Hijack()',
        '}',
    ],
};
const plainly = {
    ...families/* unexpected */.os,
    [families/* status */.h5]: [200, 400, 404, 405],
    'twin.get.same_as_upgrade': { not: false },
};
const upgradeServerSignatures = (0,signature/* defineSignatures */.l8)({
    'upgrade.no-hijacker': {
        ...hijacker,
        when: { ...families/* unexpected */.os, [families/* status */.h5]: [500, 501], [families/* body */.rf]: /does not implement http\.Hijacker/ },
        source: 'live: nhooyr.io/websocket 1.8',
    },
    'upgrade.no-hijacker-gorilla': {
        ...hijacker,
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 500,
            [families/* body */.rf]: /^Internal Server Error\s*$/,
            [(0,families/* header */.wx)('sec-websocket-version')]: '13',
        },
        source: 'live: gorilla/websocket 1.5 behind http.TimeoutHandler',
    },
    'upgrade.engineio-query': {
        when: {
            ...families/* unexpected */.os,
            [families/* status */.h5]: 400,
            [families/* body */.rf]: /(^|")Unsupported protocol version("|$)|The client is using an unsupported version/,
            'url.full': { not: /[?&]EIO=/ },
        },
        confidence: 'high',
        cause: 'The address of the Socket.IO server lacks its query: without `EIO` it takes us for an old client.',
        fix: [
            'websocket: /socket.io/?EIO=4&transport=websocket',
            '# or, in the configuration file',
            'protocol: socket.io',
        ],
        source: 'live: Flask-SocketIO 5.3; miguelgrinberg/python-engineio',
    },
    'upgrade.no-status-line': {
        when: {
            'fault.type': 'ws.answer_invalid',
            'fault.code': 'HPE_INVALID_CONSTANT',
            'origin.http': 'passed',
        },
        confidence: 'medium',
        cause: 'The host speaks HTTP, and what came at the upgrade is none: a server that writes its refusal without a status line, as CivetWeb does where a path has no WebSocket handler, or upgrades go to something else.',
        fix: [
            '# What does it write?',
            'printf "GET /ws HTTP/1.1\\r\\nHost: {server.address}\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n" | nc {server.address} {server.port}',
        ],
        source: 'live: CivetWeb 1.15',
    },
    'upgrade.subprotocol-wanted': {
        when: {
            ...families/* unexpected */.os,
            'subprotocol.with': 101,
            'subprotocol.without': { not: 101 },
            'subprotocol.picked': { not: null },
        },
        confidence: 'high',
        rank: 'before',
        cause: 'The server lets in only clients that offer a subprotocol; of several it picked "{subprotocol.picked}".',
        fix: ['# In the inputs', 'subprotocol: {subprotocol.picked}'],
        source: 'live: Prosody 0.12 (501 without `xmpp`)',
    },
    'upgrade.connections-full': {
        when: {
            'fault.type': ['ws.gateway_error', 'ws.unexpected_response'],
            [families/* status */.h5]: [429, 503],
            'http.response.status_text': /\b(max(imum)?|too many|limit)\b.{0,30}\b(connections|clients|sockets)\b/i,
        },
        confidence: 'high',
        cause: 'The WebSocket server itself says that it has too many connections: its clients fill its limit, or the checks of this run do.',
        fix: [
            '# Fewer at once (inputs)',
            'connections: 1',
            '# Autobahn',
            'factory.setProtocolOptions(maxConnections=1000)',
        ],
        source: 'live: Autobahn 22.7 with maxConnections',
    },
    'upgrade.php-plain-request': {
        when: { ...plainly, [(0,families/* header */.wx)('x-powered-by')]: /^PHP\// },
        confidence: 'medium',
        cause: 'PHP answered the upgrade as a plain request: under FPM or inside a web server it has no WebSockets, whatever arrives. They need a process of their own (Ratchet, Reverb, Swoole), and a route to it.',
        fix: [
            '# nginx, before the location of PHP:',
            'location /ws {',
            '  proxy_pass http://127.0.0.1:8080;   # the WebSocket process',
            '  proxy_http_version 1.1;',
            '  proxy_set_header Upgrade $http_upgrade;',
            '  proxy_set_header Connection "upgrade";',
            '}',
        ],
        source: 'live: PHP 8.2 with php-fpm behind nginx',
    },
    'upgrade.server-without-websockets': {
        when: { ...plainly, speaker: ['Waitress', "Python's http.server", 'WEBrick'] },
        confidence: 'medium',
        cause: '{speaker} answers the upgrade as a plain request: it has no WebSockets, whatever arrives.',
        fix: [
            '# A server that has them, for ASGI applications:',
            "pip install 'uvicorn[standard]' && uvicorn app:app",
        ],
        source: 'live: Waitress 2.1; Python and Ruby documentation',
    },
});

;// CONCATENATED MODULE: ./lib/diagnosis/signatures/index.js
/** All signatures, a table for each layer or family of speakers, in the order in which a client walks the layers. */













































const signatures = [
    ...dnsSignatures,
    ...tcpSignatures,
    ...tlsSignatures,
    ...tlsCertificateSignatures,
    ...tlsDefaultSignatures,
    ...tlsStrengthSignatures,
    ...httpSignatures,
    ...httpStatusSignatures,
    ...httpCircuitSignatures,
    ...revisionSignatures,
    ...gatewaySignatures,
    ...nginxSignatures,
    ...envoySignatures,
    ...apacheSignatures,
    ...proxySignatures,
    ...otherGatewaySignatures,
    ...apiGatewaySignatures,
    ...awsSignatures,
    ...googleSignatures,
    ...cloudflareSignatures,
    ...azureSignatures,
    ...platformSignatures,
    ...upgradeDroppedSignatures,
    ...upgradeSignatures,
    ...upgradeHandshakeSignatures,
    ...upgradeRefusalSignatures,
    ...upgradeApplicationSignatures,
    ...upgradeServerSignatures,
    ...loginWallSignatures,
    ...authSignatures,
    ...authTokenSignatures,
    ...authCloseSignatures,
    ...issuerSignatures,
    ...messagingSignatures,
    ...messagingLimitSignatures,
    ...protocolSignatures,
    ...securitySignatures,
    ...streamingSignatures,
    ...bufferingSignatures,
    ...streamLimitSignatures,
    ...idleProxySignatures,
    ...idleStreamSignatures,
    ...idleSignatures,
    ...concurrencySignatures,
    ...runnerSignatures,
];


/***/ })

};
