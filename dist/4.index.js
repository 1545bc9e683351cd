export const id = 4;
export const ids = [4];
export const modules = {

/***/ 6725:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ describeFlags),
/* harmony export */   bQ: () => (/* binding */ parseFlags),
/* harmony export */   lN: () => (/* binding */ inputsFromEnv)
/* harmony export */ });
/* unused harmony export formats */
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4103);
/* harmony import */ var _parsed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9193);
/* harmony import */ var _spelling_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9106);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6618);
/** The command line, and the environment of an action, as given inputs. Both speak the names of inputs.ts. */




const formats = ['terminal', 'json', 'markdown', 'junit', 'github'];
const short = { '-h': '--help', '-V': '--version', '-v': '--version' };
const everywhere = ['help', 'version', 'no-color'];
const fromVariable = /-env$/;
function parseFlags(argv, env, command = {}) {
    const valued = ['format', ...(command.values ?? [])];
    const alone = [...everywhere, ...(command.switches ?? [])];
    const problems = [];
    const inputs = {};
    const words = [];
    const values = {};
    const switches = new Set();
    const tell = (subject, message, remedy) => problems.push((0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .problemOf */ .Zw)(subject, message, remedy));
    const give = (name, subject, value) => {
        const before = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
        if (!before)
            inputs[name] = { value, subject };
        else if ((0,_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .findInput */ .cu)(name)?.list)
            inputs[name] = { value: `${before.value}\n${value}`, subject };
        else
            tell(subject, `is given twice, the input ${name} has one value`, 'keep one of the two');
    };
    const rest = [...argv];
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        if (next === '--') {
            words.push(...rest.splice(0));
            break;
        }
        const text = Object.hasOwn(short, next) ? short[next] : next;
        if (!text.startsWith('--')) {
            if (text.startsWith('-') && text !== '-') {
                tell(quoteFlag(text), 'is not a flag', 'flags start with two dashes, such as --url');
            }
            else
                words.push(text);
            continue;
        }
        const { name, value: joined } = splitFlag(text);
        const subject = `--${name}`;
        const row = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .findInput */ .cu)(name);
        if (alone.includes(name)) {
            if (joined !== null)
                tell(subject, 'takes no value', `write ${subject}`);
            switches.add(name);
            continue;
        }
        if (row?.alone) {
            give(name, subject, joined ?? (isSpelled(rest[0], name) ? rest.shift() : 'true'));
            continue;
        }
        const secretName = name.replace(fromVariable, '');
        const isVariable = fromVariable.test(name) && (0,_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .findInput */ .cu)(secretName)?.secret === true;
        if (!row && !isVariable && !valued.includes(name)) {
            // A value that follows is taken along if it cannot be anything else, and is not shown: it may be a secret.
            if (joined === null && rest[0] !== undefined && !rest[0].startsWith('-'))
                rest.shift();
            const plain = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .findInput */ .cu)(secretName) ? `write --${secretName} VALUE` : null;
            const near = (0,_spelling_js__WEBPACK_IMPORTED_MODULE_3__/* .suggestion */ .h)(name, knownFlags(valued, alone)).replaceAll(/"([^"]+)"/g, '"--$1"');
            tell(subject, 'is not a flag', plain ?? near);
            continue;
        }
        const value = joined ?? (rest[0]?.startsWith('--') ? undefined : rest.shift());
        if (value === undefined)
            tell(subject, 'has no value', `write ${subject} VALUE, or ${subject}=VALUE if it starts with --`);
        else if (row?.secret) {
            tell(subject, 'is a secret, and a command line can be read by others', `write --${name}-env NAME`);
        }
        else if (isVariable) {
            const read = readVariable(value, env);
            if (read.ok)
                give(secretName, subject, read.value);
            else
                tell(subject, read.message, read.remedy);
        }
        else if (row && value.trim() === '')
            // A shell hands over an unset variable so; what it should have asked for would be left out unseen.
            tell(subject, 'has an empty value', `leave ${subject} out, or set the variable that its value comes from`);
        else if (row)
            give(name, subject, value);
        else if (Object.hasOwn(values, name))
            tell(subject, 'is given twice', 'keep one of the two');
        else
            values[name] = value;
    }
    if (command.words !== 'arguments') {
        const [url, ...more] = words.splice(0);
        if (url !== undefined && inputs.url)
            tell('--url', `contradicts the URL ${(0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .hD)(url)}`, 'keep one of the two');
        else if (url !== undefined)
            give('url', 'URL', url);
        for (const word of more)
            tell((0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .hD)(word), 'is one URL too many', 'give one URL; values belong behind their flags');
    }
    const format = (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .choiceOf */ .FH)(formats, 'a format')(values.format ?? 'terminal');
    delete values.format;
    if (!format.ok)
        tell('--format', format.message, format.remedy);
    const [help, version, color] = [
        switches.delete('help'),
        switches.delete('version'),
        !switches.delete('no-color'),
    ];
    const options = { help, version, color, format: format.ok ? format.value : 'terminal', values, switches };
    return { inputs, options, words, problems };
}
/** The name may hold anything: nothing of a wrong single-dash flag but its first letters is shown. */
const quoteFlag = (text) => (0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .hD)(text.length > 12 ? `${text.slice(0, 12)}…` : text);
function splitFlag(text) {
    const equals = text.indexOf('=');
    return equals < 0
        ? { name: text.slice(2), value: null }
        : { name: text.slice(2, equals), value: text.slice(equals + 1) };
}
/** `--check-run false`: the next word belongs to the flag only if it can be nothing but its value. */
const isSpelled = (next, name) => next !== undefined && ((0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .isBoolean */ .Lm)(next) || (name === 'auth-required' && next === 'auto'));
/** Every flag there is, for help and for suggestions; secrets by the variable that holds them. */
const knownFlags = (valued, alone) => [
    ..._inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .inputNames */ .vj.map(name => ((0,_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .findInput */ .cu)(name).secret ? `${name}-env` : name)),
    ...valued,
    ...alone,
];
/** Somebody may have put the secret itself where the name belongs: only what looks like a name is shown. */
function readVariable(name, env) {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined && value !== '')
        return (0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .good */ .uw)(value);
    const shown = /^[A-Z][A-Z0-9_]{0,39}$/.test(name)
        ? `the environment variable ${(0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .hD)(name)}`
        : 'the environment variable';
    return (0,_parsed_js__WEBPACK_IMPORTED_MODULE_1__/* .bad */ .MB)(`${shown} is ${value === undefined ? 'not set' : 'empty'}`, 'give the name of a variable, not its value, and set the variable');
}
const prefix = 'INPUT_';
/** The inputs of an action: `INPUT_`, the name in capitals, hyphens kept. Empty ones are not given. */
function inputsFromEnv(env) {
    const found = Object.entries(env).flatMap(([variable, value]) => {
        if (!variable.toUpperCase().startsWith(prefix) || value === undefined)
            return [];
        const name = variable.slice(prefix.length).toLowerCase();
        return [[name, { value, subject: name }]];
    });
    return Object.fromEntries(found);
}
/** One line a flag, for `--help`; those that this version refuses are left out. */
function describeFlags() {
    return _inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .inputDefinitions */ .Z$.flatMap(({ name, description, secret, alone }) => {
        const flag = secret ? `--${name}-env NAME` : alone ? `--${name}` : `--${name} VALUE`;
        const [sentence = ''] = description.replaceAll('`', '').split(/\.( |$)/, 1);
        return [`${flag.padEnd(28)}${sentence}`];
    });
}


