import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createServer, type TlsOptions } from 'node:tls'
import { checkKinds } from '../../src/checks/index.ts'
import { createAuthority, type Pair } from '../net/certificates.ts'
import { createWire } from '../net/servers.ts'
import { plan, runOne } from './probing.ts'

const authority = createAuthority()
after(() => authority[Symbol.dispose]())
const names = ['DNS:localhost', 'IP:127.0.0.1']

async function checkServer(
  pair: Pair,
  options: object = {},
  tls: TlsOptions = {},
  onServer = (_: unknown) => {},
) {
  const server = createServer({ ...pair, ...tls })
  server.on('tlsClientError', () => {})
  onServer(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return await runOne(plan('certificate', `https://127.0.0.1:${port}/`, options), {
      wire: createWire({ ca: authority.ca }),
    })
  } finally {
    await new Promise(resolve => server.close(resolve))
  }
}

const claimed = (result: Awaited<ReturnType<typeof checkServer>>) =>
  Object.fromEntries(result.assertions.map(({ claim, ok }) => [claim, ok]))

test('a good certificate passes, with the handshake as its proof', async () => {
  const result = await checkServer(authority.issue(names))
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(result.notes, [])
  assert.match(result.proof!.seen, /^TLSv1\.3, certificate of localhost$/)
  assert.match(result.reason, /^trusted, (29|30) days, until .*, TLS 1\.2 and TLS 1\.3$/)
  assert.deepEqual(claimed(result), {
    trusted: true,
    name: true,
    dates: true,
    revocation: true,
    stapling: true,
    strength: true,
    form: true,
    'days left': true,
    'TLS 1.0': true,
    'TLS 1.1': true,
  })
})

const mutual = { requestCert: true, ca: authority.ca }
for (const [what, tls, note] of [
  ['requires', { ...mutual, rejectUnauthorized: true }, /\(mTLS\), and a client without one was not let in/],
  ['asks for', { ...mutual, rejectUnauthorized: false }, /\(mTLS\), and TLS let a client without one in/],
  [
    'requires, in TLS 1.3 alone,',
    { ...mutual, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
    /\(mTLS\), and a client without one was not let in/,
  ],
] as const)
  test(`of a server that ${what} a client certificate that is said`, async () => {
    const result = await checkServer(authority.issue(names), {}, tls)
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(result.notes.length, 1, result.notes.join())
    assert.match(result.notes[0]!, note)
  })

test('a server with TLS 1.2 alone that requires a client certificate fails, and it is said why', async () => {
  const tls = { ...mutual, rejectUnauthorized: true, maxVersion: 'TLSv1.2' } as const
  const result = await checkServer(authority.issue(names), {}, tls)
  assert.equal(result.outcome, 'failed')
  assert.match(result.notes.join(), /a client without one was not let in/)
})

test('an old version is spoken by a server that asks for a client certificate in it', async () => {
  const result = await checkServer(
    authority.issue(names),
    {},
    { ...mutual, rejectUnauthorized: true, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' },
  )
  assert.equal(result.fault?.type, 'tls.weak_version', result.reason)
  assert.equal(claimed(result)['TLS 1.0'], false)
})

const wrong: readonly (readonly [string, () => Pair, string, string, readonly string[]])[] = [
  [
    'expired',
    () => authority.issue(names, -1),
    'tls.cert.date_invalid',
    'infrastructure',
    ['dates', 'days left'],
  ],
  [
    'for another name',
    () => authority.issue(['DNS:production.example']),
    'tls.cert.name_invalid',
    'infrastructure',
    ['name'],
  ],
  [
    'expired and for another name',
    () => authority.issue(['DNS:production.example'], -1),
    'tls.cert.date_invalid',
    'infrastructure',
    ['name', 'dates', 'days left'],
  ],
  ['self-signed', () => authority.selfSigned, 'tls.cert.authority_invalid', 'infrastructure', ['trusted']],
]
for (const [what, pair, type, failureClass, broken] of wrong)
  test(`a certificate that is ${what} fails, and every defect is named`, async () => {
    const result = await checkServer(pair())
    assert.deepEqual([result.outcome, result.fault?.type, result.class], ['failed', type, failureClass])
    const claims = claimed(result)
    assert.deepEqual(
      Object.keys(claims).filter(claim => !claims[claim]),
      broken,
    )
  })

test('a certificate that runs out sooner than declared fails, with the days it has', async () => {
  const result = await checkServer(authority.issue(names, 10), { daysLeft: 21 })
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'tls.cert.expires_soon'])
  assert.match(result.reason, /runs out in (9|10) days, until .*; at least 21 days are expected/)
})

