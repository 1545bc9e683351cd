/** Listens to every answer of a run, and counts the revisions that they tell. */

import {
  type Channel,
  channels,
  type HeardOn,
  mostSilentAddresses,
  nobodySilent,
  type ReadyOptions,
  type Silent,
} from '../checks/ready/evidence.ts'
import { readMessage, readRevision, type SocketPlace } from '../checks/revision.ts'
import { ownCredential } from '../checks/session.ts'
import type { PlannedCheck } from '../model/check.ts'
import { type RevisionCount, RevisionTally, readyKind } from '../model/revision.ts'
import type { Witnessed } from '../net/wire.ts'

export interface RevisionWatch {
  witness(seen: Witnessed): void
  readonly heard: readonly RevisionCount[]
  readonly heardOn: Readonly<Record<Channel, HeardOn>>
  /** What answered on the path that tells the revision, and told none. */
  readonly silent: Silent
  /** What was heard before the deployment was ready says nothing of it. */
  forget(): void
}

/** Null where no revision is declared: nobody listens then. */
export function watchRevisions(
  checks: readonly PlannedCheck[],
  hide: (text: string) => string,
): RevisionWatch | null {
  const ready = checks.find(check => check.kind === readyKind) as PlannedCheck<ReadyOptions> | undefined
  const { place = null, hosts } = ready?.options ?? {}
  if (!ready || !place || !hosts) return null
  const { socket, stream } = ready.options
  const tally = new RevisionTally()
  const ears: Readonly<Record<Channel, Ear>> = {
    websocket: createEar(socket, hosts.websocket),
    stream: createEar(stream, hosts.stream),
  }
  const path = `${ready.target.url.pathname}${ready.target.url.search}`

  /** The revision that the path of the declaration tells, or the same header on any answer of the same host. */
  function readAnswer({ url, status, headers, body }: Witnessed): string | null {
    if (!place || url.host !== hosts!.http) return null
    if (place.in === 'header') return readRevision({ headers, body }, place)
    const asked = `${url.pathname}${url.search}` === path && status >= 200 && status <= 299
    return asked && body !== null ? readRevision({ headers, body }, place) : null
  }

  // Where the question itself shows a credential, an answer to a client without one may keep the revision to itself.
  const isOpen = ownCredential(ready.headers) === null
  /**
   * Whether an answer ought to have told it: one to a question as `ready` asks it. A refusal, an error, a preflight and a page
   * in another format (Vary: Accept) owe none.
   */
  const owes = ({ url, status, headers, body, method }: Witnessed): boolean =>
    place !== null &&
    isOpen &&
    method === 'GET' &&
    url.host === hosts.http &&
    `${url.pathname}${url.search}` === path &&
    (status === 200 || status === 203) &&
    (place.in === 'header' || (body !== null && body.length > 0)) &&
    !/(^|[\s,])accept([\s,]|$)/i.test(String(headers.vary ?? ''))
  let silent = nobodySilent

  return {
    witness(seen) {
      const channel = channelOf(seen)
      const told = channel && ears[channel].hear(seen)
      const value = told ?? (seen.message === null ? readAnswer(seen) : null)
      if (value === null) {
        if (channel === null && owes(seen)) silent = addSilent(silent, seen.address)
        return
      }
      const one = { value: hide(value), address: seen.address }
      tally.note(one)
      if (channel) ears[channel].tally.note(one)
    },
    get heard() {
      return tally.counts
    },
    get heardOn() {
      return { websocket: ears.websocket.heard(), stream: ears.stream.heard() }
    },
    get silent() {
      return silent
    },
    forget() {
      tally.clear()
      silent = nobodySilent
      for (const channel of channels) ears[channel].forget()
    },
  }
}

function addSilent({ answers, addresses }: Silent, address: string | null): Silent {
  const isNew = address !== null && !addresses.includes(address) && addresses.length < mostSilentAddresses
  return { answers: answers + 1, addresses: isNew ? [...addresses, address] : addresses }
}

/** A refusal opens no channel. */
const channelOf = ({ status, stream }: Witnessed): Channel | null =>
  status === 101 ? 'websocket' : stream && status >= 200 && status <= 299 ? 'stream' : null

type Ear = ReturnType<typeof createEar>

/** Counts the channels of one host, and which of them told their revision in `place`. */
function createEar(place: SocketPlace | null, host: string) {
  const tally = new RevisionTally()
  /** By path, for what a header tells: one application may have paths that tell none. */
  const paths = new Map<string, { opened: number; told: number }>()

  function read({ headers, message }: Witnessed): string | null {
    if (place?.in === 'message') return message === null ? null : readMessage(message, place.path)
    return place && message === null ? readRevision({ headers, body: null }, place) : null
  }

  return {
    tally,
    hear(seen: Witnessed): string | null {
      if (seen.url.host !== host) return null
      const row = paths.get(seen.url.pathname) ?? { opened: 0, told: 0 }
      paths.set(seen.url.pathname, row)
      if (seen.message === null) row.opened++
      const value = read(seen)
      if (value !== null) row.told++
      return value
    },
    heard(): HeardOn {
      const rows = [...paths.values()]
      const sum = (of: (row: { opened: number; told: number }) => number) =>
        rows.reduce((all, row) => all + of(row), 0)
      const lacking = (row: { opened: number; told: number }) => (row.told > 0 ? row.opened - row.told : 0)
      return {
        opened: sum(row => row.opened),
        told: sum(row => row.told),
        // A connection that ends before its first message tells nothing of the revision.
        silent: place?.in === 'header' ? sum(lacking) : 0,
        counts: tally.counts,
      }
    },
    forget() {
      tally.clear()
      paths.clear()
    },
  }
}
