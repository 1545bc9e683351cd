/**
 * Hedged questions (Dean and Barroso, "The Tail at Scale", 2013): while one hangs, another is put beside it, and the first
 * answer to any of them counts. What a dying instance swallows does not eat the wait for the next one, and one that is
 * slow to start is not cut off before it has answered.
 */

export interface Hedged<T> {
  readonly answer: Promise<T>
  /** Called if another was faster. */
  forget(): void
}

export interface Answered<T> {
  readonly value: T
  readonly by: Hedged<T>
  /** How many were put, the answered one among them. */
  readonly put: number
}

/** Without an answer for `everyMs`, what `again` gives is put beside those that hang; null puts no more. */
export async function hedge<T>(
  first: Hedged<T>,
  everyMs: number,
  again: () => Hedged<T> | null,
): Promise<Answered<T>> {
  const put = [first]
  for (;;) {
    using pause = pauseOf(everyMs)
    const won = await Promise.race([...put.map(settle), pause.over])
    if (won) {
      for (const other of put) if (other !== won.by) other.forget()
      return { ...won, put: put.length }
    }
    const next = again()
    if (next) put.push(next)
  }
}

const settle = async <T>(by: Hedged<T>) => ({ value: await by.answer, by })

/** A timer that is forgotten must not keep the process alive. */
function pauseOf(ms: number): { readonly over: Promise<null> } & Disposable {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return { over, [Symbol.dispose]: () => clearTimeout(timer) }
}
