import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { Secret } from '../src/model/secret.ts'
import { createRedactor } from '../src/redact.ts'

const redactorOf = (...values: string[]) => {
  const redactor = createRedactor()
  for (const value of values) redactor.add(new Secret(value))
  return redactor
}
const hide = (secret: string, text: string) => redactorOf(secret).text(text)

/** So many characters in a row are a leak. */
const tooMany = 6

function windowsOf(secret: string): string[] {
  const units = [...secret.trim()]
  if (units.length <= tooMany) return [units.join('')]
  return units.slice(tooMany - 1).map((_, i) => units.slice(i, i + tooMany).join(''))
}

const base64Bytes = fc.uint8Array({ minLength: 9, maxLength: 60 }).map(b => Buffer.from(b))
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwts = fc
  .tuple(fc.string({ minLength: 1, maxLength: 12 }), base64Bytes)
  .map(
    ([sub, signature]) =>
      `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub })}.${signature.toString('base64url')}`,
  )
const pems = fc.uint8Array({ minLength: 60, maxLength: 200 }).map(
  bytes =>
    `-----BEGIN PRIVATE KEY-----\n${Buffer.from(bytes)
      .toString('base64')
      .replace(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
)
const secrets = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 5 }),
    fc.string({ minLength: 6, maxLength: 60 }),
    fc.string({ unit: 'grapheme', minLength: 2, maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...`+/= "'<>&\\%~!*().:;\t-_a`), minLength: 6, maxLength: 30 }),
    base64Bytes.map(b => b.toString('base64')),
    jwts,
    pems,
  )
  // Asterisks are what takes a secret's place.
  .filter(secret => /[^*\s]/.test(secret) && secret.isWellFormed())

