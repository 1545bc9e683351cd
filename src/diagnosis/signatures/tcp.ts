/** The address was known, and no connection came about. */

import { defineSignatures } from '../signature.ts'

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
  },
  'tcp.no-route': {
    when: { 'fault.type': 'tcp.address_unreachable' },
    confidence: 'medium',
    cause:
      'No route leads to {network.peer.address}: a private address seen from outside, or a VPN that is down.',
    fix: [
      'ip route get {network.peer.address}',
      '# Use a runner inside that network, or the public address.',
    ],
  },
  'tcp.address-invalid': {
    when: { 'fault.type': 'tcp.address_invalid' },
    confidence: 'high',
    cause: 'DNS gives an address that cannot be dialled, such as 0.0.0.0.',
    fix: ['dig +short {server.address}', '# Put the address of the load balancer into the record.'],
  },
  'tcp.failed': {
    when: { 'fault.type': 'tcp.failed' },
    confidence: 'low',
    cause: 'The connection failed with {fault.code}.',
    fix: ['curl -v telnet://{server.address}:{server.port}'],
  },
  'tcp.unreachable-through-proxy': {
    when: { 'fault.type': 'tcp.unreachable_through_proxy' },
    confidence: 'medium',
    cause: 'The HTTP proxy of this machine could not connect to {server.address}:{server.port}.',
    fix: ['# Let the proxy reach it, or go past the proxy:', 'NO_PROXY={server.address}'],
  },
})
