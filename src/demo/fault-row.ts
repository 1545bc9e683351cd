/** One way to break the service, and what the verifier has to say about it. */

import { type FailureClass, type FaultType, faultKinds, type Layer } from '../model/fault.ts'
import type { Behaviour } from './behaviour.ts'

/** What a verifier of health, upgrade, messaging, auth, concurrency and stream names as the root of the trouble. */
export interface Expected {
  readonly check: 'ready' | 'health' | 'upgrade' | 'messaging' | 'auth' | 'concurrency' | 'stream' | 'idle'
  readonly type: FaultType
  readonly layer: Layer
  readonly class: FailureClass
}

export interface FaultRow {
  /** What is broken, for `--list-faults`. */
  readonly summary: string
  readonly expected: Expected
  /** Parts of the right behaviour, or what is made of it. */
  readonly breaks: Partial<Behaviour> | ((well: Behaviour) => Partial<Behaviour>)
  /** Inputs that the demo gives beside its own, so that the fault can be seen. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Checks, as a configuration file has them, where those of the simple form do not meet the fault. */
  readonly checks?: string
}

export const expect = (check: Expected['check'], type: FaultType): Expected => ({
  check,
  type,
  layer: faultKinds[type].layer,
  class: faultKinds[type].class,
})
