export const id = 488;
export const ids = [488];
export const modules = {

/***/ 1819:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ worstFirst)
/* harmony export */ });
/** The one immutable, serialisable document that every surface renders. Its JSON Schema is report/schema.ts. */
/** Of several the worst decides, in this order: what is broken stays broken, whatever could not be tested beside it. */
const worstFirst = ['failed', 'cancelled', 'inconclusive', 'passed'];


/***/ }),

/***/ 9892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ createPaint),
/* harmony export */   o: () => (/* binding */ outcomeColours)
/* harmony export */ });
/** Colours of a terminal. */
/** SGR parameters, ECMA-48 section 8.3.117. */
const sgr = { red: '31', green: '32', yellow: '33', dim: '2', bold: '1' };
const outcomeColours = {
    passed: 'green',
    failed: 'red',
    errored: 'yellow',
    blocked: 'yellow',
    skipped: 'dim',
};
const createPaint = (color) => (colour, text) => color && text ? `\u001b[${sgr[colour]}m${text}\u001b[0m` : text;


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


/***/ }),

/***/ 1488:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderTerminal: () => (/* binding */ renderTerminal)
/* harmony export */ });
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5149);
/* harmony import */ var _model_plural_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6711);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2527);
/* harmony import */ var _pieces_changes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9865);
/* harmony import */ var _pieces_paint_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9892);
/* harmony import */ var _pieces_parts_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(2034);
/* harmony import */ var _pieces_path_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7213);
/* harmony import */ var _pieces_phases_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6);
/* harmony import */ var _pieces_story_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(4625);
/* harmony import */ var _pieces_timeline_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6077);
/* harmony import */ var _pieces_transcript_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2732);
/* harmony import */ var _pieces_words_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4073);
/** The report for a terminal or a log: no cursor movement, colour only where asked for. */












