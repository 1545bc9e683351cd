/** `verify-deploy explain ID`: a diagnosis in full, from the tables that made it; no network. */

import { complain } from '../cli.ts'
import { type Format, parseFlags } from '../config/flags.ts'
import { type Explanation, explainSignature } from '../diagnosis/describe.ts'
import { guideOf } from '../diagnosis/guides.ts'
import { signatures } from '../diagnosis/signatures/index.ts'
import { suggestWord } from '../matching/suggest.ts'
import { showProblem } from '../model/problem.ts'
import { renderSection } from './diagnosis-section.ts'

/** Each with a newline at its end. */
const renders: Readonly<Partial<Record<Format, (explanation: Explanation) => string>>> = {
  terminal: renderText,
  markdown: explanation => `${renderSection(explanation)}\n`,
  json: explanation => `${JSON.stringify(serialise(explanation), null, 2)}\n`,
}

export async function runExplain(given: readonly string[]): Promise<number> {
  const { words, inputs, problems, options } = parseFlags(given, process.env, { words: 'arguments' })
  if (problems.length > 0) return complain(`${problems.map(showProblem).join('\n')}\n${example}`)
  const [idle] = Object.values(inputs)
  if (idle) return complain(`${idle.subject} has no effect: nothing is verified; ${example}`)
  const [id, ...more] = words
  if (id === undefined || more.length > 0) return complain(example)
  const format = options.format ?? 'terminal'
  const render = renders[format]
  if (!render)
    return complain(`--format ${format} is for reports; explain has ${Object.keys(renders).join(', ')}`)
  const signature = signatures.find(one => one.id === id)
  if (!signature) return complain(`"${id}" is no diagnosis${hint(id)}`)
  process.stdout.write(render(explainSignature(signature, signatures)))
  return 0
}

const example = 'say which: verify-deploy explain upgrade.header-dropped'

/** What a machine may rely on; conditions stay words, as their form may change. */
function serialise({ signature, neighbours, ...rest }: Explanation) {
  return {
    id: signature.id,
    ...rest,
    neighbours: neighbours.map(({ signature: { id }, told }) => ({ id, told })),
    source: signature.source,
    docs: signature.docs,
  }
}

const mostHints = 5

/** The id that was meant: the nearest one, else those that have the word in them. */
function hint(word: string): string {
  const ids = signatures.map(({ id }) => id)
  const near = suggestWord(word, ids)
  if (near !== null) return `; did you mean ${near}?`
  const bare = word.toLowerCase()
  const containing = bare.length < 3 ? [] : ids.filter(id => id.includes(bare)).slice(0, mostHints)
  if (containing.length > 0) return `; did you mean ${containing.join(', ')}?`
  return '; docs/diagnoses.md lists them'
}

const plain = (text: string): string => text.replaceAll('`', '')
const listed = (lines: readonly string[]): string => lines.map(line => `  - ${plain(line)}\n`).join('')

function renderText({ signature, symptom, confidence, cause, fix, neighbours, alone }: Explanation): string {
  const [base, ...further] = confidence
  const guide = guideOf(signature)
  const similar = neighbours.map(({ signature: { id }, told }) => `${id}: ${told}`)
  return [
    `${signature.id}\n`,
    `Symptom: all of these\n${listed(symptom)}`,
    `Cause (${base} confidence${further.map(one => `; ${plain(one)}`).join('')})\n  ${cause}\n`,
    `Fix\n${fix.map(line => `  ${line}\n`).join('')}`,
    `Not to be taken for\n${alone === null ? listed(similar) : `  ${alone}\n`}`,
    `Source\n  ${signature.source}\n`,
    `Documented in ${signature.docs}\n`,
    ...(guide === null ? [] : [`Guide in ${guide}\n`]),
  ].join('\n')
}
