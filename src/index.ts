#!/usr/bin/env node
/** Who started us: GitHub's runner, which passes no arguments, a person with a command line, or announcer.ts? */

import './older-node.ts'
import { workerData } from 'node:worker_threads'
import { main } from './main.ts'

const [, , ...words] = process.argv
const fromRunner = words.length === 0 && (process.env.GITHUB_ACTIONS === 'true' || hasInputs())

try {
  if (workerData?.announcing) (await import('./announcing.ts')).runAnnouncing(workerData.announcing)
  else
    process.exitCode = fromRunner
      ? await (await import('./action.ts')).runAction(main)
      : await (await import('./cli.ts')).runCommand(words, main)
} catch (error) {
  // What the thread could not do is told by the one that started it, and is no matter of the verdict.
  if (workerData?.announcing) throw error
  // A bug of ours is neither a failed deployment nor a green one.
  console.error(error)
  console.error('verify-deploy could not finish because of a bug of its own: nothing is proven')
  process.exitCode = 3
}

function hasInputs(): boolean {
  return Object.keys(process.env).some(name => name.startsWith('INPUT_'))
}
