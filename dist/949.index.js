export const id = 949;
export const ids = [949];
export const modules = {

/***/ 4835:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ mergeReports),
/* harmony export */   X: () => (/* binding */ labelledId)
/* harmony export */ });
/* harmony import */ var _model_plural_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6711);
/* harmony import */ var _model_report_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1819);
/* harmony import */ var _model_revision_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5572);
/* harmony import */ var _model_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3341);
/** One report out of those of a matrix of jobs. Pure; never greener than its worst part. */




function mergeReports({ parts, missing, now, noun = 'part' }) {
    const reports = parts.map(({ report }) => report);
    const checks = parts.flatMap(relabel);
    const unsure = [...missing.map(({ message }) => message), ...differing(reports), ...unlike(parts)];
    const decision = decideTogether(parts, unsure, { noun, total: parts.length + missing.length });
    const starts = reports.map(report => Date.parse(report.startedAt)).filter(Number.isFinite);
    const start = starts.length > 0 ? Math.min(...starts) : now;
    const ends = reports.map(report => (Date.parse(report.startedAt) || start) + report.durationMs);
    const sum = (pick) => reports.reduce((all, report) => all + pick(report), 0);
    const root = parts.find(({ report }) => report.rootCause && report.verdict === decision.verdict);
    return {
        schema: 'verify-deploy/report/v1',
        tool: { version: _model_version_js__WEBPACK_IMPORTED_MODULE_0__/* .version */ .r },
        ...decision,
        environment: common(reports.map(report => report.environment)),
        url: common(reports.map(report => report.url)),
        sha: commonRevision(reports.map(report => report.sha)),
        runId: common(reports.map(report => report.runId)),
        startedAt: new Date(start).toISOString(),
        durationMs: Math.max(0, ...ends.map(end => end - start)),
        failOn: common(reports.map(report => report.failOn)) ?? 'any',
        counts: {
            planned: sum(({ counts }) => counts.planned),
            executed: sum(({ counts }) => counts.executed),
            passed: sum(({ counts }) => counts.passed),
            failed: sum(({ counts }) => counts.failed),
            blocked: sum(({ counts }) => counts.blocked),
            skipped: sum(({ counts }) => counts.skipped),
            errored: sum(({ counts }) => counts.errored),
        },
        traffic: {
            connections: sum(({ traffic }) => traffic.connections),
            bytesSent: sum(({ traffic }) => traffic.bytesSent),
            bytesReceived: sum(({ traffic }) => traffic.bytesReceived),
        },
        rootCause: root
            ? { ...root.report.rootCause, check: labelledId(root.label, root.report.rootCause.check) }
            : null,
        revision: revisionsOf(reports),
        comparison: comparisonOf(parts),
        history: Object.assign({}, ...parts.map(historyOf)),
        readiness: null,
        notes: [...unsure, ...expectingApart(reports), ...notesOf(parts)],
        problems: parts.flatMap(({ label, report }) => report.problems.map(problem => ({ ...problem, subject: labelledId(label, problem.subject) }))),
        checks,
        parts: [...parts.map(partOf), ...missing.flatMap(absentPart)],
    };
}
const historyOf = ({ label, report }) => Object.fromEntries(Object.entries(report.history).map(([id, times]) => [labelledId(label, id), times]));
/** What changed in any of them; null where none was compared with anything. */
function comparisonOf(parts) {
    const compared = parts.flatMap(({ label, report }) => report.comparison ? [{ label, ...report.comparison }] : []);
    const [first] = compared;
    if (!first)
        return null;
    const all = (list) => compared.flatMap(one => one[list].map(id => labelledId(one.label, id)));
    return {
        baseline: [...new Set(compared.map(({ baseline }) => baseline))].join(', '),
        sha: common(compared.map(({ sha }) => sha)),
        at: common(compared.map(({ at }) => at)) ?? first.at,
        newFailures: all('newFailures'),
        stillFailing: all('stillFailing'),
        fixed: all('fixed'),
        newChecks: all('newChecks'),
        goneChecks: all('goneChecks'),
        slower: all('slower'),
    };
}
const partOf = ({ label, report }) => {
    const { environment, url, sha, verdict, because, exitCode, durationMs, counts, readiness } = report;
    return { label, environment, url, sha, verdict, because, exitCode, durationMs, counts, readiness };
};
const nothing = { planned: 0, executed: 0, passed: 0, failed: 0, blocked: 0, skipped: 0, errored: 0 };
const absentPart = ({ label, message }) => label === null
    ? []
    : [
        {
            ...{ label, environment: null, url: null, sha: null, verdict: 'inconclusive', because: message },
            ...{ exitCode: 3, durationMs: 0, counts: nothing, readiness: null },
        },
    ];
