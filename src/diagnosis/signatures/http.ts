/** A connection was there, and the answer to a plain request was none, or not the right one. */

import { defineSignatures } from '../signature.ts'

const status = 'http.response.status_code'
const body = 'http.response.body.excerpt'

export const httpSignatures = defineSignatures({
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
  },
  'http.not-http': {
    when: { 'fault.type': 'http.response.invalid' },
    confidence: 'medium',
    cause: 'What came back is not HTTP/1.1: the port speaks TLS, HTTP/2 only, or another protocol.',
    fix: [
      'curl -v http://{server.address}:{server.port}/',
      'curl -v https://{server.address}:{server.port}/',
    ],
  },
  'http.headers-too-large': {
    when: { 'fault.type': 'http.response.headers_too_large' },
    confidence: 'high',
    cause: 'The headers of the answer are larger than any client has to accept.',
    fix: ['# Which one? Cookies, mostly:', 'curl -sSI URL | wc -c'],
  },
  'http.cut': {
    when: { 'fault.type': 'http.response.cut' },
    confidence: 'medium',
    cause: 'The answer broke off in the middle: the process died, or a proxy lost its upstream.',
    fix: ['# nginx writes why:', 'grep "upstream prematurely closed" /var/log/nginx/error.log'],
  },
  'http.redirect-loop': {
    when: { 'fault.type': 'http.response.redirect_loop' },
    confidence: 'medium',
    cause: 'The redirects go round: mostly a proxy that ends TLS and an application that insists on https.',
    fix: [
      '# nginx: tell the application that the client came by https',
      'proxy_set_header X-Forwarded-Proto $scheme;',
      '# Cloudflare: SSL/TLS mode "Full (strict)" instead of "Flexible"',
    ],
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
  },
  'http.plain-to-tls-port': {
    when: {
      'fault.type': ['http.error', 'http.mismatch', 'ws.unexpected_response'],
      [status]: 400,
      [body]: /plain HTTP request was sent to HTTPS port|Client sent an HTTP request to an HTTPS server/i,
    },
    confidence: 'high',
    cause: 'The request went in plain text to a port that speaks TLS.',
    fix: [
      '# In the inputs: https:// and wss://',
      '# Behind a load balancer that ends TLS: its target protocol has to be HTTPS',
    ],
  },
  'http.not-found-nginx': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: 404, speaker: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause:
      'nginx itself says 404: no `location` or Ingress rule leads this host and path to the application.',
    fix: [
      'location /health { proxy_pass http://app; }',
      '# Kubernetes: host, path and ingressClassName of the Ingress',
      'kubectl describe ingress NAME',
    ],
  },
  'http.not-found-envoy': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: 404, speaker: 'Envoy' },
    confidence: 'high',
    cause: 'Envoy itself says 404: no route matches this host and path.',
    fix: ['# Istio: the host in the VirtualService and in the Gateway', 'istioctl proxy-config routes POD'],
  },
  'http.not-found': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: 404 },
    confidence: 'medium',
    cause:
      'Nothing is served at this path: another path, an older version, or a prefix that a proxy adds or strips.',
    fix: ['# In the inputs: the path that the application has', 'health: /healthz'],
  },
  'http.needs-credential': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: [401, 403] },
    confidence: 'medium',
    cause:
      'The path is there and asks for a credential, and the check sends none: the application, or a login in front of it.',
    fix: ['# Configuration file: show one', '- health: /health', '  credential: default'],
  },
  'http.redirected': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: { between: [300, 399] } },
    confidence: 'medium',
    cause: 'The path redirects to {http.response.header.location}: http to https, another host, or a login.',
    fix: [
      '# In the inputs: the final URL; or, in the configuration file',
      '- health: /health',
      '  follow: true',
    ],
  },
  'http.proxy-speaks-http10': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: 426, proxy: 'Envoy' },
    confidence: 'high',
    cause: 'A proxy in front of Envoy speaks HTTP/1.0 to it, as nginx before 1.29.7 does by default.',
    fix: ['# nginx', 'proxy_http_version 1.1;'],
  },
  'http.application-error': {
    when: { 'fault.type': ['http.error', 'http.mismatch'], [status]: { between: [500, 599] } },
    confidence: 'medium',
    cause: 'The application runs and says itself that it is not well (HTTP {http.response.status_code}).',
    fix: [
      '# Its log, and what it depends on: database, cache, migrations, missing settings',
      'kubectl logs deploy/NAME --tail=100',
    ],
  },
  'http.unexpected-status': {
    when: { 'fault.type': 'http.error' },
    confidence: 'low',
    cause: 'The application answered with a status that was not declared.',
    fix: [
      '# Configuration file: declare it, if it is right',
      '- health: /health',
      '  status: {http.response.status_code}',
    ],
  },
  'http.mismatch': {
    when: { 'fault.type': 'http.mismatch' },
    confidence: 'medium',
    cause:
      'The application answers, and not as declared: another version, another configuration, or a dependency that is down.',
    fix: ['# Compare expected and found above; then mend the application or the declaration.'],
  },
  'http.slow': {
    when: { 'fault.type': 'http.slow' },
    confidence: 'medium',
    cause: 'The answer is right and late: a cold start, too few workers, or a slow dependency.',
    fix: [
      '# The phase times tell where it went. Cloud Run, against cold starts:',
      'gcloud run services update NAME --min-instances=1',
    ],
  },
})
