/** A connection was there, and the answer to a plain request was none, cut, or not as declared. */

import { defineSignatures } from '../signature.ts'
import { answered, body, header, status } from './families.ts'

const measured = 'live: Node 24 with undici'
const http = 'RFC 9110'
const gone = ['http.response.closed', 'http.response.reset', 'http.response.invalid']

export const httpSignatures = defineSignatures({
  'http.host-not-allowed': {
    when: {
      ...answered,
      [status]: [400, 403, 421],
      [body]: /^Invalid host header|Blocked hosts?: |^Blocked request\. This host \(/i,
    },
    confidence: 'high',
    cause:
      'The application does not take this Host: {server.address} is not among the names that it allows, or a proxy puts another Host in its place.',
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
    cause:
      'It answers as it should and takes longer than in the runs before, by the medians of several of them: the new revision, or what it runs on, became slower.',
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
    cause:
      'The addresses of {server.address} do not serve the same: a node was left out of the last deployment, of a certificate renewal, or of a reload.',
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
    cause:
      '{addresses.failing} takes connections and does not answer, while {addresses.working} does: that node is broken, and the name still leads clients to it.',
    fix: [
      '# Take its record out of DNS, or mend it; what does it say by itself?',
      'for a in $(dig +short A {server.address}); do curl -sv --max-time 5 --resolve {server.address}:{server.port}:$a https://{server.address}/health; done',
    ],
    source: 'the comparison of all addresses, made by this tool',
  },
  'http.no-answer': {
    when: { 'fault.type': 'http.response.timed_out' },
    confidence: 'medium',
    cause:
      'The connection is taken and the request never answered: the process hangs, has no free worker, or waits for something.',
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
    cause:
      'The connection was dropped instead of answered: the process crashed on the request, or the port leads to nothing.',
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
      [status]: { between: [200, 599] },
      [header('transfer-encoding')]: /chunked/i,
    },
    confidence: 'medium',
    cause:
      'The answer began as right HTTP and stopped being it in the middle of its body: whoever passes it on broke it off with bytes that are no chunk, because its own back end failed or was silent for too long, or the application writes chunks by hand.',
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
    when: { 'fault.type': 'ws.answer_invalid', [status]: null, 'origin.http': { not: 'passed' } },
    confidence: 'medium',
    cause:
      'What came back is not HTTP/1.1, at the upgrade as for plain requests: the port speaks TLS, HTTP/2 only, or another protocol.',
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
    cause:
      'Cloudflare speaks plain HTTP to the origin (SSL mode "Flexible"), and the origin redirects to https again and again.',
    fix: [
      '# SSL/TLS mode of the zone: "Full (strict)" instead of "Flexible"',
      'curl -X PATCH https://api.cloudflare.com/client/v4/zones/ZONE/settings/ssl -H "Authorization: Bearer $TOKEN" --json \'{"value":"strict"}\'',
    ],
    source: 'developers.cloudflare.com: ERR_TOO_MANY_REDIRECTS',
  },
  'http.catch-all-page': {
    when: { 'fault.type': 'http.catch_all' },
    confidence: 'high',
    cause:
      'Every path gives the same HTML page: the rule of a single-page application swallows this path, and the application behind it is not routed.',
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
    cause:
      '{repeat.failed} of {repeat.total} attempts failed and the others did not: one instance of several is broken or not yet replaced, or requests are limited.',
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
    cause:
      'The application answers, and not as declared: another version, another configuration, or a dependency that is down.',
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
})
