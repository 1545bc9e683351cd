import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFailures, type Failure } from '../../src/checks/fault-groups.ts'
import { type FaultType, fault } from '../../src/model/fault.ts'

const at = (connection: number, type: FaultType, address = '192.0.2.1:443'): Failure => ({
  connection,
  address,
  fault: fault(type, `what ${connection} saw`, 'CODE'),
})
const crowd = { planned: 2000, openBefore: 0, untried: 0 }

test('nothing failed, nothing is said', () => {
  assert.equal(describeFailures([], crowd), null)
})

test('all alike: how many of how many, what, where, after how many; and the first in its own words', () => {
  const failures = Array.from({ length: 37 }, (_, i) => at(1021 + i, 'tcp.reset'))
  const told = describeFailures(failures, { ...crowd, openBefore: 1020 })
  assert.deepEqual([told?.type, told?.layer, told?.code], ['tcp.reset', 'tcp', 'CODE'])
  assert.equal(
    told?.message,
    '37 of 2000 connections failed, all with tcp.reset on 192.0.2.1:443 after 1020 were open; the first, connection 1021: what 1021 saw',
  )
})

test('several kinds: each with its number, the most frequent first, and its own first one speaks', () => {
  const failures = [
    at(3, 'ws.cut'),
    at(4, 'tcp.reset'),
    at(5, 'tcp.reset'),
    at(6, 'tcp.reset', '192.0.2.2:443'),
  ]
  assert.equal(
    describeFailures(failures, crowd)?.message,
    '4 of 2000 connections failed: 2 tcp.reset on 192.0.2.1:443, 1 ws.cut on 192.0.2.1:443, 1 tcp.reset on 192.0.2.2:443; the first, connection 4: what 4 saw',
  )
})

test('many kinds are bounded, and what was not tried is said', () => {
  const failures = Array.from({ length: 6 }, (_, i) => at(i + 1, 'tcp.refused', `192.0.2.${i + 1}:443`))
  const { message } = describeFailures(failures, { ...crowd, untried: 1744 })!
  assert.match(message, /192\.0\.2\.4:443, and 2 kinds more; 1744 more were not tried/)
})

test('a host without an address is told without one', () => {
  const failure = { connection: 1, address: null, fault: fault('dns.failed', 'SERVFAIL') }
  assert.match(
    describeFailures([failure], crowd)!.message,
    /^1 of 2000 connections failed, with dns\.failed; the/,
  )
})