/***/ }),

/***/ 8883:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ao: () => (/* binding */ onCancel),
/* harmony export */   SR: () => (/* binding */ runIdOf),
/* harmony export */   j_: () => (/* binding */ readEvent)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/** What both entries share: signals, the event's payload, the identity of the run. */


/** Aborts on SIGINT and SIGTERM: what is known is written before leaving; GitHub kills the tree 10 s later. */
function onCancel() {
    const controller = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK'])
        process.once(name, () => controller.abort());
    return controller.signal;
}
async function readEvent(path) {
    if (!path)
        return null;
    try {
        return JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(path, 'utf8'));
    }
    catch {
        // Without a payload the inputs have to say it all; they are checked.
        return null;
    }
}
const runIdOf = (env) => env.GITHUB_RUN_ID ?? (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();


/***/ }),

/***/ 5428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ reportPath),
/* harmony export */   y: () => (/* binding */ fileSurface)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _report_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7406);
/* harmony import */ var _report_junit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5470);
/** The report as files: report.json and junit.xml, for artifacts, caches and test viewers. */




const renders = { 'report.json': _report_json_js__WEBPACK_IMPORTED_MODULE_3__.renderJson, 'junit.xml': _report_junit_js__WEBPACK_IMPORTED_MODULE_2__.renderJunit };
const reportPath = (folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, 'report.json');
/** Writes into `folder`, which is made if it is not there. */
function fileSurface(folder) {
    return {
        name: `the report in "${folder}"`,
        async deliver(report) {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder, { recursive: true });
            await Promise.all(Object.entries(renders).map(([name, render]) => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, name), render(report))));
        },
    };
}


