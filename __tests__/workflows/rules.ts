/** What holds for every workflow here, beyond what GitHub itself refuses. Each rule gives a sentence for each breach. */

import { listPermissions, neededBy } from './needed-permissions.ts'
import { callsOurs, eventsOf, isOurAction, isReusable, stepsOf, type Workflow } from './workflow-files.ts'

export interface Rule {
  readonly name: string
  readonly breaches: (workflow: Workflow) => readonly string[]
}

const jobsOf = ({ jobs }: Workflow) => Object.entries(jobs)
const when = (breach: boolean, sentence: string): readonly string[] => (breach ? [sentence] : [])
const isThirdParty = (uses: string): boolean => !uses.startsWith('./') && !uses.startsWith('OWNER/')

/** What somebody outside can choose: titles, branches, inputs. In `run:` it would be a script of theirs. */
const expression = /\$\{\{.*?\}\}/gs

const isFiltered = ({ on }: Workflow): boolean =>
  typeof on === 'object' &&
  !Array.isArray(on) &&
  Object.keys((on as Readonly<Record<string, object | null>>).pull_request ?? {}).some(key =>
    /^paths/.test(key),
  )

export const rules: readonly Rule[] = [
  {
    name: 'nothing is permitted at the top, and a reusable workflow leaves it to its caller',
    breaches: workflow =>
      isReusable(workflow)
        ? when(/^\s*permissions:/m.test(workflow.text), 'takes from what the caller has granted')
        : when(
            workflow.permissions === undefined || Object.keys(workflow.permissions).length > 0,
            'lacks `permissions: {}` at the top',
          ),
  },
  {
    name: 'each job has the permissions that its steps need, and no others',
    breaches: workflow =>
      isReusable(workflow)
        ? []
        : jobsOf(workflow).flatMap(([id, job]) => {
            const [has, needs] = [listPermissions(job.permissions).join(', '), neededBy(job).join(', ')]
            return when(has !== needs, `job ${id} has "${has}" and needs "${needs}"`)
          }),
  },
  {
    name: 'a permission to write says what it is for',
    breaches: ({ text }) =>
      text
        .split('\n')
        .filter((line, at, lines) => {
          const granted = /^ {6,}[\w-]+: write\b/.test(line)
          return granted && !line.includes(' # ') && !/^\s+#/.test(lines[at - 1] ?? '')
        })
        .map(line => `"${line.trim()}" without a reason`),
  },
  {
    name: 'each job ends by itself',
    breaches: workflow =>
      jobsOf(workflow).flatMap(([id, job]) =>
        when(!callsOurs(job) && job['timeout-minutes'] === undefined, `job ${id} has no timeout-minutes`),
      ),
  },
  {
    name: 'runs know of each other, and a reusable workflow leaves it to its caller',
    breaches: workflow =>
      isReusable(workflow)
        ? when(workflow.concurrency !== undefined, 'a group of its own can cancel its caller')
        : when(workflow.concurrency === undefined, 'has no concurrency'),
  },
  {
    name: 'the token does not stay in the checkout',
    breaches: workflow =>
      stepsOf(workflow)
        .filter(step => step.uses?.startsWith('actions/checkout@'))
        .flatMap(step => when(step.with?.['persist-credentials'] !== false, 'checkout keeps the token')),
  },
  {
    name: 'scripts have values from the environment, not from expressions',
    breaches: workflow =>
      stepsOf(workflow).flatMap(({ run = '' }) =>
        [...run.matchAll(expression)].map(([found]) => `${found} in \`run:\` is part of the script`),
      ),
  },
  {
    name: 'strangers start nothing with our rights',
    breaches: workflow =>
      when(eventsOf(workflow).includes('pull_request_target'), 'runs on pull_request_target'),
  },
  {
    name: 'what pull requests wait for also runs in the merge queue, and is not filtered by paths',
    breaches: workflow => {
      if (!eventsOf(workflow).includes('pull_request')) return []
      return [
        ...when(!eventsOf(workflow).includes('merge_group'), 'lacks merge_group: a queue would stall'),
        ...when(isFiltered(workflow), 'a filter by paths leaves the check pending'),
      ]
    },
  },
  {
    name: 'a job of a pull request that waits for others runs also when they fail',
    breaches: workflow =>
      eventsOf(workflow).includes('pull_request')
        ? jobsOf(workflow).flatMap(([id, job]) =>
            when(job.needs !== undefined && job.if !== 'always()', `job ${id} can be skipped, which passes`),
          )
        : [],
  },
  {
    name: 'reports of jobs that failed are merged as well',
    breaches: workflow =>
      jobsOf(workflow).flatMap(([id, job]) => {
        const merges = job.steps?.some(step => isOurAction(step) && step.with?.merge !== undefined)
        const counts = job.steps?.some(step => step.with?.['merge-expect'] !== undefined)
        return when(merges === true && (job.if !== 'always()' || !counts), `job ${id} overlooks a part`)
      }),
  },
]

/** In the workflows that we run. Examples name versions, which people can read. */
export const pinned: Rule = {
  name: 'actions of others are pinned to a commit, with its version',
  breaches: ({ text }) =>
    [...text.matchAll(/uses: (\S+)(.*)$/gm)]
      .filter(([, uses]) => isThirdParty(uses!))
      .filter(([, uses, rest]) => !/^[^@]+@[0-9a-f]{40}$/.test(uses!) || !/^ # v\d+\.\d+\.\d+$/.test(rest!))
      .map(([line]) => `${line} is not a commit with its version`),
}
