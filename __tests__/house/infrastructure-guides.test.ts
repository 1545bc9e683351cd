/** The guides of docs/infrastructure: complete, listed, linked, and in step with the tables and the lab. */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { inputNames } from '../../src/config/inputs.ts'
import { signatures } from '../../src/diagnosis/signatures/index.ts'
import { load } from '../config/given.ts'
import { readSnippet } from '../lab/guides.ts'
import { type ProxyKind, proxies } from '../lab/proxies.ts'
import { rooms } from '../lab/rooms.ts'
import type { Situation } from '../lab/situation.ts'
import { listFiles, readText } from './sources.ts'

const folder = 'docs/infrastructure'
const index = `${folder}/README.md`
const files = listFiles(folder, '.md').map(file => `${folder}/${file}`)
const guides = files.filter(file => file !== index)
const verified: readonly string[] = Object.values<ProxyKind>(proxies).map(
  ({ guide }) => `${folder}/${guide}.md`,
)

const headings = [
  ...['What WebSockets need', 'Configuration', 'What streams need', 'Limits', 'How it fails', 'Verify it'],
]
const section = (file: string, heading: string): string =>
  new RegExp(`^## ${heading}\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(readText(file))?.[1]?.trim() ?? ''
const rowsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter(line => /^\| /.test(line))
    .slice(1)

interface Block {
  readonly file: string
  readonly language: string
  readonly text: string
}
const blocksOf = (file: string): Block[] =>
  [...readText(file).matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    ...{ file, language: language!, text: text! },
  }))
const blocks = files.flatMap(blocksOf)

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')
const anchorsOf = (file: string): Set<string> => {
  const text = readText(file)
  const named = [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id!)
  return new Set([...named, ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!))])
}

test('every guide is in the index, and no other', () => {
  const listed = new Set(
    [...readText(index).matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => `${folder}/${file}`),
  )
  assert.deepEqual([...listed].sort(), [...guides].sort())
})

test('the README leads to the index', () => {
  assert.ok(readText('README.md').includes(`](${index})`))
})

test('the index says of those guides that they are tried that the lab starts', () => {
  const tried = rowsOf(readText(index)).filter(row => row.includes('tried |'))
  const named = tried.map(row => `${folder}/${/\((\w[\w-]*\.md)\)/.exec(row)![1]}`)
  assert.deepEqual(named.sort(), [...verified].sort())
})

test('every guide has the sections of a guide, in order, with something in each', () => {
  for (const file of guides) {
    const found = [...readText(file).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    assert.deepEqual(found, headings, file)
    for (const heading of headings) assert.ok(section(file, heading).length > 40, `${file}: ${heading}`)
    assert.ok(rowsOf(section(file, 'Limits')).length > 0, `${file} has no limits`)
  }
})

test('every link of the guides leads somewhere', () => {
  const dead = files.flatMap(file =>
    [...readText(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => new URL(target!, `file:///${file}`))
      .filter(({ protocol }) => protocol === 'file:')
      .filter(({ pathname, hash }) => {
        const path = pathname.slice(1)
        if (!existsSync(new URL(`../../${path}`, import.meta.url))) return true
        return hash !== '' && !anchorsOf(path).has(hash.slice(1))
      })
      .map(({ pathname, hash }) => `${file}: ${pathname}${hash}`),
  )
  assert.deepEqual(dead, [])
})

/** Diagnoses named in a text, as links to their section. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/\[([^\]]+)\]\(\.\.\/diagnoses\.md#([^)]+)\)/g)].map(([, id, anchor]) => {
    assert.equal(anchor, id!.replaceAll('.', '-'))
    return id!
  })

test('every way to fail names a diagnosis of the tables', () => {
  const known = new Set(signatures.map(({ id }) => id))
  for (const file of guides) {
    const rows = rowsOf(section(file, 'How it fails'))
    assert.ok(rows.length >= 3, file)
    for (const row of rows) {
      const named = namedIn(row)
      assert.ok(named.length > 0, `${file}: no diagnosis in "${row}"`)
      assert.deepEqual(
        named.filter(id => !known.has(id)),
        [],
        row,
      )
    }
  }
})

test('every way to fail of a guide that is tried is one that the lab provokes behind that proxy', () => {
  const situations: readonly Situation[] = Object.values(rooms).flat()
  for (const [name, { guide }] of Object.entries<ProxyKind>(proxies)) {
    const expected = new Set(
      situations
        .filter(({ proxy }) => proxy === name)
        .flatMap(({ expect }) => expect.failed.flatMap(({ diagnosis }) => [diagnosis].flat())),
    )
    const unproven = rowsOf(section(`${folder}/${guide}.md`, 'How it fails')).filter(
      row => !namedIn(row).some(id => expected.has(id)),
    )
    assert.deepEqual(unproven, [], guide)
  }
})

test('a guide that is tried shows the configuration that the lab runs, and no other claims to be', () => {
  for (const { guide } of Object.values<ProxyKind>(proxies)) assert.ok(readSnippet(guide).length > 40, guide)
  const marked = blocks.filter(({ language }) => language.endsWith(' verified')).map(({ file }) => file)
  assert.deepEqual([...marked].sort(), [...verified].sort())
})

test('a guide that is not tried says so', () => {
  for (const file of guides) {
    const opening = readText(file).split('\n## ')[0]!
    if (verified.includes(file)) assert.match(opening, /is started and verified by our tests/, file)
    else assert.match(opening, /^Not (verified|run) here: /m, file)
  }
})

test('snippets in YAML and JSON can be read', () => {
  for (const { file, language, text } of blocks) {
    if (language === 'json') JSON.parse(text)
    if (language !== 'yaml') continue
    for (const document of parseAllDocuments(text))
      assert.deepEqual([...document.errors, ...document.warnings].map(String), [], `${file}:\n${text}`)
  }
})

test('snippets name their language', () => {
  assert.deepEqual(
    blocks.filter(
      ({ language }) =>
        !/^(yaml|json|toml|sh|text|(nginx|haproxy|apache|caddyfile|vcl) verified)$/.test(language),
    ),
    [],
  )
})

test('every guide verifies with our action, and with inputs that it has', () => {
  for (const file of guides) {
    const text = /^```yaml\n(.*?)^```$/ms.exec(section(file, 'Verify it'))?.[1]
    assert.ok(text, file)
    const [step] = parse(text) as [{ uses: string; with: Record<string, string> }]
    assert.match(step.uses, /^OWNER\/verify-deploy@v\d+$/)
    assert.deepEqual(
      Object.keys(step.with).filter(name => !(inputNames as readonly string[]).includes(name)),
      [],
      file,
    )
  }
})

test('the configuration files of the guides are accepted', async () => {
  const ours = blocks.filter(({ language, text }) => language === 'yaml' && /^environments:/m.test(text))
  assert.equal(ours.length, 2)
  for (const { text } of ours) {
    const files = { '.github/verify-deploy.yml': text }
    const env = { STAGING_JWT_SECRET: 'a-secret-of-the-guides-and-their-tests', BYPASS: 'let-me-in-please' }
    const loaded = await load({ inputs: { environment: 'staging' }, files, env })
    assert.deepEqual(loaded.ok ? [] : loaded.problems, [])
  }
})
