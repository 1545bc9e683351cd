/** Evidence for the rows about revisions. */

import { at, type Recorded } from './recorded.ts'

const ok = { 'http.response.status_code': 200, 'revision.served': '99e0b1d' }
const cached = (name: string, value: string) =>
  at('revision.old', { ...ok, [`http.response.header.${name}`]: value })

export const revisionEvidence: Recorded = {
  'http.revision-old': at('revision.old', ok),
  'http.revision-spelled': at('revision.old', {
    ...ok,
    ...{ 'revision.expected': '99e0b', 'revision.spelled_otherwise': true },
  }),
  'http.revision-mixed': at('revision.mixed', { ...ok, 'revision.by_address': false }),
  'http.revision-one-node': at('revision.mixed', { ...ok, 'revision.by_address': true }),
  'http.revision-other-route': at('revision.mixed', {
    ...ok,
    ...{ 'revision.odd_over': 'WebSockets', 'revision.by_address': false },
  }),
  'http.revision-missing': at('revision.missing', { 'http.response.status_code': 200 }),
  'http.revision-missing-page': at('revision.missing', {
    'http.response.status_code': 200,
    'http.response.header.content-type': 'text/html; charset=utf-8',
  }),
  'http.revision-cached': cached('age', '17'),
  'http.revision-cached-cloudflare': cached('cf-cache-status', 'HIT'),
  'http.revision-cached-x-cache': cached('x-cache', 'Hit from cloudfront'),
  'http.revision-cached-nginx': cached('x-cache-status', 'HIT'),
  'http.revision-cached-vercel': cached('x-vercel-cache', 'HIT'),
}
