/** A login stands in front of what is checked, and the application was not asked (catalogue, section 4c). */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, body, header, status } from './families.ts'

const location = header('location')
const redirected: Conditions = {
  'fault.type': ['http.error', 'http.mismatch', 'ws.redirected'],
  [status]: { between: [300, 399] },
}

export const loginWallSignatures = defineSignatures({
  'auth.google-iap': {
    when: { ...answered, [header('x-goog-iap-generated-response')]: /true/i },
    confidence: 'high',
    cause: 'Google Identity-Aware Proxy asks for an identity: the application was not reached.',
    fix: [
      '# A token for the client id of IAP (configuration file)',
      'headers: { proxy-authorization: $IAP_BEARER }',
    ],
    source: 'cloud.google.com/iap/docs/query-parameters-and-headers-howto',
  },
  'auth.google-login': {
    when: {
      ...redirected,
      [location]: /^https:\/\/accounts\.google\.com\//,
      [header('x-goog-iap-generated-response')]: null,
    },
    confidence: 'high',
    cause:
      'The request is sent to the Google login: Identity-Aware Proxy, or a login of the application, stands in front of this path.',
    fix: [
      '# A token for the client id of IAP (configuration file)',
      'headers: { proxy-authorization: $IAP_BEARER }',
    ],
    source: 'cloud.google.com/iap/docs/query-parameters-and-headers-howto',
  },
  'auth.cloudflare-access': {
    when: { ...redirected, [location]: /^https:\/\/[^/]+\.cloudflareaccess\.com\// },
    confidence: 'high',
    cause: 'Cloudflare Access asks for a login before the application is reached.',
    fix: [
      '# A service token (configuration file)',
      'headers: { cf-access-client-id: $ACCESS_ID, cf-access-client-secret: $ACCESS_SECRET }',
    ],
    source: 'cloudflare/cloudflared:token/token.go',
  },
  'auth.oauth2-proxy': {
    when: { ...answered, [status]: [401, 403], speaker: 'oauth2-proxy' },
    confidence: 'high',
    cause: 'oauth2-proxy shows its sign-in page: the application was not reached.',
    fix: [
      'skip_auth_routes = ["^/health$", "^/ws"]',
      '# or let tokens through',
      'skip_jwt_bearer_tokens = true',
    ],
    source: 'oauth2-proxy/oauth2-proxy:oauthproxy.go',
  },
  'auth.oauth2-proxy-redirect': {
    when: { ...redirected, [header('set-cookie')]: /\b_oauth2_proxy/ },
    confidence: 'high',
    cause: 'oauth2-proxy sends the request to the login: the application was not reached.',
    fix: [
      'skip_auth_routes = ["^/health$", "^/ws"]',
      '# or let tokens through',
      'skip_jwt_bearer_tokens = true',
    ],
    source: 'oauth2-proxy/oauth2-proxy:oauthproxy.go',
  },
  'auth.awselb-login': {
    when: { ...redirected, [header('set-cookie')]: /\bAWSELBAuthSessionCookie/ },
    confidence: 'high',
    cause: 'A login action of the AWS load balancer stands in front of this path.',
    fix: [
      '# A rule before it, without the action',
      'aws elbv2 create-rule --listener-arn ARN --priority 1 --conditions Field=path-pattern,Values=/health,/ws --actions Type=forward,TargetGroupArn=ARN',
    ],
    source: 'AWS documentation, listener-authenticate-users',
  },
  'auth.azure-login': {
    when: {
      ...redirected,
      [location]: /^https:\/\/login\.(microsoftonline\.com|windows\.net)\/|\/\.auth\/login\//,
    },
    confidence: 'high',
    cause: 'A Microsoft login (App Service authentication) stands in front of this path.',
    fix: ['az webapp auth update --name NAME --resource-group GROUP --excluded-paths "/health,/ws"'],
    source: 'learn.microsoft.com (App Service authentication, excludedPaths)',
  },
  'auth.vercel-protection': {
    when: { ...redirected, [location]: /^https:\/\/vercel\.com\/sso-api/ },
    confidence: 'high',
    cause: 'Deployment Protection of Vercel stands in front of this deployment.',
    fix: [
      '# Protection bypass for automation (configuration file)',
      'headers: { x-vercel-protection-bypass: $BYPASS }',
    ],
    source: 'vercel.com/docs/deployment-protection',
  },
  'auth.vercel-protection-page': {
    when: { ...answered, [status]: 401, proxy: 'Vercel', [body]: /Authentication Required/ },
    confidence: 'high',
    cause: 'Deployment Protection of Vercel asks for a login: the application was not reached.',
    fix: [
      '# Protection bypass for automation (configuration file)',
      'headers: { x-vercel-protection-bypass: $BYPASS }',
    ],
    source: 'vercel.com/docs/deployment-protection',
  },
  'auth.login-redirect': {
    when: {
      ...redirected,
      'fault.type': ['http.error', 'http.mismatch'],
      [header('set-cookie')]: { not: /_oauth2_proxy|AWSELBAuthSessionCookie/ },
      [location]: /\b(login|signin|sign-in|sso|oauth2?|authorize)\b/i,
    },
    confidence: 'medium',
    cause: 'A login stands in front of this path: the request is sent to {http.response.header.location}.',
    fix: [
      '# Take the path out of the login, or show what it wants (configuration file)',
      'headers: { authorization: $ACCESS_TOKEN }',
    ],
    source: 'RFC 9110 section 15.4; documents of identity providers',
  },
})
