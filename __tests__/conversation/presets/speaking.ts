/** One messaging check that speaks a protocol with a real server, as the configuration file declares it. */

import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { messagingCheck } from '../../../src/checks/messaging.ts'
import type { CheckResult } from '../../../src/model/check.ts'
import type { Placement } from '../../../src/model/credential.ts'
import { Secret } from '../../../src/model/secret.ts'
import { createRedactor } from '../../../src/redact.ts'
import { plan, runOne } from '../../checks/probing.ts'
import { createWire } from '../../net/servers.ts'

export const secret = 'the secret of these applications, which nobody else knows'

export const tokenOf = (key: string): string => jwt.sign({ sub: 'verify-deploy' }, key, { expiresIn: 60 })

export interface Speaking {
  readonly url: string
  readonly protocol: unknown
  /** Further words of the check. */
  readonly words?: Readonly<Record<string, unknown>>
  /** Null shows none. */
  readonly token?: string | null
  readonly placement?: Placement
  readonly kind?: string
  readonly timeoutMs?: number
}

export async function speak({
  url,
  protocol,
  words = {},
  token = null,
  placement = { in: 'message' },
  kind = 'messaging',
  timeoutMs = 700,
}: Speaking): Promise<CheckResult> {
  const redactor = createRedactor()
  const credential = token === null ? null : { value: new Secret(token), placement }
  if (credential) redactor.add(credential.value)
  const wire = createWire(
    {},
    { issue: async name => (name === null ? null : credential), hide: redactor.text },
  )
  const options = messagingCheck.options(z).parse({ protocol, ...words })
  const over = { credential: credential && 'default', timeoutMs, retries: 0 }
  const result = await runOne(plan(kind, url, options, over), { wire, redactor })
  if (token && JSON.stringify(result).includes(token)) throw new Error('the token is in the result')
  return result
}

/** Outcome, layer, class and fault in one line. */
export const brief = ({ outcome, layer, class: failureClass, fault }: CheckResult): string =>
  [outcome, layer, failureClass, fault?.type].filter(Boolean).join(' ')
