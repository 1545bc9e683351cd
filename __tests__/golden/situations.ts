/** One report for each situation that a reader meets. Diagnoses are made by `diagnose`, as in a run. */

import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Attempt, Phase, Timeline } from '../../src/model/evidence.ts'
import { classOf, type Fault, fault } from '../../src/model/fault.ts'
import type { Report } from '../../src/model/report.ts'

const base = 'staging.example.com'
const source = { file: '.github/verify-deploy.yml', line: 12, column: 5 }
const below: readonly Phase[] = [
  { phase: 'dns', ms: 3.1 },
  { phase: 'tcp', ms: 8.2 },
  { phase: 'tls', ms: 17.5 },
]
const network = {
  'server.address': base,
  'server.port': 443,
  'network.peer.address': '203.0.113.7',
  'network.peer.port': 443,
  'dns.addresses': '203.0.113.7',
  'tls.protocol.version': 'TLSv1.3',
  'tls.cipher': 'TLS_AES_256_GCM_SHA384',
  'tls.server.subject': base,
  'tls.server.issuer': 'R11',
  'tls.server.not_after': 'Jan 20 10:00:00 2027 GMT',
}

export function attempt(phases: readonly Phase[], trouble: Fault | null = null): Attempt {
  return {
    address: '203.0.113.7:443',
    family: 4,
    bytesSent: 812,
    bytesReceived: 2310,
    phases: [...below, ...phases],
    fault: trouble,
  }
}

/** A result with nothing special about it; a situation says what is. */
export function result(kind: string, changes: Partial<CheckResult> = {}): CheckResult {
  const path = kind === 'health' ? '/health' : '/ws'
  const names: Readonly<Record<string, string>> = {
    health: 'Health /health',
    upgrade: 'WebSocket upgrade /ws',
    messaging: 'WebSocket messages /ws',
    auth: 'Refusals /ws',
    concurrency: 'Concurrent clients /ws',
  }
  return {
    id: `${kind}:${path}`,
    kind,
    name: names[kind] ?? kind,
    target: `${kind === 'health' ? 'https' : 'wss'}://${base}${path}`,
    outcome: 'passed',
    class: null,
    layer: null,
    reason: '',
    blockedBy: null,
    durationMs: 41.2,
    fault: null,
    proof: null,
    assertions: [],
    attempts: [],
    traffic: { connections: 1, bytesSent: 812, bytesReceived: 2310 },
    observations: { ...network, 'url.full': `https://${base}${path}` },
    transcript: [],
    notes: [],
    failOn: null,
    source: null,
    ...changes,
  }
}

const proof = (seen: string) => ({
  address: '203.0.113.7:443',
  bytesSent: 812,
  bytesReceived: 2310,
  seen,
})

export function failing(
  kind: string,
  trouble: Fault,
  last: readonly Phase[],
  changes: Partial<CheckResult> = {},
): CheckResult {
  return result(kind, {
    outcome: classOf(trouble) === 'runner' ? 'errored' : 'failed',
    class: classOf(trouble),
    layer: trouble.layer,
    reason: trouble.message,
    fault: trouble,
    attempts: [attempt(last, trouble)],
    ...changes,
  })
}

export const blocked = (kind: string, by: string, here: string): CheckResult =>
  result(kind, {
    outcome: 'blocked',
    blockedBy: by,
    reason: `${by} failed first; here: ${here}`,
    durationMs: 0,
  })

