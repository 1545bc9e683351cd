/** Which message stands for which of several matches. */

export interface Assignment {
  /** Takes a message that fits these places, moving others if that makes room; false if it is not needed. */
  add(message: number, fits: readonly number[]): boolean
  /** Places that still have no message. */
  open(): number[]
  messages(): number[]
}

/**
 * A bipartite matching that grows message by message (augmenting paths, Kuhn 1955). Taking the first place that fits
 * would fail where `[{type: a}, {type: a, id: 1}]` meets the message with the id first.
 */
export function assign(places: number): Assignment {
  const holder: (number | null)[] = new Array(places).fill(null)
  const fitting = new Map<number, readonly number[]>()

  function settle(message: number, tried: Set<number>): boolean {
    for (const place of fitting.get(message) ?? []) {
      if (tried.has(place)) continue
      tried.add(place)
      const held = holder[place] ?? null
      if (held === null || settle(held, tried)) {
        holder[place] = message
        return true
      }
    }
    return false
  }

  return {
    add(message, fits) {
      fitting.set(message, fits)
      const settled = settle(message, new Set())
      if (!settled) fitting.delete(message)
      return settled
    },
    open: () => holder.flatMap((message, place) => (message === null ? [place] : [])),
    messages: () => holder.filter(message => message !== null),
  }
}
