/** The protocols that a WebSocket check can speak by name, a line each. */

import type { ZodType } from 'zod'
import { graphqlWsPreset } from './graphql-ws.ts'
import { jsonRpcPreset } from './json-rpc.ts'
import { mqttPreset } from './mqtt.ts'
import type { Preset, Zod } from './preset.ts'
import { socketIoPreset } from './socket-io.ts'
import { stompPreset } from './stomp.ts'

export type { Preset } from './preset.ts'

/** Options are opaque here: whoever found a preset hands it the options that it parsed itself. */
export const presets: readonly Preset<unknown>[] = [
  socketIoPreset,
  graphqlWsPreset,
  jsonRpcPreset,
  stompPreset,
  mqttPreset,
]

/** A protocol as a check declares it. */
export interface SpokenProtocol {
  readonly name: string
  readonly options: unknown
}

export function presetOf({ name }: SpokenProtocol): Preset<unknown> {
  const preset = presets.find(one => one.name === name)
  if (!preset) throw new Error(`no protocol "${name}": the configuration should have refused it`)
  return preset
}

/** `protocol: NAME`, or `protocol: { name: NAME, … }` with the words of that protocol. */
export function protocolWord(zod: Zod): ZodType<SpokenProtocol> {
  const names = presets.map(({ name }) => name)
  const remedy = `write one of: ${names.join(', ')}`
  const named = zod
    .string()
    .superRefine((name, context) => {
      if (names.includes(name)) return
      const message = `"${name}" is not a protocol that is known here`
      context.addIssue({ code: 'custom', message, params: { remedy } })
    })
    .meta({ enum: names })
  const forms = presets.map(({ name, proves, options }) =>
    zod
      .strictObject({ name: zod.literal(name), ...options(zod).shape })
      .describe(`Passes when ${proves.replaceAll('`', '')}.`),
  )
  const [first, ...more] = forms
  const full = zod.discriminatedUnion('name', [first!, ...more])
  return zod
    .union([full, named])
    .transform(spoken => {
      if (typeof spoken === 'string') return { name: spoken, options: {} }
      const { name, ...options } = spoken
      return { name: String(name), options }
    })
    .describe(
      `A protocol to speak on the WebSocket: ${names.join(', ')}; or a mapping with its name and its words.`,
    )
}
