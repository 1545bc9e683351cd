export const id = 961;
export const ids = [961];
export const modules = {

/***/ 9961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runReplay: () => (/* binding */ runReplay)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/cli.js
var cli = __webpack_require__(9069);
// EXTERNAL MODULE: ./lib/config/flags.js
var flags = __webpack_require__(6725);
// EXTERNAL MODULE: ./lib/diagnosis/diagnose.js + 36 modules
var diagnose = __webpack_require__(2219);
// EXTERNAL MODULE: ./lib/model/problem.js
var problem = __webpack_require__(1246);
// EXTERNAL MODULE: ./lib/output.js
var output = __webpack_require__(7822);
// EXTERNAL MODULE: ./lib/report/schema.js
var schema = __webpack_require__(7455);
;// CONCATENATED MODULE: ./lib/report/read.js
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
    const parsed = (0,schema/* reportSchema */.Q)(z).safeParse(value);
    if (parsed.success)
        return { ok: true, report: parsed.data };
    const [first] = parsed.error.issues;
    return { ok: false, message: `${first?.path.join('.') || 'the document'}: ${first?.message}` };
}

// EXTERNAL MODULE: ./lib/report/seal.js
var seal = __webpack_require__(9369);
// EXTERNAL MODULE: ./lib/verdict.js
var verdict = __webpack_require__(802);
;// CONCATENATED MODULE: ./lib/commands/replay.js
/** `verify-deploy replay report.json`: a saved report, diagnosed and rendered again; no network. */









async function runReplay(given) {
    const { words, inputs, problems, options } = (0,flags/* parseFlags */.bQ)(given, process.env, { words: 'arguments' });
    const [path, ...more] = words;
    const [idle] = Object.values(inputs);
    if (problems.length > 0)
        return (0,cli.complain)(problems.map(problem/* showProblem */.H).join('\n'));
    if (idle)
        return (0,cli.complain)(`${idle.subject} has no effect: a saved report is not verified again`);
    if (!path || more.length > 0)
        return (0,cli.complain)('say which: verify-deploy replay report.json');
    let text;
    try {
        text = await (0,promises_.readFile)(path, 'utf8');
    }
    catch (error) {
        return (0,cli.complain)(`"${path}" cannot be read: ${error.message}`);
    }
    const read = await readReport(text);
    if (!read.ok)
        return (0,cli.complain)(`"${path}" is no report of verify-deploy: ${read.message}`);
    const report = judgeAgain(read.report);
    await (0,output/* printReport */.Y)(report, options);
    return report.exitCode;
}
/** The verdict and the diagnoses out of the saved results, by the rules of this version. */
function judgeAgain(saved) {
    const results = saved.checks;
    const diagnoses = (0,diagnose/* diagnose */.h4)(results);
    const ended = saved.verdict === 'cancelled' ? 'cancelled' : null;
    const failOn = saved.failOn === 'infrastructure' ? 'infrastructure' : 'any';
    const decision = (0,verdict/* decide */.L)(results, {
        failOn,
        ended,
        problems: saved.problems.length,
        causes: (0,diagnose/* certainCauses */.fd)(diagnoses),
    });
    return {
        ...(0,seal/* seal */.o)({
            ...saved,
            ...decision,
            counts: (0,verdict/* countOutcomes */.X)(results),
            startedAt: new Date(saved.startedAt),
            results: results.map(({ diagnoses: _old, ...result }) => result),
            diagnosesOf: result => diagnoses.get(result.id) ?? [],
        }),
        tool: saved.tool,
    };
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
    const place = zod.strictObject({ file: text, line: count, column: count });
    const traffic = zod.strictObject({ connections: count, bytesSent: count, bytesReceived: count });
    const phase = zod.strictObject({
        phase: zod.enum(['dns', 'tcp', 'proxy', 'tls', 'request', 'body', 'upgrade', 'message', 'close']),
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
        outcome: zod.enum(['passed', 'failed', 'blocked', 'skipped', 'errored']),
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
        notes: zod.array(text),
        failOn: zod.enum(['any', 'infrastructure', 'regression']).nullable(),
        source: place.nullable(),
        diagnoses: zod.array(diagnosis),
    });
    return zod.strictObject({
        schema: zod.literal('verify-deploy/report/v1'),
        tool: zod.strictObject({ version: text }),
        verdict: zod.enum(['passed', 'failed', 'inconclusive', 'cancelled']),
        because: text,
        exitCode: count,
        environment: text.nullable(),
        url: text.nullable(),
        sha: text.nullable(),
        runId: text.nullable(),
        startedAt: text,
        durationMs: ms,
        failOn: text,
        counts: zod.strictObject({
            planned: count,
            executed: count,
            passed: count,
            failed: count,
            blocked: count,
            skipped: count,
            errored: count,
        }),
        traffic,
        rootCause: zod.strictObject({ check: text, diagnosis: text.nullable() }).nullable(),
        revision: zod.strictObject({
            expected: text.nullable(),
            observed: zod.array(zod.strictObject({ value: text, answers: count })),
        }),
        comparison: zod.null(),
        readiness: zod.strictObject({ ready: zod.boolean(), waitedMs: ms, polls: count, last: text }).nullable(),
        notes: zod.array(text),
        problems: zod.array(zod.strictObject({ subject: text, message: text, remedy: text, place: place.nullable() })),
        checks: zod.array(check),
    });
}


/***/ })

};
