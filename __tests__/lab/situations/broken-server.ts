/** A broken server without a proxy before it. */

import type { BrokenServerName } from '../broken-servers.ts'
import type { Expectation, Situation } from '../situation.ts'

export const alone = (backEnd: BrokenServerName, bare: RegExp, expect: Expectation): Situation => ({
  name: nameOf(backEnd),
  proxy: 'none',
  backEnd,
  bare,
  expect,
})

const nameOf = (backEnd: string): string => {
  if (backEnd.startsWith('demo ')) return `the ${backEnd}`
  return backEnd.startsWith('101 ') ? `a server answers ${backEnd}` : `a server ${backEnd}`
}
