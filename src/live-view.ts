/**
 * The live view: a line for each check, redrawn in place on a terminal. Only ever moves up by what it drew itself, writes
 * a frame in one piece and over the old one, and writes none that changes nothing: no flicker.
 */

import { addPlan, beginProgress, noteLine, noteResult, noteStart } from './model/progress.ts'
import type { Watcher } from './progress.ts'

export interface Screen {
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  write(text: string): unknown
}

export interface LiveViewOptions {
  readonly screen: Screen
  readonly color: boolean
  readonly unicode: boolean
  /** Leaves the last state standing instead of making room for the report, which goes elsewhere. */
  readonly keep: boolean
  /** Milliseconds of a clock that does not jump. */
  readonly now?: () => number
}

/** A run that is over sooner shows nothing but its report. Nothing is drawn, or loaded for it, before the first packets. */
const firstFrameMs = 100
const frameMs = 100

/** Cursor to column 1, up n lines, erase to the end of line and of screen: ECMA-48 section 8.3. */
const up = (lines: number): string => (lines > 0 ? `\r\u001b[${lines}A` : '\r')
const eraseLine = '\u001b[K'
const eraseBelow = '\u001b[J'

const nothing = { lines: 0, text: '' }

export function watchScreen({ screen, color, unicode, keep, ...rest }: LiveViewOptions): Watcher {
  const { now = () => performance.now() } = rest
  let progress = beginProgress(now())
  let drawn = nothing
  let width = screen.columns
  let timer: NodeJS.Timeout | undefined
  let ended = false

  const draw = async () => {
    const { renderLive } = await import('./report/live.ts')
    if (ended && !keep) return
    const { columns = 80, rows = 24 } = screen
    // While somebody drags the edge of the window, every width is soon another one.
    const moving = width !== screen.columns
    width = screen.columns
    if (moving && !ended) return
    const lines = renderLive(progress, { now: now(), width: columns, height: rows, color, unicode })
    const text = lines.map(line => `${line}${eraseLine}\n`).join('')
    // In a narrower window it may take more rows than it was drawn in, never less: what is above it is not overwritten.
    const back = Math.min(drawn.lines, rows - 1)
    if (text !== drawn.text) screen.write(`${up(back)}${text}${eraseBelow}`)
    drawn = { lines: lines.length, text }
  }
  const schedule = (ms: number) => {
    timer ??= setTimeout(async () => {
      await draw()
      timer = undefined
      if (!ended) schedule(frameMs)
    }, ms)
    timer.unref()
  }
  const erase = () => {
    if (drawn.lines > 0) screen.write(`${up(Math.min(drawn.lines, (screen.rows ?? 24) - 1))}${eraseBelow}`)
    drawn = nothing
  }
  return {
    onPlan(plan) {
      progress = addPlan(progress, plan)
      schedule(firstFrameMs)
    },
    onStart(check) {
      progress = noteStart(progress, check, now())
    },
    onResult(result) {
      progress = noteResult(progress, result)
    },
    log(line) {
      progress = noteLine(progress, line)
    },
    onAttempt(line) {
      progress = noteLine(progress, line)
    },
    say(line) {
      erase()
      screen.write(`${line}\n`)
    },
    async end() {
      ended = true
      clearTimeout(timer)
      if (keep && progress.entries.length > 0) await draw()
      else erase()
    },
  }
}
