export const id = 196;
export const ids = [196];
export const modules = {

/***/ 605:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAnnouncing: () => (/* binding */ runAnnouncing)
});

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/model/fault.js
var fault = __webpack_require__(6525);
// EXTERNAL MODULE: ./lib/baseline/remember.js
var remember = __webpack_require__(4108);
;// CONCATENATED MODULE: ./lib/baseline/carried.js
/**
 * The last good state, as it travels unseen in the text of a check run. One that failed hands on what it was compared
 * with: so the newest check run always knows the last good state, and a failure does not become usual by being repeated.
 */



/** Half of what a check run's text may hold, in bytes; the rest is for people. */
const mostBytes = 32_767;
/** What gives way first: older times, then all times. Outcomes come last, and then all of them. */
const sampleSteps = [20, 5, 0];
const version = 1;
const mark = '<!-- verify-deploy/baseline/v';
/** What the next run shall be compared with; null where nothing can be said for sure. */
function chooseState(report, environment, before) {
    const part = report.parts?.find(({ label }) => label === environment);
    const { verdict } = part ?? report;
    const { checks, at } = (0,remember/* rememberReport */.g)(report, '', environment);
    const sha = part?.sha ?? report.sha;
    if (Object.keys(checks).length === 0)
        return typeof before === 'object' ? before : null;
    if (verdict === 'passed')
        return { at, sha, isGood: true, checks };
    if (typeof before === 'object')
        return { ...before, checks: withTimes(before.checks, checks) };
    return before === 'first' && verdict === 'failed' ? { at, sha, isGood: false, checks } : null;
}
/** What passed has a time, also in a run that failed. */
const withTimes = (before, now) => Object.fromEntries(Object.entries(before).map(([id, one]) => [
    id,
    { ...one, samplesMs: Object.hasOwn(now, id) ? now[id].samplesMs : one.samplesMs },
]));
/** @returns a comment of HTML that ends a Markdown text; empty if there is nothing to carry. */
function encodeStates(states) {
    if (states.size === 0)
        return '';
    const tried = sampleSteps.map(most => wrap(stringify(states, most)));
    const fitting = tried.find(text => Buffer.byteLength(text) <= mostBytes);
    const count = [...states.values()].reduce((sum, { checks }) => sum + Object.keys(checks).length, 0);
    return fitting ?? wrap(JSON.stringify({ tooLarge: count }));
}
/** A comment ends at `--` followed by `>`: JSON has another way to write the second hyphen. */
function wrap(json) {
    const line = json.replaceAll('--', '-\\u002d');
    return `\n${mark}${version} ${digestOf(line)}\n${line}\n-->\n`;
}
/** Not against forgers, who could make one: against a text that was cut off or changed by hand. */
const digestOf = (line) => (0,external_node_crypto_.createHash)('sha256').update(line).digest('hex').slice(0, 16);
function stringify(states, mostSamples) {
    const rowOf = ({ outcome, samplesMs, class: kind, layer }) => {
        const samples = mostSamples === 0 ? [] : samplesMs.slice(-mostSamples);
        return kind === null || layer === null ? [outcome, samples] : [outcome, samples, kind, layer];
    };
    const rows = (checks) => Object.fromEntries(Object.entries(checks).map(([id, one]) => [id, rowOf(one)]));
    return JSON.stringify(Object.fromEntries([...states].map(([label, { at, sha, isGood, checks }]) => [
        label,
        { at, sha, isGood, checks: rows(checks) },
    ])));
}
/** @param text of a check run, as GitHub gives it: nothing in it is believed before it was looked at. */
function decodeStates(text) {
    const refused = (why, isNone = false) => ({ ok: false, isNone, why });
    // What the target wrote comes before it, escaped; ours is the last.
    const start = text?.lastIndexOf(mark) ?? -1;
    if (start < 0)
        return refused('carries no baseline', true);
    const own = text.slice(start + mark.length);
    const written = Number(/^\d{1,9}/.exec(own)?.[0]);
    if (written > version)
        return refused(`carries a baseline of a newer verify-deploy (v${written}): use the same version here`);
    const [, digest, line] = /^1 ([0-9a-f]{16})\r?\n([^\r\n]*)\r?\n-->\s*$/.exec(own) ?? [];
    if (line === undefined || digest !== digestOf(line))
        return refused('carries a baseline that was cut off or changed by hand');
    return read(line) ?? refused('carries a baseline that cannot be read');
}
function read(line) {
    const value = parse(line);
    if (!isRecord(value))
        return null;
    if (typeof value.tooLarge === 'number')
        return { ok: false, isNone: false, why: `carries no baseline: ${value.tooLarge} checks do not fit` };
    const states = Object.entries(value).map(([label, state]) => [label, stateOf(state)]);
    const sound = states.flatMap(([label, state]) => (state ? [[label, state]] : []));
    return sound.length === states.length ? { ok: true, states: new Map(sound) } : null;
}
function parse(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return null;
    }
}
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Times and commits, which are shown. */
const isShort = (value) => typeof value === 'string' && value.length <= 100;
function stateOf(value) {
    if (!isRecord(value) || !isRecord(value.checks))
        return null;
    const { at, sha, isGood } = value;
    if (!isShort(at) || (sha !== null && !isShort(sha)) || typeof isGood !== 'boolean')
        return null;
    const entries = Object.entries(value.checks).map(([id, row]) => [id, rememberedOf(row)]);
    const checks = entries.flatMap(([id, one]) => (one ? [[id, one]] : []));
    return checks.length === entries.length ? { at, sha, isGood, checks: Object.fromEntries(checks) } : null;
}
const outcomes = ['passed', 'failed', 'blocked', 'skipped', 'errored'];
const kinds = Object.values(fault/* faultKinds */.qb);
const classes = kinds.map(kind => kind.class);
const carried_layers = kinds.map(kind => kind.layer);
const find = (words, value) => words.find(word => word === value) ?? null;
function rememberedOf(row) {
    if (!Array.isArray(row))
        return null;
    const [outcome, samples, kind, layer] = row;
    const known = find(outcomes, outcome);
    if (known === null || !Array.isArray(samples) || samples.length > sampleSteps[0])
        return null;
    const times = samples.filter(one => typeof one === 'number' && Number.isFinite(one) && one >= 0);
    const place = { class: find(classes, kind), layer: find(carried_layers, layer) };
    if (times.length !== samples.length || (kind !== undefined && !(place.class && place.layer)))
        return null;
    return { outcome: known, ...place, samplesMs: times };
}

