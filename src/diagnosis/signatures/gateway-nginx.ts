/** nginx, OpenResty and ingress-nginx, speaking for themselves: their own pages (ngx_http_special_response.c). */

import type { Conditions } from '../signature.ts'
import { defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, body, header, status } from './families.ts'

const pages = 'nginx/nginx:src/http/ngx_http_special_response.c'
const own: Conditions = { ...answered, speaker: ['nginx', 'OpenResty'] }
const ownPlainly: Conditions = { ...answeredPlainly, speaker: ['nginx', 'OpenResty'] }
const errorLog = ['# nginx names the upstream and the reason:', 'tail -n 5 /var/log/nginx/error.log']

export const nginxSignatures = defineSignatures({
  'http.nginx-upstream-down': {
    when: { ...own, [status]: 502 },
    confidence: 'high',
    cause:
      'nginx got no valid answer from its upstream: nothing listens where `proxy_pass` points, only one of them speaks TLS, or the application broke off.',
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
    when: { ...own, [status]: 500 },
    confidence: 'high',
    cause:
      'nginx itself says 500, and not the application: an `auth_request` that got neither 2xx, 401 nor 403, a `rewrite` or `try_files` that goes round, or a folder that it may not write to.',
    fix: [
      ...errorLog,
      '# then, for example: what the subrequest is sent to has to answer',
      'location = /auth { internal; proxy_pass http://auth/verify; proxy_pass_request_body off; }',
    ],
    source: `${pages}; nginx/nginx:src/http/modules/ngx_http_auth_request_module.c; live`,
  },
  'http.nginx-no-endpoints': {
    when: { ...own, [status]: 503 },
    confidence: 'medium',
    cause:
      'nginx says 503 itself: ingress-nginx without a ready endpoint for the Service, or a limit on requests or connections.',
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
    when: { ...own, [status]: 503, 'repeat.flaky': true },
    confidence: 'high',
    cause:
      'nginx lets some of these requests through and answers the others with 503: a limit on requests or connections.',
    fix: [
      'limit_req zone=NAME burst=20 nodelay;',
      '# ingress-nginx, annotations of the Ingress',
      'nginx.ingress.kubernetes.io/limit-rps: "50"',
    ],
    source:
      'kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl; nginx.org ngx_http_limit_req_module',
    // Many clients tell it better: signatures/concurrency.ts.
    adjust: [{ when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' }],
  },
  'http.nginx-upstream-slow': {
    when: { ...own, [status]: 504 },
    confidence: 'high',
    cause:
      'nginx waited {answer.after} for the application and gave up: it hangs, or packets between them are dropped.',
    fix: [
      'proxy_connect_timeout 5s;',
      'proxy_read_timeout 60s;',
      '# 60 s is the default: more helps only if the application ever answers',
    ],
    source: 'nginx.org ngx_http_proxy_module',
  },
  'http.not-found-nginx': {
    when: { ...ownPlainly, [status]: 404 },
    confidence: 'high',
    cause:
      'nginx itself says 404: no `location` or Ingress rule leads this host and path to the application.',
    fix: [
      'location /health { proxy_pass http://app; }',
      '# Kubernetes: host, path and ingressClassName of the Ingress',
      'kubectl describe ingress NAME',
    ],
    source: `${pages}; kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl`,
  },
  'auth.nginx-basic-auth': {
    when: { ...own, [status]: 401, [header('www-authenticate')]: /^Basic\b/i },
    confidence: 'high',
    cause: 'nginx asks for a password itself (auth_basic): the application was not reached.',
    fix: ['# For this path alone:', 'location /health { auth_basic off; proxy_pass http://app; }'],
    source: `${pages} (401 Authorization Required)`,
  },
  'auth.nginx-denied': {
    when: { ...own, [status]: 403 },
    confidence: 'high',
    cause:
      'nginx refuses the request itself: a `deny` rule, a folder without an index, or files that it may not read.',
    fix: [...errorLog, '# for example:', 'allow RUNNER_ADDRESS;', 'deny all;'],
    source: `${pages} (403 Forbidden)`,
  },
  'http.nginx-static-method': {
    when: { ...own, [status]: 405 },
    confidence: 'high',
    cause:
      'nginx serves a static file at this path, and that takes no such method: the path does not lead to the application.',
    fix: ['location /api/ { proxy_pass http://app; }'],
    source: `${pages} (405 Not Allowed)`,
  },
  'http.nginx-request-too-large': {
    when: { ...own, [status]: 413 },
    confidence: 'high',
    cause: 'The body of the request is larger than nginx accepts.',
    fix: ['client_max_body_size 10m;', '# ingress-nginx', 'nginx.ingress.kubernetes.io/proxy-body-size: 10m'],
    source: pages,
  },
  'http.nginx-headers-too-large': {
    when: { ...own, [status]: 400, [body]: /Request Header Or Cookie Too Large/ },
    confidence: 'high',
    cause: 'The headers of the request, mostly a large token or cookie, are larger than nginx accepts.',
    fix: ['large_client_header_buffers 4 32k;'],
    source: pages,
  },
  'http.nginx-default-page': {
    when: { ...answered, [body]: /<title>Welcome to nginx!<\/title>|<h1>Welcome to (nginx|OpenResty)!/i },
    confidence: 'high',
    cause:
      'The default site of nginx answered: `server_name` does not match this host, or the configuration was not mounted.',
    fix: ['server_name {server.address};', 'nginx -T | grep -n server_name   # what is loaded?'],
    source: 'the default page of nginx',
  },
  'http.ingress-default-backend': {
    when: { ...answered, [status]: 404, [body]: /^default backend - 404/ },
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
    when: { ...answered, [status]: 404, [body]: /^response 404 \(backend NotFound\)/ },
    confidence: 'high',
    cause:
      'The default backend of GKE answered: the host or path is not in the URL map of the load balancer.',
    fix: [
      '# GKE Ingress: with ImplementationSpecific the path needs a star',
      'paths:',
      '  - path: /*',
      '    pathType: ImplementationSpecific',
    ],
    source: 'kubernetes/ingress-gce:cmd/404-server-with-metrics/server-with-metrics.go',
  },
})
