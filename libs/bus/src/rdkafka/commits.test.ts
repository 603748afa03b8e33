import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import { commits, type Standing } from './commits.ts';

const at = { topic: 'live.market', partition: 4, offset: 10 };
const unknownMember = 25;

/** A broker that answers these error codes in turn, null for done; waiting takes no time. */
const answering = (codes: readonly (number | null)[], standing: () => Standing) => {
  let time = 0;
  let asked = 0;
  const clock = {
    now: () => epochMs(time),
    after: (delayMs: number, callback: () => void) => {
      // Only pauses between tries; the time-out of an answer never comes here, as every answer does.
      if (delayMs < 1_000) {
        time += delayMs;
        queueMicrotask(callback);
      }
      return () => {};
    },
    every: () => () => {},
  };
  const committing = commits(() => {
    const code = codes[Math.min(asked++, codes.length - 1)]!;
    const error = code === null ? null : Object.assign(new Error(`error ${code}`), { code });
    queueMicrotask(() => committing.answered(error as never, [at]));
  }, clock);
  return { done: committing.commit(at, standing), asked: () => asked };
};

test('a commit is tried again while the group changes', async () => {
  const { done, asked } = answering([unknownMember, 27, null], () => 'held');
  await done;
  expect(asked()).toBe(3);
});

test('K4: who was taken out of the group does not wait to commit what leaves: the new holder sees it', async () => {
  const { done, asked } = answering([unknownMember], () => 'leaving');
  await done;
  expect(asked()).toBe(1);
});

test('partitions that leave in a change that this member takes part in are committed', async () => {
  const { done, asked } = answering([27, null], () => 'leaving');
  await done;
  expect(asked()).toBe(2);
});

test('a member that stays unknown although it holds the partition gives up in the end', async () => {
  await expect(answering([unknownMember], () => 'held').done).rejects.toMatchObject({ code: 'BUS_TIMEOUT' });
});
