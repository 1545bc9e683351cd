/** One report for each situation that a reader meets. Diagnoses are made by `diagnose`, as in a run. */

import { fault } from '../../src/model/fault.ts'
import type { Report } from '../../src/model/report.ts'
import {
  attempt,
  base,
  blocked,
  conversed,
  failing,
  healthy,
  many,
  network,
  proof,
  report,
  result,
  source,
  upgraded,
} from './building.ts'
import {
  asStream,
  deadHost,
  dropped,
  expiredAccepted,
  forbidden,
  headerDropped,
  heldBack,
  hostile,
  nasty,
  noReply,
  open,
  refusedPort,
  streamed,
  timeline,
  wrongReply,
} from './failures.ts'

// Tests of other rooms build reports of their own out of these.
export { attempt, blocked, failing, healthy, report, result, upgraded } from './building.ts'

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
