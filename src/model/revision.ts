/** Which revision answered: how two names of one compare, and how many answers each gave. */

/** The kind of the check that waits for the deployment: planned by itself, never declared under `checks`. */
export const readyKind = 'ready'

/** One answer that told its revision. */
export interface Told {
  readonly value: string
  /** The address that answered, without its port; null behind a proxy that tells none. */
  readonly address: string | null
}

export interface RevisionCount {
  readonly value: string
  readonly answers: number
  readonly addresses: readonly string[]
}

/** What a report names; a deployment that makes up a revision for each answer is no reason to run out of memory. */
const mostRevisions = 20
const mostAddresses = 32

/** Counts answers as they come; those of further revisions than are named are one row, so that no answer is lost. */
export class RevisionTally {
  readonly #rows = new Map<string, { answers: number; addresses: Set<string> }>()

  add(counts: readonly RevisionCount[]): void {
    for (const { value, answers, addresses } of counts) {
      const name = this.#nameOf(value)
      const row = this.#rows.get(name) ?? { answers: 0, addresses: new Set() }
      row.answers += answers
      for (const address of addresses) if (row.addresses.size < mostAddresses) row.addresses.add(address)
      this.#rows.set(name, row)
    }
  }

  /** A commit that is told short by some and in full by others is one row, under its fullest name. */
  #nameOf(value: string): string {
    if (this.#rows.has(value)) return value
    const known = [...this.#rows.keys()].find(name => sameRevision(name, value))
    if (known === undefined) return this.#rows.size < mostRevisions ? value : 'others'
    if (known.length >= value.length) return known
    this.#rows.set(value, this.#rows.get(known)!)
    this.#rows.delete(known)
    return value
  }

  note({ value, address }: Told): void {
    this.add([{ value, answers: 1, addresses: address === null ? [] : [address] }])
  }

  clear(): void {
    this.#rows.clear()
  }

  /** Those with the most answers first. */
  get counts(): readonly RevisionCount[] {
    return [...this.#rows]
      .map(([value, { answers, addresses }]) => ({ value, answers, addresses: [...addresses] }))
      .sort((a, b) => b.answers - a.answers || (a.value < b.value ? -1 : 1))
  }
}

const isHex = (text: string): boolean => /^[0-9a-f]{7,64}$/i.test(text)

/** Dates and build numbers are hexadecimal too, and are no prefixes of each other: a letter or a full length tells a commit. */
const looksLikeCommit = (text: string): boolean => /[a-f]/i.test(text) || text.length >= 40

/**
 * Whether both name one revision: the same text, or commits of which one is a prefix of the other, with 7 characters or
 * more. `v1.2.30` is no `v1.2.3`.
 */
export function sameRevision(one: string, other: string): boolean {
  if (one === other) return true
  if (!isHex(one) || !isHex(other)) return false
  const [short, long] = [one.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length) as [
    string,
    string,
  ]
  return long.startsWith(short) && (short.length === long.length || looksLikeCommit(long))
}

/** Each revision once, in its longest spelling: a short one goes where a longer one of the same is. */
export function longestRevisions(values: readonly string[]): readonly string[] {
  const unique = [...new Set(values)]
  return unique.filter((value, at) => {
    const isShorter = (other: string, i: number) =>
      other.length === value.length ? i < at : other.length > value.length
    return !unique.some((other, i) => i !== at && sameRevision(value, other) && isShorter(other, i))
  })
}

/**
 * Whether `told` looks like `expected` spelled in another way, which never becomes the same by waiting: fewer than 7
 * characters of a commit, a `v` before a version, a commit with words around it (`sha-4f2c1aa`, `4f2c1aa-dirty`).
 */
export function isSpelledOtherwise(expected: string, told: string): boolean {
  if (sameRevision(expected, told)) return false
  const [short, long] = [expected.toLowerCase(), told.toLowerCase()].sort((a, b) => a.length - b.length) as [
    string,
    string,
  ]
  if (long === `v${short}`) return true
  if (/^(?=.*[a-f])[0-9a-f]{4,6}$/.test(short) && isHex(long)) return long.startsWith(short)
  const [one, other] = [commitIn(short), commitIn(long)]
  return one !== null && other !== null && sameRevision(one, other)
}

/** The only commit in a text of several words. */
function commitIn(text: string): string | null {
  const words = text.split(/[^0-9a-z]+/).map(word => word.replace(/^v(?=[0-9a-f]{7,64}$)/, ''))
  const commits = words.filter(word => isHex(word) && looksLikeCommit(word))
  return commits.length === 1 ? commits[0]! : null
}

/** A commit by its first digits, as people say it. */
export const shortRevision = (value: string): string =>
  isHex(value) ? value.slice(0, 7) : value.slice(0, 60)

/** Each as short as {@link shortRevision}, but never the same for two that differ. */
export const shortNames = (values: readonly string[]): readonly string[] => values.map(shortNamer(values))

function shortNamer(values: readonly string[]): (value: string) => string {
  const isClear = (length: number) =>
    new Set(values.map(value => value.slice(0, length))).size === new Set(values).size
  const short = new Set(values.map(shortRevision)).size === new Set(values).size
  if (short) return shortRevision
  const length = [12, 20, 40, 64].find(isClear) ?? 200
  return value => value.slice(0, length)
}

/** What a deployment told, for a machine to read: one revision, or all that answered, those with the most answers first. */
export const joinRevisions = (counts: readonly RevisionCount[]): string =>
  counts.map(({ value }) => value).join(', ')

/** `17 of 20 answers from 4f2c1aa, 3 from 99e0b1d, all from 10.0.0.2`. */
export function showMix(counts: readonly RevisionCount[]): string {
  const total = counts.reduce((sum, { answers }) => sum + answers, 0)
  const [most, ...others] = counts
  if (!most) return 'no answer told a revision'
  const nameOf = shortNamer(counts.map(({ value }) => value))
  const answers = `${total} ${total === 1 ? 'answer' : 'answers'}`
  const all = [...new Set(counts.flatMap(({ addresses }) => addresses))]
  const from = (addresses: readonly string[]) =>
    `, ${addresses.length === 1 ? 'all ' : ''}from ${addresses.slice(0, 8).join(', ')}`
  if (others.length === 0)
    return `${total === 1 ? '' : 'all '}${answers} from ${nameOf(most.value)}${all.length > 0 ? from(all) : ''}`
  const rest = others.map(({ value, answers: count, addresses }) => {
    const where = all.length > 1 && addresses.length > 0 ? from(addresses) : ''
    return `${count} from ${nameOf(value)}${where}`
  })
  const one = all.length === 1 ? `; all from one address, ${all[0]}` : ''
  return `${most.answers} of ${answers} from ${nameOf(most.value)}, ${rest.join('; ')}${one}`
}
