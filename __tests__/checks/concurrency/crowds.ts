/** Several clients at once against a server that answers as told. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { ConcurrencyOptions } from '../../../src/checks/concurrency.ts'
import { simpleConversation } from '../../../src/conversation/declare.ts'
import type { Issue } from '../../../src/model/credential.ts'
import type { Wire } from '../../../src/net/wire.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { type Behaviour, startSockets } from '../sockets.ts'

export const conversation = simpleConversation('{"id":"{{id}}"}', '{"id":"{{id}}"}')

export async function check(
  behaviour: Behaviour,
  options: Partial<ConcurrencyOptions>,
  {
    issue,
    timeoutMs = 800,
    pause = sleep,
  }: { issue?: Issue; timeoutMs?: number; pause?: Wire['pause'] } = {},
) {
  await using server = await startSockets(behaviour)
  const given = { connections: 3, conversation, ...options }
  const over = { timeoutMs, retries: 0, ...(issue && { credential: 'default' }) }
  const wire = createWire({}, { pause: async ms => void (await pause(ms)), ...(issue && { issue }) })
  const result = await runOne(plan('concurrency', `${server.url}/ws`, given, over), { wire })
  return { result, requests: server.requests, mostOpen: server.mostOpen }
}

type Result = Awaited<ReturnType<typeof check>>['result']
export const told = ({ outcome, fault, class: kind }: Result) => [outcome, fault?.type ?? null, kind]
export const claim = ({ assertions }: Result, name: string) => assertions.find(one => one.claim === name)

/** The number of a message on its connection, from 0. */
export function counting(answer: (socket: WebSocket, text: string, number: number) => void): Behaviour {
  const counts = new WeakMap<WebSocket, number>()
  return {
    onMessage(socket, text) {
      const number = counts.get(socket) ?? 0
      counts.set(socket, number + 1)
      answer(socket, text, number)
    },
  }
}
