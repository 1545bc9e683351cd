/** The JSON Schema of the configuration file, out of the definitions that parse it: schema/config.v1.json. */

import { commonWords, environmentSchema, type Kind, policySchema, readySchema } from './file-schema.ts'

type Node = Record<string, unknown>

/** A name, not a place: editors find the file by the comment on its first line. */
const id = 'urn:verify-deploy:schema:config:v1'

/** @param kinds those of src/checks/index.ts, if it is left out */
export async function configJsonSchema(kinds?: readonly Kind[]): Promise<Node> {
  const { z: zod } = await import('zod')
  const known: readonly Kind[] = kinds ?? (await import('../checks/index.ts')).checkKinds
  // All in one, so that recursive parts share one set of $defs.
  const parts = zod.strictObject({
    environment: environmentSchema(zod),
    policy: policySchema(zod),
    ready: readySchema(zod),
    common: commonWords(zod),
    ...Object.fromEntries(known.map(kind => [`kind ${kind.kind}`, kind.options(zod)])),
  })
  const all = zod.toJSONSchema(parts, { io: 'input', unrepresentable: 'any' }) as Node
  const part = (name: string): Node => (all.properties as Readonly<Record<string, Node>>)[name]!
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: 'Verify Deploy configuration, version 1',
    description: 'What to verify after a deployment. $NAME and ${NAME} in values read environment variables.',
    type: 'object',
    properties: {
      environments: {
        description: 'Deployments of the system, by name.',
        type: 'object',
        minProperties: 1,
        additionalProperties: part('environment'),
      },
      checks: {
        description: 'With them, exactly these run; without, the checks of the simple form.',
        type: 'array',
        minItems: 1,
        items: { anyOf: known.map(kind => checkNode(kind, part('common'), part(`kind ${kind.kind}`))) },
      },
      ready: part('ready'),
      policy: part('policy'),
    },
    additionalProperties: false,
    $defs: all.$defs ?? {},
  }
}

/** One object with the word of the kind, the words that all take, and its own. */
function checkNode({ kind, transport, passes }: Kind, common: Node, own: Node): Node {
  const base =
    transport === 'http' ? 'url, or an http:// or https:// URL' : 'websocket or url, or a ws:// or wss:// URL'
  return {
    title: kind,
    description: `Passes when ${passes}.`,
    type: 'object',
    properties: {
      [kind]: { type: 'string', minLength: 1, description: `A path on ${base}.` },
      ...(own.properties as Node),
      ...(common.properties as Node),
    },
    required: [kind, ...((own.required as readonly string[] | undefined) ?? [])],
    additionalProperties: false,
  }
}
