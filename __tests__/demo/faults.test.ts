import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FaultName, faultNames, faults, isFaultName } from '../../src/demo/faults.ts'
import { type Service, startService } from '../../src/demo/service.ts'
import { errorOf, fetchText, mint, open } from './client.ts'

/** Long enough for loopback, short enough to wait for what must not come. */
const patienceMs = 300

/** What a bare client sees of health, of the upgrade, and of the answer to a chat message: one word or two each. */
async function observe(service: Service) {
  const health = await fetchText(`${service.url.replace('https', 'http')}/health`, {}, patienceMs).then(
    ({ status, headers }) => `${status} ${headers.server}`,
    errorOf,
  )
  const headers = { authorization: `Bearer ${mint(service.secret)}` }
  const opened = await open(`${service.url}/ws`, { headers, handshakeTimeout: patienceMs }).catch(errorOf)
  if (typeof opened === 'string') return { health, upgrade: opened.slice(0, 40) }
  opened.websocket.send('{"type":"chat_message","content":"hello","id":"m1"}')
  for (;;) {
    const message = await opened.next(patienceMs)
    if (message === null && opened.websocket.readyState !== opened.websocket.OPEN)
      return { health, upgrade: 'open', reply: `closed ${await opened.closed}` }
    if (message?.includes('connection_established')) continue
    opened.websocket.terminate()
    return { health, upgrade: 'open', reply: message ?? 'none' }
  }
}

const good = '200 uvicorn'
const wellDone = { health: good, upgrade: 'open', reply: '{"type":"ack","id":"m1"}' }
const nginxPage = '<html>\r\n<head><title>'

const seen: Record<FaultName, object> = {
  'refused-port': { health: 'ECONNREFUSED', upgrade: 'ECONNREFUSED' },
  reset: { health: 'ECONNRESET', upgrade: 'ECONNRESET' },
  'tls-missing': { health: good, upgrade: 'EPROTO' },
  hang: { health: 'silent', upgrade: 'Opening handshake has timed out' },
  'bad-gateway': { health: '502 nginx/1.22.1', upgrade: `502 ${nginxPage}502 Bad Gateway`.slice(0, 40) },
  'starts-late': { health: '502 nginx/1.22.1', upgrade: `502 ${nginxPage}502 Bad Gateway`.slice(0, 40) },
  'old-revision': wellDone,
  'mixed-revisions': wellDone,
  'catch-all': {
    health: '200 nginx/1.22.1',
    upgrade: '200 <!doctype html><html><head><title>App'.slice(0, 40),
  },
  'health-down': { ...wellDone, health: '503 uvicorn' },
  'upgrade-dropped': { health: good, upgrade: '426 Upgrade Required' },
  'endpoint-missing': { health: good, upgrade: '404 no such endpoint' },
  'upgrade-redirected': { health: good, upgrade: '302 ' },
  'upgrade-hangs': { health: good, upgrade: 'Opening handshake has timed out' },
  'accept-wrong': { health: good, upgrade: 'Invalid Sec-WebSocket-Accept header' },
  'token-refused': { health: good, upgrade: '403 {"detail":"Invalid token"}' },
  'policy-close': { health: good, upgrade: 'open', reply: 'closed 1008' },
  'closes-after-open': { health: good, upgrade: 'open', reply: 'closed 1011' },
  silent: { health: good, upgrade: 'open', reply: 'none' },
  'wrong-reply': { ...wellDone, reply: '{"type":"error","detail":"agent runtime not configured"}' },
  'accepts-anonymous': wellDone,
  'accepts-anything': wellDone,
  'accepts-unverified': wellDone,
  'accepts-alg-none': wellDone,
  'accepts-unsigned': wellDone,
  'accepts-expired': wellDone,
  'accepts-early': wellDone,
  'bad-token-crashes': wellDone,
  'cross-talk': wellDone,
  // What these do to a stream is seen by __tests__/demo/stream.test.ts.
  'stream-hangs-before-headers': wellDone,
  'stream-hangs-before-first': wellDone,
  'stream-hangs-midway': wellDone,
  'stream-no-end-marker': wellDone,
  'stream-cut': wellDone,
  'stream-buffered': wellDone,
  'stream-error-event': wellDone,
  // Who speaks at once meets no limit.
  'idle-cut': wellDone,
  'idle-reset': wellDone,
  'idle-close-1001': wellDone,
  'absolute-cut': wellDone,
  'dead-after-idle': wellDone,
  'idle-stream-cut': wellDone,
}

test('without a fault all is well', async () => {
  await using service = await startService()
  assert.deepEqual(await observe(service), wellDone)
})

for (const name of faultNames) {
  test(`${name}: ${faults[name].summary}`, async () => {
    await using service = await startService({ faults: [name] })
    assert.deepEqual(await observe(service), seen[name])
  })
}

test('under cross-talk a client receives what was meant for another', async () => {
  await using service = await startService({ faults: ['cross-talk'] })
  const headers = { authorization: `Bearer ${mint(service.secret)}` }
  const [one, other] = await Promise.all([
    open(`${service.url}/ws`, { headers }),
    open(`${service.url}/ws`, { headers }),
  ])
  await Promise.all([one.next(), other.next()])
  one.websocket.send('{"type":"ping","id":"of one"}')
  assert.equal(await other.next(), '{"type":"pong","id":"of one"}')
  one.websocket.terminate()
  other.websocket.terminate()
})

test('a silent application still answers RFC 6455 pings', async () => {
  await using service = await startService({ faults: ['silent'] })
  const { websocket } = await open(`${service.url}/ws`, {
    headers: { authorization: `Bearer ${mint(service.secret)}` },
  })
  const pong = new Promise<string>(resolve => websocket.once('pong', data => resolve(String(data))))
  websocket.ping('are you there')
  assert.equal(await pong, 'are you there')
  websocket.terminate()
})

test('faults combine, and a name of Object.prototype is no fault', async () => {
  await using service = await startService({ faults: ['silent', 'health-down'] })
  assert.deepEqual(await observe(service), { health: '503 uvicorn', upgrade: 'open', reply: 'none' })
  assert.equal(isFaultName('silent'), true)
  assert.equal(isFaultName('toString'), false)
})

test('the faults of revisions tell an old one, always or every other time; one that starts late is well in the end', async () => {
  const revisions = async (name: FaultName) => {
    await using service = await startService({ faults: [name] })
    const told: string[] = []
    for (let i = 0; i < 4; i++)
      told.push(JSON.parse((await fetchText(`${service.url}/health`)).body).revision.slice(0, 7))
    return told.join(' ')
  }
  assert.equal(await revisions('old-revision'), '99e0b1d 99e0b1d 99e0b1d 99e0b1d')
  assert.equal(await revisions('mixed-revisions'), '4f2c1aa 99e0b1d 4f2c1aa 99e0b1d')
  await using service = await startService({ faults: ['starts-late'] })
  for (let status = 0; status !== 200; ) ({ status } = await fetchText(`${service.url}/health`))
  assert.deepEqual(await observe(service), wellDone)
})
