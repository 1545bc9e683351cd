/** Does every address of the name answer, and all of them alike? The healthy node must not answer for the others. */

import { newScope } from '../matching/template.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Attempt, Observations } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import { type Address, isLocalhost } from '../net/dns.ts'
import type { Ipv6Route } from '../net/ipv6-route.ts'
import type { Wire } from '../net/wire.ts'
import { isOutside, judgeAddresses } from './addresses/judge.ts'
import { defineCheck } from './define.ts'
import { fetchTarget } from './fetch.ts'
import { evidenceOf } from './gather.ts'
import { parsePlace, type RevisionPlace, readRevision, usualPlace } from './revision.ts'

/** More addresses than this are not dialled; large networks give eight. */
const mostAddresses = 32

export const aspects = ['status', 'certificate', 'revision'] as const
export type Aspect = (typeof aspects)[number]

export interface AddressesOptions {
  /** In what they have to be alike. */
  readonly alike: readonly Aspect[]
  /** Where the answer tells its revision; null is where `ready` reads it, else `#/revision` (plan.ts puts it there). */
  readonly revision: RevisionPlace | null
}

/** What one address answered. */
export interface Answered {
  readonly address: string
  readonly family: 4 | 6
  /** Null of IPv4 and of loopback. */
  readonly route: Ipv6Route | null
  readonly fault: Fault | null
  /** Null without an answer; a certificate is known on TLS only, a revision where the answer tells one. */
  readonly status: number | null
  readonly certificate: string | null
  readonly expires: string | null
  readonly revision: string | null
  readonly ms: number
  readonly observations: Observations
}

export interface AddressesDetails {
  readonly answered: readonly Answered[]
  /** Addresses beyond those that were dialled. */
  readonly left: number
  /** Null behind a proxy, which resolves by itself. */
  readonly resolved: boolean
  /** The name is this machine by two addresses, of which a server may listen on one only. */
  readonly localhost: boolean
}

export const addressesCheck = defineCheck<AddressesOptions>({
  kind: 'addresses',
  transport: 'http',
  usesCredential: false,
  passes:
    'every address of the name, IPv4 and IPv6, answers 2xx, and all alike in what `alike` lists (status, certificate, revision); the odd ones are named. An address of a family that this machine has no network for is said not to be tested',
  title: path => `Every address ${path}`,
  options: z =>
    z.strictObject({
      alike: z
        .array(z.enum(aspects))
        .default([...aspects])
        .describe('In what the answers have to be alike.'),
      revision: z
        .string()
        .regex(/^(#\/|@).+/)
        .refine(text => parsePlace(text) !== null, 'is neither #/json/pointer nor @header-name')
        .optional()
        .transform(text => (text === undefined ? null : parsePlace(text)))
        .describe(
          'Where an answer tells its revision: #/json/pointer or @header-name. By default where ready reads it, if that is a header or on the same path, else #/revision.',
        ),
    }),
  defaults: { alike: aspects, revision: null },

  async probe(check, wire) {
    const found = await wire.resolve(check.target, check.timeoutMs)
    const details = {
      answered: [],
      left: 0,
      resolved: true,
      localhost: isLocalhost(check.target.url.hostname),
    }
    if (!found.ok)
      return evidenceOf({
        attempts: [
          { address: null, family: null, bytesSent: 0, bytesReceived: 0, phases: [], fault: found.fault },
        ],
        observations: { 'server.address': check.target.url.hostname },
        fault: found.fault,
        details,
      })
    if (!found.value)
      return evidenceOf({
        attempts: [],
        observations: {},
        fault: null,
        details: { ...details, resolved: false } satisfies AddressesDetails,
      })
    const dialled = found.value.slice(0, mostAddresses)
    const tried = await Promise.all(dialled.map(address => askAddress(check, wire, address)))
    const answered = tried.map(one => one.answered)
    const telling = tried.filter(one => !isOutside(one.answered, answered))
    const shown = answered.find(one => one.status !== null) ?? answered[0]
    const list = (ok: boolean) =>
      answered
        .filter(one => (one.fault === null) === ok)
        .map(one => one.address)
        .join(', ')
        .slice(0, 500)
    return evidenceOf({
      // An attempt that says nothing of the target is no sign that it comes and goes.
      attempts: (telling.length > 0 ? telling : tried).flatMap(one => one.attempts),
      observations: {
        ...shown?.observations,
        'dns.addresses': answered
          .map(one => one.address)
          .join(', ')
          .slice(0, 500),
        'addresses.working': list(true),
        'addresses.failing': list(false),
      },
      fault: null,
      details: { ...details, answered, left: found.value.length - dialled.length } satisfies AddressesDetails,
    })
  },

  judge: judgeAddresses,
})

/** One GET to one address; name, SNI and Host are the target's own. */
async function askAddress(check: PlannedCheck<AddressesOptions>, wire: Wire, only: Address) {
  const pinned: Wire = {
    ...wire,
    dial: (target, turn, timeoutMs) => wire.dial(target, turn, timeoutMs, { only }),
  }
  const credential = await wire.issue(check.credential)
  const scope = newScope({ ...wire.facts, connection: 1, token: credential?.value ?? null })
  const options = { method: 'GET', body: null, follow: false }
  const got = await fetchTarget(check, options, { wire: pinned, turn: 0, scope, credential })
  const { observations } = got
  const text = (name: string) => (typeof observations[name] === 'string' ? String(observations[name]) : null)
  const phases = got.attempts.flatMap(attempt => attempt.phases)
  const revision = got.answer && readRevision(got.answer, check.options.revision ?? usualPlace)
  const answered: Answered = {
    address: only.address,
    family: only.family,
    route: only.route ?? null,
    fault: got.fault,
    status: got.answer?.status ?? null,
    certificate: text('tls.server.fingerprint'),
    expires: text('tls.server.not_after'),
    revision: revision && wire.hide(revision).slice(0, 100),
    ms: phases.reduce((sum, phase) => sum + phase.ms, 0),
    observations,
  }
  return { answered, attempts: got.attempts satisfies readonly Attempt[] }
}
