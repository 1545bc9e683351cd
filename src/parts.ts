/** Finds and reads the reports that `merge` is given: files, or folders with a report in each of their folders. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import type { Given } from './config/config.ts'
import { announcementOf, readInputs } from './config/input-values.ts'
import { parseExpected } from './config/values.ts'
import { type Merging, type Missing, mergeReports, type Part } from './merge.ts'
import type { Problem } from './model/problem.ts'
import type { Announcement } from './model/publishing.ts'
import type { Report } from './model/report.ts'
import type { Secret } from './model/secret.ts'
import { readReport } from './report/read.ts'
import { decide } from './verdict.ts'

const mostParts = 500
const mostEntries = 20_000
const deepest = 6
const mostBytes = 64 * 1024 * 1024

/** How many parts there have to be, or their labels. */
type Expected = { readonly count: number } | { readonly labels: readonly string[] } | null

interface Found {
  readonly path: string
  readonly label: string
}

/** Found below the paths, and a sentence for each place where there may be more. */
interface Search {
  readonly found: Found[]
  readonly unread: string[]
}

export interface Merged {
  readonly report: Report
  readonly reportDir: string | null
  readonly announcement: Announcement
  readonly secrets: readonly Secret[]
}

/** The inputs that mean something where nothing is verified, beside those of `merge` itself. */
const publishing = [
  'check-run',
  'comment',
  'deployment-status',
  'environment',
  'github-token',
  'job',
  'job-id',
  'sha',
]

/** A path that is not there is an input problem, and nothing is merged; a part that cannot be read is a missing part. */
export async function mergeGiven(given: Given): Promise<Merged> {
  const { inputs, directory } = given
  const published = Object.entries(inputs).filter(([name]) => publishing.includes(name))
  const read = await readInputs({ ...given, inputs: Object.fromEntries(published) })
  const problems: Problem[] = [...read.problems]
  const { found, unread }: Search = { found: [], unread: [] }
  const told = inputs['merge-expect']
  const expected = told?.value.trim() ? parseExpected(told.value) : null
  if (told && expected?.ok === false)
    problems.push({ subject: told.subject, message: expected.message, remedy: expected.remedy, place: null })
  const { value = '', subject = 'merge' } = inputs.merge ?? {}
  for (const line of value.split('\n').map(text => text.trim())) {
    if (line === '') continue
    const path = resolve(directory, line)
    const kind = await stat(path).catch(() => null)
    if (kind?.isFile()) found.push({ path, label: labelOf(path) })
    else if (kind?.isDirectory()) {
      const below = await findIn(path, line)
      found.push(...below.found)
      unread.push(...below.unread)
    } else
      problems.push({
        subject,
        message: `"${line}" is not there`,
        remedy: 'give report files, or the folder that the artifacts were downloaded to',
        place: null,
      })
  }
  const folder = inputs['report-dir']?.value.trim()
  const reportDir = folder ? resolve(directory, folder) : null
  const merged = (report: Report): Merged => {
    const { publishing: asked, environment, sha } = announcementOf(read.values)
    const about = { environment: environment ?? report.environment, sha: sha ?? report.sha }
    return {
      report,
      reportDir,
      announcement: { publishing: asked, ...about, baselines: [] },
      secrets: read.secrets,
    }
  }
  if (problems.length > 0) return merged(refuse(problems))
  const unique = [...new Map(found.map(one => [one.path, one])).values()].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  )
  const { parts, missing } = await readAll(unique, expected?.ok ? expected.value : null)
  return merged(mergeReports({ parts, missing: [...missing, ...unread.map(unnamed)], now: Date.now() }))
}

function refuse(problems: readonly Problem[]): Report {
  const nothing = mergeReports({ parts: [], missing: [], now: Date.now() })
  const decision = decide([], { failOn: 'any', ended: null, problems })
  return { ...nothing, ...decision, problems }
}