test('a server that accepts TLS 1.0 and 1.1 fails, class security', async () => {
  const result = await checkServer(
    authority.issue(names),
    {},
    { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' },
  )
  assert.deepEqual(
    [result.outcome, result.fault?.type, result.class],
    ['failed', 'tls.weak_version', 'security'],
  )
  assert.match(result.reason, /TLS 1\.0 is accepted.*TLS 1\.1 is accepted/)
})

test('with a minimum of 1.3, a server that accepts 1.2 fails', async () => {
  const result = await checkServer(authority.issue(names), { minimumVersion: 'TLSv1.3' })
  assert.equal(result.fault?.type, 'tls.weak_version')
  assert.match(result.reason, /^TLS 1\.2 is accepted/)
})

test('a server with TLS 1.3 only passes', async () => {
  const result = await checkServer(authority.issue(names), {}, { minVersion: 'TLSv1.3' })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.match(result.reason, /, TLS 1\.3$/)
})

test('an http:// URL is skipped, with the reason', async () => {
  const result = await runOne(plan('certificate', 'http://127.0.0.1:9/'))
  assert.deepEqual([result.outcome, result.fault], ['skipped', null])
  assert.match(result.reason, /"http:\/\/" has no certificate/)
})

test('a port that speaks no TLS is named as such', async () => {
  const { createServer: plain } = await import('node:http')
  const server = plain((_, response) => response.end('ok'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const result = await runOne(plan('certificate', `https://127.0.0.1:${port}/`))
  server.close()
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'tls.not_tls'])
})

test('a weak key is named, class security', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'weak-'))
  try {
    const args = '-x509 -newkey rsa:1024 -nodes -keyout k.pem -out c.pem -days 30 -subj /CN=localhost'
    execFileSync('openssl', ['req', ...args.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1'], {
      cwd: folder,
      stdio: 'pipe',
    })
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    const pair = { key: read('k.pem'), cert: read('c.pem') }
    const result = await checkServer(pair, {}, { ciphers: 'DEFAULT:@SECLEVEL=0' })
    assert.match(result.reason, /self-signed.*RSA key of 1024 bits/)
    assert.equal(claimed(result).strength, false)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** An OCSP response for a leaf of its own little authority, made by openssl. */
function stapleOf(revoked: boolean): { pair: Pair; ca: string; staple: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'ocsp-'))
  const openssl = (args: string) => execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  try {
    openssl(
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Stapler',
    )
    openssl(
      'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out r.csr -subj /CN=localhost',
    )
    writeFileSync(join(folder, 'e'), 'subjectAltName=IP:127.0.0.1\n')
    openssl('x509 -req -in r.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 30 -extfile e -out c.pem')
    const state = revoked ? 'R\t351231000000Z\t250101000000Z,keyCompromise' : 'V\t351231000000Z\t'
    writeFileSync(join(folder, 'index'), `${state}\t07\tunknown\t/CN=localhost\n`)
    openssl('ocsp -issuer ca.pem -cert c.pem -no_nonce -reqout q.der')
    openssl('ocsp -index index -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin q.der -respout s.der -ndays 3')
    return {
      pair: { key: read('k.pem'), cert: read('c.pem') },
      ca: read('ca.pem'),
      staple: readFileSync(join(folder, 's.der')),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const [revoked, outcome] of [
  [false, 'passed'],
  [true, 'failed'],
] as const)
  test(`a stapled OCSP response that says ${revoked ? 'revoked' : 'good'}: ${outcome}`, async () => {
    const { pair, ca, staple } = stapleOf(revoked)
    const server = createServer(pair)
    server.on('tlsClientError', () => {})
    server.on('OCSPRequest', (_certificate, _issuer, reply) => reply(null, staple))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const result = await runOne(plan('certificate', `https://127.0.0.1:${port}/`), {
      wire: createWire({ ca }),
    })
    server.close()
    assert.equal(result.outcome, outcome, result.reason)
    assert.equal(result.observations['tls.ocsp.stapled'], revoked ? 'revoked' : 'good')
    if (revoked) assert.equal(result.fault?.type, 'tls.cert.revoked')
  })

test('an unknown minimum version is refused by the options', async () => {
  const { z } = await import('zod')
  const options = checkKinds.find(({ kind }) => kind === 'certificate')!.options(z)
  assert.equal(options.safeParse({ 'minimum-version': 1.4 }).success, false)
  assert.deepEqual(options.parse({ 'minimum-version': 1.3, 'days-left': 21 }), {
    daysLeft: 21,
    minimumVersion: 'TLSv1.3',
  })
})
