/** The only place that says passed or failed. */

import type { CheckResult, FailOn } from './model/check.ts'
import type { CheckComparison } from './model/comparison.ts'
import { credentialKind } from './model/credential.ts'
import { classOf, type FailureClass } from './model/fault.ts'
import { comparableAttempts, sayFlakiness } from './model/flakiness.ts'
import { plural } from './model/plural.ts'
import type { Problem } from './model/problem.ts'
import type { Counts, Verdict } from './model/report.ts'

export interface Decision {
  readonly verdict: Verdict
  /** One line. */
  readonly because: string
  readonly exitCode: 0 | 1 | 2 | 3 | 130
}

export interface Circumstances {
  readonly failOn: FailOn
  /** Why the run ended before its time. */
  readonly ended: 'cancelled' | 'deadline' | null
  /** Input problems: nothing was sent. */
  readonly problems: readonly Problem[]
  /** Why there was nothing to test, where the event says so. */
  readonly undeployed?: string | null
  /** The cause of a check's failure, by its id, where it is known, or called probable. */
  readonly causes?: ReadonlyMap<string, string>
  /** Each check against the baseline; null if there is none. */
  readonly compared?: ReadonlyMap<string, CheckComparison> | null
}

interface Policy {
  readonly failOn: FailOn
  readonly compared: ReadonlyMap<string, CheckComparison> | null
}

function countsAs(result: CheckResult, failureClass: FailureClass | null, policy: Policy): boolean {
  const failOn = result.failOn ?? policy.failOn
  // Without a baseline nobody knows what is new: then every failure counts.
  if (failOn === 'regression') return policy.compared?.get(result.id)?.change !== 'still-failing'
  return failOn === 'any' || failureClass === 'infrastructure'
}

/** Whether a failure counts under the policy that applies to its check. */
const counts = (result: CheckResult, policy: Policy): boolean =>
  result.outcome === 'failed' && countsAs(result, result.class, policy)

/** A check that failed as another did, and counts although that other is tolerated by a policy of its own. */
function countsUnderBlock(result: CheckResult, policy: Policy, all: readonly CheckResult[]): boolean {
  if (result.outcome !== 'blocked' || !result.fault) return false
  const failOn = result.failOn ?? policy.failOn
  if (failOn === 'regression' && policy.compared?.get(result.id)?.change === 'new-failure') return true
  // What it failed with is the other's failure, and as old as that.
  const blocker = all.find(({ id }) => id === result.blockedBy)
  if (failOn === 'regression' && blocker) return countsAs({ ...blocker, failOn }, blocker.class, policy)
  const own = classOf(result.fault)
  return own !== 'runner' && countsAs(result, own, policy)
}

/** The first in full: it is all that a line of a log or the title of a check run has room for. */
function sayMistake({ subject, message, place }: Problem, all: number): string {
  const where = place ? ` (${place.file}:${place.line}:${place.column})` : ''
  return `nothing was tested: ${plural(all, 'input problem')}${all > 1 ? '; the first' : ''}: ${subject}${where} ${message}`
}

export function decide(
  results: readonly CheckResult[],
  { failOn, ended, problems, undeployed, causes, compared = null }: Circumstances,
): Decision {
  const [mistake] = problems
  if (mistake) return { verdict: 'inconclusive', because: sayMistake(mistake, problems.length), exitCode: 2 }
  if (undeployed) return { verdict: 'inconclusive', because: undeployed, exitCode: 3 }
  const passed = results.filter(r => r.outcome === 'passed')
  const policy = { failOn, compared }
  const failed = results.filter(r => counts(r, policy))
  const failures = failed.length > 0 ? failed : results.filter(r => countsUnderBlock(r, policy, results))
  const tolerated = results.filter(r => r.outcome === 'failed' && !counts(r, policy))
  const errored = results.filter(r => r.outcome === 'errored')
  const comesAndGoes = sayFlakiness(comparableAttempts(results))
  const flaky = comesAndGoes === null ? '' : `; flaky: ${comesAndGoes}`
  const summary = `${passed.length} of ${plural(results.length, 'check')} passed`

  if (ended === 'cancelled')
    return { verdict: 'cancelled', because: `cancelled; until then ${summary}`, exitCode: 130 }
  if (failures.length > 0) {
    const first = failures[0]!
    const known = causes?.get(first.id)
    const cause = known ? `. ${known.replace(/\.$/, '')}` : ''
    const more = failures.length > 1 ? ` (and ${plural(failures.length - 1, 'more failure')})` : ''
    const isBlind = compared === null && failures.some(one => (one.failOn ?? failOn) === 'regression')
    const blind = isBlind ? '; there is no baseline, so every failure counts' : ''
    return {
      verdict: 'failed',
      because: `${first.name} failed: ${first.reason}${cause}${more}${blind}${flaky}`,
      exitCode: 1,
    }
  }
  if (errored.length > 0) {
    const first = errored[0]!
    return {
      verdict: 'inconclusive',
      because: `${first.name} could not be tested: ${first.reason}`,
      exitCode: 3,
    }
  }
  if (ended === 'deadline')
    return { verdict: 'inconclusive', because: `the deadline cut the run off; ${summary}`, exitCode: 3 }
  if (results.length === 0)
    return { verdict: 'inconclusive', because: 'no checks were planned: nothing was tested', exitCode: 3 }
  const rest =
    tolerated.length > 0
      ? `; ${plural(tolerated.length, 'failure')} not counted under fail-on: ${failOn}${failOn === 'regression' ? ' (failing before as well)' : ''}`
      : ''
  const unrun = withoutCredential(results)
  if (unrun)
    return {
      verdict: 'inconclusive',
      because: `${unrun.name} was not run: its credential could not be had (${unrun.blockedBy})${rest}`,
      exitCode: 3,
    }
  // A credential in hand says nothing of what it is for.
  if (passed.every(r => r.kind === credentialKind))
    return { verdict: 'inconclusive', because: `nothing was proven: no check passed${rest}`, exitCode: 3 }
  const skipped = results.filter(r => r.outcome === 'skipped')
  const unproven =
    skipped.length > 0
      ? `, ${skipped.length} skipped; not proven: ${skipped.map(r => r.name).join(', ')}`
      : ''
  return {
    verdict: 'passed',
    because: `${summary}${unproven}${rest}${flaky}`,
    exitCode: 0,
  }
}

/** A check that never ran, though no failure that counts says so: what it would have found is not known. */
const withoutCredential = (results: readonly CheckResult[]): CheckResult | undefined =>
  results.find(
    ({ outcome, blockedBy }) =>
      outcome === 'blocked' && results.some(r => r.id === blockedBy && r.kind === credentialKind),
  )

export function countOutcomes(results: readonly CheckResult[]): Counts {
  const of = (outcome: string) => results.filter(r => r.outcome === outcome).length
  const [passed, failed] = [of('passed'), of('failed')]
  return {
    planned: results.length,
    executed: passed + failed,
    passed,
    failed,
    blocked: of('blocked'),
    skipped: of('skipped'),
    errored: of('errored'),
  }
}
