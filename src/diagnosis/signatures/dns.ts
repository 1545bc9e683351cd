/** The name did not lead to an address. Codes: nodejs.org/api/dns.html#error-codes. */

import { defineSignatures } from '../signature.ts'

const nodeDns = 'nodejs/node:doc/api/dns.md'
const unanswered = ['dns.failed', 'dns.timed_out']
const anyDns = [...unanswered, 'dns.name_not_resolved', 'dns.no_address']
/** Another look-up gave at least one address. */
const addresses = /\d+\.\d+\.\d+\.\d+|[0-9a-f]+:[0-9a-f:]+/i

export const dnsSignatures = defineSignatures({
  'dns.name-missing': {
    when: { 'fault.type': 'dns.name_not_resolved' },
    confidence: 'high',
    cause:
      'There is no DNS record for {server.address}: it was never created, or the URL names another host.',
    fix: [
      '# See what the name has, and who is asked for it:',
      'dig +short A {server.address}',
      'dig +trace {server.address}',
      '# Then create the A, AAAA or CNAME record, or mend the host in `url`.',
    ],
    source: 'nodejs/node:doc/api/errors.md (ENOTFOUND)',
  },
  'dns.nxdomain': {
    when: { 'fault.type': 'dns.name_not_resolved', 'resolver.nxdomain': true },
    confidence: 'high',
    cause:
      'The name servers say that {server.address} does not exist at all (NXDOMAIN): the record was never created, or the zone is not delegated.',
    fix: [
      'dig NS {server.address} +trace   # who is asked, and who says no?',
      '# Create the record in that zone, or mend the host in `url`.',
    ],
    source: nodeDns,
  },
  'dns.nodata': {
    when: { 'fault.type': ['dns.name_not_resolved', 'dns.no_address'], 'resolver.nodata': true },
    confidence: 'high',
    cause:
      'The name {server.address} exists in DNS and has no address record: only a TXT, MX or other record was created.',
    fix: ['dig +short ANY {server.address}', '# Add the A record (or AAAA, or CNAME) beside what is there.'],
    source: nodeDns,
  },
  'dns.no-address': {
    when: { 'fault.type': 'dns.no_address' },
    confidence: 'high',
    cause: 'The name {server.address} exists but has neither an A nor an AAAA record.',
    fix: [
      'dig +short A {server.address}',
      'dig +short AAAA {server.address}',
      '# Add the record that is missing.',
    ],
    source: nodeDns,
  },
  'dns.temporary-failure': {
    when: { 'fault.type': 'dns.failed', 'fault.code': 'EAI_AGAIN' },
    confidence: 'medium',
    cause:
      'The resolver of this machine gave a temporary failure: it timed out, or the name servers of the zone answer SERVFAIL.',
    fix: [
      'dig {server.address}             # through the resolver of this machine',
      'dig @1.1.1.1 {server.address}    # through another one: does it agree?',
      '# In a container without egress to port 53: allow it, or set the resolver',
      'docker run --dns 1.1.1.1 IMAGE',
    ],
    source: 'nodejs/node:doc/api/errors.md (EAI_AGAIN)',
  },
  'dns.server-failure': {
    when: { 'fault.type': 'dns.failed', 'fault.code': 'ESERVFAIL' },
    confidence: 'medium',
    cause:
      'The resolver could not get an answer from the name servers of the zone: broken delegation or DNSSEC.',
    fix: [
      'dig {server.address}          # SERVFAIL?',
      'dig +cd {server.address}      # an answer only with +cd means that DNSSEC is broken',
      'dig NS {server.address} +trace',
    ],
    source: nodeDns,
  },
  'dns.zone-broken': {
    when: { 'fault.type': unanswered, 'resolver.servfail': true },
    confidence: 'high',
    cause:
      'The resolver answers SERVFAIL for {server.address}: the name servers of the zone are not reachable, or its DNSSEC signatures do not hold.',
    fix: [
      'dig +cd {server.address}      # an answer only with +cd means that DNSSEC is broken',
      '# DNSSEC: compare the DS record at the registrar with the keys of the zone',
      'dig DS {server.address}',
      'dig DNSKEY {server.address}',
    ],
    source: nodeDns,
  },
  'dns.refused': {
    when: { 'fault.type': 'dns.failed', 'fault.code': 'EREFUSED' },
    confidence: 'medium',
    cause:
      'The name servers that are asked have no such zone: it was deleted or moved, and the delegation was not.',
    fix: [
      'dig NS {server.address} +trace',
      '# Create the zone again, or change the NS records at the registrar.',
    ],
    source: nodeDns,
  },
  'dns.local-resolver-wrong': {
    when: {
      'fault.type': anyDns,
      'resolver.direct': addresses,
      'resolver.nodata': { not: true },
    },
    confidence: 'high',
    cause:
      'DNS has {resolver.direct} for {server.address}, and this machine does not see it: its resolver, hosts file or search list is at fault, not the deployment.',
    fix: [
      'getent hosts {server.address}   # as programs see it',
      'dig +short {server.address}     # as DNS has it',
      'cat /etc/resolv.conf /etc/nsswitch.conf',
    ],
    source: nodeDns,
  },
  'dns.local-resolver-down': {
    when: { 'fault.type': anyDns, 'resolver.direct': /\b(ECONNREFUSED|ETIMEOUT)\b/ },
    confidence: 'medium',
    cause: 'The resolver that this machine is set to use does not answer ({resolver.direct}).',
    fix: ['cat /etc/resolv.conf', 'dig @1.1.1.1 {server.address}   # does another one answer?'],
    source: nodeDns,
  },
  'dns.local-name': {
    when: {
      'fault.type': anyDns,
      'server.address': /\.(local|internal|lan|svc|cluster\.local|test|localdomain)$|^[^.]+$/i,
    },
    confidence: 'medium',
    cause:
      '{server.address} is a name of an internal network (a container, a cluster or a company); outside of it nobody resolves it.',
    fix: [
      '# Use the public name in `url`, run on a runner inside that network,',
      '# or dial the address yourself (inputs):',
      'connect-to: ADDRESS:PORT',
    ],
    source: 'RFC 6762, RFC 8375; kubernetes.io DNS for Services and Pods',
  },
  'dns.resolver-failed': {
    when: { 'fault.type': 'dns.failed' },
    confidence: 'medium',
    cause:
      'The resolver gave no usable answer for {server.address}; it may be the zone, or the resolver of this machine.',
    fix: ['dig {server.address}', 'dig @1.1.1.1 {server.address}   # another resolver: does it agree?'],
    source: nodeDns,
  },
  'dns.timed-out': {
    when: { 'fault.type': 'dns.timed_out' },
    confidence: 'medium',
    cause:
      'No resolver answered for {server.address} in time: its name servers or the resolver of this machine are down.',
    fix: ['dig {server.address}', 'dig @1.1.1.1 {server.address}   # another resolver: does it agree?'],
    source: nodeDns,
  },
})
