/** The ways to break the stream. */

import { expect, type FaultRow } from './fault-row.ts'
import { streamTokens } from './stream.ts'

export const streamFaults = {
  'stream-hangs-before-headers': {
    summary: 'the request for the stream is never answered',
    expected: expect('stream', 'stream.no_headers'),
    breaks: { stream: streamTokens('hangs-before-headers') },
  },
  'stream-hangs-before-first': {
    summary: 'the headers of the stream come, and no event ever does',
    expected: expect('stream', 'stream.no_first_event'),
    breaks: { stream: streamTokens('hangs-before-first') },
  },
  'stream-hangs-midway': {
    summary: 'half of the events come, and then nothing more',
    expected: expect('stream', 'stream.stalled'),
    breaks: { stream: streamTokens('hangs-midway') },
  },
  'stream-no-end-marker': {
    summary: 'the stream ends, for HTTP in order, without its [DONE]',
    expected: expect('stream', 'stream.no_end_marker'),
    breaks: { stream: streamTokens('no-end-marker') },
  },
  'stream-cut': {
    summary: 'the connection is closed in the middle of the stream',
    expected: expect('stream', 'stream.cut'),
    breaks: { stream: streamTokens('cut') },
  },
  'stream-buffered': {
    summary: 'events are made over time and arrive in one burst at the end',
    expected: expect('stream', 'stream.buffered'),
    breaks: { stream: streamTokens('buffered') },
  },
  'stream-error-event': {
    summary: 'the stream reports an error of the model in the middle, inside its 200',
    expected: expect('stream', 'stream.error_event'),
    breaks: { stream: streamTokens('error-event') },
  },
} as const satisfies Record<string, FaultRow>
