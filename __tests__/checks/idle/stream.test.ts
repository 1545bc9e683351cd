/** A stream over HTTP that is held quiet, against servers that end it in every way. */

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { suite, test } from 'node:test'
import { z } from 'zod'
import { type IdleOptions, idleCheck } from '../../../src/checks/idle.ts'
import { diagnose } from '../../../src/diagnosis/diagnose.ts'
import type { CheckResult } from '../../../src/model/check.ts'
import { Secret } from '../../../src/model/secret.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne, startHttp } from '../probing.ts'
import { pause, type Script, sse, startStream } from '../streams.ts'
import { check, options, raw } from './holding.ts'

const facts = ({ outcome, fault, class: failureClass, layer, observations }: CheckResult) => [
  outcome,
  fault?.type,
  failureClass,
  layer,
  observations['idle.pattern'],
]
const silent: Script = () => {}
/** Comments, so many and so far apart. */
async function comments(response: ServerResponse, count: number, ms: number): Promise<void> {
  for (let i = 0; i < count && !response.destroyed; i++) {
    await pause(ms)
    response.write(': still here\n\n')
  }
}
const cutAfter = (response: ServerResponse, ms: number) =>
  void setTimeout(() => response.socket?.end(), ms).unref()

test('a method makes it a stream over HTTP, and what belongs to WebSockets is refused beside it', () => {
  const words = idleCheck.options(z)
  const kind = (given: object) => idleCheck.transportOf!(words.parse(given) as IdleOptions)
  assert.equal(kind({}), 'websocket')
  assert.equal(kind({ method: 'get' }), 'http')
  assert.equal((words.parse({ method: 'post', body: { a: 1 } }) as IdleOptions).body, '{"a":1}')
  for (const given of [
    { body: 'x' },
    { method: 'HEAD' },
    { method: 'GET', subprotocol: 'chat.v1' },
    { method: 'GET', origin: 'https://a.example' },
    { method: 'GET', 'auth-message': '{{token}}' },
    { method: 'GET', conversation: [{ send: 'x' }] },
  ])
    assert.equal(words.safeParse(given).success, false, JSON.stringify(given))
})

