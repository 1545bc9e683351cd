/** Before the checks: health is polled until it is good, cannot become so by waiting, or the time is over. */

import type { CheckKind } from './checks/define.ts'
import type { Plan } from './model/check.ts'
import type { FaultType } from './model/fault.ts'
import type { Readiness } from './model/report.ts'
import type { Wire } from './net/wire.ts'

/** Polls come quickly at first and then calmly: 100 ms, growing by half, at most 2 s apart. */
const firstPauseMs = 100
const growth = 1.5
const longestPauseMs = 2000

/** What waiting does not heal: an answer of the application itself, a wrong or expired certificate, our own surroundings. */
const lasting: ReadonlySet<FaultType> = new Set([
  'auth.refused',
  'http.mismatch',
  'http.slow',
  'http.catch_all',
  'tls.cert.name_invalid',
  'tls.cert.date_invalid',
  'tls.not_tls',
  'tls.client_certificate_required',
  'tcp.address_invalid',
  'proxy.refused',
  'proxy.unreachable',
  'runner.descriptor_limit',
])
const lastingStatuses: ReadonlySet<string> = new Set(['400', '401', '403', '405', '407', '410', '500', '501'])

export interface ReadyOptions {
  readonly kinds: readonly CheckKind<unknown>[]
  readonly wire: Wire
  /** Told of every answer that differs from the one before. */
  readonly onPoll: (line: string) => void
}

export async function awaitReady(
  plan: Plan,
  { kinds, wire, onPoll }: ReadyOptions,
): Promise<Readiness | null> {
  const check = plan.checks.find(c => c.id === plan.readiness?.check)
  if (!check || !plan.readiness) return null
  const kind = kinds.find(k => k.kind === check.kind)!
  const { withinMs } = plan.readiness
  const start = performance.now()
  const waited = () => performance.now() - start
  let last = ''
  let pauseMs = firstPauseMs
  for (let polls = 1; ; polls++) {
    const rest = Math.max(1, withinMs - waited())
    const evidence = await kind.probe(
      { ...check, timeoutMs: Math.min(check.timeoutMs, rest) },
      wire,
      polls - 1,
    )
    const { outcome, fault, reason } = kind.judge(check, evidence)
    const end = (ready: boolean): Readiness => ({ ready, waitedMs: Math.round(waited()), polls, last })
    if (outcome === 'passed') return end(true)
    if (reason !== last) onPoll(`not ready after ${Math.round(waited())} ms: ${reason}`)
    last = reason
    const heals = fault !== null && !lasting.has(fault.type) && !lastingStatuses.has(fault.code ?? '')
    if (!heals || wire.signal.aborted || waited() + pauseMs >= withinMs) return end(false)
    await wire.pause(pauseMs * (0.8 + 0.4 * Math.random()))
    pauseMs = Math.min(longestPauseMs, pauseMs * growth)
  }
}
