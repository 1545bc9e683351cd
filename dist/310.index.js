export const id = 310;
export const ids = [310];
export const modules = {

/***/ 1310:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runExplain: () => (/* binding */ runExplain)
});

// EXTERNAL MODULE: ./lib/cli.js + 1 modules
var cli = __webpack_require__(1207);
// EXTERNAL MODULE: ./lib/config/flags.js
var flags = __webpack_require__(6725);
// EXTERNAL MODULE: ./lib/diagnosis/signature.js
var diagnosis_signature = __webpack_require__(4323);
// EXTERNAL MODULE: ./lib/diagnosis/signatures/families.js
var families = __webpack_require__(1053);
;// CONCATENATED MODULE: ./lib/diagnosis/describe.js
/** A row in words: what has to be seen for it, and how it is told from its neighbours. For `explain` and the page of diagnoses. */


/** Lists of faults that are used all over, as one clause. */
const describe_families = [
    [families/* answered */.oQ, 'an answer, to whatever request, was not the wanted one'],
    [families/* answeredPlainly */.Ji, 'the answer to a plain request was not the wanted one'],
    [families/* answeredUpgrade */.IS, 'the answer to the upgrade was not the wanted one'],
    [families/* ended */.v6, 'the open connection ended before the conversation did'],
];
/** Facts that have a name of their own in a sentence; the others are called by their name in the report. */
const names = {
    'fault.type': 'the fault',
    'fault.code': 'the error code',
    'credential.from': 'where the credential comes from',
    'http.response.status_code': 'the status',
    'http.response.status_text': 'the reason phrase',
    'http.response.body.excerpt': 'the body',
    speaker: 'who wrote the answer',
    'speaker.kind': 'what wrote the answer',
    'speaker.says': 'what the WebSocket library says',
    proxy: 'the proxy on the way',
    'proxy.address': 'the proxy that this machine was told to use',
    'stream.from_before': 'whether the stream is older than the request (Age)',
    'redirect.to': 'where the redirect leads',
    'upgrade.stripped': 'the loss of the Upgrade header on the way',
    'origin.proxy': 'the proxy before plain HTTP on the same host',
    'origin.http': 'plain HTTP on the same host',
    'origin.alike': 'other paths of the host with the very same answer',
    'target.scheme': 'the scheme of the URL',
    'check.kind': 'the kind of check',
    'elapsed.ms': 'the time until it ended, in ms',
    'answer.after_ms': 'the time until the answer came, in ms',
    'patience.first_ms': 'the time until it came when it was waited for longer, in ms',
    'patience.at_once': 'whether all of it came at once then',
    'revision.odd_over': 'what alone tells the other revision',
    'concurrency.opened': 'the number of connections that opened',
    'server.address': 'the host name',
    'network.peer.address': 'the address',
    'url.full': 'the URL',
    'certificate.subject': 'the subject of the certificate',
    'certificate.issuer': 'the issuer of the certificate',
    'certificate.san': 'the names in the certificate',
    'tls.unverified.expired_issuer': 'the expired issuer in the chain',
    'tls.unverified.wildcard': 'the wildcard that does not reach the host name',
    'tls.unverified.lifetime_days': 'the days between its two dates',
    'ws.close.code': 'the close code',
    'ws.close.reason': 'the close reason',
    'ws.close.after_ms': 'the time until the close, in ms',
    'ws.close.whole_seconds': 'the time until the close, in whole seconds',
    'idle.over': 'the transport of the quiet connection',
    'idle.pattern': 'what further connections told (`silence`, `data-silence` or `age` is what counts)',
    'idle.limit.seconds': 'the known limit that the time fits, in seconds',
    'ws.messages.received': 'the number of messages received',
    'ws.received.last': 'the last message received',
    'ws.subprotocol': 'the subprotocol',
    'ws.protocol': 'the protocol that was spoken',
    'stream.silent.whole_seconds': 'the silence before the stream ended, in whole seconds',
    'stream.total_ms': 'the time until the stream ended, in ms',
    'stream.total.whole_seconds': 'the time until the stream ended, in whole seconds',
    'stream.headers.whole_seconds': 'the time until the headers came, in whole seconds',
    'stream.headers_ms': 'the time until the headers came, in ms',
    'stream.basis': 'where the times of the producer are from',
    'stream.end': 'how the stream ended',
    'stream.unfinished': 'what its end left unfinished',
    'stream.events': 'the number of events',
    'network.protocol.version': 'the version of HTTP in the answer',
    'addresses.working': 'the addresses that work',
    'addresses.failing': 'the addresses that fail',
    'resolver.direct': 'what the name servers answer',
    'twin.get.status_code': 'the status of a plain GET of the same path',
    'origin.none': 'the status without an Origin',
    'origin.same': 'the status with the Origin of the host',
    'token.none': 'the status without a credential',
    'token.garbage': 'the status with an unreadable credential',
    'subprotocol.with': 'the status with a subprotocol',
    'subprotocol.picked': 'the subprotocol that was picked',
    'subprotocol.without': 'the status without a subprotocol',
    'framework.name': 'the framework whose handshake answers',
};
/** Facts that are true or false, as the clause for each. */
const describe_flags = {
    'credential.shown': ['the check shows a credential', 'the check shows no credential'],
    'network.peer.private': ['the address is a private one', 'the address is a public one'],
    'idle.on_traffic': [
        'the connection ended when something was sent after the silence',
        'the connection ended in the silence',
    ],
    'revision.spelled_otherwise': [
        'what is told looks like the expected revision, spelled in another way',
        'what is told does not look like the expected revision',
    ],
    'revision.by_address': [
        'each address serves one revision, and not all the same',
        'one address serves several revisions',
    ],
    'repeat.flaky': ['some repetitions passed and others failed', 'every repetition ended alike'],
    'resolver.nxdomain': ['the name servers say NXDOMAIN', 'the name servers know the name'],
    'resolver.nodata': [
        'the name servers have the name and an address of one family is missing',
        'the name servers have addresses of both families, or nothing',
    ],
    'resolver.servfail': ['the resolver says SERVFAIL', 'the resolver does not say SERVFAIL'],
    'swap.plain_answers': ['the port answers plain HTTP', 'the port does not answer plain HTTP'],
    'swap.tls_answers': ['the port answers TLS', 'the port does not answer TLS'],
    'tls.unverified.self_signed': ['the certificate is signed by itself', 'another one signed the certificate'],
    'tls.unverified.names_issuer_address': [
        'the certificate says where that of its issuer is to be had',
        'the certificate does not say where that of its issuer is to be had',
    ],
    'alpn.h2_only': ['the port takes HTTP/2 only', 'the port takes HTTP/1.1'],
    'twin.get.same_as_upgrade': ['a plain GET gets the same answer', 'a plain GET gets another answer'],
    'twin.random.same': ['a random path gets the same answer', 'a random path gets another answer'],
    'pair.identity.streams': [
        'without compression the same stream comes as it is made',
        'without compression the same stream does not come as it is made',
    ],
    'origin.decides': ['the Origin changes the answer', 'the Origin does not change the answer'],
    'fingerprint.upgrade_survives': [
        'the Upgrade header is known to arrive',
        'the Upgrade header is known to be lost',
    ],
};
function nameOf(fact) {
    const header = /^http\.response\.header\.(.+)$/.exec(fact)?.[1];
    return header ? `the header \`${header}\`` : (names[fact] ?? `\`${fact}\``);
}
function says(condition) {
    if (condition === null)
        return 'is absent or empty';
    if (condition instanceof RegExp)
        return condition.source === '.' ? 'is there' : `matches \`${String(condition).replaceAll('`', '\\x60')}\``;
    if (typeof condition !== 'object')
        return `is \`${condition}\``;
    if ('not' in condition)
        return negated(condition.not);
    if ('between' in condition)
        return `is between ${condition.between[0]} and ${condition.between[1]}`;
    return condition.length === 1
        ? `is \`${condition[0]}\``
        : `is one of ${condition.map(one => `\`${one}\``).join(', ')}`;
}
function negated(condition) {
    if (condition === null)
        return 'is there';
    return says(condition)
        .replace(/^matches/, 'does not match')
        .replace(/^is one of/, 'is none of')
        .replace(/^is (?!none)/, 'is not ');
}
/** One condition as a clause. */
function describeCondition(fact, condition) {
    const family = describe_families.find(([when]) => when[fact] !== undefined && says(when[fact]) === says(condition));
    if (family)
        return family[1];
    const flag = describe_flags[fact];
    if (!flag)
        return `${nameOf(fact)} ${says(condition)}`;
    const sides = new Map([
        [true, flag[0]],
        [false, flag[1]],
    ]);
    const excluded = typeof condition === 'object' && condition !== null && 'not' in condition ? condition.not : null;
    return sides.get(condition) ?? `it was not seen that ${sides.get(excluded) ?? fact}`;
}
const describeConditions = (when) => Object.entries(when).map(([fact, condition]) => describeCondition(fact, condition));
/** Facts by which whole families differ; rows that share none of their values are no neighbours. */
const family = ['fault.type', 'http.response.status_code', 'ws.close.code', 'fault.code'];
const valuesOf = (condition) => Array.isArray(condition) ? condition : typeof condition === 'object' ? null : [condition];
/** Whether some value could meet both; true where that cannot be seen from the conditions. */
function mayMeet(a, b) {
    if (a === undefined || b === undefined)
        return true;
    const [ours, theirs] = [valuesOf(a), valuesOf(b)];
    return ours === null || theirs === null || ours.some(one => theirs.includes(one));
}
const mostNeighbours = 4;
const show = (condition) => (condition === undefined ? '' : says(condition));
/** Rows that a reader could take for this one: of the same fault and status, those that share most conditions first. */
function findSimilar(signature, all) {
    const shared = (other) => Object.entries(other.when).filter(([fact, c]) => show(c) === show(signature.when[fact])).length;
    const layer = signature.id.split('.')[0];
    return all
        .filter(other => other.id !== signature.id && family.every(fact => mayMeet(signature.when[fact], other.when[fact])))
        .map(other => ({
        other,
        score: shared(other) + (other.id.split('.')[0] === layer ? 0.5 : 0),
    }))
        .sort((a, b) => b.score - a.score || (a.other.id < b.other.id ? -1 : 1))
        .slice(0, mostNeighbours)
        .map(({ other }) => {
        // Neighbours share a fault by definition; that one of them knows more faults tells nothing.
        const only = (of, against) => Object.entries(of.when)
            .filter(([fact, c]) => fact !== 'fault.type' && show(c) !== show(against.when[fact]))
            .map(([fact, c]) => describeCondition(fact, c));
        const differs = only(other, signature);
        return { signature: other, differs, told: tellApart(differs, only(signature, other)) };
    });
}
function tellApart(theirs, ours) {
    if (theirs.length > 0)
        return `there ${theirs.join('; and ')}`;
    return ours.length > 0
        ? `the more general one; only here ${ours.join('; and ')}`
        : 'the more general one, of further faults';
}
/** What stands in a line to be copied for a fact of the run. */
const blanks = {
    'server.address': 'HOST',
    'server.port': 'PORT',
    'network.peer.address': 'ADDRESS',
    'ws.close.code': 'CODE',
    'http.response.status_code': 'STATUS',
};
function explainSignature(signature, all) {
    const { when, confidence, adjust = [], cause, fix } = signature;
    const neighbours = findSimilar(signature, all);
    return {
        signature,
        symptom: describeConditions(when),
        confidence: [
            confidence,
            ...adjust.map(({ when: further, to }) => `${to} when ${describeConditions(further).join(', and ')}`),
        ],
        cause: (0,diagnosis_signature/* fill */.GS)(cause, {}),
        fix: fix.map(line => (0,diagnosis_signature/* fill */.GS)(line, blanks)),
        neighbours,
        alone: neighbours.length > 0 ? null : 'Nothing else: no other diagnosis shares its fault and status.',
    };
}

;// CONCATENATED MODULE: ./lib/diagnosis/guides.js
/** Which page of docs/infrastructure speaks of the proxy or platform that a signature is about. */
/** By the name of the page. Words stand between dots and dashes: `cloud-run` is in `http.cloud-run-slow`. */
const guides = {
    'ingress-nginx': { speakers: [], words: ['ingress', 'kubernetes-fake-certificate'] },
    nginx: { speakers: ['nginx', 'OpenResty'], words: ['nginx'] },
    haproxy: { speakers: ['HAProxy'], words: ['haproxy'] },
    apache: { speakers: ['Apache httpd'], words: ['apache'] },
    caddy: { speakers: ['Caddy'], words: ['caddy'] },
    varnish: { speakers: ['Varnish'], words: ['varnish'] },
    traefik: { speakers: ['Traefik'], words: ['traefik'] },
    'envoy-istio': { speakers: ['Envoy'], words: ['envoy', 'istio', 'mesh'] },
    aws: {
        speakers: [
            'AWS load balancer',
            'AWS Classic Load Balancer',
            'AWS API Gateway',
            'CloudFront',
            'Amazon S3',
        ],
        words: ['awselb', 'aws', 'apigateway', 'cloudfront', 's3', 'lambda'],
    },
    'google-cloud': {
        speakers: ['Google load balancer', 'Google Frontend', 'GKE default backend', 'Google IAP'],
        words: ['google', 'gke', 'cloud-run'],
    },
    azure: {
        speakers: ['Azure Application Gateway', 'Azure Front Door', 'Azure App Service'],
        words: ['azure'],
    },
    cloudflare: { speakers: ['Cloudflare', 'Cloudflare Access'], words: ['cloudflare', 'bot-challenge'] },
    heroku: { speakers: ['Heroku router'], words: ['heroku'] },
    fly: { speakers: ['Fly proxy'], words: ['fly'] },
};
/** Names that a condition wants; what it excludes is not among them. */
function namesIn(condition) {
    if (typeof condition === 'string')
        return [condition];
    return Array.isArray(condition) ? condition.map(String) : [];
}
/** Path of the page in the repository; null where none, or more than one, is about it. */
function guideOf({ id, when }) {
    const names = [...namesIn(when.speaker), ...namesIn(when.proxy)];
    const pages = Object.keys(guides);
    const byWord = pages.find(page => guides[page].words.some(word => `.${id}.`.replaceAll('-', '.').includes(`.${word.replaceAll('-', '.')}.`)));
    const bySpeaker = pages.filter(page => names.some(name => guides[page].speakers.includes(name)));
    const page = byWord ?? (bySpeaker.length === 1 ? bySpeaker[0] : undefined);
    return page === undefined ? null : `docs/infrastructure/${page}.md`;
}

// EXTERNAL MODULE: ./lib/diagnosis/signatures/index.js + 45 modules
var signatures = __webpack_require__(6511);
// EXTERNAL MODULE: ./lib/matching/suggest.js
var suggest = __webpack_require__(4293);
// EXTERNAL MODULE: ./lib/model/problem.js
var problem = __webpack_require__(1246);
;// CONCATENATED MODULE: ./lib/commands/diagnosis-section.js
/** One diagnosis as a section in Markdown: of docs/diagnoses.md, and of `explain --format markdown`. */

const anchorOf = ({ docs }) => docs.slice(docs.indexOf('#') + 1);
/** Text between code spans holds placeholders and angle brackets that Markdown would take for HTML. */
const safe = (text) => text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[<>&]/g, c => `&#${c.charCodeAt(0)};`)))
    .join('');
