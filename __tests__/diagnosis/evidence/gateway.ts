/** Gateways and their own pages: nginx and Envoy (catalogue, section 4a). */

import { nginx, nginxPage, plain, type Recorded, upgrade } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const text = { 'content-type': 'text/plain; charset=utf-8' }

const gateway: Recorded = {
  'http.gateway-error': plain(502, 'oops', text),
  'upgrade.gateway-error': upgrade(502, 'oops', text),
  'http.nginx-upstream-down': plain(502, nginxPage('502 Bad Gateway'), nginx),
  'http.nginx-internal-error': plain(500, nginxPage('500 Internal Server Error'), nginx),
  'http.nginx-no-endpoints': plain(503, nginxPage('503 Service Temporarily Unavailable'), nginx),
  'http.nginx-request-limit': plain(503, nginxPage('503 Service Temporarily Unavailable'), nginx, {
    'repeat.failed': 2,
    'repeat.total': 4,
  }),
  'http.nginx-upstream-slow': plain(504, nginxPage('504 Gateway Time-out'), nginx),
  'http.not-found-nginx': plain(404, nginxPage('404 Not Found'), nginx),
  'auth.nginx-basic-auth': plain(401, nginxPage('401 Authorization Required'), {
    ...nginx,
    'www-authenticate': 'Basic realm="staging"',
  }),
  'auth.nginx-denied': plain(403, nginxPage('403 Forbidden'), nginx),
  'http.nginx-static-method': plain(405, nginxPage('405 Not Allowed'), nginx),
  'http.nginx-request-too-large': plain(413, nginxPage('413 Request Entity Too Large'), nginx),
  'http.nginx-headers-too-large': plain(400, nginxPage('400 Request Header Or Cookie Too Large'), nginx),
  'http.nginx-default-page': plain(200, '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>', {
    ...html,
    ...nginx,
  }),
  'http.ingress-default-backend': plain(404, 'default backend - 404', text),
  'http.gke-default-backend': plain(
    404,
    'response 404 (backend NotFound), service rules for the path non-existent \n',
    text,
  ),
}

const before = 'upstream connect error or disconnect/reset before headers. '
const istio = { server: 'istio-envoy', ...text }

const envoy: Recorded = {
  'http.envoy-no-healthy-upstream': plain(503, 'no healthy upstream', istio),
  'http.envoy-connection-failure': plain(503, `${before}reset reason: connection failure`, istio),
  'http.envoy-upstream-tls': plain(
    503,
    `${before}retried and the latest reset reason: remote connection failure, transport failure reason: TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end`,
    istio,
  ),
  'http.envoy-connection-timeout': plain(503, `${before}reset reason: connection timeout`, istio),
  'http.envoy-connection-termination': plain(503, `${before}reset reason: connection termination`, istio),
  'http.envoy-overflow': plain(503, `${before}reset reason: overflow`, {
    ...istio,
    'x-envoy-overloaded': 'true',
  }),
  'http.envoy-protocol-error': plain(502, `${before}reset reason: protocol error`, istio),
  'http.envoy-upstream-down': plain(503, `${before}reset reason: remote reset`, istio),
  'http.envoy-upstream-slow': plain(504, 'upstream request timeout', istio),
  'http.envoy-stream-timeout': plain(408, 'stream timeout', istio),
  'http.not-found-envoy': plain(404, '', { server: 'istio-envoy' }),
  'http.proxy-speaks-http10': plain(426, 'Upgrade Required', istio),
}

export const gatewayEvidence: Recorded = { ...gateway, ...envoy }
