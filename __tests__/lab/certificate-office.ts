/** Issues certificates as they should not be, with openssl: any dates, keys, digests, names; and OCSP responses for them. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Wanted {
  /** `/CN=name`; `/` has none. */
  readonly subject: string
  readonly names?: string
  /** Days from now, from and to. */
  readonly days?: readonly [number, number]
  /** `ec`, or the bits of an RSA key. */
  readonly key?: 'ec' | number
  readonly digest?: 'sha256' | 'sha1'
  readonly authority?: boolean
  readonly issuer?: Issued
  /** Where the certificate of its issuer is to be had, as public authorities say it. */
  readonly issuerAddress?: boolean
  /** The key of another one: what a cross-signature certifies. */
  readonly keyOf?: Issued
}

export interface Issued {
  readonly file: string
  readonly key: string
  readonly cert: string
}

export interface Office extends Disposable {
  issue(wanted: Wanted): Issued
  staple(issued: Issued, issuer: Issued, status: 'good' | 'revoked' | 'unknown'): Buffer
}

const opensslTime = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`

const config = `[ca]
default_ca=d
[d]
dir=.
database=index.txt
serial=serial
new_certs_dir=.
policy=p
unique_subject=no
[p]
commonName=optional
organizationName=optional
[req]
distinguished_name=dn
[dn]
`

/** The same response a year ago: openssl makes none of the past. Its signature is wrong then, and nobody here verifies it. */
export function aYearAgo(response: Buffer): Buffer {
  const aged = Buffer.from(response)
  // GeneralizedTime (X.690 section 11.7): its tag, 15 octets, and the year first.
  for (let at = aged.indexOf('180f', 0, 'hex'); at >= 0; at = aged.indexOf('180f', at + 2, 'hex'))
    aged.write(String(Number(aged.toString('latin1', at + 2, at + 6)) - 1), at + 2, 'latin1')
  return aged
}

export function openOffice(): Office {
  const folder = mkdtempSync(join(tmpdir(), 'office-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  writeFileSync(at('ca.cnf'), config)
  let count = 0

  return {
    issue({ subject, names, days = [-1, 30], key = 'ec', digest = 'sha256', ...wanted }) {
      const file = `c${++count}`
      const { issuer, keyOf, authority = false, issuerAddress = false } = wanted
      const algorithm = key === 'ec' ? ['EC', 'ec_paramgen_curve:P-256'] : ['RSA', `rsa_keygen_bits:${key}`]
      const [name, parameter] = algorithm as [string, string]
      if (keyOf) writeFileSync(at(`${file}.key`), keyOf.key)
      else openssl('genpkey', '-algorithm', name, '-pkeyopt', parameter, '-out', `${file}.key`)
      openssl(
        ...['req', '-new', '-config', 'ca.cnf', '-key', `${file}.key`],
        ...['-subj', subject, '-out', `${file}.csr`],
      )
      const extensions = [
        `basicConstraints=critical,CA:${authority ? 'TRUE' : 'FALSE'}`,
        ...(authority ? ['keyUsage=critical,keyCertSign,cRLSign,digitalSignature'] : []),
        ...(names ? [`subjectAltName=${names}`] : []),
        ...(issuerAddress ? ['authorityInfoAccess=caIssuers;URI:http://ca.lab.test/issuer.crt'] : []),
      ]
      writeFileSync(at(`${file}.ext`), `${extensions.join('\n')}\n`)
      writeFileSync(at('index.txt'), '')
      writeFileSync(at('serial'), `${1000 + count}`)
      const by = issuer
        ? ['-cert', `${issuer.file}.pem`, '-keyfile', `${issuer.file}.key`]
        : ['-selfsign', '-keyfile', `${file}.key`]
      openssl(
        ...['ca', '-batch', '-notext', '-config', 'ca.cnf', '-md', digest, '-preserveDN', ...by],
        ...['-in', `${file}.csr`, '-out', `${file}.pem`, '-extfile', `${file}.ext`],
        ...['-startdate', opensslTime(days[0]), '-enddate', opensslTime(days[1])],
      )
      const read = (ending: string) => readFileSync(at(`${file}.${ending}`), 'utf8')
      return { file, key: read('key'), cert: read('pem') }
    },
    staple({ file }, issuer, status) {
      const serial = execFileSync('openssl', ['x509', '-noout', '-serial', '-in', `${file}.pem`], {
        cwd: folder,
      })
        .toString()
        .trim()
        .replace('serial=', '')
      const rows = {
        good: `V\t351231000000Z\t\t${serial}\tunknown\t/CN=x\n`,
        revoked: `R\t351231000000Z\t250101000000Z,keyCompromise\t${serial}\tunknown\t/CN=x\n`,
        unknown: '',
      }
      writeFileSync(at('ocsp.txt'), rows[status])
      const [cert, key] = [`${issuer.file}.pem`, `${issuer.file}.key`]
      openssl('ocsp', '-issuer', cert, '-cert', `${file}.pem`, '-no_nonce', '-reqout', 'query.der')
      openssl(
        ...['ocsp', '-index', 'ocsp.txt', '-rsigner', cert, '-rkey', key, '-CA', cert],
        ...['-reqin', 'query.der', '-respout', 'answer.der', '-ndays', '3'],
      )
      return readFileSync(at('answer.der'))
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
