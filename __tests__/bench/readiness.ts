/**
 * `npm run bench readiness`: from "the service became ready" to "verified", against `wait-on` and a loop of curl with
 * `sleep 5`. Each tool waits, as a whole process, for a service that becomes ready at a random moment.
 */

import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = join(import.meta.dirname, '../..')

/** How the service is not ready: nobody listens, or a gateway says 503. */
export const waysToBeLate = ['nobody listens', '503 at first'] as const
type Late = (typeof waysToBeLate)[number]

interface Tool {
  readonly words: (url: string) => readonly string[]
  /** How often it tried, by its own account: a refused connection is no request. */
  readonly triesOf: (output: string) => number | null
}
const bundle = process.env.VERIFY_DEPLOY_BUNDLE ?? join(root, 'dist/index.js')
const tools: Readonly<Record<string, Tool>> = {
  'verify-deploy': {
    words: url => [process.execPath, bundle, url, '--wait', '60s', '--format', 'json'],
    triesOf: output => (JSON.parse(output) as { readiness: { polls: number } }).readiness.polls,
  },
  'wait-on': {
    words: url => [
      ...[process.execPath, join(root, 'node_modules/wait-on/bin/wait-on'), '--verbose'],
      `${url.replace(/^http/, 'http-get')}/health`,
    ],
    triesOf: output => output.match(/^making HTTP/gm)?.length ?? 0,
  },
  'curl and sleep 5': {
    words: url => ['sh', '-c', `until curl -sf -o /dev/null ${url}/health; do sleep 5; done`],
    triesOf: () => null,
  },
}

interface Flip {
  readonly ms: number
  /** Until it was asked for the first time: what the pauses cost, without what the machine costs. */
  readonly askedMs: number
  /** Those that came before the service was ready, and those from then on. */
  readonly waiting: number
  readonly after: number
  readonly tries: number | null
}

async function measure(tool: Tool, late: Late, afterMs: number): Promise<Flip> {
  let ready = false
  let waiting = 0
  let after = 0
  let askedMs = 0
  let begun = 0
  const server = createServer((_request, response) => {
    if (!ready) waiting++
    else if (after++ === 0) askedMs = performance.now() - begun
    response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' }).end('{"status":"ok"}')
  })
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  if (late === 'nobody listens') await new Promise(resolve => server.close(resolve))
  const base = `http://127.0.0.1:${port}`
  const [file = '', ...args] = tool.words(base)
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<number>(resolve => child.once('close', code => resolve(code ?? -1)))
  await pause(afterMs)
  if (late === 'nobody listens') await listen(port)
  ready = true
  begun = performance.now()
  const code = await ended
  const ms = performance.now() - begun
  server.closeAllConnections()
  server.close()
  if (code !== 0) throw new Error(`exit ${code}: ${file} ${args.join(' ')}`)
  return { ms, askedMs, waiting, after, tries: tool.triesOf(output) }
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

export async function compareReadiness(flips: number): Promise<void> {
  for (const late of waysToBeLate) {
    console.log(
      `\nreadiness, ${late}: from ready to verified, ${flips} flips at random moments from 1 to 6 s`,
    )
    const seen: Record<string, Flip[]> = {}
    for (let flip = 0; flip < flips; flip++) {
      // The same moment for all: one after the other, so that none disturbs another.
      const afterMs = 1000 + 5000 * Math.random()
      for (const [name, tool] of Object.entries(tools))
        seen[name] = [...(seen[name] ?? []), await measure(tool, late, afterMs)]
    }
    for (const [name, all] of Object.entries(seen)) {
      const times = all.map(({ ms }) => ms)
      const sum = (of: (flip: Flip) => number) => all.reduce((total, one) => total + of(one), 0)
      const requests = `${sum(one => one.waiting)} while waiting and ${sum(one => one.after)} after`
      const tries = all.some(one => one.tries === null) ? '' : `, tries ${sum(one => one.tries ?? 0)}`
      console.log(
        `  ${name.padEnd(17)} median ${middle(times).toFixed(0).padStart(5)} ms   worst ${Math.max(...times)
          .toFixed(0)
          .padStart(
            5,
          )} ms   first asked after ${middle(all.map(({ askedMs }) => askedMs)).toFixed(0)} ms   requests ${requests}${tries}`,
      )
    }
  }
}
