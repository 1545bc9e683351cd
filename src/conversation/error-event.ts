/** Messages that say an error, in the words that frameworks use for one, and those that refuse the credential. */

import { dataOf } from '../matching/match.ts'
import { type Fault, fault } from '../model/fault.ts'
import { showMessage, subjectAt, type Talk } from './talk.ts'

const shownAs = `(access|auth|bearer|id|api|session)?[ _-]?(token|jwt|credentials?|api[ _-]?key)`
const phrase = [
  'unauthori[sz]ed',
  'unauthenticated',
  'not[ _-]?(authenticated|authori[sz]ed)',
  'auth(entication|ori[sz]ation)?[ _-]?(is )?(failed|failure|required|error)',
  `(invalid|expired|missing|bad|malformed|revoked)[ _-]?${shownAs}`,
  `${shownAs}[ _-]?(is |has |was )?(expired|invalid|missing|required|rejected|revoked|malformed)`,
  'jwt[ _-]?(signature|verification)[ _-]?(is )?(failed|invalid)',
  'invalid[ _-]signature',
].join('|')
/** "Invalid token" is what parsers say as well, of the message and not of who sent it. */
const speaks = new RegExp(
  `(?<![a-z])(${phrase})(error)?(?![a-z])(?! (in json|at position|at line|['"<{]))`,
  'i',
)
/** Without another sign of an error, nothing else may be said. */
const speaksOnly = new RegExp(
  `^(error:? |40[13]:? )?(${phrase}|forbidden|(http )?40[13]( forbidden)?)(error)?[.!]?$`,
  'i',
)

/** Where errors say what they are; a field of another name may hold what a user wrote. */
const says = ['type', 'event', 'status', 'statusCode', 'status_code', 'code', 'error', 'name', 'title']
const tells = ['message', 'msg', 'reason', 'detail', 'description', 'error_description']
const holds = ['error', 'errors', 'payload', 'data', 'extensions', 'body']
const mostLooked = 20

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param test of what a code or a text of the error says. */
function anySays(value: unknown, test: RegExp, deep: number): boolean {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value).slice(0, 500)
    return test.test(text) || speaksOnly.test(text)
  }
  if (Array.isArray(value)) return value.slice(0, mostLooked).some(one => anySays(one, test, deep))
  if (!isRecord(value)) return false
  return (
    [...says, ...tells].some(key => !isDeep(value[key]) && anySays(value[key], test, deep)) ||
    (deep > 0 && holds.some(key => isDeep(value[key]) && anySays(value[key], test, deep - 1)))
  )
}

const isDeep = (value: unknown): boolean => typeof value === 'object' && value !== null

function isNamedError(value: Record<string, unknown>): boolean {
  const { type, event, status, error, errors, ok, success } = value
  const named = [type, event, status].some(
    word => typeof word === 'string' && /^(error|exception|failed|failure)\b|[._:-]error$/i.test(word),
  )
  return (
    named ||
    Boolean(error) ||
    (Array.isArray(errors) && errors.length > 0) ||
    ok === false ||
    success === false
  )
}

/**
 * Where no reply was declared, an error event is none (CONTRACT section 7: class application, or authentication where it
 * refuses the credential). Whoever expects an error declares it.
 */
export const isError = (value: unknown): boolean =>
  (isRecord(value) && isNamedError(value)) || (!Array.isArray(value) && anySays(value, speaksOnly, 0))

/** Whether an error event clearly speaks of the credential. */
export const refusesCredential = (value: unknown): boolean =>
  isRecord(value) && isNamedError(value) ? anySays(value, speaks, 3) : isError(value)

/** The first message from `from` on that no step took and that refuses the credential, as a fault; null without one. */
export function findRefusal(talk: Talk, from: number): Fault | null {
  const { messages, aborted } = talk.channel
  if (aborted) return null
  for (let index = from; index < messages.length; index++)
    if (!talk.taken.has(index) && refusesCredential(dataOf(subjectAt(talk, index))))
      return refusalAt(talk, index)
  return null
}

export const refusalAt = (talk: Talk, index: number): Fault =>
  fault('auth.refused', `the server refuses the credential in a message: ${showMessage(talk, index)}`)