// EXTERNAL MODULE: ./lib/github/event.js
var github_event = __webpack_require__(9607);
;// CONCATENATED MODULE: ./lib/github/earlier.js
/** Commits that were deployed, or that a workflow ran for, before this run; and what our check run on one of them says. */

/** Deployments are small; runs of a workflow name their repository twice, with all its links. */
const deploymentsPerPage = 30;
const runsPerPage = 10;
const statusesPerPage = 100;
const checkRunsPerPage = 5;
/** Those of other commits, the newest first; what was deployed after us is not before us. */
async function listDeployed(client, { owner, repo, event }, { environment, sha }) {
    const place = { owner, repo, environment, per_page: deploymentsPerPage };
    const answer = await client.send('GET /repos/{owner}/{repo}/deployments', place);
    if (!answer.ok)
        return answer;
    const ours = (0,github_event/* deploymentOf */.PE)(event)?.id;
    const own = answer.value.findIndex(({ id }) => id === ours);
    const at = own < 0 ? answer.value.findIndex(one => one.sha === sha) : own;
    const commits = answer.value
        .slice(at + 1)
        .filter(one => one.sha !== sha)
        .map(one => ({
        sha: one.sha,
        what: `the deployment of ${one.sha.slice(0, 7)} to ${environment}`,
        deploymentId: one.id,
    }));
    return { ...answer, value: commits };
}
/** Whether a deployment was ever successful: the next one makes it `inactive` (https://docs.github.com/rest/deployments). */
async function wasDeployed(client, { owner, repo }, deployment_id) {
    const answer = await client.send('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { owner, repo, deployment_id, per_page: statusesPerPage });
    return answer.ok ? { ...answer, value: answer.value.some(({ state }) => state === 'success') } : answer;
}
/** Of the workflow that this run is one of; null if the runner does not say which that is, or if it is elsewhere. */
async function listRuns(client, { owner, repo, workflowFile, runId, eventName }, branch) {
    if (workflowFile === null)
        return null;
    // Deployments, tags and releases have no branch: what the same event has started is alike.
    const alike = branch === null ? { event: eventName } : { branch };
    const answer = await client.send('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
        ...{ owner, repo, workflow_id: workflowFile, status: 'completed', ...alike },
        ...{ exclude_pull_requests: true, per_page: runsPerPage },
    });
    if (!answer.ok)
        return answer;
    const where = branch === null ? '' : ` on ${branch}`;
    // A fork has branches of the same names.
    const runs = answer.value.workflow_runs.filter(run => String(run.id) !== runId && run.head_repository?.full_name === `${owner}/${repo}`);
    const commits = runs.map(({ head_sha: sha, run_number }) => ({
        ...{ sha, what: `run ${run_number} of ${workflowFile}${where} (${sha.slice(0, 7)})`, deploymentId: null },
    }));
    return { ...answer, value: commits };
}
/** Whose check runs a job's own token makes. */
const actionsApp = { id: null, slug: 'github-actions' };
/** The last one of that name that another run of ours has completed on a commit. */
async function findCheckRun(client, { owner, repo, runId }, { name, sha, app, isOwnCommit, }) {
    const answer = await client.send('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
        ...{ owner, repo, ref: sha, check_name: name, status: 'completed' },
        // On our own commit the latest is the one that we have just begun.
        filter: isOwnCommit ? 'all' : 'latest',
        per_page: checkRunsPerPage,
    });
    if (!answer.ok)
        return answer;
    const isOfThisRun = (one) => new RegExp(`/actions/runs/${runId}(/|$)`).test(one.details_url ?? '');
    // An earlier attempt of this run is no state before it: whoever repeats a failed run would make it usual.
    const others = answer.value.check_runs
        .filter(one => runId === '' || !isOfThisRun(one))
        .sort((a, b) => String(b.completed_at).localeCompare(String(a.completed_at)) || b.id - a.id);
    const isOurs = (one) => (app.id === null ? one.app?.slug === app.slug : one.app?.id === app.id);
    const ours = others.find(isOurs);
    const [foreign] = others;
    const found = ours
        ? { type: 'ours', text: ours.output?.text ?? null }
        : foreign
            ? { type: 'foreign', slug: foreign.app?.slug ?? 'an unknown app' }
            : { type: 'none' };
    return { ...answer, value: found };
}

;// CONCATENATED MODULE: ./lib/github/notice.js
/** What could not be published, in one line: why, and the line of the workflow that mends it. */

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions */
const permissions = {
    'check run': 'checks: write',
    comment: 'pull-requests: write',
    'deployment status': 'deployments: write',
};
const toRead = {
    'check runs': 'checks: read',
    deployments: 'deployments: read',
    runs: 'actions: read',
};
/** What the job has to be given, should it look for the state before. */
const readingRemedy = (refused) => `add \`${refused.map(asked => toRead[asked]).join('`, `')}\` under \`permissions:\` of the job`;
const list = (words) => words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
const nameAll = (all) => list(all.map(({ asked }) => `the ${asked}`));
function remedyOf(refused, { event, eventName, actor }) {
    const lines = refused.map(({ asked }) => permissions[asked]);
    // pull_request_target runs with the rights of the repository that it goes into.
    if ((0,github_event/* isFromFork */.ty)(event) && eventName !== 'pull_request_target')
        return `the token of a pull request from a fork can only read, whatever the workflow says; the job summary has the whole report, and a workflow that is started by workflow_run, with \`${lines.join('`, `')}\` under \`permissions:\`, can publish it`;
    if (refused.some(({ trouble }) => /personal access token/i.test(trouble.message)))
        return `a personal access token cannot do that, or lacks the permission; leave \`github-token\` out and add \`${lines.join('`, `')}\` under \`permissions:\` of the job`;
    const whose = actor === 'dependabot[bot]' ? ' (what Dependabot starts can only read unless it says so)' : '';
    return `add \`${lines.join('`, `')}\` under \`permissions:\` of the job${whose}`;
}
/** Of everything that was asked for and not done. */
function noticeOf(unpublished, context) {
    const refused = unpublished.filter(({ trouble }) => trouble.kind === 'permission');
    const others = unpublished.filter(({ trouble }) => trouble.kind !== 'permission');
    const causes = new Map(others.map(one => [one.trouble.message, one.trouble]));
    const told = [...causes].map(([message, { kind }]) => {
        const which = nameAll(others.filter(({ trouble }) => trouble.message === message));
        return `${which}: ${said[kind] ?? 'GitHub refuses it'} (${message})`;
    });
    if (refused.length > 0) {
        const [{ trouble }] = refused;
        told.unshift(`${nameAll(refused)}: the token may not do that (${trouble.message}); ${remedyOf(refused, context)}`);
    }
    return `${told.join('; ')}. The verdict is not touched by that`;
}
const said = {
    credentials: 'GitHub does not accept `github-token`',
    limited: 'the rate limit of the token is used up for longer than can be waited',
    missing: 'GitHub does not find it, or hides it from this token',
    unavailable: 'GitHub did not answer in time',
    foreign: 'what answered is not the API of GitHub, or nothing that is understood',
};

