/** The words that say how many clients there are, what they do, and how fast it has to be. */

import type { RefinementCtx } from 'zod'
import type { Step } from '../../conversation/steps.ts'
import { unroll } from '../../conversation/unroll.ts'
import type { Zod } from '../define.ts'
import type { SessionOptions } from '../session.ts'
import { speak, spokenPreset } from '../spoken.ts'
import { duration } from '../words.ts'
import { whyUnnumbered } from './numbering.ts'

export const percentileNames = ['p50', 'p95', 'p99', 'max'] as const
export type PercentileName = (typeof percentileNames)[number]

/** Milliseconds; what is not named is not limited. */
export type PercentileLimits = { readonly [Name in PercentileName]?: number | undefined }

export interface CrowdWords {
  readonly connections: number
  /** Messages that each connection sends; more than one are numbered by their ids. */
  readonly messages: number
  /** Whether replies have to come in the order of the messages. */
  readonly ordered: boolean
  /** The time over which the connections are opened evenly; 0 opens them at once. */
  readonly overMs: number
  /** How long all are kept open; 0 ends with the conversation. */
  readonly holdMs: number
  readonly within: { readonly connect: PercentileLimits; readonly roundTrip: PercentileLimits }
}

const mostConnections = 10_000
const mostMessages = 1000

export function crowdWords(z: Zod) {
  const limit = duration(z).optional()
  const limits = z.strictObject({ p50: limit, p95: limit, p99: limit, max: limit }).optional()
  return {
    connections: z.int().min(1).max(mostConnections).default(5),
    messages: z
      .int()
      .min(1)
      .max(mostMessages)
      .default(1)
      .describe(
        'Messages that each connection sends, each with an {{id}} of its own and without waiting for the one before: with more than one, a reply that is lost, comes twice or out of order fails.',
      ),
    ordered: z
      .boolean()
      .default(true)
      .describe('With `messages`: whether replies have to come in the order of the messages.'),
    over: duration(z).optional().describe('Opens the connections evenly over this time, instead of at once.'),
    hold: duration(z)
      .optional()
      .describe(
        'Keeps all connections open that long; then each has to answer a ping and one more message. Whoever was lost meanwhile is a failure.',
      ),
    within: z
      .strictObject({ connect: limits, 'round-trip': limits })
      .optional()
      .describe('Limits of percentiles (p50, p95, p99, max); slower is a failure of class performance.'),
  }
}

interface Declared extends Omit<SessionOptions, 'authMessage'> {
  readonly messages: number
  readonly connections: number
  readonly hold?: number | undefined
  readonly conversation: readonly Step[] | null
}

/** Words that contradict a conversation that stands beside them. */
export function checkCrowd(
  { messages, connections, hold = 0, conversation, ...options }: Declared,
  context: RefinementCtx<Declared>,
): void {
  const tell = (path: string, message: string, remedy: string) =>
    context.addIssue({ code: 'custom', path: [path], message, params: { remedy } })
  const closes = conversation !== null && unroll(conversation).some(({ step }) => 'close' in step)
  const session = { authMessage: null, ...options }
  if (closes && hold > 0)
    tell(
      'hold',
      'the conversation waits for the server to close, so nothing is left to hold',
      'remove hold, or the close step',
    )
  if (closes && messages > 1)
    tell(
      'messages',
      'the conversation waits for the server to close, so no further message can be sent',
      'remove messages, or the close step',
    )
  // Without either, the conversation is that of another check, or a ping: that is looked at before anything is sent.
  const own = conversation || spokenPreset(session)
  const { rest } = speak(session, conversation, false)
  const unfit = messages > 1 && own ? whyUnnumbered(session, rest) : null
  if (unfit) tell('messages', unfit.message, unfit.remedy)
  const total = messages * connections
  if (total > mostTotal)
    tell(
      'messages',
      `${connections} connections with ${messages} messages each are ${total} messages; ${mostTotal} is the most`,
      'send fewer messages, or open fewer connections',
    )
}

const mostTotal = 100_000
