/** The validated values of a run. Strings end here: what follows never parses again. */

import type { RevisionPlace, SocketPlace } from '../checks/revision.ts'
import type { JwtSource } from '../credentials/jwt.ts'
import type { CredentialSource } from '../credentials/sources.ts'
import type { FailOn, Headers } from '../model/check.ts'
import type { Placement } from '../model/credential.ts'
import type { Place, Problem } from '../model/problem.ts'
import type { Secret } from '../model/secret.ts'

export type { CredentialSource } from '../credentials/sources.ts'

/** PEM, or a JWK as JSON text, is already known to be readable and to fit the algorithm. */
export type JwtKey = JwtSource['key']

export interface CredentialConfig {
  readonly source: CredentialSource
  readonly placement: Placement
  /** With which the deployment verifies it, as the user gave it. */
  readonly publicKey?: string
}

/** A check as it was declared, by the inputs or in the file. */
export interface DeclaredCheck {
  readonly kind: string
  /** The target as the user wrote it: a path, or a whole URL. */
  readonly path: string
  /** What the kind's own words were parsed to. */
  readonly options: unknown
  readonly name: string | null
  readonly id: string | null
  readonly timeoutMs: number | null
  readonly retries: number | null
  readonly failOn: FailOn | null
  readonly needs: readonly string[]
  readonly when: readonly string[] | null
  readonly headers: Headers
  /** `none`, `default`, a name from `credentials`, or null for what the kind does by itself. */
  readonly credential: string | null
  readonly source: Place | null
}

/** What is waited for before the checks. */
export interface ReadyConfig {
  readonly revision: {
    /** Null asks for no certain one: all answers have to tell the same. */
    readonly expected: string | null
    readonly place: RevisionPlace
    readonly socket: SocketPlace | null
    readonly stream: SocketPlace | null
  } | null
  /** Of the revision, or what else is asked; null is the first health check's. */
  readonly path: string | null
  readonly consecutive: number
  /** Statuses and types of faults that end the wait at once; null is the default. */
  readonly giveUp: readonly string[] | null
  readonly source: Place | null
}

export interface Config {
  readonly environment: string | null
  readonly url: URL
  /** Base of WebSocket paths: `websocket` of the environment, else `url` with its scheme changed. */
  readonly websocketBase: URL
  /** Sent with every request. */
  readonly headers: Headers
  /** `default` is the environment's; further ones by name. */
  readonly credentials: Readonly<Record<string, CredentialConfig>>
  /** Template of the first message, for `in: message`. */
  readonly authMessage: unknown
  readonly checks: readonly DeclaredCheck[]
  /** Null where neither a revision nor `ready` is declared: then the first health check is waited for. */
  readonly ready: ReadyConfig | null
  readonly waitMs: number
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly failOn: FailOn
  /** What to compare with. */
  readonly baseline:
    | { readonly from: 'auto' | 'off' }
    | { readonly from: 'file'; readonly path: string; readonly shown: string }
  /** So many times as long as before fails the run; null if slowness is only told. */
  readonly slowerRatio: number | null
  /** PEM text of extra trusted certificates. */
  readonly ca: string | null
  readonly connectTo: { readonly host: string; readonly port: number | null } | null
  readonly reportDir: string | null
  readonly sha: string | null
  /** What this run cannot prove, seen while the configuration was read. */
  readonly notes: readonly string[]
  /** Every secret of the configuration, for masking and redaction. */
  readonly secrets: readonly Secret[]
}

/** One value that the user gave, and where. */
export interface GivenInput {
  readonly value: string
  /** How the user wrote it: `timeout`, `--timeout`, `--jwt-secret-env`. */
  readonly subject: string
}

/** What the entries hand over: inputs by the name of action.yml, and the surroundings. */
export interface Given {
  readonly inputs: Readonly<Record<string, GivenInput>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Found while the command line was read; reported with all others. */
  readonly problems?: readonly Problem[]
  /** Relative paths start here. */
  readonly directory: string
  /** The event's payload, in a workflow. */
  readonly event: unknown
  /** The commit that the surroundings tell; null where they tell none. */
  readonly sha?: string | null
}
