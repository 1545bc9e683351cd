/** Every surface of every situation, byte for byte. `UPDATE=1` writes what is rendered now; read the diff before committing. */

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { z } from 'zod'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { Report } from '../../src/model/report.ts'
import { renderAnnotations } from '../../src/report/annotations.ts'
import { renderCheckRun } from '../../src/report/check-run.ts'
import { renderComment } from '../../src/report/comment.ts'
import { renderDeploymentStatus } from '../../src/report/deployment-status.ts'
import { renderJson } from '../../src/report/json.ts'
import { reportJsonSchema } from '../../src/report/json-schema.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { situations } from './situations.ts'

const surfaces: Readonly<Record<string, (report: Report) => string>> = {
  'report.json': renderJson,
  'summary.md': renderSummary,
  'annotations.txt': renderAnnotations,
  'terminal.txt': report => renderTerminal(report, { color: false, width: 100 }),
  'junit.xml': renderJunit,
  'check-run.md': showCheckRun,
  'comment.md': report => renderComment(report, { jobUrl: 'https://github.com/o/r/actions/runs/1/job/2' }),
  'deployment-status.json': report => `${JSON.stringify(renderDeploymentStatus(report), null, 2)}\n`,
}

function showCheckRun(report: Report): string {
  const { conclusion, title, summary, text, annotations } = renderCheckRun(report, { carried: '' })
  const margin = `\`\`\`json\n${JSON.stringify(annotations, null, 2)}\n\`\`\``
  return `${conclusion}: ${title}\n\n---\n${summary}\n\n---\n${text}\n---\n${margin}\n`
}

function assertSame(actual: string, file: URL): void {
  if (process.env.UPDATE === '1') {
    mkdirSync(new URL('.', file), { recursive: true })
    writeFileSync(file, actual)
  }
  assert.equal(actual, readFileSync(file, 'utf8'))
}

const schema = await reportJsonSchema()
const validate = new Ajv2020({ allErrors: true }).compile(schema as object)

for (const [name, report] of Object.entries(situations)) {
  for (const [file, render] of Object.entries(surfaces)) {
    test(`the ${file} of "${name}" is as it was read and approved`, () => {
      assertSame(render(report), new URL(`./${name}/${file}`, import.meta.url))
    })
  }

  test(`the report of "${name}" fits its schema, as zod and as JSON Schema`, () => {
    const saved: unknown = JSON.parse(renderJson(report))
    assert.deepEqual(reportSchema(z).parse(saved), saved)
    assert.ok(validate(saved), JSON.stringify(validate.errors))
  })

  test(`the saved report of "${name}" is diagnosed again to the same causes`, () => {
    const saved = JSON.parse(renderJson(report)) as Report
    const again = diagnose(saved.checks)
    for (const check of report.checks) assert.deepEqual(again.get(check.id) ?? [], check.diagnoses)
  })
}

test('schema/report.v1.json is what the definition generates', () => {
  const saved: unknown = JSON.parse(
    readFileSync(new URL('../../schema/report.v1.json', import.meta.url), 'utf8'),
  )
  assert.deepEqual(saved, JSON.parse(JSON.stringify(schema)))
})
