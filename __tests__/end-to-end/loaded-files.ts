/** Loaded before the bundle (`node --import`): writes to LOADED_FILES which files of it were loaded, a line each. */

import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const list = process.env.LOADED_FILES ?? ''

registerHooks({
  load(url, context, next) {
    if (/^file:/.test(url)) appendFileSync(list, `${url}\n`)
    return next(url, context)
  },
})