const labelledId = (label, id) => `${label}/${id}`;
const relabel = ({ label, report }) => report.checks.map(check => ({
    ...check,
    id: labelledId(label, check.id),
    name: `${label}: ${check.name}`,
    blockedBy: check.blockedBy === null ? null : labelledId(label, check.blockedBy),
}));
function decideTogether(parts, unsure, { noun, total }) {
    const of = (verdict) => parts.filter(({ report }) => report.verdict === verdict);
    const worst = _model_report_js__WEBPACK_IMPORTED_MODULE_1__/* .worstFirst */ .m.find(verdict => of(verdict).length > 0);
    if (worst === 'failed')
        return {
            verdict: 'failed',
            exitCode: 1,
            because: `${share(of('failed'), total, noun)} failed${alike(of('failed'))}`,
        };
    if (worst === 'cancelled')
        return {
            verdict: 'cancelled',
            exitCode: 130,
            because: `${share(of('cancelled'), total, noun)} cancelled`,
        };
    if (worst === undefined)
        return {
            verdict: 'inconclusive',
            exitCode: 3,
            because: unsure[0] ?? 'there are no reports to merge: nothing was tested',
        };
    const untested = of('inconclusive');
    if (untested.length > 0 || unsure.length > 0) {
        const onlyInputs = unsure.length === 0 && untested.every(({ report }) => report.exitCode === 2);
        const told = untested.map(({ label, report }) => `${label}: ${report.because}`);
        return {
            verdict: 'inconclusive',
            exitCode: onlyInputs ? 2 : 3,
            because: untested.length + total === parts.length
                ? unsure[0]
                : `${untested.length + total - parts.length} of ${(0,_model_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(total, noun)} could not be judged: ${[...unsure, ...told][0]}`,
        };
    }
    const checks = parts.reduce((all, { report }) => all + report.counts.passed, 0);
    return {
        verdict: 'passed',
        exitCode: 0,
        because: `${total === 1 ? `the only ${noun}` : `all ${(0,_model_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(total, noun)}`} passed, with ${(0,_model_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(checks, 'passed check')}`,
    };
}
const share = (some, total, noun) => `${some.length} of ${(0,_model_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(total, noun)} (${some
    .map(({ label }) => label)
    .join(', ')
    .slice(0, 200)})`;
/** One cause behind all of them is said once; else the first speaks for itself. */
function alike(failed) {
    const causes = failed.map(({ report }) => report.rootCause?.diagnosis ?? null);
    const [first] = failed;
    const same = failed.length > 1 && causes[0] !== null && causes.every(cause => cause === causes[0]);
    return same ? `, all alike: ${first.report.because}` : `. ${first.label}: ${first.report.because}`;
}
/** What all say; null if they differ. */
function common(values) {
    const [first = null] = values;
    return values.every(value => value === first) ? first : null;
}
/** What all say, of commits some of them in short: then in full. */
function commonRevision(values) {
    const known = values.flatMap(value => value ?? []);
    const longest = (0,_model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .longestRevisions */ .XR)(known);
    return known.length === values.length && longest.length === 1 ? longest[0] : null;
}
function revisionsOf(reports) {
    const tally = new _model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .RevisionTally */ .Wr();
    for (const { revision } of reports)
        tally.add(revision.observed);
    return {
        expected: commonRevision(reports.map(({ revision }) => revision.expected)),
        observed: tally.counts,
    };
}
/** Reports of another commit, such as artifacts left from an earlier run, say nothing about this one: no pass is made of them. */
function differing(reports) {
    const shas = (0,_model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .longestRevisions */ .XR)(reports.flatMap(({ sha }) => sha ?? []));
    const shown = shas.slice(0, 10).map(sha => sha.slice(0, 12));
    return shas.length > 1
        ? [`the parts are about different commits, of which one was deployed: ${shown.join(', ')}`]
        : [];
}
/**
 * Where no certain revision is expected all answers have to tell the same, those to other parts of the same environment
 * among them: a region that was left out is as consistent as the others.
 */
function unlike(parts) {
    const told = parts.flatMap(({ label, report: { environment, revision } }) => revision.observed.map(({ value }) => ({ label, environment, value, free: revision.expected === null })));
    return [...Map.groupBy(told, ({ environment }) => environment).values()].flatMap(group => {
        const apart = group.some(one => one.free && group.some(({ value }) => !(0,_model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .sameRevision */ .Y6)(value, one.value)));
        const shown = group.slice(0, 10).map(({ label, value }) => `${label} ${(0,_model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .shortRevision */ .w7)(value)}`);
        return apart
            ? [`the parts tell different revisions, and not all say which they expect: ${shown.join(', ')}`]
            : [];
    });
}
/** Declared so part by part, as services of their own may be; worth a look where they are regions of one. */
function expectingApart(reports) {
    const expected = reports.flatMap(({ revision }) => revision.expected ?? []);
    const [first = ''] = expected;
    return expected.every(value => (0,_model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .sameRevision */ .Y6)(value, first))
        ? []
        : [
            `the parts expect different revisions: ${[...new Set(expected.map(_model_revision_js__WEBPACK_IMPORTED_MODULE_3__/* .shortRevision */ .w7))].slice(0, 10).join(', ')}`,
        ];
}
/** A note that all parts have is said once. */
function notesOf(parts) {
    const notes = parts.flatMap(({ label, report }) => report.notes.map(note => ({ label, note })));
    const labels = Map.groupBy(notes, ({ note }) => note);
    return [...labels].map(([note, from]) => from.length >= parts.length ? note : `${from.map(({ label }) => label).join(', ')}: ${note}`);
}


/***/ }),

