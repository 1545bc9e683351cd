/** Results and reports around which a situation is built, with nothing special about them. */

import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Attempt, Phase } from '../../src/model/evidence.ts'
import { classOf, type Fault } from '../../src/model/fault.ts'
import type { Report } from '../../src/model/report.ts'

export const base = 'staging.example.com'
export const source = { file: '.github/verify-deploy.yml', line: 12, column: 5 }
const below: readonly Phase[] = [
  { phase: 'dns', ms: 3.1 },
  { phase: 'tcp', ms: 8.2 },
  { phase: 'tls', ms: 17.5 },
]
export const network = {
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

export const proof = (seen: string) => ({
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
export const conversed = result('messaging', {
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
export const many = result('concurrency', {
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
