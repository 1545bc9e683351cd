/** Quiet streams over HTTP: proxies whose limit is shorter than the silence or longer, and heartbeats that keep them open. */

import type { Edit } from '../guides.ts'
import { environment, type Failed, failed, fails, passes, type Situation } from '../situation.ts'

/** An event at once, and the next one later than anybody here waits. */
const embedded = '/stream?events=100&pace=9000'
const fastapi = '/quiet'
const beating = '/quiet?comments=0.4'

const held = (path: string, hold: string): string => `${environment}
checks:
  - health: /health
  - idle: ${path}
    method: GET
    hold: ${hold}
`
/** Nothing more came: the bare client gives up after 2.5 s of silence, or in all. */
const open = /^200 \| (silent|200 (burst|stream), open)$/
const cut = /^200 \| 200 burst, cut$/
const right = (path = embedded) =>
  ({ stream: path, bare: open, config: held(path, '2s'), expect: passes }) as const
const wrong = (
  diagnosis: string,
  {
    path = embedded,
    type = 'idle.closed',
    ...more
  }: Partial<Pick<Failed, 'type' | 'class'>> & { path?: string } = {},
) =>
  ({
    ...{ stream: path, bare: cut, config: held(path, '4s') },
    expect: fails([], failed(`idle:${path.replace(/\?.*/, '')}`, type, { diagnosis, ...more })),
  }) as const

const location = '  location / {\n    proxy_pass http://app;\n'
const nginxLimit: readonly Edit[] = [[location, `${location}    proxy_read_timeout 1s;\n`]]
const haproxyLimit: readonly Edit[] = [['timeout server  60s', 'timeout server  1s']]
const apacheLimit: readonly Edit[] = [
  ['  ProxyPreserveHost on\n', '  ProxyPreserveHost on\n  ProxyTimeout 1\n'],
]
const caddyLimit: readonly Edit[] = [
  [
    '\treverse_proxy 127.0.0.1:8000\n',
    '\treverse_proxy 127.0.0.1:8000 {\n\t\ttransport http {\n\t\t\tread_timeout 1s\n\t\t}\n\t}\n',
  ],
]
const varnishLimit: readonly Edit[] = [['.between_bytes_timeout = 10m;', '.between_bytes_timeout = 1s;']]
const viaFastapi = { backEnd: 'fastapi' } as const

export const idleStreamSituations: readonly Situation[] = [
  { ...right(), proxy: 'none', name: 'a quiet stream of the embedded service: all is well' },
  { ...right(fastapi), ...viaFastapi, proxy: 'none', name: 'a quiet stream of FastAPI: all is well' },
  { ...right(), proxy: 'nginx', name: 'a quiet stream through nginx: all is well' },
  { ...right(), proxy: 'haproxy', name: 'a quiet stream through HAProxy: all is well' },
  { ...right(), proxy: 'apache', name: 'a quiet stream through Apache: all is well' },
  { ...right(), proxy: 'caddy', name: 'a quiet stream through Caddy: all is well' },
  { ...right(), proxy: 'varnish', name: 'a quiet stream through Varnish: all is well' },
  {
    ...{ ...right(beating), ...viaFastapi, proxy: 'nginx', edits: nginxLimit },
    name: 'the comments of FastAPI keep a quiet stream open through nginx',
  },
  {
    ...{ ...right(beating), ...viaFastapi, proxy: 'haproxy', edits: haproxyLimit },
    name: 'the comments of FastAPI keep a quiet stream open through HAProxy',
  },

  {
    ...{ ...wrong('idle.stream-nginx-read-timeout'), proxy: 'nginx', edits: nginxLimit },
    name: 'nginx cuts a quiet stream: proxy_read_timeout',
  },
  {
    ...{ ...wrong('idle.stream-nginx-read-timeout', { path: fastapi }), ...viaFastapi },
    ...{ proxy: 'nginx', edits: nginxLimit },
    name: 'nginx cuts a quiet stream of FastAPI',
  },
  {
    ...{ ...wrong('idle.stream-silence-limit'), proxy: 'haproxy', edits: haproxyLimit },
    name: 'HAProxy cuts a quiet stream: timeout server',
  },
  {
    ...{ ...wrong('idle.stream-silence-limit', { path: fastapi }), ...viaFastapi },
    ...{ proxy: 'haproxy', edits: haproxyLimit },
    name: 'HAProxy cuts a quiet stream of FastAPI',
  },
  {
    ...{ ...wrong('idle.stream-silence-limit'), proxy: 'apache', edits: apacheLimit },
    name: 'Apache cuts a quiet stream: ProxyTimeout',
  },
  {
    ...{ ...wrong('idle.stream-varnish-between-bytes'), proxy: 'varnish', edits: varnishLimit },
    name: 'Varnish cuts a quiet stream: between_bytes_timeout',
  },
  {
    ...wrong('idle.stream-caddy-read-timeout', { type: 'idle.ended', class: 'infrastructure' }),
    ...{ proxy: 'caddy', edits: caddyLimit, bare: /^200 \| 200 burst$/ },
    name: 'Caddy ends a quiet stream in order: read_timeout',
  },
  {
    ...{ ...wrong('idle.stream-ended', { path: '/events', type: 'idle.ended' }), ...viaFastapi },
    ...{ proxy: 'none', bare: /^200 \| 200 stream$/ },
    name: 'a stream of FastAPI that ends by itself does not stay open',
  },
]
