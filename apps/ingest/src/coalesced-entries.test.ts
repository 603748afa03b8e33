import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  applyEvent,
  type EpochMs,
  emptyBook,
  epochMs,
  formatOsi,
  type MarketEvent,
  type OptionBook,
  type OptionField,
  optionField,
} from '@gexstream/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coalescedEntries } from './coalesced-entries.ts';
import type { Draft } from './draft.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';

const start = 1_795_188_600_000;
const at = (ms: number): EpochMs => epochMs(start + ms);
const fields = ['bid', 'ask', 'last', 'volume', 'iv', 'openInterest', 'multiplier'] as const satisfies readonly OptionField[];
const symbols = [6_000, 6_005, 6_010].map((strike) => formatOsi({ root: 'SPXW', expiry: '2026-11-20', side: 'call', strike }));

interface Row {
  readonly symbol: string;
  readonly values: Partial<Record<OptionField, number>>;
  readonly quoteMs: number;
  readonly tradeMs: number;
  readonly greeksMs: number;
}

const optionDraft = (rows: readonly Row[], sourceMs: EpochMs): Draft => ({
  kind: 'option-updates',
  underlying: 'SPX',
  sourceMs,
  body: {
    origin: 'stream',
    symbols: rows.map(({ symbol }) => symbol),
    mask: Uint16Array.from(rows, ({ values }) =>
      Object.keys(values).reduce((sum, field) => sum | optionField[field as OptionField], 0),
    ),
    columns: Object.fromEntries(fields.map((field) => [field, Float64Array.from(rows, ({ values }) => values[field] ?? 0)])),
    quoteMs: Float64Array.from(rows, (row) => row.quoteMs),
    tradeMs: Float64Array.from(rows, (row) => row.tradeMs),
    greeksMs: Float64Array.from(rows, (row) => row.greeksMs),
    openInterestMs: Float64Array.from(rows, (row) => row.greeksMs),
  },
});

/** What a reader knows at the end, applied as the publisher would have stamped it. */
const bookOf = (entries: readonly OutboxEntry[]): OptionBook => {
  const book = emptyBook('SPX');
  let newestMs = 0;
  for (const entry of entries) {
    if ('mark' in entry) {
      newestMs = Math.max(newestMs, entry.mark);
      continue;
    }
    for (const draft of entry.drafts) {
      newestMs = Math.max(newestMs, Math.min(draft.sourceMs, entry.receivedMs));
      applyEvent(book, { ...draft, eventMs: epochMs(newestMs), sessionDate: '2026-11-20' } as unknown as MarketEvent, () => {});
    }
  }
  return book;
};

const knownOf = ({ symbols: names, columns, spot, stream }: OptionBook) => ({
  rows: Object.fromEntries(
    names.map((name, row) => [
      name,
      {
        multiplier: columns.multiplier[row],
        ...Object.fromEntries(
          Object.entries(columns.value).map(([field, column]) => [field, [column[row], columns.timeMs[field as 'bid'][row]]]),
        ),
      },
    ]),
  ),
  spot,
  stream,
});

const lateBy = fc.nat(5_000);
const rowOf = (receivedMs: number): fc.Arbitrary<Row> =>
  fc
    .record({
      symbol: fc.constantFrom(...symbols),
      values: fc.dictionary(fc.constantFrom(...fields), fc.integer({ min: 1, max: 9 }), { maxKeys: 4 }),
      late: fc.tuple(lateBy, lateBy, lateBy),
    })
    .map(({ symbol, values, late: [quote, trade, greeks] }) => ({
      symbol,
      values,
      quoteMs: receivedMs - quote,
      tradeMs: receivedMs - trade,
      greeksMs: receivedMs - greeks,
    }));

const entryAt = (index: number): fc.Arbitrary<OutboxEntry> => {
  const receivedMs = at(index * 100);
  const drafts = (draft: Draft): OutboxEntry => ({ drafts: [draft], receivedMs });
  const quote = fc
    .record({ late: lateBy, price: fc.integer({ min: 1, max: 9 }), half: fc.constantFrom('bid', 'ask', 'last') })
    .map(({ late, price, half }): Draft => {
      const times = half === 'last' ? { tradeMs: epochMs(receivedMs - late) } : { quoteMs: epochMs(receivedMs - late) };
      return {
        kind: 'underlying-quote',
        underlying: 'SPX',
        sourceMs: receivedMs,
        body: { origin: 'stream', [half]: price, ...times },
      };
    });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(rowOf(receivedMs), { minLength: 1, maxLength: 4 }).map((rows) => drafts(optionDraft(rows, receivedMs))),
    },
    { weight: 3, arbitrary: quote.map(drafts) },
    { weight: 1, arbitrary: fc.constant<OutboxEntry>({ mark: receivedMs }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('up' as const, 'down' as const)
        .map((stream) => drafts({ kind: 'feed-link', underlying: 'SPX', sourceMs: receivedMs, body: { stream, reason: '' } })),
    },
  );
};

