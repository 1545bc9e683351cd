/** `{{sha}}` where no commit is known: it would be sent, or waited for, as nothing. */

import { type TemplateProblem, templatePaths } from '../matching/template.ts'
import type { Problem } from '../model/problem.ts'
import type { Given } from './config.ts'
import type { Path } from './document.ts'
import type { InputName } from './inputs.ts'
import { problemOf } from './parsed.ts'

const message = '"{{sha}}" stands for nothing here: no commit is known'
const remedy =
  'give it with the input `sha` (`--sha` with 40 digits), or in the environment variable GITHUB_SHA'

/** Inputs in which templates are filled in. */
const templated: readonly InputName[] = ['health', 'websocket', 'stream', 'send', 'expect', 'jwt-claims']

/** Keys of a check whose text is taken as it is. */
const literal: ReadonlySet<string> = new Set(['name', 'id'])

export const checkInputsForCommit = ({ inputs }: Given): Problem[] =>
  templated.flatMap(name => {
    const input = inputs[name]
    return input && templatePaths(input.value, 'sha').length > 0
      ? [problemOf(input.subject, message, remedy)]
      : []
  })

/** @param isUsed whether what stands there is part of this run */
export const checkFileForCommit = (root: unknown, isUsed: (path: Path) => boolean): TemplateProblem[] =>
  templatePaths(root, 'sha')
    .filter(([section]) => section === 'environments' || section === 'checks')
    .filter(path => !(path[0] === 'checks' && path.length === 3 && literal.has(String(path[2]))))
    .filter(isUsed)
    .map(path => ({ path, message, remedy }))
