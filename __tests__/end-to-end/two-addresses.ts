/**
 * Loaded before the bundle (`node --import`): names under `.example` have the addresses of TEST_ADDRESSES, as if a
 * resolver had said so. Everything after the look-up is real.
 */

import promises from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'

const { lookup } = promises
const known = (process.env.TEST_ADDRESSES ?? '').split(',').map(address => ({
  address,
  family: address.includes(':') ? 6 : 4,
}))

promises.lookup = (async (name: string, options: object) =>
  name.endsWith('.example') ? known : await lookup(name, options)) as typeof lookup
syncBuiltinESMExports()
