export const id = 870;
export const ids = [870];
export const modules = {

/***/ 5625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ manyClients)
/* harmony export */ });
/** A check from its plan to its result. */
/** Whether its attempts are clients side by side, and not tries one after the other. */
const manyClients = ({ observations }) => 'clients.planned' in observations || 'concurrency.planned' in observations;


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

/***/ 8370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C3: () => (/* binding */ proofsTable),
/* harmony export */   Et: () => (/* binding */ checksTable)
/* harmony export */ });
/* unused harmony export reasonOf */
/* harmony import */ var _model_check_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5625);
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5149);
/* harmony import */ var _model_revision_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5572);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2527);
/* harmony import */ var _phases_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6);
/* harmony import */ var _story_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4625);
/* harmony import */ var _timeline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6077);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4073);
/** The table of all checks, and the proof of those that passed, in Markdown. */








const reasonLength = 240;
const nameLength = 100;
/** Untrusted text may not widen the table: every cell is one `inline` text, joined by our own `<br>`. */
const row = (cells) => `| ${cells.join(' | ')} |`;
const hardSpace = '\u00a0';
/** Our own words, as a unit that no line break parts. */
const whole = (words) => words.replace(/</g, '&lt;').replaceAll(' ', hardSpace);
/** The phases of the last attempt; a unit never breaks between its name and its time. */
function phasesCell(check) {
    const lines = (0,_phases_js__WEBPACK_IMPORTED_MODULE_1__/* .percentileLines */ .j)(check);
    if (lines.length > 0)
        return lines.join('<br>');
    const last = check.attempts.at(-1);
    if (!last || last.phases.length === 0)
        return '';
    const bars = (0,_phases_js__WEBPACK_IMPORTED_MODULE_1__/* .phaseBars */ .K)(last).map(({ phase, bar, time }) => whole(`${phase} ${bar} ${time}`));
    const line = (0,_timeline_js__WEBPACK_IMPORTED_MODULE_2__/* .timelineText */ .P)(check);
    return `${bars.join(' · ')}${last.fault ? `${hardSpace}✗` : ''}${line ? `<br>${(0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(line, reasonLength)}` : ''}`;
}
function reasonOf(check, report) {
    if (check.reason || !check.blockedBy)
        return check.reason;
    const blocker = report.checks.find(other => other.id === check.blockedBy);
    return `${blocker?.name ?? check.blockedBy} did not pass`;
}
function resultCell(check, report) {
    const retried = check.attempts.length > 1 && !(0,_model_check_js__WEBPACK_IMPORTED_MODULE_5__/* .manyClients */ .O)(check) && check.kind !== _model_revision_js__WEBPACK_IMPORTED_MODULE_6__/* .readyKind */ .E2;
    const tries = retried ? ` (${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(check.attempts.length, 'attempt')})` : '';
    const word = check.outcome === 'passed' ? '' : `**${_words_js__WEBPACK_IMPORTED_MODULE_3__/* .outcomeWords */ .wX[check.outcome].word}**: `;
    const notes = (0,_story_js__WEBPACK_IMPORTED_MODULE_7__/* .ownNotes */ .S)(check)
        .slice(0, 3)
        .map(note => `<br>⚠️ ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(note, reasonLength)}`);
    return `${word}${(0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(reasonOf(check, report), reasonLength)}${tries}${notes.join('')}`;
}
/** Order of importance, for when not all rows can be shown. */
const importance = ['failed', 'errored', 'blocked', 'skipped', 'passed'];
function shownChecks(report, most) {
    if (report.checks.length <= most)
        return report.checks;
    return importance
        .flatMap(outcome => report.checks.filter(check => check.outcome === outcome))
        .slice(0, most);
}
function checksTable(report, detail) {
    if (report.checks.length === 0)
        return '';
    const shown = shownChecks(report, detail.rows);
    const rows = shown.map(check => row([
        _words_js__WEBPACK_IMPORTED_MODULE_3__/* .outcomeWords */ .wX[check.outcome].glyph,
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(check.name, nameLength),
        phasesCell(check),
        check.attempts.length > 0 ? whole((0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(check.durationMs)) : '',
        resultCell(check, report),
    ]));
    const hidden = report.checks.length - shown.length;
    const more = hidden > 0 ? ['', `… and ${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .showCount */ .px)(hidden)} more, counted above.`] : [];
    return [row(['', 'Check', 'Phases', 'Time', 'Result']), '|:-:|---|---|--:|---|', ...rows, ...more].join('\n');
}
function heldCell(check) {
    return check.assertions
        .slice(0, 12)
        .map(({ claim, actual }) => `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(claim, 80)}: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(actual, 80)}`)
        .join('<br>');
}
/** Passed checks, folded: address, bytes each way, what was seen, what was asserted. */
function proofsTable(report, detail) {
    const passed = report.checks.filter(check => check.outcome === 'passed').slice(0, detail.rows);
    if (!detail.proofs || passed.length === 0)
        return '';
    const rows = passed.map(check => {
        const { proof } = check;
        const bytes = proof ? `${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .showBytes */ .ni)(proof.bytesSent)} / ${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .showBytes */ .ni)(proof.bytesReceived)}` : '';
        return row([
            (0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(check.name, nameLength),
            (0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(proof?.address ?? '', nameLength),
            whole(bytes),
            (0,_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .inline */ .mG)(proof?.seen ?? '', reasonLength),
            heldCell(check),
        ]);
    });
    return [
        '<details>',
        `<summary>${_words_js__WEBPACK_IMPORTED_MODULE_3__/* .outcomeWords */ .wX.passed.glyph} Proof of the ${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(report.counts.passed, 'passed check')}</summary>`,
        '',
        row(['Check', 'Address', 'Sent / received', 'Seen', 'Held']),
        '|---|---|---|---|---|',
        ...rows,
        '',
        '</details>',
    ].join('\n');
}


/***/ }),

/***/ 5271:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Uj: () => (/* binding */ fit),
/* harmony export */   p0: () => (/* binding */ fullDetail)
/* harmony export */ });
/* unused harmony export reductions */
/** How much a Markdown document tells, and what goes first when it grows too long. */
const fullDetail = {
    diagrams: true,
    transcripts: true,
    facts: true,
    proofs: true,
    attempts: true,
    failures: 50,
    rows: 2000,
};
/** Each step also takes what those before it took; `left` is what the reader is told. */
const reductions = [
    { left: 'transcripts', change: { transcripts: false } },
    { left: 'observed facts', change: { facts: false } },
    { left: 'the proof of passed checks', change: { proofs: false } },
    { left: 'attempts', change: { attempts: false } },
    {
        left: 'checks beyond the first 500 and failures beyond the first 20',
        change: { failures: 20, rows: 500 },
    },
    { left: 'checks beyond the first 100 and failures beyond the first 5', change: { failures: 5, rows: 100 } },
    { left: 'checks beyond the first 20 and failures beyond the first 2', change: { failures: 2, rows: 20 } },
];
const bytesOf = (text) => new TextEncoder().encode(text).byteLength;
/** The most detailed text that fits, and what had to be left out for it. */
function fit(limit, render) {
    let detail = fullDetail;
    let left = [];
    let text = render(detail, left);
    for (const reduction of reductions) {
        if (bytesOf(text) <= limit)
            break;
        detail = { ...detail, ...reduction.change };
        // Each bound on rows replaces the one before.
        const kept = reduction.change.rows ? left.filter(words => !words.startsWith('checks beyond')) : left;
        left = [...kept, reduction.left];
        text = render(detail, left);
    }
    return text;
}


