export const id = 276;
export const ids = [276];
export const modules = {

/***/ 2848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FW: () => (/* binding */ unbuiltKinds),
/* harmony export */   VW: () => (/* binding */ environmentSchema),
/* harmony export */   av: () => (/* binding */ rootWords),
/* harmony export */   lc: () => (/* binding */ commonWords),
/* harmony export */   pD: () => (/* binding */ readySchema),
/* harmony export */   wh: () => (/* binding */ policySchema)
/* harmony export */ });
/* unused harmony export credentialSchema */
/* harmony import */ var _addresses_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3390);
/* harmony import */ var _claims_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7045);
/* harmony import */ var _placement_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4013);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3127);
/* harmony import */ var _revision_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2989);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6618);
/** The words of the configuration file. Parsing and schema/config.v1.json are made of the same definitions. */






/** Of CONTRACT section 6, not built yet: refused by name, never taken for a slip of the pen. */
const unbuiltKinds = ['posture', 'parity'];
/** Text read by one of the parsers that inputs are read by as well. */
const read = (zod, parse, description) => zod
    .string()
    .transform((text, context) => {
    const parsed = parse(text);
    if (parsed.ok)
        return parsed.value;
    const { message, remedy } = parsed;
    context.issues.push({ code: 'custom', input: text, message, params: { remedy } });
    return zod.NEVER;
})
    .describe(description);
const headers = (zod) => zod
    .record(zod.string(), zod.union([zod.string(), zod.number(), zod.boolean()]).transform(String))
    .superRefine((record, context) => {
    for (const [name, value] of Object.entries(record)) {
        const wrong = (0,_placement_js__WEBPACK_IMPORTED_MODULE_2__/* .refuseHeader */ ._Y)(name);
        const broken = /[^\t\x20-\x7e\x80-\xff]/.test(value);
        if (wrong)
            context.addIssue({ code: 'custom', path: [name], message: wrong, params: { remedy: 'remove it' } });
        else if (broken) {
            const params = { remedy: 'write one line of visible characters' };
            context.addIssue({
                code: 'custom',
                path: [name],
                message: 'cannot be sent as the value of a header',
                params,
            });
        }
    }
});
const jwt = (zod) => zod
    .strictObject({
    secret: zod.string().min(1).optional().describe('Shared secret, usually $NAME.'),
    'private-key': zod.string().min(1).optional().describe('Private key as PEM or JWK, usually $NAME.'),
    algorithm: zod.enum(_private_key_js__WEBPACK_IMPORTED_MODULE_3__/* .algorithms */ .Rz).optional().describe("HS256, or the key's own, if it is left out."),
    claims: zod
        .record(zod.string(), zod.unknown())
        .superRefine((claims, context) => {
        const checked = (0,_claims_js__WEBPACK_IMPORTED_MODULE_1__/* .checkClaims */ .K)(claims);
        if (checked.ok)
            return;
        context.addIssue({ code: 'custom', message: checked.message, params: { remedy: checked.remedy } });
    })
        .optional()
        .describe('Merged over sub, iat, exp and jti; null takes one out.'),
    'expires-in': read(zod, _values_js__WEBPACK_IMPORTED_MODULE_5__/* .parseLifetime */ .$u, 'How long the token is valid; 5m if it is left out.').optional(),
    'key-id': zod.string().min(1).max(200).optional().describe('kid in the header of the token.'),
    subject: zod
        .string()
        .min(1)
        .optional()
        .describe('The claim sub; load-{{connection}} gives each connection its own.'),
})
    .describe('A JWT, minted for each use.');
const endpoint = (zod, what) => read(zod, text => (0,_addresses_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePath */ .Rr)(text, 'http'), `${what}: a URL, or a path on the deployment.`);
const oidc = (zod) => zod
    .strictObject({ audience: zod.string().min(1).describe('Who the token is for.') })
    .describe("GitHub's own token for the job; the job needs the permission id-token: write.");
const oauth = (zod) => zod
    .strictObject({
    'token-url': endpoint(zod, 'The token endpoint'),
    'client-id': zod.string().min(1),
    'client-secret': zod.string().min(1).describe('Usually $NAME.'),
    scope: zod.string().min(1).optional().describe('Scopes, separated by blanks.'),
    audience: zod.string().min(1).optional().describe('As Auth0 and others take it.'),
    auth: zod
        .enum(['basic', 'body'])
        .optional()
        .describe('Where client id and secret go: basic (the header) if it is left out.'),
})
    .describe('A token by the client credentials of OAuth 2.');
