/** Brings one situation up: the servers of its stack, and how a client reaches them. */

import { closedPort } from '../../src/demo/closed-port.ts'
import type { Authority, Pair } from '../net/certificates.ts'
import { startNginx } from './nginx.ts'
import type { Situation } from './situations.ts'
import type { Uvicorn } from './uvicorn.ts'

export interface Stack extends AsyncDisposable {
  readonly url: string
  /** What nginx had to say. */
  output(): string
}

/** The name that the certificates are for; no resolver knows it, so clients have to be told the address. */
export const serverName = 'staging.lab.test'

export function issueCertificates(authority: Authority): Record<string, Pair> {
  return {
    right: authority.issue([`DNS:${serverName}`]),
    expired: authority.issue([`DNS:${serverName}`], -1),
    'wrong name': authority.issue(['DNS:production.lab.test']),
    'self-signed': authority.selfSigned,
  }
}

const quiet = { output: () => '', [Symbol.asyncDispose]: async () => {} }

export async function startStack(
  { stack, client = {} }: Situation,
  uvicorn: Uvicorn,
  certificates: Readonly<Record<string, Pair>>,
): Promise<Stack> {
  if (stack.nginx === 'none')
    return { ...quiet, url: `${client.scheme ?? 'http'}://${serverName}:${uvicorn.port}` }
  if (stack.nginx === 'down')
    return { ...quiet, url: `https://${serverName}:${await closedPort('127.0.0.1')}` }
  const certificate = certificates[stack.certificate ?? 'right']
  if (!certificate) throw new Error(`no certificate "${stack.certificate}"`)
  const nginx = await startNginx({ variant: stack.nginx, upstreamPort: uvicorn.port, certificate })
  return {
    url: `https://${serverName}:${nginx.port}`,
    output: nginx.output,
    [Symbol.asyncDispose]: () => nginx[Symbol.asyncDispose](),
  }
}
