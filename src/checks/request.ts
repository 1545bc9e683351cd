/** What every request carries: the user's headers, templates filled, our name. */

import { fillText, type Scope } from '../matching/template.ts'
import type { Headers } from '../model/check.ts'
import { reveal, Secret } from '../model/secret.ts'
import { version } from '../model/version.ts'

/** Firewalls drop requests without one; operators see who came. */
const userAgent = `verify-deploy/${version}`

export function fillHeaders(headers: Headers, scope: Scope): Record<string, string | Secret> {
  const filled = Object.entries(headers).map(([name, value]) => {
    const text = fillText(reveal(value), scope)
    return [name, value instanceof Secret ? new Secret(text) : text] as const
  })
  const named = filled.some(([name]) => name.toLowerCase() === 'user-agent')
  return { ...(named ? {} : { 'user-agent': userAgent }), ...Object.fromEntries(filled) }
}

/** The URL with its templates filled; the parser has percent-encoded their braces. */
export function fillUrl(url: URL, scope: Scope): URL {
  if (!/%7B%7B|\{\{/i.test(url.href)) return url
  const text = url.href.replace(/%7B%7B(.*?)%7D%7D/gi, (_, name: string) => `{{${decodeURIComponent(name)}}}`)
  return new URL(text.replace(/\{\{.*?\}\}/g, template => encodeURIComponent(fillText(template, scope))))
}
