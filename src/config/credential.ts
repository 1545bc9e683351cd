/** A credential out of its parts, wherever they were given; parts that contradict each other or their key are told. */

import type { OauthSource } from '../credentials/sources.ts'
import { checkTemplates } from '../matching/template.ts'
import type { Placement } from '../model/credential.ts'
import type { Place, Problem } from '../model/problem.ts'
import type { Secret } from '../model/secret.ts'
import type { Claims } from './claims.ts'
import { checkClaims } from './claims.ts'
import type { CredentialConfig, CredentialSource, JwtKey } from './config.ts'
import { type Job, type LoginDraft, resolveLogin, resolveOidc } from './fetched-credential.ts'
import { anyOf, problemOf } from './parsed.ts'
import { checkPlaced, defaultPlacement } from './placement.ts'
import { hmacAlgorithms, type KeyUse, readKeyUse } from './private-key.ts'
import { readPublicKey } from './public-key.ts'

/** One value with its place in the user's words. */
export interface Part<T> {
  readonly value: T
  readonly subject: string
  readonly place: Place | null
}

export interface CredentialDraft {
  readonly token?: Part<Secret>
  readonly secret?: Part<Secret>
  readonly privateKey?: Part<Secret>
  readonly algorithm?: Part<string>
  readonly claims?: Part<Claims>
  readonly expiresInMs?: Part<number>
  readonly keyId?: Part<string>
  /** The claim `sub`, a template. */
  readonly subject?: Part<string>
  /** The audience. */
  readonly oidc?: Part<string>
  readonly oauth?: Part<OauthSource>
  readonly login?: Part<LoginDraft>
  readonly placement?: Part<Placement>
  /** With which the deployment verifies it: its text, or the path of a file. */
  readonly publicKey?: Part<string>
}

export interface Resolved {
  readonly credential: CredentialConfig | null
  readonly problems: readonly Problem[]
}

const defaultLifetimeMs = 5 * 60_000

/** The key of a draft's own words in messages: inputs and the file name the same parts differently. */
const words = (part: Part<unknown>) =>
  part.place === null
    ? {
        secret: 'jwt-secret',
        privateKey: 'jwt-private-key',
        algorithm: 'jwt-algorithm',
        expiresIn: 'jwt-expires-in',
      }
    : { secret: 'secret', privateKey: 'private-key', algorithm: 'algorithm', expiresIn: 'expires-in' }

const against = (part: Part<unknown>, message: string, remedy: string): Problem =>
  problemOf(part.subject, message, remedy, part.place)

/** The parts of `over` instead of those of `under`. What belongs to a replaced key goes with it. */
export function overrideDraft(under: CredentialDraft, over: CredentialDraft): CredentialDraft {
  const { claims, expiresInMs, subject, placement } = under
  const kept: CredentialDraft = {
    ...(claims && { claims }),
    ...(expiresInMs && { expiresInMs }),
    ...(subject && { subject }),
  }
  const placed: CredentialDraft = placement ? { placement } : {}
  if (over.token || over.oidc) return { ...placed, ...over }
  if (over.secret || over.privateKey) return { ...kept, ...placed, ...over }
  return { ...under, ...over }
}

/** Null without problems: no credential was asked for. */
export async function resolveCredential(draft: CredentialDraft, job: Job): Promise<Resolved> {
  const { credential, problems } = await resolveSource(draft, job)
  const { publicKey } = draft
  if (!publicKey) return { credential, problems }
  const read = await readPublicKey(draft, job.directory)
  if (!read.ok)
    return { credential: null, problems: [...problems, against(publicKey, read.message, read.remedy)] }
  return { credential: credential && { ...credential, publicKey: read.value }, problems }
}

async function resolveSource(draft: CredentialDraft, job: Job): Promise<Resolved> {
  const { oidc, oauth, login } = draft
  const sources = [draft.token, draft.secret, draft.privateKey, oidc, oauth, login].filter(
    part => part !== undefined,
  )
  const shaping = [draft.algorithm, draft.claims, draft.expiresInMs, draft.keyId, draft.subject].filter(
    part => part !== undefined,
  )
  const [source, ...more] = sources
  if (!source) {
    const idle = [draft.placement, draft.publicKey].flatMap(part => (part ? [needsCredential(part)] : []))
    return { credential: null, problems: [...shaping.map(needsKey), ...idle] }
  }
  if (more.length > 0) {
    const names = sources.map(part => part.subject)
    const message = `contradicts ${anyOf(names.slice(0, -1))}: a client shows one credential`
    return { credential: null, problems: [against(more.at(-1)!, message, `keep one of ${names.join(', ')}`)] }
  }
  const ready = draft.token ?? oidc ?? oauth ?? login
  const foreign = ready ? shaping.map(part => shapesNothing(part, ready, draft)) : []
  if (oidc || oauth || login) return await resolveFetched(draft, foreign, job)
  const placement = draft.placement?.value ?? defaultPlacement
  if (draft.token) {
    const problems = [...foreign]
    const placed = checkPlaced(draft.token.value.reveal(), placement)
    if (!placed.ok) problems.push(against(draft.token, placed.message, placed.remedy))
    return settle({ from: 'token', token: draft.token.value }, placement, problems)
  }
  const problems: Problem[] = []
  const key = await readKey(draft, problems)
  checkShape(draft, problems)
  if (!key) return { credential: null, problems }
  return settle(
    {
      from: 'jwt',
      key: key.key,
      algorithm: chooseAlgorithm(draft.algorithm, key.use, problems),
      claims: { ...draft.claims?.value, ...(draft.subject && { sub: draft.subject.value }) },
      expiresInMs: draft.expiresInMs?.value ?? defaultLifetimeMs,
      keyId: draft.keyId?.value ?? key.use.keyId,
    },
    placement,
    problems,
  )
}

