/** What moves on a quiet stream and when: bytes reset the timers of proxies, events and heartbeats tell what they were. */

import { createSlots, type Slots } from '../timeline-slots.ts'

/** All times are milliseconds since the request went out. */
export interface Rhythm {
  /** The headers came. */
  begin(atMs: number): void
  /** Bytes of the body came. */
  bytes(atMs: number): void
  event(event: { readonly atMs: number }): void
  /** A comment of server-sent events, or white space where lines are the events. */
  heartbeat(atMs: number): void
  /** When something last came, headers included. */
  readonly lastMs: number
  /** The longest silence that was ended by something that came. */
  readonly longestMs: number
  readonly events: number
  readonly heartbeats: number
  readonly firstMs: number | null
  /** Mean time between two heartbeats; null if there were fewer than two. */
  readonly heartbeatMs: number | null
  readonly slots: Slots['read']
}

export function newRhythm(): Rhythm {
  const slots = createSlots()
  let [lastMs, longestMs, events, heartbeats] = [0, 0, 0, 0]
  let firstMs: number | null = null
  let [firstBeatMs, lastBeatMs] = [0, 0]
  const sign = (atMs: number) => {
    firstMs ??= atMs
    slots.add(atMs)
  }
  return {
    begin(atMs) {
      lastMs = atMs
    },
    bytes(atMs) {
      longestMs = Math.max(longestMs, atMs - lastMs)
      lastMs = Math.max(lastMs, atMs)
    },
    event({ atMs }) {
      events++
      sign(atMs)
    },
    heartbeat(atMs) {
      if (heartbeats === 0) firstBeatMs = atMs
      lastBeatMs = atMs
      heartbeats++
      sign(atMs)
    },
    get lastMs() {
      return lastMs
    },
    get longestMs() {
      return longestMs
    },
    get events() {
      return events
    },
    get heartbeats() {
      return heartbeats
    },
    get firstMs() {
      return firstMs
    },
    get heartbeatMs() {
      return heartbeats < 2 ? null : (lastBeatMs - firstBeatMs) / (heartbeats - 1)
    },
    slots: slots.read,
  }
}
