/** Everything the user gave, validated: a Config, or every problem there is. Nothing is sent from here. */

import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readDeployment } from '../github/event.ts'
import type { Problem } from '../model/problem.ts'
import type { Announcement } from '../model/publishing.ts'
import type { Secret } from '../model/secret.ts'
import type { Config, Given } from './config.ts'
import { readCredentials } from './credentials.ts'
import { checkDeadline } from './deadline.ts'
import { chooseEndpoints } from './endpoints.ts'
import type { FileSettings, ReadFile } from './file.ts'
import type { Kind } from './file-schema.ts'
import { announcementOf, type ReadInputs, readInputs } from './input-values.ts'
import type { InputValues } from './inputs.ts'
import { chooseReady } from './revision.ts'
import { checkShape, declareSimple } from './simple-form.ts'
import { checkInputsForCommit } from './unknown-commit.ts'

export type Loaded =
  | { readonly ok: true; readonly config: Config; readonly announcement: Announcement }
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      readonly secrets: readonly Secret[]
      readonly environment: string | null
      readonly url: string | null
      readonly reportDir: string | null
      readonly announcement: Announcement
    }

export const defaultFile = '.github/verify-deploy.yml'
const defaults = {
  waitMs: 30_000,
  revisionWaitMs: 120_000,
  timeoutMs: 10_000,
  deadlineMs: 600_000,
  failOn: 'any',
} as const

const noFile: FileSettings = {
  environment: null,
  url: null,
  websocket: null,
  headers: {},
  credentials: {},
  authMessage: null,
  checks: null,
  leftOut: [],
  failOn: null,
  slowerRatio: null,
  ready: null,
}

export async function loadConfig(given: Given, kinds: readonly Kind[]): Promise<Loaded> {
  const inputs = await readInputs(given)
  const { values } = inputs
  const reportDir = values['report-dir'] === null ? null : resolve(given.directory, values['report-dir'])
  const announced = readDeployment(given.event)?.environment ?? null
  const knowsCommit = given.sha !== null || inputs.wasGiven('sha')
  const file = await readDeclared(given, inputs, { kinds, announced, knowsCommit })
  const problems: Problem[] = [...(given.problems ?? []), ...inputs.problems, ...(file?.problems ?? [])]
  if (!knowsCommit) problems.push(...checkInputsForCommit(given))
  const secrets: Secret[] = [...inputs.secrets, ...(file?.secrets ?? [])]
  const settings = file ? file.settings : { ...noFile, environment: values.environment ?? announced }
  const environment = settings?.environment ?? values.environment
  const announcement = { ...announcementOf(values), environment }
  const refuse = (url: URL | null): Loaded => ({
    ...{ ok: false, problems: hideSecrets(problems, secrets), secrets: secrets.filter(isValue) },
    ...{ environment, url: url?.href ?? null, reportDir },
    announcement,
  })
  // Without its environment, what would be said of the rest is guesswork.
  if (!settings) return refuse(values.url)

  const endpoints = chooseEndpoints(inputs, settings, given.event)
  problems.push(...endpoints.problems)
  const hasWebsocket = endpoints.websocket !== null || inputs.wasGiven('websocket')
  problems.push(...checkShape(inputs, { websocket: hasWebsocket, fileChecks: settings.checks !== null }))
  const hasStream = inputs.wasGiven('stream')
  const deadlineMs = values.deadline ?? defaults.deadlineMs
  const within = { deadlineMs, environment: settings.environment }
  problems.push(...checkDeadline(settings.checks ?? [], kinds, within))
  const credentials = await readCredentials(inputs, settings, {
    ...{ kinds, hasWebsocket, hasStream },
    ...{ env: given.env, event: given.event, directory: given.directory },
  })
  problems.push(
    ...credentials.problems.filter(({ subject }) => !problems.some(told => told.subject === subject)),
  )
  secrets.push(...credentials.secrets)
  const { url, websocket, websocketBase } = endpoints
  if (problems.length > 0 || url === null || websocketBase === null) return refuse(url)

  const { send, expect, subprotocol, connections, health, stream } = values
  const hasCredential = credentials.byName.default !== undefined
  const { 'auth-required': authRequired } = values
  const form = {
    ...{ health, websocket, stream, send, expect, subprotocol, connections, authRequired, hasCredential },
  }
  const checks = settings.checks ?? declareSimple(form, kinds)
  const ready = chooseReady(inputs, settings.ready)
  const waitMs = ready?.revision?.expected ? defaults.revisionWaitMs : defaults.waitMs
  const config: Config = {
    environment,
    url,
    websocketBase,
    headers: settings.headers,
    credentials: credentials.byName,
    authMessage: settings.authMessage,
    checks: checks.map(check => withAuthMessage(check, settings.authMessage)),
    ready,
    waitMs: values.wait ?? settings.ready?.withinMs ?? waitMs,
    timeoutMs: values.timeout ?? defaults.timeoutMs,
    deadlineMs,
    failOn: values['fail-on'] ?? settings.failOn ?? defaults.failOn,
    baseline: baselineOf(values.baseline, given.directory),
    slowerRatio: settings.slowerRatio,
    ca: values.ca,
    connectTo: values['connect-to'],
    reportDir,
    sha: values.sha,
    notes: notesOf(settings, {
      ...{ hasCredential, hasStream, websocket, announced: endpoints.fromEvent ? announced : null },
    }),
    secrets,
  }
  const baselines = wantsSearch(config, values) ? [environment] : []
  return { ok: true, config, announcement: { ...announcement, baselines } }
}

