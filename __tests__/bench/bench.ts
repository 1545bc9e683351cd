/**
 * `npm run bench`: the committed bundle against a script by hand that does the same network work, as whole processes,
 * in turn. Prints ratios; a slow machine makes both sides slow, so it is no test.
 */

import { fork, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDelayingProxy } from './delay.ts'
import { benchFollowUps } from './follow-ups.ts'
import { compareReadiness } from './readiness.ts'
import { benchStreams } from './streams.ts'

const here = import.meta.dirname
const bundle = join(here, '../../dist/index.js')
const secret = 'bench-secret-bench-secret-bench-secret'
const folder = mkdtempSync(join(tmpdir(), 'verify-deploy-bench-'))
const usageFile = join(folder, 'usage.json')
const delayMs = 50

interface Usage {
  readonly wallMs: number
  readonly cpuMs: number
  readonly rssMb: number
  readonly output: string
}

async function run(args: readonly string[], settings: Record<string, string> = {}): Promise<Usage> {
  const env = {
    PATH: process.env.PATH,
    TMPDIR: folder,
    BENCH_SECRET: secret,
    BENCH_USAGE: usageFile,
    ...settings,
  }
  const start = performance.now()
  const child = spawn(process.execPath, ['--require', join(here, 'usage.cjs'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', chunk => {
    output += chunk
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  const wallMs = performance.now() - start
  if (code !== 0) throw new Error(`exit ${code}: ${args.join(' ')}\n${output.slice(0, 2000)}`)
  return { wallMs, output, ...JSON.parse(readFileSync(usageFile, 'utf8')) }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const send = '{"type":"chat_message","content":"hello","id":"{{id}}"}'
const expect = '{"type":"ack","id":"{{id}}"}'
const verify = (url: string, connections: number) =>
  run([
    bundle,
    url,
    '--websocket',
    '/ws',
    '--jwt-secret-env',
    'BENCH_SECRET',
    '--send',
    send,
    '--expect',
    expect,
    '--connections',
    String(connections),
    '--format',
    'json',
  ])
const action = (url: string, connections: number) => {
  const inputs = {
    url,
    websocket: '/ws',
    'jwt-secret': secret,
    send,
    expect,
    connections: String(connections),
  }
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return run([bundle], {
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: folder,
    ...Object.fromEntries(given),
  })
}
const byHand = (url: string, connections: number) =>
  run([join(here, 'by-hand.mjs'), url, String(connections)])

type Side = (url: string, connections: number) => Promise<Usage>

async function compare(
  name: string,
  url: string,
  connections: number,
  rounds: number,
  sides: Readonly<Record<string, Side>>,
) {
  const usages: Record<string, Usage[]> = {}
  for (let round = 0; round <= rounds; round++)
    for (const [side, work] of Object.entries({ 'by hand': byHand, ...sides })) {
      const usage = await work(url, connections)
      // The first round warms the disk cache.
      if (round > 0) usages[side] = [...(usages[side] ?? []), usage]
    }
  const of = (side: string, pick: (u: Usage) => number) => median((usages[side] ?? []).map(pick))
  console.log(`\n${name} (median of ${rounds}, in turn)`)
  for (const side of Object.keys(usages)) {
    const cell = (pick: (u: Usage) => number, unit: string) => {
      const value = of(side, pick)
      return `${value.toFixed(0).padStart(6)} ${unit} ${(value / of('by hand', pick)).toFixed(2)}×`
    }
    console.log(
      `  ${side.padEnd(14)} wall ${cell(u => u.wallMs, 'ms')}   cpu ${cell(u => u.cpuMs, 'ms')}   memory ${cell(u => u.rssMb, 'MB')}`,
    )
  }
  return usages
}

const only = process.argv[2]
const wanted = (name: string) => only === undefined || name === only
const server = fork(join(here, 'server.ts'), { env: { ...process.env, BENCH_SECRET: secret } })
const url = await new Promise<string>(resolve => server.once('message', message => resolve(String(message))))
try {
  if (wanted('standard'))
    await compare('standard job: health, upgrade, messaging, 5 connections', url, 5, 15, {
      command: verify,
      action,
    })
  if (wanted('many')) await compare('2,000 connections at once', url, 2000, 5, { command: verify })
  if (wanted('follow-ups')) await benchFollowUps(9)
  if (wanted('readiness')) await compareReadiness(20)
  if (wanted('streams')) await benchStreams(100, 1000, 20)
  if (wanted('delayed')) {
    await using proxy = await startDelayingProxy(new URL(url), delayMs)
    const usages = await compare(`through a proxy that delays ${delayMs} ms each way`, proxy.url, 5, 5, {
      command: verify,
    })
    const reports = (usages.command ?? []).map(u => JSON.parse(u.output) as { durationMs: number })
    // Upgrade, message, close: three round trips; the connect ends at the proxy.
    const longest = 3 * 2 * delayMs
    const took = median(reports.map(r => r.durationMs))
    console.log(
      `  the run itself took ${took.toFixed(0)} ms; the longest check's round trips are ${longest} ms: ${(took / longest).toFixed(2)}×`,
    )
  }
} finally {
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}
