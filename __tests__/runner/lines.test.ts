import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLines } from './lines.ts'

function linesOf(...chunks: Uint8Array[]): string[] {
  const lines: string[] = []
  const reader = readLines(line => lines.push(line))
  for (const chunk of chunks) reader.write(chunk)
  reader.end()
  return lines
}

test('CR, LF and CR LF each end a line, so a bare CR can start a command', () => {
  assert.deepEqual(linesOf(Buffer.from('a\rb\nc\r\nd\n\re')), ['a', 'b', 'c', 'd', '', 'e'])
  assert.deepEqual(linesOf(Buffer.from('a\n')), ['a'])
  assert.deepEqual(linesOf(), [])
})

test('where the chunks are cut makes no difference, not even within CR LF or a character', () => {
  const text = fc.array(fc.constantFrom('\r', '\n', 'a', 'é', '🙂'), { maxLength: 12 })
  fc.assert(
    fc.property(text, fc.nat(40), fc.nat(40), (characters, a, b) => {
      const bytes = Buffer.from(characters.join(''))
      const [first, second] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)]
      const chunks = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
      assert.deepEqual(linesOf(...chunks), linesOf(bytes))
    }),
  )
})
