export const id = 816;
export const ids = [816];
export const modules = {

/***/ 4816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   timeAgain: () => (/* binding */ timeAgain)
/* harmony export */ });
/* harmony import */ var _baseline_slower_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(657);
/** Checks that passed and took suspiciously long are timed again: one sample is no verdict. */

const repetitions = _baseline_slower_js__WEBPACK_IMPORTED_MODULE_0__/* .fewestNow */ .Hz + 1;
/** What takes longer than this is not repeated: a hold is as long as it was declared to be. */
const longestMs = 5000;
/** For all repetitions of a run together. */
const budgetMs = 20_000;
/** @returns further durations by id, in milliseconds; none for checks that are as fast as ever. */
async function timeAgain(plan, results, { baseline, ratio, kinds, wire, }) {
    const end = performance.now() + budgetMs;
    const timed = new Map();
    for (const { id, outcome, durationMs } of results) {
        const before = Object.hasOwn(baseline.checks, id) ? baseline.checks[id].samplesMs : [];
        const limit = (0,_baseline_slower_js__WEBPACK_IMPORTED_MODULE_0__/* .slowLimit */ .h3)(before, ratio);
        const check = plan.checks.find(planned => planned.id === id);
        const kind = kinds.find(({ kind }) => kind === check?.kind);
        if (outcome !== 'passed' || limit === null || durationMs <= limit || durationMs > longestMs)
            continue;
        if (!check || !kind)
            continue;
        const more = [];
        for (let turn = 1; turn <= repetitions && performance.now() < end && !wire.signal.aborted; turn++) {
            const start = performance.now();
            const evidence = await kind.probe(check, wire, 0);
            if (kind.judge(check, evidence).outcome === 'passed')
                more.push(performance.now() - start);
        }
        timed.set(id, more);
    }
    return timed;
}


/***/ })

};
