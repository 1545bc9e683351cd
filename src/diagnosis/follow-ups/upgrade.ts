/** Questions about a refused upgrade: who refused it, and what would have changed its mind. */

import { randomUUID } from 'node:crypto'
import type { Observations } from '../../model/evidence.ts'
import { targetOf } from '../../model/target.ts'
import { ask, type Reply, upgradeHeaders } from '../../net/ask.ts'
import { type FollowUp, failedAtUpgrade, type Presented, type Scene, statusOf } from './follow-up.ts'

interface Variation {
  readonly credential?: 'own' | 'none' | 'garbage'
  readonly path?: string
  readonly plain?: true
  readonly version?: string
  readonly origin?: string | null
  readonly subprotocols?: readonly string[]
}

/** The check's own upgrade request with one thing changed; null if nothing answered. */
async function vary(scene: Scene, change: Variation): Promise<Reply | null> {
  const { check, wire, timeoutMs } = scene
  const own: Presented = await scene.present(change.credential ?? 'own')
  const url = change.path === undefined ? own.url : new URL(change.path, own.url)
  const dialled = await wire.dial(targetOf(check.target.url), 0, timeoutMs)
  using _record = dialled.record
  if (!dialled.ok) return null
  const origin = change.origin === undefined ? own.origin : change.origin
  const subprotocols = change.subprotocols ?? own.subprotocols
  const replied = await ask(
    dialled.connection,
    {
      url,
      timeoutMs,
      headers: {
        ...own.headers,
        ...(change.plain ? {} : upgradeHeaders(change.version)),
        ...(origin === null ? {} : { origin }),
        ...(subprotocols.length === 0 || change.plain
          ? {}
          : { 'sec-websocket-protocol': subprotocols.join(', ') }),
      },
    },
    wire,
  )
  return replied.ok ? replied.value : null
}

const sameAsSeen = ({ facts }: Scene, reply: Reply | null): boolean =>
  reply !== null &&
  reply.status === facts['http.response.status_code'] &&
  reply.body.trim() === String(facts['http.response.body.excerpt'] ?? '').trim()

const answered = (name: string, reply: Reply | null): Observations => (reply ? { [name]: reply.status } : {})

/** The same URL as a plain GET: the same answer means that nobody understood the upgrade. */
const plainTwin: FollowUp = {
  name: 'plain GET',
  when: failedAtUpgrade,
  async probe(scene) {
    const reply = await vary(scene, { plain: true })
    if (!reply) return {}
    return { 'twin.get.status_code': reply.status, 'twin.get.same_as_upgrade': sameAsSeen(scene, reply) }
  },
}

/** A path that nobody can have routed: the same answer means that it says nothing of ours. */
const randomTwin: FollowUp = {
  name: 'random path',
  when: scene => failedAtUpgrade(scene) && statusOf(scene) !== null,
  async probe(scene) {
    const reply = await vary(scene, { path: `/verify-deploy-${randomUUID()}` })
    if (!reply) return {}
    return { 'twin.random.status_code': reply.status, 'twin.random.same': sameAsSeen(scene, reply) }
  },
}

/**
 * A version that does not exist. Libraries look at Connection and Upgrade first, so a complaint about the version proves
 * that these headers survived every hop (catalogue, follow-up 6).
 */
const versionFingerprint: FollowUp = {
  name: 'Sec-WebSocket-Version: 99',
  when: scene => failedAtUpgrade(scene) && statusOf(scene) !== null,
  async probe(scene) {
    const reply = await vary(scene, { version: '99' })
    if (!reply) return {}
    const text = `${reply.body} ${reply.headers['sec-websocket-version'] ?? ''}`
    const version = /version|\b(13|8)\b/i.test(text) && (reply.status === 400 || reply.status === 426)
    const stripped = /(missing|no|can)\b.{0,40}\b(upgrade|connection)/i.test(reply.body)
    return {
      'fingerprint.version_99.status_code': reply.status,
      'fingerprint.version_99.body': scene.wire.hide(reply.body).slice(0, 300),
      'fingerprint.upgrade_survives': stripped ? false : version ? true : null,
    }
  },
}

