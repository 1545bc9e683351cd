/** junit.xml: `failure` is the deployment's, `error` the verifier's; what is blocked or does not apply is `skipped`. */

import type { Report, ReportedCheck } from '../model/report.ts'
import { clip, escapeXml, oneLine } from './escape.ts'
import { changesLine } from './pieces/changes.ts'
import { pathOf, pathText } from './pieces/path.ts'
import { transcriptLines } from './pieces/transcript.ts'

const longestText = 20_000

const attributes = (pairs: Readonly<Record<string, string | number>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/** Line ends stay line ends in an element, unlike in an attribute. */
const body = (lines: readonly string[]): string =>
  clip(lines.join('\n'), longestText).split('\n').map(escapeXml).join('\n')

function tell(check: ReportedCheck): readonly string[] {
  const steps = pathOf(check)
  const [best] = check.diagnoses
  return [
    oneLine(check.reason),
    ...(steps ? [pathText(steps)] : []),
    ...(best ? [`Cause (${best.confidence} confidence, ${best.id}): ${best.cause}`] : []),
    ...(best && best.why.length > 0 ? ['Why:', ...best.why.map((step, at) => `  ${at + 1}. ${step}`)] : []),
    ...(best && best.fix.length > 0 ? ['Fix:', ...best.fix.map(line => `  ${line}`)] : []),
    ...check.assertions
      .filter(({ ok }) => !ok)
      .map(({ claim, expected, actual }) => oneLine(`${claim}: expected ${expected}, found ${actual}`)),
  ]
}

function outcomeElement(check: ReportedCheck): string {
  const message = check.reason
  if (check.outcome === 'failed' || check.outcome === 'errored') {
    const tag = check.outcome === 'failed' ? 'failure' : 'error'
    const type = check.fault?.type ?? check.class ?? 'unknown'
    return `      <${tag}${attributes({ message, type })}>${body(tell(check))}</${tag}>\n`
  }
  if (check.outcome === 'passed') return ''
  return `      <skipped${attributes({ message: check.blockedBy ? `blocked: ${message}` : message })}/>\n`
}

function outputElement(check: ReportedCheck): string {
  const { proof } = check
  const lines = [
    ...(proof
      ? [`${proof.address}: ${proof.seen}; ${proof.bytesSent} bytes sent, ${proof.bytesReceived} received`]
      : []),
    ...check.notes,
    ...(check.outcome === 'failed' ? transcriptLines(check.transcript, 30, 300) : []),
  ]
  return lines.length > 0 ? `      <system-out>${body(lines)}</system-out>\n` : ''
}

function testCase(check: ReportedCheck): string {
  const place = check.source ? { file: check.source.file, line: check.source.line } : {}
  const classname = `verify-deploy.${check.kind}`
  const opening = attributes({ name: check.name, classname, time: seconds(check.durationMs), ...place })
  const inside = outcomeElement(check) + outputElement(check)
  return inside ? `    <testcase${opening}>\n${inside}    </testcase>\n` : `    <testcase${opening}/>\n`
}

/** What no check says: an input problem, or a verdict that is not green without a check that failed. */
function errorCases(report: Report): readonly string[] {
  const problems = report.problems.map(({ subject, message, remedy }) => ({ name: subject, message, remedy }))
  const told = report.checks.some(({ outcome }) => outcome === 'failed' || outcome === 'errored')
  const silent = report.verdict !== 'passed' && problems.length === 0 && !told
  const verdict = silent ? [{ name: 'verdict', message: report.because, remedy: report.verdict }] : []
  return [...problems, ...verdict].map(({ name, message, remedy }) => {
    const error = `<error${attributes({ message, type: report.verdict })}>${body([message, remedy])}</error>`
    const opening = attributes({ name, classname: 'verify-deploy', time: '0.000' })
    return `    <testcase${opening}>\n      ${error}\n    </testcase>\n`
  })
}

export function renderJunit(report: Report): string {
  const extra = errorCases(report)
  const { failed, blocked, skipped, errored } = report.counts
  const totals = {
    tests: report.checks.length + extra.length,
    failures: failed,
    errors: errored + extra.length,
    skipped: blocked + skipped,
    time: seconds(report.durationMs),
  }
  const name = report.environment ? `verify-deploy ${report.environment}` : 'verify-deploy'
  const suite = attributes({ name, ...totals, timestamp: report.startedAt })
  const cases = [...report.checks.map(testCase), ...extra].join('')
  const lines = [changesLine(report), ...report.notes.map(note => `Not proven: ${note}`)].filter(Boolean)
  const output = lines.length > 0 ? `    <system-out>${body(lines)}</system-out>\n` : ''
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<testsuites${attributes({ name: 'verify-deploy', ...totals })}>\n` +
    `  <testsuite${suite}>\n${cases}${output}  </testsuite>\n</testsuites>\n`
  )
}
