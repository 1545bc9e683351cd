/**
 * Do events arrive as they were produced? The producer's times come from the events themselves or from a declared pace;
 * only their differences count, so that no clock has to be right. Counters only: memory is flat.
 */

import { createTimeReader } from './event-time.ts'
import type { StreamEvent, StreamFormat } from './events.ts'
import { isOlder, type RequestTime } from './request-time.ts'

export interface Delivery {
  readonly verdict: 'as produced' | 'buffered' | 'unknown'
  /** Where the producer's times are from. */
  readonly basis: 'timestamps' | 'paced' | 'origin' | null
  /** From the first to the last event, as produced and as arrived. */
  readonly producedMs: number | null
  readonly arrivedMs: number
  /** Longest time by which an event was held back against the one that was held back least. */
  readonly heldMs: number | null
  /** In words, for an assertion. */
  readonly actual: string
}

export interface Pace {
  add(event: StreamEvent): void
  /** @param asked When the request went out; null where nobody says. */
  delivery(stalledMs: number, asked?: RequestTime | null): Delivery
}

/** A producer that took less than this is as good as instant: nothing can be told. */
export const shortestSpanMs = 300
/** Arrivals within this part of the producer's span are a burst; beyond the other they are a stream. */
const burstShare = 0.2
const streamShare = 0.6
/** Gaps of the producer below this are within what a network jitters. */
const smallestGapMs = 20
const squeezedShare = 0.25
/** Arrivals closer than this came together, whatever the gap was. */
const togetherMs = 15

export function createPace({
  timestamp,
  pacedMs,
  format,
  minEvents = 0,
}: {
  timestamp: string | null
  pacedMs: number | null
  format?: StreamFormat
  minEvents?: number
}): Pace {
  const timeOf = pacedMs === null ? createTimeReader(timestamp) : null
  let count = 0
  let timed = 0
  let first = { atMs: 0, madeMs: 0 }
  let last = { atMs: 0, madeMs: 0 }
  let firstAt = 0
  let lastAt = 0
  let resolutionMs = 1
  let zoned = true
  let [leastLag, mostLag] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [gaps, squeezed] = [0, 0]
  let backwards = false

  const addTimed = (atMs: number, madeMs: number) => {
    const here = { atMs, madeMs }
    if (timed++ === 0) first = here
    else {
      const gap = madeMs - last.madeMs
      if (gap < 0) backwards = true
      if (gap >= smallestGapMs) {
        gaps++
        if (atMs - last.atMs < Math.min(gap * squeezedShare, togetherMs)) squeezed++
      }
    }
    last = here
    leastLag = Math.min(leastLag, atMs - madeMs)
    mostLag = Math.max(mostLag, atMs - madeMs)
  }

  /** Pieces of text that were held back are one piece: that they were as many as declared shows in how long it took. */
  const weighMerged = (arrivedMs: number, stalledMs: number): Delivery | null => {
    const producedMs = (minEvents - 1) * (pacedMs ?? 0)
    if (format !== 'text' || count === 0 || count >= minEvents || lastAt < producedMs) return null
    const delivery = weigh({
      ...{ basis: 'paced', count: minEvents, producedMs, arrivedMs, elapsedMs: lastAt, stalledMs },
      ...{
        resolutionMs: 1,
        heldMs: producedMs - arrivedMs,
        gaps: minEvents - 1,
        squeezed: minEvents - count,
      },
    })
    return delivery.verdict === 'buffered' ? delivery : null
  }

  return {
    add(event) {
      if (count++ === 0) firstAt = event.atMs
      lastAt = event.atMs
      if (pacedMs !== null) return addTimed(event.atMs, (count - 1) * pacedMs)
      const time = timeOf?.(event)
      if (!time) return
      resolutionMs = Math.max(resolutionMs, time.resolutionMs)
      zoned &&= time.zoned !== false
      addTimed(event.atMs, time.ms)
    },
    delivery(stalledMs, asked = null) {
      const arrivedMs = lastAt - firstAt
      const unknown = (why: string): Delivery => ({
        ...{ verdict: 'unknown', basis: null, producedMs: null, arrivedMs, heldMs: null },
        actual: `cannot tell: ${why}`,
      })
      const merged = weighMerged(arrivedMs, stalledMs)
      if (merged) return merged
      if (count < 2) return unknown('fewer than two events came')
      if (timed < 2)
        return unknown(
          timestamp === null
            ? 'events carry no time, and no pace is declared'
            : `fewer than two events have a time at ${timestamp}`,
        )
      if (backwards) return unknown('the times in the events go backwards')
      const basis = pacedMs === null ? 'timestamps' : 'paced'
      return weigh({
        ...{ basis, count: timed, arrivedMs: last.atMs - first.atMs, producedMs: last.madeMs - first.madeMs },
        ...{ resolutionMs, heldMs: mostLag - leastLag, gaps, squeezed, stalledMs, elapsedMs: last.atMs },
        recorded: basis === 'timestamps' && asked !== null && isOlder(last.madeMs, zoned, asked),
        cached: asked?.cached === true,
      })
    },
  }
}