/***/ }),

/***/ 1489:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ headingOf),
  y: () => (/* binding */ renderDocument)
});

// EXTERNAL MODULE: ./lib/model/duration.js
var duration = __webpack_require__(5149);
// EXTERNAL MODULE: ./lib/model/plural.js
var plural = __webpack_require__(6711);
// EXTERNAL MODULE: ./lib/model/revision.js
var revision = __webpack_require__(5572);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(2527);
// EXTERNAL MODULE: ./lib/report/pieces/changes.js
var changes = __webpack_require__(9865);
// EXTERNAL MODULE: ./lib/report/pieces/checks-table.js
var checks_table = __webpack_require__(8370);
// EXTERNAL MODULE: ./lib/report/pieces/detail.js
var detail = __webpack_require__(5271);
// EXTERNAL MODULE: ./lib/report/pieces/path.js
var path = __webpack_require__(7213);
// EXTERNAL MODULE: ./lib/report/pieces/phases.js
var pieces_phases = __webpack_require__(6);
// EXTERNAL MODULE: ./lib/report/pieces/transcript.js
var pieces_transcript = __webpack_require__(2732);
// EXTERNAL MODULE: ./lib/report/pieces/words.js
var words = __webpack_require__(4073);
;// CONCATENATED MODULE: ./lib/report/pieces/failure.js
/** One failed check, told in Markdown: where the path broke, the cause, why, the fix, and the evidence. */






