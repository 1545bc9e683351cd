/**
 * Workflow commands as the runner parses them, in both syntaxes.
 * https://github.com/actions/runner/blob/v2.336.0/src/Runner.Common/ActionCommand.cs
 */

export interface Command {
  /** In lower case: the runner compares names without regard to case. */
  readonly name: string
  readonly syntax: 'v1' | 'v2'
  /** By lower-case name. */
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** What .NET's TrimStart takes off: unlike JavaScript's, the next-line character, but not the byte order mark. */
const leadingSpace = /^(?:(?!\ufeff)[\s\u0085])+/

const unescapeWith =
  (table: readonly (readonly [string, string])[]) =>
  (text: string): string =>
    table.reduce((done, [escaped, plain]) => done.replaceAll(escaped, plain), text)

// `%25` comes last, so that `%250A` ends as `%0A` and not as a line feed.
const unescapeData = unescapeWith([
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
])
const unescapeProperty = unescapeWith([
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
])
const unescapeV1 = unescapeWith([
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
])

/** Null if the runner takes the line for plain output. `registered` holds lower-case names. */
export const parseCommand = (line: string, registered: ReadonlySet<string>): Command | null =>
  parseV2(line, registered) ?? parseV1(line, registered)

/** `::name key=value,key=value::data`, first in the line after white space. */
function parseV2(line: string, registered: ReadonlySet<string>): Command | null {
  const text = line.replace(leadingSpace, '')
  if (!text.startsWith('::')) return null
  const end = text.indexOf('::', 2)
  if (end < 0) return null
  const { name, rest } = splitName(text.slice(2, end))
  if (!registered.has(name)) return null
  const properties = parseProperties(rest.trim(), ',', unescapeProperty)
  return { name, syntax: 'v2', properties, data: unescapeData(text.slice(end + 2)) }
}

/** `##[name key=value;key=value]data`, anywhere in the line; only the first `##[` counts. */
function parseV1(line: string, registered: ReadonlySet<string>): Command | null {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return null
  const { name, rest } = splitName(line.slice(start + 3, end))
  if (!registered.has(name)) return null
  const properties = parseProperties(rest, ';', unescapeV1)
  return { name, syntax: 'v1', properties, data: unescapeV1(line.slice(end + 1)) }
}

function splitName(info: string): { name: string; rest: string } {
  const space = info.indexOf(' ')
  return space < 0
    ? { name: info.toLowerCase(), rest: '' }
    : { name: info.slice(0, space).toLowerCase(), rest: info.slice(space + 1) }
}

function parseProperties(
  text: string,
  separator: string,
  decode: (text: string) => string,
): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const property of text.split(separator)) {
    const found = /^=*([^=]+)=+(.+)$/s.exec(property)
    if (found) properties[found[1]!.toLowerCase()] = decode(found[2]!)
  }
  return properties
}

/** A line that was probably meant as a command, or smells of an attempt to forge one. */
export const looksLikeCommand = (line: string): boolean =>
  /^\s*::[a-z][a-z-]*(?: [^:]*)?::/i.test(line) || /##\[[a-z][a-z-]*[ \]]/i.test(line)
