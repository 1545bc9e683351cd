/** What is seen of a run while it goes on: on a terminal, in a pipe, in the log of a workflow. */

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startService } from '../../src/demo/service.ts'
import { closedPort } from '../net/servers.ts'
import { startChat } from './chat-server.ts'
import { bundle, command, folderWith, noBundle, verify } from './product.ts'
import { createScreen } from './screen.ts'

const noTerminal =
  noBundle ||
  (spawnSync('python3', ['-c', 'import pty']).status === 0 ? false : 'there is no python3 with pty')

interface Terminal {
  readonly env?: Readonly<Record<string, string>>
  readonly columns?: number
  /** `MILLISECONDS:COLUMNS`. */
  readonly resize?: string
}

/** The command in a real pseudo-terminal: its exit code, all that it wrote, and what the screen showed at each moment. */
async function inTerminal(words: readonly string[], { env = {}, columns = 90, resize = '-' }: Terminal = {}) {
  const script = join(import.meta.dirname, 'pseudo-terminal.py')
  const size = [String(columns), '24', resize]
  const child = spawn('python3', [script, ...size, process.execPath, bundle, ...words], {
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const screen = createScreen(columns, 24)
  const shown: string[] = []
  let raw = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text
    screen.write(text)
    shown.push(screen.rows.join('\n'))
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), 40_000)
  const exitCode = await new Promise<number>(done => child.once('close', code => done(code ?? 137)))
  clearTimeout(timer)
  return { exitCode, raw, shown, screen: screen.rows.join('\n'), troubles: screen.troubles }
}

/** Health is good at once, and again slow: the upgrade is refused while the live view can be seen. */
const startSlow = (ms = 900) =>
  startChat({
    respond: async (request, response) => {
      if (request.url === '/slow') await pause(ms)
      response.setHeader('content-type', 'application/json')
      response.end('{"status":"ok"}')
    },
  })
const slow = ['--health', '/health', '--health', '/slow', '--wait', '0s']

