import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { checkKinds } from '../src/checks/index.ts'
import type { Config, CredentialConfig } from '../src/config/config.ts'
import { diagnose } from '../src/diagnosis/diagnose.ts'
import { execute } from '../src/execute.ts'
import { createFollowUp } from '../src/follow-up.ts'
import type { CheckResult } from '../src/model/check.ts'
import { Secret } from '../src/model/secret.ts'
import { createRedactor } from '../src/redact.ts'
import { startRun } from '../src/run.ts'
import { plan, startHttp } from './checks/probing.ts'
import { pause, sse } from './checks/streams.ts'
import { type Authority, createAuthority } from './net/certificates.ts'
import { switching } from './net/frames.ts'
import { answering, closedPort, startRaw } from './net/servers.ts'

let authority: Authority
before(() => {
  authority = createAuthority()
})
after(() => authority[Symbol.dispose]())

interface Failing {
  readonly kind?: string
  readonly options?: object
  readonly token?: string
  readonly env?: Record<string, string>
  readonly timeoutMs?: number
  readonly ca?: string
  readonly connectTo?: Config['connectTo']
}

/** One check that fails, with what its follow-ups saw. */
async function fail(url: string, failing: Failing = {}): Promise<CheckResult> {
  const { kind = 'upgrade', options = {}, token, env = {}, timeoutMs = 1000 } = failing
  const credentials: Record<string, CredentialConfig> = token
    ? {
        default: {
          source: { from: 'token', token: new Secret(token) },
          placement: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
        },
      }
    : {}
  const config: Config = {
    ...{ environment: null, url: new URL(url), websocketBase: new URL(url), headers: {}, credentials },
    ...{
      authMessage: null,
      checks: [],
      failOn: 'any',
      baseline: { from: 'off' },
      slowerRatio: null,
      ca: failing.ca ?? null,
      connectTo: failing.connectTo ?? null,
    },
    ...{
      ready: null,
      waitMs: 0,
      timeoutMs,
      deadlineMs: 60_000,
      reportDir: null,
      sha: null,
      notes: [],
      secrets: [],
    },
  }
  using run = startRun(config, {
    ...{ cancelled: new AbortController().signal, env, born: () => {}, hide: (text: string) => text },
    facts: { runId: 'test', sha: '', directory: '.' },
  })
  const check = plan(kind, url, options, { timeoutMs, retries: 0, credential: token ? 'default' : null })
  const [result] = await execute(
    { checks: [check], readiness: null, notes: [] },
    {
      kinds: checkKinds,
      wire: run.wire,
      redactor: createRedactor(),
      followUp: createFollowUp(checkKinds, run),
      onResult: () => {},
    },
  )
  assert.ok(result)
  return result
}

