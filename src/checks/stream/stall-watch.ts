/** Notices when this very process was too busy to read: what arrived meanwhile seems to have come together. */

export interface StallWatch {
  /** Ends it; the longest time in milliseconds by which a timer was late. */
  stop(): number
}

const everyMs = 50

export function startWatch(): StallWatch {
  let due = performance.now() + everyMs
  let longest = 0
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - due)
    due = now + everyMs
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return Math.max(longest, performance.now() - due)
    },
  }
}
