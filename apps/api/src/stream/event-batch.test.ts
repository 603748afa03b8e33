import { expect, test } from 'vitest';
import { askedFor } from './asked-symbols.ts';
import { eventBatch } from './event-batch.ts';

const batch = eventBatch(
  [['SPX'], ['SPX'], ['SPY'], [null], ['QQQ']].map(([symbol], at) => ({
    symbol: symbol!,
    frame: Buffer.from(`${symbol} ${at};`),
  })),
);
const texts = (...symbols: string[]) => batch.shareOf(askedFor(new Set(symbols))).pieces.map(String);

test('a reader gets what it wants in as few pieces as the order lets', () => {
  expect(batch.shareOf(askedFor(null)).pieces.map(String)).toEqual(['SPX 0;SPX 1;SPY 2;null 3;QQQ 4;']);
  expect(texts('SPX', 'SPY')).toEqual(['SPX 0;SPX 1;SPY 2;null 3;']);
  expect(texts('SPX', 'QQQ')).toEqual(['SPX 0;SPX 1;', 'null 3;QQQ 4;']);
  expect(texts('IWM')).toEqual(['null 3;']);
  expect(batch.shareOf(askedFor(new Set(['SPX', 'QQQ']))).events).toBe(4);
});

test('no reader has bytes of its own, nor has what is kept for resuming', () => {
  const { buffer } = batch.events[0]!.frame;
  const pieces = [null, new Set(['SPX']), new Set(['SPY', 'QQQ'])].flatMap((set) => batch.shareOf(askedFor(set)).pieces);
  for (const piece of [...pieces, ...batch.events.map(({ frame }) => frame)]) expect(piece.buffer).toBe(buffer);
  expect(batch.shareOf(askedFor(new Set(['SPY', 'QQQ'])))).toBe(batch.shareOf(askedFor(new Set(['QQQ', 'SPY']))));
  const one = Buffer.from('alone');
  expect(eventBatch([{ symbol: 'SPX', frame: one }]).shareOf(askedFor(null)).pieces[0]).toBe(one);
});

test('of a batch without anything for it a reader gets nothing', () => {
  const share = eventBatch([{ symbol: 'SPX', frame: Buffer.from('1') }]).shareOf(askedFor(new Set(['SPY'])));
  expect(share).toEqual({ pieces: [], events: 0, bytes: 0 });
});
