/** 502, 503, 504 and their kin: a gateway speaks because the application does not. At health and at the upgrade alike. */

import { type Condition, defineSignatures } from '../signature.ts'

const status = 'http.response.status_code'
const body = 'http.response.body.excerpt'
const gateway: Readonly<Record<string, Condition>> = {
  'fault.type': [
    'http.gateway_error',
    'ws.gateway_error',
    'http.error',
    'http.mismatch',
    'ws.unexpected_response',
  ],
}

export const gatewaySignatures = defineSignatures({
  'http.nginx-upstream-down': {
    when: { ...gateway, [status]: 502, speaker: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause:
      'nginx is up and its upstream is not: the application is not running, or not where `proxy_pass` points.',
    fix: [
      '# nginx names the upstream and the reason:',
      'tail -n 5 /var/log/nginx/error.log',
      '# then, for example:',
      'upstream app { server 127.0.0.1:8000; }   # host and port of the application',
      'setsebool -P httpd_can_network_connect 1  # on SELinux',
    ],
  },
  'http.nginx-no-endpoints': {
    when: { ...gateway, [status]: 503, speaker: ['nginx', 'OpenResty'] },
    confidence: 'medium',
    cause:
      'nginx says 503 itself: ingress-nginx without a ready endpoint for the Service, or a limit on requests or connections.',
    fix: [
      'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
      '# or the limits:',
      'grep -rn "limit_req\\|limit_conn" /etc/nginx',
    ],
  },
  'http.nginx-upstream-slow': {
    when: { ...gateway, [status]: 504, speaker: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause: 'nginx waited for the application and gave up: it hangs, or packets between them are dropped.',
    fix: [
      'proxy_connect_timeout 5s;',
      'proxy_read_timeout 60s;',
      '# 60 s is the default: more helps only if the application ever answers',
    ],
  },
  'http.envoy-no-healthy-upstream': {
    when: { ...gateway, [body]: /^no healthy upstream/ },
    confidence: 'high',
    cause:
      'Envoy has no healthy endpoint for this route: pods are not ready, or a selector or subset matches none.',
    fix: [
      'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
      'istioctl proxy-config endpoints POD --cluster CLUSTER',
    ],
  },
  'http.envoy-protocol-error': {
    when: { ...gateway, [body]: /reset reason: protocol error/ },
    confidence: 'high',
    cause: 'Envoy speaks HTTP/2 to an application that speaks HTTP/1.1, or the other way round.',
    fix: [
      '# Kubernetes Service: the name of the port says the protocol',
      'ports: [{ name: http, port: 80, targetPort: 8000 }]',
      '# Cloud Run: switch "HTTP/2 end-to-end" off',
      'gcloud run services update NAME --no-use-http2',
    ],
  },
  'http.envoy-upstream-down': {
    when: { ...gateway, [body]: /^upstream connect error or disconnect\/reset before headers/ },
    confidence: 'high',
    cause:
      'Envoy could not talk to the application: wrong port, crashed, or mutual TLS on one side only. Its body gives the reason.',
    fix: [
      'kubectl get service NAME -o jsonpath={.spec.ports}   # targetPort = the port it listens on',
      '# Istio: mode of PeerAuthentication and of DestinationRule have to agree',
    ],
  },
  'http.envoy-upstream-slow': {
    when: { ...gateway, [body]: /^upstream request timeout/ },
    confidence: 'high',
    cause: 'The application did not answer within the route timeout of Envoy (15 s by default).',
    fix: ['route:', '  timeout: 60s', '# Istio VirtualService: spec.http[].timeout'],
  },
  'http.haproxy-no-server': {
    when: { ...gateway, [status]: 503, speaker: 'HAProxy' },
    confidence: 'high',
    cause: 'HAProxy has no server that passes its health check.',
    fix: [
      'backend app',
      '  option httpchk GET /health',
      '  http-check expect status 200',
      '  server app1 127.0.0.1:8000 check   # host, port and path that really answer',
    ],
  },
  'http.haproxy-bad-answer': {
    when: { ...gateway, [status]: 502, speaker: 'HAProxy' },
    confidence: 'high',
    cause:
      'HAProxy got no valid answer from the server: it closed the connection, or it speaks TLS and HAProxy does not.',
    fix: ['server app1 127.0.0.1:8443 check ssl verify required ca-file /etc/ssl/ca.pem'],
  },
  'http.haproxy-slow': {
    when: { ...gateway, [status]: 504, speaker: 'HAProxy' },
    confidence: 'high',
    cause: 'The server did not answer within `timeout server` of HAProxy.',
    fix: ['timeout server 60s', 'timeout tunnel 1h   # for WebSockets'],
  },
  'http.awselb-no-targets': {
    when: { ...gateway, [status]: 503, speaker: 'AWS load balancer' },
    confidence: 'high',
    cause: 'The target group behind the AWS load balancer has no registered target.',
    fix: [
      'aws elbv2 describe-target-health --target-group-arn ARN',
      'aws ecs describe-services --cluster CLUSTER --services NAME',
    ],
  },
  'http.awselb-target-broken': {
    when: { ...gateway, [status]: [502, 504], speaker: 'AWS load balancer' },
    confidence: 'high',
    cause:
      'The AWS load balancer could not get an answer from its target: closed port, security group, or a crash.',
    fix: [
      'aws elbv2 describe-target-health --target-group-arn ARN',
      '# The security group of the targets has to allow that of the load balancer; keep-alive of the application above 60 s',
    ],
  },
  'http.google-lb-no-backend': {
    when: { ...gateway, [status]: [502, 503], speaker: 'Google load balancer' },
    confidence: 'high',
    cause:
      'The Google load balancer has no healthy backend: health check path, firewall, or it was made minutes ago.',
    fix: [
      'gcloud compute backend-services get-health NAME --global',
      'gcloud compute firewall-rules create allow-health-checks --allow tcp --source-ranges 35.191.0.0/16,130.211.0.0/22',
    ],
  },
  'http.cloudflare-origin-down': {
    when: { ...gateway, [status]: [520, 521, 522, 523, 524], proxy: 'Cloudflare' },
    confidence: 'high',
    cause:
      'Cloudflare cannot reach the origin (HTTP {http.response.status_code}): it is down, or a firewall keeps Cloudflare out.',
    fix: [
      '# Allow the ranges of https://www.cloudflare.com/ips/ on the origin, and check its address in the zone.',
    ],
  },
  'http.cloudflare-origin-tls': {
    when: { ...gateway, [status]: [525, 526], proxy: 'Cloudflare' },
    confidence: 'high',
    cause:
      'Cloudflare and the origin disagree about TLS (HTTP {http.response.status_code}): the certificate of the origin is missing, expired, or for another name.',
    fix: ['# Install an Origin CA or public certificate on the origin; SSL/TLS mode "Full (strict)"'],
  },
  'http.heroku-down': {
    when: { ...gateway, [status]: 503, speaker: 'Heroku router' },
    confidence: 'high',
    cause: 'The Heroku router has no web process that answers: crashed, not scaled up, or slower than 30 s.',
    fix: ['heroku ps', 'heroku ps:scale web=1', 'heroku logs --tail   # the H code names the reason'],
  },
  'http.caddy-upstream-down': {
    when: { ...gateway, [status]: [502, 503, 504], speaker: 'Caddy' },
    confidence: 'high',
    cause: 'Caddy is up and its upstream is not.',
    fix: ['reverse_proxy 127.0.0.1:8000   # host and port of the application'],
  },
  'http.traefik-no-server': {
    when: { ...gateway, [status]: [502, 503, 504], speaker: 'Traefik' },
    confidence: 'high',
    cause:
      'Traefik has a route and no server that answers: wrong port label, another Docker network, or unhealthy.',
    fix: ['traefik.http.services.NAME.loadbalancer.server.port=8000', 'traefik.docker.network=NETWORK'],
  },
  'http.gateway-error': {
    when: { 'fault.type': 'http.gateway_error' },
    confidence: 'medium',
    cause:
      'A gateway answered {http.response.status_code} because the application behind it did not: it is down, starting, or unreachable from there.',
    fix: ['# Is it running, and listening where the gateway looks for it?', 'kubectl get pods', 'ss -ltnp'],
  },
  'upgrade.gateway-error': {
    when: { 'fault.type': 'ws.gateway_error' },
    confidence: 'medium',
    cause:
      'A gateway answered the upgrade with {http.response.status_code} because what is behind it did not.',
    fix: [
      '# Is the WebSocket server running, and listening where the gateway looks for it?',
      'kubectl get pods',
      'ss -ltnp',
    ],
  },
  'upgrade.only-upgrade-unavailable': {
    when: { 'fault.type': 'ws.gateway_error', 'origin.http': 'passed', speaker: { not: 'IIS' } },
    confidence: 'medium',
    cause:
      'Plain HTTP works on the same host and the upgrade gets {http.response.status_code}: this path goes to another upstream, which is down.',
    fix: ['# nginx: where does the location of the WebSocket path go?', 'nginx -T | grep -A5 "location /ws"'],
  },
  'upgrade.azure-websockets-off': {
    when: { 'fault.type': ['ws.gateway_error', 'ws.unexpected_response'], [status]: 503, speaker: 'IIS' },
    confidence: 'high',
    cause: 'WebSockets are switched off for this Azure App Service.',
    fix: ['az webapp config set --name NAME --resource-group GROUP --web-sockets-enabled true'],
  },
})
