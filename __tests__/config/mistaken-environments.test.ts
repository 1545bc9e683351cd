/** Mistakes in an environment: its name, its addresses, its headers, its variables. */

import { one, refuseFiles, two } from './refusing.ts'

refuseFiles([
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
])
