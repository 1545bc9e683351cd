import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fault } from '../../src/model/fault.ts'
import type { Report } from '../../src/model/report.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { renderSummary, summaryLimit } from '../../src/report/summary.ts'
import { blocked, failing, healthy, report, situations } from '../golden/situations.ts'
import { countOf, showPage } from './page.ts'

const situation = (name: string): Report => {
  const found = situations[name]
  assert.ok(found)
  return found
}

test('the story of a failure survives the sanitizer: verdict, path, cause, why, fix, evidence', () => {
  const page = showPage(renderSummary(situation('header-dropped')))
  for (const words of [
    'Verify Deploy: failed · staging',
    'DNS ✓ → TCP ✓ → TLS ✓ → HTTP ✓ → Upgrade ✗ → Auth · → Messages ·',
    'high confidence, upgrade.header-dropped',
    'TCP to 203.0.113.7:443 connected in 8 ms.',
    'proxy_set_header Upgrade $http_upgrade;',
    'Proof of the 1 passed check',
  ])
    assert.ok(page.text.includes(words), words)
  assert.equal(countOf(page, 'table'), 5)
  assert.equal(countOf(page, 'details'), 2)
  assert.equal(countOf(page, 'summary'), 2)
  assert.equal(countOf(page, 'ol'), 1)
  assert.equal(countOf(page, 'img') + countOf(page, 'a'), 0)
  assert.match(page.html, /<code class="language-mermaid">flowchart LR/)
})

test('hostile text shows as text: no element, link or reference of its own', () => {
  const page = showPage(renderSummary(situation('hostile')))
  const allowed = new Set(
    'h2 h3 p strong code pre table thead tbody tr th td br details summary ol ul li sub'.split(' '),
  )
  assert.deepEqual(
    [...new Set(page.elements.map(({ tagName }) => tagName))].filter(tagName => !allowed.has(tagName)),
    [],
  )
  // Checks, assertions, attempts, facts, proofs: as many as without hostile text.
  assert.equal(countOf(page, 'table'), 5)
  assert.equal(countOf(page, 'details'), 2)
  for (const row of page.elements.filter(({ tagName }) => tagName === 'tr')) {
    const cells = row.children.filter(child => child.type === 'element').length
    assert.ok([2, 3, 5].includes(cells), `a row of ${cells} cells`)
  }
  assert.ok(page.text.includes('</td></table><script>alert(1)</script> | x | <!-- @octocat #1 GH-2'))
  assert.ok(page.text.includes('```fence``` **b** __u__ ~~s~~ $m$ :tada: ␛[31mred␛[0m'))
  assert.ok(page.text.includes('# out of the fence'))
  assert.doesNotMatch(page.prose, /@\w|#\d|\bGH-\d|:\/\/|\bwww\.\w|:tada:/)
})

test('a Mermaid diagram is made of our own words only', () => {
  const diagrams = [...renderSummary(situation('hostile')).matchAll(/```mermaid\n([^`]*)```/g)]
  assert.equal(diagrams.length, 1)
  for (const [, diagram = ''] of diagrams) {
    for (const line of diagram.trim().split('\n'))
      assert.match(
        line,
        /^(flowchart LR| {2}\w+\["(DNS|TCP|TLS|HTTP|Upgrade|Auth|Messages) [✓✗·]"\]:::\w+| {2}\w+ (-->|--x|-\.->) \w+| {2}classDef \w+ [-\w:#,]+( \d)?)$/,
      )
  }
})

test('a layer is ticked only where it was walked: an address in the URL needs no DNS', () => {
  const refused = fault('tcp.refused', 'refused')
  const text = renderSummary(report([failing('health', refused, [], { observations: {} })]))
  assert.match(text, /^DNS · → TCP ✗ → TLS · → HTTP ·$/m)
})

test('a green run is told in a few visible lines', () => {
  const folded = renderSummary(situation('all-passed')).replace(/<details>[\s\S]*?<\/details>/g, '')
  assert.ok(folded.split('\n').filter(line => line.trim() !== '').length <= 15, folded)
})

test('nothing that GitHub strips is written: images, styles, data URIs', () => {
  for (const one of Object.values(situations)) {
    const { elements } = showPage(renderSummary(one))
    assert.equal(elements.filter(({ tagName }) => tagName === 'img').length, 0)
    assert.doesNotMatch(renderSummary(one).replace(/`+[^`]*`+/g, ''), /<(img|svg|style|a)\b|style=/)
  }
})

