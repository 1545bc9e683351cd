export const id = 899;
export const ids = [899];
export const modules = {

/***/ 7899:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runSchema: () => (/* binding */ runSchema)
/* harmony export */ });
/* harmony import */ var _cli_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1207);
/** `verify-deploy schema config|report`: the JSON Schema that is committed under schema/. */

const schemas = {
    config: async () => (await __webpack_require__.e(/* import() */ 276).then(__webpack_require__.bind(__webpack_require__, 7895))).configJsonSchema(),
    report: async () => (await __webpack_require__.e(/* import() */ 408).then(__webpack_require__.bind(__webpack_require__, 5408))).reportJsonSchema(),
};
async function runSchema([name = '', ...more]) {
    const make = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!make || more.length > 0)
        return (0,_cli_js__WEBPACK_IMPORTED_MODULE_0__.complain)('say which: verify-deploy schema config, or verify-deploy schema report');
    process.stdout.write(`${JSON.stringify(await make(), null, 2)}\n`);
    return 0;
}


/***/ })

};
