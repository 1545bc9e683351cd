/** What each proxy does to a stream, with the configuration of its guide and one edit away from it. The guides state it in these words. */

import type { Edit } from './guides.ts'
import type { ProxyName } from './proxies.ts'
import type { Effect } from './stepped-stream.ts'

export interface StreamRow {
  readonly proxy: ProxyName
  /** First cell of the row in the guide. */
  readonly says: string
  readonly edits: readonly Edit[]
  readonly effect: Effect
  /** Of the application. */
  readonly headers?: Readonly<Record<string, string>>
}

const unbuffered = '    proxy_buffering off;\n'
const beforeMap = (lines: string): Edit => ['map $http_upgrade', `${lines}\nmap $http_upgrade`]
const nginx: readonly Omit<StreamRow, 'proxy'>[] = [
  { says: '`proxy_buffering off;`', edits: [], effect: 'streams' },
  { says: 'no `proxy_buffering`, which is `on`', edits: [[unbuffered, '']], effect: 'buffers' },
  {
    says: 'no `proxy_buffering`, the application sends `X-Accel-Buffering: no`',
    edits: [[unbuffered, '']],
    headers: { 'x-accel-buffering': 'no' },
    effect: 'streams',
  },
  {
    says: '`gzip on; gzip_types *;` beside `proxy_buffering off;`',
    edits: [beforeMap('gzip on; gzip_types *;')],
    effect: 'streams, compressed',
  },
  {
    says: 'no `proxy_http_version 1.1;` beside `proxy_buffering off;`',
    edits: [['  proxy_http_version 1.1;\n', '']],
    effect: 'streams',
  },
  {
    says: '`proxy_read_timeout 1s;` and a silent second',
    edits: [['proxy_read_timeout 10m;', 'proxy_read_timeout 1s;']],
    effect: 'cut',
  },
]

const gzip = 'compression algo gzip'
const compressing: Edit = ['  default_backend app\n', `  ${gzip}\n  default_backend app\n`]
const serverTimeout = 'http-request set-timeout server 10m'
const haproxy: readonly Omit<StreamRow, 'proxy'>[] = [
  { says: 'the one above', edits: [], effect: 'streams' },
  { says: '`compression algo gzip`', edits: [compressing], effect: 'one late' },
  {
    says: '`compression algo gzip`, the application sends `Cache-Control: no-transform`',
    edits: [compressing],
    headers: { 'cache-control': 'no-transform' },
    effect: 'streams',
  },
  {
    says: '`compression algo gzip` with `compression type text/html application/json`',
    edits: [compressing, [gzip, `${gzip}\n  compression type text/html application/json`]],
    effect: 'streams',
  },
  {
    says: '`http-response wait-for-body time 5s`',
    edits: [['  option httpchk', '  http-response wait-for-body time 5s\n  option httpchk']],
    effect: 'buffers',
  },
  {
    says: '`http-request set-timeout server 1s` and a silent second',
    edits: [[serverTimeout, serverTimeout.replace('10m', '1s')]],
    effect: 'cut',
  },
]

const withModule = (name: string, line: string): Edit => {
  const load = (module: string) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so\n`
  return ['<VirtualHost *:80>', `${load('filter')}${load(name)}${line}\n<VirtualHost *:80>`]
}
const apache: readonly Omit<StreamRow, 'proxy'>[] = [
  { says: 'the one above', edits: [], effect: 'streams' },
  {
    says: '`AddOutputFilterByType DEFLATE text/event-stream`',
    edits: [withModule('deflate', 'AddOutputFilterByType DEFLATE text/event-stream')],
    effect: 'streams, compressed',
  },
  {
    says: '`SetOutputFilter DEFLATE`',
    edits: [withModule('deflate', 'SetOutputFilter DEFLATE')],
    effect: 'streams, compressed',
  },
  {
    says: '`SetOutputFilter BUFFER`',
    edits: [withModule('buffer', 'SetOutputFilter BUFFER')],
    effect: 'streams',
  },
  {
    says: '`timeout=1` on the `ProxyPass` and a silent second',
    edits: [['timeout=600', 'timeout=1']],
    effect: 'cut',
  },
]

const inProxy = (lines: string): Edit => [
  '\treverse_proxy 127.0.0.1:8000\n',
  `\treverse_proxy 127.0.0.1:8000 {\n${lines}\n\t}\n`,
]
const caddy: readonly Omit<StreamRow, 'proxy'>[] = [
  { says: 'the one above', edits: [], effect: 'streams' },
  {
    says: '`flush_interval -1` in the block of `reverse_proxy`',
    edits: [inProxy('\t\tflush_interval -1')],
    effect: 'streams',
  },
  {
    says: '`flush_interval 1m` in the block of `reverse_proxy`',
    edits: [inProxy('\t\tflush_interval 1m')],
    effect: 'streams',
  },
  {
    says: '`encode gzip`',
    edits: [['\treverse_proxy', '\tencode gzip\n\treverse_proxy']],
    effect: 'streams',
  },
  {
    says: '`buffer_responses` in the block of `reverse_proxy`',
    edits: [inProxy('\t\tbuffer_responses')],
    effect: 'buffers',
  },
  {
    says: '`read_timeout 1s` in `transport http` and a silent second',
    edits: [inProxy('\t\ttransport http {\n\t\t\tread_timeout 1s\n\t\t}')],
    effect: 'ends as if complete',
  },
]

const fetched = (line: string): Edit => [
  'sub vcl_pipe',
  `sub vcl_backend_response {\n  ${line}\n}\n\nsub vcl_pipe`,
]
const passing = '  if (req.url ~ "^/(health|api/)") {\n'
const varnish: readonly Omit<StreamRow, 'proxy'>[] = [
  { says: 'the one above', edits: [], effect: 'streams' },
  {
    says: '`return (pipe);` for the path of the stream',
    edits: [[passing, `  if (req.url ~ "^/api/chat/stream") {\n    return (pipe);\n  }\n${passing}`]],
    effect: 'streams',
  },
  {
    says: 'no `return (pass);` for the path of the stream',
    edits: [[`${passing}    return (pass);\n  }\n`, '']],
    effect: 'shared',
  },
  {
    says: '`set beresp.do_stream = false;`',
    edits: [fetched('set beresp.do_stream = false;')],
    effect: 'buffers',
  },
  { says: '`set beresp.do_gzip = true;`', edits: [fetched('set beresp.do_gzip = true;')], effect: 'buffers' },
  { says: '`set beresp.do_esi = true;`', edits: [fetched('set beresp.do_esi = true;')], effect: 'buffers' },
  {
    says: '`.between_bytes_timeout = 1s;` and a silent second',
    edits: [['.between_bytes_timeout = 10m;', '.between_bytes_timeout = 1s;']],
    effect: 'cut',
  },
]

export const streamRows: readonly StreamRow[] = Object.entries({
  nginx,
  haproxy,
  apache,
  caddy,
  varnish,
}).flatMap(([proxy, rows]) => rows.map(row => ({ proxy: proxy as ProxyName, ...row })))
