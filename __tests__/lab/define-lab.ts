/** One room of the lab as tests: a file each, so that the test runner spreads them and no file runs long. */

import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { troublesOfChains } from '../diagnosis/chains.ts'
import { noBundle } from '../end-to-end/product.ts'
import { observe } from './bare-client.ts'
import { type ProxyKind, proxies } from './proxies.ts'
import { commonRequirements, missingRequirements } from './requirements.ts'
import { rooms } from './rooms.ts'
import { type Expectation, leniently, type Situation } from './situation.ts'
import { startStage } from './stage.ts'
import { reduce, straysIn, verify } from './verify.ts'
import { createWorld, type World } from './world.ts'

/** What the situations need on this machine. */
const requirementsOf = (situations: readonly Situation[]) => [
  ...commonRequirements,
  ...Object.entries<ProxyKind>(proxies)
    .filter(([name]) => situations.some(({ proxy }) => proxy === name))
    .map(([, { requirement }]) => requirement),
]

/**
 * What has to be right always: verdict, layer, class and fault. How many of the diagnoses come first as they should is
 * measured by `npm run lab -- --table`.
 */
const outcomeOf = ({ failed, ...rest }: Expectation) => ({
  ...rest,
  failed: failed.map(({ diagnosis: _diagnosis, speaker: _speaker, ...one }) => one),
})

export function defineLab(room: keyof typeof rooms): void {
  const situations = rooms[room]
  suite(`the lab: ${room}`, { skip: missingRequirements(requirementsOf(situations)) || noBundle }, () => {
    let world: World | null = null
    after(() => world?.[Symbol.asyncDispose]())
    for (const situation of situations)
      test(situation.name, async () => {
        world ??= createWorld()
        await using stage = await startStage(situation, world)
        assert.match(await observe(situation, stage, world), situation.bare, stage.output())
        const verified = await verify(situation, stage, world)
        const context = `${verified.printed}\n${stage.output()}`
        const wanted = leniently(situation.expect)
        const today = situation.today ?? wanted
        const expected = isDeepStrictEqual(reduce(verified, today), today) ? today : wanted
        assert.deepEqual(outcomeOf(reduce(verified, expected)), outcomeOf(expected), context)
        assert.deepEqual(straysIn(verified.report), [], context)
        assert.deepEqual(troublesOfChains(verified.report.checks, [world.secret]), [], context)
        assert.ok(!verified.printed.includes(world.secret), 'the secret is in what was printed')
      })
  })
}
