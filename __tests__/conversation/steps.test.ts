import assert from 'node:assert/strict'
import { test } from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import { z } from 'zod'
import { listFiles } from '../../src/conversation/sent.ts'
import { conversation } from '../../src/conversation/steps.ts'

const schema = conversation(z)
const problemsOf = (declared: unknown) =>
  (schema.safeParse(declared).error?.issues ?? []).map(issue => ({
    path: issue.path.join('.'),
    message: issue.message,
    remedy: issue.code === 'custom' ? String(issue.params?.remedy) : '',
  }))

const everything = [
  { send: { type: 'chat', id: '{{id}}' } },
  { send: { $hex: '00 ff' } },
  { send: { $file: 'a.bin' } },
  { send: { $ping: 'hi' } },
  { receive: { type: 'ack' }, within: '2s', next: true, capture: { run: '$.run', room: '/room (\\d+)/' } },
  { 'receive-all': [{ a: 1 }, 'b'], within: '250ms' },
  { never: { type: 'error' }, for: '1.5s' },
  { pause: '1m' },
  { repeat: 3, steps: [{ send: '{{captured.run}}' }, { receive: 'x' }] },
  { close: 1000, within: '1s' },
]

test('every kind of step is read, with durations in milliseconds', () => {
  assert.deepEqual(schema.parse(everything), [
    { send: { type: 'chat', id: '{{id}}' } },
    { send: { $hex: '00 ff' } },
    { send: { $file: 'a.bin' } },
    { send: { $ping: 'hi' } },
    {
      receive: { type: 'ack' },
      withinMs: 2000,
      next: true,
      capture: { run: '$.run', room: '/room (\\d+)/' },
    },
    { receiveAll: [{ a: 1 }, 'b'], withinMs: 250 },
    { never: { type: 'error' }, forMs: 1500 },
    { pauseMs: 60_000 },
    { repeat: 3, steps: [{ send: '{{captured.run}}' }, { receive: 'x' }] },
    { close: 1000, withinMs: 1000 },
  ])
})

test('the files that a conversation sends are listed', () => {
  const steps = schema.parse([{ repeat: 2, steps: [{ send: { $file: 'b' } }] }, ...everything])
  assert.deepEqual(listFiles(steps), ['b', 'a.bin'])
})

const waiting = { receive: 'x' }

/** A bad conversation, where its problem is, and what message and remedy tell. */
const rows: [string, unknown, string, RegExp, RegExp][] = [
  ['a bad match', [{ receive: { id: { $abov: 1 } } }], '0.receive.id.$abov', /no matcher word/, /\$above/],
  [
    'a bad match in receive-all',
    [{ 'receive-all': [1, { $x: 1 }] }],
    '0.receive-all.1.$x',
    /no matcher word/,
    /./,
  ],
  [
    'an unknown template in what is sent',
    [{ send: { id: '{{idd}}' } }, waiting],
    '0.send.id',
    /no template/,
    /\{\{id\}\}/,
  ],
  ['an unknown template in a match', [{ receive: '{{nwo}}' }], '0.receive', /no template/, /\{\{now\}\}/],
  [
    'a name that nothing captures',
    [{ send: '{{captured.run}}' }, waiting],
    '0.send',
    /nothing captures "run"/,
    /capture/,
  ],
  [
    'a name that only a later step captures',
    [{ send: ['{{captured.run}}'] }, { receive: 'x', capture: { run: '$.a' } }],
    '0.send.0',
    /nothing captures/,
    /capture/,
  ],
  [
    'a name captured too late inside a repetition',
    [{ repeat: 2, steps: [{ send: '{{captured.a}}' }, { receive: 'x', capture: { a: '$.a' } }] }],
    '0.steps.0.send',
    /nothing captures/,
    /capture/,
  ],
  ['a bad duration', [{ receive: 'x', within: '2 seconds' }], '0.within', /not a duration/, /250ms/],
  ['two things in one step', [{ send: 'a', receive: 'b' }], '0.receive', /same step/, /step of its own/],
  ['a step without a word', [{ within: '1s' }, waiting], '0', /does nothing/, /receive-all/],
  [
    'a word that goes with another',
    [{ send: 'a', within: '1s' }, waiting],
    '0.within',
    /does not go with "send"/,
    /receive/,
  ],
  ['never without for', [{ never: 'x' }], '0.never', /lacks "for"/, /for: 2s/],
  ['repeat without steps', [{ repeat: 2 }, waiting], '0.repeat', /lacks "steps"/, /steps/],
  [
    'an unknown word of send',
    [{ send: { $hexx: '00' } }, waiting],
    '0.send.$hexx',
    /no word of send/,
    /\$hex/,
  ],
  ['bad hex', [{ send: { $hex: '0' } }, waiting], '0.send.$hex', /not hex/, /hex/],
  [
    'a word of send beside data',
    [{ send: { $file: 'a', b: 1 } }, waiting],
    '0.send.b',
    /cannot stand beside/,
    /whole/,
  ],
  ['a ping that is too long', [{ send: { $ping: 'x'.repeat(126) } }], '0.send.$ping', /longer/, /125 bytes/],
  ['receive without a value', [{ receive: null }], '0.receive', /nothing to match/, /\$present: true/],
  ['send without a value', [{ send: null }, waiting], '0.send', /nothing to send/, /./],
  [
    'a bad capture',
    [{ receive: 'x', capture: { a: 'run.id' } }],
    '0.capture.a',
    /neither a JSONPath/,
    /\$\.run\.id/,
  ],
  [
    'a capture with a bad JSONPath',
    [{ receive: 'x', capture: { a: '$.[' } }],
    '0.capture.a',
    /cannot be captured/,
    /./,
  ],
  [
    'a capture with a bad name',
    [{ receive: 'x', capture: { 'a b': '$.a' } }],
    '0.capture.a b',
    /name of a capture/,
    /letters/,
  ],
  ['a conversation that waits for nothing', [{ send: 'x' }, { pause: '1s' }], '', /prove nothing/, /receive/],
  ['a conversation of no steps', [], '', /prove nothing/, /receive/],
  [
    'too many steps after repetition',
    [{ repeat: 501, steps: [{ send: 'x' }, waiting] }],
    '',
    /1002 steps/,
    /repeat less/,
  ],
  [
    'too many steps by nested repetition',
    [{ repeat: 100, steps: [{ repeat: 100, steps: [waiting] }] }],
    '',
    /10000 steps/,
    /repeat less/,
  ],
]

