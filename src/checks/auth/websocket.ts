/** One client at the door of a WebSocket: the handshake, then the conversation that a good client has. */

import { isOrderly, showClose } from '../../conversation/closes.ts'
import { readRefusal, showData } from '../../conversation/refusal.ts'
import { converse } from '../../conversation/run.ts'
import { stay } from '../../conversation/stay.ts'
import type { Step } from '../../conversation/steps.ts'
import { newStanding } from '../../conversation/talk.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Credential } from '../../model/credential.ts'
import { type Fault, fault } from '../../model/fault.ts'
import { runOver } from '../../net/limit.ts'
import type { Wire } from '../../net/wire.ts'
import { isApplicationData, isRefusalClose, isRefusalStatus, isTrouble, leadsToLogin } from '../refusal.ts'
import { openSession, type SessionOptions } from '../session.ts'
import { type Spoken, speak, spokenPreset } from '../spoken.ts'
import { type OpenSession, observeTalk } from '../talk.ts'
import type { Admission } from './admission.ts'

export interface Client {
  readonly check: PlannedCheck<SessionOptions>
  readonly wire: Wire
  readonly turn: number
  readonly connection: number
  readonly credential: Credential | null
  /** What a good client has after the opening; null is the protocol's own round trip, or a ping. */
  readonly conversation: readonly Step[] | null
  /**
   * How long a client is watched that the application itself was asked for nothing: pongs, and what lets into a
   * protocol, can come before it looks at anybody.
   */
  readonly watchMs: number
  /** Told when the handshake is over, however it went. */
  readonly onHandshake?: () => void
  /**
   * The good client stays until the others are done, and longer than the one that was closed on last, in milliseconds from
   * the open connection: a server that closes on everybody refuses nobody.
   */
  readonly until?: Promise<number>
}

/** By so much the timers of a busy server differ between two connections. */
const graceMs = 500

type Outcome = Pick<Admission, 'how' | 'seen' | 'fault'>

export async function enterWebSocket(client: Client): Promise<Admission> {
  const session = await openSession(client)
  client.onHandshake?.()
  using record = session.record
  if (!session.ok) {
    const outcome = atHandshake(session.fault, record.observations, client.check.options)
    return {
      ...outcome,
      attempt: record.end(null),
      observations: record.observations,
      transcript: [],
      received: 0,
      quiet: false,
      closedMs: 0,
      notes: [],
    }
  }
  return await enterOpen(session, client)
}

function atHandshake(fault: Fault, facts: Admission['observations'], { refused }: SessionOptions): Outcome {
  const status = facts['http.response.status_code']
  if (isRefusalStatus(status, refused)) return { how: 'refused', seen: `HTTP ${status}`, fault }
  if (leadsToLogin(facts)) return { how: 'refused', seen: `HTTP ${status} to a login page`, fault }
  return { how: 'unproven', seen: fault.message, fault }
}

async function enterOpen(session: OpenSession, client: Client): Promise<Admission> {
  const { record, channel, scope } = session
  const { check, wire, until } = client
  // An answer that opened is kept of the first connection only; that it opened matters for each.
  record.observe({ 'http.response.status_code': 101 })
  const spoken = speak(check.options, client.conversation, client.credential !== null)
  const { steps, dialect, quiet } = spoken
  const hide = (text: string) => wire.hide(text)
  const standing = newStanding(channel.now())
  const limits = { timeoutMs: check.timeoutMs, directory: wire.facts.directory, hide, dialect, standing }
  const talked = await record.time('message', () => converse(steps, channel, scope, limits))
  const talkedMs = channel.now()
  let trouble = talked.fault
  // After a whole conversation an end is no trouble, as for `messaging`; nor is one with which the server was done.
  const note = (later: Fault | null) => {
    if (quiet && !(until && channel.closed && isOrderly(channel.closed))) trouble ??= later
  }
  if (!trouble && quiet) note(await stay(channel, scope, limits, client.watchMs))
  if (!trouble && until) {
    note(await stay(channel, scope, limits, until))
    const leftMs = (await until) + graceMs - channel.now()
    if (!trouble && quiet && leftMs > 0) note(await stay(channel, scope, limits, leftMs))
  }
  const closedMs = channel.closed?.atMs ?? 0
  const data = channel.messages.filter(message => isApplicationData(message.data, spoken, scope))
  const outcome = wire.signal.aborted
    ? over(wire)
    : judge({ trouble, data: data.map(message => message.data), spoken }, session, client)
  record.observe(observeTalk(session, { ...talked, fault: outcome.fault }))
  if (!channel.closed) await record.time('close', () => channel.close())
  // Held against each other: what the good client got in its first moments, and all that a bad one got.
  const countedMs = until ? talkedMs + client.watchMs : Number.POSITIVE_INFINITY
  return {
    ...outcome,
    attempt: record.end(null),
    observations: record.observations,
    transcript: talked.transcript,
    received: data.filter(({ atMs }) => atMs <= countedMs).length,
    quiet,
    closedMs,
    notes: talked.notes,
  }
}

const over = ({ signal }: Wire): Outcome => {
  const fault = runOver(signal)
  return { how: 'unproven', seen: fault.message, fault }
}

interface Seen {
  /** What ended the conversation, or the time on watch, early. */
  readonly trouble: Fault | null
  /** What the application said. */
  readonly data: readonly (string | Uint8Array)[]
  readonly spoken: Spoken
}

function judge({ trouble, data, spoken }: Seen, { channel }: OpenSession, client: Client): Outcome {
  const { options } = client.check
  const hide = (text: string) => client.wire.hide(text)
  const show = (one: string | Uint8Array) => showData(one, hide, spoken.dialect.codec)
  const { closed, messages } = channel
  const refusal = readRefusal(spoken.dialect, channel, hide)
  if (refusal?.by === 'message' && (trouble || data.length === 0))
    return { how: 'refused', seen: refusal.says, fault: fault('auth.refused', refusal.says) }

  if (trouble && closed && isRefusalClose(closed, spoken)) {
    const how = hide(showClose(closed))
    const early = speaksFirst(options) ? undefined : data[0]
    if (early === undefined || options.refused?.close?.includes(closed.code))
      return { how: 'refused', seen: how, fault: trouble }
    const seen = `it got '${show(early)}' before ${how}; if everybody may have that, declare \`refused: { close: ${closed.code} }\``
    return { how: 'unproven', seen, fault: trouble }
  }
  if (trouble) {
    const said = messages.find(message => isTrouble(message.data, spoken))
    const hint = said ? `; it got ${show(said.data)}: declare it as \`refused: { message: … }\`` : ''
    return { how: 'unproven', seen: `${trouble.message}${hint}`, fault: trouble }
  }
  return { how: 'accepted', seen: sayAccepted(spoken), fault: null }
}

/** With the credential in the first message, everybody is greeted: what comes before it says nothing. */
const speaksFirst = (options: SessionOptions): boolean =>
  options.authMessage !== null && spokenPreset(options)?.takesCredential !== true

function sayAccepted({ quiet, opening }: Spoken): string {
  if (!quiet) return 'its message was answered'
  return opening.length > 0
    ? 'the protocol let it in, and it may stay'
    : 'its ping was answered, and it may stay'
}
