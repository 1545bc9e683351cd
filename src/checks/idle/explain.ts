/** What three more connections make of a cut, and whose limit it is known to be. */

import type { PlannedCheck } from '../../model/check.ts'
import type { Observations } from '../../model/evidence.ts'
import { type Fault, fault } from '../../model/fault.ts'
import type { Wire } from '../../net/wire.ts'
import type { IdleOptions } from '../idle.ts'
import type { End } from './end.ts'
import { findLimit, lifetimeLimits, silenceLimits } from './limits.ts'
import { type Manner, type Pattern, tellPattern } from './pattern.ts'
import { type Probes, runProbes } from './probes.ts'

export interface Explained {
  readonly pattern: Pattern
  readonly fault: Fault
  readonly observations: Observations
  readonly probes: Probes
}

export async function explainEnd(
  end: End,
  seen: Fault,
  check: PlannedCheck<IdleOptions>,
  wire: Wire,
  turn: number,
): Promise<Explained> {
  const probes = await runProbes({ check, wire, turn, steps: check.options.conversation ?? [], end })
  const pattern = tellPattern(end, probes.lived)
  // When a half-open connection died is not known, only that it did.
  const dated = end.by !== 'nothing' && !end.onTraffic && pattern !== 'random'
  const byAge = pattern === 'age'
  const limit = dated
    ? findLimit(byAge ? end.ageMs : end.quietMs, byAge ? lifetimeLimits : silenceLimits)
    : null
  const name = (manner: Manner) => `idle.probe.${manner}`
  return {
    pattern,
    // A policy of the application stays one; what was a cut and no limit may be gone with the next attempt.
    fault:
      pattern === 'random' && seen.type !== 'idle.ended' ? fault('idle.lost', seen.message, seen.code) : seen,
    observations: {
      'idle.pattern': pattern,
      'idle.limit.seconds': limit?.seconds ?? null,
      'idle.limit.of': limit?.of.join(', ') ?? null,
      ...Object.fromEntries(
        (Object.keys(probes.lived) as Manner[]).map(manner => {
          const { opened, end: its, unfinished } = probes.lived[manner]!
          const open = unfinished ? 'not finished' : 'lived'
          const how = its ? `${its.by} at ${Math.round(its.ageMs)} ms` : open
          return [name(manner), opened ? how : 'not opened']
        }),
      ),
    },
    probes,
  }
}
