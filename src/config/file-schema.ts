/** The words of the configuration file. Parsing and schema/config.v1.json are made of the same definitions. */

import type { ZodType, z } from 'zod'
import { parseBaseOf, parsePath } from './addresses.ts'
import { checkClaims } from './claims.ts'
import type { Parsed } from './parsed.ts'
import { parsePlacement, refuseHeader } from './placement.ts'
import { algorithms } from './private-key.ts'
import { parseGiveUp, parseRevision, parseRevisionSource, parseSocketSource } from './revision.ts'
import { parseId, parseLifetime, parseLimit, parseRatio, parseWait } from './values.ts'

/** zod itself, handed in: it is loaded only with a configuration file. */
export type Zod = typeof z

/** What the configuration needs to know of a kind of check; a CheckKind is one. */
export interface Kind {
  readonly kind: string
  readonly transport: 'http' | 'websocket'
  /** For a kind that has both. */
  transportOf?(options: unknown): 'http' | 'websocket'
  readonly usesCredential: boolean
  /** For a kind whose duration is declared. */
  lasts?(options: unknown): { readonly word: string; readonly ms: number }
  /** What a URL that does not fit a WebSocket was probably meant for, where the kind has both transports. */
  readonly mistaken?: { readonly scheme: RegExp; readonly message: string; readonly remedy: string }
  readonly passes: string
  options(zod: Zod): ZodType<unknown>
  readonly defaults: unknown
}

/** Of CONTRACT section 6, not built yet: refused by name, never taken for a slip of the pen. */
export const unbuiltKinds = ['posture', 'parity']

/** Text read by one of the parsers that inputs are read by as well. */
const read = <T>(zod: Zod, parse: (text: string) => Parsed<T>, description: string) =>
  zod
    .string()
    .transform((text, context): T => {
      const parsed = parse(text)
      if (parsed.ok) return parsed.value
      const { message, remedy } = parsed
      context.issues.push({ code: 'custom', input: text, message, params: { remedy } })
      return zod.NEVER
    })
    .describe(description)

const headers = (zod: Zod) =>
  zod
    .record(zod.string(), zod.union([zod.string(), zod.number(), zod.boolean()]).transform(String))
    .superRefine((record, context) => {
      for (const [name, value] of Object.entries(record)) {
        const wrong = refuseHeader(name)
        const broken = /[^\t\x20-\x7e\x80-\xff]/.test(value)
        if (wrong)
          context.addIssue({ code: 'custom', path: [name], message: wrong, params: { remedy: 'remove it' } })
        else if (broken) {
          const params = { remedy: 'write one line of visible characters' }
          context.addIssue({
            code: 'custom',
            path: [name],
            message: 'cannot be sent as the value of a header',
            params,
          })
        }
      }
    })

const jwt = (zod: Zod) =>
  zod
    .strictObject({
      secret: zod.string().min(1).optional().describe('Shared secret, usually $NAME.'),
      'private-key': zod.string().min(1).optional().describe('Private key as PEM or JWK, usually $NAME.'),
      algorithm: zod.enum(algorithms).optional().describe("HS256, or the key's own, if it is left out."),
      claims: zod
        .record(zod.string(), zod.unknown())
        .superRefine((claims, context) => {
          const checked = checkClaims(claims)
          if (checked.ok) return
          context.addIssue({ code: 'custom', message: checked.message, params: { remedy: checked.remedy } })
        })
        .optional()
        .describe('Merged over sub, iat, exp and jti; null takes one out.'),
      'expires-in': read(zod, parseLifetime, 'How long the token is valid; 5m if it is left out.').optional(),
      'key-id': zod.string().min(1).max(200).optional().describe('kid in the header of the token.'),
      subject: zod
        .string()
        .min(1)
        .optional()
        .describe('The claim sub; load-{{connection}} gives each connection its own.'),
    })
    .describe('A JWT, minted for each use.')

const endpoint = (zod: Zod, what: string) =>
  read(zod, text => parsePath(text, 'http'), `${what}: a URL, or a path on the deployment.`)

const oidc = (zod: Zod) =>
  zod
    .strictObject({ audience: zod.string().min(1).describe('Who the token is for.') })
    .describe("GitHub's own token for the job; the job needs the permission id-token: write.")

const oauth = (zod: Zod) =>
  zod
    .strictObject({
      'token-url': endpoint(zod, 'The token endpoint'),
      'client-id': zod.string().min(1),
      'client-secret': zod.string().min(1).describe('Usually $NAME.'),
      scope: zod.string().min(1).optional().describe('Scopes, separated by blanks.'),
      audience: zod.string().min(1).optional().describe('As Auth0 and others take it.'),
      auth: zod
        .enum(['basic', 'body'])
        .optional()
        .describe('Where client id and secret go: basic (the header) if it is left out.'),
    })
    .describe('A token by the client credentials of OAuth 2.')

const login = (zod: Zod) =>
  zod
    .strictObject({
      url: endpoint(zod, 'Where the login is sent'),
      method: zod
        .string()
        .regex(/^[A-Za-z]+$/, 'is not a method')
        .transform(method => method.toUpperCase())
        .optional()
        .describe('POST if it is left out.'),
      headers: headers(zod).optional().describe('Sent with the login.'),
      body: zod.unknown().optional().describe('A mapping becomes JSON; a text is sent as it is.'),
      token: zod.string().min(1).optional().describe('JSONPath of the token in the answer.'),
      cookie: zod.string().min(1).optional().describe('Name of the cookie that the answer sets.'),
    })
    .describe('A request whose answer carries the token.')

