import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { diagnoseFailures } from '../../src/diagnosis/failures.ts'
import { healthy } from '../golden/situations.ts'
import { evidence } from './evidence/index.ts'

test('a failure gets its causes, and the one beyond doubt', async () => {
  const dropped = evidence['upgrade.header-dropped']!
  const { diagnoses, causes } = await diagnoseFailures([healthy, dropped])
  assert.equal(diagnoses.get(dropped.id)?.[0]?.id, 'upgrade.header-dropped')
  assert.match(causes.get(dropped.id) ?? '', /nginx passes it on as a plain request/)
})

test('a run in which all is well does not load the tables', () => {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
    const { diagnoseFailures } = await import('./src/diagnosis/failures.ts')
    await import('./src/main.ts')
    await diagnoseFailures([{ fault: null }])
    console.log(loaded.filter(url => url.includes('/diagnosis/')).join('\\n'))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    encoding: 'utf8',
  })
  assert.match(stdout, /failures\.ts/, stderr)
  assert.doesNotMatch(stdout, /signatures|diagnose\.ts/)
})
