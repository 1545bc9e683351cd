/** Words of the configuration file that several kinds take. zod is handed in: it is loaded only with a file. */

import type { ZodType } from 'zod'
import { protocolWord } from '../conversation/presets/index.ts'
import { checkMatch } from '../matching/match.ts'
import { parseDuration } from '../model/duration.ts'
import type { Zod } from './define.ts'

/** Milliseconds out of `250ms`, `10s`, `2m`, `1h`. */
export const duration = (z: Zod) =>
  z
    .string()
    .transform((text, context) => {
      const ms = parseDuration(text)
      if (ms !== null) return ms
      context.issues.push({
        code: 'custom',
        input: text,
        message: `"${text}" is not a duration`,
        params: { remedy: 'write 250ms, 10s, 2m or 1h' },
      })
      return z.NEVER
    })
    .meta({ description: 'A duration: 250ms, 10s, 2m or 1h.', examples: ['250ms', '10s', '2m'] })

/** A match of CONTRACT section 4, checked before anything is sent. */
export const matching = (z: Zod): ZodType<unknown> =>
  z.unknown().superRefine((spec, context) => {
    for (const { path, message, remedy } of checkMatch(spec))
      context.addIssue({ code: 'custom', path: [...path], message, params: { remedy } })
  })

/** One or a list of them. */
export const listOf = <T>(z: Zod, one: ZodType<T>) =>
  z.union([one, z.array(one).min(1)]).transform(value => (Array.isArray(value) ? value : [value]) as T[])

/** The words that every WebSocket check takes. */
export const sessionWords = (z: Zod) => ({
  subprotocol: listOf(z, z.string().min(1))
    .default([])
    .describe('Subprotocols to offer; the server must pick one.'),
  origin: z.string().nullable().default(null).describe('The Origin header of the upgrade request.'),
  'auth-message': z
    .unknown()
    .default(null)
    .describe('First message, with {{token}}, for a credential in the message.'),
  protocol: protocolWord(z).nullable().default(null),
  refused: z
    .strictObject({
      status: listOf(z, z.int().min(300).max(599))
        .optional()
        .describe('Statuses, of the upgrade or over HTTP.'),
      close: listOf(z, z.int().min(1000).max(4999)).optional().describe('Close codes.'),
      message: matching(z).optional().describe('What a message that refuses has to match; over HTTP a body.'),
    })
    .nullable()
    .default(null)
    .describe('What counts as a refusal of the credential beside 401, 403 and the usual close codes.'),
})