/** `artifacts/eu-west/report.json` is `eu-west`; `eu-west.json` too. */
function labelOf(path: string, root = ''): string {
  const name = basename(path, extname(path))
  if (name !== 'report') return name
  const folder = root === '' ? basename(dirname(path)) : relative(root, dirname(path)).replaceAll('\\', '/')
  return folder || basename(dirname(path))
}

/** Every `report.json` below, else every JSON file in the folder itself. */
async function findIn(root: string, shown: string): Promise<Search> {
  const reports: string[] = []
  const unread = new Set<string>()
  let entries = 0
  const walk = async (folder: string, depth: number): Promise<void> => {
    const read = await readdir(folder, { withFileTypes: true }).catch((error: Error) => error)
    if (read instanceof Error) {
      unread.add(`the folder "${relative(root, folder) || shown}" cannot be read: ${read.message}`)
      return
    }
    for (const entry of read) {
      if (++entries > mostEntries) {
        unread.add(`"${shown}" has more than ${mostEntries} entries; what comes after them was not looked at`)
        return
      }
      const path = join(folder, entry.name)
      if (entry.isFile() && entry.name === 'report.json') reports.push(path)
      // A link may lead anywhere, and round in circles.
      else if (entry.isDirectory() && depth < deepest) await walk(path, depth + 1)
      else if (entry.isDirectory())
        unread.add(`"${shown}" has folders more than ${deepest} deep, which were not looked at`)
    }
  }
  await walk(root, 0)
  const search = (found: Found[]): Search => ({ found, unread: [...unread] })
  if (reports.length > 0) return search(reports.map(path => ({ path, label: labelOf(path, root) })))
  const names = await readdir(root).catch(() => [])
  return search(
    names
      .filter(name => name.endsWith('.json'))
      .map(name => ({ path: join(root, name), label: labelOf(name) })),
  )
}

const unnamed = (message: string): Missing => ({ label: null, message })

async function readAll(
  found: readonly Found[],
  expected: Expected,
): Promise<Pick<Merging, 'parts' | 'missing'>> {
  const parts: Part[] = []
  const missing: Missing[] = []
  const miss = (name: string, why: string) =>
    missing.push({ label: name, message: `the part "${name}" ${why}` })
  const labels = new Set<string>()
  const seen = new Map<string, string>()
  for (const { path, label: plain } of found.slice(0, mostParts)) {
    let label = plain
    for (let n = 2; labels.has(label); n++) label = `${plain}#${n}`
    labels.add(label)
    const read = await readPart(path)
    const same = read.ok ? seen.get(read.run) : undefined
    if (same !== undefined) miss(label, `is the report of "${same}" once more, and proves nothing of its own`)
    else if (read.ok) {
      seen.set(read.run, label)
      parts.push({ label, report: read.report })
    } else miss(label, `cannot be read: ${read.message}`)
  }
  if (found.length > mostParts)
    missing.push(unnamed(`${found.length - mostParts} parts beyond the first ${mostParts} were not read`))
  const known = labels
  if (expected && 'count' in expected && found.length < expected.count)
    missing.push(unnamed(`${found.length} of ${expected.count} expected parts are there`))
  if (expected && 'labels' in expected)
    for (const label of expected.labels)
      if (!known.has(label)) miss(label, 'is missing: its job ended without a report')
  return { parts, missing }
}

async function readPart(
  path: string,
): Promise<{ ok: true; report: Report; run: string } | { ok: false; message: string }> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size > mostBytes)
    return { ok: false, message: `it has ${size} bytes, and a report has at most ${mostBytes}` }
  try {
    const text = await readFile(path, 'utf8')
    const read = await readReport(text)
    // The same run written twice, whatever the layout.
    return read.ok ? { ...read, run: fingerprint(read.report) } : read
  } catch (error) {
    return { ok: false, message: (error as Error).message }
  }
}

/** One run is told by when it began and what it found, to the tenth of a millisecond. */
const fingerprint = ({ runId, url, environment, startedAt, durationMs, checks }: Report): string =>
  JSON.stringify([
    runId,
    url,
    environment,
    startedAt,
    durationMs,
    checks.map(({ id, durationMs: ms }) => [id, ms]),
  ])