for (const [name, declared, path, message, remedy] of rows) {
  test(`${name} is a problem at its key, with a remedy`, () => {
    const [problem, ...more] = problemsOf(declared)
    assert.ok(problem)
    assert.deepEqual(more, [])
    assert.equal(problem.path, path)
    assert.match(problem.message, message)
    assert.match(problem.remedy, remedy)
  })
}

test('an unknown key of a step is refused', () => {
  assert.match(problemsOf([{ recieve: 'x' }, waiting])[0]?.message ?? '', /recieve/)
})

test('codes, counts and lists outside their bounds are refused', () => {
  for (const step of [
    { close: 999 },
    { close: 5000 },
    { repeat: 0, steps: [] },
    { repeat: 1001, steps: [waiting] },
    { 'receive-all': [] },
  ]) {
    assert.notEqual(problemsOf([step, waiting]).length, 0, JSON.stringify(step))
  }
})

test('problems of several steps are told together', () => {
  const declared = [{ send: '{{x}}' }, { receive: { $x: 1 }, within: 'soon' }, { never: 'x' }]
  assert.deepEqual(
    problemsOf(declared).map(p => p.path),
    ['0.send', '1.receive.$x', '1.within', '2.never'],
  )
})

test('a ping, which the server must answer, is something to wait for', () => {
  assert.deepEqual(problemsOf([{ send: { $ping: 'x' } }]), [])
})

test('data that starts with $ can be sent', () => {
  assert.deepEqual(problemsOf([{ send: { $schema: 'x', $id: 1 } }, waiting]), [])
})

test('an editor gets a JSON Schema that takes good conversations and refuses bad ones', () => {
  const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const validate = new Ajv.default({ strict: false }).compile(jsonSchema)
  assert.equal(validate(everything), true, JSON.stringify(validate.errors))
  for (const bad of [
    [{ recieve: 'x' }],
    [{ send: 'a', receive: 'b' }],
    [{ within: '1s' }],
    [{ receive: 'x', within: '2 seconds' }],
    [{ close: 99 }],
    [{ repeat: 2, steps: [{ nothing: 1 }] }],
    [],
  ]) {
    assert.equal(validate(bad), false, JSON.stringify(bad))
  }
  assert.match(JSON.stringify(jsonSchema), /Waits for the first message/)
  assert.match(JSON.stringify(jsonSchema), /\$starts-with/)
})
