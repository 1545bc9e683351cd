/** Certificates by who issued them, what is sent with them, and when they and their issuers run out. */

import { type CertificateSituation, leaf, names, nginx, own, subject } from './certificate-rows.ts'

export const certificateChains: readonly CertificateSituation[] = [
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
]
