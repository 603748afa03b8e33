import { systemClock } from '@gexstream/actors';
import { type Bus, type BusRecord, decodeEvent, type StoredRecord, type SubscribeOptions, topic } from '@gexstream/bus';
import { epochMs, type LevelsEvent, type ProfileEvent } from '@gexstream/domain';
import { startGex } from '@gexstream/gex';
import { gexLevels, gexProfiles, type Store } from '@gexstream/store';
import { pino } from 'pino';
import { framesStartMs, type MarketFrames } from '../workloads/market-frames.ts';

/** What must be stored: for each key of `gex_levels` the input it stands for and the net exposure, and how many profile rows. */
export interface ExpectedRows {
  readonly levels: ReadonlyMap<string, string>;
  readonly profiles: number;
}

/** The same records through the processor in this process, without a broker. */
export const expectedRows = async ({ opening, frames, closing }: MarketFrames): Promise<ExpectedRows> => {
  const levels = new Map<string, string>();
  const profiles = new Map<string, number>();
  const publish = async (records: readonly BusRecord[]): Promise<void> => {
    for (const record of records) {
      if (record.topic === topic.levels.name) {
        const { eventMs, underlying, seq, body } = decodeEvent(record.value!) as LevelsEvent;
        levels.set(`${underlying} ${eventMs}`, `${seq} ${body.total.net}`);
      } else if (record.topic === topic.profiles.name) {
        const { eventMs, underlying, body } = decodeEvent(record.value!) as ProfileEvent;
        profiles.set(`${underlying} ${eventMs}`, new Set(body.expiryIndex).size);
      }
    }
  };
  const subscribed = Promise.withResolvers<SubscribeOptions>();
  const bus = {
    publish,
    read: async () => [],
    committed: async () => [],
    subscribe: async (options: SubscribeOptions) => {
      subscribed.resolve(options);
      return { done: new Promise<void>(() => {}), close: async () => {} };
    },
  } as unknown as Bus;
  const gex = await startGex({ bus, clock: systemClock(), log: pino({ level: 'silent' }), carry: { kind: 'zero' } });
  const { onAssigned, onBatch } = await subscribed.promise;
  await onAssigned!(Array.from({ length: topic.market.partitions }, (_, partition) => ({ topic: topic.market.name, partition })));
  for (const [partition, records] of Map.groupBy([...opening, ...frames, ...closing], (record) => record.partition!)) {
    const stored = records.map((record, offset): StoredRecord => ({ ...record, partition, offset }));
    await onBatch({ topic: topic.market.name, partition, records: stored, endOffset: stored.length }, async () => {});
  }
  await gex.stop();
  return { levels, profiles: [...profiles.values()].reduce((sum, rows) => sum + rows, 0) };
};

export class LostRowsError extends Error {
  override readonly name = 'LostRowsError';
  readonly code = 'BENCH_LOST_ROWS';
}

/** Resolves when as many rows are stored as must be. The asking shares the cores, so it is not done more often than needed. */
export const untilStored = async (store: Store, expected: ExpectedRows, timeoutMs = 120_000): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const [levels, profiles] = [await store.count(gexLevels), await store.count(gexProfiles)];
    if (levels >= expected.levels.size && profiles >= expected.profiles) return;
    if (performance.now() > deadline)
      throw new LostRowsError(
        `${levels} of ${expected.levels.size} levels and ${profiles} of ${expected.profiles} profile rows are stored after ${timeoutMs} ms: nothing is printed`,
      );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Throws where a stored row is not what must be there, or one is too many. */
export const checkStored = async (store: Store, expected: ExpectedRows): Promise<void> => {
  const rows = await store.range(gexLevels, {
    from: epochMs(framesStartMs - 60_000),
    to: epochMs(framesStartMs + 86_400_000),
    limit: 1_000_000,
  });
  const wrong = rows.filter(
    ({ underlying, ts, input_seq, net_gex }) => expected.levels.get(`${underlying} ${ts}`) !== `${input_seq} ${net_gex}`,
  );
  if (rows.length !== expected.levels.size || wrong.length > 0)
    throw new LostRowsError(
      `${rows.length} levels are stored where ${expected.levels.size} must be, ${wrong.length} of them wrong: nothing is printed`,
    );
};
