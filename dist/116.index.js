export const id = 116;
export const ids = [116];
export const modules = {

/***/ 1116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderAnnotations: () => (/* binding */ renderAnnotations)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2527);
/* harmony import */ var _pieces_words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4073);
/** Workflow commands: annotations on the run and on the lines of the configuration file. */


/** GitHub takes ten of a type from a step (runner ExecutionContext.cs); the tenth is left to the action's last word. */
const mostOfType = 9;
/** Longer messages are cut by the runner. */
const longestMessage = 4096;
const longestTitle = 200;
const ofProblem = ({ subject, message, remedy, place }) => ({
    level: 'error',
    title: `Verify Deploy: ${subject}`,
    message: `${message}\n${remedy}`,
    place,
});
function ofCheck(check, level) {
    const [best] = check.diagnoses;
    const cause = best ? [`Cause (${best.confidence} confidence): ${best.cause}`, 'Fix:', ...best.fix] : [];
    return {
        level,
        title: `Verify Deploy: ${check.name}`,
        message: [check.reason, ...cause].join('\n'),
        place: check.source,
    };
}
const ofNotes = (check) => check.notes.map(note => ({
    level: 'warning',
    title: `Verify Deploy: ${check.name}`,
    message: note,
    place: check.source,
}));
function show({ level, title, message, place }) {
    const where = place
        ? [`file=${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeCommandProperty */ .YG)(place.file)}`, `line=${place.line}`, `col=${place.column}`]
        : [];
    const properties = [...where, `title=${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeCommandProperty */ .YG)((0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(title, longestTitle))}`];
    const suffix = 20;
    return `::${level} ${properties.join(',')}::${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeCommandData */ .V9)((0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(message, longestMessage - suffix))}`;
}
function showSome(level, all) {
    const some = all.filter(annotation => annotation.level === level);
    if (some.length <= mostOfType)
        return some.map(show);
    const rest = some.length - (mostOfType - 1);
    const rollUp = {
        level,
        title: 'Verify Deploy',
        message: `${(0,_pieces_words_js__WEBPACK_IMPORTED_MODULE_0__/* .plural */ .LS)(rest, `more ${level}`)}: see the job summary.`,
        place: null,
    };
    return [...some.slice(0, mostOfType - 1), rollUp].map(show);
}
function renderAnnotations(report) {
    // A failure that does not make the run fail, by `fail-on`, is worth a warning only.
    const level = report.exitCode === 0 ? 'warning' : 'error';
    const troubled = report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored');
    const all = [
        ...report.problems.map(ofProblem),
        ...troubled.map(check => ofCheck(check, level)),
        ...report.checks.flatMap(ofNotes),
    ];
    return [...showSome('error', all), ...showSome('warning', all)].map(line => `${line}\n`).join('');
}


/***/ })

};
