import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderJunit } from '../../src/report/junit.ts'
import { report, result, situations } from '../golden/situations.ts'

/** Whether a text is well-formed XML, of the little that we write: no comments, no CDATA. Gives the element names. */
function readXml(xml: string): readonly string[] {
  assert.match(xml, /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
  const names: string[] = []
  const open: string[] = []
  const tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>|<\?xml [^?]*\?>|([^<]+)/gy
  let at = 0
  for (const match of xml.matchAll(tag)) {
    assert.equal(match.index, at, `not XML: ${xml.slice(at, at + 80)}`)
    at += match[0].length
    assert.doesNotMatch(match[5] ?? match[3] ?? '', /&(?!(amp|lt|gt|quot|#10|#9);)|(?<=[^"])>/)
    if (!match[2]) continue
    if (match[1]) assert.equal(open.pop(), match[2])
    else {
      names.push(match[2])
      if (!match[4]) open.push(match[2])
    }
  }
  assert.equal(at, xml.length, `not XML: ${xml.slice(at, at + 80)}`)
  assert.deepEqual(open, [])
  return names
}

function junitOf(situation: string): string {
  const found = situations[situation]
  assert.ok(found)
  return renderJunit(found)
}

const countIn = (names: readonly string[], name: string): number => names.filter(one => one === name).length

for (const [name, one] of Object.entries(situations)) {
  test(`the JUnit file of "${name}" is well-formed, and its totals are those of its elements`, () => {
    const xml = renderJunit(one)
    const names = readXml(xml)
    const totals =
      /<testsuite name="[^"]*" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml)
    assert.ok(totals)
    assert.deepEqual(
      totals.slice(1, 5).map(Number),
      ['testcase', 'failure', 'error', 'skipped'].map(element => countIn(names, element)),
    )
  })
}

test('failed is a failure, could not be tested an error, blocked and skipped are skipped with the reason', () => {
  assert.match(junitOf('header-dropped'), /<failure message="[^"]*" type="ws\.unexpected_response">/)
  assert.match(junitOf('header-dropped'), /<skipped message="blocked: upgrade:\/ws failed first/)
  assert.match(junitOf('inconclusive'), /<error message="this machine has no network"/)
  assert.match(junitOf('inconclusive'), /<skipped message="does not apply"\/>/)
})

test('a run that proved nothing is not green, even without a check', () => {
  const empty = report([], { verdict: 'inconclusive', because: 'no checks were planned', exitCode: 3 })
  assert.match(renderJunit(empty), /errors="1"[\s\S]*<error message="no checks were planned"/)
  const skipped = report([result('upgrade', { outcome: 'skipped', reason: 'no' })], {
    verdict: 'inconclusive',
  })
  assert.match(renderJunit(skipped), /<testsuite [^>]*tests="2"[^>]*errors="1"/)
})