const backlog = fc
  .integer({ min: 1, max: 40 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_, index) => entryAt(index))));

describe('a backlog of which the newest is left', () => {
  test('C-13: whoever merges it knows what he would know from all of it, field by field, with its times', () => {
    fc.assert(
      fc.property(backlog, (entries) => {
        expect(knownOf(bookOf(coalescedEntries(entries).entries))).toEqual(knownOf(bookOf(entries)));
      }),
      { numRuns: 300 },
    );
  });

  test('links keep their place among what the stream said, and of the marks the last is left', () => {
    const row = (bid: number): Row => ({ symbol: symbols[0]!, values: { bid }, quoteMs: at(bid), tradeMs: 0, greeksMs: 0 });
    const link: Draft = { kind: 'feed-link', underlying: 'SPX', sourceMs: at(3), body: { stream: 'down', reason: '' } };
    const { entries, rows } = coalescedEntries([
      { drafts: [optionDraft([row(1)], at(1))], receivedMs: at(1) },
      { mark: at(1) },
      { drafts: [optionDraft([row(2)], at(2))], receivedMs: at(2) },
      { drafts: [link], receivedMs: at(3) },
      { mark: at(4) },
      { drafts: [optionDraft([row(5)], at(5))], receivedMs: at(5) },
      { mark: at(6) },
    ]);
    expect(entries.map((entry) => ('mark' in entry ? entry.mark - start : entry.drafts.map(({ kind }) => kind)))).toEqual([
      ['option-updates'],
      1,
      ['feed-link'],
      ['option-updates'],
      6,
    ]);
    expect(rows).toBe(1);
  });
});

describe('C-13: a burst of ten times the usual while the bus takes nothing', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const contracts = Array.from({ length: 1_000 }, (_, index) =>
    formatOsi({ root: 'SPXW', expiry: '2026-11-20', side: 'call', strike: 5_000 + index }),
  );
  /** Each contract is in one of twenty frames that follow each other. */
  const frames = Array.from({ length: 20 }, (_, index) => contracts.slice(index * 50, (index + 1) * 50));
  const limits = { bytesMax: 4 * 2 ** 20, draftsMax: 50_000 };
  /** A second at 50 000 updates, in frames of 50. */
  const second = (outbox: Outbox, number: number): void => {
    for (let frame = 0; frame < 1_000; frame += 1) {
      const ms = number * 1_000 + frame;
      const times = new Float64Array(50).fill(at(ms));
      const body = {
        origin: 'stream',
        symbols: frames[frame % frames.length]!,
        mask: new Uint16Array(50).fill(optionField.bid | optionField.ask),
        columns: { bid: new Float64Array(50).fill(1 + ms), ask: new Float64Array(50).fill(2 + ms) },
        quoteMs: times,
        tradeMs: times.slice(),
        greeksMs: times.slice(),
        openInterestMs: times.slice(),
      } as const;
      outbox.put([{ kind: 'option-updates', underlying: 'SPX', sourceMs: at(ms), body }], at(ms));
    }
    outbox.mark(at(number * 1_000 + 999));
  };

  test('memory stands at its bound, nothing is dropped, and the newest of every contract is there in the end', () => {
    const outbox = new Outbox(limits);
    const bytes: number[] = [];
    const heap: number[] = [];
    for (let number = 0; number < 9; number += 1) {
      second(outbox, number);
      bytes.push(outbox.status(at(number * 1_000 + 999)).bytes);
      if (number === 0) continue;
      collect();
      heap.push(process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
    }
    expect(Math.max(...bytes)).toBeLessThanOrEqual(limits.bytesMax);
    // Twice as many updates have come by then: what is held has not grown with them.
    const most = (part: readonly number[]): number => Math.max(...part);
    expect(most(heap.slice(4))).toBeLessThan(most(heap.slice(0, 4)) + 2 * limits.bytesMax);
    const status = outbox.status(at(9_000));
    expect(status.dropped).toEqual({});
    expect(status.coalescedRows).toBeGreaterThan(300_000);

    const left: OutboxEntry[] = [];
    for (let taken = outbox.take(at(9_000)); taken.length > 0; taken = outbox.take(at(9_000))) left.push(...taken);
    const { rows } = knownOf(bookOf(left));
    expect(Object.keys(rows)).toHaveLength(1_000);
    // The last twenty frames hold all of them.
    for (const [index, symbol] of contracts.entries()) {
      const ms = 8_000 + 980 + Math.floor(index / 50);
      expect(rows[symbol]).toMatchObject({ bid: [1 + ms, at(ms)], ask: [2 + ms, at(ms)] });
    }
  });
});
