/** All signatures, a table for each layer or family of speakers, in the order in which a client walks the layers. */

import type { Signature } from '../signature.ts'
import { authSignatures } from './auth.ts'
import { authCloseSignatures } from './auth-closes.ts'
import { issuerSignatures } from './auth-issuers.ts'
import { authTokenSignatures } from './auth-tokens.ts'
import { awsSignatures } from './cloud-aws.ts'
import { azureSignatures } from './cloud-azure.ts'
import { cloudflareSignatures } from './cloud-cloudflare.ts'
import { googleSignatures } from './cloud-google.ts'
import { platformSignatures } from './cloud-platforms.ts'
import { concurrencySignatures } from './concurrency.ts'
import { dnsSignatures } from './dns.ts'
import { gatewaySignatures } from './gateway.ts'
import { apacheSignatures } from './gateway-apache.ts'
import { apiGatewaySignatures } from './gateway-api.ts'
import { envoySignatures } from './gateway-envoy.ts'
import { nginxSignatures } from './gateway-nginx.ts'
import { otherGatewaySignatures } from './gateway-others.ts'
import { proxySignatures } from './gateway-proxies.ts'
import { httpSignatures } from './http.ts'
import { httpCircuitSignatures } from './http-circuit.ts'
import { httpStatusSignatures } from './http-status.ts'
import { idleSignatures } from './idle.ts'
import { idleProxySignatures } from './idle-proxies.ts'
import { idleStreamSignatures } from './idle-streams.ts'
import { loginWallSignatures } from './login-walls.ts'
import { messagingSignatures } from './messaging.ts'
import { messagingLimitSignatures } from './messaging-limits.ts'
import { protocolSignatures } from './protocols.ts'
import { revisionSignatures } from './revision.ts'
import { runnerSignatures } from './runner.ts'
import { securitySignatures } from './security.ts'
import { streamingSignatures } from './streaming.ts'
import { bufferingSignatures } from './streaming-buffering.ts'
import { streamLimitSignatures } from './streaming-limits.ts'
import { tcpSignatures } from './tcp.ts'
import { tlsSignatures } from './tls.ts'
import { tlsCertificateSignatures } from './tls-certificate.ts'
import { tlsDefaultSignatures } from './tls-defaults.ts'
import { tlsStrengthSignatures } from './tls-strength.ts'
import { upgradeSignatures } from './upgrade.ts'
import { upgradeApplicationSignatures } from './upgrade-applications.ts'
import { upgradeDroppedSignatures } from './upgrade-dropped.ts'
import { upgradeHandshakeSignatures } from './upgrade-handshake.ts'
import { upgradeRefusalSignatures } from './upgrade-refusal.ts'
import { upgradeServerSignatures } from './upgrade-servers.ts'

export const signatures: readonly Signature[] = [
  ...dnsSignatures,
  ...tcpSignatures,
  ...tlsSignatures,
  ...tlsCertificateSignatures,
  ...tlsDefaultSignatures,
  ...tlsStrengthSignatures,
  ...httpSignatures,
  ...httpStatusSignatures,
  ...httpCircuitSignatures,
  ...revisionSignatures,
  ...gatewaySignatures,
  ...nginxSignatures,
  ...envoySignatures,
  ...apacheSignatures,
  ...proxySignatures,
  ...otherGatewaySignatures,
  ...apiGatewaySignatures,
  ...awsSignatures,
  ...googleSignatures,
  ...cloudflareSignatures,
  ...azureSignatures,
  ...platformSignatures,
  ...upgradeDroppedSignatures,
  ...upgradeSignatures,
  ...upgradeHandshakeSignatures,
  ...upgradeRefusalSignatures,
  ...upgradeApplicationSignatures,
  ...upgradeServerSignatures,
  ...loginWallSignatures,
  ...authSignatures,
  ...authTokenSignatures,
  ...authCloseSignatures,
  ...issuerSignatures,
  ...messagingSignatures,
  ...messagingLimitSignatures,
  ...protocolSignatures,
  ...securitySignatures,
  ...streamingSignatures,
  ...bufferingSignatures,
  ...streamLimitSignatures,
  ...idleProxySignatures,
  ...idleStreamSignatures,
  ...idleSignatures,
  ...concurrencySignatures,
  ...runnerSignatures,
]
