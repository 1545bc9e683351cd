/** The configuration file, for one of its environments. zod and yaml are loaded here, and only here. */

import { resolve } from 'node:path'
import type { z } from 'zod'
import { checkTemplates, type TemplateProblem } from '../matching/template.ts'
import type { FailOn, Headers } from '../model/check.ts'
import type { Problem } from '../model/problem.ts'
import type { Secret } from '../model/secret.ts'
import type { DeclaredCheck, Given } from './config.ts'
import type { CredentialDraft, Part } from './credential.ts'
import { type Declared, declareChecks, headersOf } from './declared-checks.ts'
import { type Document, openDocument, type Path, showPath } from './document.ts'
import { draftsOf, partOf } from './file-credentials.ts'
import {
  environmentSchema,
  type Kind,
  policySchema,
  readySchema,
  rootWords,
  type Zod,
} from './file-schema.ts'
import { readText, shortPath } from './file-text.ts'
import { assignIds } from './ids.ts'
import { problemsOf } from './issues.ts'
import { checkNeeds, type Locate } from './needs.ts'
import { problemOf, quote } from './parsed.ts'
import type { FileReady } from './revision.ts'
import { suggestion } from './spelling.ts'
import { checkFileForCommit } from './unknown-commit.ts'

/** What the file says for the chosen environment. */
export interface FileSettings {
  readonly environment: string | null
  readonly url: URL | null
  /** As it was written: a path, or a `ws:` or `wss:` URL. */
  readonly websocket: Part<string> | null
  readonly headers: Headers
  /** By name; the environment's own is `default`. */
  readonly credentials: Readonly<Record<string, CredentialDraft>>
  readonly authMessage: unknown
  /** Null where the file declares none; the simple form's checks run then. */
  readonly checks: readonly DeclaredCheck[] | null
  /** Ids of checks that `when` keeps out of this environment. */
  readonly leftOut: readonly string[]
  readonly failOn: FailOn | null
  readonly slowerRatio: number | null
  readonly ready: FileReady | null
}

export interface ReadFile {
  /** Null if the environment could not be read; the problems say why. */
  readonly settings: FileSettings | null
  readonly problems: readonly Problem[]
  readonly secrets: readonly Secret[]
}

export interface FileOptions {
  readonly given: Given
  /** As the user wrote it, or the default one. */
  readonly path: string
  /** How the user wrote the name of the input `config`. */
  readonly subject: string
  /** What the input of that name says, and how the user wrote the name. */
  readonly environment: {
    readonly value: string | null
    readonly subject: string
    /** What the event calls it, where it is about a deployment. */
    readonly announced: string | null
  }
  readonly kinds: readonly Kind[]
  readonly knowsCommit: boolean
}

export async function readFile(options: FileOptions): Promise<ReadFile> {
  const { given, path, subject, environment, kinds, knowsCommit } = options
  const file = shortPath(path, given.directory)
  const refuse = (...problems: readonly Problem[]): ReadFile => ({ settings: null, problems, secrets: [] })
  const text = await readText(resolve(given.directory, path))
  if (typeof text !== 'string')
    return refuse(problemOf(subject, `${quote(path)} ${text.message}`, text.remedy))
  const opened = openDocument(text, file, given.env)
  if (!opened.ok) return refuse(...opened.problems)
  const { document } = opened
  const root = document.value
  if (!isRecord(root)) {
    const message = root === null ? 'is empty' : 'is not a mapping'
    return refuse(problemOf(file, message, `write ${rootWords.join(', ')} as its keys`, document.placeOf([])))
  }
  const { z: zod } = await import('zod')
  return readSettings(root, { zod, document, environment, kinds, knowsCommit }, opened.secrets)
}

interface Reading {
  readonly zod: Zod
  readonly document: Document
  readonly environment: FileOptions['environment']
  readonly kinds: readonly Kind[]
  readonly knowsCommit: boolean
}

function readSettings(root: Record<string, unknown>, reading: Reading, secrets: readonly Secret[]): ReadFile {
  const { zod, document, kinds } = reading
  const problems: Problem[] = checkRoot(root, document)
  const environments = readEnvironments(root.environments, reading, problems)
  const policy = readPolicy(root.policy, reading, problems)
  const ready = readReady(root.ready, reading, problems)
  const names = Object.keys(environments.read)
  const { chosen } = environments
  const parsed = chosen === null ? null : environments.read[chosen]
  const at: Path = ['environments', chosen ?? '']
  const credentials = parsed ? draftsOf(parsed, at, document, problems) : {}
  const declared =
    root.checks === undefined
      ? null
      : declareChecks(root.checks, {
          zod,
          kinds,
          document,
          environments: names,
          credentials: names.length > 0 && !parsed ? null : ['default', ...Object.keys(credentials)],
        })
  if (declared) problems.push(...declared.problems)

  const name =
    chosen ?? (names.length === 0 ? (reading.environment.value ?? reading.environment.announced) : null)
  const runs = (when: readonly string[] | null) => when === null || when.includes(name ?? '')
  const all = declared?.checks.filter(check => check !== null) ?? []
  const checks = all.filter(({ when }) => runs(when))
  if (declared && all.length === declared.checks.length) {
    problems.push(...checkNeeds(all, checks, locator(declared, document)))
  }
  const isUsed = ([section, which]: Path): boolean => {
    if (section === 'environments') return chosen === null || which === chosen
    return section !== 'checks' || runs(whenOf(root.checks, Number(which)))
  }
  // What else was found at such a place speaks of `$NAME`, not of the value that nobody knows.
  const waiting = new Set(document.unresolved.map(({ problem }) => problem.subject))
  const told = problems.filter(({ subject }) => !waiting.has(subject))
  told.push(...document.unresolved.filter(({ path }) => isUsed(path)).map(({ problem }) => problem))
  if (!reading.knowsCommit) told.push(...placed(checkFileForCommit(document.value, isUsed), [], document))

  const settings: FileSettings = {
    environment: name,
    url: parsed?.url ?? null,
    websocket:
      parsed?.websocket === undefined ? null : partOf(parsed.websocket, [...at, 'websocket'], document),
    headers: headersOf(parsed?.headers ?? {}, [...at, 'headers'], document),
    credentials,
    authMessage: parsed?.['auth-message'] ?? null,
    checks: declared ? checks : null,
    leftOut: assignIds(all).filter((_, index) => !runs(all[index]!.when)),
    failOn: policy?.['fail-on'] ?? null,
    slowerRatio: policy?.['slower-than-baseline'] ?? null,
    ready,
  }
  const unread = root.environments !== undefined && !parsed
  return { settings: unread ? null : settings, problems: told, secrets }
}