/***/ }),

/***/ 9141:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $n: () => (/* binding */ beginProgress),
/* harmony export */   Ip: () => (/* binding */ runningEntries),
/* harmony export */   Mf: () => (/* binding */ noteResult),
/* harmony export */   PI: () => (/* binding */ noteStart),
/* harmony export */   PY: () => (/* binding */ addPlan),
/* harmony export */   W_: () => (/* binding */ isRunning),
/* harmony export */   rk: () => (/* binding */ noteLine)
/* harmony export */ });
/** How far a run has come: what waits, what runs and since when, what is done. */
const beginProgress = (now) => ({ startedAt: now, entries: [], note: null });
/** Each environment brings a plan of its own. */
function addPlan(progress, { checks }) {
    const added = checks.map(({ id, name }) => ({ id, name, startedAt: null, result: null }));
    return { ...progress, entries: [...progress.entries, ...added] };
}
/** What is said of the wait holds until a check begins after it. */
function noteStart(progress, { id, name }, now) {
    return { ...change(progress, { id, name, startedAt: now, result: null }), note: null };
}
function noteResult(progress, result) {
    const before = progress.entries.find(({ id }) => id === result.id);
    const { id, name } = result;
    return change(progress, { id, name, startedAt: before?.startedAt ?? null, result });
}
const noteLine = (progress, line) => ({ ...progress, note: line });
function change(progress, entry) {
    const known = progress.entries.some(({ id }) => id === entry.id);
    const entries = known
        ? progress.entries.map(old => (old.id === entry.id ? entry : old))
        : [...progress.entries, entry];
    return { ...progress, entries };
}
/** Begun and not done, the longest first. */
const runningEntries = ({ entries }) => entries
    .filter((entry) => isRunning(entry))
    .sort((a, b) => a.startedAt - b.startedAt);
const isRunning = ({ startedAt, result }) => startedAt !== null && result === null;


/***/ }),

/***/ 6641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  C: () => (/* binding */ watchLog)
});

// UNUSED EXPORTS: heartbeatMs

// EXTERNAL MODULE: ./lib/model/progress.js
var model_progress = __webpack_require__(9141);
// EXTERNAL MODULE: ./lib/model/duration.js
var duration = __webpack_require__(5149);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(2527);
;// CONCATENATED MODULE: ./lib/report/heartbeat.js
/** A line for a log in which nothing has changed for a while: what still runs, and for how long. */



const mostNames = 5;
/** Null once everything is done. */
function renderHeartbeat(progress, now) {
    const open = progress.entries.filter(({ result }) => result === null);
    if (open.length === 0)
        return null;
    const running = (0,model_progress/* runningEntries */.Ip)(progress);
    const told = running
        .slice(0, mostNames)
        .map(({ name, startedAt }) => `${(0,report_escape/* oneLine */.TN)(name, 80)} (${(0,duration/* showDuration */.kJ)(now - startedAt)})`);
    const more = running.length > told.length ? [`${running.length - told.length} more`] : [];
    const waiting = open.length > running.length ? `; waiting: ${open.length - running.length}` : '';
    const note = progress.note === null ? '' : `; ${(0,report_escape/* oneLine */.TN)(progress.note, 240)}`;
    const what = running.length > 0 ? `: ${[...told, ...more].join(', ')}` : '';
    return `still running after ${(0,duration/* showDuration */.kJ)(now - progress.startedAt)}${what}${waiting}${note}`;
}

;// CONCATENATED MODULE: ./lib/report/result-line.js
/** A check in one line, for a log while the run goes on. */


