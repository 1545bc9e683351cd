/** What a crowd is held against (`within`, a credential each), and where its size ends. */

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { z } from 'zod'
import { concurrencyCheck } from '../../../src/checks/concurrency.ts'
import type { Issue } from '../../../src/model/credential.ts'
import { Secret } from '../../../src/model/secret.ts'
import { closedPort, startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { type Behaviour, echo } from '../sockets.ts'
import { check, claim, conversation, told } from './crowds.ts'

test('percentiles have limits: slower is class performance, with what was measured', async () => {
  const slow: Behaviour = { onMessage: (socket, text) => setTimeout(() => socket.send(text), 120) }
  const within = { connect: { max: 60_000 }, roundTrip: { p95: 50 } }
  const { result } = await check(slow, { within })
  assert.deepEqual(told(result), ['failed', 'ws.slow', 'performance'])
  assert.match(result.reason, /^round trip p95 was \d+ ms; expected at most 50 ms$/)
  assert.equal(claim(result, 'connect max')?.ok, true)
  const roomy = { connect: {}, roundTrip: { p95: 60_000 } }
  assert.equal((await check(slow, { within: roomy })).result.outcome, 'passed')
})

test('a credential is issued for each connection, with its number', async () => {
  const numbers: (number | undefined)[] = []
  const issue: Issue = async (_name, connection) => {
    numbers.push(connection)
    const placement = { in: 'header', name: 'authorization', prefix: 'Bearer ' } as const
    return { value: new Secret(`token-${connection}`), placement }
  }
  const { result, requests } = await check({ onMessage: echo }, { connections: 4 }, { issue })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(numbers, [1, 2, 3, 4])
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization).sort(),
    [1, 2, 3, 4].map(n => `Bearer token-${n}`),
  )
})

test('a server that takes no more is not asked thousands of times', { timeout: 40_000 }, async () => {
  await using silent = await startRaw(() => {})
  const options = { connections: 1000, conversation }
  const over = { timeoutMs: 500, retries: 0 }
  const result = await runOne(plan('concurrency', `ws://127.0.0.1:${silent.port}/ws`, options, over))
  assert.deepEqual(told(result), ['failed', 'ws.upgrade_timed_out', 'infrastructure'])
  assert.match(result.reason, /; \d+ more were not tried, because none came through any more; /)
  assert.ok(silent.connections < 600, String(silent.connections))
  assert.equal(result.observations['concurrency.planned'], 1000)
})

const refusals = (options: object): string[] => {
  const parsed = concurrencyCheck.options(z).safeParse(options)
  return parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
}

const numbered = [{ send: { id: '{{id}}' } }, { receive: { id: '{{id}}' } }]

test('words that contradict the conversation beside them are problems of the file', () => {
  assert.deepEqual(refusals({ messages: 5, over: '2s', hold: '10s', conversation: numbered }), [])
  assert.deepEqual(refusals({ within: { 'round-trip': { p95: '200ms' }, connect: { max: '1s' } } }), [])
  assert.match(
    refusals({ messages: 5, conversation: [{ send: 'a' }, { receive: 'b' }] }).join(),
    /^messages: no message/,
  )
  const closes = [...numbered, { close: 1000 }]
  assert.match(refusals({ hold: '1s', conversation: closes }).join(), /^hold: .* nothing is left to hold$/)
  assert.match(refusals({ messages: 2, conversation: closes }).join(), /^messages: .* no further message/)
  assert.match(
    refusals({ messages: 1000, connections: 10_000 }).join(),
    /10000000 messages; 100000 is the most/,
  )
  assert.match(refusals({ within: { p95: '1s' } }).join(), /p95/)
  assert.match(refusals({ over: 'soon' }).join(), /^over: "soon" is not a duration/)
  assert.match(refusals({ connections: 10_001 }).join(), /^connections: /)
})

const script = (port: number, connections: number) => `
  const { plan, runOne } = await import('${new URL('../probing.ts', import.meta.url).href}')
  const check = plan('concurrency', 'ws://127.0.0.1:${port}/ws', { connections: ${connections} }, { retries: 0 })
  const { outcome, fault, class: kind, attempts } = await runOne(check)
  console.log(JSON.stringify([outcome, fault?.type, fault?.code, kind, attempts.length, fault?.message]))
  process.exit(0)`

test('too few descriptors are told before anything is sent', {
  skip: process.platform === 'win32' && 'no ulimit there',
}, async () => {
  const args = ['-c', 'ulimit -n 300; exec "$0" --input-type=module -e "$1"', process.execPath]
  const printed = String(execFileSync('sh', [...args, script(await closedPort(), 2000)]))
  const [outcome, type, code, kind, attempts, message] = JSON.parse(printed) as unknown[]
  assert.deepEqual(
    [outcome, type, code, kind, attempts],
    ['errored', 'runner.descriptor_limit', 'EMFILE', 'runner', 0],
  )
  assert.match(String(message), /ulimit -n 4096/)
})

const namespaces = spawnSync('unshare', ['-n', 'true']).status === 0

test('a runner without free ports is the runner’s trouble', {
  skip: !namespaces && 'needs root, for a network of its own',
}, () => {
  const server = `
    const { startSockets, echo } = await import('${new URL('../sockets.ts', import.meta.url).href}')
    const server = await startSockets({ onMessage: echo })
    const port = Number(new URL(server.url).port)
    ${script(0, 40).replace("'ws://127.0.0.1:0/ws'", "server.url + '/ws'")}`
  const up = 'ip link set lo up; echo "50000 50019" > /proc/sys/net/ipv4/ip_local_port_range'
  const printed = execFileSync('unshare', [
    ...['-n', 'sh', '-c', `${up}; exec "$0" --input-type=module -e "$1"`],
    ...[process.execPath, server],
  ])
  const [outcome, type, code, kind, , message] = JSON.parse(String(printed)) as unknown[]
  assert.deepEqual(
    [outcome, type, code, kind],
    ['errored', 'runner.descriptor_limit', 'EADDRNOTAVAIL', 'runner'],
    String(message),
  )
})