const fold = (summary, body) => ['<details>', `<summary>${summary}</summary>`, '', body.join('\n\n'), '', '</details>'].join('\n');
function pathLine(check) {
    const steps = (0,path/* pathOf */.XM)(check);
    return steps ? [(0,path/* pathText */.LF)(steps)] : [];
}
/** Below cause and fix: it says what the line of the path says, and would push them off the screen. */
function pathPicture(check, { diagrams }) {
    const steps = diagrams ? (0,path/* pathOf */.XM)(check) : null;
    return steps ? [(0,report_escape/* codeBlock */.DV)((0,path/* pathDiagram */.FX)(steps), 'mermaid')] : [];
}
const fixBlock = (diagnosis) => (0,report_escape/* codeBlock */.DV)(diagnosis.fix.join('\n'), '', 4000);
function causeSection({ diagnoses, reason }) {
    const [best] = diagnoses;
    if (!best)
        return [`**What was seen:** ${(0,report_escape/* inline */.mG)(reason)}`];
    const why = best.why.map((step, at) => `${at + 1}. ${(0,report_escape/* inline */.mG)(step)}`).join('\n');
    return [
        `**Cause** (${best.confidence} confidence, ${(0,report_escape/* codeSpan */.SS)(best.id)}): ${(0,report_escape/* prose */.CS)(best.cause)}`,
        ...(why ? [`**Why:**\n\n${why}`] : []),
        ...(best.fix.length > 0 ? [`**Fix:**\n\n${fixBlock(best)}`] : []),
    ];
}
function otherCauses({ diagnoses }) {
    const others = diagnoses.slice(1);
    if (others.length === 0)
        return [];
    const told = others.flatMap(one => [
        `**${one.confidence} confidence**, ${(0,report_escape/* codeSpan */.SS)(one.id)}: ${(0,report_escape/* prose */.CS)(one.cause)}`,
        fixBlock(one),
    ]);
    return [fold((0,words/* plural */.LS)(others.length, 'other possible cause'), told)];
}
/** Bounded, so that two failures fit into a summary at their longest (detail.ts). */
const mostAssertions = 10;
function assertionsSection({ assertions }) {
    const wrong = assertions.filter(({ ok }) => !ok);
    if (wrong.length === 0)
        return [];
    const rows = wrong
        .slice(0, mostAssertions)
        .map(({ claim, expected, actual }) => `| ${(0,report_escape/* inline */.mG)(claim, 120)} | ${(0,report_escape/* inline */.mG)(expected, 200)} | ${(0,report_escape/* inline */.mG)(actual, 200)} |`);
    const more = wrong.length > mostAssertions
        ? ['', `… and ${(0,words/* plural */.LS)(wrong.length - mostAssertions, 'more assertion')}.`]
        : [];
    return [['| Asserted | Expected | Found |', '|---|---|---|', ...rows, ...more].join('\n')];
}
function attemptsTable({ attempts }) {
    const rows = attempts.slice(0, 20).map((attempt, at) => {
        const phases = (0,pieces_phases/* phaseBars */.K)(attempt).map(({ phase, time }) => `${phase} ${time}`);
        const bytes = `${(0,words/* showBytes */.ni)(attempt.bytesSent)} / ${(0,words/* showBytes */.ni)(attempt.bytesReceived)}`;
        const end = attempt.fault ? `${attempt.fault.type}: ${attempt.fault.message}` : 'ended well';
        return `| ${at + 1} | ${(0,report_escape/* inline */.mG)(attempt.address ?? 'none', 80)} | ${phases.join(', ').replaceAll('<', '&lt;')} | ${bytes} | ${(0,report_escape/* inline */.mG)(end, 240)} |`;
    });
    const more = attempts.length > 20 ? ['', `… and ${(0,words/* plural */.LS)(attempts.length - 20, 'more attempt')}.`] : [];
    return [
        '| Attempt | Address | Phases | Sent / received | End |',
        '|--:|---|---|---|---|',
        ...rows,
        ...more,
    ].join('\n');
}
function factsTable({ observations }) {
    const rows = Object.entries(observations)
        .filter(([, value]) => value !== null && value !== '')
        .slice(0, 60)
        .map(([name, value]) => `| ${(0,report_escape/* inline */.mG)(name, 80)} | ${(0,report_escape/* inline */.mG)(String(value), 400)} |`);
    return rows.length > 0 ? ['| Observed | Value |', '|---|---|', ...rows].join('\n') : '';
}
function evidenceSection(check, detail) {
    const attempts = detail.attempts && check.attempts.length > 0;
    const transcript = detail.transcripts && check.transcript.length > 0;
    const facts = detail.facts ? factsTable(check) : '';
    const named = [
        attempts ? (0,words/* plural */.LS)(check.attempts.length, 'attempt') : '',
        transcript ? 'transcript' : '',
        facts ? 'observed facts' : '',
    ].filter(Boolean);
    if (named.length === 0)
        return [];
    return [
        fold(`Evidence: ${named.join(', ')}`, [
            ...(attempts ? [attemptsTable(check)] : []),
            ...(transcript
                ? [(0,report_escape/* codeBlock */.DV)((0,pieces_transcript/* transcriptLines */.u)(check.transcript, 30, 300).join('\n'), 'text', 12_000)]
                : []),
            ...(facts ? [facts] : []),
        ]),
    ];
}
function failureSection(check, detail) {
    const kind = check.class ? `${check.class}, ` : '';
    return [
        `### ${words/* outcomeWords */.wX[check.outcome].glyph} ${(0,report_escape/* inline */.mG)(check.name, 120)}`,
        `${(0,report_escape/* codeSpan */.SS)(check.target, 300)} (${kind}${(0,duration/* showDuration */.kJ)(check.durationMs)})`,
        ...pathLine(check),
        ...causeSection(check),
        ...assertionsSection(check),
        ...pathPicture(check, detail),
        ...otherCauses(check),
        ...evidenceSection(check, detail),
    ].join('\n\n');
}

