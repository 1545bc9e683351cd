/** What a client without the product sees: one GET, one WebSocket, one message, all by node and `ws`. */

import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import type { LookupFunction } from 'node:net'
import jwt from 'jsonwebtoken'
import { errorOf, open } from '../demo/client.ts'
import type { Client, Situation } from './situation.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'

/** Longer where the application is slow on purpose. */
const patienceOf = ({ delay = 0 }: Client): number => (delay > 0 ? 3000 : 1300)

export const claimsOf = ({ audience = 'chat' }: Client) => ({ aud: audience })
export const signingSecret = ({ secret }: Client, right: string): string =>
  secret === 'wrong' ? 'not the secret of this application' : right
export const messageOf = ({ delay = 0 }: Client, id: string): string =>
  JSON.stringify({ type: 'chat_message', content: 'hello', id, delay })

/** As the product's `connect-to` does. */
const lookup: LookupFunction = (_name, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)

export async function observe(situation: Situation, stage: Stage, world: World): Promise<string> {
  const { client = {}, inputs = {} } = situation
  const ca = client.trustsAuthority === false ? {} : { ca: world.certificates.trusted }
  const health = await askHealth(stage.url + (inputs.health ?? '/health'), ca, patienceOf(client))
  if (situation.stream === undefined) return `${health} | ${await converse(situation, stage, world, ca)}`
  await situation.prepare?.(stage)
  const token = jwt.sign({ sub: 'bare', ...claimsOf(client) }, world.secret, { expiresIn: 60 })
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip', accept: 'text/event-stream' }
  return `${health} | ${await readStream(stage.url + situation.stream, { ...ca, headers })}`
}

/** How the bytes of a body came, as curl would show it: not before `apartMs` apart it is a stream. */
function readStream(url: string, options: object, apartMs = 250, patienceMs = 2500): Promise<string> {
  return new Promise(resolve => {
    const get = url.startsWith('https') ? getSecure : getPlain
    const request = get(url, { ...options, lookup, agent: false }, response => {
      const { statusCode } = response
      const arrivals: number[] = []
      response.on('data', () => arrivals.push(performance.now()))
      const how = () => ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0) >= apartMs ? 'stream' : 'burst')
      const limit = setTimeout(() => {
        resolve(`${statusCode} ${arrivals.length > 0 ? `${how()}, open` : 'silent'}`)
        request.destroy()
      }, patienceMs)
      response.on('close', () => {
        clearTimeout(limit)
        resolve(`${statusCode} ${response.complete ? how() : `${how()}, cut`}`)
      })
      response.on('error', () => {})
    })
    request.setTimeout(patienceMs, () => request.destroy(new Error('silent')))
    request.on('error', error => resolve(errorOf(error)))
  })
}

function askHealth(url: string, ca: { ca?: string }, patienceMs: number): Promise<string> {
  return new Promise(resolve => {
    const get = url.startsWith('https') ? getSecure : getPlain
    const request = get(url, { ...ca, lookup, agent: false, timeout: patienceMs }, response => {
      response.resume()
      response.on('error', error => resolve(errorOf(error)))
      response.on('end', () => resolve(String(response.statusCode)))
    })
    request.on('timeout', () => request.destroy(new Error('silent')))
    request.on('error', error => resolve(errorOf(error)))
  })
}

async function converse(
  { client = {}, inputs = {} }: Situation,
  stage: Stage,
  world: World,
  ca: { ca?: string },
): Promise<string> {
  const patienceMs = patienceOf(client)
  const token = jwt.sign({ sub: 'bare', ...claimsOf(client) }, signingSecret(client, world.secret), {
    expiresIn: 60,
  })
  const base = inputs.websocket ? stage.plainUrl : stage.url
  const options = {
    headers: client.secret === 'none' ? {} : { authorization: `Bearer ${token}` },
    ...(client.origin && { origin: client.origin.replace('{host}', new URL(stage.url).host) }),
    lookup,
    handshakeTimeout: patienceMs,
    ...ca,
  }
  const subprotocol = client.subprotocol ?? inputs.subprotocol
  const offered = subprotocol ? [subprotocol] : []
  const opened = await open(`${base}${client.path ?? '/ws'}`, options, offered).catch(errorOf)
  if (typeof opened === 'string') return opened
  const { websocket } = opened
  // What a server does to an open connection is told by how it closes.
  websocket.on('error', () => {})
  websocket.send(messageOf(client, 'm1'))
  for (;;) {
    const text = await opened.next(patienceMs)
    if (text === null) {
      const silent = websocket.readyState === websocket.OPEN
      if (silent) websocket.terminate()
      return silent ? 'silent' : `closed ${await opened.closed}`
    }
    // Protocols of their own: their first words are enough.
    if (!text.startsWith('{')) {
      websocket.terminate()
      return text.slice(0, 60)
    }
    const { type } = JSON.parse(text) as { type: string }
    if (type !== 'connection_established') {
      websocket.terminate()
      return type
    }
  }
}
