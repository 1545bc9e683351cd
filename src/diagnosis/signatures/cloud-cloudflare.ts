/** Cloudflare, speaking for itself or for the origin. Statuses 52x and 530 are its own. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, body, header, status } from './families.ts'

const errors = 'developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors'
const at = (code: number): Conditions => ({ ...answered, proxy: 'Cloudflare', [status]: code })
/** Lets the ranges of Cloudflare in, on the origin. */
const allow =
  'for range in $(curl -s https://www.cloudflare.com/ips-v4); do ufw allow proto tcp from $range to any port 443; done'
const record =
  'curl -X PATCH https://api.cloudflare.com/client/v4/zones/ZONE/dns_records/RECORD -H "Authorization: Bearer $TOKEN" --json \'{"content":"ORIGIN"}\''

export const cloudflareSignatures = defineSignatures({
  'http.cloudflare-origin-strange': {
    when: at(520),
    confidence: 'high',
    cause:
      'The origin gave Cloudflare an empty or invalid answer (520): it crashed on the request, or its headers are too large.',
    fix: [
      '# What does the origin say by itself? (inputs)',
      'connect-to: ORIGIN_ADDRESS:443',
      'tail -n 20 /var/log/nginx/error.log',
    ],
    source: `${errors} (520)`,
  },
  'http.cloudflare-origin-down': {
    when: at(521),
    confidence: 'high',
    cause: 'The origin refuses the connections of Cloudflare (521): it is down, or a firewall rejects them.',
    fix: ['ss -ltnp   # on the origin: does something listen on 443?', allow],
    source: `${errors} (521)`,
  },
  'http.cloudflare-origin-timeout': {
    when: at(522),
    confidence: 'high',
    cause:
      'The origin does not answer the connections of Cloudflare (522): a firewall drops them, or its address in the zone is wrong.',
    fix: [allow, '# or the record in the zone has another address than the origin:', record],
    source: `${errors} (522)`,
  },
  'http.cloudflare-origin-unreachable': {
    when: at(523),
    confidence: 'high',
    cause: 'No route leads from Cloudflare to the origin (523): its address in the zone is wrong.',
    fix: ['# The address of the origin, in the record of the zone', record],
    source: `${errors} (523)`,
  },
  'http.cloudflare-origin-slow': {
    when: at(524),
    confidence: 'high',
    cause: 'The origin took the connection and did not answer in time (524).',
    fix: [
      '# Send the first bytes at once, and go on; FastAPI',
      'return StreamingResponse(events(), media_type="text/event-stream")',
    ],
    source: `${errors} (524)`,
  },
  'http.cloudflare-origin-tls': {
    when: at(525),
    confidence: 'high',
    cause:
      'The TLS handshake between Cloudflare and the origin fails (525): port 443 of the origin speaks no TLS, or has no certificate for this name.',
    fix: [
      'openssl s_client -connect ORIGIN_ADDRESS:443 -servername {server.address} </dev/null',
      'listen 443 ssl;   # nginx',
    ],
    source: `${errors} (525)`,
  },
  'http.cloudflare-origin-certificate': {
    when: at(526),
    confidence: 'high',
    cause:
      'Cloudflare does not accept the certificate of the origin (526): expired, self-signed or for another name, with SSL mode "Full (strict)".',
    fix: [
      '# Install a Cloudflare Origin CA certificate or a public one on the origin',
      'certbot --nginx -d {server.address}',
    ],
    source: `${errors} (526)`,
  },
  'http.cloudflare-origin-name': {
    when: { ...at(530), [body]: /error code: 1016|Origin DNS error/i },
    confidence: 'high',
    cause: 'The name of the origin in the Cloudflare zone does not resolve (1016).',
    fix: ['dig +short ORIGIN', '# The record of the zone, to a name that resolves', record],
    source: 'developers.cloudflare.com: error 1016',
  },
  'http.cloudflare-tunnel-down': {
    when: { ...at(530), [body]: /error code: 1033|Argo Tunnel error/i },
    confidence: 'high',
    cause: 'No cloudflared is connected for this host name (1033).',
    fix: ['systemctl start cloudflared', 'cloudflared tunnel info NAME'],
    source: 'developers.cloudflare.com: error 1033',
  },
  'http.cloudflare-own-gateway-error': {
    when: { ...answered, [status]: [502, 504], [body]: /<center>cloudflare<\/center>/ },
    confidence: 'medium',
    cause:
      'Cloudflare itself answered {http.response.status_code}: the tunnel cannot reach the local service, or Cloudflare has trouble of its own.',
    fix: [
      'journalctl -u cloudflared | grep "Unable to reach the origin service"',
      'ingress: [{ hostname: {server.address}, service: "http://localhost:8000" }]',
    ],
    source: 'cloudflare/cloudflared:proxy/proxy.go; developers.cloudflare.com: error 502/504',
  },
  'auth.bot-challenge': {
    when: { ...answered, [header('cf-mitigated')]: /./ },
    confidence: 'high',
    cause: 'Cloudflare challenges the verifier as a bot; people may get through.',
    fix: [
      '# A WAF rule with the action Skip:',
      'any(http.request.headers["x-verify-deploy"][*] eq "SECRET")',
      '# and in the configuration file:',
      'headers: { x-verify-deploy: $BYPASS }',
    ],
    source: 'developers.cloudflare.com/waf: detect a challenge page response',
  },
  'auth.bot-challenge-page': {
    when: {
      ...answered,
      [status]: [403, 429, 503],
      [body]: /<title>Just a moment\.\.\.<\/title>/,
      [header('cf-mitigated')]: null,
    },
    confidence: 'high',
    cause: 'Cloudflare challenges the verifier as a bot ("Just a moment..."); people may get through.',
    fix: [
      '# A WAF rule with the action Skip:',
      'any(http.request.headers["x-verify-deploy"][*] eq "SECRET")',
      '# and in the configuration file:',
      'headers: { x-verify-deploy: $BYPASS }',
    ],
    source: 'developers.cloudflare.com/waf: detect a challenge page response',
  },
})
