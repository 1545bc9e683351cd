/** What is kept of a stream has to be bounded: objects are counted, not megabytes, so that nothing depends on the machine. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { StreamEvent } from '../../../src/checks/stream/events.ts'
import { createTracker, type Watched } from '../../../src/checks/stream/tracker.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const watched: Watched = {
  ...{ format: 'sse', until: { by: 'text', text: '[DONE]' }, each: { n: { $present: true } } },
  ...{ timestamp: null, pacedMs: null },
}
const eventOf = (n: number, id: string | null = String(n), padding = ''): StreamEvent => ({
  ...{ data: JSON.stringify({ n, at: 1.7e12 + n, padding }), name: 'token', id, atMs: n * 3 },
})

for (const format of ['sse', 'ndjson', 'text'] as const)
  test(`of 20,000 events of ${format} the first and the last fifteen are kept, and no other`, async () => {
    const tracker = createTracker({ ...watched, format }, text => text)
    const given: WeakRef<StreamEvent>[] = []
    for (let n = 1; n <= 20_000; n++) {
      const event = eventOf(n)
      given.push(new WeakRef(event))
      assert.equal(tracker.add(event), true)
    }
    // A WeakRef keeps its object for the job in which it was made.
    await new Promise(resolve => setImmediate(resolve))
    collect()
    const alive = given.flatMap((one, i) => (one.deref() ? [i + 1] : []))
    assert.ok(alive.length <= 30, `${alive.length} of ${given.length} events are alive`)
    assert.equal(tracker.count, 20_000)
    assert.equal(tracker.transcript().length, 30)
    assert.ok(tracker.slots().slots.length <= 40 && tracker.gaps.length < 64 && tracker.ids.length === 500)
  })

test('of large events an excerpt is kept, with their true size', () => {
  const tracker = createTracker({ ...watched, until: null }, text => text)
  const event = eventOf(1, null, 'x'.repeat(1_000_000))
  tracker.add(event)
  const [entry] = tracker.transcript()
  assert.equal(entry?.bytes, Buffer.byteLength(String(event.data)))
  assert.ok((entry?.text.length ?? 0) < 400)
})

test('an id that fits no header ends the ids that are kept', () => {
  const tracker = createTracker({ ...watched, until: null }, text => text)
  for (const id of ['1', '2', 'x'.repeat(5000), '4']) tracker.add(eventOf(1, id))
  assert.deepEqual(tracker.ids, ['1', '2'])
})

test('a binary message that holds a secret is not shown in hex', () => {
  const hide = (text: string) => text.replaceAll('hunter2-hunter2', '***')
  const tracker = createTracker({ ...watched, until: null }, hide)
  tracker.add({ ...eventOf(1), name: null, data: Buffer.from('password=hunter2-hunter2') })
  assert.match(tracker.transcript()[0]?.text ?? '', /they hold a secret/)
})
