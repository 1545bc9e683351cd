/** A row in words: what has to be seen for it, and how it is told from its neighbours. For `explain` and the page of diagnoses. */

import { type Condition, type Conditions, type Facts, fill, type Signature } from './signature.ts'
import { answered, answeredPlainly, answeredUpgrade, ended } from './signatures/families.ts'

/** Lists of faults that are used all over, as one clause. */
const families: readonly (readonly [Conditions, string])[] = [
  [answered, 'an answer, to whatever request, was not the wanted one'],
  [answeredPlainly, 'the answer to a plain request was not the wanted one'],
  [answeredUpgrade, 'the answer to the upgrade was not the wanted one'],
  [ended, 'the open connection ended before the conversation did'],
]

/** Facts that have a name of their own in a sentence; the others are called by their name in the report. */
const names: Readonly<Record<string, string>> = {
  'fault.type': 'the fault',
  'fault.code': 'the error code',
  'credential.from': 'where the credential comes from',
  'http.response.status_code': 'the status',
  'http.response.status_text': 'the reason phrase',
  'http.response.body.excerpt': 'the body',
  speaker: 'who wrote the answer',
  'speaker.kind': 'what wrote the answer',
  'speaker.says': 'what the WebSocket library says',
  proxy: 'the proxy on the way',
  'proxy.address': 'the proxy that this machine was told to use',
  'stream.from_before': 'whether the stream is older than the request (Age)',
  'redirect.to': 'where the redirect leads',
  'upgrade.stripped': 'the loss of the Upgrade header on the way',
  'origin.proxy': 'the proxy before plain HTTP on the same host',
  'origin.http': 'plain HTTP on the same host',
  'origin.alike': 'other paths of the host with the very same answer',
  'target.scheme': 'the scheme of the URL',
  'check.kind': 'the kind of check',
  'elapsed.ms': 'the time until it ended, in ms',
  'answer.after_ms': 'the time until the answer came, in ms',
  'patience.first_ms': 'the time until it came when it was waited for longer, in ms',
  'patience.at_once': 'whether all of it came at once then',
  'revision.odd_over': 'what alone tells the other revision',
  'concurrency.opened': 'the number of connections that opened',
  'server.address': 'the host name',
  'network.peer.address': 'the address',
  'url.full': 'the URL',
  'certificate.subject': 'the subject of the certificate',
  'certificate.issuer': 'the issuer of the certificate',
  'certificate.san': 'the names in the certificate',
  'tls.unverified.expired_issuer': 'the expired issuer in the chain',
  'tls.unverified.wildcard': 'the wildcard that does not reach the host name',
  'tls.unverified.lifetime_days': 'the days between its two dates',
  'ws.close.code': 'the close code',
  'ws.close.reason': 'the close reason',
  'ws.close.after_ms': 'the time until the close, in ms',
  'ws.close.whole_seconds': 'the time until the close, in whole seconds',
  'idle.over': 'the transport of the quiet connection',
  'idle.pattern': 'what further connections told (`silence`, `data-silence` or `age` is what counts)',
  'idle.limit.seconds': 'the known limit that the time fits, in seconds',
  'ws.messages.received': 'the number of messages received',
  'ws.received.last': 'the last message received',
  'ws.subprotocol': 'the subprotocol',
  'ws.protocol': 'the protocol that was spoken',
  'stream.silent.whole_seconds': 'the silence before the stream ended, in whole seconds',
  'stream.total_ms': 'the time until the stream ended, in ms',
  'stream.total.whole_seconds': 'the time until the stream ended, in whole seconds',
  'stream.headers.whole_seconds': 'the time until the headers came, in whole seconds',
  'stream.headers_ms': 'the time until the headers came, in ms',
  'stream.basis': 'where the times of the producer are from',
  'stream.end': 'how the stream ended',
  'stream.unfinished': 'what its end left unfinished',
  'stream.events': 'the number of events',
  'network.protocol.version': 'the version of HTTP in the answer',
  'addresses.working': 'the addresses that work',
  'addresses.failing': 'the addresses that fail',
  'resolver.direct': 'what the name servers answer',
  'twin.get.status_code': 'the status of a plain GET of the same path',
  'origin.none': 'the status without an Origin',
  'origin.same': 'the status with the Origin of the host',
  'token.none': 'the status without a credential',
  'token.garbage': 'the status with an unreadable credential',
  'subprotocol.with': 'the status with a subprotocol',
  'subprotocol.picked': 'the subprotocol that was picked',
  'subprotocol.without': 'the status without a subprotocol',
  'framework.name': 'the framework whose handshake answers',
}

