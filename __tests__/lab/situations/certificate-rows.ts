/** What a row about certificates says, and the certificates that rows have in common. */

import type { FaultType } from '../../../src/model/fault.ts'
import type { Issued, Office } from '../certificate-office.ts'
import { serverName } from '../certificates.ts'

/** What every row may build on. */
export interface Hierarchy {
  readonly office: Office
  /** The one that clients trust. */
  readonly root: Issued
  readonly intermediate: Issued
}

interface Shown {
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

export const names = `DNS:${serverName}`
export const subject = `/CN=${serverName}`
export const nginx = { front: 'nginx' } as const
export const outdated = 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;\n    ssl_ciphers DEFAULT:@SECLEVEL=0;'
export const stapling = 'ssl_stapling on;\n    ssl_stapling_file staple.der;'

type Leaf = Partial<Parameters<Office['issue']>[0]>
/** Issued by the intermediate, and sent with it. */
export const leaf =
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
export const own =
  (wanted: Leaf = {}) =>
  ({ office }: Hierarchy): Shown => {
    const { key, cert } = office.issue({ subject, names, ...wanted })
    return { key, chain: cert }
  }
export const stapled =
  (status: 'good' | 'revoked' | 'unknown', aged = (response: Buffer) => response) =>
  ({ office, intermediate }: Hierarchy): Shown => {
    const issued = office.issue({ subject, names, issuer: intermediate })
    const staple = aged(office.staple(issued, intermediate, status))
    return { key: issued.key, chain: issued.cert + intermediate.cert, staple }
  }
