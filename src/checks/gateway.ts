/** Who wrote an answer: the application, or a gateway because the application does not answer? */

import type { Observations } from '../model/evidence.ts'

/** Statuses that gateways give for an upstream in trouble; 52x and 530 are Cloudflare's. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530])

/** Pages that only the gateway itself writes (sources in docs/diagnoses.md). */
const gatewayPages: readonly RegExp[] = [
  /<hr><center>(nginx|openresty)/i,
  /<html><body><h1>\d{3} [^<]+<\/h1>\s[^<]+\s<\/body><\/html>/i, // HAProxy
  /^(no healthy upstream|upstream connect error|upstream request timeout|no available server|Bad Gateway|Gateway Timeout)/,
  /default backend - 404|response 404 \(backend NotFound\)/,
  /<h3>Guru Meditation:|<p>Varnish cache server<\/p>/,
  // Apache httpd, with or without its signature below the page.
  /^<!DOCTYPE HTML PUBLIC "-\/\/(W3C\/\/DTD HTML 4\.01|IETF\/\/DTD HTML 2\.0)\/\/EN"[^>]*>\s*<html><head>\s*<title>\d{3} /,
  /The proxy server received an invalid\s+response|maintenance downtime or capacity\s+problems/,
  // lighttpd, nghttpx and Apache Traffic Server.
  /^<\?xml version="1\.0" encoding="iso-8859-1"\?>\s*<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1\.0 Transitional\/\/EN"[\s\S]{0,200}<title>\d{3} /,
  /<footer>nghttpx[^<]*<\/footer>/,
  /<TITLE>(Not Found on Accelerator|Could Not Connect)<\/TITLE>/,
  /<p>Tinyproxy was unable to connect to the remote web server\./,
  /no Route matched with those values|"error_msg":\s*"404 Route Not Found"/,
  // Kong: as JSON, unlike the others.
  /^\s*\{\s*"message":\s*"(failure to get a peer from the ring-balancer|name resolution failed|An invalid response was received from the upstream server|The upstream server is (timing out|currently unavailable))/,
]

/** Some say 500 of an upstream that broke off (lighttpd) or takes no connection (Tinyproxy). */
const brokenUpstream: readonly RegExp[] = [
  /^<\?xml version="1\.0" encoding="iso-8859-1"\?>\s*<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1\.0 Transitional\/\/EN"[\s\S]{0,200}<title>500 /,
  /<p>Tinyproxy was unable to connect to the remote web server\./,
]

const header = (facts: Observations, name: string): string =>
  String(facts[`http.response.header.${name}`] ?? '')

/** True when the answer's body or headers are a gateway's own. */
export function gatewaySpeaks(facts: Observations): boolean {
  const body = String(facts['http.response.body.excerpt'] ?? '')
  if (/^awselb\//.test(header(facts, 'server')) || header(facts, 'x-cf-routererror') !== '') return true
  if (header(facts, 'l5d-proxy-error') !== '' || header(facts, 'x-vercel-error') !== '') return true
  return gatewayPages.some(page => page.test(body))
}

/** True when the status says that a gateway found no working application behind it. */
export function isGatewayError(facts: Observations): boolean {
  const status = Number(facts['http.response.status_code'])
  if (status === 500) {
    const body = String(facts['http.response.body.excerpt'] ?? '')
    return brokenUpstream.some(page => page.test(body))
  }
  if (!gatewayStatuses.has(status)) return false
  // An application that reports itself unhealthy answers 503 with JSON of its own.
  return status !== 503 || gatewaySpeaks(facts) || !/json/i.test(header(facts, 'content-type'))
}
