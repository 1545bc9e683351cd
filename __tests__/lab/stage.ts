/** Brings one situation up: its servers, and how a client reaches them. */

import { brokenServers, isBrokenServer } from './broken-servers.ts'
import { serverName } from './certificates.ts'
import type { Situation } from './situation.ts'
import { startProxy } from './start-proxy.ts'
import type { World } from './world.ts'

export interface Stage extends AsyncDisposable {
  readonly url: string
  /** The same without TLS, where there is such a port. */
  readonly plainUrl: string
  /** What the servers had to say. */
  output(): string
}

interface Origin extends AsyncDisposable {
  readonly port: number
  readonly scheme: 'http' | 'https'
  output(): string
}

async function startBackEnd({ backEnd = 'embedded' }: Situation, world: World): Promise<Origin> {
  if (isBrokenServer(backEnd)) {
    const server = await brokenServers[backEnd](world.secret)
    return { ...server, output: () => '', [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }
  const { port, output } = await world.backEnd(backEnd)
  // It is shared: the world ends it.
  return { port, output, scheme: 'http', [Symbol.asyncDispose]: async () => {} }
}

export async function startStage(situation: Situation, world: World): Promise<Stage> {
  const {
    proxy,
    edits = [],
    around = [],
    files = {},
    args,
    makesCertificate,
    certificate = 'right',
    client = {},
  } = situation
  const backEnd = await startBackEnd(situation, world)
  if (proxy === 'none') {
    const url = `${client.scheme ?? backEnd.scheme}://${serverName}:${backEnd.port}`
    const dispose = () => backEnd[Symbol.asyncDispose]()
    return { url, plainUrl: url, output: backEnd.output, [Symbol.asyncDispose]: dispose }
  }
  const started = await startProxy({
    proxy,
    serverName,
    certificate: world.certificates.pairs[certificate],
    backEndPort: backEnd.port,
    edits,
    around,
    files,
    ...(args && { args }),
    ...(makesCertificate && { makesCertificate }),
  })
  const url = client.plain ? started.plainUrl : started.url
  return {
    url: client.scheme ? url.replace(/^https?/, client.scheme) : url,
    plainUrl: started.plainUrl,
    output: () => `${started.output()}\n${backEnd.output()}`,
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]()
      await backEnd[Symbol.asyncDispose]()
    },
  }
}
