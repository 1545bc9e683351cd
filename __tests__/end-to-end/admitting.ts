/** A chat server that lets in whoever shows one bearer token, and what all checks passing looks like there. */

import { type ChatOptions, refusal, type SeenRequest } from './chat-server.ts'

export const bearerOf = ({ headers }: SeenRequest) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]

export const admitting =
  (right: string): NonNullable<ChatOptions['admit']> =>
  request =>
    bearerOf(request) === right ? null : refusal(401, `no: ${request.headers.authorization}`)

export const outcomesWithToken = [
  'credential:default passed',
  'health:/health passed',
  'upgrade:/ws passed',
  'messaging:/ws passed',
  'auth:/ws passed',
  'concurrency:/ws passed',
]
