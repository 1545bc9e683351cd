/** The conversation that the inputs `send` and `expect` declare. */

import { checkMatch } from '../matching/check-match.ts'
import { parseJson } from '../matching/json.ts'
import { checkTemplates } from '../matching/template.ts'
import { checkSent } from './sent.ts'
import type { Step } from './steps.ts'

/** Without `send`, an RFC 6455 ping that must be answered; then `expect` waits for what comes after the ping. */
export function simpleConversation(send: string | null, expect: string | null): Step[] {
  const reply: Step = { reply: expect === null ? undefined : readText(expect) }
  if (send !== null) return [{ send: readText(send) }, reply]
  const ping: Step = { send: { $ping: '{{uuid}}' } }
  return expect === null ? [ping] : [ping, reply]
}

/** Text that is a JSON object or array is JSON, all else is text. */
export function readText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

export interface SimpleProblem {
  readonly input: 'send' | 'expect'
  readonly message: string
  readonly remedy: string
}

/** What is wrong with the two inputs, for the reader of inputs to tell. */
export function checkSimple(send: string | null, expect: string | null): SimpleProblem[] {
  const sent = send === null ? null : readText(send)
  const match = expect === null ? null : readText(expect)
  const orphan = {
    message: 'there is nothing that the server could reply to',
    remedy: 'add "send", or leave "expect" out',
  }
  return [
    ...(sent === null ? [] : [...checkSent(sent), ...checkTemplates(sent)].map(p => told('send', p))),
    ...(match === null ? [] : [...checkMatch(match), ...checkTemplates(match)].map(p => told('expect', p))),
    ...(send === null && expect !== null ? [{ input: 'expect' as const, ...orphan }] : []),
  ]
}

const told = (
  input: 'send' | 'expect',
  { message, remedy }: { message: string; remedy: string },
): SimpleProblem => ({
  input,
  message,
  remedy,
})
