import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, decodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import type { MarketEvent } from '@gexstream/domain';
import { gexGroup, startGex } from '@gexstream/gex';
import { pino } from 'pino';
import { expect } from 'vitest';
import { readAll } from '../contract/bus-records.ts';

const outputTopics = [topic.levels.name, topic.cells.name, topic.profiles.name];

/** Each underlying's records on `market` as a reader takes them: what is there twice counts once, by its number. */
export const marketOf = async (bus: Bus): Promise<ReadonlyMap<string, readonly MarketEvent[]>> => {
  const events = new Map<string, MarketEvent[]>();
  for (const { value } of await readAll(bus, topic.market.name)) {
    const event = decodeEvent(value!) as MarketEvent;
    const known = events.get(event.underlying) ?? [];
    if (event.seq === 0 || event.seq <= (known.at(-1)?.seq ?? 0)) continue;
    events.set(event.underlying, [...known, event]);
  }
  return events;
};

/** Resolves when group gex has committed all that `market` holds. */
export const gexCaughtUp = async (bus: Bus): Promise<void> => {
  const ends = (await bus.offsets(topic.market.name)).filter(({ start, end }) => end > start);
  const left = async (): Promise<number> => {
    const committed = new Map((await bus.committed(gexGroup)).map(({ partition, offset }) => [partition, offset]));
    return ends.reduce((sum, { partition, end }) => sum + Math.max(0, end - (committed.get(partition) ?? 0)), 0);
  };
  await expect.poll(left, { timeout: 120_000, interval: 250 }).toBe(0);
};

/** By what makes an output that output; the last of equals stands, as for every reader. */
export const outputsOf = async (bus: Bus): Promise<ReadonlyMap<string, string>> => {
  const records: StoredRecord[] = [];
  for (const name of outputTopics) records.push(...(await readAll(bus, name)));
  return new Map(
    records.map(({ topic: name, key, timestampMs, value }) => [
      `${name} ${key} ${timestampMs}`,
      Buffer.from(value!).toString('base64'),
    ]),
  );
};

/** What gex makes of this log when nothing goes wrong: on a bus without a server, from an empty state. */
export const cleanRunOf = async (market: readonly StoredRecord[]): Promise<ReadonlyMap<string, string>> => {
  const path = await mkdtemp(join(tmpdir(), 'gexstream-clean-run-'));
  const clock = systemClock();
  const bus = await openLmdbBus({ path, clock });
  try {
    await bus.declareTopics(allTopics);
    const records = market.map(({ offset: _offset, ...record }) => record);
    for (let at = 0; at < records.length; at += 500) await bus.publish(records.slice(at, at + 500));
    const gex = await startGex({ bus, clock, log: pino({ level: 'silent' }), carry: { kind: 'zero' } });
    await Promise.race([gexCaughtUp(bus), gex.done]);
    await gex.stop();
    return await outputsOf(bus);
  } finally {
    await bus.close();
    await rm(path, { recursive: true, force: true });
  }
};
