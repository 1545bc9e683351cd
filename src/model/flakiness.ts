/** Trouble that comes and goes, by its name: how many attempts failed, and on which addresses. */

import type { CheckResult } from './check.ts'
import type { Attempt, Evidence } from './evidence.ts'
import { isTransient, type Layer } from './fault.ts'

/** More addresses than this are counted, not named. */
const mostAddresses = 4

const isTroubled = ({ fault }: Attempt): boolean => fault !== null
const mayPass = ({ fault }: Attempt): boolean => fault !== null && isTransient(fault)
const addressesOf = (attempts: readonly Attempt[]): readonly string[] => [
  ...new Set(attempts.map(({ address }) => address ?? 'no address')),
]

/**
 * Which of the addresses failed: `, all on 10.0.0.2:443`. That some attempts on it went well is said too: then it is not
 * dead. Empty if nothing failed.
 */
export function sayWhere(attempts: readonly Attempt[], failed = isTroubled): string {
  const where = addressesOf(attempts.filter(failed))
  if (where.length === 0) return ''
  if (where.length > mostAddresses) return `, on ${where.length} addresses`
  const well = addressesOf(attempts.filter(one => !failed(one)))
  const mixed = where.some(address => well.includes(address))
  const named = `${where.length === 1 ? 'all on' : 'on'} ${where.join(', ')}`
  return `, ${named}${mixed ? ', where others went well' : ''}`
}

/**
 * `2 of 6 attempts failed, all on 10.0.0.2:443`; null unless some failed for a while and others went well.
 * @param seen how many there were, where `attempts` is a sample with the failed ones first.
 */
export function sayFlakiness(attempts: readonly Attempt[], seen = attempts.length): string | null {
  const failed = attempts.filter(isTroubled).length
  if (failed === attempts.length || !attempts.some(mayPass)) return null
  const counted =
    seen > attempts.length
      ? `at least ${failed} of ${seen} connections`
      : `${failed} of ${attempts.length} attempts`
  return `${counted} failed${sayWhere(attempts)}`
}

/** A report keeps as many attempts of one check. */
export const mostAttempts = 20

/** Of a check with many connections, a report keeps a sample. Of one with few, further connections are probes of ours. */
export const attemptsSeen = ({ attempts, traffic }: Pick<Evidence, 'attempts' | 'traffic'>): number =>
  attempts.length < mostAttempts ? attempts.length : Math.max(attempts.length, traffic.connections)

/** Below HTTP, all checks of a host ask for the same. */
const hostLayers: ReadonlySet<Layer> = new Set<Layer>(['dns', 'tcp', 'tls'])

/**
 * The attempts of a run that can be held against each other. An upgrade that fails where health is well is another fault,
 * and no flakiness: so a failure counts if it is the address's or the host's, or if the same check passed after it.
 */
export function comparableAttempts(results: readonly CheckResult[]): readonly Attempt[] {
  const counted = results.filter(
    ({ attempts, traffic, outcome }) =>
      attemptsSeen({ attempts, traffic }) === attempts.length &&
      // Attempts of a failed check that went well are steps on the way, such as redirects.
      (outcome === 'passed' || attempts.every(isTroubled)),
  )
  const all = counted.flatMap(({ attempts }) => attempts)
  const well = addressesOf(all.filter(one => !isTroubled(one)))
  if (!addressesOf(all.filter(isTroubled)).some(address => well.includes(address))) return all
  return counted
    .filter(
      ({ attempts, outcome }) =>
        outcome === 'passed' || attempts.every(({ fault }) => fault !== null && hostLayers.has(fault.layer)),
    )
    .flatMap(({ attempts }) => attempts)
}