/** Facts that are true or false, as the clause for each. */
const flags: Readonly<Record<string, readonly [string, string]>> = {
  'credential.shown': ['the check shows a credential', 'the check shows no credential'],
  'network.peer.private': ['the address is a private one', 'the address is a public one'],
  'idle.on_traffic': [
    'the connection ended when something was sent after the silence',
    'the connection ended in the silence',
  ],
  'revision.spelled_otherwise': [
    'what is told looks like the expected revision, spelled in another way',
    'what is told does not look like the expected revision',
  ],
  'revision.by_address': [
    'each address serves one revision, and not all the same',
    'one address serves several revisions',
  ],
  'repeat.flaky': ['some repetitions passed and others failed', 'every repetition ended alike'],
  'resolver.nxdomain': ['the name servers say NXDOMAIN', 'the name servers know the name'],
  'resolver.nodata': [
    'the name servers have the name and an address of one family is missing',
    'the name servers have addresses of both families, or nothing',
  ],
  'resolver.servfail': ['the resolver says SERVFAIL', 'the resolver does not say SERVFAIL'],
  'swap.plain_answers': ['the port answers plain HTTP', 'the port does not answer plain HTTP'],
  'swap.tls_answers': ['the port answers TLS', 'the port does not answer TLS'],
  'tls.unverified.self_signed': ['the certificate is signed by itself', 'another one signed the certificate'],
  'tls.unverified.names_issuer_address': [
    'the certificate says where that of its issuer is to be had',
    'the certificate does not say where that of its issuer is to be had',
  ],
  'alpn.h2_only': ['the port takes HTTP/2 only', 'the port takes HTTP/1.1'],
  'twin.get.same_as_upgrade': ['a plain GET gets the same answer', 'a plain GET gets another answer'],
  'twin.random.same': ['a random path gets the same answer', 'a random path gets another answer'],
  'pair.identity.streams': [
    'without compression the same stream comes as it is made',
    'without compression the same stream does not come as it is made',
  ],
  'origin.decides': ['the Origin changes the answer', 'the Origin does not change the answer'],
  'fingerprint.upgrade_survives': [
    'the Upgrade header is known to arrive',
    'the Upgrade header is known to be lost',
  ],
}

function nameOf(fact: string): string {
  const header = /^http\.response\.header\.(.+)$/.exec(fact)?.[1]
  return header ? `the header \`${header}\`` : (names[fact] ?? `\`${fact}\``)
}