const percent = (text: string) => encodeURIComponent(text)
const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase())
const ascii = (json: string) =>
  json.replace(/[^\x20-\x7e]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const inner = (text: string) => JSON.stringify(text).slice(1, -1)
const html = (text: string, table: Readonly<Record<string, string>>) =>
  text.replace(/[&<>"'/+=`]/g, c => table[c] ?? c)
const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** How servers and our own URLs write a value down. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  raw: text => text,
  'percent-encoded': percent,
  'percent-encoded in lower case': text => lower(percent(text)),
  'percent-encoded strictly': text =>
    percent(text).replace(/[!'()*~]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  'percent-encoded twice': text => percent(percent(text)),
  'form-encoded': text => new URLSearchParams({ x: text }).toString().slice(2),
  'JSON-escaped': inner,
  'JSON-escaped in ASCII': text => ascii(inner(text)),
  'JSON-escaped with slashes, as PHP does': text => inner(text).replaceAll('/', '\\/'),
  'JSON-escaped for HTML, as Go does': text =>
    inner(text).replace(/[<>&]/g, c => `\\u00${c.charCodeAt(0).toString(16)}`),
  'JSON in JSON': text => inner(inner(text)),
  'HTML-escaped': text => html(text, named),
  'HTML-escaped as Python does': text => html(text, { ...named, "'": '&#x27;' }),
  'HTML-escaped as Go does': text => html(text, { ...named, "'": '&#39;', '"': '&#34;', '+': '&#43;' }),
  'HTML-escaped as Mustache does': text =>
    html(text, { ...named, '/': '&#x2F;', '=': '&#x3D;', '`': '&#x60;' }),
  'HTML-escaped twice': text => html(html(text, named), named),
}
for (const [name, encode] of Object.entries(encodings))
  test(`nothing of a secret stays readable when it is echoed ${name}`, () =>
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        // White space around a secret is no part of it.
        const windows = windowsOf(secret).map(encode)
        fc.pre(windows.every(w => !before.includes(w) && !after.includes(w)))
        const shown = hide(secret, before + encode(secret) + after)
        for (const window of windows) assert.ok(!shown.includes(window), `"${window}" is left in "${shown}"`)
      }),
      { numRuns: 150 },
    ))

for (const end of ['', '…'])
  test(`a secret that was cut ${end ? 'with an ellipsis' : 'at the end of a text'} is hidden as far as it goes`, () =>
    fc.assert(
      fc.property(
        secrets.filter(s => s.trim().length >= tooMany),
        fc.constantFrom(...Object.values(encodings)),
        fc.nat(),
        (secret, encode, at) => {
          const encoded = encode(secret.trim())
          const shown = hide(secret, `got ${encoded.slice(0, at % (encoded.length + 1))}${end}`)
          for (const window of windowsOf(secret).map(encode))
            assert.ok(!shown.includes(window), `"${window}" is left in "${shown}"`)
        },
      ),
      { numRuns: 300 },
    ))

test('the beginning of a secret is hidden in the middle of a text as well, if it is long enough to be no accident', () => {
  const secret = 'Zq7LmKx9RtVb3NwHd5Ty'
  assert.equal(hide(secret, `<${secret.slice(0, 12)}> and more`), '<***> and more')
  assert.equal(hide(secret, `<${secret.slice(0, 11)}> and more`), '<Zq7LmKx9RtV> and more')
})

for (const encoding of ['base64', 'base64url'] as const)
  test(`nothing of a secret stays readable inside ${encoding}, whatever bytes stand around it`, () =>
    fc.assert(
      fc.property(
        secrets.filter(s => s.length >= tooMany),
        fc.uint8Array({ maxLength: 7 }),
        fc.uint8Array({ maxLength: 7 }),
        (secret, before, after) => {
          const bytes = Buffer.concat([before, Buffer.from(secret), after])
          const shown = hide(secret, `x: ${bytes.toString(encoding)}.`)
          const runs = shown.match(/[\w+/-]+/g) ?? []
          const decoded = runs.flatMap(run =>
            [0, 1, 2, 3].map(skip => Buffer.from(run.slice(skip), encoding)),
          )
          for (const window of windowsOf(secret).map(w => Buffer.from(w)))
            assert.ok(
              decoded.every(d => !d.includes(window)),
              `"${window}" can be read in "${shown}"`,
            )
        },
      ),
      { numRuns: 300 },
    ))

test('each part of a JWT is hidden alone, and so is the head or the tail of its pair', () =>
  fc.assert(
    fc.property(jwts, jwt => {
      const [header, payload, signature] = jwt.split('.') as [string, string, string]
      for (const shown of [header, payload, signature, `${header}.${payload}`, `${payload}.${signature}`])
        assert.match(hide(jwt, `got ${shown}!`), /^got \*\*\*(\.\*\*\*)?!$/)
    }),
  ))

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string
for (const [name, folded] of [
  ['without its line breaks', key.replaceAll('\n', '')],
  ['with blanks for line breaks', key.replaceAll('\n', ' ')],
  ['with CRLF', key.replaceAll('\n', '\r\n')],
  ['with \\n as two characters', key.replaceAll('\n', '\\n')],
  ['one of its lines alone', key.split('\n')[3]!],
] as const)
  test(`a PEM is hidden ${name}`, () => {
    const body = key.split('\n').slice(1, -2)
    const shown = hide(key, `< ${folded} >`)
    for (const line of body)
      for (const piece of windowsOf(line)) assert.ok(!shown.includes(piece), `"${piece}" in ${shown}`)
  })

test('a secret that came with \\n as two characters is hidden when it is echoed with real line breaks', () => {
  assert.equal(hide(key.replaceAll('\n', '\\n'), `< ${key.trim()} >`), '< *** >')
})

test('text without secrets is untouched', () =>
  fc.assert(
    fc.property(fc.array(secrets, { maxLength: 4 }), fc.string({ maxLength: 200 }), (hidden, text) => {
      // Each window is long enough to be no accident; a shorter secret is hidden wherever it stands.
      const long = hidden.filter(s => s.trim().length >= 12)
      fc.pre(long.every(s => windowsOf(s).every(w => !text.includes(w))))
      assert.equal(redactorOf(...long).text(text), text)
    }),
  ))

test('a short secret is hidden raw, and its neighbours stay', () => {
  assert.equal(hide('q9', 'a q9 b aq9b cQ9 YTlx'), 'a *** b a***b cQ9 YTlx')
})

test('secrets that overlap or touch are hidden together', () => {
  const redactor = redactorOf('abcdef123456', '123456xyz789', 'same', 'same-but-longer')
  assert.equal(redactor.text('<abcdef123456xyz789>'), '<***>')
  assert.equal(redactor.text('<same-but-longer>'), '<***>')
  assert.equal(redactor.text('<samesame> <same>'), '<***> <***>')
})

test('a secret that is added later is hidden from then on', () => {
  const redactor = redactorOf('first-secret')
  assert.equal(redactor.text('first-secret second-secret'), '*** second-secret')
  redactor.add(new Secret('second-secret'))
  assert.equal(redactor.text('first-secret second-secret'), '*** ***')
})

test('an empty or blank secret hides nothing', () => {
  for (const blank of ['', ' ', '\n', '\t \r\n']) assert.equal(hide(blank, 'a b\nc\td'), 'a b\nc\td')
})

test('half a surrogate pair in a secret is no bug', () => {
  assert.equal(hide('half \ud83d of it', 'see half \ud83d of it'), 'see ***')
})

test('a dotted name is no JWT: its labels stay', () => {
  assert.equal(hide('api.staging.example', 'staging of api.staging.example'), 'staging of ***')
})

test('a value is redacted in all its texts and keys, and keeps its shape', () => {
  const redactor = redactorOf('s3cret-value')
  const given = {
    a: ['x s3cret-value', 7, null, true],
    's3cret-value': { b: 's3cret-value' },
    none: undefined,
  }
  assert.deepEqual(redactor.value(given), {
    a: ['x ***', 7, null, true],
    '***': { b: '***' },
    none: undefined,
  })
})

test('hostile runs of backslashes, ampersands and percent signs take no long time', () => {
  const secret = '"&%"\\\\&&%%""//'
  for (const text of ['\\', '&amp;', '%25', '&', '%', '\\\\\\"'])
    assert.equal(typeof hide(secret, text.repeat(100_000)), 'string')
})

const tokenOf = (n: number) =>
  `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'verify-deploy', iat: 1_800_000_000, jti: `${n}-6fd8-4f3a` })}.${Buffer.from(`signature of ${n}, thirty-two byte`).toString('base64url')}`
const family = Array.from({ length: 2000 }, (_, n) => tokenOf(n))
const manyJwts = redactorOf(...family)

test('of thousands of JWTs each is hidden in every encoding, whole or cut, and so are its parts alone', () =>
  fc.assert(
    fc.property(
      fc.nat(family.length - 1),
      fc.constantFrom(...Object.values(encodings)),
      fc.nat(),
      fc.uint8Array({ maxLength: 5 }),
      (n, encode, at, before) => {
        const jwt = family[n]!
        const [header = '', payload = '', signature = ''] = jwt.split('.')
        // What all have in common at their beginning is no secret of one of them.
        const own = [payload.slice(-18), signature]
        const texts = [
          `got ${encode(jwt)}!`,
          `got ${encode(jwt).slice(0, header.length + (at % (jwt.length - header.length)))}…`,
          `got "${payload}" and <${signature}>`,
          Buffer.concat([before, Buffer.from(`Bearer ${jwt} was refused`)]).toString('base64'),
        ]
        for (const text of texts) {
          const shown = manyJwts.text(text)
          for (const piece of own) assert.ok(!shown.includes(piece), `"${piece}" in ${shown}`)
          const [, last = ''] = /([\w+/-]+)=*$/.exec(shown) ?? []
          assert.ok(!Buffer.from(last, 'base64').includes(signature), shown)
        }
      },
    ),
    { numRuns: 300 },
  ))

test('what stands around one of thousands of JWTs stays', () => {
  assert.equal(manyJwts.text(`{"token":"${family[1234]}","id":7}`), '{"token":"***","id":7}')
  assert.equal(manyJwts.text('a page without any of them'), 'a page without any of them')
})
