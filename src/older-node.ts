/**
 * What Node 20 and 22 lack of what the program uses. An action runs under Node 24; a command runs under what is there, and
 * must not call the deployment "could not be tested" because of that. Imported first, for its effect.
 */

type Key<T, K> = (item: T, index: number) => K

function groupBy<K, T>(items: Iterable<T>, keyOf: Key<T, K>): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index++)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: PromiseWithResolvers<T>['resolve']
  let reject!: PromiseWithResolvers<T>['reject']
  const promise = new Promise<T>((...both) => {
    ;[resolve, reject] = both
  })
  return { promise, resolve, reject }
}

/** Since Node 21. */
Map.groupBy ??= groupBy
/** Since Node 22. */
Promise.withResolvers ??= withResolvers

export {}
