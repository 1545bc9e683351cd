/** The life of one run: its abort (deadline, cancellation) and the wire that probes use. */

import { setMaxListeners } from 'node:events'
import type { Config } from './config/config.ts'
import { createForger, createIssuer } from './credentials/issue.ts'
import type { Secret } from './model/secret.ts'
import { targetOf } from './model/target.ts'
import { createDialler, createResolver } from './net/dial.ts'
import { readProxies } from './net/proxy.ts'
import type { Dialled, RunFacts, Wire } from './net/wire.ts'

export interface Run extends Disposable {
  readonly wire: Wire
  readonly ended: 'cancelled' | 'deadline' | null
  /** Dials a host that is known to be up: GitHub's API, past `connect-to`, which is about the target. */
  dialControl(timeoutMs: number): Promise<Dialled>
  /** A wire that can be cut while the run goes on. */
  fork(): Fork
}

export interface Fork extends Disposable {
  readonly wire: Wire
  abort(): void
}

export interface RunOptions {
  readonly cancelled: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly facts: RunFacts
  readonly born: (secret: Secret) => void
  readonly hide: (text: string) => string
  readonly witness?: Wire['witness'] | undefined
}

export function startRun(config: Config, options: RunOptions): Run {
  const { cancelled, env, facts, born, hide, witness } = options
  const controller = new AbortController()
  const { signal } = controller
  // Every open connection listens; thousands are no leak.
  setMaxListeners(0, signal)
  const onCancel = () => controller.abort('cancelled')
  if (cancelled.aborted) onCancel()
  else cancelled.addEventListener('abort', onCancel, { once: true })
  const deadline = setTimeout(() => controller.abort('deadline'), config.deadlineMs)
  deadline.unref()
  const credentials = createIssuer(config.credentials, { home: config, facts, born })
  const forge = createForger(config.credentials, credentials.issue, born)
  const proxies = readProxies(env)
  for (const secret of proxies.secrets) born(secret)
  const wireOf = (over: AbortSignal): Wire => {
    const settings = { ca: config.ca, connectTo: config.connectTo, proxies, signal: over }
    const dialElsewhere = createDialler({ ...settings, connectTo: null })
    const meansOf = (timeoutMs: number) => ({ wire, dialElsewhere, timeoutMs })
    const wire: Wire = {
      dial: createDialler(settings),
      resolve: createResolver(settings),
      issue: credentials.issue,
      acquire: (name, timeoutMs) => credentials.acquire(name, meansOf(timeoutMs)),
      prepare: (name, timeoutMs) => credentials.prepare(name, meansOf(timeoutMs)),
      forge,
      hide,
      pause: ms => pause(ms, over),
      // Whoever runs checks side by side knows (execute.ts).
      calm: async () => {},
      signal: over,
      facts,
      ...(witness ? { witness } : {}),
    }
    return wire
  }
  return {
    wire: wireOf(signal),
    dialControl: timeoutMs => {
      const dial = createDialler({ ca: config.ca, connectTo: null, proxies, signal })
      const { GITHUB_API_URL: api = 'https://api.github.com' } = env
      return dial(targetOf(new URL(URL.canParse(api) ? api : 'https://api.github.com')), 0, timeoutMs)
    },
    fork() {
      const own = new AbortController()
      setMaxListeners(0, own.signal)
      const follow = () => own.abort(signal.reason)
      if (signal.aborted) follow()
      else signal.addEventListener('abort', follow, { once: true })
      return {
        wire: wireOf(own.signal),
        abort: () => own.abort('forgotten'),
        [Symbol.dispose]: () => signal.removeEventListener('abort', follow),
      }
    },
    get ended() {
      return signal.aborted ? (signal.reason as 'cancelled' | 'deadline') : null
    },
    [Symbol.dispose]() {
      clearTimeout(deadline)
      cancelled.removeEventListener('abort', onCancel)
    },
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>(resolve => {
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', settle)
      resolve()
    }
    const timer = setTimeout(settle, ms)
    signal.addEventListener('abort', settle, { once: true })
  })
}
