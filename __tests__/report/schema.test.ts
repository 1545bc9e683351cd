import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { Report } from '../../src/model/report.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { situations } from '../golden/situations.ts'

type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Plain<T[Key]> }
    : T
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** The compiler keeps the schema and the type of the report the same: this line does not compile otherwise. */
const same: Same<Plain<z.infer<ReturnType<typeof reportSchema>>>, Plain<Report>> = true

test('the schema describes the very type of the report', () => assert.ok(same))

test('a field more, a field less or another type is refused', () => {
  const schema = reportSchema(z)
  const good = JSON.parse(JSON.stringify(situations['header-dropped']))
  assert.ok(schema.safeParse(good).success)
  const { because: _, ...less } = good
  for (const bad of [{ ...good, more: 1 }, less, { ...good, verdict: 'green' }, { ...good, durationMs: '1' }])
    assert.equal(schema.safeParse(bad).success, false)
})
