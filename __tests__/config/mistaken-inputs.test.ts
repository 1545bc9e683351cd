/** One row for each mistake in the inputs: what was given, and every problem that is told. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, showRow } from './given.ts'
import { keys } from './keys.ts'

const url = 'https://a.example'
const ws = { url, websocket: '/ws' }

/** The inputs, and `SUBJECT | MESSAGE | REMEDY` of each problem. Names in <> stand for the keys of keys.ts. */
const mistakes: readonly (readonly [Readonly<Record<string, string>>, ...string[]])[] = [
  [{}, 'url | is missing | give the base URL of the deployment, such as https://api.example.com'],
  [{ url: 'api.example.com' }, 'url | "api.example.com" is not a URL | write https://api.example.com'],
  [{ url: 'localhost:8080' }, 'url | "localhost:8080" is not a URL | write http://localhost:8080'],
  [
    { url: 'not a url' },
    'url | "not a url" is not a URL | write a whole URL, such as https://api.example.com',
  ],
  [
    { url: 'wss://a.example/ws' },
    'url | "wss://a.example/ws" has the scheme "wss" | write https://a.example/ws',
  ],
  [
    { url: 'ftp://a' },
    'url | "ftp://a" has the scheme "ftp" | write a whole URL, such as https://api.example.com',
  ],
  [
    { url: 'https://me:hunter2@a.example' },
    'url | "https://***@a.example" carries a user name or password | remove it; credentials have inputs of their own',
  ],
  [
    { url: 'https://a#x' },
    'url | "https://a#x" has a fragment, which is never sent to a server | remove the part from # on',
  ],
  [
    { url: 'https://a/?x=1' },
    'url | "https://a/?x=1" has a query, which a base URL cannot carry | put the query into the path of the check',
  ],
  [
    { url: 'https://' },
    'url | "https://" is not a valid URL | write a whole URL, such as https://api.example.com',
  ],
  [
    { url, health: 'health' },
    'health | "health" is neither a path nor a URL | write /health or https://api.example.com',
  ],
  [
    { url, health: '/ok\n//evil.example/x' },
    'health | "//evil.example/x" is not a path | write one path, such as /health, without spaces and backslashes',
  ],
  [
    { url, health: '/a b' },
    'health | "/a b" is not a path | write one path, such as /health, without spaces and backslashes',
  ],
  [{ url, health: 'wss://a/x' }, 'health | "wss://a/x" has the scheme "wss" | write https://a/x'],
  [
    { url, health: '/a#b' },
    'health | "/a#b" has a fragment, which is never sent to a server | remove the part from # on',
  ],
  [
    { url, websocket: 'https://a.example/ws' },
    'websocket | "https://a.example/ws" has the scheme "https" | write wss://a.example/ws',
  ],
  [
    { url, websocket: 'ws' },
    'websocket | "ws" is neither a path nor a URL | write /ws or wss://api.example.com/ws',
  ],
  [{ url, timeout: '5 sec' }, 'timeout | "5 sec" is not a duration | write 250ms, 10s, 2m or 1h'],
  [{ url, timeout: '0s' }, 'timeout | "0s" leaves no time at all | write 250ms, 10s, 2m or 1h'],
  [{ url, timeout: '30h' }, 'timeout | "30h" is too long | write at most 24h'],
  [{ url, wait: '-1s' }, 'wait | "-1s" is not a duration | write 250ms, 10s, 2m or 1h'],
  [{ url, deadline: '10' }, 'deadline | "10" is not a duration | write 250ms, 10s, 2m or 1h'],
  [
    { ...ws, connections: 'ten' },
    'connections | "ten" is not a whole number from 0 to 10000 | write a whole number from 0 to 10000',
  ],
  [
    { ...ws, connections: '10001' },
    'connections | "10001" is not a whole number from 0 to 10000 | write a whole number from 0 to 10000',
  ],
  [
    { url, connections: '3' },
    'connections | has no effect without a WebSocket | give websocket too, or remove connections',
  ],
  [{ url, timout: '5s' }, 'timout | is not an input | did you mean "timeout"?'],
  [{ url, jwt_secret: 'x' }, 'jwt_secret | is not an input | did you mean "jwt-secret"?'],
  [
    { url, banana: 'x' },
    'banana | is not an input | write one of: url, health, websocket, stream, send, expect, subprotocol, connections, auth-required, token, jwt-secret, jwt-private-key, jwt-algorithm, jwt-claims, jwt-expires-in, jwt-key-id, oidc-audience, credential-in, expect-revision, revision-from, wait, timeout, deadline, config, environment, fail-on, baseline, ca, connect-to, sha, check-run, comment, deployment-status, merge, merge-expect, report-dir, github-token, job, job-id',
  ],
  [{ url, stream: 's' }, 'stream | "s" is neither a path nor a URL | write /s or https://api.example.com'],
  [
    { url, stream: 'POST /s/{x} and more' },
    'stream | "POST /s/{x} and more" is not a stream | write [METHOD ]PATH, such as POST /api/chat/stream, or POST /api/chat/stream until [DONE]',
  ],
  [
    { url, 'expect-revision': 'two words' },
    'expect-revision | "two words" is not a revision | write a commit or a tag: one word of at most 200 characters',
  ],
  [
    { url, 'revision-from': '/v#x' },
    'revision-from | "#x" is not a JSON pointer | write #/NAME, or #/OUTER/INNER for what is nested (RFC 6901)',
  ],
  [
    { ...ws, 'oidc-audience': 'x' },
    'oidc-audience | needs a job of GitHub Actions: only there GitHub gives out a token | give another credential here, such as token',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'header:x "y"' },
    'credential-in | ""y"" is not a scheme | write header:NAME SCHEME, such as header:Authorization Token',
  ],
  [
    { ...ws, token: 'Token t', 'credential-in': 'header:authorization token' },
    'token | begins with "token ", which is added by itself | store the credential without that word',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': '{"sub":"{{conection}}"}' },
    'jwt-claims | "{{conection}}" is no template | did you mean "{{connection}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': '{"sub":"{{token}}"}' },
    'jwt-claims | "{{token}}" stands for the token that is being made | remove it',
  ],
  [
    { url, 'auth-required': 'true' },
    'auth-required | has no effect without a WebSocket | give websocket too, or remove auth-required',
  ],
  [
    { url, 'auth-required': 'yes' },
    'auth-required | "yes" is none of auto, true and false | write auto, true or false',
  ],
  [{ url, 'check-run': 'on' }, 'check-run | "on" is neither true nor false | write true or false'],
  [
    { url, job: 'two\nlines' },
    'job | "two\\nlines" cannot be a name | write one line of at most 100 characters',
  ],
  [{ url, comment: 'yes' }, 'comment | "yes" is neither true nor false | write true or false'],
  [
    { url, 'deployment-status': '1' },
    'deployment-status | "1" is neither true nor false | write true or false',
  ],
  [
    { url, 'fail-on': 'infra' },
    'fail-on | "infra" is not a rule for failing | write one of: any, infrastructure, regression',
  ],
  [
    { url, 'fail-on': 'infrastructur' },
    'fail-on | "infrastructur" is not a rule for failing | did you mean "infrastructure"?',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-private-key': '<ec>' },
    'jwt-private-key | contradicts jwt-secret: a client shows one credential | keep one of jwt-secret, jwt-private-key',
  ],
  [
    { ...ws, token: 't', 'jwt-secret': 's' },
    'jwt-secret | contradicts token: a client shows one credential | keep one of token, jwt-secret',
  ],
  [
    { ...ws, 'jwt-claims': '{}' },
    'jwt-claims | has no effect without a key | give jwt-secret or jwt-private-key too, or remove jwt-claims',
  ],
  [
    { ...ws, 'jwt-expires-in': '5m' },
    'jwt-expires-in | has no effect without a key | give jwt-secret or jwt-private-key too, or remove jwt-expires-in',
  ],
  [
    { ...ws, 'jwt-key-id': 'k' },
    'jwt-key-id | has no effect without a key | give jwt-secret or jwt-private-key too, or remove jwt-key-id',
  ],
  [
    { ...ws, 'jwt-algorithm': 'HS256' },
    'jwt-algorithm | has no effect without a key | give jwt-secret or jwt-private-key too, or remove jwt-algorithm',
  ],
  [
    { ...ws, token: 't', 'jwt-claims': '{}' },
    'jwt-claims | shapes a minted JWT, and token is ready-made | remove jwt-claims or token',
  ],
  [{ url, token: 't' }, 'token | has no effect without a WebSocket | give websocket too, or remove token'],
  [
    { url, 'jwt-secret': 's' },
    'jwt-secret | has no effect without a WebSocket | give websocket too, or remove jwt-secret',
  ],
  [{ url, send: 'x' }, 'send | has no effect without a WebSocket | give websocket too, or remove send'],
  [
    { url, send: 'x', expect: 'y' },
    'send | has no effect without a WebSocket | give websocket too, or remove send',
    'expect | has no effect without a WebSocket | give websocket too, or remove expect',
  ],
  [
    { url, subprotocol: 'chat' },
    'subprotocol | has no effect without a WebSocket | give websocket too, or remove subprotocol',
  ],
  [
    { ...ws, expect: 'y' },
    'expect | has no effect without a message to send | give send too; without it a ping frame is sent, and its pong is the proof',
  ],
  [
    { ...ws, 'credential-in': 'query:t' },
    'credential-in | has no effect without a credential | give token, jwt-secret or jwt-private-key too, or remove credential-in',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'message' },
    'credential-in | puts the credential into the first message, and auth-message is missing | write auth-message with {{token}} in it in the environment of a configuration file',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'headr' },
    'credential-in | "headr" is not a place for a credential | did you mean "header"? write header, header:NAME, header:NAME SCHEME, query:NAME, cookie:NAME, subprotocol:PREFIX or message',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'query' },
    'credential-in | "query" lacks a name | write query:NAME',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'header:x y z' },
    'credential-in | "x y z" is not a header name | write header:NAME with a header of your own, such as header:x-api-key',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'header:Upgrade' },
    'credential-in | the header "Upgrade" is written by the client itself | write header:NAME with a header of your own, such as header:x-api-key',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'body' },
    'credential-in | "body" is not a place for a credential | write header, header:NAME, header:NAME SCHEME, query:NAME, cookie:NAME, subprotocol:PREFIX or message',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'cookie:a b' },
    'credential-in | "a b" is not a name of a cookie | write cookie:NAME, such as cookie:session',
  ],
  [
    { ...ws, token: 't', 'credential-in': 'subprotocol:a b' },
    'credential-in | "a b" cannot start a subprotocol | write subprotocol:PREFIX, such as subprotocol:bearer.',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-algorithm': 'RS256' },
    'jwt-algorithm | "RS256" does not fit a shared secret | write HS256, HS384 or HS512, or leave jwt-algorithm out',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec>', 'jwt-algorithm': 'RS256' },
    'jwt-algorithm | "RS256" does not fit an EC P-256 key | write ES256, or leave jwt-algorithm out',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec>', 'jwt-algorithm': 'HS256' },
    'jwt-algorithm | "HS256" does not fit an EC P-256 key | write ES256, or leave jwt-algorithm out',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-algorithm': 'none' },
    'jwt-algorithm | "none" is not an algorithm | write one of: HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-algorithm': 'hs256' },
    'jwt-algorithm | "hs256" is not an algorithm | did you mean "HS256"?',
  ],
  [
    { ...ws, 'jwt-secret': '<ec>' },
    'jwt-secret | holds a PEM key, not a shared secret | give it as jwt-private-key',
  ],
  [
    { ...ws, 'jwt-secret': '  ' },
    'jwt-secret | is blank | check that the secret is set where the workflow runs',
  ],
  [{ ...ws, token: '\n' }, 'token | is blank | check that the secret is set where the workflow runs'],
  [
    { ...ws, 'jwt-private-key': '<ec public>' },
    'jwt-private-key | is a public key, which cannot sign | give the private key, as PEM or JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec encrypted>' },
    'jwt-private-key | is encrypted with a passphrase | decrypt it first: openssl pkey -in key.pem -out plain.pem',
  ],
  [
    { ...ws, 'jwt-private-key': '<rsa 1024>' },
    'jwt-private-key | is an RSA key of 1024 bits, which is too short | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
  [
    { ...ws, 'jwt-private-key': '<ed25519>' },
    'jwt-private-key | is a key of the type ed25519, which is not supported | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec secp256k1>' },
    'jwt-private-key | is an EC key on secp256k1, which is not supported | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
  [
    { ...ws, 'jwt-private-key': 'key.pem' },
    'jwt-private-key | is neither PEM nor a JWK | give the content of the key file, from -----BEGIN PRIVATE KEY----- on, or the JSON of a JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '{"kty":' },
    'jwt-private-key | starts like a JWK but is not valid JSON | give the whole JSON object of the key',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec public jwk>' },
    'jwt-private-key | is a public key, which cannot sign | give the private key, as PEM or JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '{"kty":"oct","k":"abc"}' },
    'jwt-private-key | is a shared secret | decode its "k" and give it as a secret instead',
  ],
  [
    { ...ws, 'jwt-private-key': '{"keys":[]}' },
    'jwt-private-key | is a set of keys | give one private key out of it',
  ],
  [
    { ...ws, 'jwt-private-key': '{}' },
    'jwt-private-key | has no "kty", so it is not a JWK | give the whole JSON object of the key',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec in base64>' },
    'jwt-private-key | is a PEM key that was encoded as base64 once more | decode it first: base64 -d',
  ],
  [
    { ...ws, 'jwt-private-key': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
    'jwt-private-key | cannot be read as a private key | give the key file as it is, with its line breaks',
  ],
  [
    { ...ws, 'jwt-private-key': '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA' },
    'jwt-private-key | is in the format of OpenSSH | convert it first: ssh-keygen -p -m PEM -f KEY',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec jwk for RS256>' },
    'jwt-private-key | names the algorithm "RS256", which its kind of key cannot do | correct the "alg" of the JWK',
  ],
  [
    { ...ws, token: 'a\nb' },
    'token | holds characters that a header cannot carry, such as a line break | store the bare credential, one line without surrounding blanks',
  ],
  [
    { ...ws, token: 'Bearer abc' },
    'token | begins with "Bearer ", which is added by itself | store the credential without that word',
  ],
  [
    { ...ws, token: 'a=b', 'credential-in': 'subprotocol:bearer.' },
    'token | holds characters that a subprotocol cannot carry, such as "=", "/" or blanks | encode it as base64url without padding, or place it elsewhere',
  ],
  [
    { ...ws, token: 'a;b', 'credential-in': 'cookie:s' },
    'token | holds characters that a cookie cannot carry, such as blanks, quotes, commas or semicolons | encode it as the server expects it, for instance percent-encoded',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': '[1]' },
    'jwt-claims | "[1]" is not a mapping | write a JSON object or a YAML mapping, such as { aud: api, role: tester }',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': '{a: [}' },
    'jwt-claims | "{a: [}" is neither JSON nor YAML: Flow sequence in block collection must be sufficiently indented and end with a ] | write a JSON object or a YAML mapping, such as { aud: api, role: tester }',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': 'exp: tomorrow' },
    'jwt-claims | the claim "exp" is "tomorrow" | write seconds since 1970 as a number, or leave "exp" out',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': 'exp: 5', 'jwt-expires-in': '5m' },
    'jwt-expires-in | contradicts the claim "exp" of jwt-claims | keep jwt-expires-in or the claim "exp"',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-claims': 'just text' },
    'jwt-claims | "just text" is not a mapping | write a JSON object or a YAML mapping, such as { aud: api, role: tester }',
  ],
  [
    { ...ws, 'jwt-secret': 's', 'jwt-expires-in': '10ms' },
    'jwt-expires-in | "10ms" (10 ms) is too short for a token | write at least 1s',
  ],
  [
    { ...ws, send: '{{idd}}' },
    'send | "{{idd}}" is no template | did you mean "{{id}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    { ...ws, send: '{"id": {{id}}}' },
    'send | "{"id": {{id}}}" looks like JSON but is none: Expected property name or \'}\' | put templates into quotes: "{{unix}}" alone keeps the type of what it stands for',
  ],
  [
    { ...ws, send: '{type: ping}' },
    'send | "{type: ping}" looks like JSON but is none: Expected property name or \'}\' | write JSON with double quotes; text that only looks like JSON goes into a conversation of the configuration file',
  ],
  [
    { ...ws, send: 'x', expect: '{"a":{"$abov":3}}' },
    'expect | "$abov" is no matcher word | did you mean "$above"? The words are $equals $matches $contains $starts-with $one-of $above $below $present $length $type $not $hex $base64; a key of the data that starts with "$" is written as "$[\'$abov\']"',
  ],
  [
    { ...ws, send: 'x', expect: '{{tokn}}' },
    'expect | "{{tokn}}" is no template | did you mean "{{token}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    { ...ws, send: 'x', expect: '{"a":{"$matches":"("}}' },
    'expect | $matches: "(" will not do: Invalid regular expression: /(/: Unterminated group | $matches takes a regular expression',
  ],
  [
    { ...ws, subprotocol: 'a, b' },
    'subprotocol | "a, b" cannot be a subprotocol | write one subprotocol a line, without spaces or commas',
  ],
  [{ ...ws, subprotocol: 'a\na' }, 'subprotocol | "a" is listed twice | list each subprotocol once'],
  [
    { url, ca: 'missing.pem' },
    'ca | the file "missing.pem" cannot be read (ENOENT) | give PEM text from -----BEGIN CERTIFICATE----- on, or the path of a file with it',
  ],
  [
    { url, ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
    'ca | certificate 1 of the PEM text cannot be read | export it again as PEM',
  ],
  [
    { url, ca: '-----BEGIN PUBLIC KEY-----\nAAAA' },
    'ca | the PEM text holds no certificate | give PEM text from -----BEGIN CERTIFICATE----- on, or the path of a file with it',
  ],
  [
    { url, 'connect-to': 'https://1.2.3.4' },
    'connect-to | "https://1.2.3.4" is not an address | write ADDRESS or ADDRESS:PORT, such as 203.0.113.7:443 or [2001:db8::7]:443',
  ],
  [
    { url, 'connect-to': '1.2.3' },
    'connect-to | "1.2.3" is not an address | write ADDRESS or ADDRESS:PORT, such as 203.0.113.7:443 or [2001:db8::7]:443',
  ],
  [
    { url, 'connect-to': '1.2.3.4:99999' },
    'connect-to | "1.2.3.4:99999" has a port outside 1 to 65535 | write ADDRESS or ADDRESS:PORT, such as 203.0.113.7:443 or [2001:db8::7]:443',
  ],
  [
    { url, 'connect-to': '[::1' },
    'connect-to | "[::1" is not an address | write ADDRESS or ADDRESS:PORT, such as 203.0.113.7:443 or [2001:db8::7]:443',
  ],
  [
    { url, sha: 'abc1234' },
    'sha | "abc1234" is not a commit id | write the 40 hexadecimal digits of the commit',
  ],
  [{ url, sha: 'main' }, 'sha | "main" is not a commit id | write the 40 hexadecimal digits of the commit'],
  [
    { url, config: 'nope.yml' },
    'config | "nope.yml" does not exist | check the path, and that the repository was checked out before this step',
  ],
  [
    { url, environment: 'a\nb' },
    'environment | "a\\nb" cannot be a name | write one line of at most 100 characters',
  ],
  [
    { ...ws, health: 'x', timeout: 'soon', 'connect-to': '?', 'jwt-secret': 's', 'jwt-algorithm': 'none' },
    'health | "x" is neither a path nor a URL | write /x or https://api.example.com',
    'jwt-algorithm | "none" is not an algorithm | write one of: HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512',
    'timeout | "soon" is not a duration | write 250ms, 10s, 2m or 1h',
    'connect-to | "?" is not an address | write ADDRESS or ADDRESS:PORT, such as 203.0.113.7:443 or [2001:db8::7]:443',
  ],
  [
    { url, 'github-token': ' ' },
    'github-token | is blank | check that the secret is set where the workflow runs',
  ],
  [{ url, wait: 'soon' }, 'wait | "soon" is not a duration | write 250ms, 10s, 2m or 1h'],
  [{ url, 'report-dir': 'x', tocken: 'abc' }, 'tocken | is not an input | did you mean "token"?'],
  [
    { ...ws, token: 't', 'credential-in': 'query:a b' },
    'credential-in | "a b" is not a name of a query parameter | write query:NAME, such as query:token',
  ],
  [
    { ...ws, token: 'tok en', 'credential-in': 'cookie:c' },
    'token | holds characters that a cookie cannot carry, such as blanks, quotes, commas or semicolons | encode it as the server expects it, for instance percent-encoded',
  ],
  [
    { url, websocket: 'ws://u:p@a/ws' },
    'websocket | "ws://***@a/ws" carries a user name or password | remove it; credentials have inputs of their own',
  ],
  [
    { ...ws, 'jwt-private-key': '<rsa-pss>' },
    'jwt-private-key | is an RSA-PSS key without parameters that fit PS256, PS384 or PS512 | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
]

for (const [inputs, ...expected] of mistakes) {
  test(`refuses ${JSON.stringify(inputs)}`, async () => {
    const given = Object.entries(inputs).map(([name, value]) => [name, keys[value] ?? value] as const)
    const loaded = await load({ inputs: Object.fromEntries(given) })
    assert.deepEqual(loaded.ok ? [] : loaded.problems.map(showRow), expected)
  })
}
