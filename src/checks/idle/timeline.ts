/** The frames of a quiet WebSocket as a timeline: pings, pongs and messages either way, and its end. */

import type { Timeline } from '../../model/evidence.ts'
import type { SocketChannel } from '../../net/channel.ts'
import { createSlots } from '../timeline-slots.ts'
import type { End } from './end.ts'
import type { Holding } from './hold.ts'

const endLabels: Readonly<Record<End['by'], string>> = {
  'close frame': 'closed',
  'end of body': 'end',
  fin: 'FIN',
  reset: 'reset',
  nothing: 'dead',
}

/** The word for how it ended; null where it was still open when its time was over. */
export const endLabel = (end: End | null): string => (end ? endLabels[end.by] : 'hold over')

const round = (ms: number): number => Math.round(ms * 10) / 10

/** Watches from now on; what is given back draws what came, once it is over. */
export function watchFrames(channel: SocketChannel): (held: Pick<Holding, 'end' | 'fault'>) => Timeline {
  const slots = createSlots()
  let count = 0
  const note = (atMs: number) => {
    count++
    slots.add(atMs)
  }
  // What came with the answer to the upgrade.
  for (const { atMs } of channel.messages) note(atMs)
  channel.pulse.onBeat = note
  return ({ end, fault }) => {
    channel.pulse.onBeat = null
    const { pings, firstPingMs } = channel.pulse
    const endMs = end?.ageMs ?? channel.closed?.atMs ?? channel.now()
    return {
      noun: 'frame',
      count,
      marks: [
        { label: 'open', atMs: 0 },
        ...(pings > 0 ? [{ label: 'first server ping', atMs: round(firstPingMs) }] : []),
        { label: fault && !end ? 'stopped' : endLabel(end), atMs: round(endMs) },
      ],
      ...slots.read(),
    }
  }
}
