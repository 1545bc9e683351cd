/**
 * `baseline: auto`: the last good state of each environment, out of the check runs of ours on GitHub. First of the commit
 * that was deployed before; else of the last run of the workflow.
 */

import { type CarriedState, decodeStates } from './baseline/carried.ts'
import type { Answer, Client, Trouble } from './github/client.ts'
import type { JobContext } from './github/context.ts'
import {
  type App,
  actionsApp,
  type EarlierCommit,
  findCheckRun,
  listDeployed,
  listRuns,
  type OurCheckRun,
  wasDeployed,
} from './github/earlier.ts'
import { branchOf, ownBranchOf } from './github/event.ts'
import { readingRemedy, type ToRead } from './github/notice.ts'
import type { FoundBaseline } from './model/comparison.ts'

/** So many commits are asked about on each of the two ways. */
const mostCommits = 3

export interface Found {
  readonly baseline: FoundBaseline
  /** `first` where there surely was no state before. */
  readonly state: CarriedState | 'first' | 'unknown'
}

export interface SearchOptions {
  /** Of our check run: that of the runs before has the same. */
  readonly name: string
  readonly sha: string
  readonly findApp: () => Promise<App | null>
}

/** @returns a search by environment; what several of them ask is asked once. */
export function createSearch(
  client: Client,
  context: JobContext,
  { name, sha, findApp }: SearchOptions,
): (environment: string | null) => Promise<Found> {
  const checkRuns = new Map<string, Promise<Answer<OurCheckRun>>>()
  const runs = new Map<string | null, ReturnType<typeof listRuns>>()
  const app = findApp().then(known => known ?? actionsApp)

  async function ask(commit: string): Promise<Answer<OurCheckRun>> {
    return await findCheckRun(client, context, {
      ...{ name, sha: commit, app: await app, isOwnCommit: commit === sha },
    })
  }
  const askOnce = (commit: string) => {
    const asked = checkRuns.get(commit) ?? ask(commit)
    checkRuns.set(commit, asked)
    return asked
  }

  return async environment => {
    const said = createTelling(environment, name)
    const deployed = environment === null ? null : await listDeployed(client, context, { environment, sha })
    if (deployed && !deployed.ok) said.trouble('deployments', deployed.trouble)
    const before = deployed?.ok ? await firstWith(deployed.value, said) : null
    if (before) return before
    if (!said.mayReadCheckRuns()) return said.nothing()
    const last = await lastRunOn(branchOf(context.event, context), said)
    if (last) return last
    // A workflow of pull requests alone never runs on the branch that they go into.
    const own = ownBranchOf(context.event)
    return (own === null ? null : await lastRunOn(own, said, { mustBeGood: true })) ?? said.nothing()
  }

  async function lastRunOn(branch: string | null, said: Telling, demand?: Demand): Promise<Found | null> {
    const asked = runs.get(branch) ?? listRuns(client, context, branch)
    runs.set(branch, asked)
    const listed = await asked
    if (listed && !listed.ok) said.trouble('runs', listed.trouble)
    return listed?.ok ? await firstWith(listed.value, said, demand) : null
  }

  /** Of the newest commits, the first with a state of this environment. */
  async function firstWith(
    commits: readonly EarlierCommit[],
    said: Telling,
    { mustBeGood = false }: Demand = {},
  ): Promise<Found | null> {
    const distinct = [...Map.groupBy(commits, one => one.sha).values()].slice(0, mostCommits)
    for (const same of distinct) {
      const [{ sha: commit, what }] = same as [EarlierCommit]
      const found = await askOnce(commit)
      if (!found.ok) {
        said.trouble('check runs', found.trouble)
        // What one may not be asked, no other may.
        if (found.trouble.kind === 'permission') return null
        continue
      }
      const state = said.read(what, found.value)
      if (state && (state.isGood || (!mustBeGood && (await isConfirmed(same, said)))))
        return said.found(what, state)
    }
    return null
  }

  /**
   * A state that was good is one, whatever became of the deployment. One that was bad from the beginning counts where
   * it was deployed: what never was says nothing of the next.
   */
  async function isConfirmed(commits: readonly EarlierCommit[], said: Telling): Promise<boolean> {
    for (const { deploymentId } of commits.slice(0, mostCommits)) {
      if (deploymentId === null) return true
      const answer = await wasDeployed(client, context, deploymentId)
      if (!answer.ok) said.trouble('deployments', answer.trouble)
      else if (answer.value) return true
    }
    return false
  }
}

interface Demand {
  /** What a branch broke by itself must not become usual by another push to it. */
  readonly mustBeGood?: boolean
}

type Telling = ReturnType<typeof createTelling>

/** What one search has to say for itself. */
function createTelling(environment: string | null, name: string) {
  const remarks = new Set<string>()
  const refused = new Set<ToRead>()
  const remark = (text: string): null => {
    remarks.add(text)
    return null
  }
  const remedy = () => (refused.size > 0 ? `; ${readingRemedy([...refused])}` : '')

  return {
    mayReadCheckRuns: () => !refused.has('check runs'),
    trouble(asked: ToRead, { kind, message }: Trouble): void {
      if (kind === 'permission') refused.add(asked)
      remark(`GitHub could not be asked for the ${asked} before (${message})`)
    },
    /** The state in a check run; null where there is none, for a reason that is told where it is not a plain one. */
    read(what: string, found: OurCheckRun): CarriedState | null {
      if (found.type === 'none') return null
      const run = `the check run "${name}" of ${what}`
      if (found.type === 'foreign')
        return remark(`${run} was made by another app, "${found.slug}", and is not believed`)
      const decoded = decodeStates(found.text)
      if (decoded.ok) return decoded.states.get(environment ?? '') ?? null
      return decoded.isNone ? null : remark(`${run} ${decoded.why}`)
    },
    found(what: string, state: CarriedState): Found {
      const { at, sha, checks, isGood } = state
      const short = sha?.slice(0, 7) ?? ''
      // A run that failed hands on the state that it was compared with.
      const place = what.includes(short) ? what : `${short}, the last good state before ${what}`
      const baseline = isGood ? place : `${place}, the first state that is known, which was not good`
      const told = [...remarks].map(text => `${text}; compared with ${baseline} instead${remedy()}`)
      return { state, baseline: { ok: true, baseline: { name: baseline, at, sha, checks }, remarks: told } }
    },
    nothing(): Found {
      const where = environment === null ? '' : ` of ${JSON.stringify(environment)}`
      const none = `no state before${where} is known: no deployment or run before has left one in a check run "${name}"; with \`check-run: true\` this run leaves one for the next`
      if (remarks.size === 0) return { state: 'first', baseline: { ok: false, why: none } }
      const why = `no baseline${where} was found: ${[...remarks].join('; ')}${remedy()}`
      return { state: 'unknown', baseline: { ok: false, why } }
    },
  }
}