;// CONCATENATED MODULE: ./lib/baseline-search.js
/**
 * `baseline: auto`: the last good state of each environment, out of the check runs of ours on GitHub. First of the commit
 * that was deployed before; else of the last run of the workflow.
 */




/** So many commits are asked about on each of the two ways. */
const mostCommits = 3;
/** @returns a search by environment; what several of them ask is asked once. */
function createSearch(client, context, { name, sha, findApp }) {
    const checkRuns = new Map();
    const runs = new Map();
    const app = findApp().then(known => known ?? actionsApp);
    async function ask(commit) {
        return await findCheckRun(client, context, {
            ...{ name, sha: commit, app: await app, isOwnCommit: commit === sha },
        });
    }
    const askOnce = (commit) => {
        const asked = checkRuns.get(commit) ?? ask(commit);
        checkRuns.set(commit, asked);
        return asked;
    };
    return async (environment) => {
        const said = createTelling(environment, name);
        const deployed = environment === null ? null : await listDeployed(client, context, { environment, sha });
        if (deployed && !deployed.ok)
            said.trouble('deployments', deployed.trouble);
        const before = deployed?.ok ? await firstWith(deployed.value, said) : null;
        if (before)
            return before;
        if (!said.mayReadCheckRuns())
            return said.nothing();
        const last = await lastRunOn((0,github_event/* branchOf */.W0)(context.event, context), said);
        if (last)
            return last;
        // A workflow of pull requests alone never runs on the branch that they go into.
        const own = (0,github_event/* ownBranchOf */.qr)(context.event);
        return (own === null ? null : await lastRunOn(own, said, { mustBeGood: true })) ?? said.nothing();
    };
    async function lastRunOn(branch, said, demand) {
        const asked = runs.get(branch) ?? listRuns(client, context, branch);
        runs.set(branch, asked);
        const listed = await asked;
        if (listed && !listed.ok)
            said.trouble('runs', listed.trouble);
        return listed?.ok ? await firstWith(listed.value, said, demand) : null;
    }
    /** Of the newest commits, the first with a state of this environment. */
    async function firstWith(commits, said, { mustBeGood = false } = {}) {
        const distinct = [...Map.groupBy(commits, one => one.sha).values()].slice(0, mostCommits);
        for (const same of distinct) {
            const [{ sha: commit, what }] = same;
            const found = await askOnce(commit);
            if (!found.ok) {
                said.trouble('check runs', found.trouble);
                // What one may not be asked, no other may.
                if (found.trouble.kind === 'permission')
                    return null;
                continue;
            }
            const state = said.read(what, found.value);
            if (state && (state.isGood || (!mustBeGood && (await isConfirmed(same, said)))))
                return said.found(what, state);
        }
        return null;
    }
    /**
     * A state that was good is one, whatever became of the deployment. One that was bad from the beginning counts where
     * it was deployed: what never was says nothing of the next.
     */
    async function isConfirmed(commits, said) {
        for (const { deploymentId } of commits.slice(0, mostCommits)) {
            if (deploymentId === null)
                return true;
            const answer = await wasDeployed(client, context, deploymentId);
            if (!answer.ok)
                said.trouble('deployments', answer.trouble);
            else if (answer.value)
                return true;
        }
        return false;
    }
}
/** What one search has to say for itself. */
function createTelling(environment, name) {
    const remarks = new Set();
    const refused = new Set();
    const remark = (text) => {
        remarks.add(text);
        return null;
    };
    const remedy = () => (refused.size > 0 ? `; ${readingRemedy([...refused])}` : '');
    return {
        mayReadCheckRuns: () => !refused.has('check runs'),
        trouble(asked, { kind, message }) {
            if (kind === 'permission')
                refused.add(asked);
            remark(`GitHub could not be asked for the ${asked} before (${message})`);
        },
        /** The state in a check run; null where there is none, for a reason that is told where it is not a plain one. */
        read(what, found) {
            if (found.type === 'none')
                return null;
            const run = `the check run "${name}" of ${what}`;
            if (found.type === 'foreign')
                return remark(`${run} was made by another app, "${found.slug}", and is not believed`);
            const decoded = decodeStates(found.text);
            if (decoded.ok)
                return decoded.states.get(environment ?? '') ?? null;
            return decoded.isNone ? null : remark(`${run} ${decoded.why}`);
        },
        found(what, state) {
            const { at, sha, checks, isGood } = state;
            const short = sha?.slice(0, 7) ?? '';
            // A run that failed hands on the state that it was compared with.
            const place = what.includes(short) ? what : `${short}, the last good state before ${what}`;
            const baseline = isGood ? place : `${place}, the first state that is known, which was not good`;
            const told = [...remarks].map(text => `${text}; compared with ${baseline} instead${remedy()}`);
            return { state, baseline: { ok: true, baseline: { name: baseline, at, sha, checks }, remarks: told } };
        },
        nothing() {
            const where = environment === null ? '' : ` of ${JSON.stringify(environment)}`;
            const none = `no state before${where} is known: no deployment or run before has left one in a check run "${name}"; with \`check-run: true\` this run leaves one for the next`;
            if (remarks.size === 0)
                return { state: 'first', baseline: { ok: false, why: none } };
            const why = `no baseline${where} was found: ${[...remarks].join('; ')}${remedy()}`;
            return { state: 'unknown', baseline: { ok: false, why } };
        },
    };
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
;// CONCATENATED MODULE: ./lib/github/client.js
/**
 * Asks GitHub, again where that helps, and never throws: trouble is a value, because the verdict does not depend on it.
 */

/** Limit of one request, in milliseconds. */
const requestMs = 10_000;
/** How long all repeats of one request may take together. A rate limit that lasts longer is told at once. */
const patienceMs = 8000;
const mostTries = 4;
const firstPauseMs = 500;
/** Characters of what GitHub, or something in its place, says; a page of a proxy may be long. */
const longestMessage = 300;
const silent = { debug() { }, info() { }, warn() { }, error() { } };
function createClient({ token, apiUrl }) {
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl, log: silent });
    const ending = new AbortController();
    let endsAt = Number.POSITIVE_INFINITY;
    let requests = 0;
    async function once(route, parameters, given) {
        requests++;
        const signals = [ending.signal, AbortSignal.timeout(requestMs), ...(given ? [given] : [])];
        const request = { signal: AbortSignal.any(signals) };
        try {
            const { data, headers, status } = await octokit.request(route, { ...parameters, request });
            if (typeof data !== 'object' || data === null)
                return { failure: foreignAnswer(status, headers) };
            return { value: data, hasNext: /rel="next"/.test(headers.link ?? '') };
        }
        catch (error) {
            return { failure: failureOf(error) };
        }
    }
    return {
        async send(route, parameters, { tries = mostTries, signal } = {}) {
            const start = performance.now();
            for (let turn = 1;; turn++) {
                const answer = await once(route, parameters, signal);
                if (!answer.failure)
                    return { ok: true, ...answer };
                const { trouble, afterMs } = answer.failure;
                const isOver = ending.signal.aborted || signal?.aborted;
                if (afterMs === null || turn >= tries || isOver)
                    return { ok: false, trouble };
                const waitMs = Math.max(afterMs, firstPauseMs * 2 ** (turn - 1));
                const now = performance.now();
                if (now - start + waitMs > patienceMs || now + waitMs > endsAt)
                    return { ok: false, trouble };
                await new Promise(resolve => setTimeout(resolve, waitMs));
            }
        },
        async askLogin() {
            requests++;
            const request = { signal: AbortSignal.any([ending.signal, AbortSignal.timeout(requestMs)]) };
            try {
                const answer = await octokit.graphql('query { viewer { login } }', { request });
                return answer.viewer?.login ?? null;
            }
            catch {
                return null;
            }
        },
        endIn(ms) {
            endsAt = performance.now() + ms;
            setTimeout(() => ending.abort(), ms).unref();
        },
        countRequests: () => requests,
    };
}
/**
 * What `ask` comes to. An answer of GitHub's is taken at its word; should it have another shape, that is trouble as well: a
 * proxy that answers for GitHub must not keep us from completing a check run.
 */
