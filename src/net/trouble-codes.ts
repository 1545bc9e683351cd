/** What the codes of Node, libuv, undici and ws mean, in whatever phase they appear; those of TLS are in tls-codes.ts. */

import type { FaultType } from '../model/fault.ts'

/** A type of fault, and what it was in words; null keeps the words of the error. */
export type Meaning = readonly [FaultType, string | null]

const noMemory: Meaning = ['runner.descriptor_limit', 'this machine has no memory left for another socket']
const notMade: Meaning = ['runner.bug', null]
const forbidden: Meaning = [
  'tcp.address_unreachable',
  'the connection is forbidden, by a firewall, a route or a sandbox here or on the way',
]
const overflow: Meaning = [
  'http.response.headers_too_large',
  'the headers of the answer are larger than 16 KiB',
]

export const anywhere: Readonly<Record<string, Meaning>> = {
  // The machine that verifies.
  EMFILE: [
    'runner.descriptor_limit',
    'this process may not open more sockets (descriptor limit, `ulimit -n`)',
  ],
  ENFILE: ['runner.descriptor_limit', 'this machine may not open more files'],
  EADDRNOTAVAIL: ['runner.descriptor_limit', 'this machine has no free local port or address of this family'],
  EADDRINUSE: ['runner.descriptor_limit', 'this machine has no free local port'],
  ENOBUFS: noMemory,
  ENOMEM: noMemory,
  EAI_MEMORY: noMemory,
  OUT_OF_MEM: noMemory,

  // getaddrinfo.
  ENOTFOUND: ['dns.name_not_resolved', 'the name does not exist, or has no address'],
  ENONAME: ['dns.name_not_resolved', 'the name does not exist, or has no address'],
  EAI_NONAME: ['dns.name_not_resolved', 'the name does not exist, or has no address'],
  ENODATA: ['dns.no_address', 'the name exists, but has no address'],
  EAI_NODATA: ['dns.no_address', 'the name exists, but has no address'],
  EAI_ADDRFAMILY: ['dns.no_address', 'the name exists, but has no address of this family'],
  EAI_AGAIN: ['dns.failed', 'the resolver gave a temporary failure (a time-out or SERVFAIL)'],
  EAI_FAIL: ['dns.failed', 'the resolver gave a lasting failure'],
  ESERVFAIL: ['dns.failed', 'the resolver answered SERVFAIL'],
  EREFUSED: ['dns.failed', 'the resolver answered REFUSED'],
  ETIMEOUT: ['dns.timed_out', 'the name server gave no answer in time'],

  // connect(2), and what ICMP makes of an established connection.
  ECONNREFUSED: ['tcp.refused', 'nothing listens there: the connection was refused'],
  EHOSTUNREACH: ['tcp.address_unreachable', 'there is no route to the address'],
  EHOSTDOWN: ['tcp.address_unreachable', 'the host does not answer on its own network'],
  ENETUNREACH: ['tcp.address_unreachable', 'this machine has no route to a network of that kind'],
  ENETDOWN: ['tcp.address_unreachable', 'the network interface of this machine is down'],
  ENONET: ['tcp.address_unreachable', 'this machine is on no network'],
  EAFNOSUPPORT: ['tcp.address_unreachable', 'this machine does not support addresses of this family'],
  EACCES: forbidden,
  EPERM: forbidden,
  ETIMEDOUT: ['tcp.timed_out', 'the other side stopped answering'],
  ERR_SOCKET_CONNECTION_TIMEOUT: ['tcp.timed_out', 'the connection was not made in time'],
  UND_ERR_CONNECT_TIMEOUT: ['tcp.timed_out', 'the connection was not made in time'],
  EINVAL: ['tcp.address_invalid', 'the address cannot be dialled'],

  // Parsers of HTTP.
  UND_ERR_HEADERS_OVERFLOW: overflow,
  HPE_HEADER_OVERFLOW: overflow,

  // Requests that a library refuses to send: our plan should never have held them.
  UND_ERR_INVALID_ARG: notMade,
  UND_ERR_INVALID_RETURN_VALUE: notMade,
  UND_ERR_NOT_SUPPORTED: notMade,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: notMade,
  UND_ERR_BPL_MISSING_UPSTREAM: notMade,
  UND_ERR_MAX_ORIGINS_REACHED: notMade,
  UND_ERR_DESTROYED: notMade,
  UND_ERR_CLOSED: notMade,
  ERR_WEBASSEMBLY_NOT_SUPPORTED: notMade,
  ERR_OUT_OF_RANGE: notMade,
  ERR_SOCKET_BAD_PORT: notMade,
  ERR_UNESCAPED_CHARACTERS: notMade,

  // A wait of ours that somebody ended.
  ABORT_ERR: ['runner.cancelled', 'the wait was ended'],
  UND_ERR_ABORT: ['runner.cancelled', 'the wait was ended'],
  UND_ERR_ABORTED: ['runner.cancelled', 'the wait was ended'],

  // A proxy that undici itself would speak to; ours are dialled by net/proxy.ts.
  UND_ERR_PRX_TLS: ['proxy.unreachable', null],
  UND_ERR_PRX_CONN: ['proxy.unreachable', null],
  UND_ERR_SOCKS5: ['proxy.unreachable', null],

  // Our own limits of a message.
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: [
    'ws.message_too_large',
    'the server sent a message of more than 16 MiB, which is not taken',
  ],
  UND_ERR_WS_MESSAGE_SIZE_EXCEEDED: ['ws.message_too_large', null],
  WS_ERR_TOO_MANY_BUFFERED_PARTS: [
    'ws.message_too_large',
    'the server sent a message in more fragments than are taken',
  ],
}

/** Families of codes, for members that have no row of their own. */
export const byPrefix: readonly (readonly [RegExp, FaultType])[] = [
  [/^EAI_/, 'dns.failed'],
  [/^(ERR_SSL_|ERR_OSSL_|ERR_TLS_|EPROTO$)/, 'tls.protocol.error'],
  [/^WS_ERR_/, 'ws.protocol_error'],
  // Of Node: arguments that cannot be sent.
  [/^ERR_(INVALID|HTTP_INVALID|HTTP_HEADERS_SENT)/, 'runner.bug'],
]

/** The connection ended: by a FIN, or by an RST where `read` or `write` says so. */
export const endings: ReadonlySet<string> = new Set([
  ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EOF', 'ENETRESET', 'ENOTCONN', 'ESHUTDOWN', 'UND_ERR_SOCKET'],
  ...[
    'ERR_STREAM_PREMATURE_CLOSE',
    'ERR_STREAM_DESTROYED',
    'ERR_STREAM_WRITE_AFTER_END',
    'ERR_SOCKET_CLOSED',
  ],
  ...['ERR_SOCKET_CLOSED_BEFORE_CONNECTION', 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING'],
  // llhttp at the end of a stream, and undici's count of the bytes.
  ...['HPE_INVALID_EOF_STATE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
])

/** Waits of undici; ours are limits of net/limit.ts, whose faults are made where they are. */
export const timeouts: ReadonlySet<string> = new Set([
  ...[
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'ERR_HTTP_REQUEST_TIMEOUT',
    'ERR_TLS_HANDSHAKE_TIMEOUT',
  ],
])
