/** Text of the target is untrusted: no command, no markup and no escape sequence of it does anything on any surface. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { answering, startRaw } from '../net/servers.ts'
import { countOf, showPage } from '../report/page.ts'
import { refusal, startChat } from './chat-server.ts'
import { command, folderWith, noBundle, type Run, verify, verifyFile } from './product.ts'

const esc = '\u001b'

/** Control characters but tab and line ends, and marks that reorder text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const harmful = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e\u2066]/

/** Each would do something if it were not text. */
const attacks: Readonly<Record<string, string>> = {
  'a command of the runner': '\n::set-output name=verdict::passed\n::error::forged\n::add-mask::a\n',
  'a command after a carriage return': 'x\r::warning title=forged::forged\r\n::stop-commands::forged-token\n',
  'a command in the old syntax': 'x ##[error]forged ##[set-output name=verdict]passed ##[add-mask]verify',
  'escape sequences': `${esc}[2J${esc}[31mPASSED${esc}]0;title\u0007\u009b5m\u0008\u0008`,
  'Markdown and HTML':
    '</details><img src=x onerror=alert(1)><script>alert(1)</script> [click](https://evil.example) ![i](https://evil.example/i.png) | a | b |\n# forged heading\n```\n@octocat #1\n',
  XML: ']]></failure></testcase><testcase name="forged"/><!-- & \u0000\u000b\ufffe ',
  'a delimiter and lone surrogates': 'ghadelimiter_x\nEOF\n\ud800 \u202e\u2066 \u0085',
}

/** A header cannot carry every character; what cannot be sent is left out. */
const asHeader = (text: string) => text.replace(/[^\t\x20-\x7e]/g, ' ')

/** `verify` has already seen to it that outputs, masks, annotations and junit.xml hold nothing that is not the report's. */
function assertInert(run: Run): void {
  assert.equal(run.report.verdict, 'failed')
  assert.deepEqual(
    run.annotations.filter(
      ({ message, properties }) => message === 'forged' || properties.title === 'forged',
    ),
    [],
  )
  assert.ok(!run.masks.includes('a') && !run.masks.includes('verify'))
  for (const text of [run.rawStdout, run.rawStderr, run.summary ?? '', run.junit])
    assert.doesNotMatch(text, harmful)
  assert.doesNotMatch(run.rawStdout, /\r/)
  const page = showPage(run.summary ?? '')
  for (const tag of ['a', 'img', 'script', 'h1'])
    assert.equal(countOf(page, tag), 0, `<${tag}> in the summary`)
  assert.doesNotMatch(page.prose, /@octocat|#1\b/)
  assert.equal(countOf(page, 'details'), run.summary?.match(/<details>/g)?.length ?? 0)
  assert.doesNotMatch(run.junit, /name="forged"/)
}

suite('hostile text', { skip: noBundle }, () => {
  for (const [what, text] of Object.entries(attacks)) {
    test(`${what} in the body, the headers and the status line of a health answer is text`, async () => {
      const body = Buffer.from(text)
      const head = `HTTP/1.1 500 ${asHeader(text)}\r\nserver: ${asHeader(text)}\r\ncontent-length: ${body.length}\r\n`
      await using server = await startRaw(
        answering(`${head}x-note: ${asHeader(text)}\r\nconnection: close\r\n\r\n${body}`),
      )
      using run = await verify({ url: `http://127.0.0.1:${server.port}` })
      assert.match(run.outcomes[0] ?? '', /^health:\/health failed /)
      assertInert(run)
    })

    test(`${what} in a refused upgrade is text`, async () => {
      await using server = await startChat({
        admit: () => refusal(404, text, { server: asHeader(text), location: asHeader(text) }),
      })
      using run = await verify({ url: server.url, websocket: '/ws' })
      assert.match(run.outcomes[1] ?? '', /^upgrade:\/ws failed /)
      assertInert(run)
    })

    test(`${what} in messages and the close reason is text`, async () => {
      await using server = await startChat({
        reply: socket => {
          socket.send(text)
          socket.send(JSON.stringify({ detail: text, [text]: 1 }))
          socket.close(
            4000,
            Buffer.from(text)
              .subarray(0, 100)
              .toString()
              .replace(/\ufffd+$/, ''),
          )
        },
      })
      using run = await verify({
        url: server.url,
        websocket: '/ws',
        send: 'hello',
        expect: '{"detail":"something else"}',
      })
      assert.match(run.outcomes[2] ?? '', /^messaging:\/ws failed /)
      assertInert(run)
    })
  }

  test('text of the target that a JSON expectation is held against is text', async () => {
    const text = Object.values(attacks).join(' ')
    await using server = await startChat({
      respond: (_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ status: text, [text]: text }))
      },
    })
    using run = await verifyFile(`
environments: { staging: { url: "${server.url}" } }
checks:
  - health: /health
    json: { status: ok }
  - health: /text
    text: nothing like it
  - health: /header
    headers-match: { content-type: text/plain }
`)
    assert.equal(run.report.counts.failed, 3)
    assertInert(run)
  })

  test('a terminal and a pipe get no escape sequence of the target either', async () => {
    const text = Object.values(attacks).join('\n')
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = 500
        response.setHeader('server', asHeader(text))
        response.end(text)
      },
    })
    using folder = folderWith({})
    for (const format of ['terminal', 'markdown', 'junit', 'github']) {
      const ran = await command([server.url, '--wait', '0s', '--format', format], { cwd: folder.path })
      assert.equal(ran.exitCode, 1)
      assert.doesNotMatch(ran.stdout + ran.stderr, harmful)
      if (format === 'github')
        for (const line of ran.stdout.trim().split('\n')) assert.match(line, /^::(error|warning) /)
    }
  })

  test('a very long header, reason and message are cut, and the summary stays below its limit', async () => {
    const long = 'long '.repeat(200_000)
    await using server = await startChat({
      admit: () => refusal(404, long, { 'x-long': 'h'.repeat(12_000) }),
    })
    using run = await verify({ url: server.url, websocket: '/ws', health: '/a\n/b\n/c' })
    assert.ok(Buffer.byteLength(run.summary ?? '') < 200_000)
    assert.ok(run.outputs.because!.length < 2000)
    assert.ok(JSON.stringify(run.report).length < 300_000)
  })
})
