import type { Cancel } from '@gexstream/domain/time';
import { BusError } from '../errors.ts';

/** Who reads what in this process. Here a member of a group always has all partitions of its topics, so there can be only one. */
export interface HeldGroups {
  /** Returns how to leave. Throws `BUS_GROUP_TAKEN`. */
  join(group: string, topics: readonly string[]): Cancel;
}

export const heldGroups = (): HeldGroups => {
  const held = new Set<string>();
  return {
    join(group, topics) {
      const taken = topics.find((topic) => held.has(JSON.stringify([group, topic])));
      if (taken !== undefined) {
        const message = `Group "${group}" reads ${taken} already. On one machine a group has one member: close it first, or take another group`;
        throw new BusError('BUS_GROUP_TAKEN', message);
      }
      const names = topics.map((topic) => JSON.stringify([group, topic]));
      for (const name of names) held.add(name);
      return () => {
        for (const name of names) held.delete(name);
      };
    },
  };
};
