/** Time limits of proxies, and messages in which a gateway or a framework speaks instead of the application. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { closeCode } from './families.ts'

const received = 'ws.received.last'
const after = 'ws.close.after_ms'
/** The proxy shows itself in the headers of the 101. */
const cutBy = (proxy: string | readonly string[], from: number, to: number): Conditions => ({
  'fault.type': 'ws.cut',
  proxy,
  [after]: { between: [from, to] },
})
const spoke: Conditions = {
  'fault.type': ['ws.closed', 'ws.cut', 'ws.no_reply', 'ws.wrong_reply', 'ws.unwanted_message'],
}
const apiGateway = 'AWS documentation, API Gateway WebSocket APIs'

export const messagingLimitSignatures = defineSignatures({
  'messaging.reply-says-limited': {
    when: {
      'fault.type': 'ws.wrong_reply',
      [received]: /\brate.?limit|too many (requests|messages|connections)|throttl|quota exceeded/i,
    },
    confidence: 'medium',
    cause: 'The reply says that this client is limited: it is counted as one that asks too often.',
    fix: [
      '# Fewer at once (inputs)',
      'connections: 1',
      '# or an exception in the application for the user that verifies',
    ],
    source: 'the words of the reply',
  },
  'auth.refused-in-reply': {
    when: {
      'fault.type': ['ws.wrong_reply', 'auth.refused'],
      [received]:
        /"(code|status|statusCode)":\s*"?(40[13]\b|unauthori[sz]ed|unauthenticated|forbidden)|"(error|errors|message|detail|reason)":\s*"(unauthori[sz]ed|unauthenticated|forbidden|not authenticated|(invalid|expired|missing) (access )?(token|jwt|credentials?|signature)|(access )?(token|jwt|signature|credentials?) (is |has |was )?(expired|invalid|missing|required))(?=[".:,;])/i,
    },
    confidence: 'medium',
    cause:
      'The connection is open, and the reply refuses the client: its credential is not accepted, or the application looks for it in a message.',
    fix: [
      '# The secret or key of this environment, in `jwt-secret` or `jwt-private-key`; issuer and audience in `jwt-claims`',
      '# Where the server looks for it, if it wants a first message (the template is auth-message in the configuration file):',
      'credential-in: message',
    ],
    source: 'the words of the reply',
  },
  'messaging.proxy-timeout': {
    when: {
      'fault.type': 'ws.cut',
      [after]: { between: [10_000, 3_600_000] },
      'ws.close.whole_seconds': null,
    },
    confidence: 'medium',
    cause:
      'The connection was cut after {ws.close.after_ms} ms without a close frame, as time limits of proxies do.',
    fix: [
      '# nginx',
      'proxy_read_timeout 3600s;',
      '# HAProxy',
      'timeout tunnel 1h',
      '# AWS load balancer',
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
    ],
    source: 'catalogue, section 9',
  },
  'messaging.cut-to-the-second': {
    when: {
      'fault.type': 'ws.cut',
      [closeCode]: 1006,
      'ws.close.whole_seconds': { between: [1, 3600] },
    },
    confidence: 'medium',
    cause:
      'The connection was cut {ws.close.whole_seconds} s after it was open, to the second and without a close frame: {proxy} gave up waiting for the application, as time limits do.',
    fix: [
      '# The application should answer sooner, or the limit be longer; nginx',
      'proxy_read_timeout 3600s;',
      '# HAProxy',
      'timeout tunnel 1h',
    ],
    source: 'nginx.org/en/docs/http/websocket.html; catalogue, section 9',
  },
  'messaging.nginx-timeout': {
    when: { ...cutBy(['nginx', 'OpenResty'], 59_000, 61_500), [closeCode]: 1006 },
    confidence: 'high',
    cause: 'nginx cut the connection after 60 s in which the server sent nothing (`proxy_read_timeout`).',
    fix: [
      'proxy_read_timeout 3600s;',
      'proxy_send_timeout 3600s;',
      '# ingress-nginx',
      'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
    ],
    source: 'nginx.org/en/docs/http/websocket.html',
  },
  'messaging.awselb-timeout': {
    when: { ...cutBy('AWS load balancer', 59_000, 61_500), [closeCode]: 1006 },
    confidence: 'high',
    cause: 'The AWS load balancer cut the connection after 60 s without traffic.',
    fix: [
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
      '# or pings of the server every 30 s',
      'uvicorn app:app --ws-ping-interval 30',
    ],
    source: 'AWS documentation, Application Load Balancer (idle timeout)',
  },
  'messaging.google-lb-timeout': {
    when: { ...cutBy(['Google load balancer'], 29_000, 31_500), [closeCode]: 1006 },
    confidence: 'high',
    cause:
      'The Google load balancer cut the connection at 30 s, its default life for a WebSocket, busy or not.',
    fix: ['gcloud compute backend-services update NAME --global --timeout=3600'],
    source: 'streamlit/streamlit#1386; cockpit-project/cockpit#13355; Google documentation',
  },
  'messaging.cloud-run-timeout': {
    when: { ...cutBy('Google Frontend', 299_000, 302_000), [closeCode]: 1006 },
    confidence: 'high',
    cause: 'Cloud Run cut the connection at 300 s: its request timeout is the life of a WebSocket.',
    fix: ['gcloud run services update NAME --timeout=3600', '# and clients that connect again'],
    source: 'cloud.google.com/run/docs/triggering/websockets',
  },
  'messaging.heroku-timeout': {
    when: { ...cutBy('Heroku router', 54_000, 56_500), [closeCode]: 1006 },
    confidence: 'high',
    cause: 'The Heroku router cut the connection after 55 s of silence (H15).',
    fix: ['# A ping of the server at least every 30 s', 'uvicorn app:app --ws-ping-interval 30'],
    source: 'devcenter.heroku.com/articles/error-codes (H15)',
  },
  'messaging.azure-timeout': {
    when: {
      ...cutBy(['IIS', 'Azure Front Door', 'Azure Application Gateway'], 229_000, 241_500),
      [closeCode]: 1006,
    },
    confidence: 'medium',
    cause: 'Azure cut the connection after about four minutes of silence, which cannot be changed.',
    fix: ['# A ping of the server at least every minute', 'uvicorn app:app --ws-ping-interval 60'],
    source: 'learn.microsoft.com (230 s front end; load balancer 4 min)',
  },
  'messaging.cloudflare-timeout': {
    when: { ...cutBy('Cloudflare', 99_000, 121_500), [closeCode]: 1006 },
    confidence: 'medium',
    cause: 'Cloudflare cut the connection after about 100 s of silence.',
    fix: ['# A ping of the server at least every minute', 'uvicorn app:app --ws-ping-interval 30'],
    source: 'developers.cloudflare.com (WebSockets); reports',
  },
  'messaging.phoenix-heartbeat': {
    when: {
      'fault.type': ['ws.cut', 'ws.closed'],
      'url.full': /\/websocket\b.*\bvsn=/,
      [after]: { between: [59_000, 61_500] },
    },
    confidence: 'medium',
    cause: 'Phoenix closed the socket after 60 s without a heartbeat of the client.',
    fix: [
      '- send: [null, "{{uuid}}", "phoenix", "heartbeat", {}]',
      'socket "/socket", UserSocket, websocket: [timeout: 120_000]',
    ],
    source: 'Phoenix documentation (socket timeout 60_000)',
  },
  'messaging.apigateway-integration': {
    when: { ...spoke, [received]: /"message":\s*"Internal server error".*"connectionId"/s },
    confidence: 'high',
    cause:
      'API Gateway could not deliver the message: the integration of the route is missing, not permitted, or fails.',
    fix: [
      'aws lambda add-permission --function-name NAME --statement-id ws --action lambda:InvokeFunction --principal apigateway.amazonaws.com',
      'aws logs tail /aws/lambda/NAME --since 10m',
    ],
    source: 'aws/aws-cdk#18208',
  },
  'messaging.apigateway-slow': {
    when: { ...spoke, [received]: /"message":\s*"Endpoint request timed out".*"connectionId"/s },
    confidence: 'high',
    cause:
      'The function behind API Gateway took longer than 29 s: in a VPC it often cannot reach the @connections address.',
    fix: [
      'aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.execute-api --vpc-endpoint-type Interface',
    ],
    source: 'Kludex/mangum#128; aws/chalice#1406; aws/aws-sdk-go-v2#1534',
  },
  'messaging.apigateway-no-route': {
    when: { ...spoke, [received]: /"message":\s*"Forbidden".*"connectionId"/s },
    confidence: 'medium',
    cause: 'API Gateway has no route for this message, and no `$default`.',
    fix: ["aws apigatewayv2 create-route --api-id ID --route-key '$default' --target integrations/ID"],
    source: `${apiGateway}; reports`,
  },
  'messaging.actioncable-restart': {
    when: { ...spoke, [received]: /"type":\s*"disconnect".*"reason":\s*"server_restart"/s },
    confidence: 'high',
    cause: 'ActionCable ends its connections for a restart: a roll-out is under way.',
    fix: ['wait: 5m', 'expect-revision: ${{ github.sha }}'],
    source: 'rails/rails:actioncable',
  },
  'messaging.pusher-limit': {
    when: { ...spoke, [received]: /"pusher:error".*(4004|4100|4301)/s },
    confidence: 'high',
    cause:
      'The Pusher server (Reverb, soketi) is over a limit: connections of the application, or messages of the client.',
    fix: ['REVERB_APP_MAX_CONNECTIONS=1000', 'connections: 1'],
    source: 'laravel/reverb:src/Protocols/Pusher; soketi:src',
  },
  'messaging.socketio-no-connect': {
    when: { ...spoke, [received]: /^(0\{"sid":|2$)/ },
    confidence: 'high',
    cause:
      'This is Engine.IO: after its greeting the server waits for a Socket.IO CONNECT packet, and for pongs to its pings.',
    fix: ['# Configuration file', '- messaging: /socket.io/', '  protocol: socket.io'],
    source: 'socket.io documentation (protocol); socketio/socket.io:packages/engine.io/lib/server.ts',
  },
  'messaging.graphql-init-missing': {
    when: {
      'fault.type': ['ws.no_reply', 'ws.wrong_reply'],
      'ws.subprotocol': ['graphql-transport-ws', 'graphql-ws'],
      'ws.messages.received': 0,
    },
    confidence: 'medium',
    cause: 'A GraphQL server says nothing before it got connection_init.',
    fix: ['# Configuration file', '- messaging: /graphql', '  protocol: graphql-ws'],
    source: 'enisdenjo/graphql-ws:PROTOCOL.md',
  },
})
