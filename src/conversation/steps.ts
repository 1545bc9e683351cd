/** The steps of a conversation, and the schema that reads them from a configuration file. */

import type { RefinementCtx, ZodType } from 'zod'
import { checkMatch, describeWords } from '../matching/check-match.ts'
import type { Match } from '../matching/finding.ts'
import { checkTemplates } from '../matching/template.ts'
import { parseDuration } from '../model/duration.ts'
import { captureName, checkCapture } from './capture.ts'
import { checkSteps } from './check-steps.ts'
import { checkSent, describeSent } from './sent.ts'

/** zod itself, handed in: it is loaded only with a configuration file. */
type Zod = typeof import('zod').z

/** Of a wait without its own limit, `limits.timeoutMs` is the limit. */
export type Step =
  | { readonly send: unknown }
  | {
      readonly receive: Match
      /** The first message after the one last taken, and no later one. */
      readonly next?: boolean
      readonly withinMs?: number
      /** By name: a JSONPath, or a regular expression between slashes whose first group is kept. */
      readonly capture?: Readonly<Record<string, string>>
    }
  | { readonly receiveAll: readonly Match[]; readonly withinMs?: number }
  | { readonly never: Match; readonly forMs: number }
  | { readonly close: number; readonly withinMs?: number }
  | { readonly pauseMs: number }
  | { readonly repeat: number; readonly steps: readonly Step[] }
  /** Of the simple form only: the reply to our last send, by a match or by the `{{id}}` it carries. */
  | { readonly reply: Match | undefined; readonly withinMs?: number }

/** The step that has this word. */
export type StepOf<Word extends string> = Extract<Step, Record<Word, unknown>>

/** A step as the file spells it. */
export interface DeclaredStep {
  send?: unknown
  receive?: unknown
  'receive-all'?: unknown[] | undefined
  never?: unknown
  close?: number | undefined
  pause?: string | undefined
  repeat?: number | undefined
  steps?: DeclaredStep[] | undefined
  next?: boolean | undefined
  within?: string | undefined
  for?: string | undefined
  capture?: Record<string, string> | undefined
}

export interface StepProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly remedy: string
}

const namePattern = captureName.source

/** Yields steps with durations in milliseconds. Problems are custom issues at the very key, with `params.remedy`. */
export function conversation(zod: Zod, { mayOnlySend = false } = {}): ZodType<Step[]> {
  const refuse = <T>(context: RefinementCtx<T>, problems: readonly StepProblem[]) => {
    for (const { path, message, remedy } of problems) {
      context.addIssue({ code: 'custom', path: [...path], message, params: { remedy } })
    }
  }
  const duration = zod
    .string()
    .superRefine((text, context) => refuse(context, checkDuration(text)))
    .meta({ pattern: '^\\s*\\d+(\\.\\d+)?(ms|s|m|h)\\s*$', examples: ['250ms', '2s', '1m'] })
  const match = zod
    .unknown()
    .superRefine((spec, context) =>
      refuse(context, [...checkGiven(spec), ...checkMatch(spec), ...checkTemplates(spec, 'any')]),
    )
    .meta({ properties: describeWords() })
  const sent = zod
    .unknown()
    .superRefine((value, context) => refuse(context, [...checkSent(value), ...checkTemplates(value, 'any')]))
    .meta({ properties: describeSent() })
  const capture = zod
    .record(zod.string(), zod.string())
    .superRefine((captures, context) => refuse(context, Object.entries(captures).flatMap(checkCapture)))
    .meta({ propertyNames: { pattern: namePattern } })

  const step = zod
    .strictObject({
      send: sent
        .optional()
        .describe('Sends text, JSON, bytes ($hex, $base64, $file) or an RFC 6455 ping ($ping).'),
      receive: match
        .optional()
        .describe('Waits for the first message, of those not yet taken, that matches.'),
      'receive-all': zod
        .array(match)
        .min(1)
        .max(100)
        .optional()
        .describe('Waits for a message for each of these matches, in any order.'),
      never: match.optional().describe('No message that matches may arrive, for the time in `for`.'),
      close: zod
        .int()
        .min(1000)
        .max(4999)
        .optional()
        .describe('Waits for the server to close the connection with this code.'),
      pause: duration.optional().describe('Waits, whatever arrives.'),
      repeat: zod.int().min(1).max(1000).optional().describe('Runs `steps` that many times.'),
      steps: zod
        .lazy(() => zod.array(step))
        .optional()
        .describe('The steps that `repeat` repeats.'),
      next: zod.boolean().optional().describe('With `receive`: the very next message has to match.'),
      within: duration
        .optional()
        .describe('With `receive`, `receive-all` or `close`: the limit of this wait; `timeout` without it.'),
      for: duration.optional().describe('With `never`: how long.'),
      capture: capture
        .optional()
        .describe(
          'With `receive`: keeps parts of the message as {{captured.NAME}}: $.json.path or /regex (group)/.',
        ),
    })
    .superRefine((declared, context) => refuse(context, checkWords(declared)))
    .meta({ oneOf: mainWords.map(word => ({ required: [word] })) }) as ZodType<DeclaredStep>

  return zod
    .array(step)
    .superRefine((steps, context) => refuse(context, checkSteps(steps, mayOnlySend)))
    .meta({ minItems: 1 })
    .transform(steps => steps.map(readStep))
}

