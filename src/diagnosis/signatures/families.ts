/** Names of facts and families of faults that several tables share. */

import type { Conditions } from '../signature.ts'

export const status = 'http.response.status_code'
export const body = 'http.response.body.excerpt'
export const closeCode = 'ws.close.code'
export const header = (name: string): string => `http.response.header.${name}`

const refusal = ['auth.refused', 'auth.required']
const plain = ['http.error', 'http.mismatch', 'http.gateway_error', 'http.catch_all']
const upgrade = ['ws.unexpected_response', 'ws.gateway_error']

/** An answer that was not the wanted one: at a plain request or at the upgrade, with a credential or without. */
export const answered: Conditions = {
  'fault.type': [...plain, ...upgrade, 'ws.redirected', ...refusal],
}
/** The same, at a plain request only. */
export const answeredPlainly: Conditions = { 'fault.type': [...plain, ...refusal] }
/** The same, at the upgrade only. With a credential shown, 401 and 403 are faults of authentication, whoever says it. */
export const answeredUpgrade: Conditions = { 'fault.type': [...upgrade, ...refusal] }
/** Neither 101 nor a refusal, a redirect or a gateway's error. */
export const unexpected: Conditions = { 'fault.type': 'ws.unexpected_response' }
/** A credential was shown, or asked for, in vain. */
export const refused: Conditions = { 'fault.type': ['auth.refused', 'auth.closed'] }
/** The open connection ended before the conversation did. */
export const ended: Conditions = { 'fault.type': ['ws.closed', 'ws.cut', 'auth.closed'] }