const login = (zod) => zod
    .strictObject({
    url: endpoint(zod, 'Where the login is sent'),
    method: zod
        .string()
        .regex(/^[A-Za-z]+$/, 'is not a method')
        .transform(method => method.toUpperCase())
        .optional()
        .describe('POST if it is left out.'),
    headers: headers(zod).optional().describe('Sent with the login.'),
    body: zod.unknown().optional().describe('A mapping becomes JSON; a text is sent as it is.'),
    token: zod.string().min(1).optional().describe('JSONPath of the token in the answer.'),
    cookie: zod.string().min(1).optional().describe('Name of the cookie that the answer sets.'),
})
    .describe('A request whose answer carries the token.');
const credentialSchema = (zod) => zod
    .strictObject({
    token: zod.string().min(1).optional().describe('A ready-made credential, usually $NAME.'),
    jwt: jwt(zod).optional(),
    oidc: oidc(zod).optional(),
    oauth: oauth(zod).optional(),
    login: login(zod).optional(),
    in: read(zod, _placement_js__WEBPACK_IMPORTED_MODULE_2__/* .parsePlacement */ .vc, 'Where it goes: header, header:NAME, header:NAME SCHEME, query:NAME, cookie:NAME, subprotocol:PREFIX or message.').optional(),
    'public-key': zod
        .string()
        .min(1)
        .optional()
        .describe('PEM, JWK or path of the key that verifies it; auth tries it as a shared secret.'),
})
    .describe('One of token, jwt, oidc, oauth and login.');
/** A path for the simple form, or a base for WebSocket paths. */
const parseWebsocket = (text) => {
    const path = (0,_addresses_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePath */ .Rr)(text, 'websocket');
    if (!path.ok || path.value.startsWith('/'))
        return path;
    const base = (0,_addresses_js__WEBPACK_IMPORTED_MODULE_0__/* .parseBaseOf */ .c7)('websocket')(text);
    return base.ok ? path : base;
};
const environmentSchema = (zod) => zod
    .strictObject({
    url: read(zod, (0,_addresses_js__WEBPACK_IMPORTED_MODULE_0__/* .parseBaseOf */ .c7)('http'), 'Base URL of the deployment.').optional(),
    websocket: read(zod, parseWebsocket, 'Base of WebSocket paths, if it differs from url.').optional(),
    headers: headers(zod).optional().describe('Sent with every request.'),
    credential: credentialSchema(zod).optional(),
    credentials: zod
        .record(zod.string(), credentialSchema(zod))
        .optional()
        .describe('Further ones, by name.'),
    'auth-message': zod
        .unknown()
        .optional()
        .describe('First message, with {{token}}, for a credential in the message.'),
})
    .describe('One deployment of the system.');
const failOn = (zod) => zod.enum(['any', 'infrastructure', 'regression']);
const policySchema = (zod) => zod.strictObject({
    'fail-on': failOn(zod).optional().describe('What fails the run.'),
    'slower-than-baseline': read(zod, _values_js__WEBPACK_IMPORTED_MODULE_5__/* .parseRatio */ .LO, 'So many times as long as before fails the run, such as 2x: by the medians of several runs, class performance.').optional(),
});
/** What is waited for before the checks. */
const readySchema = (zod) => zod
    .strictObject({
    revision: zod
        .strictObject({
        from: read(zod, _revision_js__WEBPACK_IMPORTED_MODULE_4__/* .parseRevisionSource */ .Oc, 'Where it is reported: PATH#/json/pointer, PATH@header-name or PATH; /health#/revision if it is left out.').optional(),
        equals: zod
            .union([zod.string(), zod.number()])
            .transform(String)
            .pipe(read(zod, _revision_js__WEBPACK_IMPORTED_MODULE_4__/* .parseRevision */ .Pp, 'The one that must be reported, usually $GITHUB_SHA.'))
            .optional(),
        websocket: read(zod, _revision_js__WEBPACK_IMPORTED_MODULE_4__/* .parseSocketSource */ .Sg, 'Where a WebSocket reports it: @header-name of the 101, or a JSONPath in its first message.').optional(),
        stream: read(zod, _revision_js__WEBPACK_IMPORTED_MODULE_4__/* .parseSocketSource */ .Sg, 'Where a stream over HTTP reports it: @header-name of its answer, or a JSONPath in its first event.').optional(),
    })
        .optional()
        .describe('The revision that has to answer, from the wait to the end of the run.'),
    path: read(zod, text => (0,_addresses_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePath */ .Rr)(text, 'http'), "What is asked where no revision is declared; the first health check's path if it is left out.").optional(),
    consecutive: zod
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe('Good answers in a row, each on a new connection; 5 with a revision, else 1.'),
    within: read(zod, _values_js__WEBPACK_IMPORTED_MODULE_5__/* .parseWait */ .DF, 'How long to wait, such as 5m.').optional(),
    'give-up': zod
        .union([zod.literal('never'), zod.array(zod.union([zod.string(), zod.number()]))])
        .transform((given) => (given === 'never' ? [] : given.map(String)))
        .superRefine((list, context) => {
        for (const [index, one] of list.entries()) {
            const parsed = (0,_revision_js__WEBPACK_IMPORTED_MODULE_4__/* .parseGiveUp */ .MZ)(one);
            if (parsed.ok)
                continue;
            const { message, remedy } = parsed;
            context.addIssue({ code: 'custom', path: [index], message, params: { remedy } });
        }
    })
        .optional()
        .describe('What ends the wait at once: statuses and types of faults, or never.'),
})
    .describe('What is waited for before the checks.');
