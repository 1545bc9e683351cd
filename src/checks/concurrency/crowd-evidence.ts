/** What many clients went through, as one piece of evidence. */

import { cutText } from '../../matching/show.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Wire } from '../../net/wire.ts'
import type { ConcurrencyDetails, ConcurrencyOptions } from '../concurrency.ts'
import { describeFailures } from '../fault-groups.ts'
import { evidenceOf } from '../gather.ts'
import { observeTalk } from '../talk.ts'
import type { Crowd } from './crowd.ts'
import { percentiles } from './percentiles.ts'

export function tellCrowd(crowd: Crowd, options: ConcurrencyOptions, wire: Wire): Evidence {
  const { connections, messages, holdMs } = options
  const { clients, connectMs, openBefore, talks, bursts, held, delivery, shared } = crowd
  const { count, example } = crowd.strays
  const troubles = clients.map(({ session }, i) =>
    session.ok ? (talks[i]!.fault ?? bursts[i]?.fault ?? held[i]?.fault ?? null) : session.fault,
  )
  const attempts = clients.map(({ session }, i) => session.record.end(troubles[i]!))
  const failures = attempts.flatMap(({ address, fault: seen }, i) =>
    seen ? [{ connection: i + 1, address, fault: seen }] : [],
  )
  const trouble = describeFailures(failures, {
    planned: connections,
    openBefore: failures.length > 0 ? openBefore : 0,
    untried: connections - clients.length,
  })
  const shown = Math.max(
    0,
    troubles.findIndex(seen => seen !== null && seen.type === trouble?.type),
  )
  const [{ session: sample }, said] = [clients[shown]!, talks[shown]]
  const notes = new Set(talks.flatMap(talk => talk?.notes ?? []))
  if (shared !== null) notes.add(sharedNote(shared))
  const details: ConcurrencyDetails = {
    credentialShown: clients.some(({ session }) => session.credentialShown),
    planned: connections,
    opened: connectMs.length,
    answered: troubles.filter((seen, i) => seen === null || talks[i]?.fault === null).length,
    crossTalk:
      shared === null
        ? {
            count,
            example:
              example &&
              `connection ${example.connection} received a message with the id of connection ${example.owner}: "${cutText(wire.hide(example.data.slice(0, 4000)))}"`,
          }
        : null,
    delivery,
    lostInHold: holdMs > 0 ? held.filter(one => one?.lost).length : null,
    notes: [...notes].slice(0, 5),
  }
  return evidenceOf({
    attempts,
    observations: {
      ...sample.record.observations,
      ...(sample.ok && said ? observeTalk(sample, { ...said, fault: troubles[shown]! }) : {}),
      'concurrency.planned': connections,
      'concurrency.opened': details.opened,
      'concurrency.answered': details.answered,
      'concurrency.failed': failures.length,
      'concurrency.open_before_failure': failures.length > 0 ? openBefore : null,
      ...(shared === null ? { 'concurrency.cross_talk': count } : {}),
      ...(delivery && {
        'concurrency.messages': messages,
        'concurrency.lost': delivery.lost.count,
        'concurrency.duplicated': delivery.duplicated.count,
        'concurrency.reordered': delivery.reordered.count,
      }),
      ...(details.lostInHold === null
        ? {}
        : { 'concurrency.hold_ms': holdMs, 'concurrency.lost_in_hold': details.lostInHold }),
      ...percentiles('concurrency.connect', connectMs),
      ...percentiles(
        'concurrency.round_trip',
        [...talks, ...bursts].flatMap(one => one?.roundTripsMs ?? []),
      ),
    },
    fault: trouble,
    transcript: said?.transcript ?? [],
    details,
  })
}

const sharedNote = (place: string): string =>
  `every client gets what is published on "${cutText(place)}", so replies of other connections were not looked for; put {{connection}} in its name to have them looked for`
