import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';

const start = 1_700_000_000_000;

/** Its timers are late by as much as they are told to be. */
const setup = () => {
  const clock = simulatedClock(start);
  let lateMs = 0;
  const calls: [string, number][] = [];
  const call = (name: string) => () => void calls.push([name, clock.now() - start]);
  const late = { ...clock, now: () => clock.now(), after: (ms: number, then: () => void) => clock.after(ms + lateMs, then) };
  const cancel = inTurn(late, 250, ['a', 'b', 'c', 'd', 'e'].map(call));
  return {
    ...{ clock, cancel },
    beLate: (ms: number) => {
      lateMs = ms;
    },
    called: () => calls.splice(0),
  };
};

test('each is called once in a period, evenly apart', async () => {
  const { clock, cancel, called } = setup();
  await clock.advance(300);
  expect(called()).toEqual([
    ['a', 50],
    ['b', 100],
    ['c', 150],
    ['d', 200],
    ['e', 250],
    ['a', 300],
  ]);
  cancel();
  await clock.advance(1_000);
  expect([called(), clock.waiting]).toEqual([[], 0]);
});

test('timers that are late cost no call, and do not make the next ones later', async () => {
  const { clock, beLate, called } = setup();
  beLate(30);
  await clock.advance(10_000);
  expect(called().filter(([name]) => name === 'a').length).toBe(40);
  beLate(0);
  await clock.advance(1_000);
  called();
  await clock.advance(250);
  expect(called().map(([, ms]) => ms % 50)).toEqual([0, 0, 0, 0, 0]);
});

test('after a long pause each is called once, not as often as it was missed', async () => {
  const { clock, beLate, called } = setup();
  beLate(5_000);
  await clock.advance(50);
  called();
  await clock.advance(5_050);
  expect(
    called()
      .map(([name]) => name)
      .sort(),
  ).toEqual(['a', 'b', 'c', 'd', 'e']);
});
