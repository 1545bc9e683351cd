/** `1 check`, `3 checks`. */
export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** `31 attempts, 0 answers`: a refused connection was an attempt and no answer. `4 answers` where each attempt had one. */
export function showAttempts(attempts: number, answers: number | null): string {
  if (answers === null) return plural(attempts, 'attempt')
  const answered = plural(answers, 'answer')
  return answers === attempts ? answered : `${plural(attempts, 'attempt')}, ${answered}`
}
