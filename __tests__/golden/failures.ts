/** The results that a situation is about: what failed, and what was seen of it. */

import type { CheckResult } from '../../src/model/check.ts'
import type { Attempt, Phase, Timeline } from '../../src/model/evidence.ts'
import { fault } from '../../src/model/fault.ts'
import { attempt, base, failing, network, source } from './building.ts'

export const heldBack = fault(
  'stream.buffered',
  'the stream is buffered on its way: 12 events made over 880 ms arrived within 0 ms (by the times in the events)',
)
export const streamed: readonly Phase[] = [
  { phase: 'request', ms: 12.1 },
  { phase: 'body', ms: 950.3 },
]
export const timeline = (slots: readonly number[], firstMs: number, endMs: number): Timeline => ({
  noun: 'event',
  count: 12,
  marks: [
    { label: 'headers', atMs: 12.1 },
    { label: 'first', atMs: firstMs },
    { label: 'end', atMs: endMs },
  ],
  fromMs: firstMs,
  slotMs: 64,
  slots,
})
export const asStream = (seen: CheckResult, path: string): CheckResult => ({
  ...seen,
  id: `stream:${path}`,
  name: `Stream ${path}`,
  target: `https://${base}${path}`,
})

const expired = fault(
  'auth.accepted.expired',
  'a bad credential gets in: expired token (its message was answered); also: token not valid yet',
)
const refusal = (claim: string, actual: string) => ({
  claim,
  expected: 'refused',
  actual,
  ok: actual.startsWith('refused'),
})
export const expiredAccepted = failing('auth', expired, [{ phase: 'upgrade', ms: 12 }], {
  attempts: [
    ...Array.from({ length: 11 }, () => attempt([{ phase: 'upgrade', ms: 9 }])),
    attempt(
      [
        { phase: 'upgrade', ms: 12 },
        { phase: 'message', ms: 3 },
      ],
      expired,
    ),
  ],
  observations: {
    ...network,
    'http.response.status_code': 101,
    'credential.shown': true,
    'clients.planned': 12,
    'auth.refused': 9,
    'auth.accepted': 'expired, not_yet_valid',
  },
  assertions: [
    { claim: 'good credential', expected: 'let in', actual: 'let in', ok: true },
    refusal('no credential', 'refused (HTTP 401)'),
    refusal('wrong signature', 'refused (HTTP 403)'),
    refusal('expired token', 'let in (its message was answered)'),
    refusal('token not valid yet', 'let in (its message was answered)'),
  ],
})

export const dropped = fault(
  'ws.unexpected_response',
  'the upgrade was answered with HTTP 426 instead of 101',
  '426',
)
export const headerDropped = failing('upgrade', dropped, [{ phase: 'upgrade', ms: 12.6 }], {
  source,
  observations: {
    ...network,
    'http.response.status_code': 426,
    'http.response.status_text': 'Upgrade Required',
    'http.response.header.server': 'nginx/1.22.1',
    'http.response.header.content-type': 'text/plain',
    'http.response.body.excerpt':
      'Failed to open a WebSocket connection: missing Connection header.\n\nYou cannot access a WebSocket server directly with a browser. You need a WebSocket client.\n',
    'http.response.body.size': 156,
    'credential.shown': true,
  },
  assertions: [{ claim: 'status', expected: '101', actual: '426', ok: false }],
})

export const refusedPort = fault(
  'tcp.refused',
  '203.0.113.7:443: nothing listens there: the connection was refused',
  'ECONNREFUSED',
)
const noConnection: Attempt = {
  ...attempt([], refusedPort),
  bytesSent: 0,
  bytesReceived: 0,
  phases: [
    { phase: 'dns', ms: 3.1 },
    { phase: 'tcp', ms: 0.7 },
  ],
}
export const deadHost = failing('health', refusedPort, [], {
  durationMs: 5.2,
  attempts: [noConnection, noConnection],
  traffic: { connections: 2, bytesSent: 0, bytesReceived: 0 },
  observations: { 'server.address': base, 'server.port': 443, 'dns.addresses': '203.0.113.7' },
})

export const forbidden = fault(
  'auth.refused',
  'the upgrade was answered with HTTP 403: the credential that was shown is refused',
  '403',
)
export const noReply = fault('ws.no_reply', 'no message came within 10 s after ours was sent')
export const wrongReply = fault('ws.wrong_reply', '$.type is "error", expected "ack"')
export const open = {
  ...network,
  'http.response.status_code': 101,
  'credential.shown': true,
  'ws.messages.sent': 1,
}

export const nasty =
  '</td></table><script>alert(1)</script> | x | <!-- @octocat #1 GH-2 https://evil.example www.evil.example ![i](data:x) ' +
  '[l](javascript:x) `code` ```fence``` **b** __u__ ~~s~~ $m$ :tada: \u001b[31mred\u001b[0m \u202egnp.exe ##[set-output name=a]b\n' +
  '::set-output name=verdict::passed\n# heading\n- item\n1. one\n> quote\n"]; A-->B; click A "x"\n%0A \u0000\u0007'
const hostileFault = fault('ws.unexpected_response', `${nasty} answered 400`, '400')
export const hostile = failing('upgrade', hostileFault, [{ phase: 'upgrade', ms: 5 }], {
  name: `WebSocket upgrade ${nasty}`,
  assertions: [{ claim: nasty, expected: nasty, actual: nasty, ok: false }],
  observations: {
    ...network,
    'http.response.status_code': 400,
    'http.response.status_text': nasty,
    'http.response.header.server': `nginx ${nasty}`,
    'http.response.body.excerpt': nasty,
  },
  transcript: [
    { atMs: 1, direction: 'received', kind: 'text', text: nasty, bytes: 400 },
    { atMs: 2, direction: 'sent', kind: 'text', text: '````\n# out of the fence', bytes: 12 },
  ],
})
