/** What a remedy says about a word that nobody knows. */

import { suggestWord } from '../matching/suggest.ts'

/** `did you mean "timeout"?`, or all that may be written instead. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = suggestWord(word, known)
  return meant === null ? `write one of: ${known.join(', ')}` : `did you mean "${meant}"?`
}
