/** Failed checks as the product would record them, out of what a server was seen to answer. */

import { isGatewayError } from '../../../src/checks/gateway.ts'
import { closeType } from '../../../src/conversation/closes.ts'
import type { CheckResult } from '../../../src/model/check.ts'
import type { Observations } from '../../../src/model/evidence.ts'
import { type FaultType, fault } from '../../../src/model/fault.ts'
import { failing } from '../../golden/situations.ts'

/** What each row claims, by its id. */
export type Recorded = Readonly<Record<string, CheckResult>>

type Headers = Readonly<Record<string, string>>

const reached: Observations = {
  'server.address': 'staging.example.com',
  'server.port': 443,
  'network.peer.address': '203.0.113.7',
  'network.peer.port': 443,
  'dns.addresses': '203.0.113.7',
}

const answer = (status: number, body: string, headers: Headers): Observations => ({
  'http.response.status_code': status,
  'http.response.body.excerpt': body,
  'http.response.body.size': body.length,
  ...Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`http.response.header.${name}`, value]),
  ),
})

/** Trouble before an answer, or in the conversation. */
export function at(type: FaultType, facts: Observations = {}, code: string | null = null): CheckResult {
  const kind = type.startsWith('ws.') ? 'messaging' : 'health'
  return failing(kind, fault(type, 'something was seen', code), [{ phase: 'request', ms: 5 }], {
    observations: { ...reached, ...facts },
  })
}

/** An answer to a plain request that shows no credential. */
export function plain(
  status: number,
  body = '',
  headers: Headers = {},
  facts: Observations = {},
): CheckResult {
  const seen = { ...reached, ...answer(status, body, headers), ...facts }
  const type = status < 300 ? 'http.mismatch' : isGatewayError(seen) ? 'http.gateway_error' : 'http.error'
  return failing('health', fault(type, `answered ${status}`, String(status)), [{ phase: 'request', ms: 5 }], {
    observations: seen,
  })
}

/** An answer to an upgrade that shows a credential. */
export function upgrade(
  status: number,
  body = '',
  headers: Headers = {},
  facts: Observations = {},
): CheckResult {
  const seen = { ...reached, ...answer(status, body, headers), 'credential.shown': true, ...facts }
  const type: FaultType =
    status === 401 || status === 403
      ? 'auth.refused'
      : status >= 300 && status < 400
        ? 'ws.redirected'
        : isGatewayError(seen)
          ? 'ws.gateway_error'
          : 'ws.unexpected_response'
  return failing(
    'upgrade',
    fault(type, `answered ${status}`, String(status)),
    [{ phase: 'upgrade', ms: 5 }],
    {
      observations: seen,
    },
  )
}

const open = (headers: Headers): Observations => ({
  ...reached,
  ...answer(101, '', headers),
  'credential.shown': true,
  'ws.messages.sent': 1,
  'ws.messages.received': 0,
})

/** A connection that the other side closed with `code`, `afterMs` after it was open. */
export function closed(
  code: number,
  {
    reason = '',
    afterMs = 5210,
    headers = {},
    facts = {},
  }: {
    reason?: string
    afterMs?: number
    headers?: Headers
    facts?: Observations
  } = {},
): CheckResult {
  const type = closeType(code)
  return failing(
    'messaging',
    fault(type, `closed with ${code}`, String(code)),
    [{ phase: 'message', ms: 5 }],
    {
      observations: {
        ...open(headers),
        'ws.close.code': code,
        'ws.close.reason': reason,
        'ws.close.after_ms': afterMs,
        ...facts,
      },
    },
  )
}

/** A connection on which the last message that came was `text`, and the expected one did not come. */
export function said(text: string, type: FaultType = 'ws.no_reply', facts: Observations = {}): CheckResult {
  return failing('messaging', fault(type, 'no matching reply'), [{ phase: 'message', ms: 5 }], {
    observations: { ...open({}), 'ws.messages.received': 1, ...facts },
    transcript: [{ atMs: 3, direction: 'received', kind: 'text', text, bytes: text.length }],
  })
}

/** The page that nginx writes for its own errors. */
export const nginxPage = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`
export const nginx: Headers = { server: 'nginx/1.22.1' }
