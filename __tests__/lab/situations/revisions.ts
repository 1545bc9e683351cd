/** Which revision answers, behind proxies that balance and caches that remember: FastAPI on uvicorn, several at once. */

import type { FaultType } from '../../../src/model/fault.ts'

export const newRevision = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
export const oldRevision = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'

/** One uvicorn behind the proxy. */
export type Instance =
  | 'new'
  | 'old'
  /** Starts a second after the run. */
  | 'late'
  /** New at first, and old once it was found ready. */
  | 'rolled back'
  /** Old when the cache was filled, new since. */
  | 'new behind a cache'
  /** Old when the cache was filled, and nothing since. */
  | 'gone behind a cache'

/** `apart`: plain requests go to the first instance, `/ws` and `/events` to the last. */
export type Front =
  | 'nginx'
  | 'nginx apart'
  | 'haproxy'
  | 'haproxy apart'
  | 'nginx with a cache'
  | 'nginx with a stale cache'
  | 'varnish'
  | 'varnish with X-Cache'

export interface RevisionSituation {
  readonly name: string
  readonly front: Front
  readonly instances: readonly Instance[]
  readonly wait: string
  /** Null passes. */
  readonly fault: FaultType | null
  readonly diagnosis?: string
  /** What the configuration file declares besides under `ready.revision`, and the checks that hear it. */
  readonly channels?: { readonly declared: string; readonly checks: string }
  /** In the reason of the check `ready`. */
  readonly says: RegExp
}

const passes = { fault: null, wait: '20s' } as const
const allNew = /^revision 4f2c1aa: all \d+ answers from 4f2c1aa/
const mixed = {
  wait: '1500ms',
  fault: 'revision.mixed',
  diagnosis: 'http.revision-mixed',
  says: /\d+ of \d+ answers from \w{7}, \d+ from \w{7}; all from one address/,
} as const

const sockets = `
  - upgrade: /ws
  - messaging: /ws
    conversation: [{ send: { type: ping, id: "{{id}}" } }, { receive: { type: ack, id: "{{id}}" } }]
  - concurrency: /ws
    connections: 6`
const streams = `
  - stream: /events
    retries: 0
  - stream: /events?count=5`

/** Each with the way in which it tells its revision. */
const told = [
  ['the header of the 101', { declared: 'websocket: "@x-revision"', checks: sockets }, 'WebSockets'],
  ['the first message', { declared: 'websocket: $.revision', checks: sockets }, 'WebSockets'],
  ['the header of a stream', { declared: 'stream: "@x-revision"', checks: streams }, 'streams'],
  ['the first event of a stream', { declared: 'stream: $.revision', checks: streams }, 'streams'],
] as const

const channelSituations: readonly RevisionSituation[] = told
  .flatMap(([how, channels, over]) =>
    (['nginx', 'haproxy'] as const).flatMap((front): RevisionSituation[] => [
      {
        ...passes,
        channels,
        name: `${front}: all instances are new, and ${how} says so`,
        front,
        instances: ['new', 'new'],
        says: allNew,
      },
      {
        name: `${front}: the health path was rolled out, and ${how} tells that its own path was not`,
        front: `${front} apart`,
        channels,
        instances: ['new', 'old'],
        ...{ wait: '5s', fault: 'revision.mixed', diagnosis: 'http.revision-other-route' },
        says: new RegExp(
          `^after the deployment was ready, another revision .*from 99e0b1d.*; it came over ${over}, and over nothing else$`,
        ),
      },
    ]),
  )
  .concat([
    {
      name: 'nginx: no WebSocket tells its revision where it is declared',
      front: 'nginx',
      channels: { declared: 'websocket: $.build', checks: sockets },
      instances: ['new', 'new'],
      ...{ wait: '5s', fault: 'revision.missing', diagnosis: 'http.revision-missing' },
      says: /^none of \d+ WebSockets told its revision, as it is declared: in "\$\.build"/,
    },
    {
      name: 'HAProxy: half of the instances for WebSockets and streams were left behind',
      front: 'haproxy apart',
      channels: { declared: 'websocket: $.revision, stream: $.revision', checks: sockets + streams },
      instances: ['new', 'new', 'old'],
      ...{ wait: '5s', fault: 'revision.mixed', diagnosis: 'http.revision-mixed' },
      says: /^after the deployment was ready, another revision .*\d+ from 99e0b1d/,
    },
  ])

export const revisionSituations: readonly RevisionSituation[] = [
  {
    ...passes,
    name: 'nginx in front of two new instances',
    front: 'nginx',
    instances: ['new', 'new'],
    says: allNew,
  },
  {
    ...passes,
    name: 'HAProxy in front of three new instances',
    front: 'haproxy',
    instances: ['new', 'new', 'new'],
    says: allNew,
  },
  {
    ...mixed,
    name: 'nginx: one of two instances was left behind',
    front: 'nginx',
    instances: ['new', 'old'],
  },
  {
    ...mixed,
    name: 'HAProxy: one of three instances was left behind',
    front: 'haproxy',
    instances: ['new', 'old', 'new'],
  },
  {
    name: 'HAProxy: nothing was rolled out',
    front: 'haproxy',
    instances: ['old', 'old'],
    ...{ wait: '1s', fault: 'revision.old', diagnosis: 'http.revision-old' },
    says: /is served instead of "4f2c1aa.*all \d+ answers from 99e0b1d/,
  },
  {
    ...passes,
    name: 'the instance behind nginx starts late',
    front: 'nginx',
    instances: ['late'],
    says: /; ready after/,
  },
  {
    name: 'the deployment is rolled back while it is checked',
    front: 'nginx',
    instances: ['rolled back'],
    ...{ wait: '5s', fault: 'revision.mixed', diagnosis: 'http.revision-mixed' },
    says: /^after the deployment was ready, another revision .*4f2c1aa.*99e0b1d/,
  },
  {
    name: 'nginx has the old answer in its cache',
    front: 'nginx with a cache',
    instances: ['new behind a cache'],
    ...{ wait: '1s', fault: 'revision.old', diagnosis: 'http.revision-cached-nginx' },
    says: /99e0b1d/,
  },
  {
    name: 'Varnish has the old answer in its cache',
    front: 'varnish',
    instances: ['new behind a cache'],
    ...{ wait: '2500ms', fault: 'revision.old', diagnosis: 'http.revision-cached' },
    says: /99e0b1d/,
  },
  {
    name: 'Varnish has the old answer in its cache, and says so in X-Cache alone',
    front: 'varnish with X-Cache',
    instances: ['new behind a cache'],
    ...{ wait: '1s', fault: 'revision.old', diagnosis: 'http.revision-cached-x-cache' },
    says: /99e0b1d/,
  },
  {
    name: 'nginx gives the old answer out of its cache while nothing runs behind it',
    front: 'nginx with a stale cache',
    instances: ['gone behind a cache'],
    ...{ wait: '3s', fault: 'revision.old', diagnosis: 'http.revision-cached-nginx' },
    says: /99e0b1d/,
  },
  ...channelSituations,
]
