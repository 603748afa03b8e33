import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusAdmin, type StoredRecord, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import type { Carry } from '@gexstream/domain';
import { gexGroup, startGex } from '@gexstream/gex';
import { pino } from 'pino';

/** Topics whose records a replay gives again, to the byte. */
export const outputTopics: readonly string[] = [
  topic.levels.name,
  topic.cells.name,
  topic.profiles.name,
  topic.exposures.name,
  topic.sessionBaselines.name,
];

export const openLog = async (path: string): Promise<Bus> => {
  const bus = await openLmdbBus({ path, clock: systemClock() });
  await bus.declareTopics(allTopics);
  return bus;
};

/** True when the group has committed every record of the topics. */
export const allCommitted = async (
  bus: BusAdmin,
  group = gexGroup,
  topics: readonly string[] = [topic.market.name],
): Promise<boolean> => {
  const committed = new Map(
    (await bus.committed(group)).map(({ topic: name, partition, offset }) => [`${name}/${partition}`, offset]),
  );
  const ends = (await Promise.all(topics.map((name) => bus.offsets(name)))).flat().filter(({ start, end }) => end > start);
  return ends.every(({ topic: name, partition, end }) => committed.get(`${name}/${partition}`) === end);
};

/** What the product prices with unless told otherwise; the market of `marketLog` has another yield. */
export const carry = { kind: 'parity', rate: 0.043, dividendYield: 0.0125 } as const satisfies Carry;

/** Runs the processor in this process until it has committed every record of `market`; rejects with what it failed on. */
export const processed = async (bus: Bus): Promise<void> => {
  const gex = await startGex({ bus, clock: systemClock(), log: pino({ level: 'silent' }), carry });
  const ended = gex.done.then(() => Promise.reject(new Error('gex ended by itself')));
  ended.catch(() => {});
  try {
    while (!(await allCommitted(bus))) await Promise.race([ended, setTimeout(20)]);
  } finally {
    await gex.stop();
  }
};

export const allRecords = async (bus: BusAdmin, name: string): Promise<readonly StoredRecord[]> => {
  const partitions = await bus.offsets(name);
  return (
    await Promise.all(partitions.map(({ partition, start, end }) => bus.read(name, partition, start, end, 1_000_000)))
  ).flat();
};

export const outputsOf = async (bus: BusAdmin): Promise<readonly StoredRecord[]> =>
  (await Promise.all(outputTopics.map((name) => allRecords(bus, name)))).flat();

const compactedTopics = new Set<string>(allTopics.filter(({ cleanup }) => cleanup.policy === 'compact').map(({ name }) => name));

/**
 * By what makes an output that output; the last of equals stands, as for every reader. Of a compacted topic only the last of a key counts,
 * whenever the broker cleans up.
 */
export const byIdentity = (records: readonly StoredRecord[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    records.map(({ topic: name, key, timestampMs, value }) => [
      compactedTopics.has(name) ? `${name} ${key}` : `${name} ${key} ${timestampMs}`,
      Buffer.from(value!).toString('base64'),
    ]),
  );

/** Of these identities of a clean run's outputs, those that the committed inputs gave. */
export const owed = async (bus: BusAdmin, whole: readonly string[]): Promise<readonly string[]> => {
  const committed = new Map((await bus.committed(gexGroup)).map(({ partition, offset }) => [partition, offset]));
  const upTo = new Map<string, number>();
  for (const { key, partition, offset, timestampMs } of await allRecords(bus, topic.market.name))
    if (offset < (committed.get(partition) ?? 0)) upTo.set(key, timestampMs);
  return whole.filter((identity) => {
    const [, symbol, ms] = identity.split(' ');
    return Number(ms) <= (upTo.get(symbol!) ?? 0);
  });
};
