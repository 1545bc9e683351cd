/** Every link of the pages to a file of this repository, or to a heading, leads somewhere. */

import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { readText, root } from './sources.ts'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...pagesIn('docs'),
  ...pagesIn('docs/infrastructure'),
]

function pagesIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root))
    .filter(name => name.endsWith('.md') && name !== 'diagnoses.md')
    .map(name => `${folder}/${name}`)
}

const withoutCode = (text: string): string =>
  text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '')

/** As GitHub makes them: lower case, without punctuation, a hyphen for each space. */
const anchorsOf = (page: string): readonly string[] => {
  const text = readText(page)
  const headings = [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)]
}

test('every link of the pages leads to a file, and to a heading that is there', () => {
  const broken = pages.flatMap(page =>
    [...withoutCode(readText(page)).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
      ([link, path, anchor]) => {
        const target = path === '' ? page : normalize(join(dirname(page), path!)).replaceAll('\\', '/')
        if (!existsSync(new URL(target, root))) return [`${page}: ${link}`]
        return anchor && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
          ? [`${page}: ${link}`]
          : []
      },
    ),
  )
  assert.deepEqual(broken, [])
  assert.ok(pages.length > 15)
})
