export interface Member {
  readonly memberId: string;
  readonly topics: readonly string[];
}

/** Partition numbers by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

/**
 * Kafka's `range`: of each topic, consecutive partitions to the members in the order of their names. Topics with the same number of
 * partitions are cut alike, so a key's partitions of all topics are with one member.
 */
export const rangeAssignment = (members: readonly Member[], partitions: (topic: string) => number): Map<string, Assignment> => {
  const result = new Map<string, Record<string, number[]>>(members.map(({ memberId }) => [memberId, {}]));
  for (const topic of new Set(members.flatMap(({ topics }) => topics))) {
    const readers = members
      .filter(({ topics }) => topics.includes(topic))
      .map(({ memberId }) => memberId)
      .sort();
    const each = Math.floor(partitions(topic) / readers.length);
    const more = partitions(topic) % readers.length;
    let next = 0;
    for (const [at, memberId] of readers.entries()) {
      const count = each + (at < more ? 1 : 0);
      if (count > 0) result.get(memberId)![topic] = Array.from({ length: count }, (_, index) => next + index);
      next += count;
    }
  }
  return result;
};
