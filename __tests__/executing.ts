/** Checks to execute: one of a server, and one that ends as it is told; and what came of them. */

import assert from 'node:assert/strict'
import { defineCheck } from '../src/checks/define.ts'
import type { CheckResult, PlannedCheck } from '../src/model/check.ts'
import { fault } from '../src/model/fault.ts'
import { plan } from './checks/probing.ts'
import { evidenceOf, judgementOf } from './results.ts'

export const outcomes = (results: readonly CheckResult[]) => results.map(r => r.outcome)
export type Fate = 'pass' | 'fail' | 'refused' | 'throw'

export const fated = defineCheck<Fate>({
  kind: 'fated',
  transport: 'http',
  usesCredential: false,
  passes: '',
  title: path => path,
  options: () => assert.fail('not read from a file'),
  defaults: 'pass',
  async probe({ options }) {
    await new Promise(setImmediate)
    if (options === 'throw') throw new Error('thrown on purpose')
    return evidenceOf()
  },
  judge: ({ options }) =>
    options === 'pass'
      ? judgementOf()
      : judgementOf({
          outcome: 'failed',
          fault: fault(options === 'refused' ? 'tcp.refused' : 'http.error', 'as planned'),
        }),
})

export const health = (url: string, over: Partial<PlannedCheck> = {}) =>
  plan('health', `${url}/health`, {}, over)
