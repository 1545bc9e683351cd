/** Without a proxy, or with one that is right: what the applications themselves do. */

import {
  environment,
  failed,
  fails,
  fromFrontEnd,
  hostFails,
  messagingFails,
  passes,
  type Situation,
  upgradeFails,
} from '../situation.ts'

const alone = { proxy: 'none' } as const
const behind = { proxy: 'nginx' } as const
const right = { bare: /^200 \| ack$/, expect: passes } as const

export const applicationSituations: readonly Situation[] = [
  { ...alone, ...right, name: 'FastAPI alone: all is well', backEnd: 'fastapi' },
  { ...alone, ...right, name: 'Tornado alone: all is well', backEnd: 'tornado' },
  { ...alone, ...right, name: 'Channels alone: all is well', backEnd: 'channels' },
  {
    ...alone,
    name: 'FastAPI speaks plain HTTP where the URL says https',
    backEnd: 'fastapi',
    client: { scheme: 'https' },
    bare: /^EPROTO \| EPROTO$/,
    expect: hostFails('tls.not_tls', { diagnosis: 'tls.plain-http-answers' }),
  },

  {
    ...behind,
    name: 'uvicorn has no WebSocket library',
    backEnd: 'fastapi without websockets',
    bare: /^200 \| 400 Unsupported upgrade request/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.uvicorn-without-websockets',
    }),
  },
  {
    ...behind,
    name: 'FastAPI: the JWT is signed with another secret',
    backEnd: 'fastapi',
    client: { secret: 'wrong' },
    bare: /^200 \| 403 $/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.refused-before-accept' }),
  },
  {
    ...behind,
    name: 'FastAPI: the JWT is for another audience',
    backEnd: 'fastapi',
    client: { audience: 'billing' },
    bare: /^200 \| 403 $/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.refused-before-accept' }),
  },
  {
    ...behind,
    name: 'FastAPI has no WebSocket at this path',
    backEnd: 'fastapi',
    client: { path: '/chat' },
    bare: /^200 \| 403 $/,
    expect: upgradeFails(
      'auth.refused',
      { diagnosis: ['auth.refused-before-accept', 'auth.route-missing-asgi'] },
      '/chat',
    ),
  },
  {
    ...behind,
    name: 'FastAPI accepts first, and closes 4401 for a bad JWT',
    backEnd: 'fastapi',
    client: { path: '/ws-accepts-first', secret: 'wrong' },
    bare: /^200 \| closed 4401$/,
    expect: messagingFails('auth.closed', { diagnosis: 'auth.closed-unauthorized' }, '/ws-accepts-first'),
  },
  {
    ...behind,
    // This uvicorn drops the connection; later ones close it with 1011.
    name: 'FastAPI accepts, and its handler crashes',
    backEnd: 'fastapi',
    client: { path: '/ws-crashes' },
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }, '/ws-crashes'),
  },
  {
    ...behind,
    name: 'Tornado refuses the JWT in words of its own',
    backEnd: 'tornado',
    client: { secret: 'wrong' },
    bare: /^200 \| 403 \{"detail": ?"Invalid token"\}$/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.token-rejected' }),
  },
  {
    ...behind,
    name: 'Tornado has no WebSocket at this path',
    backEnd: 'tornado',
    client: { path: '/chat' },
    bare: /^200 \| 404 .*404: Not Found/s,
    expect: upgradeFails(
      'ws.unexpected_response',
      { diagnosis: 'upgrade.route-missing-application', speaker: 'Tornado' },
      '/chat',
    ),
  },
  {
    ...behind,
    name: 'Tornado refuses the Origin of another site',
    backEnd: 'tornado',
    client: { origin: 'https://app.example.com' },
    config: fromFrontEnd('/ws', 'https://app.example.com'),
    bare: /^200 \| 403 Cross origin websockets not allowed$/,
    expect: fails(
      [],
      failed('upgrade:/ws', 'auth.refused', { diagnosis: 'auth.origin-refused', speaker: 'Tornado' }),
    ),
  },
  {
    ...behind,
    name: 'Channels takes the Origin of its front end',
    backEnd: 'channels',
    client: { path: '/ws-origin', origin: 'https://app.example.com' },
    config: fromFrontEnd('/ws-origin', 'https://app.example.com'),
    bare: /^200 \| ack$/,
    expect: passes,
  },
  {
    ...behind,
    name: 'Channels refuses the Origin of another site',
    backEnd: 'channels',
    client: { path: '/ws-origin', origin: 'https://evil.example' },
    config: fromFrontEnd('/ws-origin', 'https://evil.example'),
    bare: /^200 \| 403 $/,
    expect: fails(
      [],
      failed('upgrade:/ws-origin', 'auth.refused', {
        diagnosis: 'auth.channels-denied',
      }),
    ),
  },
  {
    ...behind,
    name: 'Channels refuses a client without Origin',
    backEnd: 'channels',
    client: { path: '/ws-origin' },
    bare: /^200 \| 403 $/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.channels-denied' }, '/ws-origin'),
  },
  {
    ...behind,
    name: 'Channels refuses the JWT',
    backEnd: 'channels',
    client: { secret: 'wrong' },
    bare: /^200 \| 403 $/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.channels-denied' }),
  },
  {
    ...behind,
    name: 'Channels has no route for this path',
    backEnd: 'channels',
    client: { path: '/chat' },
    bare: /^200 \| 500 /,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.channels-route-missing' }, '/chat'),
  },
  {
    ...behind,
    name: 'FastAPI answers later than the limit of the check',
    backEnd: 'fastapi',
    // Ten times the limit: no load brings the answer in time.
    client: { delay: 30 },
    // The greeting is waited for: whether it comes before or after the message would depend on the load.
    config: `${environment}
checks:
  - health: /health
  - messaging: /ws
    conversation:
      - receive: { type: connection_established }
      - send: { type: chat_message, content: hello, id: "{{id}}", delay: 30 }
      - receive: { type: ack, id: "{{id}}" }
`,
    bare: /^200 \| silent$/,
    expect: fails(
      [],
      failed('messaging:/ws', 'ws.no_reply', {
        diagnosis: ['messaging.no-matching-reply', 'messaging.silent'],
      }),
    ),
  },
]
