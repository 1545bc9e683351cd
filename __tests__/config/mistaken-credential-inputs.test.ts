/** Mistakes in the inputs of a credential: which one, how it is minted, where it goes. */

import { url, ws } from './given.ts'
import { refuseInputs } from './refusing.ts'

refuseInputs([
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
    { ...ws, token: 't', 'credential-in': 'query:a b' },
    'credential-in | "a b" is not a name of a query parameter | write query:NAME, such as query:token',
  ],
  [
    { ...ws, token: 'tok en', 'credential-in': 'cookie:c' },
    'token | holds characters that a cookie cannot carry, such as blanks, quotes, commas or semicolons | encode it as the server expects it, for instance percent-encoded',
  ],
])
