/** The deployment answers, and not from the revision that was deployed. */

import { defineSignatures } from '../signature.ts'

const stale = { 'fault.type': ['revision.old', 'revision.mixed'] }
const compared = 'the revision that each answer told, compared by this tool'
const asked = [
  '# Past the cache, on the machine itself:',
  'curl -s http://127.0.0.1:PORT/health',
  '# The path that tells the revision must never be cached; the application says so:',
  'Cache-Control: no-store',
]

export const revisionSignatures = defineSignatures({
  'http.revision-old': {
    when: { 'fault.type': 'revision.old' },
    confidence: 'medium',
    cause:
      'The deployment still serves {revision.served}: it was not rolled out, the roll-out failed and the old one stayed, or traffic was not moved to the new one.',
    fix: [
      '# Did the roll-out end, and which image runs?',
      'kubectl rollout status deploy/NAME && kubectl get pods -o wide',
      '# Cloud Run: which revision gets the traffic?',
      'gcloud run services describe SERVICE --format="value(status.traffic)"',
      'gcloud run services update-traffic SERVICE --to-latest',
      '# If it only takes longer (inputs):',
      'wait: 5m',
    ],
    source: compared,
  },
  'http.revision-spelled': {
    when: { ...stale, 'revision.spelled_otherwise': true },
    confidence: 'high',
    cause:
      'The deployment tells {revision.served} where {revision.expected} is expected: that looks like the same revision, spelled in another way. Only the same text matches, and of a commit its first 7 characters or more.',
    fix: [
      '# Expect it as it is told, for example (inputs; of a commit, 7 characters or more):',
      'expect-revision: sha-${{ github.sha }}',
      '# Or tell the commit alone. A build "-dirty" was made with changes that no commit has: build it anew from a clean checkout.',
    ],
    source: compared,
  },
  'http.revision-mixed': {
    when: { 'fault.type': 'revision.mixed' },
    confidence: 'medium',
    cause:
      'More than one revision answers: the roll-out has not ended, or an old instance was left behind the load balancer ({revision.served} beside the expected one).',
    fix: [
      '# Which instances are left of the old one?',
      'kubectl get pods -o wide --show-labels',
      'kubectl rollout status deploy/NAME',
      '# docker compose: containers of an earlier run',
      'docker compose up -d --remove-orphans',
      '# If the roll-out only takes longer (inputs):',
      'wait: 5m',
    ],
    source: compared,
  },
  'http.revision-one-node': {
    when: { 'fault.type': 'revision.mixed', 'revision.by_address': true },
    confidence: 'high',
    cause:
      'Each address serves one revision, and not all the same: {revision.odd_addresses} was left out of the deployment and serves {revision.served}.',
    fix: [
      '# What does each node serve?',
      'for a in $(dig +short A {server.address}); do curl -s --connect-to ::$a: http://{server.address}/health; done',
      '# Then deploy to the odd one, or take its record out of DNS.',
    ],
    source: compared,
  },
  'http.revision-other-route': {
    when: {
      'fault.type': 'revision.mixed',
      'revision.odd_over': ['WebSockets', 'streams'],
      'revision.by_address': false,
    },
    confidence: 'high',
    cause:
      'Plain requests reach the revision that was deployed, and all {revision.odd_over} reach {revision.served}: their path is routed to other instances, which were left out of the deployment.',
    fix: [
      '# Where do the paths lead? nginx:',
      "nginx -T | grep -E 'location|proxy_pass'",
      '# Kubernetes: which Service is behind each path, and which pods behind that?',
      'kubectl describe ingress NAME && kubectl get endpointslices',
      '# HAProxy:',
      "grep -E 'acl|use_backend|server ' /etc/haproxy/haproxy.cfg",
    ],
    source: compared,
  },
  'http.revision-missing': {
    when: { 'fault.type': 'revision.missing' },
    confidence: 'medium',
    cause:
      'The answer tells no revision where it is declared: an old build without it, another name for it, or a variable that was not set when the image was built.',
    fix: [
      '# Say where it is (input), as JSON pointer or header:',
      'revision-from: /version#/commit',
      'revision-from: /health@x-revision',
      '# Of WebSockets and streams (configuration file, under ready.revision):',
      'websocket: $.revision',
      '# Put it into the image:',
      'docker build --build-arg REVISION=$GITHUB_SHA .',
    ],
    source: compared,
  },
  'http.revision-missing-page': {
    when: { 'fault.type': 'revision.missing', 'http.response.header.content-type': /^text\/html/ },
    confidence: 'high',
    cause:
      'A page in HTML answers where the revision should be told: a front end or a catch-all route takes the path, and the application is not asked.',
    fix: [
      '# Let the path go to the application, before the catch-all. nginx:',
      'location = /health { proxy_pass http://127.0.0.1:8000; }',
      '# Or say where the revision is told (input):',
      'revision-from: /api/version#/commit',
    ],
    source: compared,
  },
  'http.revision-cached': {
    when: { ...stale, 'http.response.header.age': /^[1-9]/ },
    confidence: 'high',
    cause:
      'The old answer comes out of a cache (Age: {http.response.header.age} seconds): what runs behind it was not asked.',
    fix: [...asked, '# Varnish: empty it', 'varnishadm ban req.url == /health'],
    source: 'RFC 9111 section 5.1',
  },
  'http.revision-cached-cloudflare': {
    when: {
      ...stale,
      'http.response.header.cf-cache-status': /^(HIT|STALE|UPDATING|REVALIDATED)$/i,
    },
    confidence: 'high',
    cause:
      'The old answer comes out of the cache of Cloudflare (CF-Cache-Status: {http.response.header.cf-cache-status}): the origin was not asked.',
    fix: [
      ...asked,
      '# Empty it:',
      'curl -X POST https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache -H "Authorization: Bearer TOKEN" --json \'{"purge_everything":true}\'',
    ],
    source: 'developers.cloudflare.com/cache/concepts/cache-responses',
  },
  'http.revision-cached-x-cache': {
    when: { ...stale, 'http.response.header.x-cache': /\b(hit|stale)\b/i },
    confidence: 'high',
    cause:
      'The old answer comes out of a cache on the way (X-Cache: {http.response.header.x-cache}): what runs behind it was not asked.',
    fix: [
      ...asked,
      '# CloudFront: empty it',
      'aws cloudfront create-invalidation --distribution-id ID --paths "/*"',
    ],
    source: 'docs.aws.amazon.com: CloudFront, X-Cache',
  },
  'http.revision-cached-nginx': {
    when: { ...stale, 'http.response.header.x-cache-status': /^(HIT|STALE|UPDATING|REVALIDATED)$/ },
    confidence: 'high',
    cause:
      'The old answer comes out of a cache of nginx (X-Cache-Status: {http.response.header.x-cache-status}): what runs behind it was not asked.',
    fix: [
      ...asked,
      '# nginx: do not cache this path',
      'location = /health { proxy_cache off; proxy_pass http://127.0.0.1:8000; }',
    ],
    source: 'nginx.org/en/docs/http/ngx_http_upstream_module.html: $upstream_cache_status',
  },
  'http.revision-cached-vercel': {
    when: { ...stale, 'http.response.header.x-vercel-cache': /^(HIT|STALE|PRERENDER)$/ },
    confidence: 'high',
    cause:
      'The old answer comes out of the cache of Vercel (X-Vercel-Cache: {http.response.header.x-vercel-cache}): the function was not asked.',
    fix: [...asked, '# Empty it:', 'vercel cache purge'],
    source: 'vercel.com/docs/headers/response-headers: x-vercel-cache',
  },
})
