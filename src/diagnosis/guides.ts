/** Which page of docs/infrastructure speaks of the proxy or platform that a signature is about. */

import type { Condition, Signature } from './signature.ts'

interface Guide {
  /** Names in the tables of speakers. */
  readonly speakers: readonly string[]
  /** Words in the ids of signatures. */
  readonly words: readonly string[]
}

/** By the name of the page. Words stand between dots and dashes: `cloud-run` is in `http.cloud-run-slow`. */
export const guides: Readonly<Record<string, Guide>> = {
  'ingress-nginx': { speakers: [], words: ['ingress', 'kubernetes-fake-certificate'] },
  nginx: { speakers: ['nginx', 'OpenResty'], words: ['nginx'] },
  haproxy: { speakers: ['HAProxy'], words: ['haproxy'] },
  apache: { speakers: ['Apache httpd'], words: ['apache'] },
  caddy: { speakers: ['Caddy'], words: ['caddy'] },
  varnish: { speakers: ['Varnish'], words: ['varnish'] },
  traefik: { speakers: ['Traefik'], words: ['traefik'] },
  'envoy-istio': { speakers: ['Envoy'], words: ['envoy', 'istio', 'mesh'] },
  aws: {
    speakers: [
      'AWS load balancer',
      'AWS Classic Load Balancer',
      'AWS API Gateway',
      'CloudFront',
      'Amazon S3',
    ],
    words: ['awselb', 'aws', 'apigateway', 'cloudfront', 's3', 'lambda'],
  },
  'google-cloud': {
    speakers: ['Google load balancer', 'Google Frontend', 'GKE default backend', 'Google IAP'],
    words: ['google', 'gke', 'cloud-run'],
  },
  azure: {
    speakers: ['Azure Application Gateway', 'Azure Front Door', 'Azure App Service'],
    words: ['azure'],
  },
  cloudflare: { speakers: ['Cloudflare', 'Cloudflare Access'], words: ['cloudflare', 'bot-challenge'] },
  heroku: { speakers: ['Heroku router'], words: ['heroku'] },
  fly: { speakers: ['Fly proxy'], words: ['fly'] },
}

/** Names that a condition wants; what it excludes is not among them. */
function namesIn(condition: Condition | undefined): readonly string[] {
  if (typeof condition === 'string') return [condition]
  return Array.isArray(condition) ? condition.map(String) : []
}

/** Path of the page in the repository; null where none, or more than one, is about it. */
export function guideOf({ id, when }: Pick<Signature, 'id' | 'when'>): string | null {
  const names = [...namesIn(when.speaker), ...namesIn(when.proxy)]
  const pages = Object.keys(guides)
  const byWord = pages.find(page =>
    guides[page]!.words.some(word =>
      `.${id}.`.replaceAll('-', '.').includes(`.${word.replaceAll('-', '.')}.`),
    ),
  )
  const bySpeaker = pages.filter(page => names.some(name => guides[page]!.speakers.includes(name)))
  const page = byWord ?? (bySpeaker.length === 1 ? bySpeaker[0] : undefined)
  return page === undefined ? null : `docs/infrastructure/${page}.md`
}