const list = (items) => items.map(item => `- ${safe(item)}`).join('\n');
/** A fence is longer than any run of backticks in what it holds. */
function fenced(lines) {
    const text = lines.join('\n');
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}text\n${text}\n${fence}`;
}
/** Relative to docs/, where the page is. */
function guideLink(signature) {
    const guide = guideOf(signature)?.replace('docs/', '');
    return guide ? [`**Guide:** [${guide.replace(/^.*\/|\.md$/g, '')}](${guide})`] : [];
}
/**
 * With an anchor, and links to the anchors of its neighbours.
 *
 * @param most neighbours told, the closest first
 */
function renderSection(explanation, most = Number.POSITIVE_INFINITY) {
    const { signature, symptom, confidence, cause, fix, neighbours, alone } = explanation;
    const similar = neighbours
        .slice(0, most)
        .map(({ signature: other, told }) => `- [${other.id}](#${anchorOf(other)}): ${safe(told)}`);
    return [
        `<a id="${anchorOf(signature)}"></a>`,
        `### ${signature.id}`,
        `**Cause** (${safe(confidence.join('; '))}): ${safe(cause)}`,
        `**Seen when** all of these hold:\n\n${list(symptom)}`,
        `**Fix:**\n\n${fenced(fix)}`,
        `**Not to be taken for:**${alone === null ? `\n\n${similar.join('\n')}` : ` ${alone}`}`,
        ...guideLink(signature),
        `**Source:** ${safe(signature.source)}`,
    ].join('\n\n');
}

