/** Envoy and Istio, speaking for themselves: local replies (source/common/router/router.cc). */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, answeredPlainly, body, header, status } from './families.ts'

const router = 'envoyproxy/envoy:source/common/router/router.cc'
const beforeHeaders = (reason: string): Conditions => ({
  ...answered,
  [body]: new RegExp(
    `^upstream connect error or disconnect/reset before headers.*reset reason: ${reason}`,
    's',
  ),
})
const endpoints = [
  'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
  'istioctl proxy-config endpoints POD --cluster CLUSTER',
]

export const envoySignatures = defineSignatures({
  'http.envoy-no-healthy-upstream': {
    when: { ...answered, [body]: /^no healthy upstream/ },
    confidence: 'high',
    cause:
      'Envoy has no healthy endpoint for this route: pods are not ready, or a selector or subset matches none.',
    fix: endpoints,
    source: `${router} (flag UH)`,
  },
  'http.envoy-connection-failure': {
    when: beforeHeaders('(remote |local )?connection failure(?!.*TLS)'),
    confidence: 'high',
    cause:
      'Envoy could not connect to the application: nothing listens on the port that the Service names, or it crashed.',
    fix: [
      'kubectl get service NAME -o jsonpath={.spec.ports}   # targetPort = the port it listens on',
      ...endpoints,
    ],
    source: `${router} (flag UF)`,
  },
  'http.envoy-upstream-tls': {
    when: beforeHeaders('(remote |local )?connection failure.*TLS'),
    confidence: 'high',
    cause:
      'Envoy and the application disagree about TLS: mutual TLS on one side only, or a certificate that does not verify.',
    fix: [
      '# Istio: the modes of both have to agree',
      'kubectl get peerauthentication,destinationrule -A',
      'trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }   # DestinationRule',
    ],
    source: `${router} (transport failure reason)`,
  },
  'http.envoy-connection-timeout': {
    when: beforeHeaders('connection timeout'),
    confidence: 'high',
    cause:
      'Envoy got no answer when it connected to the application: a network policy or firewall drops the packets.',
    fix: ['kubectl get networkpolicy -A', 'connect_timeout: 5s   # Envoy cluster'],
    source: router,
  },
  'http.envoy-connection-termination': {
    when: beforeHeaders('connection termination'),
    confidence: 'high',
    cause:
      'The application closed the connection while Envoy used it: it crashed on the request, or its keep-alive is shorter than that of Envoy.',
    fix: [
      'kubectl logs POD --previous',
      '# Node',
      'server.keepAliveTimeout = 65_000',
      '# uvicorn',
      'uvicorn app:app --timeout-keep-alive 65',
    ],
    source: `${router} (flag UC)`,
  },
  'http.envoy-overflow': {
    when: beforeHeaders('overflow'),
    confidence: 'high',
    cause: 'The circuit breaker of Envoy is open: more connections or requests than its limits allow.',
    fix: [
      '# DestinationRule',
      'trafficPolicy:',
      '  connectionPool: { tcp: { maxConnections: 1000 }, http: { http1MaxPendingRequests: 1000 } }',
    ],
    source: `${router} (flag UO)`,
  },
  'http.envoy-protocol-error': {
    when: beforeHeaders('protocol error'),
    confidence: 'high',
    cause: 'Envoy speaks HTTP/2 to an application that speaks HTTP/1.1, or the other way round.',
    fix: [
      '# Kubernetes Service: the name of the port says the protocol',
      'ports: [{ name: http, port: 80, targetPort: 8000 }]',
      '# Cloud Run: switch "HTTP/2 end-to-end" off',
      'gcloud run services update NAME --no-use-http2',
    ],
    source: 'GoogleCloudPlatform/cloud-run-samples#223',
  },
  'http.envoy-upstream-down': {
    when: { ...answered, [body]: /^upstream connect error or disconnect\/reset before headers/ },
    confidence: 'medium',
    cause:
      'Envoy could not talk to the application: wrong port, crashed, or mutual TLS on one side only. Its body gives the reason.',
    fix: [
      'kubectl get service NAME -o jsonpath={.spec.ports}   # targetPort = the port it listens on',
      '# Istio: the modes of both have to agree',
      'kubectl get peerauthentication,destinationrule -A',
    ],
    source: router,
  },
  'http.envoy-upstream-slow': {
    when: {
      ...answered,
      [body]: /^upstream request timeout/,
      [header('server')]: { not: /^Google Frontend/i },
    },
    confidence: 'high',
    cause: 'The application did not answer within the route timeout of Envoy (15 s by default).',
    fix: ['route:', '  timeout: 60s', '# Istio VirtualService: spec.http[].timeout'],
    source: `${router} (flag UT)`,
  },
  'http.envoy-stream-timeout': {
    when: { ...answered, [status]: 408, [body]: /^stream timeout/ },
    confidence: 'high',
    cause: 'The stream was quiet for longer than the idle timeout of Envoy (5 min by default).',
    fix: ['stream_idle_timeout: 0s   # HTTP connection manager', 'route: { idle_timeout: 0s }'],
    source: 'envoyproxy/envoy:source/common/http/conn_manager_impl.cc',
  },
  'http.not-found-envoy': {
    when: { ...answeredPlainly, [status]: 404, speaker: 'Envoy' },
    confidence: 'high',
    cause: 'Envoy itself says 404: no route matches this host and path.',
    fix: [
      '# Envoy, virtual host',
      'domains: ["{server.address}", "{server.address}:*"]',
      '# Istio, VirtualService and Gateway',
      'hosts: [{server.address}]',
      'istioctl proxy-config routes POD   # what is loaded?',
    ],
    source: 'envoyproxy/envoy:source/common/http/conn_manager_impl.cc (flag NR)',
  },
  'http.proxy-speaks-http10': {
    when: { ...answeredPlainly, [status]: 426, proxy: 'Envoy' },
    confidence: 'high',
    cause: 'A proxy in front of Envoy speaks HTTP/1.0 to it, as nginx before 1.29.7 does by default.',
    fix: ['# nginx', 'proxy_http_version 1.1;'],
    source: 'SigNoz/charts#53; mosip/esignet#2559; langflow-ai/langflow#9010',
  },
})
