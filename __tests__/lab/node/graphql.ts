/** graphql-ws on `ws`: onConnect looks at the payload of connection_init. */

import { GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { healthy, isValid, type Serving, serve } from './serving.ts'

const echo = { type: GraphQLString, args: { text: { type: GraphQLString } } }
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      echo: { ...echo, resolve: (_, { text }: { text?: string }) => text },
      secret: {
        type: GraphQLString,
        resolve() {
          throw new GraphQLError('only for administrators', { extensions: { code: 'FORBIDDEN' } })
        },
      },
      broken: {
        type: GraphQLString,
        resolve() {
          throw new GraphQLError('the database is away')
        },
      },
    },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      ticks: {
        ...echo,
        subscribe: async function* (_: unknown, { text }: { text?: string }) {
          for (;;) {
            yield { ticks: text }
            await new Promise(resolve => setTimeout(resolve, 20))
          }
        },
      },
    },
  }),
})

export const startGraphql = (
  secret: string,
  { refuses = 'close' }: { readonly refuses?: 'close' | 'throw' | 'nobody' } = {},
): Promise<Serving> =>
  serve(
    server => {
      const sockets = new WebSocketServer({ server, path: '/graphql' })
      const running = useServer(
        {
          schema,
          connectionInitWaitTimeout: 400,
          onConnect({ connectionParams }) {
            const valid = refuses === 'nobody' || isValid(connectionParams?.authorization, secret)
            if (!valid && refuses === 'throw') throw new Error('invalid token')
            return valid
          },
        },
        sockets,
      )
      return () => running.dispose()
    },
    (request, response) => {
      if (request.url?.startsWith('/graphql') !== true) return healthy(request, response)
      // What GraphQL over HTTP says to a GET without a query.
      response.writeHead(400, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify({ errors: [{ message: 'Must provide query string' }] }))
    },
  )
