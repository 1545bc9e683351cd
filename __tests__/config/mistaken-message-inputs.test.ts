/** Mistakes in what is sent over the WebSocket, expected, and offered as subprotocol. */

import { url, ws } from './given.ts'
import { refuseInputs } from './refusing.ts'

refuseInputs([
  [{ url, send: 'x' }, 'send | has no effect without a WebSocket | give websocket too, or remove send'],
  [
    { url, send: 'x', expect: 'y' },
    'send | has no effect without a WebSocket | give websocket too, or remove send',
    'expect | has no effect without a WebSocket | give websocket too, or remove expect',
  ],
  [
    { url, subprotocol: 'chat' },
    'subprotocol | has no effect without a WebSocket | give websocket too, or remove subprotocol',
  ],
  [
    { ...ws, expect: 'y' },
    'expect | has no effect without a message to send | give send too; without it a ping frame is sent, and its pong is the proof',
  ],
  [
    { ...ws, send: '{{idd}}' },
    'send | "{{idd}}" is no template | did you mean "{{id}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    { ...ws, send: '{"id": {{id}}}' },
    'send | "{"id": {{id}}}" looks like JSON but is none: Expected property name or \'}\' | put templates into quotes: "{{unix}}" alone keeps the type of what it stands for',
  ],
  [
    { ...ws, send: '{type: ping}' },
    'send | "{type: ping}" looks like JSON but is none: Expected property name or \'}\' | write JSON with double quotes; text that only looks like JSON goes into a conversation of the configuration file',
  ],
  [
    { ...ws, send: 'x', expect: '{"a":{"$abov":3}}' },
    'expect | "$abov" is no matcher word | did you mean "$above"? The words are $equals $matches $contains $starts-with $one-of $above $below $present $length $type $not $hex $base64; a key of the data that starts with "$" is written as "$[\'$abov\']"',
  ],
  [
    { ...ws, send: 'x', expect: '{{tokn}}' },
    'expect | "{{tokn}}" is no template | did you mean "{{token}}"? The templates are id, uuid, now, unix, unix-ms, run-id, sha, token, connection and captured.NAME',
  ],
  [
    { ...ws, send: 'x', expect: '{"a":{"$matches":"("}}' },
    'expect | $matches: "(" will not do: Invalid regular expression: /(/: Unterminated group | $matches takes a regular expression',
  ],
  [
    { ...ws, subprotocol: 'a, b' },
    'subprotocol | "a, b" cannot be a subprotocol | write one subprotocol a line, without spaces or commas',
  ],
  [{ ...ws, subprotocol: 'a\na' }, 'subprotocol | "a" is listed twice | list each subprotocol once'],
])
