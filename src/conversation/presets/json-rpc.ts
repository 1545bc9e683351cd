/** JSON-RPC 2.0 over WebSocket: https://www.jsonrpc.org/specification */

import type { Step } from '../steps.ts'
import { definePreset } from './preset.ts'
import { expected, refusing, sendable, text } from './words.ts'

interface JsonRpcOptions {
  readonly method?: string | undefined
  readonly params?: unknown
  readonly expect?: unknown
}

/** Specified by OpenRPC; a server without it says that the method does not exist, which is as good a proof. */
const discovery = 'rpc.discover'
const noSuchMethod = -32601

export const jsonRpcPreset = definePreset<JsonRpcOptions>({
  name: 'json-rpc',
  proves: 'a request is answered by a response with the same id; an error object is a failure',
  subprotocols: [],
  query: {},
  takesCredential: false,
  options: zod =>
    zod.strictObject({
      method: text(zod).optional().describe(`Method to call; ${discovery} without it, known or not.`),
      params: sendable(zod).optional().describe('Its parameters: a list or a mapping.'),
      expect: expected(zod).optional().describe('What the result has to match.'),
    }),
  dialect: {
    rules: [
      {
        means: 'refused',
        message: {
          jsonrpc: '2.0',
          error: { code: { '$one-of': [401, 403, -32001] }, message: { $matches: refusing } },
        },
        says: 'JSON-RPC refused the request for its credential',
      },
      {
        means: 'refused',
        message: { jsonrpc: '2.0', error: { code: { '$one-of': [401, 403] } } },
        says: 'JSON-RPC refused the request for its credential',
      },
      {
        means: 'failed',
        message: { jsonrpc: '2.0', error: { $type: 'object' } },
        says: 'JSON-RPC answered with an error object',
      },
    ],
  },
  open: () => [],
  talk({ method = discovery, params, expect }): Step[] {
    const answer = { jsonrpc: '2.0', id: '{{id}}' }
    const known = { ...answer, error: { $present: false }, result: expect ?? { $present: true } }
    const unknown = { ...answer, error: { code: noSuchMethod } }
    return [
      { send: { ...answer, method, ...(params === undefined ? {} : { params }) } },
      { receive: method === discovery && expect === undefined ? { '$one-of': [known, unknown] } : known },
    ]
  },
})
