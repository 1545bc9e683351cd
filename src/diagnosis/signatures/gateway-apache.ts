/** Apache httpd, speaking for itself: its own pages, with the signature below them or without. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, body, header, status } from './families.ts'

const by = (code: number | readonly number[], family = answered): Conditions => ({
  ...family,
  speaker: 'Apache httpd',
  [status]: code,
})
/** A backend that closes does so at once; one that hangs keeps Apache waiting. */
const readTooLong: Conditions = {
  [body]: /Error reading from remote server/,
  'answer.after_ms': { between: [900, 3_600_000] },
}

export const apacheSignatures = defineSignatures({
  'http.apache-upstream-down': {
    when: by(503),
    confidence: 'high',
    cause:
      'Apache says 503 itself: it could not connect to its backend (and does not try again for a minute), or it is closed for maintenance.',
    fix: ['# Start the backend; for a shorter pause:', 'ProxyPass "/" "http://127.0.0.1:8000/" retry=0'],
    source: 'apache/httpd:modules/http/http_protocol.c',
  },
  'http.apache-bad-answer': {
    when: by(502),
    confidence: 'high',
    cause:
      'The backend closed the connection on Apache, or sent no valid answer: it crashed, speaks TLS, or its keep-alive is shorter than that of Apache.',
    adjust: [{ when: readTooLong, to: 'low' }],
    fix: ['SetEnv proxy-initial-not-pooled 1', 'ProxyPass "/" "http://127.0.0.1:8000/" ttl=4'],
    source: 'apache/httpd:modules/proxy',
  },
  'http.apache-slow': {
    when: by(504),
    confidence: 'high',
    cause: 'The backend did not answer Apache within its `timeout`.',
    fix: ['ProxyTimeout 60', 'ProxyPass "/" "http://127.0.0.1:8000/" timeout=60'],
    source: 'apache/httpd:modules/http/http_protocol.c (504)',
  },
  'http.apache-no-answer': {
    when: { ...by(502), ...readTooLong },
    confidence: 'medium',
    cause:
      'The backend took the connection and sent Apache nothing for {answer.after}: it hangs until the `timeout` of Apache ends, or breaks off late.',
    fix: ['ProxyTimeout 60', 'ProxyPass "/" "http://127.0.0.1:8000/" timeout=60'],
    source: 'apache/httpd:modules/proxy/mod_proxy_http.c; live: Apache 2.4 before a server that says nothing',
  },
  'http.apache-error': {
    when: by(500, answeredPlainly),
    confidence: 'medium',
    cause:
      'Apache itself says 500: a mistake in its configuration (a backend without its module, rewrites that go round), or a script that failed under it.',
    fix: ['# It says why:', 'tail -n 5 /var/log/apache2/error.log', 'apachectl -M | grep proxy'],
    source: 'apache/httpd:modules/http/http_protocol.c',
  },
  'http.apache-upstream-tls': {
    when: { ...by([500, 502]), [body]: /Error during SSL Handshake with remote server/ },
    confidence: 'high',
    cause:
      'Apache and its backend disagree about TLS: the backend speaks plain HTTP, or its certificate is not accepted.',
    fix: [
      'ProxyPass "/" "http://127.0.0.1:8000/"   # http, if the backend has no TLS',
      '# or',
      'SSLProxyEngine on',
      'SSLProxyCACertificateFile /etc/ssl/ca.pem',
    ],
    source: 'apache/httpd:modules/proxy',
  },
  'http.apache-upstream-name': {
    when: { ...by([502, 503]), [body]: /DNS lookup failure for:/ },
    confidence: 'high',
    cause: 'Apache cannot resolve the name of its backend.',
    fix: ['ProxyPass "/" "http://HOST:8000/"   # a name that this container resolves', 'getent hosts HOST'],
    source: 'apache/httpd:modules/proxy',
  },
  'http.not-found-apache': {
    when: by(404, answeredPlainly),
    confidence: 'high',
    cause: 'Apache itself says 404: no ProxyPass leads this path to the application.',
    fix: [
      'ProxyPass "/health" "http://127.0.0.1:8000/health"',
      'ProxyPassReverse "/health" "http://127.0.0.1:8000/health"',
    ],
    source: 'apache/httpd:modules/http/http_protocol.c',
  },
  'auth.apache-password': {
    when: { ...by(401), [header('www-authenticate')]: /^Basic\b/i },
    confidence: 'high',
    cause: 'Apache asks for a password itself (AuthType Basic): the application was not reached.',
    fix: ['# For this path alone:', '<Location "/ws">', '  Require all granted', '</Location>'],
    source: 'apache/httpd:modules/http/http_protocol.c; mod_auth_basic documentation',
  },
  'auth.apache-denied': {
    when: by(403),
    confidence: 'high',
    cause: 'Apache refuses the request itself: a `Require` rule, or files that it may not read.',
    fix: ['<Location "/health">', '  Require all granted', '</Location>'],
    source: 'apache/httpd:modules/http/http_protocol.c',
  },
  'http.apache-default-page': {
    when: { ...answered, [body]: /Apache2 (Ubuntu|Debian) Default Page|<h1>It works!<\/h1>/ },
    confidence: 'high',
    cause: 'The default site of Apache answered: no virtual host has this name.',
    fix: ['ServerName {server.address}', 'apachectl -S   # which hosts are there?'],
    source: 'apache/httpd: default page',
  },
})
