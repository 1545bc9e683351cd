/** The address was known, and no connection came about. */

import { defineSignatures } from '../signature.ts'

const measured = 'live: Node 24 against a closed, a filtered and a resetting port'
const anyTcp = [
  ...['tcp.refused', 'tcp.timed_out', 'tcp.reset', 'tcp.closed', 'tcp.address_unreachable', 'tcp.failed'],
]

export const tcpSignatures = defineSignatures({
  'tcp.refused': {
    when: { 'fault.type': 'tcp.refused' },
    confidence: 'high',
    cause:
      'The machine is up, and nothing listens on port {server.port}: the process is not running, listens on another port, or only on 127.0.0.1.',
    fix: [
      '# On the machine or in the container: who listens, and on which address?',
      'ss -ltnp',
      '# Bind all addresses and the port that is published, for example:',
      'uvicorn app:app --host 0.0.0.0 --port {server.port}',
      '# Kubernetes: no ready endpoint refuses as well',
      'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
    ],
    source: `${measured}; kubernetes/kubernetes#97360`,
  },
  'tcp.refused-here': {
    when: { 'fault.type': 'tcp.refused', 'network.peer.address': /^(127\.|::1$)/ },
    confidence: 'high',
    cause:
      'The URL names this very machine, and nothing listens here on port {server.port}: the service was not started in this job, or is in a container that publishes no port.',
    fix: [
      '# Started, and published to the runner?',
      'docker run -p {server.port}:{server.port} IMAGE',
      'ss -ltnp',
      '# A deployment is somewhere else: its public address belongs in `url`.',
    ],
    source: measured,
  },
  'tcp.refused-kubernetes': {
    when: { 'fault.type': 'tcp.refused', 'server.address': /\.svc(\.cluster\.local)?$/ },
    confidence: 'high',
    cause:
      'The Service exists and has no ready endpoint, so kube-proxy rejects the connection: selector, readiness probe or targetPort.',
    fix: [
      'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE',
      'kubectl describe service SERVICE   # Selector, TargetPort',
      'kubectl get pods -l SELECTOR       # READY',
    ],
    source: 'kubernetes/kubernetes#97360, #17359, #78994',
  },
  'tcp.one-address-dead': {
    when: { 'fault.type': anyTcp, 'addresses.working': /./, 'addresses.failing': /./ },
    confidence: 'high',
    cause:
      'Only some addresses of {server.address} work: {addresses.failing} does not take connections, {addresses.working} does.',
    fix: [
      '# Take the dead address out of the record, or bring its node back:',
      'dig +short {server.address}',
      '# AWS: a zone without a target answers nothing',
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=load_balancing.cross_zone.enabled,Value=true',
    ],
    source: 'each address dialled by itself',
  },
  'tcp.ipv6-dead': {
    when: {
      'fault.type': anyTcp,
      'addresses.working': /^[\d., ]+$/,
      'addresses.failing': /^[0-9a-f:, ]*:[0-9a-f:., ]*$/i,
      'network.peer.address': /:/,
    },
    confidence: 'high',
    cause:
      'IPv4 works and IPv6 does not: the AAAA record points to an old host, or the server or its firewall does not take IPv6.',
    fix: [
      'dig +short AAAA {server.address}   # right? else remove it',
      '# nginx: listen on IPv6 too',
      'listen [::]:{server.port};',
    ],
    source: 'nodejs/node:doc/api/net.md (autoSelectFamily); each address dialled by itself',
  },
  'tcp.private-address': {
    when: {
      'fault.type': ['tcp.timed_out', 'tcp.address_unreachable'],
      'network.peer.private': true,
    },
    confidence: 'high',
    cause:
      '{server.address} resolves to {network.peer.address}, an address of a private network that this machine cannot reach.',
    fix: [
      '# The public address belongs in the public record:',
      'dig @1.1.1.1 +short {server.address}',
      '# Internal on purpose? Then run on a self-hosted runner inside that network',
      'runs-on: [self-hosted]',
    ],
    source: 'RFC 1918, RFC 4193, RFC 6598',
  },
  'tcp.filtered': {
    when: { 'fault.type': 'tcp.timed_out' },
    confidence: 'medium',
    cause:
      'No answer to the connection request: a firewall or security group drops it, or the address in DNS is not in use any more.',
    fix: [
      '# Open port {server.port} for the clients, for example on AWS:',
      'aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port {server.port} --cidr 0.0.0.0/0',
      '# And compare the address with that of the load balancer:',
      'dig +short {server.address}',
    ],
    source: `${measured}; nodejs/undici:docs/docs/api/Errors.md`,
  },
  'tcp.reset': {
    when: { 'fault.type': ['tcp.reset', 'tcp.closed'] },
    confidence: 'medium',
    cause:
      'The connection was taken and dropped at once: a load balancer without a healthy target behind it, or a list of allowed addresses.',
    fix: [
      '# Look at the health of the targets behind the load balancer, for example on AWS:',
      'aws elbv2 describe-target-health --target-group-arn ARN',
      '# Containers: is the published port the one that the process listens on?',
      'docker port CONTAINER',
    ],
    source: measured,
  },
  'tcp.no-route-ipv6': {
    when: {
      'fault.type': 'tcp.address_unreachable',
      'fault.code': 'ENETUNREACH',
      'network.peer.address': /:/,
    },
    confidence: 'medium',
    cause: 'The address is IPv6, and this machine has no IPv6 route. GitHub-hosted runners have none.',
    fix: ['# Check from a machine with IPv6, or dial an IPv4 address:', 'connect-to: ADDRESS'],
    source: 'nodejs/node:doc/api/errors.md (ENETUNREACH)',
  },
  'tcp.no-route': {
    when: { 'fault.type': 'tcp.address_unreachable' },
    confidence: 'medium',
    cause: 'No route leads to {network.peer.address}: the address is wrong, or a VPN or router is down.',
    fix: [
      'ip route get {network.peer.address}',
      '# Use a runner inside that network, or the public address.',
    ],
    source: 'nodejs/node:doc/api/errors.md (EHOSTUNREACH)',
  },
  'tcp.address-invalid': {
    when: { 'fault.type': 'tcp.address_invalid' },
    confidence: 'high',
    cause: 'DNS gives an address that cannot be dialled, such as 0.0.0.0.',
    fix: ['dig +short {server.address}', '# Put the address of the load balancer into the record.'],
    source: 'live: Node 24 (EINVAL)',
  },
  'tcp.failed': {
    when: { 'fault.type': 'tcp.failed' },
    confidence: 'low',
    cause: 'The connection failed with {fault.code}.',
    fix: ['curl -v telnet://{server.address}:{server.port}'],
    source: 'nodejs/node:doc/api/errors.md',
  },
  'tcp.unreachable-through-proxy': {
    when: { 'fault.type': 'tcp.unreachable_through_proxy' },
    confidence: 'medium',
    cause: 'The HTTP proxy of this machine could not connect to {server.address}:{server.port}.',
    fix: ['# Let the proxy reach it, or go past the proxy:', 'NO_PROXY={server.address}'],
    source: 'RFC 9110 section 9.3.6 (CONNECT)',
  },
})
