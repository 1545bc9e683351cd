/** jayson's WebSocket server; the token is looked at when the connection opens. */

import jayson from 'jayson'
import { WebSocketServer } from 'ws'
import { bearerOf, isValid, type Serving, serve } from './serving.ts'

/** jayson's types want the module of `ws` as a property of its own server; it only listens for connections. */
type WebSocketServerOfJayson = NonNullable<Parameters<jayson.Server['websocket']>[0]>['wss'] & object

type Reply = (error: { code: number; message: string } | null, result?: unknown) => void

const methods = {
  echo: (args: unknown, reply: Reply) => reply(null, args),
  fail: (_: unknown, reply: Reply) => reply({ code: -32000, message: 'the database is away' }),
  secret: (_: unknown, reply: Reply) => reply({ code: 403, message: 'only for administrators' }),
  ignore: () => {},
}

export const startJsonRpc = (
  secret: string,
  { refuses = true }: { readonly refuses?: boolean } = {},
): Promise<Serving> =>
  serve(server => {
    const wss = new WebSocketServer({
      server,
      path: '/rpc',
      verifyClient: ({ req }, done) => done(!refuses || isValid(bearerOf(req), secret), 401),
    })
    new jayson.Server(methods).websocket({ wss: wss as unknown as WebSocketServerOfJayson })
    return () => wss.close()
  })
