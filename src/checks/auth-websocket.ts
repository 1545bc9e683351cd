/** One client at the door of a WebSocket: the handshake, then the conversation that a good client has. */

import { closeFault, showClose } from '../conversation/closes.ts'
import { isError } from '../conversation/reply.ts'
import { converse } from '../conversation/run.ts'
import type { Step } from '../conversation/steps.ts'
import { cutText, showBytes } from '../matching/show.ts'
import type { Channel } from '../model/channel.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import { type Fault, fault } from '../model/fault.ts'
import { runOver } from '../net/limit.ts'
import type { Wire } from '../net/wire.ts'
import type { Admission } from './admission.ts'
import {
  isApplicationData,
  isRefusalClose,
  isRefusalStatus,
  leadsToLogin,
  type RefusalRule,
  refusable,
} from './refusal.ts'
import { openSession, type SessionOptions } from './session.ts'
import { type OpenSession, observeTalk } from './talk.ts'

export interface Client {
  readonly check: PlannedCheck<SessionOptions & { readonly refused: RefusalRule }>
  readonly wire: Wire
  readonly turn: number
  readonly connection: number
  readonly credential: Credential | null
  readonly steps: readonly Step[]
  /** How long a client that got nothing but a pong is watched: pongs come before the application looks at anybody. */
  readonly watchMs: number
  /** The good client stays until the others are done: a server that closes on everybody refuses nobody. */
  readonly stay?: Promise<void>
}

type Outcome = Pick<Admission, 'how' | 'seen' | 'fault'>

export async function enterWebSocket(client: Client): Promise<Admission> {
  const session = await openSession(client)
  using record = session.record
  if (!session.ok) {
    const outcome = atHandshake(session.fault, record.observations, client.check.options.refused)
    return {
      ...outcome,
      attempt: record.end(null),
      observations: record.observations,
      transcript: [],
      received: 0,
      onlyPong: false,
      notes: [],
    }
  }
  return await enterOpen(session, client)
}

function atHandshake(fault: Fault, facts: Admission['observations'], rule: RefusalRule): Outcome {
  const status = facts['http.response.status_code']
  if (isRefusalStatus(status, rule)) return { how: 'refused', seen: `HTTP ${status}`, fault }
  if (leadsToLogin(facts)) return { how: 'refused', seen: `HTTP ${status} to a login page`, fault }
  return { how: 'unproven', seen: fault.message, fault }
}

async function enterOpen(session: OpenSession, client: Client): Promise<Admission> {
  const { record, channel, scope } = session
  const { check, wire, steps } = client
  // An answer that opened is kept of the first connection only; that it opened matters for each.
  record.observe({ 'http.response.status_code': 101 })
  const hide = (text: string) => wire.hide(text)
  const limits = { timeoutMs: check.timeoutMs, directory: wire.facts.directory, hide }
  const guarded = refusable(channel, check.options.refused, hide)
  const talked = await record.time('message', () => converse(steps, guarded.channel, scope, limits))
  const onlyPong = steps.every(step => 'send' in step)
  if (!talked.fault && onlyPong) await watch(guarded.channel, client.watchMs)
  if (!talked.fault && client.stay) await client.stay
  const seen = { trouble: talked.fault, refusal: guarded.refusal(), onlyPong }
  const outcome = wire.signal.aborted ? over(wire) : judge(seen, session, client)
  record.observe(observeTalk(session, { ...talked, fault: outcome.fault }))
  if (!channel.closed) await record.time('close', () => channel.close())
  return {
    ...outcome,
    attempt: record.end(null),
    observations: record.observations,
    transcript: talked.transcript,
    received: channel.messages.length,
    onlyPong,
    notes: talked.notes,
  }
}

const over = ({ signal }: Wire): Outcome => {
  const fault = runOver(signal)
  return { how: 'unproven', seen: fault.message, fault }
}

async function watch(channel: Channel, ms: number): Promise<void> {
  const until = channel.now() + ms
  while (!channel.closed && !channel.aborted && channel.now() < until)
    await channel.changed(until - channel.now())
}

interface Seen {
  /** What ended the conversation early. */
  readonly trouble: Fault | null
  /** The message that refused in-band. */
  readonly refusal: string | Uint8Array | null
  readonly onlyPong: boolean
}

function judge({ trouble, refusal, onlyPong }: Seen, { channel }: OpenSession, client: Client): Outcome {
  const { refused, authMessage } = client.check.options
  const hide = (text: string) => client.wire.hide(text)
  const { closed, messages } = channel
  const data = messages.filter(message => isApplicationData(message.data, refused, hide))
  if (refusal !== null && (trouble || data.length === 0)) {
    const seen = `the message ${show(refusal, hide)}`
    return { how: 'refused', seen, fault: fault('auth.refused', `the client is refused by ${seen}`) }
  }

  // After a whole conversation a close is no trouble, as for `messaging`.
  const ended = closed && (trouble || onlyPong) ? closed : null
  if (ended && isRefusalClose(ended, refused)) {
    const fault = trouble ?? closeFault(ended, 'the credential was being looked at')
    const how = hide(showClose(ended))
    // What comes before the credential is a greeting: with it in the first message, everybody is greeted.
    const early = authMessage === null ? data[0] : undefined
    return early
      ? { how: 'unproven', seen: `it got ${show(early.data, hide)} before ${how}`, fault }
      : { how: 'refused', seen: how, fault }
  }
  if (trouble) {
    const error = messages.find(message => isError(message.data))
    const hint = error ? `; it got ${show(error.data, hide)}: declare it as \`refused: { message: … }\`` : ''
    return { how: 'unproven', seen: `${trouble.message}${hint}`, fault: trouble }
  }
  const isGood = client.stay !== undefined
  if (ended && !isGood) return { how: 'unproven', seen: hide(showClose(ended)), fault: null }
  const answered = onlyPong ? 'its ping was answered, and it may stay' : 'its message was answered'
  return { how: 'accepted', seen: answered, fault: null }
}

const show = (data: string | Uint8Array, hide: (text: string) => string): string =>
  typeof data === 'string' ? `'${cutText(hide(data.slice(0, 2000)), 160)}'` : showBytes(data)
