/** API gateways and meshes: Kong, APISIX, Cloud Foundry, Linkerd, Knative; and Squid, which stands on the client's side. */

import { defineSignatures } from '../signature.ts'
import { answered, body, header, status } from './families.ts'

const routerError = header('x-cf-routererror')
const gorouter = 'cloudfoundry/gorouter:docs/03-features.md'

export const apiGatewaySignatures = defineSignatures({
  'http.kong-no-route': {
    when: { ...answered, [status]: 404, [body]: /no Route matched with those values/ },
    confidence: 'high',
    cause: 'Kong has no route for this host, path and method.',
    fix: [
      'curl -X POST http://localhost:8001/services/NAME/routes -d "hosts[]={server.address}" -d "paths[]=/"',
    ],
    source: 'Kong/kong:kong/runloop/handler.lua',
  },
  'http.kong-no-target': {
    when: { ...answered, [status]: 503, [body]: /failure to get a peer from the ring-balancer/ },
    confidence: 'high',
    cause: 'Kong holds all targets of the upstream for unhealthy.',
    fix: ['curl http://localhost:8001/upstreams/NAME/health'],
    source: 'Kong/kong:kong/runloop/balancer/init.lua',
  },
  'http.kong-name-resolution': {
    when: { ...answered, [status]: 503, [body]: /name resolution failed/ },
    confidence: 'high',
    cause: 'Kong cannot resolve the host of the service behind it.',
    fix: [
      'curl -X PATCH http://localhost:8001/services/NAME -d host=HOST',
      'dns_resolver = 127.0.0.11   # kong.conf',
    ],
    source: 'Kong/kong:kong/runloop/balancer',
  },
  'http.kong-bad-answer': {
    when: { ...answered, [status]: 502, [body]: /An invalid response was received from the upstream server/ },
    confidence: 'high',
    cause: 'The service behind Kong refused the connection or gave no valid answer.',
    fix: ['curl http://localhost:8001/services/NAME   # host, port, protocol as the service has them'],
    source: 'Kong/kong:kong/error_handlers',
  },
  'http.kong-slow': {
    when: { ...answered, [status]: 504, [body]: /The upstream server is timing out/ },
    confidence: 'high',
    cause: 'The service behind Kong did not answer in time.',
    fix: ['curl -X PATCH http://localhost:8001/services/NAME -d read_timeout=60000'],
    source: 'Kong/kong:kong/error_handlers',
  },
  'http.apisix-no-route': {
    when: { ...answered, [status]: 404, [body]: /"error_msg":\s*"404 Route Not Found"/ },
    confidence: 'high',
    cause: 'APISIX has no route for this host and path.',
    fix: [
      'curl http://127.0.0.1:9180/apisix/admin/routes/1 -X PUT -d \'{"uri":"/*","upstream":{"type":"roundrobin","nodes":{"127.0.0.1:8000":1}}}\'',
    ],
    source: 'apache/apisix:apisix/init.lua',
  },
  'http.gorouter-unknown-route': {
    when: { ...answered, [status]: 404, [routerError]: 'unknown_route' },
    confidence: 'high',
    cause: 'Cloud Foundry has no application on this route: it is stopped, crashed or not mapped.',
    fix: ['cf apps', 'cf map-route APP DOMAIN --hostname HOST', 'cf start APP'],
    source: `${gorouter}; cloudfoundry/gorouter:handlers/lookup.go`,
  },
  'http.gorouter-endpoint-failure': {
    when: { ...answered, [status]: 502, [routerError]: /^endpoint_failure/ },
    confidence: 'high',
    cause: 'The instance that Cloud Foundry chose did not answer ({http.response.header.x-cf-routererror}).',
    fix: ['cf app APP', 'cf logs APP --recent'],
    source: gorouter,
  },
  'http.gorouter-no-endpoints': {
    when: { ...answered, [status]: 503, [routerError]: 'no_endpoints' },
    confidence: 'high',
    cause: 'The route exists in Cloud Foundry, and no instance is running.',
    fix: ['cf scale APP -i 2', 'cf logs APP --recent'],
    source: gorouter,
  },
  'http.gorouter-instance-tls': {
    when: { ...answered, [status]: [496, 525, 526], [routerError]: /./ },
    confidence: 'high',
    cause:
      'TLS between the router of Cloud Foundry and the instance failed ({http.response.header.x-cf-routererror}).',
    fix: ['cf restart APP   # renews the identity certificate of the instance'],
    source: gorouter,
  },
  'http.linkerd-error': {
    when: { ...answered, [status]: [502, 503, 504], [header('l5d-proxy-error')]: /./ },
    confidence: 'high',
    cause: 'The Linkerd proxy could not deliver the request: {http.response.header.l5d-proxy-error}.',
    fix: ['linkerd viz tap deploy/NAME', 'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE'],
    source: 'linkerd/linkerd2-proxy:linkerd/app/core/src/errors.rs',
  },
  'http.knative-activator': {
    when: { ...answered, [status]: [502, 503, 504], [header('server')]: /^(activator|queue-proxy)/i },
    confidence: 'medium',
    cause: 'Knative could not start or reach an instance of the revision in time.',
    fix: ['kubectl get revision,ksvc', 'spec: { template: { spec: { timeoutSeconds: 300 } } }'],
    source: 'knative/serving:pkg/activator',
  },
  'http.client-proxy-error': {
    when: { ...answered, speaker: 'Squid', 'proxy.address': { not: null } },
    confidence: 'high',
    cause:
      'The answer is from the Squid proxy on the way out of this machine: the deployment was not reached, and may be well.',
    fix: [
      'NO_PROXY={server.address}',
      '# or let the proxy allow it, squid.conf',
      'acl deployments dstdomain {server.address}',
    ],
    source: 'squid-cache/squid:src/http/RegisteredHeadersHash.cci',
  },
  'http.client-proxy-dns': {
    when: {
      ...answered,
      speaker: 'Squid',
      'proxy.address': { not: null },
      [header('x-squid-error')]: /^ERR_DNS_FAIL/,
    },
    confidence: 'high',
    cause:
      'The Squid proxy on the way out of this machine cannot resolve {server.address}: perhaps a private name.',
    fix: ['NO_PROXY={server.address}'],
    source: 'squid-cache/squid:errors (ERR_DNS_FAIL)',
  },
})
