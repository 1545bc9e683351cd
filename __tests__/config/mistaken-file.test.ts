/** Mistakes in the file as a whole: its YAML, its size, and its words beside environments and checks. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultFile, load, showRow } from './given.ts'
import { one, refuseFiles } from './refusing.ts'

refuseFiles([
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
])

test('a file that is not UTF-8 is refused', async () => {
  const loaded = await load({ files: { [defaultFile]: Buffer.from([0x61, 0xff, 0xfe]) } })
  assert.deepEqual(loaded.ok ? [] : loaded.problems.map(showRow), [
    `config | "${defaultFile}" is not UTF-8 text | save it as UTF-8`,
  ])
})
