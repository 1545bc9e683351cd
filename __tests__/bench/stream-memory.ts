/** `stream-memory.ts PORT EVENTS`: one stream as fast as it comes, and what this process holds of it at its end, as JSON. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readByProduct } from './stream-readers.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const [port = 0, events = 0] = process.argv.slice(2).map(Number)
let heapMb = 0
await readByProduct({
  ...{ port, events, paceMs: 0 },
  onLatency: () => {},
  // Without garbage: what has not been collected yet says nothing of what is kept.
  atEnd() {
    collect()
    heapMb = process.memoryUsage().heapUsed / 2 ** 20
  },
})
const peakRssMb = process.resourceUsage().maxRSS / 1024
process.send?.({ heapMb, peakRssMb })
