/** The operations of GitHub's REST API by its own description, with what each takes. */

import { Ajv } from 'ajv'
import description from './openapi/operations.json' with { type: 'json' }

const ajv = new Ajv({ strict: false, coerceTypes: true, validateFormats: false })
const strictAjv = new Ajv({ strict: false, validateFormats: false })

export const operations = description.operations.map(operation => {
  const names = operation.parameters.filter(one => one.in === 'path').map(({ name }) => name)
  const query = operation.parameters.filter(one => one.in === 'query')
  return {
    ...operation,
    names,
    pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`),
    isQuery: ajv.compile({
      type: 'object',
      properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
      required: query.filter(one => one.required).map(({ name }) => name),
      additionalProperties: false,
    }),
    isPath: ajv.compile({
      type: 'object',
      properties: Object.fromEntries(
        operation.parameters.filter(one => one.in === 'path').map(({ name, schema }) => [name, schema]),
      ),
    }),
    isBody: operation.body === null ? null : strictAjv.compile(operation.body),
  }
})
