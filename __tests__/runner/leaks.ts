/**
 * Looks for secrets where the runner's masker does not help, or is not asked: files, summaries, outputs, raw lines.
 * In every encoding that the product promises to hide: raw, base64 at any offset, base64url, percent-encoded, JSON, XML,
 * and the parts of a JWT.
 */

import { encoders } from './masker.ts'

/** Below this a value is as likely to stand there by chance. */
const shortest = 8

/** One sentence for each secret and place, in which the secret itself does not appear. */
export function findLeaks(secrets: readonly string[], places: Readonly<Record<string, string>>): string[] {
  const forms = secrets.flatMap((secret, index) =>
    formsOf(secret).map(form => ({ label: `secret ${index + 1} (${secret.length} characters)`, form })),
  )
  return Object.entries(places).flatMap(([place, text]) => {
    const found = new Set(forms.filter(({ form }) => text.includes(form)).map(({ label }) => label))
    return [...found].map(label => `${label} is readable in ${place}`)
  })
}

function formsOf(secret: string): string[] {
  if (secret.length < shortest) return []
  // The header of a JWT says only which algorithm was used, and is the same for everybody.
  const parts = /^ey[\w-]+\.([\w-]+)\.([\w-]+)$/.exec(secret)?.slice(1) ?? []
  const encoded = [...encoders.map(encode => encode(secret)), ...base64Cores(secret)]
  return [...new Set([secret, ...parts, ...encoded])].filter(form => form.length >= shortest)
}

/** The characters that every base64 of a longer text with the secret inside has in common, for each of three offsets. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap(shift => {
    const whole = bytes.subarray(shift, shift + Math.floor((bytes.length - shift) / 3) * 3)
    return [whole.toString('base64'), whole.toString('base64url')]
  })
}