function says(condition: Condition): string {
  if (condition === null) return 'is absent or empty'
  if (condition instanceof RegExp)
    return condition.source === '.' ? 'is there' : `matches \`${String(condition).replaceAll('`', '\\x60')}\``
  if (typeof condition !== 'object') return `is \`${condition}\``
  if ('not' in condition) return negated(condition.not)
  if ('between' in condition) return `is between ${condition.between[0]} and ${condition.between[1]}`
  return condition.length === 1
    ? `is \`${condition[0]}\``
    : `is one of ${condition.map(one => `\`${one}\``).join(', ')}`
}

function negated(condition: Condition): string {
  if (condition === null) return 'is there'
  return says(condition)
    .replace(/^matches/, 'does not match')
    .replace(/^is one of/, 'is none of')
    .replace(/^is (?!none)/, 'is not ')
}

/** One condition as a clause. */
export function describeCondition(fact: string, condition: Condition): string {
  const family = families.find(([when]) => when[fact] !== undefined && says(when[fact]) === says(condition))
  if (family) return family[1]
  const flag = flags[fact]
  if (!flag) return `${nameOf(fact)} ${says(condition)}`
  const sides = new Map<Condition, string>([
    [true, flag[0]],
    [false, flag[1]],
  ])
  const excluded =
    typeof condition === 'object' && condition !== null && 'not' in condition ? condition.not : null
  return sides.get(condition) ?? `it was not seen that ${sides.get(excluded) ?? fact}`
}

export const describeConditions = (when: Conditions): readonly string[] =>
  Object.entries(when).map(([fact, condition]) => describeCondition(fact, condition))

/** Facts by which whole families differ; rows that share none of their values are no neighbours. */
const family = ['fault.type', 'http.response.status_code', 'ws.close.code', 'fault.code'] as const

const valuesOf = (condition: Condition | undefined): readonly unknown[] | null =>
  Array.isArray(condition) ? condition : typeof condition === 'object' ? null : [condition]

/** Whether some value could meet both; true where that cannot be seen from the conditions. */
function mayMeet(a: Condition | undefined, b: Condition | undefined): boolean {
  if (a === undefined || b === undefined) return true
  const [ours, theirs] = [valuesOf(a), valuesOf(b)]
  return ours === null || theirs === null || ours.some(one => theirs.includes(one))
}

export interface Neighbour {
  readonly signature: Signature
  /** What has to be seen for that one, and not for ours. */
  readonly differs: readonly string[]
  /** How it is told from ours, as a clause. */
  readonly told: string
}

const mostNeighbours = 4
const show = (condition: Condition | undefined): string => (condition === undefined ? '' : says(condition))

/** Rows that a reader could take for this one: of the same fault and status, those that share most conditions first. */
export function findSimilar(signature: Signature, all: readonly Signature[]): readonly Neighbour[] {
  const shared = (other: Signature): number =>
    Object.entries(other.when).filter(([fact, c]) => show(c) === show(signature.when[fact])).length
  const layer = signature.id.split('.')[0]
  return all
    .filter(
      other =>
        other.id !== signature.id && family.every(fact => mayMeet(signature.when[fact], other.when[fact])),
    )
    .map(other => ({
      other,
      score: shared(other) + (other.id.split('.')[0] === layer ? 0.5 : 0),
    }))
    .sort((a, b) => b.score - a.score || (a.other.id < b.other.id ? -1 : 1))
    .slice(0, mostNeighbours)
    .map(({ other }) => {
      // Neighbours share a fault by definition; that one of them knows more faults tells nothing.
      const only = (of: Signature, against: Signature): readonly string[] =>
        Object.entries(of.when)
          .filter(([fact, c]) => fact !== 'fault.type' && show(c) !== show(against.when[fact]))
          .map(([fact, c]) => describeCondition(fact, c))
      const differs = only(other, signature)
      return { signature: other, differs, told: tellApart(differs, only(signature, other)) }
    })
}

function tellApart(theirs: readonly string[], ours: readonly string[]): string {
  if (theirs.length > 0) return `there ${theirs.join('; and ')}`
  return ours.length > 0
    ? `the more general one; only here ${ours.join('; and ')}`
    : 'the more general one, of further faults'
}

/** What stands in a line to be copied for a fact of the run. */
const blanks: Facts = {
  'server.address': 'HOST',
  'server.port': 'PORT',
  'network.peer.address': 'ADDRESS',
  'ws.close.code': 'CODE',
  'http.response.status_code': 'STATUS',
}

export interface Explanation {
  readonly signature: Signature
  readonly symptom: readonly string[]
  readonly confidence: readonly string[]
  readonly cause: string
  readonly fix: readonly string[]
  readonly neighbours: readonly Neighbour[]
  /** Where no other row has its fault and status: that. */
  readonly alone: string | null
}

export function explainSignature(signature: Signature, all: readonly Signature[]): Explanation {
  const { when, confidence, adjust = [], cause, fix } = signature
  const neighbours = findSimilar(signature, all)
  return {
    signature,
    symptom: describeConditions(when),
    confidence: [
      confidence,
      ...adjust.map(({ when: further, to }) => `${to} when ${describeConditions(further).join(', and ')}`),
    ],
    cause: fill(cause, {}),
    fix: fix.map(line => fill(line, blanks)),
    neighbours,
    alone: neighbours.length > 0 ? null : 'Nothing else: no other diagnosis shares its fault and status.',
  }
}
