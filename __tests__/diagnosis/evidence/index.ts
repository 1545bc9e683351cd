/** Evidence for every row, under the id that has to come first. */

import { cloudEvidence } from './cloud.ts'
import { concurrencyEvidence } from './concurrency.ts'
import { conversationEvidence } from './conversation.ts'
import { gatewayEvidence } from './gateway.ts'
import { apiGatewayEvidence } from './gateway-api.ts'
import { proxyEvidence } from './gateway-proxies.ts'
import { httpEvidence } from './http.ts'
import { idleEvidence } from './idle.ts'
import { idleStreamEvidence } from './idle-streams.ts'
import { issuerEvidence } from './issuers.ts'
import { loginWallEvidence } from './login-walls.ts'
import { networkEvidence } from './network.ts'
import { otherGatewayEvidence } from './other-gateways.ts'
import { protocolEvidence } from './protocols.ts'
import type { Recorded } from './recorded.ts'
import { revisionEvidence } from './revisions.ts'
import { securityEvidence } from './security.ts'
import { streamingEvidence } from './streaming.ts'
import { upgradeEvidence } from './upgrade.ts'

export const evidence: Recorded = {
  ...networkEvidence,
  ...httpEvidence,
  ...gatewayEvidence,
  ...proxyEvidence,
  ...apiGatewayEvidence,
  ...revisionEvidence,
  ...cloudEvidence,
  ...otherGatewayEvidence,
  ...loginWallEvidence,
  ...upgradeEvidence,
  ...conversationEvidence,
  ...issuerEvidence,
  ...protocolEvidence,
  ...securityEvidence,
  ...streamingEvidence,
  ...idleEvidence,
  ...idleStreamEvidence,
  ...concurrencyEvidence,
}

/** Rows that also need to know how plain HTTP on the same host went: it passed. */
export const besideHealthy: ReadonlySet<string> = new Set([
  'upgrade.only-upgrade-unavailable',
  'upgrade.azure-websockets-off-likely',
  'upgrade.handler-hangs',
  'upgrade.no-status-line',
  'streaming.hangs-alone',
  'streaming.circuit-open',
  'http.circuit-open',
  'http.refused-alike',
])

/** Causes that no follow-up can tell from another one: shown second, after that one. */
export const undecided: Readonly<Record<string, string>> = {
  // ASGI servers refuse a bad credential and an unknown path with the same 403 (measured with uvicorn 0.17.6).
  'auth.route-missing-asgi': 'auth.refused-before-accept',
}
