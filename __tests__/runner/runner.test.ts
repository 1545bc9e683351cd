import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { noSignals } from '../platform.ts'
import { runScript } from './script.ts'

test('a step finds itself in a workspace of its own, as in a job, and inherits nothing', async () => {
  process.env.HTTPS_PROXY = 'http://proxy.example'
  using run = await runScript(
    `print(JSON.stringify({ cwd: process.cwd(), env, argv: process.argv.length }))`,
    { env: { EXTRA: 'yes' }, event: { action: 'created' }, eventName: 'deployment_status' },
  )
  delete process.env.HTTPS_PROXY
  const { cwd, env, argv } = JSON.parse(run.log[0] ?? '') as {
    cwd: string
    env: Record<string, string>
    argv: number
  }
  assert.equal(cwd, env.GITHUB_WORKSPACE)
  assert.equal(argv, 2)
  assert.deepEqual(
    [env.GITHUB_ACTIONS, env.CI, env.GITHUB_EVENT_NAME, env.EXTRA, env.HTTPS_PROXY, env.NODE_OPTIONS],
    ['true', 'true', 'deployment_status', 'yes', undefined, undefined],
  )
  assert.equal(Object.keys(env).filter(name => /^npm_|^INPUT_/i.test(name)).length, 0)
  assert.deepEqual([run.exitCode, run.conclusion, run.problems], [0, 'success', []])
})

test('the event payload is a file', async () => {
  using run = await runScript(`print(fs.readFileSync(env.GITHUB_EVENT_PATH, 'utf8'))`, {
    event: { number: 7 },
  })
  assert.deepEqual(run.log, ['{"number":7}'])
})

test('every input of action.yml is a variable: given, by default, or empty', async () => {
  const definition = `
name: x
inputs:
  url: { description: u, required: true }
  wait-for: { description: w, default: 30s }
  with space: { description: s }
  token: { description: t, default: '\${{ github.token }}' }
  old: { description: o, deprecationMessage: use url }
outputs: { verdict: { description: v } }
runs: { using: node24, main: index.mjs }
`
  using run = await runScript(
    `for (const name of ['URL', 'WAIT-FOR', 'WITH_SPACE', 'OLD', 'TYPO']) print(name + '=' + env['INPUT_' + name]);
     print(env.INPUT_TOKEN, env.INPUT_TOKEN.length)`,
    { definition, inputs: { url: 'http://a', old: 'x', typo: 'y' } },
  )
  assert.deepEqual(run.log.slice(2), [
    'URL=http://a',
    'WAIT-FOR=30s',
    'WITH_SPACE=',
    'OLD=x',
    'TYPO=y',
    '***',
    '138',
  ])
  assert.deepEqual(
    run.annotations.map(({ level, message }) => [level, message.slice(0, 40)]),
    [
      ['warning', "Input 'old' has been deprecated with mes"],
      ['warning', "Unexpected input(s) 'typo', valid inputs"],
    ],
  )
  assert.match(run.problems.join(), /secret 1 \(138 characters\) is readable in the raw output/)
})

test('an expression that the emulator cannot evaluate is an error of the test, not an empty input', async () => {
  const definition = `inputs: { a: { default: '\${{ matrix.os }}' } }`
  await assert.rejects(runScript('', { definition }), /no value for \${{ matrix.os }}/)
})

test('commands are obeyed on standard output and on standard error', async () => {
  using run = await runScript(
    `print('::warning title=T::one'); console.error('  ::error file=' + process.cwd() + '/a/b.yml,line=3,col=2::two%0Alines'); print('::group::g', 'x', '::endgroup::', '::debug::hidden', '::notice::n')`,
  )
  const byLevel = Object.fromEntries(run.annotations.map(annotation => [annotation.level, annotation]))
  assert.deepEqual(byLevel.warning?.properties, { title: 'T' })
  assert.deepEqual(byLevel.error, {
    level: 'error',
    message: 'two\nlines',
    properties: { file: 'a/b.yml', line: '3', col: '2' },
  })
  assert.ok(run.log.includes('##[group]g') && !run.log.join().includes('hidden'))
  assert.deepEqual(run.problems, [])
})

test('columns without a line, or over several lines, are dropped', async () => {
  using run = await runScript(
    `print('::error col=2::a', '::error line=1,endLine=3,col=2,endColumn=4::b', '::error line=5,endLine=4::c')`,
  )
  assert.deepEqual(
    run.annotations.map(({ properties }) => properties),
    [{}, { line: '1', endline: '3' }, {}],
  )
})

