/** The stream of the demo, as a bare client reads it: right, and in each way in which it can be broken. */

import assert from 'node:assert/strict'
import { get, request } from 'node:http'
import { test } from 'node:test'
import type { FaultName } from '../../src/demo/faults.ts'
import { type Service, startService } from '../../src/demo/service.ts'
import { mint } from './client.ts'

interface Read {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly complete: boolean
  /** From the first piece to the last. */
  readonly spanMs: number
}

function read(
  service: Service,
  path: string,
  { method = 'GET', headers = {}, withinMs = 900 } = {},
): Promise<Read | 'silent'> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${mint(service.secret)}`, ...headers }
    const ask = method === 'GET' ? get : request
    const asked = ask(service.url + path, { method, headers: all, agent: false }, response => {
      let text = ''
      const at: number[] = []
      response.setEncoding('utf8')
      response.on('data', piece => {
        text += piece
        at.push(performance.now())
      })
      response.on('error', () => {})
      const end = () =>
        resolve({
          ...{ status: response.statusCode ?? 0, type: String(response.headers['content-type']), text },
          ...{ complete: response.complete, spanMs: (at.at(-1) ?? 0) - (at[0] ?? 0) },
        })
      response.on('close', end)
      setTimeout(() => response.destroy(), withinMs).unref()
    })
    asked.setTimeout(withinMs + 300, () => asked.destroy(new Error('silent')))
    asked.on('error', error => (error.message === 'silent' ? resolve('silent') : reject(error)))
    asked.end()
  })
}

const count = ({ text }: Read): number => text.split('"type":"token"').length - 1

test('events come one by one, with ids and times, and end with their marker', async () => {
  await using service = await startService()
  const seen = await read(service, '/stream')
  assert.ok(seen !== 'silent')
  assert.deepEqual([seen.status, seen.complete, count(seen)], [200, true, 8])
  assert.match(seen.type, /^text\/event-stream/)
  assert.match(seen.text, /^id: 1\ndata: \{.*"sent_at":"20.*\}\n\n/)
  assert.match(seen.text, /data: \[DONE\]\n\n$/)
  assert.ok(seen.spanMs > 200)
})

test('a POST, JSON lines, a length and a pace of choice, and Last-Event-ID', async () => {
  await using service = await startService()
  const posted = await read(service, '/stream?events=2&pace=1', { method: 'POST' })
  assert.ok(posted !== 'silent' && count(posted) === 2)
  const lines = await read(service, '/stream/ndjson?events=3&pace=1')
  assert.ok(lines !== 'silent')
  const values = lines.text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  assert.deepEqual([values.length, values.at(-1)], [4, '[DONE]'])
  const rest = await read(service, '/stream?pace=1', { headers: { 'last-event-id': '5' } })
  assert.ok(rest !== 'silent')
  assert.match(rest.text, /^id: 6\n/)
})

test('without a token the stream is refused', async () => {
  await using service = await startService()
  const seen = await read(service, '/stream', { headers: { authorization: '' } })
  assert.ok(seen !== 'silent' && seen.status === 401)
})

const broken: readonly (readonly [FaultName, (seen: Read | 'silent') => boolean])[] = [
  ['stream-hangs-before-headers', seen => seen === 'silent'],
  ['stream-hangs-before-first', seen => seen !== 'silent' && count(seen) === 0 && !seen.complete],
  ['stream-hangs-midway', seen => seen !== 'silent' && count(seen) === 4 && !seen.complete],
  [
    'stream-no-end-marker',
    seen => seen !== 'silent' && count(seen) === 8 && seen.complete && !seen.text.includes('[DONE]'),
  ],
  ['stream-cut', seen => seen !== 'silent' && count(seen) === 4 && !seen.complete],
  ['stream-buffered', seen => seen !== 'silent' && count(seen) === 8 && seen.spanMs < 100],
  ['stream-error-event', seen => seen !== 'silent' && /event: error\ndata: \{"error"/.test(seen.text)],
]
for (const [name, holds] of broken)
  test(`${name} does what it says`, async () => {
    await using service = await startService({ faults: [name] })
    const seen = await read(service, '/stream')
    assert.ok(holds(seen), JSON.stringify(seen))
  })
