/** Do many clients at once all get in, and does each get its own replies and nobody else's? */

import { conversation, type Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Evidence } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { refuseForDescriptors } from '../net/descriptors.ts'
import { gatherCrowd } from './concurrency/crowd.ts'
import { tellCrowd } from './concurrency/crowd-evidence.ts'
import { type CrowdWords, checkCrowd, crowdWords } from './concurrency/crowd-words.ts'
import type { Delivery } from './concurrency/delivery.ts'
import { judgeConcurrency } from './concurrency/judge.ts'
import { whyUnnumbered } from './concurrency/numbering.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'
import { ownCredential, type SessionOptions } from './session.ts'
import { type Spoken, speak } from './spoken.ts'
import { sessionWords } from './words.ts'

export interface ConcurrencyOptions extends SessionOptions, CrowdWords {
  /** Null takes that of the `messaging` check on the same path, else a ping. */
  readonly conversation: readonly Step[] | null
}

export interface ConcurrencyDetails {
  readonly credentialShown: boolean
  readonly planned: number
  readonly opened: number
  readonly answered: number
  /** Null where nothing was opened, and where messages were sent to all. */
  readonly crossTalk: { readonly count: number; readonly example: string | null } | null
  /** Null where messages were not numbered. */
  readonly delivery: Delivery | null
  /** How many went during the hold; null without one. */
  readonly lostInHold: number | null
  readonly notes: readonly string[]
}

export const concurrencyCheck = defineCheck<ConcurrencyOptions>({
  kind: 'concurrency',
  transport: 'websocket',
  usesCredential: true,
  crowds: true,
  passes:
    "every connection opens, runs the conversation (its own, else that of `messaging` on the path, else `send`/`expect`, else a ping), gets its own replies and nobody else's, and with `hold` stays open; with `messages`, no reply is lost, comes twice or out of order; reports p50/p95/p99 of connect and round trip",
  title: path => `Concurrent clients ${path}`,
  options: z =>
    z
      .strictObject({
        ...sessionWords(z),
        ...crowdWords(z),
        conversation: conversation(z).nullable().default(null),
      })
      .superRefine(checkCrowd)
      .transform(({ 'auth-message': authMessage, over, hold, within, ...rest }) => ({
        ...rest,
        authMessage,
        overMs: over ?? 0,
        holdMs: hold ?? 0,
        within: { connect: within?.connect ?? {}, roundTrip: within?.['round-trip'] ?? {} },
      })),
  defaults: {
    subprotocol: [],
    origin: null,
    authMessage: null,
    connections: 5,
    messages: 1,
    ordered: true,
    overMs: 0,
    holdMs: 0,
    within: { connect: {}, roundTrip: {} },
    conversation: null,
  },

  async probe(check, wire, turn) {
    const { connections, messages } = check.options
    const spoken = speak(check.options, check.options.conversation, shows(check))
    const unfit = refuseForDescriptors(connections) ?? refuseToNumber(messages, check.options, spoken)
    if (unfit) return untried(connections, unfit)
    // Closed however this ends: an open socket would keep the process alive.
    const records: Disposable[] = []
    using _all = { [Symbol.dispose]: () => records.forEach(record => void record[Symbol.dispose]()) }
    const crowd = await gatherCrowd(check, wire, turn, spoken, record => records.push(record))
    return tellCrowd(crowd, check.options, wire)
  },

  judge: judgeConcurrency,
})

/** Whether connections show a credential: the protocol's opening has it in its place then. */
const shows = ({ credential, headers }: PlannedCheck): boolean =>
  credential !== null || ownCredential(headers) !== null

/** What was not begun, because it could not be done from here or would show nothing. */
const untried = (planned: number, trouble: Fault): Evidence =>
  evidenceOf({
    attempts: [],
    observations: { 'concurrency.planned': planned },
    fault: trouble,
    details: {
      credentialShown: true,
      planned,
      opened: 0,
      answered: 0,
      crossTalk: null,
      delivery: null,
      lostInHold: null,
      notes: [],
    } satisfies ConcurrencyDetails,
  })

/** A conversation that stands beside `messages` was refused with the configuration; this is one from elsewhere. */
function refuseToNumber(messages: number, options: ConcurrencyOptions, { rest }: Spoken): Fault | null {
  const unfit = messages > 1 ? whyUnnumbered(options, rest) : null
  return (
    unfit &&
    fault(
      'runner.no_proof',
      `messages: ${messages}: ${unfit.message}; nothing was sent. Remedy: ${unfit.remedy}`,
    )
  )
}
