/** The pages of other proxies: HAProxy, Traefik, Caddy, Apache, Varnish and their like (catalogue, section 4a). */

import { plain, type Recorded, upgrade } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const text = { 'content-type': 'text/plain; charset=utf-8' }

const haproxyPage = (title: string, sentence: string) =>
  `<html><body><h1>${title}</h1>\n${sentence}\n</body></html>\n`

const haproxy = { 'cache-control': 'no-cache', ...html }

/** As it is where the signature below the page is switched off. */
const apachePageUnsigned = (title: string, sentence: string) =>
  `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title.slice(4)}</h1>\n<p>${sentence}</p>\n</body></html>\n`

const apachePage = (title: string, sentence: string) =>
  `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title.slice(4)}</h1>\n<p>${sentence}</p>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at staging.example.com Port 80</address>\n</body></html>\n`

const apache = { server: 'Apache/2.4.62 (Debian)', ...html }

export const proxyEvidence: Recorded = {
  'http.haproxy-no-server': plain(
    503,
    haproxyPage('503 Service Unavailable', 'No server is available to handle this request.'),
    haproxy,
  ),
  'http.haproxy-bad-answer': plain(
    502,
    haproxyPage('502 Bad Gateway', 'The server returned an invalid or incomplete response.'),
    haproxy,
  ),
  'http.haproxy-slow': plain(
    504,
    haproxyPage('504 Gateway Time-out', "The server didn't respond in time."),
    haproxy,
  ),
  'http.not-found-haproxy': plain(
    404,
    haproxyPage('404 Not Found', 'The resource could not be found.'),
    haproxy,
  ),
  'auth.haproxy-password': plain(
    401,
    haproxyPage('401 Unauthorized', 'You need a valid user and password to access this content.'),
    { ...haproxy, 'www-authenticate': 'Basic realm="staging"' },
  ),
  'auth.haproxy-denied': plain(
    403,
    haproxyPage('403 Forbidden', 'Request forbidden by administrative rules.'),
    haproxy,
  ),
  'http.openshift-no-route': plain(
    503,
    '<html><body><div><h1>Application is not available</h1><p>The application is currently not serving requests at this endpoint.</p></div></body></html>',
    html,
  ),
  'http.not-found-traefik': plain(404, '404 page not found\n', {
    ...text,
    'x-content-type-options': 'nosniff',
  }),
  'http.traefik-no-server': plain(503, 'no available server\n', text),
  'http.traefik-bad-gateway': plain(502, 'Bad Gateway', text),
  'http.traefik-slow': plain(504, 'Gateway Timeout', text),
  'http.caddy-upstream-down': plain(502, '', { server: 'Caddy' }),
  'http.caddy-no-upstreams': plain(503, '', { server: 'Caddy' }),
  'http.caddy-slow': plain(504, '', { server: 'Caddy' }),
  'auth.caddy-denied': upgrade(403, '', { server: 'Caddy' }),
  'http.caddy-empty-answer': plain(200, '', { server: 'Caddy', 'content-length': '0' }),
  'http.apache-upstream-down': plain(
    503,
    apachePage(
      '503 Service Unavailable',
      'The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.',
    ),
    apache,
  ),
  'http.apache-bad-answer': plain(
    502,
    apachePage(
      '502 Proxy Error',
      'The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\nThe proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p>',
    ),
    apache,
  ),
  'http.apache-no-answer': plain(
    502,
    apachePageUnsigned(
      '502 Proxy Error',
      'The proxy server received an invalid\nresponse from an upstream server.<br />\nThe proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p>',
    ),
    apache,
    { 'answer.after_ms': 1004 },
  ),
  'http.apache-error': plain(
    500,
    apachePageUnsigned(
      '500 Internal Server Error',
      'The server encountered an internal error or misconfiguration and was unable to complete your request.',
    ),
    apache,
  ),
  'http.apache-slow': plain(
    504,
    apachePage(
      '504 Gateway Timeout',
      'The gateway did not receive a timely response\nfrom the upstream server or application.',
    ),
    apache,
  ),
  'http.apache-upstream-tls': plain(
    500,
    apachePage(
      '500 Proxy Error',
      'The proxy server could not handle the request<p>Reason: <strong>Error during SSL Handshake with remote server</strong></p>',
    ),
    apache,
  ),
  'http.apache-upstream-name': plain(
    502,
    apachePage(
      '502 Proxy Error',
      'The proxy server could not handle the request<p>Reason: <strong>DNS lookup failure for: backend</strong></p>',
    ),
    apache,
  ),
  'http.not-found-apache': plain(
    404,
    apachePage('404 Not Found', 'The requested URL was not found on this server.'),
    apache,
  ),
  'auth.apache-denied': plain(
    403,
    apachePage('403 Forbidden', "You don't have permission to access this resource."),
    apache,
  ),
  'auth.apache-password': plain(
    401,
    apachePageUnsigned(
      '401 Unauthorized',
      'This server could not verify that you are authorized to access the document requested.',
    ),
    { ...apache, 'www-authenticate': 'Basic realm="staging"' },
  ),
  'http.apache-default-page': plain(200, '<html><body><h1>It works!</h1></body></html>\n', apache),
  'http.iis-default-page': plain(
    200,
    '<html><head><title>IIS Windows Server</title></head><body></body></html>',
    { server: 'Microsoft-IIS/10.0', ...html },
  ),
  'auth.varnish-denied': upgrade(
    403,
    '<h1>Error 403 Forbidden</h1>\n    <h3>Guru Meditation:</h3>\n    <p>Varnish cache server</p>',
    { ...html, 'x-varnish': '5' },
  ),
  'http.varnish-synthetic': plain(
    503,
    '<h1>Error 503 Back soon</h1>\n    <h3>Guru Meditation:</h3>\n    <p>Varnish cache server</p>',
    { ...html, 'x-varnish': '6' },
  ),
  'http.varnish-backend-down': plain(
    503,
    '<html>\n  <head>\n    <title>503 Backend fetch failed</title>\n  </head>\n  <body>\n    <h1>Error 503 Backend fetch failed</h1>\n    <p>Backend fetch failed</p>\n    <h3>Guru Meditation:</h3>\n    <p>XID: 32770</p>\n    <hr>\n    <p>Varnish cache server</p>\n  </body>\n</html>\n',
    { ...html, 'x-varnish': '32770', 'retry-after': '5' },
  ),
  'http.varnish-backend-slow': plain(
    503,
    '<html>\n  <head>\n    <title>503 Backend fetch failed</title>\n  </head>\n  <body>\n    <h1>Error 503 Backend fetch failed</h1>\n    <p>Backend fetch failed</p>\n    <h3>Guru Meditation:</h3>\n    <p>XID: 32772</p>\n    <hr>\n    <p>Varnish cache server</p>\n  </body>\n</html>\n',
    { ...html, 'x-varnish': '32772', 'retry-after': '5' },
    { 'answer.after_ms': 3004 },
  ),
  'http.fastly-unknown-domain': plain(
    500,
    'Fastly error: unknown domain: staging.example.com. Please check that this domain has been added to a service.',
    html,
  ),
}
