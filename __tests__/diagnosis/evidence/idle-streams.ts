/** Streams over HTTP that did not stay open. What nginx, HAProxy, Apache, Varnish and Caddy did was seen in the lab. */

import type { CheckResult } from '../../../src/model/check.ts'
import type { Observations } from '../../../src/model/evidence.ts'
import { type FaultType, fault } from '../../../src/model/fault.ts'
import { failing } from '../../golden/situations.ts'
import type { Recorded } from './recorded.ts'

const nobody: Readonly<Record<string, string>> = {}

/** As a probe records it: the headers of the answer, the silence, and what a second stream told. */
function held(
  type: FaultType,
  pattern: string | null,
  { seconds = 42, headers = nobody, facts = {} as Observations } = {},
): CheckResult {
  return failing('idle', fault(type, 'something was seen'), [{ phase: 'body', ms: seconds * 1000 + 12 }], {
    target: 'https://staging.example.com/events',
    observations: {
      'server.address': 'staging.example.com',
      'server.port': 443,
      'network.peer.address': '203.0.113.7',
      'dns.addresses': '203.0.113.7',
      'http.response.status_code': 200,
      'http.response.header.content-type': 'text/event-stream',
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`http.response.header.${name}`, value]),
      ),
      'credential.shown': true,
      'idle.over': 'http',
      'idle.hold_ms': seconds * 2000,
      'idle.quiet_ms': seconds * 1000 + 12,
      'idle.age_ms': seconds * 1000 + 15,
      'idle.events': 0,
      'idle.heartbeats': 0,
      'idle.on_traffic': false,
      'idle.pattern': pattern,
      'idle.limit.seconds': seconds === 42 ? null : seconds,
      ...facts,
    },
  })
}

const cut = (pattern: string | null, options: Parameters<typeof held>[2] = {}) =>
  held('idle.closed', pattern, options)
const either = 'silence-or-age'

export const idleStreamEvidence: Recorded = {
  'idle.stream-nghttpx-timeout': cut(either, {
    seconds: 60,
    headers: { server: 'nghttpx', via: '1.1 nghttpx' },
  }),
  'idle.stream-traffic-server-timeout': cut(either, { seconds: 30, headers: { server: 'ATS/9.2.9' } }),
  'idle.stream-nginx-read-timeout': cut(either, { seconds: 60, headers: { server: 'nginx/1.22.1' } }),
  'idle.stream-apache-timeout': cut(either, { seconds: 60, headers: { server: 'Apache/2.4.67 (Debian)' } }),
  'idle.stream-varnish-between-bytes': cut(either, {
    seconds: 60,
    headers: { 'x-varnish': '32770' },
  }),
  'idle.stream-caddy-read-timeout': held('idle.ended', either, { headers: { server: 'Caddy' } }),
  'idle.stream-awselb-timeout': cut(either, {
    seconds: 60,
    headers: { 'set-cookie': 'AWSALB=…, AWSALBCORS=…' },
  }),
  'idle.stream-heroku-timeout': cut(either, { seconds: 55, headers: { via: '1.1 vegur' } }),
  'idle.stream-google-timeout': cut('age', { seconds: 300, headers: { server: 'Google Frontend' } }),
  'idle.stream-silence-limit': cut('silence'),
  'idle.stream-age-limit': cut('age'),
  'idle.stream-ended-early': cut('early', { seconds: 0.6 }),
  'idle.stream-forgotten': held('idle.reset', either, { facts: { 'idle.on_traffic': true } }),
  'idle.stream-stopped': held('idle.unanswered', null),
  'idle.stream-ended': held('idle.ended', null),
  'idle.stream-cut': cut('unclear'),
}
