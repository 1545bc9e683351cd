/** The checks that the inputs alone ask for (CONTRACT section 2). */

import { simpleConversation } from '../conversation/declare.ts'
import type { Problem } from '../model/problem.ts'
import type { DeclaredCheck } from './config.ts'
import type { Kind } from './file-schema.ts'
import type { ReadInputs } from './input-values.ts'
import type { InputName } from './inputs.ts'
import { problemOf } from './parsed.ts'
import type { DeclaredStream } from './stream-input.ts'

const defaultHealth = ['/health']
const defaultConnections = 5

export interface SimpleForm {
  readonly health: readonly string[] | null
  /** A path or a `ws:` or `wss:` URL. */
  readonly websocket: string | null
  readonly stream: readonly DeclaredStream[] | null
  readonly send: string | null
  readonly expect: string | null
  readonly subprotocol: readonly string[] | null
  readonly connections: number | null
  /** Null: as soon as there is a credential. */
  readonly authRequired: boolean | null
  readonly hasCredential: boolean
}

export function declareSimple(form: SimpleForm, kinds: readonly Kind[]): readonly DeclaredCheck[] {
  const health = (form.health ?? defaultHealth).map(path => declare(kinds, 'health', path, {}))
  const streams = (form.stream ?? []).map(({ path, ...told }) => declare(kinds, 'stream', path, told))
  return [...health, ...declareWebsocket(form, kinds), ...streams]
}

function declareWebsocket(form: SimpleForm, kinds: readonly Kind[]): readonly DeclaredCheck[] {
  if (form.websocket === null) return []
  const offered = { subprotocol: form.subprotocol ?? [] }
  const spoken = { ...offered, conversation: simpleConversation(form.send, form.expect) }
  const connections = form.connections ?? (form.hasCredential ? defaultConnections : 0)
  const websocket = (kind: string, options: object) => declare(kinds, kind, form.websocket!, options)
  return [
    websocket('upgrade', offered),
    websocket('messaging', spoken),
    ...((form.authRequired ?? form.hasCredential) ? [websocket('auth', offered)] : []),
    ...(connections > 0 ? [websocket('concurrency', { ...spoken, connections })] : []),
  ]
}

function declare(kinds: readonly Kind[], kind: string, path: string, options: object): DeclaredCheck {
  const defaults = kinds.find(known => known.kind === kind)?.defaults
  return {
    kind,
    path,
    options: { ...(defaults as object), ...options },
    name: null,
    id: null,
    timeoutMs: null,
    retries: null,
    failOn: null,
    needs: [],
    when: null,
    headers: {},
    credential: null,
    source: null,
  }
}

const needWebsocket: readonly InputName[] = ['send', 'expect', 'subprotocol']

/** Inputs that only shape checks that will not be there. */
export function checkShape(
  inputs: ReadInputs,
  form: { readonly websocket: boolean; readonly fileChecks: boolean },
): Problem[] {
  const { wasGiven, subjectOf } = inputs
  const without = (name: InputName, reason: string, remedy: string) =>
    problemOf(subjectOf(name), reason, remedy)
  if (form.fileChecks) {
    const path = inputs.values.websocket?.startsWith('/') ?? false
    const idle = (
      ['health', ...(path ? ['websocket'] : []), 'stream', ...needWebsocket, 'connections'] as InputName[]
    ).filter(wasGiven)
    if (inputs.values['auth-required'] !== null) idle.push('auth-required')
    return idle.map(name =>
      without(
        name,
        'has no effect: the configuration file declares its checks, and exactly those run',
        `remove ${subjectOf(name)}, or declare it in the file`,
      ),
    )
  }
  const problems: Problem[] = []
  if (!form.websocket) {
    const idle = needWebsocket.filter(wasGiven) as InputName[]
    if ((inputs.values.connections ?? 0) > 0) idle.push('connections')
    if (inputs.values['auth-required']) idle.push('auth-required')
    for (const name of idle) {
      problems.push(
        without(
          name,
          'has no effect without a WebSocket',
          `give websocket too, or remove ${subjectOf(name)}`,
        ),
      )
    }
  } else if (wasGiven('expect') && !wasGiven('send')) {
    const remedy = `give send too; without it a ping frame is sent, and its pong is the proof`
    problems.push(without('expect', 'has no effect without a message to send', remedy))
  }
  return problems
}
