import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  cleanText,
  clip,
  codeBlock,
  codeSpan,
  escapeCommandData,
  escapeCommandProperty,
  escapeXml,
  inline,
  neutraliseCommands,
  oneLine,
  prose,
} from '../../src/report/escape.ts'
import { countOf, showPage, visible } from './page.ts'

/** Pieces of which markup, commands and tricks are made, beside any characters at all. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '<script>',
          '</td>',
          '<!--',
          '-->',
          '|',
          '\\|',
          '\\',
          '`',
          '```',
          '~~~',
          '*',
          '**',
          '_',
          '__',
          '~~',
          '[',
        ],
        ...[
          '](https://e.example)',
          '![',
          '#1',
          '# ',
          '@octocat',
          'GH-1',
          'https://e.example',
          'www.e.example',
          '$',
        ],
        ...[
          'a@b.example',
          '\n',
          '\r',
          '\r\n',
          '\t',
          '&amp;',
          '&#60;',
          '&lt',
          '- ',
          '1. ',
          '> ',
          '===',
          '---',
          ':+1:',
        ],
        ...[
          ':tada:',
          '::error::',
          '##[error]',
          '%0A',
          '\u001b[31m',
          '\u202e',
          '\u0000',
          '\u2028',
          '[^1]',
          'a',
          ' ',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map(pieces => pieces.join(''))

test('inline text stays text: one paragraph, no element in it, and the words unchanged', () => {
  fc.assert(
    fc.property(hostile, words => {
      const page = showPage(`before ${inline(words)} after`)
      assert.deepEqual(
        page.elements.map(element => element.tagName),
        ['p'],
      )
      assert.equal(page.text.replace(/\s+/g, ' '), `before ${oneLine(words)} after`.replace(/\s+/g, ' '))
    }),
    { numRuns: 500 },
  )
})

test('inline text at the start of a line or list item starts no block', () => {
  fc.assert(
    fc.property(hostile, words => {
      fc.pre(oneLine(words) !== '')
      const page = showPage(`1. ${inline(words)}`)
      assert.deepEqual(
        page.elements.map(element => element.tagName),
        ['ol', 'li'],
      )
    }),
    { numRuns: 500 },
  )
})

test('inline text never ends a table cell', () => {
  fc.assert(
    fc.property(hostile, hostile, (one, two) => {
      const page = showPage(`| a | b |\n|---|---|\n| ${inline(one)} | ${inline(two)} |`)
      assert.equal(countOf(page, 'tr'), 2)
      assert.equal(countOf(page, 'td'), 2)
      assert.equal(countOf(page, 'table'), 1)
    }),
    { numRuns: 300 },
  )
})

test('GitHub finds no mention, reference, link or emoji in inline text', () => {
  fc.assert(
    fc.property(hostile, words => {
      const { prose } = showPage(inline(words))
      assert.doesNotMatch(prose, /@\w|#\d|\bGH-\d|:\/\/|\bwww\.\w|:(tada|\+1):/i)
    }),
    { numRuns: 500 },
  )
})

test('words between backticks are code in prose, and nothing else becomes markup, a mention or a link', () => {
  assert.match(
    showPage(prose('see `proxy_read_timeout`, and `a``b`')).html,
    /<code>proxy_read_timeout<\/code>, and/,
  )
  fc.assert(
    fc.property(hostile, words => {
      const page = showPage(`before ${prose(words)} after`)
      for (const { tagName } of page.elements) assert.ok(tagName === 'p' || tagName === 'code', tagName)
      const bare = (text: string) => visible(text).replace(/[`\s]/g, '')
      assert.equal(bare(page.text), bare(`before ${oneLine(words)} after`))
      assert.doesNotMatch(page.prose, /@\w|#\d|\bGH-\d|:\/\/|\bwww\.\w|:(tada|\+1):/i)
    }),
    { numRuns: 500 },
  )
})

test('a code span shows the text as it is, whatever backticks it has', () => {
  fc.assert(
    fc.property(hostile, words => {
      const expected = oneLine(words)
      fc.pre(expected !== '')
      const page = showPage(`see ${codeSpan(words)} there`)
      assert.deepEqual(
        page.elements.map(element => element.tagName),
        ['p', 'code'],
      )
      assert.ok(page.text.includes(expected))
    }),
  )
})

test('text cannot close its code block', () => {
  fc.assert(
    fc.property(hostile, words => {
      const page = showPage(`${codeBlock(words)}\n\nafter`)
      assert.deepEqual(
        page.elements.map(element => element.tagName),
        ['pre', 'code', 'p'],
      )
      assert.equal(page.text.trimEnd().endsWith('after'), true)
    }),
  )
})

test('control characters are shown as pictures, and marks that hide or reorder text as a replacement', () => {
  assert.equal(cleanText('a\u001b[31mb\u0000c\u007f'), 'a␛[31mb␀c␡')
  assert.equal(cleanText('\u202egnp.exe\u2066\u200b\ufeff\ud800'), '�gnp.exe����')
  assert.equal(cleanText('one\r\ntwo\rthree\tfour'), 'one\ntwo\nthree\tfour')
})

test('what is cut off is counted, and no character is cut in half', () => {
  assert.equal(clip('abcdef', 6), 'abcdef')
  assert.equal(clip('abcdefg', 6), 'abcdef… (+1)')
  assert.equal(clip('ab😀cd', 3), 'ab… (+4)')
})

test('XML text holds no character that XML 1.0 forbids, and no markup', () => {
  fc.assert(
    fc.property(hostile, words => {
      const escaped = escapeXml(words)
      assert.doesNotMatch(escaped, /[<>"\n\r]|&(?!(amp|lt|gt|quot|#10|#9);)/)
      assert.match(escaped, /^[\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
    }),
  )
})

test('the message of a workflow command is one line without another command in it', () => {
  fc.assert(
    fc.property(hostile, words => {
      const data = escapeCommandData(words)
      assert.doesNotMatch(data, /[\r\n]|##\[/)
      assert.doesNotMatch(escapeCommandProperty(words), /[\r\n:,]|##\[/)
    }),
  )
  assert.equal(escapeCommandData('50%\nnext'), '50%25%0Anext')
  assert.equal(escapeCommandProperty('a:b,c'), 'a%3Ab%2Cc')
})

test('no line of a log is a workflow command, in the new syntax or the old', () => {
  fc.assert(
    fc.property(hostile, words => {
      for (const line of neutraliseCommands(words).split(/\r\n|\r|\n/)) {
        assert.doesNotMatch(line, /^\s*::|##\[/)
      }
      assert.equal(visible(neutraliseCommands(words)), visible(words))
    }),
  )
})
