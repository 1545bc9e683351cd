/**
 * One row of the lab: a stack that is right, or wrong in one way; what a bare client sees of it, and what the product
 * has to say. The bare client keeps the table honest: it shows that the situation is what its name says.
 */

import { type FailureClass, type FaultType, faultKinds, type Layer } from '../../src/model/fault.ts'
import type { Verdict } from '../../src/model/report.ts'
import type { BackEndName } from './back-ends.ts'
import type { BrokenServerName } from './broken-servers.ts'
import type { CertificateName } from './certificates.ts'
import type { Edit } from './guides.ts'
import type { ProxyName } from './proxies.ts'

export interface Failed {
  readonly check: string
  readonly layer: Layer
  readonly class: FailureClass
  readonly type: FaultType
  /** Id of the diagnosis that has to come first; of several, any. */
  readonly diagnosis: string | readonly string[]
  /** A wrong or vague one that it still comes to: the table counts it as wrong, the tests let it pass. */
  readonly today?: string
  /** Who has to be recognised as the author of the answer, or as the proxy on its way. */
  readonly speaker?: string
}

export interface Expectation {
  readonly verdict: Verdict
  readonly exitCode: number
  /** The failures that are not blocked by another one, in the order of the checks. */
  readonly failed: readonly Failed[]
  readonly blocked: readonly string[]
  readonly skipped: readonly string[]
}

export interface Client {
  readonly path?: string
  readonly secret?: 'right' | 'wrong' | 'none'
  /** Of the JWT; FastAPI, Tornado and Channels demand `aud: chat`. */
  readonly audience?: string
  readonly trustsAuthority?: boolean
  /** Seconds that the application takes to answer. */
  readonly delay?: number
  /** The port that has no TLS. */
  readonly plain?: boolean
  /** Speaks TLS to a server without, or plain HTTP to one with. */
  readonly scheme?: 'https' | 'http'
  readonly origin?: string
}

export interface Situation {
  readonly name: string
  /** `none`: the URL points at the back end itself. */
  readonly proxy: ProxyName | 'none'
  /** What is wrong in the configuration of the proxy; nothing is the guide's own. */
  readonly edits?: readonly Edit[]
  /** The same for what is around the site in the main file of the proxy. */
  readonly around?: readonly Edit[]
  /** Further files in the folder of the proxy. */
  readonly files?: Readonly<Record<string, string>>
  /** Further arguments of the command of the proxy. */
  readonly args?: readonly string[]
  /** What the proxy says when it is ready, where its open port does not tell. */
  readonly says?: RegExp
  readonly certificate?: CertificateName
  /** `embedded` if absent. */
  readonly backEnd?: BackEndName | BrokenServerName
  readonly client?: Client
  /** Inputs that this situation adds; `{host}` and `{plain-host}` stand for host and port. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Configuration file; the inputs for checks are left out then. */
  readonly config?: string
  /** `HEALTH | WEBSOCKET`: a status or a code of node's; `STATUS BODY`, a code, `ack`, or `closed CODE`. */
  readonly bare: RegExp
  readonly expect: Expectation
  /** What the product still says instead: the table counts it as wrong, the tests let it pass. */
  readonly today?: Expectation
}

export const passes: Expectation = { verdict: 'passed', exitCode: 0, failed: [], blocked: [], skipped: [] }

export const fails = (blocked: readonly string[], ...failed: Failed[]): Expectation => ({
  verdict: 'failed',
  exitCode: 1,
  failed,
  blocked,
  skipped: [],
})

type Wanted = Pick<Failed, 'diagnosis' | 'today' | 'speaker'> & { readonly class?: FailureClass }

/** Layer and class are the fault's own, unless said otherwise. */
export const failed = (
  check: string,
  type: FaultType,
  { class: failureClass, ...wanted }: Wanted,
): Failed => ({
  check,
  layer: faultKinds[type].layer,
  class: failureClass ?? faultKinds[type].class,
  type,
  ...wanted,
})

const health = 'health:/health'
const upgrade = (path: string) => `upgrade:${path}`
const messaging = (path: string) => `messaging:${path}`
const concurrency = (path: string) => `concurrency:${path}`

/** One dead host is one failure, with the rest blocked. */
export const hostFails = (type: FaultType, wanted: Wanted): Expectation =>
  fails([upgrade('/ws'), messaging('/ws'), concurrency('/ws')], failed(health, type, wanted))

/** Health has its own trouble, and the upgrade another. */
export const bothFail = (
  healthFault: readonly [FaultType, Wanted],
  upgradeFault: readonly [FaultType, Wanted],
): Expectation =>
  fails(
    [messaging('/ws'), concurrency('/ws')],
    failed(health, ...healthFault),
    failed(upgrade('/ws'), ...upgradeFault),
  )

export const upgradeFails = (type: FaultType, wanted: Wanted, path = '/ws'): Expectation =>
  fails([messaging(path), concurrency(path)], failed(upgrade(path), type, wanted))

export const messagingFails = (type: FaultType, wanted: Wanted, path = '/ws'): Expectation =>
  fails([concurrency(path)], failed(messaging(path), type, wanted))

export const concurrencyFails = (type: FaultType, wanted: Wanted): Expectation =>
  fails([], failed(concurrency('/ws'), type, wanted))

/** Without the concessions to today's product. */
export const strictly = (expect: Expectation): Expectation => ({
  ...expect,
  failed: expect.failed.map(({ today: _, ...rest }) => rest),
})

export const leniently = (expect: Expectation): Expectation => ({
  ...expect,
  failed: expect.failed.map(({ today, diagnosis, ...rest }) => ({
    ...rest,
    diagnosis: today ? [diagnosis, today].flat() : diagnosis,
  })),
})
