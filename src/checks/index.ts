/** The kinds of check, a line each. */

import { addressesCheck } from './addresses.ts'
import { authCheck } from './auth.ts'
import { certificateCheck } from './certificate.ts'
import { concurrencyCheck } from './concurrency.ts'
import { credentialCheck } from './credential.ts'
import type { CheckKind } from './define.ts'
import { healthCheck } from './health.ts'
import { idleCheck } from './idle.ts'
import { messagingCheck } from './messaging.ts'
import { readyCheck } from './ready.ts'
import { streamCheck } from './stream.ts'
import { upgradeCheck } from './upgrade.ts'

/** Options are opaque here: whoever found a kind hands it the options that it made itself. */
export const checkKinds: readonly CheckKind<unknown>[] = [
  healthCheck,
  upgradeCheck,
  messagingCheck,
  authCheck,
  concurrencyCheck,
  idleCheck,
  addressesCheck,
  certificateCheck,
  streamCheck,
]

/** Those that run: what the user declares, and what is planned by itself. */
export const runKinds: readonly CheckKind<unknown>[] = [...checkKinds, credentialCheck, readyCheck]
