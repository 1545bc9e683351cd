export const id = 860;
export const ids = [860];
export const modules = {

/***/ 7860:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  diagnose: () => (/* binding */ diagnose),
  knownCauses: () => (/* binding */ knownCauses)
});

// UNUSED EXPORTS: compareCandidates, findCandidates, isTroubled, selectCauses

// EXTERNAL MODULE: ./lib/model/flakiness.js
var flakiness = __webpack_require__(399);
// EXTERNAL MODULE: ./lib/model/duration.js
var duration = __webpack_require__(5149);
;// CONCATENATED MODULE: ./lib/diagnosis/derived-facts.js
/** Facts that follow from other facts: what a condition could not say of one observation alone. */

/** Proxies that pass an upgrade on as a plain request unless they are told otherwise. */
const droppers = new Set([
    ...['nginx', 'OpenResty', 'Apache httpd', 'Varnish', 'CloudFront', 'Squid', 'APISIX', 'lighttpd'],
    ...['H2O', 'Tinyproxy'],
]);
/** How a server says that it has no such page: what it also says to an upgrade that came as a plain GET. */
const plainRefusal = /^\{"detail":\s*"Not Found"\}|<pre>Cannot GET \/|"message":"Route GET:|<p>The requested resource was not found on this server\./;
/** Their WebSocket handlers answer a plain GET in words of their own: a 404 says that there is no such path. */
const namesItsPaths = new Set(['Tornado', 'Spring Boot', 'Flask', 'aiohttp']);
/**
 * Whether the upgrade reached its server as a plain request: `certain` if a WebSocket library says so, `likely` if the
 * answer is the one that a plain GET gets and the proxy in between is of the kind that does this. ASGI servers refuse an
 * upgrade to an unknown path with 403, so a 404 of FastAPI is an answer to a plain GET.
 */
function strippedBy(facts, { author, proxy }, says, likeHealth) {
    if (says || facts['fingerprint.upgrade_survives'] === false)
        return 'certain';
    if (likeHealth)
        return null;
    if (proxy === null || !droppers.has(proxy.name) || author?.kind === 'proxy')
        return null;
    const status = Number(facts['http.response.status_code']);
    const page = String(facts['http.response.body.excerpt'] ?? '');
    // Trouble or a limit of the server says nothing about headers; a complaint about the version, that they came.
    if (status >= 500 || status === 429 || /unsupported (websocket )?version|Sec-WebSocket-Version/i.test(page))
        return null;
    if (status === 404) {
        // The multiplexer of Go's net/http; its WebSocket libraries say 400 or 426 to a plain GET.
        if (namesItsPaths.has(author?.name ?? '') || /^404 page not found\s*$/.test(page))
            return null;
    }
    const same = facts['twin.get.same_as_upgrade'];
    if (same === true)
        return 'likely';
    if (same === false || facts['fingerprint.upgrade_survives'] === true)
        return null;
    return plainRefusal.test(page) ? 'likely' : null;
}
/** RFC 1918 and RFC 4193, link-local and carrier-grade NAT: not reachable from elsewhere. */
const privateAddress = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i;
/**
 * Time limits end on the second, give or take the way: 30,045 ms is 30; 30,600 ms is nobody's limit. A proxy may have
 * begun to count a little before we did.
 */
function wholeSeconds(ms) {
    if (typeof ms !== 'number' || !Number.isFinite(ms))
        return null;
    const seconds = Math.round(ms / 1000);
    const over = ms - seconds * 1000;
    return seconds >= 1 && over >= -20 && over <= 100 ? seconds : null;
}
/** Where a redirect leads, seen from the request: `itself` is a circle. */
function redirectTo(target, location) {
    if (typeof location !== 'string' || location === '')
        return null;
    const asked = target.replace(/^ws/, 'http');
    if (!URL.canParse(asked) || !URL.canParse(location, asked))
        return null;
    const [from, to] = [new URL(asked), new URL(location.replace(/^ws/, 'http'), asked)];
    if (from.origin !== to.origin)
        return 'elsewhere';
    return from.pathname === to.pathname && from.search === to.search ? 'itself' : 'host';
}
/**
 * The same for a stream, whose last byte was stamped on our side of the network. nginx does not set a timer anew for
 * less than 300 ms (NGX_TIMER_LAZY_DELAY), so that its limits come early by as much.
 */
function streamSeconds(ms, { proxy }) {
    if (typeof ms !== 'number')
        return null;
    const earlyMs = proxy?.name === 'nginx' || proxy?.name === 'OpenResty' ? 310 : 40;
    const seconds = Math.floor((ms + earlyMs) / 1000);
    return seconds >= 1 && ms - seconds * 1000 <= 160 ? seconds : null;
}
/** HAProxy holds what comes first for about 200 ms (live, 2.6; it tells the kernel that more is coming), and not its timer. */
const longestHeldMs = 310;
/**
 * The silence at the end of a stream. Where nothing came but a little at the very beginning, that may have been held on
 * the way: the limit on silence began with the request then, as far as anybody can tell.
 */
function silentSeconds(seen, speakers) {
    const { 'stream.silent_ms': silent, 'stream.total_ms': total, 'stream.headers_ms': headers } = seen;
    const told = streamSeconds(silent, speakers);
    if (told !== null || typeof total !== 'number')
        return told;
    const none = silent === null && seen['http.response.body.size'] === 0;
    const last = typeof silent === 'number' ? total - silent : none ? headers : null;
    return typeof last === 'number' && last <= longestHeldMs ? streamSeconds(total, speakers) : null;
}
/**
 * Whether the answer is older than our request. Age is in whole seconds, and a cache that waits for the whole answer gives it an
 * Age that is no greater than our waiting was (RFC 9111 section 4.2.3).
 */
function isFromBefore(age, headersMs) {
    if (typeof age !== 'string' || !/^\d+$/.test(age) || typeof headersMs !== 'number')
        return null;
    return Number(age) > headersMs / 1000 + 1;
}
const inWords = (ms) => (typeof ms === 'number' ? (0,duration/* showDuration */.kJ)(ms) : null);
const certificateFacts = ['subject', 'issuer', 'san', 'not_after'];
function deriveFacts({ observations: seen, target, transcript }, { speakers, missesUpgrade, likeHealth }) {
    const says = speakers.author?.says === 'missing-upgrade' || missesUpgrade;
    const received = transcript.filter(one => one.direction === 'received' && one.kind === 'text');
    const [failed, total] = [seen['repeat.failed'], seen['repeat.total']];
    return {
        'upgrade.stripped': strippedBy(seen, speakers, says, likeHealth),
        'redirect.to': redirectTo(target, seen['http.response.header.location']),
        'network.peer.private': privateAddress.test(String(seen['network.peer.address'] ?? '')),
        'repeat.flaky': typeof failed === 'number' && typeof total === 'number' && failed < total,
        'ws.close.whole_seconds': wholeSeconds(seen['ws.close.after_ms']),
        'stream.silent.whole_seconds': silentSeconds(seen, speakers),
        'stream.total.whole_seconds': streamSeconds(seen['stream.total_ms'], speakers),
        'stream.headers.whole_seconds': streamSeconds(seen['stream.headers_ms'], speakers),
        'patience.first': inWords(seen['patience.first_ms']),
        'stream.from_before': isFromBefore(seen['http.response.header.age'], seen['stream.headers_ms']),
        'idle.quiet': inWords(seen['idle.quiet_ms']),
        'idle.age': inWords(seen['idle.age_ms']),
        'ws.received.last': received.at(-1)?.text ?? null,
        // A certificate that was refused is known only from the reading without trust.
        ...Object.fromEntries(certificateFacts.map(name => [
            `certificate.${name}`,
            seen[`tls.unverified.${name}`] ?? seen[`tls.server.${name}`] ?? null,
        ])),
    };
}

