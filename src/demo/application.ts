/**
 * The staging system that this project was made for, in small and in order: health, an authenticated WebSocket chat
 * whose agent tells what it does, and an authenticated event stream.
 */

import type { ServerResponse } from 'node:http'
import type { Secret } from '../model/secret.ts'
import { findToken, pathOf } from './admission.ts'
import { type Answer, applicationServer, jsonAnswer, notFound, writeAnswer } from './answer.ts'
import type { Behaviour } from './behaviour.ts'
import { eventsPath, linesPath, streamTokens } from './stream.ts'

export const healthPath = '/health'
export const streamPath = '/api/chat/stream'
export const websocketPath = '/ws'
/** Here the token comes in the first message instead of the handshake. */
export const firstMessagePath = '/ws-first-message'

/** Between the events of an agent or a stream, in milliseconds: enough to arrive one by one. */
export const stepMs = 5

/** Who gets in, and what the others are told. */
type Door = Pick<Behaviour, 'isAdmitted' | 'turnAway'>

export function runApplication(secret: Secret, revision: string, door: Door): Behaviour {
  const refuse = (token: string | null): Answer | null =>
    door.isAdmitted(token, secret) ? null : door.turnAway(token)
  const health = jsonAnswer(200, { status: 'ok', revision, services: { db: 'up' } })
  const behaviour: Behaviour = {
    ...door,
    speaks: 'http',
    respond(request, response) {
      request.resume()
      const path = pathOf(request)
      if (path === healthPath) return writeAnswer(response, health)
      if (![streamPath, eventsPath, linesPath].includes(path)) return writeAnswer(response, notFound)
      const refusal = refuse(findToken(request))
      if (refusal) return writeAnswer(response, refusal)
      return path === streamPath ? writeStream(response) : behaviour.stream(request, response)
    },
    stream: streamTokens(),
    admit(request) {
      const path = pathOf(request)
      if (path === firstMessagePath) return null
      return path === websocketPath ? refuse(findToken(request)) : notFound
    },
    handshake: null,
    guard: null,
    greet: connection =>
      connection.send(JSON.stringify({ type: 'connection_established', connection_id: connection.id })),
    reply: answersTo,
    deliver: (connection, text) => connection.send(text),
  }
  return behaviour
}

function answersTo(text: string): readonly string[] {
  const message = parseObject(text)
  if (message === null) return [text]
  const { type, id } = message
  if (type === 'ping') return [JSON.stringify({ type: 'pong', id })]
  if (type === 'chat_message') return agentRun(id, String(message.content ?? ''))
  return [id === undefined ? text : JSON.stringify({ ...message, type: 'echo', of: type })]
}

function agentRun(id: unknown, content: string): readonly string[] {
  const run = { id: crypto.randomUUID() }
  return [
    { type: 'ack', id },
    { type: 'agent_started', id, run },
    { type: 'agent_thinking', run },
    { type: 'tool_executing', run, tool: 'search' },
    { type: 'tool_completed', run, tool: 'search' },
    { type: 'agent_completed', run, content: `You said: ${content}` },
  ].map(event => JSON.stringify(event))
}

function parseObject(text: string): { type?: unknown; id?: unknown; content?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html, ending as OpenAI's streams do. */
function writeStream(response: ServerResponse): void {
  const events = ['Hello', ', ', 'deployment', '!'].map(content => JSON.stringify({ type: 'token', content }))
  const lines = [...events, '[DONE]'].map(data => `data: ${data}\n\n`)
  response.writeHead(200, {
    server: applicationServer,
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  })
  for (const [turn, line] of lines.entries()) {
    const last = turn === lines.length - 1
    setTimeout(() => (last ? response.end(line) : response.write(line)), turn * stepMs).unref()
  }
}
