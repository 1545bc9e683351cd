/** Facts that follow from other facts: what a condition could not say of one observation alone. */

import type { CheckResult } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { Observations } from '../model/evidence.ts'
import type { Facts } from './signature.ts'
import type { Speakers } from './speakers.ts'

/** Proxies that pass an upgrade on as a plain request unless they are told otherwise. */
const droppers: ReadonlySet<string> = new Set([
  ...['nginx', 'OpenResty', 'Apache httpd', 'Varnish', 'CloudFront', 'Squid', 'APISIX', 'lighttpd'],
  ...['H2O', 'Tinyproxy'],
])

/** How a server says that it has no such page: what it also says to an upgrade that came as a plain GET. */
const plainRefusal =
  /^\{"detail":\s*"Not Found"\}|<pre>Cannot GET \/|"message":"Route GET:|<p>The requested resource was not found on this server\./

/** Their WebSocket handlers answer a plain GET in words of their own: a 404 says that there is no such path. */
const namesItsPaths: ReadonlySet<string> = new Set(['Tornado', 'Spring Boot', 'Flask', 'aiohttp'])

/**
 * Whether the upgrade reached its server as a plain request: `certain` if a WebSocket library says so, `likely` if the
 * answer is the one that a plain GET gets and the proxy in between is of the kind that does this. ASGI servers refuse an
 * upgrade to an unknown path with 403, so a 404 of FastAPI is an answer to a plain GET.
 */
function strippedBy(
  facts: Observations,
  { author, proxy }: Speakers,
  says: boolean,
  likeHealth: boolean,
): string | null {
  if (says || facts['fingerprint.upgrade_survives'] === false) return 'certain'
  if (likeHealth) return null
  if (proxy === null || !droppers.has(proxy.name) || author?.kind === 'proxy') return null
  const status = Number(facts['http.response.status_code'])
  const page = String(facts['http.response.body.excerpt'] ?? '')
  // Trouble or a limit of the server says nothing about headers; a complaint about the version, that they came.
  if (status >= 500 || status === 429 || /unsupported (websocket )?version|Sec-WebSocket-Version/i.test(page))
    return null
  if (status === 404) {
    // The multiplexer of Go's net/http; its WebSocket libraries say 400 or 426 to a plain GET.
    if (namesItsPaths.has(author?.name ?? '') || /^404 page not found\s*$/.test(page)) return null
  }
  const same = facts['twin.get.same_as_upgrade']
  if (same === true) return 'likely'
  if (same === false || facts['fingerprint.upgrade_survives'] === true) return null
  return plainRefusal.test(page) ? 'likely' : null
}

/** RFC 1918 and RFC 4193, link-local and carrier-grade NAT: not reachable from elsewhere. */
const privateAddress =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i

/**
 * Time limits end on the second, give or take the way: 30,045 ms is 30; 30,600 ms is nobody's limit. A proxy may have
 * begun to count a little before we did.
 */
function wholeSeconds(ms: unknown): number | null {
  if (typeof ms !== 'number' || !Number.isFinite(ms)) return null
  const seconds = Math.round(ms / 1000)
  const over = ms - seconds * 1000
  return seconds >= 1 && over >= -20 && over <= 100 ? seconds : null
}

/** Where a redirect leads, seen from the request: `itself` is a circle. */
function redirectTo(target: string, location: unknown): 'itself' | 'host' | 'elsewhere' | null {
  if (typeof location !== 'string' || location === '') return null
  const asked = target.replace(/^ws/, 'http')
  if (!URL.canParse(asked) || !URL.canParse(location, asked)) return null
  const [from, to] = [new URL(asked), new URL(location.replace(/^ws/, 'http'), asked)]
  if (from.origin !== to.origin) return 'elsewhere'
  return from.pathname === to.pathname && from.search === to.search ? 'itself' : 'host'
}

/**
 * The same for a stream, whose last byte was stamped on our side of the network. nginx does not set a timer anew for
 * less than 300 ms (NGX_TIMER_LAZY_DELAY), so that its limits come early by as much.
 */