/**
 * Whether GitHub is asked for the state before: where this run leaves one for the next (`check-run`), or where the user
 * wants to know. A plain run asks nobody for anything.
 */
function wantsSearch({ baseline, failOn, slowerRatio, checks }: Config, values: InputValues): boolean {
  if (baseline.from !== 'auto') return false
  const isJudged = slowerRatio !== null || [failOn, ...checks.map(one => one.failOn)].includes('regression')
  return isJudged || values.baseline === 'auto' || values['check-run'] === true
}

interface Surroundings {
  readonly kinds: readonly Kind[]
  /** The environment that the event names. */
  readonly announced: string | null
  readonly knowsCommit: boolean
}

async function readDeclared(
  given: Given,
  inputs: ReadInputs,
  { kinds, announced, knowsCommit }: Surroundings,
): Promise<ReadFile | null> {
  const named = inputs.values.config
  const path = named ?? ((await exists(resolve(given.directory, defaultFile))) ? defaultFile : null)
  if (path === null) return null
  const environment = {
    ...{ value: inputs.values.environment, subject: inputs.subjectOf('environment'), announced },
  }
  const { readFile } = await import('./file.ts')
  return readFile({ given, path, subject: inputs.subjectOf('config'), environment, kinds, knowsCommit })
}

/** `auto`, `off`, or a file. */
function baselineOf(text: string | null, directory: string): Config['baseline'] {
  if (text === null || text === 'auto' || text === 'off') return { from: text ?? 'auto' }
  return { from: 'file', path: resolve(directory, text), shown: text }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** The environment's first message, for a check that has none of its own. */
function withAuthMessage<Check extends { readonly options: unknown }>(
  check: Check,
  authMessage: unknown,
): Check {
  const options = check.options as { readonly authMessage?: unknown }
  return options.authMessage === null ? { ...check, options: { ...options, authMessage } } : check
}

interface Circumstances {
  readonly hasCredential: boolean
  readonly hasStream: boolean
  readonly websocket: string | null
  /** The environment that the event names, if its URL is the one that was checked. */
  readonly announced: string | null
}

/** What this run does not prove, though somebody might think so. */
function notesOf({ checks, leftOut, environment }: FileSettings, seen: Circumstances): string[] {
  const notes: string[] = []
  if (checks === null && seen.hasCredential && seen.websocket === null && !seen.hasStream) {
    notes.push('the credential of the environment was not used: no WebSocket was declared')
  }
  if (leftOut.length > 0) {
    notes.push(
      `left out of ${environment ?? 'a run without an environment'} by their \`when\`: ${leftOut.join(', ')}`,
    )
  }
  if (environment !== null && seen.announced !== null && seen.announced !== environment) {
    notes.push(
      `the URL is that of the event's deployment to "${seen.announced}", verified as "${environment}"`,
    )
  }
  return notes
}

/** A variable that could not be read stands in the place of its value: its name is what the message is about. */
const isValue = (secret: Secret): boolean => !/^\$\{?\w+\}?$/.test(secret.reveal())

/** Messages quote values; one that holds a secret in the wrong place must not carry it on. */
function hideSecrets(problems: readonly Problem[], secrets: readonly Secret[]): Problem[] {
  const hidden = secrets
    .filter(isValue)
    .map(secret => secret.reveal())
    .filter(text => text.length >= 4)
  const hide = (text: string) => hidden.reduce((shown, value) => shown.replaceAll(value, '***'), text)
  return problems.map(problem => ({
    ...problem,
    message: hide(problem.message),
    remedy: hide(problem.remedy),
  }))
}
