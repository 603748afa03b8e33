import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import type { KafkaAdmin } from '../kafka/admin.ts';
import type { KafkaBusOptions } from '../kafka/options.ts';
import type { Sink } from '../kafka/subscription.ts';
import { rdkafkaConsumer } from './consumer.ts';
import type { Native } from './native.ts';

const collect = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

/** A member of a group that gets no partition: each look for a record finds none, and takes no time. */
const spareMember = () => {
  let looks = 0;
  let awaited: { readonly looks: number; readonly reached: () => void } | null = null;
  class Consumer {
    on(): void {}
    subscribe(): void {}
    setDefaultConsumeTimeout(): void {}
    isConnected = (): boolean => true;
    connect = (_options: object, connected: (error: null) => void): void => connected(null);
    disconnect = (done: () => void): void => done();
    consume(_most: number, answer: (error: null, messages: readonly never[]) => void): void {
      looks += 1;
      if (looks === awaited?.looks) awaited.reached();
      setImmediate(answer, null, []);
    }
  }
  return {
    native: { KafkaConsumer: Consumer } as unknown as Native,
    looked: (more: number): Promise<void> =>
      new Promise((reached) => {
        awaited = { looks: looks + more, reached };
      }),
  };
};

const clock = {
  now: () => epochMs(0),
  after: (_delayMs: number, callback: () => void) => {
    setImmediate(callback);
    return () => {};
  },
  every: () => () => {},
};

test('looking for records in vain leaves nothing behind, however long no commit ends it', async () => {
  const { native, looked } = spareMember();
  const bus: KafkaBusOptions = { brokers: ['localhost:9092'], clientId: 'spare', feed: 'sim', clock };
  const sink = { hasRoom: () => true, room: async () => {}, failed: expect.unreachable } as unknown as Sink;
  const options = { topics: ['market'], group: 'gex', start: 'latest' as const, onBatch: async () => {} };
  const consumer = rdkafkaConsumer(native, bus, options, {} as KafkaAdmin, sink);
  await consumer.start();
  await looked(1_000);
  collect();
  const before = process.memoryUsage().heapUsed;
  await looked(50_000);
  collect();
  const bytesPerLook = (process.memoryUsage().heapUsed - before) / 50_000;
  await consumer.stop();
  expect(bytesPerLook).toBeLessThan(20);
});
