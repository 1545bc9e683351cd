/** Answers that are no stream: pages, errors, refusals. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Secret } from '../../../src/model/secret.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne, startHttp } from '../probing.ts'
import { seen } from './streaming.ts'

suite('what is no stream', () => {
  const answer = (status: number, body: string, headers: Record<string, string>) =>
    startHttp((_request, response) => void response.writeHead(status, headers).end(body))
  const json = { 'content-type': 'application/json' }
  const rows: readonly [string, number, string, Record<string, string>, string, string][] = [
    [
      'an HTML page',
      200,
      '<!doctype html><p>App',
      { 'content-type': 'text/html' },
      'infrastructure',
      'stream.not_a_stream',
    ],
    ['204', 204, '', {}, 'infrastructure', 'stream.not_a_stream'],
    ['500 in JSON', 500, '{"error":"database"}', json, 'application', 'http.error'],
    ['429', 429, '{"error":"slow down"}', { ...json, 'retry-after': '30' }, 'application', 'http.error'],
    [
      '502 of a gateway',
      502,
      'Bad Gateway',
      { 'content-type': 'text/plain' },
      'infrastructure',
      'http.gateway_error',
    ],
    ['404 of the application', 404, '{"detail":"Not Found"}', json, 'application', 'http.error'],
    [
      'an error in JSON with 200',
      200,
      '{"error":{"message":"no model"}}',
      json,
      'application',
      'stream.error_event',
    ],
  ]
  for (const [name, status, body, headers, failureClass, type] of rows)
    test(name, async () => {
      await using server = await answer(status, body, headers)
      const result = await runOne(plan('stream', `${server.url}/stream`))
      assert.deepEqual(seen(result), ['failed', failureClass, type], result.reason)
    })

  for (const status of [401, 403])
    test(`${status}: with a credential it is refused, without one it is asked for`, async () => {
      await using server = await answer(status, '{}', json)
      const without = await runOne(plan('stream', `${server.url}/stream`))
      assert.deepEqual(seen(without), ['failed', 'authentication', 'auth.required'])
      const issue = async () =>
        ({
          value: new Secret('token-of-a-test'),
          placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
        }) as const
      const wire = createWire({}, { issue })
      const refused = await runOne(plan('stream', `${server.url}/stream`), { wire })
      assert.deepEqual(seen(refused), ['failed', 'authentication', 'auth.refused'])
    })
})
