import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fault } from '../../src/model/fault.ts'
import { renderComment } from '../../src/report/comment.ts'
import { failing, healthy, report, situations } from '../golden/situations.ts'
import { showPage } from './page.ts'

const jobUrl = 'https://github.com/o/r/actions/runs/1/job/2'
const foldedIn = (markdown: string): number => markdown.indexOf('<details>')

test('it is folded when all is well, and open when something is wrong', () => {
  const well = renderComment(report([healthy]), { jobUrl })
  assert.ok(well.indexOf('| Check |') > foldedIn(well) && foldedIn(well) > 0)
  const wrong = renderComment(situations['header-dropped']!, { jobUrl })
  assert.ok(wrong.indexOf('| Check |') < foldedIn(wrong) || foldedIn(wrong) < 0)
  assert.match(wrong, /\*\*Cause\*\*/)
})

test('a run that passed though a check failed says how many passed', () => {
  const failed = failing('upgrade', fault('ws.unexpected_response', 'HTTP 426', '426'), [])
  const tolerated = report([healthy, failed], { verdict: 'passed', exitCode: 0 })
  assert.match(renderComment(tolerated, { jobUrl }), /<summary>1 of 2 checks passed/)
})

test('GitHub takes 65,536 characters: it stays below with room for the marker', () => {
  const trouble = fault('http.error', 'é'.repeat(3000))
  const checks = Array.from({ length: 3000 }, (_, at) =>
    failing('health', trouble, [], { id: `health:/${at}` }),
  )
  for (const verdict of ['failed', 'passed'] as const)
    assert.ok(renderComment(report(checks, { verdict }), { jobUrl }).length < 64_000)
})

test('nobody is mentioned and nothing is linked by text of the target: the only link is that of the log', () => {
  const { elements, prose } = showPage(renderComment(situations.hostile!, { jobUrl }))
  const links = elements.filter(({ tagName }) => tagName === 'a').map(({ properties }) => properties.href)
  assert.deepEqual(links, [jobUrl])
  assert.deepEqual(
    elements.filter(({ tagName }) => ['img', 'script', 'iframe', 'form'].includes(tagName)),
    [],
  )
  assert.doesNotMatch(prose, /@\w|(?<!\w)#\d|GH-\d/)
})
