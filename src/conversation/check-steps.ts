/** What is wrong with a conversation as a whole: what it proves, its size, and the order of captures. */

import { checkTemplates } from '../matching/template.ts'
import type { DeclaredStep, Step, StepProblem } from './steps.ts'

/** Steps of one conversation after repetition. */
export const mostSteps = 1000

/** `mayOnlySend`: what comes back is watched by somebody else. */
export function checkSteps(steps: readonly DeclaredStep[], mayOnlySend = false): StepProblem[] {
  const problems = checkCaptures(steps, [], new Set())
  const count = countSteps(steps)
  if (count > mostSteps) {
    const message = `the conversation has ${count} steps after repetition; ${mostSteps} is the most`
    problems.push({ path: [], message, remedy: 'repeat less, or split it into several checks' })
  }
  // Of a step that could not be read nobody knows whether it waits: its own problem is told, and enough.
  if (!mayOnlySend && !steps.some(step => waits(step) || !saysWhat(step))) {
    problems.push({
      path: [],
      message: 'the conversation waits for nothing from the server, so it would prove nothing',
      remedy: 'add a receive step for the answer, or send { $ping: text }, which the server must answer',
    })
  }
  return problems
}

/** Whether a step waits for something from the server. Declared steps and read ones alike. */
export function waits(step: DeclaredStep | Step): boolean {
  if ('steps' in step && step.steps) return step.steps.some(waits)
  if (waitingWords.some(word => Object.hasOwn(step, word))) return true
  return 'send' in step && isPing(step.send)
}

const saysWhat = (step: DeclaredStep): boolean => Object.values(step).some(value => value !== undefined)

const waitingWords = ['receive', 'receive-all', 'receiveAll', 'never', 'close', 'reply']

const isPing = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && Object.hasOwn(sent, '$ping')

const countSteps = (steps: readonly DeclaredStep[]): number =>
  steps.reduce((sum, step) => sum + (step.steps ? (step.repeat ?? 1) * countSteps(step.steps) : 1), 0)

/** A capture is known from the step after it. Names that are no template at all are told where they stand. */
function checkCaptures(
  steps: readonly DeclaredStep[],
  path: readonly (string | number)[],
  known: Set<string>,
): StepProblem[] {
  return steps.flatMap((step, i) => {
    const problems: StepProblem[] = templated.flatMap(key => {
      const value = step[key]
      if (checkTemplates(value, 'any').length > 0) return []
      return checkTemplates(value, known).map(p => ({ ...p, path: [...path, i, key, ...p.path] }))
    })
    if (step.steps) problems.push(...checkCaptures(step.steps, [...path, i, 'steps'], known))
    for (const name of Object.keys(step.capture ?? {})) known.add(name)
    return problems
  })
}

const templated = ['send', 'receive', 'receive-all', 'never'] as const
