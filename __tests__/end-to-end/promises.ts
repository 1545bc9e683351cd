/** What holds for every run of the action, whatever the target did: surfaces agree, and no green without proof. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Report } from '../../src/model/report.ts'
import type { StepResult } from '../runner/runner.ts'

const root = resolve(import.meta.dirname, '../..')
const schema = JSON.parse(readFileSync(join(root, 'schema/report.v1.json'), 'utf8')) as object
const isReport = new Ajv2020({ strict: false }).compile(schema)

/** A sentence for each promise that is broken. */
export function brokenPromises(run: StepResult, report: Report, junit: string): string[] {
  const broken: string[] = []
  const holds = (claim: boolean, sentence: string) => {
    if (!claim) broken.push(sentence)
  }
  const same = (what: string, a: unknown, b: unknown) =>
    holds(
      JSON.stringify(a) === JSON.stringify(b),
      `${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`,
    )
  const idsOf = (outcome: string) => report.checks.filter(c => c.outcome === outcome).map(c => c.id)

  holds(isReport(report), `report.json breaks its schema: ${JSON.stringify(isReport.errors)}`)
  same('exit code of process and report', run.exitCode, report.exitCode)
  same('conclusion', run.conclusion, report.exitCode === 0 ? 'success' : 'failure')
  same('exit code 0 and verdict', report.exitCode === 0, report.verdict === 'passed')

  same('output verdict', run.outputs.verdict, report.verdict)
  same('output because', run.outputs.because, report.because)
  same('output failed-checks', JSON.parse(run.outputs['failed-checks'] ?? ''), idsOf('failed'))
  same('output root-cause', run.outputs['root-cause'], report.rootCause?.diagnosis ?? '')
  same('output revision', run.outputs.revision, report.revision.observed[0]?.value ?? '')
  same('output duration-ms', run.outputs['duration-ms'], String(Math.round(report.durationMs)))

  const { counts } = report
  same('planned', counts.planned, report.checks.length)
  same('executed', counts.executed, counts.passed + counts.failed)
  for (const outcome of ['passed', 'failed', 'blocked', 'skipped', 'errored'] as const)
    same(`count of ${outcome}`, counts[outcome], idsOf(outcome).length)
  for (const { id, outcome, proof, reason, blockedBy } of report.checks) {
    holds(
      outcome !== 'passed' || (proof !== null && proof.bytesSent > 0 && proof.bytesReceived > 0),
      `${id} passed without a proof of network work`,
    )
    holds(reason !== '', `${id} is ${outcome} without a reason`)
    same(`${id} blocked and blocker`, outcome === 'blocked', blockedBy !== null)
  }

  const suite = /<testsuite ([^>]*)>/.exec(junit)?.[1] ?? ''
  const total = (name: string) => Number(new RegExp(` ?${name}="(\\d+)"`).exec(suite)?.[1])
  const elements = (name: string) => junit.match(new RegExp(`<${name}[ />]`, 'g'))?.length ?? 0
  same('junit failures', [total('failures'), elements('failure')], [counts.failed, counts.failed])
  same('junit tests', total('tests'), elements('testcase'))
  same('junit errors', total('errors'), elements('error'))
  holds(report.verdict === 'passed' || total('failures') + total('errors') > 0, 'junit.xml is green')

  holds(Boolean(run.summary), 'there is no summary')
  holds(
    run.summary?.includes(`Verify Deploy: ${report.verdict}`) === true,
    `the summary does not say ${report.verdict}`,
  )
  same(
    'the log tells',
    run.log.some(line => line.includes(report.verdict.toUpperCase())),
    true,
  )
  const errors = run.annotations.filter(({ level }) => level === 'error').length
  if (report.exitCode === 0) same('error annotations of a green run', errors, 0)
  else if (report.verdict === 'failed' || report.problems.length > 0)
    holds(errors > 0, 'a red run has no error annotation')
  return broken
}
