/** Inputs and files as a user gives them, loaded by the real loader with the real kinds of check. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkKinds } from '../../src/checks/index.ts'
import type { Config, Given } from '../../src/config/config.ts'
import { type Loaded, loadConfig } from '../../src/config/load.ts'
import type { Problem } from '../../src/model/problem.ts'
import type { Secret } from '../../src/model/secret.ts'

export interface Situation {
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Given['env']
  /** Text by path. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  readonly event?: unknown
  readonly sha?: string | null
}

export const defaultFile = '.github/verify-deploy.yml'
export const url = 'https://a.example'
export const ws = { url, websocket: '/ws' }

export async function load(situation: Situation): Promise<Loaded> {
  const { inputs = {}, env = {}, files = {}, event = null, sha = 'a'.repeat(40) } = situation
  const directory = await mkdtemp(join(tmpdir(), 'verify-deploy-config-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), text)
    }
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, { value, subject: name }]),
    )
    return await loadConfig({ inputs: given, env, directory, event, sha }, checkKinds)
  } finally {
    await rm(directory, { recursive: true })
  }
}

export async function loadGood(situation: Situation): Promise<Config> {
  const loaded = await load(situation)
  if (!loaded.ok) throw new Error(loaded.problems.map(showRow).join('\n'))
  return loaded.config
}

export async function loadBad(situation: Situation): Promise<readonly Problem[]> {
  const loaded = await load(situation)
  return loaded.ok ? [] : loaded.problems
}

/** `SUBJECT | MESSAGE | REMEDY`, with `LINE:COLUMN` in front where there is a place. */
export function showRow({ subject, message, remedy, place }: Problem): string {
  const where = place ? [`${place.line}:${place.column}`] : []
  return [...where, subject, message, remedy].join(' | ')
}

export const shown = (secrets: readonly Secret[]) => secrets.map(secret => secret.reveal())

export const names = (checks: readonly { kind: string; path: string }[]) =>
  checks.map(({ kind, path }) => `${kind} ${path}`)
