/**
 * Trouble in the world, as a value. Type names follow W3C Network Error Logging
 * (https://www.w3.org/TR/network-error-logging/#predefined-network-error-types) and extend it in the same style.
 */

export type Layer =
  | 'dns'
  | 'tcp'
  | 'tls'
  | 'http'
  | 'upgrade'
  | 'auth'
  | 'messaging'
  | 'streaming'
  | 'idle'
  | 'security'
  | 'runner'

/** The layers in the order in which a client walks them. */
export const layers: readonly Layer[] = ['dns', 'tcp', 'tls', 'http', 'upgrade', 'auth', 'messaging']

export type FailureClass =
  | 'infrastructure'
  | 'authentication'
  | 'application'
  | 'performance'
  | 'security'
  | 'runner'

interface FaultKind {
  readonly layer: Layer
  readonly class: FailureClass
  /** Worth another attempt: it may be gone a moment later. A wrong certificate or a 404 is not. */
  readonly transient: boolean
}

const lasting = (layer: Layer, failureClass: FailureClass): FaultKind => ({
  layer,
  class: failureClass,
  transient: false,
})
const transient = (layer: Layer, failureClass: FailureClass = 'infrastructure'): FaultKind => ({
  layer,
  class: failureClass,
  transient: true,
})

/** Everything that can go wrong, a row each. Nothing downstream enumerates the types. */
export const faultKinds = {
  'dns.name_not_resolved': lasting('dns', 'infrastructure'),
  'dns.no_address': lasting('dns', 'infrastructure'),
  'dns.failed': transient('dns'),
  'dns.timed_out': transient('dns'),

  'tcp.refused': transient('tcp'),
  'tcp.timed_out': transient('tcp'),
  'tcp.reset': transient('tcp'),
  'tcp.closed': transient('tcp'),
  'tcp.address_unreachable': transient('tcp'),
  'tcp.address_invalid': lasting('tcp', 'infrastructure'),
  'tcp.failed': transient('tcp'),
  'tcp.unreachable_through_proxy': transient('tcp'),

  'tls.cert.name_invalid': lasting('tls', 'infrastructure'),
  'tls.cert.date_invalid': lasting('tls', 'infrastructure'),
  'tls.cert.authority_invalid': lasting('tls', 'infrastructure'),
  'tls.cert.revoked': lasting('tls', 'infrastructure'),
  'tls.cert.invalid': lasting('tls', 'infrastructure'),
  'tls.cert.staple_invalid': lasting('tls', 'infrastructure'),
  'tls.cert.expires_soon': lasting('tls', 'infrastructure'),
  'tls.cert.weak': lasting('tls', 'security'),
  'tls.weak_version': lasting('tls', 'security'),
  'tls.version_or_cipher_mismatch': lasting('tls', 'infrastructure'),
  'tls.unrecognized_name': lasting('tls', 'infrastructure'),
  'tls.client_certificate_required': lasting('tls', 'infrastructure'),
  'tls.not_tls': lasting('tls', 'infrastructure'),
  'tls.protocol.error': lasting('tls', 'infrastructure'),
  'tls.timed_out': transient('tls'),
  'tls.closed': transient('tls'),

  'http.response.timed_out': transient('http'),
  'http.response.closed': transient('http'),
  'http.response.reset': transient('http'),
  'http.response.invalid': lasting('http', 'infrastructure'),
  'http.response.headers_too_large': lasting('http', 'infrastructure'),
  'http.response.cut': transient('http'),
  'http.response.redirect_loop': lasting('http', 'infrastructure'),
  /** 502, 503, 504, 52x: a gateway speaks because the application does not. */
  'http.gateway_error': transient('http'),
  'http.addresses_differ': lasting('http', 'infrastructure'),
  'http.catch_all': lasting('http', 'infrastructure'),
  /** Another revision than the expected one is served, none is told, or answers come from more than one. */
  'revision.old': lasting('http', 'infrastructure'),
  'revision.missing': lasting('http', 'infrastructure'),
  'revision.mixed': lasting('http', 'infrastructure'),
  /** The application answered, with a status that was not declared. */
  'http.error': lasting('http', 'application'),
  'http.mismatch': lasting('http', 'application'),
  'http.slow': lasting('http', 'performance'),

  /** By the medians of several runs (baseline/slower.ts). */
  'http.slower_than_before': lasting('http', 'performance'),

  'ws.unexpected_response': lasting('upgrade', 'infrastructure'),
  'ws.gateway_error': transient('upgrade'),
  'ws.redirected': lasting('upgrade', 'infrastructure'),
  'ws.upgrade_timed_out': transient('upgrade'),
  'ws.closed_before_answer': transient('upgrade'),
  'ws.reset_before_answer': transient('upgrade'),
  'ws.answer_invalid': lasting('upgrade', 'infrastructure'),
  'ws.accept_invalid': lasting('upgrade', 'infrastructure'),
  'ws.upgrade_header_invalid': lasting('upgrade', 'infrastructure'),
  'ws.connection_header_invalid': lasting('upgrade', 'infrastructure'),
  'ws.subprotocol_missing': lasting('upgrade', 'infrastructure'),
  'ws.subprotocol_invalid': lasting('upgrade', 'infrastructure'),
  'ws.extension_invalid': lasting('upgrade', 'infrastructure'),

  'auth.refused': lasting('auth', 'authentication'),
  'auth.required': lasting('auth', 'authentication'),
  'auth.closed': lasting('auth', 'authentication'),
  /** Who issues credentials refuses us. */
  'credential.refused': lasting('auth', 'authentication'),
  /** Its answer holds no credential, or none that can be shown. */
  'credential.unusable': lasting('auth', 'application'),

  /** A bad credential was let in: a row for each flaw (model/credential.ts). */
  'auth.accepted.none': lasting('security', 'security'),
  'auth.accepted.malformed': lasting('security', 'security'),
  'auth.accepted.wrong_signature': lasting('security', 'security'),
  'auth.accepted.tampered': lasting('security', 'security'),
  'auth.accepted.truncated': lasting('security', 'security'),
  'auth.accepted.empty_signature': lasting('security', 'security'),
  'auth.accepted.alg_none': lasting('security', 'security'),
  'auth.accepted.key_confusion': lasting('security', 'security'),
  'auth.accepted.expired': lasting('security', 'security'),
  'auth.accepted.not_yet_valid': lasting('security', 'security'),
  'auth.accepted.wrong_audience': lasting('security', 'security'),
  'auth.accepted.wrong_issuer': lasting('security', 'security'),
  /** Neither let in nor refused: a crash, a 404 or silence is no refusal. */
  'auth.refusal_not_proven': lasting('security', 'security'),

  /** The connection ended without a close frame, or with a code that gateways and restarts use. */
  'ws.cut': transient('messaging'),
  'ws.closed': lasting('messaging', 'application'),
  'ws.protocol_error': lasting('messaging', 'infrastructure'),
  'ws.no_reply': lasting('messaging', 'application'),
  'ws.wrong_reply': lasting('messaging', 'application'),
  'ws.unwanted_message': lasting('messaging', 'application'),
  'ws.message_too_large': lasting('messaging', 'application'),
  'ws.not_closed': lasting('messaging', 'application'),
  'ws.slow': lasting('messaging', 'performance'),
  'ws.pong_missing': lasting('messaging', 'infrastructure'),
  'ws.reply_lost': lasting('messaging', 'application'),
  'ws.reply_duplicated': lasting('messaging', 'application'),
  'ws.reply_reordered': lasting('messaging', 'application'),
  'ws.cross_talk': lasting('messaging', 'security'),

  /** Where a stream hung: named by what did not come. */
  'stream.no_headers': transient('streaming'),
  'stream.no_first_event': lasting('streaming', 'application'),
  'stream.stalled': lasting('streaming', 'application'),
  'stream.no_end_marker': lasting('streaming', 'application'),
  /** The connection ended inside the body: no final chunk, or fewer bytes than Content-Length said. */
  'stream.cut': transient('streaming'),
  'stream.reset': transient('streaming'),
  /** Events that were produced over time arrived in one burst. */
  'stream.buffered': lasting('streaming', 'infrastructure'),
  'stream.not_a_stream': lasting('streaming', 'infrastructure'),
  'stream.wrong_content_type': lasting('streaming', 'application'),
  'stream.error_event': lasting('streaming', 'application'),
  'stream.malformed': lasting('streaming', 'application'),
  'stream.wrong_event': lasting('streaming', 'application'),
  'stream.too_few_events': lasting('streaming', 'application'),
  'stream.not_resumed': lasting('streaming', 'application'),
  'stream.slow': lasting('streaming', 'performance'),
  /** A quiet connection was ended without a close frame, by FIN or by RST. */
  'idle.closed': lasting('idle', 'infrastructure'),
  'idle.reset': lasting('idle', 'infrastructure'),
  /** It looks open, and nothing on it is answered any more. */
  'idle.unanswered': lasting('idle', 'infrastructure'),
  /** Whoever speaks WebSocket at the other end closed it, with a code: a policy of the application. */
  'idle.ended': lasting('idle', 'application'),
  /** It was lost while it was quiet, and not because of that: another one lived. */
  'idle.lost': transient('idle'),

  'proxy.unreachable': lasting('runner', 'runner'),
  'proxy.refused': lasting('runner', 'runner'),
  'runner.deadline': lasting('runner', 'runner'),
  'runner.cancelled': lasting('runner', 'runner'),
  'runner.descriptor_limit': lasting('runner', 'runner'),
  'runner.no_network': lasting('runner', 'runner'),
  'runner.no_proof': lasting('runner', 'runner'),
  'runner.bug': lasting('runner', 'runner'),
} as const satisfies Record<string, FaultKind>

export type FaultType = keyof typeof faultKinds

export interface Fault {
  readonly type: FaultType
  readonly layer: Layer
  /** One sentence: what was seen, and what was expected. Text of the target in it is not yet escaped. */
  readonly message: string
  /** The system's own code, such as `ECONNREFUSED` or a close code, where there is one. */
  readonly code: string | null
}

export function fault(type: FaultType, message: string, code: string | null = null): Fault {
  return { type, layer: faultKinds[type].layer, message, code }
}

export const classOf = (f: Fault): FailureClass => faultKinds[f.type].class
export const isTransient = (f: Fault): boolean => faultKinds[f.type].transient

/** What trying something on the network gives: its value, or the trouble. */
export type Tried<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }

export const done = <T>(value: T): Tried<T> => ({ ok: true, value })
export const failed = (f: Fault): { ok: false; fault: Fault } => ({ ok: false, fault: f })
