/** Streams behind real proxies: passed on as they are made, collected, compressed, cut. */

import { request } from 'node:http'
import type { Edit } from '../guides.ts'
import type { ProxyName } from '../proxies.ts'
import { failed, fails, passes, type Situation, streamFails } from '../situation.ts'
import type { Stage } from '../stage.ts'

/** 12 events, a second in all. */
const paced = '/stream?events=12&pace=80'
const unhinted = `${paced}&hint=off`
const fastapi = '/events?count=12&pace=0.08'

const configOf = (path: string, words = ''): string =>
  `checks:\n  - health: /health\n  - stream: ${path}\n    until: "[DONE]"\n${words}`

interface Row extends Partial<Situation> {
  readonly name: string
  readonly path?: string
  /** Further words of the check, each a line with four blanks before it. */
  readonly words?: string
}

const on =
  (proxy: ProxyName | 'none') =>
  ({ path = unhinted, words = '', ...row }: Row): Situation => ({
    proxy,
    config: configOf(path, words),
    stream: path,
    bare: /^200 \| 200 stream$/,
    expect: passes,
    ...row,
  })

const nginx = on('nginx')
const haproxy = on('haproxy')
const apache = on('apache')
const caddy = on('caddy')
const varnish = on('varnish')
const direct = on('none')

const burst = /^200 \| 200 burst$/
const cut = /^200 \| 200 (stream|burst), cut$/
const location = '  location / {\n    proxy_pass http://app;\n'
const inLocation = (...lines: string[]): readonly Edit[] => [
  [location, `${location}${lines.map(line => `    ${line}\n`).join('')}`],
]
const buffered = (diagnosis: string, path?: string) => streamFails('stream.buffered', { diagnosis }, path)
const halfway = { backEnd: 'demo stream-hangs-midway', path: paced } as const
const unanswered = { backEnd: 'demo stream-hangs-before-headers', path: paced } as const

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

/** nchan keeps messages for those who come later. */
const publish =
  (...texts: string[]) =>
  async ({ url, plainUrl: _ }: Stage): Promise<void> => {
    const { request: requestSecure } = await import('node:https')
    for (const text of texts)
      await new Promise<void>((resolve, reject) => {
        const ask = url.startsWith('https') ? requestSecure : request
        const { port } = new URL(url)
        const options = { host: '127.0.0.1', port, path: '/pub', method: 'POST', agent: false }
        const asked = ask({ ...options, rejectUnauthorized: false }, answer => {
          answer.resume()
          answer.once('close', resolve)
        })
        asked.once('error', reject)
        asked.end(text)
      })
  }
