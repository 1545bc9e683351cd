/**
 * GitHub's REST API on loopback: holds every request against GitHub's own description (openapi/operations.json), and keeps
 * what was written. Trouble is switched on by a test.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { operations } from './fake-github-operations.ts'
import type { CheckRun, DeploymentStatus, State } from './fake-github-state.ts'

export interface Seen {
  readonly operation: string
  readonly authorization: string
  readonly body: string
  readonly atMs: number
}

/** An answer in the place of the real one. */
export interface Trouble {
  readonly status: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface FakeGitHub extends AsyncDisposable, State {
  readonly url: string
  readonly requests: readonly Seen[]
  /** What the description, or GitHub, does not allow. */
  readonly problems: readonly string[]
  /** Operations of every request, in order. */
  operations(): readonly string[]
}

export interface FakeOptions {
  /** Who the token is; a person may ask for its own name. */
  readonly identity?: { readonly login: string; readonly type: string }
  /** Asked before each request is answered: the operation, and how many of it there were before. */
  readonly trouble?: (operation: string, before: number) => Trouble | 'hang' | 'cut' | null
  /** Most elements of a page, whatever is asked for. */
  readonly pageSize?: number
  readonly delayMs?: number
  /** Whose check runs the token makes. */
  readonly app?: CheckRun['app']
}

export const actionsApp = { id: 15_368, slug: 'github-actions' } as const

const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
export const forbidden: Trouble = { status: 403, message: 'Resource not accessible by integration' }

export async function startFakeGitHub(options: FakeOptions = {}): Promise<FakeGitHub> {
  const { identity = bot, trouble, pageSize = 30, delayMs = 0, app = actionsApp } = options
  const state: State = {
    ...{
      checkRuns: [],
      workflowRuns: new Map(),
      comments: new Map(),
      deployments: [],
      statuses: new Map(),
      pulls: new Map(),
    },
  }
  const requests: Seen[] = []
  const problems: string[] = []
  const started = performance.now()
  let nextId = 1000

  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const url = new URL(request.url ?? '', 'http://github')
    const path = url.pathname.replace(/^\/api\/v3/, '')
    const operation = operations.find(one => one.method === request.method && one.pattern.test(path))
    const name = operation?.operationId ?? `${request.method} ${path}`
    const before = requests.filter(seen => seen.operation === name).length
    const authorization = request.headers.authorization ?? ''
    requests.push({ operation: name, authorization, body, atMs: performance.now() - started })
    if (request.method === 'POST' && /^(\/api)?\/graphql$/.test(path)) {
      if (!/^\{"query":"query \{ viewer \{ login \} \}"/.test(body)) problems.push(`graphql: ${body}`)
      return answer(response, 200, { data: { viewer: { login: identity.login } } })
    }
    if (!operation) {
      problems.push(`no such operation: ${name}`)
      return answer(response, 404, { message: 'Not Found' })
    }
    const values = operation.pattern.exec(path)!.slice(1).map(decodeURIComponent)
    const parameters = Object.fromEntries(operation.names.map((key, at) => [key, values[at]!]))
    const query = Object.fromEntries(url.searchParams)
    const given: unknown = body === '' ? null : JSON.parse(body)
    hold(name, 'path', operation.isPath({ ...parameters }), operation.isPath.errors)
    hold(name, 'query', operation.isQuery({ ...query }), operation.isQuery.errors)
    if (operation.isBody) hold(name, 'body', operation.isBody(given), operation.isBody.errors)
    else if (given !== null) problems.push(`${name}: a body where none is expected`)
    if (!/^(token|bearer) \S+$/i.test(authorization)) problems.push(`${name}: no token`)

    if (delayMs > 0) await pause(delayMs)
    const wrong = trouble?.(name, before)
    if (wrong === 'hang') return
    if (wrong === 'cut') return void request.socket.destroy()
    if (wrong) return answer(response, wrong.status, { message: wrong.message }, wrong.headers)
    const { status, value, headers } = handle(name, parameters, query, given as Record<string, unknown>)
    answer(response, status, value, headers)
  })

  const hold = (name: string, part: string, holds: unknown, errors: unknown) => {
    if (!holds) problems.push(`${name}: ${part}: ${JSON.stringify(errors)}`)
  }
  const made = (value: unknown): Handled => ({ status: 201, value })
  const fine = (value: unknown): Handled => ({ status: 200, value })
  const missing: Handled = { status: 404, value: { message: 'Not Found' } }

  function page(all: readonly unknown[], query: Readonly<Record<string, string>>): Handled {
    const size = Math.min(pageSize, Number(query.per_page ?? 30))
    const at = Number(query.page ?? 1)
    const more = all.length > at * size
    return {
      status: 200,
      value: all.slice((at - 1) * size, at * size),
      ...(more ? { headers: { link: `<http://github/?page=${at + 1}>; rel="next"` } } : {}),
    }
  }

