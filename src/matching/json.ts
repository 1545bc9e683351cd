/** JSON without loss: integers beyond 2^53 are bigints, where JSON.parse would round two ids to the same number. */

/** Node 24 has both (https://github.com/tc39/proposal-json-parse-with-source); TypeScript does not know them yet. */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown
  rawJSON(text: string): unknown
}
const exact = JSON as unknown as ExactJson

/** Only such a text can hold a number that is rounded: a reviver makes parsing some five times slower. */
const longNumber = /\d{16}/

/** Throws a SyntaxError as JSON.parse does. */
export function parseJson(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text)
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  )
}

/** The same of text that may be anything: undefined where it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? exact.rawJSON(String(inner)) : inner,
  )

/** Whether two leaves are the same JSON value. A number that is rounded already can only be held against what it rounds. */
export function isSameLeaf(a: unknown, b: unknown): boolean {
  if (typeof a === 'bigint' && typeof b === 'number') return Number(a) === b
  return a === b || (typeof a === 'number' && typeof b === 'bigint' && a === Number(b))
}
