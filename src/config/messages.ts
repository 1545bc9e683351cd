/** `send` and `expect`: JSON or text, with templates. What they mean is the conversation's business. */

import { checkMatch } from '../matching/check-match.ts'
import { checkTemplates } from '../matching/template.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'

/** `{ "a"` and `{ a:` are objects to whoever wrote them; sent as text, a typo would prove something else. */
const likeJson = /^\s*(\{\s*("|[\w$-]+\s*:)|\[\s*["{[])/

type Read = { readonly json: true; readonly value: unknown } | { readonly json: false }

function readJson(text: string): Parsed<Read> {
  try {
    return good({ json: true, value: JSON.parse(text) })
  } catch (error) {
    if (!likeJson.test(text)) return good({ json: false })
    const reason = (error as Error).message.replace(/, \\?"[\s\S]*$| in JSON[\s\S]*$/, '')
    const remedy = /[:,[]\s*\{\{/.test(text)
      ? 'put templates into quotes: "{{unix}}" alone keeps the type of what it stands for'
      : 'write JSON with double quotes; text that only looks like JSON goes into a conversation of the configuration file'
    return bad(`${quote(text)} looks like JSON but is none: ${reason}`, remedy)
  }
}

/** Without captures: the simple form has no step that could capture anything. */
const firstTemplateProblem = (value: unknown) => checkTemplates(value)[0]

export function parseSend(text: string): Parsed<string> {
  const read = readJson(text)
  if (!read.ok) return read
  const problem = firstTemplateProblem(read.value.json ? read.value.value : text)
  return problem ? bad(problem.message, problem.remedy) : good(text)
}

export function parseExpect(text: string): Parsed<string> {
  const read = readJson(text)
  if (!read.ok) return read
  const value = read.value.json ? read.value.value : text
  const problem = (read.value.json ? checkMatch(value)[0] : undefined) ?? firstTemplateProblem(value)
  return problem ? bad(problem.message, problem.remedy) : good(text)
}
