/**
 * Every input, a row each: what it means, and how its text is read. action.yml, the flags of the command and the table
 * in the README are made of these rows (scripts/generate.ts).
 */

import { Secret } from '../model/secret.ts'
import { parseBaseOf, parseConnectTo, parsePath } from './addresses.ts'
import { parseClaims } from './claims.ts'
import { parseExpect, parseSend } from './messages.ts'
import { bad, good, type Parsed, type Parser, quote } from './parsed.ts'
import { parsePlacement } from './placement.ts'
import { algorithms } from './private-key.ts'
import { parseRevision, parseRevisionSource } from './revision.ts'
import { parseStreams } from './stream-input.ts'
import { parseTrust } from './trust.ts'
import {
  choiceOf,
  integerOf,
  parseBoolean,
  parseCommit,
  parseEach,
  parseExpected,
  parseJob,
  parseLifetime,
  parseLimit,
  parseName,
  parseSubprotocols,
  parseText,
  parseWait,
} from './values.ts'

export interface Input<T> {
  /** For action.yml and the README: one sentence or two, in Markdown. */
  readonly description: string
  /** What holds when it is not given, in Markdown; empty if there is nothing. */
  readonly default: string
  readonly parse: Parser<T>
  /** Never shown, never a flag. */
  readonly secret?: true
  /** One value a line; as a flag it may be repeated. */
  readonly list?: true
  /** As a flag it may stand alone, and means `true`. */
  readonly alone?: true
}

const secret = (text: string): Parsed<Secret> =>
  text.trim() === ''
    ? bad('is blank', 'check that the secret is set where the workflow runs')
    : good(new Secret(text))

/** Files and consoles add the line break, not the issuer. An HMAC secret is taken to the byte instead. */
const token = (text: string): Parsed<Secret> => secret(text.replace(/[\r\n]+$/, ''))

const lifted =
  <T>(wrap: (text: string) => T) =>
  (text: string): Parsed<T> =>
    good(wrap(text))

const parseHealth = (text: string): Parsed<readonly string[]> =>
  parseEach(text, line => parsePath(line, 'http'))

const parseFailOn = choiceOf(['any', 'infrastructure', 'regression'], 'a rule for failing')
const parseAuthRequired = (text: string): Parsed<boolean | null> => {
  if (text.trim() === 'auto') return good(null)
  const parsed = parseBoolean(text)
  return parsed.ok
    ? parsed
    : bad(`${quote(text)} is none of auto, true and false`, 'write auto, true or false')
}

const onRequest = { default: '`false`', parse: parseBoolean, alone: true } as const

