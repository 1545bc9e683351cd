import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { fault } from '../../src/model/fault.ts'
import { failing, situations } from '../golden/situations.ts'

const whyOf = (name: string): readonly string[] =>
  situations[name]?.checks.flatMap(({ diagnoses }) => diagnoses.slice(0, 1).flatMap(({ why }) => why)) ?? []

test('the chain goes from the symptom over the layers that work to the words of the server', () => {
  assert.deepEqual(whyOf('header-dropped').slice(0, 2), [
    'The upgrade was answered with HTTP 426 instead of 101.',
    'TCP to 203.0.113.7:443 connected in 8 ms.',
  ])
  assert.equal(whyOf('header-dropped').at(-1), 'Health /health on the same host passed: HTTP 200.')
})

test('attempts that ended the same way are told as one step', () => {
  assert.ok(whyOf('port-refused').includes('Both attempts ended the same way.'))
  assert.ok(whyOf('port-refused').includes('No connection was made, and no byte was exchanged.'))
})

test('a close is told with its code, reason and time', () => {
  const check = failing('messaging', fault('ws.closed', 'closed'), [], {
    observations: {
      'ws.messages.sent': 1,
      'ws.messages.received': 0,
      'ws.close.code': 1008,
      'ws.close.reason': 'no\ntoken',
      'ws.close.after_ms': 12,
    },
  })
  const why = diagnose([check]).get(check.id)?.[0]?.why ?? []
  assert.ok(
    why.includes(
      'The connection was open; 1 message went out and 0 came back; it was closed with code 1008 "no token" after 12 ms.',
    ),
    why.join('\n'),
  )
})

test('nothing is claimed that was not observed: an answer, a body, a certificate', () => {
  const check = failing('upgrade', fault('ws.upgrade_timed_out', 'no answer'), [], { observations: {} })
  const why = (diagnose([check]).get(check.id)?.[0]?.why ?? []).join(' ')
  assert.doesNotMatch(why, /answered \d|body|certificate|negotiated/)
})
