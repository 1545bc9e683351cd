import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { targetOf } from '../../src/model/target.ts'
import type { SocketChannel } from '../../src/net/channel.ts'
import { upgrade } from '../../src/net/websocket.ts'
import { closeFrame, frame, type Handshake, onFrames, opcodes, speaking } from './frames.ts'
import { createWire, startRaw } from './servers.ts'

interface Open extends AsyncDisposable {
  readonly channel: SocketChannel
  /** The other side's socket. */
  readonly there: Socket
}

async function open(
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

const text = (value: string) => frame(opcodes.text, value)

/** Waits until there is what `look` wants to see. */
async function until(channel: SocketChannel, look: () => boolean): Promise<void> {
  const end = performance.now() + 5000
  while (!look() && performance.now() < end) await channel.changed(100)
  assert.ok(look(), 'it did not come')
}

test('messages that come in the same packet as the 101 are kept', async () => {
  await using opened = await open(undefined, { first: Buffer.concat([text('one'), text('two')]) })
  const { channel } = opened
  await until(channel, () => channel.messages.length === 2)
  assert.deepEqual(
    channel.messages.map(m => m.data),
    ['one', 'two'],
  )
})

test('a close in the same packet as the 101 is known, with the messages before it', async () => {
  await using opened = await open(undefined, {
    first: Buffer.concat([text('bye'), closeFrame(4401, 'go away')]),
  })
  const { channel } = opened
  await until(channel, () => channel.closed !== null)
  assert.deepEqual([channel.closed?.code, channel.closed?.reason], [4401, 'go away'])
  assert.deepEqual(channel.messages[0]?.data, 'bye')
})

test('text is text, binary is bytes, and fragments are one message', async () => {
  await using opened = await open(socket => {
    socket.write(frame(opcodes.binary, Buffer.from([0, 255])))
    socket.write(frame(opcodes.text, 'grüß ', { fin: false }))
    socket.write(frame(opcodes.ping, 'in between'))
    socket.write(frame(opcodes.continuation, 'dich 👋'))
  })
  const { channel } = opened
  await until(channel, () => channel.messages.length === 2)
  assert.deepEqual(Buffer.from(channel.messages[0]!.data as Uint8Array), Buffer.from([0, 255]))
  assert.equal(channel.messages[1]?.data, 'grüß dich 👋')
})

test('times are milliseconds since the connection was open, and never go back', async () => {
  await using opened = await open(socket => {
    socket.write(text('a'))
    setTimeout(() => socket.write(text('b')), 30)
  })
  const { channel } = opened
  await until(channel, () => channel.messages.length === 2)
  const [a, b] = channel.messages
  assert.ok(a!.atMs >= 0 && a!.atMs <= b!.atMs && b!.atMs <= channel.now())
})

test('what is sent arrives as it is: text as text, bytes as binary', async () => {
  const frames: { opcode: number; payload: Buffer }[] = []
  await using opened = await open(socket => onFrames(socket, f => frames.push(f)))
  assert.ok((await opened.channel.send('grüß dich')).ok)
  assert.ok((await opened.channel.send(Buffer.from([0, 1, 255]))).ok)
  await opened.channel.close()
  assert.deepEqual(
    frames.slice(0, 2).map(f => [f.opcode, f.payload.toString('latin1')]),
    [
      [opcodes.text, Buffer.from('grüß dich').toString('latin1')],
      [opcodes.binary, '\x00\x01\xff'],
    ],
  )
})

test('a ping is answered by the pong with its payload', async () => {
  await using opened = await open(socket =>
    onFrames(socket, ({ opcode, payload }) => {
      if (opcode === opcodes.ping) socket.write(frame(opcodes.pong, payload))
    }),
  )
  const pong = await opened.channel.ping('payload ü', 2000)
  assert.ok(pong.ok && pong.value >= 0)
})

test('a pong with another payload is not ours', async () => {
  await using opened = await open(socket =>
    onFrames(socket, ({ opcode }) => {
      if (opcode === opcodes.ping) socket.write(frame(opcodes.pong, 'somebody else'))
    }),
  )
  const pong = await opened.channel.ping('ours', 80)
  assert.equal(pong.ok ? null : pong.fault.type, 'ws.pong_missing')
})

test('a server that answers every ping with an empty pong, as uWSGI does, is alive', async () => {
  const pings: string[] = []
  await using opened = await open(socket =>
    onFrames(socket, ({ opcode, payload }) => {
      if (opcode !== opcodes.ping) return
      pings.push(payload.toString())
      socket.write(frame(opcodes.pong, ''))
    }),
  )
  const pong = await opened.channel.ping('ours', 2000)
  assert.ok(pong.ok)
  assert.deepEqual([pings, opened.channel.emptyPongs], [['ours', 'ours'], true])
})

test('one empty pong that nobody asked for, as .NET sends them, does not count for our ping', async () => {
  await using opened = await open(socket => {
    let answered = false
    onFrames(socket, ({ opcode }) => {
      if (opcode !== opcodes.ping || answered) return
      answered = true
      socket.write(frame(opcodes.pong, ''))
    })
  })
  const pong = await opened.channel.ping('ours', 150)
  assert.equal(pong.ok ? null : pong.fault.type, 'ws.pong_missing')
  assert.equal(opened.channel.emptyPongs, false)
})

test('an unasked pong before our ping does not count for it', async () => {
  await using opened = await open(undefined, { first: frame(opcodes.pong, 'ours') })
  const pong = await opened.channel.ping('ours-2', 80)
  assert.equal(pong.ok ? null : pong.fault.type, 'ws.pong_missing')
})

test('pongs that come in another order find their pings', async () => {
  const pings: Buffer[] = []
  await using opened = await open(socket =>
    onFrames(socket, ({ opcode, payload }) => {
      if (opcode !== opcodes.ping) return
      pings.push(payload)
      if (pings.length === 2) for (const ping of pings.toReversed()) socket.write(frame(opcodes.pong, ping))
    }),
  )
  const pongs = await Promise.all([opened.channel.ping('first', 2000), opened.channel.ping('second', 2000)])
  assert.ok(pongs.every(pong => pong.ok))
})

test('a connection that ends while a pong is awaited is ws.cut', async () => {
  await using opened = await open(socket => onFrames(socket, () => socket.destroy()))
  const pong = await opened.channel.ping('ours', 60_000)
  assert.equal(pong.ok ? null : pong.fault.type, 'ws.cut')
})

test('a run that ends while a pong is awaited says so', async () => {
  const controller = new AbortController()
  await using opened = await open(undefined, { signal: controller.signal })
  const pinging = opened.channel.ping('ours', 60_000)
  controller.abort('deadline')
  const pong = await pinging
  assert.equal(pong.ok ? null : pong.fault.type, 'runner.deadline')
  assert.equal(opened.channel.aborted, true)
})

const closes: readonly (readonly [
  name: string,
  end: (socket: Socket) => void,
  code: number,
  reason: string,
])[] = [
  ['1000', s => s.write(closeFrame(1000, 'done')), 1000, 'done'],
  ['1008 with a reason', s => s.write(closeFrame(1008, 'policy')), 1008, 'policy'],
  ['4403', s => s.write(closeFrame(4403)), 4403, ''],
  ['1012', s => s.write(closeFrame(1012, 'restart')), 1012, 'restart'],
  ['a close frame without a code', s => s.write(frame(opcodes.close)), 1005, ''],
  ['a FIN without a close frame', s => s.end(), 1006, ''],
  ['a reset', s => s.resetAndDestroy(), 1006, ''],
]
for (const [name, end, code, reason] of closes)
  test(`an end by ${name} is known as ${code}`, async () => {
    await using opened = await open(end)
    const { channel } = opened
    await until(channel, () => channel.closed !== null)
    assert.deepEqual(
      [channel.closed?.code, channel.closed?.reason, channel.closed?.fault],
      [code, reason, null],
    )
  })

const violations: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a masked frame', frame(opcodes.text, 'x', { masked: true })],
  ['a reserved bit', frame(opcodes.text, 'x', { rsv: 4 })],
  ['an opcode that does not exist', frame(3, 'x')],
  ['text that is no UTF-8', frame(opcodes.text, Buffer.from([0xc3, 0x28]))],
  ['a continuation of nothing', frame(opcodes.continuation, 'x')],
  ['a fragmented ping', frame(opcodes.ping, 'x', { fin: false })],
  ['a ping longer than 125 bytes', frame(opcodes.ping, 'x'.repeat(126))],
  [
    'a new message within a fragmented one',
    Buffer.concat([frame(opcodes.text, 'a', { fin: false }), text('b')]),
  ],
  ['a close code that must not be sent', closeFrame(1006)],
  ['a close code out of range', closeFrame(999)],
  ['a close frame of one byte', frame(opcodes.close, 'x')],
]
for (const [name, bytes] of violations)
  test(`${name} ends the connection as a violation of the protocol`, async () => {
    await using opened = await open(socket => void socket.write(bytes))
    const { channel } = opened
    await until(channel, () => channel.closed !== null)
    assert.equal(channel.closed?.fault?.type, 'ws.protocol_error')
    assert.match(String(channel.closed?.fault?.code), /^WS_ERR_/)
  })

