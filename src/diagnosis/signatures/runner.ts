/** The verifier's own surroundings: nothing is said about the deployment. */

import { defineSignatures } from '../signature.ts'

const ours = 'verify-deploy'

export const runnerSignatures = defineSignatures({
  'runner.proxy-down': {
    when: { 'fault.type': 'proxy.unreachable' },
    confidence: 'high',
    cause: 'The HTTP proxy of this machine ({proxy.address}) does not answer.',
    fix: [
      '# Mend or unset it:',
      'unset HTTPS_PROXY HTTP_PROXY',
      '# or go past it:',
      'NO_PROXY={server.address}',
    ],
    source: ours,
  },
  'runner.proxy-refuses': {
    when: { 'fault.type': 'proxy.refused' },
    confidence: 'high',
    cause: 'The HTTP proxy of this machine ({proxy.address}) refuses to connect to {server.address}.',
    fix: ['# Let the proxy allow it, or go past the proxy:', 'NO_PROXY={server.address}'],
    source: 'RFC 9110 section 9.3.6 (CONNECT)',
  },
  'runner.proxy-wants-credential': {
    when: { 'fault.type': 'proxy.refused', 'fault.code': '407' },
    confidence: 'high',
    cause: 'The HTTP proxy of this machine ({proxy.address}) asks for a credential of its own (407).',
    fix: ['HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT', '# or go past it:', 'NO_PROXY={server.address}'],
    source: 'RFC 9110 section 15.5.8 (407)',
  },
  'runner.deadline': {
    when: { 'fault.type': 'runner.deadline' },
    confidence: 'high',
    cause: 'The run was over before this check had ended.',
    fix: ['# A longer limit for the whole run:', 'deadline: 20m'],
    source: ours,
  },
  'runner.cancelled': {
    when: { 'fault.type': 'runner.cancelled' },
    confidence: 'high',
    cause: 'The run was cancelled before this check had ended.',
    fix: ['# Run it again.'],
    source: ours,
  },
  'runner.descriptor-limit': {
    when: { 'fault.type': 'runner.descriptor_limit' },
    confidence: 'high',
    cause: 'This machine allows the verifier too few open files for so many connections.',
    fix: [
      '# Before the verifier starts; Node raises the soft limit to the hard one by itself:',
      'ulimit -n 4096',
      '# a container',
      'docker run --ulimit nofile=4096:4096',
      '# or fewer clients at once:',
      'connections: 100',
    ],
    source: 'nodejs/node:doc/api/errors.md (EMFILE)',
  },
  'runner.ports-exhausted': {
    when: { 'fault.type': 'runner.descriptor_limit', 'fault.code': 'EADDRNOTAVAIL' },
    confidence: 'high',
    cause: 'This machine has no free local port for a further connection to {server.address}.',
    fix: [
      "sysctl -w net.ipv4.ip_local_port_range='1024 65535'",
      '# or fewer clients at once:',
      'connections: 100',
    ],
    source: 'linux: Documentation/networking/ip-sysctl.rst (ip_local_port_range)',
  },
  'runner.no-network': {
    when: { 'fault.type': 'runner.no_network' },
    confidence: 'high',
    cause: 'This machine has no network, or no resolver.',
    fix: ['cat /etc/resolv.conf', 'curl -sSI https://api.github.com'],
    source: 'a control target that is known to be up',
  },
  'runner.bug': {
    when: { 'fault.type': ['runner.bug', 'runner.no_proof'] },
    confidence: 'high',
    cause: 'The verifier itself failed. The deployment is neither cleared nor blamed.',
    fix: ['# Please report it, with report.json attached.'],
    source: ours,
  },
})
