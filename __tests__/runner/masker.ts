/**
 * The runner's secret masker with the encoders that it registers by itself.
 * https://github.com/actions/runner/blob/v2.336.0/src/Sdk/DTLogging/Logging/SecretMasker.cs and ValueEncoders.cs;
 * the list is in HostContext.cs. Not covered, there and here: base64url, hex, hashes, parts of the value.
 */

export interface Masker {
  /** One value and everything its encoders make of it. */
  readonly add: (value: string) => void
  readonly mask: (text: string) => string
  /** The values as they were added, without their encodings. */
  readonly values: () => readonly string[]
}

const base64From = (shift: number) => (value: string) => {
  const bytes = Buffer.from(value)
  return bytes.subarray(bytes.length > shift ? shift : 0).toString('base64')
}

const escapeUri = (value: string) =>
  encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const xmlEntities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '&': '&amp;',
}

const trimQuotes = (value: string) => (/^".{7,}"$/s.test(value) ? value.slice(1, -1) : '')

/** PowerShell shows a command line in two halves, cut at an ampersand; halves below 6 characters stay visible. */
function splitAtAmpersand(value: string): readonly [before: string, after: string] {
  const plus = value.indexOf('&+')
  const at = plus >= 0 ? plus + 2 : value.lastIndexOf('&') + 1
  if (at === 0) return ['', '']
  const after = value.slice(plus >= 0 ? at + 1 : at)
  return [at >= 6 ? value.slice(0, at) : '', after.length >= 6 ? after : '']
}

export const encoders: readonly ((value: string) => string)[] = [
  base64From(0),
  base64From(1),
  base64From(2),
  value => value.replaceAll('"', '\\"'),
  value => value.replaceAll("'", "''"),
  value => JSON.stringify(value).slice(1, -1),
  escapeUri,
  value => value.replace(/[<>"'&]/g, character => xmlEntities[character]!),
  trimQuotes,
  value => splitAtAmpersand(value)[0],
  value => splitAtAmpersand(value)[1],
]

export function createMasker(): Masker {
  const originals = new Set<string>()
  const hidden = new Set<string>()
  return {
    add(value) {
      if (value === '' || originals.has(value)) return
      originals.add(value)
      for (const form of [value, ...encoders.map(encode => encode(value))]) if (form !== '') hidden.add(form)
    },
    mask(text) {
      const places: { start: number; end: number }[] = []
      for (const form of hidden)
        for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1))
          places.push({ start, end: start + form.length })
      return replacePlaces(text, places)
    },
    values: () => [...originals],
  }
}

/** Places that overlap or touch become one `***`. */
function replacePlaces(text: string, places: { start: number; end: number }[]): string {
  let masked = ''
  let done = 0
  let open: { start: number; end: number } | null = null
  for (const place of places.sort((a, b) => a.start - b.start)) {
    if (open && place.start <= open.end) open.end = Math.max(open.end, place.end)
    else {
      if (open) done = open.end
      masked += `${text.slice(done, place.start)}***`
      open = { ...place }
    }
  }
  return masked + text.slice(open?.end ?? 0)
}
