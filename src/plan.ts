/** What is tried, in what order, with what limits: a pure function of the configuration. */

import type { AddressesOptions } from './checks/addresses.ts'
import type { CredentialOptions } from './checks/credential.ts'
import type { CheckKind } from './checks/define.ts'
import type { HealthOptions } from './checks/health.ts'
import type { ReadyOptions } from './checks/ready/evidence.ts'
import type { RevisionPlace } from './checks/revision.ts'
import type { Config, DeclaredCheck } from './config/config.ts'
import { assignIds } from './config/ids.ts'
import { isFetched, issuerNames, issuerOf } from './credentials/sources.ts'
import type { Plan, PlannedCheck } from './model/check.ts'
import { credentialKind } from './model/credential.ts'
import { readyKind } from './model/revision.ts'
import { type Target, targetOf } from './model/target.ts'

export function buildPlan(config: Config, kinds: readonly CheckKind<unknown>[]): Plan {
  const declared = config.checks.filter(({ when }) => !when || when.includes(config.environment ?? ''))
  const ids = assignIds(declared)
  const checks = declared.map((check, i) => planCheck(config, check, findKind(check.kind, kinds), ids[i]!))
  const declaredOnes = checks.map(check => ({
    ...placeRevision(inherit(check, checks), config),
    follows: followed(check, checks),
  }))
  const fetched = planCredentials(config, declaredOnes)
  const planned = declaredOnes.map(check => needing(check, fetched))
  const waitable = planned.filter(check => check.kind === 'health')
  // One that needs no credential says sooner that the deployment is there.
  const polled = waitable.find(check => !fetched.has(check.credential)) ?? waitable[0]
  const ready = planReady(config, planned, polled)
  const asked = [ready, ready && polled && isCovered(polled, ready) ? undefined : polled].filter(
    check => check !== undefined,
  )
  return {
    checks: [...(ready ? [ready] : []), ...fetched.values(), ...planned],
    // What is declared is checked even where nothing is waited for.
    readiness:
      asked.length > 0 && (ready || config.waitMs > 0)
        ? { checks: asked.map(({ id }) => id), withinMs: config.waitMs }
        : null,
    notes: config.notes,
  }
}

/** Waits for what is declared: a revision, or a number of good answers. */
function planReady(
  config: Config,
  checks: readonly PlannedCheck[],
  polled: PlannedCheck | undefined,
): PlannedCheck<ReadyOptions> | undefined {
  const { ready } = config
  if (!ready) return undefined
  const target = targetFor(ready.path ?? polled?.target.url.href ?? '/health', config.url)
  const { revision } = ready
  let id = `${readyKind}:${target.url.pathname}`
  while (checks.some(check => check.id === id)) id += '#'
  // Without a path of its own it is as good as that health check says.
  const status = ready.path === null && polled ? (polled.options as HealthOptions).status : []
  return {
    id,
    kind: readyKind,
    name: `Ready ${target.url.pathname}`,
    target,
    options: {
      expected: revision?.expected ?? null,
      place: revision?.place ?? null,
      socket: revision?.socket ?? null,
      stream: revision?.stream ?? null,
      hosts: { http: target.url.host, websocket: config.websocketBase.host, stream: config.url.host },
      status,
      consecutive: ready.consecutive,
      giveUp: ready.giveUp,
    },
    needs: [],
    follows: [],
    credential: null,
    headers: config.headers,
    timeoutMs: config.timeoutMs,
    // It asks again by itself.
    retries: 0,
    failOn: null,
    source: ready.source,
  }
}

/** A health check that would ask the same once more, and expects no more of it. */
function isCovered({ target, options, credential }: PlannedCheck, ready: PlannedCheck): boolean {
  const { method, status, json, text, headersMatch, withinMs } = options as HealthOptions
  const plain =
    credential === null && method === 'GET' && !headersMatch && withinMs === null && status.length === 0
  return plain && json === undefined && text === undefined && target.url.href === ready.target.url.href
}

function findKind(name: string, kinds: readonly CheckKind<unknown>[]): CheckKind<unknown> {
  const kind = kinds.find(({ kind }) => kind === name)
  if (!kind) throw new Error(`no check kind "${name}": the configuration should have refused it`)
  return kind
}

function planCheck(
  config: Config,
  declared: DeclaredCheck,
  kind: CheckKind<unknown>,
  id: string,
): PlannedCheck {
  const target = targetFor(
    declared.path,
    transportOf(declared, kind) === 'websocket' ? config.websocketBase : config.url,
  )
  return {
    id,
    kind: kind.kind,
    name: declared.name ?? kind.title(target.url.pathname, declared.options),
    target,
    options: declared.options,
    needs: declared.needs,
    follows: [],
    credential: credentialFor(config, declared, kind),
    headers: { ...config.headers, ...declared.headers },
    timeoutMs: declared.timeoutMs ?? config.timeoutMs,
    retries: declared.retries ?? 1,
    failOn: declared.failOn,
    source: declared.source,
  }
}

