import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { guideOf, guides } from '../../src/diagnosis/guides.ts'
import { signatures } from '../../src/diagnosis/signatures/index.ts'
import { carriers, own } from '../../src/diagnosis/speaker-tables/proxies.ts'

const root = new URL('../../', import.meta.url)

test('every guide is one of the folder, and every guide of the folder is there', () => {
  const pages = readdirSync(new URL('docs/infrastructure/', root)).filter(name => name !== 'README.md')
  assert.deepEqual(
    Object.keys(guides)
      .map(name => `${name}.md`)
      .sort(),
    pages.sort(),
  )
})

test('every speaker of a guide is in the tables of speakers', () => {
  const known = new Set([...own, ...carriers].map(({ name }) => name))
  const named = Object.values(guides).flatMap(({ speakers }) => speakers)
  assert.deepEqual(
    named.filter(name => !known.has(name)),
    [],
  )
})

test('a signature that demands a speaker with a guide leads to a guide', () => {
  const documented = new Set(Object.values(guides).flatMap(({ speakers }) => speakers))
  const lost = signatures.filter(({ id, when }) => {
    const demanded = [when.speaker, when.proxy].filter(name => typeof name === 'string')
    return demanded.some(name => documented.has(name)) && guideOf({ id, when }) === null
  })
  assert.deepEqual(
    lost.map(({ id }) => id),
    [],
  )
})

test('every guide is led to, and what is led to exists', () => {
  const led = new Set(signatures.map(guideOf).filter(page => page !== null))
  assert.equal(led.size, Object.keys(guides).length)
  for (const page of led) assert.ok(existsSync(new URL(page, root)), page)
})

test('the guide of a signature is that of its own words', () => {
  const of = (id: string) => guideOf(signatures.find(signature => signature.id === id)!)
  assert.equal(of('upgrade.header-dropped'), 'docs/infrastructure/nginx.md')
  assert.equal(of('http.ingress-default-backend'), 'docs/infrastructure/ingress-nginx.md')
  assert.equal(of('http.cloud-run-slow'), 'docs/infrastructure/google-cloud.md')
  assert.equal(of('upgrade.lambda-target'), 'docs/infrastructure/aws.md')
  assert.equal(of('upgrade.header-dropped-on-the-way'), null)
  assert.equal(of('dns.nxdomain'), null)
})

test('what is known about a proxy or platform is mended by lines, not by remarks alone', () => {
  const vague = signatures.filter(row => guideOf(row) !== null && row.fix.every(line => line.startsWith('#')))
  assert.deepEqual(
    vague.map(({ id }) => id),
    [],
  )
})
