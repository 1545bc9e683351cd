/** One room of the lab as tests: a file each, so that the test runner spreads them and no file runs long. */

import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { noBundle } from '../end-to-end/product.ts'
import { observe } from './bare-client.ts'
import { mosquittoRequirement } from './brokers/mosquitto.ts'
import { rabbitmqRequirement } from './brokers/rabbitmq.ts'
import { brokenClaims } from './claims.ts'
import { type ProxyKind, proxies } from './proxies.ts'
import { commonRequirements, missingRequirements } from './requirements.ts'
import { rooms } from './rooms.ts'
import type { Situation } from './situation.ts'
import { startStage } from './stage.ts'
import { reduce, verify } from './verify.ts'
import { createWorld, type World } from './world.ts'

/** What the situations need on this machine. */
const requirementsOf = (situations: readonly Situation[]) => [
  ...commonRequirements,
  ...Object.entries<ProxyKind>(proxies)
    .filter(([name]) => situations.some(({ proxy }) => proxy === name))
    .map(([, { requirement }]) => requirement),
  ...[mosquittoRequirement, rabbitmqRequirement].filter(({ name }) =>
    situations.some(({ backEnd }) => backEnd?.startsWith(name.replace('-server', ''))),
  ),
]

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
        assert.deepEqual(reduce(verified, situation.expect), situation.expect, context)
        assert.deepEqual(brokenClaims(verified.report), [], context)
        assert.ok(!verified.printed.includes(world.secret), 'the secret is in what was printed')
      })
  })
}
