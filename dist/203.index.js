export const id = 203;
export const ids = [203];
export const modules = {

/***/ 1203:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runReplay: () => (/* binding */ runReplay)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _cli_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1207);
/* harmony import */ var _config_flags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6725);
/* harmony import */ var _diagnosis_diagnose_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7860);
/* harmony import */ var _model_problem_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1246);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7822);
/* harmony import */ var _report_read_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(24);
/* harmony import */ var _report_seal_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9369);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(802);
/** `verify-deploy replay report.json`: a saved report, diagnosed and rendered again; no network. */









async function runReplay(given) {
    const { words, inputs, problems, options } = (0,_config_flags_js__WEBPACK_IMPORTED_MODULE_2__/* .parseFlags */ .bQ)(given, process.env, { words: 'arguments' });
    const [path, ...more] = words;
    const [idle] = Object.values(inputs);
    if (problems.length > 0)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_1__.complain)(problems.map(_model_problem_js__WEBPACK_IMPORTED_MODULE_7__/* .showProblem */ .H).join('\n'));
    if (idle)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_1__.complain)(`${idle.subject} has no effect: a saved report is not verified again`);
    if (!path || more.length > 0)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_1__.complain)('say which: verify-deploy replay report.json');
    let text;
    try {
        text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8');
    }
    catch (error) {
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_1__.complain)(`"${path}" cannot be read: ${error.message}`);
    }
    const read = await (0,_report_read_js__WEBPACK_IMPORTED_MODULE_5__/* .readReport */ .t)(text);
    if (!read.ok)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_1__.complain)(`"${path}" is no report of verify-deploy: ${read.message}`);
    const report = judgeAgain(read.report);
    await (0,_output_js__WEBPACK_IMPORTED_MODULE_4__/* .printReport */ .Y)(report, options);
    return report.exitCode;
}
/** The verdict and the diagnoses out of the saved results, by the rules of this version. */
function judgeAgain(saved) {
    const results = saved.checks;
    const diagnoses = (0,_diagnosis_diagnose_js__WEBPACK_IMPORTED_MODULE_3__.diagnose)(results);
    const ended = saved.verdict === 'cancelled' ? 'cancelled' : null;
    const failOn = policies.find(known => known === saved.failOn) ?? 'any';
    const compared = comparedOf(saved);
    const recorded = { verdict: saved.verdict, because: saved.because, exitCode: saved.exitCode };
    // Merged, or without a check: the checks are not all that decided. A part may be missing, or nothing was deployed.
    const decision = saved.parts || results.length === 0
        ? recorded
        : noGreener(recorded, (0,_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .decide */ .L)(results, {
            failOn,
            ended,
            problems: saved.problems,
            causes: (0,_diagnosis_diagnose_js__WEBPACK_IMPORTED_MODULE_3__.knownCauses)(diagnoses),
            compared: compared?.checks ?? null,
        }));
    return {
        ...(0,_report_seal_js__WEBPACK_IMPORTED_MODULE_8__/* .seal */ .o)({
            ...saved,
            ...decision,
            counts: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .countOutcomes */ .X)(results),
            startedAt: new Date(saved.startedAt),
            results: results.map(({ diagnoses: _old, ...result }) => result),
            diagnosesOf: result => diagnoses.get(result.id) ?? [],
            compared,
        }),
        tool: saved.tool,
        ...(saved.parts && keptOf(saved)),
    };
}
const policies = ['any', 'infrastructure', 'regression'];
/** What the run found against its baseline: what counts as a regression depends on it. */
function comparedOf({ comparison, checks }) {
    if (!comparison)
        return null;
    const known = checks.flatMap(check => (check.comparison ? [[check.id, check.comparison]] : []));
    return { comparison, checks: new Map(known) };
}
/** That a deadline cut the run off is known to its verdict alone: what was left untested then is no pass now. */
const noGreener = (recorded, again) => again.verdict === 'passed' && recorded.verdict === 'inconclusive' ? recorded : again;
/** Of a merged report, what its parts decided. */
const keptOf = ({ parts, revision, rootCause, comparison }) => ({
    ...{ parts, revision, rootCause, comparison },
});


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
