/** A server as a child process: started, awaited, and gone at the end whatever happens. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as connectSecurely } from 'node:tls'

export interface Child extends AsyncDisposable {
  /** Everything it wrote so far. */
  output(): string
  /** Resolves with the first match in the output; rejects when it ends or `withinMs` is over. */
  says(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>
  /** Resolves once the port accepts connections; rejects as `says` does. */
  listens(port: number, withinMs?: number): Promise<void>
  /** Resolves once the port has a certificate for the name, whoever issued it; rejects as `says` does. */
  hasCertificate(port: number, name: string): Promise<void>
}

const startMs = 20_000
const pollMs = 10

const alive = new Set<ChildProcess>()
const killAll = (): void => {
  for (const child of alive) child.kill('SIGKILL')
}
process.once('exit', killAll)
// A test runner that loses patience sends SIGTERM, and `exit` does not come then.
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    killAll()
    process.kill(process.pid, signal)
  })

export function startChild(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Child {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  alive.add(child)
  let output = ''
  let ended: string | null = null
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  child.once('error', error => {
    ended = error.message
    alive.delete(child)
  })
  child.once('exit', (code, signal) => {
    ended ??= `ended with ${code ?? signal}`
    alive.delete(child)
  })

  const until = async <T>(look: () => Promise<T | null>, what: string, withinMs: number): Promise<T> => {
    for (const deadline = performance.now() + withinMs; performance.now() < deadline; ) {
      const found = await look()
      if (found !== null) return found
      if (ended !== null) throw new Error(`${file} ${ended}:\n${output}`)
      await pause(pollMs)
    }
    throw new Error(`${file}: ${what} did not come within ${withinMs} ms:\n${output}`)
  }
  return {
    output: () => output,
    says: (pattern, withinMs = startMs) => until(async () => pattern.exec(output), String(pattern), withinMs),
    async listens(port, withinMs = startMs) {
      await until(async () => (await accepts(port)) || null, `port ${port}`, withinMs)
    },
    async hasCertificate(port, name) {
      await until(async () => (await shakesHands(port, name)) || null, `a certificate for ${name}`, startMs)
    },
    async [Symbol.asyncDispose]() {
      if (ended !== null) return
      // Nothing in the lab has anything to save, and uvicorn would wait for open WebSockets.
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

function shakesHands(port: number, servername: string): Promise<boolean> {
  return new Promise(resolve => {
    // Only whether there is one: nothing is sent to this server of our own.
    const socket = connectSecurely({ port, host: '127.0.0.1', servername, rejectUnauthorized: false })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('secureConnect', () => end(true))
    socket.once('error', () => end(false))
  })
}
