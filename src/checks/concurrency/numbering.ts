/** Whether a conversation can send its last message many times over, and know each reply by its message. */

import { type Exchange, findExchange, isNumbered, sentIn } from '../../conversation/burst.ts'
import type { Step } from '../../conversation/steps.ts'
import type { SessionOptions } from '../session.ts'
import { dialectOf, spokenPreset } from '../spoken.ts'

export interface Unnumbered {
  /** Why replies cannot be told apart. */
  readonly message: string
  readonly remedy: string
}

/** @param steps without the protocol's opening; null if they can. */
export function whyUnnumbered(options: SessionOptions, steps: readonly Step[]): Unnumbered | null {
  const preset = spokenPreset(options)
  const reason = preset?.once?.(sentIn(steps))
  if (reason)
    return { message: `${reason}, so replies cannot be told apart`, remedy: 'mend that, or remove messages' }
  const exchange: Exchange | null = findExchange(steps)
  if (exchange && isNumbered(exchange, dialectOf(options))) return null
  return preset
    ? {
        message: `nothing that is sent over ${preset.name} here carries {{id}} and is followed by its answer, so replies cannot be told apart`,
        remedy: `give "protocol" a message to send with {{id}} in it, or remove messages`,
      }
    : {
        message:
          'no message of the conversation carries {{id}} and is followed by a receive, so replies cannot be told apart',
        remedy: 'put {{id}} in what is sent and receive its answer next, or remove messages',
      }
}
