import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import type { Report } from '../../src/model/report.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { situations } from '../golden/situations.ts'

const all = Object.values(situations)
const situation = (name: string): Report => {
  const found = situations[name]
  assert.ok(found)
  return found
}

const sequenceStart = '\u001b['

test('without colour there is no escape sequence, and with it the words are the same', () => {
  for (const one of all) {
    const plain = renderTerminal(one, { color: false, width: 100 })
    const coloured = renderTerminal(one, { color: true, width: 100 })
    assert.ok(!plain.includes(sequenceStart))
    assert.ok(coloured.includes(sequenceStart))
    assert.equal(stripVTControlCharacters(coloured), plain)
  }
})

test('escape sequences of the target reach no terminal', () => {
  const hostile = renderTerminal(situation('hostile'), { color: true, width: 100 })
  const ours = ['0m', '1m', '2m', '31m', '32m', '33m']
  for (const sequence of hostile.split(sequenceStart).slice(1))
    assert.ok(
      ours.some(code => sequence.startsWith(code)),
      sequence,
    )
  assert.doesNotMatch(hostile.replaceAll(sequenceStart, '').replaceAll('\n', ''), /[\p{Cc}\u202e]/u)
  assert.ok(hostile.includes('␛[31mred'))
})

test('no line is a workflow command, wherever the text was wrapped', () => {
  for (const width of [40, 41, 47, 59, 80, 200]) {
    for (const line of renderTerminal(situation('hostile'), { color: false, width }).split('\n')) {
      assert.doesNotMatch(line, /^\s*::|##\[/)
    }
  }
})

test('sentences are wrapped at the width, configuration lines stay whole', () => {
  const lines = renderTerminal(situation('header-dropped'), { color: false, width: 60 }).split('\n')
  assert.ok(lines.includes('    proxy_set_header Upgrade $http_upgrade;'))
  for (const line of lines) assert.ok(line.length <= 60, line)
})

test('a console without Unicode gets plain characters', () => {
  for (const name of ['all-passed', 'header-dropped', 'input-problems']) {
    const text = renderTerminal(situation(name), { color: false, width: 100, unicode: false })
    assert.match(text, /^\p{ASCII}*$/u)
  }
})