// EXTERNAL MODULE: ./lib/report/pieces/parts.js
var parts = __webpack_require__(2034);
// EXTERNAL MODULE: ./lib/report/pieces/story.js
var story = __webpack_require__(4625);
;// CONCATENATED MODULE: ./lib/report/pieces/document.js
/** The whole report as one Markdown document, within a number of bytes. */











function headingOf(report) {
    const { glyph, word } = words/* verdictWords */.L2[report.verdict];
    const where = report.environment ? ` · ${(0,report_escape/* inline */.mG)(report.environment, 80)}` : '';
    return `## ${glyph} Verify Deploy: ${word}${where}`;
}
function factsLine(report) {
    const { revision, readiness } = report;
    const observed = revision.observed.map(({ value }) => (0,report_escape/* codeSpan */.SS)(value.slice(0, 12))).join(', ');
    return [
        report.url ? (0,report_escape/* codeSpan */.SS)(report.url, 300) : '',
        revision.expected ? `revision ${(0,report_escape/* codeSpan */.SS)(revision.expected.slice(0, 12))}` : '',
        observed ? `observed ${observed}` : '',
        report.sha && report.sha !== revision.expected ? `commit ${(0,report_escape/* codeSpan */.SS)(report.sha.slice(0, 12))}` : '',
        (0,duration/* showDuration */.kJ)(report.durationMs),
        (0,words/* showCounts */.aG)(report.counts),
        readiness?.ready ? `ready after ${(0,duration/* showDuration */.kJ)(readiness.waitedMs)}` : '',
    ]
        .filter(Boolean)
        .join(' · ');
}
/** Nothing where the check `ready` says it. */
function readinessLine({ readiness }, checks) {
    if (!readiness || readiness.ready)
        return '';
    if (checks.some(({ kind, outcome }) => kind === revision/* readyKind */.E2 && outcome === 'failed'))
        return '';
    const asked = `${(0,plural/* showAttempts */.i)(readiness.polls, readiness.answers)} in ${(0,duration/* showDuration */.kJ)(readiness.waitedMs)}`;
    const last = readiness.last ? `; last: ${(0,report_escape/* inline */.mG)(readiness.last)}` : '';
    return `⚠️ The deployment did not become ready: ${asked}${last}`;
}
function placeCell({ place }) {
    return place ? (0,report_escape/* inline */.mG)(`${place.file}:${place.line}:${place.column}`, 200) : 'input';
}
function problemsTable({ problems }, detail) {
    if (problems.length === 0)
        return '';
    const rows = problems
        .slice(0, detail.rows)
        .map(one => `| ${placeCell(one)} | ${(0,report_escape/* inline */.mG)(one.subject, 120)} | ${(0,report_escape/* inline */.mG)(one.message)} | ${(0,report_escape/* inline */.mG)(one.remedy)} |`);
    return [
        `Nothing was sent: mend ${problems.length === 1 ? 'this' : `these ${problems.length}`} first.`,
        '',
        '| Where | Input | Problem | Remedy |',
        '|---|---|---|---|',
        ...rows,
    ].join('\n');
}
/** The root cause first, then in the order of the plan. */
function troubledChecks({ checks, rootCause }) {
    const troubled = checks.filter(story/* hasStory */.a);
    const first = troubled.filter(({ id }) => id === rootCause?.check);
    return [...first, ...troubled.filter(check => !first.includes(check))];
}
/** A table for each part, and the rows divided among them. */
function checksSection(report, detail) {
    const groups = (0,parts/* groupChecks */.r)(report);
    if (!groups)
        return (0,checks_table/* checksTable */.Et)(report, detail);
    const shown = groups.slice(0, detail.rows);
    const each = { ...detail, rows: Math.max(1, Math.floor(detail.rows / shown.length)) };
    const hidden = groups.length - shown.length;
    return [
        ...shown.map(group => partSection(report, group, each)),
        hidden > 0 ? `… and ${(0,words/* plural */.LS)(hidden, 'more part')}, counted above.` : '',
    ]
        .filter(Boolean)
        .join('\n\n');
}
function partSection(report, { part, checks }, detail) {
    const { glyph, word } = words/* verdictWords */.L2[part.verdict];
    const isUntested = part.counts.planned === 0;
    const isOwnCommit = part.sha !== null && !(report.sha !== null && (0,revision/* sameRevision */.Y6)(part.sha, report.sha));
    const facts = [
        part.url && part.url !== report.url ? (0,report_escape/* codeSpan */.SS)(part.url, 300) : '',
        part.sha && isOwnCommit ? `commit ${(0,report_escape/* codeSpan */.SS)(part.sha.slice(0, 12))}` : '',
        ...(isUntested ? [] : [(0,duration/* showDuration */.kJ)(part.durationMs), (0,words/* showCounts */.aG)(part.counts)]),
        part.readiness?.ready ? `ready after ${(0,duration/* showDuration */.kJ)(part.readiness.waitedMs)}` : '',
    ];
    return [
        `### ${glyph} ${(0,report_escape/* inline */.mG)(part.label, 80)}: ${word}`,
        part.verdict === 'passed' || (!isUntested && report.because.includes(part.because))
            ? ''
            : (0,report_escape/* inline */.mG)(part.because, 600),
        facts.filter(Boolean).join(' · '),
        readinessLine(part, checks),
        (0,checks_table/* checksTable */.Et)({ ...report, checks }, detail),
    ]
        .filter(Boolean)
        .join('\n\n');
}
function notesSection({ notes }, detail) {
    if (notes.length === 0)
        return '';
    const lines = notes.slice(0, detail.rows).map(note => `- ${(0,report_escape/* inline */.mG)(note)}`);
    return ['**Not proven by this run:**', '', ...lines].join('\n');
}
function leftOut(left) {
    if (left.length === 0)
        return '';
    return `⚠️ Left out to stay below the size limit: ${left.join(', ')}. The whole is in report.json.`;
}
function render(report, detail, left, { heading = true, table = true }) {
    const troubled = troubledChecks(report);
    const told = troubled.slice(0, detail.failures);
    const untold = troubled.length - told.length;
    return `${[
        ...(heading ? [headingOf(report), `**${(0,report_escape/* inline */.mG)(report.because, 600)}**`] : []),
        factsLine(report),
        leftOut(left),
        readinessLine(report, report.checks),
        (0,report_escape/* inline */.mG)((0,changes/* changesLine */.a)(report), 800),
        problemsTable(report, detail),
        table ? checksSection(report, detail) : '',
        ...told.map(check => failureSection(check, detail)),
        untold > 0 ? `… and ${(0,words/* plural */.LS)(untold, 'more failure')}, in report.json.` : '',
        notesSection(report, detail),
        (0,checks_table/* proofsTable */.C3)(report, detail),
        `<sub>verify-deploy ${(0,report_escape/* inline */.mG)(report.tool.version, 40)} · started ${(0,report_escape/* inline */.mG)(report.startedAt, 40)}</sub>`,
    ]
        .filter(Boolean)
        .join('\n\n')}\n`;
}
function renderDocument(report, byteLimit, options = {}) {
    const { diagrams = true } = options;
    return (0,detail/* fit */.Uj)(byteLimit, (detail, left) => render(report, { ...detail, diagrams }, left, options));
}


