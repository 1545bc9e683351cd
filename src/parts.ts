/** Finds and reads the reports that `merge` is given: files, or folders with a report in each of their folders. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import type { Given } from './config/config.ts'
import { announcementOf, readInputs } from './config/input-values.ts'
import { parseExpected } from './config/values.ts'
import { type Merging, mergeReports, type Part } from './merge.ts'
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
  const found: Found[] = []
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
    else if (kind?.isDirectory()) found.push(...(await findIn(path)))
    else
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
  return merged(mergeReports(await readAll(unique, expected?.ok ? expected.value : null)))
}

function refuse(problems: readonly Problem[]): Report {
  const nothing = mergeReports({ parts: [], missing: [], now: Date.now() })
  const decision = decide([], { failOn: 'any', ended: null, problems: problems.length })
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
async function findIn(root: string): Promise<Found[]> {
  const reports: string[] = []
  let entries = 0
  const walk = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (++entries > mostEntries) return
      const path = join(folder, entry.name)
      if (entry.isFile() && entry.name === 'report.json') reports.push(path)
      // A link may lead anywhere, and round in circles.
      else if (entry.isDirectory() && depth < deepest) await walk(path, depth + 1)
    }
  }
  await walk(root, 0)
  if (reports.length > 0) return reports.map(path => ({ path, label: labelOf(path, root) }))
  const names = await readdir(root).catch(() => [])
  return names
    .filter(name => name.endsWith('.json'))
    .map(name => ({ path: join(root, name), label: labelOf(name) }))
}

async function readAll(found: readonly Found[], expected: Expected): Promise<Merging> {
  const parts: Part[] = []
  const missing: string[] = []
  const labels = new Map<string, number>()
  for (const { path, label: plain } of found.slice(0, mostParts)) {
    const before = labels.get(plain) ?? 0
    labels.set(plain, before + 1)
    const label = before === 0 ? plain : `${plain}#${before + 1}`
    const read = await readPart(path)
    if (read.ok) parts.push({ label, report: read.report })
    else missing.push(`the part "${label}" cannot be read: ${read.message}`)
  }
  if (found.length > mostParts)
    missing.push(`${found.length - mostParts} parts beyond the first ${mostParts} were not read`)
  const known = new Set(labels.keys())
  if (expected && 'count' in expected && found.length < expected.count)
    missing.push(`${found.length} of ${expected.count} expected parts are there`)
  if (expected && 'labels' in expected)
    for (const label of expected.labels)
      if (!known.has(label)) missing.push(`the part "${label}" is missing: its job ended without a report`)
  return { parts, missing, now: Date.now() }
}

async function readPart(
  path: string,
): Promise<{ ok: true; report: Report } | { ok: false; message: string }> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size > mostBytes)
    return { ok: false, message: `it has ${size} bytes, and a report has at most ${mostBytes}` }
  try {
    return await readReport(await readFile(path, 'utf8'))
  } catch (error) {
    return { ok: false, message: (error as Error).message }
  }
}