/***/ 1819:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ worstFirst)
/* harmony export */ });
/** The one immutable, serialisable document that every surface renders. Its JSON Schema is report/schema.ts. */
/** Of several the worst decides, in this order: what is broken stays broken, whatever could not be tested beside it. */
const worstFirst = ['failed', 'cancelled', 'inconclusive', 'passed'];


/***/ }),

/***/ 1949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   mergeGiven: () => (/* binding */ mergeGiven)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _config_input_values_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9253);
/* harmony import */ var _config_values_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6618);
/* harmony import */ var _merge_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4835);
/* harmony import */ var _report_read_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(24);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(802);
/** Finds and reads the reports that `merge` is given: files, or folders with a report in each of their folders. */







const mostParts = 500;
const mostEntries = 20_000;
const deepest = 6;
const mostBytes = 64 * 1024 * 1024;
/** The inputs that mean something where nothing is verified, beside those of `merge` itself. */
const publishing = [
    'check-run',
    'comment',
    'deployment-status',
    'environment',
    'github-token',
    'job',
    'job-id',
    'sha',
];
/** A path that is not there is an input problem, and nothing is merged; a part that cannot be read is a missing part. */
async function mergeGiven(given) {
    const { inputs, directory } = given;
    const published = Object.entries(inputs).filter(([name]) => publishing.includes(name));
    const read = await (0,_config_input_values_js__WEBPACK_IMPORTED_MODULE_2__/* .readInputs */ .K)({ ...given, inputs: Object.fromEntries(published) });
    const problems = [...read.problems];
    const { found, unread } = { found: [], unread: [] };
    const told = inputs['merge-expect'];
    const expected = told?.value.trim() ? (0,_config_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseExpected */ ._8)(told.value) : null;
    if (told && expected?.ok === false)
        problems.push({ subject: told.subject, message: expected.message, remedy: expected.remedy, place: null });
    const { value = '', subject = 'merge' } = inputs.merge ?? {};
    for (const line of value.split('\n').map(text => text.trim())) {
        if (line === '')
            continue;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(directory, line);
        const kind = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path).catch(() => null);
        if (kind?.isFile())
            found.push({ path, label: labelOf(path) });
        else if (kind?.isDirectory()) {
            const below = await findIn(path, line);
            found.push(...below.found);
            unread.push(...below.unread);
        }
        else
            problems.push({
                subject,
                message: `"${line}" is not there`,
                remedy: 'give report files, or the folder that the artifacts were downloaded to',
                place: null,
            });
    }
    const folder = inputs['report-dir']?.value.trim();
    const reportDir = folder ? (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(directory, folder) : null;
    const merged = (report) => {
        const { publishing: asked, environment, sha } = (0,_config_input_values_js__WEBPACK_IMPORTED_MODULE_2__/* .announcementOf */ .r)(read.values);
        const about = { environment: environment ?? report.environment, sha: sha ?? report.sha };
        return {
            report,
            reportDir,
            announcement: { publishing: asked, ...about, baselines: [] },
            secrets: read.secrets,
        };
    };
    if (problems.length > 0)
        return merged(refuse(problems));
    const unique = [...new Map(found.map(one => [one.path, one])).values()].sort((a, b) => a.path < b.path ? -1 : 1);
    const { parts, missing } = await readAll(unique, expected?.ok ? expected.value : null);
    return merged((0,_merge_js__WEBPACK_IMPORTED_MODULE_4__/* .mergeReports */ .C)({ parts, missing: [...missing, ...unread.map(unnamed)], now: Date.now() }));
}
function refuse(problems) {
    const nothing = (0,_merge_js__WEBPACK_IMPORTED_MODULE_4__/* .mergeReports */ .C)({ parts: [], missing: [], now: Date.now() });
    const decision = (0,_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .decide */ .L)([], { failOn: 'any', ended: null, problems });
    return { ...nothing, ...decision, problems };
}
/** `artifacts/eu-west/report.json` is `eu-west`; `eu-west.json` too. */
function labelOf(path, root = '') {
    const name = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.extname)(path));
    if (name !== 'report')
        return name;
    const folder = root === '' ? (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path)) : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(root, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path)).replaceAll('\\', '/');
    return folder || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path));
}
/** Every `report.json` below, else every JSON file in the folder itself. */
async function findIn(root, shown) {
    const reports = [];
    const unread = new Set();
    let entries = 0;
    const walk = async (folder, depth) => {
        const read = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder, { withFileTypes: true }).catch((error) => error);
        if (read instanceof Error) {
            unread.add(`the folder "${(0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(root, folder) || shown}" cannot be read: ${read.message}`);
            return;
        }
        for (const entry of read) {
            if (++entries > mostEntries) {
                unread.add(`"${shown}" has more than ${mostEntries} entries; what comes after them was not looked at`);
                return;
            }
            const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry.name);
            if (entry.isFile() && entry.name === 'report.json')
                reports.push(path);
            // A link may lead anywhere, and round in circles.
            else if (entry.isDirectory() && depth < deepest)
                await walk(path, depth + 1);
            else if (entry.isDirectory())
                unread.add(`"${shown}" has folders more than ${deepest} deep, which were not looked at`);
        }
    };
    await walk(root, 0);
    const search = (found) => ({ found, unread: [...unread] });
    if (reports.length > 0)
        return search(reports.map(path => ({ path, label: labelOf(path, root) })));
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(root).catch(() => []);
    return search(names
        .filter(name => name.endsWith('.json'))
        .map(name => ({ path: (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, name), label: labelOf(name) })));
}
const unnamed = (message) => ({ label: null, message });
async function readAll(found, expected) {
    const parts = [];
    const missing = [];
    const miss = (name, why) => missing.push({ label: name, message: `the part "${name}" ${why}` });
    const labels = new Set();
    const seen = new Map();
    for (const { path, label: plain } of found.slice(0, mostParts)) {
        let label = plain;
        for (let n = 2; labels.has(label); n++)
            label = `${plain}#${n}`;
        labels.add(label);
        const read = await readPart(path);
        const same = read.ok ? seen.get(read.run) : undefined;
        if (same !== undefined)
            miss(label, `is the report of "${same}" once more, and proves nothing of its own`);
        else if (read.ok) {
            seen.set(read.run, label);
            parts.push({ label, report: read.report });
        }
        else
            miss(label, `cannot be read: ${read.message}`);
    }
    if (found.length > mostParts)
        missing.push(unnamed(`${found.length - mostParts} parts beyond the first ${mostParts} were not read`));
    const known = labels;
    if (expected && 'count' in expected && found.length < expected.count)
        missing.push(unnamed(`${found.length} of ${expected.count} expected parts are there`));
    if (expected && 'labels' in expected)
        for (const label of expected.labels)
            if (!known.has(label))
                miss(label, 'is missing: its job ended without a report');
    return { parts, missing };
}
async function readPart(path) {
    const { size } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path).catch(() => ({ size: 0 }));
    if (size > mostBytes)
        return { ok: false, message: `it has ${size} bytes, and a report has at most ${mostBytes}` };
    try {
        const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8');
        const read = await (0,_report_read_js__WEBPACK_IMPORTED_MODULE_5__/* .readReport */ .t)(text);
        // The same run written twice, whatever the layout.
        return read.ok ? { ...read, run: fingerprint(read.report) } : read;
    }
    catch (error) {
        return { ok: false, message: error.message };
    }
}
/** One run is told by when it began and what it found, to the tenth of a millisecond. */
const fingerprint = ({ runId, url, environment, startedAt, durationMs, checks }) => JSON.stringify([
    runId,
    url,
    environment,
    startedAt,
    durationMs,
    checks.map(({ id, durationMs: ms }) => [id, ms]),
]);


