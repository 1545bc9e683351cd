/** Which causes reach the line that says why a run failed. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownCauses } from '../../src/diagnosis/diagnose.ts'
import type { Confidence, Diagnosis } from '../../src/model/report.ts'

const diagnosis = (id: string, confidence: Confidence): Diagnosis => ({
  ...{ id, confidence, cause: `${id}.`, why: [], fix: [], docs: '' },
})
const known = (...diagnoses: readonly Diagnosis[]) => knownCauses(new Map([['a', diagnoses]])).get('a')

const sure = diagnosis('upgrade.header-dropped', 'high')
const asked = diagnosis('upgrade.route-unknown', 'medium')
const unasked = diagnosis('upgrade.route-missing', 'medium')

test('a cause beyond doubt is told as it is, unless another is as sure', () => {
  assert.equal(known(sure), 'upgrade.header-dropped.')
  assert.equal(known(sure, asked), 'upgrade.header-dropped.')
  assert.equal(known(sure, { ...sure, id: 'upgrade.handler-hangs' }), undefined)
})

test('the only cause is told as probable if a question of ours speaks for it', () => {
  assert.equal(known(asked), 'Probable cause: upgrade.route-unknown.')
  assert.equal(known(asked, unasked), undefined)
  assert.equal(known({ ...asked, confidence: 'low' }), undefined)
})

test('a cause that nobody asked for, or of no row that is known, is not told', () => {
  assert.equal(known(unasked), undefined)
  assert.equal(known(diagnosis('upgrade.no-such-row', 'medium')), undefined)
  assert.equal(known(), undefined)
})
