export const id = 786;
export const ids = [786];
export const modules = {

/***/ 786:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runMerge: () => (/* binding */ runMerge)
/* harmony export */ });
/* harmony import */ var _cli_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1207);
/* harmony import */ var _config_flags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6725);
/* harmony import */ var _model_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1246);
/** `verify-deploy merge A.json B.json …`: one report out of those of a matrix of jobs. */



/** Flags of the main form that say something here. */
const own = new Set(['merge', 'merge-expect', 'report-dir']);
async function runMerge(given, main) {
    const line = (0,_config_flags_js__WEBPACK_IMPORTED_MODULE_1__/* .parseFlags */ .bQ)(given, process.env, { words: 'arguments' });
    const idle = Object.entries(line.inputs).find(([name]) => !own.has(name));
    if (line.problems.length > 0)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_0__.complain)(line.problems.map(_model_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .showProblem */ .H).join('\n'));
    if (idle)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_0__.complain)(`${idle[1].subject} has no effect: saved reports are not verified again`);
    const paths = [...line.words, ...(line.inputs.merge ? [line.inputs.merge.value] : [])];
    if (paths.length === 0)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_0__.complain)('say which: verify-deploy merge A.json B.json, or a folder');
    const merge = { value: paths.join('\n'), subject: 'merge' };
    return await main((0,_cli_js__WEBPACK_IMPORTED_MODULE_0__.hostOf)({ ...line, inputs: { ...line.inputs, merge } }));
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
