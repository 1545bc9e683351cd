/** One way to break the service, and what the verifier has to say about it. */

import { type FailureClass, type FaultType, faultKinds, type Layer } from '../model/fault.ts'
import type { Behaviour } from './behaviour.ts'

/** What a verifier of health, upgrade, messaging, auth, concurrency and stream names as the root of the trouble. */
export interface Expected {
  readonly check: 'health' | 'upgrade' | 'messaging' | 'auth' | 'concurrency' | 'stream'
  readonly type: FaultType
  readonly layer: Layer
  readonly class: FailureClass
}

export interface FaultRow {
  /** What is broken, for `--list-faults`. */
  readonly summary: string
  readonly expected: Expected
  readonly breaks: Partial<Behaviour>
}

export const expect = (check: Expected['check'], type: FaultType): Expected => ({
  check,
  type,
  layer: faultKinds[type].layer,
  class: faultKinds[type].class,
})
