/** `verify-deploy schema config|report`: the JSON Schema that is committed under schema/. */

import { complain } from '../cli.ts'

const schemas: Readonly<Record<string, () => Promise<unknown>>> = {
  config: async () => (await import('../config/json-schema.ts')).configJsonSchema(),
  report: async () => (await import('../report/json-schema.ts')).reportJsonSchema(),
}

export async function runSchema([name = '', ...more]: readonly string[]): Promise<number> {
  const make = Object.hasOwn(schemas, name) ? schemas[name] : undefined
  if (!make || more.length > 0)
    return complain('say which: verify-deploy schema config, or verify-deploy schema report')
  process.stdout.write(`${JSON.stringify(await make(), null, 2)}\n`)
  return 0
}
