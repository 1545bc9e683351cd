/** HAProxy, OpenShift's router, Traefik, Caddy, IIS and Varnish, speaking for themselves. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, body, header, status } from './families.ts'

const by = (speaker: string, code: number | readonly number[], family = answered): Conditions => ({
  ...family,
  speaker,
  [status]: code,
})
const haproxy = 'haproxy/haproxy:src/http.c'
const password: Conditions = { [header('www-authenticate')]: /^Basic\b/i }
const caddy = 'caddyserver/caddy:modules/caddyhttp/reverseproxy/reverseproxy.go'

export const proxySignatures = defineSignatures({
  'http.haproxy-no-server': {
    when: by('HAProxy', 503),
    confidence: 'high',
    cause:
      'HAProxy found no server for this request: none passes its health check or takes a connection, or no rule leads this path to a backend.',
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
    when: by('HAProxy', 502),
    confidence: 'high',
    cause:
      'HAProxy got no valid answer from the server: it closed the connection, or it speaks TLS and HAProxy does not.',
    fix: ['server app1 127.0.0.1:8443 check ssl verify required ca-file /etc/ssl/ca.pem'],
    source: haproxy,
  },
  'http.haproxy-slow': {
    when: by('HAProxy', 504),
    confidence: 'high',
    cause:
      'The server did not answer within `timeout server` of HAProxy, which gave up after {answer.after}.',
    fix: ['timeout server 60s', 'timeout tunnel 1h   # for WebSockets'],
    source: haproxy,
  },
  'http.not-found-haproxy': {
    when: by('HAProxy', 404, answeredPlainly),
    confidence: 'high',
    cause: 'HAProxy itself says 404: a rule of it answers this path instead of leading it to a server.',
    fix: ['grep -n "deny_status 404\\|return status 404" /etc/haproxy/haproxy.cfg', 'default_backend app'],
    source: haproxy,
  },
  'auth.haproxy-password': {
    when: { ...by('HAProxy', 401), ...password },
    confidence: 'high',
    cause: 'HAProxy asks for a password itself (`http-request auth`): the application was not reached.',
    fix: ['http-request auth unless { path_beg /health /ws } || { http_auth(users) }'],
    source: haproxy,
  },
  'auth.haproxy-denied': {
    when: by('HAProxy', 403),
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
    when: { ...answered, [status]: 503, speaker: 'OpenShift router' },
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
    when: { ...answeredPlainly, [status]: 404, [body]: /^404 page not found\s*$/ },
    confidence: 'medium',
    cause:
      'No Traefik router matches this host and path; a Go application says the same about a path that it does not have.',
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
    when: by('Traefik', 503),
    confidence: 'high',
    cause: 'Traefik has a route and no server behind it that is healthy.',
    fix: [
      'traefik.http.services.NAME.loadbalancer.server.port=8000',
      'traefik.http.services.NAME.loadbalancer.healthcheck.path=/health',
    ],
    source: 'traefik/traefik:pkg/server/service/loadbalancer',
  },
  'http.traefik-bad-gateway': {
    when: by('Traefik', 502),
    confidence: 'high',
    cause: 'Traefik could not connect to the container: the port label is wrong, or nothing listens there.',
    fix: ['traefik.http.services.NAME.loadbalancer.server.port=8000   # the port inside the container'],
    source: 'traefik/traefik:pkg/proxy/httputil/proxy.go',
  },
  'http.traefik-slow': {
    when: by('Traefik', 504),
    confidence: 'high',
    cause: 'Traefik got no answer from the container: mostly it is on another Docker network than Traefik.',
    fix: ['traefik.docker.network=NETWORK', 'docker network connect NETWORK CONTAINER'],
    source: 'traefik/traefik:pkg/proxy/httputil/proxy.go; reports on networks',
  },
  'http.caddy-upstream-down': {
    when: by('Caddy', 502),
    confidence: 'high',
    cause: 'Caddy is up and could not talk to its upstream: wrong address, or TLS on one side only.',
    fix: [
      'reverse_proxy 127.0.0.1:8000   # host and port of the application',
      'reverse_proxy https://127.0.0.1:8443',
    ],
    source: caddy,
  },
  'http.caddy-no-upstreams': {
    when: by('Caddy', 503),
    confidence: 'high',
    cause: 'Caddy has no upstream that passes its health check.',
    fix: ['reverse_proxy 127.0.0.1:8000 {', '  health_uri /health', '  health_interval 10s', '}'],
    source: caddy,
  },
  'http.caddy-slow': {
    when: by('Caddy', 504),
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
    when: by('Caddy', 403),
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
    when: { ...answeredPlainly, [status]: 200, speaker: 'Caddy' },
    confidence: 'high',
    cause: 'Caddy has no route for this host and path: its answer where it has none is an empty 200.',
    fix: ['{server.address} {', '  reverse_proxy 127.0.0.1:8000', '}'],
    source: 'caddyserver/caddy:modules/caddyhttp/caddyhttp.go',
  },
  'http.iis-default-page': {
    when: { ...answered, [body]: /<title>IIS Windows Server<\/title>/ },
    confidence: 'high',
    cause: 'The default site of IIS answered: no binding has this host name.',
    fix: ['New-WebBinding -Name SITE -HostHeader {server.address} -Port {server.port}'],
    source: 'IIS default page',
  },
  'auth.varnish-denied': {
    when: by('Varnish', 403),
    confidence: 'high',
    cause: 'Varnish refuses the request itself: `return (synth(403))` in its VCL.',
    fix: ['varnishadm vcl.show boot | grep -n "synth(403"', 'acl allowed { "RUNNER_ADDRESS"; }'],
    source: 'varnishcache/varnish-cache:bin/varnishd/builtin.vcl',
  },
  'http.varnish-synthetic': {
    when: by('Varnish', 503),
    confidence: 'medium',
    cause: 'Varnish answers 503 by its own VCL, without asking the backend: maintenance, for example.',
    fix: ['varnishadm vcl.show boot | grep -n "synth(503"'],
    source: 'varnishcache/varnish-cache:bin/varnishd/builtin.vcl',
  },
  'http.varnish-backend-down': {
    when: { ...by('Varnish', 503), [body]: /Backend fetch failed|no backend/i },
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
      ...by('Varnish', 503),
      [body]: /Backend fetch failed/i,
      'answer.after_ms': { between: [900, 3_600_000] },
    },
    rank: 'before',
    confidence: 'high',
    cause:
      'Varnish waited {answer.after} for its backend and gave up: first_byte_timeout (60 s by default), or connect_timeout (3.5 s).',
    fix: [
      'backend default { .host = "127.0.0.1"; .port = "8000"; .first_byte_timeout = 60s; }',
      '# more helps only if the application ever answers',
    ],
    source: 'varnishcache/varnish-cache:bin/varnishd/cache/cache_fetch.c; live: Varnish 7.1',
  },
  'http.fastly-unknown-domain': {
    when: { ...answered, [body]: /Fastly error: unknown domain/ },
    confidence: 'high',
    cause: 'The name points to Fastly, and no Fastly service has this domain.',
    fix: ['fastly domain create --name {server.address} --version latest'],
    source: 'EdOverflow/can-i-take-over-xyz:fingerprints.json',
  },
})
