/** `jwt-claims`: what is merged over the default claims. Templates in them are filled for each token. */

import { checkTemplates, templateNames } from '../matching/template.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'

export type Claims = Readonly<Record<string, unknown>>

const isMapping = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const remedy = 'write a JSON object or a YAML mapping, such as { aud: api, role: tester }'

/** JSON, else YAML; the YAML parser is loaded only for claims that are no JSON. */
export async function parseClaims(text: string): Promise<Parsed<Claims>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const { parseDocument } = await import('yaml')
    const document = parseDocument(text, { prettyErrors: false })
    const [error] = document.errors
    if (error) return bad(`${quote(text)} is neither JSON nor YAML: ${error.message}`, remedy)
    try {
      value = document.toJS({ maxAliasCount: 100 })
    } catch {
      return bad(`${quote(text)} repeats aliases too often`, remedy)
    }
  }
  return isMapping(value) ? checkClaims(value) : bad(`${quote(text)} is not a mapping`, remedy)
}

/** RFC 7519 section 4.1.4 to 4.1.6: NumericDate. jsonwebtoken throws on anything else. */
const numeric = ['exp', 'nbf', 'iat']

const isNumericDate = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && now.test(value)

/** The one template that is such a number. */
const now = /^\{\{\s*unix\s*\}\}$/

export function checkClaims(claims: Claims): Parsed<Claims> {
  const [broken] = checkTemplates(claims)
  if (broken) return bad(broken.message, broken.remedy)
  if (templateNames(claims).has('token'))
    return bad('"{{token}}" stands for the token that is being made', 'remove it')
  const wrong = numeric.find(name => {
    const value = claims[name]
    return value !== undefined && value !== null && !isNumericDate(value)
  })
  return wrong === undefined
    ? good(claims)
    : bad(
        `the claim "${wrong}" is ${quote(claims[wrong])}`,
        `write seconds since 1970 as a number, or leave "${wrong}" out`,
      )
}
