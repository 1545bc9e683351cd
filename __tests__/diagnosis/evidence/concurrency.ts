/** Many clients, of whom some were in when the others were turned away. */

import type { CheckResult } from '../../../src/model/check.ts'
import type { FaultType } from '../../../src/model/fault.ts'
import { at, nginx, nginxPage, type Recorded, upgrade } from './recorded.ts'

const facts = { 'concurrency.planned': 50, 'concurrency.opened': 31, 'concurrency.open_before_failure': 31 }
const many = (one: CheckResult): CheckResult => ({ ...one, kind: 'concurrency' })
const refused = (status: number, body: string, headers: Record<string, string>) =>
  many(upgrade(status, body, headers, facts))
const without = (type: FaultType) => many(at(type, facts))

export const concurrencyEvidence: Recorded = {
  'upgrade.nginx-worker-connections': refused(500, nginxPage('500 Internal Server Error'), nginx),
  'upgrade.nginx-connection-limit': refused(503, nginxPage('503 Service Temporarily Unavailable'), nginx),
  'upgrade.haproxy-server-full': refused(
    503,
    '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
    {},
  ),
  'upgrade.too-many-clients': refused(503, '{"error":"too many connections"}', {}),
  'tcp.connections-wait': without('tls.timed_out'),
  'tcp.connections-dropped': without('tls.closed'),
  'messaging.reply-lost': many(at('ws.reply_lost')),
  'messaging.reply-duplicated': many(at('ws.reply_duplicated')),
  'messaging.reply-reordered': many(at('ws.reply_reordered')),
}
