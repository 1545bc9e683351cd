/** Runs a conversation on an open connection. Success means that everything awaited has arrived. */

import { randomUUID } from 'node:crypto'
import { type Scope, templateNames } from '../matching/template.ts'
import type { Channel } from '../model/channel.ts'
import type { Assertion } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { TranscriptEntry } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { waits } from './check-steps.ts'
import { closeType, showClose } from './closes.ts'
import { never } from './never.ts'
import { receive } from './receive.ts'
import { receiveAll } from './receive-all.ts'
import { type Refusal, readRefusal } from './refusal.ts'
import { reply } from './reply.ts'
import { type Frame, makeFrame } from './sent.ts'
import type { Step } from './steps.ts'
import { type Ended, type Limits, settle, startTalk, type Talk, tell } from './talk.ts'
import { logPong, logSent, writeTranscript } from './transcript.ts'
import { type Numbered, unroll } from './unroll.ts'
import { answerMessages, endOf, waitUntil } from './wait.ts'

export type { Limits } from './talk.ts'

export interface Conversed {
  /** What ended it early; null if it ran to its end. */
  readonly fault: Fault | null
  /** Set where it ended early and the server had refused the credential on the open connection. */
  readonly refusal: Refusal | null
  readonly transcript: readonly TranscriptEntry[]
  readonly notes: readonly string[]
  /** One for each step that waited; the last is the one that failed. */
  readonly assertions: readonly Assertion[]
  /** From a send to its first answer, and from a ping to its pong. */
  readonly roundTripsMs: readonly number[]
  /** Messages and pings that something which arrived later answered; one without an answer does not count. */
  readonly sent: number
  /** Messages and awaited pongs that arrived. */
  readonly received: number
}

/** How long a pong is waited for that only separates greetings from replies. */
const separatorMs = 1000
const mostAssertions = 50

export const pingNote =
  "only an RFC 6455 ping was answered: the application's own reply was not part of the proof"

export const emptyPongNote =
  'pings are answered by pongs without their payload, as uWSGI does; RFC 6455 section 5.5.3 demands the same payload'

/** Messages that no step takes stay for later steps. A close that nothing waits for is no fault. */
export async function converse(
  steps: readonly Step[],
  channel: Channel,
  scope: Scope,
  limits: Limits,
): Promise<Conversed> {
  const talk = startTalk(channel, scope, limits)
  const ended = await runSteps(talk, unroll(steps))
  // The schema refuses such a conversation; one that code made must not pass either.
  const idle =
    ended || steps.some(waits)
      ? null
      : fault('runner.no_proof', 'the conversation waits for nothing from the server')
  const trouble = ended ?? idle ?? (await proveEcho(talk))
  if (!trouble && talk.pongs > 0 && talk.taken.size === 0 && talk.closes === 0) talk.notes.add(pingNote)
  if (talk.pongs > 0 && channel.emptyPongs) talk.notes.add(emptyPongNote)
  const { transcript, note } =
    trouble || limits.whole !== false ? writeTranscript(talk) : { transcript: [], note: null }
  return {
    fault: trouble,
    refusal: trouble ? readRefusal(talk.dialect, channel, talk.hide) : null,
    transcript,
    notes: note ? [...talk.notes, note] : [...talk.notes],
    assertions: talk.assertions,
    roundTripsMs: talk.roundTripsMs,
    sent: talk.answered,
    received: channel.messages.length + talk.pongs,
  }
}

/**
 * That nothing came is no proof that anything could have come: a proxy may take the upgrade and carry no frames. Where
 * no step took anything, a pong or a message has to have come.
 */
async function proveEcho(talk: Talk): Promise<Fault | null> {
  if (talk.taken.size > 0 || talk.pongs > 0 || talk.closes > 0) return null
  const { fault: missing } = await ping(randomUUID(), talk)
  return talk.channel.messages.length > 0 && !talk.channel.closed ? null : missing
}

async function runSteps(talk: Talk, steps: readonly Numbered[]): Promise<Fault | null> {
  for (let i = 0; i < steps.length; i++) {
    const { step, claim } = steps[i]!
    if (talk.channel.aborted) return fault('runner.cancelled', `the run was over before ${claim}`)
    const ended = await runStep(step, talk, steps[i + 1]?.step)
    if (!ended) continue
    const ok = ended.fault === null
    if (!ok || (talk.limits.whole !== false && talk.assertions.length < mostAssertions)) {
      talk.assertions.push({ claim, expected: tell(ended.expected), actual: tell(ended.actual), ok })
    }
    if (!ok) return ended.fault
  }
  return null
}

