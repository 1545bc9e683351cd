/** Is the certificate one that clients accept, for long enough, and are outdated versions of TLS refused? */

import type { PlannedCheck } from '../model/check.ts'
import type { Attempt, Observations } from '../model/evidence.ts'
import { type Chain, readChain } from '../net/certificate.ts'
import { readStaple, type Staple } from '../net/ocsp.ts'
import { type Connection, type TlsVersion, tlsVersions, type Wire } from '../net/wire.ts'
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
  /** Whether the server is known to ask for a client certificate, and what became of a client without one. */
  readonly clientWithout: 'let in' | 'turned away' | 'not asked'
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
      clientWithout:
        shown.turnedAway || (versions.asked && chain === null)
          ? 'turned away'
          : versions.asked
            ? 'let in'
            : 'not asked',
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
  // After that: whoever is turned away has no certificate to read any more.
  const turnedAway = dialled.ok && (await isTurnedAway(dialled.connection.socket))
  const attempt: Attempt = record.end(dialled.ok ? null : dialled.fault)
  return { chain, turnedAway, staple: staple as Staple | null, attempt, observations: record.observations }
}

/** An answer to our side of the handshake takes one way back; a session ticket ends the wait for it. */
const longestAnswerMs = 500

/**
 * With TLS 1.3 a client has finished before the server has looked at its certificate: that none was shown is told by an
 * alert afterwards (RFC 8446 section 4.4.2.4), where others get a session ticket.
 */
const isTurnedAway = (socket: Connection['socket']): Promise<boolean> =>
  new Promise(resolve => {
    const timer = setTimeout(() => settle(false), longestAnswerMs)
    const settle = (turnedAway: boolean) => {
      clearTimeout(timer)
      for (const event of ['session', 'close'] as const) socket.off(event, onOther)
      socket.off('error', onError)
      resolve(turnedAway)
    }
    const onOther = () => settle(false)
    const onError = (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')
    for (const event of ['session', 'close'] as const) socket.once(event, onOther)
    socket.once('error', onError)
  })

/** One handshake a version, side by side. */
async function offer({ target, timeoutMs }: PlannedCheck, wire: Wire, turn: number) {
  let anyAsked = false
  const tried = await Promise.all(
    tlsVersions.map(async version => {
      let asked = false
      const onCertificateRequest = () => {
        asked = true
      }
      const reading = version === 'TLSv1.3' ? { version } : { version, onCertificateRequest }
      const dialled = await wire.dial(target, turn, timeoutMs, { reading })
      using record = dialled.record
      record.end(null)
      anyAsked ||= asked
      // Whoever asks for a certificate in that version speaks it, whatever becomes of a client that has none.
      return [
        version,
        dialled.ok || asked ? 'accepted' : refusals.has(dialled.fault.type) ? 'refused' : 'untested',
      ]
    }),
  )
  const found = { ...noVersions, ...Object.fromEntries(tried) } as Record<TlsVersion, Accepted>
  return { found, asked: anyAsked }
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
