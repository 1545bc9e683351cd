/** Heroku, Fly, Render, Railway, Netlify, Vercel and hosts of static sites, speaking for themselves. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, body, header, status } from './families.ts'

const takeover = 'EdOverflow/can-i-take-over-xyz:fingerprints.json'
const heroku = 'devcenter.heroku.com/articles/error-codes'
const vercelErrors = 'vercel.com/docs/errors'
const vercel = (code: string): Conditions => ({ ...answered, [header('x-vercel-error')]: code })
const vercelLog = 'vercel logs DEPLOYMENT_URL'

export const platformSignatures = defineSignatures({
  'http.heroku-down': {
    when: { ...answered, [status]: 503, speaker: 'Heroku router' },
    confidence: 'high',
    cause: 'The Heroku router has no web process that answers: crashed, not scaled up, or slower than 30 s.',
    fix: ['heroku ps', 'heroku ps:scale web=1', 'heroku logs --tail   # the H code names the reason'],
    source: heroku,
  },
  'http.heroku-slow': {
    when: {
      ...answered,
      [status]: 503,
      speaker: 'Heroku router',
      'elapsed.ms': { between: [29_000, 32_000] },
    },
    confidence: 'high',
    cause: 'The application gave no first byte within the 30 s that the Heroku router waits (H12).',
    fix: [
      'heroku logs --tail | grep H12',
      '# Answer early, and go on in a worker',
      'heroku ps:scale worker=1',
    ],
    source: `${heroku} (H12)`,
  },
  'http.heroku-no-app': {
    when: { ...answered, [status]: 404, [body]: /No such app|There's nothing here, yet\./ },
    confidence: 'high',
    cause: 'The name points to Heroku, and no application has this domain.',
    fix: ['heroku domains:add {server.address}'],
    source: takeover,
  },
  'http.fly-unreachable': {
    when: { ...answered, [status]: 502, speaker: 'Fly proxy' },
    confidence: 'high',
    cause:
      'The Fly proxy reaches the machine and not the application: it listens on 127.0.0.1 or on another port.',
    fix: [
      '# fly.toml',
      '[http_service]',
      '  internal_port = 8000   # where the application listens, on 0.0.0.0',
      'fly logs   # PC01, PC02',
    ],
    source: 'superfly/docs',
  },
  'http.fly-no-machine': {
    when: { ...answered, [status]: 503, speaker: 'Fly proxy' },
    confidence: 'high',
    cause: 'No machine of the Fly application is healthy.',
    fix: ['fly status', 'fly machine start ID', 'fly logs   # PR01, PR03'],
    source: 'superfly/docs',
  },
  'http.render-bad-gateway': {
    when: { ...answered, [status]: 502, proxy: 'Render' },
    confidence: 'high',
    cause:
      'Render reaches no application: it is not bound to 0.0.0.0:$PORT, or closes connections that Render still uses.',
    fix: ['uvicorn app:app --host 0.0.0.0 --port $PORT', '# Node', 'server.keepAliveTimeout = 120_000'],
    source: 'render.com/docs/troubleshooting-deploys',
  },
  'http.railway-no-answer': {
    when: { ...answered, [status]: 502, [body]: /Application failed to respond/ },
    confidence: 'high',
    cause: 'The application on Railway does not listen on 0.0.0.0:$PORT, or crashed.',
    fix: ['uvicorn app:app --host 0.0.0.0 --port $PORT', 'railway logs'],
    source: 'docs.railway.com (application failed to respond)',
  },
  'http.railway-unprovisioned': {
    when: { ...answered, [status]: 404, [body]: /The train has not arrived at the station/ },
    confidence: 'high',
    cause: 'Railway has no service for this domain: it is not provisioned, or nothing was deployed.',
    fix: ['railway domain', 'railway up'],
    source: 'AnswerDotAI/fasthtml-example#63',
  },
  'http.netlify-no-site': {
    when: { ...answered, [status]: 404, [body]: /Not Found - Request ID:/ },
    confidence: 'high',
    cause: 'The name points to Netlify, and no site has this domain.',
    fix: ['netlify sites:list', '# Domain management of the site: add', '{server.address}'],
    source: takeover,
  },
  'http.netlify-function-failed': {
    when: { ...answered, proxy: 'Netlify', [status]: 502 },
    confidence: 'medium',
    cause: 'The Netlify function failed or took too long.',
    fix: ['netlify logs:function NAME'],
    source: 'Netlify documentation and forum',
  },
  'http.vercel-no-deployment': {
    when: { ...vercel('DEPLOYMENT_NOT_FOUND') },
    confidence: 'high',
    cause: 'Vercel has no deployment for this domain.',
    fix: ['vercel domains add {server.address} PROJECT', 'vercel --prod'],
    source: vercelErrors,
  },
  'http.vercel-disabled': {
    when: { ...answered, [header('x-vercel-error')]: ['DEPLOYMENT_DISABLED', 'DEPLOYMENT_PAUSED'] },
    confidence: 'high',
    cause:
      'The deployment is switched off at Vercel ({http.response.header.x-vercel-error}): paused, or over its plan.',
    fix: ['# Settings of the project, General: resume; settings of the team: billing'],
    source: vercelErrors,
  },
  'http.vercel-function-failed': {
    when: vercel('FUNCTION_INVOCATION_FAILED'),
    confidence: 'high',
    cause: 'The Vercel function crashed.',
    fix: [vercelLog],
    source: vercelErrors,
  },
  'http.vercel-function-slow': {
    when: vercel('FUNCTION_INVOCATION_TIMEOUT'),
    confidence: 'high',
    cause: 'The Vercel function took longer than its maximum duration.',
    fix: ['export const maxDuration = 60', vercelLog],
    source: vercelErrors,
  },
  'http.vercel-no-response': {
    when: vercel('NO_RESPONSE_FROM_FUNCTION'),
    confidence: 'high',
    cause: 'The Vercel function ended without an answer.',
    fix: ['# Return a Response on every path of the code', vercelLog],
    source: vercelErrors,
  },
  'http.vercel-throttled': {
    when: vercel('FUNCTION_THROTTLED'),
    confidence: 'high',
    cause: 'Vercel throttles the function: too many at once.',
    fix: ['# Plan and concurrency of the project', vercelLog],
    source: vercelErrors,
  },
  'http.vercel-not-found': {
    when: vercel('NOT_FOUND'),
    confidence: 'high',
    cause: 'The deployment at Vercel has neither file nor function at this path.',
    fix: ['# vercel.json', '{ "rewrites": [{ "source": "/health", "destination": "/api/health" }] }'],
    source: vercelErrors,
  },
  'http.vercel-loop': {
    when: vercel('INFINITE_LOOP_DETECTED'),
    confidence: 'high',
    cause: 'A rewrite or a function at Vercel calls itself.',
    fix: ['# vercel.json: where do the rewrites go?', 'vercel inspect DEPLOYMENT_URL'],
    source: vercelErrors,
  },
  'http.vercel-rewrite-name': {
    when: vercel('DNS_HOSTNAME_NOT_FOUND'),
    confidence: 'high',
    cause: 'The host that a rewrite at Vercel leads to does not resolve.',
    fix: [
      '# vercel.json',
      '{ "rewrites": [{ "source": "/api/:path*", "destination": "https://BACKEND/:path*" }] }',
    ],
    source: vercelErrors,
  },
  'http.vercel-error': {
    when: { ...answered, [header('x-vercel-error')]: /./, speaker: 'Vercel' },
    confidence: 'low',
    cause: 'Vercel answered itself: {http.response.header.x-vercel-error}.',
    fix: [vercelLog],
    source: vercelErrors,
  },
  'http.github-pages-no-site': {
    when: { ...answered, [status]: 404, [body]: /There isn't a GitHub Pages site here/ },
    confidence: 'high',
    cause: 'The name points to GitHub Pages, and no site has this domain.',
    fix: ['# In the published folder, the file CNAME', '{server.address}'],
    source: takeover,
  },
  'http.pantheon-no-site': {
    when: { ...answered, [status]: 404, [body]: /404 error unknown site!/ },
    confidence: 'high',
    cause: 'The name points to Pantheon, and no site has this domain.',
    fix: ['terminus domain:add SITE.ENV {server.address}'],
    source: takeover,
  },
  'http.surge-no-project': {
    when: { ...answered, [status]: 404, [body]: /project not found/ },
    confidence: 'high',
    cause: 'The name points to Surge, and no project has this domain.',
    fix: ['surge ./build {server.address}'],
    source: takeover,
  },
})