/***/ }),

/***/ 2034:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ groupChecks)
/* harmony export */ });
/* harmony import */ var _model_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1819);
/** The checks of a merged report, by the part that they came from. */

const badness = ({ part }) => _model_report_js__WEBPACK_IMPORTED_MODULE_0__/* .worstFirst */ .m.indexOf(part.verdict);
/** The worst parts first; null for a report that is not merged. In the report, the checks of a part follow each other. */
function groupChecks({ parts, checks }) {
    if (!parts || parts.length === 0)
        return null;
    let at = 0;
    const groups = parts.map(part => {
        const own = checks.slice(at, at + part.counts.planned);
        at += part.counts.planned;
        const label = `${part.label}: `;
        const unlabel = (name) => (name.startsWith(label) ? name.slice(label.length) : name);
        return { part, checks: own.map(check => ({ ...check, name: unlabel(check.name) })) };
    });
    // Counts that do not add up are another program's: nothing is hidden for them.
    return at === checks.length ? groups.sort((a, b) => badness(a) - badness(b)) : null;
}


/***/ }),

/***/ 6:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ phaseBars),
/* harmony export */   j: () => (/* binding */ percentileLines)
/* harmony export */ });
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5149);
/** Phase times as a small text bar: `dns ▏3 · tcp ▎8 · tls ███▌18 ms`. */

