/** Credentials in their places, read back by a real server: nothing is lost, and nothing gets beside its place. */

import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { parsePlacement } from '../../src/config/placement.ts'
import { refuseCarried } from '../../src/credentials/carried.ts'
import { placeCredential } from '../../src/credentials/place.ts'
import { Secret } from '../../src/model/secret.ts'
import { targetOf } from '../../src/model/target.ts'
import { exchange } from '../../src/net/http.ts'
import { startHttp } from '../checks/probing.ts'
import { createWire } from '../net/servers.ts'

const server = await startHttp((_request, response) => void response.end())
after(() => server[Symbol.asyncDispose]())

/** What a server makes of each place. */
const readers: Readonly<Record<string, (request: IncomingMessage) => string | undefined>> = {
  header: ({ headers }) => headers.authorization?.replace(/^Bearer /, ''),
  'header:X-Api-Key': ({ headers }) => headers['x-api-key'] as string,
  'header:authorization Token': ({ headers }) => headers.authorization?.replace(/^Token /, ''),
  'query:to&ken': ({ url }) => new URL(url!, 'http://x').searchParams.get('to&ken') ?? undefined,
  'cookie:sid': ({ headers }) => /(?:^|; )sid=([^;]*)/.exec(headers.cookie ?? '')?.[1],
}

const tokens = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'\r\n:;,= "%&#?/+\\\t\u0000aZ9'), minLength: 1, maxLength: 20 }),
  fc.base64String({ minLength: 4 }),
)

async function seenBy(place: string, token: string): Promise<IncomingMessage | null> {
  const parsed = parsePlacement(place)
  assert.ok(parsed.ok, place)
  if (refuseCarried(token, parsed.value)) return null
  const url = new URL('/path?q=a%20b+c&flag', server.url)
  const request = placeCredential(
    { url, headers: { cookie: 'lang=en', 'x-other': 'stays' }, subprotocols: [] },
    { value: new Secret(token), placement: parsed.value },
  )
  const wire = createWire()
  const dialled = await wire.dial(targetOf(request.url), 0, 2000)
  using record = dialled.record
  assert.ok(dialled.ok)
  const asked = { url: request.url, method: 'GET', headers: request.headers, body: null, timeoutMs: 2000 }
  const got = await exchange(dialled.connection, record, asked, wire)
  assert.ok(got.ok, JSON.stringify([token, got]))
  return server.requests.at(-1)!
}

for (const [place, read] of Object.entries(readers))
  test(`whatever fits into ${place} arrives whole, and beside it everything stays as it was`, async () => {
    let arrived = 0
    await fc.assert(
      fc.asyncProperty(
        tokens.filter(token => token.isWellFormed()),
        async token => {
          const request = await seenBy(place, token)
          if (!request) return
          arrived++
          assert.equal(read(request), token)
          assert.equal(request.headers['x-other'], 'stays')
          assert.match(String(request.headers.cookie), /^lang=en(; sid=|$)/)
          assert.ok(request.url!.startsWith('/path?q=a%20b+c&flag'), request.url)
          const expected = { header: 1, query: 0, cookie: 0 }[place.split(':')[0] as 'header']
          const usual = ['cookie', 'x-other', 'host', 'connection']
          const more = Object.keys(request.headers).filter(name => !usual.includes(name))
          assert.equal(more.length, expected, more.join())
        },
      ),
      { numRuns: 100 },
    )
    assert.ok(arrived > 20, String(arrived))
  })

test('no line break gets into a header, a cookie or a subprotocol, wherever it stands', () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('\r', '\n', '\r\n', '\u0000'),
      fc.string(),
      fc.constantFrom('header', 'header:X-Key', 'cookie:sid', 'subprotocol:jwt.'),
      (before, evil, behind, place) => {
        const parsed = parsePlacement(place)
        assert.ok(parsed.ok && refuseCarried(`${before}${evil}${behind}`, parsed.value))
      },
    ),
  ))

test('a subprotocol carries tokens of RFC 9110 alone, so that no comma makes two of one', () =>
  fc.assert(
    fc.property(tokens, token => {
      const parsed = parsePlacement('subprotocol:jwt.')
      assert.ok(parsed.ok)
      if (refuseCarried(token, parsed.value)) return
      const { subprotocols } = placeCredential(
        { url: new URL('ws://h/'), headers: {}, subprotocols: ['chat.v1'] },
        { value: new Secret(token), placement: parsed.value },
      )
      assert.deepEqual(subprotocols.join(', ').split(', '), ['chat.v1', `jwt.${token}`])
    }),
  ))
