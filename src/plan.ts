/** What is tried, in what order, with what limits: a pure function of the configuration. */

import type { CheckKind } from './checks/define.ts'
import type { Config, DeclaredCheck } from './config/config.ts'
import { assignIds } from './config/ids.ts'
import type { Plan, PlannedCheck } from './model/check.ts'
import { type Target, targetOf } from './model/target.ts'

export function buildPlan(config: Config, kinds: readonly CheckKind<unknown>[]): Plan {
  const declared = config.checks.filter(({ when }) => !when || when.includes(config.environment ?? ''))
  const ids = assignIds(declared)
  const checks = declared.map((check, i) => planCheck(config, check, findKind(check.kind, kinds), ids[i]!))
  const planned = checks.map(check => ({ ...inherit(check, checks), follows: followed(check, checks) }))
  const polled = planned.find(check => check.kind === 'health')
  return {
    checks: planned,
    readiness: polled && config.waitMs > 0 ? { check: polled.id, withinMs: config.waitMs } : null,
    notes: config.notes,
  }
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
  const transport = kind.transportOf?.(declared.options as Record<string, unknown>) ?? kind.transport
  const target = targetFor(declared.path, transport === 'websocket' ? config.websocketBase : config.url)
  return {
    id,
    kind: kind.kind,
    name: declared.name ?? kind.title(target.url.pathname),
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

/** A failed upgrade explains failed messages on the same path, and both explain failed concurrent clients. */
const explains: Readonly<Record<string, readonly string[]>> = {
  messaging: ['upgrade'],
  concurrency: ['upgrade', 'messaging'],
}

function followed(check: PlannedCheck, all: readonly PlannedCheck[]): string[] {
  const kinds = explains[check.kind] ?? []
  return all.filter(other => kinds.includes(other.kind) && meets(other, check)).map(other => other.id)
}

/** A concurrency check without a conversation has that of the messaging check on its path. */
function inherit(check: PlannedCheck, all: readonly PlannedCheck[]): PlannedCheck {
  const options = check.options as { conversation?: unknown; authMessage?: unknown }
  if (check.kind !== 'concurrency' || options.conversation !== null) return check
  const model = all.find(other => other.kind === 'messaging' && meets(other, check))
  if (!model) return check
  const { conversation } = model.options as { conversation: unknown }
  return { ...check, options: { ...options, conversation } }
}