/** What each kind of step takes beside its own word; those marked have to be there. */
const companions: Readonly<Record<string, Readonly<Record<string, 'needed' | 'allowed'>>>> = {
  send: {},
  receive: { next: 'allowed', within: 'allowed', capture: 'allowed' },
  'receive-all': { within: 'allowed' },
  never: { for: 'needed' },
  close: { within: 'allowed' },
  pause: {},
  repeat: { steps: 'needed' },
}

const mainWords = Object.keys(companions)

/** One thing a step, with the words that go with it. */
function checkWords(declared: DeclaredStep): StepProblem[] {
  const given = Object.entries(declared).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  const [word, ...more] = given.filter(key => mainWords.includes(key))
  if (word === undefined) {
    const message = 'this step does nothing'
    return [{ path: [], message, remedy: `a step has one of the words ${mainWords.join(', ')}` }]
  }
  const takes = companions[word] ?? {}
  return [
    ...more.map(key => ({
      path: [key],
      message: `"${word}" and "${key}" are in the same step`,
      remedy: `a step does one thing: write "- ${key}:" as a step of its own`,
    })),
    ...given
      .filter(key => !mainWords.includes(key) && !Object.hasOwn(takes, key) && isCompanion(key))
      .map(key => ({
        path: [key],
        message: `"${key}" does not go with "${word}"`,
        remedy: `"${key}" belongs to ${ownersOf(key).join(', ')}`,
      })),
    ...Object.keys(takes)
      .filter(key => takes[key] === 'needed' && !given.includes(key))
      .map(key => ({
        path: [word],
        message: `"${word}" lacks "${key}"`,
        remedy: key === 'for' ? 'add for: 2s, or however long none may arrive' : `add "${key}:" beside it`,
      })),
  ]
}

const ownersOf = (key: string): string[] =>
  mainWords.filter(word => Object.hasOwn(companions[word] ?? {}, key))
const isCompanion = (key: string): boolean => ownersOf(key).length > 0

function checkDuration(text: string): StepProblem[] {
  if (parseDuration(text) !== null) return []
  return [
    { path: [], message: `"${text}" is not a duration`, remedy: 'write 250ms, 10s, 2m or 1h; at most 24h' },
  ]
}

/** YAML reads a word without a value as null, which hardly anybody waits for. */
function checkGiven(spec: Match): StepProblem[] {
  if (spec !== null) return []
  const remedy =
    'write what has to match; { $present: true } is any message, { $equals: null } is the JSON null'
  return [{ path: [], message: 'there is nothing to match', remedy }]
}

function readStep(declared: DeclaredStep): Step {
  const withinMs = declared.within === undefined ? {} : { withinMs: millisecondsOf(declared.within) }
  if (declared.receive !== undefined) {
    const { receive, next, capture } = declared
    return { receive, ...withinMs, ...(next === undefined ? {} : { next }), ...(capture ? { capture } : {}) }
  }
  if (declared['receive-all'] !== undefined) return { receiveAll: declared['receive-all'], ...withinMs }
  if (declared.never !== undefined) return { never: declared.never, forMs: millisecondsOf(declared.for) }
  if (declared.close !== undefined) return { close: declared.close, ...withinMs }
  if (declared.pause !== undefined) return { pauseMs: millisecondsOf(declared.pause) }
  if (declared.repeat !== undefined) {
    return { repeat: declared.repeat, steps: (declared.steps ?? []).map(readStep) }
  }
  return { send: declared.send }
}

/** The schema has checked every duration before anything is read. */
const millisecondsOf = (text: string | undefined): number => parseDuration(text ?? '') ?? 0
