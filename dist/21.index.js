export const id = 21;
export const ids = [21];
export const modules = {

/***/ 5402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderMarkdown: () => (/* binding */ renderMarkdown)
/* harmony export */ });
/* harmony import */ var _pieces_document_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1489);
/** What `--format markdown` prints: the document of the job summary, to be pasted into issues and pages. */

/** Nothing that reads Markdown shows more than the job summary does. */
const limit = 1024 * 1024;
function renderMarkdown(report) {
    return (0,_pieces_document_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDocument */ .y)(report, limit);
}


/***/ })

};
