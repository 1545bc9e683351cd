/** Mistakes in the list of checks, and in the words that every check has. */

import { checkKinds } from '../../src/checks/index.ts'
import { one, refuseFiles, two } from './refusing.ts'

const kinds = checkKinds.map(({ kind }) => kind)
const orList = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

refuseFiles([
  [
    `${one}checks:
`,
    {},
    '4:1 | checks | is empty | write a list of checks, such as "- health: /health", or leave the word out',
  ],
  [
    `${one}checks: []
`,
    {},
    '4:9 | checks | is empty | write a list of checks, such as "- health: /health", or leave the word out',
  ],
  [
    `${one}checks: { health: / }
`,
    {},
    '4:9 | checks | a mapping is not a list | write a list of checks, such as "- health: /health", or leave the word out',
  ],
  [
    `${one}checks:
  - /health
`,
    {},
    '5:5 | checks[0] | "/health" is not a check | write KIND: PATH, such as health: /health',
  ],
  [
    `${one}checks:
  - helth: /
`,
    {},
    '5:5 | checks[0] | names no kind of check | did you mean "health"?',
  ],
  [
    `${one}checks:
  - name: x
`,
    {},
    `5:5 | checks[0] | names no kind of check | write one of: ${kinds.join(', ')}`,
  ],
  [
    `${one}checks:
  - health: /
    upgrade: /ws
`,
    {},
    '5:5 | checks[0] | names more than one kind of check: health, upgrade | write each as a check of its own, with a "-" before it',
  ],
  [
    `${one}checks:
  - health:
`,
    {},
    '5:5 | checks[0].health | is empty | write a path, such as health: /health',
  ],
  [
    `${one}checks:
  - health: health
`,
    {},
    '5:13 | checks[0].health | "health" is neither a path nor a URL | write /health or https://api.example.com',
  ],
  [
    `${one}checks:
  - upgrade: https://a.example/ws
`,
    {},
    '5:14 | checks[0].upgrade | "https://a.example/ws" has the scheme "https" | write wss://a.example/ws',
  ],
  [
    `${one}checks:
  - health: [/]
`,
    {},
    '5:13 | checks[0].health | a list is not a path | write a path, such as health: /health',
  ],
  [
    `${one}checks:
  - health: "/{{idd}}"
`,
    {},
    '5:13 | checks[0].health | "{{idd}}" is no template | did you mean "{{id}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    `${one}checks:
  - posture: /
  - parity: /
`,
    {},
    `5:5 | checks[0].posture | "posture" is not available in this version | remove this check; available are ${orList(kinds)}`,
    `6:5 | checks[1].parity | "parity" is not available in this version | remove this check; available are ${orList(kinds)}`,
  ],
  [
    `${one}checks:
  - messaging: /ws
    send: hello
    expect: hello
`,
    {},
    '6:5 | checks[0].send | "send" is not a word that is known here | write it as a step: conversation: [{ send: … }]',
    '7:5 | checks[0].expect | "expect" is not a word that is known here | write it as a step: conversation: [{ send: … }, { receive: … }]',
  ],
  [
    `${one}checks:
  - health: /
    timout: 5s
`,
    {},
    '6:5 | checks[0].timout | "timout" is not a word that is known here | did you mean "timeout"?',
  ],
  [
    `${one}checks:
  - health: /
    witin: 5s
`,
    {},
    '6:5 | checks[0].witin | "witin" is not a word that is known here | did you mean "within"?',
  ],
  [
    `${one}checks:
  - health: /
    timeout: 10
`,
    {},
    '6:14 | checks[0].timeout | "10" is not text | expected: Limit of one wait, such as 10s',
  ],
  [
    `${one}checks:
  - health: /
    retries: 50
`,
    {},
    '6:14 | checks[0].retries | "50" is too large | write at most 10',
  ],
  [
    `${one}checks:
  - health: /
    retries: 1.5
`,
    {},
    '6:14 | checks[0].retries | "1.5" is not a whole number | expected: Further tries after a transient infrastructure fault',
  ],
  [
    `${one}checks:
  - health: /
    name: ""
`,
    {},
    '6:11 | checks[0].name | is empty | write something, or leave it out',
  ],
  [
    `${one}checks:
  - health: /
    id: "a b"
`,
    {},
    '6:9 | checks[0].id | "a b" cannot be an id | write at most 100 letters, digits and . : / # _ -',
  ],
  [
    `${one}checks:
  - health: /
    headers: { Connection: close }
`,
    {},
    '6:28 | checks[0].headers.Connection | the header "Connection" is written by the client itself | remove it',
  ],
  [
    `${one}checks:
  - health: /
    needs: x
`,
    {},
    '6:12 | checks[0].needs | "x" is not the id of a check | write one of: health:/',
  ],
  [
    `${one}checks:
  - health: /
    when: stagin
`,
    {},
    '6:11 | checks[0].when | "stagin" is not an environment of this file | did you mean "staging"?',
  ],
  [
    `${two}checks:
  - health: /a
    id: a
    when: staging
  - health: /b
    needs: a
`,
    { environment: 'production' },
    '11:12 | checks[1].needs | "a" is left out of this environment by its `when` | give both checks the same `when`',
  ],
  [
    `${one}checks:
  - health: /
    id: a
  - health: /
    id: a
`,
    {},
    '8:9 | checks[1].id | "a" is taken by another check | give each check an id of its own',
  ],
  [
    `${one}checks:
  - health: /a
    needs: health:/b
  - health: /b
    needs: health:/a
`,
    {},
    '6:12 | checks[0].needs | goes in a circle: health:/a → health:/b → health:/a | take one of them out',
  ],
  [
    `${one}checks:
  - upgrade: /ws
`,
    { health: '/x', websocket: '/ws', send: 'x', connections: '3' },
    'health | has no effect: the configuration file declares its checks, and exactly those run | remove health, or declare it in the file',
    'websocket | has no effect: the configuration file declares its checks, and exactly those run | remove websocket, or declare it in the file',
    'send | has no effect: the configuration file declares its checks, and exactly those run | remove send, or declare it in the file',
    'connections | has no effect: the configuration file declares its checks, and exactly those run | remove connections, or declare it in the file',
  ],
  [
    `${one}    websocket: /ws
checks:
  - upgrade: /ws
`,
    {},
    '4:16 | environments.staging.websocket | has no effect: a path here is checked only by the simple form, and the file declares its checks | write a ws:// or wss:// URL, or remove it',
  ],
])
