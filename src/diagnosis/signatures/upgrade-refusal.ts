/** 403, 404 and 503 at the upgrade: somebody refuses it, or nobody knows the path. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answeredUpgrade, body, header, status, unexpected } from './families.ts'
import { envoyUpgrade, nginxUpgrade } from './upgrade-dropped.ts'

const missing: Conditions = { ...unexpected, [status]: 404 }
const connManager = 'envoyproxy/envoy:source/common/http/conn_manager_impl.cc'

export const upgradeRefusalSignatures = defineSignatures({
  'upgrade.envoy-upgrade-disabled': {
    when: { ...answeredUpgrade, [status]: 403, speaker: 'Envoy', [body]: null },
    confidence: 'high',
    cause:
      'Envoy refuses upgrades on this route: WebSockets are not enabled there, or (Envoy Gateway) the backend has no ready endpoint.',
    fix: envoyUpgrade,
    source: `${connManager} (upgrade_failed); envoyproxy/envoy#4740, #6972, #9646`,
  },
  'upgrade.envoy-gateway-no-endpoints': {
    when: { ...answeredUpgrade, [status]: 403, speaker: 'Envoy', [body]: null, 'twin.get.status_code': 503 },
    confidence: 'high',
    cause:
      'The backend of this route has no ready endpoint: a plain GET says 503, and Envoy Gateway turns upgrades into 403.',
    fix: [
      'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
      'kubectl get pods -l SELECTOR   # READY',
    ],
    source: 'envoyproxy/gateway#9452',
  },
  'upgrade.fastapi-plain-request': {
    when: {
      ...missing,
      [body]: /^\{"detail":\s*"Not Found"\}/,
      'twin.get.same_as_upgrade': { not: false },
      'fingerprint.upgrade_survives': { not: true },
    },
    confidence: 'medium',
    cause:
      'FastAPI took the upgrade for a plain request: uvicorn runs without a WebSocket library, or something on the way drops the Upgrade header. (To an upgrade that arrives, FastAPI says 403 where it has no such path, and not this 404.)',
    fix: ["pip install 'uvicorn[standard]'", ...nginxUpgrade],
    source: 'Kludex/uvicorn:uvicorn/protocols/http/h11_impl.py; live: uvicorn 0.17.6 with FastAPI',
    adjust: [
      { when: { 'upgrade.stripped': 'likely' }, to: 'low' },
      // Reached without a proxy, uvicorn would name itself: other servers write the same words.
      { when: { [header('server')]: null, proxy: null }, to: 'low' },
    ],
  },
  'upgrade.uvicorn-without-websockets': {
    when: { ...unexpected, [status]: 400, [body]: /^Unsupported upgrade request\./ },
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
    cause:
      'The Node application treats the upgrade as a plain request: no WebSocket server is attached to the HTTP server that listens.',
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
    cause:
      'The Node application got a plain request. If {proxy} does pass the Upgrade header on, no WebSocket server is attached to the HTTP server that listens.',
    fix: ['const server = app.listen(port)', "new WebSocketServer({ server, path: '/ws' })"],
    source: 'live; nodejs/node:doc/api/http.md (upgrade event)',
  },
  'upgrade.route-missing-nginx': {
    when: { ...missing, speaker: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause:
      'nginx itself says 404: no `location` or Ingress rule leads this host and path to the application.',
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
    when: { ...missing, [body]: /^404 page not found\s*$/ },
    confidence: 'medium',
    cause:
      'No Traefik router matches this host and path; a Go application says the same about a path that it does not have.',
    fix: ['traefik.http.routers.NAME.rule=Host(`{server.address}`) && PathPrefix(`/ws`)'],
    source: 'Traefik documentation, FAQ; golang/go:src/net/http/server.go',
  },
  'upgrade.route-missing-caddy': {
    when: { ...unexpected, [status]: [200, 404], speaker: 'Caddy' },
    confidence: 'high',
    cause:
      'Caddy has no route for this host and path: it answers {http.response.status_code} itself, without a word.',
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
    cause:
      '{speaker} itself says that it has no such path. (Its WebSocket handlers answer even a plain GET in other words, so a lost header is not the cause.)',
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
    cause:
      'Django took the upgrade for a plain request: it runs under WSGI (gunicorn, uWSGI), which has no WebSockets, or something on the way drops the Upgrade header. (Channels answers an upgrade that arrives with 403 or 500.)',
    fix: [
      'daphne project.asgi:application   # or uvicorn, with ProtocolTypeRouter in asgi.py',
      ...nginxUpgrade,
    ],
    source: 'live: Channels 4 with Daphne; django/django:django/views/defaults.py',
    adjust: [{ when: { 'upgrade.stripped': 'likely' }, to: 'low' }],
  },
  'upgrade.rate-limited': {
    when: { ...unexpected, [status]: 429 },
    confidence: 'high',
    cause:
      'Upgrades of this client are limited (429): the checks together open more connections than the limit lets one client have.',
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
    cause:
      'This path gets the very answer of a path that cannot exist: no WebSocket endpoint is deployed there.',
    fix: ['# In the inputs: the path that the application has', 'websocket: /ws'],
    source: 'the same request to a random path',
    adjust: [{ when: { 'upgrade.stripped': 'likely' }, to: 'low' }],
  },
  'upgrade.route-missing': {
    when: missing,
    confidence: 'medium',
    rank: 'behind',
    cause:
      'There is no WebSocket endpoint at this path: it is not deployed, has another path, or the request arrived without its Upgrade header.',
    fix: ['# In the inputs: the path that the application has', 'websocket: /ws', ...nginxUpgrade],
    source: 'catalogue, section 11a (404 at the upgrade)',
  },
})