  function handle(
    name: string,
    parameters: Readonly<Record<string, string>>,
    query: Readonly<Record<string, string>>,
    body: Readonly<Record<string, unknown>>,
  ): Handled {
    switch (name) {
      case 'checks/create': {
        const { output, ...rest } = body
        const run = { id: nextId++, app, status: 'queued', conclusion: null, annotations: [], ...rest }
        state.checkRuns.push(run as unknown as CheckRun)
        patchCheckRun(run as unknown as CheckRun, { output })
        return made(run)
      }
      case 'checks/update': {
        const run = state.checkRuns.find(({ id }) => id === Number(parameters.check_run_id))
        if (!run) return missing
        patchCheckRun(run, body)
        return fine(run)
      }
      case 'checks/list-for-ref': {
        const fitting = state.checkRuns.filter(
          one => one.head_sha === parameters.ref && (!query.check_name || one.name === query.check_name),
        )
        // `latest`: one of each name and app, whatever its status.
        const latest = new Map(fitting.map(one => [`${one.name} ${one.app.id}`, one]))
        const wanted = query.filter === 'all' ? fitting.toReversed() : [...latest.values()]
        const found = wanted.filter(one => !query.status || one.status === query.status)
        const { value, ...more } = page(found, query)
        return { ...more, value: { total_count: found.length, check_runs: value } }
      }
      case 'actions/list-workflow-runs': {
        const all = state.workflowRuns.get(parameters.workflow_id!) ?? []
        const fitting = all.filter(
          one =>
            (!query.branch || one.head_branch === query.branch) &&
            (!query.event || one.event === query.event),
        )
        const { value, ...more } = page(fitting, query)
        return { ...more, value: { total_count: fitting.length, workflow_runs: value } }
      }
      case 'repos/list-pull-requests-associated-with-commit':
        return page(state.pulls.get(parameters.commit_sha!) ?? [], query)
      case 'pulls/list':
        return page(
          [...state.pulls.values()]
            .flat()
            .filter(one => one.from === query.head && one.state === query.state),
          query,
        )
      case 'issues/list-comments':
        return page(state.comments.get(Number(parameters.issue_number)) ?? [], query)
      case 'issues/create-comment': {
        const comment = { id: nextId++, body: bodyOf(body), user: identity }
        const number = Number(parameters.issue_number)
        state.comments.set(number, [...(state.comments.get(number) ?? []), comment])
        return made(comment)
      }
      case 'issues/update-comment': {
        const all = [...state.comments.values()].flat()
        const comment = all.find(({ id }) => id === Number(parameters.comment_id))
        if (!comment) return missing
        comment.body = bodyOf(body)
        return fine(comment)
      }
      case 'users/get-authenticated':
        return identity.type === 'Bot'
          ? { status: 403, value: { message: forbidden.message } }
          : fine(identity)
      case 'repos/list-deployments':
        return page(
          state.deployments.filter(
            one =>
              (!query.sha || one.sha === query.sha) &&
              (!query.environment || one.environment === query.environment),
          ),
          query,
        )
      case 'repos/list-deployment-statuses':
        return page(state.statuses.get(Number(parameters.deployment_id)) ?? [], query)
      case 'repos/create-deployment-status': {
        const id = Number(parameters.deployment_id)
        const status = body as unknown as DeploymentStatus
        if ((status.description ?? '').length > 140) problems.push('a description is longer than 140')
        state.statuses.set(id, [status, ...(state.statuses.get(id) ?? [])])
        return made({ id: nextId++, ...status })
      }
      default:
        return missing
    }
  }

  function bodyOf({ body }: Readonly<Record<string, unknown>>): string {
    const text = String(body)
    if (text.length > 65_536) problems.push('a comment is longer than 65,536 characters')
    return text
  }

  /** GitHub adds annotations to those that are there, and asks for a conclusion with a completed run. */
  function patchCheckRun(run: CheckRun, changes: Readonly<Record<string, unknown>>): void {
    const { output, ...rest } = changes as { output?: CheckRun['output'] & Pick<CheckRun, 'annotations'> }
    Object.assign(run, rest)
    if (run.status === 'completed' && !run.conclusion) problems.push('completed without a conclusion')
    if (!output) return
    const { annotations, ...texts } = output
    run.output = { ...run.output, ...texts }
    if (output.title.length > 255) problems.push('a title is longer than 255')
    run.annotations.push(...(annotations ?? []))
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    ...state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    problems,
    operations: () => requests.map(({ operation }) => operation),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

interface Handled {
  readonly status: number
  readonly value: unknown
  readonly headers?: Readonly<Record<string, string>>
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function answer(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(value))
}
