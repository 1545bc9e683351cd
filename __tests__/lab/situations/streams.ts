/** Streams behind real proxies: passed on as they are made, collected, compressed, cut. */

import type { Edit } from '../guides.ts'
import { failed, fails, passes, type Situation, streamFails } from '../situation.ts'
import { nginxStreamSituations } from './nginx-streams.ts'
import { buffered, burst, cut, fastapi, halfway, on, paced, unanswered } from './stream-rows.ts'

const haproxy = on('haproxy')
const apache = on('apache')
const caddy = on('caddy')
const varnish = on('varnish')
const direct = on('none')

const proxying = '\treverse_proxy 127.0.0.1:8000\n'
const proxyingWith = (...lines: string[]): readonly Edit[] => [
  [proxying, `\treverse_proxy 127.0.0.1:8000 {\n${lines.map(line => `\t\t${line}\n`).join('')}\t}\n`],
]
const apacheModule = (name: string): Edit => [
  '<VirtualHost *:80>',
  `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n<VirtualHost *:80>`,
]
const inHost = (line: string): Edit => ['  ProxyPreserveHost on\n', `  ProxyPreserveHost on\n  ${line}\n`]
const vcl = (lines: string): readonly Edit[] => [
  ['sub vcl_recv {\n', `sub vcl_backend_response {\n  ${lines}\n}\n\nsub vcl_recv {\n`],
]

const agentRun = (delay: number): string => `checks:
  - health: /health
  - stream: /ws
    conversation:
      - send: { type: chat_message, content: hello, id: "{{id}}", delay: ${delay} }
    until: { type: agent_completed }
    within: 10s
`

