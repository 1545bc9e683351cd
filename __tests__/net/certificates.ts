/** Certificates made for a test with openssl: an authority, and leaves right and wrong. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Pair {
  readonly key: string
  readonly cert: string
}

export interface Authority extends Disposable {
  /** PEM of the authority itself. */
  readonly ca: string
  /** A leaf for these names (`DNS:name`, `IP:address`); days may be negative for one that has expired. */
  issue(names: readonly string[], days?: number): Pair
  readonly selfSigned: Pair
}

export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'verify-deploy-ca-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const key = (name: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', name)
  const read = (name: string) => readFileSync(at(name), 'utf8')

  key('ca.key')
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-subj',
    '/CN=Test Authority',
    '-days',
    '30',
    '-out',
    'ca.pem',
  )
  key('self.key')
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'self.key',
    '-subj',
    '/CN=localhost',
    '-days',
    '30',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-out',
    'self.pem',
  )
  let count = 0

  return {
    ca: read('ca.pem'),
    selfSigned: { key: read('self.key'), cert: read('self.pem') },
    issue(names, days = 30) {
      const name = `leaf${++count}`
      key(`${name}.key`)
      openssl(
        'req',
        '-new',
        '-key',
        `${name}.key`,
        '-subj',
        `/CN=${names[0]!.split(':')[1]}`,
        '-out',
        `${name}.csr`,
      )
      writeFileSync(at(`${name}.ext`), `subjectAltName=${names.join(',')}\nbasicConstraints=CA:FALSE\n`)
      const day = (offset: number) =>
        `${new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
      // `openssl x509` cannot date back; `openssl ca` can.
      writeFileSync(at('index.txt'), '')
      writeFileSync(at('serial'), `0${count}`.slice(-2))
      writeFileSync(
        at('ca.cnf'),
        '[ca]\ndefault_ca=d\n[d]\ndir=.\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n',
      )
      const [from, to] = days < 0 ? [day(days - 30), day(days)] : [day(-1), day(days)]
      openssl(
        'ca',
        '-batch',
        '-notext',
        '-config',
        'ca.cnf',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
        '-startdate',
        from,
        '-enddate',
        to,
        '-extfile',
        `${name}.ext`,
      )
      return { key: read(`${name}.key`), cert: read(`${name}.pem`) }
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
