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

/** The first `limit` units, with an ellipsis if there was more; never half of a surrogate pair. */
export function cutText(text: string, limit = shownLength): string {
  if (text.length <= limit) return text
  const end = limit - 1
  const last = text.charCodeAt(end - 1)
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`
}

export function showBytes(bytes: Uint8Array, limit = shownBytes): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, limit)).toString('hex')
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`
  return bytes.length === 0 ? size : `${size}: ${hex}${bytes.length > limit ? '…' : ''}`
}

/** A JSON value in JSON's own spelling, cut to `limit`. */
export function showValue(value: unknown, hide: Hide = hideNothing, limit = shownLength): string {
  return cutText(hide(render(value, { left: renderedLength }, 0)), limit)
}

/** JSON.stringify would render megabytes, and overflow the stack on a hostile depth, for 200 characters. */
function render(value: unknown, budget: { left: number }, depth: number): string {
  if (typeof value === 'string') {
    const text = JSON.stringify(value.slice(0, Math.max(budget.left, 1)))
    budget.left -= text.length
    return text.length < value.length ? `${text.slice(0, -1)}…"` : text
  }
  if (value instanceof Uint8Array) return showBytes(value)
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