suite('a quiet stream over HTTP', { concurrency: 4 }, () => {
  test('that nobody ends passes, and says what silence cannot prove', async () => {
    const result = await check(silent)
    assert.deepEqual(facts(result), ['passed', undefined, null, null, undefined], result.reason)
    assert.match(result.reason, /^survived 1\.5 s of silence/)
    assert.match(result.notes.join(), /cannot be told, because HTTP has no ping/)
    assert.match(result.proof!.seen, /^HTTP 200/)
    assert.deepEqual(
      result.timeline?.marks.map(({ label }) => label),
      ['headers', 'hold over'],
    )
  })

  test('that sends heartbeats passes, and says how long the wire was silent', async () => {
    const result = await check(response => comments(response, 20, 200))
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.reason, /stayed open for 1\.5 s, with at most \d+ ms of silence/)
    assert.ok(Number(result.observations['idle.heartbeats']) >= 5)
    assert.equal(result.observations['idle.events'], 0)
    assert.match(
      result.notes.join(),
      /\d heartbeats, every \d+ ms: .* a limit on a longer silence was not met/,
    )
    assert.equal(result.timeline?.noun, 'heartbeat')
    assert.equal(result.timeline?.count, result.observations['idle.heartbeats'])
  })

  test('of JSON lines takes blank lines for heartbeats', async () => {
    const result = await check(
      async response => {
        response.write('{"n":1}\n')
        for (let i = 0; i < 5; i++) {
          await pause(200)
          response.write('\n')
        }
      },
      {},
      { headers: { 'content-type': 'application/x-ndjson' } },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.deepEqual([result.observations['idle.events'], result.observations['idle.heartbeats']], [1, 5])
  })

  test('of a type that is none of streams passes with a warning', async () => {
    const result = await check(silent, { holdMs: 1000 }, { headers: { 'content-type': 'application/json' } })
    assert.equal(result.outcome, 'passed')
    assert.match(result.notes.join(), /application\/json: whether this is a stream, or an answer that hangs/)
  })

  test('whose heartbeats stop is dead, though it looks open', async () => {
    const result = await check(response => comments(response, 4, 100), { holdMs: 2500 })
    assert.deepEqual(facts(result).slice(0, 4), ['failed', 'idle.unanswered', 'infrastructure', 'idle'])
    assert.match(result.reason, /heartbeats came every \d+ ms, 4 of them, and then nothing for \d\.\d s/)
  })

  test('that is cut in silence fails: after how long, and that silence and age cannot be told apart', async () => {
    const result = await check(response => cutAfter(response, 1000))
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'silence-or-age'])
    assert.match(
      result.reason,
      /^the stream was cut \(FIN, in the middle of its body\) after (\d+ ms|\d\.\d s) of silence, .* it had to stay open for 1\.5 s/,
    )
    assert.equal(result.observations['idle.ended_by'], 'fin')
    assert.match(String(result.observations['idle.probe.again']), /^fin at \d+ ms$/)
    assert.equal(result.traffic.connections, 2)
    assert.equal(result.attempts.length, 1)
    assert.deepEqual(result.timeline?.marks.at(-1)?.label, 'FIN')
  })

  test('that is reset fails as such', async () => {
    const result = await check(
      response => void setTimeout(() => response.socket?.resetAndDestroy(), 1000).unref(),
    )
    assert.deepEqual(facts(result), ['failed', 'idle.reset', 'infrastructure', 'idle', 'silence-or-age'])
  })

  test('that is cut at one age, whatever it says, is told from one that is cut for its silence', async () => {
    const result = await check(response => {
      cutAfter(response, 1100)
      void comments(response, 20, 150)
    })
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'age'])
    assert.match(result.notes[0]!, /^a limit on age/)
    assert.ok(Number(result.observations['idle.quiet_ms']) < 400)
  })

  test('whose handler crashes soon after it began, each time, has met no limit', async () => {
    const result = await check(response => cutAfter(response, 600))
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'early'])
    assert.match(result.notes[0]!, /^not a limit, since nobody has one below a second/)
    assert.equal(diagnose([result]).get(result.id)?.[0]?.id, 'idle.stream-ended-early')
    assert.equal(diagnose([result]).get(result.id)?.length, 1)
  })

  test('that is cut after one silence, at whatever age, has met a limit on silence', async () => {
    let nth = 0
    const result = await check(
      async response => {
        await comments(response, nth++ === 0 ? 2 : 5, 200)
        cutAfter(response, 800)
      },
      { holdMs: 3000 },
    )
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'silence'])
    assert.match(result.notes.join(), /limit on silence.*2 heartbeats/)
  })

  test('that is lost once is tried again, and passes with a note', async () => {
    let nth = 0
    const result = await check(
      response => (nth++ === 0 ? cutAfter(response, 700) : undefined),
      {},
      { retries: 1 },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /1 of 2 attempts failed/)
  })

  test('that is lost at any time is no limit', async () => {
    let nth = 0
    const result = await check(response => (nth++ === 0 ? cutAfter(response, 700) : undefined))
    assert.deepEqual(facts(result), ['failed', 'idle.lost', 'infrastructure', 'idle', 'random'])
  })

  test('without chunks or a length is cut by a FIN, which may as well be its end', async () => {
    const result = await raw(socket => {
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write(
          'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n: hi\n\n',
        )
        setTimeout(() => socket.end(), 700).unref()
      })
    })
    assert.deepEqual(facts(result).slice(0, 3), ['failed', 'idle.closed', 'infrastructure'])
    assert.match(result.reason, /HTTP cannot tell an end from a cut/)
  })

  test('that was forgotten on the way is reset by the next byte, and does not pass', async () => {
    const result = await raw(socket => {
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write(
          'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n',
        )
        socket.once('data', () => socket.resetAndDestroy())
      })
    })
    assert.deepEqual(facts(result), ['failed', 'idle.reset', 'infrastructure', 'idle', 'silence-or-age'])
    assert.match(result.reason, /when a byte was sent after 1\.5 s of silence/)
    assert.equal(result.observations['idle.on_traffic'], true)
  })

  test('whose handler returns has ended by itself, and no second one is tried', async () => {
    const result = await check(response => void response.end(sse('one') + sse('two')))
    assert.deepEqual(facts(result), ['failed', 'idle.ended', 'application', 'idle', undefined])
    assert.match(result.reason, /finished in order with 2 events.*write a stream check/)
    assert.equal(result.traffic.connections, 1)
  })

  test('that is finished in order after a silence is tried again', async () => {
    const result = await check(response => void setTimeout(() => response.end(), 1100), { holdMs: 2000 })
    assert.deepEqual(facts(result), ['failed', 'idle.ended', 'application', 'idle', 'silence-or-age'])
  })

  test('that Caddy finishes in order after a silence was cut on its way', async () => {
    const result = await check(
      response => void setTimeout(() => response.end(), 1100),
      { holdMs: 2000 },
      { headers: { 'content-type': 'text/event-stream', server: 'Caddy' } },
    )
    assert.deepEqual(facts(result).slice(0, 3), ['failed', 'idle.ended', 'infrastructure'])
  })

  test('is sent with its method, body and credential, templates filled', async () => {
    let body = ''
    await using server = await startHttp((request, response) => {
      request.on('data', chunk => {
        body += chunk
      })
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    })
    const wire = createWire(
      {},
      {
        issue: async () => ({
          value: new Secret('t0ken'),
          placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
        }),
      },
    )
    const asked = options({ method: 'POST', body: '{"run":"{{run-id}}"}', holdMs: 1000 })
    const result = await runOne(plan('idle', `${server.url}/chat`, asked, { credential: 'default' }), {
      wire,
    })
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(server.requests[0]?.method, 'POST')
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer t0ken')
    assert.match(body, /^\{"run":"[^{]+"\}$/)
    assert.equal(result.observations['credential.shown'], true)
  })

  test('that the end of the run interrupts was not run, and says how far it came', async () => {
    await using server = await startStream(silent)
    const controller = new AbortController()
    setTimeout(() => controller.abort('deadline'), 300)
    const result = await runOne(plan('idle', `${server.url}/events`, options({ holdMs: 60_000 })), {
      wire: createWire({ signal: controller.signal }),
    })
    assert.deepEqual([result.outcome, result.fault?.type], ['errored', 'runner.deadline'])
    assert.match(result.reason, /quiet for \d+ ms, and had to stay open for 1 m/)
  })
})
