import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import type { StoredRecord } from '../bus.ts';
import { type BatchTurns, batchTurns } from './batch-turns.ts';

const at = (partition: number): { topic: string; partition: number } => ({ topic: 't', partition });
const records = (partition: number, from: number, to: number): StoredRecord[] =>
  Array.from({ length: to - from }, (_, index) => ({
    ...at(partition),
    offset: from + index,
    key: 'k',
    value: new Uint8Array(1),
    timestampMs: epochMs(0),
  }));

const held = (
  handle: (offsets: number[], commit: (offset: number) => Promise<void>) => Promise<void>,
): [BatchTurns, string[]] => {
  const committed: string[] = [];
  const turns = batchTurns({
    recordsMax: 2,
    handle: (batch, commit) =>
      handle(
        batch.records.map(({ offset }) => offset + 100 * batch.partition),
        commit,
      ),
    commit: async ({ partition }, next) => void committed.push(`${partition}:${next}`),
    failed: () => {},
  });
  for (const partition of [0, 1]) turns.hold(at(partition), 0);
  return [turns, committed];
};

const gate = (): [Promise<void>, () => void] => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
};

test('partitions take turns, batches are no longer than asked for', async () => {
  const seen: number[][] = [];
  const [turns] = held(async (offsets) => void seen.push(offsets));
  turns.offer(at(0), records(0, 0, 5), 5);
  turns.offer(at(1), records(1, 0, 1), 1);
  while (seen.length < 4) await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual([[0, 1], [100], [2, 3], [4]]);
});

test('what was offered twice is handled once, and what is not held never', async () => {
  const seen: number[] = [];
  const [turns] = held(async (offsets) => void seen.push(...offsets));
  turns.offer(at(0), records(0, 0, 2), 4);
  turns.offer(at(0), records(0, 1, 4), 4);
  turns.offer(at(7), records(7, 0, 4), 4);
  while (seen.length < 4) await new Promise((resolve) => setImmediate(resolve));
  await turns.settle();
  expect(seen).toEqual([0, 1, 2, 3]);
});

test('a partition that is given up finishes its running batch; that and what is done last still commit; the rest is forgotten', async () => {
  const [opened, open] = gate();
  const seen: number[][] = [];
  let late = async (): Promise<void> => {};
  const [turns, committed] = held(async (offsets, commit) => {
    seen.push(offsets);
    await opened;
    await commit(offsets[0]!);
    late = () => commit(offsets.at(-1)!);
  });
  turns.offer(at(0), records(0, 0, 6), 6);
  const released = turns.release([at(0)], async () => {
    // Fetched before the consumer knew.
    turns.offer(at(0), records(0, 2, 6), 6);
    await late();
  });
  open();
  await released;
  await new Promise((resolve) => setImmediate(resolve));
  expect([seen, committed, turns.next(at(0)), turns.queued().records]).toEqual([[[0, 1]], ['0:1', '0:2'], undefined, 0]);
});

test('a partition that was lost cannot commit any more', async () => {
  const [opened, open] = gate();
  const [turns, committed] = held(async (offsets, commit) => {
    await opened;
    await commit(offsets.at(-1)!);
  });
  turns.offer(at(0), records(0, 0, 2), 2);
  const lost = turns.lose([at(0)]);
  open();
  await lost;
  expect(committed).toEqual([]);
});

test('there is no room while too much waits', async () => {
  const [opened, open] = gate();
  const [turns] = held(() => opened);
  const large = records(0, 0, 8).map((record) => ({ ...record, value: new Uint8Array(2 ** 20) }));
  turns.offer(at(0), large, 8);
  let isRoom = false;
  const room = turns.room().then(() => {
    isRoom = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isRoom).toBe(false);
  open();
  await room;
});
