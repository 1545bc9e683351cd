/** One diagnosis as a section in Markdown: of docs/diagnoses.md, and of `explain --format markdown`. */

import type { Explanation } from '../diagnosis/describe.ts'
import { guideOf } from '../diagnosis/guides.ts'
import type { Signature } from '../diagnosis/signature.ts'

const anchorOf = ({ docs }: Signature): string => docs.slice(docs.indexOf('#') + 1)
/** Text between code spans holds placeholders and angle brackets that Markdown would take for HTML. */
const safe = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[<>&]/g, c => `&#${c.charCodeAt(0)};`)))
    .join('')
const list = (items: readonly string[]): string => items.map(item => `- ${safe(item)}`).join('\n')
/** A fence is longer than any run of backticks in what it holds. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n')
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}

/** Relative to docs/, where the page is. */
function guideLink(signature: Signature): string[] {
  const guide = guideOf(signature)?.replace('docs/', '')
  return guide ? [`**Guide:** [${guide.replace(/^.*\/|\.md$/g, '')}](${guide})`] : []
}

/**
 * With an anchor, and links to the anchors of its neighbours.
 *
 * @param most neighbours told, the closest first
 */
export function renderSection(explanation: Explanation, most = Number.POSITIVE_INFINITY): string {
  const { signature, symptom, confidence, cause, fix, neighbours, alone } = explanation
  const similar = neighbours
    .slice(0, most)
    .map(({ signature: other, told }) => `- [${other.id}](#${anchorOf(other)}): ${safe(told)}`)
  return [
    `<a id="${anchorOf(signature)}"></a>`,
    `### ${signature.id}`,
    `**Cause** (${safe(confidence.join('; '))}): ${safe(cause)}`,
    `**Seen when** all of these hold:\n\n${list(symptom)}`,
    `**Fix:**\n\n${fenced(fix)}`,
    `**Not to be taken for:**${alone === null ? `\n\n${similar.join('\n')}` : ` ${alone}`}`,
    ...guideLink(signature),
    `**Source:** ${safe(signature.source)}`,
  ].join('\n\n')
}