async function understand(ask) {
    try {
        return await ask();
    }
    catch (error) {
        return { ok: false, trouble: misunderstood(error) };
    }
}
const misunderstood = (error) => ({
    kind: 'foreign',
    message: `an answer could not be understood: ${error}`,
});
/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Handle rate limit errors". */
function pauseOf(headers) {
    const after = String(headers['retry-after'] ?? '');
    if (/^\d+$/.test(after))
        return Number(after) * 1000;
    // RFC 9110, 10.2.3: or a date, which has whole seconds only.
    if (Date.parse(after) > 0)
        return Math.max(0, Date.parse(after) - Date.now()) + 1000;
    if (String(headers['x-ratelimit-remaining']) !== '0')
        return null;
    const reset = Number(headers['x-ratelimit-reset']);
    return Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) + 1000 : null;
}
const clip = (text) => text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
function foreignAnswer(status, headers) {
    const type = clip(String(headers['content-type'] ?? 'without a type'));
    return { trouble: { kind: 'foreign', message: `HTTP ${status} with ${type}` }, afterMs: null };
}
/** Octokit gives network trouble the status 500, and no response. */
function failureOf(error) {
    const { status, response, message } = error;
    const said = (kind, afterMs) => {
        const isPage = typeof response?.data === 'string' && /^\s*</.test(response.data);
        const words = typeof message === 'string' ? message.split(' - https://')[0] : String(error);
        const line = isPage ? 'a page, and no answer of the API' : clip(words.replace(/\s+/g, ' '));
        return { trouble: { kind, message: response ? `HTTP ${status}: ${line}` : line }, afterMs };
    };
    if (!response || status === undefined)
        return said('unavailable', 0);
    const pause = pauseOf(response.headers);
    const isLimit = pause !== null || /rate limit/i.test(message ?? '');
    if (status === 429 || (status === 403 && isLimit))
        return said('limited', pause);
    if (status === 401)
        return said('credentials', null);
    if (status === 403)
        return said('permission', null);
    if (status === 404 || status === 410)
        return said('missing', null);
    return status >= 500 ? said('unavailable', pause ?? 0) : said('refused', null);
}

;// CONCATENATED MODULE: ./lib/github/check-run.js
/** One check run: begun at once, kept up to date while the checks run, completed in every case. */

