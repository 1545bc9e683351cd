/** Where the checks go: the inputs' addresses, else the environment's, else the event's. */

import { readDeployment } from '../github/event.ts'
import type { Problem } from '../model/problem.ts'
import { parseBaseOf, websocketOf } from './addresses.ts'
import type { FileSettings } from './file.ts'
import type { ReadInputs } from './input-values.ts'
import { problemOf } from './parsed.ts'

export interface Endpoints {
  readonly url: URL | null
  /** The event gave `url`. */
  readonly fromEvent: boolean
  readonly websocketBase: URL | null
  /** What the simple form checks: a path or a whole URL. */
  readonly websocket: string | null
  readonly problems: readonly Problem[]
}

export function chooseEndpoints(inputs: ReadInputs, settings: FileSettings, event: unknown): Endpoints {
  const { values, subjectOf, wasGiven } = inputs
  const problems: Problem[] = []
  const url =
    values.url ?? settings.url ?? (wasGiven('url') ? null : urlOf(event, subjectOf('url'), problems))
  const declared = settings.websocket
  if (declared?.value.startsWith('/') && settings.checks) {
    const message =
      'has no effect: a path here is checked only by the simple form, and the file declares its checks'
    problems.push(
      problemOf(declared.subject, message, 'write a ws:// or wss:// URL, or remove it', declared.place),
    )
  }
  const bases = [values.websocket, declared?.value ?? null].filter(
    text => text !== null && !text.startsWith('/'),
  )
  return {
    url,
    fromEvent: url !== null && url !== values.url && url !== settings.url,
    websocketBase: bases[0] ? new URL(bases[0]) : url && websocketOf(url),
    websocket: values.websocket ?? endpointOf(declared?.value ?? null),
    problems,
  }
}

/** A bare origin is a base for the paths of checks, and no endpoint by itself. */
const endpointOf = (text: string | null): string | null =>
  text === null || (!text.startsWith('/') && new URL(text).pathname === '/') ? null : text

function urlOf(event: unknown, subject: string, problems: Problem[]): URL | null {
  const deployment = readDeployment(event)
  const text = deployment?.url ?? null
  if (text === null) {
    const message = deployment
      ? 'is missing, and the event has no deployment_status.environment_url'
      : 'is missing'
    problems.push(
      problemOf(subject, message, 'give the base URL of the deployment, such as https://api.example.com'),
    )
    return null
  }
  // The route of a single-page application: who deploys writes the address of a browser, and the server never sees it.
  const parsed = parseBaseOf('http')(text.replace(/#.*$/s, ''))
  if (parsed.ok) return parsed.value
  const source = 'deployment_status.environment_url of the event'
  problems.push(
    problemOf(subject, `${source}: ${parsed.message}`, `give ${subject}, or correct the deployment's URL`),
  )
  return null
}
