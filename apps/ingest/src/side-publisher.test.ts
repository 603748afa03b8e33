import { simulatedClock } from '@gexstream/actors';
import type { BusRecord } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { sidePublisher } from './side-publisher.ts';

const record = (number: number): BusRecord => ({
  topic: 'feed-notices',
  key: String(number),
  value: new Uint8Array(),
  timestampMs: epochMs(0),
});

test('what cannot be published is tried again in order; while the bus is away the newest 64 are kept', async () => {
  const clock = simulatedClock(0);
  const published: (string | null)[] = [];
  let away = true;
  const bus = {
    publish: async (records: readonly BusRecord[]) => {
      if (away) throw new Error('away');
      published.push(...records.map(({ key }) => key ?? null));
    },
  };
  const side = sidePublisher({ bus, clock, log: pino({ level: 'silent' }) });
  for (let number = 0; number < 100; number += 1) side.put(record(number));
  await clock.advance(5_000);
  expect(published).toEqual([]);
  away = false;
  await clock.advance(1_000);
  expect(published).toEqual(Array.from({ length: 64 }, (_, index) => String(index + 36)));
});