/** The longest phase of an attempt is this many cells long, and every cell has eight steps. */
const cells = 5;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
function bar(share) {
    const steps = Math.max(1, Math.round(share * cells * 8));
    return '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8];
}
function phaseBars(attempt) {
    const longest = Math.max(...attempt.phases.map(({ ms }) => ms), 1);
    return attempt.phases.map(({ phase, ms }) => ({ phase, bar: bar(ms / longest), time: (0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(ms) }));
}
const percentiles = (name, facts) => {
    const of = (p) => facts[`concurrency.${name}.p${p}_ms`];
    const [p50, p95, p99] = [of('50'), of('95'), of('99')];
    if (typeof p50 !== 'number' || typeof p95 !== 'number' || typeof p99 !== 'number')
        return null;
    const max = facts[`concurrency.${name}.max_ms`];
    const longest = typeof max === 'number' ? `, max ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(max)}` : '';
    return `p50 ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(p50)}, p95 ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(p95)}, p99 ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(p99)}${longest}`;
};
/** What a check of many connections says instead of phases; empty for any other check. */
function percentileLines(check) {
    const connect = percentiles('connect', check.observations);
    const roundTrip = percentiles('round_trip', check.observations);
    return [connect && `connect ${connect}`, roundTrip && `round trip ${roundTrip}`].filter(line => line !== null);
}


/***/ }),

