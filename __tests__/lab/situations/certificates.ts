/** Certificates as servers show them, right and wrong, and all that is wrong with each. */

import type { FaultType } from '../../../src/model/fault.ts'
import { aYearAgo, type Issued, type Office } from '../certificate-office.ts'
import { serverName } from '../certificates.ts'

/** What every row may build on. */
export interface Hierarchy {
  readonly office: Office
  /** The one that clients trust. */
  readonly root: Issued
  readonly intermediate: Issued
}

export interface Shown {
  readonly key: string
  /** PEM: the certificate, and what is sent with it. */
  readonly chain: string
  readonly staple?: Buffer
}

export interface CertificateSituation {
  readonly name: string
  readonly front: 'nginx' | 'apache' | 'caddy'
  /** Null: the server makes its own. */
  readonly show: ((of: Hierarchy) => Shown) | null
  /** Further lines of the server's configuration. */
  readonly lines?: string
  /** Takes keys and signatures that are out of use. */
  readonly weak?: boolean
  readonly options?: string
  /** Null passes. */
  readonly fault: FaultType | null
  readonly diagnosis?: string
  /** What the check has to say, all of it. */
  readonly says: readonly RegExp[]
  readonly notes?: RegExp
  /** What an ordinary request makes of it: the same diagnosis, another one, or nothing at all. */
  readonly health: 'same' | 'passes' | { readonly diagnosis: string }
}

const names = `DNS:${serverName}`
const subject = `/CN=${serverName}`
const nginx = { front: 'nginx' } as const
const outdated = 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;\n    ssl_ciphers DEFAULT:@SECLEVEL=0;'
const stapling = 'ssl_stapling on;\n    ssl_stapling_file staple.der;'

type Leaf = Partial<Parameters<Office['issue']>[0]>
/** Issued by the intermediate, and sent with it. */
const leaf =
  (wanted: Leaf = {}) =>
  ({ office, intermediate }: Hierarchy): Shown => {
    const { key, cert } = office.issue({
      subject,
      names,
      issuer: intermediate,
      issuerAddress: true,
      ...wanted,
    })
    return { key, chain: cert + intermediate.cert }
  }
/** Signed by itself. */
const own =
  (wanted: Leaf = {}) =>
  ({ office }: Hierarchy): Shown => {
    const { key, cert } = office.issue({ subject, names, ...wanted })
    return { key, chain: cert }
  }
const stapled =
  (status: 'good' | 'revoked' | 'unknown', aged = (response: Buffer) => response) =>
  ({ office, intermediate }: Hierarchy): Shown => {
    const issued = office.issue({ subject, names, issuer: intermediate })
    const staple = aged(office.staple(issued, intermediate, status))
    return { key: issued.key, chain: issued.cert + intermediate.cert, staple }
  }

