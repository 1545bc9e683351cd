export const id = 727;
export const ids = [727,116];
export const modules = {

/***/ 1727:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAction: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
;// CONCATENATED MODULE: ./lib/announcer.js
/**
 * Publishing on GitHub while the run goes on: the side of the main thread. The other one (announcing.ts) is a thread of its
 * own: loading @actions/github takes some 100 ms, in which no socket would be read and every phase would seem longer.
 */

/** How long the end of a run may take to tell GitHub; a cancelled job has to be gone in 7.5 s. */
const deliveryMs = 15_000;
const cancelledMs = 1200;
const brokenMs = 5000;
function createAnnouncer({ event, sha, cancelled, entry, log }) {
    let thread = null;
    let ended = null;
    const early = [];
    const searched = new Map();
    const send = (told) => {
        if (thread)
            thread.postMessage(told);
        else if (ended)
            early.push(told);
    };
    async function end(told, limitMs) {
        if (!ended)
            return null;
        send(told);
        const late = startLimit(limitMs);
        const hurry = () => late.set(cancelledMs);
        cancelled.addEventListener('abort', hurry, { once: true });
        const said = await Promise.race([ended, late.over]);
        cancelled.removeEventListener('abort', hurry);
        late.stop();
        await thread?.terminate();
        thread = null;
        ended = null;
        return said;
    }
    return {
        start({ publishing, environment, sha: given, baselines }) {
            const { checkRun, comment, deploymentStatus, token, job, jobId } = publishing;
            if (!checkRun && !comment && !deploymentStatus && baselines.length === 0)
                return;
            for (const one of baselines)
                searched.set(one, Promise.withResolvers());
            const start = {
                ...{ checkRun, comment, deploymentStatus, token: token?.reveal() ?? null, job, jobId },
                ...{ environment, sha: given ?? sha, event, baselines },
            };
            ended = new Promise(resolve => setImmediate(open, resolve));
            // In the next turn: in this one the first packets are sent.
            function open(resolve) {
                const fail = (notice) => {
                    for (const { resolve: tell } of searched.values())
                        tell({ ok: false, why: `no baseline was found: ${notice}` });
                    resolve({ notice, remarks: [] });
                };
                try {
                    thread = new external_node_worker_threads_.Worker(entry, { workerData: { announcing: start }, env: environmentOf(process.env) });
                    thread.on('message', (heard) => {
                        if (heard.type === 'said')
                            resolve(heard);
                        else
                            searched.get(heard.environment)?.resolve(heard.found);
                    });
                    thread.once('error', error => fail(String(error)));
                    thread.once('exit', code => fail(`its thread ended with ${code}`));
                    // Whatever becomes of it, the run does not wait for it but at its end.
                    thread.unref();
                    for (const told of early)
                        thread.postMessage(told);
                }
                catch (error) {
                    fail(error instanceof Error ? error.message : String(error));
                }
            }
        },
        findBaseline: async (environment) => (await searched.get(environment)?.promise) ?? null,
        plan: ({ checks }) => send({ type: 'plan', planned: checks.length }),
        tell: ({ outcome, name, reason }) => send({ type: 'result', result: { outcome, name, reason } }),
        async deliver(report) {
            const limitMs = cancelled.aborted ? cancelledMs : deliveryMs;
            const said = await end({ type: 'report', report, limitMs }, limitMs);
            for (const remark of said?.remarks ?? [])
                log(remark);
            if (said?.notice)
                throw new Error(said.notice);
        },
        async giveUp() {
            await end({ type: 'broken', limitMs: brokenMs }, brokenMs);
        },
    };
}
/**
 * The toolkit reads the event and the address of GitHub as soon as it is loaded, and throws where it cannot. The event is
 * ours to read, and was.
 */
function environmentOf(env) {
    const { GITHUB_API_URL: api } = env;
    if (api && !URL.canParse(api))
        throw new TypeError(`GITHUB_API_URL is no URL: ${JSON.stringify(api)}`);
    return { ...env, GITHUB_EVENT_PATH: '' };
}
/** A wait for GitHub that can be made shorter while it lasts. */
function startLimit(limitMs) {
    let timer;
    let end = () => { };
    const over = new Promise(resolve => {
        end = resolve;
    });
    const stop = () => clearTimeout(timer);
    const set = (ms) => {
        stop();
        timer = setTimeout(() => end({ notice: `GitHub did not answer within ${ms / 1000} s`, remarks: [] }), ms);
    };
    set(limitMs);
    return { over, set, stop };
}

// EXTERNAL MODULE: ./lib/config/flags.js
var flags = __webpack_require__(6725);
// EXTERNAL MODULE: ./lib/entry.js
var lib_entry = __webpack_require__(8883);
// EXTERNAL MODULE: ./lib/files.js
var files = __webpack_require__(5428);
// EXTERNAL MODULE: ./lib/github/event.js
var github_event = __webpack_require__(9607);
// EXTERNAL MODULE: ./lib/model/revision.js
var revision = __webpack_require__(5572);
// EXTERNAL MODULE: ./lib/progress.js + 2 modules
var progress = __webpack_require__(6641);
// EXTERNAL MODULE: ./lib/report/annotations.js
var annotations = __webpack_require__(1116);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(2527);
// EXTERNAL MODULE: ./lib/report/pieces/document.js + 1 modules
var pieces_document = __webpack_require__(1489);
;// CONCATENATED MODULE: ./lib/report/summary.js
/** The job summary: what GitHub shows on the page of the run. */

/** A summary file above 1 MiB is not shown at all (runner FileCommandManager.cs); one of exactly 1 MiB is. */
const summaryLimit = 1024 * 1024;
function renderSummary(report) {
    return (0,pieces_document/* renderDocument */.y)(report, summaryLimit);
}

// EXTERNAL MODULE: ./lib/report/terminal.js
var terminal = __webpack_require__(1488);
;// CONCATENATED MODULE: ./lib/action.js
/** The entry under GitHub's runner: inputs and event in, log, summary, annotations, outputs and files out. */













/** Lines of a log: nothing that the target wrote may be taken for a command of the runner's. */
const say = (text) => process.stdout.write(`${(0,report_escape/* neutraliseCommands */.$B)(text)}\n`);
async function runAction(main) {
    const { env } = process;
    const event = await (0,lib_entry/* readEvent */.j_)(env.GITHUB_EVENT_PATH);
    const directory = env.GITHUB_WORKSPACE ?? process.cwd();
    const sha = (0,github_event/* shaOf */.ye)(event, env.GITHUB_SHA);
    const cancelled = (0,lib_entry/* onCancel */.Ao)();
    const entry = process.argv[1] ?? '';
    const announcer = createAnnouncer({ event, sha, cancelled, entry, log: say });
    const watcher = (0,progress/* watchLog */.C)({ write: say });
    const host = {
        given: { inputs: (0,flags/* inputsFromEnv */.lN)(env), env, directory, event, sha },
        runId: (0,lib_entry/* runIdOf */.SR)(env),
        sha,
        cancelled,
        // The toolkit's setSecret writes the same line; loading the toolkit before the first packet would cost more than it.
        mask: secret => process.stdout.write(`::add-mask::${(0,report_escape/* escapeCommandData */.V9)(secret.reveal())}\n`),
        log: watcher.log,
        warn: line => process.stdout.write(`::warning title=Verify Deploy::${(0,report_escape/* escapeCommandData */.V9)(line)}\n`),
        announce: announcer.start,
        findBaseline: announcer.findBaseline,
        onPlan(plan) {
            sayPlan(plan);
            watcher.onPlan(plan);
            announcer.plan(plan);
        },
        onStart: watcher.onStart,
        onResult(result) {
            watcher.onResult(result);
            announcer.tell(result);
        },
        surfaces: reportDir => [
            ...surfacesOf({ env, directory, reportDir, watcher }),
            { name: 'the report on GitHub', deliver: announcer.deliver },
        ],
    };
    // A check run that is never completed would keep a pull request waiting for ever.
    process.once('uncaughtException', async (error) => {
        console.error(error);
        await announcer.giveUp();
        process.exit(3);
    });
    try {
        return await main(host);
    }
    catch (error) {
        await announcer.giveUp();
        throw error;
    }
}
/** Folded, since the report has it all again. The group is closed at once: it never holds what the target wrote. */
function sayPlan({ checks }) {
    const lines = checks.map(({ id, target }) => (0,report_escape/* neutraliseCommands */.$B)(`${(0,report_escape/* oneLine */.TN)(id, 160)}  ${(0,report_escape/* oneLine */.TN)(target.url.host, 160)}`));
    const title = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} planned`;
    process.stdout.write([`::group::${title}`, ...lines, '::endgroup::', ''].join('\n'));
}
function surfacesOf({ env, directory, reportDir, watcher }) {
    const folder = (0,external_node_path_.resolve)(directory, reportDir ?? `${env.RUNNER_TEMP ?? '.'}/verify-deploy-${env.GITHUB_ACTION || 'report'}`);
    return [
        { name: 'the progress', deliver: () => watcher.end() },
        { name: 'the job summary', deliver: async (report) => writeSummary(env.GITHUB_STEP_SUMMARY, report) },
        {
            name: 'the log',
            deliver: async (report) => void say(`\n${(0,terminal.renderTerminal)(report, { color: false, width: 120 })}`),
        },
        {
            name: 'the annotations',
            deliver: async (report) => void process.stdout.write((0,annotations.renderAnnotations)(report)),
        },
        (0,files/* fileSurface */.y)(folder),
        { name: 'the outputs', deliver: report => setOutputs(report, (0,files/* reportPath */.e)(folder)) },
    ];
}
async function writeSummary(path, report) {
    // Old servers have no summaries.
    if (path)
        await (0,promises_.appendFile)(path, renderSummary(report));
}
async function setOutputs(report, path) {
    const { setOutput } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(143)]).then(__webpack_require__.bind(__webpack_require__, 143));
    setOutput('verdict', report.verdict);
    setOutput('because', report.because);
    setOutput('failed-checks', JSON.stringify(report.checks.filter(c => c.outcome === 'failed').map(c => c.id)));
    setOutput('root-cause', report.rootCause?.diagnosis ?? '');
    setOutput('revision', (0,revision/* joinRevisions */.hW)(report.revision.observed));
    setOutput('report', path);
    setOutput('duration-ms', String(Math.round(report.durationMs)));
}


/***/ }),

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