function shapesNothing(part: Part<unknown>, ready: Part<unknown>, { token }: CredentialDraft): Problem {
  const message = `shapes a minted JWT, and ${ready.subject} is ${token ? 'ready-made' : 'fetched'}`
  return against(part, message, `remove ${part.subject} or ${ready.subject}`)
}

async function resolveFetched(
  { oidc, oauth, login, placement }: CredentialDraft,
  foreign: readonly Problem[],
  job: Job,
): Promise<Resolved> {
  const problems = [...foreign]
  if (login) {
    const source = await resolveLogin(login, problems)
    if (!source) return { credential: null, problems }
    const { answer } = source
    // A session that came in a cookie goes back in it, unless the user says otherwise.
    const usual: Placement = answer.in === 'cookie' ? { in: 'cookie', name: answer.name } : defaultPlacement
    return settle(source, placement?.value ?? usual, problems)
  }
  const source = oauth ? oauth.value : resolveOidc(oidc!, job)
  if (!('from' in source)) return { credential: null, problems: [...problems, source] }
  return settle(source, placement?.value ?? defaultPlacement, problems)
}

const settle = (source: CredentialSource, placement: Placement, problems: readonly Problem[]): Resolved => ({
  credential: problems.length === 0 ? { source, placement } : null,
  problems,
})

function needsKey(part: Part<unknown>): Problem {
  const { secret, privateKey } = words(part)
  return against(
    part,
    'has no effect without a key',
    `give ${secret} or ${privateKey} too, or remove ${part.subject}`,
  )
}

function needsCredential(part: Part<unknown>): Problem {
  const { secret, privateKey } = words(part)
  const remedy = `give token, ${secret} or ${privateKey} too, or remove ${part.subject}`
  return against(part, 'has no effect without a credential', remedy)
}

async function readKey(
  { secret, privateKey }: CredentialDraft,
  problems: Problem[],
): Promise<{ readonly key: JwtKey; readonly use: KeyUse } | null> {
  if (secret) {
    if (/-----BEGIN [A-Z ]*(KEY|CERTIFICATE)-----/.test(secret.value.reveal())) {
      problems.push(
        against(secret, 'holds a PEM key, not a shared secret', `give it as ${words(secret).privateKey}`),
      )
      return null
    }
    const use = { what: 'a shared secret', algorithms: hmacAlgorithms, keyId: null }
    return { key: { kind: 'secret', secret: secret.value }, use }
  }
  const use = await readKeyUse(privateKey!.value.reveal())
  if (use.ok) return { key: { kind: 'private', text: privateKey!.value }, use: use.value }
  problems.push(against(privateKey!, use.message, use.remedy))
  return null
}

function chooseAlgorithm(asked: Part<string> | undefined, use: KeyUse, problems: Problem[]): string {
  const own = use.algorithms[0]!
  if (!asked) return own
  if (!use.algorithms.includes(asked.value)) {
    const fitting = anyOf([...new Set(use.algorithms)])
    const remedy = `write ${fitting}, or leave ${words(asked).algorithm} out`
    problems.push(against(asked, `"${asked.value}" does not fit ${use.what}`, remedy))
  }
  return asked.value
}

function checkShape({ claims, expiresInMs, subject }: CredentialDraft, problems: Problem[]): void {
  const [broken] = subject ? checkTemplates(subject.value) : []
  if (subject && broken) problems.push(against(subject, broken.message, broken.remedy))
  if (!claims) return
  if (subject && Object.hasOwn(claims.value, 'sub')) {
    const message = `contradicts the claim "sub" of ${claims.subject}`
    problems.push(against(subject, message, 'keep subject or the claim "sub"'))
  }
  const checked = checkClaims(claims.value)
  if (!checked.ok) problems.push(against(claims, checked.message, checked.remedy))
  if (expiresInMs && Object.hasOwn(claims.value, 'exp')) {
    const remedy = `keep ${words(expiresInMs).expiresIn} or the claim "exp"`
    problems.push(against(expiresInMs, `contradicts the claim "exp" of ${claims.subject}`, remedy))
  }
}
