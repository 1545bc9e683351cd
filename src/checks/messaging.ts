/** Does the conversation run to its end? */

import type { Conversed } from '../conversation/run.ts'
import { conversation, type Step } from '../conversation/steps.ts'
import type { Judgement } from '../model/check.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'
import { skippedForCredential } from './refusal.ts'
import { openSession, type SessionOptions } from './session.ts'
import { observeTalk, talk } from './talk.ts'
import { sessionWords } from './words.ts'

export interface MessagingOptions extends SessionOptions {
  /** Null takes the round trip of the protocol, or a ping without one. */
  readonly conversation: readonly Step[] | null
}

type Details = Pick<Conversed, 'assertions' | 'notes'> & { readonly credentialShown: boolean }

export const messagingCheck = defineCheck<MessagingOptions>({
  kind: 'messaging',
  transport: 'websocket',
  usesCredential: true,
  passes:
    'the conversation ran to its end. A refused credential is a failure of class authentication. Where the server asks for a credential and none was given, it is skipped, with that reason',
  title: path => `WebSocket messages ${path}`,
  options: z =>
    z
      .strictObject({ ...sessionWords(z), conversation: conversation(z).optional() })
      .transform(({ 'auth-message': authMessage, conversation: steps, ...rest }) => ({
        ...rest,
        authMessage,
        conversation: steps ?? null,
      })),
  defaults: {
    subprotocol: [],
    origin: null,
    authMessage: null,
    conversation: null,
  },

  async probe(check, wire, turn) {
    const credential = await wire.issue(check.credential)
    const session = await openSession({ check, wire, turn, connection: 1, credential })
    using record = session.record
    if (!session.ok)
      return evidenceOf({
        attempts: [record.end(session.fault)],
        observations: record.observations,
        fault: session.fault,
        details: { assertions: [], notes: [], credentialShown: session.credentialShown } satisfies Details,
      })
    const talked = await talk(session, check.options.conversation, check, wire)
    if (!talked.fault) await record.time('close', () => session.channel.close())
    record.observe(observeTalk(session, talked))
    return evidenceOf({
      attempts: [record.end(talked.fault)],
      observations: record.observations,
      fault: talked.fault,
      transcript: talked.transcript,
      details: {
        assertions: talked.assertions,
        notes: talked.notes,
        credentialShown: session.credentialShown,
      } satisfies Details,
    })
  },

  judge(_check, { fault, observations, details }): Judgement {
    const { assertions, notes, credentialShown } = details as Details
    if (!fault) {
      const count = `${observations['ws.messages.sent']} sent, ${observations['ws.messages.received']} received`
      return {
        outcome: 'passed',
        fault,
        reason: `the conversation ran to its end (${count})`,
        assertions,
        notes,
      }
    }
    const asks = fault.type.startsWith('auth.')
    if (asks && !credentialShown)
      return {
        outcome: 'skipped',
        fault: null,
        reason: skippedForCredential(fault),
        assertions,
        notes,
      }
    return { outcome: 'failed', fault, reason: fault.message, assertions, notes }
  },
})
