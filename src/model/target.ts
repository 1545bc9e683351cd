/** Where a check goes: a parsed URL with the origin it belongs to. Never a string after the configuration is read. */
export interface Target {
  /** `http:`, `https:`, `ws:` or `wss:`; no userinfo, no fragment. */
  readonly url: URL
  /** Host and port as one word, the same for `https://a` and `wss://a`: what one dead server takes down. */
  readonly origin: string
  readonly secure: boolean
}

const secureSchemes: Readonly<Record<string, boolean>> = {
  'http:': false,
  'ws:': false,
  'https:': true,
  'wss:': true,
}

export function targetOf(url: URL): Target {
  const secure = secureSchemes[url.protocol] ?? false
  return { url, secure, origin: `${url.hostname}:${url.port || (secure ? '443' : '80')}` }
}
