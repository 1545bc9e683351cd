/** Listens to every answer of a run, and counts the revisions that they tell. */

import type { ReadyOptions } from './checks/ready-evidence.ts'
import { readMessage, readRevision } from './checks/revision.ts'
import type { PlannedCheck } from './model/check.ts'
import { type RevisionCount, RevisionTally, readyKind } from './model/revision.ts'
import type { Witnessed } from './net/wire.ts'

export interface RevisionWatch {
  witness(seen: Witnessed): void
  readonly heard: readonly RevisionCount[]
  /** WebSockets that were opened, and how many of them told a revision. */
  readonly sockets: { readonly opened: number; readonly told: number }
  /** What was heard before the deployment was ready says nothing of it. */
  forget(): void
}

/** Null where no revision is declared: nobody listens then. */
export function watchRevisions(
  checks: readonly PlannedCheck[],
  hide: (text: string) => string,
): RevisionWatch | null {
  const ready = checks.find(check => check.kind === readyKind) as PlannedCheck<ReadyOptions> | undefined
  const { place = null, socket = null, hosts } = ready?.options ?? {}
  if (!ready || !place || !hosts) return null
  const tally = new RevisionTally()
  let sockets = { opened: 0, told: 0 }
  const path = `${ready.target.url.pathname}${ready.target.url.search}`

  /** The revision that the path of the declaration tells, or the same header on any answer of the same host. */
  function readAnswer({ url, status, headers, body }: Witnessed): string | null {
    if (!place || url.host !== hosts!.http) return null
    if (place.in === 'header') return readRevision({ headers, body }, place)
    const asked = `${url.pathname}${url.search}` === path && status >= 200 && status <= 299
    return asked && body !== null ? readRevision({ headers, body }, place) : null
  }

  function readSocket({ url, headers, message }: Witnessed): string | null {
    if (!socket || url.host !== hosts!.websocket) return null
    if (socket.in === 'message') return message === null ? null : readMessage(message, socket.path)
    return message === null ? readRevision({ headers, body: null }, socket) : null
  }

  return {
    witness(seen) {
      const opens = seen.status === 101 && seen.url.host === hosts.websocket
      if (opens && seen.message === null) sockets = { ...sockets, opened: sockets.opened + 1 }
      const bySocket = opens ? readSocket(seen) : null
      if (bySocket !== null) sockets = { ...sockets, told: sockets.told + 1 }
      const value = bySocket ?? (seen.message === null ? readAnswer(seen) : null)
      if (value !== null) tally.note({ value: hide(value), address: seen.address })
    },
    get heard() {
      return tally.counts
    },
    get sockets() {
      return sockets
    },
    forget() {
      tally.clear()
      sockets = { opened: 0, told: 0 }
    },
  }
}
