/** One environment or several: a Config each, or every problem of all of them. */

import { resolve } from 'node:path'
import { readDeployment, sayUndeployed } from '../github/event.ts'
import type { Problem } from '../model/problem.ts'
import type { Announcement } from '../model/publishing.ts'
import type { Secret } from '../model/secret.ts'
import type { Config, Given } from './config.ts'
import type { Kind } from './file-schema.ts'
import type { InputName } from './inputs.ts'
import { defaultFile, exists, loadConfig } from './load.ts'
import { problemOf, quote } from './parsed.ts'

export type LoadedAll =
  | {
      readonly ok: true
      /** In the order in which they were named; at least one. */
      readonly configs: readonly [Config, ...Config[]]
      readonly secrets: readonly Secret[]
      readonly announcement: Announcement
    }
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      /** Why there is nothing to test, where the event says so; there are no problems then. */
      readonly undeployed: string | null
      readonly secrets: readonly Secret[]
      readonly environment: string | null
      readonly url: string | null
      readonly reportDir: string | null
      /** Null where nothing has been deployed yet: of that, nothing is published. */
      readonly announcement: Announcement | null
    }

/** What belongs to one deployment: as an input it would go to all of them, and so would one's credential to another. */
const ofOne: readonly InputName[] = [
  'url',
  'connect-to',
  'token',
  'jwt-secret',
  'jwt-private-key',
  'oidc-audience',
]

/** Each is a connection pool, a plan and a section of the report. */
const mostEnvironments = 20

/** Problems of one keep all others from being tested as well: nothing is sent anywhere. */
export async function loadEnvironments(given: Given, kinds: readonly Kind[]): Promise<LoadedAll> {
  const names = namesOf(given.inputs.environment?.value ?? '')
  const undeployed = sayUndeployed(given.event)
  if (undeployed !== null) {
    const environment = names.join(', ') || (readDeployment(given.event)?.environment ?? null)
    const folder = given.inputs['report-dir']?.value.trim()
    const reportDir = folder ? resolve(given.directory, folder) : null
    return {
      ok: false,
      problems: [],
      undeployed,
      secrets: [],
      environment,
      url: null,
      reportDir,
      announcement: null,
    }
  }
  const contradictions = names.length > 1 ? await checkNames(names, given) : []
  const told = new Set(contradictions.map(({ subject }) => subject))
  const loaded = await Promise.all(
    names.length === 0
      ? [loadConfig(given, kinds)]
      : names.slice(0, mostEnvironments).map(name => loadConfig(givenFor(name, given, names), kinds)),
  )
  const secrets = loaded.flatMap(one => (one.ok ? one.config.secrets : one.secrets))
  const found = loaded.flatMap(one => (one.ok ? [] : one.problems))
  const problems = unique([...contradictions, ...found.filter(({ subject }) => !told.has(subject))])
  const [first, ...others] = loaded.flatMap(one => (one.ok ? [one.config] : []))
  const [one] = loaded
  const all = names.join(', ')
  const baselines = loaded.flatMap(({ announcement }) => announcement.baselines)
  const announcement =
    names.length < 2 ? one!.announcement : { ...one!.announcement, environment: all, baselines }
  if (first && problems.length === 0) return { ok: true, configs: [first, ...others], secrets, announcement }
  const { environment, url, reportDir } = one!.ok ? { ...one!.config, url: one!.config.url.href } : one!
  const refused = { ok: false, problems, undeployed, secrets, reportDir, announcement } as const
  return names.length < 2 ? { ...refused, environment, url } : { ...refused, environment: all, url: null }
}

/** One a line, or separated by commas. */
const namesOf = (text: string): string[] =>
  text
    .split(/[,\r\n]/)
    .map(name => name.trim())
    .filter(name => name !== '')

/** The inputs as if this environment were the only one. The event is about one deployment, and says of which. */
function givenFor(name: string, given: Given, names: readonly string[]): Given {
  const { subject } = given.inputs.environment!
  const told = names.length === 1 || readDeployment(given.event)?.environment === name
  return {
    ...given,
    inputs: { ...given.inputs, environment: { value: name, subject } },
    event: told ? given.event : null,
  }
}

async function checkNames(names: readonly string[], { inputs, directory }: Given): Promise<Problem[]> {
  const { subject } = inputs.environment!
  const problems: Problem[] = []
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined)
    problems.push(problemOf(subject, `${quote(twice)} is listed twice`, 'list each environment once'))
  if (names.length > mostEnvironments)
    problems.push(
      problemOf(
        subject,
        `${names.length} environments are too many for one run`,
        `list at most ${mostEnvironments}; use a matrix of jobs and \`merge\` for more`,
      ),
    )
  const hasFile = Boolean(inputs.config?.value.trim()) || (await exists(resolve(directory, defaultFile)))
  if (!hasFile) {
    const message = `${quote(names.join(', '))} are ${names.length} environments, and no configuration file declares them`
    problems.push(
      problemOf(
        subject,
        message,
        `declare each with its url under \`environments:\` in ${defaultFile}, or name one`,
      ),
    )
    return problems
  }
  const websocket = inputs.websocket?.value.trim() ?? ''
  const given = ofOne.filter(name => inputs[name]?.value.trim())
  for (const name of [...given, ...(/^wss?:/i.test(websocket) ? (['websocket'] as const) : [])])
    problems.push(
      problemOf(
        inputs[name]!.subject,
        `is one value for ${names.length} environments`,
        `write it for each of them in the configuration file, or verify one environment a run`,
      ),
    )
  return problems
}

/** What is wrong with the file is found once for each environment, and told once. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map(problem => [JSON.stringify(problem), problem]))
  return [...seen.values()]
}
