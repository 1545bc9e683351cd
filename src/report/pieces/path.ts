/** The layers that a client of a check walks, and where the path broke: as text and as a Mermaid diagram. */

import type { CheckResult } from '../../model/check.ts'
import type { Layer } from '../../model/fault.ts'

/** `unproven`: not reached, or this check does not tell. */
export type StepState = 'walked' | 'broken' | 'unproven'

export interface PathStep {
  readonly layer: Layer
  readonly label: string
  readonly state: StepState
}

const labels: Partial<Readonly<Record<Layer, string>>> = {
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  http: 'HTTP',
  upgrade: 'Upgrade',
  auth: 'Auth',
  messaging: 'Messages',
  streaming: 'Stream',
  idle: 'Idle',
}

function layersOf(target: string): readonly Layer[] {
  const secure = /^(https|wss):/i.test(target)
  const below: readonly Layer[] = secure ? ['dns', 'tcp', 'tls', 'http'] : ['dns', 'tcp', 'http']
  return /^wss?:/i.test(target) ? [...below, 'upgrade', 'auth', 'messaging'] : below
}

/** What lies before the broken layer was walked, unless the facts say otherwise. */
function isProven(layer: Layer, check: CheckResult): boolean {
  const status = check.observations['http.response.status_code']
  // An address in the URL, `connect-to` and a proxy go past the resolver.
  if (layer === 'dns') return Boolean(check.observations['dns.addresses'])
  if (layer === 'http') return (status ?? null) !== null || check.layer === 'messaging'
  if (layer === 'upgrade') return (status ?? 101) === 101
  return true
}

/** The path of a check that broke on a layer of it; null if the path has no part in the trouble. */
export function pathOf(check: CheckResult): readonly PathStep[] | null {
  const walk = layersOf(check.target)
  const layer = check.layer
  if (layer === null) return null
  const path = walk.includes(layer) || !labels[layer] ? walk : [...walk, layer]
  const broken = path.indexOf(layer)
  if (broken < 0) return null
  return path.map((step, at) => ({
    layer: step,
    label: labels[step] ?? step,
    state: at === broken ? 'broken' : at < broken && isProven(step, check) ? 'walked' : 'unproven',
  }))
}

const marks: Readonly<Record<StepState, string>> = { walked: '✓', broken: '✗', unproven: '·' }

export function pathText(steps: readonly PathStep[]): string {
  return steps.map(step => `${step.label} ${marks[step.state]}`).join(' → ')
}

/** Built from our own words only: Mermaid would read text of the target as its own language. */
export function pathDiagram(steps: readonly PathStep[]): string {
  const nodes = steps.map(step => `  ${step.layer}["${step.label} ${marks[step.state]}"]:::${step.state}`)
  const edges = steps.slice(1).map((step, at) => {
    const arrow = { walked: '-->', broken: '--x', unproven: '-.->' }[step.state]
    return `  ${steps[at]?.layer} ${arrow} ${step.layer}`
  })
  return [
    'flowchart LR',
    ...nodes,
    ...edges,
    '  classDef walked fill:#dafbe1,stroke:#1a7f37,color:#116329',
    '  classDef broken fill:#ffebe9,stroke:#cf222e,color:#a40e26,stroke-width:3px',
    '  classDef unproven fill:#f6f8fa,stroke:#8c959f,color:#57606a,stroke-dasharray:4 3',
  ].join('\n')
}
