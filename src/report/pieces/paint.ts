/** Colours of a terminal. */

import type { Outcome } from '../../model/check.ts'

export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold'
export type Paint = (colour: Colour, text: string) => string

/** SGR parameters, ECMA-48 section 8.3.117. */
const sgr: Readonly<Record<Colour, string>> = { red: '31', green: '32', yellow: '33', dim: '2', bold: '1' }

export const outcomeColours: Readonly<Record<Outcome, Colour>> = {
  passed: 'green',
  failed: 'red',
  errored: 'yellow',
  blocked: 'yellow',
  skipped: 'dim',
}

export const createPaint =
  (color: boolean): Paint =>
  (colour, text) =>
    color && text ? `\u001b[${sgr[colour]}m${text}\u001b[0m` : text
