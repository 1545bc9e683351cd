/** Broken on bare sockets: WebSockets that are open, their frames and their ends. */

import { messagingFails, type Situation } from '../situation.ts'
import { alone } from './broken-server.ts'

export const brokenConnections: readonly Situation[] = [
  alone(
    'cuts the connection once it is open',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'resets the connection once it is open',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'carries no frames',
    /^200 \| silent$/,
    messagingFails('ws.no_reply', { diagnosis: 'messaging.silent' }),
  ),
  alone(
    'puts an HTTP answer among the frames',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame with a reserved bit',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame with another reserved bit',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame that is masked',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame of an unknown kind',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends text that is no UTF-8',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'fragments a ping',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'continues what it never began',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'closes with a code that must not be sent',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'closes in the middle of a frame',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'resets in the middle of a frame',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'stalls in the middle of a frame',
    /^200 \| silent$/,
    messagingFails('ws.no_reply', { diagnosis: 'messaging.silent' }),
  ),
  alone(
    'closes with 1000',
    /^200 \| closed 1000$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.closed-normally' }),
  ),
  alone(
    'closes with 1001',
    /^200 \| closed 1001$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.going-away' }),
  ),
  alone(
    'closes with 1003',
    /^200 \| closed 1003$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.data-refused' }),
  ),
  alone(
    'closes with 1009',
    /^200 \| closed 1009$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.too-big' }),
  ),
  alone(
    'closes with 1011',
    /^200 \| closed 1011$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.keepalive-timeout' }),
  ),
  alone(
    'closes with 1012',
    /^200 \| closed 1012$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.restarting' }),
  ),
  alone(
    'closes with 1013',
    /^200 \| closed 1013$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.overloaded' }),
  ),
  alone(
    'closes with 4401',
    /^200 \| closed 4401$/,
    messagingFails('auth.closed', { diagnosis: 'auth.closed-unauthorized' }),
  ),
]
