/** `$NAME` and `${NAME}` in values of the configuration file. */

import { quote } from './parsed.ts'

/** One reference; `$$` is a literal dollar; `${{` is GitHub's own syntax, which nobody evaluates in this file. */
const references = /\$\$|\$\{\{|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g

export interface Expanded {
  readonly text: string
  /** The values that went in. */
  readonly read: readonly { readonly name: string; readonly value: string }[]
  readonly problems: readonly { readonly message: string; readonly remedy: string }[]
}

/** A variable that is empty counts as missing: a secret that is not set arrives as an empty string. */
export function expandVariables(text: string, env: Readonly<Record<string, string | undefined>>): Expanded {
  const read: { name: string; value: string }[] = []
  const problems: { message: string; remedy: string }[] = []
  const expanded = text.replace(references, (found, braced?: string, bare?: string) => {
    if (found === '$$') return '$'
    const name = braced ?? bare
    if (name === undefined) {
      problems.push({
        message: `${quote(text)} holds an expression of GitHub, which is not evaluated in this file`,
        remedy:
          'pass the value to the step through `env:` and write $NAME here; for a literal "${{" write "$${{"',
      })
      return found
    }
    const value = env[name]
    if (value === undefined || value === '') {
      problems.push({
        message: `the environment variable "${name}" is ${value === undefined ? 'not set' : 'empty'}`,
        remedy: `set ${name} in \`env:\` of the step, or write "$$${found.slice(1)}" for a literal dollar`,
      })
      return found
    }
    read.push({ name, value })
    return value
  })
  return { text: expanded, read, problems }
}

/** Names that people give to secrets: what they hold is hidden wherever it is used. */
export const namesSecret = (name: string): boolean =>
  /SECRET|TOKEN|PASSW|PASSPHRASE|CREDENTIAL|(^|_)(KEY|PASS|PWD|AUTH)(_|$)|APIKEY/i.test(name)
