import { type Bus, type BusRecord, partitionOf, topic } from '@gexstream/bus';

const partitionsOf: ReadonlyMap<string, number> = new Map(
  [topic.market, topic.ticks].map(({ name, partitions }) => [name, partitions]),
);

/**
 * A filter that passes what the log does not hold yet. A replay gives the same records in the same order each time, so what a partition
 * holds is the beginning of them: a replay that was stopped, or killed, goes on where it was, and one that was over adds nothing.
 */
export const unkeptRecords = async (
  bus: Pick<Bus, 'offsets'>,
): Promise<(records: readonly BusRecord[]) => readonly BusRecord[]> => {
  const held = new Map<string, number>();
  for (const name of partitionsOf.keys())
    for (const { partition, end } of await bus.offsets(name)) held.set(`${name}/${partition}`, end);
  return (records) =>
    records.filter(({ topic: name, key, partition }) => {
      const place = `${name}/${partition ?? partitionOf(key, partitionsOf.get(name)!)}`;
      const left = held.get(place) ?? 0;
      if (left > 0) held.set(place, left - 1);
      return left === 0;
    });
};
