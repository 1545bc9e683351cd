/**
 * What real servers do in each situation, a row each: what a bare client sees, and what the product has to say about it.
 * The bare client keeps the table honest: it shows that the situation is what its name says.
 */

import type { FailureClass, FaultType, Layer } from '../../src/model/fault.ts'
import type { Verdict } from '../../src/model/report.ts'
import type { VariantName } from './nginx.ts'
import type { UvicornOptions } from './uvicorn.ts'

export interface Failed {
  readonly check: string
  readonly layer: Layer
  readonly class: FailureClass
  readonly type: FaultType
}

export interface Situation {
  readonly name: string
  readonly stack: {
    /** `none`: the URL points at uvicorn itself; `down`: at a port where nginx was never started. */
    readonly nginx: VariantName | 'none' | 'down'
    readonly certificate?: 'right' | 'expired' | 'wrong name' | 'self-signed'
    readonly uvicorn?: UvicornOptions
  }
  readonly client?: {
    readonly path?: string
    readonly secret?: 'right' | 'wrong' | 'none'
    /** Of the JWT; the application demands `aud: chat`. */
    readonly audience?: string
    readonly trustsAuthority?: boolean
    /** Seconds that the application takes to answer. */
    readonly delay?: number
    /** Speaks TLS to a server without. */
    readonly scheme?: 'https'
  }
  /** Inputs that this situation adds. */
  readonly inputs?: Readonly<Record<string, string>>
  /** A code of node's, `STATUS BODY`, `ack`, or `closed CODE`. */
  readonly bare: RegExp
  readonly expect: {
    readonly verdict: Verdict
    readonly exitCode: number
    /** The failures that are not blocked by another one, in the order of the checks. */
    readonly failed: readonly Failed[]
    readonly blocked: readonly string[]
    readonly skipped?: readonly string[]
  }
}

const passes = { verdict: 'passed', exitCode: 0, failed: [], blocked: [] } as const
const fails = (blocked: readonly string[], ...failed: Failed[]): Situation['expect'] => ({
  verdict: 'failed',
  exitCode: 1,
  failed,
  blocked,
})
const row = (check: string, layer: Layer, failureClass: FailureClass, type: FaultType): Failed => ({
  check,
  layer,
  class: failureClass,
  type,
})

const health = 'health:/health'
const webSocketChecks = (path: string) => [`upgrade:${path}`, `messaging:${path}`, `concurrency:${path}`]
/** One dead host is one failure, with the rest blocked. */
const hostFails = (layer: Layer, type: FaultType) =>
  fails(webSocketChecks('/ws'), row(health, layer, 'infrastructure', type))
const upgradeFails = (type: FaultType, path = '/ws', layer: Layer = 'upgrade') =>
  fails(
    webSocketChecks(path).slice(1),
    row(`upgrade:${path}`, layer, layer === 'auth' ? 'authentication' : 'infrastructure', type),
  )
const messagingFails = (
  type: FaultType,
  layer: Layer,
  failureClass: FailureClass,
  path = '/ws',
): Situation['expect'] => fails([`concurrency:${path}`], row(`messaging:${path}`, layer, failureClass, type))

