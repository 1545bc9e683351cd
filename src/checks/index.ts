/** The kinds of check, a line each. */

import { concurrencyCheck } from './concurrency.ts'
import type { CheckKind } from './define.ts'
import { healthCheck } from './health.ts'
import { messagingCheck } from './messaging.ts'
import { streamCheck } from './stream.ts'
import { upgradeCheck } from './upgrade.ts'

/** Options are opaque here: whoever found a kind hands it the options that it made itself. */
export const checkKinds: readonly CheckKind<unknown>[] = [
  healthCheck,
  upgradeCheck,
  messagingCheck,
  concurrencyCheck,
  streamCheck,
]
