/** CONTRACT section 8: no secret, in any encoding that a server can echo, is in any surface. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import jwt from 'jsonwebtoken'
import type { WebSocket } from 'ws'
import { refusal, type SeenRequest, startChat } from './chat-server.ts'
import { command, folderWith, noBundle, type Run, verify, verifyFile } from './product.ts'

const unicode = (text: string, pattern: RegExp) =>
  text.replace(pattern, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`)

/** What servers make of a value when they repeat it. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  raw: value => value,
  base64: value => Buffer.from(value).toString('base64'),
  'base64 inside a longer text': value => Buffer.from(`{"token":"${value}"}`).toString('base64'),
  'base64 at the other offset': value => Buffer.from(`Bearer ${value} was refused`).toString('base64'),
  base64url: value => Buffer.from(`token=${value};`).toString('base64url'),
  'percent-encoded': value => encodeURIComponent(value),
  'percent-encoded in lower case': value =>
    encodeURIComponent(value).replace(/%../g, hex => hex.toLowerCase()),
  'a form': value => new URLSearchParams({ token: value }).toString(),
  JSON: value => JSON.stringify({ token: value }),
  'JSON in JSON': value => JSON.stringify({ detail: JSON.stringify({ token: value }) }),
  'JSON of PHP': value => JSON.stringify(value).replaceAll('/', '\\/'),
  'JSON of .NET': value => unicode(JSON.stringify(value).slice(1, -1), /[+&<>'`]/g),
  HTML: value => value.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`),
  'HTML in hex': value => value.replace(/[&<>"']/g, c => `&#x${c.charCodeAt(0).toString(16)};`),
  'HTML by name': value =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
}

/** With everything that encoders stumble over; its words stay as they are in every encoding but base64. */
const words = ['Zq7Lm', 'Kx9Rt', 'Vb3Nw', 'Hd5Ty', 'Pf2Gs', 'Jc8Dk']
const awkward = `${words[0]}/${words[1]}+${words[2]}&"${words[3]}"<${words[4]}>='${words[5]}'%`

/** The credential as the server sees it, wherever it is. */
const tokenOf = ({ headers }: SeenRequest): string =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''

const sharedSecret = 'the shared secret of staging'

/** The credentials of the run as a server meets them; those that a follow-up probe makes up are no secret. */
function collectTokens() {
  const tokens = new Set<string>()
  return {
    tokens,
    /** What this client showed, whatever it is. */
    take(request: SeenRequest): string {
      const token = tokenOf(request)
      if (token === awkward || isMinted(token)) tokens.add(token)
      return token
    },
  }
}

function isMinted(token: string): boolean {
  try {
    return Boolean(jwt.verify(token, sharedSecret, { algorithms: ['HS256'] }))
  } catch {
    return false
  }
}

/** Every text that the run left: lines that only register a mask are for the runner's eyes. */
function surfacesOf(run: Run): Record<string, string> {
  const folder = join(run.temp, '_runner_file_commands')
  const lines = run.rawStdout.split('\n').filter(line => !line.startsWith('::add-mask::'))
  return {
    stdout: lines.join('\n'),
    stderr: run.rawStderr,
    ...Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')])),
    ...Object.fromEntries(run.files.map(name => [name, run.read(name)])),
  }
}

const shortestFragment = 12

/** What must not be read anywhere: pieces of a token that are long enough to matter, the words of the awkward one. */
function piecesOf(token: string): string[] {
  if (token === awkward) return words
  // The header of a JWT is the same for everybody.
  const parts = token.startsWith('eyJ') ? token.split('.').slice(1) : [token]
  return parts.flatMap(part =>
    Array.from({ length: Math.max(1, part.length - shortestFragment + 1) }, (_, at) =>
      part.slice(at, at + shortestFragment),
    ),
  )
}

/** One sentence for each surface in which a piece of the token, or an encoding of it, can be read. */
function findPieces(surfaces: Readonly<Record<string, string>>, token: string): string[] {
  const looked = [...piecesOf(token), ...Object.values(encodings).map(encode => encode(token))]
  return Object.entries(surfaces).flatMap(([name, text]) => {
    const found = looked.find(piece => text.includes(piece))
    const around = found === undefined ? 0 : Math.max(0, text.indexOf(found) - 80)
    return found === undefined ? [] : [`"${found}" in ${name}: …${text.slice(around, around + 200)}…`]
  })
}

function assertHidden(run: Run, ...tokens: readonly string[]): void {
  assert.ok(tokens.length > 0, 'the server has seen no credential')
  const surfaces = surfacesOf(run)
  for (const token of tokens) assert.deepEqual(findPieces(surfaces, token), [])
}

const credentials = {
  'a JWT': { 'jwt-secret': sharedSecret },
  'an awkward token': { token: awkward },
} as const

