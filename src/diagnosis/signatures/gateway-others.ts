/** lighttpd, nghttpx, H2O, Apache Traffic Server, Tinyproxy, and Squid in front of a deployment, speaking for themselves. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, refused, status } from './families.ts'

const by = (speaker: string, code: number | readonly number[], family = answered): Conditions => ({
  ...family,
  speaker,
  [status]: code,
})
const lighttpd = 'live: lighttpd 1.4.69'
const lighttpdRoute = 'proxy.server = ( "/" => (( "host" => "127.0.0.1", "port" => 8000 )) )   # mod_proxy'
const nghttpx = 'live: nghttpx 1.52'
const h2o = 'live: H2O 2.2.5'
const ats = 'live: Apache Traffic Server 9.2'
const atsMaps = [
  '# remap.config: WebSockets have rules of their own, before the others',
  'map ws://{server.address}/ws ws://127.0.0.1:8000/ws',
  'map http://{server.address}/ http://127.0.0.1:8000/',
]
const squid = 'live: Squid 5.7 as an accelerator'

/** Squid was not asked as a proxy by this machine: it stands in front of the deployment, or takes connections on the way. */
const squidInFront: Conditions = { ...answered, speaker: 'Squid', 'proxy.address': null }

export const otherGatewaySignatures = defineSignatures({
  'http.lighttpd-backend-down': {
    when: by('lighttpd', [500, 502, 503]),
    confidence: 'high',
    cause:
      'lighttpd itself answers {http.response.status_code}: its back end is down (503, and it is left out for a moment after), broke off (500), or does not speak HTTP (502).',
    fix: ['tail -n 5 /var/log/lighttpd/error.log   # it names the back end', lighttpdRoute],
    source: lighttpd,
  },
  'http.lighttpd-slow': {
    when: by('lighttpd', 504),
    confidence: 'high',
    cause: 'The back end did not answer within the time-outs that lighttpd has for it.',
    fix: [
      'proxy.server = ( "/" => (( "host" => "127.0.0.1", "port" => 8000, "connect-timeout" => 5, "read-timeout" => 60 )) )',
    ],
    source: lighttpd,
  },
  'http.lighttpd-no-route': {
    when: by('lighttpd', 404),
    confidence: 'high',
    cause: 'lighttpd itself says 404: no `proxy.server` leads this path to the application.',
    fix: [lighttpdRoute],
    source: lighttpd,
  },
  'auth.lighttpd-denied': {
    when: by('lighttpd', [401, 403]),
    confidence: 'high',
    cause:
      'lighttpd refuses the request itself (`auth.require`, `url.access-deny`): the application was not reached.',
    fix: ['grep -rn "auth.require\\|access-deny" /etc/lighttpd'],
    source: lighttpd,
  },
  'http.nghttpx-backend-down': {
    when: by('nghttpx', [502, 503]),
    confidence: 'high',
    cause:
      'nghttpx got no valid answer: no back end for this host and path takes a connection, or it speaks another protocol than declared (`proto=h2`, `tls`).',
    fix: ['backend=127.0.0.1,8000;/', '# with TLS behind it: backend=127.0.0.1,8443;/;tls'],
    source: nghttpx,
  },
  'http.nghttpx-slow': {
    when: by('nghttpx', 504),
    confidence: 'high',
    cause: 'The back end did not answer within `backend-read-timeout` of nghttpx.',
    fix: ['backend-read-timeout=1m'],
    source: nghttpx,
  },
  'http.h2o-backend-down': {
    when: by('H2O', 502),
    confidence: 'high',
    cause:
      'H2O got no valid answer from its back end: it takes no connection, broke off, does not speak HTTP, or is too slow. The body of the answer says which.',
    fix: ['proxy.reverse.url: "http://127.0.0.1:8000/"', 'proxy.timeout.io: 60000   # milliseconds'],
    source: h2o,
  },
  'http.ats-backend-down': {
    when: by('Apache Traffic Server', [500, 502, 503, 504]),
    confidence: 'high',
    cause:
      'Apache Traffic Server got no answer from its origin: nothing listens where remap.config points, or it is too slow.',
    fix: [...atsMaps, 'traffic_logcat error.log | tail -n 5'],
    source: ats,
  },
  'http.ats-no-map': {
    when: by('Apache Traffic Server', 404),
    confidence: 'high',
    cause:
      'Apache Traffic Server itself says 404: no rule of its remap.config has this scheme, host and path. To it, `ws` is a scheme of its own: a rule for `http` does not take WebSockets.',
    fix: atsMaps,
    source: ats,
  },
  'http.tinyproxy-backend-down': {
    when: by('Tinyproxy', [500, 502, 503, 504]),
    confidence: 'high',
    cause: 'Tinyproxy itself answers {http.response.status_code}: it could not connect to what is behind it.',
    fix: ['ReversePath "/" "http://127.0.0.1:8000/"'],
    source: 'live: Tinyproxy 1.11.1',
  },
  'http.squid-in-front': {
    when: squidInFront,
    confidence: 'high',
    cause:
      'Squid answered in place of the application. This machine was told of no proxy, so Squid stands in front of the deployment, and what is behind it did not answer or is not allowed; or it takes the connections of this network without being asked.',
    fix: [
      '# squid.conf of the deployment: does the application listen there?',
      'cache_peer 127.0.0.1 parent 8000 0 no-query originserver',
      'grep -n "^http_access" /etc/squid/squid.conf',
    ],
    source: squid,
  },
  'auth.squid-withholds': {
    when: { ...refused, proxy: 'Squid', 'proxy.address': null, speaker: { not: 'Squid' } },
    confidence: 'medium',
    rank: 'before',
    cause:
      'The credential may not have arrived: Squid in front of an application keeps the Authorization header to itself, unless its `cache_peer` says otherwise.',
    fix: ['cache_peer 127.0.0.1 parent 8000 0 no-query originserver login=PASS'],
    source: squid,
  },
})
