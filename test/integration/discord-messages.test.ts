import { type ChatMessage, epochMs } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkdown, lineMarkdown } from '../../apps/bots/src/discord/markdown.ts';
import { messageBodies } from '../../apps/bots/src/discord/message-bodies.ts';
import { oneLine } from '../../apps/bots/src/message/laid-line.ts';
import { anyChatMessage, textsOf } from '../support/any-chat-message.ts';
import { checkMessage } from '../support/fake-discord/check-message.ts';
import { readMarkdown } from '../support/fake-discord/index.ts';
import { message } from '../support/outbox-run.ts';

const line = (text: string) => lineMarkdown({ block: 1, fixedWidth: false, runs: [{ text, wrap: (escaped) => escaped }] });
/** What Discord could read as marks, in any order. */
const marksIn = fc
  .array(
    fc.constantFrom(
      '*',
      '**',
      '_',
      '__',
      '~~',
      '||',
      '`',
      '```',
      '\\',
      '<@1>',
      '<#1>',
      '<t:1:R>',
      ':smile:',
      ':',
      '[a](https://x.org)',
      '> ',
      '# ',
      '- ',
      '-# ',
      '1. ',
      ' ',
      'a',
      '7',
      '@everyone',
    ),
  )
  .map((parts) => parts.join(''));

test('8.5: escaped text is read back as it was, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(marksIn, fc.string({ unit: 'binary' })), (any) => {
      const text = oneLine(any);
      expect(readMarkdown(line(text))).toEqual({ text, marks: [] });
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['BRK_B *up* ~~not~~ ||x||', 'BRK\\_B \\*up\\* \\~\\~not\\~\\~ \\|\\|x\\|\\|'],
  ['96 < 99.5 <t:1:R>', '96 < 99.5 \\<t\\:1:R>'],
  ['12:30:45 and :fire:', '12\\:30:45 and \\:fire:'],
  ['<@42> [x](y) `c` \\', '\\<@42> \\[x](y) \\`c\\` \\\\'],
])('%s: only what could be a mark is escaped', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test.each([
  ['- one', '\\- one'],
  ['  > x', '  \\> x'],
  ['# a', '\\# a'],
  ['12. x', '12\\. x'],
  ['1.5 %', '1.5 %'],
])('%s: what begins a line is no list, quote or heading', (text, escaped) => {
  expect(line(text)).toBe(escaped);
});

test('8.5: whatever a message holds, Discord takes each of its bodies', () => {
  fc.assert(
    fc.property(anyChatMessage, fc.integer({ min: 1, max: 5 }), (any, most) => {
      const bodies = messageBodies(any, most);
      expect(bodies.length).toBeGreaterThan(0);
      expect(bodies.length).toBeLessThanOrEqual(most);
      for (const body of bodies) {
        expect(() => checkMessage(body as never, [])).not.toThrow();
        expect(`${body.content}${body.embeds.map(({ description }) => description).join('')}`.trim()).not.toBe('');
        expect(JSON.stringify(body).isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

/** Of one line each, without what is added to parts, and without white space: that may change where lines break. */
const bare = (texts: readonly string[]): string =>
  texts
    .join('')
    .toWellFormed()
    .replace(/[\s\p{Cc}\u2028\u2029\u200b]/gu, '');

/** A time is shown by the reader's client: in words it can be compared. */
const inWords = (any: ChatMessage): ChatMessage => {
  const line = (spans: ChatMessage['headline']) =>
    spans.map((span) => (typeof span === 'object' && 'timeMs' in span ? span.fallback : span));
  const blocks = any.blocks.map((block) => (block.kind === 'table' ? block : { ...block, lines: block.lines.map(line) }));
  return { ...any, headline: line(any.headline), blocks };
};

test('8.5: nothing is lost or doubled where a message is split', () => {
  fc.assert(
    fc.property(anyChatMessage.map(inWords), (any) => {
      const bodies = messageBodies(any, 1_000);
      const read = bodies.flatMap(({ content, embeds }, at) => [
        readMarkdown(content).text,
        ...embeds.map(
          ({ description }) => readMarkdown(at === 0 ? description! : description!.replace(/^\(\d+\/\d+\)\n/, '')).text,
        ),
      ]);
      const source = bare(textsOf(any));
      expect(bare(read)).toBe(source === '' ? '—' : source);
    }),
    { numRuns: 50 },
  );
});

test('a table without a word in it is no fence around what follows', () => {
  const blocks = [['above'], [''], ['below']].map((lines) => ({ kind: 'table' as const, lines }));
  const [body] = messageBodies({ headline: [], tone: 'neutral', blocks, buttons: [] });
  const { text, marks } = readMarkdown(body!.embeds[0]!.description!);
  expect(marks.map(({ kind }) => kind)).toEqual(['block', 'block']);
  expect(text.split(/\s+/)).toEqual(['above', 'below']);
});

test('a message as Discord shows it: the headline for the push, blocks in an embed, tables in fixed width, times for each reader', () => {
  const shown = message('', {
    headline: [
      'SPX 5,612 ▲ at ',
      { timeMs: epochMs(1_773_000_000_999), style: 'time', fallback: '09:30 ET' },
      ' ',
      { code: 'x_y' },
    ],
    tone: 'negative',
    blocks: [
      {
        kind: 'text',
        lines: [
          ['as of ', { timeMs: epochMs(1_773_000_000_999), style: 'relative', fallback: '3 s ago' }],
          [
            { link: 'open [it]', url: 'https://x.org/?a=1&b=(2)' },
            { bold: 'a' },
            { bold: 'b' },
            { italic: ' c ' },
            { code: 'back`tick' },
          ],
          [
            { link: 'https://x.org', url: 'https://y.org' },
            ' ',
            { link: 'long', url: `https://x.org/${'y'.repeat(600)}` },
            ' ',
            { link: 'odd', url: 'javascript:x' },
          ],
        ],
      },
      { kind: 'table', lines: ['strike    net', ' 5,600  ```'] },
      { kind: 'text', lines: [['- next']] },
    ],
  });
  expect(messageBodies(shown)).toEqual([
    {
      content: '**SPX 5,612 ▲ at** 09:30 ET `x_y`',
      embeds: [
        {
          color: 0xe5484d,
          description: [
            'as of <t:1773000000:R>',
            '[open \\[it\\]](https://x.org/?a=1&b=%282%29)**a**\u200b**b** *c* back\\`tick',
            'https://x.org long odd',
            '',
            '```',
            'strike    net',
            ' 5,600  `\u200b`\u200b`',
            '```',
            '',
            '\\- next',
          ].join('\n'),
        },
      ],
      components: [],
      allowed_mentions: { parse: [] },
    },
  ]);
});

test('buttons: five rows of five, none twice, none that is too long, labels cut', () => {
  const button = (label: string, command: string) => ({ label, command });
  const rows = [
    [
      button('A', 'gex A'),
      button('A again', 'gex A'),
      button(' ', 'gex B'),
      button('C', 'x'.repeat(101)),
      button('L'.repeat(90), 'gex L'),
    ],
    [button('', '')],
  ];
  expect(messageBodies(message('x', { buttons: rows }))[0]!.components).toEqual([
    {
      type: 1,
      components: [
        { type: 2, style: 2, label: 'A', custom_id: 'gex A' },
        { type: 2, style: 2, label: `${'L'.repeat(79)}…`, custom_id: 'gex L' },
      ],
    },
  ]);
});
