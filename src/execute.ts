/** The only part that touches the target: checks side by side, each with its visible attempts. */

import type { CheckKind } from './checks/define.ts'
import type { FollowUpOn } from './follow-up.ts'
import type { CheckResult, Plan, PlannedCheck } from './model/check.ts'
import type { Evidence } from './model/evidence.ts'
import { classOf, type Fault, fault, isTransient } from './model/fault.ts'
import type { Wire } from './net/wire.ts'
import type { Redactor } from './redact.ts'
import { blockerOf, resultOf, skippedFor, unfinished } from './settle.ts'

/** Checks on one origin at the same time. Connections inside one check are its own business. */
const checksPerOrigin = 8

/** Between two attempts: long enough for a restart's socket to appear, short enough not to be felt. */
const retryPauseMs = 250

export interface ExecuteOptions {
  readonly kinds: readonly CheckKind<unknown>[]
  readonly wire: Wire
  readonly redactor: Redactor
  /** Called for a failure that stands for itself, to look into it further. */
  readonly followUp?: FollowUpOn
  /** Told when a check's turn comes. */
  readonly onStart?: (check: PlannedCheck) => void
  /** Told once a check has its final result. */
  readonly onResult: (result: CheckResult) => void
  /** Checks whose result is known already, by id: they are not run, and explain others like any. */
  readonly known?: ReadonlyMap<string, CheckResult>
}

export async function execute(plan: Plan, options: ExecuteOptions): Promise<CheckResult[]> {
  const slots = createSlots(checksPerOrigin)
  const crowds = createCrowds()
  const running = new Map<string, Promise<CheckResult>>()
  const waits = (check: PlannedCheck) => options.kinds.find(k => k.kind === check.kind)?.waits === true
  // What waits comes last: others look back at those before them, and would wait as well.
  const [brisk, waiting] = [plan.checks.filter(check => !waits(check)), plan.checks.filter(waits)]
  // What a check came to before follow-up probes: enough to see who explains whom, so that these run side by side.
  const concluded = new Map<string, Promise<Conclusion>>()
  const ordered = orderByNeeds([...brisk, ...waiting])
  for (const [i, check] of ordered.entries()) {
    // Only earlier ones on the same origin can explain a dead host.
    const elders = ordered
      .slice(0, i)
      .filter(e => e.target.origin === check.target.origin || check.follows.includes(e.id))
    // Begun in the next turn, when the maps are complete: `needs` may name a later check.
    const conclusion = Promise.resolve().then(() => conclude(check, elders))
    concluded.set(check.id, conclusion)
    running.set(
      check.id,
      conclusion.then(reached => finish(check, elders, reached)),
    )
  }
  return await Promise.all(plan.checks.map(check => running.get(check.id)!))

  async function conclude(check: PlannedCheck, elders: readonly PlannedCheck[]): Promise<Conclusion> {
    const known = options.known?.get(check.id)
    if (known) return { own: known, result: known }
    const needed = await Promise.all(check.needs.map(id => running.get(id)!))
    const unmet = needed.find(result => result.outcome !== 'passed')
    const own = unmet
      ? unfinished(check, 'blocked', `needs ${unmet.id}, which ${unmet.outcome}`, null, unmet.id)
      : waits(check)
        ? await attemptBeside(check)
        : await slots(check.target.origin, () => attemptBeside(check))
    if (own.outcome === 'passed' || own.outcome === 'blocked') return { own, result: own }
    const before = await Promise.all(elders.map(async elder => (await concluded.get(elder.id)!).result))
    if (own.outcome === 'skipped') return { own, result: skippedFor(own, check, before) }
    return { own, result: blockerOf(own, check, before) ?? own }
  }

  /** With the crowds of others known to it, or as one itself. */
  function attemptBeside(check: PlannedCheck): Promise<CheckResult> {
    const { origin } = check.target
    if (options.kinds.find(({ kind }) => kind === check.kind)?.crowds)
      return crowds.join(origin, attempt(check, options))
    return attempt(check, { ...options, wire: { ...options.wire, calm: () => crowds.gone(origin) } })
  }

  async function finish(check: PlannedCheck, elders: readonly PlannedCheck[], reached: Conclusion) {
    const { own } = reached
    let { result } = reached
    // It has been told and looked into already.
    if (options.known?.has(check.id)) return result
    if (result.outcome === 'failed' && options.followUp) result = await options.followUp(check, result)
    // A follow-up may have found that nothing can be known of the host: that explains others too.
    if (own.fault && result.outcome !== 'failed') {
      const before = await Promise.all(elders.map(elder => running.get(elder.id)!))
      result = blockerOf(own, check, before) ?? result
    }
    const redacted = redactResult(result, options.redactor)
    options.onResult(redacted)
    return redacted
  }
}

/** The check's own result, and the same as blocked where another one explains it. */
interface Conclusion {
  readonly own: CheckResult
  readonly result: CheckResult
}

