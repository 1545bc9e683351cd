/** One stream, read to its end: over HTTP, or over a WebSocket where a conversation starts it. */

import { newScope } from '../../matching/template.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type Target, targetOf } from '../../model/target.ts'
import type { Wire } from '../../net/wire.ts'
import { evidenceOf } from '../gather.ts'
import { fillUrl } from '../request.ts'
import type { StreamOptions } from '../stream.ts'
import { describeStream, type ReadSoFar } from './evidence.ts'
import { fillOptions } from './fill.ts'
import { openEvents } from './http.ts'
import { compareDirect } from './origin.ts'
import { resumeStream } from './resume.ts'
import { probeSocketStream } from './socket.ts'

export async function probeStream(
  check: PlannedCheck<StreamOptions>,
  wire: Wire,
  turn: number,
): Promise<Evidence> {
  if (check.options.conversation !== null) return await probeSocketStream(check, wire, turn)
  const credential = await wire.issue(check.credential)
  const scope = newScope({ ...wire.facts, connection: 1, token: credential?.value ?? null })
  const filled = { ...check, options: fillOptions(check.options, scope) }
  const target: Target = targetOf(fillUrl(check.target.url, scope))
  const asking = { wire, turn, scope, credential }
  const read: ReadSoFar = await openEvents(filled, target, asking)
  const direct = await compareDirect(filled, read, asking)
  const resumed = await resumeStream(filled, target, read, asking)
  // The stream itself comes last: it is the attempt that decides.
  const attempts = [...direct.attempts, ...resumed.attempts, read.attempt]
  const { details, observations, timeline } = describeStream(filled.options, read, {
    delivery: direct.delivery,
    resumed: resumed.resumed,
  })
  return evidenceOf({
    attempts,
    observations,
    fault: read.fault,
    transcript: read.tracker?.transcript() ?? [],
    details,
    timeline,
  })
}
