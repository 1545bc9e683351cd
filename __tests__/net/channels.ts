/** An open channel to a server that speaks in frames. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { targetOf } from '../../src/model/target.ts'
import type { SocketChannel } from '../../src/net/channel.ts'
import { upgrade } from '../../src/net/websocket.ts'
import { frame, type Handshake, opcodes, speaking } from './frames.ts'
import { createWire, startRaw } from './servers.ts'

interface Open extends AsyncDisposable {
  readonly channel: SocketChannel
  /** The other side's socket. */
  readonly there: Socket
}

export async function open(
  speak: (socket: Socket) => void = () => {},
  { first, signal, over }: { first?: Buffer; signal?: AbortSignal; over?: Handshake } = {},
): Promise<Open> {
  let there: Socket | null = null
  const server = await startRaw(
    speaking(
      socket => {
        there = socket
        speak(socket)
      },
      over,
      first,
    ),
  )
  const wire = createWire(signal ? { signal } : {})
  const url = new URL(`ws://127.0.0.1:${server.port}/ws`)
  const dialled = await wire.dial(targetOf(url), 0, 2000)
  assert.ok(dialled.ok)
  const request = { url, headers: {}, subprotocols: [], origin: null, timeoutMs: 2000 }
  const upgraded = await upgrade(dialled.connection, dialled.record, request, wire)
  assert.ok(upgraded.ok, JSON.stringify(upgraded))
  return {
    channel: upgraded.channel,
    there: there!,
    async [Symbol.asyncDispose]() {
      dialled.record[Symbol.dispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

export const text = (value: string) => frame(opcodes.text, value)

/** Waits until there is what `look` wants to see. */
export async function until(channel: SocketChannel, look: () => boolean): Promise<void> {
  const end = performance.now() + 5000
  while (!look() && performance.now() < end) await channel.changed(100)
  assert.ok(look(), 'it did not come')
}