const words = {
    passed: 'passed ',
    failed: 'FAILED ',
    blocked: 'blocked',
    skipped: 'skipped',
    errored: 'ERRORED',
};
/** Text of the target in it is cleaned of control characters; a log's own commands are the caller's to neutralise. */
function renderResultLine(result) {
    const phases = (result.attempts.at(-1)?.phases ?? [])
        .map(p => `${p.phase} ${(0,duration/* showDuration */.kJ)(p.ms)}`)
        .join(', ');
    const took = phases ? `  [${phases}]` : '';
    return `${words[result.outcome]}  ${(0,report_escape/* oneLine */.TN)(result.name, 80)}  ${(0,report_escape/* oneLine */.TN)(result.reason, 240)}${took}`;
}

;// CONCATENATED MODULE: ./lib/progress.js
/** Tells of a run while it goes on: calm lines for a log. The live view of a terminal is live-view.ts. */



/** A log in which nothing has changed for so long is told what still runs. */
const heartbeatMs = 15_000;
/** A line when something changes, and a heartbeat when nothing does. */
function watchLog({ write, now = () => performance.now(), quietMs = 0 }) {
    let progress = (0,model_progress/* beginProgress */.$n)(now());
    let held = quietMs > 0 ? [] : null;
    const speak = () => {
        for (const line of held ?? [])
            write(line);
        held = null;
    };
    const quiet = held ? setTimeout(speak, quietMs) : undefined;
    quiet?.unref();
    let timer;
    const rest = () => {
        clearTimeout(timer);
        timer = setTimeout(beat, heartbeatMs);
        // It tells of work and is none: the run ends without it.
        timer.unref();
    };
    const beat = () => {
        const line = renderHeartbeat(progress, now());
        if (line === null)
            return;
        write(line);
        rest();
    };
    const tell = (line, changed = progress) => {
        progress = changed;
        if (held)
            held.push(line);
        else
            write(line);
        rest();
    };
    return {
        onPlan(plan) {
            progress = (0,model_progress/* addPlan */.PY)(progress, plan);
            rest();
        },
        onStart(check) {
            progress = (0,model_progress/* noteStart */.PI)(progress, check, now());
        },
        onResult: result => tell(renderResultLine(result), (0,model_progress/* noteResult */.Mf)(progress, result)),
        log: line => tell(line, (0,model_progress/* noteLine */.rk)(progress, line)),
        say(line) {
            write(line);
            rest();
        },
        async end() {
            clearTimeout(timer);
            clearTimeout(quiet);
        },
    };
}


/***/ }),

/***/ 2527:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $B: () => (/* binding */ neutraliseCommands),
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   DV: () => (/* binding */ codeBlock),
/* harmony export */   SS: () => (/* binding */ codeSpan),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   V9: () => (/* binding */ escapeCommandData),
/* harmony export */   X: () => (/* binding */ escapeXml),
/* harmony export */   X5: () => (/* binding */ cleanText),
/* harmony export */   YG: () => (/* binding */ escapeCommandProperty),
/* harmony export */   mG: () => (/* binding */ inline)
/* harmony export */ });
/**
 * Text of the target, of the user and of the network, made harmless for each surface. What a reader sees stays the
 * text itself; only characters that a surface would act on are written another way.
 */