export const inputs = {
  url: {
    description:
      'Base URL of the deployment. Required, unless the environment of the configuration file or the event (`deployment_status.environment_url`) gives it.',
    default: '',
    parse: parseBaseOf('http'),
  },
  health: {
    description: 'Paths to GET, one a line; each must answer 2xx within `timeout`.',
    default: '`/health`',
    parse: parseHealth,
    list: true,
  },
  websocket: {
    description: 'WebSocket to check: a path on `url`, or a `ws://` or `wss://` URL.',
    default: '',
    parse: text => parsePath(text, 'websocket'),
  },
  stream: {
    description:
      'Streaming endpoints, one a line: `[METHOD ]PATH`, METHOD defaults to GET; `[METHOD ]PATH until MARKER` also demands its end, such as `POST /chat until [DONE]` or `/events until {"event":"done"}`.',
    default: '',
    parse: parseStreams,
    list: true,
  },
  send: {
    description:
      'Message to send on the WebSocket: JSON or text, with templates such as `{{id}}`. Without it, a ping frame with a random payload must be answered by its pong.',
    default: 'an RFC 6455 ping',
    parse: parseSend,
  },
  expect: {
    description:
      'What one reply to `send` must match: text exactly, JSON as a subset, matchers such as `$one-of` allowed.',
    default: 'the reply that carries our `{{id}}`, else any message that came after ours',
    parse: parseExpect,
  },
  subprotocol: {
    description: 'Subprotocols to offer, one a line; the server must pick one of them.',
    default: '',
    parse: parseSubprotocols,
    list: true,
  },
  connections: {
    description:
      'How many clients at once must all work; `0` leaves the check out. Without a credential it is left out unless set.',
    default: '`5`',
    parse: integerOf(0, 10_000),
  },
  'auth-required': {
    description: 'Whether clients without a valid credential must be refused: `auto`, `true` or `false`.',
    default: '`auto`: true when a credential is given',
    parse: parseAuthRequired,
    alone: true,
  },
  token: { description: 'A ready-made credential.', default: '', parse: token, secret: true },
  'jwt-secret': {
    description: 'Shared secret to mint a JWT with (`HS256`, `HS384`, `HS512`).',
    default: '',
    parse: secret,
    secret: true,
  },
  'jwt-private-key': {
    description: 'Private key to mint a JWT with, as PEM or JWK.',
    default: '',
    parse: secret,
    secret: true,
  },
  'jwt-algorithm': {
    description: 'Algorithm of the JWT: `HS*`, `RS*`, `PS*` or `ES*`.',
    default: "`HS256`, or the key's own",
    parse: choiceOf(algorithms, 'an algorithm'),
  },
  'jwt-claims': {
    description:
      'Claims of the JWT, a JSON or YAML mapping merged over `sub: verify-deploy`, `iat`, `exp` and `jti`; `null` takes one out.',
    default: '',
    parse: parseClaims,
  },
  'jwt-expires-in': { description: 'How long the JWT is valid.', default: '`5m`', parse: parseLifetime },
  'jwt-key-id': {
    description: '`kid` in the header of the JWT.',
    default: "the JWK's own",
    parse: parseName,
  },
  'oidc-audience': {
    description:
      'Use a GitHub OIDC token with this audience as the credential; the job needs the permission `id-token: write`.',
    default: '',
    parse: parseText,
  },
  'credential-in': {
    description:
      'Where the credential goes: `header` (`Authorization: Bearer`), `header:NAME` or `header:NAME SCHEME`, `query:NAME`, `cookie:NAME`, `subprotocol:PREFIX`, or `message` (its template is `auth-message` in the configuration file).',
    default: '`header`',
    parse: parsePlacement,
  },
  'expect-revision': {
    description:
      'Revision the deployment must report, usually `github.sha`; of commits, a prefix of 7 or more characters matches, in both directions. It is waited for, and an old one that still answers is a failure.',
    default: '',
    parse: parseRevision,
  },
  'revision-from': {
    description:
      'Where the revision is reported: `PATH#/json/pointer`, `PATH@header-name`, or `PATH` for the whole body. Without `expect-revision`, all answers must report the same.',
    default: '`/health#/revision`',
    parse: parseRevisionSource,
  },
  wait: {
    description: 'How long to wait for the deployment to be ready before checking; `0s` does not wait.',
    default: '`2m` with `expect-revision`, else `30s`',
    parse: parseWait,
  },
  timeout: {
    description: 'Limit for one wait: a connect, a handshake, the headers of an answer, one reply.',
    default: '`10s`',
    parse: parseLimit,
  },
  deadline: {
    description: 'Limit for the whole run; what has not run by then is reported as not run.',
    default: '`10m`',
    parse: parseLimit,
  },
  config: {
    description: 'Configuration file.',
    default: '`.github/verify-deploy.yml` if it is there',
    parse: parseText,
  },
  environment: {
    description:
      "Which of the file's environments to check, several separated by commas or one a line: they are verified side by side, into one report. Also names the report.",
    default: 'the only one of the file, or that of the event (`deployment.environment`)',
    parse: parseName,
    list: true,
  },
  'fail-on': {
    description:
      'What fails the run: `any` failed check; `infrastructure`: only infrastructure faults; `regression`: only what the baseline did not already show.',
    default: '`any`',
    parse: parseFailOn,
  },
  baseline: {
    description:
      'What to compare with: `auto` (the last good state of the environment, found in our check runs on GitHub where `check-run` or a comparison is asked for), a path to a report file of a run before, or `off`.',
    default: '`auto`',
    parse: parseText,
  },
  ca: { description: 'PEM text or path of extra trusted certificates.', default: '', parse: parseTrust },
  'connect-to': {
    description: '`ADDRESS[:PORT]` to dial instead of what DNS says; name and SNI stay the same.',
    default: '',
    parse: parseConnectTo,
  },
  sha: { description: 'Commit that the run is about.', default: 'from the event', parse: parseCommit },
  'check-run': {
    description:
      'Publish a check run on the commit, and keep it up to date; the job needs the permission `checks: write`.',
    ...onRequest,
  },
  comment: {
    description:
      'Publish one pull-request comment that is kept up to date; the job needs the permission `pull-requests: write`.',
    ...onRequest,
  },
  'deployment-status': {
    description:
      "Publish a status on the event's deployment, else on the newest one of the commit in `environment`; the job needs the permission `deployments: write`.",
    ...onRequest,
  },
  merge: {
    description:
      'Nothing is verified: the reports of other jobs become one. Report files, or the folder that their artifacts were downloaded to, one a line.',
    default: '',
    parse: lifted(text => text.trim()),
    list: true,
  },
  'merge-expect': {
    description:
      'How many parts `merge` has to find, or their names (of the artifacts, or of the files), separated by commas. A missing one makes the verdict `inconclusive`.',
    default: '',
    parse: parseExpected,
  },
  'report-dir': {
    description: 'Folder where `report.json` and `junit.xml` are written.',
    default: "a folder under the runner's temp folder",
    parse: lifted(text => text.trim()),
  },
  'github-token': {
    description: 'Token for the API of GitHub.',
    default: '`${{ github.token }}`',
    parse: token,
    secret: true,
  },
  job: {
    description:
      "What tells this job's check run and comment from those of other jobs of the same name: its matrix, or a word of your own where one job verifies twice.",
    default: '`${{ toJSON(matrix) }}`',
    parse: parseJob,
  },
  'job-id': {
    description: "Number of the job in the URL of its log; GitHub's runner fills it in.",
    default: '`${{ job.check_run_id }}`',
    parse: parseText,
  },
} as const satisfies Readonly<Record<string, Input<unknown>>>

export type InputName = keyof typeof inputs
export const inputNames = Object.keys(inputs) as readonly InputName[]

/** The rows in order, each with its name. */
export const inputDefinitions: readonly (Input<unknown> & { readonly name: InputName })[] = inputNames.map(
  name => ({ name, ...(inputs[name] as Input<unknown>) }),
)

/** The row of a name; undefined for a name that is none. */
export const findInput = (name: string): Input<unknown> | undefined =>
  Object.hasOwn(inputs, name) ? inputs[name as InputName] : undefined

type ValueOf<P> = P extends (...given: never) => infer R ? Extract<Awaited<R>, { readonly ok: true }> : never

/** What was read; null for what was not given. */
export type InputValues = {
  readonly [Name in InputName]: ValueOf<(typeof inputs)[Name]['parse']>['value'] | null
}