export const certificateSituations: readonly CertificateSituation[] = [
  {
    ...nginx,
    name: 'a good certificate with its intermediate',
    show: leaf(),
    fault: null,
    says: [/^trusted, (29|30) days, until .*, TLS 1\.2 and TLS 1\.3$/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'the built-in certificate of ingress-nginx',
    show: own({
      subject: '/O=Acme Co/CN=Kubernetes Ingress Controller Fake Certificate',
      names: 'DNS:ingress.local',
      ...{ key: 2048, days: [-1, 365] },
    }),
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.kubernetes-fake-certificate',
    says: [/self-signed/, /for other names than .*DNS:ingress\.local/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'the default certificate of Traefik',
    show: own({
      subject: '/CN=TRAEFIK DEFAULT CERT',
      names: 'DNS:0f2c1a.99e0b1.traefik.default',
      ...{ key: 2048, days: [-1, 365] },
    }),
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.traefik-default-certificate',
    says: [/self-signed/, /for other names than .*traefik\.default/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'the temporary certificate of cert-manager',
    show: ({ office }) => {
      const issuer = office.issue({ subject: '/CN=cert-manager.local', authority: true })
      const { key, cert } = office.issue({ subject, names, issuer })
      return { key, chain: cert }
    },
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.cert-manager-temporary',
    says: [/its own certificate alone, and the issuer of that is not known here/],
    health: 'same',
  },
  {
    name: 'the internal authority of Caddy',
    front: 'caddy',
    show: null,
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.development-authority',
    // Caddy's certificates live for twelve hours.
    says: [/issuer/, /runs out in 0 days/],
    health: 'same',
  },
  {
    name: "Apache with Debian's snakeoil certificate",
    front: 'apache',
    show: own({ subject: '/CN=web-1', names: 'DNS:web-1', key: 2048, days: [0, 3650] }),
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.snakeoil-certificate',
    says: [/self-signed/, /for other names than .*DNS:web-1/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'signed by itself, for the right name',
    show: own(),
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.self-signed',
    says: [/^\S+: the certificate is self-signed$/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'without its intermediate',
    show: of => {
      const { key, chain } = leaf()(of)
      return { key, chain: chain.slice(0, chain.indexOf('-----END CERTIFICATE-----') + 26) }
    },
    fault: 'tls.cert.authority_invalid',
    diagnosis: 'tls.chain-incomplete',
    says: [/its own certificate alone/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'expired',
    show: leaf({ days: [-30, -2] }),
    fault: 'tls.cert.date_invalid',
    diagnosis: 'tls.certificate-expired',
    says: [
      /^the certificate of "staging\.lab\.test" expired on /,
      /ran out on .*; at least 14 days are expected/,
    ],
    health: 'same',
  },
  {
    ...nginx,
    name: 'expired, and of an authority that nobody knows',
    show: ({ office }) => {
      const issuer = office.issue({ subject: '/CN=Somebody', authority: true })
      const { key, cert } = office.issue({ subject, names, issuer, days: [-30, -2] })
      return { key, chain: cert }
    },
    fault: 'tls.cert.date_invalid',
    diagnosis: 'tls.certificate-expired',
    says: [
      /expired on/,
      /the issuer of the certificate of "staging\.lab\.test" \("Somebody"\) was not sent and is not known/,
    ],
    health: 'same',
  },
  {
    ...nginx,
    name: 'not valid yet',
    show: leaf({ days: [2, 30] }),
    fault: 'tls.cert.date_invalid',
    diagnosis: 'tls.certificate-not-yet-valid',
    says: [/^the certificate of "staging\.lab\.test" is valid only from /],
    health: 'same',
  },
  {
    ...nginx,
    name: 'valid, below an intermediate that has expired',
    show: of => {
      const days = [-40, -3] as const
      const old = of.office.issue({
        subject: '/CN=Lab old intermediate',
        authority: true,
        issuer: of.root,
        days,
      })
      const { key, chain } = leaf({ issuer: old })({ ...of, intermediate: old })
      return { key, chain }
    },
    fault: 'tls.cert.date_invalid',
    diagnosis: 'tls.issuer-expired',
    says: [
      /^the certificate of "Lab old intermediate" expired on /,
      /the certificate of "Lab old intermediate" above it ran out/,
    ],
    health: 'same',
  },
  {
    ...nginx,
    name: 'sent with an old cross-signature of its root that nobody needs',
    show: of => {
      const { office, root } = of
      const older = office.issue({ subject: '/CN=Lab retired root', authority: true })
      const crossed = office.issue({
        ...{ subject: '/CN=Lab root', authority: true, keyOf: root, issuer: older, days: [-40, -3] },
      })
      const { key, chain } = leaf()(of)
      return { key, chain: chain + crossed.cert }
    },
    fault: null,
    says: [/^trusted, (29|30) days/],
    notes: /^the server also sends the certificate of "Lab root", which has expired; it is trusted without$/,
    health: 'passes',
  },
  {
    ...nginx,
    name: 'for another name',
    show: leaf({ names: 'DNS:production.lab.test' }),
    fault: 'tls.cert.name_invalid',
    diagnosis: 'tls.certificate-name',
    says: [/^the certificate is for other names than "staging\.lab\.test": DNS:production\.lab\.test$/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'with its name in the common name only',
    show: leaf({ names: '' }),
    fault: 'tls.cert.name_invalid',
    diagnosis: 'tls.certificate-common-name-only',
    says: [/as its common name only, without a subjectAltName/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'with a wildcard of one label less',
    show: leaf({ names: 'DNS:*.test' }),
    fault: 'tls.cert.name_invalid',
    diagnosis: 'tls.wildcard-depth',
    says: [/for other names than "staging\.lab\.test": DNS:\*\.test/],
    health: 'same',
  },
  {
    ...nginx,
    name: 'with a wildcard that fits',
    show: leaf({ names: 'DNS:*.lab.test' }),
    fault: null,
    says: [/^trusted/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'with an RSA key of 1024 bits',
    show: leaf({ key: 1024 }),
    weak: true,
    fault: 'tls.cert.weak',
    diagnosis: 'tls.certificate-outdated',
    says: [/^the certificate of "staging\.lab\.test" has an RSA key of 1024 bits/],
    health: { diagnosis: 'tls.certificate-weak' },
  },
  {
    ...nginx,
    name: 'signed with SHA-1',
    show: leaf({ digest: 'sha1' }),
    weak: true,
    fault: 'tls.cert.weak',
    diagnosis: 'tls.certificate-outdated',
    says: [/^the certificate of "staging\.lab\.test" is signed with .*sha1.*; SHA-256 or better/i],
    health: { diagnosis: 'tls.certificate-weak' },
  },
  {
    ...nginx,
    name: 'good, and TLS 1.0 and 1.1 are accepted',
    show: leaf(),
    lines: outdated,
    fault: 'tls.weak_version',
    diagnosis: 'tls.weak-version-accepted',
    says: [/TLS 1\.0 is accepted/, /TLS 1\.1 is accepted/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'good, and it runs out before the days that are declared',
    show: leaf(),
    options: 'days-left: 60',
    fault: 'tls.cert.expires_soon',
    diagnosis: 'tls.certificate-expires-soon',
    says: [/^the certificate runs out in (29|30) days, .*; at least 60 days are expected$/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'with a stapled OCSP response that is good',
    show: stapled('good'),
    lines: stapling,
    fault: null,
    says: [/stapled OCSP response: good$/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'with a stapled OCSP response that says revoked',
    show: stapled('revoked'),
    lines: stapling,
    fault: 'tls.cert.revoked',
    diagnosis: 'tls.certificate-revoked',
    says: [/stapled OCSP response says "revoked"/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'with a stapled OCSP response that is out of date',
    show: stapled('good', aYearAgo),
    lines: stapling,
    fault: 'tls.cert.staple_invalid',
    diagnosis: 'tls.staple-invalid',
    says: [/the stapled OCSP response was good until \d{4}-\S+Z only/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'with a stapled OCSP response of somebody who does not know it',
    show: stapled('unknown'),
    lines: stapling,
    fault: 'tls.cert.staple_invalid',
    diagnosis: 'tls.staple-invalid',
    says: [/stapled OCSP response says "unknown"/],
    health: 'passes',
  },
  {
    ...nginx,
    name: 'wrong in everything: signed by itself, expired, another name, a weak key, old versions',
    show: own({ subject: '/CN=old.lab.test', names: 'DNS:old.lab.test', key: 1024, days: [-40, -5] }),
    lines: outdated,
    weak: true,
    fault: 'tls.cert.date_invalid',
    diagnosis: 'tls.certificate-expired',
    says: [
      /signed by itself/,
      /expired on/,
      /for other names than/,
      /RSA key of 1024 bits/,
      /ran out on/,
      /TLS 1\.0 is accepted/,
      /TLS 1\.1 is accepted/,
    ],
    health: 'same',
  },
]
