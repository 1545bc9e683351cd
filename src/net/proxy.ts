/**
 * One resolver of HTTP(S)_PROXY and NO_PROXY for every transport, so that HTTP and WebSockets go the same way.
 * Lower-case names win, as in curl and in GitHub's toolkit.
 */

import { request } from 'node:http'
import { BlockList, isIP, type Socket } from 'node:net'
import { showDuration } from '../model/duration.ts'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import type { Problem } from '../model/problem.ts'
import { Secret } from '../model/secret.ts'
import type { Target } from '../model/target.ts'
import { limitOf, runOver } from './limit.ts'
import { rootOf } from './trouble.ts'

export interface ForwardProxy {
  readonly url: URL
  /** The value of Proxy-Authorization, if the proxy's URL has userinfo. */
  readonly authorization: Secret | null
  readonly password: Secret | null
}

export interface Proxies {
  /** What must not be shown: the proxies' passwords. */
  readonly secrets: readonly Secret[]
  /** The proxy that leads to the target, or null to dial it directly. */
  find(target: Target): ForwardProxy | null
}

type Environment = Readonly<Record<string, string | undefined>>

const variable = (env: Environment, name: string): string =>
  (env[name.toLowerCase()] || env[name.toUpperCase()] || '').trim()

/** Problems of the variables: to go past a proxy that cannot be used would test another way than every other client's. */
export function checkProxyEnvironment(env: Environment): Problem[] {
  return ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap(name => {
    const value = variable(env, name)
    if (!value || readProxy(value)) return []
    // The value may hold a password: it is not repeated.
    const message = `the value of ${name} is not the URL of an HTTP proxy, such as "http://proxy:3128"`
    return [{ subject: name, message, remedy: `correct ${name}, or unset it`, place: null }]
  })
}

function readProxy(value: string): ForwardProxy | null {
  const text = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  if (!url.username) return { url, authorization: null, password: null }
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const pair = Buffer.from(`${user}:${password}`).toString('base64')
  url.username = ''
  url.password = ''
  return {
    url,
    authorization: new Secret(`Basic ${pair}`),
    // A token is often given as a user without a password.
    password: new Secret(password || user),
  }
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').toLowerCase()

const isLoopback = (hostname: string): boolean => {
  const host = bare(hostname)
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\./.test(host)
}

/** One entry of NO_PROXY: a host with its subdomains, `.suffix`, `*.suffix`, an address, a CIDR range, `*`; each may name a port. */
function excludes(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const [, name = entry, entryPort] = /^(.+?):(\d+)$/.exec(entry.includes('::') ? '' : entry) ?? []
  if (entryPort && entryPort !== port) return false
  const [network = '', bits] = name.split('/')
  const family = isIP(bare(network))
  if (bits && family) {
    if (isIP(host) !== family || !/^\d+$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32)) return false
    const list = new BlockList()
    list.addSubnet(bare(network), Number(bits), family === 6 ? 'ipv6' : 'ipv4')
    return list.check(host, family === 6 ? 'ipv6' : 'ipv4')
  }
  const suffix = bare(name).replace(/^\*?\./, '')
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`))
}

export function readProxies(env: Environment): Proxies {
  const plain = readProxy(variable(env, 'HTTP_PROXY') || variable(env, 'ALL_PROXY'))
  const secure = readProxy(variable(env, 'HTTPS_PROXY') || variable(env, 'ALL_PROXY'))
  const entries = variable(env, 'NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  return {
    // The encoded pair holds the password: redaction finds it there by itself.
    secrets: [plain, secure].flatMap(proxy => proxy?.password ?? []),
    find(target) {
      const proxy = target.secure ? secure : plain
      if (!proxy) return null
      // A proxy elsewhere cannot reach our loopback; one on our loopback can (docs/architecture.md, proxies).
      if (isLoopback(target.url.hostname) && !isLoopback(proxy.url.hostname)) return null
      const port = target.origin.slice(target.origin.lastIndexOf(':') + 1)
      const host = bare(target.url.hostname)
      return entries.some(entry => excludes(entry, host, port)) ? null : proxy
    },
  }
}

/** Asks the proxy for a tunnel to `authority` (RFC 9110 section 9.3.6) on a socket that leads to the proxy. */
export async function openTunnel(
  socket: Socket,
  proxy: ForwardProxy,
  authority: string,
  timeoutMs: number,
  run: AbortSignal,
): Promise<Tried<Socket>> {
  using limit = limitOf(timeoutMs, run)
  return await new Promise<Tried<Socket>>(resolve => {
    const ask = request({
      method: 'CONNECT',
      path: authority,
      createConnection: () => socket,
      headers: {
        host: authority,
        ...(proxy.authorization ? { 'proxy-authorization': proxy.authorization.reveal() } : {}),
      },
    })
    ask.once('connect', (answer, tunnel, head) => {
      const status = answer.statusCode ?? 0
      if (status >= 200 && status < 300) {
        if (head.length > 0) tunnel.unshift(head)
        resolve(done(tunnel as Socket))
        return
      }
      tunnel.destroy()
      resolve(failed(refusalOf(status, answer.statusMessage ?? '', proxy, authority)))
    })
    ask.once('error', error => {
      if (limit.timedOut)
        resolve(
          failed(
            unreachable(proxy, `gave no answer to CONNECT ${authority} within ${showDuration(timeoutMs)}`),
          ),
        )
      else if (limit.isOver) resolve(failed(runOver(run)))
      else resolve(failed(unreachable(proxy, `broke off CONNECT ${authority}: ${rootOf(error).message}`)))
    })
    limit.onOver(() => ask.destroy())
    ask.end()
  })
}

const unreachable = (proxy: ForwardProxy, what: string) =>
  fault('proxy.unreachable', `the proxy ${proxy.url.host} ${what}`)

/** 5xx speaks of the target, which the proxy could not reach; all else speaks of the proxy and its rules. */
function refusalOf(status: number, text: string, proxy: ForwardProxy, authority: string) {
  const seen = `the proxy ${proxy.url.host} answered ${status} ${text} to CONNECT ${authority}`
  if (status >= 500)
    return fault('tcp.unreachable_through_proxy', `${seen}: it cannot reach the target`, String(status))
  const why = status === 407 ? 'it asks for a credential' : 'it does not open this tunnel'
  return fault('proxy.refused', `${seen}: ${why}`, String(status))
}
