/** A test for each mistake: what holds it is refused, with every problem, and its place in the file. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultFile, load, showRow } from './given.ts'
import { keys } from './keys.ts'

export const one = `environments:
  staging:
    url: https://a.example
`

export const two = `${one}  production:
    url: https://b.example
`

/** The text, the inputs, and `LINE:COLUMN | SUBJECT | MESSAGE | REMEDY` of each problem. */
type MistakenFile = readonly [string, Readonly<Record<string, string>>, ...string[]]

export function refuseFiles(mistakes: readonly MistakenFile[]): void {
  for (const [text, inputs, ...expected] of mistakes) {
    const shown = text.replace(one, '…').slice(0, 160)
    test(`refuses the file ${JSON.stringify(shown)} with ${JSON.stringify(inputs)}`, async () => {
      const loaded = await load({ inputs, env: { EMPTY: '' }, files: { [defaultFile]: text } })
      assert.deepEqual(loaded.ok ? [] : loaded.problems.map(showRow), expected)
      const places = loaded.ok ? [] : loaded.problems.flatMap(({ place }) => place ?? [])
      for (const place of places) assert.equal(place.file, defaultFile)
    })
  }
}

/** The inputs, and `SUBJECT | MESSAGE | REMEDY` of each problem. Names in <> stand for the keys of keys.ts. */
type MistakenInputs = readonly [Readonly<Record<string, string>>, ...string[]]

export function refuseInputs(mistakes: readonly MistakenInputs[]): void {
  for (const [inputs, ...expected] of mistakes) {
    test(`refuses ${JSON.stringify(inputs)}`, async () => {
      const given = Object.entries(inputs).map(([name, value]) => [name, keys[value] ?? value] as const)
      const loaded = await load({ inputs: Object.fromEntries(given) })
      assert.deepEqual(loaded.ok ? [] : loaded.problems.map(showRow), expected)
    })
  }
}
