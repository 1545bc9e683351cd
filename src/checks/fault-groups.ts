/** Many failures in one sentence: how many of each kind, on which address, after how many had worked. */

import { type Fault, fault } from '../model/fault.ts'

export interface Failure {
  /** Number of the connection, from 1. */
  readonly connection: number
  readonly address: string | null
  readonly fault: Fault
}

export interface Crowd {
  readonly planned: number
  /** How many connections were open when the first one failed. */
  readonly openBefore: number
  /** How many were not tried any more. */
  readonly untried: number
}

/** Kinds of failure that are told one by one. */
const mostGroups = 4

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

/** The most frequent trouble speaks for all, with the words of its first connection; null where nothing failed. */
export function describeFailures(
  failures: readonly Failure[],
  { planned, openBefore, untried }: Crowd,
): Fault | null {
  const groups = groupFailures(failures)
  const [most, ...others] = groups
  if (!most) return null
  const [first] = most.failures
  const { type, code, message } = first!.fault
  const told = (group: Group) => `${group.type}${group.address === null ? '' : ` on ${group.address}`}`
  const many = [most, ...others]
    .slice(0, mostGroups)
    .map(group => `${group.failures.length} ${told(group)}`)
    .join(', ')
  const rest = others.length >= mostGroups ? `, and ${plural(groups.length - mostGroups, 'kind')} more` : ''
  const kinds =
    others.length > 0
      ? `: ${many}${rest}`
      : failures.length === 1
        ? `, with ${told(most)}`
        : `, all with ${told(most)}`
  const after = openBefore > 0 ? `${others.length > 0 ? ';' : ''} after ${openBefore} were open` : ''
  const stopped = untried > 0 ? `; ${untried} more were not tried, because none came through any more` : ''
  return fault(
    type,
    `${failures.length} of ${planned} connections failed${kinds}${after}${stopped}; the first, connection ${first!.connection}: ${message}`,
    code,
  )
}

interface Group {
  readonly type: string
  readonly address: string | null
  readonly failures: Failure[]
}

/** By type and address, the most frequent first, else in the order of appearance. */
function groupFailures(failures: readonly Failure[]): Group[] {
  const groups = new Map<string, Group>()
  for (const failure of failures) {
    const { address } = failure
    const { type } = failure.fault
    const key = `${type} ${address}`
    const group = groups.get(key) ?? { type, address, failures: [] }
    group.failures.push(failure)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.failures.length - a.failures.length)
}