/** What a step that asserts something ended with; null if it only did something. */
function runStep(step: Step, talk: Talk, next: Step | undefined): Promise<Ended | null> {
  if ('send' in step) return send(step.send, talk, next)
  if ('receive' in step) return receive(step, talk)
  if ('reply' in step) return reply(step, talk)
  if ('receiveAll' in step) return receiveAll(step, talk)
  if ('never' in step) return never(step, talk, next)
  if ('close' in step) return awaitClose(step.close, step.withinMs ?? talk.limits.timeoutMs, talk)
  return 'pauseMs' in step ? pause(step.pauseMs, talk) : Promise.resolve(null)
}

/** Nothing is waited for: a connection that ends meanwhile only makes it shorter. */
async function pause(ms: number, talk: Talk): Promise<Ended | null> {
  const waited = await waitUntil(talk, talk.channel.now() + ms, () => null, 'pausing')
  if (waited.end !== 'over' || !talk.channel.aborted) return null
  return { fault: waited.fault, expected: `a pause of ${showDuration(ms)}`, actual: 'the end of the run' }
}

async function send(value: unknown, talk: Talk, next: Step | undefined): Promise<Ended | null> {
  const { scope, limits, dialect } = talk
  if (dialect.answers) await answerMessages(talk)
  const made = await makeFrame(value, scope, limits.directory ?? process.cwd(), dialect.codec)
  if (!made.ok) return { fault: made.fault, expected: 'a message to send', actual: 'none' }
  const frame = made.value
  if (frame.kind === 'ping') return await ping(frame.data, talk)
  const carriesId = templateNames(value).has('id')
  if (next && 'reply' in next && !isTied(next.reply, carriesId)) await separate(talk)
  return await sendFrame(frame, talk, carriesId)
}

/** Whether the reply can be known as the answer to our message, by the id that only it carries. */
const isTied = (reply: unknown, carriesId: boolean): boolean =>
  reply === undefined ? carriesId : templateNames(reply).has('id')

async function sendFrame(frame: Frame, talk: Talk, carriesId: boolean): Promise<Ended | null> {
  const atMs = talk.channel.now()
  talk.mark = talk.channel.messages.length
  talk.carriedId = carriesId
  const sent = await talk.channel.send(frame.data)
  if (sent.ok) {
    logSent(talk, atMs, frame)
    talk.unanswered.push({ mark: talk.mark, atMs })
    return null
  }
  const trouble = endOf(talk, 'a message was being sent') ?? sent.fault
  return { fault: trouble, expected: 'the message to be sent', actual: 'it could not be' }
}

/**
 * A ping and its pong before our message: greetings that the server wrote at accept are then already here, and are not
 * taken for the reply. A server that does not answer pings only makes this less sharp.
 */
async function separate(talk: Talk): Promise<void> {
  const payload = 'greetings end here'
  logSent(talk, talk.channel.now(), { kind: 'ping', data: payload })
  const pong = await talk.channel.ping(payload, Math.min(separatorMs, talk.limits.timeoutMs))
  if (pong.ok) logPong(talk, payload)
}

async function ping(payload: string, talk: Talk): Promise<Ended> {
  const expected = 'a pong with the same payload'
  talk.mark = talk.channel.messages.length
  talk.carriedId = false
  logSent(talk, talk.channel.now(), { kind: 'ping', data: payload })
  const pong = await talk.channel.ping(payload, talk.limits.timeoutMs)
  if (pong.ok) {
    logPong(talk, payload)
    talk.pongs++
    talk.answered++
    talk.roundTripsMs.push(pong.value)
    return { fault: null, expected, actual: `a pong after ${showDuration(pong.value)}` }
  }
  const message = `no pong arrived within ${showDuration(talk.limits.timeoutMs)}; RFC 6455 demands one for every ping`
  const trouble = endOf(talk, 'a pong was awaited') ?? fault('ws.pong_missing', message)
  return { fault: trouble, expected, actual: 'none' }
}

async function awaitClose(code: number, withinMs: number, talk: Talk): Promise<Ended> {
  const expected = `a close with ${code}`
  const untilMs = talk.channel.now() + withinMs
  const ended = () => (talk.channel.aborted ? null : talk.channel.closed)
  const waited = await waitUntil(talk, untilMs, ended, `${expected} was awaited`)
  if (waited.end === 'over') return { fault: waited.fault, expected, actual: 'the end of the run' }
  if (waited.end === 'late') {
    const message = `the server did not close the connection within ${showDuration(withinMs)}; expected ${expected}`
    return { fault: fault('ws.not_closed', message), expected, actual: 'none' }
  }
  const closed = waited.value
  const actual = talk.hide(showClose(closed))
  if (closed.fault) return { fault: closed.fault, expected, actual }
  if (closed.code !== code) {
    const message = `${actual}; expected ${expected}`
    return { fault: fault(closeType(closed.code), message, String(closed.code)), expected, actual }
  }
  talk.closes++
  settle(talk, talk.channel.messages.length, closed.atMs)
  return { fault: null, expected, actual }
}
