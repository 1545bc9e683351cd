/** What `send` takes, and the frame it becomes. */

import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { decodeBase64, decodeHex } from '../matching/binary.ts'
import { writeJson } from '../matching/json.ts'
import { isRecord } from '../matching/subject.ts'
import { suggestWord } from '../matching/suggest.ts'
import { fill, fillText, hasTemplate, type Scope } from '../matching/template.ts'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import type { Codec } from './dialect.ts'
import type { Step, StepProblem } from './steps.ts'

export type Frame =
  | { readonly kind: 'text'; readonly data: string }
  | { readonly kind: 'binary'; readonly data: Uint8Array }
  | { readonly kind: 'ping'; readonly data: string }

const mostFileBytes = 1024 * 1024
/** RFC 6455, section 5.5: the payload of a control frame. */
const mostPingBytes = 125

/** The words of `send`: what is wrong with the text each takes, and the frame it makes. */
const sentWords: Readonly<Record<string, { takes: string; refuse: (text: string) => string | null }>> = {
  $hex: {
    takes: 'bytes in hex, such as "00 ff"',
    refuse: text => (decodeHex(text) ? null : 'it is not hex'),
  },
  $base64: { takes: 'bytes in base64', refuse: text => (decodeBase64(text) ? null : 'it is not base64') },
  $file: {
    takes: 'the path of a file of at most 1 MiB',
    refuse: text => (text === '' ? 'it is empty' : null),
  },
  $ping: {
    takes: `text of at most ${mostPingBytes} bytes`,
    refuse: text => (Buffer.byteLength(text) > mostPingBytes ? 'it is longer' : null),
  },
}

export const describeSent = (): Record<string, { type: string; description: string }> =>
  Object.fromEntries(
    Object.entries(sentWords).map(([key, { takes }]) => [
      key,
      { type: 'string', description: `Takes ${takes}.` },
    ]),
  )

/** Only an object with one of the words is more than data; the word then has to be its only key. */
export function checkSent(value: unknown): StepProblem[] {
  if (value === null) {
    return [
      {
        path: [],
        message: 'there is nothing to send',
        remedy: 'write text or JSON; "null" is the JSON null',
      },
    ]
  }
  if (!isRecord(value)) return []
  const keys = Object.keys(value)
  const word = keys.find(key => Object.hasOwn(sentWords, key))
  if (word !== undefined) return checkSentWord(word, value[word], keys)
  const [only, ...more] = keys
  const near = only?.startsWith('$') && more.length === 0 ? suggestWord(only, Object.keys(sentWords)) : null
  if (only === undefined || near === null) return []
  return [{ path: [only], message: `"${only}" is no word of send`, remedy: `did you mean "${near}"?` }]
}

function checkSentWord(word: string, operand: unknown, keys: readonly string[]): StepProblem[] {
  const other = keys.find(key => key !== word)
  if (other !== undefined) {
    const message = `"${word}" cannot stand beside "${other}"`
    return [{ path: [other], message, remedy: `make { ${word}: … } the whole of what is sent` }]
  }
  const { takes, refuse } = sentWords[word] ?? { takes: 'text', refuse: () => null }
  const wrong =
    typeof operand !== 'string' ? '' : hasTemplate(operand) && word !== '$file' ? null : refuse(operand)
  if (wrong === null) return []
  return [
    {
      path: [word],
      message: `${word} will not do${wrong && `: ${wrong}`}`,
      remedy: `${word} takes ${takes}`,
    },
  ]
}

/** The frame of a `send` with its templates filled in. Throws if a file cannot be read: `listFiles` tells which to check. */
export async function makeFrame(
  value: unknown,
  scope: Scope,
  directory: string,
  codec?: Codec,
): Promise<Tried<Frame>> {
  const word = isRecord(value) ? Object.keys(value).find(key => Object.hasOwn(sentWords, key)) : undefined
  const operand = word !== undefined && isRecord(value) ? value[word] : undefined
  if (!isRecord(value) || typeof operand !== 'string') {
    const filled = fill(value, scope)
    const data = typeof filled === 'string' ? filled : (codec?.write(filled) ?? writeJson(filled))
    return done(typeof data === 'string' ? { kind: 'text', data } : { kind: 'binary', data })
  }
  if (word === '$file')
    return done({ kind: 'binary', data: await readOnce(value, resolve(directory, operand)) })
  const text = fillText(operand, scope)
  // What was captured may be longer than a control frame may be: a third of the units fits in any case.
  if (word === '$ping') {
    const fits = Buffer.byteLength(text) <= mostPingBytes
    return done({ kind: 'ping', data: fits ? text : text.slice(0, Math.floor(mostPingBytes / 3)) })
  }
  const data = word === '$hex' ? decodeHex(text) : decodeBase64(text)
  if (data) return done({ kind: 'binary', data })
  return failed(fault('ws.wrong_reply', `what was captured for ${word} cannot be decoded: ${operand}`))
}

/** Kept as long as the step lives: thousands of connections send the same file. */
const files = new WeakMap<object, Promise<Uint8Array>>()

function readOnce(step: object, path: string): Promise<Uint8Array> {
  const known = files.get(step)
  if (known) return known
  const reading = readBounded(path)
  files.set(step, reading)
  return reading
}

async function readBounded(path: string): Promise<Uint8Array> {
  // A pipe or a device would never end.
  const { size, isFile } = await stat(path).then(s => ({ size: s.size, isFile: s.isFile() }))
  if (!isFile) throw new Error(`${path} is not a file`)
  if (size > mostFileBytes) throw new Error(`${path} has ${size} bytes; ${mostFileBytes} is the most`)
  return await readFile(path)
}

/** The paths of the files that a conversation sends, as declared. */
export function listFiles(steps: readonly Step[]): string[] {
  return steps.flatMap(step => {
    if ('steps' in step) return listFiles(step.steps)
    return 'send' in step && isRecord(step.send) && typeof step.send.$file === 'string'
      ? [step.send.$file]
      : []
  })
}
