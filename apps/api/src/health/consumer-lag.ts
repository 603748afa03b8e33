import type { BusAdmin } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain/time';
import type { LagBody } from '../contract/status.ts';

export const watchedGroups = ['gex', 'scanner', 'history', 'alerts'] as const;

const keptMs = 1_000;

/** How far each group is behind the end of what it reads; worked out at most once a second. */
export const consumerLag = (bus: BusAdmin, clock: Clock): (() => Promise<Record<string, LagBody | null>>) => {
  let kept: { readonly atMs: number; readonly lag: Promise<Record<string, LagBody | null>> } | null = null;
  return () => {
    if (kept === null || clock.now() - kept.atMs >= keptMs) kept = { atMs: clock.now(), lag: groupLags(bus) };
    return kept.lag;
  };
};

/** Of the groups that should run. */
export const groupLags = async (bus: BusAdmin): Promise<Record<string, LagBody | null>> =>
  Object.fromEntries(await Promise.all(watchedGroups.map(async (group) => [group, await groupLag(bus, group)] as const)));

/** A partition that was never committed counts whole, as long as the group has committed any of its topic. */
const groupLag = async (bus: BusAdmin, group: string): Promise<LagBody | null> => {
  const committed = await bus.committed(group);
  if (committed.length === 0) return null;
  const next = new Map(committed.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  const topics: Record<string, number> = {};
  for (const topic of new Set(committed.map(({ topic }) => topic))) {
    const partitions = await bus.offsets(topic);
    topics[topic] = partitions.reduce((sum, { partition, start, end }) => {
      return sum + Math.max(0, end - Math.max(start, next.get(`${topic}/${partition}`) ?? start));
    }, 0);
  }
  return { records: Object.values(topics).reduce((sum, records) => sum + records, 0), topics };
};
