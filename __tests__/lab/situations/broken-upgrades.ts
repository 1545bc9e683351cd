/** Broken on bare sockets: answers to the upgrade. */

import { type Situation, upgradeFails } from '../situation.ts'
import { alone } from './broken-server.ts'

export const brokenUpgrades: readonly Situation[] = [
  alone(
    'never answers the upgrade',
    /^200 \| Opening handshake has timed out$/,
    upgradeFails('ws.upgrade_timed_out', { diagnosis: 'upgrade.handler-hangs' }),
  ),
  alone(
    'destroys the upgrade',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.closed_before_answer', { diagnosis: 'upgrade.dropped' }),
  ),
  alone(
    'breaks off in the answer to the upgrade',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.closed_before_answer', { diagnosis: 'upgrade.dropped' }),
  ),
  alone(
    'stalls in the answer to the upgrade',
    /^200 \| Opening handshake has timed out$/,
    upgradeFails('ws.upgrade_timed_out', { diagnosis: 'upgrade.handler-hangs' }),
  ),
  alone(
    'answers the upgrade with headers that are too large',
    /^200 \| HPE_HEADER_OVERFLOW$/,
    upgradeFails('http.response.headers_too_large', { diagnosis: 'http.headers-too-large' }),
  ),
  alone(
    'answers the upgrade with garbage',
    /^200 \| HPE_INVALID_CONSTANT$/,
    upgradeFails('ws.answer_invalid', { diagnosis: 'upgrade.no-status-line' }),
  ),
  alone(
    'resets the upgrade',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.reset_before_answer', { diagnosis: 'upgrade.dropped' }),
  ),
  alone(
    'destroys the upgrade after a second',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.closed_before_answer', { diagnosis: ['upgrade.engineio-path', 'upgrade.dropped'] }),
  ),
  alone(
    '101 with a wrong digest',
    /^200 \| Invalid Sec-WebSocket-Accept header$/,
    upgradeFails('ws.accept_invalid', { diagnosis: 'upgrade.accept-invalid' }),
  ),
  alone(
    '101 without a digest',
    /^200 \| Invalid Sec-WebSocket-Accept header$/,
    upgradeFails('ws.accept_invalid', { diagnosis: 'upgrade.accept-missing' }),
  ),
  alone(
    '101 without Upgrade',
    /^200 \| /,
    upgradeFails('ws.upgrade_header_invalid', { diagnosis: 'upgrade.handshake-invalid' }),
  ),
  alone(
    '101 without Connection',
    /^200 \| /,
    upgradeFails('ws.connection_header_invalid', { diagnosis: 'upgrade.handshake-invalid' }),
  ),
  alone(
    '101 with a subprotocol of its own',
    /^200 \| Server sent a subprotocol but none was requested$/,
    upgradeFails('ws.subprotocol_invalid', { diagnosis: 'upgrade.subprotocol-not-offered' }),
  ),
  alone(
    '101 with an extension of its own',
    /^200 \| /,
    upgradeFails('ws.extension_invalid', { diagnosis: 'upgrade.extension-invalid' }),
  ),
]
