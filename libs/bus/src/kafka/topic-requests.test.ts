import type { Admin } from 'kafkajs';
import { expect, test } from 'vitest';
import { errorType } from './errors.ts';
import { offsetsOf } from './topic-requests.ts';

const row = (partition: number) => ({ partition, offset: '5', low: '0', high: '5' });
const answering = (answer: () => Promise<ReturnType<typeof row>[]>): Admin =>
  ({ fetchTopicOffsets: answer }) as Pick<Admin, 'fetchTopicOffsets'> as Admin;
const failed = (admin: Admin): Promise<unknown> =>
  offsetsOf(admin, { name: 'sim.flow', partitions: 2 }).then(
    () => null,
    (error: unknown) => error,
  );

test('offsets of a topic whose partitions kafkajs does not know, or not all, are worth another try', async () => {
  const tripped = answering(async () => {
    const high: { partitions: ReturnType<typeof row>[] }[] = [];
    const { partitions } = high.pop()!;
    return partitions;
  });
  for (const [admin, known] of [
    [tripped, 0],
    [answering(async () => [row(1)]), 1],
  ] as const) {
    const error = await failed(admin);
    expect([errorType(error), String(error)]).toEqual([
      'LEADER_NOT_AVAILABLE',
      expect.stringContaining(`Of 2 partitions of sim.flow ${known} have a leader`),
    ]);
  }
});

test('what else goes wrong is told as it is, and whole answers are passed on', async () => {
  const refused = new Error('no');
  expect(await failed(answering(() => Promise.reject(refused)))).toBe(refused);
  const whole = answering(async () => [row(0), row(1)]);
  expect(await offsetsOf(whole, { name: 'sim.flow', partitions: 2 })).toEqual([row(0), row(1)]);
});
