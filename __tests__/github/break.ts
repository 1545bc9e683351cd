/** Loaded before the bundle (`node --import`): breaks the product itself, as BREAK says, in its main thread. */

import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.env.BREAK === 'seal')
  // Only the report asks for it, when everything is over.
  Date.prototype.toISOString = () => {
    throw new TypeError('broken on purpose')
  }

if (isMainThread && process.env.BREAK === 'timer')
  setTimeout(() => {
    throw new TypeError('broken on purpose')
  }, 1500)

if (!isMainThread && process.env.BREAK === 'thread')
  setTimeout(() => {
    throw new TypeError('broken on purpose')
  }, 300)
