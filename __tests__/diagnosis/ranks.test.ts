/**
 * No two rows may claim the same failure with the same rank: not over what was recorded, and not over the same answers
 * as they come through each proxy, with each outcome of the follow-ups. (What the real servers of the lab answer is held
 * to the same in `__tests__/lab/claims.ts`.)
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareCandidates, findCandidates, selectCauses } from '../../src/diagnosis/diagnose.ts'
import { findFacts, findNeighbours } from '../../src/diagnosis/facts.ts'
import type { Conditions } from '../../src/diagnosis/signature.ts'
import { signatures } from '../../src/diagnosis/signatures/index.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Observations } from '../../src/model/evidence.ts'
import { healthy } from '../golden/situations.ts'
import { evidence } from './evidence/index.ts'
import { neighbours } from './evidence/neighbours.ts'

const header = (name: string, value: string): Observations => ({ [`http.response.header.${name}`]: value })

/** What those on the way, or the server itself, add to an answer. */
const marks: Readonly<Record<string, Observations>> = {
  nobody: {},
  nginx: header('server', 'nginx/1.22.1'),
  Apache: header('server', 'Apache/2.4.62 (Debian)'),
  Caddy: header('via', '1.1 Caddy'),
  Varnish: header('x-varnish', '3'),
  Envoy: { ...header('server', 'istio-envoy'), ...header('x-envoy-upstream-service-time', '3') },
  Cloudflare: { ...header('server', 'cloudflare'), ...header('cf-ray', '8f2-FRA') },
  CloudFront: header('x-amz-cf-id', 'qQ=='),
  'AWS load balancer': header('set-cookie', 'AWSALB=1'),
  'Google load balancer': header('via', '1.1 google'),
  'Google Frontend': header('server', 'Google Frontend'),
  Heroku: header('via', '1.1 vegur'),
  Fly: header('fly-request-id', '1'),
  Kong: header('via', '1.1 kong/3.9'),
  IIS: header('server', 'Microsoft-IIS/10.0'),
  Vercel: header('x-vercel-id', 'fra1::x'),
  uvicorn: header('server', 'uvicorn'),
  Express: header('x-powered-by', 'Express'),
}

const always = { 'repeat.failed': 4, 'repeat.total': 4, 'origin.decides': false }
/** What the follow-ups may find. */
const outcomes: Readonly<Record<string, Observations>> = {
  nothing: {},
  'every path and a GET are answered alike': {
    ...always,
    'twin.get.same_as_upgrade': true,
    'twin.random.same': true,
  },
  'a GET is answered alike': { ...always, 'twin.get.same_as_upgrade': true, 'twin.random.same': false },
  'the upgrade arrives': {
    ...always,
    'twin.get.same_as_upgrade': false,
    'twin.random.same': false,
    'fingerprint.upgrade_survives': true,
  },
  'the Origin decides': {
    ...{ 'twin.get.same_as_upgrade': false, 'twin.random.same': false, 'origin.decides': true },
    ...{ 'origin.none': 101, 'origin.same': 101, 'origin.foreign': 403 },
  },
  'two of four fail': { 'repeat.failed': 2, 'repeat.total': 4 },
}

const failures: readonly (readonly [string, CheckResult])[] = [
  ...Object.entries(evidence),
  ...Object.entries(neighbours).map(([name, [result]]) => [name, result] as const),
]

for (const [outcome, found] of Object.entries(outcomes)) {
  test(`no two rows tie, and one at most is beyond doubt, when the follow-ups find: ${outcome}`, () => {
    const conflicts = new Set<string>()
    for (const [name, failure] of failures)
      for (const [mark, added] of Object.entries(marks))
        for (const beside of [[], [healthy]]) {
          const observations = { ...added, ...failure.observations, ...found }
          const { facts } = findFacts({ ...failure, observations }, findNeighbours(beside))
          const candidates = findCandidates(facts)
          const where = `${name}, ${mark}`
          candidates.slice(1).forEach((one, i) => {
            const before = candidates[i]!
            if (compareCandidates(before, one) === 0)
              conflicts.add(`${before.signature.id} and ${one.signature.id} (${where})`)
          })
          if (selectCauses(candidates).filter(({ confidence }) => confidence === 'high').length > 1)
            conflicts.add(`two beyond doubt (${where})`)
        }
    assert.deepEqual([...conflicts].slice(0, 20), [])
  })
}

test('no two rows ask for the same', () => {
  const show = (when: Conditions): string =>
    Object.entries(when)
      .map(
        ([fact, condition]) =>
          `${fact} ${condition instanceof RegExp ? condition : JSON.stringify(condition)}`,
      )
      .sort()
      .join('\n')
  const seen = new Map<string, string>()
  for (const { id, when } of signatures) {
    const asked = show(when)
    assert.equal(seen.get(asked), undefined, `${id} asks for what ${seen.get(asked)} asks for`)
    seen.set(asked, id)
  }
})
