import { type BusAdmin, encodeEvent, partitionOf, type StoredRecord, topic } from '@gexstream/bus';
import { epochMs, type FeedStatus } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { readLastPublished } from './last-published.ts';
import { statusRecord } from './status-record.ts';

const home = (underlying: string): number => partitionOf(underlying, topic.market.partitions);

const stored = (partition: number, offset: number, key: string, seq: number): StoredRecord => {
  const at = epochMs(1_795_188_600_000 + offset);
  const stamp = { version: 1, feed: 'sim', run: 'r', eventMs: at, receiveMs: at, emitMs: at, sessionDate: '2026-11-20' } as const;
  const value = encodeEvent({ ...stamp, kind: key === '*' ? 'time-mark' : 'gap', underlying: key, seq, body: {} });
  return { topic: topic.market.name, partition, offset, key, value, timestampMs: at };
};

/** A log whose partitions begin at `start`, as after retention. */
const admin = (market: ReadonlyMap<number, readonly StoredRecord[]>, status: readonly StoredRecord[] = []) => {
  let reads = 0;
  const of = (name: string, partition: number): readonly StoredRecord[] =>
    name === topic.market.name ? (market.get(partition) ?? []) : status;
  const bus: Pick<BusAdmin, 'offsets' | 'read'> = {
    offsets: async (name) =>
      Array.from({ length: name === topic.market.name ? topic.market.partitions : 1 }, (_, partition) => {
        const records = of(name, partition);
        return { topic: name, partition, start: records[0]?.offset ?? 0, end: (records.at(-1)?.offset ?? -1) + 1 };
      }),
    read: async (name, partition, from, to, limit) => {
      reads += 1;
      return of(name, partition)
        .filter(({ offset }) => offset >= from && offset < to)
        .slice(0, limit);
    },
  };
  return { bus, reads: () => reads };
};

test('the last number is found behind thousands of time marks, and no further back than needed', async () => {
  const partition = home('SPX');
  const records = Array.from({ length: 5_000 }, (_, index) => {
    const offset = 70 + index;
    if (offset === 2_000) return stored(partition, offset, 'SPX', 8);
    return offset === 2_500 ? stored(partition, offset, 'SPX', 9) : stored(partition, offset, '*', 0);
  });
  const { bus, reads } = admin(new Map([[partition, records]]));
  const last = await readLastPublished(bus, ['SPX']);
  expect(last.seq.get('SPX')).toBe(9);
  expect(last.eventMs.get('SPX')).toBe(1_795_188_602_500);
  expect(last.partitionMs[partition]).toBe(1_795_188_605_069);
  expect(reads()).toBeLessThan(8);
});

test('a record that cannot be read is passed over: it keeps nobody from starting, and its number nobody remembers', async () => {
  const partition = home('SPX');
  const records = [stored(partition, 0, 'SPX', 8), { ...stored(partition, 1, 'SPX', 9), value: Uint8Array.of(9, 8, 7) }];
  const status = { ...stored(0, 0, 'ingest', 0), value: Uint8Array.of(9, 8, 7) };
  const last = await readLastPublished(admin(new Map([[partition, records]]), [status]).bus, ['SPX', 'SPY']);
  expect([...last.seq]).toEqual([['SPX', 8]]);
});

test('who never had a record has neither number nor time', async () => {
  const last = await readLastPublished(admin(new Map()).bus, ['SPX']);
  expect([last.seq.size, last.eventMs.size, Math.max(...last.partitionMs)]).toEqual([0, 0, 0]);
});

test('a log emptied by retention is gone past by far: readers that remember higher numbers must not take new ones for old', async () => {
  const status: FeedStatus = {
    state: 'live',
    detail: '',
    wallMs: epochMs(1),
    speed: 1,
    symbols: [],
    lastGap: null,
    loginExpiresMs: null,
    restCircuit: 'closed',
  };
  const record = statusRecord({ ...status, seq: { SPX: 5_000 } }, 'sim', 'r', epochMs(1_795_188_600_000));
  const { bus } = admin(new Map(), [{ ...record, partition: 0, offset: 3 }]);
  const last = await readLastPublished(bus, ['SPX', 'SPY']);
  expect(last.seq.get('SPX')).toBeGreaterThan(5_000);
  expect(last.seq.has('SPY')).toBe(false);
});
