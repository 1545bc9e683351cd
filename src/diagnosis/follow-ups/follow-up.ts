/** One cheap probe, made only after a failure, to tell two causes apart. It adds facts and never changes an outcome. */

import type { PlannedCheck } from '../../model/check.ts'
import type { Observations } from '../../model/evidence.ts'
import type { Fault } from '../../model/fault.ts'
import type { Secret } from '../../model/secret.ts'
import type { Dialled, Wire } from '../../net/wire.ts'

/** A request as the check makes it, with a credential of choice. */
export interface Presented {
  readonly url: URL
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly subprotocols: readonly string[]
  readonly origin: string | null
  readonly method: string
  readonly body: string | null
}

export interface Scene {
  readonly check: PlannedCheck
  readonly fault: Fault
  readonly facts: Observations
  readonly wire: Wire
  /** How long one question may take, in milliseconds. */
  readonly timeoutMs: number
  /** The check's own request, with its credential, without one, or with one that only looks right. */
  present(credential: 'own' | 'none' | 'garbage'): Promise<Presented>
  /** Dials the control target; a host that is known to be up. */
  dialControl(timeoutMs: number): Promise<Dialled>
  /** The check's own probe once more: whether it ended in trouble. */
  repeat(turn: number): Promise<boolean>
}

export interface FollowUp {
  readonly name: string
  /** Whether its answer could decide anything here. */
  when(scene: Scene): boolean
  /** How long it may take, where that is not the time of all. */
  limitMs?(scene: Scene): number
  probe(scene: Scene): Promise<Observations>
}

/** The status of a refusal at the upgrade, or null where there was none. */
export const statusOf = ({ facts }: Scene): number | null => {
  const status = facts['http.response.status_code']
  return typeof status === 'number' ? status : null
}

export const isWebSocket = ({ check }: Scene): boolean => /^wss?:$/.test(check.target.url.protocol)

/** Trouble at the opening handshake, wherever it was named. */
export const failedAtUpgrade = (scene: Scene): boolean =>
  isWebSocket(scene) &&
  (scene.fault.layer === 'upgrade' ||
    (scene.fault.layer === 'auth' && scene.fault.type !== 'auth.closed' && statusOf(scene) !== 101))