const oneOrMore = (zod) => zod
    .union([zod.string().min(1), zod.array(zod.string().min(1))])
    .transform(value => (typeof value === 'string' ? [value] : value));
/** The words that every check takes beside its kind. */
const commonWords = (zod) => zod.strictObject({
    name: zod.string().min(1).max(200).optional().describe('What a reader of the report sees.'),
    id: read(zod, _values_js__WEBPACK_IMPORTED_MODULE_5__/* .parseId */ .Fg, 'Name for other checks and for baselines; KIND:PATH if it is left out.').optional(),
    timeout: read(zod, _values_js__WEBPACK_IMPORTED_MODULE_5__/* .parseLimit */ .Fv, 'Limit of one wait, such as 10s.').optional(),
    retries: zod
        .int()
        .min(0)
        .max(10)
        .optional()
        .describe('Further tries after a transient infrastructure fault.'),
    'fail-on': failOn(zod).optional(),
    needs: oneOrMore(zod).optional().describe('Ids of checks that have to pass first.'),
    when: oneOrMore(zod).optional().describe('Environments in which this check runs.'),
    headers: headers(zod).optional().describe('Sent with the requests of this check.'),
    credential: zod.string().min(1).optional().describe('none, default, or a name from credentials.'),
});
const rootWords = ['environments', 'ready', 'checks', 'policy'];


/***/ }),

/***/ 7895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   configJsonSchema: () => (/* binding */ configJsonSchema)
/* harmony export */ });
/* harmony import */ var _file_schema_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2848);
/** The JSON Schema of the configuration file, out of the definitions that parse it: schema/config.v1.json. */

/** A name, not a place: editors find the file by the comment on its first line. */
const id = 'urn:verify-deploy:schema:config:v1';
/** @param kinds those of src/checks/index.ts, if it is left out */
async function configJsonSchema(kinds) {
    const { z: zod } = await __webpack_require__.e(/* import() */ 695).then(__webpack_require__.bind(__webpack_require__, 9695));
    const known = kinds ?? (await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 9360))).checkKinds;
    // All in one, so that recursive parts share one set of $defs.
    const parts = zod.strictObject({
        environment: (0,_file_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .environmentSchema */ .VW)(zod),
        policy: (0,_file_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .policySchema */ .wh)(zod),
        ready: (0,_file_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .readySchema */ .pD)(zod),
        common: (0,_file_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .commonWords */ .lc)(zod),
        ...Object.fromEntries(known.map(kind => [`kind ${kind.kind}`, kind.options(zod)])),
    });
    const all = zod.toJSONSchema(parts, { io: 'input', unrepresentable: 'any' });
    const part = (name) => all.properties[name];
    return {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: id,
        title: 'Verify Deploy configuration, version 1',
        description: 'What to verify after a deployment. $NAME and ${NAME} in values read environment variables.',
        type: 'object',
        properties: {
            environments: {
                description: 'Deployments of the system, by name.',
                type: 'object',
                minProperties: 1,
                additionalProperties: part('environment'),
            },
            checks: {
                description: 'With them, exactly these run; without, the checks of the simple form.',
                type: 'array',
                minItems: 1,
                items: { anyOf: known.map(kind => checkNode(kind, part('common'), part(`kind ${kind.kind}`))) },
            },
            ready: part('ready'),
            policy: part('policy'),
        },
        additionalProperties: false,
        $defs: all.$defs ?? {},
    };
}
/** One object with the word of the kind, the words that all take, and its own. */
function checkNode({ kind, transport, passes }, common, own) {
    const base = transport === 'http' ? 'url, or an http:// or https:// URL' : 'websocket or url, or a ws:// or wss:// URL';
    return {
        title: kind,
        description: `Passes when ${passes}.`,
        type: 'object',
        properties: {
            [kind]: { type: 'string', minLength: 1, description: `A path on ${base}.` },
            ...own.properties,
            ...common.properties,
        },
        required: [kind, ...(own.required ?? [])],
        additionalProperties: false,
    };
}


/***/ })

};
