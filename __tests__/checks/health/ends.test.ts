/** Bodies that nothing but the end of the connection ends, by servers that close TLS in order and that do not. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { createAuthority } from '../../net/certificates.ts'
import { answering, createWire, startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'

const head = (...lines: string[]) => ['HTTP/1.1 200 OK', ...lines, 'connection: close', '', ''].join('\r\n')
const untold =
  /^the body has neither chunks nor a length: whether it came to its end or was cut cannot be told$/

async function ask(act: (socket: Socket) => void, options: object = {}, secure = false) {
  using authority = createAuthority()
  const pair = authority.issue(['DNS:localhost'])
  await using server = await startRaw(act, secure ? { tls: { ...pair } } : {})
  const url = `${secure ? 'https' : 'http'}://localhost:${server.port}/health`
  return await runOne(plan('health', url, options, { timeoutMs: 2000, retries: 0 }), {
    wire: createWire({ ca: authority.ca }),
  })
}

/** Ends TCP under TLS: no close_notify goes out. */
const cutting = (text: string) => (socket: Socket) => {
  const below = (socket as TLSSocket & { _parent: Socket })._parent
  socket.once('data', () => socket.write(text, () => below.end()))
}

test('a body that TLS cuts without close_notify is noted: whether it is whole cannot be told', async () => {
  const result = await ask(cutting(`${head('content-type: text/plain')}all is we`), {}, true)
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(result.notes.length, 1)
  assert.match(result.notes[0]!, untold)
})

test('the same is noted of half a JSON body, beside the failure', async () => {
  const result = await ask(cutting(`${head()}{"status":"o`), { json: { status: 'ok' } }, true)
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'http.mismatch'])
  assert.match(result.notes.join(), untold)
})

for (const [what, text] of [
  ['JSON that is whole', 'HTTP/1.0 200 OK\r\n\r\n{"status":"ok"}\n'],
  ['a length', 'HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nwell\n'],
  ['chunks', `${head('transfer-encoding: chunked')}5\r\nwell\n\r\n0\r\n\r\n`],
] as const)
  test(`an answer with ${what} is not noted`, async () => {
    const result = await ask(answering(text))
    assert.deepEqual([result.outcome, result.notes], ['passed', []], result.reason)
  })

test('a body with a length that is cut fails', async () => {
  const result = await ask(cutting(`${head('content-length: 50')}all is we`), {}, true)
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'http.response.cut'])
})
