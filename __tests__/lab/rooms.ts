/** All situations of the lab, by the room that they are tried in. */

import type { Situation } from './situation.ts'
import { apacheSituations } from './situations/apache.ts'
import { applicationSituations } from './situations/applications.ts'
import { brokenSituations } from './situations/broken.ts'
import { caddySituations } from './situations/caddy.ts'
import { concurrencySituations } from './situations/concurrency.ts'
import { haproxySituations } from './situations/haproxy.ts'
import { idleSituations } from './situations/idle.ts'
import { idleStreamSituations } from './situations/idle-streams.ts'
import { moreSituations } from './situations/more.ts'
import { nginxSituations } from './situations/nginx.ts'
import { nginxTlsSituations } from './situations/nginx-tls.ts'
import { protocolSituations } from './situations/protocols.ts'
import { refusalSituations } from './situations/refusals.ts'
import { streamSituations } from './situations/streams.ts'
import { varnishSituations } from './situations/varnish.ts'

export const rooms = {
  nginx: nginxSituations,
  'nginx-tls': nginxTlsSituations,
  haproxy: haproxySituations,
  apache: apacheSituations,
  caddy: caddySituations,
  varnish: varnishSituations,
  applications: applicationSituations,
  protocols: protocolSituations,
  refusals: refusalSituations,
  broken: brokenSituations,
  more: moreSituations,
  streams: streamSituations,
  idle: idleSituations,
  'idle-streams': idleStreamSituations,
  concurrency: concurrencySituations,
} as const satisfies Record<string, readonly Situation[]>
