/** Events that were made over time and came in one burst: who collected them, and the line that stops it. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { header } from './families.ts'

const buffered: Conditions = { 'fault.type': 'stream.buffered' }
const heldBack: Conditions = { 'fault.type': ['stream.buffered', 'stream.no_first_event'] }
/** nginx, HAProxy, Caddy and mod_deflate flush what they compress (seen in the lab): there are no rows that blame them. */
const compressed: Conditions = {
  ...heldBack,
  [header('content-encoding')]: /./,
  'pair.identity.streams': true,
}
/** Compression was not it: there is none, or the same stream without it comes in a burst as well. */
const uncompressed: Conditions = { ...buffered, 'pair.identity.streams': { not: true } }
const sure = [{ when: { 'stream.basis': 'origin' }, to: 'high' }] as const

export const bufferingSignatures = defineSignatures({
  'streaming.buffered': {
    when: buffered,
    rank: 'behind',
    confidence: 'low',
    adjust: [{ when: { 'stream.basis': 'origin' }, to: 'medium' }],
    cause:
      'Something between the producer and the client collects the stream and passes it on in one piece: a proxy, a compressor, or middleware.',
    fix: [
      '# From the application, for nginx and what is made of it:',
      'X-Accel-Buffering: no',
      'Cache-Control: no-cache, no-transform',
      '# To find the hop, compare with the application itself (configuration file):',
      'origin: http://127.0.0.1:8000',
    ],
    source: 'nginx.org ngx_http_proxy_module; live',
  },
  'streaming.compression-without-flush': {
    when: compressed,
    confidence: 'high',
    cause:
      'The stream is compressed ({http.response.header.content-encoding}) without a flush after each event: without compression it comes as it is made.',
    fix: [
      '# Leave the stream out of compression, from the application:',
      'Cache-Control: no-transform',
      '# Express, compression():',
      "filter: (req, res) => !/event-stream/.test(String(res.getHeader('content-type')))",
      '# Starlette: its GZipMiddleware leaves text/event-stream out in newer versions',
      'pip install -U starlette',
    ],
    source: 'Kludex/starlette#2753; Kludex/starlette#2871; dpskvn/express-sse#26; live: Starlette',
  },
  'streaming.compression-express': {
    when: { ...compressed, [header('x-powered-by')]: /^Express/ },
    confidence: 'high',
    cause: 'compression() of Express holds the stream back: it flushes only when it is told to.',
    fix: ['// after each event', 'res.flush()', '// or leave streams out', 'Cache-Control: no-transform'],
    source: 'dpskvn/express-sse#26; likerRr/sse-express#27',
  },
  'streaming.collected': {
    when: { ...buffered, [header('content-length')]: /./ },
    confidence: 'high',
    cause:
      'The answer has a Content-Length: somebody had the whole of the stream before its first byte went out.',
    fix: [
      '# Lambda: a function URL with RESPONSE_STREAM; API Gateway REST: response transfer mode STREAM',
      'aws lambda update-function-url-config --function-name NAME --invoke-mode RESPONSE_STREAM',
      '# WSGI and serverless adapters: return a generator, and no middleware that joins it',
      '# lighttpd, which collects by default:',
      'server.stream-response-body = 1',
      '# Go: flush after each event',
      'w.(http.Flusher).Flush()',
    ],
    source: 'RFC 9112 section 6.2; docs.aws.amazon.com: Lambda response streaming; live',
  },
  'streaming.collected-api-gateway': {
    when: {
      ...buffered,
      [header('content-length')]: /./,
      [header('apigw-requestid')]: /./,
    },
    confidence: 'high',
    cause: 'An HTTP API of API Gateway always collects the answer of its integration before it passes it on.',
    fix: [
      '# A Lambda function URL, or a REST API with response transfer mode STREAM',
      'aws lambda update-function-url-config --function-name NAME --invoke-mode RESPONSE_STREAM',
    ],
    source: 'docs.aws.amazon.com: API Gateway, response streaming',
  },
  'streaming.http10-hop': {
    when: { ...uncompressed, 'network.protocol.version': '1.0' },
    confidence: 'high',
    cause:
      'The answer is HTTP/1.0, which has no chunks: a hop that speaks it collects the stream, or cannot pass it on.',
    fix: ['# nginx, towards the application', 'proxy_http_version 1.1;', 'proxy_set_header Connection "";'],
    source: 'RFC 9112 section 7.1; nginx.org proxy_http_version',
  },
  'streaming.cached': {
    when: { ...uncompressed, 'stream.from_before': true },
    confidence: 'high',
    cause:
      'A cache answers with a stream of before (Age {http.response.header.age}): all its events are old and come at once.',
    fix: ['# From the application', 'Cache-Control: no-store, no-transform'],
    source: 'RFC 9111 section 5.1',
  },
  'streaming.nginx-buffering': {
    when: { ...uncompressed, proxy: ['nginx', 'OpenResty'] },
    confidence: 'medium',
    adjust: sure,
    cause:
      'nginx collects the answer of the application (proxy_buffering is on by default) and passes it on when its buffer is full or the answer ends.',
    fix: [
      'location /PATH {',
      '  proxy_buffering off;     # with fastcgi_pass: fastcgi_buffering off;',
      '}',
      '# or from the application, with each stream:',
      'X-Accel-Buffering: no',
      '# PHP collects as well (output_buffering in php.ini): after each event',
      'ob_flush(); flush();',
      '# ingress-nginx, annotation of the Ingress:',
      'nginx.ingress.kubernetes.io/proxy-buffering: "off"',
    ],
    source: 'nginx.org ngx_http_proxy_module; live: nginx 1.22',
  },
  'streaming.apache-buffering': {
    when: { ...uncompressed, proxy: 'Apache httpd' },
    confidence: 'medium',
    adjust: sure,
    cause:
      'Apache collects what its back end writes before it passes it on: mod_proxy_fcgi, which flushes only with flushpackets=on, or an output filter that does not flush, such as mod_ext_filter or mod_proxy_html.',
    fix: [
      'ProxyPass "/PATH" "http://127.0.0.1:8000/PATH" flushpackets=on',
      '# PHP-FPM: the same on its ProxyPass, and in the script after each event',
      'ProxyPassMatch "^/(.*\\.php)$" "fcgi://127.0.0.1:9000/var/www/$1" flushpackets=on',
      'ob_flush(); flush();',
      '# and no output filter on it, in its <Location>:',
      'RemoveOutputFilter NAME',
    ],
    source: 'httpd.apache.org: mod_proxy, mod_proxy_fcgi, mod_ext_filter; live: Apache 2.4 with PHP-FPM 8.2',
  },
  'streaming.varnish-compressed': {
    when: { ...uncompressed, proxy: 'Varnish', [header('content-encoding')]: /./ },
    confidence: 'medium',
    adjust: sure,
    cause:
      'The stream is compressed, and Varnish asks its backend for gzip whatever the client says: a compressor without a flush behind it, or in it, or streaming that is off.',
    fix: [
      '# Leave the stream out of compression, from the application:',
      'Cache-Control: no-transform',
      '# or have Varnish ask for it uncompressed, in vcl_backend_fetch; and stream:',
      'unset bereq.http.Accept-Encoding;',
      'set beresp.do_stream = true;   # in vcl_backend_response',
    ],
    source: 'varnish-cache.org: http_gzip_support; live: Varnish 7.1',
  },
  'streaming.varnish-buffering': {
    when: { ...uncompressed, proxy: 'Varnish', [header('content-encoding')]: null },
    confidence: 'medium',
    adjust: sure,
    cause: 'Varnish fetches the whole answer before it delivers it: streaming is off for this answer.',
    fix: [
      'sub vcl_backend_response {',
      '  set beresp.do_stream = true;',
      '}',
      '# or around it, in vcl_recv:',
      'return (pipe);',
    ],
    source: 'varnishcache/varnish-cache:bin/varnishd/cache/cache_fetch.c; varnish-cache.org VCL',
  },
  'streaming.caddy-buffering': {
    when: { ...uncompressed, proxy: 'Caddy' },
    confidence: 'medium',
    adjust: sure,
    cause:
      'Caddy flushes an answer without a length at once; buffer_responses or response_buffers, or what is behind Caddy, holds this one back.',
    fix: [
      'reverse_proxy 127.0.0.1:8000 {',
      '\tflush_interval -1',
      '}',
      '# and neither buffer_responses nor response_buffers',
    ],
    source: 'caddyserver/caddy:modules/caddyhttp/reverseproxy/streaming.go',
  },
  'streaming.php-buffering': {
    when: { ...uncompressed, [header('x-powered-by')]: /^PHP\// },
    rank: 'before',
    confidence: 'medium',
    adjust: sure,
    cause:
      'PHP collects its output (output_buffering, or no flush() after each event), or the FastCGI client before it does: nginx unless fastcgi_buffering is off, Apache unless flushpackets is on.',
    fix: [
      '// in the script: before the first event, and after each',
      'while (ob_get_level() > 0) ob_end_flush();',
      'flush();',
      '# nginx, location of the script; or from the script: X-Accel-Buffering: no',
      'fastcgi_buffering off;',
      '# Apache, on the ProxyPassMatch',
      'flushpackets=on',
    ],
    source: 'php.net: output_buffering, flush; live: PHP-FPM 8.2 behind nginx 1.22 and Apache 2.4',
  },
  'streaming.cloudflare-buffering': {
    when: { ...uncompressed, proxy: 'Cloudflare' },
    confidence: 'medium',
    adjust: sure,
    cause:
      'Cloudflare passes on only what it knows as a stream; a tunnel flushes text/event-stream and gRPC alone.',
    fix: [
      'Content-Type: text/event-stream',
      'Cache-Control: no-cache, no-transform',
      '# quick tunnels buffer: use a named one',
      'cloudflared tunnel run NAME',
    ],
    source: 'cloudflare/cloudflared:connection/connection.go; cloudflare/cloudflared#1449',
  },
  'streaming.cloudfront-buffering': {
    when: { ...uncompressed, proxy: 'CloudFront' },
    confidence: 'medium',
    adjust: sure,
    cause:
      'CloudFront stands before a stream that comes in one burst: its compression, its cache, or its origin collects it.',
    fix: [
      '# behaviour of the path: CachingDisabled, "Compress objects automatically" off',
      'Cache-Control: no-cache, no-transform',
    ],
    source: 'docs.aws.amazon.com: CloudFront, serving compressed files',
  },
  'streaming.envoy-buffering': {
    when: { ...uncompressed, proxy: 'Envoy' },
    confidence: 'medium',
    adjust: sure,
    cause:
      'Envoy streams unless a filter collects: the compressor, a Lua or WASM filter that reads the body, or ext_proc in buffered mode.',
    fix: [
      'istioctl proxy-config listener POD -o json | grep -n "compressor\\|lua\\|wasm\\|ext_proc"',
      '# on the route of the stream: disable that filter',
    ],
    source: 'envoyproxy/envoy:docs, http_filters',
  },
  'streaming.iis-buffering': {
    when: { ...uncompressed, [header('server')]: /^Microsoft-IIS/ },
    confidence: 'medium',
    adjust: sure,
    cause: 'IIS or its ARR collects the answer: responseBufferLimit, or dynamic compression.',
    fix: [
      '<handlers><add … responseBufferLimit="0" /></handlers>',
      '<urlCompression doDynamicCompression="false" />',
    ],
    source: 'Azure/iisnode#504; aspnet/Mvc#6969',
  },
})
