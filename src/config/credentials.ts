/** The credentials of a run: the environment's, changed by the inputs, held against the checks that show them. */

import { presetOf, type SpokenProtocol } from '../conversation/presets/index.ts'
import { templateNames } from '../matching/template.ts'
import type { Problem } from '../model/problem.ts'
import type { Secret } from '../model/secret.ts'
import type { CredentialConfig, DeclaredCheck } from './config.ts'
import { type CredentialDraft, overrideDraft, type Part, resolveCredential } from './credential.ts'
import { type Job, secretsOf } from './fetched-credential.ts'
import type { FileSettings } from './file.ts'
import type { Kind } from './file-schema.ts'
import type { ReadInputs } from './input-values.ts'
import type { InputName, InputValues } from './inputs.ts'
import { problemOf, quote } from './parsed.ts'

export interface ReadCredentials {
  readonly byName: Readonly<Record<string, CredentialConfig>>
  readonly problems: readonly Problem[]
  readonly secrets: readonly Secret[]
}

interface Surroundings extends Job {
  readonly kinds: readonly Kind[]
  readonly hasWebsocket: boolean
  readonly hasStream: boolean
}

const sources: readonly InputName[] = ['token', 'jwt-secret', 'jwt-private-key', 'oidc-audience']

export async function readCredentials(
  inputs: ReadInputs,
  settings: FileSettings,
  { kinds, hasWebsocket, hasStream, env, event, directory }: Surroundings,
): Promise<ReadCredentials> {
  const drafts = { ...settings.credentials }
  const own = draftOfInputs(inputs)
  if (Object.keys(own).length > 0) drafts.default = overrideDraft(drafts.default ?? {}, own)
  const problems: Problem[] = []
  // A source that was given and could not be read has its problem already; what hangs on it would only repeat that.
  if (sources.some(name => inputs.wasGiven(name) && inputs.values[name] === null)) drafts.default = {}

  const byName: Record<string, CredentialConfig> = {}
  for (const [name, draft] of Object.entries(drafts)) {
    const resolved = await resolveCredential(draft, { env, event, directory })
    problems.push(...resolved.problems)
    if (resolved.credential) byName[name] = resolved.credential
  }
  if (!settings.checks && !hasWebsocket && !hasStream) problems.push(...idleSources(inputs))
  problems.push(...checkUses(byName, drafts, settings, { kinds, hasWebsocket, hasStream }))
  const all = [...Object.values(settings.credentials), own].flatMap(draft => [
    draft.token,
    draft.secret,
    draft.privateKey,
  ])
  const fetched = Object.values(drafts).flatMap(({ oauth, login }) =>
    [oauth, login].flatMap(part => (part ? secretsOf(part.value) : [])),
  )
  const secrets = [
    ...all.flatMap(part => (part ? [part.value] : [])),
    ...fetched,
    ...Object.values(byName).flatMap(({ source }) => secretsOf(source)),
  ]
  return { byName, problems, secrets }
}

function draftOfInputs({ values, subjectOf }: ReadInputs): CredentialDraft {
  const names = {
    token: 'token',
    secret: 'jwt-secret',
    privateKey: 'jwt-private-key',
    algorithm: 'jwt-algorithm',
    claims: 'jwt-claims',
    expiresInMs: 'jwt-expires-in',
    keyId: 'jwt-key-id',
    oidc: 'oidc-audience',
    placement: 'credential-in',
  } as const satisfies Partial<Record<keyof CredentialDraft, keyof InputValues>>
  const parts = Object.entries(names).flatMap(([part, name]) => {
    const value = values[name]
    return value === null ? [] : [[part, { value, subject: subjectOf(name), place: null }]]
  })
  return Object.fromEntries(parts) as CredentialDraft
}

const idleSources = ({ wasGiven, subjectOf }: ReadInputs): Problem[] =>
  sources
    .filter(wasGiven)
    .map(name =>
      problemOf(
        subjectOf(name),
        'has no effect without a WebSocket',
        `give websocket too, or remove ${subjectOf(name)}`,
      ),
    )