test('input problems are told with place and remedy', () => {
  const { text } = showPage(renderSummary(situation('input-problems')))
  assert.ok(text.includes('.github/verify-deploy.yml:31:13'))
  assert.ok(text.includes('write 250ms, 10s, 2m or 1h'))
})

/** Every text as long and as costly to escape as it gets. */
function hugeReport(checks: number, length: number, unit = '@#|<\u{1f4a5}'): Report {
  const long = unit.repeat(length)
  const trouble = fault('ws.no_reply', long)
  const results = Array.from({ length: checks }, (_, at) => {
    const id = `messaging:/ws#${at}`
    if (at % 3 === 0) return { ...healthy, id, reason: long, notes: [long, long] }
    if (at % 3 === 1) return { ...blocked('messaging', 'messaging:/ws#2', long), id }
    return failing('messaging', trouble, [{ phase: 'message', ms: 5 }], {
      id,
      name: long,
      assertions: Array.from({ length: 30 }, () => ({
        claim: long,
        expected: long,
        actual: long,
        ok: false,
      })),
      observations: { 'http.response.status_code': 101, 'http.response.body.excerpt': long },
      transcript: Array.from({ length: 40 }, (_, atMs) => ({
        atMs,
        direction: 'received' as const,
        kind: 'text' as const,
        text: long,
        bytes: 99,
      })),
    })
  })
  return report(results, { because: long, notes: results.map(() => long) })
}

test('5,000 checks with long hostile texts stay below 1 MiB, and what was left out is said', () => {
  const huge = hugeReport(5000, 200)
  for (const text of [renderSummary(huge), renderMarkdown(huge)]) {
    assert.ok(Buffer.byteLength(text) <= summaryLimit, `${Buffer.byteLength(text)} bytes`)
    assert.match(text, /Left out to stay below the size limit: transcripts, observed facts, /)
    assert.match(text, /… and [\d,]+ more, counted above\./)
    assert.match(text, /… and [\d,]+ more failures, in report\.json\./)
    assert.match(text, /5,000 checks planned, 3,333 executed/)
    const page = showPage(text)
    assert.equal(countOf(page, 'a') + countOf(page, 'script'), 0)
  }
})

test('text of nothing but the characters that take most room fits as well', () => {
  const text = renderSummary(hugeReport(300, 2000, '@'))
  assert.ok(Buffer.byteLength(text) <= summaryLimit, `${Buffer.byteLength(text)} bytes`)
  assert.match(text, /checks beyond the first 20 and failures beyond the first 2/)
})

test('only as much is left out as has to be', () => {
  const text = renderSummary(hugeReport(100, 60))
  assert.ok(Buffer.byteLength(text) <= summaryLimit)
  assert.match(text, /Left out to stay below the size limit: transcripts/)
  assert.doesNotMatch(text, /more, counted above/)
  assert.doesNotMatch(renderSummary(situation('hostile')), /Left out/)
})

test('failing checks keep their rows when not all rows are shown', () => {
  const results = Array.from({ length: 6000 }, (_, at) => ({ ...healthy, id: `health:/${at}` }))
  const trouble = fault('http.error', 'answered HTTP 500 instead of 2xx')
  const text = renderSummary(report([...results, failing('health', trouble, [], { name: 'The last one' })]))
  assert.match(text, /\| ❌ \| The last one \|/)
})
