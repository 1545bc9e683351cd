/** Mistakes in a credential of the file: which one, how it is minted, where it goes, who asks for it. */

import { one, refuseFiles } from './refusing.ts'

refuseFiles([
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
])
