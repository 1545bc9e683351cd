/** Many at once, but not all. */

/**
 * Runs `work` on each item in order, at most `most` at the same time; results in order. A bug is told when nothing is under
 * way any more.
 * @param enough once true, no further item is begun: their results are missing at the end
 */
export async function mapAtMost<T, R>(
  most: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  enough: () => boolean = () => false,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length && !enough()) {
      const at = next++
      results[at] = await work(items[at]!, at)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, items.length) }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return results
}
