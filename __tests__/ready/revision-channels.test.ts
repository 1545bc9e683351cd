/** Where a revision is told beside the body of an answer: headers, WebSockets, streams. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan, startHttp } from '../checks/probing.ts'
import { startSockets } from '../checks/sockets.ts'
import { fresh, health, serving, stale, verify } from './revisions.ts'

test('a header counts on every answer of the host, whatever was asked', async () => {
  const options = { place: { in: 'header', name: 'x-revision' } } as const
  await using server = await startHttp((request, response) => {
    response.setHeader('x-revision', request.url === '/other' ? stale : fresh)
    response.writeHead(request.url === '/other' ? 204 : 200).end()
  })
  const { result, outcomes } = await verify(server.url, { options, others: [health(server.url)] })
  assert.deepEqual(outcomes, ['ready failed', 'health passed'])
  assert.match(result.reason, /6 of 7 answers from 4f2c1aa, 1 from 99e0b1d/)
})

const greetings = [
  ['the right one', JSON.stringify({ type: 'hello', revision: fresh }), 'passed', undefined],
  ['an old one', JSON.stringify({ type: 'hello', revision: stale }), 'failed', 'revision.mixed'],
  ['none', JSON.stringify({ type: 'hello' }), 'failed', 'revision.missing'],
] as const
for (const [name, greeting, outcome, type] of greetings)
  test(`a WebSocket whose first message tells ${name}: ${outcome}`, async () => {
    await using server = await serving(() => fresh)
    await using sockets = await startSockets({ onOpen: socket => socket.send(greeting) })
    const { result, outcomes } = await verify(server.url, {
      options: { socket: { in: 'message', path: '$.revision' } },
      others: [plan('messaging', `${sockets.url}/ws`)],
    })
    assert.deepEqual(outcomes, [`ready ${outcome}`, 'messaging passed'], result.reason)
    assert.equal(result.fault?.type, type)
  })

for (const [lacking, type] of [
  [0, undefined],
  [1, 'revision.mixed'],
  [6, 'revision.missing'],
] as const)
  test(`a 101 without the declared header, ${lacking} of 6: ${type ?? 'passes'}`, async () => {
    await using server = await serving(() => fresh)
    await using sockets = await startSockets({
      headers: before => (before < lacking ? [] : [`x-revision: ${fresh}`]),
    })
    const { result } = await verify(server.url, {
      options: { socket: { in: 'header', name: 'x-revision' } },
      others: [1, 2, 3, 4, 5, 6].map(n =>
        plan('upgrade', `${sockets.url}/ws`, {}, { id: `upgrade:/ws#${n}` }),
      ),
    })
    assert.equal(result.fault?.type, type, result.reason)
    if (lacking === 1)
      assert.match(result.reason, /^1 of 6 WebSockets told no revision in the header "x-revision"/)
  })

test('a declared channel that no check opens is said not to have been heard', async () => {
  await using server = await serving(() => fresh)
  const { result } = await verify(server.url, { options: { stream: { in: 'message', path: '$.revision' } } })
  assert.deepEqual(
    [result.outcome, result.notes],
    ['passed', ['no stream was opened that could tell its revision in "$.revision"']],
  )
})