/***/ }),

/***/ 24:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ readReport)
/* harmony export */ });
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7455);
/** A saved report, checked against its schema before anything is made of it. */

async function readReport(text) {
    const { z } = await __webpack_require__.e(/* import() */ 695).then(__webpack_require__.bind(__webpack_require__, 9695));
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        return { ok: false, message: `it is no JSON (${error.message})` };
    }
    const parsed = (0,_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .reportSchema */ .Q)(z).safeParse(value);
    if (parsed.success)
        return { ok: true, report: parsed.data };
    const [first] = parsed.error.issues;
    return { ok: false, message: `${first?.path.join('.') || 'the document'}: ${first?.message}` };
}


/***/ }),

/***/ 7455:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ reportSchema)
/* harmony export */ });
/* harmony import */ var _model_fault_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6525);
/** The shape of report.json, version 1. `zod` is handed in: a run that only writes a report never loads it. */

const faultTypes = Object.keys(_model_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .faultKinds */ .qb);
function reportSchema(zod) {
    const count = zod.int().nonnegative();
    const ms = zod.number().nonnegative();
    const text = zod.string();
    const layer = zod.enum([
        'dns',
        'tcp',
        'tls',
        'http',
        'upgrade',
        'auth',
        'messaging',
        'streaming',
        'idle',
        'security',
        'runner',
    ]);
    const fault = zod.strictObject({ type: zod.enum(faultTypes), layer, message: text, code: text.nullable() });
    const ids = zod.array(text);
    const place = zod.strictObject({ file: text, line: count, column: count });
    const traffic = zod.strictObject({ connections: count, bytesSent: count, bytesReceived: count });
    const phase = zod.strictObject({
        phase: zod.enum(['dns', 'tcp', 'proxy', 'tls', 'request', 'body', 'upgrade', 'message', 'hold', 'close']),
        ms,
    });
    const attempt = zod.strictObject({
        address: text.nullable(),
        family: zod.union([zod.literal(4), zod.literal(6)]).nullable(),
        bytesSent: count,
        bytesReceived: count,
        phases: zod.array(phase),
        fault: fault.nullable(),
    });
    const transcriptEntry = zod.strictObject({
        atMs: ms,
        direction: zod.enum(['sent', 'received']),
        kind: zod.enum(['text', 'binary', 'ping', 'pong', 'close']),
        text,
        bytes: count,
    });
    const outcome = zod.enum(['passed', 'failed', 'blocked', 'skipped', 'errored']);
    const diagnosis = zod.strictObject({
        id: text,
        confidence: zod.enum(['high', 'medium', 'low']),
        cause: text,
        why: zod.array(text),
        fix: zod.array(text),
        docs: text,
    });
    const check = zod.strictObject({
        id: text,
        kind: text,
        name: text,
        target: text,
        outcome,
        class: zod
            .enum(['infrastructure', 'authentication', 'application', 'performance', 'security', 'runner'])
            .nullable(),
        layer: layer.nullable(),
        reason: text,
        blockedBy: text.nullable(),
        durationMs: ms,
        fault: fault.nullable(),
        proof: zod.strictObject({ address: text, bytesSent: count, bytesReceived: count, seen: text }).nullable(),
        assertions: zod.array(zod.strictObject({ claim: text, expected: text, actual: text, ok: zod.boolean() })),
        attempts: zod.array(attempt),
        traffic,
        observations: zod.record(text, zod.union([text, zod.number(), zod.boolean(), zod.null()])),
        transcript: zod.array(transcriptEntry),
        timeline: zod
            .strictObject({
            noun: text,
            count,
            marks: zod.array(zod.strictObject({ label: text, atMs: ms })),
            fromMs: ms,
            slotMs: ms,
            slots: zod.array(count),
        })
            .exactOptional(),
        notes: zod.array(text),
        failOn: zod.enum(['any', 'infrastructure', 'regression']).nullable(),
        source: place.nullable(),
        diagnoses: zod.array(diagnosis),
        // Absent from reports of before 1.0.
        comparison: zod
            .strictObject({
            before: outcome.nullable(),
            change: zod.enum(['same', 'new-failure', 'still-failing', 'fixed', 'new-check', 'unknown']),
            slower: zod.strictObject({ beforeMs: ms, nowMs: ms, samples: count }).nullable(),
        })
            .nullable()
            .default(null),
    });
    const verdict = zod.enum(['passed', 'failed', 'inconclusive', 'cancelled']);
    const counts = zod.strictObject({
        planned: count,
        executed: count,
        passed: count,
        failed: count,
        blocked: count,
        skipped: count,
        errored: count,
    });
    const readiness = zod
        .strictObject({
        ready: zod.boolean(),
        waitedMs: ms,
        polls: count,
        answers: count.nullable().default(null),
        last: text,
    })
        .nullable();
    const part = zod.strictObject({
        label: text,
        environment: text.nullable(),
        url: text.nullable(),
        sha: text.nullable(),
        verdict,
        because: text,
        exitCode: count,
        durationMs: ms,
        counts,
        readiness,
    });
    return zod.strictObject({
        schema: zod.literal('verify-deploy/report/v1'),
        tool: zod.strictObject({ version: text }),
        verdict,
        because: text,
        exitCode: count,
        environment: text.nullable(),
        url: text.nullable(),
        sha: text.nullable(),
        runId: text.nullable(),
        startedAt: text,
        durationMs: ms,
        failOn: text,
        counts,
        traffic,
        rootCause: zod.strictObject({ check: text, diagnosis: text.nullable() }).nullable(),
        revision: zod.strictObject({
            expected: text.nullable(),
            observed: zod.array(zod.strictObject({ value: text, answers: count, addresses: zod.array(text) })),
        }),
        comparison: zod
            .strictObject({
            baseline: text,
            sha: text.nullable(),
            at: text,
            newFailures: ids,
            stillFailing: ids,
            fixed: ids,
            newChecks: ids,
            goneChecks: ids,
            slower: ids,
        })
            .nullable(),
        history: zod.record(text, zod.array(ms).max(100)).default({}),
        readiness,
        notes: zod.array(text),
        problems: zod.array(zod.strictObject({ subject: text, message: text, remedy: text, place: place.nullable() })),
        checks: zod.array(check),
        parts: zod.array(part).optional(),
    });
}


/***/ })

};
