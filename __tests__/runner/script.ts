/** Runs a few lines of JavaScript as if they were an action. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction, type Step, type StepResult } from './runner.ts'

export interface ScriptStep extends Omit<Step, 'action' | 'metadata'> {
  /** Text of action.yml; none if absent. */
  readonly definition?: string
}

/** `print(…)` writes lines to standard output; `fs` and `env` are there. */
export async function runScript(code: string, { definition, ...step }: ScriptStep = {}): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'action-'))
  try {
    const script = join(folder, 'index.mjs')
    const head = `import fs from 'node:fs'; const { env } = process; const print = (...lines) => { for (const l of lines) console.log(l) };`
    writeFileSync(script, `${head}\n${code}\n`)
    if (definition !== undefined) writeFileSync(join(folder, 'action.yml'), definition)
    return await runAction({ ...step, action: script })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
