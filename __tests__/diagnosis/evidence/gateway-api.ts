/** API gateways, routers of platforms, and proxies of the client (catalogue, section 4a). */

import { plain, type Recorded } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }

export const apiGatewayEvidence: Recorded = {
  'http.kong-no-route': plain(404, '{"message":"no Route matched with those values","request_id":"af"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.kong-no-target': plain(503, '{"message":"failure to get a peer from the ring-balancer"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.kong-name-resolution': plain(503, '{"message":"name resolution failed"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.kong-bad-answer': plain(
    502,
    '{"message":"An invalid response was received from the upstream server"}',
    { server: 'kong/3.9.0', ...json },
  ),
  'http.kong-slow': plain(504, '{"message":"The upstream server is timing out"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.apisix-no-route': plain(404, '{"error_msg":"404 Route Not Found"}\n', {
    server: 'APISIX/3.9.1',
    ...json,
  }),
  'http.gorouter-unknown-route': plain(
    404,
    "404 Not Found: Requested route ('staging.example.com') does not exist.\n",
    { ...text, 'x-cf-routererror': 'unknown_route' },
  ),
  'http.gorouter-endpoint-failure': plain(
    502,
    '502 Bad Gateway: Registered endpoint failed to handle the request.\n',
    { ...text, 'x-cf-routererror': 'endpoint_failure (EOF)' },
  ),
  'http.gorouter-no-endpoints': plain(
    503,
    "503 Service Unavailable: Requested route ('x') has no available endpoints.\n",
    { ...text, 'x-cf-routererror': 'no_endpoints' },
  ),
  'http.gorouter-instance-tls': plain(526, '526 Invalid Certificate\n', {
    ...text,
    'x-cf-routererror': 'endpoint_failure (x509: certificate has expired)',
  }),
  'http.linkerd-error': plain(504, '', { 'l5d-proxy-error': 'HTTP Balancer service in fail-fast' }),
  'http.knative-activator': plain(502, 'dial tcp 10.1.2.3:8012: connect: connection refused\n', {
    ...text,
    server: 'activator',
  }),
  'http.client-proxy-error': plain(
    503,
    '<h1>ERROR: The requested URL could not be retrieved</h1>',
    { ...html, 'x-squid-error': 'ERR_CONNECT_FAIL 111' },
    { 'proxy.address': 'proxy:3128' },
  ),
  'http.client-proxy-dns': plain(
    503,
    'Unable to determine IP address from host name <q>staging.example.com</q>',
    { ...html, 'x-squid-error': 'ERR_DNS_FAIL 0' },
    { 'proxy.address': 'proxy:3128' },
  ),
}
