/** Wrong inputs: all of them are told at once, in their place, and nothing is sent. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { command, folderWith, noBundle, verify, verifyFile } from './product.ts'

const untouched = { connections: 0, httpRequests: 0, upgrades: 0, messages: 0 }

suite('input problems', { skip: noBundle }, () => {
  test('several wrong inputs are all reported, exit 2, and the server has seen nobody', async () => {
    await using service = await startService()
    using run = await verify(
      {
        url: service.url,
        websocket: '/ws',
        timeout: '10 parsecs',
        connections: 'many',
        'jwt-secret': 'a secret that is long enough',
        'jwt-private-key': 'not a key',
        'credential-in': 'pocket',
        subprotocl: 'chat',
      },
      { tolerates: /^$/ },
    )
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 2])
    const subjects = run.report.problems.map(({ subject }) => subject)
    for (const subject of ['timeout', 'connections', 'credential-in', 'subprotocl', 'jwt-private-key'])
      assert.ok(subjects.includes(subject), `${subject} in ${subjects.join()}`)
    for (const { message, remedy } of run.report.problems) assert.ok(message !== '' && remedy !== '')
    assert.match(run.outputs.because ?? '', /^nothing was tested: \d input problems; the first: [\w-]+ /)
    assert.deepEqual(run.report.checks, [])
    assert.deepEqual(service.stats(), untouched)
    assert.match(run.summary ?? '', /10 parsecs/)
    assert.match(run.summary ?? '', /did you mean "?subprotocol/)
    assert.ok(run.annotations.filter(({ level }) => level === 'error').length >= 5)
  })

  test('no URL at all is one problem with its remedy', async () => {
    using run = await verify({})
    assert.equal(run.exitCode, 2)
    assert.deepEqual(
      run.report.problems.map(({ subject }) => subject),
      ['url'],
    )
  })

  test('a template for the commit is refused where the command knows none, and sent where it does', async () => {
    await using service = await startService()
    const words = [service.url, '--health', '/health?commit={{sha}}', '--format', 'json']
    for (const env of [{}, { GITHUB_SHA: '' }]) {
      const ran = await command(words, { env })
      assert.equal(ran.exitCode, 2, ran.stdout)
      assert.match(ran.stdout, /no commit is known.*GITHUB_SHA/s)
    }
    assert.deepEqual(service.stats(), untouched)
    const sha = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
    assert.equal((await command(words, { env: { GITHUB_SHA: sha } })).exitCode, 0)
    assert.equal((await command([...words, '--sha', sha])).exitCode, 0)
    using run = await verify({ url: service.url, health: '/health?commit={{sha}}' })
    assert.equal(run.report.verdict, 'passed')
  })

  test('problems of the configuration file are annotations on file, line and column', async () => {
    await using service = await startService()
    const config = `environments:
  staging:
    url: ${service.url}
    credential: { token: $NOT_SET }
checks:
  - health: /health
    within: soon
  - upgarde: /ws
  - messaging: /ws
    conversation:
      - send: hello
      - receive: { type: { $one-off: [a] } }
  - posture: /
`
    using run = await verifyFile(config)
    assert.equal(run.exitCode, 2)
    assert.deepEqual(service.stats(), untouched)
    const places = run.annotations
      .filter(({ level }) => level === 'error')
      .map(({ properties: { file, line }, message }) => `${file}:${line} ${message.split('\n')[0]}`)
    for (const expected of [
      /^\.github\/verify-deploy\.yml:4 .*NOT_SET/,
      /^\.github\/verify-deploy\.yml:7 .*"soon" is not a duration/,
      /^\.github\/verify-deploy\.yml:8 names no kind of check/,
      /^\.github\/verify-deploy\.yml:12 .*\$one-off/,
      /^\.github\/verify-deploy\.yml:13 .*not available in this version/,
    ])
      assert.ok(
        places.some(place => expected.test(place)),
        `${expected} in\n${places.join('\n')}`,
      )
    assert.equal(places.length, 5, places.join('\n'))
  })

  test('a failed check is annotated on the line that declared it', async () => {
    await using service = await startService()
    using run = await verifyFile(`environments: { staging: { url: "${service.url}" } }
checks:
  - health: /health
  - health: /nowhere
`)
    const [error, ...more] = run.annotations.filter(({ level }) => level === 'error')
    assert.deepEqual([error?.properties.file, error?.properties.line], ['.github/verify-deploy.yml', '4'])
    assert.deepEqual(more, [])
    assert.match(run.junit, /file="\.github\/verify-deploy\.yml" line="4"/)
  })

  test('YAML that cannot be read is told with its line', async () => {
    using run = await verifyFile('checks:\n  - health: /health\n   - broken: [\n')
    assert.equal(run.exitCode, 2)
    assert.ok(run.report.problems.every(({ place }) => place !== null && place.line >= 2))
  })

  test('a configuration file that is named and not there is a problem', async () => {
    await using service = await startService()
    using run = await verify({ url: service.url, config: 'deploy/verify.yml' })
    assert.equal(run.exitCode, 2)
    assert.match(run.report.problems[0]?.message ?? '', /deploy\/verify\.yml/)
    assert.deepEqual(service.stats(), untouched)
  })

  test('more problems than GitHub takes annotations are rolled up in the last one', async () => {
    const checks = Array.from({ length: 15 }, (_, i) => `  - health: bad-${i}`).join('\n')
    using run = await verifyFile(`environments: { s: { url: "http://127.0.0.1:9" } }\nchecks:\n${checks}\n`)
    assert.equal(run.report.problems.length, 15)
    const errors = run.annotations.filter(({ level }) => level === 'error')
    assert.ok(errors.length <= 10)
    assert.match(errors.at(-1)?.message ?? '', /more errors/)
  })

  test('the command says them on a terminal, one by one, and exits with 2', async () => {
    await using service = await startService()
    using folder = folderWith({})
    const ran = await command([service.url, '--timeout', 'soon', '--health', 'health', '--nonsense'], {
      cwd: folder.path,
    })
    assert.equal(ran.exitCode, 2)
    for (const word of ['--timeout', 'soon', '--health', '--nonsense'])
      assert.match(ran.stdout, new RegExp(word))
    assert.deepEqual(service.stats(), untouched)
  })
})