/** https://docs.github.com/rest/checks/runs: annotations of one request; further requests add to them. */
const annotationsPerRequest = 50;
/** The first update comes late enough that a short run makes none; the longer a run takes, the rarer they get. */
const firstUpdateMs = 3000;
const longestPauseMs = 60_000;
/** An update that is on its way when all is over is waited for so long: a cancelled run has a second for all. */
const graceMs = 300;
/** Trouble that may be over when the run is. */
const passing = new Set(['unavailable', 'limited', 'foreign']);
/** Begins without being waited for; trouble is told by `complete`. */
function openCheckRun(client, { owner, repo, jobUrl }, start) {
    const place = { owner, repo };
    const create = (more) => understand(async () => {
        const answer = await client.send('POST /repos/{owner}/{repo}/check-runs', {
            ...place,
            ...{ name: start.name, head_sha: start.sha, details_url: jobUrl, started_at: startedAt },
            ...more,
        });
        if (answer.ok && !Number.isSafeInteger(answer.value.id))
            throw new TypeError('it has no id');
        return answer;
    });
    const patch = (id, more, options) => client.send('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', { ...place, ...{ check_run_id: id }, ...more }, options);
    const startedAt = new Date().toISOString();
    const created = create({ status: 'in_progress', output: start.output });
    let last = created;
    let next = null;
    let pauseMs = firstUpdateMs;
    let timer = null;
    let isOver = false;
    const over = new AbortController();
    async function show() {
        const made = await created;
        const output = next;
        next = null;
        timer = null;
        if (isOver || !output || !made.ok)
            return;
        // No status: should it arrive after the end, it must not open the check run again.
        last = patch(made.value.id, { output }, { signal: over.signal });
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
        await last;
    }
    return {
        async findApp() {
            const made = await created;
            return (made.ok && made.value.app) || null;
        },
        update(output) {
            next = output;
            if (!isOver)
                timer ??= setTimeout(show, pauseMs);
        },
        async complete(conclusion, { annotations = [], ...output }) {
            isOver = true;
            if (timer)
                clearTimeout(timer);
            setTimeout(() => over.abort(), graceMs).unref();
            await last;
            const made = await created;
            const completed = { status: 'completed', conclusion, completed_at: new Date().toISOString() };
            // GitHub may have been in trouble only when it was to begin.
            if (!made.ok && !passing.has(made.trouble.kind))
                return made.trouble;
            const finish = (more) => made.ok ? patch(made.value.id, { ...completed, ...more }) : create({ ...completed, ...more });
            const { title, summary } = output;
            const first = annotations.slice(0, annotationsPerRequest);
            const answer = await finish({ output: { ...output, annotations: first } });
            if (!answer.ok) {
                // What is said must not keep it from being completed: with less, and with nothing.
                for (const less of [{ output: { title, summary } }, {}])
                    if (answer.trouble.kind === 'refused' && (await finish(less)).ok)
                        break;
                return answer.trouble;
            }
            const id = made.ok ? made.value.id : answer.value.id;
            for (let at = annotationsPerRequest; at < annotations.length; at += annotationsPerRequest) {
                const batch = annotations.slice(at, at + annotationsPerRequest);
                const added = await patch(id, { output: { title, summary, annotations: batch } });
                if (!added.ok)
                    return added.trouble;
            }
            return null;
        },
    };
}

;// CONCATENATED MODULE: ./lib/github/pull-request.js
/** The pull request that a commit belongs to. */

/** An open one with this head, else an open one, else the one that was merged last; null if there is none. */
function choose(pulls, sha) {
    const open = pulls.filter(({ state }) => state === 'open');
    const merged = pulls
        .filter(pull => pull.merged_at)
        .sort((a, b) => String(b.merged_at).localeCompare(String(a.merged_at)));
    return (open.find(({ head }) => head.sha === sha) ?? open[0] ?? merged[0])?.number ?? null;
}
async function findPullRequest(client, { owner, repo, event }, sha) {
    const named = (0,github_event/* pullRequestOf */._n)(event);
    if (named !== null)
        return { ok: true, value: named, hasNext: false };
    const place = { owner, repo, per_page: 100 };
    const ofCommit = await client.send('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
        ...place,
        commit_sha: sha,
    });
    const head = (0,github_event/* headOf */.Uo)(event);
    if (!ofCommit.ok || ofCommit.value.length > 0 || head === null)
        return ofCommit.ok ? { ...ofCommit, value: choose(ofCommit.value, sha) } : ofCommit;
    // A commit of a fork may not be known here, but the branch that the pull request comes from is.
    const ofBranch = await client.send('GET /repos/{owner}/{repo}/pulls', {
        ...place,
        head,
        state: 'open',
    });
    if (!ofBranch.ok)
        return ofBranch;
    return {
        ...ofBranch,
        value: choose(ofBranch.value.filter(pull => pull.head.sha === sha), sha),
    };
}

;// CONCATENATED MODULE: ./lib/github/comment.js
/** One comment on the pull request, written anew in place: looked for while the checks run, written at their end. */


