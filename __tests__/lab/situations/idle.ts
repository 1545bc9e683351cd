/** Quiet WebSockets: proxies whose limit is shorter than the silence or longer, and pings that keep a connection open. */

import type { Edit } from '../guides.ts'
import { type Failed, failed, fails, passes, type Situation } from '../situation.ts'

/** Long enough for every limit below. */
const silent = (hold: string): string => `
environments:
  lab:
    url: https://staging.lab.test
    credential:
      jwt: { secret: $LAB_SECRET, claims: { aud: chat } }
checks:
  - health: /health
  - idle: /ws
    hold: ${hold}
    conversation:
      - send: { type: chat_message, content: still there, id: "{{id}}" }
      - receive: { type: ack, id: "{{id}}" }
`
const bare = /^200 \| ack$/
const right = { bare, config: silent('2s'), expect: passes } as const
/** The bare client speaks at once: it meets no limit. */
const wrong = (type: 'idle.closed' | 'idle.reset', diagnosis: string, speaker?: string) => {
  const expected: Pick<Failed, 'diagnosis' | 'speaker'> = speaker ? { diagnosis, speaker } : { diagnosis }
  return { bare, config: silent('4s'), expect: fails([], failed('idle:/ws', type, expected)) } as const
}

const withinApache = (line: string): readonly Edit[] => [
  ['  ProxyPreserveHost on\n', `  ProxyPreserveHost on\n  ${line}\n`],
]

export const idleSituations: readonly Situation[] = [
  { ...right, proxy: 'nginx', name: 'a quiet WebSocket through nginx: all is well' },
  { ...right, proxy: 'haproxy', name: 'a quiet WebSocket through HAProxy: all is well' },
  { ...right, proxy: 'apache', name: 'a quiet WebSocket through Apache: all is well' },
  { ...right, proxy: 'caddy', name: 'a quiet WebSocket through Caddy: all is well' },
  { ...right, proxy: 'varnish', name: 'a quiet WebSocket through Varnish: all is well' },
  { ...right, proxy: 'none', backEnd: 'fastapi', name: 'a quiet WebSocket to FastAPI: all is well' },
  {
    ...right,
    proxy: 'haproxy',
    name: 'a quiet WebSocket through HAProxy with a limit on half-closed connections: all is well',
    edits: [['timeout tunnel  1h', 'timeout tunnel  1h\n  timeout client-fin 1s']],
  },
  {
    ...right,
    proxy: 'none',
    backEnd: 'fastapi with pings',
    name: 'FastAPI pings a quiet WebSocket, and is answered: all is well',
  },
  {
    ...right,
    proxy: 'nginx',
    backEnd: 'fastapi with pings',
    name: 'the pings of FastAPI keep a quiet WebSocket open through nginx',
    edits: [['1h', '1s']],
  },
  {
    ...right,
    proxy: 'haproxy',
    backEnd: 'fastapi with pings',
    name: 'the pings of FastAPI keep a quiet WebSocket open through HAProxy',
    edits: [['timeout tunnel  1h', 'timeout tunnel  1s']],
  },

  {
    ...wrong('idle.closed', 'idle.nginx-read-timeout', 'nginx'),
    proxy: 'nginx',
    name: 'nginx cuts a quiet WebSocket: proxy_read_timeout',
    edits: [['1h', '1s']],
  },
  {
    ...wrong('idle.closed', 'idle.nginx-read-timeout', 'nginx'),
    proxy: 'nginx',
    backEnd: 'fastapi',
    name: 'nginx cuts a quiet WebSocket of FastAPI',
    edits: [['1h', '2s']],
  },
  {
    ...wrong('idle.closed', 'idle.silence-limit'),
    proxy: 'haproxy',
    name: 'HAProxy cuts a quiet WebSocket: timeout tunnel',
    edits: [['timeout tunnel  1h', 'timeout tunnel  1s']],
  },
  {
    ...wrong('idle.closed', 'idle.silence-limit'),
    proxy: 'haproxy',
    name: 'HAProxy cuts a quiet WebSocket: no timeout tunnel, so timeout client and server count',
    edits: [
      ['timeout client  60s', 'timeout client  1s'],
      ['timeout server  60s', 'timeout server  1s'],
      ['  timeout tunnel  1h\n', ''],
    ],
  },
  {
    ...wrong('idle.closed', 'idle.silence-limit'),
    proxy: 'apache',
    name: 'Apache cuts a quiet WebSocket: Timeout and timeout=',
    edits: [['timeout=3600', 'timeout=2'], ...withinApache('Timeout 2')],
  },
  {
    ...wrong('idle.closed', 'idle.varnish-pipe-timeout'),
    proxy: 'varnish',
    name: 'Varnish cuts a quiet WebSocket: pipe_timeout',
    args: ['-p', 'pipe_timeout=1'],
  },
  {
    ...wrong('idle.closed', 'idle.caddy-read-timeout', 'Caddy'),
    proxy: 'caddy',
    name: 'Caddy with a read_timeout before a quiet WebSocket',
    edits: [
      [
        '\treverse_proxy 127.0.0.1:8000\n',
        '\treverse_proxy 127.0.0.1:8000 {\n\t\ttransport http {\n\t\t\tread_timeout 1s\n\t\t}\n\t}\n',
      ],
    ],
  },
]
