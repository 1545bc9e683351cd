import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recogniseSpeakers, speakers } from '../../src/diagnosis/speakers.ts'

const seen = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => {
  const facts = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`http.response.header.${name}`, value]),
  )
  const { author, proxy } = recogniseSpeakers({
    ...facts,
    'http.response.status_code': status,
    'http.response.body.excerpt': body,
  })
  return { author: author?.name ?? null, proxy: proxy?.name ?? null }
}

test('the words of a WebSocket library outrank the Server header that a proxy added', () => {
  assert.deepEqual(seen(426, 'missing Connection header', { server: 'nginx' }), {
    author: 'websockets (Python)',
    proxy: 'nginx',
  })
})

test('a Server header alone does not tell who wrote the answer', () => {
  assert.deepEqual(seen(500, 'oops', { server: 'nginx/1.22.1' }), { author: null, proxy: 'nginx' })
})

test('a page of nginx is its own', () => {
  assert.deepEqual(seen(502, '<hr><center>nginx/1.22.1</center>', { server: 'nginx/1.22.1' }), {
    author: 'nginx',
    proxy: 'nginx',
  })
})

test('behind Envoy, the time of the upstream tells that the application answered', () => {
  assert.deepEqual(seen(404, '', { server: 'envoy' }), { author: 'Envoy', proxy: 'Envoy' })
  assert.deepEqual(seen(404, '', { server: 'envoy', 'x-envoy-upstream-service-time': '3' }), {
    author: null,
    proxy: 'Envoy',
  })
})

test('an answer without any mark names nobody', () => {
  assert.deepEqual(seen(404, 'nope'), { author: null, proxy: null })
})

test('every speaker is known by the answer, and by no stateful expression', () => {
  for (const { name, when } of speakers) {
    assert.ok(
      Object.keys(when).some(fact => fact.startsWith('http.response.')),
      name,
    )
    for (const condition of Object.values(when))
      if (condition instanceof RegExp) assert.doesNotMatch(condition.flags, /[gy]/, name)
  }
})
