import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { readDescriptorLimit, refuseForDescriptors } from '../../src/net/descriptors.ts'

test('room for all is no trouble, nor is a machine without a limit', () => {
  assert.equal(refuseForDescriptors(2000, 4096, 20), null)
  assert.equal(refuseForDescriptors(2000, null, 20), null)
  assert.equal(refuseForDescriptors(5), null)
})

test('too little room is the runner’s trouble: what is needed, what there is, and both remedies', () => {
  const told = refuseForDescriptors(2000, 1024, 20)
  assert.deepEqual([told?.type, told?.layer, told?.code], ['runner.descriptor_limit', 'runner', 'EMFILE'])
  assert.match(told!.message, /^2000 connections at once need 2084 file descriptors, and .* may have 1024: /)
  assert.match(told!.message, /`ulimit -n 4096`.* at most 940 connections; nothing was sent$/)
})

test('the edge: exactly enough is enough', () => {
  assert.equal(refuseForDescriptors(100, 184, 20), null)
  assert.ok(refuseForDescriptors(101, 184, 20))
})

test('the limit that is read is that of the process', {
  skip: process.platform === 'win32' && 'no ulimit there',
}, () => {
  const module = new URL('../../src/net/descriptors.ts', import.meta.url).href
  const script = `import('${module}').then(m => console.log(m.readDescriptorLimit()))`
  const printed = execFileSync('sh', ['-c', 'ulimit -n 300; exec "$0" -e "$1"', process.execPath, script])
  assert.equal(Number(String(printed)), 300)
  assert.ok((readDescriptorLimit() ?? 1000) > 100)
})
