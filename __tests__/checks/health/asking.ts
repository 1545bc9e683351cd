/** A health check of a server that answers as told. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { HealthOptions } from '../../../src/checks/health.ts'
import type { PlannedCheck } from '../../../src/model/check.ts'
import type { Credential } from '../../../src/model/credential.ts'
import { Secret } from '../../../src/model/secret.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne, startHttp } from '../probing.ts'

interface Given {
  readonly path?: string
  readonly credential?: Credential | null
  readonly check?: Partial<PlannedCheck>
}

export async function check(
  listener: RequestListener,
  options: Partial<HealthOptions> = {},
  given: Given = {},
) {
  await using server = await startHttp(listener)
  const { path = '/health', credential = null } = given
  const wire = createWire({}, { issue: async name => (name === null ? null : credential) })
  const over = { credential: credential ? 'default' : null, ...given.check }
  const result = await runOne(plan('health', `${server.url}${path}`, options, over), { wire })
  return { result, requests: server.requests }
}

export const answering =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end(body)

export const json = { 'content-type': 'application/json' }
export const html = { 'content-type': 'text/html; charset=utf-8' }

export const token: Credential = {
  value: new Secret('t0ken'),
  placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
}
