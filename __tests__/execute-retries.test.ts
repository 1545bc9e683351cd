/** What is tried again, and how often. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { plan, runAll, runOne, startHttp } from './checks/probing.ts'
import { health, outcomes } from './executing.ts'
import { answering, createWire, startRaw } from './net/servers.ts'

/** Resets the first connections; the later ones are answered. */
const startFlaky = (broken: number) => {
  let count = 0
  return startRaw(socket =>
    socket.once('data', () => {
      if (++count <= broken) socket.resetAndDestroy()
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    }),
  )
}

test('a transient infrastructure fault is tried again, and both attempts are shown', async () => {
  await using server = await startFlaky(1)
  const result = await runOne(health(`http://127.0.0.1:${server.port}`, { retries: 1 }))
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(
    result.attempts.map(a => a.fault?.type ?? null),
    ['http.response.reset', null],
  )
  assert.equal(result.traffic.connections, 2)
  assert.match(result.notes.join(), /1 of 2 attempts failed/)
})

test('no more attempts are made than declared', async () => {
  await using server = await startFlaky(9)
  for (const retries of [0, 2]) {
    const before = server.connections
    const result = await runOne(health(`http://127.0.0.1:${server.port}`, { retries }))
    assert.equal(result.outcome, 'failed')
    assert.equal(result.attempts.length, retries + 1)
    assert.equal(server.connections - before, retries + 1)
  }
})

for (const [name, status, options] of [
  ['a 404', 404, {}],
  ['a 500 of the application', 500, {}],
  ['a refused credential', 401, {}],
  ['a wrong body', 200, { text: 'something else' }],
] as const)
  test(`${name} is not tried again: it would be the same`, async () => {
    await using server = await startHttp((_request, response) => response.writeHead(status).end('no'))
    const result = await runOne(plan('health', `${server.url}/health`, options, { retries: 3 }))
    assert.equal(result.outcome, 'failed')
    assert.equal(server.requests.length, 1)
  })

test('a lasting fault of the infrastructure is not tried again: it would be the same', async () => {
  await using server = await startRaw(answering('220 mail.example ESMTP\r\n'))
  const result = await runOne(health(`http://127.0.0.1:${server.port}`, { retries: 3 }))
  assert.deepEqual([result.fault?.type, result.class], ['http.response.invalid', 'infrastructure'])
  assert.equal(server.connections, 1)
})

test('a gateway error is tried again', async () => {
  let count = 0
  await using server = await startHttp((_request, response) =>
    response.writeHead(++count === 1 ? 502 : 200).end(),
  )
  assert.equal((await runOne(health(server.url, { retries: 1 }))).outcome, 'passed')
})

test('what a crowd of our own turned away is asked again when the crowd is gone', async () => {
  const open = new Set<unknown>()
  let answered = 0
  const server = createServer((_request, response) => {
    // The first answer waits for the crowd: without room, as a limit on connections has it.
    const answer = () => {
      if (open.size < 3 && answered === 0) return void setTimeout(answer, 5)
      answered++
      response.writeHead(open.size > 0 ? 503 : 200).end()
    }
    answer()
  })
  new WebSocketServer({ server }).on('connection', socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const crowd = plan('concurrency', `${url.replace('http', 'ws')}/ws`, { connections: 3, holdMs: 500 })
  const wire = createWire({}, { pause: async ms => void (await pause(ms)) })
  const results = await runAll([plan('health', `${url}/health`, {}, { retries: 1 }), crowd], { wire })
  server.close()
  assert.deepEqual(outcomes(results), ['passed', 'passed'], results[0]?.reason)
  assert.deepEqual([answered, results[0]?.attempts.length], [2, 2])
})
