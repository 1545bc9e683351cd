/** `verify-deploy plan …`: what would be checked; nothing is sent. */

import { checkKinds } from '../checks/index.ts'
import { complain } from '../cli.ts'
import { loadEnvironments } from '../config/environments.ts'
import { parseFlags } from '../config/flags.ts'
import type { Plan, PlannedCheck } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import { showProblem } from '../model/problem.ts'
import { buildPlan } from '../plan.ts'

export async function runPlan(words: readonly string[]): Promise<number> {
  const line = parseFlags(words, process.env)
  const loaded = await loadEnvironments(
    { inputs: line.inputs, problems: line.problems, env: process.env, directory: process.cwd(), event: null },
    checkKinds,
  )
  if (!loaded.ok) return complain(loaded.problems.map(showProblem).join('\n'))
  const plans = loaded.configs.map(config => ({
    environment: config.environment,
    ...buildPlan(config, checkKinds),
  }))
  const several = plans.length > 1
  if (line.options.format === 'json') {
    const { environment: _one, ...only } = plans[0]!
    process.stdout.write(`${JSON.stringify(several ? plans : only, null, 2)}\n`)
    return 0
  }
  const texts = plans.map(plan => (several ? `${plan.environment}: ${show(plan)}` : show(plan)))
  process.stdout.write(texts.join('\n'))
  return 0
}

function show(plan: Plan): string {
  const lines = [
    `${plan.checks.length} checks would run; nothing was sent.`,
    ...(plan.readiness
      ? [
          `First ${plan.readiness.checks.join(' and ')} is waited for, at most ${showDuration(plan.readiness.withinMs)}.`,
        ]
      : []),
    '',
    ...plan.checks.map(describe),
    ...plan.notes.map(note => `\nNote: ${note}`),
  ]
  return `${lines.join('\n')}\n`
}

function describe(check: PlannedCheck): string {
  const needs = check.needs.length > 0 ? `, needs ${check.needs.join(', ')}` : ''
  const credential = check.credential ? `credential "${check.credential}"` : 'no credential'
  return `  ${check.id}\n    ${check.target.url.origin === 'null' ? check.target.url.href : check.target.url}  ${credential}, limit ${showDuration(check.timeoutMs)} a wait, ${check.retries} retry on infrastructure trouble${needs}`
}
