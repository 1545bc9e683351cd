/** Logins in front of what is checked (catalogue, section 4c). */

import { plain, type Recorded } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
const cloudflare = { server: 'cloudflare', 'cf-ray': '8f2-FRA', ...text }

export const loginWallEvidence: Recorded = {
  'auth.google-iap': plain(401, 'Invalid IAP credentials: empty token', {
    'x-goog-iap-generated-response': 'true',
    ...text,
  }),
  'auth.google-login': plain(302, '', {
    location: 'https://accounts.google.com/o/oauth2/v2/auth?client_id=1',
  }),
  'auth.cloudflare-access': plain(302, '', {
    location: 'https://team.cloudflareaccess.com/cdn-cgi/access/login/staging.example.com?kid=1',
    ...cloudflare,
  }),
  'auth.oauth2-proxy': plain(
    403,
    '<!DOCTYPE html><title>Sign In</title><form method="GET" action="/oauth2/start">',
    html,
  ),
  'auth.oauth2-proxy-redirect': plain(302, '', {
    location: 'https://idp.example/authorize?client_id=1',
    'set-cookie': '_oauth2_proxy_csrf=…',
  }),
  'auth.awselb-login': plain(302, '', {
    server: 'awselb/2.0',
    location: 'https://idp.example/authorize?client_id=1',
    'set-cookie': 'AWSELBAuthSessionCookie-0=…',
  }),
  'auth.azure-login': plain(302, '', {
    location: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1',
  }),
  'auth.vercel-protection': plain(302, '', {
    server: 'Vercel',
    location: 'https://vercel.com/sso-api?url=https%3A%2F%2Fstaging.example.com',
  }),
  'auth.vercel-protection-page': plain(401, '<!doctype html><title>Authentication Required</title>', {
    server: 'Vercel',
    'x-vercel-id': 'fra1::abc',
    ...html,
  }),
  'auth.login-redirect': plain(302, '', { location: '/login?next=/health' }),
}
