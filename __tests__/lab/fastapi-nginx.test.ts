import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import jwt from 'jsonwebtoken'
import type { Report } from '../../src/model/report.ts'
import { errorOf, open } from '../demo/client.ts'
import { type Authority, createAuthority, type Pair } from '../net/certificates.ts'
import { bundle, runAction } from '../runner/runner.ts'
import { missingRequirements } from './requirements.ts'
import { type Situation, situations } from './situations.ts'
import { issueCertificates, startStack } from './stack.ts'
import { startUvicorn, type Uvicorn } from './uvicorn.ts'

suite('FastAPI, uvicorn, websockets and PyJWT behind nginx', { skip: missingRequirements() }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'))
  const caFile = join(folder, 'ca.pem')
  let authority: Authority
  let certificates: Record<string, Pair>
  let applications: { right: Uvicorn; 'without websockets': Uvicorn }

  before(async () => {
    authority = createAuthority()
    writeFileSync(caFile, authority.ca)
    certificates = issueCertificates(authority)
    const [right, without] = await Promise.all([startUvicorn(), startUvicorn({ websockets: 'none' })])
    applications = { right, 'without websockets': without }
  })
  after(async () => {
    for (const application of Object.values(applications ?? {})) await application[Symbol.asyncDispose]()
    authority?.[Symbol.dispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  const applicationOf = ({ stack }: Situation): Uvicorn =>
    applications[stack.uvicorn?.websockets === 'none' ? 'without websockets' : 'right']

  for (const situation of situations) {
    test(`${situation.name}: what a bare client sees`, async () => {
      const application = applicationOf(situation)
      await using stack = await startStack(situation, application, certificates)
      assert.match(await observe(situation, stack.url, application.secret), situation.bare)
    })

    const noBundle =
      existsSync(bundle) || process.env.CI === 'true' ? false : 'dist/index.js is not built: npm run build'
    test(`${situation.name}: what the action says`, { skip: noBundle }, async () => {
      const application = applicationOf(situation)
      await using stack = await startStack(situation, application, certificates)
      using run = await runAction({
        inputs: inputsOf(situation, stack.url, application.secret, caFile),
        mask: [application.secret],
      })
      const context = `${run.log.join('\n')}\n${stack.output()}`
      assert.ok(run.outputs.report, `no report; the log:\n${context}`)
      const report = JSON.parse(readFileSync(run.outputs.report, 'utf8')) as Report
      assert.deepEqual(reduce(report, run.exitCode), { skipped: [], ...situation.expect }, context)
      assert.equal(run.outputs.verdict, situation.expect.verdict)
      assert.deepEqual(run.problems, [], context)
    })
  }

  const claims = ({ client = {} }: Situation) => ({ aud: client.audience ?? 'chat' })
  const signingSecret = ({ client = {} }: Situation, secret: string): string =>
    client.secret === 'wrong' ? 'not the secret of this application' : secret
  const message = ({ client = {} }: Situation, id: string) =>
    JSON.stringify({ type: 'chat_message', content: 'hello', id, delay: client.delay ?? 0 })

  /** One connection and one message of `ws`, by address as the product's `connect-to` does. */
  async function observe(situation: Situation, url: string, secret: string): Promise<string> {
    const { client = {} } = situation
    const token = jwt.sign({ sub: 'bare', ...claims(situation) }, signingSecret(situation, secret), {
      expiresIn: 60,
    })
    const toLoopback: LookupFunction = (_name, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
    const headers: Record<string, string> =
      client.secret === 'none' ? {} : { authorization: `Bearer ${token}` }
    const ca = client.trustsAuthority === false ? {} : { ca: authority.ca }
    const options = { headers, lookup: toLoopback, handshakeTimeout: 5000, ...ca }
    const opened = await open(`${url}${client.path ?? '/ws'}`, options).catch(errorOf)
    if (typeof opened === 'string') return opened
    opened.websocket.send(message(situation, 'm1'))
    for (;;) {
      const text = await opened.next(5000)
      if (text === null) return `closed ${await opened.closed}`
      const { type } = JSON.parse(text) as { type: string }
      if (type !== 'connection_established') {
        opened.websocket.terminate()
        return type
      }
    }
  }

  function inputsOf(situation: Situation, url: string, secret: string, ca: string): Record<string, string> {
    const { client = {} } = situation
    const credential: Record<string, string> =
      client.secret === 'none'
        ? {}
        : {
            'jwt-secret': signingSecret(situation, secret),
            'jwt-claims': JSON.stringify(claims(situation)),
          }
    return {
      url,
      websocket: client.path ?? '/ws',
      send: message(situation, '{{id}}'),
      expect: JSON.stringify({ type: 'ack', id: '{{id}}' }),
      wait: '0s',
      'connect-to': '127.0.0.1',
      ...credential,
      ...(client.trustsAuthority === false ? {} : { ca }),
      ...situation.inputs,
    }
  }

  /** The part of a report that the table speaks about. */
  function reduce(report: Report, exitCode: number) {
    const idsOf = (outcome: string) =>
      report.checks.filter(check => check.outcome === outcome).map(check => check.id)
    return {
      verdict: report.verdict,
      exitCode,
      failed: report.checks
        .filter(check => check.outcome === 'failed')
        .map(({ id, layer, class: failureClass, fault }) => ({
          check: id,
          layer,
          class: failureClass,
          type: fault?.type,
        })),
      blocked: idsOf('blocked'),
      skipped: idsOf('skipped'),
    }
  }
})
