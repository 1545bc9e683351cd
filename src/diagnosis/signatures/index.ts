/** All signatures, a table for each layer, in the order in which a client walks the layers. */

import type { Signature } from '../signature.ts'
import { authSignatures } from './auth.ts'
import { dnsSignatures } from './dns.ts'
import { gatewaySignatures } from './gateway.ts'
import { httpSignatures } from './http.ts'
import { messagingSignatures } from './messaging.ts'
import { runnerSignatures } from './runner.ts'
import { tcpSignatures } from './tcp.ts'
import { tlsSignatures } from './tls.ts'
import { upgradeSignatures } from './upgrade.ts'
import { upgradeRefusalSignatures } from './upgrade-refusal.ts'

export const signatures: readonly Signature[] = [
  ...dnsSignatures,
  ...tcpSignatures,
  ...tlsSignatures,
  ...httpSignatures,
  ...gatewaySignatures,
  ...upgradeSignatures,
  ...upgradeRefusalSignatures,
  ...authSignatures,
  ...messagingSignatures,
  ...runnerSignatures,
]
