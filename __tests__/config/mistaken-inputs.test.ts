/** Mistakes in the inputs: addresses, limits, policy, publishing, and words that are none. */

import { url, ws } from './given.ts'
import { refuseInputs } from './refusing.ts'

refuseInputs([
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
    { url, websocket: 'ws://u:p@a/ws' },
    'websocket | "ws://***@a/ws" carries a user name or password | remove it; credentials have inputs of their own',
  ],
])
