/** What Node, OpenSSL and undici throw, as faults. The code decides; the phase it came in decides between layers. */

import { type Fault, type FaultType, fault, faultKinds } from '../model/fault.ts'
import { codeOf, readTlsError } from './tls-codes.ts'
import { anywhere, byPrefix, endings, type Meaning, timeouts } from './trouble-codes.ts'

interface SystemError {
  readonly code?: string
  readonly message: string
  readonly syscall?: string
  readonly reason?: string
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

/** A thrown object may refuse to become a text (`{ toString: false }`, or no prototype), and that is no reason to throw anew. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return 'something without words was thrown'
  }
}

/** Unwraps `AggregateError` (happy eyeballs) and `cause` chains down to the error that has a code. */
export function rootOf(error: unknown, depth = 0): SystemError {
  const e = (error instanceof Error ? error : { message: textOf(error) }) as SystemError
  if (depth > 8) return e
  if (e.errors?.[0] !== undefined) {
    const roots = e.errors.slice(0, 8).map(one => rootOf(one, depth + 1))
    return roots.find(one => one.code) ?? roots[0]!
  }
  if (e.cause instanceof Error) {
    const inner = rootOf(e.cause, depth + 1)
    if (inner.code) return inner
  }
  return e
}

/** A mistake in our own code is thrown on, so that it ends as `errored` and never as the target's fault. */
export const isBug = (error: unknown): boolean =>
  (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) &&
  rootOf(error).code === undefined

/** What an end of the connection is called in each phase. */
interface PhaseWords {
  readonly closed: FaultType
  readonly reset: FaultType
  readonly late: FaultType
  readonly invalid: FaultType
  readonly subject: string
}

const phases = {
  dns: {
    closed: 'dns.failed',
    reset: 'dns.failed',
    late: 'dns.timed_out',
    invalid: 'dns.failed',
    subject: 'asking for its addresses',
  },
  tcp: {
    closed: 'tcp.closed',
    reset: 'tcp.reset',
    late: 'tcp.timed_out',
    invalid: 'tcp.failed',
    subject: 'connecting',
  },
  tls: {
    closed: 'tls.closed',
    reset: 'tls.closed',
    late: 'tls.timed_out',
    invalid: 'tls.protocol.error',
    subject: 'the TLS handshake',
  },
  request: {
    closed: 'http.response.closed',
    reset: 'http.response.reset',
    late: 'http.response.timed_out',
    invalid: 'http.response.invalid',
    subject: 'waiting for the answer',
  },
  body: {
    closed: 'http.response.cut',
    reset: 'http.response.cut',
    late: 'http.response.timed_out',
    invalid: 'http.response.invalid',
    subject: 'reading the body',
  },
  upgrade: {
    closed: 'ws.closed_before_answer',
    reset: 'ws.reset_before_answer',
    late: 'ws.upgrade_timed_out',
    invalid: 'ws.answer_invalid',
    subject: 'waiting for the answer to the upgrade',
  },
  message: { closed: 'ws.cut', reset: 'ws.cut', late: 'ws.cut', invalid: 'ws.cut', subject: 'it was open' },
} as const satisfies Record<string, PhaseWords>

/** What is wrong with the resolver is not wrong with the target: ECONNREFUSED there is a name server's. */
const dnsOnly: ReadonlySet<string> = new Set(['dns', 'runner'])

function meaningOf(code: string, root: SystemError, phase: keyof typeof phases): Meaning | null {
  const fits = (type: FaultType) => phase !== 'dns' || dnsOnly.has(faultKinds[type].layer)
  const known = readTlsError(code, root.message) ?? anywhere[code]
  if (known && fits(known[0])) return known
  if (endings.has(code)) return null
  if (code === 'ETIMEDOUT' || timeouts.has(code)) return [phases[phase].late, null]
  const type = byPrefix.find(([family]) => family.test(code))?.[1]
  return type && fits(type) ? [type, null] : null
}

/**
 * The fault for an error that came in `phase`.
 * @param subject what was tried, in the user's words: a host, an address, a URL.
 */
export function troubleOf(error: unknown, phase: keyof typeof phases, subject: string): Fault {
  const root = rootOf(error)
  // DOMException has numbers.
  const code = codeOf(typeof root.code === 'string' ? root.code : null, root.message)
  const words = phases[phase]
  const known = meaningOf(code ?? '', root, phase)
  if (known) {
    const [type, said] = known
    const reason = root.reason && typeof root.reason === 'string' ? ` (${root.reason})` : ''
    const seen = said === null ? `${root.message} (while ${words.subject})` : `${said}${reason}`
    return fault(type, `${subject}: ${seen}`, code)
  }
  // Before any body, undici's count of the bytes is about two lengths that contradict each other.
  const contradicts = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase === 'request'
  if (
    (endings.has(code ?? '') && !contradicts) ||
    /^(socket hang up|other side closed)$/.test(root.message)
  ) {
    // `socket hang up`, `other side closed` and the TLS twin are a FIN; only `read`/`write ECONNRESET` is a reset.
    const reset = root.syscall === 'read' || root.syscall === 'write'
    return reset
      ? fault(words.reset, `${subject}: the connection was reset while ${words.subject}`, code)
      : fault(words.closed, `${subject}: the connection was closed while ${words.subject}`, code)
  }
  return fault(words.invalid, `${subject}: ${root.message} (while ${words.subject})`, code)
}
