import assert from 'node:assert/strict'
import { test } from 'node:test'
import { version } from '../../src/model/version.ts'
import { listFiles, readText } from './sources.ts'

const inFolder = (folder: string) => listFiles(folder).map(file => `${folder}/${file}`)
const sources = inFolder('src')
const all = [...sources, ...inFolder('scripts'), ...inFolder('__tests__')]
// This room quotes what it forbids.
const tests = inFolder('__tests__').filter(file => !file.startsWith('__tests__/house/'))

test('no file is longer than 300 lines, and main is readable aloud', () => {
  const lines = (file: string) => readText(file).trimEnd().split('\n').length
  assert.deepEqual(
    all.filter(file => lines(file) > 300),
    [],
  )
  assert.ok(lines('src/main.ts') <= 120)
})

test('files have kebab-case names that say what is in them', () => {
  const names = all.flatMap(file => file.split('/').slice(1))
  assert.deepEqual(
    names.filter(name => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|d))?(\.ts)?$/.test(name)),
    [],
  )
  assert.deepEqual(
    names.filter(name => /^(utils?|helpers?|common|misc|shared)\b/.test(name)),
    [],
  )
})

test('nothing is exported as default', () => {
  const isOurs = (file: string) => !file.endsWith('.d.ts') && !file.startsWith('__tests__/house/')
  assert.deepEqual(
    all.filter(file => isOurs(file) && /^export default\b|\bas default\b/m.test(readText(file))),
    [],
  )
})

test('every source begins with a sentence about itself', () => {
  const silent = sources.filter(file => !/^(#!.*\n)?\/(\*\*|\/) ?\S?/.test(readText(file)))
  assert.deepEqual(silent, [])
})

test('no test is skipped or left for later without a reason, and none runs alone', () => {
  const forbidden = /\b(test|it|suite|describe)\.(only|todo|skip)\b|\b(only|todo|skip): true\b/
  assert.deepEqual(
    tests.filter(file => forbidden.test(readText(file))),
    [],
  )
})

test('a test mirrors the file that it tests', () => {
  const rooms = new Set(['house', 'golden', 'lab', 'runner', 'end-to-end', 'bench', 'scripts', 'workflows'])
  const orphans = tests
    .map(file => file.slice('__tests__/'.length))
    .filter(file => file.endsWith('.test.ts') && file.includes('/') && !rooms.has(file.split('/')[0]!))
    .filter(
      file => !sources.some(source => source.startsWith(`src/${file.split('/').slice(0, -1).join('/')}/`)),
    )
  assert.deepEqual(orphans, [])
})

test('the type check is nowhere switched off', () => {
  const escapes = /@ts-(ignore|nocheck|expect-error)/
  assert.deepEqual(
    all.filter(file => !file.startsWith('__tests__/house/') && escapes.test(readText(file))),
    [],
  )
})

test('our version is that of the package', () => {
  const { version: packaged } = JSON.parse(readText('package.json')) as { version: string }
  assert.equal(version, packaged)
})

test('the architecture page names no file that is not there', () => {
  const page = readText('docs/architecture.md')
  const named = [...page.matchAll(/`((?:src|__tests__)\/[\w./-]+\.ts)`/g)].map(([, file]) => file!)
  assert.ok(named.length > 0)
  // Names in capitals stand for a file that somebody is about to write.
  assert.deepEqual(
    named.filter(file => !/[A-Z]{2}/.test(file) && !all.includes(file)),
    [],
  )
})
