/** The words and glyphs of outcomes and verdicts: the same on every surface. */

import type { Outcome } from '../../model/check.ts'
import type { Report, Verdict } from '../../model/report.ts'

export interface OutcomeWords {
  /** For Markdown: an emoji that a reader finds from afar. */
  readonly glyph: string
  /** For terminals: one column wide in every font. */
  readonly mark: string
  readonly word: string
}

export const outcomeWords: Readonly<Record<Outcome, OutcomeWords>> = {
  passed: { glyph: '✅', mark: '✓', word: 'passed' },
  failed: { glyph: '❌', mark: '✗', word: 'failed' },
  blocked: { glyph: '⛔', mark: '⊘', word: 'blocked' },
  skipped: { glyph: '⏭️', mark: '·', word: 'skipped' },
  errored: { glyph: '⚠️', mark: '!', word: 'could not be tested' },
}

export const verdictWords: Readonly<Record<Verdict, OutcomeWords>> = {
  passed: { glyph: '✅', mark: '✓', word: 'passed' },
  failed: { glyph: '❌', mark: '✗', word: 'failed' },
  inconclusive: { glyph: '⚠️', mark: '!', word: 'inconclusive' },
  cancelled: { glyph: '⏹️', mark: '!', word: 'cancelled' },
}

/** The verdict and its reason, which says some verdicts itself: `failed: …`, `cancelled; until then …`. */
export function verdictLine({ verdict, because }: Pick<Report, 'verdict' | 'because'>): string {
  const { word } = verdictWords[verdict]
  return because.startsWith(word) ? because : `${word}: ${because}`
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${showCount(n)} ${n === 1 ? one : many}`

/** `12,345`, the same in every locale. */
export const showCount = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

export function showBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

/** `4 planned, 3 executed: 2 passed, 1 failed, 1 blocked`; what is zero is left out. */
export function showCounts({ planned, executed, ...rest }: Report['counts']): string {
  const outcomes = (['passed', 'failed', 'errored', 'blocked', 'skipped'] as const)
    .filter(outcome => rest[outcome] > 0)
    .map(outcome => `${showCount(rest[outcome])} ${outcome}`)
  const all = `${plural(planned, 'check')} planned, ${showCount(executed)} executed`
  return outcomes.length > 0 ? `${all}: ${outcomes.join(', ')}` : all
}
