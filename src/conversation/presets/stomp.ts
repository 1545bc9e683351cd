/** STOMP 1.2: https://stomp.github.io/stomp-specification-1.2.html */

import { parseJson, writeJson } from '../../matching/json.ts'
import { isRecord } from '../../matching/subject.ts'
import type { Codec } from '../dialect.ts'
import type { Step } from '../steps.ts'
import { changingTopic, credentialPart, definePreset, sharedTopic } from './preset.ts'
import { expected, sendable, text, texts } from './words.ts'

interface StompOptions {
  readonly host?: string | undefined
  readonly 'connect-headers'?: Readonly<Record<string, string>> | undefined
  readonly destination?: string | undefined
  readonly subscribe?: string | undefined
  readonly send?: unknown
  readonly expect?: unknown
}

/** Milliseconds between heart-beats, both ways; ours goes out a little earlier. */
const heartBeatMs = 10_000
/** Characters of the headers of one frame. */
const mostHeaders = 65_536
const escapes: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', ':': '\\c', '\\': '\\\\' }
const plain: Readonly<Record<string, string>> = { r: '\r', n: '\n', c: ':', '\\': '\\' }

/** A frame is { command, headers, body }, its body parsed where it is a JSON object or array; a bare line end is a heart-beat. */
const codec: Codec = {
  read(data) {
    const frame = typeof data === 'string' ? data : Buffer.from(data).toString('utf8')
    if (/^\r?\n?$/.test(frame)) return { command: 'HEARTBEAT' }
    // Cut by position: a regular expression over the whole could be kept busy for minutes by a hostile body.
    const gap = /\r?\n\r?\n/.exec(frame.slice(0, mostHeaders))
    if (!gap) return undefined
    const start = gap.index + gap[0].length
    const [command = '', ...lines] = frame.slice(0, gap.index).split(/\r?\n/)
    if (!/^[A-Z]+$/.test(command)) return undefined
    const end = frame.lastIndexOf('\0')
    const body = frame.slice(start, end < start ? undefined : end)
    const headers: [string, string][] = lines.flatMap(line => {
      const colon = line.indexOf(':')
      return colon < 0 ? [] : [[unquote(line.slice(0, colon)), unquote(line.slice(colon + 1))]]
    })
    // Of a header that is repeated, the first counts.
    return { command, headers: Object.fromEntries(headers.reverse()), body: readBody(body) }
  },
  write(value) {
    if (!isRecord(value) || typeof value.command !== 'string') return undefined
    if (value.command === 'HEARTBEAT') return '\n'
    // CONNECT is not escaped, for the sake of STOMP 1.0.
    const quote = (part: string) => (value.command === 'CONNECT' ? part : escapeHeader(part))
    const headers = Object.entries(isRecord(value.headers) ? value.headers : {})
    const lines = headers.map(([name, header]) => `${quote(name)}:${quote(String(header))}\n`)
    const { body = '' } = value
    return `${value.command}\n${lines.join('')}\n${typeof body === 'string' ? body : writeJson(body)}\0`
  },
}

const escapeHeader = (part: string): string => part.replace(/[\r\n:\\]/g, found => escapes[found] ?? found)
const unquote = (part: string): string =>
  part.replace(/\\([rnc\\])/g, (found, letter: string) => plain[letter] ?? found)

function readBody(body: string): unknown {
  if (!/^\s*[[{]/.test(body)) return body
  try {
    return parseJson(body)
  } catch {
    return body
  }
}

const login = { login: 'verify-deploy', passcode: '{{token}}' }
const subscription = 'verify-deploy'

const subscribed = (sent: readonly unknown[]): string[] =>
  sent.flatMap(frame =>
    isRecord(frame) && frame.command === 'SUBSCRIBE' && isRecord(frame.headers)
      ? [String(frame.headers.destination ?? '')]
      : [],
  )

export const stompPreset = definePreset<StompOptions>({
  name: 'stomp',
  proves: 'the broker says CONNECTED, and, with `destination`, delivers our message to our subscription',
  subprotocols: ['v12.stomp', 'v11.stomp'],
  query: {},
  takesCredential: true,
  options: zod =>
    zod.strictObject({
      host: text(zod).optional().describe('Virtual host; / without it.'),
      'connect-headers': texts(zod)
        .optional()
        .describe(
          'Headers of CONNECT for the credential; { login: verify-deploy, passcode: "{{token}}" } without it.',
        ),
      destination: text(zod).optional().describe('Where to send a message, such as /topic/health.'),
      subscribe: text(zod).optional().describe('Where its answer arrives; the destination without it.'),
      send: sendable(zod).optional().describe('Body of the message: text or JSON; {{id}} without it.'),
      expect: expected(zod)
        .optional()
        .describe('What the body that arrives has to match; it has our {{id}} in it without this.'),
    }),
  dialect: {
    codec,
    answers: [{ when: { command: 'HEARTBEAT' } }],
    beat: { everyMs: heartBeatMs * 0.8, send: { command: 'HEARTBEAT' } },
    rules: [
      {
        means: 'refused',
        message: {
          command: 'ERROR',
          headers: {
            message: {
              $matches:
                '/^bad connect$|access|denied|refused|unauthori|forbidden|authenticat|credential|login|passcode/i',
            },
          },
        },
        says: 'STOMP refused the credential (ERROR)',
      },
      { means: 'failed', message: { command: 'ERROR' }, says: 'STOMP answered with ERROR' },
      {
        // Its ERROR frame is lost (measured with 3.10.8); its log has it.
        means: 'failed',
        close: [1000],
        reason: /^STOMP died/,
        says: 'RabbitMQ gave up the STOMP session, as it does when the user may not use the destination',
      },
    ],
  },
  once: sent => changingTopic(subscribed(sent)),
  shared: sent => sharedTopic(subscribed(sent)),
  open({ host = '/', 'connect-headers': given }, credential): Step[] {
    const shown = credentialPart<Readonly<Record<string, string>>>(given, login, credential)
    const headers = {
      'accept-version': '1.2,1.1',
      host,
      'heart-beat': `${heartBeatMs},${heartBeatMs}`,
      ...shown,
    }
    return [{ send: { command: 'CONNECT', headers } }, { receive: { command: 'CONNECTED' } }]
  },
  talk({ destination, subscribe = destination, send = '{{id}}', expect = { $contains: '{{id}}' } }): Step[] {
    if (destination === undefined) return []
    const type = typeof send === 'string' ? 'text/plain' : 'application/json'
    return [
      { send: { command: 'SUBSCRIBE', headers: { id: subscription, destination: subscribe, ack: 'auto' } } },
      { send: { command: 'SEND', headers: { destination, 'content-type': type }, body: send } },
      { receive: { command: 'MESSAGE', headers: { subscription }, body: expect } },
    ]
  },
})
