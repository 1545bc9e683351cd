/** Names of checks that stay the same from run to run: baselines and required checks hang on them. */

interface Identified {
  readonly kind: string
  readonly path: string
  readonly id: string | null
}

/** `KIND:PATHNAME`; a whole URL counts with its path, queries not at all. */
export function checkId(kind: string, path: string): string {
  const pathname = URL.canParse(path) ? new URL(path).pathname : path.split(/[?#]/, 1)[0]!
  return `${kind}:${pathname}`
}

/** The id of each check, in order: its own, else the default one, made unique by `#2`, `#3`, … */
export function assignIds(checks: readonly Identified[]): readonly string[] {
  const taken = new Set(checks.flatMap(({ id }) => (id === null ? [] : [id])))
  return checks.map(({ kind, path, id }) => {
    if (id !== null) return id
    const base = checkId(kind, path)
    let unique = base
    for (let turn = 2; taken.has(unique); turn++) unique = `${base}#${turn}`
    taken.add(unique)
    return unique
  })
}
