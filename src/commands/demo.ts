/**
 * `verify-deploy demo`: the embedded staging service, verified by the same code path; `--fault NAME` breaks it first, and
 * `--serve` leaves the verifying to somebody else, such as a step of a workflow.
 */

import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { complain, hostOf, type Main } from '../cli.ts'
import { type CommandLine, parseFlags } from '../config/flags.ts'
import { suggestion } from '../config/spelling.ts'
import type { FaultRow } from '../demo/fault-row.ts'
import { faultNames, faults, isFaultName } from '../demo/faults.ts'
import { type Service, startService } from '../demo/service.ts'
import { onCancel } from '../entry.ts'

/** What the demo verifies, as a workflow would say it; the user's own flags win. */
const inputs = {
  websocket: '/ws',
  send: '{"type":"chat_message","content":"hello","id":"{{id}}","timestamp":"{{now}}"}',
  expect: '{"type":"ack","id":"{{id}}"}',
  stream: '/stream until [DONE]',
  wait: '1s',
  timeout: '3s',
} as const

export async function runDemo(words: readonly string[], main: Main): Promise<number> {
  const line = parseFlags(words, process.env, { values: ['fault'], switches: ['list-faults', 'serve'] })
  if (line.options.switches.has('list-faults')) {
    const width = Math.max(...faultNames.map(name => name.length))
    process.stdout.write(faultNames.map(name => `${name.padEnd(width)}  ${faults[name].summary}\n`).join(''))
    return 0
  }
  const { fault } = line.options.values
  if (fault !== undefined && !isFaultName(fault))
    return complain(`"${fault}" is no fault of the demo; ${suggestion(fault, faultNames)}`)
  await using service = await startService({ faults: fault === undefined ? [] : [fault] })
  if (line.options.switches.has('serve')) {
    const [mistake] = line.problems
    return mistake ? complain(`${mistake.subject} ${mistake.message}`) : await serve(service)
  }
  const row: FaultRow | null = fault === undefined ? null : faults[fault]
  using config = row?.checks === undefined ? null : configFile(row.checks)
  const plain = { ...inputs, ...row?.inputs }
  const asked = config ? { config: config.path, wait: inputs.wait, timeout: inputs.timeout } : plain
  const host = hostOf(withDemo(line, { ...asked, url: service.url, 'jwt-secret': service.secret.reveal() }))
  // The folder it is started in may hold somebody's configuration; the demo has its own.
  return await main({ ...host, given: { ...host.given, directory: import.meta.dirname } })
}

/**
 * Until SIGINT or SIGTERM. What it prints are inputs of the action, as lines that `$GITHUB_OUTPUT` takes; the key is made for this
 * service alone, and opens nothing but it.
 */
async function serve({ url, websocketPath, secret }: Service): Promise<number> {
  const cancelled = onCancel()
  process.stdout.write(`url=${url}\nwebsocket=${websocketPath}\njwt-secret=${secret.reveal()}\n`)
  if (!cancelled.aborted) await once(cancelled, 'abort')
  return 0
}

/** A file that is there for as long as the run. */
function configFile(text: string): { readonly path: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'verify-deploy-demo-'))
  const path = join(folder, 'verify-deploy.yml')
  writeFileSync(path, text)
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function withDemo(line: CommandLine, given: Readonly<Record<string, string>>): CommandLine {
  const folder = line.inputs['report-dir']
  const absolute = folder ? { 'report-dir': { ...folder, value: resolve(folder.value) } } : {}
  const own = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { value, subject: name }]),
  )
  return { ...line, inputs: { ...own, ...line.inputs, ...absolute } }
}
