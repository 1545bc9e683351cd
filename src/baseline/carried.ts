/**
 * The last good state, as it travels unseen in the text of a check run. One that failed hands on what it was compared
 * with: so the newest check run always knows the last good state, and a failure does not become usual by being repeated.
 */

import { createHash } from 'node:crypto'
import type { Outcome } from '../model/check.ts'
import type { Baseline, Remembered } from '../model/comparison.ts'
import { faultKinds } from '../model/fault.ts'
import type { Report } from '../model/report.ts'
import { rememberReport } from './remember.ts'

/** A state of one environment. */
export interface CarriedState extends Omit<Baseline, 'name'> {
  /** False of the very first run, if that failed: what was broken when the watch began. */
  readonly isGood: boolean
}

/** By the environment; the one without a name is the empty word. */
export type CarriedStates = ReadonlyMap<string, CarriedState>

export type Decoded =
  | { readonly ok: true; readonly states: CarriedStates }
  /** `none`: nothing was left there, and nothing is wrong. */
  | { readonly ok: false; readonly isNone: boolean; readonly why: string }

/** Half of what a check run's text may hold, in bytes; the rest is for people. */
const mostBytes = 32_767
/** What gives way first: older times, then all times. Outcomes come last, and then all of them. */
const sampleSteps = [20, 5, 0] as const
const version = 1
const mark = '<!-- verify-deploy/baseline/v'

/** What the search for the state before came to: `first` where there is surely none. */
export type Before = CarriedState | 'first' | 'unknown'

/** What the next run shall be compared with; null where nothing can be said for sure. */
export function chooseState(report: Report, environment: string | null, before: Before): CarriedState | null {
  const part = report.parts?.find(({ label }) => label === environment)
  const { verdict } = part ?? report
  const { checks, at } = rememberReport(report, '', environment)
  const sha = part?.sha ?? report.sha
  if (Object.keys(checks).length === 0) return typeof before === 'object' ? before : null
  if (verdict === 'passed') return { at, sha, isGood: true, checks }
  if (typeof before === 'object') return { ...before, checks: withTimes(before.checks, checks) }
  return before === 'first' && verdict === 'failed' ? { at, sha, isGood: false, checks } : null
}

/** What passed has a time, also in a run that failed. */
const withTimes = (before: Baseline['checks'], now: Baseline['checks']): Baseline['checks'] =>
  Object.fromEntries(
    Object.entries(before).map(([id, one]) => [
      id,
      { ...one, samplesMs: Object.hasOwn(now, id) ? now[id]!.samplesMs : one.samplesMs },
    ]),
  )

/** @returns a comment of HTML that ends a Markdown text; empty if there is nothing to carry. */
export function encodeStates(states: CarriedStates): string {
  if (states.size === 0) return ''
  const tried = sampleSteps.map(most => wrap(stringify(states, most)))
  const fitting = tried.find(text => Buffer.byteLength(text) <= mostBytes)
  const count = [...states.values()].reduce((sum, { checks }) => sum + Object.keys(checks).length, 0)
  return fitting ?? wrap(JSON.stringify({ tooLarge: count }))
}

/** A comment ends at `--` followed by `>`: JSON has another way to write the second hyphen. */
function wrap(json: string): string {
  const line = json.replaceAll('--', '-\\u002d')
  return `\n${mark}${version} ${digestOf(line)}\n${line}\n-->\n`
}

/** Not against forgers, who could make one: against a text that was cut off or changed by hand. */
const digestOf = (line: string): string => createHash('sha256').update(line).digest('hex').slice(0, 16)

type Row = readonly [string, readonly number[], string?, string?]

function stringify(states: CarriedStates, mostSamples: number): string {
  const rowOf = ({ outcome, samplesMs, class: kind, layer }: Remembered): Row => {
    const samples = mostSamples === 0 ? [] : samplesMs.slice(-mostSamples)
    return kind === null || layer === null ? [outcome, samples] : [outcome, samples, kind, layer]
  }
  const rows = (checks: Baseline['checks']) =>
    Object.fromEntries(Object.entries(checks).map(([id, one]) => [id, rowOf(one)]))
  return JSON.stringify(
    Object.fromEntries(
      [...states].map(([label, { at, sha, isGood, checks }]) => [
        label,
        { at, sha, isGood, checks: rows(checks) },
      ]),
    ),
  )
}

/** @param text of a check run, as GitHub gives it: nothing in it is believed before it was looked at. */
export function decodeStates(text: string | null | undefined): Decoded {
  const refused = (why: string, isNone = false): Decoded => ({ ok: false, isNone, why })
  // What the target wrote comes before it, escaped; ours is the last.
  const start = text?.lastIndexOf(mark) ?? -1
  if (start < 0) return refused('carries no baseline', true)
  const own = text!.slice(start + mark.length)
  const written = Number(/^\d{1,9}/.exec(own)?.[0])
  if (written > version)
    return refused(`carries a baseline of a newer verify-deploy (v${written}): use the same version here`)
  const [, digest, line] = /^1 ([0-9a-f]{16})\r?\n([^\r\n]*)\r?\n-->\s*$/.exec(own) ?? []
  if (line === undefined || digest !== digestOf(line))
    return refused('carries a baseline that was cut off or changed by hand')
  return read(line) ?? refused('carries a baseline that cannot be read')
}

function read(line: string): Decoded | null {
  const value = parse(line)
  if (!isRecord(value)) return null
  if (typeof value.tooLarge === 'number')
    return { ok: false, isNone: false, why: `carries no baseline: ${value.tooLarge} checks do not fit` }
  const states = Object.entries(value).map(([label, state]) => [label, stateOf(state)] as const)
  const sound = states.flatMap(([label, state]) => (state ? [[label, state] as const] : []))
  return sound.length === states.length ? { ok: true, states: new Map(sound) } : null
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

type Unread = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Unread =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Times and commits, which are shown. */
const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= 100

function stateOf(value: unknown): CarriedState | null {
  if (!isRecord(value) || !isRecord(value.checks)) return null
  const { at, sha, isGood } = value
  if (!isShort(at) || (sha !== null && !isShort(sha)) || typeof isGood !== 'boolean') return null
  const entries = Object.entries(value.checks).map(([id, row]) => [id, rememberedOf(row)] as const)
  const checks = entries.flatMap(([id, one]) => (one ? [[id, one] as const] : []))
  return checks.length === entries.length ? { at, sha, isGood, checks: Object.fromEntries(checks) } : null
}

const outcomes: readonly Outcome[] = ['passed', 'failed', 'blocked', 'skipped', 'errored']
const kinds = Object.values(faultKinds)
const classes = kinds.map(kind => kind.class)
const layers = kinds.map(kind => kind.layer)

const find = <Word extends string>(words: readonly Word[], value: unknown): Word | null =>
  words.find(word => word === value) ?? null

function rememberedOf(row: unknown): Remembered | null {
  if (!Array.isArray(row)) return null
  const [outcome, samples, kind, layer] = row as unknown[]
  const known = find(outcomes, outcome)
  if (known === null || !Array.isArray(samples) || samples.length > sampleSteps[0]) return null
  const times = samples.filter(one => typeof one === 'number' && Number.isFinite(one) && one >= 0)
  const place = { class: find(classes, kind), layer: find(layers, layer) }
  if (times.length !== samples.length || (kind !== undefined && !(place.class && place.layer))) return null
  return { outcome: known, ...place, samplesMs: times as number[] }
}