/** C0 and C1 controls and DEL, without newline and tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Marks that reorder or hide text (https://trojansource.codes), tags, and line separators that JavaScript adds. */
const invisible = /[\u061c\u180e\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** A control character as its picture: ESC is `␛`. */
function picture(character) {
    const code = character.charCodeAt(0);
    if (code < 0x20)
        return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
}
/** No control characters but newline and tab; line ends as `\n`. */
function cleanText(text) {
    return text
        .replace(/\r\n?/g, '\n')
        .replace(controls, picture)
        .replace(invisible, '\ufffd')
        .replace(loneSurrogates, '\ufffd');
}
/** Cut to `length` characters, and says how much is missing. */
function clip(text, length) {
    if (text.length <= length)
        return text;
    // A surrogate pair is not cut in half: its first half would be left alone at the end.
    const end = /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length;
    return `${text.slice(0, end)}… (+${text.length - end})`;
}
/** One line: every run of white space is one space. */
function oneLine(text, length = Number.POSITIVE_INFINITY) {
    return cleanText(clip(text.replace(/\s+/g, ' ').trim(), length));
}
const entity = (character) => `&#${character.codePointAt(0)};`;
/**
 * GitHub links mentions, issue numbers, URLs and emoji in the rendered page, where an entity is a plain character again.
 * A zero-width space in between keeps them text.
 */
const apart = '&#8203;';
/**
 * Untrusted text inside a Markdown paragraph, list item or GFM table cell: one line, no markup, no HTML, no links.
 * Entities and not backslashes, because parsers differ about backslashes in table cells.
 */
function inline(text, length = 500) {
    return (oneLine(text, length)
        .replace(/[&<>|`*[\]\\~$]/g, entity)
        // Inside a word `_` is no markup, and most are there: `status_code`.
        .replace(/(?<![a-z0-9])_|_(?![a-z0-9])/gi, entity)
        .replace(/^([-+=]|\d(?=\d*[.)](\s|$)))/, entity)
        .replace(/@/g, `&#64;${apart}`)
        .replace(/(?<!&)#/g, `&#35;${apart}`)
        .replace(/:(?=\/\/|(\+1|-1|100|1234|[\w+-]*[a-z_][\w+-]*):)/gi, `:${apart}`)
        .replace(/(?<![a-z0-9])(www)(?=\.)/gi, `$1${apart}`)
        .replace(/\bGH-(?=\d)/gi, `GH-${apart}`));
}
/** Untrusted text in a code span, outside of tables only: a table ends a cell at a `|` even in code. */
function codeSpan(text, length = 500) {
    const words = oneLine(text, length);
    if (words === '')
        return '';
    const ticks = '`'.repeat(longestRun(words) + 1);
    const pad = /^`|`$/.test(words) ? ' ' : '';
    return `${ticks}${pad}${words}${pad}${ticks}`;
}
/** As {@link inline}, where words between backticks are code; outside of tables only. */
function prose(text, length = 500) {
    const parts = oneLine(text, length).split('`');
    if (parts.length % 2 === 0)
        return inline(text, length);
    const words = (part) => 
    // Two code spans side by side would be one.
    part === ''
        ? apart
        : part.replace(/^( ?)(.*?)( ?)$/, (_all, before, own, after) => before + inline(own) + after);
    return parts.map((part, at) => (at % 2 === 1 ? codeSpan(part) : words(part))).join('');
}
/** Untrusted text as a code block: the fence is longer than any in the text. */
function codeBlock(text, language = '', length = 8000) {
    const words = cleanText(clip(text, length));
    const fence = '`'.repeat(Math.max(3, longestRun(words) + 1));
    return `${fence}${language}\n${words}\n${fence}`;
}
function longestRun(text) {
    return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length));
}
/** Text for an XML attribute or element: XML 1.0 has no way to write most control characters. */
function escapeXml(text) {
    return cleanText(text)
        .replace(/[\ufffe\uffff]/g, '\ufffd')
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/"/g, '&quot;')
        .replace(/\n/g, '&#10;')
        .replace(/\t/g, '&#9;');
}
/**
 * Lines for a workflow's log: the runner reads `##[command]` anywhere in a line, and `::command::` at its start
 * (PLATFORM section 3, ActionCommand.cs). A zero-width space makes them words.
 */
function neutraliseCommands(text) {
    return text.replace(/##(?=\[)/g, '##\u200b').replace(/^(\s*):(?=:)/gm, '$1:\u200b');
}
/** The message of a workflow command: the escaping of @actions/core `command.ts`. */
function escapeCommandData(text) {
    return neutraliseCommands(cleanText(text)).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeCommandProperty(text) {
    return escapeCommandData(oneLine(text)).replace(/:/g, '%3A').replace(/,/g, '%2C');
}


/***/ }),

/***/ 7406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderJson: () => (/* binding */ renderJson)
/* harmony export */ });
/** report.json: the document itself, for machines and for `replay`. */
function renderJson(report) {
    return `${JSON.stringify(report, null, 2)}\n`;
}


/***/ }),

/***/ 5470:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderJunit: () => (/* binding */ renderJunit)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2527);
/* harmony import */ var _pieces_changes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9865);
/* harmony import */ var _pieces_path_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7213);
/* harmony import */ var _pieces_transcript_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2732);
/** junit.xml: `failure` is the deployment's, `error` the verifier's; what is blocked or does not apply is `skipped`. */




