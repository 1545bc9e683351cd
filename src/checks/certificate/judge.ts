/** What a certificate and the versions beside it mean. Pure. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type Fault, type FaultType, fault } from '../../model/fault.ts'
import { type TlsVersion, tlsVersions } from '../../net/wire.ts'
import type { CertificateDetails, CertificateOptions } from '../certificate.ts'

/** What a stapled response says against the certificate. Browsers that look at one refuse what is not good and current. */
function stapleDefects({ staple, stapleExpired }: CertificateDetails): Fault[] {
  if (staple?.status === 'revoked')
    return [fault('tls.cert.revoked', 'its stapled OCSP response says "revoked"', 'CERT_REVOKED')]
  const old = staple && stapleExpired ? `was good until ${staple.nextUpdate} only` : null
  const why =
    staple?.status === 'unknown' ? 'says "unknown": its responder does not know the certificate' : old
  return why ? [fault('tls.cert.staple_invalid', `the stapled OCSP response ${why}`)] : []
}

const asks = 'the server asks for a client certificate (mTLS)'
const clientNotes = ({ clientWithout }: CertificateDetails): string[] => {
  if (clientWithout === 'not asked') return []
  return clientWithout === 'let in'
    ? [
        `${asks}, and TLS let a client without one in: whether it is refused afterwards (nginx: HTTP 400) a health check tells`,
      ]
    : [
        `${asks}, and a client without one was not let in: what is served to clients that have one was not tested`,
      ]
}

/** A claim for each kind of defect that a chain can have, in the order in which they matter. */
const claims: readonly (readonly [FaultType, string, string])[] = [
  ['tls.cert.authority_invalid', 'trusted', 'a complete chain to an authority that is trusted here'],
  ['tls.cert.name_invalid', 'name', 'a certificate for this name'],
  ['tls.cert.date_invalid', 'dates', 'valid today'],
  ['tls.cert.revoked', 'revocation', 'not revoked'],
  ['tls.cert.staple_invalid', 'stapling', 'no stapled OCSP response, or one that is good and current'],
  ['tls.cert.weak', 'strength', 'keys and signatures in use today'],
  ['tls.cert.invalid', 'form', 'a certificate for servers, correctly signed'],
]

const showVersion = (version: TlsVersion): string =>
  version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ')

export function judgeCertificate(
  { options, target }: PlannedCheck<CertificateOptions>,
  { fault: trouble, details: seen }: Evidence,
): Judgement {
  if (!target.secure) {
    const reason = `"${target.url.protocol}//" has no certificate: give an https:// or wss:// URL to check one`
    return { outcome: 'skipped', fault: null, reason, assertions: [], notes: [] }
  }
  const details = seen as CertificateDetails
  const { chain, versions, staple } = details
  if (trouble || !chain) {
    const found = trouble ?? fault('tls.cert.invalid', 'the server showed no certificate')
    return {
      outcome: 'failed',
      fault: found,
      reason: found.message,
      assertions: [],
      notes: clientNotes(details),
    }
  }
  const defects: Fault[] = [...chain.defects, ...stapleDefects(details)]
  const assertions: Assertion[] = claims.map(([type, claim, expected]) => {
    const found = defects.filter(one => one.type === type)
    const actual = found.map(({ message }) => message).join('; ') || expected
    return { claim, expected, actual, ok: found.length === 0 }
  })

  const { subject, notAfter, daysLeft } = chain.first
  const until = `${daysLeft} days, until ${notAfter}`
  const runsOut = daysLeft < 0 ? `ran out on ${notAfter}` : `runs out in ${until}`
  const longEnough = daysLeft >= options.daysLeft
  assertions.push({
    claim: 'days left',
    expected: `at least ${options.daysLeft}`,
    actual: until,
    ok: longEnough,
  })
  if (!longEnough)
    defects.push(
      fault(
        'tls.cert.expires_soon',
        `the certificate${subject === chain.path[0] ? '' : ` of "${subject}" above it`} ${runsOut}; at least ${options.daysLeft} days are expected`,
      ),
    )

  const notes = [
    ...clientNotes(details),
    ...chain.idle.map(
      one => `the server also sends the certificate of "${one}", which has expired; it is trusted without`,
    ),
    ...(staple?.status === 'unreadable' ? ['the stapled OCSP response could not be read'] : []),
  ]
  const oldest = tlsVersions.indexOf(options.minimumVersion)
  for (const [place, version] of tlsVersions.entries()) {
    const allowed = place >= oldest
    const actual = versions[version]
    if (actual === 'untested' && !allowed)
      notes.push(`whether ${showVersion(version)} is refused could not be tested from here`)
    if (actual === 'untested' || allowed) continue
    const ok = actual === 'refused'
    assertions.push({ claim: showVersion(version), expected: 'refused', actual, ok })
    if (!ok)
      defects.push(
        fault(
          'tls.weak_version',
          `${showVersion(version)} is accepted; nothing older than ${showVersion(options.minimumVersion)} should be`,
          version,
        ),
      )
  }

  const offered = tlsVersions.filter(version => versions[version] === 'accepted').map(showVersion)
  const stapled = staple ? `, stapled OCSP response: ${staple.status}` : ''
  const first = defects[0]
  if (first)
    return {
      outcome: 'failed',
      fault: first,
      reason: defects.map(({ message }) => message).join('; '),
      assertions,
      notes,
    }
  return {
    outcome: 'passed',
    fault: null,
    reason: `trusted, ${until}, ${offered.join(' and ')}${stapled}`,
    assertions,
    notes,
  }
}
