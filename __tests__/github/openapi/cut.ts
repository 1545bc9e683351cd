/**
 * Cuts the operations that we use out of GitHub's OpenAPI description: `node cut.ts api.github.com.deref.json`, where the
 * file is from the npm package @octokit/openapi. What a request may hold is kept; examples and answers are not.
 */

import { readFileSync, writeFileSync } from 'node:fs'

const used = [
  'POST /repos/{owner}/{repo}/check-runs',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  'GET /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'GET /user',
  'GET /repos/{owner}/{repo}/deployments',
  'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
  'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
]

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: object }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } }
  readonly responses: object
}
interface Description {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const wordy = new Set(['example', 'examples', 'description'])
/** A property may be called `description`: only where it is a text, it is one. */
const withoutWords = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutWords)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([key, inner]) => !(wordy.has(key) && (typeof inner === 'string' || key !== 'description')),
  )
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutWords(inner)]))
}

const { info, paths } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Description
const operations = used.map(name => {
  const [method, path] = name.split(' ') as [string, string]
  const operation = paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`no operation ${name}`)
  return {
    method,
    path,
    operationId: operation.operationId,
    parameters: (operation.parameters ?? []).map(one => ({
      ...{ name: one.name, in: one.in, required: one.required === true },
      schema: withoutWords(one.schema),
    })),
    body: withoutWords(operation.requestBody?.content['application/json'].schema ?? null),
    answers: Object.keys(operation.responses).map(Number),
  }
})
const text = JSON.stringify(
  { source: 'github/rest-api-description', version: info.version, operations },
  null,
  2,
)
writeFileSync(new URL('./operations.json', import.meta.url), `${text}\n`)
