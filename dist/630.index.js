export const id = 630;
export const ids = [630];
export const modules = {

/***/ 7630:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createTimedDecoder: () => (/* binding */ createTimedDecoder)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8522);
/** Content codings of a stream, decoded as it arrives; what comes out keeps the time at which its bytes came in. */

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants;
// A stream that is cut is decoded as far as it goes, and each piece at once.
const decoders = {
    gzip: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createGunzip)({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }),
    'x-gzip': () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createGunzip)({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }),
    deflate: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createInflate)({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }),
    br: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createBrotliDecompress)({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }),
    zstd: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createZstdDecompress)({ flush: ZSTD_e_flush, finishFlush: ZSTD_e_flush }),
};
/** What waits to be decoded; a stream that comes faster than it can be decoded is not taken further. */
const mostWaiting = 16 * 1024 * 1024;
/** One coding only; of several, or of an unknown one, the bytes are handed on as they are. */
function createTimedDecoder(coding, emit) {
    const decoder = decoders[coding.trim().toLowerCase()]?.();
    if (!decoder)
        return { write: emit, end: async () => true };
    let atMs = 0;
    let waiting = 0;
    let broken = false;
    let settle = () => { };
    // One after the other: only so is it known which bytes came out of which.
    let last = Promise.resolve();
    decoder.on('data', (bytes) => emit(bytes, atMs));
    decoder.on('error', () => {
        broken = true;
        settle();
    });
    const pass = (chunk, arrivedAt) => new Promise(resolve => {
        waiting -= chunk.length;
        if (broken)
            return resolve();
        atMs = arrivedAt;
        settle = resolve;
        decoder.write(chunk, () => resolve());
    });
    return {
        write(chunk, arrivedAt) {
            waiting += chunk.length;
            if (waiting > mostWaiting)
                broken = true;
            last = last.then(() => pass(chunk, arrivedAt));
        },
        async end() {
            await last;
            decoder.destroy();
            return !broken;
        },
    };
}


/***/ })

};
