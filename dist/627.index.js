export const id = 627;
export const ids = [627];
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

/***/ 5627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readFile: () => (/* binding */ readFile)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/matching/template.js
var template = __webpack_require__(3509);
// EXTERNAL MODULE: ./lib/matching/suggest.js
var suggest = __webpack_require__(4293);
// EXTERNAL MODULE: ./lib/model/secret.js
var model_secret = __webpack_require__(1817);
// EXTERNAL MODULE: ./lib/config/addresses.js
var addresses = __webpack_require__(3390);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./lib/config/environment-variables.js
var environment_variables = __webpack_require__(7107);
// EXTERNAL MODULE: ./lib/config/parsed.js
var config_parsed = __webpack_require__(9193);
;// CONCATENATED MODULE: ./lib/config/document.js
/** The configuration file as plain values, each with its place, its environment variables filled in. Needs `yaml`. */




/** Aliases can make a small file a huge value ("billion laughs"); this many values are more than anybody declares. */
const mostValues = 50_000;
const deepest = 64;
/** `checks[0].within`, `environments.staging["odd key"]`. */
const showPath = (path) => path.reduce((text, step) => {
    if (typeof step === 'number')
        return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step))
        return `${text}[${(0,config_parsed/* quote */.hD)(step)}]`;
    return text === '' ? step : `${text}.${step}`;
}, '');
const keyOf = (path) => path.map(String).join('\u0000');
/** What is under these words is a regular expression, where `$` has a meaning of its own. */
const takesVariables = (path) => !path.includes('$matches') && path.at(-2) !== 'capture';
/** Of a credential, what anybody may see; a variable whose own name says otherwise stays a secret. */
const openWords = {
    jwt: ['algorithm', 'expires-in'],
    oidc: ['audience'],
    oauth: ['token-url', 'client-id', 'scope', 'audience', 'auth'],
    login: ['url', 'method', 'cookie'],
};
/** Credentials and headers; words such as `in` may be seen by anybody. */
function holdsSecret(path) {
    const [section, , word] = path;
    if (section === 'checks')
        return word === 'headers';
    if (section !== 'environments')
        return false;
    if (word === 'headers')
        return true;
    if (word !== 'credential' && word !== 'credentials')
        return false;
    const [source, inner, ...more] = path.slice(word === 'credential' ? 3 : 4);
    return source !== 'in' && (more.length > 0 || !openWords[String(source)]?.includes(String(inner)));
}
function openDocument(text, file, env) {
    const lines = new dist/* LineCounter */.HN();
    const at = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    let parsed;
    try {
        parsed = (0,dist.parseDocument)(text, {
            lineCounter: lines,
            prettyErrors: false,
            uniqueKeys: true,
            // Ids beyond 2^53 would be rounded, and match others.
            intAsBigInt: true,
            version: '1.2',
        });
    }
    catch (error) {
        // The composer recurses; nothing but a depth that nobody writes by hand ends here.
        if (!(error instanceof RangeError))
            throw error;
        return { ok: false, problems: [tooDeep(file, at(0))] };
    }
    const faults = [...parsed.errors, ...parsed.warnings];
    // The parser catches its own overflow.
    const [overflow] = faults.filter(({ message }) => message.includes('call stack'));
    if (overflow)
        return { ok: false, problems: [tooDeep(file, at(overflow.pos[0]))] };
    if (faults.length > 0) {
        const problems = faults.map(({ code, message, pos }) => (0,config_parsed/* problemOf */.Zw)(file, describeFault(code, message), remedies[code] ?? 'correct the YAML at this place', at(pos[0])));
        return { ok: false, problems };
    }
    return walk(parsed, { file, env, at });
}
/** What is sent and matched is exact; elsewhere nothing is so large. */
const readInteger = (value, path) => Number.isSafeInteger(Number(value)) || path[0] !== 'checks' ? Number(value) : value;
const tooDeep = (file, place) => (0,config_parsed/* problemOf */.Zw)(file, `is nested more than ${deepest} levels deep`, 'flatten it', place);
const faultTexts = {
    DUPLICATE_KEY: 'the same key stands here a second time',
    MULTIPLE_DOCS: 'holds more than one YAML document',
};
const describeFault = (code, message) => faultTexts[code] ?? `is not valid YAML: ${message.split('\n', 1)[0]}`;
const remedies = {
    DUPLICATE_KEY: 'keep one of the two',
    TAB_AS_INDENT: 'indent with spaces',
    MULTIPLE_DOCS: 'keep one document: remove the line ---',
    TAG_RESOLVE_FAILED: 'remove the tag that starts with !',
};
function walk(parsed, { file, env, at }) {
    const values = new Map();
    const keys = new Map();
    const variables = new Map();
    const unresolved = [];
    const secrets = [];
    let count = 0;
    let refused = null;
    const placeIn = (map, path) => map.get(keyOf(path));
    const placeOf = (path) => {
        for (let length = path.length; length > 0; length--) {
            const found = placeIn(values, path.slice(0, length));
            if (found)
                return found;
        }
        return placeIn(values, []) ?? { file, line: 1, column: 1 };
    };
    const visit = (node, path, place) => {
        const start = node?.range?.[0];
        const here = start === undefined || ((0,dist/* isScalar */.jn)(node) && node.value === null) ? place : at(start);
        values.set(keyOf(path), here);
        if (++count > mostValues) {
            const message = `holds more than ${mostValues} values, aliases counted`;
            refused ??= (0,config_parsed/* problemOf */.Zw)(file, message, 'declare less, or use fewer aliases', here);
        }
        if (path.length > deepest)
            refused ??= tooDeep(file, here);
        if (refused)
            return null;
        if ((0,dist/* isAlias */.Vj)(node)) {
            const anchored = node.resolve(parsed);
            const remedy = 'declare the anchor before it is used, or quote the text that starts with *';
            if (!anchored)
                refused ??= (0,config_parsed/* problemOf */.Zw)(file, `the anchor ${(0,config_parsed/* quote */.hD)(node.source)} is not declared`, remedy, here);
            return visit(anchored ?? null, path, here);
        }
        if ((0,dist/* isSeq */.oP)(node))
            return node.items.map((item, index) => visit(item, [...path, index], here));
        if ((0,dist/* isMap */.jh)(node)) {
            const record = {};
            for (const pair of node.items)
                visitPair(pair, path, record, here);
            return record;
        }
        return (0,dist/* isScalar */.jn)(node) ? visitScalar(node.value, path, here) : null;
    };
    const visitPair = (pair, path, record, outer) => {
        const { key, value } = pair;
        const place = key?.range ? at(key.range[0]) : outer;
        if (!(0,dist/* isScalar */.jn)(key) || key.value === null) {
            refused ??= (0,config_parsed/* problemOf */.Zw)(file, 'a key is not a word', 'write KEY: VALUE, with the key in quotes if need be', place);
            return;
        }
        const inner = [...path, String(key.value)];
        keys.set(keyOf(inner), place);
        // Defined, not assigned: `__proto__` is a key like any other.
        const found = visit(value, inner, place);
        Object.defineProperty(record, String(key.value), {
            value: found,
            enumerable: true,
            writable: true,
            configurable: true,
        });
    };
    const visitScalar = (written, path, place) => {
        const value = typeof written === 'bigint' ? readInteger(written, path) : written;
        if (typeof value !== 'string' || !value.includes('$') || !takesVariables(path))
            return value;
        const expanded = (0,environment_variables/* expandVariables */.i)(value, env);
        variables.set(keyOf(path), [...expanded.read]);
        for (const { message, remedy } of expanded.problems) {
            unresolved.push({ path, problem: (0,config_parsed/* problemOf */.Zw)(showPath(path), message, remedy, place) });
        }
        for (const { name, value: read } of expanded.read) {
            if ((0,environment_variables/* namesSecret */.L)(name) || holdsSecret(path))
                secrets.push(new model_secret/* Secret */.z(read));
        }
        return expanded.text;
    };
    const value = visit(parsed.contents, [], { file, line: 1, column: 1 });
    if (refused)
        return { ok: false, problems: [refused] };
    const document = {
        value,
        placeOf,
        keyPlaceOf: path => placeIn(keys, path) ?? placeOf(path),
        variablesOf: path => variables.get(keyOf(path)) ?? [],
        unresolved,
    };
    return { ok: true, document, secrets };
}

