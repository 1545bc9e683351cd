import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import {
  createEventReader,
  formatOf,
  isHalfJson,
  type StreamFormat,
} from '../../../src/checks/stream/events.ts'

/** The events of a body that comes in these pieces. */
function read(format: StreamFormat, body: Uint8Array, cuts: readonly number[]): string[] {
  const events: string[] = []
  const reader = createEventReader(
    format,
    { onEvent: ({ data, name, id }) => events.push(`${name}|${id}|${data}`), onMalformed: assert.fail },
    createParser,
  )
  const places = [...new Set([0, ...cuts.map(cut => cut % (body.length + 1)), body.length])].sort(
    (a, b) => a - b,
  )
  for (const [i, from] of places.entries()) reader.feed(body.subarray(from, places[i + 1] ?? from), i)
  reader.end(places.length)
  return events
}

const word = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map(text => text.replace(/[\r\n\0]/g, ' ').trim() || 'x')
const cuts = fc.array(fc.nat(5000), { maxLength: 20 })

test('server-sent events are the same, wherever their bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), cuts, (words, places) => {
      const body = Buffer.from(words.map((text, i) => `id: ${i}\nevent: e\ndata: ${text}\n\n`).join(''))
      assert.deepEqual(
        read('sse', body, places),
        words.map((text, i) => `e|${i}|${text}`),
      )
    }),
  )
})

test('JSON lines are the same, wherever their bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), cuts, (words, places) => {
      const lines = words.map(text => JSON.stringify({ text }))
      assert.deepEqual(
        read('ndjson', Buffer.from(lines.join('\n')), places),
        lines.map(line => `null|null|${line}`),
      )
    }),
  )
})

test('text loses nothing, wherever its bytes are cut', () => {
  fc.assert(
    fc.property(word, cuts, (text, places) => {
      const joined = read('text', Buffer.from(text), places)
        .map(event => event.slice('null|null|'.length))
        .join('')
      assert.equal(joined, text)
    }),
  )
})

test('the format is taken from the content type', () => {
  assert.equal(formatOf('text/event-stream; charset=utf-8'), 'sse')
  for (const type of ['application/x-ndjson', 'application/jsonl', 'application/stream+json'])
    assert.equal(formatOf(type), 'ndjson')
  for (const type of ['text/plain', '', 'application/json']) assert.equal(formatOf(type), 'text')
})

test('every beginning of an object or a list is half of it, and the whole is not', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
      fc.nat(),
      (value, at) => {
        const whole = JSON.stringify(value)
        assert.equal(isHalfJson(whole), false)
        assert.equal(isHalfJson(whole.slice(0, 1 + (at % (whole.length - 1)))), true)
      },
    ),
  )
  for (const text of ['oops', '', '"a', '{}]', '{"a":1} {"b"', ']['])
    assert.equal(isHalfJson(text), false, text)
})
