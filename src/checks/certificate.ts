/** Is the certificate one that clients accept, for long enough, and are outdated versions of TLS refused? */

import type { PlannedCheck } from '../model/check.ts'
import type { Attempt, Observations } from '../model/evidence.ts'
import { type Chain, readChain } from '../net/certificate.ts'
import { readStaple, type Staple } from '../net/ocsp.ts'
import { type TlsVersion, tlsVersions, type Wire } from '../net/wire.ts'
import { judgeCertificate } from './certificate/judge.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'

export interface CertificateOptions {
  /** Fewer days than this until a certificate of the chain runs out are a failure. */
  readonly daysLeft: number
  /** The oldest version of TLS that may be accepted. */
  readonly minimumVersion: TlsVersion
}

/** `untested`: the OpenSSL of this runner does not speak that version, or the answer told neither. */
export type Accepted = 'accepted' | 'refused' | 'untested'

export interface CertificateDetails {
  /** Null if there was no handshake, or no certificate in it. */
  readonly chain: Chain | null
  readonly versions: Readonly<Record<TlsVersion, Accepted>>
  readonly staple: Staple | null
  /** Whether its response is out of date; a client that looks at it refuses it then. */
  readonly stapleExpired: boolean
}

const noVersions = Object.fromEntries(tlsVersions.map(version => [version, 'untested'])) as Record<
  TlsVersion,
  Accepted
>

export const certificateCheck = defineCheck<CertificateOptions>({
  kind: 'certificate',
  transport: 'http',
  usesCredential: false,
  passes:
    'the certificate is trusted, matches the name, is valid for `days-left` more days (14), and no version of TLS older than `minimum-version` (1.2) is accepted; every defect of the chain is named, not only the first',
  title: path => `Certificate ${path}`,
  options: z =>
    z
      .strictObject({
        'days-left': z.int().min(0).max(3650).default(14),
        'minimum-version': z
          .union([z.enum(['1.0', '1.1', '1.2', '1.3']), z.number().transform(String)])
          .pipe(z.enum(['1.0', '1.1', '1.2', '1.3']))
          .default('1.2'),
      })
      .transform(({ 'days-left': daysLeft, 'minimum-version': minimum }) => ({
        daysLeft,
        minimumVersion: (minimum === '1.0' ? 'TLSv1' : `TLSv${minimum}`) as TlsVersion,
      })),
  defaults: { daysLeft: 14, minimumVersion: 'TLSv1.2' },

  async probe(check, wire, turn) {
    if (!check.target.secure) return evidenceOf({ attempts: [], observations: {}, fault: null })
    const [shown, versions] = await Promise.all([show(check, wire, turn), offer(check, wire, turn)])
    const { chain, staple } = shown
    const details: CertificateDetails = {
      ...{ chain, staple, versions: versions.found },
      stapleExpired: staple?.nextUpdate != null && Date.parse(staple.nextUpdate) < Date.now(),
    }
    return evidenceOf({
      attempts: [shown.attempt],
      observations: { ...shown.observations, ...observe(details) },
      fault: shown.attempt.fault,
      details,
    })
  },

  judge: judgeCertificate,
})

/** One handshake that reads what is shown, whether it is to be trusted or not. */
async function show({ target, timeoutMs }: PlannedCheck, wire: Wire, turn: number) {
  let staple: Staple | null = null
  const dialled = await wire.dial(target, turn, timeoutMs, {
    reading: {
      onStaple: response => {
        staple = readStaple(response)
      },
    },
  })
  using record = dialled.record
  const name = target.url.hostname.replace(/^\[|\]$/g, '')
  const chain = dialled.ok ? readChain(dialled.connection, name, Date.now()) : null
  const attempt: Attempt = record.end(dialled.ok ? null : dialled.fault)
  return { chain, staple: staple as Staple | null, attempt, observations: record.observations }
}

/** One handshake a version, side by side. */
async function offer({ target, timeoutMs }: PlannedCheck, wire: Wire, turn: number) {
  const tried = await Promise.all(
    tlsVersions.map(async version => {
      const dialled = await wire.dial(target, turn, timeoutMs, { reading: { version } })
      using record = dialled.record
      record.end(null)
      return [version, dialled.ok ? 'accepted' : refusals.has(dialled.fault.type) ? 'refused' : 'untested']
    }),
  )
  return { found: { ...noVersions, ...Object.fromEntries(tried) } as Record<TlsVersion, Accepted> }
}

/** How servers refuse a version: by an alert, or by ending the connection. A time-out tells nothing. */
const refusals: ReadonlySet<string> = new Set([
  'tls.version_or_cipher_mismatch',
  'tls.protocol.error',
  'tls.closed',
])

function observe({ chain, versions, staple }: CertificateDetails): Observations {
  const accepted = tlsVersions.filter(version => versions[version] === 'accepted')
  if (!chain) return {}
  return {
    'tls.handshake': `${accepted.at(-1) ?? 'TLS'}, certificate of ${chain.subject}`,
    ...chain.facts,
    'tls.server.days_left': chain.first.daysLeft,
    'tls.server.chain': chain.path.join(' < ').slice(0, 500),
    'tls.versions.accepted': accepted.join(', '),
    'tls.ocsp.stapled': staple?.status ?? null,
    'tls.ocsp.next_update': staple?.nextUpdate ?? null,
  }
}