/***/ 4625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ ownNotes),
/* harmony export */   a: () => (/* binding */ hasStory)
/* harmony export */ });
/** What of a check is worth telling beside its line in the table: the same on every surface. */
/** Whether there is a cause to tell. Of a check that was cancelled before its turn came there is none. */
function hasStory({ outcome, fault, attempts }) {
    if (outcome === 'failed')
        return true;
    return outcome === 'errored' && (fault?.type !== 'runner.cancelled' || attempts.length > 0);
}
/** What a blocked check noticed on its way is of no use until the cause of the block is mended. */
const ownNotes = ({ outcome, notes }) => outcome === 'blocked' ? [] : notes;


/***/ }),

/***/ 6077:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ timelineText)
/* harmony export */ });
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5149);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4073);
/** When things came on one connection, as a line: `headers 12 ms · first 40 ms ▂▁▁▃▁▁▂ 25 events · end 5.0 s`. */


const mostCells = 24;
/** The first is for nothing. */
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** From the first mark of all to the last, each cell a part of the time: how many came in it. */
function spark({ slots, slotMs, fromMs, marks }) {
    const endMs = Math.max(marks.at(-1)?.atMs ?? 0, fromMs + slotMs * slots.length);
    const startMs = marks[0]?.atMs ?? 0;
    const widthMs = Math.max((endMs - startMs) / mostCells, slotMs);
    const cells = Array.from({ length: Math.max(1, Math.ceil((endMs - startMs) / widthMs)) }, () => 0);
    for (const [i, n] of slots.entries()) {
        const at = Math.floor((fromMs + i * slotMs - startMs) / widthMs);
        const cell = Math.min(Math.max(at, 0), cells.length - 1);
        cells[cell] = (cells[cell] ?? 0) + n;
    }
    const highest = Math.max(...cells, 1);
    return cells.map(n => levels[n === 0 ? 0 : Math.max(1, Math.round((n / highest) * 7))]).join('');
}
/** Null for a check that has none. */
function timelineText({ timeline }) {
    if (!timeline || timeline.marks.length === 0)
        return null;
    const told = timeline.marks.map(({ label, atMs }) => `${label} ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(atMs)}`);
    const last = told.length > 1 ? told.slice(-1) : [];
    const before = told.slice(0, told.length - last.length).join(' · ');
    return [`${before} ${spark(timeline)} ${(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(timeline.count, timeline.noun)}`, ...last].join(' · ');
}


/***/ })

};
