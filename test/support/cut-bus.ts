import type { Bus, BusRecord } from '@gexstream/bus';

/**
 * A bus that goes away for good in the middle of a publish, as under a killed process. `cut` is asked at each publish which of the records
 * are still kept when it goes in that one; null: it does not go yet.
 */
export const cutBus = (bus: Bus, cut: (records: readonly BusRecord[]) => readonly BusRecord[] | null): Bus => {
  let gone = false;
  const refuseIfGone = (): void => {
    if (gone) throw new Error('cut');
  };
  return {
    ...bus,
    publish: async (records) => {
      refuseIfGone();
      const kept = cut(records);
      gone = kept !== null;
      await bus.publish(kept ?? records);
      refuseIfGone();
    },
    subscribe: (options) =>
      bus.subscribe({
        ...options,
        onBatch: (batch, commit) =>
          options.onBatch(batch, async (offset) => {
            refuseIfGone();
            await commit(offset);
          }),
      }),
  };
};