const nchan = {
  args: ['-g', 'load_module /usr/lib/nginx/modules/ngx_nchan_module.so;'],
  prepare: publish('{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}'),
  stream: '/sub',
} as const
const channel = (...lines: string[]): readonly Edit[] => [
  [
    location,
    `  location = /pub { nchan_publisher; nchan_channel_id lab; nchan_message_buffer_length 20; }
  location = /sub {
    nchan_subscriber eventsource;
    nchan_channel_id lab;
    nchan_subscriber_first_message oldest;
${lines.map(line => `    ${line}\n`).join('')}  }
${location}`,
  ],
]
const feed = (words: string): string => `checks:\n  - health: /health\n  - stream: /sub\n${words}`

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

  nginx({ name: 'nginx heeds X-Accel-Buffering of the embedded service', path: paced }),
  nginx({
    name: 'nginx buffers what does not say X-Accel-Buffering',
    bare: burst,
    expect: buffered('streaming.nginx-buffering'),
  }),
  nginx({ name: 'nginx does not buffer: proxy_buffering off', edits: inLocation('proxy_buffering off;') }),
  nginx({
    name: 'nginx buffers FastAPI',
    ...{ backEnd: 'fastapi', path: fastapi },
    bare: burst,
    expect: buffered('streaming.nginx-buffering', '/events'),
  }),
  nginx({
    name: 'nginx heeds X-Accel-Buffering of FastAPI',
    backEnd: 'fastapi',
    path: `${fastapi}&hint=true`,
  }),
  nginx({
    name: 'nginx is told to ignore X-Accel-Buffering',
    path: paced,
    edits: inLocation('proxy_ignore_headers X-Accel-Buffering;'),
    bare: burst,
    expect: buffered('streaming.nginx-buffering'),
  }),
  nginx({
    name: 'nginx compresses and buffers: it buffers without compression as well',
    edits: inLocation('gzip on;', 'gzip_types text/event-stream;', 'gzip_min_length 1;', 'gzip_proxied any;'),
    bare: burst,
    expect: buffered('streaming.nginx-buffering'),
  }),
  nginx({
    name: 'nginx compresses and does not buffer: each event is flushed',
    edits: inLocation(
      ...['proxy_buffering off;', 'gzip on;', 'gzip_types text/event-stream;'],
      ...['gzip_min_length 1;', 'gzip_proxied any;'],
    ),
  }),
  nginx({
    name: 'nginx gives up on a stream that is silent',
    ...halfway,
    edits: inLocation('proxy_read_timeout 1s;'),
    bare: cut,
    expect: streamFails('stream.cut', { diagnosis: 'streaming.nginx-read-timeout' }),
  }),
  nginx({
    name: 'nginx gives up on a stream that never begins',
    ...unanswered,
    edits: inLocation('proxy_read_timeout 1s;'),
    bare: /^200 \| 504 burst$/,
    expect: streamFails('http.gateway_error', { diagnosis: 'http.nginx-upstream-slow' }),
  }),
  nginx({
    name: 'nginx without chunks gives up on a stream that is silent: the cut looks like an end',
    ...halfway,
    edits: inLocation('proxy_read_timeout 1s;', 'chunked_transfer_encoding off;'),
    bare: /^200 \| 200 (stream|burst)$/,
    expect: streamFails('stream.no_end_marker', {
      diagnosis: ['streaming.nginx-read-timeout', 'streaming.ended-by-close'],
      class: 'infrastructure',
    }),
  }),
  nginx({
    name: 'nginx loses the stream to a page',
    edits: inLocation('rewrite ^/stream /index.html break;', 'root html;').map(
      ([find, put]): Edit => [
        find,
        put.replace('    proxy_pass http://app;\n', '    if ($uri !~ ^/stream) { proxy_pass http://app; }\n'),
      ],
    ),
    files: { 'html/index.html': '<!doctype html><html><body><div id="root"></div></body></html>\n' },
    bare: /^200 \| 200 burst$/,
    expect: streamFails('stream.not_a_stream', { diagnosis: 'streaming.page' }),
  }),

  nginx({
    name: 'nginx buffers a stream that is made in no time: that is no mistake',
    path: '/stream?events=3&pace=5&hint=off',
    bare: burst,
  }),
  nginx({
    name: 'nginx refuses the body that starts a stream',
    path: paced,
    edits: inLocation('client_max_body_size 10;'),
    words: '    method: POST\n    body: { prompt: "Say hello", stream: true }\n',
    expect: streamFails('http.error', { diagnosis: 'http.nginx-request-too-large', class: 'infrastructure' }),
  }),
  nginx({
    name: 'nginx limits the rate of streams',
    edits: [
      ['map $http_upgrade', 'limit_req_zone lab zone=lab:1m rate=1r/m;\nmap $http_upgrade'],
      [
        location,
        `  location /stream {\n    limit_req zone=lab;\n    limit_req_status 429;\n    proxy_pass http://app;\n    proxy_buffering off;\n  }\n${location}`,
      ],
    ],
    expect: streamFails('http.error', { diagnosis: 'http.rate-limited', class: 'infrastructure' }),
  }),
  nginx({
    name: 'nginx redirects the stream to a login',
    edits: [
      [
        location,
        `  location /stream { return 302 https://login.lab.test/authorize?client_id=lab; }\n${location}`,
      ],
    ],
    bare: /^200 \| 302/,
    expect: streamFails('http.error', { diagnosis: 'auth.login-redirect', class: 'infrastructure' }),
  }),
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

  nginx({
    ...{ name: 'nchan feeds events, and stays open', ...nchan, edits: channel() },
    config: feed('    min-events: 4\n    format: sse\n'),
    bare: /^200 \| 200 burst, open$/,
  }),
  nginx({
    ...{ name: 'nchan goes on after Last-Event-ID', ...nchan, edits: channel() },
    config: feed('    min-events: 4\n    resume: true\n'),
    bare: /^200 \| 200 burst, open$/,
  }),
  nginx({
    ...{
      name: 'nchan ends its subscribers after a second',
      ...nchan,
      edits: channel('nchan_subscriber_timeout 1s;'),
    },
    config: feed('    until: "[DONE]"\n'),
    // It writes neither chunks nor a length.
    expect: fails(
      [],
      failed('stream:/sub', 'stream.no_end_marker', {
        diagnosis: 'streaming.ended-by-close',
        class: 'infrastructure',
      }),
    ),
  }),
]
