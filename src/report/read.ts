/** A saved report, checked against its schema before anything is made of it. */

import type { Report } from '../model/report.ts'
import { reportSchema } from './schema.ts'

export async function readReport(
  text: string,
): Promise<{ ok: true; report: Report } | { ok: false; message: string }> {
  const { z } = await import('zod')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, message: `it is no JSON (${(error as Error).message})` }
  }
  const parsed = reportSchema(z).safeParse(value)
  if (parsed.success) return { ok: true, report: parsed.data as Report }
  const [first] = parsed.error.issues
  return { ok: false, message: `${first?.path.join('.') || 'the document'}: ${first?.message}` }
}
