/** Connections on which nothing is being said: what their protocol asks for is answered, and its beats are sent. */

import type { Limits } from '../conversation/run.ts'
import type { Standing } from '../conversation/talk.ts'
import { attend } from '../conversation/wait.ts'
import type { OpenSession } from './talk.ts'

/** Protocols give seconds for an answer; a Socket.IO server twenty. */
const everyMs = 500

export interface Attending extends Disposable {
  /** From now on, until all is over. */
  join(session: OpenSession, standing: Standing): void
}

/** One timer for all of them, and none where the protocol asks for nothing. */
export function attendTo(limits: Limits): Attending {
  const { answers, beat } = limits.dialect ?? {}
  const joined: (() => Promise<void>)[] = []
  const bugs: unknown[] = []
  const timer =
    answers || beat
      ? setInterval(() => {
          for (const attendOne of joined) attendOne().catch(bug => bugs.push(bug))
        }, everyMs)
      : undefined
  return {
    join({ channel, scope }, standing) {
      if (timer) joined.push(() => attend(channel, scope, { ...limits, standing }))
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      if (bugs.length > 0) throw bugs[0]
    },
  }
}
