import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleConversation } from '../../src/conversation/declare.ts'
import { isError, refusesCredential } from '../../src/conversation/error-event.ts'
import { converse } from '../../src/conversation/run.ts'
import { newScope } from '../../src/matching/template.ts'
import { classOf } from '../../src/model/fault.ts'
import { openScripted } from './scripted-channel.ts'

const refusals = [
  { code: 401, message: 'token expired' },
  { status: '403', reason: 'no' },
  { type: 'error', error: 'unauthorized' },
  { type: 'error', error: { code: 'ERR_UNAUTHENTICATED' } },
  { type: 'unauthorized' },
  { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] },
  { type: 'error', message: 'TokenExpiredError: jwt expired' },
  { ok: false, reason: 'Your access token has expired' },
  { detail: 'Not authenticated' },
  { message: 'Forbidden', requestId: 'abc=' },
  'Unauthorized',
]
const otherErrors = [
  { type: 'error', error: 'rate limited' },
  { type: 'error', code: 500, message: 'the database is away' },
  { error: 'Invalid token at position 4' },
  { error: 'Unexpected token < in JSON' },
  { ok: false, error: 'content is empty', data: { content: 'hello' } },
]
const fine = [
  { type: 'ack', code: 200 },
  { type: 'ack', content: 'unauthorized' },
  { type: 'ack', echo: { type: 'error', error: 'unauthorized' } },
  { count: 401 },
  { type: 'token.refreshed', message: 'your token will be renewed' },
  'a token expired yesterday, said the article',
  [401],
  null,
]

test('an error that speaks of the credential is told from other errors and from replies', () => {
  for (const value of refusals)
    assert.deepEqual([isError(value), refusesCredential(value)], [true, true], JSON.stringify(value))
  for (const value of otherErrors)
    assert.deepEqual([isError(value), refusesCredential(value)], [true, false], JSON.stringify(value))
  for (const value of fine)
    assert.deepEqual([isError(value), refusesCredential(value)], [false, false], JSON.stringify(value))
})

const brief = async (expect: string | null, said: unknown) => {
  const channel = openScripted({ answer: () => [{ afterMs: 5, data: JSON.stringify(said) }] })
  const steps = simpleConversation('{"type":"hello"}', expect)
  const scope = newScope({ runId: '1', sha: '', connection: 1, token: null })
  const { fault } = await converse(steps, channel, scope, { timeoutMs: 200 })
  return fault && `${classOf(fault)} ${fault.type}`
}

test('a reply that refuses the credential is class authentication, declared or not; another error is the application', async () => {
  for (const expect of [null, '{"type":"ack"}']) {
    assert.equal(await brief(expect, refusals[0]), 'authentication auth.refused')
    assert.equal(await brief(expect, refusals[2]), 'authentication auth.refused')
    assert.equal(await brief(expect, otherErrors[0]), 'application ws.wrong_reply')
  }
  assert.equal(await brief('{"code":401}', refusals[0]), null)
})
