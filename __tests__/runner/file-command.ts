/**
 * The files GITHUB_OUTPUT, GITHUB_STATE and GITHUB_ENV, and the step summary.
 * https://github.com/actions/runner/blob/v2.336.0/src/Runner.Worker/FileCommandManager.cs
 */

import type { Masker } from './masker.ts'

/** `NAME=VALUE`, or `NAME<<DELIMITER`, lines, `DELIMITER`. Throws as the runner does, which fails the step. */
export function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {}
  const lines = text.split('\n')
  // What follows the last line feed is a line only if it is not empty.
  if (lines.at(-1) === '') lines.pop()
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (line === '') continue
    const found = /^((?:(?!<<)[^=])*)(=|<<)(.*)$/s.exec(line)
    if (!found) throw new Error(`Invalid format '${line}'`)
    const [name, kind, rest] = [found[1]!, found[2]!, found[3]!]
    if (kind === '=') {
      if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`)
      pairs[name] = rest
      continue
    }
    if (name === '' || rest === '')
      throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`)
    const end = lines.indexOf(rest, at + 1)
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`)
    pairs[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return pairs
}

export const summaryLimitBytes = 1024 * 1024

/** The summary as it is shown: masked line by line, or null, with the error, when it is too large to be uploaded. */
export function takeSummary(
  content: Buffer,
  masker: Masker,
): { summary: string | null; error: string | null } {
  if (content.length > summaryLimitBytes)
    return {
      summary: null,
      error:
        '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ' +
        `${summaryLimitBytes / 1024}k, got ${Math.floor(content.length / 1024)}k.`,
    }
  return { summary: content.toString().split('\n').map(masker.mask).join('\n'), error: null }
}
