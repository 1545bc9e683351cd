/** The name did not lead to an address. Codes: nodejs.org/api/dns.html#error-codes. */

import { defineSignatures } from '../signature.ts'

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
  },
  'dns.resolver-failed': {
    when: { 'fault.type': 'dns.failed' },
    confidence: 'medium',
    cause:
      'The resolver gave no usable answer for {server.address}; it may be the zone, or the resolver of this machine.',
    fix: ['dig {server.address}', 'dig @1.1.1.1 {server.address}   # another resolver: does it agree?'],
  },
  'dns.timed-out': {
    when: { 'fault.type': 'dns.timed_out' },
    confidence: 'medium',
    cause:
      'No resolver answered for {server.address} in time: its name servers or the resolver of this machine are down.',
    fix: ['dig {server.address}', 'dig @1.1.1.1 {server.address}   # another resolver: does it agree?'],
  },
})
