/** Words that several presets take. zod is handed in: it is loaded only with a configuration file. */

import type { RefinementCtx, ZodType } from 'zod'
import { checkMatch } from '../../matching/check-match.ts'
import { checkTemplates, type TemplateProblem } from '../../matching/template.ts'
import type { Zod } from './preset.ts'

const tell = (context: RefinementCtx<unknown>, problems: readonly TemplateProblem[]): void => {
  for (const { path, message, remedy } of problems)
    context.addIssue({ code: 'custom', path: [...path], message, params: { remedy } })
}

/** A value that is sent, with templates. */
export const sendable = (zod: Zod): ZodType<unknown> =>
  zod.unknown().superRefine((value, context) => tell(context, checkTemplates(value)))

/** Text with templates. */
export const text = (zod: Zod): ZodType<string> =>
  zod
    .string()
    .min(1)
    .superRefine((value, context) => tell(context, checkTemplates(value)))

/** A mapping of text to text, with templates in its values. */
export const texts = (zod: Zod): ZodType<Record<string, string>> =>
  zod
    .record(zod.string(), zod.union([zod.string(), zod.number(), zod.boolean()]).transform(String))
    .superRefine((value, context) => tell(context, checkTemplates(value)))

export const expected = (zod: Zod): ZodType<unknown> =>
  zod.unknown().superRefine((spec, context) => tell(context, [...checkMatch(spec), ...checkTemplates(spec)]))

/** What a server says of a credential that it does not take, in words that libraries use. */
export const refusing =
  '/unauthori[sz]ed|unauthenticated|not authori[sz]ed|forbidden|access.(denied|refused)|permission.denied|' +
  'authenticat|authori[sz]ation|credential|(invalid|bad|expired).token|jwt|password|passcode/i'
