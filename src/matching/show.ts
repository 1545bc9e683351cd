/** Values as short text for people. Bounded, whatever the target sent; escaping is the business of each surface. */

/** Longest text of a mismatch, in UTF-16 units. */
export const shownLength = 200

/** Takes secrets out of text. It has to see the text before the cut: half a secret is no longer recognised. */
export type Hide = (text: string) => string
export const hideNothing: Hide = text => text

/** How much is rendered before hiding and cutting: a hidden secret makes room for what follows it. */
const renderedLength = 8 * shownLength
const renderedDepth = 8
const shownBytes = 32
const longestSecret = 16_384

/** The first `limit` units, with an ellipsis if there was more; never half of a surrogate pair. */
export function cutText(text: string, limit = shownLength): string {
  if (text.length <= limit) return text
  const end = limit - 1
  const last = text.charCodeAt(end - 1)
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`
}

export function showBytes(bytes: Uint8Array, limit = shownBytes, hide: Hide = hideNothing): string {
  // In hex nobody would recognise a secret: passwords of MQTT are plain text inside of a binary frame.
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, limit + longestSecret))
  const holdsSecret = ['latin1', 'utf8'].some(coding => {
    const text = start.toString(coding as BufferEncoding)
    return hide(text) !== text
  })
  if (holdsSecret) return `${bytes.length} bytes, not shown: they hold a secret`
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, limit)).toString('hex')
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`
  return bytes.length === 0 ? size : `${size}: ${hex}${bytes.length > limit ? '…' : ''}`
}

/** A JSON value in JSON's own spelling, cut to `limit`. */
export function showValue(value: unknown, hide: Hide = hideNothing, limit = shownLength): string {
  return cutText(hide(render(value, { left: renderedLength, hide }, 0)), limit)
}

/** JSON.stringify would render megabytes, and overflow the stack on a hostile depth, for 200 characters. */
function render(value: unknown, budget: { left: number; readonly hide: Hide }, depth: number): string {
  if (typeof value === 'string') {
    const text = JSON.stringify(value.slice(0, Math.max(budget.left, 1)))
    budget.left -= text.length
    return text.length < value.length ? `${text.slice(0, -1)}…"` : text
  }
  if (value instanceof Uint8Array) return showBytes(value, shownBytes, budget.hide)
  if (value === null || typeof value !== 'object') {
    const text = String(value)
    budget.left -= text.length
    return text
  }
  if (depth >= renderedDepth) return '…'
  const parts: string[] = []
  const isArray = Array.isArray(value)
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    if (budget.left <= 0) {
      parts.push('…')
      break
    }
    const name = isArray ? '' : `${render(key, budget, depth)}:`
    parts.push(name + render((value as Record<string, unknown>)[key], budget, depth + 1))
    budget.left -= 2
  }
  return isArray ? `[${parts.join(',')}]` : `{${parts.join(',')}}`
}
