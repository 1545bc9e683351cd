/** A stream that hung, ended badly, or was not as declared: what is known by its fault and by what is beside it. */

import { defineSignatures } from '../signature.ts'
import { header, status } from './families.ts'

const measured = 'live: Node 24, the embedded service'
const html = 'WHATWG HTML, server-sent events'
const stacks = [
  '# What is it waiting for? For Python:',
  'py-spy dump --pid PID',
  '# and the log of the application at that time:',
  'kubectl logs deploy/NAME --since=5m',
]

export const streamingSignatures = defineSignatures({
  'streaming.no-headers': {
    when: { 'fault.type': 'stream.no_headers' },
    confidence: 'medium',
    cause:
      'The request for the stream is taken and never answered: the handler waits for something before it writes its first byte.',
    fix: [...stacks, '# Send the headers before the first event is known, Node:', 'response.flushHeaders()'],
    source: measured,
  },
  'streaming.headers-held': {
    when: { 'fault.type': 'stream.no_headers', 'patience.at_once': true },
    rank: 'before',
    confidence: 'high',
    cause:
      'The stream comes after {patience.first}, headers and all at once: something collects the whole of it before its first byte goes out, as nginx does by default (proxy_buffering), or the application does.',
    fix: [
      '# nginx',
      'location /PATH {',
      '  proxy_buffering off;',
      '}',
      '# or from the application, with each stream:',
      'X-Accel-Buffering: no',
      '# lighttpd, which collects by default',
      'server.stream-response-body = 1',
      '# To tell a proxy from the application, ask the application directly (configuration file):',
      'origin: http://127.0.0.1:8000',
    ],
    source: 'nginx.org ngx_http_proxy_module; live: nginx 1.22',
  },
  'streaming.headers-late': {
    when: { 'fault.type': 'stream.no_headers', 'patience.at_once': false },
    rank: 'before',
    confidence: 'high',
    cause:
      'The headers of the stream come, but only after {patience.first}: the handler waits for something before it writes its first byte, or the limit is too tight.',
    fix: [
      '# Send the headers before the first event is known, Node:',
      'response.flushHeaders()',
      '# or wait for longer (configuration file):',
      'first-event: 30s',
    ],
    source: measured,
  },
  'streaming.hangs-alone': {
    when: { 'fault.type': 'stream.no_headers', 'origin.http': 'passed', 'patience.first_ms': null },
    confidence: 'high',
    cause:
      'The host answers other requests, and of the stream not even the headers came: what its handler calls (a model provider, a queue, a lock) does not answer, or something on the way collects the whole stream before it passes on its first byte.',
    fix: [...stacks, '# Give every call to a provider a limit, httpx:', 'httpx.AsyncClient(timeout=10)'],
    source: `${measured}; the case of this project`,
  },
  'streaming.no-first-event': {
    when: { 'fault.type': 'stream.no_first_event' },
    confidence: 'medium',
    cause:
      'The headers came and no event did: the producer waits for its upstream, or a proxy holds back what it has not enough of.',
    fix: [
      ...stacks,
      '# To tell a proxy from the application, ask the application directly (configuration file):',
      'origin: http://127.0.0.1:8000',
    ],
    source: measured,
  },
  'streaming.stalled': {
    when: { 'fault.type': 'stream.stalled' },
    confidence: 'medium',
    cause:
      'After {stream.events} events nothing came any more: the producer waits for something, or died without closing.',
    fix: stacks,
    source: measured,
  },
  'streaming.no-end-marker': {
    when: { 'fault.type': 'stream.no_end_marker' },
    confidence: 'medium',
    cause:
      'The body ended before the stream was whole: the producer left early, by an exception or a limit, and its server closed the body in order.',
    fix: [
      '# An exception inside a generator ends the body like any other end; the log has it:',
      'kubectl logs deploy/NAME --since=5m',
      '# and the handler should end with its marker in every case (Python):',
      'finally: yield "data: [DONE]\\n\\n"',
    ],
    source: 'live: Node 24, RFC 9112 section 6.3',
  },
  'streaming.unfinished-event': {
    when: { 'fault.type': 'stream.no_end_marker', 'stream.unfinished': 'marker' },
    confidence: 'high',
    cause:
      'The end marker was sent without the empty line that ends an event: clients drop it, and never hear of the end.',
    fix: ['# Two line feeds after the last event as well (Python)', 'yield "data: [DONE]\\n\\n"'],
    source: html,
  },
  'streaming.ended-by-close': {
    when: { 'fault.type': 'stream.no_end_marker', 'stream.end': 'closed' },
    confidence: 'medium',
    cause:
      'The body has neither chunks nor a length: a hop speaks HTTP/1.0 or closes instead of ending, and a cut looks like an end.',
    fix: [
      '# nginx, towards the application',
      'proxy_http_version 1.1;',
      'proxy_set_header Connection "";',
      'proxy_read_timeout 10m;',
    ],
    source: 'RFC 9112 section 6.3; live: nginx 1.22',
  },
  'streaming.cut': {
    when: { 'fault.type': 'stream.cut' },
    confidence: 'medium',
    cause:
      'The connection was closed inside the body, before its end: the producer crashed, its server ended it at a limit of its own, or a proxy on the way gave up on it.',
    fix: [
      '# Did it restart?',
      'kubectl get pods   # RESTARTS',
      'kubectl logs POD --previous',
      '# or a limit of a proxy, such as nginx:',
      'proxy_read_timeout 10m;',
      '# or of the server itself, Go: no WriteTimeout on streams',
      'http.NewResponseController(w).SetWriteDeadline(time.Time{})',
    ],
    source: 'live: node:http aborted, UND_ERR_SOCKET',
  },
  'streaming.gunicorn-timeout': {
    when: {
      'fault.type': ['stream.cut', 'stream.reset'],
      [header('server')]: /^gunicorn/i,
      'stream.total_ms': { between: [5000, 3_600_000] },
    },
    rank: 'before',
    confidence: 'medium',
    cause:
      'Most likely gunicorn killed the worker: a sync worker that streams for longer than --timeout (30 s by default) is taken for hung, and its stream is cut in the middle. Its log tells that from an exception of the application.',
    fix: [
      '# Its log says so: WORKER TIMEOUT',
      '# Workers that are not blocked by one stream:',
      'gunicorn --worker-class gevent app:app    # ASGI: uvicorn.workers.UvicornWorker',
      '# or longer than the longest stream:',
      'gunicorn --timeout 600 app:app',
    ],
    source: 'docs.gunicorn.org: settings, timeout; live: gunicorn 20.1',
  },
  'streaming.reset': {
    when: { 'fault.type': 'stream.reset' },
    confidence: 'medium',
    cause:
      'The connection was reset inside the body: a process was killed, or a firewall or balancer dropped the connection.',
    fix: ['kubectl get pods   # RESTARTS, OOMKilled', 'dmesg | grep -i "out of memory"'],
    source: 'live: ECONNRESET on read',
  },
  'streaming.page': {
    when: { 'fault.type': 'stream.not_a_stream' },
    confidence: 'medium',
    cause:
      'The path of the stream answers with a page, or with nothing to stream: the route leads to a front end or a login page, or is not deployed.',
    fix: [
      'curl -i https://{server.address}/PATH',
      '# Route the path to the application before the fallback to the page, nginx:',
      'location /api/ { proxy_pass http://app; }',
    ],
    source: html,
  },
  'streaming.nothing-to-stream': {
    when: { 'fault.type': 'stream.not_a_stream', [status]: 204 },
    confidence: 'high',
    cause: 'HTTP 204 tells a client of server-sent events to stop and not to reconnect.',
    fix: ['# Answer 200 with content-type: text/event-stream, even before the first event is known'],
    source: html,
  },
  'streaming.wrong-content-type': {
    when: { 'fault.type': 'stream.wrong_content_type' },
    confidence: 'medium',
    cause:
      'The stream has another content type than declared: EventSource refuses it, and proxies buffer what they do not know as a stream.',
    fix: ['# FastAPI', 'StreamingResponse(events(), media_type="text/event-stream")'],
    source: `${html}; cloudflared:connection/connection.go`,
  },
  'streaming.error-event': {
    when: { 'fault.type': 'stream.error_event' },
    confidence: 'medium',
    cause:
      'The application answered 200 and then reported an error inside the stream: what it depends on failed.',
    fix: [
      '# Its own words are in the transcript; the rest is in its log:',
      'kubectl logs deploy/NAME --since=5m',
    ],
    source: measured,
  },
  'streaming.malformed': {
    when: { 'fault.type': 'stream.malformed' },
    confidence: 'medium',
    cause: 'What came does not keep to the format of the stream: a line is no JSON, or an event never ends.',
    fix: ['curl -N https://{server.address}/PATH | head -c 2000 | cat -A'],
    source: 'measured with the parser of this project',
  },
  'streaming.wrong-event': {
    when: { 'fault.type': 'stream.wrong_event' },
    confidence: 'medium',
    cause:
      'An event of the stream is not as declared: another version of the application, or a declaration that is out of date.',
    fix: ['# Compare with what the transcript shows, and correct "each" in the configuration file'],
    source: measured,
  },
  'streaming.too-few-events': {
    when: { 'fault.type': 'stream.too_few_events' },
    confidence: 'medium',
    cause:
      'The stream ended in order with fewer events than declared: the producer had less to say, or what it depends on gave nothing.',
    fix: ['kubectl logs deploy/NAME --since=5m'],
    source: measured,
  },
  'streaming.too-few-in-time': {
    when: { 'fault.type': 'stream.too_few_events', 'stream.end': 'late' },
    confidence: 'high',
    cause:
      'The stream was still running when its time (`within`, else `timeout`) was over: it is slower than declared, or longer than that time.',
    fix: ['# Configuration file: the time that the whole stream may take', '- stream: PATH', '  within: 1m'],
    source: measured,
  },
  'streaming.not-resumed': {
    when: { 'fault.type': 'stream.not_resumed' },
    confidence: 'medium',
    cause:
      'A client that reconnects with Last-Event-ID does not go on where it was: the header is ignored or dropped, or events carry no ids.',
    fix: [
      '# Write an id with each event, and start after the one that the client names:',
      'id: 42',
      '# Python, FastAPI: request.headers.get("last-event-id")',
    ],
    source: html,
  },
  'streaming.slow': {
    when: { 'fault.type': 'stream.slow' },
    confidence: 'medium',
    cause:
      'The stream is right, and slower than declared: a cold start, an overloaded upstream, or too tight a limit.',
    fix: ['# Compare with a warm run; then raise first-event, max-gap or within in the configuration file'],
    source: measured,
  },
  'streaming.circuit-open': {
    when: {
      'fault.type': ['http.error', 'http.gateway_error'],
      'check.kind': ['stream', 'idle'],
      [status]: 503,
      'answer.after_ms': { between: [0, 300] },
      'origin.http': 'passed',
      'speaker.kind': { not: 'proxy' },
    },
    confidence: 'high',
    cause:
      'The stream is refused at once with 503 while health is well: an open circuit breaker in front of what the stream depends on.',
    fix: [
      '# Which upstream opened it, and is that up again?',
      'kubectl logs deploy/NAME --since=15m | grep -i "circuit\\|breaker\\|open"',
      '# It closes by itself after its reset time; wait for that before verifying:',
      'wait: 2m',
    ],
    source: 'RFC 9110 section 15.6.4; the case of this project',
  },
  'streaming.gateway-gave-up': {
    when: {
      'fault.type': 'http.gateway_error',
      'check.kind': 'stream',
      [status]: 504,
      'stream.headers.whole_seconds': { between: [1, 3600] },
      [header('server')]: { not: /^(nginx|awselb|envoy)/i },
    },
    confidence: 'medium',
    cause:
      'A gateway waited exactly {stream.headers.whole_seconds} s for the first byte of the stream, and answered 504 itself.',
    fix: [
      '# Send headers and a first comment at once, before the work begins:',
      ': ok',
      '# or raise the limit: nginx proxy_read_timeout, HAProxy timeout server, Envoy route timeout, ALB idle timeout',
    ],
    source: 'RFC 9110 section 15.6.5',
  },
})