/** The plan's order, but with what a check needs before it: all waiting looks back, so that nobody waits in a circle. */
function orderByNeeds(checks: readonly PlannedCheck[]): PlannedCheck[] {
  const ordered = new Set<PlannedCheck>()
  const seen = new Set<PlannedCheck>()
  const add = (check: PlannedCheck) => {
    if (seen.has(check)) return
    seen.add(check)
    for (const id of check.needs) add(checks.find(other => other.id === id)!)
    ordered.add(check)
  }
  for (const check of checks) add(check)
  return [...ordered]
}

async function attempt(check: PlannedCheck, { kinds, wire, onStart }: ExecuteOptions): Promise<CheckResult> {
  onStart?.(check)
  const kind = kinds.find(k => k.kind === check.kind)!
  const start = performance.now()
  let evidence: Evidence | null = null
  try {
    for (let turn = 0; ; turn++) {
      if (wire.signal.aborted) break
      const missing = await wire.prepare(check.credential, check.timeoutMs)
      if (missing)
        return unfinished(
          check,
          'errored',
          `its credential could not be renewed: ${missing.message}`,
          missing,
        )
      const latest = await kind.probe(check, wire, turn)
      evidence = evidence ? joinEvidence(evidence, latest) : latest
      const judgement = kind.judge(check, evidence)
      const mayPass =
        judgement.fault !== null &&
        isTransient(judgement.fault) &&
        (judgement.class ?? classOf(judgement.fault)) === 'infrastructure'
      if (mayPass && latest.attempts.every(a => a.fault === null))
        evidence = blameLast(evidence, judgement.fault)
      const result = resultOf(check, evidence, judgement, performance.now() - start)
      if (!mayPass || turn >= check.retries || wire.signal.aborted) return result
      await wire.pause(retryPauseMs)
      await wire.calm()
      // What was seen stands, even if there is no time left to look again.
      if (wire.signal.aborted) return result
    }
    const over = fault(
      wire.signal.reason === 'deadline' ? 'runner.deadline' : 'runner.cancelled',
      'not run: the run was over before its turn came',
    )
    return unfinished(check, 'errored', over.message, over)
  } catch (error) {
    // Network trouble is a value; what is thrown is a bug of ours, and says so instead of blaming the target.
    const bug = fault(
      'runner.bug',
      `a bug in verify-deploy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return unfinished(check, 'errored', bug.message.split('\n')[0]!, bug)
  }
}

/** An answer such as 502 is trouble only to the judge; the attempt that got it has to show it as well. */
function blameLast(evidence: Evidence, seen: Fault | null): Evidence {
  const last = evidence.attempts.at(-1)
  if (!last) return evidence
  return { ...evidence, attempts: [...evidence.attempts.slice(0, -1), { ...last, fault: seen }] }
}

/** Later attempts speak for the outcome; earlier ones stay visible. */
function joinEvidence(before: Evidence, latest: Evidence): Evidence {
  return {
    ...latest,
    attempts: [...before.attempts, ...latest.attempts],
    traffic: {
      connections: before.traffic.connections + latest.traffic.connections,
      bytesSent: before.traffic.bytesSent + latest.traffic.bytesSent,
      bytesReceived: before.traffic.bytesReceived + latest.traffic.bytesReceived,
    },
  }
}

/** Whatever the target wrote passes the redactor as the result is made; our own words stay as they are. */
export function redactResult(result: CheckResult, redactor: Redactor): CheckResult {
  const { id, kind, outcome, layer, blockedBy, failOn, source } = result
  const clean = redactor.value(result)
  const cleanFault = (seen: Fault | null) =>
    seen && { ...redactor.value(seen), type: seen.type, layer: seen.layer }
  return {
    ...clean,
    id,
    kind,
    outcome,
    class: result.class,
    layer,
    blockedBy,
    failOn,
    source,
    fault: cleanFault(result.fault),
    attempts: result.attempts.map(a => ({ ...a, fault: cleanFault(a.fault) })),
    observations: Object.fromEntries(
      Object.entries(result.observations).map(([name, value]) => [
        // Only these names are the target's.
        name.startsWith('http.response.header.') ? redactor.text(name) : name,
        redactor.value(value),
      ]),
    ),
    transcript: result.transcript.map(entry => ({ ...entry, text: redactor.text(entry.text) })),
  }
}

/** Checks that may fill the target up, while they run. */
function createCrowds() {
  const running = new Map<string, Set<Promise<unknown>>>()
  return {
    join<T>(origin: string, crowd: Promise<T>): Promise<T> {
      const known = running.get(origin) ?? new Set()
      running.set(origin, known.add(crowd))
      return crowd.finally(() => known.delete(crowd))
    },
    async gone(origin: string): Promise<void> {
      await Promise.allSettled(running.get(origin) ?? [])
    },
  }
}

/** At most `most` at a time for each key, in the order of asking. */
function createSlots(most: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const busy = new Map<string, number>()
  const queues = new Map<string, (() => void)[]>()
  return async (key, work) => {
    const count = busy.get(key) ?? 0
    if (count < most) busy.set(key, count + 1)
    else await new Promise<void>(resolve => queues.set(key, [...(queues.get(key) ?? []), resolve]))
    try {
      return await work()
    } finally {
      // The slot is handed on while it is still taken: nobody slips in between.
      const next = queues.get(key)?.shift()
      if (next) next()
      else busy.set(key, busy.get(key)! - 1)
    }
  }
}
