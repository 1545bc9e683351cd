/** The certificates that a proxy of the lab can show: the right one, and each that is wrong in one way. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Authority, createAuthority, type Pair } from '../net/certificates.ts'

/** The name that the certificates are for; no resolver knows it, so clients have to be told the address. */
export const serverName = 'staging.lab.test'

const certificateNames = [
  'right',
  'right, with an intermediate',
  'without the intermediate',
  'expired',
  'for another name',
  'self-signed',
  'of an unknown authority',
  'of an unknown authority, alone',
] as const

export type CertificateName = (typeof certificateNames)[number]

export interface Certificates extends Disposable {
  /** PEM of the authorities that the right ones come from. */
  readonly trusted: string
  readonly pairs: Readonly<Record<CertificateName, Pair>>
}

export function issueCertificates(): Certificates {
  const authority: Authority = createAuthority()
  using stranger = createAuthority()
  const names = [`DNS:${serverName}`]
  const chain = issueChain()
  return {
    trusted: authority.ca + chain.root,
    pairs: {
      right: authority.issue(names),
      'right, with an intermediate': { key: chain.key, cert: chain.leaf + chain.intermediate },
      'without the intermediate': { key: chain.key, cert: chain.leaf },
      expired: authority.issue(names, -1),
      'for another name': authority.issue(['DNS:production.lab.test']),
      'self-signed': authority.selfSigned,
      'of an unknown authority, alone': stranger.issue(names),
      'of an unknown authority': unknownChain(stranger.issue(names), stranger.ca),
    },
    [Symbol.dispose]: () => authority[Symbol.dispose](),
  }
}

/** With its root, as private authorities send it. */
const unknownChain = ({ key, cert }: Pair, root: string): Pair => ({ key, cert: cert + root })

/** A leaf two steps below its root, as public authorities issue them. */
function issueChain() {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'))
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const sign = (name: string, extensions: string, issuer: readonly string[]) => {
    writeFileSync(join(folder, `${name}.ext`), extensions)
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`]
    openssl('req', '-new', ...key, '-subj', `/CN=Lab ${name}`, '-out', `${name}.csr`)
    const to = ['-days', '30', '-extfile', `${name}.ext`, '-out', `${name}.pem`]
    openssl('x509', '-req', '-in', `${name}.csr`, ...issuer, ...to)
  }
  const issuedBy = (name: string) => ['-CA', `${name}.pem`, '-CAkey', `${name}.key`, '-CAcreateserial']
  try {
    // Public authorities say where their own certificate is to be had.
    const issuerAddress = 'authorityInfoAccess=caIssuers;URI:http://ca.lab.test/intermediate.crt\n'
    const isAuthority = 'basicConstraints=critical,CA:TRUE\n'
    sign('root', isAuthority, ['-signkey', 'root.key'])
    sign('intermediate', isAuthority, issuedBy('root'))
    sign(
      'leaf',
      `subjectAltName=DNS:${serverName}\nbasicConstraints=CA:FALSE\n${issuerAddress}`,
      issuedBy('intermediate'),
    )
    return {
      root: read('root.pem'),
      intermediate: read('intermediate.pem'),
      leaf: read('leaf.pem'),
      key: read('leaf.key'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
