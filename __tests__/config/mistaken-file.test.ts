/** One row for each mistake in the configuration file: its text, the inputs beside it, every problem and its place. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKinds } from '../../src/checks/index.ts'
import { defaultFile, load, showRow } from './given.ts'

const kinds = checkKinds.map(({ kind }) => kind)
const orList = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

const one = `environments:
  staging:
    url: https://a.example
`
const two = `${one}  production:
    url: https://b.example
`

/** The text, the inputs, and `LINE:COLUMN | SUBJECT | MESSAGE | REMEDY` of each problem. */
const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, ...string[]])[] = [
  [
    ``,
    {},
    '1:1 | .github/verify-deploy.yml | is empty | write environments, ready, checks, policy as its keys',
  ],
  [
    `- a
`,
    {},
    '1:1 | .github/verify-deploy.yml | is not a mapping | write environments, ready, checks, policy as its keys',
  ],
  [
    `a: [1
`,
    {},
    '2:1 | .github/verify-deploy.yml | is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] | correct the YAML at this place',
  ],
  [
    `a: 1
a: 2
`,
    {},
    '2:1 | .github/verify-deploy.yml | the same key stands here a second time | keep one of the two',
  ],
  [
    `	checks: 1
`,
    {},
    '1:1 | .github/verify-deploy.yml | is not valid YAML: Tabs are not allowed as indentation | indent with spaces',
  ],
  [
    `a: *nope
`,
    {},
    '1:4 | .github/verify-deploy.yml | the anchor "nope" is not declared | declare the anchor before it is used, or quote the text that starts with *',
  ],
  [
    `a: !secret x
`,
    {},
    '1:4 | .github/verify-deploy.yml | is not valid YAML: Unresolved tag: !secret | remove the tag that starts with !',
  ],
  [
    `a: 1
---
b: 2
`,
    {},
    '2:1 | .github/verify-deploy.yml | holds more than one YAML document | keep one document: remove the line ---',
  ],
  [
    `? [a]
: 1
`,
    {},
    '1:3 | .github/verify-deploy.yml | a key is not a word | write KEY: VALUE, with the key in quotes if need be',
  ],
  [
    `check:
  - health: /
`,
    {},
    '1:1 | check | "check" is not a word that is known here | did you mean "checks"?',
    'url | is missing | give the base URL of the deployment, such as https://api.example.com',
  ],
  [
    `${one}ready: { within: soon }
`,
    {},
    '4:18 | ready.within | "soon" is not a duration | write 250ms, 10s, 2m or 1h',
  ],
  [
    `${one}policy: { slower-than-baseline: 1x }
`,
    {},
    '4:33 | policy.slower-than-baseline | "1x" is no factor above 1 | write how many times as long is too slow, such as 2x',
  ],
  [
    `${one}policy: { fail-on: al }
`,
    {},
    '4:20 | policy.fail-on | "al" is not allowed here | write one of: any, infrastructure, regression',
  ],
  [
    `${one}policy: { fail_on: any }
`,
    {},
    '4:11 | policy.fail_on | "fail_on" is not a word that is known here | did you mean "fail-on"?',
  ],
  [
    `${one}policy: any
`,
    {},
    '4:9 | policy | "any" is not a mapping | write a mapping',
  ],
  [
    `environments: {}
`,
    {},
    '1:15 | environments | is not a mapping of names to environments | write NAME: { url: … }',
  ],
  [
    `environments:
  staging:
`,
    {},
    '2:3 | environments.staging | is empty | expected: One deployment of the system',
  ],
  [
    `environments: [a]
`,
    {},
    '1:15 | environments | is not a mapping of names to environments | write NAME: { url: … }',
  ],
  [
    `${two}`,
    {},
    '1:1 | environment | is missing: the configuration file has 2 environments | write one of: staging, production',
  ],
  [
    `${two}`,
    { environment: 'stagin' },
    'environment | "stagin" is not an environment of .github/verify-deploy.yml | did you mean "staging"?',
  ],
  [
    `${one}`,
    { environment: 'prod' },
    'environment | "prod" is not an environment of .github/verify-deploy.yml | write one of: staging',
  ],
  [
    `environments:
  staging:
    ulr: https://a.example
`,
    {},
    '3:5 | environments.staging.ulr | "ulr" is not a word that is known here | did you mean "url"?',
  ],
  [
    `environments:
  staging:
    url: a.example
`,
    {},
    '3:10 | environments.staging.url | "a.example" is not a URL | write https://a.example',
  ],
  [
    `environments:
  staging:
    url: 5
`,
    {},
    '3:10 | environments.staging.url | "5" is not text | expected: Base URL of the deployment',
  ],
  [
    `environments:
  staging:
    url: $NOPE
`,
    {},
    '3:10 | environments.staging.url | the environment variable "NOPE" is not set | set NOPE in `env:` of the step, or write "$$NOPE" for a literal dollar',
  ],
  [
    `${one}    websocket: https://a.example
`,
    {},
    '4:16 | environments.staging.websocket | "https://a.example" has the scheme "https" | write wss://a.example',
  ],
  [
    `${one}    headers: { "x y": 1 }
`,
    {},
    '4:23 | environments.staging.headers["x y"] | "x y" is not a header name | remove it',
  ],
  [
    `${one}    headers: { upgrade: 1 }
`,
    {},
    '4:25 | environments.staging.headers.upgrade | the header "upgrade" is written by the client itself | remove it',
  ],
  [
    `${one}    headers: { x: "a\\nb" }
`,
    {},
    '4:19 | environments.staging.headers.x | cannot be sent as the value of a header | write one line of visible characters',
  ],
  [
    `${one}    headers: { x: $MISSING }
`,
    {},
    '4:19 | environments.staging.headers.x | the environment variable "MISSING" is not set | set MISSING in `env:` of the step, or write "$$MISSING" for a literal dollar',
  ],
  [
    `${one}    headers: { x: "\${{ secrets.X }}" }
`,
    {},
    '4:19 | environments.staging.headers.x | "${{ secrets.X }}" holds an expression of GitHub, which is not evaluated in this file | pass the value to the step through `env:` and write $NAME here; for a literal "${{" write "$${{"',
  ],
  [
    `${one}    headers: { x: [1] }
`,
    {},
    '4:19 | environments.staging.headers.x | the value is not text, a number or true or false | write text, a number or true or false',
  ],
  [
    `${one}    headers: { x: "{{idd}}" }
`,
    {},
    '4:19 | environments.staging.headers.x | "{{idd}}" is no template | did you mean "{{id}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    `${one}    credential: { tokn: x }
`,
    {},
    '4:19 | environments.staging.credential.tokn | "tokn" is not a word that is known here | did you mean "token"?',
  ],
  [
    `${one}    credential: {}
`,
    {},
    '4:17 | environments.staging.credential | is empty | write token, jwt with its secret or private-key, oidc, oauth or login',
  ],
  [
    `${one}    credential: { oidc: { audience: api } }
`,
    {},
    '4:37 | environments.staging.credential.oidc.audience | needs a job of GitHub Actions: only there GitHub gives out a token | give another credential here, such as token',
  ],
  [
    `${one}    credential: { oidc: {} }
`,
    {},
    '4:25 | environments.staging.credential.oidc.audience | is missing | expected: Who the token is for',
  ],
  [
    `${one}    credential: { token: t, oauth: { token-url: /t, client-id: a, client-secret: b } }
`,
    {},
    '4:36 | environments.staging.credential.oauth | contradicts environments.staging.credential.token: a client shows one credential | keep one of environments.staging.credential.token, environments.staging.credential.oauth',
  ],
  [
    `${one}    credential: { oauth: { token-url: api/t, client-id: a, client-secret: b } }
`,
    {},
    '4:39 | environments.staging.credential.oauth.token-url | "api/t" is neither a path nor a URL | write /api/t or https://api.example.com',
  ],
  [
    `${one}    credential: { oauth: { token-url: /t, client-id: a } }
`,
    {},
    '4:26 | environments.staging.credential.oauth.client-secret | is missing | expected: Usually $NAME',
  ],
  [
    `${one}    credential: { oauth: { token-url: /t, client-id: a, client-secret: b, auth: header } }
`,
    {},
    '4:81 | environments.staging.credential.oauth.auth | "header" is not allowed here | write one of: basic, body',
  ],
  [
    `${one}    credential: { oauth: { token-url: /t, client-id: a, client-secret: $EMPTY } }
`,
    {},
    '4:72 | environments.staging.credential.oauth.client-secret | the environment variable "EMPTY" is empty | set EMPTY in `env:` of the step, or write "$$EMPTY" for a literal dollar',
  ],
  [
    `${one}    credential: { oauth: { token-url: /t, client-id: a, client-secret: b }, jwt: { algorithm: HS256 } }
`,
    {},
    '4:95 | environments.staging.credential.jwt.algorithm | shapes a minted JWT, and environments.staging.credential.oauth is fetched | remove environments.staging.credential.jwt.algorithm or environments.staging.credential.oauth',
  ],
  [
    `${one}    credential: { login: { url: /login } }
`,
    {},
    '4:26 | environments.staging.credential.login.token | is missing, and cookie as well | write token: $.path, or cookie: NAME',
  ],
  [
    `${one}    credential: { login: { url: /login, token: $.t, cookie: c } }
`,
    {},
    '4:61 | environments.staging.credential.login.cookie | contradicts token: a login gives one credential | keep one of token and cookie',
  ],
  [
    `${one}    credential: { login: { url: /login, token: access_token } }
`,
    {},
    '4:48 | environments.staging.credential.login.token | "access_token" is not a JSONPath: it does not start with $ | write a JSONPath such as $.access_token',
  ],
  [
    `${one}    credential: { login: { url: /login, token: $.a, method: GET, body: { a: 1 } } }
`,
    {},
    '4:61 | environments.staging.credential.login.method | "GET" does not carry a body | write POST, or remove body',
  ],
  [
    `${one}    credential: { login: { url: /login, token: $.a, body: { password: '{{tokn}}' } } }
`,
    {},
    '4:71 | environments.staging.credential.login.body.password | "***" is no template | did you mean "{{token}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    `${one}    credential: { login: { url: /login, token: $.a, body: 'x={{token}}' } }
`,
    {},
    '4:59 | environments.staging.credential.login.body | "{{token}}" stands for the token that the login is asked for | remove it',
  ],
  [
    `${one}    credential: { login: { url: /login, cookie: 'a b' } }
`,
    {},
    '4:49 | environments.staging.credential.login.cookie | "a b" is not a name of a cookie | write the name alone, such as session',
  ],
  [
    `${one}    credential: { jwt: { secret: s, subject: a, claims: { sub: b } } }
`,
    {},
    '4:46 | environments.staging.credential.jwt.subject | contradicts the claim "sub" of environments.staging.credential.jwt.claims | keep subject or the claim "sub"',
  ],
  [
    `${one}    credential: { jwt: { secret: s, subject: '{{idd}}' } }
`,
    {},
    '4:46 | environments.staging.credential.jwt.subject | "{{idd}}" is no template | did you mean "{{id}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    `${one}    credential: { token: 5 }
`,
    {},
    '4:26 | environments.staging.credential.token | the value is not text | expected: A ready-made credential, usually $NAME',
  ],
  [
    `${one}    credential: { token: x, jwt: { secret: y } }
`,
    {},
    '4:44 | environments.staging.credential.jwt.secret | contradicts environments.staging.credential.token: a client shows one credential | keep one of environments.staging.credential.token, environments.staging.credential.jwt.secret',
  ],
  [
    `${one}    credential: { jwt: { secret: y, private-key: z } }
`,
    {},
    '4:50 | environments.staging.credential.jwt.private-key | contradicts environments.staging.credential.jwt.secret: a client shows one credential | keep one of environments.staging.credential.jwt.secret, environments.staging.credential.jwt.private-key',
  ],
  [
    `${one}    credential: { jwt: { claims: { a: 1 } } }
`,
    {},
    '4:34 | environments.staging.credential.jwt.claims | has no effect without a key | give secret or private-key too, or remove environments.staging.credential.jwt.claims',
  ],
  [
    `${one}    credential: { jwt: { secret: y, algorithm: RS256 } }
`,
    {},
    '4:48 | environments.staging.credential.jwt.algorithm | "RS256" does not fit a shared secret | write HS256, HS384 or HS512, or leave algorithm out',
  ],
  [
    `${one}    credential: { jwt: { secret: y, algorithm: RS25 } }
`,
    {},
    '4:48 | environments.staging.credential.jwt.algorithm | "RS25" is not allowed here | did you mean "RS256"?',
  ],
  [
    `${one}    credential: { jwt: { secret: y, expires-in: soon } }
`,
    {},
    '4:49 | environments.staging.credential.jwt.expires-in | "soon" is not a duration | write 250ms, 10s, 2m or 1h',
  ],
  [
    `${one}    credential: { jwt: { secret: y, claims: { exp: soon } } }
`,
    {},
    '4:45 | environments.staging.credential.jwt.claims | the claim "exp" is "soon" | write seconds since 1970 as a number, or leave "exp" out',
  ],
  [
    `${one}    credential: { token: x, in: head }
`,
    {},
    '4:33 | environments.staging.credential.in | "head" is not a place for a credential | write header, header:NAME, header:NAME SCHEME, query:NAME, cookie:NAME, subprotocol:PREFIX or message',
  ],
  [
    `${one}    credential: { token: x, in: message }
checks:
  - messaging: /ws
`,
    {},
    '6:5 | credential | puts the credential into the first message, and auth-message is missing | write auth-message with {{token}} in it, in the check or in its environment',
  ],
  [
    `${one}    credential: { token: x, in: message }
    auth-message: { t: "{{tokn}}" }
checks:
  - messaging: /ws
`,
    {},
    '5:24 | environments.staging.auth-message.t | "{{tokn}}" is no template | did you mean "{{token}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
    '7:5 | credential | puts the credential into the first message, and auth-message has no {{token}} | write auth-message with {{token}} in it, in the check or in its environment',
  ],
  [
    `${one}    credential: { token: x, in: message }
checks:
  - health: /
    credential: default
`,
    {},
    '6:5 | credential | "default" goes into a message, which health does not have | use a credential in a header, query or cookie',
  ],
  [
    `${one}    credential: { jwt: { private-key: $KEY } }
`,
    {},
    '4:39 | environments.staging.credential.jwt.private-key | the environment variable "KEY" is not set | set KEY in `env:` of the step, or write "$$KEY" for a literal dollar',
  ],
  [
    `${one}    credentials: { none: { token: x } }
`,
    {},
    '4:20 | environments.staging.credentials.none | "none" has a meaning of its own | choose another name',
  ],
  [
    `${one}checks:
  - health: /
    credential: admin
`,
    {},
    '6:17 | checks[0].credential | "admin" is not a credential of the environment | write one of: none, default',
  ],
  [
    `${one}checks:
  - health: /
    credential: default
`,
    {},
    '5:5 | credential | "default" is asked for, and the environment has none | declare credential in the environment',
  ],
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
  - health: /
    timout: 5s
`,
    {},
    '6:5 | checks[0].timout | "timout" is not a word that is known here | did you mean "timeout"?',
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
    witin: 5s
`,
    {},
    '6:5 | checks[0].witin | "witin" is not a word that is known here | did you mean "within"?',
  ],
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
    timeout: 10
`,
    {},
    '6:14 | checks[0].timeout | "10" is not text | expected: Limit of one wait, such as 10s',
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
  [
    `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
`,
    {},
    '2:8 | .github/verify-deploy.yml | holds more than 50000 values, aliases counted | declare less, or use fewer aliases',
  ],
  [
    `a: ${'['.repeat(100)}${']'.repeat(100)}`,
    {},
    '1:68 | .github/verify-deploy.yml | is nested more than 64 levels deep | flatten it',
  ],
  [
    `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    {},
    '1:797 | .github/verify-deploy.yml | is nested more than 64 levels deep | flatten it',
  ],
  [
    `a: &a [*a]
`,
    {},
    '1:8 | .github/verify-deploy.yml | is nested more than 64 levels deep | flatten it',
  ],
  [
    'x'.repeat(1024 * 1024 + 1),
    {},
    'config | ".github/verify-deploy.yml" is larger than 1 MiB | give the configuration file itself',
  ],
  [
    `environments:
  staging:
    url: htps://a.example
check: 1
checks:
  - helth: /
  - health: x
`,
    {},
    '4:1 | check | "check" is not a word that is known here | did you mean "checks"?',
    '3:10 | environments.staging.url | "htps://a.example" has the scheme "htps" | write a whole URL, such as https://api.example.com',
    '6:5 | checks[0] | names no kind of check | did you mean "health"?',
    '7:13 | checks[1].health | "x" is neither a path nor a URL | write /x or https://api.example.com',
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
  [
    `${one}    headers: { x: "a\${EMPTY}" }
`,
    {},
    '4:19 | environments.staging.headers.x | the environment variable "EMPTY" is empty | set EMPTY in `env:` of the step, or write "$${EMPTY}" for a literal dollar',
  ],
  [
    `environments:
  "odd name":
    ulr: x
`,
    {},
    '3:5 | environments["odd name"].ulr | "ulr" is not a word that is known here | did you mean "url"?',
  ],
]

for (const [text, inputs, ...expected] of mistakes) {
  const shown = text.replace(one, '…').slice(0, 160)
  test(`refuses the file ${JSON.stringify(shown)} with ${JSON.stringify(inputs)}`, async () => {
    const loaded = await load({ inputs, env: { EMPTY: '' }, files: { [defaultFile]: text } })
    assert.deepEqual(loaded.ok ? [] : loaded.problems.map(showRow), expected)
    const places = loaded.ok ? [] : loaded.problems.flatMap(({ place }) => place ?? [])
    for (const place of places) assert.equal(place.file, defaultFile)
  })
}

test('a file that is not UTF-8 is refused', async () => {
  const loaded = await load({ files: { [defaultFile]: Buffer.from([0x61, 0xff, 0xfe]) } })
  assert.deepEqual(loaded.ok ? [] : loaded.problems.map(showRow), [
    `config | "${defaultFile}" is not UTF-8 text | save it as UTF-8`,
  ])
})
