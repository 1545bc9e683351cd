/** How many sockets this process may open: asked before thousands are opened, instead of EMFILE in the middle. */

import { readdirSync, readFileSync } from 'node:fs'
import { type Fault, fault } from '../model/fault.ts'

/**
 * Files, pipes and sockets of other checks that are open beside those counted: Node's own, and up to eight checks with a
 * few connections each.
 */
const margin = 64

/** Below this, every machine has room: nothing is read. macOS gives 256 to a shell. */
const alwaysFree = 128

/**
 * The limit of open files, or null where there is none or it is not told. Node raises the soft limit to the hard one
 * when it starts, so that a limit that is left cannot be raised from inside.
 */
export function readDescriptorLimit(): number | null {
  try {
    const soft = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    if (soft) return Number.isFinite(Number(soft)) ? Number(soft) : null
  } catch {
    // No Linux: Node's own report knows it, on macOS for one. Windows has no such limit.
  }
  const { report: reporter } = process
  if (!reporter) return null
  // Else it looks up the names of all addresses that we are connected to.
  Object.assign(reporter, { excludeNetwork: true })
  const report = reporter.getReport() as { userLimits?: { open_files?: { soft?: number | string } } }
  const soft = Number(report.userLimits?.open_files?.soft)
  return Number.isFinite(soft) && soft > 0 ? soft : null
}

function countOpen(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return margin
  }
}

/** Why that many connections cannot be opened at once from here; null if they can. */
export function refuseForDescriptors(
  connections: number,
  limit: number | null = connections > alwaysFree ? readDescriptorLimit() : null,
  open: number = limit === null ? 0 : countOpen(),
): Fault | null {
  const needed = connections + open + margin
  if (limit === null || needed <= limit) return null
  const room = Math.max(0, limit - open - margin)
  const raised = 2 ** Math.ceil(Math.log2(needed))
  const fewer = room > 0 ? `, or ask for at most ${room} connections` : ''
  return fault(
    'runner.descriptor_limit',
    `${connections} connections at once need ${needed} file descriptors, and this process may have ${limit}: raise the limit with \`ulimit -n ${raised}\` before it starts${fewer}; nothing was sent`,
    'EMFILE',
  )
}