/** A check for each credential that somebody has to be asked for, by its name: those who show it need it. */
function planCredentials(config: Config, checks: readonly PlannedCheck[]): Map<string | null, PlannedCheck> {
  const fetched = new Map<string | null, PlannedCheck>()
  for (const { credential } of checks) {
    const source = credential === null ? null : config.credentials[credential]?.source
    if (credential === null || !source || !isFetched(source) || fetched.has(credential)) continue
    const { target, own } = issuerOf(source, config)
    const taken = (id: string) => checks.some(check => check.id === id)
    let id = `${credentialKind}:${credential}`
    while (taken(id)) id += '#'
    fetched.set(credential, {
      id,
      kind: credentialKind,
      name: `Credential "${credential}" from ${issuerNames[source.from]}`,
      // Of GitHub's address the path is a secret.
      target: source.from === 'oidc' ? targetOf(new URL('/', target.url)) : target,
      options: { credential, own } satisfies CredentialOptions,
      needs: [],
      follows: [],
      credential: null,
      headers: {},
      timeoutMs: config.timeoutMs,
      // It tries again by itself, also where a failure is not the deployment's.
      retries: 0,
      failOn: null,
      source: source.declared,
    })
  }
  return fetched
}

function needing(check: PlannedCheck, fetched: ReadonlyMap<string | null, PlannedCheck>): PlannedCheck {
  const credential = fetched.get(check.credential)
  return credential ? { ...check, needs: [...check.needs, credential.id] } : check
}

const transportOf = ({ options }: DeclaredCheck, kind: CheckKind<unknown>) =>
  kind.transportOf?.(options) ?? kind.transport

/** A path goes below the base's own path only if it is relative; `/ws` means the root, as in a browser. */
function targetFor(path: string, base: URL): Target {
  return targetOf(new URL(path, base))
}

function credentialFor(config: Config, declared: DeclaredCheck, kind: CheckKind<unknown>): string | null {
  const wanted = declared.credential ?? (kind.usesCredential ? 'default' : 'none')
  if (wanted === 'none') return null
  return Object.hasOwn(config.credentials, wanted) ? wanted : null
}

/** Two WebSocket checks meet when they open the same kind of connection. */
const meets = (a: PlannedCheck, b: PlannedCheck): boolean =>
  a.target.url.href === b.target.url.href && a.credential === b.credential

/** A failed upgrade explains failed messages on the same path, and both explain that no client gets in; a stream that fails, one that is quiet. */
const explains: Readonly<Record<string, readonly string[]>> = {
  messaging: ['upgrade'],
  auth: ['upgrade', 'messaging'],
  concurrency: ['upgrade', 'messaging'],
  idle: ['upgrade', 'messaging', 'stream'],
}

function followed(check: PlannedCheck, all: readonly PlannedCheck[]): string[] {
  const kinds = explains[check.kind] ?? []
  return all.filter(other => kinds.includes(other.kind) && meets(other, check)).map(other => other.id)
}

/**
 * These have the conversation of the messaging check on their path where they have none of their own, with its protocol;
 * one that says nothing of refusals takes over how they look there.
 */
const inheriting: readonly string[] = ['auth', 'concurrency', 'idle']

function inherit(check: PlannedCheck, all: readonly PlannedCheck[]): PlannedCheck {
  const options = check.options as { conversation?: unknown; protocol?: unknown; refused?: unknown }
  if (!inheriting.includes(check.kind)) return check
  const model = all.find(other => other.kind === 'messaging' && meets(other, check))
  if (!model) return check
  const { conversation, protocol, refused } = model.options as Record<string, unknown>
  const own = options.conversation !== null || options.protocol
  return {
    ...check,
    options: { ...options, ...(own ? {} : { conversation, protocol }), refused: options.refused ?? refused },
  }
}

/** An `addresses` check that does not say where the revision is told reads it where `ready` does, if that can be there. */
function placeRevision(check: PlannedCheck, { ready, url }: Config): PlannedCheck {
  const options = check.options as AddressesOptions
  const place: RevisionPlace | undefined = ready?.revision?.place
  if (check.kind !== 'addresses' || options.revision !== null || !place) return check
  // A header comes with every answer; a body is read where it was declared.
  const same = place.in === 'header' || targetFor(ready?.path ?? '', url).url.href === check.target.url.href
  return same ? { ...check, options: { ...options, revision: place } } : check
}
