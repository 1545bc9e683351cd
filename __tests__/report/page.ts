/** What GitHub makes of Markdown: GFM to HTML, then the sanitizer with GitHub's own allow-list. */

import type { Element, Nodes } from 'hast'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify)

export interface Page {
  readonly html: string
  readonly elements: readonly Element[]
  /** All visible text, without the zero-width spaces that keep links apart. */
  readonly text: string
  /** Visible text outside of code, as GitHub's filters for mentions and references see it. */
  readonly prose: string
}

function textOf(node: Nodes, skip: ReadonlySet<string>): string {
  if (node.type === 'text') return node.value
  if (node.type === 'element' && skip.has(node.tagName)) return ' '
  return 'children' in node ? node.children.map(child => textOf(child, skip)).join('') : ''
}

function elementsOf(node: Nodes): readonly Element[] {
  const below = 'children' in node ? node.children.flatMap(elementsOf) : []
  return node.type === 'element' ? [node, ...below] : below
}

export const visible = (text: string): string => text.replaceAll('\u200b', '')

export function showPage(markdown: string): Page {
  const tree = pipeline.runSync(pipeline.parse(markdown))
  return {
    html: pipeline.stringify(tree),
    elements: elementsOf(tree),
    text: visible(textOf(tree, new Set())),
    prose: textOf(tree, new Set(['code', 'pre'])),
  }
}

export const countOf = (page: Page, tagName: string): number =>
  page.elements.filter(element => element.tagName === tagName).length
