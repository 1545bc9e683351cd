import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { compareIds } from '../../../src/checks/stream/resume.ts'
import { plan, runOne } from '../probing.ts'
import { type Script, sse, startStream } from '../streams.ts'

const send =
  (first: (after: number) => number, name = (n: number) => String(n)): Script =>
  (response, request) => {
    const after = Number(String(request.headers['last-event-id'] ?? '0').replace(/\D/g, ''))
    for (let n = first(after); n <= 6; n++) response.write(sse(`event ${n}`, { id: name(n) }))
    response.end(sse('[DONE]'))
  }

async function resume(script: Script) {
  await using server = await startStream(script)
  const result = await runOne(plan('stream', `${server.url}/s`, { until: '[DONE]', resume: true }))
  return { result, asked: server.requests.map(({ headers }) => headers['last-event-id']) }
}

suite('resume', () => {
  test('a stream that goes on after Last-Event-ID passes', async () => {
    const { result, asked } = await resume(send(after => after + 1))
    assert.equal(result.outcome, 'passed', result.reason)
    assert.deepEqual(asked, [undefined, '3'])
    assert.match(result.assertions.find(({ claim }) => claim === 'resume')?.actual ?? '', /goes on with "4"/)
  })

  test('an id goes out in UTF-8, as browsers send it', async () => {
    const { result, asked } = await resume(
      send(
        after => after + 1,
        n => `日${n}`,
      ),
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(Buffer.from(String(asked[1]), 'latin1').toString(), '日3')
  })

  const wrong: readonly [string, Script, RegExp][] = [
    ['starts over', send(() => 1), /starts over with "1": the header is ignored/],
    ['repeats the last', send(after => after || 1), /repeats "3"/],
    ['skips some', send(after => (after ? after + 3 : 1)), /skips 2 events, to "6"/],
    ['gives no ids', response => void response.end(sse('a') + sse('[DONE]')), /no event carried an id/],
    [
      'refuses the second time',
      (response, request) => {
        if (request.headers['last-event-id']) return void response.destroy()
        send(() => 1)(response, request)
      },
      /no event came, and the next one is "4": .*closed in the middle/,
    ],
    [
      'gives all events one id',
      send(
        () => 1,
        () => 'run-1',
      ),
      /events share the id "run-1"/,
    ],
    [
      'gives ids that fit no header',
      send(
        () => 1,
        n => `${n}\u0001`,
      ),
      /no event carried an id/,
    ],
    [
      'answers with a page the second time',
      (response, request) => {
        if (!request.headers['last-event-id']) return send(() => 1)(response, request)
        response.end('<html>')
      },
      /after Last-Event-ID "3" no event came/,
    ],
    [
      'reports an error the second time',
      (response, request) => {
        if (!request.headers['last-event-id']) return send(() => 1)(response, request)
        response.end(sse({ error: { message: 'gone' } }))
      },
      /the stream reports an error: "gone"/,
    ],
  ]
  for (const [name, script, says] of wrong)
    test(`a stream that ${name} fails`, async () => {
      const { result } = await resume(script)
      assert.deepEqual(
        [result.outcome, result.class, result.fault?.type],
        ['failed', 'application', 'stream.not_resumed'],
      )
      assert.match(result.reason, says)
    })

  test('ids that cannot be compared leave it open, and say so', () => {
    const tracker = { ids: ['zz'], count: 1 } as never
    const answered = { head: null, fault: null, format: 'sse' } as const
    assert.deepEqual(compareIds(['a', 'b'], 0, { tracker, ...answered }).type, 'unknown')
    const numbers = compareIds(['1', '2', '3'], 1, {
      tracker: { ids: ['9'], count: 1 } as never,
      ...answered,
    })
    assert.deepEqual([numbers.ok, numbers.type], [false, 'broken'])
  })
})