suite('secrets', { skip: noBundle }, () => {
  for (const [kind, inputs] of Object.entries(credentials)) {
    const given = Object.values(inputs)[0]!
    for (const [encoding, encode] of Object.entries(encodings)) {
      test(`${kind} that comes back as ${encoding} in a refusal is in no surface`, async () => {
        const seen = collectTokens()
        await using server = await startChat({
          admit: request => {
            const echoed = encode(seen.take(request))
            const header = echoed.replace(/[\r\n]/g, ' ')
            return refusal(403, `refused: ${echoed}!`, {
              'x-echo': `you said ${header}`,
              'www-authenticate': `Bearer error="${header}"`,
            })
          },
        })
        using run = await verify({ url: server.url, websocket: '/ws', ...inputs }, { mask: [given] })
        assert.equal(run.check('upgrade:/ws').fault?.type, 'auth.refused')
        assert.match(JSON.stringify(run.check('upgrade:/ws').observations), /refused: /)
        assertHidden(run, ...seen.tokens)
      })
    }

    test(`${kind} that comes back in messages and in the close reason is in no surface`, async () => {
      const seen = collectTokens()
      const echoAll = (socket: WebSocket, token: string) => {
        for (const encode of Object.values(encodings))
          socket.send(`{"type":"error","detail":"${encode(token)}"}`)
        for (const encode of Object.values(encodings)) socket.send(encode(token))
        socket.close(1011, `bad ${token}`.slice(0, 120))
      }
      await using server = await startChat({
        reply: (socket, _text, request) => {
          echoAll(socket, seen.take(request))
        },
      })
      using run = await verify(
        { url: server.url, websocket: '/ws', send: 'hello', expect: 'never said', ...inputs },
        { mask: [given] },
      )
      assert.deepEqual(run.outcomes[2], 'messaging:/ws failed application ws.closed')
      assertHidden(run, ...seen.tokens)
    })
  }

  test('a token that lies across the place where an excerpt is cut leaves no half behind', async () => {
    const seen = collectTokens()
    await using server = await startChat({
      admit: request => {
        const token = seen.take(request)
        const header = `${'h'.repeat(400 - token.length / 2)}${token}`
        return refusal(403, `${'b'.repeat(8192 - token.length / 2)}${token}`, { 'x-echo': header })
      },
    })
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      'jwt-secret': sharedSecret,
      connections: '0',
    })
    assert.equal(run.check('upgrade:/ws').outcome, 'failed')
    assertHidden(run, ...seen.tokens)
  })

  test("a token in another connection's message is told without the token", async () => {
    const seen = collectTokens()
    const open = new Set<WebSocket>()
    await using server = await startChat({
      greet: socket => {
        open.add(socket)
        socket.on('close', () => open.delete(socket))
      },
      reply: (_socket, text, request) => {
        const token = seen.take(request)
        const id = JSON.parse(text).id as string
        const padding = ' '.repeat(Math.max(0, 200 - 50 - token.length / 2))
        for (const other of open) other.send(`{"id":"${id}"}${padding}${token}`)
      },
    })
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      'jwt-secret': sharedSecret,
      send: '{"id":"{{id}}"}',
      connections: '3',
    })
    assert.equal(run.check('concurrency:/ws').fault?.type, 'ws.cross_talk')
    assertHidden(run, ...seen.tokens)
  })

  test('what a health check shows is hidden when the page repeats it, headers of the file among it', async () => {
    await using server = await startChat({
      respond: (request, response) => {
        response.writeHead(500, {
          'content-type': 'text/plain',
          'x-you': String(request.headers['x-bypass']),
        })
        response.end(`key ${request.headers['x-bypass']} and ${request.headers['x-admin-token']}`)
      },
    })
    const [bypass, admin] = ['bypass-Rw4Xm8Qz2Lk6', 'admin-Tn7Yc3Vd9Hb5']
    using run = await verifyFile(
      `
environments:
  staging:
    url: ${server.url}
    headers: { x-bypass: $BYPASS }
    credentials: { admin: { token: $ADMIN, in: "header:x-admin-token" } }
checks:
  - health: /health
    credential: admin
`,
      {},
      { env: { BYPASS: bypass, ADMIN: admin }, mask: [bypass, admin] },
    )
    assert.equal(run.check('health:/health').fault?.type, 'http.error')
    assert.match(JSON.stringify(run.check('health:/health').observations), /key \*\*\* and \*\*\*/)
    for (const secret of [bypass, admin]) assertHidden(run, secret)
  })

  test('a secret in the wrong input is refused without being repeated', async () => {
    const secret = 'whsec_Rw4Xm8Qz2Lk6'
    using run = await verify(
      { url: `http://127.0.0.1:9/${secret} x`, websocket: secret, token: secret, 'jwt-secret': secret },
      { mask: [secret] },
    )
    assert.equal(run.exitCode, 2)
    assertHidden(run, secret)
  })

  test('the command hides as well, in every format', async () => {
    const seen = collectTokens()
    await using server = await startChat({
      admit: request => {
        const token = seen.take(request)
        return refusal(401, JSON.stringify({ detail: token }), { 'x-echo': token })
      },
    })
    using folder = folderWith({})
    for (const format of ['terminal', 'json', 'markdown', 'junit', 'github']) {
      const ran = await command(
        [server.url, '--websocket', '/ws', '--token-env', 'KEY', '--wait', '0s', '--format', format],
        { env: { KEY: awkward }, cwd: folder.path },
      )
      assert.equal(ran.exitCode, 1, ran.stderr)
      assert.deepEqual([...seen.tokens], [awkward])
      assert.deepEqual(findPieces({ stdout: ran.stdout, stderr: ran.stderr }, awkward), [])
    }
  })
})
