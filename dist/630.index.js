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
// Each piece is decoded at once, so that a stream that is cut is as far as it goes.
const decoders = {
    gzip: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createGunzip)({ flush: Z_SYNC_FLUSH }),
    'x-gzip': () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createGunzip)({ flush: Z_SYNC_FLUSH }),
    // RFC 9110 section 8.4.1.2: the zlib format; as all clients do, the bare one is taken as well.
    deflate: ([first = 0]) => (first & 0x0f) === 8 ? (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createInflate)({ flush: Z_SYNC_FLUSH }) : (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createInflateRaw)({ flush: Z_SYNC_FLUSH }),
    br: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createBrotliDecompress)({ flush: BROTLI_OPERATION_FLUSH }),
    zstd: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createZstdDecompress)({ flush: ZSTD_e_flush }),
};
const mostCodings = 3;
/** What waits to be decoded; a stream that comes faster than it can be decoded is not taken further. */
const mostWaiting = 16 * 1024 * 1024;
/** RFC 9110 section 8.4: of several codings the last one was applied last. Bytes of an unknown one are dropped. */
function createTimedDecoder(coding, emit) {
    const names = coding
        .split(',')
        .map(name => name.trim().toLowerCase())
        .filter(name => name !== '' && name !== 'identity');
    if (names.length > mostCodings || !names.every(name => Object.hasOwn(decoders, name)))
        return { write: () => { }, end: async () => 'unknown' };
    return names
        .map(name => decoders[name])
        .reduce(followedBy, { write: emit, end: async () => 'whole' });
}
/** Decodes, and hands what comes out to `next`. */
function followedBy(next, create) {
    const own = createOne(create, next.write);
    return {
        write: own.write,
        async end() {
            const [decoded, then] = [await own.end(), await next.end()];
            return decoded === 'whole' ? then : decoded;
        },
    };
}
function createOne(create, emit) {
    let atMs = 0;
    let waiting = 0;
    let decoder = null;
    let broken = false;
    let settle = () => { };
    // One after the other: only so is it known which bytes came out of which.
    let last = Promise.resolve();
    const start = (first) => create(first)
        .on('data', (bytes) => emit(bytes, atMs))
        .on('error', () => {
        broken = true;
        settle();
    });
    const pass = (chunk, arrivedAt) => new Promise(resolve => {
        waiting -= chunk.length;
        if (broken)
            return resolve();
        atMs = arrivedAt;
        settle = resolve;
        decoder ??= start(chunk);
        decoder.write(chunk, () => resolve());
    });
    const finish = async () => {
        // An answer without a body may name a coding (to HEAD, 204).
        if (broken || !decoder)
            return broken ? 'broken' : 'whole';
        const flushed = decoder;
        const ended = new Promise(resolve => {
            flushed.once('end', () => resolve('whole'));
            flushed.once('error', () => resolve('cut'));
        });
        flushed.end();
        return await ended;
    };
    return {
        write(chunk, arrivedAt) {
            waiting += chunk.length;
            if (waiting > mostWaiting)
                broken = true;
            last = last.then(() => pass(chunk, arrivedAt));
        },
        async end() {
            await last;
            const decoded = await finish();
            decoder?.destroy();
            return decoded;
        },
    };
}


/***/ })

};
