/** Tells of a run while it goes on: calm lines for a log. The live view of a terminal is live-view.ts. */

import type { Host } from './host.ts'
import { addPlan, beginProgress, noteLine, noteResult, noteStart, type Progress } from './model/progress.ts'
import { renderHeartbeat } from './report/heartbeat.ts'
import { renderResultLine } from './report/result-line.ts'

/** The hooks of a host that tell of progress. */
export interface Watcher extends Pick<Host, 'onPlan' | 'onStart' | 'onResult' | 'log' | 'onAttempt'> {
  /** A line that stays, such as a warning. */
  say(line: string): void
  /** Before the report is shown. */
  end(): Promise<void>
}

export interface LogOptions {
  /** Writes one line; text of the target in it is the caller's to neutralise. */
  readonly write: (line: string) => void
  /** Milliseconds of a clock that does not jump. */
  readonly now?: () => number
  /** What is told in the first so many milliseconds is held back until then: a run that is over sooner tells nothing. */
  readonly quietMs?: number
}

/** A log in which nothing has changed for so long is told what still runs. */
export const heartbeatMs = 15_000

/** A line when something changes, and a heartbeat when nothing does. */
export function watchLog({ write, now = () => performance.now(), quietMs = 0 }: LogOptions): Watcher {
  let progress = beginProgress(now())
  let held: string[] | null = quietMs > 0 ? [] : null
  const speak = () => {
    for (const line of held ?? []) write(line)
    held = null
  }
  const quiet = held ? setTimeout(speak, quietMs) : undefined
  quiet?.unref()
  let timer: NodeJS.Timeout | undefined
  const rest = () => {
    clearTimeout(timer)
    timer = setTimeout(beat, heartbeatMs)
    // It tells of work and is none: the run ends without it.
    timer.unref()
  }
  const beat = () => {
    const line = renderHeartbeat(progress, now())
    if (line === null) return
    write(line)
    rest()
  }
  const tell = (line: string, changed: Progress = progress) => {
    progress = changed
    if (held) held.push(line)
    else write(line)
    rest()
  }
  return {
    onPlan(plan) {
      progress = addPlan(progress, plan)
      rest()
    },
    onStart(check) {
      progress = noteStart(progress, check, now())
    },
    onResult: result => tell(renderResultLine(result), noteResult(progress, result)),
    log: line => tell(line, noteLine(progress, line)),
    say(line) {
      write(line)
      rest()
    },
    async end() {
      clearTimeout(timer)
      clearTimeout(quiet)
    },
  }
}