const locator =
  ({ checks }: Declared, document: Document): Locate =>
  (check, word) => {
    const path = ['checks', checks.indexOf(check), word]
    return { subject: showPath(path), place: document.placeOf(path) }
  }

/** Read before the check itself is: a variable that only another environment has is no problem in this one. */
function whenOf(checks: unknown, index: number): readonly string[] | null {
  const check: unknown = Array.isArray(checks) ? checks[index] : null
  const when = isRecord(check) ? [check.when].flat() : []
  return when.every(name => typeof name === 'string') && when.length > 0 ? when : null
}

function checkRoot(root: Record<string, unknown>, document: Document): Problem[] {
  const known: readonly string[] = rootWords
  return Object.keys(root)
    .filter(word => !known.includes(word))
    .map(word => {
      const place = document.keyPlaceOf([word])
      return problemOf(
        word,
        `${quote(word)} is not a word that is known here`,
        suggestion(word, known),
        place,
      )
    })
}

type ParsedEnvironment = z.infer<ReturnType<typeof environmentSchema>>

interface Environments {
  /** By name; null for one with problems. */
  readonly read: Readonly<Record<string, ParsedEnvironment | null>>
  readonly chosen: string | null
}

function readEnvironments(
  raw: unknown,
  { zod, document, environment }: Reading,
  problems: Problem[],
): Environments {
  const at: Path = ['environments']
  if (raw === undefined) return { read: {}, chosen: null }
  if (!isRecord(raw) || Object.keys(raw).length === 0) {
    problems.push(
      problemOf(
        'environments',
        'is not a mapping of names to environments',
        'write NAME: { url: … }',
        document.placeOf(at),
      ),
    )
    return { read: {}, chosen: null }
  }
  const schema = environmentSchema(zod)
  const read: Record<string, ParsedEnvironment | null> = {}
  for (const [name, input] of Object.entries(raw)) {
    const parsed = schema.safeParse(input)
    const base = [...at, name]
    if (!parsed.success)
      problems.push(...problemsOf(parsed.error.issues, { zod, document, schema, base, input }))
    else problems.push(...templateProblems(parsed.data, base, document))
    read[name] = parsed.success ? parsed.data : null
  }
  return { read, chosen: choose(Object.keys(read), environment, document, problems) }
}

function choose(
  names: readonly string[],
  { value, subject, announced }: FileOptions['environment'],
  document: Document,
  problems: Problem[],
): string | null {
  if (value !== null) {
    if (names.includes(value)) return value
    const message = `${quote(value)} is not an environment of ${document.placeOf([]).file}`
    problems.push(problemOf(subject, message, suggestion(value, names)))
    return null
  }
  // The only environment of the file may still be another one than that which was deployed.
  if (announced !== null) {
    if (names.includes(announced)) return announced
    const { file } = document.placeOf([])
    const message = `is missing: the event is a deployment to ${quote(announced)}, which is not an environment of ${file}`
    problems.push(problemOf(subject, message, `write one of: ${names.join(', ')}`))
    return null
  }
  if (names.length === 1) return names[0]!
  const message = `is missing: the configuration file has ${names.length} environments`
  problems.push(
    problemOf(subject, message, `write one of: ${names.join(', ')}`, document.keyPlaceOf(['environments'])),
  )
  return null
}

function templateProblems(environment: ParsedEnvironment, base: Path, document: Document): Problem[] {
  const words = { headers: environment.headers, 'auth-message': environment['auth-message'] }
  return placed(checkTemplates(words), base, document)
}

const placed = (problems: readonly TemplateProblem[], base: Path, document: Document): Problem[] =>
  problems.map(({ path, message, remedy }) => {
    const at = [...base, ...path]
    return problemOf(showPath(at), message, remedy, document.placeOf(at))
  })

function readPolicy(raw: unknown, { zod, document }: Reading, problems: Problem[]) {
  if (raw === undefined) return null
  const schema = policySchema(zod)
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  problems.push(...problemsOf(parsed.error.issues, { zod, document, schema, base: ['policy'], input: raw }))
  return null
}

function readReady(input: unknown, { zod, document }: Reading, problems: Problem[]): FileReady | null {
  if (input === undefined) return null
  const schema = readySchema(zod)
  const parsed = schema.safeParse(input)
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error.issues, { zod, document, schema, base: ['ready'], input }))
    return null
  }
  const { revision, path, consecutive, within, 'give-up': giveUp } = parsed.data
  return {
    ...{ declared: revision !== undefined, expected: revision?.equals ?? null },
    ...{ from: revision?.from ?? null, socket: revision?.websocket ?? null },
    stream: revision?.stream ?? null,
    ...{ path: path ?? null, consecutive: consecutive ?? null, withinMs: within ?? null },
    ...{ giveUp: giveUp ?? null, source: document.keyPlaceOf(['ready']) },
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
