export const id = 78;
export const ids = [78];
export const modules = {

/***/ 6078:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderLive: () => (/* binding */ renderLive)
/* harmony export */ });
/* unused harmony export columnsOf */
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5149);
/* harmony import */ var _model_progress_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9141);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2527);
/* harmony import */ var _pieces_paint_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9892);
/* harmony import */ var _pieces_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4073);
/** The live view of a terminal: progress → lines, one a check. Pure; moving the cursor is the driver's business. */





const spinners = { unicode: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'], plain: [...'|/-\\'] };
const spinnerMs = 100;
const plainMarks = {
    passed: '+',
    failed: 'x',
    errored: '!',
    blocked: '#',
    skipped: '-',
};
const longestName = 48;
/**
 * At most `height - 1` lines of at most `width - 1` columns: a line that fills the last column would wrap in some
 * terminals, and one row more than the screen would scroll out of reach.
 */
function renderLive(progress, options) {
    const paint = (0,_pieces_paint_js__WEBPACK_IMPORTED_MODULE_1__/* .createPaint */ .X)(options.color);
    const room = Math.max(1, options.height - 1);
    const note = progress.note === null ? [] : [clipLine(`  ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(progress.note, 400)}`, options)];
    const { shown, hidden } = choose(progress.entries, room - note.length);
    const names = shown.map(({ name }) => fitText((0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(name, 200), longestName, options.unicode));
    const column = Math.max(0, ...names.map(columnsOf));
    const lines = shown.map((entry, at) => {
        const name = names[at] + ' '.repeat(column - columnsOf(names[at]));
        return entryLine(entry, name, options, paint);
    });
    const more = hidden.length > 0 ? [clipLine(`  ${sayHidden(hidden)}`, options)] : [];
    return [...lines, ...[...more, ...note].map(line => paint('dim', line))].slice(0, room);
}
function entryLine(entry, name, options, paint) {
    const { result, startedAt } = entry;
    if (result) {
        const { outcome } = result;
        const mark = options.unicode ? _pieces_words_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeWords */ .wX[outcome].mark : plainMarks[outcome];
        const took = result.attempts.length > 0 ? (0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(result.durationMs) : '';
        const word = outcome === 'passed' ? '' : `${_pieces_words_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeWords */ .wX[outcome].word}: `;
        const line = clipLine(`  ${mark} ${name} ${took.padStart(7)}  ${word}${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(result.reason, 240)}`, options);
        // Painted after it was cut: escape sequences have no width.
        return line.startsWith(`  ${mark}`)
            ? `  ${paint(_pieces_paint_js__WEBPACK_IMPORTED_MODULE_1__/* .outcomeColours */ .o[outcome], mark)}${line.slice(2 + mark.length)}`
            : line;
    }
    if (startedAt === null)
        return paint('dim', clipLine(`    ${name}`, options));
    const frames = options.unicode ? spinners.unicode : spinners.plain;
    const frame = frames[Math.floor(Math.max(0, options.now) / spinnerMs) % frames.length];
    return clipLine(`  ${frame} ${name} ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(options.now - startedAt).padStart(7)}`, options);
}
/** Of too many, those in trouble and those that run come first; the order of the plan is kept. */
function choose(entries, most) {
    if (entries.length <= most)
        return { shown: entries, hidden: [] };
    const rank = (entry) => {
        const { result } = entry;
        if (result)
            return result.outcome === 'failed' || result.outcome === 'errored' ? 0 : 3;
        return (0,_model_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .isRunning */ .W_)(entry) ? 1 : 2;
    };
    const kept = new Set(entries.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, most - 1)));
    return {
        shown: entries.filter(entry => kept.has(entry)),
        hidden: entries.filter(entry => !kept.has(entry)),
    };
}
function sayHidden(hidden) {
    const counts = Map.groupBy(hidden, entry => entry.result?.outcome ?? ((0,_model_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .isRunning */ .W_)(entry) ? 'running' : 'waiting'));
    const told = [...counts].map(([state, entries]) => `${entries.length} ${state}`);
    return `and ${hidden.length} more: ${told.join(', ')}`;
}
const clipLine = (line, { width, unicode }) => fitText(line, Math.max(1, width - 1), unicode);
/** Cut to so many columns; that it was cut is shown. */
function fitText(text, columns, unicode) {
    if (columnsOf(text) <= columns)
        return text;
    const end = unicode ? '…' : '...'.slice(0, columns);
    let cut = '';
    let left = columns - end.length;
    for (const character of text) {
        left -= columnsOf(character);
        if (left < 0)
            break;
        cut += character;
    }
    return cut + end;
}
/** Marks of ours, and punctuation, arrows and lines that take one column in every font. */
const narrow = /[ -\u10ff\u2010-\u205f\u2190-\u22ff\u2713\u2717\u2800-\u28ff]/;
/** At most: whether a character beyond the common ones takes one column or two is for the terminal to know. */
const columnsOf = (text) => [...text].reduce((sum, character) => sum + (narrow.test(character) ? 1 : 2), 0);


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


/***/ })

};
