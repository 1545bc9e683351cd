/** Refusals count only beside a good client that gets in, and once a limit or a reset is ruled out. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHttp } from '../probing.ts'
import { startSockets } from '../sockets.ts'
import { answering, brief, chat, check, isGood, tokenOf, told } from './doors.ts'

test('a good credential that is refused is a failure of authentication, and nothing beside it counts', async () => {
  await using server = await startSockets({ admit: () => 403 })
  const result = await check(`${server.url}/ws`)
  assert.deepEqual(brief(result), ['failed', 'authentication', 'auth', 'auth.refused'])
  assert.deepEqual(told(result).length, 1)
})

test('an endpoint that is not there refuses nobody', async () => {
  await using server = await startSockets({ admit: () => 404 })
  const result = await check(`${server.url}/ws`)
  assert.deepEqual(brief(result), ['failed', 'infrastructure', 'upgrade', 'ws.unexpected_response'])
})

test('a connection that is reset once is asked again; one that is always reset is not proven', async () => {
  for (const [resets, wanted] of [
    [1, 'passed'],
    [Number.POSITIVE_INFINITY, 'auth.refusal_not_proven'],
  ] as const) {
    let left: number = resets
    await using server = await startSockets({
      admit: request => {
        if (isGood(tokenOf(request))) return null
        if (tokenOf(request) === null && left-- > 0) request.socket.resetAndDestroy()
        return 401
      },
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { options: { conversation: chat }, over: { retries: 1 } })
    assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
  }
})

for (const status of [429, 503])
  test(`a limit that answers ${status} to a burst is waited out: the same clients come again, one at a time`, async () => {
    let burst = 5
    await using server = await startSockets({
      admit: request => (isGood(tokenOf(request)) ? null : burst-- > 0 ? status : 401),
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { options: { conversation: chat }, over: { retries: 1 } })
    assert.equal(result.outcome, 'passed', result.reason)
  })

test('over HTTP the good client has to get a 2xx', async () => {
  await using server = await startHttp((_request, response) => response.writeHead(404).end())
  const result = await check(`${server.url}/api/me`, { options: { over: 'http' } })
  assert.deepEqual(brief(result), ['failed', 'application', 'http', 'http.error'])
})

test('without a credential, refusals count if a path that cannot exist is answered otherwise', async () => {
  const over = { credential: null }
  await using right = await startSockets({ admit: request => (request.url === '/ws' ? 401 : 404) })
  const passed = await check(`${right.url}/ws`, { over })
  assert.deepEqual(brief(passed), ['passed', null, null, null], passed.reason)
  assert.deepEqual(told(passed), [
    'no credential: refused (HTTP 401)',
    'malformed credential: refused (HTTP 401)',
  ])
  assert.match(passed.notes.join(), /that a good client gets in was not tested/)

  await using everywhere = await startSockets({ admit: () => 403 })
  const skipped = await check(`${everywhere.url}/ws`, { over })
  assert.equal(skipped.outcome, 'skipped')
  assert.match(skipped.reason, /^not proven: .*a path that cannot exist/)

  await using open = await startSockets({})
  assert.deepEqual(brief(await check(`${open.url}/ws`, { over })), [
    ...['failed', 'security', 'security', 'auth.accepted.none'],
  ])
  await using missing = await startSockets({ admit: () => 404 })
  assert.equal((await check(`${missing.url}/ws`, { over })).fault?.type, 'auth.refusal_not_proven')
})
