/** What the guides say about streams, tried: the configuration of each, and what is one edit away from it. */

import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { serverName } from './certificates.ts'
import { readGuide } from './guides.ts'
import { type ProxyKind, proxies } from './proxies.ts'
import { missingRequirements } from './requirements.ts'
import { startProxy } from './start-proxy.ts'
import { type Effect, observeStream, startSteppedStream } from './stepped-stream.ts'
import { streamRows } from './stream-mistakes.ts'
import { createWorld, type World } from './world.ts'

/** How the second cell of a guide's row begins. */
const inGuide: Readonly<Record<Effect, string>> = {
  streams: 'streams',
  'streams, compressed': 'streams, compressed',
  'one late': 'every event comes one late: ',
  buffers: 'buffers: ',
  cut: 'cut in the middle: ',
  'ends as if complete': 'ends as if it were complete: ',
  shared: 'streams; the second client gets the events of the first',
}

/** The rows of the section on streams, without head and rule. */
const rowsOf = (guide: string): string[] =>
  /^## What streams need\n(.*?)^## /ms
    .exec(readGuide(guide))![1]!
    .split('\n')
    .filter(line => line.startsWith('| '))
    .slice(1)

test('every row on streams in the guides is one that is tried, and the other way round', () => {
  for (const { guide } of Object.values<ProxyKind>(proxies)) {
    const tried = streamRows.filter(({ proxy }) => proxies[proxy].guide === guide)
    const stated = rowsOf(guide)
    assert.equal(stated.length, tried.length, guide)
    for (const { says, effect } of tried) {
      const row = stated.find(line => line.startsWith(`| ${says} | `))
      assert.ok(row, `${guide} has no row "${says}"`)
      assert.ok(row.startsWith(`| ${says} | ${inGuide[effect]}`), `${guide} does not say "${effect}": ${row}`)
      if (effect === 'streams') assert.doesNotMatch(row, /compressed \|$|second client/)
    }
  }
})

const missing = missingRequirements([
  { name: 'openssl', probe: ['openssl', 'version'] },
  ...Object.values<ProxyKind>(proxies).map(({ requirement }) => requirement),
])

suite('streams through the proxies of the guides', { skip: missing }, () => {
  let world: World | null = null
  after(() => world?.[Symbol.asyncDispose]())
  for (const { proxy, says, edits, effect, headers } of streamRows)
    test(`${proxy}, ${says}: ${effect}`, async () => {
      world ??= createWorld()
      await using application = await startSteppedStream(headers)
      await using started = await startProxy({
        ...{ proxy, serverName, edits, backEndPort: application.port },
        certificate: world.certificates.pairs.right,
      })
      const seen = await observeStream(started.url, world.certificates.trusted, application, effect)
      assert.equal(seen, effect, started.output())
    })
})