export const situations: readonly Situation[] = [
  { name: 'all is well behind nginx with TLS', stack: { nginx: 'right' }, bare: /^ack$/, expect: passes },
  { name: 'all is well without a proxy', stack: { nginx: 'none' }, bare: /^ack$/, expect: passes },
  {
    name: 'the credential goes in a query parameter',
    stack: { nginx: 'right' },
    inputs: { 'credential-in': 'query:token' },
    bare: /^ack$/,
    expect: passes,
  },
  {
    name: 'the server picks the subprotocol that is offered',
    stack: { nginx: 'right' },
    inputs: { subprotocol: 'chat.v1' },
    bare: /^ack$/,
    expect: passes,
  },
  {
    name: 'without a credential the upgrade asks for one, and messages are not tried',
    stack: { nginx: 'right' },
    client: { secret: 'none' },
    bare: /^403 /,
    expect: { ...passes, skipped: ['messaging:/ws'] },
  },
  {
    // Works with this uvicorn, which does not mind: no reason to call it broken.
    name: 'nginx speaks HTTP/1.0 to an upstream that takes it',
    stack: { nginx: 'HTTP/1.0 to the upstream' },
    bare: /^ack$/,
    expect: passes,
  },

  {
    name: 'nothing listens',
    stack: { nginx: 'down' },
    bare: /^ECONNREFUSED$/,
    expect: hostFails('tcp', 'tcp.refused'),
  },
  {
    name: 'the server speaks plain HTTP where the URL says https',
    stack: { nginx: 'none' },
    client: { scheme: 'https' },
    bare: /^EPROTO$/,
    expect: hostFails('tls', 'tls.not_tls'),
  },
  {
    name: 'the certificate has expired',
    stack: { nginx: 'right', certificate: 'expired' },
    bare: /^CERT_HAS_EXPIRED$/,
    expect: hostFails('tls', 'tls.cert.date_invalid'),
  },
  {
    name: 'the certificate is for another name',
    stack: { nginx: 'right', certificate: 'wrong name' },
    bare: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    expect: hostFails('tls', 'tls.cert.name_invalid'),
  },
  {
    name: 'the certificate is signed by itself',
    stack: { nginx: 'right', certificate: 'self-signed' },
    bare: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    expect: hostFails('tls', 'tls.cert.authority_invalid'),
  },
  {
    name: 'the authority is not trusted',
    stack: { nginx: 'right' },
    client: { trustsAuthority: false },
    bare: /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
    expect: hostFails('tls', 'tls.cert.authority_invalid'),
  },
  {
    name: 'the server offers only a version of TLS that is out of use',
    stack: { nginx: 'TLS 1.1 only' },
    bare: /^EPROTO$/,
    expect: hostFails('tls', 'tls.version_or_cipher_mismatch'),
  },
  {
    name: 'nginx runs, the application behind it does not',
    stack: { nginx: 'wrong upstream port' },
    bare: /^502 .*502 Bad Gateway/s,
    expect: hostFails('http', 'http.gateway_error'),
  },

  {
    name: 'nginx sends WebSockets to a port where nobody listens',
    stack: { nginx: 'wrong upstream port for WebSockets' },
    bare: /^502 .*502 Bad Gateway/s,
    expect: upgradeFails('ws.gateway_error'),
  },
  {
    name: 'nginx drops the upgrade headers, so the application sees a plain request',
    stack: { nginx: 'upgrade headers missing' },
    bare: /^404 \{"detail":"Not Found"\}$/,
    expect: upgradeFails('ws.unexpected_response'),
  },
  {
    name: 'uvicorn has no WebSocket library',
    stack: { nginx: 'right', uvicorn: { websockets: 'none' } },
    bare: /^400 Unsupported upgrade request/,
    expect: upgradeFails('ws.unexpected_response'),
  },
  {
    name: 'the application is slower to accept than nginx to give up',
    stack: { nginx: 'short timeout' },
    client: { path: '/ws-slow' },
    bare: /^504 .*504 Gateway Time-out/s,
    expect: upgradeFails('ws.gateway_error', '/ws-slow'),
  },
  {
    name: 'the JWT is signed with another secret',
    stack: { nginx: 'right' },
    client: { secret: 'wrong' },
    bare: /^403 $/,
    expect: upgradeFails('auth.refused', '/ws', 'auth'),
  },
  {
    name: 'the JWT is for another audience',
    stack: { nginx: 'right' },
    client: { audience: 'billing' },
    bare: /^403 $/,
    expect: upgradeFails('auth.refused', '/ws', 'auth'),
  },

  {
    name: 'the application accepts first, and closes 4401 for a bad JWT',
    stack: { nginx: 'right' },
    client: { path: '/ws-accepts-first', secret: 'wrong' },
    bare: /^closed 4401$/,
    expect: messagingFails('auth.closed', 'auth', 'authentication', '/ws-accepts-first'),
  },
  {
    name: 'the application is slower to answer than nginx to cut the connection',
    stack: { nginx: 'short timeout' },
    client: { delay: 3 },
    bare: /^closed 1006$/,
    expect: messagingFails('ws.cut', 'messaging', 'infrastructure'),
  },
]
