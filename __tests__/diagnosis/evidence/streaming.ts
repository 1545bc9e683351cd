/** Streams as the probe records them: where they hung, how they ended, how they came. */

import type { CheckResult } from '../../../src/model/check.ts'
import type { Observations } from '../../../src/model/evidence.ts'
import type { FaultType } from '../../../src/model/fault.ts'
import { result } from '../../golden/situations.ts'
import { at, plain, type Recorded } from './recorded.ts'

const nginx = { server: 'nginx/1.22.1' }
const varnish = { 'x-varnish': '32770', via: '1.1 lab (Varnish/7.1)' }
const json = { 'content-type': 'application/json' }

/** A 200 of `text/event-stream`, and what was seen of its events. */
function stream(
  type: FaultType,
  facts: Observations = {},
  headers: Readonly<Record<string, string>> = {},
): CheckResult {
  const all = { 'content-type': 'text/event-stream', ...headers }
  return asStream(
    at(type, {
      'http.response.status_code': 200,
      'network.protocol.version': '1.1',
      'stream.format': 'sse',
      'stream.events': 4,
      'stream.headers_ms': 12.1,
      'stream.total_ms': 1730.4,
      'stream.silent_ms': 412.7,
      'stream.end': 'broken',
      'stream.basis': 'timestamps',
      ...Object.fromEntries(
        Object.entries(all).map(([name, value]) => [`http.response.header.${name}`, value]),
      ),
      ...facts,
    }),
  )
}

/** Under its own kind and target. */
const asStream = (seen: CheckResult): CheckResult => {
  const { id, kind, name, target } = result('stream')
  return { ...seen, id, kind, name, target: target.replace('wss:', 'https:') }
}

const burst = (headers: Readonly<Record<string, string>> = {}, facts: Observations = {}) =>
  stream(
    'stream.buffered',
    { 'stream.end': 'marker', 'stream.produced_ms': 1700, 'stream.arrived_ms': 0, ...facts },
    headers,
  )
const gzip = { 'content-encoding': 'gzip' }
const pair = { 'pair.identity.streams': true, 'pair.identity.arrived_ms': 1702 }
const cutAfter = (silentMs: number, totalMs: number, headers: Readonly<Record<string, string>> = {}) =>
  stream('stream.cut', { 'stream.silent_ms': silentMs, 'stream.total_ms': totalMs }, headers)

export const streamingEvidence: Recorded = {
  'streaming.no-headers': asStream(at('stream.no_headers')),
  'streaming.headers-held': asStream(
    at('stream.no_headers', { 'patience.first_ms': 6021, 'patience.at_once': true }),
  ),
  'streaming.headers-late': asStream(
    at('stream.no_headers', { 'patience.first_ms': 6021, 'patience.at_once': false }),
  ),
  'streaming.hangs-alone': asStream(at('stream.no_headers')),
  'streaming.no-first-event': stream('stream.no_first_event', { 'stream.events': 0, 'stream.end': 'late' }),
  'streaming.stalled': stream('stream.stalled', { 'stream.end': 'late' }),
  'streaming.no-end-marker': stream('stream.no_end_marker', { 'stream.end': 'complete' }),
  // Seen of gunicorn 20.1, sync worker, --timeout 4.
  'streaming.gunicorn-timeout': stream(
    'stream.cut',
    { 'stream.events': 16, 'stream.silent_ms': 87.1, 'stream.total_ms': 6431.2 },
    { server: 'gunicorn', 'transfer-encoding': 'chunked' },
  ),
  'streaming.unfinished-event': stream('stream.no_end_marker', {
    ...{ 'stream.end': 'complete', 'stream.unfinished': 'marker' },
  }),
  'streaming.ended-by-close': stream('stream.no_end_marker', {
    'stream.end': 'closed',
    'network.protocol.version': '1.0',
  }),
  'streaming.cut': stream('stream.cut'),
  'streaming.reset': stream('stream.reset'),
  'streaming.page': stream('stream.not_a_stream', {}, { 'content-type': 'text/html' }),
  'streaming.nothing-to-stream': stream('stream.not_a_stream', { 'http.response.status_code': 204 }),
  'streaming.wrong-content-type': stream('stream.wrong_content_type', {}, { 'content-type': 'text/plain' }),
  'streaming.error-event': stream('stream.error_event'),
  'streaming.malformed': stream('stream.malformed'),
  'streaming.wrong-event': stream('stream.wrong_event'),
  'streaming.too-few-events': stream('stream.too_few_events'),
  'streaming.too-few-in-time': stream('stream.too_few_events', { 'stream.end': 'late' }),
  'streaming.not-resumed': stream('stream.not_resumed'),
  'streaming.slow': stream('stream.slow'),
  'streaming.circuit-open': asStream(
    plain(503, '{"error":"circuit open"}', { ...json, 'retry-after': '30' }, { 'stream.headers_ms': 3.4 }),
  ),
  'streaming.gateway-gave-up': asStream(
    plain(504, 'timeout', { 'content-type': 'text/plain' }, { 'stream.headers_ms': 30_022 }),
  ),

  'streaming.buffered': burst(),
  'streaming.compression-without-flush': burst(gzip, pair),
  'streaming.compression-express': burst({ ...gzip, 'x-powered-by': 'Express' }, pair),
  'streaming.collected': burst({ 'content-length': '812' }),
  'streaming.collected-api-gateway': burst({ 'content-length': '812', 'apigw-requestid': 'Ab1=' }),
  'streaming.http10-hop': burst({}, { 'network.protocol.version': '1.0' }),
  'streaming.cached': burst({ age: '412' }),
  'streaming.nginx-buffering': burst(nginx),
  // Seen of PHP-FPM 8.2 with expose_php, output_buffering = 4096, behind nginx with fastcgi_buffering off.
  'streaming.php-buffering': burst({
    ...nginx,
    'content-type': 'text/event-stream;charset=UTF-8',
    'x-powered-by': 'PHP/8.2.36',
  }),
  'streaming.apache-buffering': burst({ server: 'Apache/2.4.62 (Debian)' }),
  'streaming.varnish-compressed': burst(
    { ...varnish, ...gzip },
    { 'pair.identity.streams': false, 'pair.identity.arrived_ms': 0 },
  ),
  'streaming.varnish-buffering': burst(varnish),
  'streaming.caddy-buffering': burst({ server: 'Caddy' }),
  'streaming.cloudflare-buffering': burst({ server: 'cloudflare', 'cf-ray': '8f2-FRA' }),
  'streaming.cloudfront-buffering': burst({
    via: '1.1 abc.cloudfront.net (CloudFront)',
    'x-amz-cf-id': 'abc',
    'x-cache': 'Miss from cloudfront',
  }),
  'streaming.envoy-buffering': burst({ server: 'envoy', 'x-envoy-upstream-service-time': '3' }),
  'streaming.iis-buffering': burst({ server: 'Microsoft-IIS/10.0' }),

  'streaming.cut-in-silence': cutAfter(45_012, 61_311),
  'streaming.nginx-read-timeout': cutAfter(60_031, 61_311, nginx),
  'streaming.apache-timeout': cutAfter(60_031, 61_311, { server: 'Apache/2.4.62 (Debian)' }),
  'streaming.varnish-between-bytes': cutAfter(60_031, 61_311, varnish),
  'streaming.heroku-idle': cutAfter(55_013, 61_311),
  'streaming.envoy-route-timeout': cutAfter(220, 15_004, { server: 'envoy' }),
  'streaming.google-backend-timeout': cutAfter(220, 30_012),
  'streaming.cut-at-limit': cutAfter(220, 10_011),
}
