/** What went over the wire, in order and bounded. */

import { cutText, showBytes, showValue } from '../matching/show.ts'
import type { Message } from '../model/channel.ts'
import type { TranscriptEntry } from '../model/evidence.ts'
import type { Frame } from './sent.ts'
import type { Logged, Talk } from './talk.ts'

const mostEntries = 50
/** Of these, the last ones: trouble shows at the end. */
const lastEntries = 30
const excerptLength = 500
/** What is hidden makes room for what follows it. */
const hiddenLength = 8 * excerptLength

export function logSent(talk: Talk, atMs: number, { kind, data }: Frame): void {
  talk.log.push({ atMs, direction: 'sent', kind, data })
}

export function logPong(talk: Talk, payload: string): void {
  talk.log.push({ atMs: talk.channel.now(), direction: 'received', kind: 'pong', data: payload })
}

export function writeTranscript(talk: Talk): { transcript: TranscriptEntry[]; note: string | null } {
  const { messages, closed } = talk.channel
  const total = talk.log.length + messages.length + (closed ? 1 : 0)
  // Excerpts are made only of what is kept.
  const all: (() => TranscriptEntry)[] = []
  let sent = 0
  for (const message of messages) {
    for (let entry = talk.log[sent]; entry && entry.atMs <= message.atMs; entry = talk.log[++sent]) {
      const logged = entry
      all.push(() => ours(talk, logged))
    }
    all.push(() => received(talk, message))
  }
  for (const entry of talk.log.slice(sent)) all.push(() => ours(talk, entry))
  if (closed) {
    const text = cutText(
      talk.hide(`${closed.code}${closed.reason === '' ? '' : ` ${closed.reason}`}`),
      excerptLength,
    )
    const bytes = Buffer.byteLength(closed.reason)
    all.push(() => ({ atMs: closed.atMs, direction: 'received', kind: 'close', text, bytes }))
  }
  const kept =
    total <= mostEntries ? all : [...all.slice(0, mostEntries - lastEntries), ...all.slice(-lastEntries)]
  const left = total - kept.length
  const note = left > 0 ? `${left} entries in the middle of the transcript were left out` : null
  return { transcript: kept.map(make => make()), note }
}

const ours = (talk: Talk, { data, ...entry }: Logged): TranscriptEntry => ({
  ...entry,
  ...excerptOf(talk, data),
})

function received(talk: Talk, { atMs, data }: Message): TranscriptEntry {
  const kind = typeof data === 'string' ? 'text' : 'binary'
  return { atMs, direction: 'received', kind, ...excerptOf(talk, data) }
}

function excerptOf(talk: Talk, data: string | Uint8Array): { text: string; bytes: number } {
  if (typeof data !== 'string') {
    const read = talk.dialect.codec?.read(data)
    const said = read === undefined ? '' : ` = ${showValue(read, talk.hide)}`
    return { text: showBytes(data, 200, talk.hide) + said, bytes: data.length }
  }
  return {
    text: cutText(talk.hide(data.slice(0, hiddenLength)), excerptLength),
    bytes: Buffer.byteLength(data),
  }
}
