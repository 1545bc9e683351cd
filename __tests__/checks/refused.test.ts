import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brief, speak } from '../conversation/presets/speaking.ts'
import { startSockets } from './sockets.ts'

const header = { in: 'header', name: 'Authorization', prefix: 'Bearer ' } as const
const shown = { protocol: null, token: 'a-token-of-ours', placement: header } as const

test('`refused` says what a message that refuses looks like, also where only a ping is sent', async () => {
  await using server = await startSockets({
    onOpen: socket => setTimeout(() => socket.send('{"type":"error","code":"unauthorised"}'), 100),
  })
  const words = { refused: { message: { type: 'error', code: 'unauthorised' } } }
  const pinged = await speak({ url: server.url, ...shown, words })
  assert.equal(brief(pinged), 'failed auth authentication auth.refused')
  const conversation = [{ send: 'hello' }, { receive: 'welcome' }]
  const spoken = await speak({
    url: server.url,
    ...shown,
    words: { ...words, conversation },
    timeoutMs: 20_000,
  })
  assert.equal(brief(spoken), 'failed auth authentication auth.refused')
  const without = await speak({ url: server.url, ...shown, words: { conversation } })
  assert.equal(brief(without), 'failed auth authentication auth.refused')
  const nobody = await speak({ url: server.url, protocol: null, words: { ...words, conversation } })
  assert.match(brief(nobody), /^skipped/)
})

test('`refused` names close codes and statuses that refuse', async () => {
  await using closing = await startSockets({ onOpen: socket => socket.close(4100, 'who are you') })
  const conversation = [{ receive: 'welcome' }]
  const closed = await speak({
    url: closing.url,
    ...shown,
    words: { conversation, refused: { close: [4100] } },
  })
  assert.equal(brief(closed), 'failed auth authentication auth.closed')
  const plain = await speak({ url: closing.url, ...shown, words: { conversation } })
  assert.equal(brief(plain), 'failed messaging application ws.closed')
  await using answering = await startSockets({ admit: () => 400 })
  const refused = await speak({ url: answering.url, ...shown, words: { refused: { status: [400] } } })
  assert.equal(brief(refused), 'failed auth authentication auth.refused')
})
