/** The command line and the environment of an action, as given inputs. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { describeFlags, inputsFromEnv, parseFlags } from '../../src/config/flags.ts'
import { inputDefinitions } from '../../src/config/inputs.ts'
import { showRow } from './given.ts'

const valuesOf = (argv: readonly string[], env: Record<string, string> = {}) => {
  const { inputs, problems } = parseFlags(argv, env)
  assert.deepEqual(problems, [])
  return Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]))
}

test('flags take their value after a blank or an equals sign, and the URL stands alone', () => {
  assert.deepEqual(valuesOf(['https://a.example', '--websocket', '/ws', '--timeout=5s', '--send=--x']), {
    ...{ url: 'https://a.example', websocket: '/ws', timeout: '5s', send: '--x' },
  })
})

test('list inputs may be repeated', () => {
  assert.deepEqual(valuesOf(['--health', '/a', '--health=/b']), { health: '/a\n/b' })
})

test('boolean inputs may stand alone, and take a following word only if it is their value', () => {
  assert.deepEqual(
    valuesOf(['--check-run', '--comment', 'false', '--deployment-status', 'https://a.example']),
    {
      ...{ 'check-run': 'true', comment: 'false', 'deployment-status': 'true', url: 'https://a.example' },
    },
  )
})

test('secrets are read from the variable that a flag names', () => {
  const { inputs } = parseFlags(['--jwt-secret-env', 'KEY'], { KEY: 'k-1' })
  assert.deepEqual(inputs, { 'jwt-secret': { value: 'k-1', subject: '--jwt-secret-env' } })
})

test('a value may start with one dash, and words after -- are no flags', () => {
  assert.deepEqual(valuesOf(['--send', '-1', '--', 'https://a.example']), {
    send: '-1',
    url: 'https://a.example',
  })
})

test('options of the command are told apart from inputs', () => {
  const line = parseFlags(
    ['-h', '--no-color', '--format', 'junit', '--fault', 'silent', '--list-faults', 'x'],
    {},
    {
      values: ['fault'],
      switches: ['list-faults'],
      words: 'arguments',
    },
  )
  assert.deepEqual(line, {
    inputs: {},
    options: {
      ...{ help: true, version: false, color: false, format: 'junit' as const, values: { fault: 'silent' } },
      switches: new Set(['list-faults']),
    },
    words: ['x'],
    problems: [],
  })
})

const mistakes: readonly (readonly [readonly string[], ...string[]])[] = [
  [
    ['--token', 's3cret'],
    '--token | is a secret, and a command line can be read by others | write --token-env NAME',
  ],
  [
    ['--jwt-secret=s3cret'],
    '--jwt-secret | is a secret, and a command line can be read by others | write --jwt-secret-env NAME',
  ],
  [
    ['--token-env', 'MISSING'],
    '--token-env | the environment variable "MISSING" is not set | give the name of a variable, not its value, and set the variable',
  ],
  [
    ['--token-env', 'EMPTY'],
    '--token-env | the environment variable "EMPTY" is empty | give the name of a variable, not its value, and set the variable',
  ],
  [
    ['--token-env', 'eyJhbGciOi'],
    '--token-env | the environment variable is not set | give the name of a variable, not its value, and set the variable',
  ],
  [['--timout', '5s', 'https://a.example'], '--timout | is not a flag | did you mean "--timeout"?'],
  [['--jwt-secret-en', 's3cret'], '--jwt-secret-en | is not a flag | did you mean "--jwt-secret-env"?'],
  [['--url-env', 'X'], '--url-env | is not a flag | write --url VALUE'],
  [['-x'], '"-x" | is not a flag | flags start with two dashes, such as --url'],
  [
    ['--timeout'],
    '--timeout | has no value | write --timeout VALUE, or --timeout=VALUE if it starts with --',
  ],
  [
    ['--timeout', '--wait', '1s'],
    '--timeout | has no value | write --timeout VALUE, or --timeout=VALUE if it starts with --',
  ],
  [
    ['--timeout', '1s', '--timeout', '2s'],
    '--timeout | is given twice, the input timeout has one value | keep one of the two',
  ],
  [
    ['--expect-revision', ''],
    '--expect-revision | has an empty value | leave --expect-revision out, or set the variable that its value comes from',
  ],
  [
    ['--websocket= '],
    '--websocket | has an empty value | leave --websocket out, or set the variable that its value comes from',
  ],
  [['--help=yes'], '--help | takes no value | write --help'],
  [
    ['--format', 'xml'],
    '--format | "xml" is not a format | write one of: terminal, json, markdown, junit, github',
  ],
  [
    ['https://a.example', 'https://b.example'],
    '"https://b.example" | is one URL too many | give one URL; values belong behind their flags',
  ],
  [
    ['https://a.example', '--url', 'https://b.example'],
    '--url | contradicts the URL "https://a.example" | keep one of the two',
  ],
]

for (const [argv, ...expected] of mistakes) {
  test(`refuses ${argv.join(' ')}`, () => {
    assert.deepEqual(parseFlags(argv, { EMPTY: '' }).problems.map(showRow), expected)
  })
}

test('no problem shows a word that was given for a secret', () => {
  const secret = fc.stringMatching(/^[a-z0-9]{8,40}$/)
  const form = fc.constantFrom(
    '--token',
    '--jwt-secret',
    '--jwt-private-key',
    '--token-env',
    '--tokn',
    '--jwt-secrets',
  )
  fc.assert(
    fc.property(form, secret, fc.boolean(), (flag, value, joined) => {
      const { problems } = parseFlags(joined ? [`${flag}=${value}`] : [flag, value], {})
      assert.ok(problems.length > 0)
      assert.ok(!JSON.stringify(problems).includes(value))
    }),
  )
})

test('whatever the words, flags are read without an exception and every word is accounted for', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '--',
      '-',
      '--=',
      '--health',
      '--timeout',
      '--check-run',
      '--token-env',
      '--constructor',
      '--__proto__',
    ),
  )
  fc.assert(
    fc.property(fc.array(word), argv => {
      const { inputs, options, words, problems } = parseFlags(argv, {})
      const used = Object.keys(inputs).length + words.length + problems.length
      const asked = options.help || options.version || !options.color || argv.every(text => text === '--')
      assert.ok(argv.length === 0 || used > 0 || asked || argv.includes('--format'))
    }),
  )
})

const isNotBlank = (text: string) => text.trim() !== ''

test('every plain input that is given as a flag arrives as it was', () => {
  const plain = inputDefinitions.filter(({ secret, alone }) => !secret && !alone).map(({ name }) => name)
  fc.assert(
    fc.property(fc.constantFrom(...plain), fc.string().filter(isNotBlank), (name, value) => {
      const { inputs, problems } = parseFlags([`--${name}=${value}`], {})
      assert.deepEqual(problems, [])
      assert.deepEqual(inputs, { [name]: { value, subject: `--${name}` } })
    }),
  )
})

test('the environment of an action gives inputs by their plain names, hyphens kept', () => {
  const env = {
    'INPUT_JWT-SECRET': 's',
    INPUT_URL: 'https://a',
    INPUT_TIMOUT: '5s',
    INPUTS: 'x',
    PATH: '/bin',
  }
  assert.deepEqual(inputsFromEnv(env), {
    'jwt-secret': { value: 's', subject: 'jwt-secret' },
    url: { value: 'https://a', subject: 'url' },
    timout: { value: '5s', subject: 'timout' },
  })
})

test('help names every flag that works, secrets by the variable that holds them', () => {
  const lines = describeFlags().join('\n')
  assert.match(lines, /^--timeout VALUE /m)
  assert.match(lines, /^--jwt-secret-env NAME /m)
  assert.doesNotMatch(lines, /^--token /m)
})

for (const word of ['toString', 'constructor', '__proto__'])
  test(`"${word}" is a word like any other`, () => {
    const { inputs, problems } = parseFlags([word], {})
    assert.deepEqual(problems, [])
    assert.equal(inputs.url?.value, word)
  })
