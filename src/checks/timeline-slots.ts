/** When things came, counted in slots of time: what a timeline draws. Flat in their number. */

import type { Timeline } from '../model/evidence.ts'

export interface Slots {
  /** Milliseconds since the connection began; never before the one that was added last. */
  add(atMs: number): void
  read(): Pick<Timeline, 'fromMs' | 'slotMs' | 'slots'>
}

const slotCount = 40

/** Equal slots of time that grow when they no longer suffice. */
export function createSlots(): Slots {
  let slots: number[] = []
  let fromMs: number | null = null
  let slotMs = 1
  return {
    add(atMs: number) {
      fromMs ??= atMs
      let at = Math.floor((atMs - fromMs) / slotMs)
      while (at >= slotCount) {
        slots = Array.from({ length: slotCount / 2 }, (_, i) => (slots[2 * i] ?? 0) + (slots[2 * i + 1] ?? 0))
        slotMs *= 2
        at = Math.floor((atMs - fromMs) / slotMs)
      }
      slots[at] = (slots[at] ?? 0) + 1
    },
    read: () => ({
      fromMs: Math.round((fromMs ?? 0) * 10) / 10,
      slotMs,
      slots: Array.from(slots, n => n ?? 0),
    }),
  }
}
