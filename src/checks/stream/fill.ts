/** The templates in what a stream sends and expects. */

import { fillMatch, fillText, type Scope } from '../../matching/template.ts'
import type { StreamOptions } from '../stream.ts'

export function fillOptions(options: StreamOptions, scope: Scope): StreamOptions {
  return {
    ...options,
    body: options.body === null ? null : fillText(options.body, scope),
    contentType: fillMatch(options.contentType, scope),
    until: fillMatch(options.until, scope),
    each: fillMatch(options.each, scope),
  }
}
