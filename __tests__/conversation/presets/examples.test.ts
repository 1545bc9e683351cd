/** The examples of docs/configuration.md, run by the product against the servers that they are about. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, suite, test } from 'node:test'
import { parse } from 'yaml'
import { command, folderWith, noBundle, outcomesOf } from '../../end-to-end/product.ts'
import { mosquittoRequirement, startMosquitto } from '../../lab/brokers/mosquitto.ts'
import { rabbitmqRequirement, startRabbitmq } from '../../lab/brokers/rabbitmq.ts'
import { startGraphql } from '../../lab/node/graphql.ts'
import { startJsonRpc } from '../../lab/node/json-rpc.ts'
import type { Serving } from '../../lab/node/serving.ts'
import { startSocketIo } from '../../lab/node/socket-io.ts'
import { missingRequirements } from '../../lab/requirements.ts'
import { secret, tokenOf } from './speaking.ts'

interface Example {
  readonly messaging: string
  readonly protocol: string | { readonly name: string }
}

const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
const section = /<!-- protocol-examples:start -->(.*)<!-- protocol-examples:end -->/s.exec(page)?.[1] ?? ''
const examples = [...section.matchAll(/```yaml\n(.*?)```/gs)].flatMap(
  ([, text]) => (parse(text!) as { checks: Example[] }).checks,
)
const nameOf = ({ protocol }: Example): string => (typeof protocol === 'string' ? protocol : protocol.name)

const starters: Readonly<Record<string, (secret: string) => Promise<Serving>>> = {
  'socket.io': startSocketIo,
  'graphql-ws': startGraphql,
  'json-rpc': startJsonRpc,
  stomp: startRabbitmq,
  mqtt: startMosquitto,
}
const brokers = ['stomp', 'mqtt']

const missing = noBundle || missingRequirements([mosquittoRequirement, rabbitmqRequirement])

suite('the examples of the configuration page', { skip: missing }, () => {
  const running = new Map<string, Serving>()
  before(
    async () => {
      for (const [name, start] of Object.entries(starters)) running.set(name, await start(secret))
    },
    { timeout: 90_000 },
  )
  after(async () => {
    for (const server of running.values()) await server[Symbol.asyncDispose]()
  })

  async function run(password: string) {
    const checks = examples.map(example => {
      const port = running.get(nameOf(example))?.port
      const credential = brokers.includes(nameOf(example)) ? { credential: 'broker' } : {}
      return { ...example, messaging: `ws://127.0.0.1:${port}${example.messaging}`, ...credential }
    })
    const lab = {
      url: 'http://127.0.0.1:9',
      credential: { token: '$LAB_JWT' },
      credentials: { broker: { token: '$LAB_PASSWORD', in: 'message' } },
    }
    using folder = folderWith({ 'config.yml': JSON.stringify({ environments: { lab }, checks }) })
    const ran = await command(['--config', 'config.yml', '--wait=0s', '--format', 'json'], {
      cwd: folder.path,
      env: { LAB_JWT: tokenOf(password), LAB_PASSWORD: password },
    })
    assert.ok(!ran.stdout.includes(password), 'the password is in what was printed')
    return { ...ran, report: JSON.parse(ran.stdout) }
  }

  test('every protocol has one of two lines and one of more', () => {
    for (const name of Object.keys(starters)) {
      assert.ok(examples.filter(example => nameOf(example) === name).length >= 2, name)
    }
  })

  test('with the right credential all of them pass', async () => {
    const { exitCode, report, stdout } = await run(secret)
    assert.equal(exitCode, 0, stdout)
    assert.equal(report.counts.passed, examples.length)
  })

  test('with a wrong one all of them fail, class authentication', async () => {
    const { exitCode, report } = await run('a password that is wrong')
    assert.equal(exitCode, 1)
    for (const line of outcomesOf(report))
      assert.match(line, / (failed authentication auth\.(refused|closed)|blocked)/)
    assert.ok(report.checks.every((check: { diagnoses: unknown[] }) => check.diagnoses.length > 0))
  })
})
