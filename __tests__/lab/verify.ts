/** Runs the product over one situation, and compares what it says with the row. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recogniseSpeakers } from '../../src/diagnosis/speakers.ts'
import type { Report, ReportedCheck } from '../../src/model/report.ts'
import { command } from '../end-to-end/product.ts'
import { claimsOf, messageOf, signingSecret } from './bare-client.ts'
import type { Expectation, Failed, Situation } from './situation.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'

export interface Verified {
  readonly report: Report
  readonly exitCode: number
  readonly elapsedMs: number
  /** Everything that it printed. */
  readonly printed: string
}

const secretVariable = 'LAB_SECRET'

/** Throws if the product prints no report. */
export async function verify(situation: Situation, stage: Stage, world: World): Promise<Verified> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-run-'))
  const { client = {}, config } = situation
  const flags = Object.entries(inputsOf(situation, stage, world)).map(([name, value]) => `--${name}=${value}`)
  try {
    if (config) {
      writeFileSync(join(folder, 'verify-deploy.yml'), config.replaceAll('{host}', new URL(stage.url).host))
      flags.push('--config=verify-deploy.yml')
    }
    const begun = performance.now()
    const { exitCode, stdout, stderr } = await command([stage.url, ...flags, '--format', 'json'], {
      cwd: folder,
      env: client.secret === 'none' ? {} : { [secretVariable]: signingSecret(client, world.secret) },
    })
    const elapsedMs = performance.now() - begun
    const printed = stdout + stderr
    try {
      return { report: JSON.parse(stdout) as Report, exitCode, elapsedMs, printed }
    } catch {
      throw new Error(`no report (exit ${exitCode}):\n${printed}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inputsOf({ client = {}, config, inputs = {} }: Situation, stage: Stage, world: World) {
  const known: Readonly<Record<string, string>> = {
    '{host}': new URL(stage.url).host,
    '{plain-host}': new URL(stage.plainUrl).host,
  }
  const added = Object.entries(inputs).map(([name, text]) => [
    name,
    text.replace(/\{(plain-)?host\}/g, place => known[place] ?? place),
  ])
  return {
    ...(config
      ? {}
      : {
          websocket: client.path ?? '/ws',
          send: messageOf(client, '{{id}}'),
          expect: JSON.stringify({ type: 'ack', id: '{{id}}' }),
        }),
    wait: '0s',
    // Loopback answers at once; the slow ones are slow by a second.
    timeout: client.delay ? '3s' : '1500ms',
    'connect-to': '127.0.0.1',
    ...(client.secret === 'none' || client.declared
      ? {}
      : { 'jwt-secret-env': secretVariable, 'jwt-claims': JSON.stringify(claimsOf(client)) }),
    ...(client.trustsAuthority === false ? {} : { ca: world.caFile }),
    ...Object.fromEntries(added),
  }
}

/** The part of a report that a row speaks about; a diagnosis that the row accepts counts as the row's own. */
export function reduce({ report, exitCode }: Verified, expected: Expectation): Expectation {
  const idsOf = (outcome: string) =>
    report.checks.filter(check => check.outcome === outcome).map(check => check.id)
  return {
    verdict: report.verdict,
    exitCode,
    failed: report.checks
      .filter(check => check.outcome === 'failed' || check.outcome === 'errored')
      .map(check =>
        reduceFailed(
          check,
          expected.failed.find(one => one.check === check.id),
        ),
      ),
    blocked: idsOf('blocked'),
    skipped: idsOf('skipped'),
  }
}

function reduceFailed(check: ReportedCheck, expected: Failed | undefined): Failed {
  const top = topDiagnosis(check)
  const accepted = expected && [expected.diagnosis].flat().includes(top)
  return {
    check: check.id,
    layer: check.layer!,
    class: check.class!,
    type: check.fault!.type,
    diagnosis: accepted ? expected.diagnosis : top,
    ...(expected?.speaker && { speaker: speakerOf(check, expected.speaker) }),
  }
}

export const topDiagnosis = (check: ReportedCheck): string => check.diagnoses[0]?.id ?? 'none'

/** The author or the proxy, whichever is wanted; else both, to be read by a person. */
function speakerOf({ observations }: ReportedCheck, wanted: string): string {
  const { author, proxy } = recogniseSpeakers(observations)
  const names = [author?.name, proxy?.name]
  return names.includes(wanted) ? wanted : names.map(name => name ?? 'nobody').join(' through ')
}
