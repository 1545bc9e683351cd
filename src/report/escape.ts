/**
 * Text of the target, of the user and of the network, made harmless for each surface. What a reader sees stays the
 * text itself; only characters that a surface would act on are written another way.
 */

/** C0 and C1 controls and DEL, without newline and tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** Marks that reorder or hide text (https://trojansource.codes), tags, and line separators that JavaScript adds. */
const invisible =
  /[\u061c\u180e\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A control character as its picture: ESC is `␛`. */
function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}

/** No control characters but newline and tab; line ends as `\n`. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(controls, picture)
    .replace(invisible, '\ufffd')
    .replace(loneSurrogates, '\ufffd')
}

/** Cut to `length` characters, and says how much is missing. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  // A surrogate pair is not cut in half: its first half would be left alone at the end.
  const end = /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length
  return `${text.slice(0, end)}… (+${text.length - end})`
}

/** One line: every run of white space is one space. */
export function oneLine(text: string, length = Number.POSITIVE_INFINITY): string {
  return cleanText(clip(text.replace(/\s+/g, ' ').trim(), length))
}

const entity = (character: string): string => `&#${character.codePointAt(0)};`
/**
 * GitHub links mentions, issue numbers, URLs and emoji in the rendered page, where an entity is a plain character again.
 * A zero-width space in between keeps them text.
 */
const apart = '&#8203;'

/**
 * Untrusted text inside a Markdown paragraph, list item or GFM table cell: one line, no markup, no HTML, no links.
 * Entities and not backslashes, because parsers differ about backslashes in table cells.
 */
export function inline(text: string, length = 500): string {
  return (
    oneLine(text, length)
      .replace(/[&<>|`*[\]\\~$]/g, entity)
      // Inside a word `_` is no markup, and most are there: `status_code`.
      .replace(/(?<![a-z0-9])_|_(?![a-z0-9])/gi, entity)
      .replace(/^([-+=]|\d(?=\d*[.)](\s|$)))/, entity)
      .replace(/@/g, `&#64;${apart}`)
      .replace(/(?<!&)#/g, `&#35;${apart}`)
      .replace(/:(?=\/\/|(\+1|-1|100|1234|[\w+-]*[a-z_][\w+-]*):)/gi, `:${apart}`)
      .replace(/(?<![a-z0-9])(www)(?=\.)/gi, `$1${apart}`)
      .replace(/\bGH-(?=\d)/gi, `GH-${apart}`)
  )
}

/** Untrusted text in a code span, outside of tables only: a table ends a cell at a `|` even in code. */
export function codeSpan(text: string, length = 500): string {
  const words = oneLine(text, length)
  if (words === '') return ''
  const ticks = '`'.repeat(longestRun(words) + 1)
  const pad = /^`|`$/.test(words) ? ' ' : ''
  return `${ticks}${pad}${words}${pad}${ticks}`
}

/** As {@link inline}, where words between backticks are code; outside of tables only. */
export function prose(text: string, length = 500): string {
  const parts = oneLine(text, length).split('`')
  if (parts.length % 2 === 0) return inline(text, length)
  const words = (part: string) =>
    // Two code spans side by side would be one.
    part === ''
      ? apart
      : part.replace(/^( ?)(.*?)( ?)$/, (_all, before, own, after) => before + inline(own) + after)
  return parts.map((part, at) => (at % 2 === 1 ? codeSpan(part) : words(part))).join('')
}

/** Untrusted text as a code block: the fence is longer than any in the text. */
export function codeBlock(text: string, language = '', length = 8000): string {
  const words = cleanText(clip(text, length))
  const fence = '`'.repeat(Math.max(3, longestRun(words) + 1))
  return `${fence}${language}\n${words}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
}

/** Text for an XML attribute or element: XML 1.0 has no way to write most control characters. */
export function escapeXml(text: string): string {
  return cleanText(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;')
    .replace(/\t/g, '&#9;')
}

/**
 * Lines for a workflow's log: the runner reads `##[command]` anywhere in a line, and `::command::` at its start
 * (PLATFORM section 3, ActionCommand.cs). A zero-width space makes them words.
 */
export function neutraliseCommands(text: string): string {
  return text.replace(/##(?=\[)/g, '##\u200b').replace(/^(\s*):(?=:)/gm, '$1:\u200b')
}

/** The message of a workflow command: the escaping of @actions/core `command.ts`. */
export function escapeCommandData(text: string): string {
  return neutraliseCommands(cleanText(text)).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

export function escapeCommandProperty(text: string): string {
  return escapeCommandData(oneLine(text)).replace(/:/g, '%3A').replace(/,/g, '%2C')
}
