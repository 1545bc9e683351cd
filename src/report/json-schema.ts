/** The JSON Schema of report.json, committed as schema/report.v1.json. */

import { reportSchema } from './schema.ts'

export async function reportJsonSchema(): Promise<unknown> {
  const { z } = await import('zod')
  return { title: 'Verify Deploy report, version 1', ...z.toJSONSchema(reportSchema(z)) }
}
