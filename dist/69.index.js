export const id = 69;
export const ids = [69];
export const modules = {

/***/ 9069:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   complain: () => (/* binding */ complain),
/* harmony export */   hostOf: () => (/* binding */ hostOf),
/* harmony export */   runCommand: () => (/* binding */ runCommand)
/* harmony export */ });
/* harmony import */ var _config_flags_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6725);
/* harmony import */ var _entry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8883);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5428);
/* harmony import */ var _model_version_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3341);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7822);
/* harmony import */ var _report_result_line_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5848);
/** The entry for people: `verify-deploy URL …` and its commands. */






/** Commands by their first word, each loaded when it is asked for. */
const commands = {
    plan: async () => (await __webpack_require__.e(/* import() */ 667).then(__webpack_require__.bind(__webpack_require__, 7667))).runPlan,
    demo: async () => (await Promise.all(/* import() */[__webpack_require__.e(653), __webpack_require__.e(428)]).then(__webpack_require__.bind(__webpack_require__, 8428))).runDemo,
    replay: async () => (await Promise.all(/* import() */[__webpack_require__.e(164), __webpack_require__.e(203)]).then(__webpack_require__.bind(__webpack_require__, 1203))).runReplay,
    explain: async () => (await Promise.all(/* import() */[__webpack_require__.e(164), __webpack_require__.e(310)]).then(__webpack_require__.bind(__webpack_require__, 1310))).runExplain,
    merge: async () => (await __webpack_require__.e(/* import() */ 786).then(__webpack_require__.bind(__webpack_require__, 786))).runMerge,
    schema: async () => (await __webpack_require__.e(/* import() */ 899).then(__webpack_require__.bind(__webpack_require__, 7899))).runSchema,
};
async function runCommand(words, main) {
    // A reader that hangs up early, such as `head`, changes nothing about the verdict.
    for (const stream of [process.stdout, process.stderr])
        stream.on('error', () => { });
    const [first = '--help', ...rest] = words;
    const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
    if (command)
        return await (await command())(rest, main);
    const line = (0,_config_flags_js__WEBPACK_IMPORTED_MODULE_0__/* .parseFlags */ .bQ)(words, process.env);
    if (line.options.help || words.length === 0) {
        const { helpText } = await __webpack_require__.e(/* import() */ 895).then(__webpack_require__.bind(__webpack_require__, 2895));
        process.stdout.write(helpText());
        return words.length === 0 ? 2 : 0;
    }
    if (line.options.version) {
        process.stdout.write(`${_model_version_js__WEBPACK_IMPORTED_MODULE_5__/* .version */ .r}\n`);
        return 0;
    }
    return await main(hostOf(line));
}
function complain(message) {
    process.stderr.write(`verify-deploy: ${message}\nSee verify-deploy --help.\n`);
    return 2;
}
/** A host for a terminal or a pipe: progress to stderr if somebody watches, the report to stdout. */
function hostOf(line) {
    const { env } = process;
    const watched = process.stderr.isTTY === true;
    const progress = (text) => {
        if (watched)
            process.stderr.write(`${text}\n`);
    };
    return {
        given: { inputs: line.inputs, problems: line.problems, env, directory: process.cwd(), event: null },
        runId: (0,_entry_js__WEBPACK_IMPORTED_MODULE_1__/* .runIdOf */ .SR)(env),
        sha: env.GITHUB_SHA ?? null,
        cancelled: (0,_entry_js__WEBPACK_IMPORTED_MODULE_1__/* .onCancel */ .Ao)(),
        mask: () => { },
        log: progress,
        warn: text => process.stderr.write(`verify-deploy: ${text}\n`),
        onPlan: () => { },
        onResult: result => progress((0,_report_result_line_js__WEBPACK_IMPORTED_MODULE_4__/* .renderResultLine */ .a)(result)),
        surfaces: reportDir => [
            { name: 'the report', deliver: async (report) => (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .printReport */ .Y)(report, line.options) },
            ...(reportDir === null ? [] : [(0,_files_js__WEBPACK_IMPORTED_MODULE_2__/* .fileSurface */ .y)(reportDir)]),
        ],
    };
}


/***/ }),

/***/ 7822:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ printReport)
/* harmony export */ });
/** A report on standard output, in the format that was asked for. */
/** Each format is loaded when it is asked for. */
const renders = {
    async terminal({ color }) {
        const { renderTerminal } = await __webpack_require__.e(/* import() */ 488).then(__webpack_require__.bind(__webpack_require__, 1488));
        const { isTTY, columns } = process.stdout;
        const colored = color && isTTY === true && !process.env.NO_COLOR;
        return report => renderTerminal(report, { color: colored, width: columns ?? 100 });
    },
    json: async () => (await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 7406))).renderJson,
    markdown: async () => (await __webpack_require__.e(/* import() */ 21).then(__webpack_require__.bind(__webpack_require__, 5402))).renderMarkdown,
    junit: async () => (await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 5470))).renderJunit,
    github: async () => (await __webpack_require__.e(/* import() */ 116).then(__webpack_require__.bind(__webpack_require__, 1116))).renderAnnotations,
};
async function printReport(report, options) {
    const render = await renders[options.format ?? 'terminal'](options);
    const text = render(report);
    // A pipe takes what it can; the rest must be waited for before the process ends.
    await new Promise(resolve => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve()));
}


/***/ })

};