export interface Weighed {
  readonly basis: 'timestamps' | 'paced' | 'origin'
  readonly count: number
  readonly producedMs: number
  readonly arrivedMs: number
  readonly resolutionMs: number
  readonly heldMs: number
  readonly gaps: number
  readonly squeezed: number
  /** For how long this very process was too busy to read: what comes together then says nothing. */
  readonly stalledMs: number
  /** From the request to the last event. */
  readonly elapsedMs: number
  /** Even the last event was made before the request. */
  readonly recorded?: boolean
  /** A cache answered: what was made before the request may be a stream of then. */
  readonly cached?: boolean
}

const ms = (n: number): string => `${Math.round(n)} ms`

export function weigh(seen: Weighed): Delivery {
  const { basis, producedMs, arrivedMs, heldMs, resolutionMs, count } = seen
  const told = (verdict: Delivery['verdict'], actual: string): Delivery => ({
    ...{ verdict, basis, producedMs, arrivedMs, heldMs },
    actual,
  })
  const unknown = (why: string) => told('unknown', `cannot tell: ${why}`)
  // A coarse clock may say a second where there was a moment.
  const least = basis === 'timestamps' && resolutionMs > 1 ? producedMs - resolutionMs : producedMs
  if (least < shortestSpanMs)
    return unknown(`${count} events were made within ${ms(producedMs)}, too fast to tell`)
  // A pace is a promise of the user's: events that come one by one, only faster, are no burst.
  const burst = arrivedMs <= least * burstShare && (basis !== 'paced' || mostlySqueezed(seen))
  const older = basis === 'timestamps' && producedMs > seen.elapsedMs + resolutionMs
  if (older && burst && seen.cached && !seen.recorded)
    return told('buffered', `${count} events made over ${ms(producedMs)} came out of a cache at once`)
  if (seen.recorded || older) return unknown('the times in the events are older than the request')
  if (burst || inBursts(seen)) {
    // A pause of ours can hide no more of the producer's time than it lasted.
    if (seen.stalledMs > (burst ? least : heldMs) / 2)
      return unknown(`this machine was too busy to read for ${ms(seen.stalledMs)}`)
    return told(
      'buffered',
      `${count} event${count === 1 ? '' : 's'} made over ${ms(producedMs)} arrived within ${ms(arrivedMs)}`,
    )
  }
  const seenOver = `made over ${ms(producedMs)}, arrived over ${ms(arrivedMs)}`
  if (arrivedMs >= (producedMs - resolutionMs) * streamShare) return told('as produced', seenOver)
  return unknown(`${seenOver}, which is neither a burst nor a stream`)
}

/** A buffer that fills and empties again and again: most gaps of the producer are gone, and events were held back. */
const inBursts = (seen: Weighed): boolean =>
  seen.resolutionMs <= 1 && seen.gaps >= 4 && mostlySqueezed(seen) && seen.heldMs >= shortestSpanMs

const mostlySqueezed = ({ gaps, squeezed }: Weighed): boolean => squeezed >= 0.6 * gaps