// EXTERNAL MODULE: ./lib/diagnosis/signature.js
var diagnosis_signature = __webpack_require__(4323);
;// CONCATENATED MODULE: ./lib/diagnosis/speaker-tables/applications.js
/** Applications and their WebSocket libraries. That they speak at all proves that DNS, TCP, TLS and routing work. */
const body = 'http.response.body.excerpt';
const header = (name) => `http.response.header.${name}`;
const app = (name, when, says) => ({
    name,
    kind: 'app',
    role: 'wrote',
    when: when instanceof RegExp ? { [body]: when } : when,
    ...(says && { says }),
});
const serves = (name, server) => app(name, { [header('server')]: server });
/** Exact texts, as the sources write them (catalogue, section 6b). */
const libraries = [
    app('ws (Node)', /^Invalid Upgrade header/i, 'missing-upgrade'),
    app('ws (Node)', /^Missing or invalid Sec-WebSocket-(Key|Version)/i),
    app('Engine.IO', /^\{"code":3,"message":"Bad request"\}/, 'missing-upgrade'),
    app('Engine.IO', /^\{"code":[0-5],"message":"/),
    app('python-engineio', /is not an accepted origin\.|^"?Invalid (session|transport)|The client is using an unsupported version/),
    app('coder/websocket (Go)', /WebSocket protocol violation: (Connection|Upgrade) header/, 'missing-upgrade'),
    app('coder/websocket (Go)', /request Origin ".*" is not authorized for Host/, 'origin-refused'),
    app('axum', /header did not include '(upgrade|websocket)'/i, 'missing-upgrade'),
    app('axum', /`Sec-WebSocket-Version` header did not include '13'|no upgrade state was present/),
    app('actix-web', { 'http.response.status_text': /^No (Connection upgrade|WebSocket Upgrade header found)/ }, 'missing-upgrade'),
    app('aiohttp', /^404: Not Found\s*$/),
    app('aiohttp', /^No (WebSocket UPGRADE|CONNECTION upgrade) hdr/, 'missing-upgrade'),
    app('Tornado or Spring', /Can "Upgrade" only to "WebSocket"|"Connection" must be "Upgrade"/i, 'missing-upgrade'),
    app('Tornado', /^Cross origin websockets not allowed/, 'origin-refused'),
    app('Jetty', /Origin mismatch/, 'origin-refused'),
    app('ejabberd', /403 Bad Request - Invalid origin/, 'origin-refused'),
    app('websockets (Python)', /missing (Connection|Upgrade) header|cannot access a WebSocket server directly/, 'missing-upgrade'),
    app('websockets (Python)', /invalid Origin header/, 'origin-refused'),
    app('Netty', /not a WebSocket request: a \|/, 'missing-upgrade'),
    app('Phoenix', /'(connection|upgrade)' header must contain '/, 'missing-upgrade'),
    app('Ratchet', /Upgrade header MUST be provided|Connection Upgrade MUST be requested/, 'missing-upgrade'),
    app('Ratchet', { 'http.response.status_text': /Upgrade header MUST be provided|Connection Upgrade MUST be requested/ }, 'missing-upgrade'),
    app('SignalR', /^Connection ID required|^No Connection with that ID|not supported by this end point type/),
    app('SockJS', /^Welcome to SockJS!/),
    app('Laravel Reverb', { [header('x-powered-by')]: /^Laravel Reverb/i }),
    // Its reason phrases, which proxies pass on; standard ones are written otherwise.
    app('Daphne', { 'http.response.status_code': 403, 'http.response.status_text': /^Access denied$/ }),
    app('Daphne', { 'http.response.status_code': 500, 'http.response.status_text': /^Internal server error$/ }),
    app('Daphne', /Daphne<\/(p|i|address|body|em)>|<footer>Daphne|>Daphne</i),
    app('uvicorn', /^Unsupported upgrade request\.|^Invalid HTTP request received\./),
    app('FastAPI or Starlette', /^\{"detail":/),
    app('Express', /<pre>Cannot [A-Z]+ \//),
    app('Fastify', /"message":"Route [A-Z]+:.* not found"/),
    app('Tornado', /^<html><title>\d{3}: [^<]*<\/title><body>\d{3}: /),
    app('Django', /<h1>Not Found<\/h1><p>The requested resource was not found on this server\.<\/p>|Using the URLconf defined in/),
    app('Flask', /<p>The requested URL was not found on the server\. If you entered the URL manually/),
    app('Tomcat', /^<!doctype html><html lang="[a-z]+"><head><title>HTTP Status \d{3} /),
    app('Spring Boot', /^\{"timestamp":[^{}]*"status":\d{3},"error":|<h1>Whitelabel Error Page<\/h1>/),
];
/** Application servers that name themselves; a proxy in between usually replaces this header. */
const servers = [
    serves('uvicorn', /^uvicorn/i),
    serves('Daphne', /^daphne/i),
    serves('Hypercorn', /^hypercorn/i),
    serves('gunicorn', /^gunicorn/i),
    serves('websockets (Python)', /Python\/[\d.]+ websockets\//i),
    serves("Python's http.server", /^SimpleHTTP\//i),
    serves('Werkzeug', /^Werkzeug/i),
    serves('Tornado', /^TornadoServer/i),
    serves('aiohttp', /aiohttp\//i),
    serves('Kestrel', /^Kestrel/i),
    serves('Jetty', /^Jetty/i),
    serves('Tomcat', /^Apache-Coyote/i),
    serves('Cowboy', /^Cowboy$/i),
    serves('Waitress', /^waitress/i),
    serves('CherryPy', /^(CherryPy|Cheroot)\//i),
    serves('Autobahn', /^AutobahnPython\//i),
    serves('Twisted', /^TwistedWeb\//i),
    serves('Mojolicious', /^Mojolicious/i),
    serves('Thin', /^thin$/i),
    serves('WEBrick', /^WEBrick\//i),
];

;// CONCATENATED MODULE: ./lib/diagnosis/speaker-tables/proxies.js
/** Proxies, load balancers and platforms: by what they write themselves, and by what they add to what they pass on. */
const proxies_status = 'http.response.status_code';
const proxies_body = 'http.response.body.excerpt';
const proxies_header = (name) => `http.response.header.${name}`;
const wrote = (name, when) => ({
    ...{ name, kind: 'proxy', role: 'wrote', when },
});
const passed = (name, when) => ({
    ...{ name, kind: 'proxy', role: 'passed', when },
});
/** Answers that proxies and platforms write themselves (catalogue, section 0). */
const own = [
    wrote('Squid', { [proxies_header('x-squid-error')]: /./ }),
    wrote('Squid', { [proxies_body]: /ERROR: The requested URL could not be retrieved/ }),
    wrote('Vercel', { [proxies_header('x-vercel-error')]: /./ }),
    wrote('Cloud Foundry gorouter', { [proxies_header('x-cf-routererror')]: /./ }),
    wrote('Linkerd', { [proxies_header('l5d-proxy-error')]: /./ }),
    wrote('Google IAP', { [proxies_header('x-goog-iap-generated-response')]: /true/i }),
    wrote('Cloudflare Access', { [proxies_header('location')]: /^https:\/\/[^/]+\.cloudflareaccess\.com\// }),
    wrote('Cloudflare', { [proxies_header('cf-mitigated')]: /./ }),
    wrote('Cloudflare', { [proxies_header('server')]: /^cloudflare/i, [proxies_status]: { between: [520, 530] } }),
    wrote('Cloudflare', { [proxies_body]: /<center>cloudflare<\/center>|class="cf-error-details"|^error code: \d+/i }),
    wrote('Azure Application Gateway', { [proxies_header('server')]: /^Microsoft-Azure-Application-Gateway/i }),
    wrote('Azure Application Gateway', { [proxies_body]: /<center>Microsoft-Azure-Application-Gateway/i }),
    wrote('AWS load balancer', { [proxies_header('server')]: /^awselb\//i }),
    wrote('AWS Classic Load Balancer', { [proxies_body]: /Back-end server is at capacity/ }),
    wrote('OpenResty', { [proxies_body]: /<hr><center>openresty/i }),
    wrote('nginx', { [proxies_body]: /<hr><center>nginx|<title>Welcome to nginx!/i }),
    wrote('OpenShift router', { [proxies_body]: /<h1>Application is not available<\/h1>/i }),
    wrote('HAProxy', {
        [proxies_body]: /^<html><body><h1>\d{3} [^<]*<\/h1>\s*(No server is available|The server (returned an invalid|didn't respond|does not support)|Request (forbidden by|sent to a non-authoritative)|Your browser (sent|didn't send)|You (need a valid user|have sent too many)|The re(quest is denied|source could not be found|source is no longer|quest entity exceeds)|A request was made of a resource|An internal server error occurred)/,
    }),
    wrote('Envoy', {
        [proxies_body]: /^(no healthy upstream|upstream connect error or disconnect|upstream request timeout|RBAC: access denied|stream timeout|Jwt is |Jwt not |Jwt issuer |Jwt verification |Jwks |Audiences in Jwt )/,
    }),
    wrote('Envoy', {
        [proxies_header('server')]: /^(istio-)?envoy$/i,
        [proxies_header('x-envoy-upstream-service-time')]: null,
        [proxies_body]: null,
    }),
    wrote('AWS API Gateway', { [proxies_header('x-amzn-errortype')]: /./ }),
    wrote('AWS API Gateway', {
        [proxies_header('x-amz-apigw-id')]: /./,
        [proxies_body]: /^\{"message":\s*"(Forbidden|Unauthorized|Internal server error|Endpoint request timed out)"/,
    }),
    wrote('AWS API Gateway', {
        [proxies_header('apigw-requestid')]: /./,
        [proxies_body]: /^\{"message":\s*"(Not Found|Forbidden|Unauthorized|Internal Server Error|Service Unavailable)"/i,
    }),
    wrote('Amazon S3', { [proxies_body]: /<Error><Code>(AccessDenied|NoSuchKey|NoSuchBucket)<\/Code>/ }),
    wrote('CloudFront', { [proxies_body]: /Generated by cloudfront|The request could not be satisfied/i }),
    wrote('Google load balancer', { [proxies_body]: /<title>50\d Server Error<\/title>/ }),
    wrote('Google Frontend', {
        [proxies_body]: /does not have permission to get URL|<title>Error 404 \(Not Found\)!!1<\/title>/,
    }),
    wrote('GKE default backend', {
        [proxies_body]: /^default backend - 404|^response 404 \(backend NotFound\)/,
    }),
    wrote('Azure Front Door', { [proxies_body]: /Our services aren't available right now/ }),
    wrote('Azure App Service', { [proxies_body]: /This web app is stopped|:\( Application Error/ }),
    wrote('IIS', { [proxies_body]: /WebSockets are disabled/ }),
    wrote('IIS', { [proxies_body]: /<title>IIS Windows Server<\/title>/ }),
    wrote('Heroku router', {
        [proxies_body]: /herokucdn\.com\/error-pages|<title>Application error<\/title>|<title>No such app<\/title>/i,
    }),
    wrote('Fly proxy', { [proxies_header('server')]: /^Fly\//i, [proxies_body]: null }),
    wrote('Railway', { [proxies_body]: /Application failed to respond|The train has not arrived at the station/ }),
    wrote('Render', { [proxies_header('x-render-routing')]: /./ }),
    wrote('Netlify', { [proxies_body]: /Not Found - Request ID:/ }),
    wrote('Fastly', { [proxies_body]: /Fastly error: unknown domain/ }),
    wrote('oauth2-proxy', { [proxies_body]: /\/oauth2\/(start|sign_in)|OAuth2 Proxy/i }),
    wrote('Caddy', { [proxies_header('server')]: /^Caddy$/i, [proxies_body]: null }),
    wrote('Traefik', { [proxies_body]: /^(no available server|Bad Gateway|Gateway Timeout)\s*$/ }),
    wrote('Varnish', { [proxies_body]: /Guru Meditation|Varnish cache server/ }),
    wrote('Kong', {
        [proxies_body]: /no Route matched with those values|failure to get a peer|name resolution failed|An invalid response was received from the upstream server|The upstream server is timing out/,
    }),
    wrote('APISIX', { [proxies_body]: /"error_msg":\s*"404 Route Not Found"/ }),
    wrote('lighttpd', {
        [proxies_header('server')]: /^lighttpd/i,
        [proxies_body]: /^<\?xml version="1\.0" encoding="iso-8859-1"\?>\s*<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1\.0/,
    }),
    wrote('nghttpx', { [proxies_body]: /<footer>nghttpx[^<]*<\/footer>/ }),
    wrote('H2O', { [proxies_header('server')]: /^h2o\//i, 'http.response.status_text': /^Gateway Error$/ }),
    wrote('Apache Traffic Server', { [proxies_header('server')]: /^ATS\//, [proxies_body]: /^<HTML>\s*<HEAD>\s*<TITLE>/ }),
    wrote('Tinyproxy', { [proxies_body]: /Generated by\s+(<a [^>]*>)?tinyproxy/i }),
    wrote('Tinyproxy', { [proxies_header('server')]: /^tinyproxy\//i }),
    wrote('Apache httpd', {
        [proxies_body]: /<address>Apache|^<!DOCTYPE HTML PUBLIC "-\/\/(W3C\/\/DTD HTML 4\.01|IETF\/\/DTD HTML 2\.0)\/\/EN"[^>]*>\s*<html><head>\s*<title>\d{3} |The proxy server received an invalid\s+response|maintenance downtime or\s+capacity\s+problems|Apache2 (Ubuntu|Debian) Default Page|<h1>It works!<\/h1>/,
    }),
];
/** Proxies that show themselves in the headers of whatever passes through them. */
const carriers = [
    passed('nginx', { [proxies_header('server')]: /^nginx/i }),
    passed('OpenResty', { [proxies_header('server')]: /^openresty/i }),
    passed('Envoy', { [proxies_header('server')]: /^(istio-)?envoy$/i }),
    passed('Envoy', { [proxies_header('x-envoy-upstream-service-time')]: /./ }),
    passed('AWS load balancer', { [proxies_header('server')]: /^awselb\//i }),
    passed('AWS load balancer', { [proxies_header('set-cookie')]: /\bAWSALB(APP-\d|CORS)?=/ }),
    passed('AWS API Gateway', { [proxies_header('x-amz-apigw-id')]: /./ }),
    passed('AWS API Gateway', { [proxies_header('apigw-requestid')]: /./ }),
    passed('CloudFront', { [proxies_header('x-amz-cf-id')]: /./ }),
    passed('Cloudflare', { [proxies_header('server')]: /^cloudflare/i }),
    passed('Cloudflare', { [proxies_header('cf-ray')]: /./ }),
    passed('Google Frontend', { [proxies_header('server')]: /^Google Frontend/i }),
    passed('Google load balancer', { [proxies_header('via')]: /\b1\.1 google/i }),
    passed('Azure Application Gateway', { [proxies_header('server')]: /^Microsoft-Azure-Application-Gateway/i }),
    passed('Azure Front Door', { [proxies_header('x-azure-ref')]: /./ }),
    passed('IIS', { [proxies_header('server')]: /^Microsoft-IIS/i }),
    passed('Heroku router', { [proxies_header('via')]: /vegur|heroku-router/i }),
    passed('Fly proxy', { [proxies_header('fly-request-id')]: /./ }),
    passed('Render', { [proxies_header('x-render-origin-server')]: /./ }),
    passed('Railway', { [proxies_header('server')]: /^railway-edge/i }),
    passed('Vercel', { [proxies_header('x-vercel-id')]: /./ }),
    passed('Vercel', { [proxies_header('server')]: /^Vercel$/i }),
    passed('Netlify', { [proxies_header('x-nf-request-id')]: /./ }),
    passed('Netlify', { [proxies_header('server')]: /^Netlify/i }),
    passed('Caddy', { [proxies_header('via')]: /caddy/i }),
    passed('Caddy', { [proxies_header('server')]: /^Caddy/i }),
    passed('Varnish', { [proxies_header('x-varnish')]: /./ }),
    passed('Squid', { [proxies_header('via')]: /squid/i }),
    passed('Kong', { [proxies_header('via')]: /kong/i }),
    passed('Kong', { [proxies_header('server')]: /^kong\//i }),
    passed('APISIX', { [proxies_header('server')]: /^APISIX/i }),
    passed('lighttpd', { [proxies_header('server')]: /^lighttpd/i }),
    passed('nghttpx', { [proxies_header('via')]: /\bnghttpx\b/i }),
    passed('nghttpx', { [proxies_header('server')]: /^nghttpx/i }),
    passed('H2O', { [proxies_header('server')]: /^h2o\//i }),
    passed('Apache Traffic Server', { [proxies_header('via')]: /ApacheTrafficServer/i }),
    passed('Apache Traffic Server', { [proxies_header('server')]: /^ATS\//i }),
    passed('Tinyproxy', { [proxies_header('via')]: /tinyproxy/i }),
    passed('Apache httpd', { [proxies_header('server')]: /^Apache(\/|$)/i }),
];

;// CONCATENATED MODULE: ./lib/diagnosis/speakers.js
/**
 * Who answered. The texts were read in the sources of the servers named; a text that only an application's WebSocket
 * library writes outranks the `Server` header, because a proxy adds that header to what it merely passes on.
 */



/** In the order in which they are asked. */
const speakers = [...libraries, ...own, ...servers, ...carriers];
function recogniseSpeakers(facts) {
    const all = speakers.filter(row => (0,diagnosis_signature/* matches */.cK)(row.when, facts));
    return {
        author: all.find(row => row.role === 'wrote') ?? null,
        proxy: all.find(row => row.kind === 'proxy') ?? null,
    };
}
/** The header that gave a speaker away: `Server: nginx/1.22.1`. Null when its text did. */
function headerThatTold(row, facts) {
    const prefix = 'http.response.header.';
    const name = Object.keys(row.when).find(key => key.startsWith(prefix) && facts[key]);
    if (!name)
        return null;
    const title = name.slice(prefix.length).replace(/(^|-)[a-z]/g, letter => letter.toUpperCase());
    return `${title}: ${facts[name]}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/facts.js
/** What is known about one failed check, as one flat record that conditions can name. */



/** Host and port, the same for `https://a` and `wss://a`. */
function originOf(target) {
    if (!URL.canParse(target))
        return null;
    const url = new URL(target);
    const secure = url.protocol === 'https:' || url.protocol === 'wss:';
    return `${url.hostname}:${url.port || (secure ? '443' : '80')}`;
}
function findNeighbours(results) {
    const neighbours = new Map();
    for (const result of results) {
        const origin = result.kind === 'health' ? originOf(result.target) : null;
        if (origin === null)
            continue;
        const known = neighbours.get(origin);
        if (!known || (known.outcome !== 'passed' && result.outcome === 'passed'))
            neighbours.set(origin, result);
    }
    return neighbours;
}
/** A health check that failed has one only in another path that is well: two that fail say nothing of each other. */
function neighbourOf(result, neighbours) {
    const origin = originOf(result.target);
    const found = origin === null ? null : (neighbours.get(origin) ?? null);
    const isItsOwn = result.kind === 'health' && (found?.outcome !== 'passed' || found === result);
    return isItsOwn ? null : found;
}
/** Host, status and words of an answer; null where none came. */
function answerOf({ target, observations: seen }) {
    const status = seen['http.response.status_code'];
    if (typeof status !== 'number')
        return null;
    return JSON.stringify([originOf(target), status, seen['http.response.body.excerpt'] ?? '']);
}
const pathOf = (target) => (URL.canParse(target) ? new URL(target).pathname : target);
function findRefusals(results) {
    const refusals = new Map();
    for (const result of results) {
        const answer = result.outcome === 'failed' ? answerOf(result) : null;
        if (answer !== null)
            refusals.set(answer, (refusals.get(answer) ?? new Set()).add(pathOf(result.target)));
    }
    return refusals;
}
/** The attempt that tells most: the last that ended in trouble. */
const decisiveAttempt = (result) => result.attempts.findLast(attempt => attempt.fault !== null) ?? result.attempts.at(-1) ?? null;
/** Upgrade arrived, in a request of HTTP/1.0: that is another fault than a header that was dropped. */
const blamesHttp10 = /no upgrade state was present|HTTP version|HTTP\/1\.1/i;
function findFacts(result, neighbours, run = result.attempts, refusals = new Map()) {
    const { fault, observations } = result;
    const speakers = recogniseSpeakers(observations);
    const neighbour = neighbourOf(result, neighbours);
    // 426 means nothing but "Upgrade Required"; Envoy alone also says it to every request in HTTP/1.0.
    const missesUpgrade = observations['http.response.status_code'] === 426 &&
        speakers.proxy?.name !== 'Envoy' &&
        !blamesHttp10.test(String(observations['http.response.body.excerpt'] ?? ''));
    const answeredMs = decisiveAttempt(result)?.phases.find(({ phase }) => phase === 'request' || phase === 'upgrade')?.ms ??
        null;
    const sameAsHealth = (name) => observations[name] !== undefined && neighbour?.observations[name] === observations[name];
    const likeHealth = neighbour?.outcome === 'failed' &&
        sameAsHealth('http.response.status_code') &&
        sameAsHealth('http.response.body.excerpt');
    return {
        speakers,
        neighbour,
        run,
        facts: {
            // Some proxies show themselves in an answer to a plain request, and never in a 101.
            'origin.proxy': neighbour ? (recogniseSpeakers(neighbour.observations).proxy?.name ?? null) : null,
            // Other paths of the host that got the very same answer.
            'origin.alike': (refusals.get(answerOf(result) ?? '')?.size ?? 1) - 1,
            'elapsed.ms': decisiveAttempt(result)?.phases.at(-1)?.ms ?? null,
            'answer.after_ms': answeredMs,
            'answer.after': answeredMs === null ? null : (0,duration/* showDuration */.kJ)(answeredMs),
            ...observations,
            'fault.type': fault?.type ?? null,
            'fault.code': fault?.code ?? null,
            'check.kind': result.kind,
            'check.class': result.class,
            'target.scheme': URL.canParse(result.target) ? new URL(result.target).protocol : null,
            speaker: speakers.author?.name ?? null,
            'speaker.kind': speakers.author?.kind ?? null,
            'speaker.says': speakers.author?.says ?? (missesUpgrade ? 'missing-upgrade' : null),
            proxy: speakers.proxy?.name ?? null,
            'origin.http': neighbour?.outcome ?? null,
            ...deriveFacts(result, { speakers, missesUpgrade, likeHealth }),
        },
    };
}

// EXTERNAL MODULE: ./lib/diagnosis/signatures/index.js + 45 modules
var signatures = __webpack_require__(6511);
// EXTERNAL MODULE: ./lib/model/check.js
var check = __webpack_require__(5625);
// EXTERNAL MODULE: ./lib/model/fault.js
var model_fault = __webpack_require__(6525);
;// CONCATENATED MODULE: ./lib/diagnosis/why-follow-ups.js
/** What follow-up probes saw, a sentence each: steps of the why-chain that were asked for, and not met by chance. */
const longest = 120;
const clip = (value) => {
    const words = [...String(value)];
    return words.length > longest ? `${words.slice(0, longest).join('')}…` : words.join('');
};
const isKnown = (value) => value !== undefined && value !== null && value !== '';
const whenTrue = (fact, words) => (facts) => facts[fact] === true ? words(facts) : null;
/** Strongest evidence first: what was asked to decide between two causes outweighs what merely describes. */
const rows = [
    {
        weight: 8,
        of: ['control.reachable', 'control.host'],
        say: facts => facts['control.reachable'] === false
            ? `A host that is known to be up (${clip(facts['control.host'])}) cannot be reached from here either.`
            : null,
    },
    {
        weight: 6,
        of: ['resolver.direct'],
        say: facts => `Asked past hosts files, DNS answered for IPv4 / IPv6: ${clip(facts['resolver.direct'])}.`,
    },
    {
        weight: 8,
        of: ['addresses.working', 'addresses.failing'],
        say: facts => `Of its addresses, ${clip(facts['addresses.working'])} took a connection and ${clip(facts['addresses.failing'])} did not.`,
    },
    {
        weight: 8,
        of: ['tls.unverified.defects'],
        say: facts => `Read all the same, the certificate has these defects: ${clip(facts['tls.unverified.defects'])}.`,
    },
    {
        weight: 8,
        of: ['swap.plain_answers'],
        say: whenTrue('swap.plain_answers', () => 'The same port answered a request in plain HTTP.'),
    },
    {
        weight: 8,
        of: ['swap.tls_answers'],
        say: whenTrue('swap.tls_answers', () => 'The same port answered a TLS handshake.'),
    },
    {
        weight: 8,
        of: ['alpn.h2_only'],
        say: whenTrue('alpn.h2_only', () => 'A handshake that offered only HTTP/2 was taken by the same port.'),
    },
    {
        weight: 8,
        of: ['repeat.flaky', 'repeat.total', 'repeat.failed'],
        say: whenTrue('repeat.flaky', facts => `The same request was made ${facts['repeat.total']} times; ${facts['repeat.failed']} of them failed.`),
    },
    {
        weight: 7,
        of: ['twin.get.same_as_upgrade'],
        say: whenTrue('twin.get.same_as_upgrade', () => 'A plain GET of the same path got the same answer.'),
    },
    {
        weight: 7,
        of: ['twin.get.status_code'],
        say: facts => facts['twin.get.same_as_upgrade'] === true
            ? null
            : `A plain GET of the same path was answered ${facts['twin.get.status_code']}.`,
    },
    {
        weight: 6,
        of: ['twin.random.same'],
        say: whenTrue('twin.random.same', () => 'An upgrade of a random path got the same answer.'),
    },
    {
        weight: 6,
        of: ['twin.random.status_code'],
        say: facts => facts['twin.random.same'] === true
            ? null
            : `An upgrade of a random path was answered ${facts['twin.random.status_code']}.`,
    },
    {
        weight: 7,
        of: ['fingerprint.upgrade_survives', 'fingerprint.version_99.status_code'],
        say(facts) {
            const asked = 'An upgrade with a version that does not exist was refused for';
            const status = facts['fingerprint.version_99.status_code'];
            return facts['fingerprint.upgrade_survives'] === true
                ? `${asked} its version (${status}): the Upgrade header arrives.`
                : `${asked} a missing header (${status}): the Upgrade header does not arrive.`;
        },
    },
    {
        weight: 8,
        of: ['origin.decides', 'origin.none', 'origin.same', 'origin.foreign'],
        say: whenTrue('origin.decides', facts => `Without an Origin the answer was ${facts['origin.none']}, with that of the host ${facts['origin.same']}, with a foreign one ${facts['origin.foreign']}.`),
    },
    {
        weight: 6,
        of: ['token.none', 'token.garbage'],
        say: facts => `Without a credential the answer was ${facts['token.none']}, with one that nobody signed ${facts['token.garbage']}.`,
    },
    {
        weight: 5,
        of: ['subprotocol.with', 'subprotocol.without'],
        say: facts => facts['subprotocol.with'] === facts['subprotocol.without']
            ? null
            : `With a subprotocol the upgrade was answered ${facts['subprotocol.with']}, without one ${facts['subprotocol.without']}.`,
    },
    {
        weight: 8,
        of: ['framework.name'],
        say: facts => `The handshake of ${clip(facts['framework.name'])} was answered on this host.`,
    },
];
const followUpSteps = rows.map(row => ({
    ...row,
    say: facts => (row.of.every(name => isKnown(facts[name])) ? row.say(facts) : null),
}));

;// CONCATENATED MODULE: ./lib/diagnosis/why-idle.js
/** What a silence showed, a sentence each: steps of the why-chain of a connection that did not survive it. */

const manners = {
    silent: 'a silent one',
    ping: 'one that pings',
    message: 'one that sends messages',
    again: 'a second stream',
};
const ends = {
    'close frame': 'was closed (close frame)',
    'end of body': 'ended in order',
    fin: 'was ended (FIN)',
    reset: 'was reset (RST)',
    nothing: 'was dead',
};
function saySilence(facts) {
    const quiet = facts['idle.quiet_ms'];
    if (typeof quiet !== 'number')
        return null;
    if (facts['idle.over'] === 'http') {
        const [events, heartbeats] = [Number(facts['idle.events'] ?? 0), Number(facts['idle.heartbeats'] ?? 0)];
        const longest = (0,duration/* showDuration */.kJ)(Number(facts['idle.longest_silence_ms'] ?? quiet));
        return `In the ${(0,duration/* showDuration */.kJ)(Number(facts['idle.age_ms'] ?? quiet))} that it was open, ${events} event${events === 1 ? '' : 's'} and ${heartbeats} heartbeat${heartbeats === 1 ? '' : 's'} came, with at most ${longest} of silence at a time.`;
    }
    const pings = Number(facts['idle.server_pings'] ?? 0);
    const server = pings > 0 ? `the server sent ${pings} pings, ${facts['idle.pongs']} answered` : 'the server sent no ping';
    return `A ping was answered before it; in the ${(0,duration/* showDuration */.kJ)(Number(facts['idle.age_ms'] ?? quiet))} that it was open ${server}.`;
}
function sayProbes(facts) {
    const told = Object.entries(manners).flatMap(([manner, words]) => {
        const how = facts[`idle.probe.${manner}`];
        if (typeof how !== 'string')
            return [];
        const at = /^(.+) at (\d+) ms$/.exec(how);
        return [`${words} ${at ? `${ends[at[1]] ?? at[1]} at ${(0,duration/* showDuration */.kJ)(Number(at[2]))}` : how}`];
    });
    if (told.length > 0 && facts['idle.over'] === 'http')
        return `Held afterwards: ${told.join('; ')}.`;
    return told.length === 0 ? null : `Of further connections at the same time: ${told.join('; ')}.`;
}
const sayLimit = (facts) => facts['idle.limit.of']
    ? `${facts['idle.limit.seconds']} s is the default of ${facts['idle.limit.of']}.`
    : null;

;// CONCATENATED MODULE: ./lib/diagnosis/why.js
/** The why-chain: from the symptom to the cause, three to six steps, each a fact that was observed. */








const fewestSteps = 3;
const mostSteps = 6;
const excerptLength = 120;
const why_text = (value) => (value === null || value === undefined ? '' : String(value));
const why_clip = (value, length) => value.length > length ? `${[...value].slice(0, length).join('')}…` : value;
const wholeNumber = (value) => (Number.isSafeInteger(value) ? Number(value) : 0);
const count = (n, one) => `${n} ${one}${n === 1 ? '' : 's'}`;
function sentence(words) {
    // A first word that is only letters is no name of a host or a path.
    const trimmed = words.trim().replace(/^[a-z](?=[a-z]* )/, first => first.toUpperCase());
    return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
function msOf(result, phase) {
    return decisiveAttempt(result)?.phases.find(timed => timed.phase === phase)?.ms ?? null;
}
/** Whether the last attempt left that layer behind it. */
function isPast(result, phase) {
    const timed = decisiveAttempt(result)?.phases ?? [];
    const at = timed.findIndex(one => one.phase === phase);
    return at >= 0 && (at < timed.length - 1 || result.fault?.layer !== phase);
}
/** Attempts on the wire; those of a concurrency check are connections, which its fault counts. */
const sayAttempts = (result) => {
    const { attempts, fault } = result;
    if (attempts.length < 2 || (0,check/* manyClients */.O)(result))
        return null;
    const alike = attempts.every(one => one.fault?.type === fault?.type);
    const every = `${attempts.length === 2 ? 'Both' : `All ${attempts.length}`} attempts`;
    if (alike)
        return `${every} ended the same way.`;
    const other = attempts.find(one => one.fault !== null && one.fault.type !== fault?.type)?.fault;
    return other && attempts.every(one => one.fault !== null)
        ? sentence(`${every} failed, and not alike; another one so: ${other.message}`)
        : null;
};
/** That it came and went, and on which address, is evidence of its own: of this check, or else of the whole run. */
const sayFlaky = (result, { run }) => {
    const { attempts, fault } = result;
    const isOurs = (one) => one.fault !== null && one.fault.type === fault?.type;
    const ours = attempts.filter(isOurs).length;
    const well = attempts.some(one => one.fault === null);
    if (!(0,check/* manyClients */.O)(result) && ours > 0 && well)
        return `${ours} of ${attempts.length} attempts ended this way${(0,flakiness/* sayWhere */.Xq)(attempts, isOurs)}.`;
    const shared = fault !== null && (0,model_fault/* isTransient */.dg)(fault) ? (0,flakiness/* sayFlakiness */.KN)(run) : null;
    return shared === null ? null : `Of the whole run, ${shared}.`;
};
const sayReached = (result, facts) => {
    const address = decisiveAttempt(result)?.address ?? null;
    const name = why_text(facts['server.address']);
    const dns = msOf(result, 'dns');
    if (isPast(result, 'tcp') && address) {
        const proxy = facts['proxy.address'] ? ` through the proxy ${facts['proxy.address']}` : '';
        return `TCP to ${address}${proxy} connected in ${(0,duration/* showDuration */.kJ)(msOf(result, 'tcp') ?? 0)}.`;
    }
    if (isPast(result, 'dns') && facts['dns.addresses']) {
        return `The name ${name} resolved to ${facts['dns.addresses']} in ${(0,duration/* showDuration */.kJ)(dns ?? 0)}.`;
    }
    if (result.fault?.layer !== 'dns')
        return null;
    const asked = `The resolver was asked for ${name || 'the name'}`;
    return `${asked}; what came back was ${facts['fault.code'] ?? 'no answer'}${dns === null ? '' : `, after ${(0,duration/* showDuration */.kJ)(dns)}`}.`;
};
const sayTraffic = (result) => {
    const layer = result.fault?.layer;
    if (layer !== 'dns' && layer !== 'tcp' && layer !== 'runner')
        return null;
    const { bytesSent, bytesReceived } = result.traffic;
    if (bytesSent + bytesReceived === 0)
        return 'No connection was made, and no byte was exchanged.';
    return `${count(bytesSent, 'byte')} went out and ${count(bytesReceived, 'byte')} came back.`;
};
const sayRefusedAfter = (result) => {
    const ms = result.fault?.layer === 'tcp' ? msOf(result, 'tcp') : null;
    return ms === null ? null : `The attempt to connect ended after ${(0,duration/* showDuration */.kJ)(ms)}.`;
};
/** Of the certificate, what is known. */
function describeCertificate(facts) {
    const told = [
        ['names', facts['certificate.subject']],
        ['was issued by', facts['certificate.issuer']],
        ['is valid until', facts['certificate.not_after']],
    ].flatMap(([verb, value]) => (isKnown(value) ? [`${verb} ${value}`] : []));
    const last = told.pop();
    return last === undefined
        ? ''
        : `the certificate ${told.length > 0 ? `${told.join(', ')} and ` : ''}${last}`;
}
const sayTls = (result, facts) => {
    const version = facts['tls.protocol.version'];
    const shown = describeCertificate(facts);
    if (result.fault?.layer === 'tls')
        return shown && sentence(shown);
    return version ? sentence(`${version} was negotiated${shown && `; ${shown}`}`) : null;
};
const sayAnswer = (result, { facts, speakers }) => {
    const status = facts['http.response.status_code'];
    if (!status)
        return null;
    const asked = result.target.startsWith('ws') ? 'The upgrade request' : 'The request';
    const { author, proxy } = speakers;
    const header = (author && headerThatTold(author, facts)) ?? (proxy && headerThatTold(proxy, facts));
    const by = author ? ` by ${author.name}` : '';
    const through = proxy && proxy.name !== author?.name ? `${author ? ',' : ''} through ${proxy.name}` : '';
    const words = why_clip(why_text(facts['http.response.status_text']), 60);
    const shown = header ? ` (${why_clip(header, excerptLength)})` : '';
    return `${asked} was answered ${status}${words && ` ${words}`}${by}${through}${shown}.`;
};
const sayBody = (_, facts) => {
    if (facts['http.response.status_code'] === 101)
        return null;
    const location = facts['http.response.header.location'];
    if (location)
        return `It points to ${why_clip(why_text(location), excerptLength)}.`;
    const page = why_text(facts['http.response.body.excerpt']);
    const title = /<title>([^<]{1,200})<\/title>/i.exec(page)?.[1];
    const words = (title ?? page).replace(/\s+/g, ' ').trim();
    if (!words)
        return facts['http.response.body.size'] === 0 ? 'Its body is empty.' : null;
    return title
        ? `Its body is an HTML page titled "${why_clip(words, excerptLength)}".`
        : `Its body says: "${why_clip(words, excerptLength)}".`;
};
const sayConversation = (result, facts) => {
    if (result.fault?.layer !== 'messaging' && result.fault?.layer !== 'auth')
        return null;
    const [answered, received] = [facts['ws.messages.sent'], facts['ws.messages.received']];
    // Evidence counts a message of ours once its answer came; here it is told that it went out.
    const written = result.transcript.filter(one => one.direction === 'sent' && one.kind !== 'close').length;
    const sent = Math.max(wholeNumber(answered), written);
    const exchanged = isKnown(answered) && isKnown(received)
        ? `; ${count(sent, 'message')} went out and ${wholeNumber(received)} came back`
        : '';
    const code = facts['ws.close.code'];
    if (!code)
        return exchanged === '' ? null : `The connection was open${exchanged}.`;
    const reason = facts['ws.close.reason'] ? ` "${why_clip(why_text(facts['ws.close.reason']), excerptLength)}"` : '';
    const ms = facts['ws.close.after_ms'];
    const after = typeof ms === 'number' ? ` after ${(0,duration/* showDuration */.kJ)(ms)}` : '';
    return `The connection was open${exchanged}; it was closed with code ${code}${reason}${after}.`;
};
const sayNeighbour = (_, { neighbour }) => {
    if (!neighbour)
        return null;
    if (neighbour.outcome === 'passed')
        return sentence(`${neighbour.name} on the same host passed: ${why_clip(neighbour.reason, excerptLength)}`);
    if (neighbour.outcome === 'failed')
        return sentence(`${neighbour.name} on the same host failed too`);
    return null;
};
const sayCredential = (result, facts) => {
    if (result.fault?.layer !== 'auth' || facts['credential.shown'] === undefined)
        return null;
    return facts['credential.shown'] ? 'The credential was sent.' : 'No credential was sent.';
};
/** For faults of which little is known. */
const fillers = [
    result => result.proof
        ? sentence(`What was exchanged with ${result.proof.address}: ${result.proof.seen}`)
        : `The check ended after ${(0,duration/* showDuration */.kJ)(result.durationMs)}.`,
    result => `It made ${count(result.attempts.length, 'attempt')}.`,
];
/** In the order in which they are told; `weight` says which go first when there are too many. */
const steps = [
    { weight: 9, say: result => sentence(result.fault?.message ?? result.reason) },
    { weight: 2, say: sayAttempts },
    { weight: 8, say: sayFlaky },
    { weight: 5, say: (result, { facts }) => sayReached(result, facts) },
    { weight: 4, say: (result, { facts }) => sayTls(result, facts) },
    { weight: 3, say: sayRefusedAfter },
    { weight: 8, say: sayAnswer },
    { weight: 7, say: (result, { facts }) => sayBody(result, facts) },
    { weight: 7, say: (result, { facts }) => sayConversation(result, facts) },
    { weight: 7, say: (_, { facts }) => saySilence(facts) },
    { weight: 8, say: (_, { facts }) => sayProbes(facts) },
    { weight: 6, say: (_, { facts }) => sayLimit(facts) },
    { weight: 5, say: (result, { facts }) => sayCredential(result, facts) },
    ...followUpSteps.map(({ weight, say }) => ({
        weight,
        say: (_, { facts }) => say(facts),
    })),
    { weight: 3, say: sayTraffic },
    { weight: 6, say: sayNeighbour },
];
function explain(result, findings) {
    const said = steps.flatMap(({ weight, say }, order) => {
        const words = say(result, findings);
        return words ? [{ weight, order, words }] : [];
    });
    const kept = [...said].sort((a, b) => b.weight - a.weight || a.order - b.order).slice(0, mostSteps);
    const told = kept.sort((a, b) => a.order - b.order).map(step => step.words.replace(/\s+/g, ' '));
    return [...told, ...fillers.slice(0, Math.max(0, fewestSteps - told.length)).map(say => say(result))];
}

;// CONCATENATED MODULE: ./lib/diagnosis/diagnose.js
/** Signatures against evidence. Pure, so that `replay` diagnoses a saved report again. */





/** More candidates than this help nobody. */
const mostCandidates = 3;
const sureness = { high: 0, medium: 1, low: 2 };
/** What follow-up probes were sent for: they ask what decides, where other facts are met by chance. */
const asked = /^(addresses|alpn|fingerprint|framework|repeat|resolver|subprotocol|swap|token|twin)\.|^origin\.(decides|none|same|foreign)$/;
const isExclusion = (condition) => condition === null || (typeof condition === 'object' && 'not' in condition);
/** The words of a server and the answer to a question of ours tell more than a status or a code, so they count twice. */
const specificity = ({ when }) => Object.entries(when).reduce((sum, [name, condition]) => {
    const tells = condition instanceof RegExp || (asked.test(name) && !isExclusion(condition));
    return sum + (tells ? 2 : 1);
}, 0);
const place = ({ rank }) => (rank === 'before' ? 0 : rank === 'behind' ? 2 : 1);
/** Surest first, then by rank, then the one that demanded most; 0 is a conflict between two rows, which a test refuses. */
const compareCandidates = (a, b) => sureness[a.confidence] - sureness[b.confidence] ||
    place(a.signature) - place(b.signature) ||
    specificity(b.signature) - specificity(a.signature);
/** Every row whose conditions hold, best first; by name where nothing else decides, so that the order is always the same. */
function findCandidates(facts) {
    return signatures/* signatures */.E
        .filter(signature => (0,diagnosis_signature/* matches */.cK)(signature.when, facts))
        .map(signature => ({ signature, confidence: (0,diagnosis_signature/* confidenceOf */.i2)(signature, facts) }))
        .sort((a, b) => compareCandidates(a, b) || (a.signature.id < b.signature.id ? -1 : 1));
}
/** What every fault has: a row that asks for nothing else knows no more than the symptom. */
const bare = new Set([
    ...['fault.type', 'fault.code', 'http.response.status_code', 'ws.close.code'],
]);
const tellingFacts = ({ signature: { when } }) => Object.keys(when).filter(name => !bare.has(name) && !isExclusion(when[name]));
/**
 * Whether nothing is left for `other` to say: it knows only the symptom and `better` knows more, or `better` is sure and
 * knows all that it knows.
 */
function outdoes(better, other) {
    if (better.confidence === 'low' || compareCandidates(better, other) >= 0)
        return false;
    const told = tellingFacts(other);
    if (better.confidence !== 'high')
        return told.length === 0 && tellingFacts(better).length > 0;
    return told.every(name => name in better.signature.when);
}
/**
 * The causes that remain: a guess beside a certainty, or a general row beside its own special case, does not. Only one
 * can be beyond doubt: what is as sure and comes second shows that there is some.
 */
function selectCauses(candidates) {
    const specific = candidates.filter(({ signature }) => !(0,diagnosis_signature/* isFallback */.RX)(signature));
    const considered = specific.length > 0 ? specific : candidates;
    const sure = considered[0]?.confidence === 'high';
    return considered
        .filter((one, i) => !(sure && (one.confidence === 'low' || (i > 0 && one.signature.rank === 'behind'))) &&
        !considered.some(better => outdoes(better, one)))
        .slice(0, mostCandidates)
        .map((one, i) => (i > 0 && one.confidence === 'high' ? { ...one, confidence: 'medium' } : one));
}
function diagnoseOne(result, neighbours, run, refusals) {
    const findings = findFacts(result, neighbours, run, refusals);
    const { facts } = findings;
    const causes = selectCauses(findCandidates(facts));
    if (causes.length === 0)
        return [];
    const why = explain(result, findings);
    return causes.map(({ signature: { id, cause, fix, docs }, confidence }) => ({
        id,
        confidence,
        cause: (0,diagnosis_signature/* fill */.GS)(cause, facts),
        why,
        fix: fix.map(line => (0,diagnosis_signature/* fill */.GS)(line, facts)),
        docs,
    }));
}
/** Whether a check has a fault of its own, and so something to be diagnosed. */
const isTroubled = ({ fault, outcome }) => fault !== null && (outcome === 'failed' || outcome === 'errored');
/** Possible causes by check id, best first; nothing for a check that has no fault of its own. */
function diagnose(results) {
    const neighbours = findNeighbours(results);
    const run = (0,flakiness/* comparableAttempts */.Jj)(results);
    const refusals = findRefusals(results);
    return new Map(results
        .filter(isTroubled)
        .map(result => [result.id, diagnoseOne(result, neighbours, run, refusals)]));
}
/** Whether an answer to a question of ours speaks for the row. */
const wasAsked = (id) => Object.entries(signatures/* signatures */.E.find(signature => signature.id === id)?.when ?? {}).some(([name, condition]) => asked.test(name) && !isExclusion(condition));
/**
 * The first cause of each check that has one beyond doubt; called probable, the only one that there is where a question
 * of ours speaks for it.
 */
function knownCauses(diagnoses) {
    const sayCause = (first, second) => {
        if (first?.confidence === 'high' && second?.confidence !== 'high')
            return [first.cause];
        const isOnlyOne = first?.confidence === 'medium' && second === undefined;
        return isOnlyOne && wasAsked(first.id) ? [`Probable cause: ${first.cause}`] : [];
    };
    return new Map([...diagnoses].flatMap(([id, [first, second]]) => sayCause(first, second).map(cause => [id, cause])));
}


/***/ }),

/***/ 5625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ manyClients)
/* harmony export */ });
/** A check from its plan to its result. */
/** Whether its attempts are clients side by side, and not tries one after the other. */
const manyClients = ({ observations }) => 'clients.planned' in observations || 'concurrency.planned' in observations;


/***/ })

};
