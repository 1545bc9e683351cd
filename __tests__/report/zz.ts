import { fault } from '../../src/model/fault.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { blocked, failing, healthy, report } from '../golden/situations.ts'
import { showPage } from './page.ts'
const long = '@#|<\u{1f4a5}'.repeat(200)
const trouble = fault('ws.no_reply', long)
let t = performance.now()
const lap = (w: string) => { console.log(w, Math.round(performance.now() - t)); t = performance.now() }
const results = Array.from({ length: 5000 }, (_, at) => {
    const id = `messaging:/ws#${at}`
    if (at % 3 === 0) return { ...healthy, id, reason: long, notes: [long, long] }
    if (at % 3 === 1) return { ...blocked('messaging', 'messaging:/ws#2', long), id }
    return failing('messaging', trouble, [{ phase: 'message', ms: 5 }], {
      id, name: long, assertions: [{ claim: long, expected: long, actual: long, ok: false }],
      observations: { 'http.response.status_code': 101, 'http.response.body.excerpt': long },
      transcript: Array.from({ length: 40 }, (_, atMs) => ({ atMs, direction: 'received' as const, kind: 'text' as const, text: long, bytes: 99 })),
    })
})
lap('make')
const r = report(results, { because: long, notes: results.map(() => long) })
lap('diagnose')
const s = renderSummary(r); lap('summary ' + s.length)
showPage(s); lap('page')
