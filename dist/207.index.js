export const id = 207;
export const ids = [207];
export const modules = {

/***/ 1207:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  complain: () => (/* binding */ complain),
  hostOf: () => (/* binding */ hostOf),
  runCommand: () => (/* binding */ runCommand)
});

// EXTERNAL MODULE: ./lib/config/flags.js
var flags = __webpack_require__(6725);
// EXTERNAL MODULE: ./lib/entry.js
var entry = __webpack_require__(8883);
// EXTERNAL MODULE: ./lib/files.js
var files = __webpack_require__(5428);
// EXTERNAL MODULE: ./lib/model/progress.js
var model_progress = __webpack_require__(9141);
;// CONCATENATED MODULE: ./lib/live-view.js
/**
 * The live view: a line for each check, redrawn in place on a terminal. Only ever moves up by what it drew itself, writes
 * a frame in one piece and over the old one, and writes none that changes nothing: no flicker.
 */

/** A run that is over sooner shows nothing but its report. Nothing is drawn, or loaded for it, before the first packets. */
const firstFrameMs = 100;
const frameMs = 100;
/** Cursor to column 1, up n lines, erase to the end of line and of screen: ECMA-48 section 8.3. */
const up = (lines) => (lines > 0 ? `\r\u001b[${lines}A` : '\r');
const eraseLine = '\u001b[K';
const eraseBelow = '\u001b[J';
const nothing = { lines: 0, text: '' };
function watchScreen({ screen, color, unicode, keep, ...rest }) {
    const { now = () => performance.now() } = rest;
    let progress = (0,model_progress/* beginProgress */.$n)(now());
    let drawn = nothing;
    let width = screen.columns;
    let timer;
    let ended = false;
    const draw = async () => {
        const { renderLive } = await __webpack_require__.e(/* import() */ 78).then(__webpack_require__.bind(__webpack_require__, 6078));
        if (ended && !keep)
            return;
        const { columns = 80, rows = 24 } = screen;
        // While somebody drags the edge of the window, every width is soon another one.
        const moving = width !== screen.columns;
        width = screen.columns;
        if (moving && !ended)
            return;
        const lines = renderLive(progress, { now: now(), width: columns, height: rows, color, unicode });
        const text = lines.map(line => `${line}${eraseLine}\n`).join('');
        // In a narrower window it may take more rows than it was drawn in, never less: what is above it is not overwritten.
        const back = Math.min(drawn.lines, rows - 1);
        if (text !== drawn.text)
            screen.write(`${up(back)}${text}${eraseBelow}`);
        drawn = { lines: lines.length, text };
    };
    const schedule = (ms) => {
        timer ??= setTimeout(async () => {
            await draw();
            timer = undefined;
            if (!ended)
                schedule(frameMs);
        }, ms);
        timer.unref();
    };
    const erase = () => {
        if (drawn.lines > 0)
            screen.write(`${up(Math.min(drawn.lines, (screen.rows ?? 24) - 1))}${eraseBelow}`);
        drawn = nothing;
    };
    return {
        onPlan(plan) {
            progress = (0,model_progress/* addPlan */.PY)(progress, plan);
            schedule(firstFrameMs);
        },
        onStart(check) {
            progress = (0,model_progress/* noteStart */.PI)(progress, check, now());
        },
        onResult(result) {
            progress = (0,model_progress/* noteResult */.Mf)(progress, result);
        },
        log(line) {
            progress = (0,model_progress/* noteLine */.rk)(progress, line);
        },
        onAttempt(line) {
            progress = (0,model_progress/* noteLine */.rk)(progress, line);
        },
        say(line) {
            erase();
            screen.write(`${line}\n`);
        },
        async end() {
            ended = true;
            clearTimeout(timer);
            if (keep && progress.entries.length > 0)
                await draw();
            else
                erase();
        },
    };
}

// EXTERNAL MODULE: ./lib/matching/suggest.js
var suggest = __webpack_require__(4293);
// EXTERNAL MODULE: ./lib/model/version.js
var version = __webpack_require__(3341);
// EXTERNAL MODULE: ./lib/output.js
var output = __webpack_require__(7822);
// EXTERNAL MODULE: ./lib/progress.js + 2 modules
var progress = __webpack_require__(6641);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(2527);
;// CONCATENATED MODULE: ./lib/cli.js
/** The entry for people: `verify-deploy URL …` and its commands. */