/** 10,000 comments; a pull request with more gets a second one of ours. */
const mostPages = 100;
/** Who writes with the token of a job. */
const jobLogin = 'github-actions[bot]';
const done = (value) => ({ ok: true, value, hasNext: false });
function openComment(client, context, { sha, marker, findApp }) {
    const { owner, repo } = context;
    const create = (issue_number, body, options) => client.send('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { owner, repo, issue_number, body }, options);
    const edit = (comment_id, body) => client.send('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { owner, repo, comment_id, body });
    const found = understand(find);
    async function find() {
        const pull = await findPullRequest(client, context, sha);
        if (!pull.ok || pull.value === null)
            return pull.ok ? done(null) : pull;
        const comment = await findOurs(pull.value);
        return comment.ok ? done({ pullRequest: pull.value, commentId: comment.value }) : comment;
    }
    const findOurs = (pullRequest) => findComment(client, context, pullRequest, { marker, findApp });
    /** An answer may get lost after the comment was made: before it is made again, it is looked for. */
    async function createOnce(pullRequest, body) {
        const first = await create(pullRequest, body, { tries: 1 });
        if (first.ok || (first.trouble.kind !== 'unavailable' && first.trouble.kind !== 'limited'))
            return first;
        const made = await understand(() => findOurs(pullRequest));
        if (!made.ok)
            return first;
        return made.value === null ? await create(pullRequest, body) : await edit(made.value, body);
    }
    return {
        async write(text) {
            const body = `${marker}\n${text}`;
            const place = await found;
            if (!place.ok)
                return place.trouble;
            if (place.value === null)
                return 'nowhere';
            const { pullRequest, commentId } = place.value;
            let answer = commentId === null ? await createOnce(pullRequest, body) : await edit(commentId, body);
            // Somebody has deleted it in the meantime.
            if (!answer.ok && answer.trouble.kind === 'missing' && commentId !== null)
                answer = await createOnce(pullRequest, body);
            return answer.ok ? null : answer.trouble;
        },
    };
}
/** With our marker at its very beginning, and by us: anybody can copy the marker. */
async function findComment(client, { owner, repo }, issue_number, { marker, findApp }) {
    const byOthers = [];
    for (let page = 1; page <= mostPages; page++) {
        const parameters = { owner, repo, issue_number, per_page: 100, page };
        const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
        const answer = await client.send(route, parameters);
        if (!answer.ok)
            return answer;
        const marked = answer.value.filter(({ body }) => body?.startsWith(marker));
        const ours = marked.find(({ user }) => user?.type === 'Bot' && user.login === jobLogin);
        if (ours)
            return done(ours.id);
        byOthers.push(...marked);
        if (!answer.hasNext)
            break;
    }
    if (byOthers.length === 0)
        return done(null);
    const login = await findLogin(client, findApp);
    return done(byOthers.find(({ user }) => login !== null && user?.login === login)?.id ?? null);
}
/** Another bot may write what begins with our marker as well: only GitHub knows who a token of one's own is. */
async function findLogin(client, findApp) {
    const app = await findApp();
    if (app)
        return `${app.slug}[bot]`;
    // A personal access token may ask who it is; that of an app has to ask in another place.
    const self = await client.send('GET /user', {});
    return self.ok ? self.value.login : await client.askLogin();
}

;// CONCATENATED MODULE: ./lib/github/context.js
/** Which repository, run and job this is, from the variables of the runner. */
/** Null outside of a workflow. */
function readContext(env, { event, job, jobId }) {
    const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
    if (!owner || !repo)
        return null;
    const server = env.GITHUB_SERVER_URL || 'https://github.com';
    const run = `${server}/${owner}/${repo}/actions/runs/${env.GITHUB_RUN_ID}`;
    return {
        owner,
        repo,
        apiUrl: (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, ''),
        actor: env.GITHUB_ACTOR ?? '',
        jobUrl: /^\d+$/.test(jobId) ? `${run}/job/${jobId}` : run,
        workflow: env.GITHUB_WORKFLOW ?? '',
        job: [env.GITHUB_JOB, job].filter(Boolean).join(', '),
        jobId,
        runId: env.GITHUB_RUN_ID ?? '',
        workflowFile: fileOf(env.GITHUB_WORKFLOW_REF ?? '', `${owner}/${repo}`),
        eventName: env.GITHUB_EVENT_NAME ?? '',
        branch: env.GITHUB_REF_TYPE === 'branch' ? env.GITHUB_REF_NAME || null : null,
        event,
    };
}
/** `OWNER/REPO/.github/workflows/FILE@REF`; a ruleset may demand a workflow of another repository. */
function fileOf(workflowRef, repository) {
    const start = `${repository}/.github/workflows/`;
    const [path = ''] = workflowRef.split('@');
    return path.startsWith(start) ? path.slice(start.length) || null : null;
}
/**
 * Name of the check run. The job has a check of its own, named after itself: another of that name would make both required
 * where one is (https://docs.github.com/pull-requests/collaborating-with-pull-requests, troubleshooting required status checks).
 */
function checkNameOf({ job }, environment) {
    const parts = [environment, job].filter(Boolean).join(', ');
    return parts === '' ? 'Verify Deploy' : `Verify Deploy (${parts})`;
}
const word = (text) => encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
/** First line of our comment: one for each environment and job. Nobody sees it; `--` would end it (HTML 13.6). */
function markerOf({ workflow, job }, environment) {
    return `<!-- verify-deploy/comment/v1 ${[workflow, job, environment ?? ''].map(word).join('/')} -->`;
}

;// CONCATENATED MODULE: ./lib/github/deployment-status.js
/** A status on the deployment that was verified: that of the event, else the environment's newest of the commit. */


/** Our descriptions begin with it: a workflow that our own status started must not start itself again. */
const statusPrefix = 'Verify Deploy: ';
const deployment_status_done = (value) => ({ ok: true, value, hasNext: false });
function openDeploymentStatus(client, context, { environment, sha }) {
    const { owner, repo, jobUrl, event } = context;
    const named = (0,github_event/* deploymentOf */.PE)(event);
    const found = named
        ? Promise.resolve(deployment_status_done(named.description.startsWith(statusPrefix) ? 'own' : named.id))
        : understand(() => deployment_status_find(client, context, environment, sha));
    return {
        async write({ state, description, url }) {
            const place = await found;
            if (!place.ok)
                return place.trouble;
            if (typeof place.value !== 'number')
                return place.value;
            const environmentUrl = named?.environmentUrl ?? url;
            const answer = await client.send('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
                ...{ owner, repo, deployment_id: place.value, state, description, log_url: jobUrl },
                ...(environmentUrl ? { environment_url: environmentUrl } : {}),
                // Which deployment is the active one was for the deployer to say.
                auto_inactive: false,
            });
            return answer.ok ? null : answer.trouble;
        },
    };
}
async function deployment_status_find(client, context, environment, sha) {
    const { owner, repo } = context;
    const parameters = { owner, repo, sha, ...(environment ? { environment } : {}), per_page: 30 };
    const answer = await client.send('GET /repos/{owner}/{repo}/deployments', parameters);
    if (!answer.ok)
        return answer;
    const environments = new Set(answer.value.map(one => one.environment));
    if (environments.size > 1)
        return deployment_status_done('ambiguous');
    for (const deployment of answer.value) {
        const own = await isOwn(client, context, deployment);
        if (!own.ok)
            return own;
        if (!own.value)
            return deployment_status_done(deployment.id);
    }
    return deployment_status_done('nowhere');
}
/**
 * A job with `environment:` makes a deployment by itself, and ends it by itself: of that one we keep off. Its statuses
 * link to the job.
 */
async function isOwn(client, { owner, repo, jobId }, { id, creator }) {
    if (creator?.login !== 'github-actions[bot]' || jobId === '')
        return { ok: true, value: false, hasNext: false };
    const answer = await client.send('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { owner, repo, deployment_id: id, per_page: 30 });
    if (!answer.ok)
        return answer;
    const links = answer.value.flatMap(({ log_url, target_url }) => [log_url ?? '', target_url ?? '']);
    return { ok: true, value: links.some(link => link.endsWith(`/job/${jobId}`)), hasNext: false };
}

// EXTERNAL MODULE: ./lib/model/plural.js
var plural = __webpack_require__(6711);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(2527);
// EXTERNAL MODULE: ./lib/report/pieces/checks-table.js
var checks_table = __webpack_require__(8370);
// EXTERNAL MODULE: ./lib/report/pieces/detail.js
var detail = __webpack_require__(5271);
// EXTERNAL MODULE: ./lib/report/pieces/document.js + 1 modules
var pieces_document = __webpack_require__(1489);
// EXTERNAL MODULE: ./lib/report/pieces/words.js
var words = __webpack_require__(4073);
;// CONCATENATED MODULE: ./lib/report/check-run.js
/** The check run on GitHub: while the checks run, and at the end. */





/** Characters of the summary and of the text, each; we count bytes, which are never fewer (GitHub's OpenAPI description). */
const checkRunLimit = 65_535;
const longestTitle = 255;
/** GitHub takes 64 KB; nobody reads them in the margin of a file. */
const check_run_longestMessage = 4000;
/** Sent 50 at a time. */
const mostAnnotations = 150;
const mostLines = 100;
/** What could not be tested must not satisfy a required check, as `neutral` and `skipped` would. */
const conclusions = {
    passed: 'success',
    failed: 'failure',
    inconclusive: 'failure',
    cancelled: 'cancelled',
};
/** The summary comes first and tells the rest; nothing says that check runs draw Mermaid. */
const details = { heading: false, table: false, diagrams: false };
/** @param carried what a later run compares itself with: an unseen end of the text, of at most half its room. */
function renderCheckRun(report, { carried }) {
    return {
        conclusion: conclusions[report.verdict],
        title: titleOf((0,words/* verdictLine */.MT)(report)),
        summary: summaryOf(report),
        text: `${(0,pieces_document/* renderDocument */.y)(report, checkRunLimit - Buffer.byteLength(carried), details)}${carried}`,
        annotations: annotationsOf(report),
    };
}
function renderCheckRunProgress(results, planned) {
    const lines = results
        .slice(0, mostLines)
        .map(({ outcome, name, reason }) => `- ${words/* outcomeWords */.wX[outcome].glyph} ${(0,report_escape/* inline */.mG)(name, 100)}: ${(0,report_escape/* inline */.mG)(reason, 240)}`);
    const title = planned === 0 ? 'running' : `running: ${results.length} of ${(0,words/* plural */.LS)(planned, 'check')} finished`;
    return { title, summary: [`${title}.`, '', ...lines].join('\n') };
}
/** The check run of a run that came to no verdict: the verifier broke. */
function renderCheckRunBroken() {
    const title = 'verify-deploy could not finish because of a bug of its own: nothing is proven';
    // What was thrown is in the log, where GitHub masks secrets; here nobody does.
    return { title, summary: `${title}. The log of the job has more.` };
}
const titleOf = (text) => (0,report_escape/* oneLine */.TN)(text, longestTitle - 20);
function summaryOf(report) {
    const rows = (most) => (0,checks_table/* checksTable */.Et)(report, { ...detail/* fullDetail */.p0, rows: most });
    const head = `**${(0,report_escape/* inline */.mG)(report.because, 600)}**\n\n${(0,words/* showCounts */.aG)(report.counts)}`;
    if (report.checks.length === 0)
        return head;
    const whole = [50, 20, 5].map(most => `${head}\n\n${rows(most)}`);
    return whole.find(text => new TextEncoder().encode(text).byteLength <= checkRunLimit) ?? head;
}
/** Only lines of files of the repository can be annotated. */
const pathOf = (file) => {
    const path = file.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
    return /^(\/|[a-z]:|\.\.(\/|$))/i.test(path) || path === '' ? null : path;
};
const troubleOf = (check, level) => ({
    ...{ place: check.source, level, title: check.name },
    lines: [
        check.reason,
        ...check.diagnoses
            .slice(0, 1)
            .flatMap(({ cause, confidence, fix }) => [
            `Cause (${confidence} confidence): ${cause}`,
            ...(fix.length > 0 ? ['Fix:', ...fix] : []),
        ]),
    ],
});
function annotationsOf(report) {
    const level = report.exitCode === 0 ? 'warning' : 'failure';
    const troubled = report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored');
    const remarks = [
        ...report.problems.map(({ place, subject, message, remedy }) => ({
            ...{ place, level, title: subject, lines: [message, remedy] },
        })),
        ...troubled.map(check => troubleOf(check, level)),
        ...report.checks.flatMap(({ notes, source, name }) => notes.map(note => ({ place: source, level: 'warning', title: name, lines: [note] }))),
    ];
    return remarks.slice(0, mostAnnotations).flatMap(({ place, level: annotation_level, title, lines }) => {
        const path = place && pathOf(place.file);
        if (!path)
            return [];
        const where = { path, start_line: place.line, end_line: place.line, annotation_level };
        return [{ ...where, title: titleOf(title), message: (0,report_escape/* clip */.$Q)((0,report_escape/* cleanText */.X5)(lines.join('\n')), check_run_longestMessage) }];
    });
}

;// CONCATENATED MODULE: ./lib/report/comment.js
/** The comment on a pull request: one that is kept up to date, open when something is wrong, folded when all is well. */



/** GitHub takes 65,536 characters; the marker and what is around the document need some. We count bytes. */
const documentLimit = 60_000;
/** @param jobUrl of the log, from the runner. */
function renderComment(report, { jobUrl }) {
    const job = `[The log of this run](${jobUrl})`;
    if (report.verdict !== 'passed')
        return `${(0,pieces_document/* renderDocument */.y)(report, documentLimit)}\n${job}\n`;
    const { passed, planned } = report.counts;
    const summary = passed === planned
        ? `${(0,words/* plural */.LS)(passed, 'check')} passed`
        : `${passed} of ${(0,words/* plural */.LS)(planned, 'check')} passed`;
    return [
        (0,pieces_document/* headingOf */.W)(report),
        (0,report_escape/* inline */.mG)(report.because, 600),
        `<details>\n<summary>${summary}: what was seen</summary>\n`,
        (0,pieces_document/* renderDocument */.y)(report, documentLimit, { heading: false }),
        `</details>\n\n${job}\n`,
    ].join('\n\n');
}

;// CONCATENATED MODULE: ./lib/report/deployment-status.js
/** The status of a deployment: a state, and one line. */


/** https://docs.github.com/rest/deployments/statuses */
const longestDescription = 140;
const states = {
    passed: 'success',
    failed: 'failure',
    inconclusive: 'error',
    cancelled: 'error',
};
function renderDeploymentStatus(report) {
    const text = `Verify Deploy: ${(0,words/* verdictLine */.MT)(report)}`;
    const line = (0,report_escape/* oneLine */.TN)(text);
    const cut = longestDescription - 1;
    // A surrogate pair is not cut in half.
    const shown = line.length > longestDescription ? `${line.slice(0, cut).replace(/[\ud800-\udbff]$/, '')}…` : line;
    // With a secret taken out of it, it is no address any more.
    const url = report.url && !report.url.includes('***') && URL.canParse(report.url) ? report.url : null;
    return { state: states[report.verdict], description: shown, url };
}

;// CONCATENATED MODULE: ./lib/announcing.js
/** Publishing on GitHub: the thread that does it. What to say is made by report/, how to say it by github/. */













/** So much of the limit is left for the way back. */
const reserveMs = 150;
function runAnnouncing(start) {
    const port = external_node_worker_threads_.parentPort;
    const hear = (heard) => port.postMessage(heard);
    const announcing = begin(start, (environment, found) => hear({ type: 'baseline', environment, found }));
    // A bug of ours here must not keep a check run in progress for ever: it is told when all is said.
    const bugs = [];
    process.on('uncaughtException', error => bugs.push(String(error)));
    port.on('message', async (told) => {
        if (told.type === 'plan')
            return announcing.plan(told.planned);
        if (told.type === 'result')
            return announcing.tell(told.result);
        const limitMs = told.limitMs - reserveMs;
        const said = await endWith(announcing, told.type === 'report' ? told.report : null, limitMs);
        const notices = [...(said.notice === null ? [] : [said.notice]), ...bugs];
        hear({ type: 'said', ...said, notice: notices.length > 0 ? notices.join('; ') : null });
        port.close();
    });
}
async function endWith(announcing, report, limitMs) {
    try {
        return await announcing.end(report, limitMs);
    }
    catch (error) {
        return { notice: String(error), remarks: [] };
    }
}
function begin(start, tellBaseline) {
    const { environment, sha, token, baselines } = start;
    const idle = (notice) => {
        for (const one of baselines)
            tellBaseline(one, { ok: false, why: `no baseline was found: ${notice}` });
        const isAsked = start.checkRun || start.comment || start.deploymentStatus;
        return { plan() { }, tell() { }, end: async () => ({ notice: isAsked ? notice : null, remarks: [] }) };
    };
    const context = readContext(process.env, start);
    if (!context)
        return idle('GITHUB_REPOSITORY is not set: this is no job of a workflow');
    if (token === null)
        return idle('`github-token` is empty: give one, or leave the input out');
    if (sha === null)
        return idle('which commit this run is about is not known: give `sha`');
    const client = createClient({ token, apiUrl: context.apiUrl });
    let planned = 0;
    const finished = [];
    const name = checkNameOf(context, environment);
    const output = renderCheckRunProgress([], 0);
    const checkRun = start.checkRun ? openCheckRun(client, context, { name, sha, output }) : null;
    const marker = markerOf(context, environment);
    const findApp = async () => (await checkRun?.findApp()) ?? null;
    const comment = start.comment ? openComment(client, context, { sha, marker, findApp }) : null;
    const status = start.deploymentStatus ? openDeploymentStatus(client, context, { environment, sha }) : null;
    const search = createSearch(client, context, { name, sha, findApp });
    const before = new Map();
    const started = performance.now();
    let searchMs = 0;
    for (const one of baselines)
        search(one)
            .catch((error) => {
            // An answer that is none of GitHub's, from something in between: not "there is none".
            const where = one === null ? '' : ` of ${JSON.stringify(one)}`;
            const why = `no baseline${where} was found: an answer could not be understood (${error})`;
            return { state: 'unknown', baseline: { ok: false, why } };
        })
            .then(({ baseline, state }) => {
            before.set(one, state);
            searchMs = performance.now() - started;
            tellBaseline(one, baseline);
        });
    return {
        plan(count) {
            // Of several environments each has a plan.
            planned += count;
        },
        tell(result) {
            finished.push(result);
            checkRun?.update(renderCheckRunProgress(finished, planned));
        },
        async end(report, limitMs) {
            client.endIn(limitMs);
            if (!report) {
                await checkRun?.complete('failure', renderCheckRunBroken());
                return { notice: null, remarks: [] };
            }
            // In the order in which they are told, whichever is first.
            const ended = await Promise.all([
                ...(checkRun ? [endOf('check run', () => completeWith(report))] : []),
                ...(comment ? [endOf('comment', () => comment.write(renderComment(report, context)))] : []),
                ...(status ? [endOf('deployment status', () => status.write(renderDeploymentStatus(report)))] : []),
            ]);
            const took = searchMs > 0 ? `; the baseline was known after ${Math.round(searchMs)} ms` : '';
            const count = `GitHub was sent ${(0,plural/* plural */.L)(client.countRequests(), 'request')}${took}`;
            const told = ended.flatMap(([asked, end]) => typeof end === 'string' ? [`${asked}: ${nothingToDo[end](sha)}`] : []);
            const unpublished = ended.flatMap(([asked, end]) => end !== null && typeof end === 'object' ? [{ asked, trouble: end }] : []);
            return {
                notice: unpublished.length > 0 ? noticeOf(unpublished, context) : null,
                remarks: [...told, count],
            };
        },
    };
    function completeWith(report) {
        const labels = report.parts ? report.parts.map(({ label }) => label) : [report.environment];
        const states = labels.flatMap(label => {
            const state = chooseState(report, label, before.get(label) ?? 'unknown');
            return state ? [[label ?? '', state]] : [];
        });
        const { conclusion, ...rest } = renderCheckRun(report, { carried: encodeStates(new Map(states)) });
        return checkRun.complete(conclusion, rest);
    }
}
/** What becomes of one must not touch the others. */
async function endOf(asked, write) {
    try {
        return [asked, await write()];
    }
    catch (error) {
        return [asked, misunderstood(error)];
    }
}
/** Told in the log: nothing is wrong with it. */
const nothingToDo = {
    nowhere: (sha) => `there is none to write to for the commit ${sha.slice(0, 12)}`,
    ambiguous: () => 'the commit is deployed to several environments: name one with `environment`',
    own: () => 'the status that started this workflow is one of ours: none is added to it',
};


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