test('a message of more than 16 MiB ends the connection, and is told from a violation', async () => {
  await using opened = await open(socket => {
    socket.write(frame(opcodes.binary, Buffer.alloc(16 * 1024 * 1024 + 1)))
  })
  const { channel } = opened
  await until(channel, () => channel.closed !== null)
  assert.equal(channel.closed?.fault?.type, 'ws.message_too_large')
})

test('messages before a violation are kept', async () => {
  await using opened = await open(socket => void socket.write(Buffer.concat([text('good'), frame(3, 'bad')])))
  const { channel } = opened
  await until(channel, () => channel.closed !== null)
  assert.equal(channel.messages[0]?.data, 'good')
})

test('a mailbox holds 10,000 messages, and lets the rest go', { timeout: 20_000 }, async () => {
  const flood = Buffer.concat(Array.from({ length: 10_500 }, () => text('x')))
  await using opened = await open(socket => void socket.write(Buffer.concat([flood, closeFrame(1000)])))
  const { channel } = opened
  await until(channel, () => channel.closed !== null)
  assert.equal(channel.messages.length, 10_000)
})

test('a mailbox holds 32 MiB, and lets the rest go', { timeout: 20_000 }, async () => {
  const big = frame(opcodes.binary, Buffer.alloc(10 * 1024 * 1024))
  await using opened = await open(
    socket => void socket.write(Buffer.concat([big, big, big, big, big, closeFrame(1000)])),
  )
  const { channel } = opened
  await until(channel, () => channel.closed !== null)
  assert.equal(channel.messages.length, 3)
})

