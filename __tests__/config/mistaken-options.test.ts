/** Mistakes in the options of a kind of check: health, concurrency, conversations. */

import { one, refuseFiles } from './refusing.ts'

refuseFiles([
  [
    `${one}checks:
  - health: /
    within: 5 sec
`,
    {},
    '6:13 | checks[0].within | "5 sec" is not a duration | write 250ms, 10s, 2m or 1h',
  ],
  [
    `${one}checks:
  - health: /
    status: ok
`,
    {},
    '6:13 | checks[0].status | "ok" is not a number or a list | write a number or a list',
  ],
  [
    `${one}checks:
  - health: /
    status: [200, 2]
`,
    {},
    '6:19 | checks[0].status[1] | "2" is too small | write at least 100',
  ],
  [
    `${one}checks:
  - health: /
    status: 999
`,
    {},
    '6:13 | checks[0].status | "999" is too large | write at most 599',
  ],
  [
    `${one}checks:
  - health: /
    follow: yes
`,
    {},
    '6:13 | checks[0].follow | "yes" is not true or false | write true or false',
  ],
  [
    `${one}checks:
  - health: /
    json: { a: { $abov: 1 } }
`,
    {},
    '6:25 | checks[0].json.a["$abov"] | "$abov" is no matcher word | did you mean "$above"? The words are $equals $matches $contains $starts-with $one-of $above $below $present $length $type $not $hex $base64; a key of the data that starts with "$" is written as "$[\'$abov\']"',
  ],
  [
    `${one}checks:
  - concurrency: /ws
    connections: 0
`,
    {},
    '6:18 | checks[0].connections | "0" is too small | write at least 1',
  ],
  [
    `${one}checks:
  - concurrency: /ws
    connections: many
`,
    {},
    '6:18 | checks[0].connections | "many" is not a number | write a number',
  ],
  [
    `${one}checks:
  - concurrency: /ws
    connections: $N
`,
    {},
    '6:18 | checks[0].connections | the environment variable "N" is not set | set N in `env:` of the step, or write "$$N" for a literal dollar',
  ],
  [
    `${one}checks:
  - messaging: /ws
    conversation: []
`,
    {},
    '6:19 | checks[0].conversation | the conversation waits for nothing from the server, so it would prove nothing | add a receive step for the answer, or send { $ping: text }, which the server must answer',
  ],
  [
    `${one}checks:
  - messaging: /ws
    conversation:
      - sent: x
`,
    {},
    '7:9 | checks[0].conversation[0].sent | "sent" is not a word that is known here | did you mean "send"?',
    '7:9 | checks[0].conversation[0] | this step does nothing | a step has one of the words send, receive, receive-all, never, close, pause, repeat',
    '7:7 | checks[0].conversation | the conversation waits for nothing from the server, so it would prove nothing | add a receive step for the answer, or send { $ping: text }, which the server must answer',
  ],
  [
    `${one}checks:
  - messaging: /ws
    conversation:
      - send: x
      - receive: y
        within: soon
`,
    {},
    '9:17 | checks[0].conversation[1].within | "soon" is not a duration | write 250ms, 10s, 2m or 1h; at most 24h',
  ],
  [
    `${one}checks:
  - messaging: /ws
    conversation:
      - receive: { a: { $matchs: x } }
`,
    {},
    '7:34 | checks[0].conversation[0].receive.a["$matchs"] | "$matchs" is no matcher word | did you mean "$matches"? The words are $equals $matches $contains $starts-with $one-of $above $below $present $length $type $not $hex $base64; a key of the data that starts with "$" is written as "$[\'$matchs\']"',
  ],
  [
    `${one}checks:
  - upgrade: /ws
    subprotocol: 5
`,
    {},
    '6:18 | checks[0].subprotocol | "5" is not text or a list | expected: Subprotocols to offer; the server must pick one',
  ],
  [
    `${one}checks:
  - health: /
    json: { a: $NOPE }
`,
    {},
    '6:16 | checks[0].json.a | the environment variable "NOPE" is not set | set NOPE in `env:` of the step, or write "$$NOPE" for a literal dollar',
  ],
  [
    `${one}checks:
  - messaging: /ws
    conversation:
      - send: { id: "{{idd}}" }
      - receive: x
`,
    {},
    '7:21 | checks[0].conversation[0].send.id | "{{idd}}" is no template | did you mean "{{id}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    `${one}checks:
  - messaging: /ws
    conversation:
      - pause: 1s
        within: 2s
      - receive: x
`,
    {},
    '8:17 | checks[0].conversation[0].within | "within" does not go with "pause" | "within" belongs to receive, receive-all, close',
  ],
])
