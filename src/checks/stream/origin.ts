/** The same stream from the application itself: what came one by one there and together here is buffered in between. */

import type { PlannedCheck } from '../../model/check.ts'
import type { Attempt } from '../../model/evidence.ts'
import { targetOf } from '../../model/target.ts'
import type { StreamOptions } from '../stream.ts'
import { deliveryOf, type ReadSoFar } from './evidence.ts'
import { type Asking, openEvents } from './http.ts'
import { type Delivery, shortestSpanMs, weigh } from './pace.ts'

/** A URL without a path stands for the same path there. */
function directUrl(declared: string, own: URL): URL {
  const url = new URL(declared)
  return url.pathname === '/' && url.search === '' ? new URL(own.pathname + own.search, url) : url
}

export async function compareDirect(
  check: PlannedCheck<StreamOptions>,
  read: ReadSoFar,
  asking: Asking,
): Promise<{ readonly delivery: Delivery; readonly attempts: readonly Attempt[] }> {
  const own = deliveryOf(read)
  const { origin } = check.options
  const held = read.tracker !== null || read.fault?.type === 'stream.no_headers'
  if (origin === null || own.verdict !== 'unknown' || !held) return { delivery: own, attempts: [] }
  const direct = await openEvents(check, targetOf(directUrl(origin, check.target.url)), asking)
  // That the direct URL is out of reach says nothing of the stream, and does not make it flaky.
  return { delivery: compare(read, direct), attempts: direct.fault ? [] : [direct.attempt] }
}

function compare(read: ReadSoFar, direct: ReadSoFar): Delivery {
  const { tracker, end, stalledMs } = read
  const there = direct.tracker
  const arrivedMs = tracker?.pace.delivery(0).arrivedMs ?? 0
  const producedMs = there?.pace.delivery(0).arrivedMs ?? 0
  const told = (verdict: Delivery['verdict'], actual: string): Delivery => ({
    ...{ verdict, basis: 'origin', producedMs, arrivedMs, heldMs: null },
    actual,
  })
  if (direct.fault) return told('unknown', `cannot tell: the direct URL failed: ${direct.fault.message}`)
  if (!there || there.count < 2)
    return told('unknown', 'cannot tell: the direct URL gave fewer than two events')
  // A buffer often holds back the headers as well.
  if ((tracker?.count ?? 0) === 0 && end?.how === 'late') {
    const least = (there.firstAt ?? 0) + shortestSpanMs
    if (end.atMs < 2 * least) return told('unknown', 'cannot tell: the direct URL took as long to begin')
    const actual = `no event came in ${Math.round(end.atMs)} ms, and the first one from the direct URL after ${Math.round(there.firstAt ?? 0)} ms`
    return told('buffered', actual)
  }
  return weigh({
    ...{ basis: 'origin', count: tracker?.count ?? 0, producedMs, arrivedMs, resolutionMs: 1, heldMs: 0 },
    ...{ gaps: 0, squeezed: 0, stalledMs, elapsedMs: end?.atMs ?? 0 },
  })
}