const longestText = 20_000;
const attributes = (pairs) => Object.entries(pairs)
    .map(([name, value]) => ` ${name}="${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeXml */ .X)(String(value))}"`)
    .join('');
const seconds = (ms) => (ms / 1000).toFixed(3);
/** Line ends stay line ends in an element, unlike in an attribute. */
const body = (lines) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .clip */ .$Q)(lines.join('\n'), longestText).split('\n').map(_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeXml */ .X).join('\n');
function tell(check) {
    const steps = (0,_pieces_path_js__WEBPACK_IMPORTED_MODULE_1__/* .pathOf */ .XM)(check);
    const [best] = check.diagnoses;
    return [
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(check.reason),
        ...(steps ? [(0,_pieces_path_js__WEBPACK_IMPORTED_MODULE_1__/* .pathText */ .LF)(steps)] : []),
        ...(best ? [`Cause (${best.confidence} confidence, ${best.id}): ${best.cause}`] : []),
        ...(best && best.why.length > 0 ? ['Why:', ...best.why.map((step, at) => `  ${at + 1}. ${step}`)] : []),
        ...(best && best.fix.length > 0 ? ['Fix:', ...best.fix.map(line => `  ${line}`)] : []),
        ...check.assertions
            .filter(({ ok }) => !ok)
            .map(({ claim, expected, actual }) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(`${claim}: expected ${expected}, found ${actual}`)),
    ];
}
function outcomeElement(check) {
    const message = check.reason;
    if (check.outcome === 'failed' || check.outcome === 'errored') {
        const tag = check.outcome === 'failed' ? 'failure' : 'error';
        const type = check.fault?.type ?? check.class ?? 'unknown';
        return `      <${tag}${attributes({ message, type })}>${body(tell(check))}</${tag}>\n`;
    }
    if (check.outcome === 'passed')
        return '';
    return `      <skipped${attributes({ message: check.blockedBy ? `blocked: ${message}` : message })}/>\n`;
}
function outputElement(check) {
    const { proof } = check;
    const lines = [
        ...(proof
            ? [`${proof.address}: ${proof.seen}; ${proof.bytesSent} bytes sent, ${proof.bytesReceived} received`]
            : []),
        ...check.notes,
        ...(check.outcome === 'failed' ? (0,_pieces_transcript_js__WEBPACK_IMPORTED_MODULE_2__/* .transcriptLines */ .u)(check.transcript, 30, 300) : []),
    ];
    return lines.length > 0 ? `      <system-out>${body(lines)}</system-out>\n` : '';
}
function testCase(check) {
    const place = check.source ? { file: check.source.file, line: check.source.line } : {};
    const classname = `verify-deploy.${check.kind}`;
    const opening = attributes({ name: check.name, classname, time: seconds(check.durationMs), ...place });
    const inside = outcomeElement(check) + outputElement(check);
    return inside ? `    <testcase${opening}>\n${inside}    </testcase>\n` : `    <testcase${opening}/>\n`;
}
/** What no check says: an input problem, or a verdict that is not green without a check that failed. */
function errorCases(report) {
    const problems = report.problems.map(({ subject, message, remedy }) => ({ name: subject, message, remedy }));
    const told = report.checks.some(({ outcome }) => outcome === 'failed' || outcome === 'errored');
    const silent = report.verdict !== 'passed' && problems.length === 0 && !told;
    const verdict = silent ? [{ name: 'verdict', message: report.because, remedy: report.verdict }] : [];
    return [...problems, ...verdict].map(({ name, message, remedy }) => {
        const error = `<error${attributes({ message, type: report.verdict })}>${body([message, remedy])}</error>`;
        const opening = attributes({ name, classname: 'verify-deploy', time: '0.000' });
        return `    <testcase${opening}>\n      ${error}\n    </testcase>\n`;
    });
}
function renderJunit(report) {
    const extra = errorCases(report);
    const { failed, blocked, skipped, errored } = report.counts;
    const totals = {
        tests: report.checks.length + extra.length,
        failures: failed,
        errors: errored + extra.length,
        skipped: blocked + skipped,
        time: seconds(report.durationMs),
    };
    const name = report.environment ? `verify-deploy ${report.environment}` : 'verify-deploy';
    const suite = attributes({ name, ...totals, timestamp: report.startedAt });
    const cases = [...report.checks.map(testCase), ...extra].join('');
    const lines = [(0,_pieces_changes_js__WEBPACK_IMPORTED_MODULE_0__/* .changesLine */ .a)(report), ...report.notes.map(note => `Not proven: ${note}`)].filter(Boolean);
    const output = lines.length > 0 ? `    <system-out>${body(lines)}</system-out>\n` : '';
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' +
        `<testsuites${attributes({ name: 'verify-deploy', ...totals })}>\n` +
        `  <testsuite${suite}>\n${cases}${output}  </testsuite>\n</testsuites>\n`);
}


