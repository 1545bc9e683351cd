/** Google's load balancer, Front End and Cloud Run, speaking for themselves. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, body, header, status } from './families.ts'

const run = 'cloud.google.com/run/docs/troubleshooting'
const frontend: Conditions = { [header('server')]: /^Google Frontend/i }

export const googleSignatures = defineSignatures({
  'http.google-lb-no-backend': {
    when: { ...answered, [status]: [502, 503], speaker: 'Google load balancer' },
    confidence: 'high',
    cause:
      'The Google load balancer has no healthy backend: health check path, firewall, or it was made minutes ago.',
    fix: [
      'gcloud compute backend-services get-health NAME --global',
      'gcloud compute firewall-rules create allow-health-checks --allow tcp --source-ranges 35.191.0.0/16,130.211.0.0/22',
    ],
    source: 'kubernetes/ingress-gce#141; cloud.google.com troubleshooting-ext-https-lbs',
  },
  'http.google-lb-keep-alive': {
    when: {
      ...answered,
      [status]: 502,
      speaker: 'Google load balancer',
      'repeat.flaky': true,
    },
    confidence: 'high',
    cause:
      'Now and then the application closes a connection that the Google load balancer still uses: its keep-alive is shorter than 600 s.',
    fix: [
      '# Node',
      'server.keepAliveTimeout = 620_000',
      '# gunicorn',
      'gunicorn app:app --keep-alive 620',
      '# nginx',
      'keepalive_timeout 620s;',
    ],
    source: 'eclipse.org jetty-users msg10763 (backend_connection_closed_before_data_sent_to_client)',
  },
  'http.cloud-run-not-found': {
    when: { ...answered, [status]: 404, [body]: /<title>Error 404 \(Not Found\)!!1<\/title>/ },
    confidence: 'high',
    cause:
      'Google itself says 404, the application was not asked: ingress is internal, the URL is of another region or service, or the path is reserved (those that end in z, such as /healthz).',
    fix: ['health: /health   # not /healthz', 'gcloud run services update NAME --ingress=all'],
    source: 'cloud.google.com/run/docs/known-issues (reserved paths); troubleshooting',
  },
  'http.cloud-run-rate': {
    when: { ...answered, ...frontend, [status]: 429, [body]: /^Rate exceeded\./ },
    confidence: 'high',
    cause:
      'Cloud Run has no instance to spare: the maximum is reached, or new ones do not start fast enough.',
    fix: ['gcloud run services update NAME --max-instances=10 --min-instances=1'],
    source: run,
  },
  'http.cloud-run-unavailable': {
    when: { ...answered, ...frontend, [status]: 503, [body]: /Service Unavailable|no available instance/i },
    confidence: 'high',
    cause: 'The container did not start to listen on $PORT in time, or crashes at start.',
    fix: [
      'uvicorn app:app --host 0.0.0.0 --port $PORT',
      'gcloud run revisions list --service NAME',
      'gcloud run services logs read NAME --limit 50',
    ],
    source: run,
  },
  'http.cloud-run-slow': {
    when: { ...answered, ...frontend, [status]: 504, [body]: /^upstream request timeout/ },
    confidence: 'high',
    cause: 'The request took longer than the request timeout of Cloud Run (300 s by default).',
    fix: ['gcloud run services update NAME --timeout=3600'],
    source: run,
  },
  'auth.cloud-run-invoker': {
    when: { ...answered, [body]: /does not have permission to get URL/ },
    confidence: 'high',
    cause: 'Cloud Run refuses the caller itself (IAM): the application was not reached.',
    fix: [
      'gcloud run services add-iam-policy-binding NAME --member=allUsers --role=roles/run.invoker',
      '# or a token for it (inputs)',
      'oidc-audience: https://{server.address}',
    ],
    source: run,
  },
  'http.firebase-site-missing': {
    when: { ...answeredPlainly, [status]: 404, [body]: /<title>Site Not Found<\/title>/ },
    confidence: 'medium',
    cause: 'Firebase Hosting has no site for this domain, or nothing was deployed to it.',
    fix: ['firebase deploy --only hosting'],
    source: 'firebase.google.com/docs/hosting/custom-domain',
  },
})
