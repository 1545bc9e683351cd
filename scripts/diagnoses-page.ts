/** docs/diagnoses.md, from the tables of signatures. */

import { renderSection } from '../src/commands/diagnosis-section.ts'
import { explainSignature } from '../src/diagnosis/describe.ts'
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

const layerOf = ({ id }: Signature): string => id.slice(0, id.indexOf('.'))
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
      ...rows.map(row => renderSection(explainSignature(row, signatures), 1)),
    ].join('\n\n')
  })
  return `${[
    '# Diagnoses',
    '<!-- Generated from src/diagnosis/signatures by `npm run generate`. -->',
    [
      `What the product can say about a failure: ${signatures.length} causes. A diagnosis is made when all of its`,
      'conditions hold on what was observed; the surest comes first, then the one that demanded most. Where two',
      'causes remain, both are shown. `verify-deploy explain ID` prints one of these sections, with all its neighbours. Words in capitals in a',
      'fix, such as HOST or NAME, are yours to fill in.',
    ].join('\n'),
    contents.join('\n'),
    ...sections,
  ].join('\n\n')}\n`
}
