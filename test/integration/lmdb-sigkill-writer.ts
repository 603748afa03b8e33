import { writeSync } from 'node:fs';
import { systemClock } from '@gexstream/actors';
import type { BusRecord } from '@gexstream/bus';
import { acquireLease, openLmdbBus } from '@gexstream/bus/lmdb';
import { epochMs } from '@gexstream/domain/time';

// Publishes numbered records until it is killed: calls of 1 to 20 records over several keys, a few calls at a time. Says each number's
// range on stdout once the call has resolved. Arguments: the data folder, the first number.
const path = process.argv[2]!;
const clock = systemClock();
await acquireLease(path, { holder: { command: 'lmdb-sigkill-writer', url: null }, clock });
const bus = await openLmdbBus({ path, clock });
const kept = { policy: 'delete', retentionMs: 86_400_000, retentionBytes: 2 ** 30 } as const;
await bus.declareTopics([
  { name: 'numbers', partitions: 4, cleanup: kept, doc: 'Every number once.' },
  { name: 'last', partitions: 1, cleanup: { policy: 'compact' }, doc: 'The last number of each call.' },
]);

let next = Number(process.argv[3]);
const pad = 'x'.repeat(3_000);

const callFrom = (first: number, count: number): BusRecord[] => {
  const value = (number: number): Uint8Array =>
    Buffer.from(JSON.stringify({ number, first, count, pad: number % 5 === 0 ? pad : '' }));
  const timestampMs = epochMs(first);
  const numbers = Array.from({ length: count }, (_, at) => first + at);
  const records = numbers.map((number) => ({ topic: 'numbers', key: `key ${number % 7}`, value: value(number), timestampMs }));
  return [...records, { topic: 'last', key: 'last', value: value(first + count - 1), timestampMs }];
};

const publish = async (first: number, count: number): Promise<void> => {
  await bus.publish(callFrom(first, count));
  writeSync(1, `${first} ${count}\n`);
};

for (;;) {
  const calls: Promise<void>[] = [];
  for (let call = 0; call < 3; call++) {
    const count = 1 + ((next * 7 + call) % 20);
    calls.push(publish(next, count));
    next += count;
  }
  await Promise.all(calls);
}
