export const id = 901;
export const ids = [901];
export const modules = {

/***/ 4901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   forgeCredentials: () => (/* binding */ forgeCredentials)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _model_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1817);
/* harmony import */ var _jwt_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6303);
/**
 * Credentials that a server has to refuse, each with one flaw and else like the good one: what is refused is then the
 * flaw, and not a user that nobody knows. Mistakes of verifiers: RFC 8725 sections 2 and 3.
 */



/** Verifiers take a clock to be wrong by a minute or five: an hour is beyond any leeway. */
const wayOffSeconds = 3600;
/** `name` is not a registered algorithm in any of these; verifiers that compare without case, or with one spelling, differ. */
const noneSpellings = ['none', 'None', 'NONE', 'nOnE'];
/** Shown where there is no good credential to imitate. */
const bearer = { in: 'header', name: 'Authorization', prefix: 'Bearer ' };
/** The shape of a JWT, for where nobody has said what a credential looks like. */
const unknownToken = Array(3).fill('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9').join('.');
/**
 * @param good null where there is none: then nothing and garbage are all that can be shown.
 * @param source what the good one was minted from; null for one that came ready-made, which cannot be signed anew.
 * @param publicKey with which the deployment verifies it, as the user gave it; null takes that of a private key.
 */
async function forgeCredentials(good, source, publicKey = null) {
    const value = good?.value.reveal() ?? unknownToken;
    const jwt = good ? readJwt(value) : null;
    const made = [['malformed', 'malformed credential', garble(value)]];
    if (jwt)
        made.push(...withoutKey(jwt, value));
    else if (good)
        made.push(...opaque(value));
    if (jwt)
        made.push(...confused(jwt, source, publicKey));
    if (jwt && source)
        made.push(...(await signedWrongly(jwt, source, Math.floor(Date.now() / 1000))));
    const placement = good?.placement ?? bearer;
    return [
        { flaw: 'none', claim: 'no credential', credential: null },
        ...made.map(([flaw, claim, text]) => ({
            flaw,
            claim,
            credential: { value: new _model_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(text), placement },
        })),
    ];
}
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** The parts of a compact JWS (RFC 7515 section 7.1) that carries claims; null for anything else. */
function readJwt(value) {
    const [header, payload, signature, ...more] = value.split('.');
    if (!header || !payload || !signature || more.length > 0)
        return null;
    const [read, claims] = [header, payload].map(part => {
        try {
            const parsed = JSON.parse(Buffer.from(part, 'base64url').toString());
            return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
        }
        catch {
            return null;
        }
    });
    return read && claims && 'alg' in read
        ? { header: read, claims, parts: [header, payload, signature] }
        : null;
}
const alphabets = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz', '0123456789'];
/** Another character of the same kind, so that the value fits wherever the good one fits. */
function otherThan(char) {
    const alphabet = alphabets.find(letters => letters.includes(char));
    if (!alphabet)
        return char;
    const others = alphabet.replace(char, '');
    return others[(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomInt)(others.length)];
}
/** Same shape, no meaning. */
const garble = (value) => [...value].map(otherThan).join('');
/** Changed in the middle: the last character of base64 may carry bits that nobody reads. */
function changeMiddle(value) {
    const middle = [...value].findIndex((char, at) => at >= value.length >> 1 && /[A-Za-z0-9]/.test(char));
    const at = middle < 0 ? [...value].findIndex(char => /[A-Za-z0-9]/.test(char)) : middle;
    return at < 0 ? `${value}x` : value.slice(0, at) + otherThan(value[at]) + value.slice(at + 1);
}
const opaque = (value) => [
    ['tampered', 'credential with a changed character', changeMiddle(value)],
    // Of one character nothing would be left to show.
    ...(value.length > 1
        ? [
            [
                'truncated',
                'truncated credential',
                value.slice(0, Math.ceil(value.length * 0.75) - 1) || 'x',
            ],
        ]
        : []),
];
/** What anybody can make of a token that was seen once. */
function withoutKey({ header, claims, parts: [head, payload, signature] }, value) {
    const { exp } = claims;
    // A verifier that skips the signature must find nothing else to refuse: the change is one that suits an attacker.
    const later = typeof exp === 'number' ? { ...claims, exp: exp + 1 } : { ...claims, changed: true };
    const made = [
        [
            'wrong_signature',
            'wrong signature',
            `${head}.${payload}.${otherSignature(header, head, payload, signature)}`,
        ],
        ['tampered', 'changed payload', `${head}.${encode(later)}.${signature}`],
        ['empty_signature', 'empty signature', `${head}.${payload}.`],
        ...noneSpellings.map((alg) => [
            'alg_none',
            `"alg": "${alg}", no signature`,
            `${encode({ ...header, alg })}.${payload}.`,
        ]),
    ];
    return made.filter(([, , text]) => text !== value);
}
/** By another key where that is cheap; an RSA or EC key takes long to make, and a verifier sees no difference. */
function otherSignature(header, head, payload, signature) {
    const bits = /^HS(256|384|512)$/.exec(String(header.alg))?.[1];
    if (bits)
        return hmac(`sha${bits}`, (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(64), `${head}.${payload}`);
    return changeMiddle(signature);
}
const hmac = (hash, key, text) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)(hash, key).update(text).digest('base64url');
/**
 * A verifier that lets the token choose the algorithm takes its public key, which everybody has, for a shared secret
 * (RFC 8725 section 2.1). Key files end with a line break; environment variables often lose it.
 */
