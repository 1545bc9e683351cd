export const id = 667;
export const ids = [667];
export const modules = {

/***/ 7667:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPlan: () => (/* binding */ runPlan)
/* harmony export */ });
/* harmony import */ var _checks_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9360);
/* harmony import */ var _cli_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1207);
/* harmony import */ var _config_environments_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5797);
/* harmony import */ var _config_flags_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6725);
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5149);
/* harmony import */ var _model_problem_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1246);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5648);
/** `verify-deploy plan …`: what would be checked; nothing is sent. */







async function runPlan(words) {
    const line = (0,_config_flags_js__WEBPACK_IMPORTED_MODULE_3__/* .parseFlags */ .bQ)(words, process.env);
    const loaded = await (0,_config_environments_js__WEBPACK_IMPORTED_MODULE_2__/* .loadEnvironments */ .H)({ inputs: line.inputs, problems: line.problems, env: process.env, directory: process.cwd(), event: null }, _checks_index_js__WEBPACK_IMPORTED_MODULE_0__.checkKinds);
    if (!loaded.ok)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_1__.complain)(loaded.problems.map(_model_problem_js__WEBPACK_IMPORTED_MODULE_6__/* .showProblem */ .H).join('\n'));
    const plans = loaded.configs.map(config => ({
        environment: config.environment,
        ...(0,_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .buildPlan */ .G)(config, _checks_index_js__WEBPACK_IMPORTED_MODULE_0__.checkKinds),
    }));
    const several = plans.length > 1;
    if (line.options.format === 'json') {
        const { environment: _one, ...only } = plans[0];
        process.stdout.write(`${JSON.stringify(several ? plans : only, null, 2)}\n`);
        return 0;
    }
    const texts = plans.map(plan => (several ? `${plan.environment}: ${show(plan)}` : show(plan)));
    process.stdout.write(texts.join('\n'));
    return 0;
}
function show(plan) {
    const lines = [
        `${plan.checks.length} checks would run; nothing was sent.`,
        ...(plan.readiness
            ? [
                `First ${plan.readiness.checks.join(' and ')} is waited for, at most ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_4__/* .showDuration */ .kJ)(plan.readiness.withinMs)}.`,
            ]
            : []),
        '',
        ...plan.checks.map(describe),
        ...plan.notes.map(note => `\nNote: ${note}`),
    ];
    return `${lines.join('\n')}\n`;
}
function describe(check) {
    const needs = check.needs.length > 0 ? `, needs ${check.needs.join(', ')}` : '';
    const credential = check.credential ? `credential "${check.credential}"` : 'no credential';
    return `  ${check.id}\n    ${check.target.url.origin === 'null' ? check.target.url.href : check.target.url}  ${credential}, limit ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_4__/* .showDuration */ .kJ)(check.timeoutMs)} a wait, ${check.retries} retry on infrastructure trouble${needs}`;
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