test('a bare CR starts a new line, so what follows it can be a command', async () => {
  using run = await runScript(`process.stdout.write('body: x\\r::error::forged\\n')`)
  assert.deepEqual(run.annotations, [{ level: 'error', message: 'forged', properties: {} }])
})

test('the old syntax is obeyed in the middle of a line, and told as a problem', async () => {
  using run = await runScript(`print('> response: ##[set-output name=verdict]passed')`)
  assert.deepEqual(run.outputs, { verdict: 'passed' })
  assert.deepEqual(run.problems, [
    'command in the old syntax: > response: ##[set-output name=verdict]passed',
    'deprecated command set-output',
  ])
})

test('a command that the runner does not know is plain output, and a problem', async () => {
  using run = await runScript(`print('::eror::x')`)
  assert.deepEqual([run.log, run.problems], [['::eror::x'], ['unknown command: ::eror::x']])
})

test('set-env and add-path are disabled, and fail the step', async () => {
  using run = await runScript(`print('::set-env name=A::b')`)
  assert.equal(run.conclusion, 'failure')
  assert.match(run.annotations.map(({ message }) => message).join(), /`set-env` command is disabled/)
})

test('between stop-commands and its token nothing is a command, not even add-mask', async () => {
  using run = await runScript(
    `print('::stop-commands::Token-123', '::error::no', '::add-mask::plainvalue', '##[error]no', '::token-123::', '::error::yes', 'plainvalue')`,
  )
  assert.deepEqual(
    run.annotations.map(({ message }) => message),
    ['yes'],
  )
  assert.ok(run.log.includes('plainvalue'))
  // The token is masked, as the real runner does with those longer than 6 characters.
  assert.ok(run.log.includes('::stop-commands::***'))
  assert.deepEqual(run.problems, [])
})

test('a stop token that is empty or a command is refused, and commands never resumed are a problem', async () => {
  for (const token of ['', 'warning', 'pause-logging']) {
    using run = await runScript(`print('::stop-commands::${token}')`)
    assert.equal(run.conclusion, 'failure', token)
  }
  using run = await runScript(`print('::stop-commands::abcdefgh')`)
  assert.deepEqual(run.problems, ['commands were stopped and never resumed'])
})

test('a mask holds from its line on, for lines, annotations and the summary', async () => {
  using run = await runScript(
    `print('early hunter2hunter2', '::add-mask::hunter2hunter2', 'late hunter2hunter2', '::error::e hunter2hunter2');
     fs.appendFileSync(env.GITHUB_STEP_SUMMARY, '# hunter2hunter2\\n')`,
  )
  assert.deepEqual(run.log, ['early hunter2hunter2', 'late ***', '##[error]e ***'])
  assert.equal(run.annotations[0]?.message, 'e ***')
  assert.equal(run.summary, '# ***\n')
  assert.deepEqual(run.masks, ['hunter2hunter2'])
  assert.deepEqual(run.problems, [
    'secret 2 (14 characters) is readable in the raw output',
    'secret 2 (14 characters) is readable in the raw summary',
  ])
})

test('a mask of several lines masks each line, however short, and short ones are a problem', async () => {
  using run = await runScript(`print('::add-mask::{%0Along enough line%0A}', '{ long enough line }')`)
  assert.deepEqual(run.log, ['*** *** ***'])
  assert.match(run.problems.join(), /add-mask of 1 characters hides plain text/)
})

