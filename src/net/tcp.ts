/** One TCP connection to one address. No happy eyeballs: a result must say what was tested. */

import { connect, type Socket } from 'node:net'
import { showDuration } from '../model/duration.ts'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import type { Address } from './dns.ts'
import { limitOf, runOver } from './limit.ts'
import { troubleOf } from './trouble.ts'

/** One function for all sockets: a closure made in the wait would keep the whole wait alive as long as its socket. */
export const ignoreError = (): void => {}

export const showAddress = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** Without `async` and `using`, as all that thousands of connections go through: each would keep a frame alive. */
export function connectTcp(
  { address }: Address,
  port: number,
  timeoutMs: number,
  run: AbortSignal,
): Promise<Tried<Socket>> {
  const limit = limitOf(timeoutMs, run)
  const shown = showAddress(address, port)
  return new Promise<Tried<Socket>>(resolve => {
    const socket = connect({ host: address, port, noDelay: true })
    const settle = (result: Tried<Socket>) => {
      limit.end('done')
      socket.off('connect', onConnect)
      // A late error must not become an uncaught exception; the next owner brings its own listener as well.
      socket.on('error', ignoreError)
      if (!result.ok) socket.destroy()
      resolve(result)
    }
    const onConnect = () => {
      socket.off('error', onError)
      settle(done(socket))
    }
    const onError = (error: Error) => settle(failed(troubleOf(error, 'tcp', shown)))
    const onOver = () =>
      settle(
        failed(
          limit.timedOut
            ? fault('tcp.timed_out', `${shown}: no connection within ${showDuration(timeoutMs)}`, 'ETIMEDOUT')
            : runOver(run),
        ),
      )
    socket.once('connect', onConnect)
    socket.once('error', onError)
    limit.onOver(onOver)
  })
}
