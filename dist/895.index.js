export const id = 895;
export const ids = [895];
export const modules = {

/***/ 2895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   helpText: () => (/* binding */ helpText)
/* harmony export */ });
/* harmony import */ var _config_flags_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6725);
/** `verify-deploy --help`, from the same table that reads the flags. */

function helpText() {
    return `verify-deploy URL [flags]                 verifies a deployment
verify-deploy --config FILE --environment NAME
verify-deploy plan …                      prints what would be checked; sends nothing
verify-deploy demo [--fault NAME]         verifies the embedded staging service; --list-faults
verify-deploy demo --serve [--fault NAME] only serves it, and prints url, websocket and jwt-secret
verify-deploy replay report.json          diagnoses and renders a saved report again
verify-deploy merge REPORTS…              one report out of those of other jobs
verify-deploy explain ID                  a diagnosis in full: symptom, cause, fix, neighbours
verify-deploy schema config|report        prints a JSON Schema

  --format FORMAT            terminal, json, markdown, junit or github
  --no-color                 no colour in a terminal
  --version, --help

Every input of the action is a flag. Secrets are read from the environment variable that a flag names.

${(0,_config_flags_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFlags */ .Jv)()
        .map(line => `  ${line}`)
        .join('\n')}

Exit codes: 0 passed, 1 failed, 2 input problem, 3 inconclusive, 130 cancelled.
`;
}


/***/ })

};