/***/ }),

/***/ 9865:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ changesLine)
/* harmony export */ });
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4073);
/** What changed against the run before, in one line. */

const shown = 5;
/** Empty if there was nothing to compare with; else in plain text, not yet escaped. */
function changesLine({ comparison, checks }) {
    if (!comparison)
        return '';
    const nameOf = (id) => checks.find(check => check.id === id)?.name ?? id;
    const list = (ids) => ids.slice(0, shown).map(nameOf).join(', ') + (ids.length > shown ? ', …' : '');
    const groups = [
        [comparison.newFailures, (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .plural */ .LS)(comparison.newFailures.length, 'new failure')],
        [comparison.stillFailing, `${comparison.stillFailing.length} failing as before`],
        [comparison.fixed, `${comparison.fixed.length} fixed`],
        [comparison.slower, `${comparison.slower.length} slower`],
        [comparison.newChecks, (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .plural */ .LS)(comparison.newChecks.length, 'new check')],
        [comparison.goneChecks, (0,_words_js__WEBPACK_IMPORTED_MODULE_0__/* .plural */ .LS)(comparison.goneChecks.length, 'check')],
    ];
    const told = groups
        .filter(([ids]) => ids.length > 0)
        .map(([ids, words]) => `${words}${ids === comparison.goneChecks ? ' gone' : ''} (${list(ids)})`);
    return `Against ${comparison.baseline}: ${told.length > 0 ? told.join('; ') : 'nothing changed'}`;
}


/***/ }),

/***/ 7213:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FX: () => (/* binding */ pathDiagram),
/* harmony export */   LF: () => (/* binding */ pathText),
/* harmony export */   XM: () => (/* binding */ pathOf)
/* harmony export */ });
/** The layers that a client of a check walks, and where the path broke: as text and as a Mermaid diagram. */
const labels = {
    dns: 'DNS',
    tcp: 'TCP',
    tls: 'TLS',
    http: 'HTTP',
    upgrade: 'Upgrade',
    auth: 'Auth',
    messaging: 'Messages',
    streaming: 'Stream',
    idle: 'Idle',
};
function layersOf(target) {
    const secure = /^(https|wss):/i.test(target);
    const below = secure ? ['dns', 'tcp', 'tls', 'http'] : ['dns', 'tcp', 'http'];
    return /^wss?:/i.test(target) ? [...below, 'upgrade', 'auth', 'messaging'] : below;
}
/** What lies before the broken layer was walked, unless the facts say otherwise. */
function isProven(layer, check) {
    const status = check.observations['http.response.status_code'];
    // An address in the URL, `connect-to` and a proxy go past the resolver.
    if (layer === 'dns')
        return Boolean(check.observations['dns.addresses']);
    if (layer === 'http')
        return (status ?? null) !== null || check.layer === 'messaging';
    if (layer === 'upgrade')
        return (status ?? 101) === 101;
    return true;
}
/** The path of a check that broke on a layer of it; null if the path has no part in the trouble. */
function pathOf(check) {
    const walk = layersOf(check.target);
    const layer = check.layer;
    if (layer === null)
        return null;
    const path = walk.includes(layer) || !labels[layer] ? walk : [...walk, layer];
    const broken = path.indexOf(layer);
    if (broken < 0)
        return null;
    return path.map((step, at) => ({
        layer: step,
        label: labels[step] ?? step,
        state: at === broken ? 'broken' : at < broken && isProven(step, check) ? 'walked' : 'unproven',
    }));
}
const marks = { walked: '✓', broken: '✗', unproven: '·' };
function pathText(steps) {
    return steps.map(step => `${step.label} ${marks[step.state]}`).join(' → ');
}
/** Built from our own words only: Mermaid would read text of the target as its own language. */
function pathDiagram(steps) {
    const nodes = steps.map(step => `  ${step.layer}["${step.label} ${marks[step.state]}"]:::${step.state}`);
    const edges = steps.slice(1).map((step, at) => {
        const arrow = { walked: '-->', broken: '--x', unproven: '-.->' }[step.state];
        return `  ${steps[at]?.layer} ${arrow} ${step.layer}`;
    });
    return [
        'flowchart LR',
        ...nodes,
        ...edges,
        '  classDef walked fill:#dafbe1,stroke:#1a7f37,color:#116329',
        '  classDef broken fill:#ffebe9,stroke:#cf222e,color:#a40e26,stroke-width:3px',
        '  classDef unproven fill:#f6f8fa,stroke:#8c959f,color:#57606a,stroke-dasharray:4 3',
    ].join('\n');
}


