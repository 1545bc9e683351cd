/** Starts a proxy with the configuration of its guide, or one edit away from it, in front of a back end. */

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { closedPort } from '../../src/demo/closed-port.ts'
import type { Pair } from '../net/certificates.ts'
import { startChild } from './child.ts'
import { type Edit, edit, readSnippet } from './guides.ts'
import { type Places, type ProxyKind, type ProxyName, proxies } from './proxies.ts'

export interface Started extends AsyncDisposable {
  /** `https:`, or `http:` where the proxy has no TLS. */
  readonly url: string
  /** The address that redirects to the other. */
  readonly plainUrl: string
  output(): string
}

export interface ProxyOptions {
  readonly proxy: ProxyName
  readonly serverName: string
  readonly certificate: Pair
  readonly backEndPort: number
  /** The mistake; none is the guide's own configuration. */
  readonly edits?: readonly Edit[]
  /** Mistakes in what is around the site. */
  readonly around?: readonly Edit[]
  /** Further files in its folder, such as pages. */
  readonly files?: Readonly<Record<string, string>>
  /** Further arguments of its command. */
  readonly args?: readonly string[]
  /** It makes its certificate after it has started, and has to be waited for. */
  readonly makesCertificate?: boolean
}

/** Another process may take a port between our look and the bind of the proxy. */
const tries = 3

export async function startProxy(options: ProxyOptions): Promise<Started> {
  const proxy: ProxyKind = proxies[options.proxy]
  for (let turn = 1; ; turn++) {
    const folder = mkdtempSync(join(tmpdir(), `${options.proxy}-`))
    const places: Places = {
      folder,
      serverName: options.serverName,
      backEndPort: options.backEndPort,
      securePort: await closedPort('127.0.0.1'),
      plainPort: await closedPort('127.0.0.1'),
    }
    writeFiles(folder, proxy, options, places)
    const child = startChild(proxy.file, [...proxy.args(places), ...(options.args ?? [])], {
      cwd: folder,
      env: { HOME: folder },
    })
    const stop = async () => {
      await child[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    }
    try {
      await child.listens(proxy.secure ? places.securePort : places.plainPort)
      if (options.makesCertificate) await child.hasCertificate(places.securePort, options.serverName)
      const urlOf = (scheme: string, port: number) => `${scheme}://${options.serverName}:${port}`
      const plainUrl = urlOf('http', places.plainPort)
      return {
        url: proxy.secure ? urlOf('https', places.securePort) : plainUrl,
        plainUrl,
        output: () => child.output() + readIfThere(join(folder, 'error.log')),
        [Symbol.asyncDispose]: stop,
      }
    } catch (trouble) {
      await stop()
      if (turn === tries || !/bind|address already in use/i.test(String(trouble))) throw trouble
    }
  }
}

const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')

function writeFiles(folder: string, proxy: ProxyKind, options: ProxyOptions, places: Places): void {
  const { cert, key } = options.certificate
  const site = edit(readSnippet(proxy.guide), options.edits ?? [])
  const files = {
    'fullchain.pem': cert,
    'privkey.pem': key,
    'fullchain-and-key.pem': cert + key,
    'html/empty.html': '',
    ...options.files,
    [proxy.configFile]: edit(proxy.wrap(proxy.place(site, places), places), options.around ?? []),
  }
  // Servers that start as root read their pages as somebody else.
  chmodSync(folder, 0o755)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