const heldBack = fault(
  'stream.buffered',
  'the stream is buffered on its way: 12 events made over 880 ms arrived within 0 ms (by the times in the events)',
)
const streamed: readonly Phase[] = [
  { phase: 'request', ms: 12.1 },
  { phase: 'body', ms: 950.3 },
]
const timeline = (slots: readonly number[], firstMs: number, endMs: number): Timeline => ({
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
const asStream = (seen: CheckResult, path: string): CheckResult => ({
  ...seen,
  id: `stream:${path}`,
  name: `Stream ${path}`,
  target: `https://${base}${path}`,
})

export const healthy = result('health', {
  reason: 'HTTP 200',
  proof: proof('HTTP 200'),
  attempts: [
    attempt([
      { phase: 'request', ms: 9.8 },
      { phase: 'body', ms: 0.4 },
    ]),
  ],
  assertions: [{ claim: 'status', expected: '2xx', actual: '200', ok: true }],
})
export const upgraded = result('upgrade', {
  reason: '101 Switching Protocols, subprotocol "chat.v1"',
  proof: proof('HTTP 101, 0 messages sent, 0 received'),
  attempts: [
    attempt([
      { phase: 'upgrade', ms: 12 },
      { phase: 'close', ms: 4 },
    ]),
  ],
  assertions: [{ claim: 'status', expected: '101', actual: '101', ok: true }],
})
const conversed = result('messaging', {
  reason: 'the conversation ran to its end (1 sent, 2 received)',
  proof: proof('HTTP 101, 1 messages sent, 2 received'),
  attempts: [
    attempt([
      { phase: 'upgrade', ms: 11.3 },
      { phase: 'message', ms: 38 },
      { phase: 'close', ms: 4 },
    ]),
  ],
  durationMs: 78,
  assertions: [{ claim: 'receive $.type', expected: 'ack', actual: 'ack', ok: true }],
})
const many = result('concurrency', {
  reason: '5 of 5 at once; connect p95 61 ms, round trip p95 44 ms',
  proof: proof('HTTP 101, 1 messages sent, 1 received'),
  attempts: [
    attempt([
      { phase: 'upgrade', ms: 11.3 },
      { phase: 'message', ms: 38 },
    ]),
  ],
  durationMs: 112,
  observations: {
    'concurrency.planned': 5,
    'concurrency.connect.p50_ms': 49,
    'concurrency.connect.p95_ms': 61,
    'concurrency.connect.p99_ms': 63,
    'concurrency.round_trip.p50_ms': 38,
    'concurrency.round_trip.p95_ms': 44,
    'concurrency.round_trip.p99_ms': 45,
  },
  assertions: [
    { claim: 'connections open', expected: '5', actual: '5', ok: true },
    { claim: "nobody else's replies", expected: 'none', actual: 'none', ok: true },
  ],
})

/** A whole report around results; counts follow from them. */
export function report(results: readonly CheckResult[], changes: Partial<Report> = {}): Report {
  const diagnoses = diagnose(results)
  const of = (outcome: string) => results.filter(one => one.outcome === outcome).length
  const root = results.find(({ outcome }) => outcome === 'failed' || outcome === 'errored')
  return {
    schema: 'verify-deploy/report/v1',
    tool: { version: '1.0.0' },
    verdict: root ? 'failed' : 'passed',
    because: root
      ? `${root.name} failed: ${root.reason}`
      : `${of('passed')} of ${results.length} checks passed`,
    exitCode: root ? 1 : 0,
    environment: 'staging',
    url: `https://${base}/`,
    sha: '0123456789abcdef0123456789abcdef01234567',
    runId: '8642',
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 812.4,
    failOn: 'any',
    counts: {
      planned: results.length,
      executed: of('passed') + of('failed'),
      passed: of('passed'),
      failed: of('failed'),
      blocked: of('blocked'),
      skipped: of('skipped'),
      errored: of('errored'),
    },
    traffic: { connections: results.length, bytesSent: 4210, bytesReceived: 18822 },
    rootCause: root ? { check: root.id, diagnosis: diagnoses.get(root.id)?.[0]?.id ?? null } : null,
    revision: { expected: null, observed: [] },
    comparison: null,
    history: {},
    readiness: { ready: true, waitedMs: 3200, polls: 4, answers: 4, last: 'HTTP 503' },
    notes: [],
    problems: [],
    checks: results.map(one => ({ ...one, diagnoses: diagnoses.get(one.id) ?? [], comparison: null })),
    ...changes,
  }
}

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
const expiredAccepted = failing('auth', expired, [{ phase: 'upgrade', ms: 12 }], {
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

const dropped = fault(
  'ws.unexpected_response',
  'the upgrade was answered with HTTP 426 instead of 101',
  '426',
)
const headerDropped = failing('upgrade', dropped, [{ phase: 'upgrade', ms: 12.6 }], {
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

const refusedPort = fault(
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
const deadHost = failing('health', refusedPort, [], {
  durationMs: 5.2,
  attempts: [noConnection, noConnection],
  traffic: { connections: 2, bytesSent: 0, bytesReceived: 0 },
  observations: { 'server.address': base, 'server.port': 443, 'dns.addresses': '203.0.113.7' },
})

const forbidden = fault(
  'auth.refused',
  'the upgrade was answered with HTTP 403: the credential that was shown is refused',
  '403',
)
const noReply = fault('ws.no_reply', 'no message came within 10 s after ours was sent')
const wrongReply = fault('ws.wrong_reply', '$.type is "error", expected "ack"')
const open = {
  ...network,
  'http.response.status_code': 101,
  'credential.shown': true,
  'ws.messages.sent': 1,
}

const nasty =
  '</td></table><script>alert(1)</script> | x | <!-- @octocat #1 GH-2 https://evil.example www.evil.example ![i](data:x) ' +
  '[l](javascript:x) `code` ```fence``` **b** __u__ ~~s~~ $m$ :tada: \u001b[31mred\u001b[0m \u202egnp.exe ##[set-output name=a]b\n' +
  '::set-output name=verdict::passed\n# heading\n- item\n1. one\n> quote\n"]; A-->B; click A "x"\n%0A \u0000\u0007'
const hostileFault = fault('ws.unexpected_response', `${nasty} answered 400`, '400')
const hostile = failing('upgrade', hostileFault, [{ phase: 'upgrade', ms: 5 }], {
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

export const situations: Readonly<Record<string, Report>> = {
  'all-passed': report([
    healthy,
    upgraded,
    { ...conversed, notes: ['the reply could not be tied to our message: it carries no id of ours'] },
    many,
  ]),
  'header-dropped': report([
    healthy,
    headerDropped,
    blocked('messaging', 'upgrade:/ws', dropped.message),
    blocked('concurrency', 'upgrade:/ws', `5 of 5 connections failed; the first: ${dropped.message}`),
  ]),
  'port-refused': report(
    [
      deadHost,
      blocked('upgrade', 'health:/health', refusedPort.message),
      blocked('messaging', 'health:/health', refusedPort.message),
    ],
    { readiness: { ready: false, waitedMs: 30_000, polls: 14, answers: 0, last: refusedPort.message } },
  ),
  'token-refused': report([
    healthy,
    failing('upgrade', forbidden, [{ phase: 'upgrade', ms: 10 }], {
      observations: {
        ...network,
        'http.response.status_code': 403,
        'http.response.status_text': 'Forbidden',
        'http.response.header.server': 'uvicorn',
        'http.response.body.excerpt': '',
        'http.response.body.size': 0,
        'credential.shown': true,
      },
      assertions: [{ claim: 'status', expected: '101', actual: '403', ok: false }],
    }),
    blocked('messaging', 'upgrade:/ws', forbidden.message),
  ]),
  'stream-buffered': report([
    healthy,
    asStream(
      result('stream', {
        reason: '12 events in 962 ms, as they were produced',
        proof: proof('HTTP 200'),
        attempts: [attempt(streamed)],
        timeline: timeline([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1], 40.2, 962.4),
      }),
      '/stream',
    ),
    asStream(
      failing('stream', heldBack, streamed, {
        observations: {
          ...network,
          'http.response.status_code': 200,
          'http.response.header.content-type': 'text/event-stream',
          'http.response.header.server': 'nginx/1.22.1',
          'stream.events': 12,
          'stream.produced_ms': 880,
          'stream.arrived_ms': 0.4,
        },
        assertions: [
          { claim: 'status', expected: '2xx', actual: '200', ok: true },
          {
            claim: 'arrives as produced',
            expected: 'as produced, where that can be told',
            actual: '12 events made over 880 ms arrived within 0 ms',
            ok: false,
          },
        ],
        timeline: timeline([12], 961.8, 962.4),
      }),
      '/api/chat/stream',
    ),
  ]),
  silent: report([
    healthy,
    upgraded,
    failing(
      'messaging',
      noReply,
      [
        { phase: 'upgrade', ms: 11 },
        { phase: 'message', ms: 10_000 },
      ],
      {
        durationMs: 10_041,
        observations: { ...open, 'ws.messages.received': 0 },
        transcript: [
          { atMs: 1.2, direction: 'sent', kind: 'text', text: '{"type":"chat_message"}', bytes: 23 },
        ],
      },
    ),
  ]),
  'expired-accepted': report([healthy, upgraded, conversed, expiredAccepted, many]),
  'wrong-reply': report([
    healthy,
    upgraded,
    failing(
      'messaging',
      wrongReply,
      [
        { phase: 'upgrade', ms: 11 },
        { phase: 'message', ms: 31 },
      ],
      {
        observations: { ...open, 'ws.messages.received': 1 },
        assertions: [{ claim: '$.type', expected: '"ack"', actual: '"error"', ok: false }],
        transcript: [
          { atMs: 1.2, direction: 'sent', kind: 'text', text: '{"type":"chat_message"}', bytes: 23 },
          {
            atMs: 32,
            direction: 'received',
            kind: 'text',
            text: '{"type":"error","message":"no agent"}',
            bytes: 37,
          },
        ],
      },
    ),
  ]),
  'input-problems': report([], {
    verdict: 'inconclusive',
    because:
      'nothing was tested: 2 input problems; the first: checks[2].within (.github/verify-deploy.yml:31:13) "10 sec" is not a duration',
    exitCode: 2,
    readiness: null,
    url: null,
    durationMs: 4,
    problems: [
      {
        subject: 'checks[2].within',
        message: '"10 sec" is not a duration',
        remedy: 'write 250ms, 10s, 2m or 1h',
        place: { ...source, line: 31, column: 13 },
      },
      {
        subject: 'jwt-secret',
        message: 'is given together with jwt-private-key',
        remedy: 'give one of the two',
        place: null,
      },
    ],
  }),
  inconclusive: report(
    [
      failing('health', fault('runner.no_network', 'this machine has no network'), [], {
        durationMs: 3,
        attempts: [],
        traffic: { connections: 0, bytesSent: 0, bytesReceived: 0 },
        observations: {},
      }),
      result('upgrade', { outcome: 'skipped', reason: 'does not apply', durationMs: 0 }),
    ],
    {
      verdict: 'inconclusive',
      because: 'Health /health could not be tested: this machine has no network',
      exitCode: 3,
      readiness: null,
      notes: ['Without a credential, that a client gets in was not tested.'],
    },
  ),
  cancelled: report(
    [
      healthy,
      failing('messaging', fault('runner.cancelled', 'the run was cancelled'), [
        { phase: 'upgrade', ms: 11 },
      ]),
    ],
    { verdict: 'cancelled', because: 'cancelled; until then 1 of 2 checks passed', exitCode: 130 },
  ),
  hostile: report([{ ...healthy, reason: nasty, notes: [nasty] }, hostile], {
    environment: nasty,
    url: `https://${base}/\`|<b>`,
    notes: [nasty],
    readiness: { ready: false, waitedMs: 5, polls: 1, answers: 1, last: nasty },
  }),
}
