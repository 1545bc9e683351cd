/** What the answers of a deployment say of its readiness and of its revision. Pure. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence } from '../../model/evidence.ts'
import { classOf, type Fault, fault } from '../../model/fault.ts'
import { plural, showAttempts } from '../../model/plural.ts'
import { type RevisionCount, sameRevision, shortRevision, showMix } from '../../model/revision.ts'
import { type SocketPlace, showSocketPlace } from '../revision.ts'
import {
  type Channel,
  channels,
  countsOf,
  type HeardOn,
  oddOver,
  type Reading,
  type ReadyDetails,
  type ReadyOptions,
} from './evidence.ts'

export function judgeReady({ options }: PlannedCheck<ReadyOptions>, { details: given }: Evidence): Judgement {
  const details = given as ReadyDetails
  const counts = countsOf(details)
  const reference = options.expected ?? counts[0]?.value ?? null
  const trouble = troubleOf(options, details, counts, reference)
  const assertions = [...assertionsOf(options, details, counts, reference)]
  const notes = [
    ...cacheNotes(details),
    ...addressNotes(details),
    ...unheardNotes(options, details),
    ...lateNotes(details),
    ...unexpectedNotes(options),
  ]
  if (!trouble)
    return { outcome: 'passed', fault: null, reason: passing(options, details, counts), assertions, notes }
  return {
    outcome: 'failed',
    fault: trouble,
    // Whatever kept it from being ready: it is not there as it was declared.
    class: classOf(trouble) === 'runner' ? 'runner' : 'infrastructure',
    reason: trouble.message,
    assertions,
    notes,
  }
}

function troubleOf(
  options: ReadyOptions,
  details: ReadyDetails,
  counts: readonly RevisionCount[],
  reference: string | null,
): Fault | null {
  const { readings, heardOn, wait } = details
  const last = readings.at(-1)
  const bad = readings.findLast(reading => reading.fault !== null)
  const mix = counts.length > 0 ? `; ${showAll(options, details, counts)}` : ''
  const odd = reference === null ? [] : counts.filter(({ value }) => !sameRevision(reference, value))
  const right = counts.length > odd.length
  if (wait && !wait.ready) {
    const cause =
      bad?.fault ?? (last ? tooSlow(options, wait) : fault('runner.cancelled', 'nothing was answered'))
    const asked = showAttempts(wait.asked, wait.answers)
    const told = `not ready after ${showDuration(wait.ms)}: ${asked} (${wait.why})`
    const message = `${cause.message}${mix}; ${told}`
    const seen =
      cause.type === 'revision.old' ? 'more than one revision answers' : 'only some answers tell the revision'
    return isMixed(cause, right)
      ? fault('revision.mixed', `${seen}: ${message}`)
      : fault(cause.type, message, cause.code)
  }
  if (!wait) return last?.fault ?? null
  // What follows was seen after the deployment had been ready.
  if (odd.length > 0) {
    const flipped = readings.at(-1)?.fault?.type === 'revision.old'
    const what = `after the deployment was ready, another revision than "${reference}" answered`
    const over = reference === null ? null : oddOver(reference, odd, details)
    const route = over ? `; it came over ${over}, and over nothing else` : ''
    return fault(flipped && !right ? 'revision.old' : 'revision.mixed', `${what}: ${showMix(counts)}${route}`)
  }
  if (bad?.fault) {
    const message = `the deployment was ready, and asked again after the checks it was not: ${bad.fault.message}${mix}`
    return isMixed(bad.fault, right)
      ? fault('revision.mixed', message)
      : fault(bad.fault.type, message, bad.fault.code)
  }
  // An old build may tell none: it answered a check, and not one of our own questions.
  const { answers } = details.silent
  if (right && answers > 0) {
    const who = answers === 1 ? 'an answer' : `${answers} answers`
    return fault(
      'revision.mixed',
      `after the deployment was ready, ${who} to its checks told no revision, on the very path that tells it: ${showAll(options, details, counts)}`,
    )
  }
  for (const channel of channels) {
    const found = silenceOf(options, channel, heardOn[channel])
    if (found) return found
  }
  return null
}

const tooSlow = ({ consecutive }: ReadyOptions, { withinMs }: { readonly withinMs: number }): Fault =>
  fault(
    'http.slow',
    `every answer was good, and too slow: ${consecutive} in a row did not come within the wait of ${showDuration(withinMs)} (raise \`wait\`, or name a quicker path)`,
  )

/** Beside the right revision, another one answers, or a build that tells none where that does. */
const isMixed = ({ type }: Fault, right: boolean): boolean =>
  right && (type === 'revision.old' || type === 'revision.missing')

/** The mix, and the answers that told nothing. */
function showAll(
  { place }: ReadyOptions,
  { readings, silent: heard }: ReadyDetails,
  counts: readonly RevisionCount[],
): string {
  const silent = readings.filter(({ answered, revision }) => answered && revision === null)
  const total = silent.length + heard.answers
  if (!place || total === 0) return showMix(counts)
  const from = [...silent.flatMap(({ address }) => address ?? []), ...heard.addresses]
  const where = [...new Set(from)].slice(0, 8).join(', ')
  return `${showMix(counts)}; ${plural(total, 'other answer')} told none${where && `, from ${where}`}`
}

