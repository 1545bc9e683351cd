/** docs/diagnoses.md, from the tables of signatures. */

import { type Explanation, explainSignature } from '../src/diagnosis/describe.ts'
import { guideOf } from '../src/diagnosis/guides.ts'
import type { Signature } from '../src/diagnosis/signature.ts'
import { signatures } from '../src/diagnosis/signatures/index.ts'

const layerTitles: Readonly<Record<string, string>> = {
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  http: 'HTTP',
  upgrade: 'WebSocket upgrade',
  auth: 'Authentication',
  messaging: 'Messages',
  runner: 'The machine that verifies',
}

const anchorOf = ({ docs }: Signature): string => docs.slice(docs.indexOf('#') + 1)
const layerOf = ({ id }: Signature): string => id.slice(0, id.indexOf('.'))
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

function section({ signature, symptom, confidence, cause, fix, neighbours }: Explanation): string {
  const similar = neighbours.map(({ signature: other, differs }) => {
    const link = `[${other.id}](#${anchorOf(other)})`
    return `- ${link}: ${differs.length === 0 ? 'the same fault, when less is known' : safe(`there ${differs.join('; and ')}`)}`
  })
  return [
    `<a id="${anchorOf(signature)}"></a>`,
    `### ${signature.id}`,
    `**Cause** (${safe(confidence.join('; '))}): ${safe(cause)}`,
    `**Seen when** all of these hold:\n\n${list(symptom)}`,
    `**Fix:**\n\n${fenced(fix)}`,
    ...(similar.length > 0 ? [`**Not to be taken for:**\n\n${similar.join('\n')}`] : []),
    ...guideLink(signature),
    `**Source:** ${safe(signature.source)}`,
  ].join('\n\n')
}

export function diagnosesPage(): string {
  const layers = [...new Set(signatures.map(layerOf))]
  const contents = layers.map(layer => {
    const rows = signatures.filter(signature => layerOf(signature) === layer)
    return `- [${layerTitles[layer] ?? layer}](#layer-${layer}): ${rows.length}`
  })
  const sections = layers.map(layer => {
    const rows = signatures.filter(signature => layerOf(signature) === layer)
    return [
      `<a id="layer-${layer}"></a>`,
      `## ${layerTitles[layer] ?? layer}`,
      ...rows.map(row => section(explainSignature(row, signatures))),
    ].join('\n\n')
  })
  return `${[
    '# Diagnoses',
    '<!-- Generated from src/diagnosis/signatures by `npm run generate`. -->',
    [
      `What the product can say about a failure: ${signatures.length} causes. A diagnosis is made when all of its`,
      'conditions hold on what was observed; the surest comes first, then the one that demanded most. Where two',
      'causes remain, both are shown. `verify-deploy explain ID` prints one of these sections. Words in capitals in a',
      'fix, such as HOST or NAME, are yours to fill in.',
    ].join('\n'),
    contents.join('\n'),
    ...sections,
  ].join('\n\n')}\n`
}
