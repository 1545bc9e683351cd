import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Presentable, placeCredential, withHeader } from '../../src/credentials/place.ts'
import type { Placement } from '../../src/model/credential.ts'
import { reveal, Secret } from '../../src/model/secret.ts'

const bearer: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }

const requestOf = (over: Partial<Omit<Presentable, 'url'>> & { url?: string } = {}): Presentable => ({
  headers: {},
  subprotocols: [],
  ...over,
  url: new URL(over.url ?? 'wss://host.example/ws'),
})

function placed(placement: Placement, request = requestOf(), value = 't0ken') {
  const { url, headers, subprotocols } = placeCredential(request, { value: new Secret(value), placement })
  const shown = Object.fromEntries(Object.entries(headers).map(([name, v]) => [name, reveal(v)]))
  return { url: url.href, headers: shown, subprotocols }
}

interface Placed {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly subprotocols: readonly string[]
}
const plain: Placed = { url: 'wss://host.example/ws', headers: {}, subprotocols: [] }
const rows: readonly (readonly [
  name: string,
  placement: Placement,
  request: Presentable,
  placed: Partial<Placed>,
])[] = [
  ['a bearer header', bearer, requestOf(), { headers: { Authorization: 'Bearer t0ken' } }],
  [
    'a header of its own, bare',
    { in: 'header', name: 'x-api-key', prefix: '' },
    requestOf(),
    { headers: { 'x-api-key': 't0ken' } },
  ],
  [
    'a header in place of the user’s own, whatever its case',
    bearer,
    requestOf({ headers: { authorization: 'Basic xyz', AUTHORIZATION: 'Digest', accept: 'a' } }),
    { headers: { accept: 'a', Authorization: 'Bearer t0ken' } },
  ],
  [
    'a query parameter',
    { in: 'query', name: 'token' },
    requestOf(),
    { url: 'wss://host.example/ws?token=t0ken' },
  ],
  [
    'a query parameter beside others',
    { in: 'query', name: 'token' },
    requestOf({ url: 'wss://host.example/ws?room=1&v=2' }),
    { url: 'wss://host.example/ws?room=1&v=2&token=t0ken' },
  ],
  [
    'a query parameter in place of one of the same name',
    { in: 'query', name: 'token' },
    requestOf({ url: 'wss://host.example/ws?token=old&room=1' }),
    { url: 'wss://host.example/ws?token=t0ken&room=1' },
  ],
  ['a cookie', { in: 'cookie', name: 'session' }, requestOf(), { headers: { cookie: 'session=t0ken' } }],
  [
    'a cookie appended to those that are there',
    { in: 'cookie', name: 'session' },
    requestOf({ headers: { Cookie: 'a=1; b=2' } }),
    { headers: { cookie: 'a=1; b=2; session=t0ken' } },
  ],
  [
    'a cookie appended to secret ones',
    { in: 'cookie', name: 'session' },
    requestOf({ headers: { COOKIE: new Secret('a=1') } }),
    { headers: { cookie: 'a=1; session=t0ken' } },
  ],
  ['a subprotocol', { in: 'subprotocol', prefix: 'jwt.' }, requestOf(), { subprotocols: ['jwt.t0ken'] }],
  [
    'a subprotocol after the real ones',
    { in: 'subprotocol', prefix: '' },
    requestOf({ subprotocols: ['chat.v2', 'chat.v1'] }),
    { subprotocols: ['chat.v2', 'chat.v1', 't0ken'] },
  ],
  ['the first message, which is not part of the request', { in: 'message' }, requestOf(), {}],
]
for (const [name, placement, request, expected] of rows)
  test(`a credential goes into ${name}`, () => {
    const before = JSON.stringify([request.url.href, request.headers, request.subprotocols])
    assert.deepEqual(placed(placement, request), { ...plain, ...expected })
    assert.equal(JSON.stringify([request.url.href, request.headers, request.subprotocols]), before)
  })

test('what carries a credential in a header is itself a secret', () => {
  for (const placement of [bearer, { in: 'cookie', name: 's' }] as const) {
    const { headers } = placeCredential(requestOf(), { value: new Secret('t0ken'), placement })
    assert.ok(Object.values(headers).every(value => value instanceof Secret))
    assert.doesNotMatch(JSON.stringify(headers), /t0ken/)
  }
})

test('without a credential the request is as it was', () => {
  const request = requestOf({ headers: { a: 'b' }, subprotocols: ['x'] })
  assert.equal(placeCredential(request, null), request)
})

test('whatever a credential is, a query carries it whole and leaves the other parameters alone', () =>
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (value, others) => {
      fc.pre(value.isWellFormed())
      const url = new URL('https://host.example/')
      for (const [name, other] of Object.entries(others)) url.searchParams.set(name, other)
      const after = new URL(placed({ in: 'query', name: 'token' }, requestOf({ url: url.href }), value).url)
      assert.equal(after.searchParams.get('token'), value)
      for (const [name, other] of url.searchParams)
        if (name !== 'token') assert.equal(after.searchParams.get(name), other)
    }),
  ))

test('a header is set once, whatever the case of those before', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('x-a', 'X-A', 'X-a', 'b')), names => {
      const headers = Object.fromEntries(names.map(name => [name, 'old']))
      const after = withHeader(headers, 'x-A', 'new')
      const same = Object.entries(after).filter(([name]) => name.toLowerCase() === 'x-a')
      assert.deepEqual(same, [['x-A', 'new']])
      assert.equal('b' in after, 'b' in headers)
    }),
  ))
