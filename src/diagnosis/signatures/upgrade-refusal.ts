/** 403 and 404 at the upgrade: somebody refuses it, or nobody knows the path. */

import { type Condition, defineSignatures } from '../signature.ts'

const status = 'http.response.status_code'
const body = 'http.response.body.excerpt'
/** With a credential shown, 403 is a fault of authentication, whoever says it. */
const refused: Readonly<Record<string, Condition>> = {
  'fault.type': ['ws.unexpected_response', 'auth.refused', 'auth.required'],
}
const missing: Readonly<Record<string, Condition>> = { 'fault.type': 'ws.unexpected_response', [status]: 404 }

export const upgradeRefusalSignatures = defineSignatures({
  'upgrade.envoy-upgrade-disabled': {
    when: { ...refused, [status]: 403, speaker: 'Envoy', [body]: null },
    confidence: 'high',
    cause:
      'Envoy refuses upgrades on this route: WebSockets are not enabled there, or (Envoy Gateway) the backend has no ready endpoint.',
    fix: [
      '# In the HTTP connection manager or the route:',
      'upgrade_configs:',
      '  - upgrade_type: websocket',
    ],
  },
  'upgrade.route-missing-fastapi': {
    when: { ...missing, [body]: /^\{"detail":\s*"Not Found"\}/ },
    confidence: 'high',
    cause:
      'The application treats the upgrade as a plain request and knows no such path: there is no WebSocket route, uvicorn runs without a WebSocket library, or a proxy dropped the Upgrade header.',
    fix: [
      "pip install 'uvicorn[standard]'",
      '# The route, with the very path that is checked:',
      '@app.websocket("/ws")',
      '# nginx in front:',
      'proxy_http_version 1.1;',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection "upgrade";',
    ],
  },
  'upgrade.route-missing-node': {
    when: { ...missing, speaker: ['Express', 'Fastify'] },
    confidence: 'high',
    cause:
      'The Node application treats the upgrade as a plain request: no WebSocket server is attached to the HTTP server that listens.',
    fix: ['const server = app.listen(port)', "new WebSocketServer({ server, path: '/ws' })"],
  },
  'upgrade.route-missing-nginx': {
    when: { ...missing, speaker: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause:
      'nginx itself says 404: no `location` or Ingress rule leads this host and path to the application.',
    fix: [
      'location /ws {',
      '  proxy_pass http://app;',
      '  proxy_http_version 1.1;',
      '  proxy_set_header Upgrade $http_upgrade;',
      '  proxy_set_header Connection "upgrade";',
      '}',
    ],
  },
  'upgrade.route-missing-envoy': {
    when: { ...missing, speaker: 'Envoy' },
    confidence: 'high',
    cause: 'Envoy itself says 404: no route matches this host and path.',
    fix: ['# Istio: host and path in the VirtualService', 'istioctl proxy-config routes POD'],
  },
  'upgrade.route-missing-traefik': {
    when: { ...missing, [body]: /^404 page not found\s*$/ },
    confidence: 'medium',
    cause:
      'No Traefik router matches this host and path; a Go application says the same about a path that it does not have.',
    fix: ['traefik.http.routers.NAME.rule=Host(`{server.address}`) && PathPrefix(`/ws`)'],
  },
  'upgrade.route-missing': {
    when: missing,
    confidence: 'medium',
    cause:
      'There is no WebSocket endpoint at this path: it is not deployed, has another path, or the request arrived without its Upgrade header.',
    fix: [
      '# In the inputs: the path that the application has',
      'websocket: /ws',
      '# nginx in front:',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection "upgrade";',
    ],
  },
})
