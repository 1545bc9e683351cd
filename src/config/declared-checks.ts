/** `checks` of the configuration file: each one object with exactly one kind, words that all take, and the kind's own. */

import type { z } from 'zod'
import { suggestWord } from '../matching/suggest.ts'
import { checkTemplates } from '../matching/template.ts'
import type { Headers } from '../model/check.ts'
import type { Problem } from '../model/problem.ts'
import { Secret } from '../model/secret.ts'
import { parsePath } from './addresses.ts'
import type { DeclaredCheck } from './config.ts'
import { type Document, type Path, showPath } from './document.ts'
import { commonWords, type Kind, unbuiltKinds, type Zod } from './file-schema.ts'
import { problemsOf } from './issues.ts'
import { anyOf, notInThisVersion, problemOf, quote } from './parsed.ts'
import { suggestion } from './spelling.ts'

export interface DeclareOptions {
  readonly zod: Zod
  readonly kinds: readonly Kind[]
  readonly document: Document
  /** Names of the file's environments; `when` may say no other. */
  readonly environments: readonly string[]
  /** Names of the credentials of the environment; null if they could not be read. */
  readonly credentials: readonly string[] | null
}

export interface Declared {
  /** In the order of the file; null where there are problems. */
  readonly checks: readonly (DeclaredCheck | null)[]
  readonly problems: readonly Problem[]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function declareChecks(raw: unknown, options: DeclareOptions): Declared {
  const problems: Problem[] = []
  const { document } = options
  if (!Array.isArray(raw) || raw.length === 0) {
    const message = Array.isArray(raw) || raw === null ? 'is empty' : `${quote(raw)} is not a list`
    const remedy = 'write a list of checks, such as "- health: /health", or leave the word out'
    return { checks: [], problems: [problemOf('checks', message, remedy, document.placeOf(['checks']))] }
  }
  const checks = raw.map((check: unknown, index) => declare(check, ['checks', index], options, problems))
  return { checks, problems }
}

function declare(
  raw: unknown,
  path: Path,
  options: DeclareOptions,
  problems: Problem[],
): DeclaredCheck | null {
  const { zod, document } = options
  const before = problems.length
  const tell = (at: Path, message: string, remedy: string, key = false): void => {
    const place = key ? document.keyPlaceOf(at) : document.placeOf(at)
    problems.push(problemOf(showPath(at), message, remedy, place))
  }
  if (!isRecord(raw)) {
    tell(path, `${quote(raw)} is not a check`, 'write KIND: PATH, such as health: /health')
    return null
  }
  const kind = findKind(raw, path, options, tell)
  if (!kind) return null
  const common = commonWords(zod)
  const commonNames = Object.keys(common.shape)
  const words = Object.entries(raw).filter(([word]) => word !== kind.kind)
  const shared = Object.fromEntries(words.filter(([word]) => commonNames.includes(word)))
  const own = Object.fromEntries(words.filter(([word]) => !commonNames.includes(word)))
  const schema = kind.options(zod)
  const readShared = common.safeParse(shared)
  const readOwn = schema.safeParse(own)
  const transport = (readOwn.success && kind.transportOf?.(readOwn.data)) || kind.transport
  const target = readTarget(raw[kind.kind], [...path, kind.kind], { ...kind, transport }, tell)
  const where = { zod, document, base: path }
  if (!readShared.success)
    problems.push(...problemsOf(readShared.error.issues, { ...where, schema: common, input: shared }))
  if (!readOwn.success) {
    problems.push(
      ...problemsOf(readOwn.error.issues, { ...where, schema, input: own, alsoKnown: commonNames }),
    )
  }
  if (!readShared.success) return null
  checkReferences(readShared.data, path, options, tell)
  if (!readOwn.success || target === null || problems.length > before) return null
  return checkOf(readShared.data, {
    kind: kind.kind,
    path: target,
    options: readOwn.data,
    document,
    at: path,
  })
}

type Tell = (at: Path, message: string, remedy: string, key?: boolean) => void

/** The one key that is the name of a kind. */
function findKind(
  raw: Record<string, unknown>,
  path: Path,
  { kinds }: DeclareOptions,
  tell: Tell,
): Kind | null {
  const built = kinds.map(({ kind }) => kind)
  const words = Object.keys(raw)
  const named = words.filter(word => built.includes(word) || unbuiltKinds.includes(word))
  const [first] = named
  if (first === undefined) {
    const near = words.find(word => suggestWord(word, built) !== null)
    if (near) tell(path, `names no kind of check; "${near}" is none`, suggestion(near, built))
    else tell(path, 'names no kind of check', `write one of: ${built.join(', ')}`)
    return null
  }
  if (named.length > 1) {
    tell(
      path,
      `names more than one kind of check: ${named.join(', ')}`,
      'write each as a check of its own, with a "-" before it',
    )
    return null
  }
  const kind = kinds.find(known => known.kind === first)
  if (!kind)
    tell(
      [...path, first],
      `${quote(first)} ${notInThisVersion}`,
      `remove this check; available are ${anyOf(built)}`,
      true,
    )
  return kind ?? null
}

function readTarget(
  value: unknown,
  at: Path,
  kind: Pick<Kind, 'kind' | 'transport' | 'mistaken'>,
  tell: Tell,
): string | null {
  if (typeof value !== 'string') {
    const message = value === null ? 'is empty' : `${quote(value)} is not a path`
    tell(at, message, `write a path, such as ${kind.kind}: ${kind.transport === 'http' ? '/health' : '/ws'}`)
    return null
  }
  const { mistaken, transport } = kind
  if (transport === 'websocket' && mistaken?.scheme.test(value.trim())) {
    tell(at, `${quote(value)} ${mistaken.message}`, mistaken.remedy)
    return null
  }
  const parsed = parsePath(value, kind.transport)
  if (!parsed.ok) {
    tell(at, parsed.message, parsed.remedy)
    return null
  }
  for (const { message, remedy } of checkTemplates(value)) tell(at, message, remedy)
  return parsed.value
}

type Shared = z.infer<ReturnType<typeof commonWords>>

function checkReferences(
  shared: Shared,
  path: Path,
  { environments, credentials }: DeclareOptions,
  tell: Tell,
): void {
  for (const name of environments.length > 0 ? (shared.when ?? []) : []) {
    if (environments.includes(name)) continue
    tell(
      [...path, 'when'],
      `${quote(name)} is not an environment of this file`,
      suggestion(name, environments),
    )
  }
  const { credential } = shared
  if (credential !== undefined && credential !== 'none' && credentials && !credentials.includes(credential)) {
    const message = `${quote(credential)} is not a credential of the environment`
    tell([...path, 'credential'], message, suggestion(credential, ['none', ...credentials]))
  }
  for (const problem of checkTemplates(shared.headers ?? {})) {
    tell([...path, 'headers', ...problem.path], problem.message, problem.remedy)
  }
}

interface Facts {
  readonly kind: string
  readonly path: string
  readonly options: unknown
  readonly document: Document
  readonly at: Path
}

function checkOf(shared: Shared, { kind, path, options, document, at }: Facts): DeclaredCheck {
  return {
    kind,
    path,
    options,
    name: shared.name ?? null,
    id: shared.id ?? null,
    timeoutMs: shared.timeout ?? null,
    retries: shared.retries ?? null,
    failOn: shared['fail-on'] ?? null,
    needs: shared.needs ?? [],
    when: shared.when ?? null,
    headers: headersOf(shared.headers ?? {}, [...at, 'headers'], document),
    credential: shared.credential ?? null,
    source: document.placeOf(at),
  }
}

/** A header with something out of the environment in it is a secret as a whole. */
export const headersOf = (record: Readonly<Record<string, string>>, at: Path, document: Document): Headers =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      document.variablesOf([...at, name]).length > 0 ? new Secret(value) : value,
    ]),
  )
