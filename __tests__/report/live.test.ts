import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import {
  addPlan,
  beginProgress,
  noteLine,
  noteResult,
  noteStart,
  type Progress,
} from '../../src/model/progress.ts'
import { columnsOf, type LiveOptions, renderLive } from '../../src/report/live.ts'
import { attemptOf, checkOf, failedOf, resultOf } from '../results.ts'

const plain: LiveOptions = { now: 0, width: 80, height: 24, color: false, unicode: false }
const planOf = (...names: string[]) => ({ checks: names.map(name => checkOf({ id: name, name })) })
const attempts = [attemptOf()]
const check = (name: string) => checkOf({ id: name, name })

function halfWay(): Progress {
  let progress = addPlan(beginProgress(0), planOf('Health /health', 'Upgrade /ws', 'Idle /ws', 'Late'))
  for (const name of ['Health /health', 'Upgrade /ws', 'Idle /ws'])
    progress = noteStart(progress, check(name), 0)
  const [passed, failed] = [resultOf(), failedOf('tcp.refused')]
  progress = noteResult(progress, {
    ...passed,
    attempts,
    id: 'Health /health',
    name: 'Health /health',
    durationMs: 41,
    reason: 'HTTP 200',
  })
  return noteResult(progress, {
    ...failed,
    attempts,
    id: 'Upgrade /ws',
    name: 'Upgrade /ws',
    durationMs: 1200,
    reason: 'refused',
  })
}

test('a line a check, in the order of the plan: done, failed, running for how long, waiting', () => {
  assert.deepEqual(renderLive(halfWay(), { ...plain, now: 2300 }), [
    '  + Health /health   41 ms  HTTP 200',
    '  x Upgrade /ws      1.2 s  failed: refused',
    '  \\ Idle /ws         2.3 s',
    '    Late          ',
  ])
})

test('with Unicode the marks are those of the report, and colour changes no word', () => {
  const options = { ...plain, unicode: true, now: 100 }
  const lines = renderLive(halfWay(), options)
  assert.deepEqual(
    lines.map(line => line[2]),
    ['✓', '✗', '⠙', ' '],
  )
  const coloured = renderLive(halfWay(), { ...options, color: true })
  assert.notDeepEqual(coloured, lines)
  assert.deepEqual(
    coloured.map(line => stripVTControlCharacters(line)),
    lines,
  )
})

test('what is said of the wait stands below, until a check begins', () => {
  const progress = noteLine(halfWay(), 'not ready: \u001b[2Jrefused')
  assert.equal(renderLive(progress, plain).at(-1), '  not ready: ␛[2Jrefused')
  assert.equal(renderLive(noteStart(progress, check('Late'), 5), plain).length, 4)
})

test('of too many, those in trouble and those that run are shown, and the others counted', () => {
  const names = Array.from({ length: 30 }, (_, i) => `Check ${i}`)
  let progress = addPlan(beginProgress(0), planOf(...names))
  for (const name of names.slice(0, 28)) {
    progress = noteStart(progress, check(name), 0)
    if (name !== 'Check 20') progress = noteResult(progress, { ...resultOf(), id: name, name })
  }
  progress = noteResult(progress, { ...failedOf('tcp.refused'), id: 'Check 25', name: 'Check 25' })
  const lines = renderLive(progress, { ...plain, height: 6 })
  assert.deepEqual(
    lines.slice(0, -1).map(line => line.slice(4, 12).trim()),
    ['Check 20', 'Check 25', 'Check 28', 'Check 29'],
  )
  assert.equal(lines.at(-1), '  and 26 more: 26 passed')
})

const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '\u001b[31mred',
    'a\r\nb',
    '漢字'.repeat(60),
    '👩‍🚀'.repeat(40),
    '\u202eflip',
    'x'.repeat(400),
  ),
)

test('whatever the target wrote, no line is wider and no view higher than the screen, and nothing in it moves the cursor', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(nastyText, nastyText, fc.nat(3)), { maxLength: 12 }),
      nastyText,
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      fc.boolean(),
      (rows, note, width, height, color, unicode) => {
        let progress = addPlan(beginProgress(0), {
          checks: rows.map(([name], i) => checkOf({ id: `${i}`, name })),
        })
        rows.forEach(([name, reason, state], i) => {
          if (state > 0) progress = noteStart(progress, checkOf({ id: `${i}`, name }), 7)
          const result = state === 2 ? resultOf() : failedOf('tcp.refused')
          if (state > 1) progress = noteResult(progress, { ...result, id: `${i}`, name, reason })
        })
        const lines = renderLive(noteLine(progress, note), { now: 4321, width, height, color, unicode })
        assert.ok(lines.length <= Math.max(1, height - 1))
        for (const line of lines) {
          const text = stripVTControlCharacters(line)
          assert.ok(columnsOf(text) <= Math.max(1, width - 1), JSON.stringify(text))
          assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
        }
      },
    ),
  ))
