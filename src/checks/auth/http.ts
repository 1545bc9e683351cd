/** One client at the door of an HTTP endpoint. */

import { readRefusal } from '../../conversation/refusal.ts'
import { fillText, newScope } from '../../matching/template.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Credential } from '../../model/credential.ts'
import { type Fault, fault } from '../../model/fault.ts'
import { type HttpAnswer, textOf } from '../../net/http.ts'
import type { Wire } from '../../net/wire.ts'
import { type FetchOptions, fetchTarget } from '../fetch.ts'
import { isGatewayError } from '../gateway.ts'
import { isRefusalStatus, isTrouble, leadsToLogin } from '../refusal.ts'
import type { SessionOptions } from '../session.ts'
import { dialectOf } from '../spoken.ts'
import type { Admission } from './admission.ts'

export interface Visitor {
  readonly check: PlannedCheck<Omit<FetchOptions, 'follow'> & SessionOptions>
  readonly wire: Wire
  readonly turn: number
  readonly connection: number
  readonly credential: Credential | null
}

type Outcome = Pick<Admission, 'how' | 'seen' | 'fault'>

export async function visitEndpoint({
  check,
  wire,
  turn,
  connection,
  credential,
}: Visitor): Promise<Admission> {
  const scope = newScope({ ...wire.facts, connection, token: credential?.value ?? null })
  const { method, body } = check.options
  const asked = { method, body: body === null ? null : fillText(body, scope), follow: false }
  const got = await fetchTarget(check, asked, { wire, turn, scope, credential })
  const { observations } = got
  const outcome: Outcome = got.fault
    ? { how: 'unproven', seen: got.fault.message, fault: got.fault }
    : judge(got.answer!, observations, check.options, wire.hide)
  return {
    ...outcome,
    attempt: got.attempts.at(-1)!,
    observations,
    transcript: [],
    received: got.answer?.body.length ?? 0,
    quiet: false,
    closedMs: 0,
    notes: [],
  }
}

function judge(
  { status, body }: HttpAnswer,
  facts: Admission['observations'],
  options: SessionOptions,
  hide: Wire['hide'],
): Outcome {
  const seen = `HTTP ${status}`
  const trouble = troubleOf(status, facts)
  if (isRefusalStatus(status, options.refused)) return { how: 'refused', seen, fault: trouble }
  if (leadsToLogin(facts)) return { how: 'refused', seen: `${seen} to a login page`, fault: trouble }
  const text = textOf(body)
  // What a protocol on WebSocket says is of no concern here.
  const dialect = dialectOf({ ...options, protocol: null })
  if (readRefusal(dialect, { messages: [{ atMs: 0, data: text }], closed: null }, hide))
    return { how: 'refused', seen: `${seen} and a body that refuses`, fault: trouble }
  if (status < 200 || status > 299) return { how: 'unproven', seen, fault: trouble }
  if (!isTrouble(text, { dialect })) return { how: 'accepted', seen, fault: null }
  const unsure = `${seen} with an error in its body, which refuses if \`refused: { message: … }\` says so`
  return { how: 'unproven', seen: unsure, fault: fault('http.error', unsure, String(status)) }
}

/** What it would be for a client that is to be let in. */
function troubleOf(status: number, facts: Admission['observations']): Fault {
  const answered = `answered HTTP ${status} instead of 2xx`
  const code = String(status)
  if (status === 401 || status === 403)
    return fault('auth.refused', `${answered}: the credential that was shown is refused`, code)
  return isGatewayError(facts)
    ? fault('http.gateway_error', `${answered}: a gateway speaks because nothing behind it answered`, code)
    : fault('http.error', answered, code)
}
