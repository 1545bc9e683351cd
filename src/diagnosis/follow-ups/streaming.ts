/** Questions about a stream that did not come as it was made. */

import { readStream } from '../../net/stream.ts'
import type { FollowUp, Scene } from './follow-up.ts'

/** A stream has to be given the time that it takes; longer than this is not waited for. */
const longestMs = 15_000

const isHeldBack = ({ fault }: Scene): boolean =>
  fault.type === 'stream.buffered' || fault.type === 'stream.no_first_event'

/** The same stream without compression: if it streams then, compression without a flush was what held it back. */
const encodingPair: FollowUp = {
  name: 'encoding pair',
  when: scene => isHeldBack(scene) && Boolean(scene.facts['http.response.header.content-encoding']),
  limitMs: ({ facts }) => Math.min(longestMs, Number(facts['stream.total_ms'] ?? 0) * 1.5 + 1000),
  async probe(scene) {
    const { check, facts, wire, limitMs } = { ...scene, limitMs: encodingPair.limitMs!(scene) }
    const { url, headers, method, body } = await scene.present('own')
    const dialled = await wire.dial(check.target, 0, scene.timeoutMs)
    using record = dialled.record
    if (!dialled.ok) return {}
    const arrivals: number[] = []
    const plain = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'accept-encoding')
    await readStream(
      dialled.connection,
      record,
      { url, method, body, headers: { ...Object.fromEntries(plain), 'accept-encoding': 'identity' } },
      wire,
      {
        onHead() {},
        onBytes(_bytes, atMs) {
          // The first and the last are enough.
          arrivals[Math.min(arrivals.length, 1)] = atMs
          return true
        },
        deadlineMs: () => limitMs,
      },
    )
    const [first = 0, last = first] = arrivals
    const wanted = Number(facts['stream.produced_ms'] ?? 600) / 2
    return {
      'pair.identity.streams': last - first >= wanted,
      'pair.identity.arrived_ms': Math.round(last - first),
    }
  },
}

/** Longer than a stream is waited for at first, so that one that is held back as a whole still comes. */
const longestPatienceMs = 20_000
/** What comes within so much of the time before its first byte comes at once. */
const atOnceShare = 0.2

/** The same stream with more patience: one that hangs never comes; one that is held back, headers and all, comes in one piece. */
const patience: FollowUp = {
  name: 'patience',
  when: ({ fault }) => fault.type === 'stream.no_headers',
  limitMs: ({ check }) => Math.min(longestPatienceMs, 3 * check.timeoutMs + 1000),
  async probe(scene) {
    const limitMs = patience.limitMs!(scene)
    const { url, headers, method, body } = await scene.present('own')
    const dialled = await scene.wire.dial(scene.check.target, 0, scene.timeoutMs)
    using record = dialled.record
    if (!dialled.ok) return {}
    let firstMs: number | null = null
    let isSuccess = false
    const end = await readStream(dialled.connection, record, { url, method, body, headers }, scene.wire, {
      onHead({ status, atMs }) {
        firstMs = atMs
        isSuccess = status >= 200 && status <= 299
      },
      onBytes: () => true,
      deadlineMs: () => limitMs - 200,
    })
    if (firstMs === null || !isSuccess) return {}
    const whole = end.how === 'complete' || end.how === 'closed'
    return {
      'patience.first_ms': Math.round(firstMs),
      'patience.at_once': whole && end.atMs - firstMs <= firstMs * atOnceShare,
    }
  },
}

export const streamingFollowUps: readonly FollowUp[] = [encodingPair, patience]
