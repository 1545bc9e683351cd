/** graphql-transport-ws: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */

import { isRecord } from '../../matching/subject.ts'
import type { Step } from '../steps.ts'
import { credentialPart, definePreset } from './preset.ts'
import { expected, refusing, sendable, text } from './words.ts'

interface GraphqlOptions {
  readonly query?: string | undefined
  readonly variables?: unknown
  readonly operation?: string | undefined
  readonly 'connection-params'?: unknown
  readonly expect?: unknown
}

/** Every schema answers it, also where introspection is switched off. */
const anyQuery = '{ __typename }'
const bearer = { authorization: 'Bearer {{token}}' }

const isSubscription = (query: unknown): boolean =>
  typeof query === 'string' && /(^|\})\s*subscription\b/.test(query)

const refusedErrors = {
  '$one-of': [
    { '$[0].extensions.code': { '$one-of': ['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED'] } },
    { '$[0].message': { $matches: refusing } },
  ],
}
const says = 'GraphQL refused the credential'

export const graphqlWsPreset = definePreset<GraphqlOptions>({
  name: 'graphql-ws',
  proves: 'the connection is acknowledged, an operation gets its `next` without errors, and it completes',
  subprotocols: ['graphql-transport-ws'],
  query: {},
  takesCredential: true,
  options: zod =>
    zod.strictObject({
      query: text(zod).optional().describe(`Query, mutation or subscription; ${anyQuery} without it.`),
      variables: sendable(zod).optional().describe('Variables of the operation.'),
      operation: text(zod).optional().describe('operationName, where the query has several.'),
      'connection-params': sendable(zod)
        .optional()
        .describe('Payload of connection_init; { authorization: "Bearer {{token}}" } without it.'),
      expect: expected(zod).optional().describe('What the payload of the first next has to match.'),
    }),
  dialect: {
    answers: [{ when: { type: 'ping' }, send: { type: 'pong' } }, { when: { type: 'pong' } }],
    rules: [
      { means: 'refused', message: { type: 'connection_error' }, says },
      { means: 'refused', message: { type: 'error', payload: refusedErrors }, says },
      { means: 'refused', message: { type: 'next', payload: { errors: refusedErrors } }, says },
      { means: 'refused', close: [4401, 4403], says },
      // Hasura and others close with "bad request" when connection_init does not carry a valid token.
      {
        means: 'refused',
        close: [4400, 4500],
        reason:
          /unauthori|unauthenticated|forbidden|token|jwt|credential|authenticat|access denied|connection init/i,
        says,
      },
      { means: 'failed', message: { type: 'error' }, says: 'GraphQL answered with errors' },
      {
        means: 'failed',
        message: { type: 'next', payload: { errors: { $type: 'array' } } },
        says: 'GraphQL answered with errors',
      },
    ],
  },
  once: sent =>
    sent.some(
      message => isRecord(message) && isRecord(message.payload) && isSubscription(message.payload.query),
    )
      ? 'a subscription answers as often as it wants, not once for each message'
      : null,
  open: ({ 'connection-params': params }, credential): Step[] => {
    const payload = credentialPart(params, bearer, credential)
    return [
      { send: { type: 'connection_init', ...(payload === undefined ? {} : { payload }) } },
      { receive: { type: 'connection_ack' } },
    ]
  },
  talk({ query = anyQuery, variables, operation, expect }): Step[] {
    const payload = {
      query,
      ...(variables === undefined ? {} : { variables }),
      ...(operation === undefined ? {} : { operationName: operation }),
    }
    const next = { type: 'next', id: '{{id}}' }
    return [
      { send: { type: 'subscribe', id: '{{id}}', payload } },
      { receive: { ...next, payload: expect ?? { errors: { $present: false } } } },
      // A subscription goes on until the client has seen enough; all else ends by itself.
      isSubscription(query)
        ? { send: { type: 'complete', id: '{{id}}' } }
        : { receive: { type: 'complete', id: '{{id}}' } },
    ]
  },
})
