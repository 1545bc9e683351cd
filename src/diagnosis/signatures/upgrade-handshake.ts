/** The upgrade was answered by a 101 that is not what RFC 6455 section 4.2.2 demands. */

import { defineSignatures } from '../signature.ts'
import { header, status } from './families.ts'

const ws = 'websockets/ws:lib/websocket.js'
const doubleUpgrade = [
  '# IIS in front of Node:',
  '<webSocket enabled="false" />',
  '# Caches: never for this path, nginx',
  'proxy_cache off;',
]

export const upgradeHandshakeSignatures = defineSignatures({
  'upgrade.accept-missing': {
    when: {
      'fault.type': 'ws.accept_invalid',
      [status]: 101,
      [header('sec-websocket-accept')]: null,
    },
    confidence: 'high',
    cause:
      'The 101 carries no Sec-WebSocket-Accept: what answers switches protocols and knows no WebSockets, or a proxy drops the header.',
    fix: ['# Who writes this 101?', 'grep -rn "101" /etc/nginx /etc/haproxy', ...doubleUpgrade],
    source: 'RFC 6455 section 4.2.2',
  },
  'upgrade.accept-invalid': {
    when: { 'fault.type': 'ws.accept_invalid' },
    confidence: 'high',
    cause:
      'The 101 answers another key than ours: a proxy changes the key or replays a stored answer, or two servers upgrade the same request.',
    fix: doubleUpgrade,
    source: `${ws}; SignalR/SignalR#3691; aspnet/AspNetCoreModule#135`,
  },
  'upgrade.handshake-invalid': {
    when: {
      'fault.type': ['ws.answer_invalid', 'ws.upgrade_header_invalid', 'ws.connection_header_invalid'],
    },
    confidence: 'medium',
    cause:
      'The answer to the upgrade breaks RFC 6455, so every client refuses it: two servers upgrade the same request, or a proxy rewrites or caches the answer.',
    fix: doubleUpgrade,
    source: 'RFC 6455 section 4.1',
  },
  'upgrade.subprotocol-not-selected': {
    when: { 'fault.type': 'ws.subprotocol_missing' },
    confidence: 'medium',
    cause:
      'The server picked none of the offered subprotocols: it does not know them, or a proxy drops Sec-WebSocket-Protocol.',
    fix: [
      '# FastAPI',
      'await websocket.accept(subprotocol="chat.v1")',
      '# ws (Node)',
      'new WebSocketServer({ handleProtocols: offered => "chat.v1" })',
    ],
    source: ws,
  },
  'upgrade.subprotocol-not-offered': {
    when: { 'fault.type': 'ws.subprotocol_invalid' },
    confidence: 'high',
    cause:
      'The server picked a subprotocol that was not offered: client and server belong to different versions.',
    fix: ['# In the inputs: what the server speaks', 'subprotocol: chat.v1'],
    source: ws,
  },
  'upgrade.extension-invalid': {
    when: { 'fault.type': 'ws.extension_invalid' },
    confidence: 'medium',
    cause: 'The server switched on an extension that was not offered, or with wrong parameters.',
    fix: ['# ws (Node)', 'new WebSocketServer({ perMessageDeflate: false })'],
    source: 'RFC 6455 section 9.1; RFC 7692',
  },
})
