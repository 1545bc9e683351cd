/** Which of many numbered messages were answered: pure, by nothing but numbers and ids. */

export interface Order {
  /** Numbers without a reply. */
  readonly lost: readonly number[]
  /** Numbers whose reply came again, once for each time. */
  readonly duplicated: readonly number[]
  /** Numbers whose reply came after that of a later message. */
  readonly reordered: readonly number[]
}

/** @param arrivals numbers from 0 in the order in which their replies arrived. */
export function judgeOrder(sent: number, arrivals: readonly number[]): Order {
  const seen = new Set<number>()
  const duplicated: number[] = []
  const reordered: number[] = []
  let latest = -1
  for (const number of arrivals) {
    if (seen.has(number)) {
      duplicated.push(number)
      continue
    }
    seen.add(number)
    if (number < latest) reordered.push(number)
    else latest = number
  }
  const lost = Array.from({ length: sent }, (_, number) => number).filter(number => !seen.has(number))
  return { lost, duplicated, reordered }
}

/** How many of a kind, and the first of them in words. */
export interface Tally {
  readonly count: number
  readonly example: string | null
}

export interface Delivery {
  readonly lost: Tally
  readonly duplicated: Tally
  readonly reordered: Tally
}

export interface Numbered {
  /** Number of the connection, from 1. */
  readonly connection: number
  readonly sent: number
  readonly arrivals: readonly number[]
}

export function judgeDelivery(all: readonly Numbered[]): Delivery {
  const orders = all.map(one => ({ ...one, order: judgeOrder(one.sent, one.arrivals) }))
  const tally = (
    name: keyof Order,
    tell: (one: Numbered & { readonly order: Order }, number: number) => string,
  ): Tally => {
    const first = orders.find(({ order }) => order[name].length > 0)
    return {
      count: orders.reduce((sum, { order }) => sum + order[name].length, 0),
      example: first ? tell(first, first.order[name][0]!) : null,
    }
  }
  const message = ({ connection, sent }: Numbered, number: number) =>
    `message ${number + 1} of ${sent} on connection ${connection}`
  return {
    lost: tally('lost', (one, number) => `${message(one, number)} was never answered`),
    duplicated: tally('duplicated', (one, number) => `the reply to ${message(one, number)} came twice`),
    reordered: tally(
      'reordered',
      (one, number) =>
        `the reply to ${message(one, number)} came after that to message ${laterBefore(one.arrivals, number) + 1}`,
    ),
  }
}

/** The latest message that was answered before this one. */
const laterBefore = (arrivals: readonly number[], number: number): number =>
  Math.max(...arrivals.slice(0, arrivals.indexOf(number)))

/** A message on one connection that carries the id of another's. */
export interface Stray {
  readonly connection: number
  readonly owner: number
  readonly data: string
}

/**
 * The ids that we mint have hyphens at 8, 13, 18 and 23, and a 4 after the second (RFC 9562 section 5.4): found without a
 * regular expression, which is felt in tens of thousands of messages.
 */
const mark = '-4'
const markAt = 13
const idLength = 36

export interface Strays {
  /** Messages, however many foreign ids each carries. */
  readonly count: number
  readonly example: Stray | null
}

/**
 * Looks for ids of other connections in what each received.
 * @param ownerOf the number of the connection that an id belongs to
 */
export function createStrayFinder(ownerOf: ReadonlyMap<string, number>) {
  let count = 0
  let example: Stray | null = null
  return {
    /** @param ownId the id that most of them carry: known without a look-up */
    look(connection: number, data: string, ownId = ''): void {
      for (let at = data.indexOf(mark, markAt); at >= 0; at = data.indexOf(mark, at + 1)) {
        if (data[at + 5] !== '-' || data[at + 10] !== '-') continue
        if (ownId !== '' && data.startsWith(ownId, at - markAt)) continue
        const id = data.slice(at - markAt, at - markAt + idLength)
        // Some languages spell them in capitals.
        const owner = ownerOf.get(id) ?? ownerOf.get(id.toLowerCase())
        if (owner === undefined || owner === connection) continue
        count++
        example ??= { connection, owner, data }
        return
      }
    },
    found: (): Strays => ({ count, example }),
  }
}
