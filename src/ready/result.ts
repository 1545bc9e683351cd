/** The result of the check `ready`: after a wait that was in vain at once, else when all other checks are done. */

import {
  countsOf,
  gatherReady,
  heardNothing,
  nobodySilent,
  type Reading,
  type ReadyDetails,
} from '../checks/ready/evidence.ts'
import { type ExecuteOptions, redactResult } from '../execute.ts'
import type { CheckResult, Plan } from '../model/check.ts'
import { fault, isTransient } from '../model/fault.ts'
import type { RevisionCount } from '../model/revision.ts'
import { resultOf, unfinished } from '../settle.ts'
import type { Question, QuestionOptions, ReadyCheck } from './question.ts'

/** Asked once more after the checks, at least; as often as before them if that is more. */
const leastAgain = 3
/** What failed for a moment is asked again, as every check does. */
const retryPauseMs = 250

export interface Waited {
  readonly why: 'ready' | 'gave up' | 'time is over' | 'run over'
  readonly asked: number
  readonly answers: number
  readonly ms: number
  readonly withinMs: number
}

export interface Finished {
  /** That of `ready`, and of the checks that its failure settles. */
  readonly results: readonly CheckResult[]
  readonly revisions: readonly RevisionCount[]
}

interface Ending extends Omit<ExecuteOptions, 'wire'>, QuestionOptions {
  readonly ready: ReadyCheck
  readonly question: Question
  readonly waited: Waited
}

const whys = {
  ready: 'ready',
  'gave up': 'waiting does not mend this',
  'time is over': 'the wait is over',
  'run over': 'the run is over',
} as const

/**
 * What tells of the infrastructure whatever revision answers. A test of the application would be one of another
 * revision than the one that was deployed: it proves nothing of that, and its failures would not be news.
 */
const aboutInfrastructure: ReadonlySet<string> = new Set(['addresses', 'certificate'])

/** Where none is told the right one may well answer: what the checks find is worth having. */
const wrongRevision: ReadonlySet<string> = new Set(['revision.old', 'revision.mixed'])

/** After a wait in vain: `ready` failed, and where another revision answers, so did the checks that would test that. */
export async function failReady(plan: Plan, ending: Ending): Promise<Finished> {
  const { ready, question, onResult } = ending
  const details = detailsOf(ending, question.readings, false)
  const result = await resultOfReady(ending, details)
  onResult(result)
  const settled = wrongRevision.has(result.fault?.type ?? '')
    ? plan.checks
        .filter(({ id, kind }) => id !== ready.id && !aboutInfrastructure.has(kind))
        .map(check => {
          const reason = `${ready.id} failed: this would test another revision than the one that was deployed`
          return unfinished(check, 'blocked', reason, null, ready.id)
        })
    : []
  for (const one of settled) onResult(one)
  return { results: [result, ...settled], revisions: countsOf(details) }
}

/** After the checks: what they heard, and what the deployment tells when it is asked a few times more. */
export async function finishReady(ending: Ending): Promise<Finished> {
  const { ready, question, run, onResult } = ending
  const { consecutive, place } = ready.options
  const again = place ? Math.max(leastAgain, consecutive) : 1
  const lastBad = question.readings.findLastIndex(reading => reading.fault !== null)
  const streak = question.readings.slice(Math.max(lastBad + 1, question.readings.length - consecutive))
  const readings: Reading[] = []
  for (let turn = 0; turn < again && !run.wire.signal.aborted; turn++) {
    let reading = await question.read(turn)
    if (reading.fault && isTransient(reading.fault)) {
      await run.wire.pause(retryPauseMs)
      if (!run.wire.signal.aborted) reading = await question.read(turn + 1)
    }
    readings.push(reading)
  }
  const details = detailsOf(ending, [...streak, ...readings], true)
  const result = await resultOfReady(ending, details)
  onResult(result)
  return { results: [result], revisions: countsOf(details) }
}

function detailsOf({ waited, watch }: Ending, readings: readonly Reading[], ready: boolean): ReadyDetails {
  return {
    readings,
    heard: watch?.heard ?? [],
    heardOn: watch?.heardOn ?? heardNothing,
    silent: watch?.silent ?? nobodySilent,
    wait: { ...waited, ready, why: whys[waited.why] },
  }
}

async function resultOfReady(ending: Ending, details: ReadyDetails): Promise<CheckResult> {
  const { ready, kinds, run, redactor, waited } = ending
  const evidence = gatherReady(ready.options, details)
  const kind = kinds.find(known => known.kind === ready.kind)!
  const judged = resultOf(ready, evidence, kind.judge(ready, evidence), waited.ms)
  const over = run.wire.signal.aborted
    ? fault(
        run.wire.signal.reason === 'deadline' ? 'runner.deadline' : 'runner.cancelled',
        `the run was over before this was known; ${judged.reason}`,
      )
    : null
  const result: CheckResult = over
    ? {
        ...judged,
        ...{
          outcome: 'errored',
          class: 'runner',
          layer: over.layer,
          fault: over,
          reason: over.message,
          proof: null,
        },
      }
    : judged
  const followed =
    result.outcome === 'failed' && ending.followUp ? await ending.followUp(ready, result) : result
  return redactResult(followed, redactor)
}
