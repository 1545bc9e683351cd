/** GitHub's own parser of workflows and its own evaluator of expressions (actions/languageservices). */

import { registerHooks } from 'node:module'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'

// It imports its JSON without saying so, which bundlers take and Node does not.
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier,
      specifier.endsWith('.min.json') ? { ...context, importAttributes: { type: 'json' } } : context,
    ),
  load: (url, context, next) =>
    next(url, url.endsWith('.min.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  '@actions/workflow-parser'
)

/** Text of a workflow by the path that `uses:` of a job names. */
export type Called = (path: string) => string

/** What GitHub would refuse, with line and column. Reusable workflows are looked into, as far as `called` has them. */
export async function findErrors(name: string, content: string, called: Called): Promise<readonly string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  if (!value || context.errors.count > 0) return context.errors.getErrors().map(({ message }) => message)
  const files = {
    getFileContent: async ({ path }: { path: string }) => ({ name: path, content: called(path) }),
  }
  const { errors } = await convertWorkflowTemplate(context, value, files, { fetchReusableWorkflowDepth: 1 })
  return (errors ?? []).map(({ Message }) => Message)
}

export type Contexts = Readonly<Record<string, unknown>>

const status = (name: string, holds: boolean) => ({
  name,
  ...{ minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(holds) },
})
/** Of a job in which all went well. */
const functions = [
  status('always', true),
  status('success', true),
  status('failure', false),
  status('cancelled', false),
]

/** The value of what stands between `${{` and `}}`. Throws for what GitHub would not understand. */
export function evaluate(expression: string, contexts: Contexts): data.ExpressionData {
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  const parsed = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse()
  return new Evaluator(parsed, known, new Map(functions.map(one => [one.name, one]))).evaluate()
}

/** A text with the values of its expressions, as the runner hands it to a step. */
export const fillIn = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) =>
    evaluate(expression.trim(), contexts).coerceString(),
  )

export const fillInAll = (
  texts: Readonly<Record<string, unknown>> = {},
  contexts: Contexts,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillIn(String(text), contexts)]))