function streamSeconds(ms: unknown, { proxy }: Speakers): number | null {
  if (typeof ms !== 'number') return null
  const earlyMs = proxy?.name === 'nginx' || proxy?.name === 'OpenResty' ? 310 : 40
  const seconds = Math.floor((ms + earlyMs) / 1000)
  return seconds >= 1 && ms - seconds * 1000 <= 160 ? seconds : null
}

/** HAProxy holds what comes first for about 200 ms (live, 2.6; it tells the kernel that more is coming), and not its timer. */
const longestHeldMs = 310

/**
 * The silence at the end of a stream. Where nothing came but a little at the very beginning, that may have been held on
 * the way: the limit on silence began with the request then, as far as anybody can tell.
 */
function silentSeconds(seen: Observations, speakers: Speakers): number | null {
  const { 'stream.silent_ms': silent, 'stream.total_ms': total, 'stream.headers_ms': headers } = seen
  const told = streamSeconds(silent, speakers)
  if (told !== null || typeof total !== 'number') return told
  const none = silent === null && seen['http.response.body.size'] === 0
  const last = typeof silent === 'number' ? total - silent : none ? headers : null
  return typeof last === 'number' && last <= longestHeldMs ? streamSeconds(total, speakers) : null
}

/**
 * Whether the answer is older than our request. Age is in whole seconds, and a cache that waits for the whole answer gives it an
 * Age that is no greater than our waiting was (RFC 9111 section 4.2.3).
 */
function isFromBefore(age: unknown, headersMs: unknown): boolean | null {
  if (typeof age !== 'string' || !/^\d+$/.test(age) || typeof headersMs !== 'number') return null
  return Number(age) > headersMs / 1000 + 1
}

const inWords = (ms: unknown): string | null => (typeof ms === 'number' ? showDuration(ms) : null)

const certificateFacts = ['subject', 'issuer', 'san', 'not_after'] as const

export interface Recognised {
  readonly speakers: Speakers
  readonly missesUpgrade: boolean
  /** Health got the very same refusal: whoever gives it to every path is not the server of ours. */
  readonly likeHealth: boolean
}

export function deriveFacts(
  { observations: seen, target, transcript }: CheckResult,
  { speakers, missesUpgrade, likeHealth }: Recognised,
): Facts {
  const says = speakers.author?.says === 'missing-upgrade' || missesUpgrade
  const received = transcript.filter(one => one.direction === 'received' && one.kind === 'text')
  const [failed, total] = [seen['repeat.failed'], seen['repeat.total']]
  return {
    'upgrade.stripped': strippedBy(seen, speakers, says, likeHealth),
    'redirect.to': redirectTo(target, seen['http.response.header.location']),
    'network.peer.private': privateAddress.test(String(seen['network.peer.address'] ?? '')),
    'repeat.flaky': typeof failed === 'number' && typeof total === 'number' && failed < total,
    'ws.close.whole_seconds': wholeSeconds(seen['ws.close.after_ms']),
    'stream.silent.whole_seconds': silentSeconds(seen, speakers),
    'stream.total.whole_seconds': streamSeconds(seen['stream.total_ms'], speakers),
    'stream.headers.whole_seconds': streamSeconds(seen['stream.headers_ms'], speakers),
    'patience.first': inWords(seen['patience.first_ms']),
    'stream.from_before': isFromBefore(seen['http.response.header.age'], seen['stream.headers_ms']),
    'idle.quiet': inWords(seen['idle.quiet_ms']),
    'idle.age': inWords(seen['idle.age_ms']),
    'ws.received.last': received.at(-1)?.text ?? null,
    // A certificate that was refused is known only from the reading without trust.
    ...Object.fromEntries(
      certificateFacts.map(name => [
        `certificate.${name}`,
        seen[`tls.unverified.${name}`] ?? seen[`tls.server.${name}`] ?? null,
      ]),
    ),
  }
}
