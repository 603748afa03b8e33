import { simulatedClock } from '@gexstream/actors';
import type { Store } from '@gexstream/store';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { declareWhenReached } from './declare-when-reached.ts';

test('a store that is away is tried again every five seconds until it is there, and not after the end', async () => {
  const clock = simulatedClock(0);
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  let [asked, there] = [0, false];
  const declareTables = async (): Promise<void> => {
    asked++;
    if (!there) throw new Error('away');
  };
  const stop = declareWhenReached({ declareTables } as unknown as Store, clock, log);
  await clock.advance(4_900);
  expect(asked).toBe(1);
  await clock.advance(5_200);
  expect(asked).toBe(3);
  there = true;
  await clock.advance(300_000);
  expect(asked).toBe(4);
  expect(said).toEqual(['the store cannot be read; what it holds is missing until it can', 'the store can be read']);
  await stop();

  there = false;
  const other = declareWhenReached({ declareTables } as unknown as Store, clock, log);
  await clock.advance(1_000);
  await other();
  await clock.advance(60_000);
  expect(asked).toBe(5);
});
