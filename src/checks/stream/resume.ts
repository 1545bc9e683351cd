/** After a reconnect with Last-Event-ID, does the stream go on where it was left? */

import type { PlannedCheck } from '../../model/check.ts'
import type { Attempt } from '../../model/evidence.ts'
import type { Target } from '../../model/target.ts'
import type { StreamOptions } from '../stream.ts'
import type { ReadSoFar } from './evidence.ts'
import { type Asking, openEvents } from './http.ts'
import { plural, type Resumed } from './judge.ts'

export async function resumeStream(
  check: PlannedCheck<StreamOptions>,
  target: Target,
  { tracker, fault }: ReadSoFar,
  asking: Asking,
): Promise<{ readonly resumed: Resumed | null; readonly attempts: readonly Attempt[] }> {
  if (!check.options.resume || !tracker || fault) return { resumed: null, attempts: [] }
  const { ids } = tracker
  if (ids.length === 0)
    return {
      resumed: {
        ...{ ok: false, type: 'no ids' },
        actual: 'no event carried an id that can be sent back, so that a client that reconnects cannot go on',
      },
      attempts: [],
    }
  // From the middle: what has to come next is known then.
  const at = Math.floor((ids.length - 1) / 2)
  const again = await openEvents(check, target, asking, { 'last-event-id': utf8InHeader(ids[at]!) }, 1)
  return { resumed: compareIds(ids, at, again), attempts: [again.attempt] }
}

/** WHATWG HTML, section 9.2.3: the id goes out in UTF-8; undici writes a character a byte. */
const utf8InHeader = (id: string): string => Buffer.from(id).toString('latin1')

const short = (id: string): string => JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id)

/** Pure. `ids` are those of the first connection, `at` the last one that we claim to have. */
export function compareIds(
  ids: readonly string[],
  at: number,
  { tracker, head, fault, format }: Pick<ReadSoFar, 'tracker' | 'head' | 'fault' | 'format'>,
): Resumed {
  const own = ids[at]!
  const next = ids[at + 1]
  const broken = (actual: string): Resumed => ({ ok: false, type: 'broken', actual })
  const unknown = (why: string): Resumed => ({ ok: true, type: 'unknown', actual: `cannot tell: ${why}` })
  const asked = `after Last-Event-ID ${short(own)}`
  if (own === next)
    return broken(`events share the id ${short(own)}, so that it does not tell where to go on`)
  const why = fault ? `: ${fault.message}` : ''
  if (!tracker)
    return broken(`${asked} ${head ? `the answer was HTTP ${head.status}` : `no answer came${why}`}`)
  if (format !== 'sse')
    return broken(
      `${asked} the answer is no stream of events (${head?.headers['content-type'] ?? 'no content type'})`,
    )
  if (tracker.error) return broken(`${asked} the stream reports an error: ${tracker.error.text}`)
  const first = tracker.ids[0]
  if (first === undefined) {
    if (tracker.count > 0) return broken(`${asked} the first event carries no id`)
    return next === undefined
      ? unknown('no event was to come after the last one')
      : broken(`${asked} no event came, and the next one is ${short(next)}${why}`)
  }
  if (first === next)
    return { ok: true, type: 'continued', actual: `${asked} it goes on with ${short(first)}` }
  const known = ids.indexOf(first)
  if (known === 0) return broken(`${asked} it starts over with ${short(first)}: the header is ignored`)
  if (known > 0 && known <= at) return broken(`${asked} it repeats ${short(first)}`)
  if (known > at) return broken(`${asked} it skips ${plural(known - at - 1)}, to ${short(first)}`)
  if (!areConsecutive(ids)) return unknown(`its first id ${short(first)} cannot be compared with the others`)
  return Number(first) === Number(own) + 1
    ? { ok: true, type: 'continued', actual: `${asked} it goes on with ${short(first)}` }
    : broken(`${asked} it begins with ${short(first)}: events in between are lost`)
}

const areConsecutive = (ids: readonly string[]): boolean =>
  ids.every((id, i) => /^\d{1,15}$/.test(id) && (i === 0 || Number(id) === Number(ids[i - 1]) + 1))
