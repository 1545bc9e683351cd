/**
 * What follow-up probes cost: the same failing run in this process with and without them, and the connections that the
 * server counted beside those that the checks made.
 */

import { checkKinds } from '../../src/checks/index.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { FaultName } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { execute } from '../../src/execute.ts'
import { createFollowUp } from '../../src/follow-up.ts'
import { buildPlan } from '../../src/plan.ts'
import { createRedactor } from '../../src/redact.ts'
import { startRun } from '../../src/run.ts'

interface Cost {
  readonly ms: number
  /** Connections that reached the server. */
  readonly connections: number
}

async function runOnce(fault: FaultName | null, asking: boolean): Promise<Cost> {
  await using service = await startService(fault ? { faults: [fault] } : {})
  const inputs = {
    url: service.url,
    websocket: '/ws',
    'jwt-secret': service.secret.reveal(),
    send: '{"type":"chat_message","content":"hello","id":"{{id}}"}',
    expect: '{"type":"ack","id":"{{id}}"}',
    timeout: '1s',
  }
  const given = Object.entries(inputs).map(([name, value]) => [name, { value, subject: name }])
  const loaded = await loadConfig(
    { inputs: Object.fromEntries(given), env: {}, directory: '.', event: null },
    checkKinds,
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  using run = startRun(loaded.config, {
    cancelled: new AbortController().signal,
    env: {},
    facts: { runId: 'bench', sha: '', directory: '.' },
    born: () => {},
    hide: text => text,
  })
  const start = performance.now()
  const results = await execute(buildPlan(loaded.config, checkKinds), {
    kinds: checkKinds,
    wire: run.wire,
    redactor: createRedactor(),
    ...(asking ? { followUp: createFollowUp(checkKinds, run) } : {}),
    onResult: () => {},
  })
  const ms = performance.now() - start
  const passed = results.every(({ outcome }) => outcome === 'passed')
  if (passed !== (fault === null)) throw new Error(`${fault ?? 'no fault'}: not the outcome that was wanted`)
  return { ms, connections: service.stats().connections }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const failing: readonly FaultName[] = [
  ...(['refused-port', 'reset', 'bad-gateway', 'health-down', 'upgrade-dropped'] as const),
  ...(['endpoint-missing', 'upgrade-redirected', 'upgrade-hangs', 'token-refused'] as const),
  ...(['policy-close', 'silent'] as const),
]

export async function benchFollowUps(rounds: number): Promise<void> {
  console.log(`\nfollow-up probes (median of ${rounds}, in turn, in one process)`)
  const added: number[] = []
  for (const fault of [null, ...failing]) {
    const [without, asked]: [Cost[], Cost[]] = [[], []]
    for (let round = 0; round <= rounds; round++) {
      const [plain, full] = [await runOnce(fault, false), await runOnce(fault, true)]
      // The first round loads the code.
      if (round === 0) continue
      without.push(plain)
      asked.push(full)
    }
    const [before, after] = [without, asked].map(costs => median(costs.map(({ ms }) => ms))) as [
      number,
      number,
    ]
    const further = Math.max(...asked.map(({ connections }, i) => connections - without[i]!.connections))
    if (fault !== null) added.push(after - before)
    console.log(
      `  ${(fault ?? 'passes').padEnd(20)} ${(after / before).toFixed(2).padStart(6)}×   ${(after - before).toFixed(0).padStart(5)} ms more   ${further} further connections`,
    )
  }
  console.log(
    `  of the failing runs: median ${median(added).toFixed(0)} ms more, at most ${Math.max(...added).toFixed(0)} ms (limit 3000 ms)`,
  )
}