export const credentialSchema = (zod: Zod) =>
  zod
    .strictObject({
      token: zod.string().min(1).optional().describe('A ready-made credential, usually $NAME.'),
      jwt: jwt(zod).optional(),
      oidc: oidc(zod).optional(),
      oauth: oauth(zod).optional(),
      login: login(zod).optional(),
      in: read(
        zod,
        parsePlacement,
        'Where it goes: header, header:NAME, header:NAME SCHEME, query:NAME, cookie:NAME, subprotocol:PREFIX or message.',
      ).optional(),
      'public-key': zod
        .string()
        .min(1)
        .optional()
        .describe('PEM, JWK or path of the key that verifies it; auth tries it as a shared secret.'),
    })
    .describe('One of token, jwt, oidc, oauth and login.')

/** A path for the simple form, or a base for WebSocket paths. */
const parseWebsocket = (text: string) => {
  const path = parsePath(text, 'websocket')
  if (!path.ok || path.value.startsWith('/')) return path
  const base = parseBaseOf('websocket')(text)
  return base.ok ? path : base
}

export const environmentSchema = (zod: Zod) =>
  zod
    .strictObject({
      url: read(zod, parseBaseOf('http'), 'Base URL of the deployment.').optional(),
      websocket: read(zod, parseWebsocket, 'Base of WebSocket paths, if it differs from url.').optional(),
      headers: headers(zod).optional().describe('Sent with every request.'),
      credential: credentialSchema(zod).optional(),
      credentials: zod
        .record(zod.string(), credentialSchema(zod))
        .optional()
        .describe('Further ones, by name.'),
      'auth-message': zod
        .unknown()
        .optional()
        .describe('First message, with {{token}}, for a credential in the message.'),
    })
    .describe('One deployment of the system.')

const failOn = (zod: Zod) => zod.enum(['any', 'infrastructure', 'regression'])

export const policySchema = (zod: Zod) =>
  zod.strictObject({
    'fail-on': failOn(zod).optional().describe('What fails the run.'),
    'slower-than-baseline': read(
      zod,
      parseRatio,
      'So many times as long as before fails the run, such as 2x: by the medians of several runs, class performance.',
    ).optional(),
  })

/** What is waited for before the checks. */
export const readySchema = (zod: Zod) =>
  zod
    .strictObject({
      revision: zod
        .strictObject({
          from: read(
            zod,
            parseRevisionSource,
            'Where it is reported: PATH#/json/pointer, PATH@header-name or PATH; /health#/revision if it is left out.',
          ).optional(),
          equals: zod
            .union([zod.string(), zod.number()])
            .transform(String)
            .pipe(read(zod, parseRevision, 'The one that must be reported, usually $GITHUB_SHA.'))
            .optional(),
          websocket: read(
            zod,
            parseSocketSource,
            'Where a WebSocket reports it: @header-name of the 101, or a JSONPath in its first message.',
          ).optional(),
          stream: read(
            zod,
            parseSocketSource,
            'Where a stream over HTTP reports it: @header-name of its answer, or a JSONPath in its first event.',
          ).optional(),
        })
        .optional()
        .describe('The revision that has to answer, from the wait to the end of the run.'),
      path: read(
        zod,
        text => parsePath(text, 'http'),
        "What is asked where no revision is declared; the first health check's path if it is left out.",
      ).optional(),
      consecutive: zod
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe('Good answers in a row, each on a new connection; 5 with a revision, else 1.'),
      within: read(zod, parseWait, 'How long to wait, such as 5m.').optional(),
      'give-up': zod
        .union([zod.literal('never'), zod.array(zod.union([zod.string(), zod.number()]))])
        .transform((given): readonly string[] => (given === 'never' ? [] : given.map(String)))
        .superRefine((list, context) => {
          for (const [index, one] of list.entries()) {
            const parsed = parseGiveUp(one)
            if (parsed.ok) continue
            const { message, remedy } = parsed
            context.addIssue({ code: 'custom', path: [index], message, params: { remedy } })
          }
        })
        .optional()
        .describe('What ends the wait at once: statuses and types of faults, or never.'),
    })
    .describe('What is waited for before the checks.')

const oneOrMore = (zod: Zod) =>
  zod
    .union([zod.string().min(1), zod.array(zod.string().min(1))])
    .transform(value => (typeof value === 'string' ? [value] : value))

/** The words that every check takes beside its kind. */
export const commonWords = (zod: Zod) =>
  zod.strictObject({
    name: zod.string().min(1).max(200).optional().describe('What a reader of the report sees.'),
    id: read(
      zod,
      parseId,
      'Name for other checks and for baselines; KIND:PATH if it is left out.',
    ).optional(),
    timeout: read(zod, parseLimit, 'Limit of one wait, such as 10s.').optional(),
    retries: zod
      .int()
      .min(0)
      .max(10)
      .optional()
      .describe('Further tries after a transient infrastructure fault.'),
    'fail-on': failOn(zod).optional(),
    needs: oneOrMore(zod).optional().describe('Ids of checks that have to pass first.'),
    when: oneOrMore(zod).optional().describe('Environments in which this check runs.'),
    headers: headers(zod).optional().describe('Sent with the requests of this check.'),
    credential: zod.string().min(1).optional().describe('none, default, or a name from credentials.'),
  })

export const rootWords = ['environments', 'ready', 'checks', 'policy'] as const
