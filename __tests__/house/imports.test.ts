import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importsOf, listFiles, reach, readText } from './sources.ts'

const files = listFiles('src').filter(file => !file.endsWith('.d.ts'))
const code = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!.replace(/\/$/, ''))

/** The table of docs/architecture.md: what the page claims is what holds. */
const table = new Map(
  readText('docs/architecture.md')
    .split('## Words')[0]!
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, room, , may]) => [code(room!)[0]!, code(may!)]),
)

/** The row that speaks of a path: the longest. */
const roomOf = (path: string): string | undefined =>
  [...table.keys()]
    .filter(room => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0]

function isAllowed(room: string, to: string): boolean {
  if (to.endsWith('.ts')) return roomOf(to) === room || table.get(room)!.includes(roomOf(to)!)
  return table.get(room)!.some(word => to === word || to.startsWith(`${word}/`) || to.startsWith(`${word}:`))
}

test('the table has a row for every file, and no row without one', () => {
  assert.deepEqual(
    files.filter(file => !roomOf(file)),
    [],
  )
  const rooms = new Set(files.map(roomOf))
  assert.deepEqual(
    [...table.keys()].filter(room => !rooms.has(room)),
    [],
  )
})

test('every file imports only what the table lets its room import', () => {
  const forbidden = files.flatMap(file =>
    importsOf(file)
      .filter(({ to }) => !isAllowed(roomOf(file)!, to))
      .map(({ to }) => `${file} imports ${to}`),
  )
  assert.deepEqual(forbidden, [])
})

test('the table allows nothing that nobody imports', () => {
  const idle = [...table].flatMap(([room, words]) => {
    const used = files.filter(file => roomOf(file) === room).flatMap(file => importsOf(file).map(i => i.to))
    return words
      .filter(word => !used.some(to => (to.endsWith('.ts') ? roomOf(to) === word : to.startsWith(word))))
      .map(word => `${room} does not need ${word}`)
  })
  assert.deepEqual(idle, [])
})

test('nothing that judges, diagnoses, decides or renders can reach the network', () => {
  const pure = files.filter(file =>
    ['report', 'report/pieces', 'diagnosis', 'diagnosis/signatures'].includes(roomOf(file)!),
  )
  const reached = reach([...pure, 'verdict.ts', 'settle.ts', 'redact.ts'], i => !i.typeOnly)
  const outside = [...reached].filter(to => /^(net|checks|config|demo|github)\/|^node:/.test(to))
  assert.deepEqual(outside, [])
})

test('nothing on the way to the first packet loads zod, yaml, jsonwebtoken or the toolkit', () => {
  const reached = reach(['index.ts', 'action.ts', 'cli.ts'], i => !i.typeOnly && !i.dynamic)
  const heavy = [...reached].filter(to => /^(zod|yaml|jsonwebtoken|@actions|undici$|node:zlib)/.test(to))
  assert.deepEqual(heavy, [])
  assert.ok(reached.has('net/dial.ts') && reached.has('ws'), 'the walk goes all the way')
})

test('each part of the toolkit is imported by one file', () => {
  const importers = (name: RegExp) => files.filter(file => importsOf(file).some(({ to }) => name.test(to)))
  assert.deepEqual(importers(/^@actions\/core/), ['action.ts'])
  assert.deepEqual(importers(/^@actions\/(?!core)/), ['github/client.ts'])
})

test('a kind of check is imported by the list alone', () => {
  const kinds = files.filter(file => /\bdefineCheck<?[^(]*\(\{/.test(readText(`src/${file}`)))
  assert.equal(kinds.length, importsOf('checks/index.ts').filter(i => !i.typeOnly).length)
  for (const kind of kinds) {
    const importers = files.filter(file => importsOf(file).some(i => i.to === kind && !i.typeOnly))
    assert.deepEqual(importers, ['checks/index.ts'], kind)
  }
})

test('a surface imports no other surface', () => {
  const surfaces = files.filter(
    file => /^report\/[^/]+$/.test(file) && /^export (function|const) render/m.test(readText(`src/${file}`)),
  )
  assert.ok(surfaces.length >= 5)
  for (const surface of surfaces)
    assert.deepEqual(
      importsOf(surface).filter(({ to }) => surfaces.includes(to)),
      [],
      surface,
    )
})
