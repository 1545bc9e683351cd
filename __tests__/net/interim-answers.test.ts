/** Interim answers that nobody asked for, on real sockets, read whole and read as a stream. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { targetOf } from '../../src/model/target.ts'
import { exchange } from '../../src/net/http.ts'
import { createContinueMask } from '../../src/net/interim-answers.ts'
import { readStream } from '../../src/net/stream.ts'
import { createWire, startRaw } from './servers.ts'

const proceed = 'HTTP/1.1 100 Continue\r\n\r\n'
const processing = 'HTTP/1.1 102 Processing\r\n\r\n'
const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n'
const final = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngood'

/** What both ways of reading say: the status, or the type of the fault. */
async function read(...pieces: readonly string[]): Promise<readonly unknown[]> {
  const answer = async (socket: Socket) => {
    socket.setNoDelay(true)
    for (const piece of pieces) {
      socket.write(piece)
      await pause(30)
    }
    socket.end()
  }
  await using server = await startRaw(socket => socket.once('data', () => void answer(socket)))
  const url = new URL(`http://127.0.0.1:${server.port}/`)
  const wire = createWire()
  const request = { url, method: 'GET', headers: {}, body: null }
  const seen: unknown[] = []
  {
    const { record, ...dialled } = await wire.dial(targetOf(url), 0, 5000)
    using _ = record
    assert.ok(dialled.ok)
    const tried = await exchange(dialled.connection, record, { ...request, timeoutMs: 5000 }, wire)
    seen.push(tried.ok ? [tried.value.status, Buffer.from(tried.value.body).toString()] : tried.fault.type)
  }
  const { record, ...dialled } = await wire.dial(targetOf(url), 0, 5000)
  using _ = record
  assert.ok(dialled.ok)
  let status = 0
  let body = ''
  const end = await readStream(dialled.connection, record, request, wire, {
    onHead: head => {
      status = head.status
    },
    onBytes: bytes => {
      body += Buffer.from(bytes).toString()
      return true
    },
    deadlineMs: () => 5000,
  })
  seen.push(end.fault ? end.fault.type : [status, body])
  return seen
}

const good = [
  [200, 'good'],
  [200, 'good'],
]
const rows: Readonly<Record<string, readonly string[]>> = {
  'a 100': [proceed, final],
  'a 100 in one piece with it': [proceed + final],
  'a 100 with header fields': ['HTTP/1.1 100 Continue\r\ndate: today\r\nx: 100\r\n\r\n', final],
  'a 100 without words': ['HTTP/1.1 100\r\n\r\n', final],
  'a 100 cut between its digits': ['HTTP/1.1 10', '0 Continue\r\n\r', `\n${final}`],
  'a 102': [processing, final],
  'a 103': [hints, final],
  'a 103, a 100 and another 100': [hints + proceed, proceed + final],
}
for (const [name, pieces] of Object.entries(rows))
  test(`${name} before the answer is passed over`, async () => {
    assert.deepEqual(await read(...pieces), good)
  })

for (const [name, piece] of Object.entries({ 'a 100': proceed, 'a 103': hints }))
  test(`${name} alone, and then the end, is no answer`, async () => {
    assert.deepEqual(await read(piece), ['http.response.closed', 'http.response.closed'])
  })

test('a body that looks like an interim answer is left as it is', async () => {
  const body = `\r\n\r\n${proceed}`
  const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  assert.deepEqual(await read(proceed + answer), [
    [200, body],
    [200, body],
  ])
})

test('wherever the bytes are cut, every 100 before the answer is made a 102 and nothing else is touched', () => {
  const interim = fc.constantFrom(proceed, processing, hints, 'HTTP/1.1 100\r\nx: HTTP/1.1 100 \r\n\r\n')
  const answer = fc.constantFrom(
    final,
    `HTTP/1.1 500 No\r\n\r\n${proceed}`,
    `HTTP/1.0 200 OK\r\n\r\n${hints}`,
  )
  fc.assert(
    fc.property(
      fc.array(interim, { maxLength: 4 }),
      answer,
      fc.infiniteStream(fc.nat(20)),
      (all, last, cuts) => {
        const bytes = Buffer.from(all.join('') + last)
        const mask = createContinueMask()
        for (let at = 0; at < bytes.length; ) {
          const size = 1 + (cuts.next().value ?? 0)
          mask(bytes.subarray(at, at + size))
          at += size
        }
        const masked = all.map(one => one.replace(/^HTTP\/1\.1 100/, 'HTTP/1.1 102')).join('')
        assert.equal(bytes.toString(), masked + last)
      },
    ),
  )
})
