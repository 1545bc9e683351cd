/** Mistakes in a credential that somebody has to be asked for: GitHub, a token endpoint, a login. */

import { one, refuseFiles } from './refusing.ts'

refuseFiles([
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
])
