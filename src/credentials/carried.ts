/** What a place for a credential can carry. */

import type { Placement } from '../model/credential.ts'

interface Rule {
  readonly fits: RegExp
  readonly message: string
  readonly remedy: string
}

const rules: Readonly<Partial<Record<Placement['in'], Rule>>> = {
  // RFC 9110 section 5.5: visible characters, with spaces and tabs only between them.
  header: {
    fits: /^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/,
    message: 'holds characters that a header cannot carry, such as a line break',
    remedy: 'store the bare credential, one line without surrounding blanks',
  },
  // RFC 6265 section 4.1.1: cookie-octet.
  cookie: {
    fits: /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/,
    message: 'holds characters that a cookie cannot carry, such as blanks, quotes, commas or semicolons',
    remedy: 'encode it as the server expects it, for instance percent-encoded',
  },
  subprotocol: {
    fits: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
    message: 'holds characters that a subprotocol cannot carry, such as "=", "/" or blanks',
    remedy: 'encode it as base64url without padding, or place it elsewhere',
  },
}

/** The reason why a credential cannot stand there, never with the credential itself; null if it can. */
export function refuseCarried(
  token: string,
  placement: Placement,
): { readonly message: string; readonly remedy: string } | null {
  const rule = rules[placement.in]
  if (rule && !rule.fits.test(token)) return rule
  if (placement.in !== 'header') return null
  const scheme = placement.prefix.trim()
  return scheme !== '' && token.toLowerCase().startsWith(`${scheme.toLowerCase()} `)
    ? {
        message: `begins with "${scheme} ", which is added by itself`,
        remedy: 'store the credential without that word',
      }
    : null
}
