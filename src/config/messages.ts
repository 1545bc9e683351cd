/** `send` and `expect`: JSON or text, with templates. What they mean is the conversation's business. */

import { checkSimple } from '../conversation/declare.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'

/** `{ "a"` and `{ a:` are objects to whoever wrote them; sent as text, a typo would prove something else. */
const likeJson = /^\s*(\{\s*("|[\w$-]+\s*:)|\[\s*["{[])/

function refuseHalfJson(text: string): Parsed<never> | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    if (!likeJson.test(text)) return null
    const reason = (error as Error).message.replace(/, \\?"[\s\S]*$| in JSON[\s\S]*$/, '')
    const remedy = /[:,[]\s*\{\{/.test(text)
      ? 'put templates into quotes: "{{unix}}" alone keeps the type of what it stands for'
      : 'write JSON with double quotes; text that only looks like JSON goes into a conversation of the configuration file'
    return bad(`${quote(text)} looks like JSON but is none: ${reason}`, remedy)
  }
}

const parseMessage =
  (input: 'send' | 'expect') =>
  (text: string): Parsed<string> => {
    const read = refuseHalfJson(text)
    if (read) return read
    // The other input is none of this one's business here; load.ts holds them against each other.
    const found = input === 'send' ? checkSimple(text, null) : checkSimple('', text)
    const problem = found.find(told => told.input === input)
    return problem ? bad(problem.message, problem.remedy) : good(text)
  }

export const parseSend = parseMessage('send')
export const parseExpect = parseMessage('expect')
