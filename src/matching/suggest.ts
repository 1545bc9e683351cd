/** "Did you mean": the known word that a misspelt one is nearest to. */

/** The nearest of `known` if it is near enough to be meant, else null. Case and punctuation count for nothing. */
export function suggestWord(word: string, known: readonly string[]): string | null {
  const bare = bareWord(word)
  // A longer word than any known one is none of them, and need not be measured.
  if (bare.length === 0 || bare.length > 64) return null
  let best: string | null = null
  let least = Math.min(2, Math.floor(bare.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(bare, bareWord(candidate))
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

const bareWord = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Insertions, deletions, replacements, and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let distance = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, before[j - 2]! + 1)
      }
      next.push(distance)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
