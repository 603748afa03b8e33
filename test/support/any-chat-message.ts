import { type Block, type ChatMessage, epochMs, type Span } from '@gexstream/domain';
import fc from 'fast-check';

/** Any Unicode, halves of surrogate pairs too, and what mark-up could take for itself. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'<>&"\'*_~`|[]()#@:\\\n\t\u0000\ud83d\udcc8 ab1'), maxLength: 40 }),
  fc
    .array(fc.constantFrom('</pre>', '<b>', '&amp;', '&#60;', '@everyone', '```', '<@1>', '📈', 'SPX'), { maxLength: 12 })
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('x', '📈', '&', ' '), fc.integer({ min: 900, max: 9_000 })).map(([unit, times]) => unit.repeat(times)),
);

const anySpan: fc.Arbitrary<Span> = fc.oneof(
  anyText,
  anyText.map((bold) => ({ bold })),
  anyText.map((italic) => ({ italic })),
  anyText.map((code) => ({ code })),
  fc.tuple(anyText, fc.webUrl({ withQueryParameters: true })).map(([link, url]) => ({ link, url })),
  fc
    .tuple(
      fc.integer({ min: 0, max: 4e12 }),
      fc.constantFrom('time' as const, 'date' as const, 'date-time' as const, 'relative' as const),
      anyText,
    )
    .map(([ms, style, fallback]) => ({ timeMs: epochMs(ms), style, fallback })),
);

const anyLine = fc.array(anySpan, { maxLength: 5 });

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.array(anyLine, { maxLength: 30 }).map((lines) => ({ kind: 'text' as const, lines })),
  fc.array(anyText, { maxLength: 60 }).map((lines) => ({ kind: 'table' as const, lines })),
);

/** Whatever the type allows, lengths beyond every platform's limits too. */
export const anyChatMessage: fc.Arbitrary<ChatMessage> = fc.record({
  headline: anyLine,
  tone: fc.constantFrom('positive', 'negative', 'neutral', 'warning'),
  blocks: fc.array(anyBlock, { maxLength: 8 }),
  buttons: fc.array(fc.array(fc.record({ label: anyText, command: anyText }), { maxLength: 7 }), { maxLength: 7 }),
});

/** All that a reader should find, in order. */
export const textsOf = ({ headline, blocks }: ChatMessage): readonly string[] => [
  ...headline.map(spanText),
  ...blocks.flatMap((block) => (block.kind === 'table' ? block.lines : block.lines.flatMap((line) => line.map(spanText)))),
];

const spanText = (span: Span): string => {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('italic' in span) return span.italic;
  if ('code' in span) return span.code;
  return 'link' in span ? span.link : span.fallback;
};
