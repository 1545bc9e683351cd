/** Many clients at once: limits of proxies and servers, and applications that are right for one client only. */

import type { FaultType } from '../../../src/model/fault.ts'
import type { CrowdServerName } from '../broken-servers.ts'
import { concurrencyFails, type Expectation, passes, type Situation } from '../situation.ts'

const many = { connections: '60', timeout: '2s' } as const
const bare = /^200 \| ack$/
const websocketLocation = 'location /ws {\n    proxy_pass http://app;\n    proxy_read_timeout 1h;'

const conversation = `
    conversation:
      - send: { type: chat_message, content: hello, id: "{{id}}" }
      - receive: { type: ack, id: "{{id}}" }`
const declaring = (words: string): string =>
  `checks:\n  - health: /health\n  - concurrency: /ws\n    ${words}${conversation}\n`

const application = (backEnd: CrowdServerName, words: string, expect: Expectation): Situation => ({
  name: `an application that ${backEnd}: ${words}`,
  proxy: 'none',
  backEnd,
  config: declaring(words),
  bare,
  expect,
})
const wrong = (backEnd: CrowdServerName, words: string, type: FaultType, diagnosis: string | string[]) =>
  application(backEnd, words, concurrencyFails(type, { diagnosis }))

export const concurrencySituations: readonly Situation[] = [
  {
    name: 'nginx with room for all takes two thousand clients',
    proxy: 'nginx',
    around: [['worker_connections 512', 'worker_connections 8192']],
    inputs: { connections: '2000', timeout: '20s' },
    bare,
    expect: passes,
  },
  {
    name: 'HAProxy with room for all takes two thousand clients',
    proxy: 'haproxy',
    around: [['maxconn 512', 'maxconn 5000']],
    inputs: { connections: '2000', timeout: '20s' },
    bare,
    expect: passes,
  },
  {
    name: 'nginx has 64 worker_connections',
    proxy: 'nginx',
    around: [['worker_connections 512', 'worker_connections 64']],
    // One after the other: in a rush nginx drops others as well, sometimes in TLS and sometimes after it.
    config: declaring('connections: 60\n    over: 2s'),
    bare,
    expect: concurrencyFails('tls.closed', { diagnosis: 'tcp.connections-dropped' }),
  },
  {
    name: 'nginx takes twenty connections of one client at once',
    proxy: 'nginx',
    edits: [
      ['upstream app {', 'limit_conn_zone $binary_remote_addr zone=clients:1m;\n\nupstream app {'],
      [websocketLocation, `${websocketLocation}\n    limit_conn clients 20;`],
    ],
    inputs: many,
    bare,
    expect: concurrencyFails('ws.gateway_error', {
      diagnosis: 'upgrade.nginx-connection-limit',
      speaker: 'nginx',
    }),
  },
  {
    name: 'HAProxy takes twenty connections at once, and the others wait',
    proxy: 'haproxy',
    edits: [['frontend public\n', 'frontend public\n  maxconn 20\n']],
    // Those who wait fit into its backlog, which is as long as maxconn: more would not even be connected.
    config: declaring('connections: 32\n    over: 1s\n    timeout: 2s'),
    bare,
    expect: concurrencyFails('tls.timed_out', { diagnosis: 'tcp.connections-wait' }),
  },
  {
    name: 'HAProxy gives its server twenty clients at once, and the others queue',
    proxy: 'haproxy',
    edits: [
      ['server app1 127.0.0.1:8000 check', 'server app1 127.0.0.1:8000 maxconn 20'],
      ['timeout connect 5s', 'timeout connect 5s\n  timeout queue 300ms'],
    ],
    inputs: many,
    bare,
    expect: concurrencyFails('ws.gateway_error', {
      diagnosis: 'upgrade.haproxy-server-full',
      speaker: 'HAProxy',
    }),
  },
  {
    name: 'uvicorn may open forty files',
    proxy: 'none',
    backEnd: 'fastapi with forty descriptors',
    // Without bad clients: they would be answered with 500 meanwhile.
    inputs: { ...many, 'auth-required': 'false' },
    bare,
    expect: concurrencyFails('ws.upgrade_timed_out', { diagnosis: 'tcp.connections-wait' }),
  },
  {
    // Measured with uvicorn 0.17.6: the limit is for requests, and an upgrade goes past it.
    name: 'uvicorn --limit-concurrency 20 does not count WebSockets',
    proxy: 'none',
    backEnd: 'fastapi with --limit-concurrency 20',
    config: declaring('connections: 60').replace('  - health: /health\n', ''),
    bare,
    expect: passes,
  },
  application('answers every client', 'connections: 2000', passes),
  application('answers every client', 'messages: 20', passes),
  application('answers every client', 'over: 500ms\n    hold: 1s', passes),
  wrong('drops every third message', 'messages: 5', 'ws.reply_lost', 'messaging.reply-lost'),
  wrong('answers twice', 'messages: 5', 'ws.reply_duplicated', 'messaging.reply-duplicated'),
  wrong('answers the last message first', 'messages: 5', 'ws.reply_reordered', 'messaging.reply-reordered'),
  application('answers the last message first', 'messages: 5\n    ordered: false', passes),
  wrong(
    'says that it is full to whoever comes after the twentieth',
    'connections: 30',
    'ws.cut',
    'messaging.overloaded',
  ),
  wrong('forgets the twenty-first client without a word', 'connections: 30', 'ws.cut', [
    'messaging.cut',
    'messaging.cut-at-once',
  ]),
  wrong('closes whoever is idle for a second', 'hold: 2s', 'ws.cut', [
    'messaging.going-away',
    'messaging.cut',
  ]),
]
