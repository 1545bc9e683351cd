import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fault } from '../../src/model/fault.ts'
import { checkRunLimit, renderCheckRun, renderCheckRunProgress } from '../../src/report/check-run.ts'
import { failing, healthy, report, situations } from '../golden/situations.ts'
import { showPage } from './page.ts'

const trouble = fault('http.error', 'answered HTTP 500 instead of 2xx')
const render = (of: ReturnType<typeof report>, carried = '') => renderCheckRun(of, { carried })
const many = (n: number, changes = {}) =>
  Array.from({ length: n }, (_, at) => failing('health', trouble, [], { id: `health:/${at}`, ...changes }))

test('only a passed run satisfies a required check: what could not be tested does not, as neutral would', () => {
  const conclusionOf = (verdict: 'passed' | 'failed' | 'inconclusive' | 'cancelled') =>
    render(report([healthy], { verdict })).conclusion
  assert.deepEqual(
    [conclusionOf('passed'), conclusionOf('failed'), conclusionOf('inconclusive'), conclusionOf('cancelled')],
    ['success', 'failure', 'failure', 'cancelled'],
  )
})

test('every text stays within what GitHub takes, however much there is to tell', () => {
  const name = `${'w'.repeat(90)}<é>`
  const huge = report(many(3000, { name, reason: '&<>*[]'.repeat(80) }), { because: 'b'.repeat(5000) })
  const { title, summary, text, annotations } = render(huge, `<!-- ${'x'.repeat(20_000)} -->`)
  assert.ok(title.length <= 255, `${title.length}`)
  assert.ok(summary.length <= checkRunLimit, `${summary.length}`)
  assert.ok(text.length <= checkRunLimit, `${text.length}`)
  assert.equal(annotations.length, 0)
})

test('a failure is annotated on the line that declared it, a tolerated one as a warning', () => {
  const source = { file: './.github\\verify-deploy.yml', line: 7, column: 3 }
  const [annotation] = render(report(many(1, { source }))).annotations
  assert.deepEqual(
    [annotation?.path, annotation?.start_line, annotation?.end_line, annotation?.annotation_level],
    ['.github/verify-deploy.yml', 7, 7, 'failure'],
  )
  assert.match(annotation?.message ?? '', /HTTP 500/)
  const tolerated = render(report(many(1, { source }), { exitCode: 0, verdict: 'passed' })).annotations
  assert.equal(tolerated[0]?.annotation_level, 'warning')
})

test('a file outside of the repository has no lines to annotate', () => {
  for (const file of ['/etc/verify.yml', '../verify.yml', 'C:\\verify.yml'])
    assert.deepEqual(render(report(many(1, { source: { file, line: 1, column: 1 } }))).annotations, [], file)
})

test('what is carried stands whole at the end, however long the rest is, and nobody sees it', () => {
  const carried = `\n<!-- carried\n${'é'.repeat(10_000)}\n-->\n`
  for (const one of [report([healthy]), report(many(2000, { reason: 'r'.repeat(200) }))]) {
    const { text } = render(one, carried)
    assert.ok(text.endsWith(carried))
    assert.ok(Buffer.byteLength(text) <= checkRunLimit)
    assert.ok(!showPage(text).text.includes('carried'))
  }
})

test('hostile text shows as text, at the end and while the run goes on', () => {
  const { summary, text } = render(situations.hostile!)
  const evil = { outcome: 'failed', name: '@octocat', reason: '<img src=x> #12 GH-7 https://a.b' } as const
  for (const markdown of [summary, text, renderCheckRunProgress([evil], 3).summary]) {
    const { elements, prose } = showPage(markdown)
    assert.deepEqual(
      elements.filter(({ tagName }) => ['a', 'img', 'script', 'iframe'].includes(tagName)),
      [],
    )
    assert.doesNotMatch(prose, /@\w|(?<!\w)#\d|GH-\d|https?:\/\/\w/)
  }
})

test('while it runs, it tells how far it is', () => {
  const { title, summary } = renderCheckRunProgress([healthy], 3)
  assert.equal(title, 'running: 1 of 3 checks finished')
  assert.match(summary, /✅ Health \/health: HTTP 200/)
  assert.equal(renderCheckRunProgress([], 0).title, 'running')
})