const nouns: Readonly<Record<Channel, string>> = { websocket: 'WebSocket', stream: 'stream' }
const declaredPlace = ({ socket, stream }: ReadyOptions, channel: Channel): SocketPlace | null =>
  channel === 'websocket' ? socket : stream

/** An old build may tell none, where the right one does. */
function silenceOf(options: ReadyOptions, channel: Channel, { opened, told, silent }: HeardOn): Fault | null {
  const place = declaredPlace(options, channel)
  if (!place || opened === 0) return null
  const all = plural(opened, nouns[channel])
  if (told === 0)
    return fault(
      'revision.missing',
      `none of ${all} told its revision, as it is declared: in ${showSocketPlace(place)}`,
    )
  if (silent === 0) return null
  return fault(
    'revision.mixed',
    `${silent} of ${all} told no revision in ${showSocketPlace(place)}, where others on the same path did`,
  )
}

/** An expression of a workflow that turned out empty looks the same as an input that was left out. */
const unexpectedNotes = ({ expected, place }: ReadyOptions): string[] =>
  place && expected === null
    ? [
        'no certain revision was expected (`expect-revision` is empty or not given): any will do that all answers tell alike',
      ]
    : []

/** What was declared and could not be heard, since no check opens one. */
function unheardNotes(options: ReadyOptions, { heardOn, wait }: ReadyDetails): string[] {
  return channels.flatMap(channel => {
    const place = declaredPlace(options, channel)
    return place && wait?.ready && heardOn[channel].opened === 0
      ? [`no ${nouns[channel]} was opened that could tell its revision in ${showSocketPlace(place)}`]
      : []
  })
}

/** What is under way at the end of the wait is heard out where the first questions are all that there was time for. */
const lateNotes = ({ wait }: ReadyDetails): string[] =>
  wait?.ready && wait.withinMs > 0 && wait.ms > wait.withinMs
    ? [
        `the deployment was ready after ${showDuration(wait.ms)}: the last answer was asked for within the wait of ${showDuration(wait.withinMs)}, and came after it`,
      ]
    : []

function* assertionsOf(
  options: ReadyOptions,
  details: ReadyDetails,
  counts: readonly RevisionCount[],
  reference: string | null,
): Generator<Assertion> {
  const { expected, place, consecutive } = options
  const { wait } = details
  if (wait)
    yield {
      claim: 'ready',
      expected: `${consecutive} good ${consecutive === 1 ? 'answer' : 'answers'} in a row`,
      actual: wait.ready ? 'as declared' : wait.why,
      ok: wait.ready,
    }
  if (place)
    yield {
      claim: 'revision',
      expected: expected ?? 'the same in every answer',
      actual: showAll(options, details, counts),
      ok:
        counts.length > 0 &&
        details.silent.answers === 0 &&
        counts.every(({ value }) => reference !== null && sameRevision(reference, value)),
    }
}

function passing(
  { place }: ReadyOptions,
  { readings, wait }: ReadyDetails,
  counts: readonly RevisionCount[],
) {
  const status = readings.at(-1)?.observations['http.response.status_code']
  const waited = wait && wait.ms >= 1000 ? `; ready after ${showDuration(wait.ms)}` : ''
  if (!place || !counts[0]) return `HTTP ${status}${waited}`
  return `revision ${shortRevision(counts[0].value)}: ${showMix(counts)}${waited}`
}

/** An answer out of a cache says what a cache holds, not what runs behind it. */
function cacheNotes({ readings, wait }: ReadyDetails): string[] {
  const cached = readings.filter(isCached)
  if (!wait?.ready || cached.length === 0) return []
  return [
    `${cached.length} of ${readings.length} answers that told the revision came from a cache: what runs behind it was not asked`,
  ]
}

/** Addresses that no answer came from, because none could. */
function addressNotes({ readings }: ReadyDetails): string[] {
  const left = readings.at(-1)?.observations['dns.not_dialled']
  const twin = readings.findLast(({ observations }) => observations['dns.refused_twin'])?.observations
  return [
    ...(left ? [`this machine has no public IPv6: ${left} could not be asked`] : []),
    ...(twin
      ? [
          `nothing listens on ${twin['dns.refused_twin']}, which is "${twin['server.address']}" as well: all answers come from ${twin['network.peer.address']}`,
        ]
      : []),
  ]
}

const isCached = ({ observations: seen }: Reading): boolean =>
  /^[1-9]/.test(String(seen['http.response.header.age'] ?? '')) ||
  ['x-cache', 'cf-cache-status', 'x-cache-status', 'x-vercel-cache'].some(name =>
    /\b(hit|stale)\b/i.test(String(seen[`http.response.header.${name}`] ?? '')),
  )