/** A server that answers upgrades by a function of the request, and plain requests with 404. */
async function startUpgrades(
  answer: (headers: Record<string, string | string[] | undefined>, path: string) => string,
) {
  const server = createServer((_request, response) => response.writeHead(404).end('plain'))
  server.on('upgrade', (request, socket) => socket.end(answer(request.headers, request.url ?? '')))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const refusal = (status: number, body: string) =>
  `HTTP/1.1 ${status} No\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`

test('an answer that a plain GET gets as well shows that nobody understood the upgrade', async () => {
  await using server = await startHttp((_request, response) => response.writeHead(404).end('no such page'))
  const { observations, outcome } = await fail(`${server.url.replace('http', 'ws')}/ws`)
  assert.equal(outcome, 'failed')
  assert.equal(observations['twin.get.status_code'], 404)
  assert.equal(observations['twin.get.same_as_upgrade'], true)
  assert.equal(observations['twin.random.same'], true)
})

test('a refusal of this path only is told from one of every path', async () => {
  await using server = await startUpgrades((_headers, path) =>
    path === '/ws' ? refusal(400, 'not you') : refusal(404, ''),
  )
  const { observations } = await fail(server.url)
  assert.equal(observations['twin.get.same_as_upgrade'], false)
  assert.equal(observations['twin.random.same'], false)
})

test('a complaint about version 99 proves that the upgrade headers arrive, one about Upgrade that they do not', async () => {
  await using versioned = await startUpgrades(headers =>
    headers['sec-websocket-version'] === '13' ? refusal(400, 'no') : refusal(400, 'Unsupported version'),
  )
  assert.equal((await fail(versioned.url)).observations['fingerprint.upgrade_survives'], true)
  await using stripped = await startUpgrades(() => refusal(400, 'Missing Upgrade header'))
  assert.equal((await fail(stripped.url)).observations['fingerprint.upgrade_survives'], false)
})

test('an Origin check shows in the triple of origins, and a path without one does not', async () => {
  await using picky = await startUpgrades(headers =>
    refusal(headers.origin?.includes('127.0.0.1') ? 400 : 403, ''),
  )
  const { observations } = await fail(picky.url, { token: 't' })
  assert.deepEqual(
    ['none', 'same', 'foreign'].map(name => observations[`origin.${name}`]),
    [403, 400, 403],
  )
  assert.equal(observations['origin.decides'], true)
  await using strict = await startUpgrades(() => refusal(403, ''))
  assert.equal((await fail(strict.url, { token: 't' })).observations['origin.decides'], false)
})

test('the credential is left out and made up, and our own never goes to a made-up request', async () => {
  const seen: (string | undefined)[] = []
  await using server = await startUpgrades(headers => {
    seen.push(headers.authorization as string | undefined)
    return refusal(headers.authorization === undefined ? 401 : 403, '')
  })
  const { observations } = await fail(server.url, { token: 'our-own-token' })
  assert.equal(observations['token.none'], 401)
  assert.equal(observations['token.garbage'], 403)
  assert.ok(seen.some(value => value === undefined))
  assert.ok(seen.some(value => value?.startsWith('Bearer eyJ')))
})

test('Socket.IO behind another path is recognised by its own handshake', async () => {
  await using server = await startHttp((request, response) =>
    request.url?.startsWith('/socket.io/') ? response.end('0{"sid":"x"}') : response.writeHead(404).end(),
  )
  const { observations } = await fail(`${server.url.replace('http', 'ws')}/ws`)
  assert.equal(observations['framework.name'], 'socket.io')
})

test('all defects of a certificate are read, not only the first', async () => {
  const { key, cert } = authority.issue(['DNS:other.example'], -3)
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const { observations, fault } = await fail(`https://127.0.0.1:${server.port}/health`, {
    kind: 'health',
    ca: authority.ca,
  })
  assert.equal(fault?.layer, 'tls')
  assert.match(String(observations['tls.unverified.defects']), /"other\.example" expired on /)
  assert.match(String(observations['tls.unverified.defects']), /for other names/)
  assert.match(String(observations['tls.unverified.san']), /other\.example/)
})

test('an authority that the run trusts is no defect of a certificate for another name', async () => {
  const { key, cert } = authority.issue(['DNS:other.example'])
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const fails = (ca: string | null) =>
    fail(`https://127.0.0.1:${server.port}/health`, { kind: 'health', ...(ca && { ca }) })
  const trusted = await fails(authority.ca)
  assert.equal(
    trusted.observations['tls.unverified.defects'],
    'the certificate is for other names than "127.0.0.1": DNS:other.example',
  )
  const unknown = await fails(null)
  assert.match(
    String(unknown.observations['tls.unverified.defects']),
    /issuer of that is not known here; the certificate is for other names/,
  )
  assert.equal(unknown.observations['tls.unverified.names_issuer_address'], false)
})

test('a port that speaks plain HTTP where TLS was expected is asked plainly', async () => {
  await using server = await startRaw(answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
  const { observations } = await fail(`https://127.0.0.1:${server.port}/health`, { kind: 'health' })
  assert.equal(observations['swap.plain_answers'], true)
})

test('a gateway error that comes and goes is counted', async () => {
  let count = 0
  await using server = await startHttp((_request, response) =>
    response.writeHead(count++ % 2 === 0 ? 502 : 200).end(),
  )
  const { observations, outcome } = await fail(`${server.url}/health`, { kind: 'health' })
  assert.equal(outcome, 'failed', 'a repeat that goes well never makes a failure a pass')
  assert.equal(observations['repeat.total'], 4)
  assert.equal(observations['repeat.failed'], 2)
})

/**
 * A port whose connects time out, as behind a packet filter: the kernel drops what comes when the queue of a stopped
 * process is full.
 */
async function startBlackHole() {
  const child = spawn(process.execPath, [
    '-e',
    "const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))",
  ])
  const port = Number(await new Promise(resolve => child.stdout.once('data', resolve)))
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise(resolve => setTimeout(resolve, 100))
  return {
    port,
    [Symbol.dispose]() {
      for (const socket of fillers) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}

test('a time-out is the deployment’s while a control target answers, and nobody’s when it does not', {
  skip: process.platform !== 'linux' && 'a full accept queue drops connects on Linux only',
}, async () => {
  using hole = await startBlackHole()
  const refusing = await closedPort()
  const failing = {
    ...{ kind: 'health', timeoutMs: 400, connectTo: { host: '127.0.0.1', port: hole.port } },
  } as const
  const url = 'http://staging.example/health'
  const up = await fail(url, { ...failing, env: { GITHUB_API_URL: `http://127.0.0.1:${refusing}` } })
  assert.equal(up.fault?.type, 'tcp.timed_out')
  assert.equal(up.outcome, 'failed')
  assert.equal(up.observations['control.reachable'], true)

  const down = await fail(url, { ...failing, env: { GITHUB_API_URL: `http://127.0.0.1:${hole.port}` } })
  assert.equal(down.outcome, 'errored')
  assert.equal(down.class, 'runner')
  assert.equal(down.fault?.type, 'runner.no_network')
})

test('a refusal is an answer: no control target is asked', async () => {
  const port = await closedPort()
  const { observations, outcome } = await fail(`http://127.0.0.1:${port}/health`, {
    kind: 'health',
    env: { GITHUB_API_URL: 'http://127.0.0.1:1' },
  })
  assert.equal(outcome, 'failed')
  assert.equal(observations['control.reachable'], undefined)
})

/** Answers by connection: what the list says, and after it what it says last. */
const startScript = (answers: readonly ((request: string) => string | null)[]) => {
  let count = 0
  return startRaw(socket => {
    const answer = answers[Math.min(count++, answers.length - 1)]!
    socket.once('data', chunk => {
      const text = answer(chunk.toString('latin1'))
      if (text !== null) socket.end(text)
    })
  })
}

/** Every follow-up together, for the trouble that has most of them. */
const mostFurther = 24

test('whatever follow-up probes are answered, a failure stays a failure, and few are asked', async () => {
  const answers: readonly ((request: string) => string | null)[] = [
    request => switching(request),
    () => 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    () => refusal(401, ''),
    () => refusal(404, 'not here'),
    () => refusal(503, ''),
    () => 'no HTTP at all\r\n',
    () => '',
  ]
  const first = fc.constantFrom(...[400, 403, 404, 426, 429, 500, 502, 503])
  const later = fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(first, later, fc.constantFrom('upgrade', 'messaging'), async (status, rest, kind) => {
      await using server = await startScript([() => refusal(status, 'no'), ...rest])
      const { outcome, fault } = await fail(`ws://127.0.0.1:${server.port}/ws`, { kind, token: 't' })
      assert.equal(outcome, 'failed')
      assert.equal(fault?.code, String(status), 'the fault is that of the check')
      assert.ok(server.connections <= 1 + mostFurther, `${server.connections} connections`)
    }),
    { numRuns: 40 },
  )
})

test('follow-up probes that nobody answers end by themselves, and the failure stands', {
  timeout: 10_000,
}, async () => {
  await using server = await startScript([() => refusal(404, 'no'), () => null])
  const { outcome, fault, observations } = await fail(`ws://127.0.0.1:${server.port}/ws`, { token: 't' })
  assert.deepEqual([outcome, fault?.type], ['failed', 'ws.unexpected_response'])
  assert.equal(observations['twin.get.status_code'], undefined, 'what was not answered is not made up')
})

test('many clients at once that are refused are not asked for again', async () => {
  await using server = await startScript([() => refusal(503, 'busy')])
  const { outcome } = await fail(`ws://127.0.0.1:${server.port}/ws`, {
    kind: 'concurrency',
    options: { connections: 40 },
    token: 't',
  })
  assert.equal(outcome, 'failed')
  assert.ok(server.connections <= 40 + mostFurther, `${server.connections} connections`)
})

test('a stream without headers in time is waited for once more: held back as a whole, late, or never there', async () => {
  const patience = async (answer: RequestListener) => {
    await using server = await startHttp(answer)
    const result = await fail(`${server.url}/stream`, { kind: 'stream', timeoutMs: 500 })
    assert.equal(result.fault?.type, 'stream.no_headers')
    return [result.observations['patience.at_once'], diagnose([result]).get(result.id)?.[0]?.id]
  }
  const held: RequestListener = async (_request, response) => {
    await pause(900)
    response.end(sse('a') + sse('b'))
  }
  assert.deepEqual(await patience(held), [true, 'streaming.headers-held'])
  const late: RequestListener = async (_request, response) => {
    await pause(700)
    for (let i = 0; i < 6; i++) {
      response.write(sse(i))
      await pause(80)
    }
    response.end()
  }
  assert.deepEqual(await patience(late), [false, 'streaming.headers-late'])
  assert.deepEqual(await patience(() => {}), [undefined, 'streaming.no-headers'])
})
