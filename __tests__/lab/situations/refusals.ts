/** Applications that let in whom they should refuse: each forgets one part of verifying a JWT. */

import type { FaultType } from '../../../src/model/fault.ts'
import type { BackEndName } from '../back-ends.ts'
import { authFails, passes, type Situation } from '../situation.ts'

const forgets = (name: string, backEnd: BackEndName, type: FaultType, diagnosis: string): Situation => ({
  name,
  proxy: 'none',
  backEnd,
  bare: /^200 \| ack$/,
  expect: authFails(type, { diagnosis }),
})

export const refusalSituations: readonly Situation[] = [
  forgets(
    'FastAPI takes expired tokens',
    'fastapi that forgets exp',
    'auth.accepted.expired',
    'security.expired-accepted',
  ),
  forgets(
    'FastAPI takes tokens for another audience',
    'fastapi that forgets aud',
    'auth.accepted.wrong_audience',
    'security.audience-not-verified',
  ),
  forgets(
    'FastAPI decodes tokens and does not verify them',
    'fastapi that forgets the signature',
    'auth.accepted.wrong_signature',
    'security.signature-not-verified',
  ),
  forgets(
    'FastAPI stumbles over bad tokens instead of refusing them',
    'fastapi that forgets to catch',
    'auth.refusal_not_proven',
    'security.bad-credential-crashes',
  ),
  forgets(
    'Tornado takes tokens before their time',
    'tornado that forgets nbf',
    'auth.accepted.not_yet_valid',
    'security.early-accepted',
  ),
  forgets(
    'Tornado takes unsigned tokens, however they spell "none"',
    'tornado that forgets alg',
    'auth.accepted.alg_none',
    'security.unsigned-accepted',
  ),
  forgets(
    'Channels lets everybody in',
    'channels that forgets everything',
    'auth.accepted.none',
    'security.anonymous-accepted',
  ),
  {
    name: 'FastAPI accepts the upgrade of everybody, and closes 4401 for a bad JWT: that is a refusal',
    proxy: 'none',
    backEnd: 'fastapi',
    client: { path: '/ws-accepts-first' },
    bare: /^200 \| ack$/,
    expect: passes,
  },
]
