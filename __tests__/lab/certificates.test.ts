/** The lab of certificates: real servers that show them, and the bundle as a command in front of them. */

import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { closedPort } from '../../src/demo/closed-port.ts'
import type { Report } from '../../src/model/report.ts'
import { command, folderWith, noBundle } from '../end-to-end/product.ts'
import { openOffice } from './certificate-office.ts'
import { serverName } from './certificates.ts'
import { startChild } from './child.ts'
import { type Places, proxies } from './proxies.ts'
import { commonRequirements, missingRequirements } from './requirements.ts'
import type { CertificateSituation, Hierarchy } from './situations/certificate-rows.ts'
import { certificateSituations } from './situations/certificates.ts'

const siteOf: Readonly<Record<CertificateSituation['front'], (places: Places, lines: string) => string>> = {
  nginx: ({ securePort }, lines) => `server {
    listen 127.0.0.1:${securePort} ssl;
    server_name ${serverName};
    ssl_certificate fullchain.pem;
    ssl_certificate_key privkey.pem;
    ${lines || 'ssl_protocols TLSv1.2 TLSv1.3;'}
    location / { return 200 ok; }
  }`,
  apache: ({ folder }, lines) => `<VirtualHost *:*>
  ServerName ${serverName}
  SSLEngine on
  SSLCertificateFile ${folder}/fullchain.pem
  SSLCertificateKeyFile ${folder}/privkey.pem
  ${lines}
</VirtualHost>
`,
  caddy: () => `https://${serverName} {
	tls internal
	respond ok
}
`,
}

/** Old keys and signatures are only taken at security level 0, and nginx has no word for it before it reads them. */
const lenient = `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = level
[level]
CipherString = DEFAULT@SECLEVEL=0
`

async function startServer(
  { front, show, weak = false, lines = '' }: CertificateSituation,
  hierarchy: Hierarchy,
) {
  const proxy = proxies[front]
  const folder = mkdtempSync(join(tmpdir(), 'lab-certificate-'))
  const [securePort, plainPort] = [await closedPort('127.0.0.1'), await closedPort('127.0.0.1')]
  const places: Places = { folder, serverName, plainPort, securePort, backEndPort: 0 }
  const shown = show?.(hierarchy)
  // Apache has a folder of pages, and reads it as another user.
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'html'))
  for (const [name, content] of Object.entries({
    'fullchain.pem': shown?.chain ?? '',
    'privkey.pem': shown?.key ?? '',
    'staple.der': shown?.staple ?? '',
    'openssl.cnf': lenient,
    [proxy.configFile]: proxy.wrap(siteOf[front](places, lines), places),
  }))
    writeFileSync(join(folder, name), content)
  const child = startChild(proxy.file, proxy.args(places), {
    cwd: folder,
    env: { HOME: folder, ...(weak && { OPENSSL_CONF: join(folder, 'openssl.cnf') }) },
  })
  await child.listens(securePort)
  if (!shown) await child.hasCertificate(securePort, serverName)
  return {
    url: `https://${serverName}:${securePort}`,
    output: child.output,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const requirements = [
  ...commonRequirements,
  ...(['nginx', 'apache', 'caddy'] as const).map(name => proxies[name].requirement),
]

suite('the lab: certificates', { skip: missingRequirements(requirements) || noBundle }, () => {
  const office = openOffice()
  after(() => office[Symbol.dispose]())
  let hierarchy: Hierarchy | null = null
  const build = (): Hierarchy => {
    const root = office.issue({ subject: '/CN=Lab root', authority: true, days: [-60, 3000] })
    const intermediate = office.issue({
      subject: '/CN=Lab intermediate',
      authority: true,
      issuer: root,
      days: [-50, 900],
    })
    return { office, root, intermediate }
  }

  for (const situation of certificateSituations)
    test(`${situation.front}: ${situation.name}`, async () => {
      hierarchy ??= build()
      await using server = await startServer(situation, hierarchy)
      const environment = `environments: { lab: { url: "${server.url}" } }\nchecks:\n`
      using folder = folderWith({
        'ca.pem': hierarchy.root.cert,
        'certificate.yml': `${environment}  - certificate: /\n    ${situation.options ?? 'retries: 1'}\n`,
        'health.yml': `${environment}  - health: /\n    status: [200, 403, 404]\n`,
      })
      const run = async (file: string) => {
        const { stdout, stderr } = await command(
          [
            ...['--config', file, '--environment', 'lab', '--wait', '0s', '--timeout', '3s'],
            ...['--connect-to', '127.0.0.1', '--ca', 'ca.pem', '--format', 'json'],
          ],
          { cwd: folder.path },
        )
        const context = `${stdout}\n${stderr}\n${server.output()}`
        return { check: (JSON.parse(stdout) as Report).checks[0]!, context }
      }
      const { check, context } = await run('certificate.yml')
      assert.deepEqual(
        [check.outcome, check.fault?.type ?? null, check.diagnoses[0]?.id],
        [situation.fault ? 'failed' : 'passed', situation.fault, situation.diagnosis],
        context,
      )
      for (const said of situation.says) assert.match(check.reason, said, context)
      assert.match(check.notes.join('\n'), situation.notes ?? /^$/, context)

      // What follows up a failed request reads the same certificate in the same way.
      const { health } = situation
      const ordinary = await run('health.yml')
      const wanted =
        health === 'passes' ? undefined : health === 'same' ? situation.diagnosis : health.diagnosis
      assert.deepEqual(
        [ordinary.check.outcome, ordinary.check.diagnoses[0]?.id],
        [wanted ? 'failed' : 'passed', wanted],
        ordinary.context,
      )
      if (health === 'same') {
        const of = (observations: typeof check.observations) => observations['tls.unverified.defects']
        assert.equal(of(ordinary.check.observations), of(check.observations), ordinary.context)
      }
    })
})
