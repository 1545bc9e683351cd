/** What follow-up probes see of a stream whose headers did not come in time. */

import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { test } from 'node:test'
import { diagnose } from '../src/diagnosis/diagnose.ts'
import { startHttp } from './checks/probing.ts'
import { pause, sse } from './checks/streams.ts'
import { fail } from './following-up.ts'

/** Whether it came at once when it was waited for longer, and the first cause. */
async function causeOf(answer: RequestListener) {
  await using server = await startHttp(answer)
  const result = await fail(`${server.url}/stream`, { kind: 'stream', timeoutMs: 500 })
  assert.equal(result.fault?.type, 'stream.no_headers')
  return [result.observations['patience.at_once'], diagnose([result]).get(result.id)?.[0]?.id]
}

test('a stream that comes late and in one piece was held back, headers and all', async () => {
  const held: RequestListener = async (_request, response) => {
    await pause(900)
    response.end(sse('a') + sse('b'))
  }
  assert.deepEqual(await causeOf(held), [true, 'streaming.headers-held'])
})

test('a stream whose headers are late and that streams then is slow to begin', async () => {
  const late: RequestListener = async (_request, response) => {
    await pause(700)
    for (let i = 0; i < 6; i++) {
      response.write(sse(i))
      await pause(80)
    }
    response.end()
  }
  assert.deepEqual(await causeOf(late), [false, 'streaming.headers-late'])
})

test('a stream that never comes hangs', async () => {
  assert.deepEqual(await causeOf(() => {}), [undefined, 'streaming.no-headers'])
})