/** None, our own host's, somebody else's: a refusal that changes with them is an Origin check. */
const originTriple: FollowUp = {
  name: 'Origin',
  when: scene => failedAtUpgrade(scene) && [400, 403, 404].includes(statusOf(scene) ?? 0),
  async probe(scene) {
    const { url } = scene.check.target
    const same = `${scene.check.target.secure ? 'https' : 'http'}://${url.host}`
    const [none, own, foreign] = await Promise.all(
      [null, same, 'https://origin.invalid'].map(origin => vary(scene, { origin })),
    )
    const statuses = [none, own, foreign].map(reply => reply?.status ?? null)
    return {
      'origin.own': same,
      ...answered('origin.none', none ?? null),
      ...answered('origin.same', own ?? null),
      ...answered('origin.foreign', foreign ?? null),
      'origin.decides': statuses.every(status => status !== null) && new Set(statuses).size > 1,
    }
  },
}

/** No credential, and one that only looks right, beside our own: is it the credential that decides? */
const tokenTriple: FollowUp = {
  name: 'credential',
  when: scene =>
    failedAtUpgrade(scene) && scene.facts['credential.shown'] === true && statusOf(scene) !== null,
  async probe(scene) {
    const [none, garbage] = await Promise.all([
      vary(scene, { credential: 'none' }),
      vary(scene, { credential: 'garbage' }),
    ])
    return {
      'token.valid': statusOf(scene),
      ...answered('token.none', none),
      ...answered('token.garbage', garbage),
    }
  },
}

/** Of servers that answer nobody who offers none; which of them is picked tells what they speak. */
const commonSubprotocols = [
  'mqtt',
  'xmpp',
  'graphql-transport-ws',
  'graphql-ws',
  'v12.stomp',
  'wamp.2.json',
  'ocpp1.6',
]

/** With and without subprotocols. */
const subprotocolPair: FollowUp = {
  name: 'subprotocol',
  when: scene =>
    failedAtUpgrade(scene) &&
    (scene.fault.type.startsWith('ws.subprotocol') ||
      scene.fault.type === 'ws.closed_before_answer' ||
      [400, 406, 501].includes(statusOf(scene) ?? 0)),
  async probe(scene) {
    const { subprotocols } = await scene.present('own')
    const offered = subprotocols.length > 0 ? subprotocols : commonSubprotocols
    const [without, given] = await Promise.all([
      vary(scene, { subprotocols: [] }),
      vary(scene, { subprotocols: offered }),
    ])
    const picked = given?.status === 101 ? given.headers['sec-websocket-protocol'] : undefined
    return {
      ...answered('subprotocol.without', without),
      ...answered('subprotocol.with', given),
      ...(picked ? { 'subprotocol.picked': scene.wire.hide(String(picked)) } : {}),
    }
  },
}

/** Handshakes of frameworks that do not live at the path itself, and the marks by which their answers are known. */
const frameworks: readonly { name: string; path: (path: string) => string; mark: RegExp }[] = [
  { name: 'socket.io', path: () => '/socket.io/?EIO=4&transport=polling', mark: /^0\{"sid":/ },
  {
    name: 'signalr',
    path: path => `${path}/negotiate?negotiateVersion=1`,
    mark: /"availableTransports"|"connectionId"/,
  },
  { name: 'sockjs', path: path => `${path}/info`, mark: /"websocket"\s*:\s*(true|false)/ },
  { name: 'actioncable', path: () => '/cable', mark: /Page not found/ },
  {
    name: 'phoenix',
    path: path => `${path}/websocket?vsn=2.0.0`,
    mark: /'?(connection|upgrade)'? header must contain/i,
  },
]

const frameworkHandshakes: FollowUp = {
  name: 'framework',
  when: scene =>
    failedAtUpgrade(scene) &&
    ([400, 404].includes(statusOf(scene) ?? 0) || scene.fault.type === 'ws.closed_before_answer'),
  async probe(scene) {
    const path = scene.check.target.url.pathname.replace(/\/$/, '')
    const replies = await Promise.all(
      frameworks.map(row => vary(scene, { plain: true, path: row.path(path) })),
    )
    const found = frameworks.find((row, i) => row.mark.test(replies[i]?.body ?? ''))
    return found ? { 'framework.name': found.name } : {}
  },
}

export const upgradeFollowUps: readonly FollowUp[] = [
  plainTwin,
  randomTwin,
  versionFingerprint,
  originTriple,
  tokenTriple,
  subprotocolPair,
  frameworkHandshakes,
]
