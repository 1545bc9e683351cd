/** What is held quiet and is no stream over HTTP: it never passes. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Secret } from '../../../src/model/secret.ts'
import { answering, startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { sse, startStream } from '../streams.ts'
import { options, raw } from './holding.ts'

test('without a method, a path that streams over HTTP is told to need one', async () => {
  await using server = await startStream(response => void response.end(sse('one')))
  const url = `${server.url.replace('http', 'ws')}/events`
  const result = await runOne(plan('idle', url, { holdMs: 1000 }, { retries: 0, timeoutMs: 500 }))
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'ws.unexpected_response'])
  assert.match(result.notes.join(), /add method: GET/)
})

suite('what is no stream never passes', { concurrency: 4 }, () => {
  const rows: readonly [string, string, RegExp, string][] = [
    [
      'a page',
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<!doctype html>',
      /HTML page/,
      'stream.not_a_stream',
    ],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', /nothing to stream/, 'stream.not_a_stream'],
    [
      'a finished body',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}',
      /announces its length/,
      'stream.not_a_stream',
    ],
    [
      'a body with a length that never comes whole',
      'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 900\r\n\r\n{}',
      /announces its length/,
      'stream.not_a_stream',
    ],
    [
      'an error page',
      'HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno',
      /HTTP 404 instead of 2xx/,
      'http.error',
    ],
    [
      'a gateway',
      'HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 2\r\n\r\nno',
      /HTTP 504/,
      'http.gateway_error',
    ],
    ['no answer', '', /hung before the headers/, 'stream.no_headers'],
  ]
  for (const [name, answer, says, type] of rows)
    test(name, async () => {
      const result = await raw(answering(answer, { close: answer !== '' }))
      assert.deepEqual([result.outcome, result.fault?.type], ['failed', type], result.reason)
      assert.match(result.reason, says)
    })

  test('a server that asks for a credential, and got none, is skipped; one that refuses it fails', async () => {
    const refusing = 'HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\nno'
    assert.equal((await raw(answering(refusing))).outcome, 'skipped')
    await using server = await startRaw(answering(refusing))
    const headers = { Authorization: new Secret('Bearer t0ken') }
    const url = `http://127.0.0.1:${server.port}/events`
    const shown = await runOne(plan('idle', url, options(), { headers, retries: 0 }))
    assert.deepEqual([shown.outcome, shown.fault?.type], ['failed', 'auth.refused'])
  })
})
