/** What a kind of check is. A new kind is one file with one `defineCheck`, and one line in index.ts. */

import type { ZodType, z } from 'zod'
import type { Judgement, PlannedCheck } from '../model/check.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Wire } from '../net/wire.ts'

/** zod itself, handed in: it is loaded only with a configuration file (docs/architecture.md, start-up). */
export type Zod = typeof z

export interface CheckKind<Options> {
  readonly kind: string
  /** What its target is: a path on `url`, or on the WebSocket base. */
  readonly transport: 'http' | 'websocket'
  /** For a kind that has both: what this check speaks. */
  transportOf?(options: Options): 'http' | 'websocket'
  /** Whether it shows the environment's credential without being told to. */
  readonly usesCredential: boolean
  /** Spends its time waiting: takes none of the places of the checks that run at the same time, and holds up no other. */
  readonly waits?: true
  /** Whether it opens so many connections that a limit may turn away other checks meanwhile; false if absent. */
  readonly crowds?: boolean
  /** For a kind whose duration is declared: by which word, and at least how many milliseconds. */
  lasts?(options: Options): { readonly word: string; readonly ms: number }
  /** What a URL that does not fit a WebSocket was probably meant for, where the kind has both transports. */
  readonly mistaken?: { readonly scheme: RegExp; readonly message: string; readonly remedy: string }
  /** One sentence for the README: when it passes. */
  readonly passes: string
  /** What a reader sees: `WebSocket upgrade /ws`. */
  title(path: string, options: Options): string
  /** The words of the configuration file that only this kind takes. */
  options(zod: Zod): ZodType<Options>
  /** The options of a check that the inputs alone declare. */
  readonly defaults: Options
  /** One attempt. Trouble on the network is part of the evidence; an exception is a bug. */
  probe(check: PlannedCheck<Options>, wire: Wire, turn: number): Promise<Evidence>
  /** Pure: what the evidence means. */
  judge(check: PlannedCheck<Options>, evidence: Evidence): Judgement
}

export function defineCheck<Options>(kind: CheckKind<Options>): CheckKind<Options> {
  return kind
}
