import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeReports } from '../../src/merge.ts'
import { groupChecks } from '../../src/report/pieces/parts.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { situations } from '../golden/situations.ts'

const labels = ['all-passed', 'header-dropped', 'input-problems'] as const
const parts = labels.map(label => ({ label, report: situations[label]! }))
const merged = mergeReports({ parts, missing: [], now: 0 })

test('the checks of a merged report are grouped by the part that they came from, the worst first, under their own names', () => {
  const [passed, failed, untested] = parts
  assert.deepEqual(
    groupChecks(merged)?.map(({ part, checks }) => [part.label, checks.map(({ name }) => name)]),
    [failed!, untested!, passed!].map(({ label, report }) => [label, report.checks.map(({ name }) => name)]),
  )
  assert.equal(groupChecks(situations['all-passed']!), null)
})

test('counts that do not add up hide no check', () => {
  const wrong = { ...merged, parts: merged.parts!.slice(1) }
  assert.equal(groupChecks(wrong), null)
  for (const { name } of merged.checks)
    assert.ok(renderTerminal(wrong, { color: false, width: 200 }).includes(name))
})

test('the summary and the terminal head each part with its verdict', () => {
  const summary = renderSummary(merged)
  const terminal = renderTerminal(merged, { color: false, width: 100 })
  assert.match(
    summary,
    /### ❌ header-dropped: failed[\s\S]*### ⚠️ input-problems[\s\S]*### ✅ all-passed: passed/,
  )
  assert.match(terminal, /^✗ header-dropped: failed[\s\S]*^! input-problems[\s\S]*^✓ all-passed: passed/m)
})

test('a part that is missing has a heading, with the reason below it', () => {
  const missing = [{ label: 'ap', message: 'the part "ap" is missing: its job ended without a report' }]
  const report = mergeReports({ parts: [parts[0]!], missing, now: 0 })
  assert.match(
    renderSummary(report),
    /### ⚠️ ap: inconclusive\n\nthe part "ap" is missing: [^\n]*\n\n### ✅ all-passed/,
  )
  assert.match(
    renderTerminal(report, { color: false, width: 100 }),
    /^! ap: inconclusive\n {2}the part "ap" is missing: [^\n]*\n\n✓ all-passed/m,
  )
})

test('a summary of five hundred parts still fits', () => {
  const [first] = parts
  const many = Array.from({ length: 500 }, (_, i) => ({ ...first!, label: `part-${i}` }))
  const summary = renderSummary(mergeReports({ parts: many, missing: [], now: 0 }))
  assert.ok(Buffer.byteLength(summary) <= 1024 * 1024)
})
