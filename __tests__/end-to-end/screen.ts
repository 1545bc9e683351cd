/** A terminal's screen, as far as a program without full-screen ambitions uses one: text, CR, LF, CSI A, K, J and m. */

export interface Screen {
  write(text: string): void
  /** As terminals do that wrap anew what is on the screen; others cut it off. */
  reflow(columns: number): void
  /** Rows from the first that was ever written, blanks at the end taken off. */
  readonly rows: readonly string[]
  /** Sequences that it does not know, and moves above what is on the screen. */
  readonly troubles: readonly string[]
}

export function createScreen(width: number, height: number): Screen {
  let columns = width
  const rows: string[][] = [[]]
  const troubles: string[] = []
  let row = 0
  let column = 0
  const down = () => {
    row++
    while (rows.length <= row) rows.push([])
  }
  const act = (parameters: string, command: string) => {
    const first = Number.parseInt(parameters, 10)
    const count = Number.isNaN(first) ? 1 : first
    if (command === 'A') {
      const top = Math.max(0, rows.length - height)
      if (row - count < top) troubles.push(`up ${count} from row ${row - top} of the screen`)
      row = Math.max(top, row - count)
    } else if (command === 'K') rows[row]!.length = Math.min(rows[row]!.length, column)
    else if (command === 'J') {
      rows[row]!.length = Math.min(rows[row]!.length, column)
      rows.length = row + 1
    } else if (command !== 'm') troubles.push(`CSI ${parameters}${command}`)
  }
  return {
    write(text) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
      for (const [token, parameters, command] of text.matchAll(/\u001b\[([\d;?]*)([A-Za-z])|[\s\S]/gu)) {
        if (command !== undefined) act(parameters!, command)
        else if (token === '\r') column = 0
        else if (token === '\n') down()
        else if (token < ' ') troubles.push(`control ${token.charCodeAt(0)}`)
        else {
          if (column >= columns) {
            column = 0
            down()
          }
          const line = rows[row]!
          while (line.length < column) line.push(' ')
          line[column++] = token
        }
      }
    },
    reflow(narrower) {
      columns = narrower
      const wrapped = rows.flatMap(line => {
        const parts: string[][] = []
        for (let at = 0; at === 0 || at < line.length; at += columns) parts.push(line.slice(at, at + columns))
        return parts
      })
      // The cursor stands in the last row, where a program leaves it.
      rows.splice(0, rows.length, ...wrapped)
      row = rows.length - 1
    },
    get rows() {
      return rows.map(line => line.join('').trimEnd())
    },
    troubles,
  }
}
