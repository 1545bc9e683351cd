/** Runs planned checks against real servers, as a run does. */

import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CheckKind } from '../../src/checks/define.ts'
import { checkKinds } from '../../src/checks/index.ts'
import { execute } from '../../src/execute.ts'
import type { CheckResult, PlannedCheck } from '../../src/model/check.ts'
import type { Wire } from '../../src/net/wire.ts'
import { createRedactor, type Redactor } from '../../src/redact.ts'
import { createWire } from '../net/servers.ts'
import { checkOf } from '../results.ts'

export interface HttpServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly requests: IncomingMessage[]
}

export async function startHttp(listener: RequestListener, port = 0): Promise<HttpServer> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    listener(request, response)
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A check of that kind with the kind's defaults, aimed at `url`. */
export function plan(
  kind: string,
  url: string,
  options: object = {},
  over: Partial<PlannedCheck> = {},
): PlannedCheck {
  const { pathname } = new URL(url)
  const found = checkKinds.find(k => k.kind === kind)
  return checkOf({
    url,
    kind,
    id: `${kind}:${pathname}`,
    name: `${kind} ${pathname}`,
    options: { ...(found?.defaults as object), ...options },
    ...over,
  })
}

export interface Running {
  readonly wire?: Wire
  readonly kinds?: readonly CheckKind<unknown>[]
  readonly redactor?: Redactor
  readonly onResult?: (result: CheckResult) => void
}

export const runAll = (
  checks: readonly PlannedCheck[],
  { wire = createWire(), kinds = checkKinds, redactor = createRedactor(), onResult = () => {} }: Running = {},
): Promise<CheckResult[]> =>
  execute({ checks, readiness: null, notes: [] }, { kinds, wire, redactor, onResult })

export const runOne = async (check: PlannedCheck, running: Running = {}): Promise<CheckResult> =>
  (await runAll([check], running))[0]!
