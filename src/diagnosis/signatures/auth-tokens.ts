/** The refusal says what is wrong with the token. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { sameKey } from './auth.ts'
import { answered, body, header, refused } from './families.ts'

const challenge = header('www-authenticate')
const envoyJwt =
  'google/jwt_verify_lib:src/status.cc; envoyproxy/envoy:source/extensions/filters/http/jwt_authn'
const spring = 'spring-projects/spring-security:oauth2/oauth2-jose'
const libraries = 'texts of PyJWT, jsonwebtoken and jose'
const clocks = ['jwt-expires-in: 5m', '# and the time on the server:', 'timedatectl']
/** The words of Envoy's filter are so exact that they count beside a credential of ours or not. */
const envoy = (words: RegExp): Conditions => ({ ...answered, [body]: words, speaker: 'Envoy' })
const says = (words: RegExp): Conditions => ({ ...refused, [body]: words, speaker: { not: 'Envoy' } })

export const authTokenSignatures = defineSignatures({
  'auth.token-expired': {
    when: { ...refused, [challenge]: /expired/i },
    confidence: 'high',
    cause: 'The server takes the token for expired: its lifetime is too short, or a clock is wrong.',
    fix: clocks,
    source: `${spring} (JwtTimestampValidator)`,
  },
  'auth.token-not-yet-valid': {
    when: { ...refused, [challenge]: /Jwt used before/ },
    confidence: 'high',
    cause: 'The server takes the token for one of the future: the clocks differ.',
    fix: [
      'timedatectl set-ntp true',
      '# or some tolerance on the server (Spring)',
      'new JwtTimestampValidator(Duration.ofSeconds(60))',
    ],
    source: `${spring} (JwtTimestampValidator)`,
  },
  'auth.token-undecodable': {
    when: { ...refused, [challenge]: /attempting to decode the Jwt/ },
    confidence: 'high',
    cause: 'The server cannot verify the token: {http.response.header.www-authenticate}.',
    fix: [
      '# Spring: issuer and keys of this environment',
      'spring.security.oauth2.resourceserver.jwt.issuer-uri=https://ISSUER',
      sameKey,
    ],
    source: `${spring} (NimbusJwtDecoder)`,
  },
  'auth.token-expired-body': {
    when: says(/\b(jwt|token|signature)\b.{0,20}\bexpired\b/i),
    confidence: 'high',
    cause: 'The server takes the token for expired: its lifetime is too short, or a clock is wrong.',
    fix: clocks,
    source: libraries,
  },
  'auth.signature-wrong': {
    when: says(/signature.{0,20}(invalid|fail|mismatch|verif)|invalid.{0,10}signature|bad_?signature/i),
    confidence: 'high',
    cause: 'The server checks the signature with another secret or key than the one that signed the token.',
    fix: [sameKey],
    source: libraries,
  },
  'auth.audience-wrong': {
    when: says(
      /\b(invalid|wrong|jwt|doesn't match|unexpected|missing)\b.{0,20}\b(audience|aud)\b|\baudience\b.{0,30}\b(invalid|not|mismatch)/i,
    ),
    confidence: 'high',
    cause: 'The server wants another audience (`aud`) in the token.',
    fix: ['jwt-claims: |', '  aud: AUDIENCE'],
    source: libraries,
  },
  'auth.issuer-wrong': {
    when: says(
      /\b(invalid|wrong|jwt|unexpected|missing)\b.{0,20}\bissuer\b|\bissuer\b.{0,30}\b(invalid|not|mismatch)|\biss\b claim/i,
    ),
    confidence: 'high',
    cause: 'The server wants another issuer (`iss`) in the token.',
    fix: ['jwt-claims: |', '  iss: ISSUER'],
    source: libraries,
  },
  'auth.algorithm-wrong': {
    when: says(/invalid algorithm|algorithm is not allowed|Another algorithm expected/i),
    confidence: 'high',
    cause: 'The server does not take tokens that are signed with this algorithm.',
    fix: ['jwt-algorithm: RS256', 'jwt-private-key: ${{ secrets.STAGING_JWT_PRIVATE_KEY }}'],
    source: libraries,
  },
  'auth.keys-unreachable': {
    when: says(
      /Couldn't retrieve remote JWK set|Unable to find a signing key|fail(ed)? to fetch.{0,20}jwks/i,
    ),
    confidence: 'high',
    cause: 'The server cannot fetch the keys of the identity provider, so it refuses every token.',
    fix: ['# Let it reach the JWKS address:', 'curl -sS https://ISSUER/.well-known/jwks.json'],
    source: `${spring}; PyJWT (PyJWKClient)`,
  },
  'auth.envoy-token-missing': {
    when: envoy(/^Jwt is missing/),
    confidence: 'high',
    cause:
      'Envoy looks for a token and found none: it is not sent, is sent elsewhere, or another proxy strips the header.',
    fix: [
      '# Where Envoy looks for it (RequestAuthentication)',
      'jwtRules: [{ issuer: ISSUER, fromHeaders: [{ name: Authorization, prefix: "Bearer " }], fromParams: [token] }]',
      'credential-in: header',
    ],
    source: envoyJwt,
  },
  'auth.envoy-token-expired': {
    when: envoy(/^Jwt is expired/),
    confidence: 'high',
    cause: 'Envoy takes the token for expired: its lifetime is too short, or a clock is wrong.',
    fix: clocks,
    source: envoyJwt,
  },
  'auth.envoy-token-not-yet-valid': {
    when: envoy(/^Jwt not yet valid/),
    confidence: 'high',
    cause: 'Envoy takes the token for one of the future: the clocks differ.',
    fix: ['timedatectl set-ntp true'],
    source: envoyJwt,
  },
  'auth.envoy-issuer': {
    when: envoy(/^Jwt issuer is not configured/),
    confidence: 'high',
    cause: 'The mesh has no rule for the issuer of this token.',
    fix: [
      '# RequestAuthentication',
      'jwtRules: [{ issuer: ISSUER, jwksUri: "https://ISSUER/.well-known/jwks.json" }]',
      'jwt-claims: |',
      '  iss: ISSUER',
    ],
    source: envoyJwt,
  },
  'auth.envoy-signature': {
    when: envoy(/^(Jwt verification fails|Jwks doesn't have key to match)/),
    confidence: 'high',
    cause: 'The keys that the mesh has for this issuer are not those that signed the token.',
    fix: [
      sameKey,
      '# RequestAuthentication: the keys of this environment',
      'jwtRules: [{ issuer: ISSUER, jwksUri: https://ISSUER/.well-known/jwks.json }]',
    ],
    source: envoyJwt,
  },
  'auth.envoy-keys-unreachable': {
    when: envoy(/^Jwks remote fetch is failed/),
    confidence: 'high',
    cause: 'Envoy cannot fetch the keys of the identity provider, so it refuses every token.',
    fix: [
      '# Egress of the mesh: a ServiceEntry for the issuer',
      'kubectl get serviceentry -A',
      'curl -sS https://ISSUER/.well-known/jwks.json',
    ],
    source: envoyJwt,
  },
  'auth.envoy-token-malformed': {
    when: envoy(/^Jwt is not in the form of/),
    confidence: 'high',
    cause: 'What Envoy found where it looks for a token is no JWT.',
    fix: ['credential-in: header', '# `token` has to be the bare token, without "Bearer"'],
    source: envoyJwt,
  },
  'auth.envoy-audience': {
    when: envoy(/^Audiences in Jwt are not allowed/),
    confidence: 'high',
    cause: 'The mesh does not allow the audience (`aud`) of the token.',
    fix: ['jwt-claims: |', '  aud: AUDIENCE', '# RequestAuthentication', 'audiences: [AUDIENCE]'],
    source: envoyJwt,
  },
})
