/** What a match is held against: text, bytes, a value. */

import { jsonSubject, messageSubject, type Subject } from '../../src/matching/match.ts'

export const text = (data: string): Subject => messageSubject(data)
export const bytes = (...data: number[]): Subject => messageSubject(Uint8Array.from(data))
export const json = jsonSubject
