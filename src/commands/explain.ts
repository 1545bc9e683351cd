/** `verify-deploy explain ID`: a diagnosis in full, from the tables that made it; no network. */

import { complain } from '../cli.ts'
import { type Explanation, explainSignature } from '../diagnosis/describe.ts'
import { guideOf } from '../diagnosis/guides.ts'
import { signatures } from '../diagnosis/signatures/index.ts'
import { suggestWord } from '../matching/suggest.ts'

export async function runExplain([id, ...more]: readonly string[]): Promise<number> {
  if (id === undefined || id.startsWith('-') || more.length > 0)
    return complain('say which: verify-deploy explain upgrade.header-dropped')
  const signature = signatures.find(one => one.id === id)
  if (!signature) return complain(`"${id}" is no diagnosis${hint(id)}`)
  process.stdout.write(render(explainSignature(signature, signatures)))
  return 0
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

function render({ signature, symptom, confidence, cause, fix, neighbours }: Explanation): string {
  const [base, ...further] = confidence
  const guide = guideOf(signature)
  const similar = neighbours.map(({ signature: { id }, differs }) =>
    differs.length === 0
      ? `${id}: the same fault, when less is known`
      : `${id}: there ${differs.join('; and ')}`,
  )
  return [
    `${signature.id}\n`,
    `Symptom: all of these\n${listed(symptom)}`,
    `Cause (${base} confidence${further.map(one => `; ${plain(one)}`).join('')})\n  ${cause}\n`,
    `Fix\n${fix.map(line => `  ${line}\n`).join('')}`,
    ...(similar.length > 0 ? [`Not to be taken for\n${listed(similar)}`] : []),
    `Source\n  ${signature.source}\n`,
    `Documented in ${signature.docs}\n`,
    ...(guide === null ? [] : [`Guide in ${guide}\n`]),
  ].join('\n')
}
