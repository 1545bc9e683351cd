/** Runs steps on a scripted channel. */

import { type Conversed, converse, type Limits } from '../../src/conversation/run.ts'
import type { Step } from '../../src/conversation/steps.ts'
import { newScope, type Scope } from '../../src/matching/template.ts'
import type { Channel } from '../../src/model/channel.ts'
import { Secret } from '../../src/model/secret.ts'
import { type Arrival, openScripted, type Script } from './scripted-channel.ts'

export const newTestScope = (): Scope =>
  newScope({ runId: '1', sha: 'abc', connection: 1, token: new Secret('eyJ0b2tlbg') })

export const limits: Limits = { timeoutMs: 5000 }

export const run = (
  steps: readonly Step[],
  script: Script = {},
  scope: Scope = newTestScope(),
  channel: Channel = openScripted(script),
): Promise<Conversed> => converse(steps, channel, scope, limits)

export const at = (afterMs: number, value: unknown): Arrival => ({
  afterMs,
  data: typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value),
})

export const close = (afterMs: number, code: number, reason = ''): Arrival => ({
  afterMs,
  close: { code, reason },
})

/** Answers JSON with what `make` makes of it. */
export const answering =
  (make: (sent: Record<string, unknown>) => readonly Arrival[]): NonNullable<Script['answer']> =>
  data =>
    make(JSON.parse(String(data)) as Record<string, unknown>)