// EXTERNAL MODULE: ./lib/config/file-schema.js
var file_schema = __webpack_require__(2848);
// EXTERNAL MODULE: ./lib/config/spelling.js
var spelling = __webpack_require__(9106);
;// CONCATENATED MODULE: ./lib/config/issues.js
/** What zod found, in the words of this project: the value, what was expected, the remedy, the place. */



function problemsOf(issues, where) {
    const { document, base } = where;
    return issues
        .filter(issue => !isMisspelt(issue, issues))
        .flatMap(issue => describe(issue, [], where))
        .map(({ path, ...found }) => ({ ...found, path: [...base, ...path] }))
        .map(({ path, message, remedy, atKey }) => {
        const place = atKey ? document.keyPlaceOf(path) : document.placeOf(path);
        return (0,config_parsed/* problemOf */.Zw)(showPath(path), message, remedy, place);
    });
}
/** Of a mapping with a word that nobody knows, what it lacks is that word: one mistake is told once. */
const isMisspelt = (issue, all) => issue.code === 'custom' &&
    all.some(({ code, path }) => code === 'unrecognized_keys' && path.join('\n') === issue.path.join('\n'));
const nouns = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    null: 'null',
};
const nounOf = (expected) => nouns[expected] ?? expected;
/** Zod's own texts start so; any other was written by whoever made the schema. */
const isWritten = ({ message }) => !/^(Invalid|Too (big|small)|Unrecognized)/.test(message);
/** In the inputs, and in other tools, a message stands beside the path; here it is a step. */
const steps = {
    send: 'conversation: [{ send: … }]',
    receive: 'conversation: [{ receive: … }]',
    expect: 'conversation: [{ send: … }, { receive: … }]',
};
const stepOf = (key, known) => known.includes('conversation') && Object.hasOwn(steps, key) ? `write it as a step: ${steps[key]}` : null;
function describe(issue, above, where) {
    const path = [...above, ...issue.path.map(step => (typeof step === 'symbol' ? String(step) : step))];
    const value = valueAt(where.input, path);
    const shown = isSensitive([...where.base, ...path]) ? 'the value' : (0,config_parsed/* quote */.hD)(value);
    const node = nodeAt(where, path);
    const told = [node, ...formsOf(node)].find(form => typeof form?.description === 'string')?.description;
    const hint = typeof told === 'string' ? `expected: ${told.replace(/\.$/, '')}` : null;
    const say = (message, remedy) => [{ path, message, remedy }];
    if (issue.code === 'custom' || isWritten(issue)) {
        const own = issue.code === 'custom'
            ? issue.params?.remedy
            : issue.code === 'invalid_value'
                ? `write ${(0,config_parsed/* anyOf */.EB)(issue.values.map(String))}`
                : undefined;
        return say(issue.message, typeof own === 'string' ? own : (hint ?? 'correct it'));
    }
    switch (issue.code) {
        case 'unrecognized_keys': {
            const own = formsOf(node)
                .filter(form => speaksOf(form, value))
                .flatMap(form => Object.keys(properties(form)));
            const known = [...own, ...(path.length === 0 ? (where.alsoKnown ?? []) : [])];
            return issue.keys.map(key => ({
                path: [...path, key],
                message: `${(0,config_parsed/* quote */.hD)(key)} is not a word that is known here`,
                remedy: stepOf(key, known) ?? (0,spelling/* suggestion */.h)(key, known),
                atKey: true,
            }));
        }
        case 'invalid_type': {
            const noun = nounOf(issue.expected);
            if (value === undefined)
                return say('is missing', hint ?? `add it: ${noun}`);
            if (value === null)
                return say('is empty', hint ?? `write ${noun}`);
            const quotes = issue.expected === 'string' && typeof value !== 'object' ? ', in quotes' : '';
            return say(`${shown} is not ${noun}`, hint ?? `write ${noun}${quotes}`);
        }
        case 'invalid_value': {
            const words = issue.values.map(String);
            return say(`${shown} is not allowed here`, (0,spelling/* suggestion */.h)(String(value), words));
        }
        case 'too_small':
        case 'too_big':
            return [describeSize(issue, path, shown)];
        case 'invalid_union':
            return describeUnion(issue, path, { where, shown, hint });
        case 'invalid_key':
        case 'invalid_element':
            return issue.issues.flatMap(inner => describe(inner, path, where));
        default:
            return say(`${shown} does not fit`, hint ?? 'correct it');
    }
}
function describeSize(issue, path, shown) {
    const small = issue.code === 'too_small';
    const limit = small ? issue.minimum : issue.maximum;
    const counts = { string: ' characters', array: ' entries' };
    const unit = counts[issue.origin];
    if (small && unit && limit === 1)
        return { path, message: 'is empty', remedy: 'write something, or leave it out' };
    const bound = `${small ? 'at least' : 'at most'} ${limit}${unit ?? ''}`;
    const message = unit ? `is too ${small ? 'short' : 'long'}` : `${shown} is too ${small ? 'small' : 'large'}`;
    return { path, message, remedy: `write ${bound}` };
}
/** Of several forms, the one whose outer shape is right speaks; if none is, all are named. */
function describeUnion(issue, path, { where, shown, hint }) {
    // No form has this name.
    if (issue.errors.length === 0 && 'options' in issue && Array.isArray(issue.options)) {
        return [
            {
                path,
                message: `${shown} is not allowed here`,
                remedy: (0,spelling/* suggestion */.h)(String(valueAt(where.input, path)), issue.options.map(String)),
            },
        ];
    }
    const shaped = issue.errors.filter(branch => !branch.some(inner => inner.path.length === 0 && inner.code === 'invalid_type'));
    const nearest = shaped.sort((a, b) => a.length - b.length)[0];
    if (nearest)
        return nearest.flatMap(inner => describe(inner, path, where));
    const expected = issue.errors.flatMap(branch => branch.flatMap(inner => (inner.code === 'invalid_type' ? [nounOf(inner.expected)] : [])));
    const wanted = (0,config_parsed/* anyOf */.EB)([...new Set(expected)]);
    return [{ path, message: `${shown} is not ${wanted}`, remedy: hint ?? `write ${wanted}` }];
}
const isRecord = (value) => typeof value === 'object' && value !== null;
const valueAt = (value, path) => path.reduce((inner, step) => (isRecord(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined), value);
/** What is behind these words is a secret, or may be one; a message never repeats it. */
const isSensitive = (path) => path.some(step => step === 'headers' || step === 'claims') ||
    ['token', 'secret', 'private-key', 'public-key'].includes(String(path.at(-1)));
/** The alternatives of a node, those within alternatives as well; words of its own make it one by itself. */
function formsOf(node) {
    const forms = node?.anyOf ?? node?.oneOf;
    return Array.isArray(forms) && !isRecord(node?.properties)
        ? forms.flatMap(form => formsOf(isRecord(form) ? form : null))
        : [node];
}
/** Of alternatives that are told apart by a constant, such as a name: whether this is the one. */
const speaksOf = (form, value) => Object.entries(properties(form)).every(([key, inner]) => !isRecord(inner) || inner.const === undefined || valueAt(value, [key]) === inner.const);
const properties = (node) => (isRecord(node?.properties) ? node.properties : {});
/** The part of the JSON Schema that speaks of a path: descriptions and known words come from there. */
function nodeAt({ zod, schema }, path) {
    const root = zod.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const follow = (node) => {
        const name = isRecord(node) && typeof node.$ref === 'string' ? node.$ref.split('/').at(-1) : null;
        if (name === null)
            return isRecord(node) ? node : null;
        return isRecord(root.$defs) ? follow(root.$defs[name]) : null;
    };
    let node = root;
    for (const step of path) {
        const inner = formsOf(node).map(one => {
            const form = follow(one);
            return typeof step === 'number' ? form?.items : (properties(form)[step] ?? form?.additionalProperties);
        });
        node = inner.map(follow).find(found => found !== null) ?? null;
    }
    return node;
}

;// CONCATENATED MODULE: ./lib/config/declared-checks.js
/** `checks` of the configuration file: each one object with exactly one kind, words that all take, and the kind's own. */









const declared_checks_isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
function declareChecks(raw, options) {
    const problems = [];
    const { document } = options;
    if (!Array.isArray(raw) || raw.length === 0) {
        const message = Array.isArray(raw) || raw === null ? 'is empty' : `${(0,config_parsed/* quote */.hD)(raw)} is not a list`;
        const remedy = 'write a list of checks, such as "- health: /health", or leave the word out';
        return { checks: [], problems: [(0,config_parsed/* problemOf */.Zw)('checks', message, remedy, document.placeOf(['checks']))] };
    }
    const checks = raw.map((check, index) => declare(check, ['checks', index], options, problems));
    return { checks, problems };
}
function declare(raw, path, options, problems) {
    const { zod, document } = options;
    const before = problems.length;
    const tell = (at, message, remedy, key = false) => {
        const place = key ? document.keyPlaceOf(at) : document.placeOf(at);
        problems.push((0,config_parsed/* problemOf */.Zw)(showPath(at), message, remedy, place));
    };
    if (!declared_checks_isRecord(raw)) {
        tell(path, `${(0,config_parsed/* quote */.hD)(raw)} is not a check`, 'write KIND: PATH, such as health: /health');
        return null;
    }
    const kind = findKind(raw, path, options, tell);
    if (!kind)
        return null;
    const common = (0,file_schema/* commonWords */.lc)(zod);
    const commonNames = Object.keys(common.shape);
    const words = Object.entries(raw).filter(([word]) => word !== kind.kind);
    const shared = Object.fromEntries(words.filter(([word]) => commonNames.includes(word)));
    const own = Object.fromEntries(words.filter(([word]) => !commonNames.includes(word)));
    const schema = kind.options(zod);
    const readShared = common.safeParse(shared);
    const readOwn = schema.safeParse(own);
    const transport = (readOwn.success && kind.transportOf?.(readOwn.data)) || kind.transport;
    const target = readTarget(raw[kind.kind], [...path, kind.kind], { ...kind, transport }, tell);
    const where = { zod, document, base: path };
    if (!readShared.success)
        problems.push(...problemsOf(readShared.error.issues, { ...where, schema: common, input: shared }));
    if (!readOwn.success) {
        problems.push(...problemsOf(readOwn.error.issues, { ...where, schema, input: own, alsoKnown: commonNames }));
    }
    if (!readShared.success)
        return null;
    checkReferences(readShared.data, path, options, tell);
    if (!readOwn.success || target === null || problems.length > before)
        return null;
    return checkOf(readShared.data, {
        kind: kind.kind,
        path: target,
        options: readOwn.data,
        document,
        at: path,
    });
}
/** The one key that is the name of a kind. */
function findKind(raw, path, { kinds }, tell) {
    const built = kinds.map(({ kind }) => kind);
    const words = Object.keys(raw);
    const named = words.filter(word => built.includes(word) || file_schema/* unbuiltKinds */.FW.includes(word));
    const [first] = named;
    if (first === undefined) {
        const near = words.find(word => (0,suggest/* suggestWord */.v)(word, built) !== null);
        if (near)
            tell(path, `names no kind of check; "${near}" is none`, (0,spelling/* suggestion */.h)(near, built));
        else
            tell(path, 'names no kind of check', `write one of: ${built.join(', ')}`);
        return null;
    }
    if (named.length > 1) {
        tell(path, `names more than one kind of check: ${named.join(', ')}`, 'write each as a check of its own, with a "-" before it');
        return null;
    }
    const kind = kinds.find(known => known.kind === first);
    if (!kind)
        tell([...path, first], `${(0,config_parsed/* quote */.hD)(first)} ${config_parsed/* notInThisVersion */.TM}`, `remove this check; available are ${(0,config_parsed/* anyOf */.EB)(built)}`, true);
    return kind ?? null;
}
function readTarget(value, at, kind, tell) {
    if (typeof value !== 'string') {
        const message = value === null ? 'is empty' : `${(0,config_parsed/* quote */.hD)(value)} is not a path`;
        tell(at, message, `write a path, such as ${kind.kind}: ${kind.transport === 'http' ? '/health' : '/ws'}`);
        return null;
    }
    const { mistaken, transport } = kind;
    if (transport === 'websocket' && mistaken?.scheme.test(value.trim())) {
        tell(at, `${(0,config_parsed/* quote */.hD)(value)} ${mistaken.message}`, mistaken.remedy);
        return null;
    }
    const parsed = (0,addresses/* parsePath */.Rr)(value, kind.transport);
    if (!parsed.ok) {
        tell(at, parsed.message, parsed.remedy);
        return null;
    }
    for (const { message, remedy } of (0,template/* checkTemplates */.Yw)(value))
        tell(at, message, remedy);
    return parsed.value;
}
function checkReferences(shared, path, { environments, credentials }, tell) {
    for (const name of environments.length > 0 ? (shared.when ?? []) : []) {
        if (environments.includes(name))
            continue;
        tell([...path, 'when'], `${(0,config_parsed/* quote */.hD)(name)} is not an environment of this file`, (0,spelling/* suggestion */.h)(name, environments));
    }
    const { credential } = shared;
    if (credential !== undefined && credential !== 'none' && credentials && !credentials.includes(credential)) {
        const message = `${(0,config_parsed/* quote */.hD)(credential)} is not a credential of the environment`;
        tell([...path, 'credential'], message, (0,spelling/* suggestion */.h)(credential, ['none', ...credentials]));
    }
    for (const problem of (0,template/* checkTemplates */.Yw)(shared.headers ?? {})) {
        tell([...path, 'headers', ...problem.path], problem.message, problem.remedy);
    }
}
function checkOf(shared, { kind, path, options, document, at }) {
    return {
        kind,
        path,
        options,
        name: shared.name ?? null,
        id: shared.id ?? null,
        timeoutMs: shared.timeout ?? null,
        retries: shared.retries ?? null,
        failOn: shared['fail-on'] ?? null,
        needs: shared.needs ?? [],
        when: shared.when ?? null,
        headers: headersOf(shared.headers ?? {}, [...at, 'headers'], document),
        credential: shared.credential ?? null,
        source: document.placeOf(at),
    };
}
/** A header with something out of the environment in it is a secret as a whole. */
const headersOf = (record, at, document) => Object.fromEntries(Object.entries(record).map(([name, value]) => [
    name,
    document.variablesOf([...at, name]).length > 0 ? new model_secret/* Secret */.z(value) : value,
]));

;// CONCATENATED MODULE: ./lib/config/file-credentials.js
/** The credentials of an environment, in parts that remember where they were written. */





/** By name; the environment's own is `default`. */
function draftsOf(environment, base, document, problems) {
    const drafts = {};
    const add = (name, credential, at) => {
        drafts[name] = draftOf(credential, at, document);
        if (Object.keys(drafts[name]).length > 0)
            return;
        problems.push((0,config_parsed/* problemOf */.Zw)(showPath(at), 'is empty', 'write token, jwt with its secret or private-key, oidc, oauth or login', document.placeOf(at)));
    };
    if (environment.credential)
        add('default', environment.credential, [...base, 'credential']);
    for (const [name, credential] of Object.entries(environment.credentials ?? {})) {
        const at = [...base, 'credentials', name];
        if (name !== 'default' && name !== 'none')
            add(name, credential, at);
        else {
            const message = `${(0,config_parsed/* quote */.hD)(name)} has a meaning of its own`;
            problems.push((0,config_parsed/* problemOf */.Zw)(showPath(at), message, 'choose another name', document.keyPlaceOf(at)));
        }
    }
    return drafts;
}
const partOf = (value, path, document) => ({
    value,
    subject: showPath(path),
    place: document.placeOf(path),
});
function draftOf({ token, jwt = {}, oidc, oauth, login, in: placement, 'public-key': publicKey }, at, document) {
    const part = (value, ...steps) => partOf(value, [...at, ...steps], document);
    const { secret, 'private-key': key, algorithm, claims, 'expires-in': expiresInMs, 'key-id': keyId } = jwt;
    return {
        ...(token !== undefined && { token: part(new model_secret/* Secret */.z(token.replace(/[\r\n]+$/, '')), 'token') }),
        ...(secret !== undefined && { secret: part(new model_secret/* Secret */.z(secret), 'jwt', 'secret') }),
        ...(key !== undefined && { privateKey: part(new model_secret/* Secret */.z(key), 'jwt', 'private-key') }),
        ...(algorithm !== undefined && { algorithm: part(algorithm, 'jwt', 'algorithm') }),
        ...(claims !== undefined && { claims: part(claims, 'jwt', 'claims') }),
        ...(expiresInMs !== undefined && { expiresInMs: part(expiresInMs, 'jwt', 'expires-in') }),
        ...(keyId !== undefined && { keyId: part(keyId, 'jwt', 'key-id') }),
        ...(jwt.subject !== undefined && { subject: part(jwt.subject, 'jwt', 'subject') }),
        ...(oidc && { oidc: part(oidc.audience, 'oidc', 'audience') }),
        ...(oauth && { oauth: part(oauthOf(oauth, part), 'oauth') }),
        ...(login && { login: part(loginOf(login, [...at, 'login'], document), 'login') }),
        ...(placement !== undefined && { placement: part(placement, 'in') }),
        ...(publicKey !== undefined && { publicKey: part(publicKey, 'public-key') }),
    };
}
const oauthOf = (oauth, part) => ({
    from: 'oauth',
    endpoint: oauth['token-url'],
    clientId: oauth['client-id'],
    // Files and consoles add the line break, not the issuer.
    clientSecret: new model_secret/* Secret */.z(oauth['client-secret'].replace(/[\r\n]+$/, '')),
    scope: oauth.scope ?? null,
    audience: oauth.audience ?? null,
    auth: oauth.auth ?? 'basic',
    declared: part(null, 'oauth').place,
});
function loginOf(login, at, document) {
    const words = { url: login.url, headers: login.headers, body: login.body };
    const templates = (0,template/* checkTemplates */.Yw)(words).map(({ path, message, remedy }) => {
        const inner = [...at, ...path];
        return (0,config_parsed/* problemOf */.Zw)(showPath(inner), message, remedy, document.placeOf(inner));
    });
    return {
        endpoint: login.url,
        method: login.method ?? 'POST',
        headers: headersOf(login.headers ?? {}, [...at, 'headers'], document),
        body: login.body ?? null,
        token: login.token ?? null,
        cookie: login.cookie ?? null,
        problems: templates,
        placeOf: word => document.placeOf([...at, word]),
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./lib/config/file-text.js
/** The text of the configuration file, read with a limit. */
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});


/** More than a configuration; a log or a bundle was given by mistake. */
const largestBytes = 1024 * 1024;
/** Annotations of GitHub want the path below the workspace, with slashes. */
function shortPath(path, directory) {
    const below = (0,external_node_path_.relative)(directory, (0,external_node_path_.resolve)(directory, path));
    return (below.startsWith('..') || (0,external_node_path_.isAbsolute)(below) ? path : below).replaceAll('\\', '/');
}
async function readText(path) {
    try {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const handle = __addDisposableResource(env_1, await (0,promises_.open)(path), true);
            if ((await handle.stat()).isDirectory())
                return { message: 'is a folder', remedy: 'give the path of the file in it' };
            const { bytesRead, buffer } = await handle.read(Buffer.alloc(largestBytes + 1), 0, largestBytes + 1, 0);
            if (bytesRead > largestBytes)
                return { message: 'is larger than 1 MiB', remedy: 'give the configuration file itself' };
            return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    catch (error) {
        if (error instanceof TypeError)
            return { message: 'is not UTF-8 text', remedy: 'save it as UTF-8' };
        const code = error.code ?? 'unknown';
        const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
        return {
            message: reason,
            remedy: 'check the path, and that the repository was checked out before this step',
        };
    }
}

// EXTERNAL MODULE: ./lib/config/ids.js
var config_ids = __webpack_require__(300);
;// CONCATENATED MODULE: ./lib/config/needs.js
/** Ids and `needs` of the declared checks: every need exists, and none leads back to where it came from. */



/** @param planned the checks that are not left out by `when` */
function checkNeeds(all, planned, locate) {
    const ids = (0,config_ids/* assignIds */.Q)(planned);
    const everywhere = (0,config_ids/* assignIds */.Q)(all);
    const problems = [];
    const tell = (check, word, message, remedy) => problems.push({ ...locate(check, word), message, remedy });
    for (const [index, check] of planned.entries()) {
        if (check.id !== null && ids.indexOf(check.id) < index) {
            tell(check, 'id', `${(0,config_parsed/* quote */.hD)(check.id)} is taken by another check`, 'give each check an id of its own');
        }
        for (const need of check.needs.filter(id => !ids.includes(id))) {
            if (everywhere.includes(need)) {
                const message = `${(0,config_parsed/* quote */.hD)(need)} is left out of this environment by its \`when\``;
                tell(check, 'needs', message, 'give both checks the same `when`');
            }
            else
                tell(check, 'needs', `${(0,config_parsed/* quote */.hD)(need)} is not the id of a check`, (0,spelling/* suggestion */.h)(need, ids));
        }
    }
    const circle = findCircle(ids, planned);
    const first = circle && planned[ids.indexOf(circle[0])];
    if (first) {
        const message = `goes in a circle: ${[...circle, circle[0]].join(' → ')}`;
        tell(first, 'needs', message, 'take one of them out');
    }
    return problems;
}
/** The ids of one circle, in the order of their needs. */
function findCircle(ids, checks) {
    const needsOf = new Map(ids.map((id, index) => [id, checks[index].needs]));
    const cleared = new Set();
    const follow = (id, trail) => {
        if (trail.includes(id))
            return trail.slice(trail.indexOf(id));
        if (cleared.has(id))
            return null;
        for (const need of needsOf.get(id) ?? []) {
            const circle = follow(need, [...trail, id]);
            if (circle)
                return circle;
        }
        cleared.add(id);
        return null;
    };
    for (const id of ids) {
        const circle = follow(id, []);
        if (circle)
            return circle;
    }
    return null;
}

// EXTERNAL MODULE: ./lib/config/unknown-commit.js
var unknown_commit = __webpack_require__(3028);
;// CONCATENATED MODULE: ./lib/config/file.js
/** The configuration file, for one of its environments. zod and yaml are loaded here, and only here. */













async function readFile(options) {
    const { given, path, subject, environment, kinds, knowsCommit } = options;
    const file = shortPath(path, given.directory);
    const refuse = (...problems) => ({ settings: null, problems, secrets: [] });
    const text = await readText((0,external_node_path_.resolve)(given.directory, path));
    if (typeof text !== 'string')
        return refuse((0,config_parsed/* problemOf */.Zw)(subject, `${(0,config_parsed/* quote */.hD)(path)} ${text.message}`, text.remedy));
    const opened = openDocument(text, file, given.env);
    if (!opened.ok)
        return refuse(...opened.problems);
    const { document } = opened;
    const root = document.value;
    if (!file_isRecord(root)) {
        const message = root === null ? 'is empty' : 'is not a mapping';
        return refuse((0,config_parsed/* problemOf */.Zw)(file, message, `write ${file_schema/* rootWords */.av.join(', ')} as its keys`, document.placeOf([])));
    }
    const { z: zod } = await __webpack_require__.e(/* import() */ 695).then(__webpack_require__.bind(__webpack_require__, 9695));
    return readSettings(root, { zod, document, environment, kinds, knowsCommit }, opened.secrets);
}
function readSettings(root, reading, secrets) {
    const { zod, document, kinds } = reading;
    const problems = checkRoot(root, document);
    const environments = readEnvironments(root.environments, reading, problems);
    const policy = readPolicy(root.policy, reading, problems);
    const ready = readReady(root.ready, reading, problems);
    const names = Object.keys(environments.read);
    const { chosen } = environments;
    const parsed = chosen === null ? null : environments.read[chosen];
    const at = ['environments', chosen ?? ''];
    const credentials = parsed ? draftsOf(parsed, at, document, problems) : {};
    const declared = root.checks === undefined
        ? null
        : declareChecks(root.checks, {
            zod,
            kinds,
            document,
            environments: names,
            credentials: names.length > 0 && !parsed ? null : ['default', ...Object.keys(credentials)],
        });
    if (declared)
        problems.push(...declared.problems);
    const name = chosen ?? (names.length === 0 ? (reading.environment.value ?? reading.environment.announced) : null);
    const runs = (when) => when === null || when.includes(name ?? '');
    const all = declared?.checks.filter(check => check !== null) ?? [];
    const checks = all.filter(({ when }) => runs(when));
    if (declared && all.length === declared.checks.length) {
        problems.push(...checkNeeds(all, checks, locator(declared, document)));
    }
    const isUsed = ([section, which]) => {
        if (section === 'environments')
            return chosen === null || which === chosen;
        return section !== 'checks' || runs(whenOf(root.checks, Number(which)));
    };
    // What else was found at such a place speaks of `$NAME`, not of the value that nobody knows.
    const waiting = new Set(document.unresolved.map(({ problem }) => problem.subject));
    const told = problems.filter(({ subject }) => !waiting.has(subject));
    told.push(...document.unresolved.filter(({ path }) => isUsed(path)).map(({ problem }) => problem));
    if (!reading.knowsCommit)
        told.push(...placed((0,unknown_commit/* checkFileForCommit */.J)(document.value, isUsed), [], document));
    const settings = {
        environment: name,
        url: parsed?.url ?? null,
        websocket: parsed?.websocket === undefined ? null : partOf(parsed.websocket, [...at, 'websocket'], document),
        headers: headersOf(parsed?.headers ?? {}, [...at, 'headers'], document),
        credentials,
        authMessage: parsed?.['auth-message'] ?? null,
        checks: declared ? checks : null,
        leftOut: (0,config_ids/* assignIds */.Q)(all).filter((_, index) => !runs(all[index].when)),
        failOn: policy?.['fail-on'] ?? null,
        slowerRatio: policy?.['slower-than-baseline'] ?? null,
        ready,
    };
    const unread = root.environments !== undefined && !parsed;
    return { settings: unread ? null : settings, problems: told, secrets };
}
const locator = ({ checks }, document) => (check, word) => {
    const path = ['checks', checks.indexOf(check), word];
    return { subject: showPath(path), place: document.placeOf(path) };
};
/** Read before the check itself is: a variable that only another environment has is no problem in this one. */
function whenOf(checks, index) {
    const check = Array.isArray(checks) ? checks[index] : null;
    const when = file_isRecord(check) ? [check.when].flat() : [];
    return when.every(name => typeof name === 'string') && when.length > 0 ? when : null;
}
function checkRoot(root, document) {
    const known = file_schema/* rootWords */.av;
    return Object.keys(root)
        .filter(word => !known.includes(word))
        .map(word => {
        const place = document.keyPlaceOf([word]);
        return (0,config_parsed/* problemOf */.Zw)(word, `${(0,config_parsed/* quote */.hD)(word)} is not a word that is known here`, (0,spelling/* suggestion */.h)(word, known), place);
    });
}
function readEnvironments(raw, { zod, document, environment }, problems) {
    const at = ['environments'];
    if (raw === undefined)
        return { read: {}, chosen: null };
    if (!file_isRecord(raw) || Object.keys(raw).length === 0) {
        problems.push((0,config_parsed/* problemOf */.Zw)('environments', 'is not a mapping of names to environments', 'write NAME: { url: … }', document.placeOf(at)));
        return { read: {}, chosen: null };
    }
    const schema = (0,file_schema/* environmentSchema */.VW)(zod);
    const read = {};
    for (const [name, input] of Object.entries(raw)) {
        const parsed = schema.safeParse(input);
        const base = [...at, name];
        if (!parsed.success)
            problems.push(...problemsOf(parsed.error.issues, { zod, document, schema, base, input }));
        else
            problems.push(...templateProblems(parsed.data, base, document));
        read[name] = parsed.success ? parsed.data : null;
    }
    return { read, chosen: choose(Object.keys(read), environment, document, problems) };
}
function choose(names, { value, subject, announced }, document, problems) {
    if (value !== null) {
        if (names.includes(value))
            return value;
        const message = `${(0,config_parsed/* quote */.hD)(value)} is not an environment of ${document.placeOf([]).file}`;
        problems.push((0,config_parsed/* problemOf */.Zw)(subject, message, (0,spelling/* suggestion */.h)(value, names)));
        return null;
    }
    // The only environment of the file may still be another one than that which was deployed.
    if (announced !== null) {
        if (names.includes(announced))
            return announced;
        const { file } = document.placeOf([]);
        const message = `is missing: the event is a deployment to ${(0,config_parsed/* quote */.hD)(announced)}, which is not an environment of ${file}`;
        problems.push((0,config_parsed/* problemOf */.Zw)(subject, message, `write one of: ${names.join(', ')}`));
        return null;
    }
    if (names.length === 1)
        return names[0];
    const message = `is missing: the configuration file has ${names.length} environments`;
    problems.push((0,config_parsed/* problemOf */.Zw)(subject, message, `write one of: ${names.join(', ')}`, document.keyPlaceOf(['environments'])));
    return null;
}
function templateProblems(environment, base, document) {
    const words = { headers: environment.headers, 'auth-message': environment['auth-message'] };
    return placed((0,template/* checkTemplates */.Yw)(words), base, document);
}
const placed = (problems, base, document) => problems.map(({ path, message, remedy }) => {
    const at = [...base, ...path];
    return (0,config_parsed/* problemOf */.Zw)(showPath(at), message, remedy, document.placeOf(at));
});
function readPolicy(raw, { zod, document }, problems) {
    if (raw === undefined)
        return null;
    const schema = (0,file_schema/* policySchema */.wh)(zod);
    const parsed = schema.safeParse(raw);
    if (parsed.success)
        return parsed.data;
    problems.push(...problemsOf(parsed.error.issues, { zod, document, schema, base: ['policy'], input: raw }));
    return null;
}
function readReady(input, { zod, document }, problems) {
    if (input === undefined)
        return null;
    const schema = (0,file_schema/* readySchema */.pD)(zod);
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
        problems.push(...problemsOf(parsed.error.issues, { zod, document, schema, base: ['ready'], input }));
        return null;
    }
    const { revision, path, consecutive, within, 'give-up': giveUp } = parsed.data;
    return {
        ...{ declared: revision !== undefined, expected: revision?.equals ?? null },
        ...{ from: revision?.from ?? null, socket: revision?.websocket ?? null },
        stream: revision?.stream ?? null,
        ...{ path: path ?? null, consecutive: consecutive ?? null, withinMs: within ?? null },
        ...{ giveUp: giveUp ?? null, source: document.keyPlaceOf(['ready']) },
    };
}
const file_isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);


/***/ })

};
