/** How much a Markdown document tells, and what goes first when it grows too long. */

export interface Detail {
  readonly diagrams: boolean
  readonly transcripts: boolean
  readonly facts: boolean
  readonly proofs: boolean
  readonly attempts: boolean
  /** Failed checks that are told in full. */
  readonly failures: number
  /** Rows of the table of checks, and of any other list. */
  readonly rows: number
}

export const fullDetail: Detail = {
  diagrams: true,
  transcripts: true,
  facts: true,
  proofs: true,
  attempts: true,
  failures: 50,
  rows: 2000,
}

/** Each step also takes what those before it took; `left` is what the reader is told. */
export const reductions: readonly { readonly left: string; readonly change: Partial<Detail> }[] = [
  { left: 'transcripts', change: { transcripts: false } },
  { left: 'observed facts', change: { facts: false } },
  { left: 'the proof of passed checks', change: { proofs: false } },
  { left: 'attempts', change: { attempts: false } },
  {
    left: 'checks beyond the first 500 and failures beyond the first 20',
    change: { failures: 20, rows: 500 },
  },
  { left: 'checks beyond the first 100 and failures beyond the first 5', change: { failures: 5, rows: 100 } },
  { left: 'checks beyond the first 20 and failures beyond the first 2', change: { failures: 2, rows: 20 } },
]

const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength

/** The most detailed text that fits, and what had to be left out for it. */
export function fit(limit: number, render: (detail: Detail, left: readonly string[]) => string): string {
  let detail = fullDetail
  let left: readonly string[] = []
  let text = render(detail, left)
  for (const reduction of reductions) {
    if (bytesOf(text) <= limit) break
    detail = { ...detail, ...reduction.change }
    // Each bound on rows replaces the one before.
    const kept = reduction.change.rows ? left.filter(words => !words.startsWith('checks beyond')) : left
    left = [...kept, reduction.left]
    text = render(detail, left)
  }
  return text
}
