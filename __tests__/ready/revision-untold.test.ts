/** Answers of the checks that tell no revision, on the very path that tells it: which of them owe one. */

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { plan, startHttp } from '../checks/probing.ts'
import { fresh, json, verify } from './revisions.ts'

test('an answer to a check that tells none, on the path that tells the revision, is an odd one', async () => {
  await using server = await startHttp((request, response) =>
    json(response, request.headers['x-check'] ? null : fresh),
  )
  const other = plan('health', `${server.url}/health`, {}, { headers: { 'x-check': '1' } })
  const { result, outcomes } = await verify(server.url, { others: [other] })
  assert.deepEqual(outcomes, ['ready failed', 'health passed'])
  assert.deepEqual([result.fault?.type, result.class], ['revision.mixed', 'infrastructure'])
  assert.match(
    result.reason,
    /an answer to its checks told no revision, .*: all 6 answers from 4f2c1aa, .*; 1 other answer told none, from 127\.0\.0\.1$/,
  )
})

for (const [what, answer, options] of [
  ['a refusal', (response: ServerResponse) => response.writeHead(401).end('{}'), { status: [401] }],
  [
    'an error that was asked for',
    (response: ServerResponse) => response.writeHead(400).end('{}'),
    { status: [400] },
  ],
  [
    'an error of the server',
    (response: ServerResponse) => response.writeHead(500).end('{}'),
    { status: [500] },
  ],
  ['the answer to a HEAD', (response: ServerResponse) => response.end(), { method: 'HEAD' }],
  ['the answer to an OPTIONS', (response: ServerResponse) => response.end('GET,HEAD'), { method: 'OPTIONS' }],
  ['the answer to a POST', (response: ServerResponse) => response.end('{}'), { method: 'POST', body: '{}' }],
  [
    'a page in another format',
    (response: ServerResponse) => response.writeHead(200, { vary: 'Accept-Encoding, Accept' }).end('ok'),
    {},
  ],
] as const)
  test(`${what} on the path that tells the revision owes none`, async () => {
    await using server = await startHttp((request, response) =>
      request.headers['x-check'] ? answer(response) : json(response, fresh),
    )
    const other = plan('health', `${server.url}/health`, options, { headers: { 'x-check': '1' } })
    const { result, outcomes } = await verify(server.url, { others: [other] })
    assert.deepEqual(outcomes, ['ready passed', 'health passed'], result.reason)
  })

test('where the question shows a credential, an answer without one may keep the revision to itself', async () => {
  await using server = await startHttp((request, response) =>
    json(response, request.headers.authorization ? fresh : null),
  )
  const { outcomes, result } = await verify(server.url, {
    headers: { authorization: 'Bearer abc' },
    others: [plan('health', `${server.url}/health`)],
  })
  assert.deepEqual(outcomes, ['ready passed', 'health passed'], result.reason)
})
