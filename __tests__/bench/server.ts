/** The embedded service in a process of its own, so that its work is not counted as the verifier's. */

import { startService } from '../../src/demo/service.ts'

const service = await startService({ secret: process.env.BENCH_SECRET ?? '' })
process.send?.(service.url)
