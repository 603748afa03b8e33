import { type ChatMessage, epochMs } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml } from '../../apps/bots/src/telegram/html-text.ts';
import { inlineKeyboard } from '../../apps/bots/src/telegram/inline-keyboard.ts';
import { messagePieces } from '../../apps/bots/src/telegram/message-pieces.ts';
import { anyChatMessage, textsOf } from '../support/any-chat-message.ts';
import { parseHtml } from '../support/fake-telegram/index.ts';

const message = (more: Partial<ChatMessage>): ChatMessage => ({
  headline: ['SPX'],
  tone: 'neutral',
  blocks: [],
  buttons: [],
  ...more,
});
const table = (...lines: readonly string[]) => ({ kind: 'table', lines }) as const;
const text = (...lines: readonly string[]) => ({ kind: 'text', lines: lines.map((line) => [line]) }) as const;

test('8.5: escaped text is read back as it was, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => {
      // The server takes white space from the end, so there is none.
      expect(parseHtml(`${escapeHtml(any)}.`)).toEqual({ text: `${any}.`, entities: [] });
    }),
    { numRuns: 500 },
  );
});

test('8.5: whatever a message holds, its pieces can be parsed, keep within 4096 and 1024, and are not empty', () => {
  fc.assert(
    fc.property(anyChatMessage, fc.constantFrom(1_024, 4_096), fc.integer({ min: 1, max: 5 }), (any, first, pieces) => {
      const made = messagePieces(any, { first, pieces });
      expect(made.length).toBeGreaterThan(0);
      expect(made.length).toBeLessThanOrEqual(pieces);
      for (const [at, piece] of made.entries()) {
        const shown = parseHtml(piece.html);
        expect(shown.text.length).toBeLessThanOrEqual(at === 0 ? first : 4_096);
        expect(shown.text.trim()).not.toBe('');
        expect(shown.text).toBe(piece.text.trimEnd());
        expect(piece.html.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

/** Of one line each, without what is added to pieces, and without white space: that may change where lines break. */
const bare = (texts: readonly string[]): string =>
  texts
    .join('')
    .toWellFormed()
    .replace(/[\s\p{Cc}\u2028\u2029]/gu, '');

test('8.5: nothing is lost or doubled where a message is split', () => {
  fc.assert(
    fc.property(anyChatMessage, (any) => {
      const made = messagePieces(any, { pieces: 1_000 });
      const read = made.map((piece, at) => (at === 0 ? piece.text : piece.text.replace(/^\(\d+\/\d+\)\n/, '')));
      const source = bare(textsOf(any));
      expect(bare(read)).toBe(source === '' ? '—' : source);
    }),
    { numRuns: 200 },
  );
});

test('8.5: buttons carry at most 64 bytes, five rows of five, and none that would be refused', () => {
  fc.assert(
    fc.property(anyChatMessage, (any) => {
      const rows = inlineKeyboard(any).inline_keyboard;
      expect(rows.length).toBeLessThanOrEqual(5);
      for (const row of rows) {
        expect(row.length).toBeGreaterThan(0);
        expect(row.length).toBeLessThanOrEqual(5);
        for (const button of row) {
          const { callback_data = '' } = button as { callback_data?: string };
          expect(Buffer.byteLength(callback_data)).toBeGreaterThan(0);
          expect(Buffer.byteLength(callback_data)).toBeLessThanOrEqual(64);
          expect(button.text.trim()).not.toBe('');
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('a message in HTML: headline in bold, what follows right below, blocks apart, tables in fixed width, times for each reader', () => {
  const shown = message({
    headline: ['SPX 5,612 ▲ long-γ & ', { code: 'x<y' }],
    blocks: [
      {
        kind: 'text',
        lines: [
          ['as of ', { timeMs: epochMs(1_773_000_000_999), style: 'relative', fallback: '3 s ago' }],
          [{ link: 'open', url: 'https://x.org/?a=1&b="2"' }],
        ],
      },
      table('strike    net', ' 5,600  +1.2B'),
      text('next'),
    ],
  });
  expect(messagePieces(shown).map(({ html }) => html)).toEqual([
    '<b>SPX 5,612 ▲ long-γ &amp; </b><code>x&lt;y</code>\n' +
      'as of <tg-time unix="1773000000" format="r">3 s ago</tg-time>\n<a href="https://x.org/?a=1&amp;b=&quot;2&quot;">open</a>\n\n' +
      '<pre>strike    net\n 5,600  +1.2B</pre>\n\nnext',
  ]);
});

test('what is too long is split between blocks, else between lines, and cut with a word about the rest', () => {
  const rows = (count: number) => table(...Array.from({ length: count }, (_, at) => `row ${at} ${'.'.repeat(30)}`));
  const byBlock = messagePieces(message({ blocks: [rows(60), rows(60)] }));
  expect(byBlock.map(({ text: shown }) => shown.split('\n')[0])).toEqual(['SPX', '(2/2)']);
  expect(byBlock[1]?.text.split('\n')[1]).toBe('row 0 ..............................');
  const byLine = messagePieces(message({ blocks: [rows(150)] }));
  expect(byLine.map(({ html }) => [html.match(/<pre>/g)?.length, html.match(/<\/pre>/g)?.length])).toEqual([
    [1, 1],
    [1, 1],
  ]);
  const cut = messagePieces(message({ blocks: [rows(1_000)] }), { pieces: 2 });
  expect(cut.at(-1)?.text.split('\n').at(-1)).toMatch(/^… \d{3} more lines$/);
});