/** A credential has to fit the transport of each check that shows it. */
function checkUses(
  byName: Readonly<Record<string, CredentialConfig>>,
  drafts: Readonly<Record<string, CredentialDraft>>,
  settings: FileSettings,
  { kinds, hasWebsocket, hasStream }: Pick<Surroundings, 'kinds' | 'hasWebsocket' | 'hasStream'>,
): Problem[] {
  const problems: Problem[] = []
  for (const check of settings.checks ?? []) {
    const kind = kinds.find(known => known.kind === check.kind)
    const name = check.credential ?? (kind?.usesCredential ? 'default' : 'none')
    const used = byName[name]
    const tell = (message: string, remedy: string) =>
      problems.push(problemOf('credential', message, remedy, check.source))
    if (!used) {
      if (check.credential !== null && name !== 'none' && !drafts[name]) {
        tell(
          `${quote(name)} is asked for, and the environment has none`,
          'declare credential in the environment',
        )
      }
      continue
    }
    const place = used.placement.in
    const transport = kind?.transportOf?.(check.options) ?? kind?.transport
    if (transport === 'http' && !reachesHttp(place)) {
      tell(
        `${quote(name)} goes into a ${place}, which ${check.kind} does not have`,
        'use a credential in a header, query or cookie',
      )
    } else if (place === 'message' && !hasOwnPlace(check) && !speaksAsMessages(check, settings)) {
      const wrong = refuseMessage(ownMessage(check) ?? settings.authMessage)
      if (wrong) tell(wrong, 'write auth-message with {{token}} in it, in the check or in its environment')
    }
  }
  const own = byName.default
  if (!settings.checks && hasStream && own && !reachesHttp(own.placement.in)) {
    const at: Part<unknown> | undefined = drafts.default?.placement
    const message = `a credential that goes into a ${own.placement.in} cannot be shown to a stream over HTTP, which has none`
    const remedy =
      'use a header, query or cookie, or declare the checks in a file, each with a credential that fits'
    problems.push(problemOf(at?.subject ?? 'credential-in', message, remedy, at?.place ?? null))
  }
  if (!settings.checks && hasWebsocket && own?.placement.in === 'message') {
    const wrong = refuseMessage(settings.authMessage)
    const at: Part<unknown> | undefined = drafts.default?.placement
    const remedy = 'write auth-message with {{token}} in it in the environment of a configuration file'
    if (wrong && at) problems.push(problemOf(at.subject, wrong, remedy, at.place))
  }
  return problems
}

/** A subprotocol and a first message are a WebSocket's. */
const reachesHttp = (place: CredentialConfig['placement']['in']): boolean =>
  place !== 'message' && place !== 'subprotocol'

/** Protocols with a place of their own for a credential need no message for it. */
const hasOwnPlace = ({ options }: DeclaredCheck): boolean => {
  const { protocol } = options as { readonly protocol?: SpokenProtocol | null }
  return protocol ? presetOf(protocol).takesCredential : false
}

/** One that says nothing of what it speaks takes over the protocol of the messages on its path (plan.ts). */
function speaksAsMessages({ path, credential, options }: DeclaredCheck, { checks }: FileSettings): boolean {
  const own = options as { readonly conversation?: unknown; readonly protocol?: unknown }
  if (own.conversation !== null || own.protocol) return false
  const model = checks?.find(
    other => other.kind === 'messaging' && other.path === path && other.credential === credential,
  )
  return model !== undefined && hasOwnPlace(model)
}

const ownMessage = ({ options }: DeclaredCheck): unknown =>
  (options as { readonly authMessage?: unknown }).authMessage

function refuseMessage(template: unknown): string | null {
  if (template === null || template === undefined)
    return 'puts the credential into the first message, and auth-message is missing'
  return templateNames(template).has('token')
    ? null
    : 'puts the credential into the first message, and auth-message has no {{token}}'
}
