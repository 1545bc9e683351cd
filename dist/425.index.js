export const id = 425;
export const ids = [425];
export const modules = {

/***/ 425:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readBaselineFile: () => (/* binding */ readBaselineFile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _report_read_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24);
/* harmony import */ var _remember_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4108);
/** A baseline out of the report file of a run before. */



const mostBytes = 64 * 1024 * 1024;
/** @param shown the path as the user wrote it */
async function readBaselineFile(path, shown, environment) {
    const told = (why) => ({ ok: false, why: `the baseline "${shown}" ${why}` });
    try {
        const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path);
        // A pipe that nobody writes to would keep the run for ever, and a device has no end.
        if (!file.isFile())
            return told('is no file');
        const { size } = file;
        if (size > mostBytes)
            return told(`has ${size} bytes, and a report has at most ${mostBytes}`);
        const read = await (0,_report_read_js__WEBPACK_IMPORTED_MODULE_1__/* .readReport */ .t)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8'));
        if (!read.ok)
            return told(`is no report of verify-deploy: ${read.message}`);
        if (read.report.problems.length > 0 || read.report.checks.length === 0)
            return told('is of a run that tested nothing');
        const { environment: before, parts } = read.report;
        // What fails over there must not excuse a failure here.
        if (before !== null && environment !== null && before !== environment && !parts)
            return told(`is of the environment ${JSON.stringify(before)}, not ${JSON.stringify(environment)}`);
        return { ok: true, baseline: (0,_remember_js__WEBPACK_IMPORTED_MODULE_2__/* .rememberReport */ .g)(read.report, shown, environment) };
    }
    catch (error) {
        const { code, message } = error;
        return told(code === 'ENOENT'
            ? 'is not there: this is the first run, or its cache was not restored'
            : `cannot be read: ${message}`);
    }
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
