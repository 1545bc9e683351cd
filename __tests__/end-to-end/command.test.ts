/** CONTRACT section 9: the same program for people and scripts. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import type { Report } from '../../src/model/report.ts'
import { noSignals, systemVariables } from '../platform.ts'
import { startChat } from './chat-server.ts'
import { bundle, command, folderWith, noBundle, outcomesOf, verify } from './product.ts'

const root = resolve(import.meta.dirname, '../..')
const noStats = { connections: 0, httpRequests: 0, upgrades: 0, messages: 0 }
const secret = 'the shared secret of staging'
const flags = (url: string) => [url, '--websocket', '/ws', '--jwt-secret-env', 'SECRET', '--wait', '0s']
const env = { SECRET: secret }

suite('the command', { skip: noBundle }, () => {
  test('verifies a URL, prints a report without colour to a pipe, and exits with 0', async () => {
    await using service = await startService({ secret })
    using folder = folderWith({})
    const ran = await command(flags(service.url), { env, cwd: folder.path })
    assert.equal(ran.exitCode, 0, ran.stdout + ran.stderr)
    assert.match(ran.stdout, /PASSED/)
    assert.match(ran.stdout, /Concurrent clients \/ws/)
    assert.ok(!ran.stdout.includes('\u001b'))
    assert.equal(ran.stderr, '')
  })

  test('exits with 1 for a failure, on the same words as the action', async () => {
    await using service = await startService({ secret, faults: ['upgrade-dropped'] })
    using folder = folderWith({})
    const ran = await command([...flags(service.url), '--format', 'json'], { env, cwd: folder.path })
    using run = await verify({ url: service.url, websocket: '/ws', 'jwt-secret': secret })
    assert.equal(ran.exitCode, 1)
    const report = JSON.parse(ran.stdout) as Report
    assert.deepEqual(outcomesOf(report), run.outcomes)
    assert.deepEqual(report.rootCause, run.report.rootCause)
  })

  test('every format is what it says', async () => {
    await using service = await startService({ secret, faults: ['silent'] })
    using folder = folderWith({})
    const print = async (format: string) => {
      const words = [
        ...flags(service.url),
        '--send',
        '{"id":"{{id}}"}',
        '--timeout',
        '300ms',
        '--format',
        format,
      ]
      const ran = await command(words, { env, cwd: folder.path })
      assert.equal(ran.exitCode, 1, ran.stderr)
      return ran.stdout
    }
    assert.equal((JSON.parse(await print('json')) as Report).verdict, 'failed')
    assert.match(await print('markdown'), /^## ❌ Verify Deploy: failed\n/)
    assert.match(await print('junit'), /^<\?xml .*\n<testsuites .*failures="1"/)
    assert.match(await print('github'), /^::error title=Verify Deploy%3A WebSocket messages \/ws::/)
  })

  test('`--report-dir` writes the same report as `--format json` prints', async () => {
    await using service = await startService({ secret })
    using folder = folderWith({})
    const ran = await command([...flags(service.url), '--report-dir', 'out', '--format', 'json'], {
      env,
      cwd: folder.path,
    })
    assert.equal(readFileSync(join(folder.path, 'out/report.json'), 'utf8').trim(), ran.stdout.trim())
    assert.match(readFileSync(join(folder.path, 'out/junit.xml'), 'utf8'), /tests="5"/)
  })

  test('a configuration file and an environment are flags as well', async () => {
    await using service = await startService({ secret })
    using folder = folderWith({
      'verify.yml': `environments:
  staging: { url: "${service.url}", credential: { jwt: { secret: $SECRET } } }
  production: { url: "http://127.0.0.1:9" }
checks:
  - health: /health
    json: { status: ok }
  - messaging: /ws
    conversation:
      - send: { type: chat_message, content: hi, id: "{{id}}" }
      - receive: { type: ack, id: "{{id}}" }
      - receive: { type: agent_started }
        capture: { run: $.run.id }
      - receive: { type: agent_completed, run: { id: "{{captured.run}}" } }
`,
    })
    const ran = await command(
      ['--config', 'verify.yml', '--environment', 'staging', '--wait', '0s', '--format', 'json'],
      { env, cwd: folder.path },
    )
    assert.equal(ran.exitCode, 0, ran.stdout)
    assert.deepEqual(outcomesOf(JSON.parse(ran.stdout) as Report), [
      'health:/health passed',
      'messaging:/ws passed',
    ])
  })

  test('`plan` says what would be checked, and sends nothing', async () => {
    await using service = await startService({ secret })
    using folder = folderWith({})
    const ran = await command(['plan', ...flags(service.url)], { env, cwd: folder.path })
    assert.equal(ran.exitCode, 0)
    for (const id of ['health:/health', 'upgrade:/ws', 'messaging:/ws', 'auth:/ws', 'concurrency:/ws'])
      assert.ok(ran.stdout.includes(id), id)
    assert.match(ran.stdout, /5 checks would run; nothing was sent/)
    const json = await command(['plan', ...flags(service.url), '--format', 'json'], { env, cwd: folder.path })
    assert.equal((JSON.parse(json.stdout) as { checks: unknown[] }).checks.length, 5)
    assert.ok(!(ran.stdout + json.stdout).includes(secret))
    assert.deepEqual(service.stats(), noStats)
  })

  test('`plan` refuses what the run would refuse', async () => {
    using folder = folderWith({})
    const ran = await command(['plan', 'http://127.0.0.1:9', '--timeout', 'soon'], { cwd: folder.path })
    assert.equal(ran.exitCode, 2)
    assert.match(ran.stderr, /"soon" is not a duration/)
  })

  for (const fault of ['upgrade-dropped', 'token-refused', 'wrong-reply', null] as const) {
    test(`\`replay\` of ${fault ?? 'a green report'} gives the same verdict and diagnoses without any network`, async () => {
      await using service = await startService({ secret, faults: fault ? [fault] : [] })
      using run = await verify({
        url: service.url,
        websocket: '/ws',
        'jwt-secret': secret,
        send: '{"type":"chat_message","id":"{{id}}"}',
        expect: '{"type":"ack"}',
        timeout: '500ms',
      })
      const before = service.stats()
      const ran = await command(['replay', run.outputs.report!, '--format', 'json'])
      const { verdict, because, rootCause, counts, checks } = JSON.parse(ran.stdout) as Report
      assert.equal(ran.exitCode, fault ? 1 : 0)
      assert.deepEqual(
        { verdict, because, rootCause, counts, checks },
        {
          verdict: run.report.verdict,
          because: run.report.because,
          rootCause: run.report.rootCause,
          counts: run.report.counts,
          checks: run.report.checks,
        },
      )
      assert.deepEqual(service.stats(), before)
    })
  }

  test('`replay` of an inconclusive, a cancelled or a deadline report keeps its exit code', {
    skip: noSignals,
  }, async () => {
    using problems = await verify({ url: 'nonsense' })
    const again = await command(['replay', problems.outputs.report!, '--format', 'json'])
    assert.deepEqual([again.exitCode, (JSON.parse(again.stdout) as Report).verdict], [2, 'inconclusive'])

    await using server = await startChat({ respond: () => {} })
    using late = await verify({ url: server.url, deadline: '300ms', timeout: '20s' })
    assert.equal((await command(['replay', late.outputs.report!])).exitCode, 3)
    using cancelled = await verify(
      { url: server.url, timeout: '20s' },
      { cancel: { after: /planned/, graceMs: { SIGINT: 2000, SIGTERM: 2000 } } },
    )
    assert.equal((await command(['replay', cancelled.outputs.report!])).exitCode, 130)
  })

  test('`replay` with a flag that there is not is refused, as everywhere', async () => {
    using run = await verify({ url: 'nonsense' })
    const ran = await command(['replay', run.outputs.report!, '--formt', 'json'])
    assert.equal(ran.exitCode, 2)
    assert.match(ran.stdout + ran.stderr, /--formt/)
  })

  test('`replay` of something else is refused by name', async () => {
    using folder = folderWith({ 'package.json': '{"name":"x"}', 'broken.json': '{' })
    for (const file of ['package.json', 'broken.json', 'absent.json']) {
      const ran = await command(['replay', file], { cwd: folder.path })
      assert.deepEqual([ran.exitCode, ran.stdout], [2, ''])
      assert.match(ran.stderr, new RegExp(file))
    }
  })

  for (const name of ['config', 'report']) {
    test(`\`schema ${name}\` prints the committed schema`, async () => {
      const ran = await command(['schema', name])
      assert.equal(ran.exitCode, 0)
      const committed = readFileSync(join(root, `schema/${name}.v1.json`), 'utf8')
      assert.deepEqual(JSON.parse(ran.stdout), JSON.parse(committed))
    })
  }

  test('a misspelt command or fault is told from a URL, with the one that was meant', async () => {
    using folder = folderWith({})
    for (const [words, said] of [
      [['pln', 'https://api.example.com'], /"pln" is no command; did you mean "plan"\?/],
      [
        ['demo', '--fault', 'uprade-dropped'],
        /"uprade-dropped" is no fault .*did you mean "upgrade-dropped"\?/,
      ],
    ] as const) {
      const ran = await command([...words], { env, cwd: folder.path })
      assert.deepEqual([ran.exitCode, ran.stdout], [2, ''])
      assert.match(ran.stderr, said)
    }
  })

  test('`--help` tells of the commands, every input and the exit codes', async () => {
    const ran = await command(['--help'])
    assert.equal(ran.exitCode, 0)
    for (const word of ['plan', 'demo', 'replay', 'schema', '--websocket', '--jwt-secret-env', '130'])
      assert.ok(ran.stdout.includes(word), word)
    assert.ok(!ran.stdout.includes('--jwt-secret '))
  })

  test('`--version` is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    assert.deepEqual(await command(['--version']), { exitCode: 0, stdout: `${version}\n`, stderr: '' })
  })

  const wrong: readonly (readonly string[])[] = [
    [],
    ['http://127.0.0.1:9', '--nonsense'],
    ['http://127.0.0.1:9', '--jwt-secret', 'Rw4Xm8Qz2Lk6'],
    ['http://127.0.0.1:9', '--format', 'yaml'],
    ['http://127.0.0.1:9', 'http://127.0.0.1:10'],
    ['http://127.0.0.1:9', '--jwt-secret-env', 'NOT_SET', '--websocket', '/ws'],
    ['ftp://127.0.0.1'],
    ['schema'],
    ['schema', 'nothing'],
    ['replay'],
    ['demo', '--fault', 'nothing'],
    ['demo', '--nonsense'],
    ['replay', 'package.json', '--nonsense'],
    ['merge', 'a.json'],
  ]
  for (const words of wrong) {
    test(`\`${['verify-deploy', ...words].join(' ')}\` exits with 2 and says why`, async () => {
      using folder = folderWith({ 'package.json': '{}' })
      const ran = await command(words, { cwd: folder.path })
      assert.equal(ran.exitCode, 2, ran.stdout + ran.stderr)
      assert.ok((ran.stdout + ran.stderr).length > 20)
      assert.ok(!(ran.stdout + ran.stderr).includes('Rw4Xm8Qz2Lk6'))
    })
  }

  test('a reader that hangs up early changes nothing about the verdict', async () => {
    await using service = await startService({ secret })
    using folder = folderWith({})
    const child = spawn(process.execPath, [bundle, ...flags(service.url), '--format', 'json'], {
      cwd: folder.path,
      env: { PATH: process.env.PATH ?? '', ...systemVariables, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    let complaints = ''
    child.stderr.on('data', text => {
      complaints += text
    })
    const [exitCode] = await once(child, 'close')
    assert.deepEqual([exitCode, complaints], [0, ''])
  })
})
