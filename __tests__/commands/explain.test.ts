import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

function explain(...words: readonly string[]) {
  const ran = spawnSync(process.execPath, ['src/index.ts', 'explain', ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
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
