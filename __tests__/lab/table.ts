/**
 * `npm run lab -- --table [--room=ROOM] [WORDS]`: every situation of the lab (or of one room, or those whose name has the
 * words), two at a time, as a table: what was broken, the layer that was expected and the one that was found, the first
 * diagnosis, right or wrong.
 * What is wrong is told on stderr (with `--verbose`, with all that was observed), and ends it with 1.
 */

import { isDeepStrictEqual } from 'node:util'
import { observe } from './bare-client.ts'
import { brokenClaims } from './claims.ts'
import { rooms } from './rooms.ts'
import type { Expectation, Situation } from './situation.ts'
import { startStage } from './stage.ts'
import { reduce, topDiagnosis, type Verified, verify } from './verify.ts'
import { createWorld, type World } from './world.ts'

const atOnce = 2

interface Row {
  readonly situation: Situation
  readonly cells: readonly string[]
  /** Verdict, exit code, and for each failure its check, layer, class and fault. */
  readonly outcomeRight: boolean
  /** The first diagnosis and the speaker; where nothing failed, that there is none. */
  readonly diagnosisRight: boolean
  readonly elapsedMs: number
}

const withoutDiagnosis = (one: Expectation) => ({
  ...one,
  failed: one.failed.map(({ check, layer, class: failureClass, type }) => [check, layer, failureClass, type]),
})
const diagnosisOf = (one: Expectation) => one.failed.map(({ diagnosis, speaker }) => [diagnosis, speaker])
const showLayers = ({ failed, verdict }: Expectation): string =>
  failed.map(({ layer }) => layer).join(', ') || verdict

const troubled = ({ report }: Verified) =>
  report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')

async function tryOut(situation: Situation, world: World): Promise<Row> {
  const { expect, name } = situation
  await using stage = await startStage(situation, world)
  const seen = await observe(situation, stage, world)
  const verified = await verify(situation, stage, world)
  const found = reduce(verified, expect)
  const isReal = situation.bare.test(seen)
  const outcomeRight = isReal && isDeepStrictEqual(withoutDiagnosis(found), withoutDiagnosis(expect))
  const broken = brokenClaims(verified.report)
  const diagnosisRight = broken.length === 0 && isDeepStrictEqual(diagnosisOf(found), diagnosisOf(expect))
  if (!outcomeRight || !diagnosisRight) {
    const facts = troubled(verified).map(({ id, reason, diagnoses, observations }) => ({
      id,
      reason,
      diagnoses: diagnoses.map(diagnosis => diagnosis.id),
      observations,
    }))
    console.error(`\n# ${name}\nseen     ${isReal ? 'as expected' : `${seen}, and not ${situation.bare}`}`)
    console.error(
      `expected ${JSON.stringify(expect)}\nfound    ${JSON.stringify(found)}\nclaims   ${broken.join('; ')}`,
    )
    if (verbose) console.error(JSON.stringify(facts, null, 1))
  }
  const { elapsedMs } = verified
  return {
    situation,
    cells: [
      name,
      showLayers(expect),
      isReal ? showLayers(found) : 'situation does not hold',
      troubled(verified).map(topDiagnosis).join(', ') || '-',
      outcomeRight ? (diagnosisRight ? 'right' : 'diagnosis wrong') : 'WRONG',
      `${Math.round(elapsedMs)} ms`,
    ],
    outcomeRight,
    diagnosisRight,
    elapsedMs,
  }
}

function giveUp(situation: Situation, trouble: unknown): Row {
  console.error(`\n# ${situation.name}\n${trouble instanceof Error ? trouble.stack : trouble}`)
  const cells = [situation.name, showLayers(situation.expect), 'not started', '-', 'WRONG', '-']
  return { situation, cells, outcomeRight: false, diagnosisRight: false, elapsedMs: 0 }
}

function print(table: readonly (readonly string[])[]): void {
  const widths = table[0]!.map((_, column) => Math.max(...table.map(row => row[column]!.length)))
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
}

const verbose = process.argv.includes('--verbose')
const words = process.argv.slice(2).filter(word => !word.startsWith('--'))
const roomName = process.argv.find(w => w.startsWith('--room='))?.slice(7)
const situations = Object.entries<readonly Situation[]>(rooms)
  .filter(([room]) => roomName === undefined || room === roomName)
  .flatMap(([, all]) => all)
  .filter(({ name }) => name.toLowerCase().includes(words.join(' ').toLowerCase()))

const begun = performance.now()
const rows: Row[] = []
{
  await using world = createWorld()
  // One iterator for all workers: each takes the next that is left.
  const left = situations.entries()
  const work = async () => {
    for (const [place, situation] of left)
      rows[place] = await tryOut(situation, world).catch(trouble => giveUp(situation, trouble))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

print([['fault', 'expected', 'found', 'top diagnosis', 'judged', 'elapsed'], ...rows.map(row => row.cells)])
const [faulty, healthy] = [true, false].map(fails =>
  rows.filter(({ situation }) => situation.expect.failed.length > 0 === fails),
) as [Row[], Row[]]
const share = (kept: readonly Row[], keep: (row: Row) => boolean): string =>
  `${kept.filter(keep).length} of ${kept.length}`
console.log(`
verdict and layer right  ${share(rows, row => row.outcomeRight)}
first diagnosis right    ${share(faulty, row => row.diagnosisRight)} faults
no diagnosis             ${share(healthy, row => row.diagnosisRight)} stacks that are well
slowest run              ${Math.round(Math.max(...rows.map(row => row.elapsedMs)))} ms
the whole table          ${Math.round(performance.now() - begun)} ms`)
process.exitCode = rows.every(row => row.outcomeRight && row.diagnosisRight) ? 0 : 1
