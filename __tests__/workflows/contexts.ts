/** What the expressions of a workflow stand for, when its event has happened: with GitHub's own examples of payloads. */

import { changed, type Payload, payloadOf } from '../github/payloads.ts'
import { eventsOf, type Job, type Workflow } from './workflow-files.ts'

export const sha = '0123456789abcdef0123456789abcdef01234567'

const successful = changed(payloadOf('deployment_status'), ['deployment_status', 'state'], 'success')
const deployed = changed(
  changed(successful, ['deployment_status', 'environment_url'], 'https://staging.example.com'),
  ['deployment', 'environment'],
  'staging',
)

/** Events without an example have no payload that matters. */
export const payloads: Readonly<Record<string, Payload>> = {
  push: payloadOf('push', ({ deleted }) => deleted === false),
  pull_request: payloadOf('pull_request'),
  merge_group: payloadOf('merge_group'),
  workflow_dispatch: payloadOf('workflow_dispatch'),
  deployment_status: deployed,
  workflow_run: changed(payloadOf('workflow_run'), ['workflow_run', 'conclusion'], 'success'),
}

interface Input {
  readonly default?: unknown
}

/** The defaults of what the workflow asks for; a URL where there is none, since nothing can do without. */
function inputsOf({ on }: Workflow): Readonly<Record<string, unknown>> {
  if (typeof on !== 'object' || Array.isArray(on)) return {}
  const events = on as Readonly<Record<string, { inputs?: Readonly<Record<string, Input>> } | null>>
  const asked = { ...events.workflow_dispatch?.inputs, ...events.workflow_call?.inputs }
  const filled = Object.entries(asked).map(([name, { default: value = '' }]) => [name, value])
  return events.workflow_call
    ? { ...Object.fromEntries(filled), url: 'https://staging.example.com' }
    : Object.fromEntries(filled)
}

/** Of every event and every row of the matrix. `secrets` are as long as real ones, and `event` is the payload again. */
export function contextsOf(
  workflow: Workflow,
  job: Job,
  secrets: Readonly<Record<string, string>> = { STAGING_JWT_SECRET: 'x'.repeat(43) },
): readonly Readonly<Record<string, unknown>>[] {
  const rows = job.strategy?.matrix?.include ?? [{}]
  return eventsOf(workflow).flatMap(eventName =>
    rows.map(matrix => {
      const event = payloads[eventName] ?? {}
      const github = {
        sha,
        run_id: '9876543210',
        ref: 'refs/heads/main',
        event_name: eventName,
        event,
        token: 't',
      }
      const steps = Object.fromEntries(
        ['well', 'broken'].map(id => [
          id,
          { outputs: { url: 'http://127.0.0.1:1', websocket: '/ws', 'jwt-secret': 'y'.repeat(43) } },
        ]),
      )
      return { github, secrets, inputs: inputsOf(workflow), matrix, steps, event, eventName }
    }),
  )
}
