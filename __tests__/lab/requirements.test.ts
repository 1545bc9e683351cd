import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingRequirements } from './requirements.ts'

const there = { name: 'node', probe: [process.execPath, '--version'] } as const
const missing = { name: 'the missing server', probe: ['/nowhere/server', '-v'] } as const
const failing = { name: 'a broken one', probe: [process.execPath, '-e', 'process.exit(1)'] } as const

test('with everything installed nothing is skipped', () => {
  assert.equal(missingRequirements([there], true), false)
})

test('what is missing is named, with the command that installs it', () => {
  const sentence = missingRequirements([there, missing, failing], false)
  assert.match(
    String(sentence),
    /^not installed: the missing server, a broken one; .*apt-get install .* nginx /,
  )
})

test('in CI a missing component fails instead of being skipped', () => {
  assert.throws(() => missingRequirements([missing], true), /not installed: the missing server/)
})
