/** What is wrong with what the user gave us. Collected and reported together; nothing is sent before they are mended. */

/** A position in a configuration file, lines and columns counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface Problem {
  /** The input or the key, in the user's own spelling: `timeout`, `--timeout`, `checks[2].within`. */
  readonly subject: string
  /** What was seen and what was expected, with the user's value in quotes; never a secret's. */
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
  readonly place: Place | null
}

/** A problem in one or two lines, for a terminal. */
export function showProblem({ subject, message, remedy, place }: Problem): string {
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : ''
  return `${where}${subject}: ${message}; ${remedy}`
}
