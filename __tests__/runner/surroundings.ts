/** The folders, files and variables that a job gives to a step. */

import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export interface Surroundings {
  readonly workspace: string
  /** RUNNER_TEMP. */
  readonly temp: string
  readonly files: Readonly<Record<FileCommand, string>>
  readonly variables: Readonly<Record<string, string>>
  /** What `${{ … }}` in the defaults of action.yml may name. */
  readonly contexts: Readonly<Record<string, string>>
  readonly token: string
  remove(): void
}

const fileCommands = {
  GITHUB_OUTPUT: 'set_output_',
  GITHUB_STATE: 'save_state_',
  GITHUB_ENV: 'set_env_',
  GITHUB_PATH: 'add_path_',
  GITHUB_STEP_SUMMARY: 'step_summary_',
} as const
export type FileCommand = keyof typeof fileCommands

/** Folders of the runner's own below RUNNER_TEMP. */
export const runnerFolders = ['_runner_file_commands', '_github_workflow']

export interface Event {
  readonly name: string
  readonly payload: object
}

/** For callers that do not dispose of the run. */
const leftovers = new Set<() => void>()
process.once('exit', () => {
  for (const remove of leftovers) remove()
})

const owner = 'octo-org'
const repository = `${owner}/octo-repo`
const sha = '0123456789abcdef0123456789abcdef01234567'

/** Everything is made below one new folder; the workspace is there too unless it is given. */
export function prepare(event: Event, givenWorkspace: string | undefined, node: string): Surroundings {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'runner-')))
  const workspace = givenWorkspace ?? join(root, 'work', 'octo-repo')
  const temp = join(root, 'temp')
  const [commandFolder, eventFolder] = runnerFolders.map(name => join(temp, name)) as [string, string]
  const home = join(root, 'home')
  const toolCache = join(root, 'tools')
  for (const folder of [workspace, commandFolder, eventFolder, home, toolCache])
    mkdirSync(folder, { recursive: true })

  const suffix = randomUUID()
  const entries = Object.entries(fileCommands).map(([name, prefix]) => [
    name,
    join(commandFolder, prefix + suffix),
  ])
  const files = Object.fromEntries(entries) as Record<FileCommand, string>
  for (const path of Object.values(files)) writeFileSync(path, '')
  const eventPath = join(eventFolder, 'event.json')
  writeFileSync(eventPath, JSON.stringify(event.payload))

  // Shaped as the tokens are since 2026: nothing may count on 40 characters.
  const token = `ghs_15368_${randomUUID().replaceAll('-', '').repeat(4)}`
  const variables: Record<string, string> = {
    ...systemVariables(home, node),
    ...files,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__octo-org_verify-deploy',
    GITHUB_ACTION_REPOSITORY: 'octo-org/verify-deploy',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_BASE_REF: '',
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_HEAD_REF: '',
    GITHUB_JOB: 'verify',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '9876543210',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: sha,
    GITHUB_WORKFLOW: 'Deploy staging',
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/deploy.yml@refs/heads/main`,
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'emulated runner',
    RUNNER_OS: { darwin: 'macOS', win32: 'Windows' }[process.platform as string] ?? 'Linux',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: toolCache,
  }
  const contexts = {
    'github.token': token,
    'github.sha': sha,
    'github.repository': repository,
    'job.check_run_id': '1234567890',
    'toJSON(matrix)': 'null',
  }
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  leftovers.add(remove)
  return {
    workspace,
    temp,
    files,
    variables,
    contexts,
    token,
    remove() {
      leftovers.delete(remove)
      remove()
    },
  }
}

/** Of this process only what a process needs to start: no proxies, no NODE_OPTIONS, no settings of npm or the tests. */
function systemVariables(home: string, node: string): Record<string, string> {
  const kept = ['SystemRoot', 'windir', 'COMSPEC', 'PATHEXT', 'LANG', 'TMPDIR', 'TEMP', 'TMP']
  const pairs = kept.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : []))
  const path = [dirname(node), ...(process.env.PATH ?? '').split(delimiter)].join(delimiter)
  return { ...Object.fromEntries(pairs), PATH: path, HOME: home, USERPROFILE: home }
}