/** What follows each escape. */
const sequences = (raw: string): readonly string[] => raw.split('\u001b').slice(1)
const movesCursor = (raw: string): boolean => sequences(raw).some(text => /^\[\d*[A-HJKf]/.test(text))
const paints = (raw: string): boolean => sequences(raw).some(text => /^\[[\d;]*m/.test(text))

suite('progress on a terminal', { skip: noTerminal }, () => {
  test('a line a check is redrawn in place, and the report takes their place', async () => {
    await using server = await startSlow()
    const { exitCode, shown, screen, raw, troubles } = await inTerminal([server.url, ...slow])
    assert.equal(exitCode, 0, raw)
    assert.ok(
      shown.some(rows => /✓ Health \/health .*HTTP 200.*\n {2}[⠋-⠿] Health \/slow +\d+ ms\n?$/.test(rows)),
      raw,
    )
    assert.match(screen, /^✓ PASSED/)
    assert.doesNotMatch(screen, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/)
    assert.deepEqual(troubles, [])
  })

  test('the wait for readiness is told below with each attempt, and with what was last seen', async () => {
    const port = await closedPort()
    const late = pause(1200).then(() => startService({ port }))
    const words = [`http://127.0.0.1:${port}`, '--websocket', '/ws', '--wait', '20s']
    const { exitCode, shown, screen, raw } = await inTerminal(words)
    await using _service = await late
    assert.equal(exitCode, 0, raw)
    assert.ok(
      shown.some(rows =>
        /[⠋-⠿] Health \/health[\s\S]*\n {2}not ready after .*: \d+ attempts, 0 answers; last: 127\.0/.test(
          rows,
        ),
      ),
      raw,
    )
    const counts = new Set(shown.flatMap(rows => /(\d+) attempts, 0 answers/.exec(rows)?.[1] ?? []))
    assert.ok(counts.size > 2, [...counts].join())
    assert.match(screen, /^✓ PASSED/)
  })

  test('NO_COLOR takes the colours, and the lines are still redrawn', async () => {
    await using server = await startSlow()
    const { raw } = await inTerminal([server.url, ...slow], { env: { NO_COLOR: '1' } })
    assert.deepEqual([movesCursor(raw), paints(raw)], [true, false], raw)
    const coloured = await inTerminal([server.url, ...slow])
    assert.ok(paints(coloured.raw))
  })

  for (const env of [{ TERM: 'dumb' }, { CI: 'true' }])
    test(`with ${JSON.stringify(env)} there are lines and no cursor movement`, async () => {
      await using server = await startSlow(200)
      const { exitCode, raw } = await inTerminal([server.url, ...slow], { env })
      assert.equal(exitCode, 0)
      assert.equal(movesCursor(raw), false, raw)
      assert.match(raw, /passed {3}Health \/health .*\r\npassed {3}Health \/slow/)
    })

  test('without UTF-8 the marks of the view are plain', async () => {
    await using server = await startSlow()
    const { shown, raw } = await inTerminal([server.url, ...slow], { env: { LC_ALL: 'C' } })
    assert.ok(
      shown.some(rows => /^ {2}\+ Health \/health/.test(rows)),
      raw,
    )
  })

  test('a window made narrow in the middle loses no report', async () => {
    await using server = await startSlow(1500)
    const { exitCode, raw } = await inTerminal([server.url, ...slow], { resize: '900:34' })
    assert.equal(exitCode, 0, raw)
    const frames = raw.split('\r\u001b[')
    assert.ok(frames.length > 3, raw)
    assert.match(raw, /✓ PASSED/)
  })

  test('where the report goes to a file, the last state stays on the terminal', async () => {
    await using server = await startSlow()
    using folder = folderWith({})
    const out = join(folder.path, 'report.json')
    const { exitCode, screen } = await inTerminal([server.url, ...slow, '--format', 'json'], {
      env: { OUT: out },
    })
    assert.equal(exitCode, 0)
    assert.match(screen, /^ {2}✓ Health \/health .*\n {2}✓ Health \/slow .*\n?$/)
    assert.equal((JSON.parse(readFileSync(out, 'utf8')) as { verdict: string }).verdict, 'passed')
  })
})

suite('progress elsewhere', { skip: noBundle }, () => {
  test('in a pipe a run that takes its time is told on stderr, and standard output is the report alone', async () => {
    const port = await closedPort()
    const late = pause(3200).then(() => startService({ port }))
    const words = [`http://127.0.0.1:${port}`, '--wait', '20s', '--format', 'json']
    const { exitCode, stdout, stderr } = await command(words)
    await using _service = await late
    assert.equal(exitCode, 0, stderr)
    assert.equal((JSON.parse(stdout) as { verdict: string }).verdict, 'passed')
    assert.match(stderr, /^not ready: .*refused\npassed {3}Health \/health {2}HTTP 200.*\n$/)
    assert.deepEqual(sequences(stderr), [])
  })

  test('a pipe gets the report of a short run, and nothing else', async () => {
    await using server = await startSlow(300)
    const { stdout, stderr } = await command([server.url, ...slow])
    assert.equal(stderr, '')
    assert.deepEqual(sequences(stdout), [])
  })

  test('the log of a workflow has the plan in a group, a line a result, and a heartbeat when nothing changes', async () => {
    await using server = await startSlow(15_800)
    using run = await verify({ url: server.url, health: '/health\n/slow', timeout: '30s' })
    assert.equal(run.exitCode, 0)
    const lines = run.rawStdout.split('\n').filter(line => !line.startsWith('::add-mask'))
    const host = new URL(server.url).host
    assert.deepEqual(lines.slice(0, 4), [
      '::group::2 checks planned',
      `health:/health  ${host}`,
      `health:/slow  ${host}`,
      '::endgroup::',
    ])
    assert.match(lines[4]!, /^passed {3}Health \/health/)
    assert.match(lines[5]!, /^still running after 15 s: Health \/slow \(15 s\)$/)
    assert.match(lines[6]!, /^passed {3}Health \/slow/)
  })
})
