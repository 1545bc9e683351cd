/** A stream of messages on a WebSocket: a conversation starts it, and all that comes after it began are its events. */

import { closeFault, isOrderly } from '../../conversation/closes.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Evidence } from '../../model/evidence.ts'
import { runOver } from '../../net/limit.ts'
import type { Wire } from '../../net/wire.ts'
import { evidenceOf } from '../gather.ts'
import { openSession } from '../session.ts'
import type { StreamOptions } from '../stream.ts'
import { type OpenSession, observeTalk, talk } from '../talk.ts'
import { deliveryOf, describeStream, type ReadSoFar } from './evidence.ts'
import { fillOptions } from './fill.ts'
import { limitsOf } from './limits.ts'
import { readUntil } from './marks.ts'
import { startWatch } from './stall-watch.ts'
import { createTracker } from './tracker.ts'

/** How long the pong is waited for that separates greetings from what we asked for. */
const separatorMs = 1000

export async function probeSocketStream(
  check: PlannedCheck<StreamOptions>,
  wire: Wire,
  turn: number,
): Promise<Evidence> {
  const credential = await wire.issue(check.credential)
  const session = await openSession({ check, wire, turn, connection: 1, credential })
  using record = session.record
  if (!session.ok)
    return evidenceOf({
      attempts: [record.end(session.fault)],
      observations: record.observations,
      fault: session.fault,
    })
  const { channel } = session
  const options = fillOptions(check.options, session.scope)
  const limits = limitsOf(options, check.timeoutMs)
  const tracker = createTracker({ ...options, format: 'sse', until: readUntil(options.until) }, wire.hide)
  await channel.ping('greetings end here', Math.min(separatorMs, check.timeoutMs))
  const greetings = channel.messages.length
  const seen = { messages: 0, enoughAt: null as number | null }
  const [startedAt, askedAt] = [channel.now(), Date.now()]
  const openMs = record.end(null).phases.find(({ phase }) => phase === 'upgrade')?.ms ?? 0
  const since = (atMs: number) => Math.max(0, atMs - startedAt) + openMs
  const watch = startWatch()

  const talked = await talk(session, options.conversation ?? [], check, wire)
  // A conversation that only sends proves nothing by itself: the events do.
  const spoken = talked.fault?.type === 'runner.no_proof' ? null : talked.fault
  const end = spoken ? { how: 'broken' as const, fault: spoken, atMs: since(channel.now()) } : await follow()
  if (spoken) seen.messages = channel.messages.length
  if (!end.fault) await record.time('close', () => channel.close())
  record.observe(observeTalk(session, { ...talked, fault: end.fault, received: seen.messages }))
  const read: ReadSoFar = {
    ...{ attempt: record.end(end.fault), observations: record.observations, fault: end.fault },
    ...{ head: { status: 101, headers: {}, atMs: openMs }, tracker, end, format: null, limits, askedAt },
    ...{ stalledMs: watch.stop(), bytes: 0, body: new Uint8Array() },
  }
  const described = describeStream(options, read, { delivery: deliveryOf(read), resumed: null })
  return evidenceOf({
    ...{ attempts: [read.attempt], fault: end.fault, transcript: tracker.transcript() },
    ...described,
  })

  async function follow() {
    // None is kept: a stream may be longer than a mailbox.
    channel.sift(({ data, atMs }) => {
      if (seen.messages++ < greetings || seen.enoughAt !== null) return
      if (!tracker.add({ data, name: null, id: null, atMs: since(atMs) })) seen.enoughAt = since(atMs)
    })
    for (;;) {
      if (seen.enoughAt !== null) return { how: 'left' as const, fault: null, atMs: seen.enoughAt }
      const over = endOf(session as OpenSession)
      if (over) return over
      const leftMs = limits.deadlineMs({ head: true, lastAt: tracker.lastAt }) - since(channel.now())
      if (leftMs <= 0) return { how: 'late' as const, fault: null, atMs: since(channel.now()) }
      await channel.changed(Math.ceil(leftMs))
    }
  }

  function endOf({ channel: open }: OpenSession) {
    if (open.aborted) return { how: 'broken' as const, fault: runOver(wire.signal), atMs: since(open.now()) }
    const { closed } = open
    if (!closed) return null
    const atMs = since(closed.atMs)
    return isOrderly(closed)
      ? { how: 'complete' as const, fault: null, atMs }
      : { how: 'broken' as const, fault: closeFault(closed, 'events were awaited'), atMs }
  }
}
