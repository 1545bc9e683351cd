/** Which handshakes ask for a client certificate, in whatever pieces they come. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createRequestFinder } from '../../src/net/client-certificate.ts'

const message = (type: number, size: number) =>
  Buffer.concat([Buffer.from([type, 0, size >> 8, size & 255]), Buffer.alloc(size, 13)])
const record = (type: number, content: Uint8Array) =>
  Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 255]), content])

/** Server hello, a certificate whose bytes are all 13, and perhaps the request; in records of this size. */
function handshake(asks: boolean, recordSize: number): Buffer {
  const parts = [message(2, 70), message(11, 900), ...(asks ? [message(13, 40)] : []), message(14, 0)]
  const all = Buffer.concat(parts)
  const records: Buffer[] = []
  for (let at = 0; at < all.length; at += recordSize)
    records.push(record(22, all.subarray(at, at + recordSize)))
  return Buffer.concat(records)
}

test('a request is found, and nothing is taken for one, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 500 }),
      (asks, recordSize, pieceSize) => {
        const find = createRequestFinder()
        const bytes = handshake(asks, recordSize)
        let found = false
        for (let at = 0; at < bytes.length; at += pieceSize) found = find(bytes.subarray(at, at + pieceSize))
        assert.equal(found, asks)
      },
    ),
  )
})

test('what follows the change of keys is not looked into', () => {
  const find = createRequestFinder()
  assert.equal(find(Buffer.concat([record(20, Buffer.from([1])), handshake(true, 500)])), false)
})

test('bytes that are no handshake are no request, and are not kept', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), bytes => {
      const find = createRequestFinder()
      if (bytes[0] !== 22) assert.equal(find(bytes), false)
      else find(bytes)
    }),
  )
})
