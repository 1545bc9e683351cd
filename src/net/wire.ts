/** What a probe may use of the world: nothing else reaches the target. */

import type { Socket } from 'node:net'
import type { Acquire, Forge, Issue, Prepare } from '../model/credential.ts'
import type { Fault, Tried } from '../model/fault.ts'
import type { Target } from '../model/target.ts'
import type { AttemptRecord } from './attempt.ts'
import type { Address } from './dns.ts'
import type { AnswerHeaders } from './exchange.ts'

/** A socket to one address, dialled through dns, tcp, proxy and tls as the target demands. */
export interface Connection {
  readonly socket: Socket
  /** Set for plain HTTP through a forward proxy: requests name the whole URL and carry these headers. */
  readonly forwarded: Readonly<Record<string, string>> | null
}

/** The connection or the trouble, and in both cases the record so far; whoever dialled disposes of the record. */
export type Dialled = { readonly record: AttemptRecord } & (
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly fault: Fault }
)

/** How a handshake that reads a certificate differs from that of a client: nothing is ever sent on such a connection. */
export interface TlsReading {
  /** The only protocol version to offer; those that Node offers if absent. */
  readonly version?: TlsVersion
  /** Told when the server asks for a client certificate; heard up to TLS 1.2 only. */
  readonly onCertificateRequest?: () => void
  /** Told of the stapled OCSP response (RFC 6066 section 8), which is asked for then. */
  readonly onStaple?: (response: Uint8Array) => void
}

export const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
export type TlsVersion = (typeof tlsVersions)[number]

export interface DialChoice {
  /** The one address to dial, of those that `resolve` gave. */
  readonly only?: Address
  /** A certificate that is not to be trusted does not end the handshake then: it is what is read. */
  readonly reading?: TlsReading
}

/** Dials one address: the `turn`-th of those that the name has, starting with 0 and going round, unless told otherwise. */
export type Dial = (target: Target, turn: number, timeoutMs: number, choice?: DialChoice) => Promise<Dialled>

/** Every address that dialling `target` goes round; null behind a proxy, which resolves the name by itself. */
export type Resolve = (target: Target, timeoutMs: number) => Promise<Tried<readonly Address[] | null>>

/** Values that templates may name and that are the same for the whole run. */
export interface RunFacts {
  readonly runId: string
  readonly sha: string
  /** Files that a conversation sends are read from here. */
  readonly directory: string
}

/** An answer, or the first message of a WebSocket or event of a stream, as somebody who only listens sees it. */
export interface Witnessed {
  readonly url: URL
  readonly address: string | null
  readonly status: number
  readonly headers: AnswerHeaders
  /** Null of a 101 and of a stream. */
  readonly body: Uint8Array | null
  readonly message: string | Uint8Array | null
  /** Of a plain answer that came whole: how it was asked for. */
  readonly method?: string
  /** Of the answer that a stream comes in. */
  readonly stream?: true
}

export interface Wire {
  readonly dial: Dial
  readonly resolve: Resolve
  readonly issue: Issue
  readonly acquire: Acquire
  readonly prepare: Prepare
  readonly forge: Forge
  /** Takes secrets out of text before it is cut to an excerpt: half a secret cannot be recognised later. */
  hide(text: string): string
  /** Waits; ends early when the run is over. */
  pause(ms: number): Promise<void>
  /**
   * Waits until no other check has a crowd of connections open to the same origin: what a limit turned away meanwhile is
   * asked again then.
   */
  calm(): Promise<void>
  /** Told of every HTTP answer, every 101, the first message after one, and the first event; absent where nobody listens. */
  readonly witness?: (seen: Witnessed) => void
  /** Aborted when the run is over: deadline, cancellation, or a failure that makes this probe pointless. */
  readonly signal: AbortSignal
  readonly facts: RunFacts
}
