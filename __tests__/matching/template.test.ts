import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonSubject, match, textSubject } from '../../src/matching/match.ts'
import {
  checkTemplates,
  fill,
  fillMatch,
  fillText,
  newScope,
  templateNames,
} from '../../src/matching/template.ts'
import { Secret } from '../../src/model/secret.ts'

const scopeOf = (captured: Record<string, unknown> = {}) => {
  const scope = newScope({ runId: '77', sha: 'abc123', connection: 3, token: new Secret('s3cret') })
  for (const [name, value] of Object.entries(captured)) scope.captured.set(name, value)
  return scope
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('every template is filled with what it stands for', () => {
  const scope = scopeOf({ room: 'r1' })
  const text = '{{id}} {{run-id}} {{ sha }} {{token}} {{connection}} {{captured.room}}'
  assert.equal(fillText(text, scope), `${scope.id} 77 abc123 s3cret 3 r1`)
  assert.match(scope.id, uuid)
  assert.match(fillText('{{uuid}}', scope), uuid)
  assert.match(fillText('{{now}}', scope), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.match(fillText('{{unix}} {{unix-ms}}', scope), /^\d{10} \d{13}$/)
})

test('the id stays the same in a conversation, and a uuid is fresh each time', () => {
  const { a, b, c, d } = fill(
    { a: '{{id}}', b: '{{id}}', c: '{{uuid}}', d: '{{uuid}}' },
    scopeOf(),
  ) as Record<string, string>
  assert.equal(a, b)
  assert.notEqual(c, d)
})

test('a value that is nothing but one template keeps its type', () => {
  const scope = scopeOf({ run: { id: 5 }, none: null })
  assert.deepEqual(
    fill(
      [
        '{{connection}}',
        '{{ captured.run }}',
        '{{captured.none}}',
        'n{{connection}}',
        'run {{captured.run}}',
      ],
      scope,
    ),
    [3, { id: 5 }, null, 'n3', 'run {"id":5}'],
  )
  assert.equal(typeof fill('{{unix}}', scope), 'number')
})

test('keys are filled as well, and a key named __proto__ stays data', () => {
  const filled = fill(JSON.parse('{"{{sha}}":1,"__proto__":"{{sha}}"}'), scopeOf())
  assert.equal(JSON.stringify(filled), '{"abc123":1,"__proto__":"abc123"}')
  assert.equal(Object.getPrototypeOf(filled), Object.prototype)
})

test('what is filled in is not filled again', () => {
  assert.equal(fillText('{{captured.x}}', scopeOf({ x: '{{token}}' })), '{{token}}')
  assert.equal(fillText('a $& {{captured.x}}', scopeOf({ x: '$& $1' })), 'a $& $& $1')
})

test('without a credential the token is empty', () => {
  assert.equal(fillText('<{{token}}>', newScope({ runId: '', sha: '', connection: 1, token: null })), '<>')
})

test('what the target sent is data in a match, never words', () => {
  const scope = scopeOf({ data: { $present: true }, pattern: 'a.c' })
  const object = fillMatch({ echo: '{{captured.data}}' }, scope)
  assert.notEqual(match(object, jsonSubject({ echo: 'anything' })), null)
  assert.equal(match(object, jsonSubject({ echo: { $present: true } })), null)
  const pattern = fillMatch({ $matches: '^{{captured.pattern}}$' }, scope)
  assert.notEqual(match(pattern, textSubject('abc')), null)
  assert.equal(match(pattern, textSubject('a.c')), null)
  assert.equal(
    match(fillMatch({ $equals: '{{captured.data}}' }, scope), jsonSubject({ $present: true })),
    null,
  )
})

test('a filled match finds the id', () => {
  const scope = scopeOf()
  assert.equal(match(fillMatch({ id: '{{id}}' }, scope), jsonSubject({ id: scope.id })), null)
})

test('an unknown template is a problem where it stands, with the nearest one', () => {
  const [problem] = checkTemplates({ a: ['x', 'at {{nwo}}'] })
  assert.deepEqual(problem?.path, ['a', 1])
  assert.match(problem?.message ?? '', /"\{\{nwo\}\}" is no template/)
  assert.match(problem?.remedy ?? '', /did you mean "\{\{now\}\}"/)
})

test('an unknown template in a key is a problem', () => {
  assert.deepEqual(checkTemplates({ '{{nope}}': 1 })[0]?.path, ['{{nope}}'])
})

test('a captured name is known only if something captured it', () => {
  assert.equal(checkTemplates('{{captured.run}}').length, 1)
  assert.deepEqual(checkTemplates('{{captured.run}}', new Set(['run'])), [])
  assert.deepEqual(checkTemplates('{{captured.run}}', 'any'), [])
  assert.match(checkTemplates('{{captured.rnu}}', new Set(['run']))[0]?.remedy ?? '', /captured\.run/)
  assert.equal(checkTemplates('{{captured.}}', 'any').length, 1)
})

test('inherited names are no templates', () => {
  assert.equal(checkTemplates('{{constructor}} {{__proto__}}').length, 2)
})

test('the names that a value mentions are listed', () => {
  assert.deepEqual(templateNames({ '{{sha}}': ['{{ id }}', 'x {{id}}', 5] }), new Set(['sha', 'id']))
})

test('a value without templates is not touched, not even copied', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter(value => !JSON.stringify(value).includes('{{')),
      value => {
        assert.equal(fill(value, scopeOf()), value)
        assert.equal(fillMatch(value, scopeOf()), value)
      },
    ),
  )
})

test('a value that passes the check can always be filled', () => {
  const piece = fc.oneof(
    fc.constantFrom('{{id}}', '{{ now }}', '{{unix}}', '{{', '}}', '{{nope}}', '{{a}b}}'),
    fc.string(),
  )
  const text = fc.array(piece).map(pieces => pieces.join(''))
  fc.assert(
    fc.property(fc.dictionary(text, fc.array(text)), value => {
      if (checkTemplates(value).length === 0) fill(value, scopeOf())
      else assert.throws(() => fill(value, scopeOf()), /unknown template/)
    }),
  )
})