test('a secret of the workflow is masked in the log, and looked for in files and outputs', async () => {
  using run = await runScript(
    `fs.writeFileSync(env.RUNNER_TEMP + '/report.json', JSON.stringify({ a: Buffer.from('x:tops3cret-tops3cret').toString('base64url') }));
     fs.appendFileSync(env.GITHUB_OUTPUT, 'url=http://tops3cret-tops3cret@host\\n')`,
    { mask: ['tops3cret-tops3cret'] },
  )
  assert.deepEqual(run.files, ['report.json'])
  assert.match(run.read('report.json'), /^\{"a":/)
  assert.deepEqual(run.problems, [
    'output url is dropped since it may contain a secret',
    'secret 2 (19 characters) is readable in output url',
    'secret 2 (19 characters) is readable in report.json',
  ])
})

test('ten annotations of a level are shown, the rest is only in the log', async () => {
  using run = await runScript(`for (let i = 1; i <= 12; i++) print('::error::e' + i, '::notice::n' + i)`)
  for (const level of ['error', 'notice'])
    assert.equal(run.annotations.filter(annotation => annotation.level === level).length, 10)
  assert.ok(run.log.includes('##[error]e12'))
  assert.equal(run.problems.filter(problem => problem.includes('beyond the first 10')).length, 4)
})

test('a message is cut after 4096 characters', async () => {
  using run = await runScript(`print('::warning::' + 'x'.repeat(5000))`)
  assert.equal(run.annotations[0]?.message.length, 4096)
  assert.match(run.problems.join(), /was cut to 4096 characters/)
})

test('a summary that is too large is dropped with an error, and the step still succeeds', async () => {
  using run = await runScript(`fs.writeFileSync(env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 + 1))`)
  assert.equal(run.summary, null)
  assert.equal(run.conclusion, 'success')
  assert.match(run.annotations[0]?.message ?? '', /upload aborted/)
})

test('outputs and state are files, and an invalid one fails the step', async () => {
  using run = await runScript(
    `fs.appendFileSync(env.GITHUB_OUTPUT, 'a=1\\nb<<E\\nx\\ny\\nE\\n'); fs.appendFileSync(env.GITHUB_STATE, 's=2\\n')`,
    { definition: 'outputs: { a: { description: a } }' },
  )
  assert.deepEqual([run.outputs, run.state], [{ a: '1', b: 'x\ny' }, { s: '2' }])
  assert.deepEqual(run.problems, ['undeclared output b'])

  using bad = await runScript(`fs.appendFileSync(env.GITHUB_OUTPUT, 'nonsense\\n')`)
  assert.deepEqual([bad.exitCode, bad.conclusion], [0, 'failure'])
})

test('the exit code decides, and a signal counts as 128 and its number', { skip: noSignals }, async () => {
  using one = await runScript('process.exitCode = 3')
  assert.deepEqual([one.exitCode, one.conclusion], [3, 'failure'])
  using killed = await runScript(`process.kill(process.pid, 'SIGKILL')`)
  assert.equal(killed.exitCode, 137)
})

const waiting = `setInterval(() => {}, 1000); print('ready');`

test('cancelling sends SIGINT first, and waits', { skip: noSignals }, async () => {
  using run = await runScript(
    `process.on('SIGINT', () => setTimeout(() => { print('cleaned up'); process.exit(130) }, 20)); ${waiting}`,
    { cancel: { after: /^ready$/ } },
  )
  assert.deepEqual([run.exitCode, run.signals, run.log], [130, ['SIGINT'], ['ready', 'cleaned up']])
})

test('a step that ignores SIGINT gets SIGTERM, and one that ignores both is killed', {
  skip: noSignals,
}, async () => {
  using term = await runScript(
    `process.on('SIGINT', () => {}); process.on('SIGTERM', () => process.exit(1)); ${waiting}`,
    { cancel: { after: /ready/, graceMs: { SIGINT: 150, SIGTERM: 10_000 } } },
  )
  assert.deepEqual([term.exitCode, term.signals], [1, ['SIGINT', 'SIGTERM']])
  using killed = await runScript(
    `process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); ${waiting}`,
    { cancel: { after: /ready/, graceMs: { SIGINT: 150, SIGTERM: 150 } } },
  )
  assert.deepEqual([killed.exitCode, killed.signals], [137, ['SIGINT', 'SIGTERM', 'SIGKILL']])
})

test('a cancellation can come after a time, and can start with SIGTERM', { skip: noSignals }, async () => {
  using run = await runScript(waiting, { cancel: { after: 50, startWith: 'SIGTERM' } })
  assert.deepEqual([run.exitCode, run.signals], [143, ['SIGTERM']])
})

test('a step without an end is killed at its limit', async () => {
  using run = await runScript(waiting, { limitMs: 200 })
  assert.equal(run.exitCode, 137)
  assert.deepEqual(run.problems, ['the step did not end within 200 ms and was killed'])
})

test('a workspace that is given is used and kept, and what the runner made is removed', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
  mkdirSync(join(workspace, 'inside'))
  {
    using run = await runScript(`print(fs.readdirSync('.').join()); fs.writeFileSync('made', '')`, {
      workspace,
    })
    assert.deepEqual(run.log, ['inside'])
  }
  rmSync(join(workspace, 'made'))
  rmSync(workspace, { recursive: true })
})
