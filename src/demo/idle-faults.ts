/** The ways to end a quiet WebSocket, and a quiet stream. */

import { expect, type FaultRow } from './fault-row.ts'
import { resetSocket } from './reset.ts'
import { streamTokens } from './stream.ts'
import { afterSilence, atAge, quietMs } from './time-limits.ts'

/** A silence that is longer than the service bears. */
const idleChecks = `checks:
  - health: /health
  - idle: /ws
    hold: ${2 * quietMs}ms
    conversation:
      - send: { type: ping, id: "{{id}}" }
      - receive: { type: pong, id: "{{id}}" }
`

/** Events that are further apart than a proxy bears. */
const quietStreamChecks = `checks:
  - health: /health
  - idle: /stream?events=9&pace=${8 * quietMs}
    method: GET
    hold: ${2 * quietMs}ms
`

const sayNothing = () => {}

export const idleFaults = {
  'idle-cut': {
    summary: 'a proxy cuts WebSockets on which nothing was sent for a second',
    expected: expect('idle', 'idle.closed'),
    breaks: { guard: afterSilence((_websocket, socket) => socket.end()) },
    checks: idleChecks,
  },
  'idle-reset': {
    summary: 'a WebSocket on which nothing was sent for a second is reset',
    expected: expect('idle', 'idle.reset'),
    breaks: { guard: afterSilence((_websocket, socket) => resetSocket(socket)) },
    checks: idleChecks,
  },
  'idle-close-1001': {
    summary: 'the application closes WebSockets with 1001 after a second of silence',
    expected: expect('idle', 'idle.ended'),
    breaks: { guard: afterSilence(websocket => websocket.close(1001, 'idle for too long')) },
    checks: idleChecks,
  },
  'absolute-cut': {
    summary: 'a proxy cuts every WebSocket a second after it was opened, busy or not',
    expected: expect('idle', 'idle.closed'),
    breaks: { guard: atAge((_websocket, socket) => socket.end()) },
    checks: idleChecks,
  },
  'dead-after-idle': {
    summary: 'after a second of silence nothing gets through any more, and nobody is told',
    expected: expect('idle', 'idle.unanswered'),
    breaks: {
      guard: afterSilence((_websocket, socket) => {
        socket.removeAllListeners('data')
        socket.on('data', sayNothing)
      }),
    },
    checks: idleChecks,
  },
  'idle-stream-cut': {
    summary: 'a proxy cuts streams over HTTP of which nothing came for a second',
    expected: expect('idle', 'idle.closed'),
    breaks: { stream: streamTokens('cut-in-silence') },
    checks: quietStreamChecks,
  },
} as const satisfies Record<string, FaultRow>
