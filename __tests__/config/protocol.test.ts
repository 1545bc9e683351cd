import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDocument } from 'yaml'
import { command, folderWith, noBundle } from '../end-to-end/product.ts'

const problemsOf = async (protocol: string, more = ''): Promise<string> => {
  const file = `environments:\n  lab:\n    url: http://127.0.0.1:9\n${more}checks:\n  - messaging: /ws\n    protocol: ${protocol}\n`
  assert.deepEqual(parseDocument(file).errors, [])
  using folder = folderWith({ 'config.yml': file })
  const { exitCode, stdout, stderr } = await command(['plan', '--config', 'config.yml'], { cwd: folder.path })
  return `${exitCode} ${stdout}${stderr}`
}

test('a mistaken protocol is told with its place and a remedy', { skip: noBundle }, async () => {
  assert.match(await problemsOf('sockets'), /^2 .*"sockets" is not a protocol.*socket\.io, graphql-ws/s)
  assert.match(await problemsOf('{ name: mqqt }'), /^2 .*"mqqt" is not allowed here.*mqtt/s)
  assert.match(await problemsOf('{ name: mqtt, topik: a }'), /^2 .*"topik".*did you mean "topic"/s)
  assert.doesNotMatch(await problemsOf('{ name: mqtt, namespac: a }'), /did you mean "namespace"/)
  assert.match(await problemsOf('{ name: mqtt, topic: "{{idd}}" }'), /^2 .*"\{\{idd\}\}" is no template/s)
  assert.match(await problemsOf('{ name: mqtt, expect: { $regex: a } }'), /^2 .*did you mean "\$matches"/s)
  assert.match(await problemsOf('7'), /^2 .*config\.yml:6/s)
})

test('a credential in the message needs no auth-message where the protocol has a place for it', {
  skip: noBundle,
}, async () => {
  const inMessage = '    credential: { token: abcdefgh, in: message }\n'
  assert.match(await problemsOf('mqtt', inMessage), /^0 /)
  assert.match(await problemsOf('json-rpc', inMessage), /^2 .*auth-message/s)
})
