import { expect, test } from 'vitest';
import { optionField } from '../events/option-updates.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { coverageOf } from './coverage.ts';
import { mergeUpdates } from './merge-updates.ts';
import { emptyBook, type OptionBook } from './option-book.ts';

const minute = 60_000;
const start = 1_795_188_600_000;
const [quiet, lively] = [6000, 6010].map((strike) => formatOsi({ root: 'SPXW', expiry: '2026-11-27', side: 'call', strike }));

const feed = (book: OptionBook, origin: 'stream' | 'rest', symbols: readonly string[], at: EpochMs): void =>
  mergeUpdates(
    book,
    {
      origin,
      symbols,
      mask: new Uint16Array(symbols.length).fill(optionField.volume),
      columns: { volume: Float64Array.from(symbols, () => at - start + 1) },
    },
    at,
    () => {},
  );

test('S3: a contract that the stream has forgotten falls out of the streamed share, and takes no other with it', () => {
  const book = emptyBook('SPX');
  book.stream = 'up';
  book.streamUpMs = start;
  const shares: (readonly number[])[] = [];
  for (let passed = 0; passed <= 12; passed += 1) {
    const at = epochMs(start + passed * minute);
    feed(book, 'stream', passed === 0 ? [quiet!, lively!] : [lively!], at);
    if (passed < 8) feed(book, 'rest', [quiet!, lively!], at);
    const { streamed, polled, stale } = coverageOf(book, () => 1, at)!;
    shares.push([streamed, polled, stale]);
  }
  expect(shares[5]).toEqual([1, 0, 0]);
  // The chain, which goes on, has outrun the stream by more than five minutes: it carries the contract.
  expect(shares[6]).toEqual([0.5, 0.5, 0]);
  expect(shares[12]).toEqual([0.5, 0.5, 0]);
  const late = coverageOf(book, () => 1, epochMs(start + 13 * minute));
  expect(late).toEqual({ streamed: 0.5, polled: 0, stale: 0.5 });
});
