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
import type { Stage } from './stage.ts'

export interface Failed {
  readonly check: string
  readonly layer: Layer
  readonly class: FailureClass
  readonly type: FaultType
  /** Id of the diagnosis that has to come first; of several, any. */
  readonly diagnosis: string | readonly string[]
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
  /** `{host}` stands for host and port. */
  readonly origin?: string
  /** What the bare client offers; the product's is in its configuration. */
  readonly subprotocol?: string
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
  /** The proxy makes its certificate after it has started, and has to be waited for. */
  readonly makesCertificate?: true
  readonly certificate?: CertificateName
  /** `embedded` if absent. */
  readonly backEnd?: BackEndName | BrokenServerName
  readonly client?: Client
  /** Inputs that this situation adds; `{host}` and `{plain-host}` stand for host and port. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Configuration file, `{host}` as above; the inputs for checks are left out then. */
  readonly config?: string
  /** Path of a stream that the bare client reads in place of its WebSocket: `STATUS stream`, `burst`, `cut` or `silent`. */
  readonly stream?: string
  /** Done before anybody looks: messages that are published. */
  readonly prepare?: (stage: Stage) => Promise<void>
  /** `HEALTH | WEBSOCKET`: a status or a code of node's; `STATUS BODY`, a code, `ack`, or `closed CODE`. */
  readonly bare: RegExp
  readonly expect: Expectation
}

export const passes: Expectation = { verdict: 'passed', exitCode: 0, failed: [], blocked: [], skipped: [] }

export const fails = (blocked: readonly string[], ...failed: Failed[]): Expectation => ({
  verdict: 'failed',
  exitCode: 1,
  failed,
  blocked,
  skipped: [],
})

type Wanted = Pick<Failed, 'diagnosis' | 'speaker'> & { readonly class?: FailureClass }

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
/** What follows the messages, and cannot pass without them. */
const followers = (path: string) => [`auth:${path}`, concurrency(path)]

/** One dead host is one failure, with the rest blocked. */
export const hostFails = (type: FaultType, wanted: Wanted): Expectation =>
  fails([upgrade('/ws'), messaging('/ws'), ...followers('/ws')], failed(health, type, wanted))

/** Health has its own trouble, and the upgrade another. */
export const bothFail = (
  healthFault: readonly [FaultType, Wanted],
  upgradeFault: readonly [FaultType, Wanted],
): Expectation =>
  fails(
    [messaging('/ws'), ...followers('/ws')],
    failed(health, ...healthFault),
    failed(upgrade('/ws'), ...upgradeFault),
  )

export const upgradeFails = (type: FaultType, wanted: Wanted, path = '/ws'): Expectation =>
  fails([messaging(path), ...followers(path)], failed(upgrade(path), type, wanted))

export const messagingFails = (type: FaultType, wanted: Wanted, path = '/ws'): Expectation =>
  fails(followers(path), failed(messaging(path), type, wanted))

export const concurrencyFails = (type: FaultType, wanted: Wanted): Expectation =>
  fails([], failed(concurrency('/ws'), type, wanted))

/** To the second where the machine has time for it; a busy one sees the cut later, and says no more than that. */
export const cutByLimit: readonly string[] = ['messaging.cut-to-the-second', 'messaging.cut']

export const streamFails = (type: FaultType, wanted: Wanted, path = '/stream'): Expectation =>
  fails([], failed(`stream:${path}`, type, wanted))

/** A bad credential gets in, or is not refused for sure; nothing hangs on that. */
export const authFails = (type: FaultType, wanted: Wanted, path = '/ws'): Expectation =>
  fails([], failed(`auth:${path}`, type, wanted))

/** What a configuration file begins with. */
export const environment = `
environments:
  lab:
    url: https://staging.lab.test
    credential:
      jwt: { secret: $LAB_SECRET, claims: { aud: chat } }`

/** The checks of a front end: its browsers send their Origin. */
export const fromFrontEnd = (path: string, origin: string): string => `${environment}
checks:
  - health: /health
  - upgrade: ${path}
    origin: ${origin}
`
