/** Cuts a stream of bytes into lines as .NET's StreamReader.ReadLine does: CR, LF and CR LF each end one. */

import { StringDecoder } from 'node:string_decoder'

export interface LineReader {
  readonly write: (chunk: Uint8Array) => void
  /** Gives out the last line, if it had no end. */
  readonly end: () => void
}

export function readLines(onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let afterCarriageReturn = false
  const take = (text: string) => {
    for (const character of text.split(/([\r\n])/)) {
      if (character === '\n' && afterCarriageReturn) afterCarriageReturn = false
      else if (character === '\r' || character === '\n') {
        onLine(rest)
        rest = ''
        afterCarriageReturn = character === '\r'
      } else if (character !== '') {
        rest += character
        afterCarriageReturn = false
      }
    }
  }
  return {
    write: chunk => take(decoder.write(Buffer.from(chunk))),
    end: () => {
      take(decoder.end())
      if (rest !== '') onLine(rest)
    },
  }
}
