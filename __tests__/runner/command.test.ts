import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { looksLikeCommand, parseCommand } from './command.ts'

const registered = new Set(['error', 'set-output', 'add-mask'])
const parse = (line: string) => parseCommand(line, registered)

test('the new syntax is a command only at the start of the line, after white space', () => {
  const command = { name: 'error', syntax: 'v2', properties: {}, data: 'x' }
  for (const line of ['::error::x', '   ::error::x', '\t::ERROR::x', '\u0085\u00a0::error::x'])
    assert.deepEqual(parse(line), command, JSON.stringify(line))
  for (const line of [
    '> ::error::x',
    '\u200b::error::x',
    '\ufeff::error::x',
    '::error:x',
    '::unknown::x',
    '',
  ])
    assert.equal(parse(line), null, JSON.stringify(line))
})

test('the old syntax is a command anywhere in the line, but only the first bracket counts', () => {
  assert.deepEqual(parse('> log: ##[set-output name=a;x=%3B%5D]v%0Aw'), {
    name: 'set-output',
    syntax: 'v1',
    properties: { name: 'a', x: ';]' },
    data: 'v\nw',
  })
  assert.equal(parse('##[unknown]##[error]x'), null)
  assert.equal(parse('#\u200b#[error]x'), null)
  assert.equal(parse('##[error x'), null)
})

test('properties are split at commas, unescaped, and dropped when empty', () => {
  const line = '::error file=a%2Cb.yml,line=1,title=50%25 %3A,col=,=5::m: %250A%0D%0A'
  assert.deepEqual(parse(line)?.properties, { file: 'a,b.yml', line: '1', title: '50% :' })
  assert.equal(parse(line)?.data, 'm: %0A\r\n')
})

test('what @actions/core escapes comes back as it was', () => {
  const escapeData = (text: string) =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ minLength: 1, unit: 'binary' }), (data, title) => {
      fc.pre(title.trim() === title && !title.startsWith('='))
      const command = parse(`::error title=${escapeProperty(title)}::${escapeData(data)}`)
      assert.equal(command?.data, data)
      assert.equal(command?.properties.title, title)
    }),
  )
})

test('a line that only resembles a command is recognised, ordinary text is not', () => {
  for (const line of ['::eror::x', ' ::warn file=a::x', 'a ##[foo]b', '##[foo a=b]'])
    assert.equal(looksLikeCommand(line), true, line)
  for (const line of ['::1', 'a::b::c', '[::]:443', '##[]', '# # [x]', '::ffff:10.0.0.1::'])
    assert.equal(looksLikeCommand(line), false, line)
})
