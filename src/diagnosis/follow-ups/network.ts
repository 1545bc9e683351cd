/** Questions below HTTP: names, addresses, certificates, and whether this machine has a network at all. */

import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Observations } from '../../model/evidence.ts'
import { targetOf } from '../../model/target.ts'
import { readAlpn } from '../../net/alpn.ts'
import { ask } from '../../net/ask.ts'
import { readChain } from '../../net/certificate.ts'
import { resolveHost } from '../../net/dns.ts'
import { connectTcp } from '../../net/tcp.ts'
import { type FollowUp, type Scene, statusOf } from './follow-up.ts'

const hostOf = (scene: Scene): string => scene.check.target.url.hostname.replace(/^\[|\]$/g, '')
const portOf = (scene: Scene): number =>
  Number(scene.check.target.url.port) || (scene.check.target.secure ? 443 : 80)
/** Address and port that the check dialled; null behind a proxy, where they are the proxy's. */
function dialledBy({ facts }: Scene): { address: string; port: number } | null {
  const [address, port] = [facts['network.peer.address'], facts['network.peer.port']]
  if (facts['proxy.address'] !== undefined || typeof address !== 'string' || typeof port !== 'number')
    return null
  return { address, port }
}

const layerIs =
  (...layers: string[]) =>
  (scene: Scene) =>
    layers.includes(scene.fault.layer)

/** What the name servers say, past hosts files and getaddrinfo, which folds their answers into one code. */
const resolverPair: FollowUp = {
  name: 'resolver',
  when: scene => scene.fault.layer === 'dns' && scene.fault.type !== 'dns.timed_out',
  async probe(scene) {
    const resolver = new Resolver({ timeout: Math.min(1500, scene.timeoutMs), tries: 1 })
    const host = hostOf(scene)
    const codeOf = (error: unknown) => (error as { code?: string }).code ?? 'failed'
    // With several name servers, their time-outs add up.
    const timer = setTimeout(() => resolver.cancel(), scene.timeoutMs)
    const [v4, v6] = await Promise.all([
      resolver.resolve4(host).then(list => list.join(', '), codeOf),
      resolver.resolve6(host).then(list => list.join(', '), codeOf),
    ])
    clearTimeout(timer)
    const both = [v4, v6]
    return {
      'resolver.direct': both.join(' / ').slice(0, 300),
      'resolver.nxdomain': both.every(code => code === 'ENOTFOUND'),
      'resolver.nodata': both.includes('ENODATA'),
      'resolver.servfail': both.some(code => code === 'ESERVFAIL'),
    }
  },
}

/** Every address of the name: one dead node among healthy ones is another fault than a dead host. */
const everyAddress: FollowUp = {
  name: 'every address',
  when: scene => layerIs('tcp', 'tls')(scene) && String(scene.facts['dns.addresses'] ?? '').includes(','),
  async probe(scene) {
    const resolved = await resolveHost(hostOf(scene), scene.timeoutMs, scene.wire.signal)
    if (!resolved.ok) return {}
    const tried = await Promise.all(
      resolved.value.slice(0, 8).map(async address => {
        const connected = await connectTcp(address, portOf(scene), scene.timeoutMs, scene.wire.signal)
        if (connected.ok) connected.value.destroy()
        return { address: address.address, ok: connected.ok }
      }),
    )
    const list = (ok: boolean) =>
      tried
        .filter(t => t.ok === ok)
        .map(t => t.address)
        .join(', ')
    return { 'addresses.working': list(true), 'addresses.failing': list(false) }
  },
}

/** The certificate that was not accepted, read all the same: all its defects, not only the first. */
const certificateRead: FollowUp = {
  name: 'certificate',
  when: scene => scene.fault.type.startsWith('tls.cert.') && dialledBy(scene) !== null,
  async probe(scene) {
    const { address } = dialledBy(scene)!
    const only = { address, family: isIP(address) === 6 ? 6 : 4 } as const
    const dialled = await scene.wire.dial(scene.check.target, 0, scene.timeoutMs, { only, reading: {} })
    using _record = dialled.record
    return (dialled.ok && readChain(dialled.connection, hostOf(scene), Date.now())?.facts) || {}
  },
}

/** Plain HTTP to a port that speaks no TLS; TLS to a port that speaks no HTTP. */
const schemeSwap: FollowUp = {
  name: 'TLS and plain swapped',
  when: scene =>
    scene.fault.type === 'tls.not_tls' ||
    (!scene.check.target.secure &&
      [
        'http.response.invalid',
        'http.response.closed',
        'ws.answer_invalid',
        'ws.closed_before_answer',
      ].includes(scene.fault.type)),
  async probe(scene) {
    const { url, secure } = scene.check.target
    const swapped = new URL(url)
    swapped.port = String(portOf(scene))
    const other = new URL(`${secure ? 'http' : 'https'}://${swapped.host}${url.pathname}`)
    // The standard port of one scheme has to be written out in the other.
    if (other.port === '') other.port = String(portOf(scene))
    const dialled = await scene.wire.dial(targetOf(other), 0, scene.timeoutMs)
    using record = dialled.record
    if (!secure) {
      const spoke = dialled.ok || dialled.fault.type.startsWith('tls.cert.')
      return { 'swap.tls_answers': spoke && record.end(null).bytesReceived > 0 }
    }
    if (!dialled.ok) return { 'swap.plain_answers': false }
    const replied = await ask(
      dialled.connection,
      { url: other, headers: {}, timeoutMs: scene.timeoutMs },
      scene.wire,
    )
    return { 'swap.plain_answers': replied.ok }
  },
}

/** Which protocols the server would have picked: a listener for HTTP/2 only cannot upgrade a WebSocket. */
const alpnPair: FollowUp = {
  name: 'ALPN',
  when: scene =>
    dialledBy(scene) !== null &&
    (['tls.version_or_cipher_mismatch', 'tls.closed'].includes(scene.fault.type) ||
      // A listener that speaks HTTP/2 alone may take the handshake and then drop HTTP/1.1; one that picked it does not.
      (scene.check.target.secure &&
        scene.facts['tls.next_protocol'] !== 'http/1.1' &&
        ['http.response.closed', 'http.response.reset', 'http.response.invalid'].includes(scene.fault.type))),
  async probe(scene) {
    const picked = await readAlpn({
      name: hostOf(scene),
      ...dialledBy(scene)!,
      timeoutMs: scene.timeoutMs,
      alpn: ['h2'],
    })
    return picked === undefined ? {} : { 'alpn.h2_only': picked === 'h2' }
  },
}

/** The same once more, a few times: partial outages, and which address they are on. */
const repeats: FollowUp = {
  name: 'repeat',
  when: scene =>
    // Thousands of clients at once are not asked for again.
    scene.check.kind !== 'concurrency' &&
    (scene.fault.type.endsWith('gateway_error') || [404, 429, 503].includes(statusOf(scene) ?? 0)),
  async probe(scene): Promise<Observations> {
    const failures = await Promise.all([1, 2, 3].map(turn => scene.repeat(turn)))
    return { 'repeat.total': failures.length + 1, 'repeat.failed': failures.filter(Boolean).length + 1 }
  },
}

export const networkFollowUps: readonly FollowUp[] = [
  resolverPair,
  everyAddress,
  certificateRead,
  schemeSwap,
  alpnPair,
  repeats,
]
