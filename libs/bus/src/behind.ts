import type { PartitionOffsets } from './bus.ts';

/** As `onAssigned` of a subscription that begins behind what was read before: what comes again of it is no news. */
export const behind = (offsets: readonly PartitionOffsets[]) => async (): Promise<ReadonlyMap<string, number>> =>
  new Map(offsets.map(({ topic, partition, end }) => [`${topic}/${partition}`, end]));
