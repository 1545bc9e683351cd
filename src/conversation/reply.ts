/** The reply of the simple form: only what arrived after our last send counts, whatever greeted us before. */

import { dataOf } from '../matching/match.ts'
import { fillMatch, templateNames } from '../matching/template.ts'
import { showDuration } from '../model/duration.ts'
import { fault } from '../model/fault.ts'
import { isOrderly } from './closes.ts'
import { findRefusal, isError, refusalAt, refusesCredential } from './error-event.ts'
import { noReply, receiveMatching, takeAt } from './receive.ts'
import type { StepOf } from './steps.ts'
import { type Ended, showMessage, subjectAt, type Talk } from './talk.ts'
import { endOf, waitUntil } from './wait.ts'

/** How long the reply with our id is waited for once another message has come after ours. */
const tieGraceMs = 1000

export const untiedNote = 'the reply could not be tied to our message'

export function reply(step: StepOf<'reply'>, talk: Talk): Promise<Ended> {
  const withinMs = step.withinMs ?? talk.limits.timeoutMs
  if (step.reply === undefined) return replyWithId(withinMs, talk)
  const receiving = receiveMatching(fillMatch(step.reply, talk.scope), talk.mark, withinMs, {}, talk)
  if (templateNames(step.reply).has('id')) return receiving
  return receiving.then(ended => {
    if (!ended.fault) talk.notes.add(untiedNote)
    return ended
  })
}

function acceptReply(talk: Talk, index: number, expected: string): Ended {
  const data = dataOf(subjectAt(talk, index))
  const taken = takeAt(talk, index, {}, expected)
  if (taken.fault || !isError(data)) return taken
  const message = `the reply is an error: ${showMessage(talk, index)}; declare it with expect if it is what you want`
  return {
    fault: refusesCredential(data) ? refusalAt(talk, index) : fault('ws.wrong_reply', message),
    expected: `${expected}, and no error`,
    actual: 'an error',
  }
}

async function replyWithId(withinMs: number, talk: Talk): Promise<Ended> {
  const { messages } = talk.channel
  const untilMs = talk.channel.now() + withinMs
  const expected = talk.carriedId ? 'a reply that carries our id' : 'a reply'
  const awaited = `${expected} was awaited`
  const findAny = findAfter(talk, untilMs, () => true)
  const findOurs = findAfter(talk, untilMs, index => carriesId(messages[index]?.data ?? '', talk.scope.id))

  const first = await waitUntil(talk, untilMs, findAny, awaited)
  if (first.end === 'over') return { fault: first.fault, expected, actual: 'nothing' }
  if (first.end === 'late') {
    const trouble = noReply(talk, talk.mark, expected, showDuration(withinMs))
    return { fault: trouble, expected, actual: 'nothing' }
  }
  const sinceMs = messages[first.value]?.atMs ?? talk.channel.now()
  const graceMs = talk.carriedId ? tieGraceMs : 0
  const ours = await waitUntil(talk, Math.min(untilMs, sinceMs + graceMs), findOurs, awaited)
  if (ours.end === 'found') return acceptReply(talk, ours.value, expected)
  // A message right before a refusal or a cut is more likely its reason than our reply.
  const { closed, aborted } = talk.channel
  const over = endOf(talk, awaited)
  if (over && (aborted || (closed && !isOrderly(closed)))) {
    const refused = over.type.startsWith('auth.') ? null : findRefusal(talk, talk.mark)
    return { fault: refused ?? over, expected, actual: 'the end of the connection' }
  }
  talk.notes.add(untiedNote)
  return acceptReply(talk, first.value, expected)
}

/** Looks on from where it stopped, and keeps what it has found. */
function findAfter(talk: Talk, untilMs: number, fits: (index: number) => boolean): () => number | null {
  const { messages } = talk.channel
  let cursor = talk.mark
  return () => {
    for (; cursor < messages.length; cursor++) {
      if ((messages[cursor]?.atMs ?? 0) > untilMs) return null
      if (!talk.taken.has(cursor) && fits(cursor)) return cursor
    }
    return null
  }
}

const carriesId = (data: string | Uint8Array, id: string): boolean =>
  typeof data === 'string'
    ? data.includes(id)
    : Buffer.from(data.buffer, data.byteOffset, data.length).includes(id)
