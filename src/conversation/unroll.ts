/** Repetition written out, each step with the name that reports give it. */

import type { Step } from './steps.ts'

export interface Numbered {
  readonly step: Step
  /** `step 2.1 (round 3): receive`; just `reply` in the simple form, whose user wrote no steps. */
  readonly claim: string
}

/** Thousands of connections run the same steps: they are written out once. */
const unrolled = new WeakMap<readonly Step[], readonly Numbered[]>()

export function unroll(steps: readonly Step[]): readonly Numbered[] {
  const known = unrolled.get(steps)
  if (known) return known
  const made = writeOut(steps, '', '')
  unrolled.set(steps, made)
  return made
}

function writeOut(steps: readonly Step[], prefix: string, round: string): Numbered[] {
  return steps.flatMap((step, i) => {
    const number = `${prefix}${i + 1}`
    if (!('repeat' in step)) {
      const word = wordOf(step)
      return [{ step, claim: word === 'reply' ? word : `step ${number}${round}: ${word}` }]
    }
    return Array.from({ length: step.repeat }, (_, turn) =>
      writeOut(step.steps, `${number}.`, `${round} (round ${turn + 1})`),
    ).flat()
  })
}

const wordOf = (step: Step): string => {
  if ('receiveAll' in step) return 'receive-all'
  if ('pauseMs' in step) return 'pause'
  return ['send', 'receive', 'never', 'close', 'reply'].find(word => word in step) ?? 'step'
}
