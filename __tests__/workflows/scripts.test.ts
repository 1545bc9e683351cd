/** The scripts of our own workflows: what they decide, in a real shell and a real repository; only GitHub's command is a stand-in. */

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { folderWith } from '../end-to-end/product.ts'
import { readText } from '../house/sources.ts'
import { examples, ours, stepsOf } from './workflow-files.ts'

const noShell = process.platform === 'win32' ? 'the jobs that run these scripts are on Linux' : false

const scriptOf = (file: string, holds: string): string => {
  const found = ours.find(one => one.file === `.github/workflows/${file}`)
  const scripts = stepsOf(found!).flatMap(({ run = '' }) => (run.includes(holds) ? [run] : []))
  assert.equal(scripts.length, 1, `one step of ${file} says ${holds}`)
  return scripts[0]!
}

/** As the runner starts it: `bash -e`. */
const runScript = (script: string, env: Readonly<Record<string, string>>, cwd?: string) =>
  spawnSync('bash', ['-e', '-c', script], {
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    ...(cwd === undefined ? {} : { cwd }),
  })

suite('scripts of the workflows', { skip: noShell }, () => {
  test('every script is one that a shell understands', () => {
    for (const workflow of [...ours, ...examples])
      for (const { run } of stepsOf(workflow))
        if (run) assert.equal(spawnSync('bash', ['-n', '-c', run]).status, 0, `${workflow.file}: ${run}`)
  })

  const tags: readonly (readonly [what: string, released: string, there: boolean, calls: RegExp])[] = [
    [
      'the first release of a major makes its tag',
      'v2.0.0',
      false,
      /POST repos\/o\/r\/git\/refs -f ref=refs\/tags\/v2 -f sha=[0-9a-f]{40}\n$/,
    ],
    [
      'a newer release moves it',
      'v1.10.0',
      true,
      /PATCH repos\/o\/r\/git\/refs\/tags\/v1 -f sha=[0-9a-f]{40} -F force=true\n$/,
    ],
    ['a release of an older line leaves it where it is', 'v1.2.4', true, /^$/],
  ]
  for (const [what, released, there, calls] of tags)
    test(`major tag: ${what}`, () => {
      const seen = `echo "$*" >>"$CALLS"; case "$*" in *"--silent"*) exit ${there ? 0 : 1};; esac`
      using folder = folderWith({ calls: '', 'bin/gh': `#!/bin/sh\n${seen}\n` })
      chmodSync(join(folder.path, 'bin/gh'), 0o755)
      const git = (...words: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: folder.path })
      git('init', '-q')
      git('commit', '-q', '--allow-empty', '-m', 'a')
      // The ninth is older than the tenth, though not for somebody who sorts letters.
      for (const tag of [
        'v1.2.3',
        'v1.9.0',
        'v1.11.0-rc.1',
        'v2.0.0-rc.1',
        ...(released === 'v1.2.4' ? ['v1.10.0'] : []),
      ])
        git('tag', tag)
      git('tag', released)
      const ran = runScript(
        scriptOf('release.yml', 'git/refs/tags/$major'),
        {
          ...{ GITHUB_REF_NAME: released, GITHUB_REPOSITORY: 'o/r', CALLS: join(folder.path, 'calls') },
          PATH: [join(folder.path, 'bin'), process.env.PATH].join(delimiter),
        },
        folder.path,
      )
      assert.equal(ran.status, 0, ran.stderr)
      const made = execFileSync('cat', ['calls'], { cwd: folder.path, encoding: 'utf8' })
      assert.match(made.replace(/^.*--silent\n/, '').replace(/^api --method /, ''), calls)
    })

  test('a tag that is not the version of the package is no release', () => {
    const script = scriptOf('release.yml', 'package.json')
    using folder = folderWith({ 'package.json': '{ "version": "1.2.3", "type": "module" }' })
    assert.equal(runScript(script, { GITHUB_REF_NAME: 'v1.2.3' }, folder.path).status, 0)
    assert.notEqual(runScript(script, { GITHUB_REF_NAME: 'v1.2.4' }, folder.path).status, 0)
  })

  test('CI has passed when every job has, and not when one was skipped or cancelled', () => {
    const script = scriptOf('ci.yml', '$RESULTS')
    assert.equal(runScript(script, { RESULTS: 'success success success' }).status, 0)
    for (const bad of ['skipped', 'cancelled', 'failure', ''])
      assert.notEqual(runScript(script, { RESULTS: `success ${bad} success` }).status, 0, bad)
    const { needs } = ours.find(({ file }) => file.endsWith('/ci.yml'))!.jobs.all!
    assert.equal((needs as readonly string[]).length, 3, 'as many as the script counts')
  })

  test('the self-test wants the right verdict of both services', () => {
    const script = scriptOf('ci.yml', '$PASSES')
    const right = { PASSES: 'passed', FAILS: 'failure, failed, upgrade.header-dropped' }
    assert.equal(runScript(script, right).status, 0)
    assert.notEqual(runScript(script, { ...right, PASSES: 'inconclusive' }).status, 0)
    assert.notEqual(runScript(script, { ...right, FAILS: 'success, passed, ' }).status, 0)
  })
})

test('updates of packages and actions wait until they are some days old', () => {
  const { updates } = parse(readText('.github/dependabot.yml')) as {
    updates: readonly { 'package-ecosystem': string; cooldown?: Readonly<Record<string, number>> }[]
  }
  const waits = updates.map(one => [one['package-ecosystem'], Object.keys(one.cooldown ?? {})])
  // Of actions Dependabot takes no other word than the first.
  assert.deepEqual(waits, [
    ['npm', ['default-days', 'semver-major-days']],
    ['github-actions', ['default-days']],
  ])
})
