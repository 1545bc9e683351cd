/** The wrong revision, and one that comes late. */

import { pathOf } from './admission.ts'
import { jsonAnswer, writeAnswer } from './answer.ts'
import { healthPath } from './application.ts'
import type { Behaviour } from './behaviour.ts'
import { expect, type FaultRow } from './fault-row.ts'
import { badGateway } from './nginx-pages.ts'

const newRevision = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
const oldRevision = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'
const expectsNew = { 'expect-revision': newRevision } as const

/** Each answer of health comes from the next of these. */
const serves =
  (...revisions: readonly string[]) =>
  (well: Behaviour): Partial<Behaviour> => {
    let turn = 0
    return {
      respond: (request, response) => {
        if (pathOf(request) !== healthPath) return well.respond(request, response)
        request.resume()
        writeAnswer(
          response,
          jsonAnswer(200, { status: 'ok', revision: revisions[turn++ % revisions.length] }),
        )
      },
    }
  }

/** How long the application takes to come up after the first request. */
const startMs = 1500
function startsLate(well: Behaviour): Partial<Behaviour> {
  let first = 0
  const starting = () => {
    first ||= performance.now()
    return performance.now() - first < startMs
  }
  return {
    respond: (request, response) =>
      starting() ? writeAnswer(response, badGateway) : well.respond(request, response),
    admit: request => (starting() ? badGateway : well.admit(request)),
  }
}

export const revisionFaults = {
  'starts-late': {
    summary:
      'nginx answers 502 for 1.5 s, until the application is up; the demo waits for it, unless --wait says 0s',
    expected: expect('health', 'http.gateway_error'),
    breaks: startsLate,
    inputs: { wait: '10s' },
  },
  'old-revision': {
    summary: 'the new revision was not rolled out: the old one still answers',
    expected: expect('ready', 'revision.old'),
    breaks: serves(oldRevision),
    inputs: expectsNew,
  },
  'mixed-revisions': {
    summary: 'the old revision and the new one answer in turn',
    expected: expect('ready', 'revision.mixed'),
    breaks: serves(newRevision, oldRevision),
    inputs: expectsNew,
  },
} as const satisfies Record<string, FaultRow>
