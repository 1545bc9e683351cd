import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { systemVariables } from '../platform.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

function explain(...words: readonly string[]) {
  const ran = spawnSync(process.execPath, ['src/index.ts', 'explain', ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...systemVariables },
  })
  return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr }
}

test('a diagnosis is explained: symptom, cause, fix, neighbours, source and page', () => {
  const { exitCode, stdout, stderr } = explain('upgrade.header-dropped')
  assert.equal(stderr, '')
  assert.equal(exitCode, 0)
  for (const part of [
    ...['Symptom', 'the fault is ws.unexpected_response', 'the proxy on the way is one of nginx, OpenResty'],
    ...['Cause (high confidence', 'Fix', '  proxy_set_header Upgrade $http_upgrade;'],
    ...['Not to be taken for', 'upgrade.header-dropped-apache: there the proxy on the way is Apache httpd'],
    ...['Source', 'nginx.org/en/docs/http/websocket.html', 'docs/diagnoses.md#upgrade-header-dropped'],
    'Guide in docs/infrastructure/nginx.md',
  ])
    assert.ok(stdout.includes(part), part)
})

test('a misspelt id gets the one that was meant', () => {
  const { exitCode, stdout, stderr } = explain('upgrade.header-droped')
  assert.equal(exitCode, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /did you mean upgrade\.header-dropped\?/)
})

test('a part of an id gets those that have it', () => {
  const { exitCode, stderr } = explain('no-endpoints')
  assert.equal(exitCode, 2)
  assert.match(stderr, /did you mean .*http\.nginx-no-endpoints/)
})

test('an id that resembles none leads to the page', () => {
  const { exitCode, stderr } = explain('zzz')
  assert.equal(exitCode, 2)
  assert.match(stderr, /docs\/diagnoses\.md/)
})

test('no id, a flag or two ids are refused with an example', () => {
  for (const words of [[], ['--all'], ['dns.nxdomain', 'dns.nodata']]) {
    const { exitCode, stderr } = explain(...words)
    assert.equal(exitCode, 2)
    assert.match(stderr, /verify-deploy explain upgrade\.header-dropped/)
  }
})

test('a diagnosis that shares its fault with none says so', () => {
  const { exitCode, stdout } = explain('upgrade.extension-invalid')
  assert.equal(exitCode, 0)
  assert.match(stdout, /Not to be taken for\n {2}Nothing else/)
})

test('markdown is the section of the page, with all neighbours', () => {
  const { exitCode, stdout } = explain('upgrade.header-dropped', '--format', 'markdown')
  assert.equal(exitCode, 0)
  const page = readFileSync(new URL('../../docs/diagnoses.md', import.meta.url), 'utf8')
  assert.match(stdout, /^<a id="upgrade-header-dropped"><\/a>\n\n### upgrade\.header-dropped\n/)
  const [before, after] = stdout.trim().split(/(?<=\*\*Not to be taken for:\*\*\n)(?:\n?- .*)+/)
  assert.ok(before && page.includes(before), before)
  assert.ok(after && page.includes(after), after)
})

test('json is for machines: id, symptom, cause, fix, neighbours, docs', () => {
  const { exitCode, stdout } = explain('--format', 'json', 'upgrade.header-dropped')
  assert.equal(exitCode, 0)
  const told = JSON.parse(stdout) as Record<string, unknown> & { neighbours: { id: string; told: string }[] }
  assert.equal(told.id, 'upgrade.header-dropped')
  assert.equal(told.docs, 'docs/diagnoses.md#upgrade-header-dropped')
  for (const name of ['symptom', 'confidence', 'fix', 'neighbours'])
    assert.ok(Array.isArray(told[name]) && (told[name] as unknown[]).length > 0, name)
  for (const { id, told: how } of told.neighbours) assert.ok(id.includes('.') && how.length > 10)
})

test('a format of reports alone, and one that does not exist, are refused', () => {
  for (const format of ['junit', 'xml']) {
    const { exitCode, stdout, stderr } = explain('dns.nxdomain', '--format', format)
    assert.deepEqual([exitCode, stdout], [2, ''])
    assert.match(stderr, new RegExp(format))
  }
})
