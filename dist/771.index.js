export const id = 771;
export const ids = [771];
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

/***/ 3771:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   joinReports: () => (/* binding */ joinReports),
/* harmony export */   labelHost: () => (/* binding */ labelHost)
/* harmony export */ });
/* harmony import */ var _merge_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4835);
/** Several environments in one run: told apart while they run side by side, and one report at the end. */

/** Several are chosen by their names. */
const labelOf = ({ environment }) => environment ?? '';
/** The host as the run of one environment sees it: whatever is told of a check names the environment. */
function labelHost(host, config) {
    const label = labelOf(config);
    const labelled = (check) => ({
        ...check,
        id: (0,_merge_js__WEBPACK_IMPORTED_MODULE_0__/* .labelledId */ .X)(label, check.id),
        name: `${label}: ${check.name}`,
    });
    return {
        ...host,
        log: line => host.log(`${label}: ${line}`),
        onPlan: plan => host.onPlan({ ...plan, checks: plan.checks.map(labelled) }),
        onStart: check => host.onStart(labelled(check)),
        onResult: result => host.onResult(labelled(result)),
    };
}
function joinReports(configs, reports) {
    const parts = configs.map((config, at) => ({ label: labelOf(config), report: reports[at] }));
    const report = (0,_merge_js__WEBPACK_IMPORTED_MODULE_0__/* .mergeReports */ .C)({ parts, missing: [], now: Date.now(), noun: 'environment' });
    return { ...report, environment: parts.map(({ label }) => label).join(', ') };
}


/***/ })

};
