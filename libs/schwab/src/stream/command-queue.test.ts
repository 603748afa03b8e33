import { expect, test } from 'vitest';
import { emptyQueue, enqueue, isOverdue, settle, takeSendable } from './command-queue.ts';
import type { StreamCommand } from './requests.ts';

const command = (service: StreamCommand['service'], key: string): StreamCommand => ({
  service,
  command: 'ADD',
  keys: [key],
  fields: [],
});
const reply = (requestid: string) => ({
  service: '',
  command: '',
  requestid,
  SchwabClientCorrelId: '',
  timestamp: 0,
  content: { code: 0, msg: '' },
});

test('one command of a service is in flight at a time; services do not wait for each other', () => {
  const queue = enqueue(emptyQueue, [
    command('LEVELONE_OPTIONS', 'A'),
    command('LEVELONE_OPTIONS', 'B'),
    command('CHART_EQUITY', 'C'),
  ]);
  const first = takeSendable(queue, 0);
  expect(first.sent.map((sent) => [sent.requestId, sent.command.keys[0]])).toEqual([
    ['1', 'A'],
    ['2', 'C'],
  ]);
  expect(takeSendable(first.queue, 1).sent).toEqual([]);
  const settled = settle(first.queue, reply('1'));
  expect(settled.settled?.command.keys).toEqual(['A']);
  expect(takeSendable(settled.queue, 2).sent.map((sent) => [sent.requestId, sent.command.keys[0]])).toEqual([['3', 'B']]);
});

test('a second reply to the same request belongs to nothing', () => {
  const { queue } = takeSendable(enqueue(emptyQueue, [command('LEVELONE_OPTIONS', 'A')]), 0);
  const once = settle(queue, reply('1'));
  expect(settle(once.queue, reply('1')).settled).toBeNull();
});

test('a reply is overdue once its time is over', () => {
  const { queue } = takeSendable(enqueue(emptyQueue, [command('LEVELONE_OPTIONS', 'A')]), 1_000);
  expect(isOverdue(queue, 16_000, 15_000)).toBe(false);
  expect(isOverdue(queue, 16_001, 15_000)).toBe(true);
});