test('a close is answered, and waits for the other side’s', async () => {
  await using opened = await open(socket =>
    onFrames(socket, ({ opcode, payload }) => {
      if (opcode === opcodes.close) socket.end(frame(opcodes.close, payload))
    }),
  )
  await opened.channel.close()
  assert.equal(opened.channel.closed?.code, 1000)
  await opened.channel.close()
})

test('a close that nobody answers is left after a grace', { timeout: 10_000 }, async () => {
  await using opened = await open()
  await opened.channel.close()
  assert.equal(opened.channel.closed, null)
})

test('a close that nobody answers does not outlive the run', { timeout: 10_000 }, async () => {
  const controller = new AbortController()
  await using opened = await open(undefined, { signal: controller.signal })
  const closing = opened.channel.close()
  controller.abort()
  await closing
})

test('what cannot be sent any more is ws.cut, and how it ended is known', async () => {
  await using opened = await open(socket => socket.write(closeFrame(4401)))
  const { channel } = opened
  await until(channel, () => channel.closed !== null)
  const sent = await channel.send('late')
  assert.equal(sent.ok ? null : sent.fault.type, 'ws.cut')
  const pong = await channel.ping('late', 1000)
  assert.equal(pong.ok ? null : pong.fault.type, 'ws.cut')
  assert.equal(channel.closed?.code, 4401)
})

test('waiting for a change ends with its time, with the run, and at once when the connection is closed', async () => {
  const controller = new AbortController()
  await using opened = await open(undefined, { signal: controller.signal })
  const { channel, there } = opened
  await channel.changed(20)
  await channel.changed(0)
  const waiting = channel.changed(600_000)
  there.write(text('x'))
  await waiting
  const cancelled = channel.changed(600_000)
  controller.abort()
  await cancelled
  await channel.changed(600_000)
})
