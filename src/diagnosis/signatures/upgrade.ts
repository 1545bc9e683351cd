/** The upgrade was answered by an ordinary answer, by none, or by an incorrect 101. */

import { defineSignatures } from '../signature.ts'
import { body, header, status, unexpected } from './families.ts'
import { circle, proxyProtocolOff, unreadable } from './http-status.ts'
import { nginxUpgrade, secWebSocketKept } from './upgrade-dropped.ts'

const ws = 'websockets/ws:lib/websocket.js'
const measured = 'live: Node 24 with ws'

export const upgradeSignatures = defineSignatures({
  'upgrade.answered-with-page': {
    when: { ...unexpected, [status]: 200, [header('content-type')]: /^text\/html/i },
    confidence: 'high',
    cause:
      'The upgrade got an HTML page: this path is served by a front end or static host, not by the WebSocket server.',
    fix: [
      '# nginx: route the path to the application, before the catch-all',
      'location /ws {',
      '  proxy_pass http://app;',
      ...nginxUpgrade.slice(1).map(line => `  ${line}`),
      '}',
    ],
    source: measured,
  },
  'upgrade.answered-plainly': {
    when: {
      ...unexpected,
      [status]: { between: [200, 299] },
      [header('content-type')]: { not: /^text\/html/i },
    },
    confidence: 'medium',
    cause:
      'The upgrade got a plain answer: a proxy dropped the Upgrade header, or the server at this path has no WebSocket handler.',
    fix: nginxUpgrade,
    source: measured,
    adjust: [{ when: { 'upgrade.stripped': ['certain', 'likely'] }, to: 'low' }],
  },
  'upgrade.answered-everywhere': {
    when: {
      ...unexpected,
      [status]: { between: [200, 299] },
      [header('content-type')]: { not: /^text\/html/i },
      'speaker.kind': { not: 'proxy' },
      'twin.random.same': true,
    },
    confidence: 'medium',
    cause:
      'A path that cannot exist gets the very same answer: something answers for every path, a rule in front of the application or a handler without WebSockets, and a health check that passes may be its answer as well.',
    fix: [
      '# Configuration file: let health prove that it is the application that speaks',
      '- health: /health',
      '  json: { status: ok }',
      '# and find the rule, for example nginx, HAProxy:',
      'grep -rnE "return 200|http-request return" /etc/nginx /etc/haproxy',
    ],
    source: 'live: HAProxy with `http-request return`; a random path asked beside it',
    adjust: [{ when: { 'upgrade.stripped': ['certain', 'likely'] }, to: 'low' }],
  },
  'upgrade.unreadable-request': {
    when: {
      ...unexpected,
      [status]: 400,
      [body]: null,
      [header('server')]: null,
      'twin.random.same': true,
      'twin.get.same_as_upgrade': true,
    },
    confidence: 'medium',
    cause: unreadable,
    fix: proxyProtocolOff,
    source: 'live: Node behind HAProxy with send-proxy-v2',
  },
  'upgrade.lambda-target': {
    when: { ...unexpected, [status]: 400, speaker: 'AWS load balancer' },
    confidence: 'medium',
    cause: 'The target behind the AWS load balancer is a Lambda function, which has no WebSockets.',
    fix: [
      '# A target that is no function, or an API Gateway WebSocket API in its place:',
      'aws elbv2 create-target-group --name NAME --target-type ip --protocol HTTP --port 8000 --vpc-id VPC',
      'aws elbv2 modify-rule --rule-arn ARN --actions Type=forward,TargetGroupArn=ARN',
    ],
    source: 'AWS documentation (LambdaWebsocketNotSupported)',
  },
  'upgrade.bad-request': {
    when: { ...unexpected, [status]: 400 },
    confidence: 'medium',
    cause:
      'Something on the way does not take the request for a WebSocket upgrade: dropped headers, HTTP/1.0 between proxy and server, or a server that wants more in the URL.',
    fix: nginxUpgrade,
    source: 'catalogue, section 11a (400 at the upgrade)',
  },
  'upgrade.application-error': {
    when: { ...unexpected, [status]: 500, 'speaker.kind': { not: 'proxy' } },
    confidence: 'medium',
    rank: 'behind',
    cause: 'The application was reached and failed while it took the upgrade.',
    fix: ['# The exception is in its log:', 'kubectl logs deploy/NAME --tail=100'],
    source: 'RFC 9110 section 15.6.1',
  },
  'upgrade.static-host': {
    when: {
      ...unexpected,
      [status]: [403, 404, 405],
      proxy: ['Netlify', 'Vercel'],
      'speaker.kind': { not: 'app' },
      'framework.name': null,
    },
    confidence: 'medium',
    cause: 'The upgrade ended at a host for sites and functions, which has no WebSocket there.',
    fix: ['# In the inputs: the address of the back end', 'websocket: wss://api.example.com/ws'],
    source: 'documents of Netlify and Vercel',
  },
  'upgrade.static-bucket': {
    when: { ...unexpected, speaker: 'Amazon S3' },
    confidence: 'high',
    cause: 'The upgrade ended at a bucket: this path is not routed to the WebSocket server.',
    fix: [
      '# CloudFront: a behaviour for the path, to the origin of the application',
      'PathPattern: /ws',
      'OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3   # Managed-AllViewer',
    ],
    source: 'AWS documentation, S3 error responses',
  },
  'upgrade.unexpected-answer': {
    when: unexpected,
    confidence: 'low',
    cause:
      'The upgrade was answered {http.response.status_code} instead of 101: the path is not a WebSocket endpoint, or something before it answers.',
    fix: [
      'curl -i -N -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" URL',
    ],
    source: 'RFC 6455 section 4.2.2',
  },
  'upgrade.version-refused': {
    when: { ...unexpected, [body]: /unsupported (websocket )?version|Sec-WebSocket-Version/i },
    confidence: 'medium',
    cause:
      'The server complains about the WebSocket version, so the Upgrade header did arrive: a proxy drops or changes Sec-WebSocket-Version.',
    fix: secWebSocketKept,
    source: 'texts of the WebSocket libraries (catalogue, section 6b)',
  },
  'upgrade.redirected-to-https': {
    when: {
      'fault.type': 'ws.redirected',
      'target.scheme': 'ws:',
      [header('location')]: /^(https|wss):/i,
    },
    confidence: 'high',
    cause: 'The plain ws:// address redirects to TLS, and WebSocket clients do not follow redirects.',
    fix: ['# In the inputs: an https:// `url`, or the whole wss:// address'],
    source: ws,
  },
  'upgrade.redirected-to-login': {
    when: {
      'fault.type': 'ws.redirected',
      [header('location')]: /login|signin|sign-in|\bsso\b|oauth|authorize/i,
    },
    confidence: 'high',
    cause:
      'A login stands in front of the WebSocket path: the upgrade is sent to {http.response.header.location}.',
    fix: [
      '# Take the path out of the login, for example oauth2-proxy:',
      'skip_auth_routes = ["^/ws"]',
      '# or show what it wants (configuration file):',
      'headers: { authorization: $ACCESS_TOKEN }',
    ],
    source: `${ws}; catalogue, section 4c`,
  },
  'upgrade.redirected-by-slash': {
    when: {
      'fault.type': 'ws.redirected',
      [status]: [301, 307, 308],
      [header('location')]: /^[^?#]*[^/:]\/$/,
    },
    confidence: 'medium',
    cause: 'The path wants a slash at its end: the upgrade is sent to {http.response.header.location}.',
    fix: ['# In the inputs: the path as it is there', 'websocket: {http.response.header.location}'],
    source: ws,
  },
  'upgrade.redirected-to-itself': {
    when: { 'fault.type': 'ws.redirected', 'redirect.to': 'itself' },
    confidence: 'high',
    rank: 'before',
    cause: 'The upgrade is sent back to the very address that was asked: no client gets out of that circle.',
    fix: circle,
    source: 'live: nginx; RFC 9110 section 15.4',
  },
  'upgrade.redirected': {
    when: { 'fault.type': 'ws.redirected' },
    confidence: 'medium',
    cause:
      'The upgrade is redirected to {http.response.header.location}, and WebSocket clients do not follow redirects.',
    fix: [
      '# In the inputs: the address that it points to, if that is the WebSocket',
      'websocket: {http.response.header.location}',
    ],
    source: ws,
  },
  'upgrade.dropped': {
    when: { 'fault.type': ['ws.closed_before_answer', 'ws.reset_before_answer'] },
    confidence: 'medium',
    cause:
      'The connection was dropped instead of answered: the server destroys upgrades to paths or clients that it does not know, a proxy has nobody to pass them to, or it crashed.',
    fix: [
      '# A proxy that drops on purpose, or has no back end? nginx, Varnish:',
      'grep -rn "return 444" /etc/nginx',
      'varnishadm backend.list',
      '# Node: answer before destroying',
      'socket.end("HTTP/1.1 404 Not Found\\r\\n\\r\\n")',
    ],
    source: 'live; snapview/tungstenite-rs:src/error.rs',
  },
  'upgrade.handler-hangs': {
    when: {
      'fault.type': 'ws.upgrade_timed_out',
      'origin.http': 'passed',
      // It answered others: signatures/concurrency.ts.
      'concurrency.opened': { not: { between: [1, 1e6] } },
    },
    confidence: 'medium',
    cause:
      'Plain HTTP works on the same host and the upgrade is never answered: an upgrade handler ignores this path, or waits for something.',
    fix: [
      '# Node, `noServer`: answer other paths too',
      'else socket.end("HTTP/1.1 404 Not Found\\r\\n\\r\\n")',
    ],
    source: 'live: Node http server with an upgrade listener',
    adjust: [{ when: { 'twin.get.status_code': { between: [200, 499] } }, to: 'high' }],
  },
  'upgrade.no-answer': {
    when: { 'fault.type': 'ws.upgrade_timed_out' },
    confidence: 'medium',
    cause: 'The upgrade was never answered: the server hangs, or a proxy cannot reach it.',
    fix: [
      '# Does plain HTTP on the same path answer?',
      'curl -i --max-time 10 https://{server.address}:{server.port}/',
    ],
    source: `${ws} (Opening handshake has timed out)`,
  },
})