function confused({ header, parts: [, payload] }, source, given) {
    const own = source?.key.kind === 'private' ? source.key.text.reveal() : null;
    if (given === null && own === null)
        return [];
    const key = given === null ? (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)((0,_jwt_js__WEBPACK_IMPORTED_MODULE_2__.readPrivateKey)(own)) : (0,_jwt_js__WEBPACK_IMPORTED_MODULE_2__.parsePublicKey)(given);
    const pem = key.export({ type: 'spki', format: 'pem' }).toString();
    const secrets = new Map([
        [pem, ''],
        [pem.trimEnd(), ', no line break at its end'],
    ]);
    // The server may hold it in another form, such as PKCS #1, a certificate or a JWK.
    if (given !== null)
        for (const [text, how] of [
            [`${given.trimEnd()}\n`, ' as it was given'],
            [given.trimEnd(), ' as it was given, no line break at its end'],
        ])
            if (!secrets.has(text))
                secrets.set(text, how);
    const signed = `${encode({ ...header, alg: 'HS256' })}.${payload}`;
    return [...secrets].map(([secret, how]) => [
        'key_confusion',
        `HS256 keyed with the public key${how}`,
        `${signed}.${hmac('sha256', secret, signed)}`,
    ]);
}
/** Signed with the right key, so that only the claim can be what is refused. */
async function signedWrongly({ claims }, source, now) {
    const lifetime = Math.ceil(source.expiresInMs / 1000);
    const begun = now - wayOffSeconds - lifetime;
    const wrong = [
        [
            'expired',
            'expired token',
            { exp: now - wayOffSeconds, ...past(claims, 'iat', begun), ...past(claims, 'nbf', begun) },
        ],
        ['not_yet_valid', 'token not valid yet', { nbf: now + wayOffSeconds, ...future(claims, now, lifetime) }],
    ];
    if (claims.aud !== undefined)
        wrong.push(['wrong_audience', 'token for another audience', { aud: another(claims.aud, 'audience') }]);
    if (claims.iss !== undefined)
        wrong.push(['wrong_issuer', 'token of another issuer', { iss: another(claims.iss, 'issuer') }]);
    return await Promise.all(wrong.map(async ([flaw, claim, changes]) => {
        const token = await (0,_jwt_js__WEBPACK_IMPORTED_MODULE_2__/* .mintJwt */ .E)({ ...source, claims: { ...source.claims, ...changes } }, now * 1000);
        return [flaw, claim, token.reveal()];
    }));
}
/** Claims that the good token has not are not added: some verifiers refuse what they do not know. */
const past = (claims, name, at) => claims[name] === undefined ? {} : { [name]: at };
const future = ({ exp }, now, lifetime) => exp === undefined ? {} : { exp: now + wayOffSeconds + lifetime };
function another(claim, what) {
    const other = `https://another-${what}.invalid`;
    return Array.isArray(claim) ? [other] : other;
}


/***/ })

};