/***/ }),

/***/ 2732:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ transcriptLines)
/* harmony export */ });
/* harmony import */ var _model_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5149);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2527);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4073);
/** What went over a connection, a line each: `→ 12 ms text 34 B {"type":"ping"}`. */



/** The first and the last entries tell most: how it began, and how it ended. */
function transcriptLines(transcript, most, length) {
    const lines = transcript.map(({ atMs, direction, kind, text, bytes }) => `${direction === 'sent' ? '→' : '←'} ${(0,_model_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .showDuration */ .kJ)(atMs)} ${kind} ${(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .showBytes */ .ni)(bytes)} ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(text, length)}`.trim());
    if (lines.length <= most)
        return lines;
    const half = Math.floor(most / 2);
    const between = `  … ${(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(lines.length - 2 * half, 'more message')} …`;
    return [...lines.slice(0, half), between, ...lines.slice(-half)];
}


/***/ }),

/***/ 4073:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L2: () => (/* binding */ verdictWords),
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   MT: () => (/* binding */ verdictLine),
/* harmony export */   aG: () => (/* binding */ showCounts),
/* harmony export */   ni: () => (/* binding */ showBytes),
/* harmony export */   px: () => (/* binding */ showCount),
/* harmony export */   wX: () => (/* binding */ outcomeWords)
/* harmony export */ });
/** The words and glyphs of outcomes and verdicts: the same on every surface. */
const outcomeWords = {
    passed: { glyph: '✅', mark: '✓', word: 'passed' },
    failed: { glyph: '❌', mark: '✗', word: 'failed' },
    blocked: { glyph: '⛔', mark: '⊘', word: 'blocked' },
    skipped: { glyph: '⏭️', mark: '·', word: 'skipped' },
    errored: { glyph: '⚠️', mark: '!', word: 'could not be tested' },
};
const verdictWords = {
    passed: { glyph: '✅', mark: '✓', word: 'passed' },
    failed: { glyph: '❌', mark: '✗', word: 'failed' },
    inconclusive: { glyph: '⚠️', mark: '!', word: 'inconclusive' },
    cancelled: { glyph: '⏹️', mark: '!', word: 'cancelled' },
};
/** The verdict and its reason, which says some verdicts itself: `failed: …`, `cancelled; until then …`. */
function verdictLine({ verdict, because }) {
    const { word } = verdictWords[verdict];
    return because.startsWith(word) ? because : `${word}: ${because}`;
}
const plural = (n, one, many = `${one}s`) => `${showCount(n)} ${n === 1 ? one : many}`;
/** `12,345`, the same in every locale. */
const showCount = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
function showBytes(bytes) {
    if (bytes < 1024)
        return `${bytes} B`;
    return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
/** `4 planned, 3 executed: 2 passed, 1 failed, 1 blocked`; what is zero is left out. */
function showCounts({ planned, executed, ...rest }) {
    const outcomes = ['passed', 'failed', 'errored', 'blocked', 'skipped']
        .filter(outcome => rest[outcome] > 0)
        .map(outcome => `${showCount(rest[outcome])} ${outcome}`);
    const all = `${plural(planned, 'check')} planned, ${showCount(executed)} executed`;
    return outcomes.length > 0 ? `${all}: ${outcomes.join(', ')}` : all;
}


/***/ })

};
