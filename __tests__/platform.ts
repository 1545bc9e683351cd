/** What some systems lack: each is the reason for which a test is skipped there, or false. */

import { createServer } from 'node:net'

const { platform } = process

/** All of 127.0.0.0/8 is the machine itself on Linux and Windows; macOS has only the first of them. */
export const oneLoopback = await new Promise<string | false>(done => {
  const server = createServer()
  server.once('error', () => done('this machine has no 127.0.0.2'))
  server.listen(0, '127.0.0.2', () => server.close(() => done(false)))
})

/** Windows knows no signals between processes: whoever gets one is gone, and writes nothing more. */
export const noSignals = platform === 'win32' ? 'Windows ends a process without a word' : false

/** Without these Windows starts no process that uses the network. */
export const systemVariables: Readonly<Record<string, string>> = Object.fromEntries(
  ['SystemRoot', 'TEMP', 'TMP'].flatMap(name => {
    const value = platform === 'win32' ? process.env[name] : undefined
    return value === undefined ? [] : [[name, value]]
  }),
)
