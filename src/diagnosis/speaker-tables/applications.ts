/** Applications and their WebSocket libraries. That they speak at all proves that DNS, TCP, TLS and routing work. */

import type { SpeakerRow } from '../speakers.ts'

const body = 'http.response.body.excerpt'
const header = (name: string): string => `http.response.header.${name}`

type Says = NonNullable<SpeakerRow['says']>

const app = (name: string, when: RegExp | SpeakerRow['when'], says?: Says): SpeakerRow => ({
  name,
  kind: 'app',
  role: 'wrote',
  when: when instanceof RegExp ? { [body]: when } : when,
  ...(says && { says }),
})
const serves = (name: string, server: RegExp): SpeakerRow => app(name, { [header('server')]: server })

/** Exact texts, as the sources write them (catalogue, section 6b). */
export const libraries: readonly SpeakerRow[] = [
  app('ws (Node)', /^Invalid Upgrade header/i, 'missing-upgrade'),
  app('ws (Node)', /^Missing or invalid Sec-WebSocket-(Key|Version)/i),
  app('Engine.IO', /^\{"code":3,"message":"Bad request"\}/, 'missing-upgrade'),
  app('Engine.IO', /^\{"code":[0-5],"message":"/),
  app(
    'python-engineio',
    /is not an accepted origin\.|^"?Invalid (session|transport)|The client is using an unsupported version/,
  ),
  app('coder/websocket (Go)', /WebSocket protocol violation: (Connection|Upgrade) header/, 'missing-upgrade'),
  app('coder/websocket (Go)', /request Origin ".*" is not authorized for Host/, 'origin-refused'),
  app('axum', /header did not include '(upgrade|websocket)'/i, 'missing-upgrade'),
  app('axum', /`Sec-WebSocket-Version` header did not include '13'|no upgrade state was present/),
  app(
    'actix-web',
    { 'http.response.status_text': /^No (Connection upgrade|WebSocket Upgrade header found)/ },
    'missing-upgrade',
  ),
  app('aiohttp', /^404: Not Found\s*$/),
  app('aiohttp', /^No (WebSocket UPGRADE|CONNECTION upgrade) hdr/, 'missing-upgrade'),
  app(
    'Tornado or Spring',
    /Can "Upgrade" only to "WebSocket"|"Connection" must be "Upgrade"/i,
    'missing-upgrade',
  ),
  app('Tornado', /^Cross origin websockets not allowed/, 'origin-refused'),
  app('Jetty', /Origin mismatch/, 'origin-refused'),
  app('ejabberd', /403 Bad Request - Invalid origin/, 'origin-refused'),
  app(
    'websockets (Python)',
    /missing (Connection|Upgrade) header|cannot access a WebSocket server directly/,
    'missing-upgrade',
  ),
  app('websockets (Python)', /invalid Origin header/, 'origin-refused'),
  app('Netty', /not a WebSocket request: a \|/, 'missing-upgrade'),
  app('Phoenix', /'(connection|upgrade)' header must contain '/, 'missing-upgrade'),
  app('Ratchet', /Upgrade header MUST be provided|Connection Upgrade MUST be requested/, 'missing-upgrade'),
  app(
    'Ratchet',
    { 'http.response.status_text': /Upgrade header MUST be provided|Connection Upgrade MUST be requested/ },
    'missing-upgrade',
  ),
  app('SignalR', /^Connection ID required|^No Connection with that ID|not supported by this end point type/),
  app('SockJS', /^Welcome to SockJS!/),
  app('Laravel Reverb', { [header('x-powered-by')]: /^Laravel Reverb/i }),
  // Its reason phrases, which proxies pass on; standard ones are written otherwise.
  app('Daphne', { 'http.response.status_code': 403, 'http.response.status_text': /^Access denied$/ }),
  app('Daphne', { 'http.response.status_code': 500, 'http.response.status_text': /^Internal server error$/ }),
  app('Daphne', /Daphne<\/(p|i|address|body|em)>|<footer>Daphne|>Daphne</i),
  app('uvicorn', /^Unsupported upgrade request\.|^Invalid HTTP request received\./),
  app('FastAPI or Starlette', /^\{"detail":/),
  app('Express', /<pre>Cannot [A-Z]+ \//),
  app('Fastify', /"message":"Route [A-Z]+:.* not found"/),
  app('Tornado', /^<html><title>\d{3}: [^<]*<\/title><body>\d{3}: /),
  app(
    'Django',
    /<h1>Not Found<\/h1><p>The requested resource was not found on this server\.<\/p>|Using the URLconf defined in/,
  ),
  app('Flask', /<p>The requested URL was not found on the server\. If you entered the URL manually/),
  app('Tomcat', /^<!doctype html><html lang="[a-z]+"><head><title>HTTP Status \d{3} /),
  app('Spring Boot', /^\{"timestamp":[^{}]*"status":\d{3},"error":|<h1>Whitelabel Error Page<\/h1>/),
]

/** Application servers that name themselves; a proxy in between usually replaces this header. */
export const servers: readonly SpeakerRow[] = [
  serves('uvicorn', /^uvicorn/i),
  serves('Daphne', /^daphne/i),
  serves('Hypercorn', /^hypercorn/i),
  serves('gunicorn', /^gunicorn/i),
  serves('websockets (Python)', /Python\/[\d.]+ websockets\//i),
  serves("Python's http.server", /^SimpleHTTP\//i),
  serves('Werkzeug', /^Werkzeug/i),
  serves('Tornado', /^TornadoServer/i),
  serves('aiohttp', /aiohttp\//i),
  serves('Kestrel', /^Kestrel/i),
  serves('Jetty', /^Jetty/i),
  serves('Tomcat', /^Apache-Coyote/i),
  serves('Cowboy', /^Cowboy$/i),
  serves('Waitress', /^waitress/i),
  serves('CherryPy', /^(CherryPy|Cheroot)\//i),
  serves('Autobahn', /^AutobahnPython\//i),
  serves('Twisted', /^TwistedWeb\//i),
  serves('Mojolicious', /^Mojolicious/i),
  serves('Thin', /^thin$/i),
  serves('WEBrick', /^WEBrick\//i),
]
