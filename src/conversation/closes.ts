/** How a connection ended, as a fault. */

import { cutText } from '../matching/show.ts'
import type { Closed } from '../model/channel.ts'
import { type Fault, type FaultType, fault } from '../model/fault.ts'

/** Names of close codes: RFC 6455 section 7.4.1, and the IANA registry of WebSocket close codes. */
const names: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no code',
  1007: 'invalid payload',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'extension missing',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  1015: 'TLS handshake failed',
  3000: 'unauthorized',
  3003: 'forbidden',
  3008: 'timeout',
}

/** Codes that refuse a client (CONTRACT section 6, `auth`); 4401 and 4403 mirror HTTP's. */
const refusals: readonly number[] = [1008, 3000, 3003, 4401, 4403]
/** No close frame, and what gateways and restarts say: it may be gone a moment later. */
const cuts: readonly number[] = [1001, 1006, 1012, 1013, 1014, 1015]

/** The type of fault that an unwanted end is. */
export function closeType(code: number): FaultType {
  if (refusals.includes(code)) return 'auth.closed'
  return cuts.includes(code) ? 'ws.cut' : 'ws.closed'
}

/** An end that left nothing to say: the server was done, and no code says otherwise. */
export const isOrderly = (closed: Closed): boolean =>
  !closed.fault && (closed.code === 1000 || closed.code === 1005)

export function showClose({ code, reason }: Pick<Closed, 'code' | 'reason'>): string {
  if (code === 1006) return 'the connection ended without a close frame (1006)'
  const name = names[code] ? ` (${names[code]})` : ''
  return `the server closed with ${code}${name}${reason === '' ? '' : ` '${cutText(reason, 123)}'`}`
}

/** The fault of an end that came while something else was waited for. */
export function closeFault(closed: Closed, awaited: string): Fault {
  return (
    closed.fault ??
    fault(closeType(closed.code), `${showClose(closed)} while ${awaited}`, String(closed.code))
  )
}
