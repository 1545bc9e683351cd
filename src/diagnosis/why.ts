/** The why-chain: from the symptom to the cause, three to six steps, each a fact that was observed. */

import { type CheckResult, manyClients } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { Attempt, PhaseName } from '../model/evidence.ts'
import { isTransient } from '../model/fault.ts'
import { sayFlakiness, sayWhere } from '../model/flakiness.ts'
import { decisiveAttempt, type Findings } from './facts.ts'
import type { Facts } from './signature.ts'
import { headerThatTold } from './speakers.ts'
import { followUpSteps, isKnown } from './why-follow-ups.ts'
import { sayLimit, sayProbes, saySilence } from './why-idle.ts'

const fewestSteps = 3
const mostSteps = 6
const excerptLength = 120

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const clip = (value: string, length: number): string =>
  value.length > length ? `${[...value].slice(0, length).join('')}…` : value
const wholeNumber = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0)
const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

function sentence(words: string): string {
  // A first word that is only letters is no name of a host or a path.
  const trimmed = words.trim().replace(/^[a-z](?=[a-z]* )/, first => first.toUpperCase())
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function msOf(result: CheckResult, phase: PhaseName): number | null {
  return decisiveAttempt(result)?.phases.find(timed => timed.phase === phase)?.ms ?? null
}

/** Whether the last attempt left that layer behind it. */
function isPast(result: CheckResult, phase: PhaseName): boolean {
  const timed = decisiveAttempt(result)?.phases ?? []
  const at = timed.findIndex(one => one.phase === phase)
  return at >= 0 && (at < timed.length - 1 || result.fault?.layer !== phase)
}

/** Attempts on the wire; those of a concurrency check are connections, which its fault counts. */
const sayAttempts = (result: CheckResult): string | null => {
  const { attempts, fault } = result
  if (attempts.length < 2 || manyClients(result)) return null
  const alike = attempts.every(one => one.fault?.type === fault?.type)
  const every = `${attempts.length === 2 ? 'Both' : `All ${attempts.length}`} attempts`
  if (alike) return `${every} ended the same way.`
  const other = attempts.find(one => one.fault !== null && one.fault.type !== fault?.type)?.fault
  return other && attempts.every(one => one.fault !== null)
    ? sentence(`${every} failed, and not alike; another one so: ${other.message}`)
    : null
}

/** That it came and went, and on which address, is evidence of its own: of this check, or else of the whole run. */
const sayFlaky = (result: CheckResult, { run }: Findings): string | null => {
  const { attempts, fault } = result
  const isOurs = (one: Attempt) => one.fault !== null && one.fault.type === fault?.type
  const ours = attempts.filter(isOurs).length
  const well = attempts.some(one => one.fault === null)
  if (!manyClients(result) && ours > 0 && well)
    return `${ours} of ${attempts.length} attempts ended this way${sayWhere(attempts, isOurs)}.`
  const shared = fault !== null && isTransient(fault) ? sayFlakiness(run) : null
  return shared === null ? null : `Of the whole run, ${shared}.`
}

const sayReached = (result: CheckResult, facts: Facts): string | null => {
  const address = decisiveAttempt(result)?.address ?? null
  const name = text(facts['server.address'])
  const dns = msOf(result, 'dns')
  if (isPast(result, 'tcp') && address) {
    const proxy = facts['proxy.address'] ? ` through the proxy ${facts['proxy.address']}` : ''
    return `TCP to ${address}${proxy} connected in ${showDuration(msOf(result, 'tcp') ?? 0)}.`
  }
  if (isPast(result, 'dns') && facts['dns.addresses']) {
    return `The name ${name} resolved to ${facts['dns.addresses']} in ${showDuration(dns ?? 0)}.`
  }
  if (result.fault?.layer !== 'dns') return null
  const asked = `The resolver was asked for ${name || 'the name'}`
  return `${asked}; what came back was ${facts['fault.code'] ?? 'no answer'}${dns === null ? '' : `, after ${showDuration(dns)}`}.`
}

const sayTraffic = (result: CheckResult): string | null => {
  const layer = result.fault?.layer
  if (layer !== 'dns' && layer !== 'tcp' && layer !== 'runner') return null
  const { bytesSent, bytesReceived } = result.traffic
  if (bytesSent + bytesReceived === 0) return 'No connection was made, and no byte was exchanged.'
  return `${count(bytesSent, 'byte')} went out and ${count(bytesReceived, 'byte')} came back.`
}

const sayRefusedAfter = (result: CheckResult): string | null => {
  const ms = result.fault?.layer === 'tcp' ? msOf(result, 'tcp') : null
  return ms === null ? null : `The attempt to connect ended after ${showDuration(ms)}.`
}

/** Of the certificate, what is known. */
function describeCertificate(facts: Facts): string {
  const told = [
    ['names', facts['certificate.subject']],
    ['was issued by', facts['certificate.issuer']],
    ['is valid until', facts['certificate.not_after']],
  ].flatMap(([verb, value]) => (isKnown(value) ? [`${verb} ${value}`] : []))
  const last = told.pop()
  return last === undefined
    ? ''
    : `the certificate ${told.length > 0 ? `${told.join(', ')} and ` : ''}${last}`
}

const sayTls = (result: CheckResult, facts: Facts): string | null => {
  const version = facts['tls.protocol.version']
  const shown = describeCertificate(facts)
  if (result.fault?.layer === 'tls') return shown && sentence(shown)
  return version ? sentence(`${version} was negotiated${shown && `; ${shown}`}`) : null
}

const sayAnswer = (result: CheckResult, { facts, speakers }: Findings): string | null => {
  const status = facts['http.response.status_code']
  if (!status) return null
  const asked = result.target.startsWith('ws') ? 'The upgrade request' : 'The request'
  const { author, proxy } = speakers
  const header = (author && headerThatTold(author, facts)) ?? (proxy && headerThatTold(proxy, facts))
  const by = author ? ` by ${author.name}` : ''
  const through = proxy && proxy.name !== author?.name ? `${author ? ',' : ''} through ${proxy.name}` : ''
  const words = clip(text(facts['http.response.status_text']), 60)
  const shown = header ? ` (${clip(header, excerptLength)})` : ''
  return `${asked} was answered ${status}${words && ` ${words}`}${by}${through}${shown}.`
}

const sayBody = (_: CheckResult, facts: Facts): string | null => {
  if (facts['http.response.status_code'] === 101) return null
  const location = facts['http.response.header.location']
  if (location) return `It points to ${clip(text(location), excerptLength)}.`
  const page = text(facts['http.response.body.excerpt'])
  const title = /<title>([^<]{1,200})<\/title>/i.exec(page)?.[1]
  const words = (title ?? page).replace(/\s+/g, ' ').trim()
  if (!words) return facts['http.response.body.size'] === 0 ? 'Its body is empty.' : null
  return title
    ? `Its body is an HTML page titled "${clip(words, excerptLength)}".`
    : `Its body says: "${clip(words, excerptLength)}".`
}

const sayConversation = (result: CheckResult, facts: Facts): string | null => {
  if (result.fault?.layer !== 'messaging' && result.fault?.layer !== 'auth') return null
  const [answered, received] = [facts['ws.messages.sent'], facts['ws.messages.received']]
  // Evidence counts a message of ours once its answer came; here it is told that it went out.
  const written = result.transcript.filter(one => one.direction === 'sent' && one.kind !== 'close').length
  const sent = Math.max(wholeNumber(answered), written)
  const exchanged =
    isKnown(answered) && isKnown(received)
      ? `; ${count(sent, 'message')} went out and ${wholeNumber(received)} came back`
      : ''
  const code = facts['ws.close.code']
  if (!code) return exchanged === '' ? null : `The connection was open${exchanged}.`
  const reason = facts['ws.close.reason'] ? ` "${clip(text(facts['ws.close.reason']), excerptLength)}"` : ''
  const ms = facts['ws.close.after_ms']
  const after = typeof ms === 'number' ? ` after ${showDuration(ms)}` : ''
  return `The connection was open${exchanged}; it was closed with code ${code}${reason}${after}.`
}

const sayNeighbour = (_: CheckResult, { neighbour }: Findings): string | null => {
  if (!neighbour) return null
  if (neighbour.outcome === 'passed')
    return sentence(`${neighbour.name} on the same host passed: ${clip(neighbour.reason, excerptLength)}`)
  if (neighbour.outcome === 'failed') return sentence(`${neighbour.name} on the same host failed too`)
  return null
}

const sayCredential = (result: CheckResult, facts: Facts): string | null => {
  if (result.fault?.layer !== 'auth' || facts['credential.shown'] === undefined) return null
  return facts['credential.shown'] ? 'The credential was sent.' : 'No credential was sent.'
}

/** For faults of which little is known. */
const fillers: readonly ((result: CheckResult) => string)[] = [
  result =>
    result.proof
      ? sentence(`What was exchanged with ${result.proof.address}: ${result.proof.seen}`)
      : `The check ended after ${showDuration(result.durationMs)}.`,
  result => `It made ${count(result.attempts.length, 'attempt')}.`,
]

/** In the order in which they are told; `weight` says which go first when there are too many. */
const steps: readonly {
  readonly weight: number
  readonly say: (result: CheckResult, findings: Findings) => string | null
}[] = [
  { weight: 9, say: result => sentence(result.fault?.message ?? result.reason) },
  { weight: 2, say: sayAttempts },
  { weight: 8, say: sayFlaky },
  { weight: 5, say: (result, { facts }) => sayReached(result, facts) },
  { weight: 4, say: (result, { facts }) => sayTls(result, facts) },
  { weight: 3, say: sayRefusedAfter },
  { weight: 8, say: sayAnswer },
  { weight: 7, say: (result, { facts }) => sayBody(result, facts) },
  { weight: 7, say: (result, { facts }) => sayConversation(result, facts) },
  { weight: 7, say: (_, { facts }) => saySilence(facts) },
  { weight: 8, say: (_, { facts }) => sayProbes(facts) },
  { weight: 6, say: (_, { facts }) => sayLimit(facts) },
  { weight: 5, say: (result, { facts }) => sayCredential(result, facts) },
  ...followUpSteps.map(({ weight, say }) => ({
    weight,
    say: (_: CheckResult, { facts }: Findings) => say(facts),
  })),
  { weight: 3, say: sayTraffic },
  { weight: 6, say: sayNeighbour },
]

export function explain(result: CheckResult, findings: Findings): readonly string[] {
  const said = steps.flatMap(({ weight, say }, order) => {
    const words = say(result, findings)
    return words ? [{ weight, order, words }] : []
  })
  const kept = [...said].sort((a, b) => b.weight - a.weight || a.order - b.order).slice(0, mostSteps)
  const told = kept.sort((a, b) => a.order - b.order).map(step => step.words.replace(/\s+/g, ' '))
  return [...told, ...fillers.slice(0, Math.max(0, fewestSteps - told.length)).map(say => say(result))]
}
