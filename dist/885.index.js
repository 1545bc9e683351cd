export const id = 885;
export const ids = [885];
export const modules = {

/***/ 6885:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPlan: () => (/* binding */ runPlan)
});

// EXTERNAL MODULE: ./lib/checks/index.js + 26 modules
var checks = __webpack_require__(8729);
// EXTERNAL MODULE: ./lib/cli.js
var cli = __webpack_require__(9069);
// EXTERNAL MODULE: ./lib/config/flags.js
var flags = __webpack_require__(6725);
// EXTERNAL MODULE: ./lib/config/load.js + 5 modules
var load = __webpack_require__(9837);
// EXTERNAL MODULE: ./lib/model/duration.js
var duration = __webpack_require__(5149);
;// CONCATENATED MODULE: ./lib/model/problem.js
/** What is wrong with what the user gave us. Collected and reported together; nothing is sent before they are mended. */
/** A problem in one or two lines, for a terminal. */
function showProblem({ subject, message, remedy, place }) {
    const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
    return `${where}${subject}: ${message}; ${remedy}`;
}

// EXTERNAL MODULE: ./lib/plan.js
var lib_plan = __webpack_require__(5648);
;// CONCATENATED MODULE: ./lib/commands/plan.js
/** `verify-deploy plan …`: what would be checked; nothing is sent. */







async function runPlan(words) {
    const line = (0,flags/* parseFlags */.bQ)(words, process.env);
    const loaded = await (0,load/* loadConfig */.Z)({ inputs: line.inputs, problems: line.problems, env: process.env, directory: process.cwd(), event: null }, checks.checkKinds);
    if (!loaded.ok)
        return (0,cli.complain)(loaded.problems.map(showProblem).join('\n'));
    const plan = (0,lib_plan/* buildPlan */.G)(loaded.config, checks.checkKinds);
    if (line.options.format === 'json') {
        process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
        return 0;
    }
    const lines = [
        `${plan.checks.length} checks would run; nothing was sent.`,
        ...(plan.readiness
            ? [`First ${plan.readiness.check} is waited for, at most ${(0,duration/* showDuration */.kJ)(plan.readiness.withinMs)}.`]
            : []),
        '',
        ...plan.checks.map(describe),
        ...plan.notes.map(note => `\nNote: ${note}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
}
function describe(check) {
    const needs = check.needs.length > 0 ? `, needs ${check.needs.join(', ')}` : '';
    const credential = check.credential ? `credential "${check.credential}"` : 'no credential';
    return `  ${check.id}\n    ${check.target.url.origin === 'null' ? check.target.url.href : check.target.url}  ${credential}, limit ${(0,duration/* showDuration */.kJ)(check.timeoutMs)} a wait, ${check.retries} retry on infrastructure trouble${needs}`;
}


/***/ })

};