export const streamSituations: readonly Situation[] = [
  direct({ name: 'the embedded service streams' }),
  direct({ name: 'FastAPI streams', backEnd: 'fastapi', path: fastapi }),
  direct({
    name: 'FastAPI streams JSON lines',
    backEnd: 'fastapi',
    path: `${fastapi}&kind=application/x-ndjson`,
  }),
  direct({
    name: "Starlette's GZipMiddleware compresses the stream without a flush",
    backEnd: 'fastapi with gzip',
    path: fastapi,
    bare: /^200 \| 200 /,
    expect: buffered('streaming.compression-without-flush', '/events'),
  }),
  direct({
    name: 'the stream goes on after Last-Event-ID',
    path: paced,
    words: '    resume: true\n',
  }),
  direct({
    name: 'FastAPI ignores Last-Event-ID',
    backEnd: 'fastapi',
    path: fastapi,
    words: '    resume: true\n',
    expect: streamFails('stream.not_resumed', { diagnosis: 'streaming.not-resumed' }, '/events'),
  }),
  direct({
    ...{ name: 'only the stream hangs', ...unanswered },
    bare: /^200 \| silent$/,
    expect: streamFails('stream.no_headers', { diagnosis: 'streaming.hangs-alone' }),
  }),

  ...nginxStreamSituations,

  haproxy({
    name: 'HAProxy turns streams away for a while',
    edits: [
      [
        '  default_backend app\n',
        '  http-request return status 503 content-type text/plain string "busy" hdr Retry-After 30 if { path_beg /stream }\n  default_backend app\n',
      ],
    ],
    bare: /^200 \| 503/,
    expect: streamFails('http.gateway_error', { diagnosis: 'streaming.circuit-open' }),
  }),
  haproxy({ name: 'HAProxy streams' }),
  haproxy({ name: 'HAProxy streams FastAPI', backEnd: 'fastapi', path: fastapi }),
  haproxy({
    name: 'HAProxy compresses, and flushes each event',
    edits: [
      ['backend app\n', 'backend app\n  compression algo gzip\n  compression type text/event-stream\n'],
    ],
  }),
  haproxy({
    name: 'HAProxy gives up on a stream that is silent',
    ...halfway,
    edits: [['timeout server  60s', 'timeout server  1s']],
    bare: cut,
    expect: streamFails('stream.cut', { diagnosis: 'streaming.cut-in-silence' }),
  }),
  haproxy({
    name: 'HAProxy gives up on a stream that never begins',
    ...unanswered,
    edits: [['timeout server  60s', 'timeout server  1s']],
    bare: /^200 \| 504 burst$/,
    expect: streamFails('http.gateway_error', {
      diagnosis: 'http.haproxy-slow',
      speaker: 'HAProxy',
    }),
  }),

  apache({ name: 'Apache streams' }),
  apache({ name: 'Apache streams FastAPI', backEnd: 'fastapi', path: fastapi }),
  apache({
    name: 'Apache compresses with mod_deflate, and flushes each event',
    edits: [
      apacheModule('filter'),
      apacheModule('deflate'),
      inHost('AddOutputFilterByType DEFLATE text/event-stream'),
    ],
  }),
  apache({
    name: 'Apache has mod_buffer, which passes on what is flushed',
    edits: [apacheModule('buffer'), inHost('SetOutputFilter BUFFER')],
  }),
  apache({
    name: 'Apache sends the stream through a filter that collects it',
    edits: [
      apacheModule('ext_filter'),
      [
        '<VirtualHost *:80>',
        'ExtFilterDefine rewrite mode=output cmd="/bin/sed s/http:/https:/"\n<VirtualHost *:80>',
      ],
      inHost('SetOutputFilter rewrite'),
    ],
    bare: burst,
    expect: streamFails('stream.buffered', {
      diagnosis: ['streaming.apache-buffering', 'streaming.buffered'],
    }),
  }),
  apache({
    name: 'Apache gives up on a stream that is silent',
    ...halfway,
    edits: [inHost('ProxyTimeout 1')],
    bare: cut,
    expect: streamFails('stream.cut', {
      diagnosis: ['streaming.apache-timeout', 'streaming.cut-in-silence'],
    }),
  }),

  caddy({ name: 'Caddy streams' }),
  caddy({ name: 'Caddy streams FastAPI', backEnd: 'fastapi', path: fastapi }),
  caddy({
    name: 'Caddy compresses, and flushes each event',
    edits: [[proxying, `\tencode gzip\n${proxying}`]],
  }),
  caddy({
    name: 'Caddy is told to buffer',
    edits: proxyingWith('buffer_responses'),
    bare: burst,
    expect: buffered('streaming.caddy-buffering'),
  }),
  caddy({
    name: 'Caddy flushes JSON lines of no length at once',
    ...{ backEnd: 'fastapi', path: `${fastapi}&kind=application/x-ndjson` },
    edits: proxyingWith('flush_interval 10s'),
  }),

  varnish({ name: 'Varnish streams' }),
  varnish({
    name: 'Varnish is told not to stream',
    edits: vcl('set beresp.do_stream = false;'),
    bare: burst,
    expect: streamFails('stream.buffered', {
      diagnosis: ['streaming.varnish-buffering', 'streaming.collected'],
    }),
  }),
  varnish({
    name: 'Varnish compresses without a flush',
    edits: vcl('set beresp.do_gzip = true;'),
    bare: /^200 \| 200 /,
    expect: buffered('streaming.varnish-compressed'),
  }),
  varnish({
    name: 'Varnish gives up on a stream that is silent',
    ...halfway,
    edits: [['.between_bytes_timeout = 10m;', '.between_bytes_timeout = 1s;']],
    bare: cut,
    expect: streamFails('stream.cut', { diagnosis: 'streaming.varnish-between-bytes' }),
  }),

  {
    ...{ name: 'an agent run as a stream of messages behind HAProxy', proxy: 'haproxy', backEnd: 'fastapi' },
    ...{ config: agentRun(0), bare: /^200 \| ack$/, expect: passes },
  },
  {
    ...{ name: 'HAProxy ends a quiet stream of messages', proxy: 'haproxy', backEnd: 'fastapi' },
    edits: [['timeout tunnel  1h', 'timeout tunnel  2s']],
    ...{ config: agentRun(4), client: { delay: 4 }, bare: /^200 \| closed 1006$/ },
    expect: fails(
      [],
      failed('stream:/ws', 'ws.cut', {
        diagnosis: ['messaging.cut-to-the-second', 'messaging.proxy-timeout'],
      }),
    ),
  },
]
