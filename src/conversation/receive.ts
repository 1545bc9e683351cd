/** `receive`: the first message not yet taken that matches, or with `next` the very next one. */

import { dataOf, examine, type Mismatch } from '../matching/match.ts'
import { showValue } from '../matching/show.ts'
import { fillMatch } from '../matching/template.ts'
import { showDuration } from '../model/duration.ts'
import { type Fault, fault } from '../model/fault.ts'
import { capture } from './capture.ts'
import { findRefusal, refusalAt, refusesCredential } from './error-event.ts'
import type { StepOf } from './steps.ts'
import {
  count,
  type Ended,
  type Search,
  searchFor,
  showMessage,
  subjectAt,
  type Talk,
  type Told,
  take,
  tell,
} from './talk.ts'
import { waitUntil } from './wait.ts'

type Captures = Readonly<Record<string, string>>

export async function receive(step: StepOf<'receive'>, talk: Talk): Promise<Ended> {
  const spec = fillMatch(step.receive, talk.scope)
  const withinMs = step.withinMs ?? talk.limits.timeoutMs
  const captures = step.capture ?? {}
  if (step.next) return await receiveNext(spec, withinMs, captures, talk)
  return await receiveMatching(spec, 0, withinMs, captures, talk)
}

/** The first message from index `from` on that matches, of those not yet taken. */
export async function receiveMatching(
  spec: unknown,
  from: number,
  withinMs: number,
  captures: Captures,
  talk: Talk,
): Promise<Ended> {
  const expected = () => showValue(spec, talk.hide)
  const untilMs = talk.channel.now() + withinMs
  const search = searchFor(talk, spec, from, untilMs)
  const awaited = () => `a message that matches ${expected()} was awaited`
  const waited = await waitUntil(talk, untilMs, () => search.find(), awaited)
  if (waited.end === 'found') return takeAt(talk, waited.value, captures, expected)
  const actual = search.nearest ? showMismatch(search.nearest) : 'nothing'
  const trouble = waited.end === 'over' ? waited.fault : missed(talk, search, from, expected(), withinMs)
  const refused = trouble.type.startsWith('auth.') ? null : findRefusal(talk, from)
  return { fault: refused ?? trouble, expected, actual }
}

/** Takes a message that is as expected, and what is to be captured from it. */
export function takeAt(talk: Talk, index: number, captures: Captures, expected: Told): Ended {
  const subject = subjectAt(talk, index)
  take(talk, index)
  const actual = () => showMessage(talk, index)
  for (const [name, source] of Object.entries(captures)) {
    const captured = capture(source, subject)
    if (!captured.found) {
      const message = `the message matched, but "${name}" could not be captured from it: ${captured.why}`
      return {
        fault: fault('ws.wrong_reply', message),
        expected: `${tell(expected)}, with ${name}: ${source}`,
        actual,
      }
    }
    talk.scope.captured.set(name, captured.value)
  }
  return { fault: null, expected, actual }
}

function missed(
  talk: Talk,
  { seen, nearest }: Search,
  from: number,
  expected: string,
  withinMs: number,
): Fault {
  const waited = showDuration(withinMs)
  if (!nearest) return noReply(talk, from, expected, waited)
  const which =
    seen === 1 ? '1 message came, which differs' : `${seen} messages came, the nearest of which differs`
  return fault(
    'ws.wrong_reply',
    `nothing as expected arrived within ${waited}: ${which} ${showMismatch(nearest)}`,
  )
}

/** Says as well how many messages came too early to count. */
export function noReply(talk: Talk, from: number, expected: string, waited: string): Fault {
  const early = Array.from({ length: from }, (_, i) => i).filter(i => !talk.taken.has(i)).length
  const note =
    early > 0 ? `; ${count(early, 'message')} from before ours ${early === 1 ? 'does' : 'do'} not count` : ''
  const what = talk.taken.size > 0 ? 'no further message' : 'no message'
  return fault('ws.no_reply', `${what} arrived within ${waited}; expected ${expected}${note}`)
}

const showMismatch = ({ path, expected, actual }: Mismatch): string =>
  `at ${path}: expected ${expected}, found ${actual}`

/** The first message after the one last taken, whatever it is. */
async function receiveNext(spec: unknown, withinMs: number, captures: Captures, talk: Talk): Promise<Ended> {
  const expected = showValue(spec, talk.hide)
  const untilMs = talk.channel.now() + withinMs
  const { messages } = talk.channel
  const next = () => {
    let index = talk.standing.lastTaken + 1
    while (talk.taken.has(index)) index++
    const message = messages[index]
    return message && message.atMs <= untilMs ? index : null
  }
  const awaited = `the next message was awaited, which has to match ${expected}`
  const waited = await waitUntil(talk, untilMs, next, awaited)
  if (waited.end === 'over') return { fault: waited.fault, expected, actual: 'nothing' }
  if (waited.end === 'late') {
    return { fault: noReply(talk, 0, expected, showDuration(withinMs)), expected, actual: 'nothing' }
  }
  const { mismatch } = examine(spec, subjectAt(talk, waited.value), talk.hide)
  if (!mismatch) return takeAt(talk, waited.value, captures, expected)
  const actual = showMismatch(mismatch)
  const refused = refusesCredential(dataOf(subjectAt(talk, waited.value)))
    ? refusalAt(talk, waited.value)
    : null
  return {
    fault: refused ?? fault('ws.wrong_reply', `the next message differs ${actual}`),
    expected,
    actual,
  }
}
