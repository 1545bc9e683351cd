/** The JSON Schema of the file says what the parser says. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { checkKinds } from '../../src/checks/index.ts'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { defaultFile, load, loadGood } from './given.ts'

/** The example of the contract, as far as it is built. */
const example = `
environments:
  staging:
    url: https://api.staging.example.com
    websocket: wss://api.staging.example.com           # optional: base for WebSocket paths, if it differs
    headers: { x-vercel-protection-bypass: $BYPASS }   # sent with every request
    credential:
      jwt: { secret: $STAGING_JWT_SECRET, claims: { sub: verifier, aud: api }, expires-in: 5m }
      in: header
    credentials:                                       # optional further ones, by name
      admin: { token: $ADMIN_TOKEN, in: "header:x-admin-token" }
  production:
    url: https://api.example.com

checks:
  - health: /health
    status: 200
    json: { status: ok, "$.services.db": { $one-of: [up, degraded] } }
    within: 800ms                       # slower is a failure of class performance
  - upgrade: /ws
    subprotocol: chat.v1
  - messaging: /ws
    conversation:
      - send: { type: chat_message, content: "hello", id: "{{id}}", timestamp: "{{now}}" }
      - receive: { type: ack, id: "{{id}}" }
        within: 2s
      - receive: { type: agent_completed, run: { $present: true } }
        within: 30s
  - auth: /ws                           # the refusals
  - concurrency: /ws
    connections: 50

policy: { fail-on: any }
`

const validate = new Ajv2020({ allErrors: true, strict: false }).compile(await configJsonSchema(checkKinds))

test('the example of the contract is valid for the schema and for the parser', async () => {
  assert.ok(validate(parse(example)), JSON.stringify(validate.errors))
  const env = { BYPASS: 'b', STAGING_JWT_SECRET: 's', ADMIN_TOKEN: 't' }
  const config = await loadGood({
    inputs: { environment: 'staging' },
    env,
    files: { [defaultFile]: example },
  })
  assert.deepEqual(
    config.checks.map(({ kind }) => kind),
    ['health', 'upgrade', 'messaging', 'auth', 'concurrency'],
  )
  assert.deepEqual(Object.keys(config.credentials), ['default', 'admin'])
})

const changes: readonly (readonly [what: string, from: string, to: string])[] = [
  ['a misspelt word at the top', 'policy:', 'polcy:'],
  ['a misspelt word of an environment', '    headers:', '    heders:'],
  ['a misspelt word of a credential', 'expires-in', 'expires'],
  ['a misspelt kind', '- health:', '- helth:'],
  ['a misspelt word of a kind', 'status: 200', 'statuss: 200'],
  ['a word of another kind', 'subprotocol: chat.v1', 'connections: 5'],
  ['a misspelt step', '- send:', '- sent:'],
  ['a number out of range', 'connections: 50', 'connections: 0'],
  ['text where a number belongs', 'connections: 50', 'connections: many'],
  ['a kind that is not built yet', '- concurrency: /ws\n    connections: 50', '- parity: production'],
]

for (const [what, from, to] of changes) {
  test(`${what} is refused by the schema as by the parser`, async () => {
    const text = example.replace(from, to)
    assert.notEqual(text, example)
    assert.equal(validate(parse(text)), false)
    const env = { BYPASS: 'b', STAGING_JWT_SECRET: 's', ADMIN_TOKEN: 't' }
    const loaded = await load({ inputs: { environment: 'staging' }, env, files: { [defaultFile]: text } })
    assert.equal(loaded.ok, false)
  })
}
