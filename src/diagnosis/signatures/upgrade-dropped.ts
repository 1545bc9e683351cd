/** The upgrade reached its server as a plain request: who dropped the headers, and the line that keeps them. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { body, header, status, unexpected } from './families.ts'

/** Certain if a WebSocket library says so; likely if the answer is that of a plain GET (derived-facts.ts). */
const dropped: Conditions = { ...unexpected, 'upgrade.stripped': ['certain', 'likely'] }
const likely = [
  // Its workers have no WebSockets, whatever arrives.
  { when: { 'upgrade.stripped': 'likely', speaker: 'gunicorn' }, to: 'low' },
  { when: { 'upgrade.stripped': 'likely', [header('x-powered-by')]: /^PHP\// }, to: 'low' },
  { when: { 'upgrade.stripped': 'likely' }, to: 'medium' },
] as const
const handled = [
  'nginx',
  'OpenResty',
  'Apache httpd',
  'Varnish',
  'CloudFront',
  'APISIX',
  'Squid',
  'Cloudflare',
  'lighttpd',
  'H2O',
  'Tinyproxy',
]

export const nginxUpgrade = [
  '# nginx, in the location of the WebSocket path:',
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection "upgrade";',
]
export const apacheUpgrade = [
  '# Apache httpd 2.4.47 or later:',
  'ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket',
]
export const haproxyUpgrade = [
  '# HAProxy passes upgrades on by itself, in this mode:',
  'mode http',
  'timeout tunnel 1h',
]
export const secWebSocketKept = [
  '# What takes it out? Proxies pass it on by themselves, unless told otherwise:',
  'grep -rni "sec-websocket" /etc/nginx /etc/haproxy /etc/apache2 /etc/caddy /etc/varnish',
  '# CloudFront passes on what its origin request policy names:',
  'OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3   # Managed-AllViewer',
]
export const envoyUpgrade = [
  '# Envoy, in the HTTP connection manager or the route:',
  'upgrade_configs:',
  '  - upgrade_type: websocket',
]
const cause =
  'The request reached its server without its Upgrade and Connection headers: {proxy} passes it on as a plain request.'

export const upgradeDroppedSignatures = defineSignatures({
  'upgrade.header-dropped-lighttpd': {
    when: { ...dropped, proxy: 'lighttpd' },
    confidence: 'high',
    cause,
    fix: ['proxy.header = ( "upgrade" => "enable" )   # lighttpd 1.4.46 or later'],
    source: 'lighttpd documentation (mod_proxy, proxy.header); live: lighttpd 1.4.69',
    adjust: likely,
  },
  'upgrade.header-dropped-h2o': {
    when: { ...dropped, proxy: 'H2O' },
    confidence: 'high',
    cause,
    fix: ['proxy.websocket: ON   # H2O 2.2', 'proxy.tunnel: ON   # H2O 2.3 and later'],
    source: 'H2O documentation (proxy directives); live: H2O 2.2.5',
    adjust: likely,
  },
  'upgrade.header-dropped-tinyproxy': {
    when: { ...dropped, proxy: 'Tinyproxy' },
    confidence: 'high',
    cause: `${cause} It has no WebSockets where it is a reverse proxy.`,
    fix: ['# Another proxy in its place, for example nginx:', ...nginxUpgrade],
    source: 'live: Tinyproxy 1.11.1',
    adjust: likely,
  },
  'upgrade.header-dropped': {
    when: { ...dropped, proxy: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause,
    fix: nginxUpgrade,
    source: 'nginx.org/en/docs/http/websocket.html; nginx/nginx:src/http/modules/ngx_http_proxy_module.c',
    adjust: likely,
  },
  'upgrade.header-dropped-apache': {
    when: { ...dropped, proxy: 'Apache httpd' },
    confidence: 'high',
    cause,
    fix: apacheUpgrade,
    source: 'apache/httpd:modules/proxy/mod_proxy.c; mod_proxy documentation',
    adjust: likely,
  },
  'upgrade.header-dropped-varnish': {
    when: { ...dropped, proxy: 'Varnish' },
    confidence: 'high',
    cause,
    fix: [
      'sub vcl_recv { if (req.http.upgrade ~ "(?i)websocket") { return (pipe); } }',
      'sub vcl_pipe { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; }',
    ],
    source: 'varnishcache/varnish-cache:include/tbl/http_headers.h; Varnish documentation',
    adjust: likely,
  },
  'upgrade.header-dropped-cloudfront': {
    when: { ...dropped, proxy: 'CloudFront' },
    confidence: 'high',
    cause: 'CloudFront does not pass the Sec-WebSocket headers on to the origin.',
    fix: [
      '# Origin request policy of the behaviour that serves the WebSocket path:',
      'OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3   # Managed-AllViewer',
    ],
    source: 'awsdocs/amazon-cloudfront-developer-guide (distribution-working-with.websockets)',
    adjust: likely,
  },
  'upgrade.header-dropped-apisix': {
    when: { ...dropped, proxy: 'APISIX' },
    confidence: 'high',
    cause:
      'WebSockets are not enabled on this route of APISIX, so it passes the upgrade on as a plain request.',
    fix: ['curl http://127.0.0.1:9180/apisix/admin/routes/1 -X PATCH -d \'{"enable_websocket": true}\''],
    source: 'apache/apisix documentation (route, enable_websocket)',
    adjust: likely,
  },
  'upgrade.header-dropped-squid': {
    when: { ...dropped, proxy: 'Squid' },
    confidence: 'high',
    cause:
      'Squid passes the upgrade on as a plain request, as it does by default: in front of the deployment, or on the way out of this network, where wss:// goes past it.',
    fix: ['# squid.conf', 'http_upgrade_request_protocols websocket allow all'],
    source: 'squid-cache/squid:src/cf.data.pre; live: Squid 5.7 as an accelerator',
    adjust: likely,
  },
  'upgrade.header-dropped-cloudflare': {
    when: { ...dropped, proxy: 'Cloudflare' },
    confidence: 'medium',
    cause:
      'WebSockets are off for this zone at Cloudflare, or a proxy between Cloudflare and the server drops the headers.',
    fix: [
      'curl -X PATCH https://api.cloudflare.com/client/v4/zones/ZONE/settings/websockets -H "Authorization: Bearer $TOKEN" --json \'{"value":"on"}\'',
      '# and behind Cloudflare:',
      ...nginxUpgrade,
    ],
    source: 'cloudflare/cloudflare-docs#3405',
  },
  'upgrade.header-dropped-engineio': {
    when: {
      ...dropped,
      proxy: { not: handled },
      speaker: 'Engine.IO',
      [body]: /^\{"code":3,"message":"Bad request"\}/,
    },
    confidence: 'high',
    cause:
      'Engine.IO got the WebSocket request without its Upgrade header: a Classic Load Balancer or another proxy that leaves no trace drops it.',
    fix: [
      '# AWS: an Application Load Balancer, or a TCP listener',
      'aws elb create-load-balancer-listeners --load-balancer-name NAME --listeners Protocol=TCP,LoadBalancerPort=80,InstanceProtocol=TCP,InstancePort=3000',
      ...nginxUpgrade,
    ],
    source: 'socketio/socket.io#1846; socketio/socket.io:packages/engine.io/lib/server.ts',
  },
  'upgrade.header-dropped-on-the-way': {
    when: { ...dropped, proxy: { not: handled } },
    confidence: 'high',
    cause:
      'The request reached its server without its Upgrade and Connection headers: {proxy} on the way passes it on as a plain request.',
    fix: [...nginxUpgrade, ...envoyUpgrade, ...haproxyUpgrade, ...apacheUpgrade],
    source: 'texts of the WebSocket libraries (catalogue, section 6b)',
  },
  'upgrade.http10-hop': {
    when: {
      ...unexpected,
      [status]: [400, 426, 505],
      [body]:
        /no upgrade state was present|HTTP version .{1,20} unsupported|HTTP\/1\.1 (is )?required|requires HTTP\/1\.1/i,
    },
    confidence: 'high',
    cause:
      'The server got the upgrade in HTTP/1.0, which has none: a proxy in front of it speaks that, as nginx before 1.29.7 does by default.',
    fix: nginxUpgrade,
    source:
      'nginx/nginx commit 6bb27a631; tokio-rs/axum:axum/src/extract/ws.rs; phoenixframework/websock_adapter',
  },
  'upgrade.apache-no-tunnel-module': {
    when: { ...unexpected, [status]: 500, speaker: 'Apache httpd', [body]: /Internal Server Error/ },
    confidence: 'medium',
    cause:
      'Apache itself says 500: mostly a `ws://` backend and no module for it (its log: "No protocol handler was valid for the URL").',
    fix: ['a2enmod proxy_wstunnel && systemctl reload apache2', ...apacheUpgrade],
    source: 'apache/httpd:modules/proxy/mod_proxy.c',
    adjust: [{ when: { 'twin.get.same_as_upgrade': true, 'origin.http': 'passed' }, to: 'high' }],
  },
  'upgrade.iis-too-old': {
    when: { ...unexpected, [status]: 501, proxy: 'IIS' },
    confidence: 'high',
    cause: 'This version of IIS has no WebSockets, or the feature is not installed.',
    fix: ['Install-WindowsFeature Web-WebSockets'],
    source: 'tjanczuk/iisnode#402',
  },
  'upgrade.http2-extended-connect': {
    when: { ...unexpected, [status]: 501, speaker: 'Cowboy' },
    confidence: 'high',
    cause: 'The upgrade reached Cowboy over HTTP/2, where it does not take WebSockets (RFC 8441 is off).',
    fix: ['#{enable_connect_protocol => true}   %% or HTTP/1.1 between proxy and Cowboy'],
    source: 'ninenines/cowboy:src/cowboy_websocket.erl',
  },
  'upgrade.haproxy-bad-key': {
    when: { ...unexpected, [status]: 400, speaker: 'HAProxy' },
    confidence: 'medium',
    cause:
      'HAProxy does not accept the upgrade request: a header of it is invalid, or was changed on the way.',
    fix: [...haproxyUpgrade, 'option accept-unsafe-violations-in-http-request'],
    source: 'haproxy/haproxy:src/h1.c',
  },
  'upgrade.sec-websocket-dropped': {
    when: { ...unexpected, [status]: 400, [body]: /^Missing or invalid Sec-WebSocket-Key/i },
    confidence: 'high',
    cause: 'Upgrade arrived and Sec-WebSocket-Key did not: {proxy} on the way passes only some headers on.',
    fix: secWebSocketKept,
    source: 'websockets/ws:lib/websocket-server.js; awsdocs/amazon-cloudfront-developer-guide',
  },
})