const verdictColours = {
    passed: 'green',
    failed: 'red',
    inconclusive: 'yellow',
    cancelled: 'yellow',
};
const plainGlyphs = {
    '✓': '+',
    '✗': 'x',
    '⊘': '#',
    '·': '-',
    '→': '->',
    '←': '<-',
    '…': '...',
    '█': '#',
    '▁': '_',
    '▂': '.',
    '▃': '.',
    '▄': ':',
    '▅': ':',
    '▆': '|',
    '▇': '|',
};
const mostAttempts = 10;
const longestText = 600;
/** Wraps at words; a word longer than the line stays whole. */
function wrap(text, width, indent, first = indent) {
    const lines = [];
    let line = first;
    let empty = true;
    for (const word of (0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(text, longestText).split(' ')) {
        if (!empty && line.length + 1 + word.length > width) {
            lines.push(line);
            line = indent;
            empty = true;
        }
        line += empty ? word : ` ${word}`;
        empty = false;
    }
    return [...lines, line].join('\n');
}
/** What the wait saw last, where no failed check tells it. */
function unready({ readiness, checks }) {
    const told = checks.some(({ outcome }) => outcome === 'failed');
    return readiness?.last && !readiness.ready && !told ? `; last: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(readiness.last, 200)}` : '';
}
function header(report, { width }, paint) {
    const { mark, word } = _pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .verdictWords */ .L2[report.verdict];
    const where = report.environment ? ` (${(0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(report.environment, 80)})` : '';
    const url = (0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(report.url ?? '', 200);
    const sha = report.sha ? `commit ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(report.sha.slice(0, 12))}` : '';
    const { readiness } = report;
    const asked = readiness && readiness.polls > 1 ? `: ${(0,_model_plural_js__WEBPACK_IMPORTED_MODULE_9__/* .showAttempts */ .i)(readiness.polls, readiness.answers)}` : '';
    const ready = readiness
        ? `${readiness.ready ? 'ready' : 'not ready'} after ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(readiness.waitedMs)}${asked}${unready(report)}`
        : '';
    const facts = [url, sha, (0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(report.durationMs), ready].filter(Boolean).join(' · ');
    const changes = (0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)((0,_pieces_changes_js__WEBPACK_IMPORTED_MODULE_1__/* .changesLine */ .a)(report), 800);
    return [
        paint(verdictColours[report.verdict], paint('bold', `${mark} ${word.toUpperCase()}${where}`)),
        wrap(report.because, width, '  '),
        paint('dim', wrap(facts, width, '  ')),
        paint('dim', wrap((0,_pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .showCounts */ .aG)(report.counts), width, '  ')),
        ...(changes ? [wrap(changes, width, '  ')] : []),
    ];
}
/** All checks; those of a merged report by the part that they came from. */
function allChecks(report, options, paint) {
    const groups = (0,_pieces_parts_js__WEBPACK_IMPORTED_MODULE_10__/* .groupChecks */ .r)(report);
    if (!groups)
        return report.checks.length > 0 ? ['', ...checkLines(report.checks, options, paint)] : [];
    return groups.flatMap(({ part, checks }) => {
        const { mark, word } = _pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .verdictWords */ .L2[part.verdict];
        const url = part.url && part.url !== report.url ? ` · ${part.url}` : '';
        const title = wrap(`${mark} ${part.label}: ${word}${url}`, options.width, '  ', '');
        const untested = checks.length === 0 ? [wrap(part.because, options.width, '  ')] : [];
        return [
            '',
            paint(verdictColours[part.verdict], title),
            ...untested,
            ...checkLines(checks, options, paint),
        ];
    });
}
function checkLines(checks, { width }, paint) {
    const names = checks.map(({ name }) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(name, 40));
    const column = Math.max(0, ...names.map(name => name.length));
    return checks.map((check, at) => {
        const time = check.attempts.length > 0 ? (0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(check.durationMs) : '';
        const mark = _pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .outcomeWords */ .wX[check.outcome].mark;
        const first = `  ${mark} ${(names[at] ?? '').padEnd(column)} ${time.padStart(7)}  `;
        const word = check.outcome === 'passed' ? '' : `${_pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .outcomeWords */ .wX[check.outcome].word}: `;
        const notes = (0,_pieces_story_js__WEBPACK_IMPORTED_MODULE_11__/* .ownNotes */ .S)(check).map(note => `\n${wrap(`! ${note}`, width, ' '.repeat(first.length))}`);
        const line = wrap(`${word}${check.reason}`, width, ' '.repeat(first.length), first);
        const drawn = (0,_pieces_timeline_js__WEBPACK_IMPORTED_MODULE_5__/* .timelineText */ .P)(check);
        const came = drawn ? `\n${wrap(drawn, width, ' '.repeat(first.length))}` : '';
        // Painted after wrapping: escape sequences have no width.
        return (line.replace(mark, paint(_pieces_paint_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeColours */ .o[check.outcome], mark)) +
            paint('dim', came) +
            paint('yellow', notes.join('')));
    });
}
function attemptLine(attempt, at) {
    const phases = (0,_pieces_phases_js__WEBPACK_IMPORTED_MODULE_4__/* .phaseBars */ .K)(attempt).map(({ phase, bar, time }) => `${phase} ${bar} ${time}`);
    const bytes = `${(0,_pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .showBytes */ .ni)(attempt.bytesSent)} sent, ${(0,_pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .showBytes */ .ni)(attempt.bytesReceived)} received`;
    const end = attempt.fault ? `: ${attempt.fault.type}` : '';
    return `${at + 1}. ${attempt.address ?? 'no address'} · ${[...phases, bytes].join(' · ')}${end}`;
}
function failureLines(check, { width }, paint) {
    const steps = (0,_pieces_path_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(check);
    const [best, ...others] = check.diagnoses;
    const title = (words) => paint('bold', `  ${words}`);
    const list = (lines) => lines.map((line, at) => wrap(line, width, '       ', `    ${at + 1}. `));
    const wrong = check.assertions.filter(({ ok }) => !ok);
    const times = (0,_pieces_phases_js__WEBPACK_IMPORTED_MODULE_4__/* .percentileLines */ .j)(check);
    return [
        '',
        paint(_pieces_paint_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeColours */ .o[check.outcome], `${_pieces_words_js__WEBPACK_IMPORTED_MODULE_7__/* .outcomeWords */ .wX[check.outcome].mark} ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .oneLine */ .TN)(check.name, 200)}`),
        paint('dim', wrap(`${check.target}${check.class ? ` (${check.class})` : ''}`, width, '  ')),
        ...(steps ? [wrap((0,_pieces_path_js__WEBPACK_IMPORTED_MODULE_3__/* .pathText */ .LF)(steps), width, '  ')] : []),
        ...(best
            ? [
                title(`Cause (${best.confidence} confidence, ${best.id})`),
                wrap(best.cause, width, '    '),
                title('Why'),
                ...list(best.why),
                title('Fix'),
                ...best.fix.map(line => `    ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .cleanText */ .X5)(line).replaceAll('\n', ' ')}`),
            ]
            : [title('What was seen'), wrap(check.reason, width, '    ')]),
        ...(others.length > 0
            ? [title('Or'), ...others.map(one => wrap(`${one.cause} (${one.id})`, width, '    '))]
            : []),
        ...(wrong.length > 0 ? [title('Not as declared')] : []),
        ...wrong
            .slice(0, 20)
            .map(({ claim, expected, actual }) => wrap(`${claim}: expected ${expected}, found ${actual}`, width, '    ')),
        ...(check.attempts.length > 0 ? [title('Attempts')] : []),
        ...shownAttempts(check).map(([one, at]) => wrap(attemptLine(one, at), width, '       ', '    ')),
        ...times.map(line => wrap(line, width, '    ')),
        ...(check.transcript.length > 0 ? [title('Transcript')] : []),
        ...(0,_pieces_transcript_js__WEBPACK_IMPORTED_MODULE_6__/* .transcriptLines */ .u)(check.transcript, 12, 160).map(line => `    ${line}`),
    ];
}
/** Each with its place among all. Of too many, those in trouble come first. */
function shownAttempts({ attempts }) {
    const all = attempts.map((one, at) => [one, at]);
    if (all.length <= mostAttempts)
        return all;
    const [troubled, sound] = [true, false].map(is => all.filter(([one]) => (one.fault !== null) === is));
    return [...troubled, ...sound].slice(0, mostAttempts);
}
function problemLines(report, { width }, paint) {
    return report.problems.flatMap(({ subject, message, remedy, place }) => [
        '',
        paint('red', wrap(`${subject}${place ? ` (${place.file}:${place.line}:${place.column})` : ''}`, width, '    ', '  ✗ ')),
        wrap(message, width, '    '),
        paint('dim', wrap(remedy, width, '    ')),
    ]);
}
function renderTerminal(report, options) {
    const paint = (0,_pieces_paint_js__WEBPACK_IMPORTED_MODULE_2__/* .createPaint */ .X)(options.color);
    const room = { ...options, width: Math.max(40, options.width) };
    const troubled = report.checks.filter(_pieces_story_js__WEBPACK_IMPORTED_MODULE_11__/* .hasStory */ .a);
    const notes = report.notes.map(note => wrap(note, room.width, '    ', '  - '));
    const lines = [
        ...header(report, room, paint),
        ...problemLines(report, room, paint),
        ...allChecks(report, room, paint),
        ...troubled.flatMap(check => failureLines(check, room, paint)),
        ...(notes.length > 0 ? ['', paint('bold', 'Not proven by this run'), ...notes] : []),
    ];
    const text = (0,_escape_js__WEBPACK_IMPORTED_MODULE_8__/* .neutraliseCommands */ .$B)(`${lines.join('\n')}\n`);
    if (options.unicode !== false)
        return text;
    return text.replace(/[✓✗⊘·→←…█▁▂▃▄▅▆▇]/g, glyph => plainGlyphs[glyph] ?? glyph).replace(/[▏▎▍▌▋▊▉]/g, '');
}


/***/ })

};
