/** Streams behind nginx, and those that its module nchan feeds. */

import { request } from 'node:http'
import type { Edit } from '../guides.ts'
import { failed, fails, type Situation, streamFails } from '../situation.ts'
import type { Stage } from '../stage.ts'
import { buffered, burst, cut, fastapi, halfway, on, paced, unanswered } from './stream-rows.ts'

const nginx = on('nginx')

const location = '  location / {\n    proxy_pass http://app;\n'
const inLocation = (...lines: string[]): readonly Edit[] => [
  [location, `${location}${lines.map(line => `    ${line}\n`).join('')}`],
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

export const nginxStreamSituations: readonly Situation[] = [
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
