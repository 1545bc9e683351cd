import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Secret } from '../../src/model/secret.ts'
import { plan, runOne, startHttp } from './probing.ts'
import { assertionOf, check, done, seen } from './stream/streaming.ts'
import { beat, pause, sse } from './streams.ts'

suite('a right stream', () => {
  test('passes with its events, its end marker and its times', async () => {
    const result = await check(async response => {
      await beat(response, 5, 100)
      response.end(sse('[DONE]'))
    }, done)
    assert.deepEqual(seen(result), ['passed', null, undefined], result.reason)
    assert.equal(result.observations['stream.events'], 5)
    assert.equal(result.observations['stream.end'], 'marker')
    assert.equal(result.observations['stream.delivery'], 'as produced')
    assert.equal(result.timeline?.count, 5)
    assert.equal(
      result.timeline?.slots.reduce((sum, n) => sum + n, 0),
      5,
    )
    assert.match(result.proof?.seen ?? '', /HTTP 200/)
  })

  test('that goes on for ever passes, and says that its end was not tested', async () => {
    const result = await check(response => void beat(response, 1000, 50), {}, { timeoutMs: 300 })
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /still open/)
  })

  test('that is small and fast is never called buffered: it cannot be told', async () => {
    const result = await check(response => void response.end(sse('a') + sse('b') + sse('[DONE]')), done)
    assert.equal(result.outcome, 'passed')
    assert.match(assertionOf(result, 'arrives as produced')?.actual ?? '', /^cannot tell/)
  })

  test('that replays old events at once is not called buffered', async () => {
    const result = await check(response => {
      for (let i = 0; i < 10; i++)
        response.write(sse({ sent_at: new Date(Date.now() - 60_000 * (10 - i)).toISOString() }))
      response.end(sse('[DONE]'))
    }, done)
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(assertionOf(result, 'arrives as produced')?.actual ?? '', /older than the request/)
  })

  test('that takes its time to look up old events is not called buffered', async () => {
    const result = await check(
      async response => {
        await pause(1000)
        for (let i = 0; i < 10; i++)
          response.write(sse({ sent_at: new Date(Date.now() - 86_400_000 + 80 * i).toISOString() }))
        response.end(sse('[DONE]'))
      },
      done,
      { timeoutMs: 3000 },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(assertionOf(result, 'arrives as produced')?.actual ?? '', /older than the request/)
  })

  test('may be asked for with a method, a body and headers, templates filled', async () => {
    let body = ''
    await using server = await startHttp((request, response) => {
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(sse('hello'))
      })
    })
    const options = { method: 'POST', body: '{"prompt":"hi","run":"{{run-id}}"}' }
    const result = await runOne(
      plan('stream', `${server.url}/chat`, options, { headers: { 'x-key': new Secret('s3cret') } }),
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(body, '{"prompt":"hi","run":"test"}')
    const { method, headers } = server.requests[0]!
    assert.deepEqual(
      [method, headers['x-key'], headers['content-type']],
      ['POST', 's3cret', 'application/json'],
    )
    assert.match(String(headers['accept-encoding']), /gzip/)
  })

  test('comes compressed and flushed as well, with the times of its bytes', async () => {
    const { createGzip } = await import('node:zlib')
    const result = await check(
      async response => {
        const gzip = createGzip()
        gzip.pipe(response)
        for (let i = 0; i < 5; i++) {
          gzip.write(sse({ i, ts: Date.now() }))
          gzip.flush()
          await pause(100)
        }
        gzip.end(sse('[DONE]'))
      },
      done,
      { headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' } },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(result.observations['stream.delivery'], 'as produced')
  })

  test('keeps a bounded transcript of its first and last events', async () => {
    const result = await check(response => {
      for (let i = 1; i <= 1000; i++) response.write(sse(`event ${i}`))
      response.end(sse('[DONE]'))
    }, done)
    assert.equal(result.observations['stream.events'], 1000)
    assert.equal(result.transcript.length, 30)
    assert.deepEqual([result.transcript[0]?.text, result.transcript.at(-1)?.text], ['event 1', '[DONE]'])
  })

  for (const until of ['[DONE]', { event: 'done' }, { type: 'completed' }, { 'end-of-body': true }] as const)
    test(`ends with ${JSON.stringify(until)}`, async () => {
      const result = await check(
        response =>
          void response.end(
            sse('a') + (until === '[DONE]' ? sse('[DONE]') : sse({ type: 'completed' }, { event: 'done' })),
          ),
        { until },
      )
      assert.equal(result.outcome, 'passed', result.reason)
      assert.equal(assertionOf(result, 'until')?.ok, true)
    })
})
