import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fault } from '../../src/model/fault.ts'
import { renderAnnotations } from '../../src/report/annotations.ts'
import { failing, healthy, report, situations } from '../golden/situations.ts'

const linesOf = (text: string): readonly string[] => text.split('\n').filter(Boolean)
const trouble = fault('http.error', 'answered HTTP 500 instead of 2xx')
const many = (n: number, changes = {}) =>
  Array.from({ length: n }, (_, at) => failing('health', trouble, [], { id: `health:/${at}`, ...changes }))

test('a failed check that was declared in the file is annotated on its line', () => {
  const source = { file: 'dir/a,b:c.yml', line: 7, column: 3 }
  const [line = ''] = linesOf(renderAnnotations(report(many(1, { source }))))
  assert.match(
    line,
    /^::error file=dir\/a%2Cb%3Ac\.yml,line=7,col=3,title=Verify Deploy%3A Health \/health::/,
  )
})

test('one that has no place is annotated without one', () => {
  const [line = ''] = linesOf(renderAnnotations(report(many(1))))
  assert.match(line, /^::error title=Verify Deploy%3A Health \/health::answered HTTP 500/)
})

test('GitHub takes ten of a type: the rest is one roll-up, and one place is left for the last word', () => {
  for (const [failures, lines] of [
    [9, 9],
    [10, 9],
    [40, 9],
  ] as const) {
    const told = linesOf(renderAnnotations(report(many(failures))))
    assert.equal(told.length, lines)
    assert.equal(told.at(-1)?.includes('more error'), failures > 9)
  }
  assert.match(renderAnnotations(report(many(40))), /32 more errors: see the job summary\./)
})

test('failures that the policy tolerates, and notes, are warnings', () => {
  const tolerated = report([{ ...healthy, notes: ['the reply could not be tied'] }, ...many(1)], {
    exitCode: 0,
  })
  const lines = linesOf(renderAnnotations(tolerated))
  assert.equal(lines.length, 2)
  for (const line of lines) assert.match(line, /^::warning /)
})

test('a message is never longer than the 4,096 characters that the runner keeps', () => {
  const long = fault('http.error', '%\n'.repeat(10_000))
  const [line = ''] = linesOf(renderAnnotations(report([failing('health', long, [])])))
  const message = line.slice(line.indexOf('::', 2) + 2)
  const decoded = message.replaceAll('%0A', '\n').replaceAll('%25', '%')
  assert.ok(decoded.length > 4000 && decoded.length <= 4096, String(decoded.length))
})

test('every line is exactly one command, whatever the target wrote', () => {
  for (const one of Object.values(situations)) {
    for (const line of linesOf(renderAnnotations(one))) {
      assert.match(line, /^::(error|warning) [^\r\n]*$/)
      assert.doesNotMatch(line, /##\[/)
    }
  }
})
