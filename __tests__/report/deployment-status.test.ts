import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderDeploymentStatus } from '../../src/report/deployment-status.ts'
import { healthy, report } from '../golden/situations.ts'

test('only a passed run is a success; what could not be tested is an error, not a failure', () => {
  const stateOf = (verdict: 'passed' | 'failed' | 'inconclusive' | 'cancelled') =>
    renderDeploymentStatus(report([healthy], { verdict })).state
  assert.deepEqual(
    [stateOf('passed'), stateOf('failed'), stateOf('inconclusive'), stateOf('cancelled')],
    ['success', 'failure', 'error', 'error'],
  )
})

test('a description has one line of at most 140 characters', () => {
  const because = `first\nsecond ${'😀'.repeat(100)}`
  const { description } = renderDeploymentStatus(report([healthy], { because }))
  assert.ok(description.length <= 140 && description.isWellFormed())
  assert.match(description, /^Verify Deploy: passed: first second .*…$/u)
})

test('an address with a secret taken out of it is none', () => {
  const urlOf = (url: string | null) => renderDeploymentStatus(report([healthy], { url })).url
  assert.equal(urlOf('https://staging.example.com/'), 'https://staging.example.com/')
  assert.equal(urlOf('https://staging.example.com/?key=***'), null)
  assert.equal(urlOf(null), null)
})