;// CONCATENATED MODULE: ./lib/commands/explain.js
/** `verify-deploy explain ID`: a diagnosis in full, from the tables that made it; no network. */








/** Each with a newline at its end. */
const renders = {
    terminal: renderText,
    markdown: explanation => `${renderSection(explanation)}\n`,
    json: explanation => `${JSON.stringify(serialise(explanation), null, 2)}\n`,
};
async function runExplain(given) {
    const { words, inputs, problems, options } = (0,flags/* parseFlags */.bQ)(given, process.env, { words: 'arguments' });
    if (problems.length > 0)
        return (0,cli.complain)(`${problems.map(problem/* showProblem */.H).join('\n')}\n${example}`);
    const [idle] = Object.values(inputs);
    if (idle)
        return (0,cli.complain)(`${idle.subject} has no effect: nothing is verified; ${example}`);
    const [id, ...more] = words;
    if (id === undefined || more.length > 0)
        return (0,cli.complain)(example);
    const format = options.format ?? 'terminal';
    const render = renders[format];
    if (!render)
        return (0,cli.complain)(`--format ${format} is for reports; explain has ${Object.keys(renders).join(', ')}`);
    const signature = signatures/* signatures */.E.find(one => one.id === id);
    if (!signature)
        return (0,cli.complain)(`"${id}" is no diagnosis${hint(id)}`);
    process.stdout.write(render(explainSignature(signature, signatures/* signatures */.E)));
    return 0;
}
const example = 'say which: verify-deploy explain upgrade.header-dropped';
/** What a machine may rely on; conditions stay words, as their form may change. */
function serialise({ signature, neighbours, ...rest }) {
    return {
        id: signature.id,
        ...rest,
        neighbours: neighbours.map(({ signature: { id }, told }) => ({ id, told })),
        source: signature.source,
        docs: signature.docs,
    };
}
const mostHints = 5;
/** The id that was meant: the nearest one, else those that have the word in them. */
function hint(word) {
    const ids = signatures/* signatures */.E.map(({ id }) => id);
    const near = (0,suggest/* suggestWord */.v)(word, ids);
    if (near !== null)
        return `; did you mean ${near}?`;
    const bare = word.toLowerCase();
    const containing = bare.length < 3 ? [] : ids.filter(id => id.includes(bare)).slice(0, mostHints);
    if (containing.length > 0)
        return `; did you mean ${containing.join(', ')}?`;
    return '; docs/diagnoses.md lists them';
}
const plain = (text) => text.replaceAll('`', '');
const listed = (lines) => lines.map(line => `  - ${plain(line)}\n`).join('');
function renderText({ signature, symptom, confidence, cause, fix, neighbours, alone }) {
    const [base, ...further] = confidence;
    const guide = guideOf(signature);
    const similar = neighbours.map(({ signature: { id }, told }) => `${id}: ${told}`);
    return [
        `${signature.id}\n`,
        `Symptom: all of these\n${listed(symptom)}`,
        `Cause (${base} confidence${further.map(one => `; ${plain(one)}`).join('')})\n  ${cause}\n`,
        `Fix\n${fix.map(line => `  ${line}\n`).join('')}`,
        `Not to be taken for\n${alone === null ? listed(similar) : `  ${alone}\n`}`,
        `Source\n  ${signature.source}\n`,
        `Documented in ${signature.docs}\n`,
        ...(guide === null ? [] : [`Guide in ${guide}\n`]),
    ].join('\n');
}


/***/ }),

/***/ 1246:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ showProblem)
/* harmony export */ });
/** What is wrong with what the user gave us. Collected and reported together; nothing is sent before they are mended. */
/** A problem in one or two lines, for a terminal. */
function showProblem({ subject, message, remedy, place }) {
    const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
    return `${where}${subject}: ${message}; ${remedy}`;
}


/***/ })

};
