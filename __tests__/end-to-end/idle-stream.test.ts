/** A stream over HTTP held quiet, through the bundle: from the file to the summary. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { FaultName } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { noBundle, verifyFile } from './product.ts'

const file = (url: string, place = 'header') => `
environments:
  staging:
    url: "${url}"
    credential: { jwt: { secret: $JWT_KEY }, in: "${place}" }
checks:
  - health: /health
  - idle: /stream?events=9&pace=8000
    method: GET
    hold: 2s
`

async function run(faults: readonly FaultName[], place?: string) {
  await using service = await startService({ faults })
  return await verifyFile(file(service.url, place), {}, { env: { JWT_KEY: service.secret.reveal() } })
}

suite('a quiet stream over HTTP', { skip: noBundle }, () => {
  test('passes where nobody ends it, and the summary draws when things came', async () => {
    using ran = await run([])
    assert.deepEqual(ran.outcomes, ['health:/health passed', 'idle:/stream passed'])
    assert.equal(ran.exitCode, 0)
    const quiet = ran.check('idle:/stream')
    assert.equal(quiet.name, 'Quiet stream /stream')
    assert.match(quiet.reason, /stayed open for 2\.0 s, with at most (2\.0|1\.9) s of silence/)
    assert.match(ran.summary ?? '', /headers \d+ ms · first \d+ ms [▁-█]+ 1 event · hold over (2\.0|2\.1) s/)
  })

  test('fails where it is cut, with the cause named', async () => {
    using ran = await run(['idle-stream-cut'])
    assert.deepEqual(ran.outcomes, [
      'health:/health passed',
      'idle:/stream failed infrastructure idle.closed',
    ])
    assert.equal(ran.exitCode, 1)
    assert.equal(ran.report.rootCause?.diagnosis, 'idle.stream-silence-limit')
    assert.match(ran.summary ?? '', /1 event · FIN (1\.\d s|9\d\d ms)/)
    assert.match(ran.check('idle:/stream').notes.join(), /cannot be told/)
  })

  test('is refused before anything is sent with a credential that HTTP has no place for', async () => {
    using ran = await run([], 'subprotocol:bearer.')
    assert.deepEqual([ran.report.verdict, ran.exitCode], ['inconclusive', 2])
    assert.match(JSON.stringify(ran.report), /goes into a subprotocol, which idle does not have/)
  })
})