/** Commands by their first word, each loaded when it is asked for. */
const commands = {
    plan: async () => (await __webpack_require__.e(/* import() */ 667).then(__webpack_require__.bind(__webpack_require__, 7667))).runPlan,
    demo: async () => (await Promise.all(/* import() */[__webpack_require__.e(653), __webpack_require__.e(348)]).then(__webpack_require__.bind(__webpack_require__, 6348))).runDemo,
    replay: async () => (await Promise.all(/* import() */[__webpack_require__.e(511), __webpack_require__.e(860), __webpack_require__.e(203)]).then(__webpack_require__.bind(__webpack_require__, 1203))).runReplay,
    explain: async () => (await Promise.all(/* import() */[__webpack_require__.e(511), __webpack_require__.e(310)]).then(__webpack_require__.bind(__webpack_require__, 1310))).runExplain,
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
    // A host with a dot, a port or a path is none.
    const meant = /^[a-z]+$/.test(first) ? (0,suggest/* suggestWord */.v)(first, Object.keys(commands)) : null;
    if (meant)
        return complain(`"${first}" is no command; did you mean "${meant}"?`);
    const line = (0,flags/* parseFlags */.bQ)(words, process.env);
    if (line.options.help || words.length === 0) {
        const { helpText } = await __webpack_require__.e(/* import() */ 895).then(__webpack_require__.bind(__webpack_require__, 2895));
        process.stdout.write(helpText());
        return words.length === 0 ? 2 : 0;
    }
    if (line.options.version) {
        process.stdout.write(`${version/* version */.r}\n`);
        return 0;
    }
    return await main(hostOf(line));
}
function complain(message) {
    process.stderr.write(`verify-deploy: ${message}\nSee verify-deploy --help.\n`);
    return 2;
}
const onlyAsAction = '--check-run, --comment and --deployment-status publish nothing here: only the action, as a step of a workflow, does';
/** A host for a terminal or a pipe: progress to stderr if somebody watches, the report to stdout. */
function hostOf(line) {
    const { env } = process;
    const sha = env.GITHUB_SHA || null;
    const watcher = watcherOf(line);
    const { onPlan, onStart, onResult, log, onAttempt } = watcher;
    return {
        given: { inputs: line.inputs, problems: line.problems, env, directory: process.cwd(), event: null, sha },
        runId: (0,entry/* runIdOf */.SR)(env),
        sha,
        cancelled: (0,entry/* onCancel */.Ao)(),
        mask: () => { },
        announce: ({ publishing: { checkRun, comment, deploymentStatus } }) => {
            if (checkRun || comment || deploymentStatus)
                watcher.say(`verify-deploy: ${onlyAsAction}`);
        },
        ...{ onPlan, onStart, onResult, log, onAttempt },
        warn: text => watcher.say((0,report_escape/* cleanText */.X5)(`verify-deploy: ${text}`)),
        surfaces: reportDir => [
            { name: 'the progress', deliver: () => watcher.end() },
            { name: 'the report', deliver: async (report) => (0,output/* printReport */.Y)(report, line.options) },
            ...(reportDir === null ? [] : [(0,files/* fileSurface */.y)(reportDir)]),
        ],
    };
}
/** A pipe gets the report alone of a run that is over sooner. */
const quietMs = 2000;
/** Progress is for whoever watches, on stderr: in place on a terminal that can, in lines elsewhere. */
function watcherOf({ options }) {
    const { env, platform, stderr, stdout } = process;
    const write = (text) => void stderr.write(`${(0,report_escape/* neutraliseCommands */.$B)((0,report_escape/* cleanText */.X5)(text))}\n`);
    if (stderr.isTTY !== true)
        return (0,progress/* watchLog */.C)({ write, quietMs });
    // Without TERM nothing is known of a terminal, but on Windows, where it is never set.
    const canMove = env.TERM === undefined ? platform === 'win32' : env.TERM !== 'dumb';
    if (!canMove || env.CI)
        return (0,progress/* watchLog */.C)({ write });
    return watchScreen({
        screen: stderr,
        color: options.color && !env.NO_COLOR,
        unicode: platform === 'win32'
            ? env.WT_SESSION !== undefined
            : /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || ''),
        // The report takes the place of the live lines where it goes to the same terminal.
        keep: stdout.isTTY !== true,
    });
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
    markdown: async () => (await Promise.all(/* import() */[__webpack_require__.e(870), __webpack_require__.e(21)]).then(__webpack_require__.bind(__webpack_require__, 5402))).renderMarkdown,
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
