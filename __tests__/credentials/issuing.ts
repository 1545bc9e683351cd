/** Real issuers of credentials, and what asks them, as a run does. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createIssuer } from '../../src/credentials/issue.ts'
import type { FetchedSource, LoginSource, OauthSource } from '../../src/credentials/sources.ts'
import type { Acquired, Placement } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Wire } from '../../src/net/wire.ts'
import { createRedactor } from '../../src/redact.ts'
import { startHttp } from '../checks/probing.ts'
import { createWire } from '../net/servers.ts'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Answers each request as the test says, and remembers it with its body. */
export async function startIssuer(answer: (asked: Asked, response: ServerResponse) => void) {
  const asked: Asked[] = []
  const server = await startHttp((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      asked.push({ method, url, headers, body })
      answer(asked.at(-1)!, response)
    })
  })
  return {
    url: server.url,
    asked,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export const json =
  (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  (_asked: unknown, response: ServerResponse) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(value))

export const bearer: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }

export const clientSecret = 'c1ient/s3cret+&="of staging"%'

export const oauthOf = (endpoint: string, over: Partial<OauthSource> = {}): OauthSource => ({
  from: 'oauth',
  endpoint,
  clientId: 'verify deploy',
  clientSecret: new Secret(clientSecret),
  scope: null,
  audience: null,
  auth: 'basic',
  declared: null,
  ...over,
})

export const loginOf = (endpoint: string, over: Partial<LoginSource> = {}): LoginSource => ({
  ...{ from: 'login', endpoint, method: 'POST', headers: {}, body: { user: 'tester', password: 'pw-9182' } },
  ...{ answer: { in: 'json', path: '$.token' }, declared: null },
  ...over,
})

export interface Fetching {
  readonly acquired: Acquired
  /** What the server has to see next; null if there is none. */
  readonly token: string | null
  readonly born: readonly string[]
  /** All that a report could show of it. */
  readonly shown: string
}

export function credentialsOf(
  source: FetchedSource,
  {
    placement = bearer,
    home = 'http://host.example/',
    wire: over = {},
    timeoutMs = 2000,
  }: { placement?: Placement; home?: string; wire?: Partial<Wire>; timeoutMs?: number } = {},
) {
  const redactor = createRedactor()
  const born: string[] = []
  const wire = createWire({}, { hide: redactor.text, ...over })
  const credentials = createIssuer(
    { default: { source, placement } },
    {
      home: { url: new URL(home), websocketBase: new URL(home) },
      facts: wire.facts,
      born: secret => {
        born.push(secret.reveal())
        redactor.add(secret)
      },
    },
  )
  if (source.from === 'oauth') redactor.add(source.clientSecret)
  return { credentials, born, redactor, means: { wire, dialElsewhere: wire.dial, timeoutMs } }
}

export async function fetchOnce(
  source: FetchedSource,
  options: Parameters<typeof credentialsOf>[1] = {},
): Promise<Fetching> {
  const { credentials, born, redactor, means } = credentialsOf(source, options)
  const acquired = await credentials.acquire('default', means)
  const issued = acquired.fault ? null : await credentials.issue('default')
  const shown = JSON.stringify(redactor.value(JSON.parse(JSON.stringify(acquired))))
  return { acquired, token: issued?.value.reveal() ?? null, born, shown }
}
