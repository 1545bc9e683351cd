/** How a connection ends: closes, violations, limits, and what is known afterwards. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { open, text, until } from './channels.ts'
import { closeFrame, frame, onFrames, opcodes } from './frames.ts'

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
