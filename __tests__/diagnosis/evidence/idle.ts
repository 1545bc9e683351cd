/** Silences that a connection did not survive (catalogue, section 9). What HAProxy, nginx, Apache, Varnish and the demo did was seen in the lab. */

import type { CheckResult } from '../../../src/model/check.ts'
import type { Observations } from '../../../src/model/evidence.ts'
import { type FaultType, fault } from '../../../src/model/fault.ts'
import { failing } from '../../golden/situations.ts'
import type { Recorded } from './recorded.ts'

const nobody: Readonly<Record<string, string>> = {}

/** As a probe records it: the headers of the 101, the silence, and what further connections told. */
function quiet(
  type: FaultType,
  pattern: string | null,
  { seconds = 42, headers = nobody, facts = {} as Observations } = {},
): CheckResult {
  const known = [20, 30, 50, 55, 60, 100, 230, 300, 600].includes(seconds)
  return failing('idle', fault(type, 'something was seen'), [{ phase: 'hold', ms: seconds * 1000 + 12 }], {
    observations: {
      'server.address': 'staging.example.com',
      'server.port': 443,
      'network.peer.address': '203.0.113.7',
      'dns.addresses': '203.0.113.7',
      'http.response.status_code': 101,
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`http.response.header.${name}`, value]),
      ),
      'credential.shown': true,
      'idle.hold_ms': seconds * 2000,
      'idle.quiet_ms': seconds * 1000 + 12,
      'idle.age_ms': seconds * 1000 + 15,
      'idle.server_pings': 0,
      'idle.pongs': 0,
      'idle.on_traffic': false,
      'idle.pattern': pattern,
      'idle.limit.seconds': known ? seconds : null,
      ...facts,
    },
  })
}

const cut = (pattern: string | null, options: Parameters<typeof quiet>[2] = {}) =>
  quiet('idle.closed', pattern, options)
const closed = (code: number, reason: string): Observations => ({
  'ws.close.code': code,
  'ws.close.reason': reason,
})

export const idleEvidence: Recorded = {
  'idle.nginx-read-timeout': cut('silence', { seconds: 60, headers: { server: 'nginx/1.22.1' } }),
  'idle.apache-timeout': cut('silence', { seconds: 60, headers: { server: 'Apache/2.4.67 (Debian)' } }),
  'idle.haproxy-default': cut('silence', { seconds: 50 }),
  'idle.varnish-pipe-timeout': cut('silence', { seconds: 60, facts: { 'origin.proxy': 'Varnish' } }),
  'idle.caddy-read-timeout': cut('silence', { headers: { server: 'Caddy' } }),
  'idle.nghttpx-h2o-timeout': cut('silence', {
    seconds: 60,
    headers: { server: 'nghttpx', via: '1.1 nghttpx' },
  }),
  'idle.awselb-timeout': cut('silence', { seconds: 60, headers: { 'set-cookie': 'AWSALB=…, AWSALBCORS=…' } }),
  'idle.envoy-timeout': cut('silence', { seconds: 300, headers: { server: 'istio-envoy' } }),
  'idle.heroku-timeout': cut('silence', { seconds: 55, headers: { via: '1.1 vegur' } }),
  'idle.azure-timeout': cut('silence', { seconds: 230, headers: { server: 'Microsoft-IIS/10.0' } }),
  'idle.cloudflare-timeout': cut('silence', { seconds: 100, headers: { server: 'cloudflare' } }),
  'idle.apigateway-timeout': quiet('idle.ended', 'unclear', {
    seconds: 600,
    headers: { 'x-amz-apigw-id': 'L0c=' },
    facts: closed(1001, 'Going away'),
  }),
  'idle.google-lb-timeout': cut('age', { seconds: 30, headers: { via: '1.1 google' } }),
  'idle.cloud-run-timeout': cut('age', { seconds: 300, headers: { server: 'Google Frontend' } }),
  'idle.silence-limit': cut('silence'),
  'idle.pings-ignored': cut('data-silence'),
  'idle.caddy-stream-timeout': cut('age', { headers: { server: 'Caddy' } }),
  'idle.age-limit': cut('age'),
  'idle.ended-early': cut('early', { seconds: 0.6 }),
  'idle.pings-in-vain': cut('silence-or-age'),
  'idle.forgotten-on-the-way': quiet('idle.reset', 'silence', { facts: { 'idle.on_traffic': true } }),
  'idle.dropped-silently': quiet('idle.unanswered', 'silence', { facts: { 'idle.on_traffic': true } }),
  'idle.pongs-lost': quiet('idle.ended', 'unclear', { facts: closed(1011, 'keepalive ping timeout') }),
  'idle.application-limit': quiet('idle.ended', 'silence', { facts: closed(4408, 'idle') }),
  'idle.application-lifetime': quiet('idle.ended', 'age', { facts: closed(1001, 'session over') }),
  'idle.application-deaf-to-pings': quiet('idle.ended', 'silence-or-age', { facts: closed(4408, 'idle') }),
  'idle.cut': cut('unclear'),
  'idle.dead': quiet('idle.unanswered', 'unclear'),
  'idle.closed-by-application': quiet('idle.ended', 'unclear', { facts: closed(1000, '') }),
  'idle.lost': quiet('idle.lost', 'random'),
}
