import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import { memoryBus } from '../memory-bus.fixture.ts';
import { consumerLag } from './consumer-lag.ts';

const partition = (number: number, start: number, end: number) => ({ topic: 'market', partition: number, start, end });

test('lag is what lies between the committed offset and the end, over all partitions', async () => {
  const bus = {
    ...memoryBus().bus,
    committed: async (group: string) =>
      group === 'gex'
        ? [
            { topic: 'market', partition: 0, offset: 70 },
            // Retention has passed this one by: what is gone cannot be caught up with.
            { topic: 'market', partition: 1, offset: 5 },
          ]
        : [],
    // The third partition has never been committed: it counts whole.
    offsets: async () => [partition(0, 10, 100), partition(1, 20, 30), partition(2, 0, 4)],
  };
  const clock = simulatedClock(openMs);
  const lag = consumerLag(bus, clock);
  expect(await lag()).toEqual({
    gex: { records: 30 + 10 + 4, topics: { market: 44 } },
    history: null,
    scanner: null,
    alerts: null,
  });
});
