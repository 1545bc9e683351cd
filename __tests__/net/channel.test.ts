/** Messages, pings and pongs, as they come and as they go. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open, text, until } from './channels.ts'
import { closeFrame, frame, onFrames, opcodes } from './frames.ts'

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
