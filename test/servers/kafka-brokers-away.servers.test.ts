import { systemClock } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import { retryPassing } from '@gexstream/bus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collected, keptTopic, readAll, record, textOf, texts } from '../contract/bus-records.ts';
import { type BrokerHandle, kafkaServer, serversMissing } from '../support/servers.ts';
import { openWay, ways } from './kafka-bus-under-test.ts';
import { nativeMissing } from './native-missing.ts';

const keys = ['SPX', 'SPY', 'QQQ', 'IWM'];
const clock = systemClock();

/** Publishes one number after the other under each key, each until it is kept, and reads them back as a group beside it. */
const traffic = async (bus: Bus) => {
  const got = collected();
  const reading = await bus.subscribe({
    topics: ['t'],
    group: 'g',
    start: 'earliest',
    onBatch: async (batch, commit) => {
      got.add(batch);
      await commit(batch.records.at(-1)!.offset);
    },
  });
  let kept = 0;
  let failed = 0;
  let stop = false;
  const publishing = (async () => {
    for (let number = 0; !stop; number++) {
      await retryPassing(() => bus.publish(keys.map((key) => record('t', key, `${key}${number}`))), {
        clock,
        onFailure: () => {
          failed += 1;
        },
      });
      kept += 1;
    }
  })();
  return {
    kept: () => kept,
    failed: () => failed,
    /** Ends it, and says that each key's numbers are all there, in their order; a number may come twice, never late. */
    check: async (): Promise<void> => {
      stop = true;
      await publishing;
      const numbersOf = (all: readonly { readonly key: string; readonly text: string | null }[], key: string): number[] =>
        all.filter((one) => one.key === key).map(({ text }) => Number(text!.slice(key.length)));
      const onTopic = (await readAll(bus, 't')).map((one) => ({ key: one.key, text: textOf(one) }));
      await expect.poll(() => new Set(texts(got.records)).size, { timeout: 120_000 }).toBe(kept * keys.length);
      const read = got.records.map((one) => ({ key: one.key, text: textOf(one) }));
      for (const key of keys) {
        for (const all of [onTopic, read]) {
          // What is published or handled again comes again as a whole: the first time of each is in order.
          expect([...new Set(numbersOf(all, key))]).toEqual(Array.from({ length: kept }, (_, number) => number));
        }
      }
      await Promise.race([reading.close(), reading.done]);
    },
  };
};

describe.skipIf(serversMissing() !== null || nativeMissing() !== null)('three brokers', () => {
  let server: Awaited<ReturnType<typeof kafkaServer>>;
  let brokers: readonly BrokerHandle[];
  const buses: Bus[] = [];
  beforeAll(async () => {
    server = await kafkaServer({ brokers: 3 });
    brokers = server.brokers;
    for (const way of ways.slice(0, 2)) {
      const bus = await openWay(way, server.bootstrap, `replay-${way.client}`, { publishTimeoutMs: 5_000 });
      buses.push(bus);
      await bus.declareTopics([keptTopic('t')]);
    }
  });
  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.close().catch(() => {})));
    await server?.stop();
  });
  const goOn = async (all: readonly { kept(): number }[], more: number): Promise<void> => {
    const before = all.map(({ kept }) => kept());
    const gained = (): number => Math.min(...all.map(({ kept }, at) => kept() - before[at]!));
    await expect.poll(gained, { timeout: 120_000 }).toBeGreaterThanOrEqual(more);
  };

  test('K2: a leader killed, then two of three brokers away and back: both clients lose nothing, keep order, and go on by themselves', async () => {
    const all = await Promise.all(buses.map(traffic));
    await goOn(all, 50);
    // Of 12 partitions each broker leads some; two in-sync replicas are left.
    await brokers[1]!.kill('SIGKILL');
    await goOn(all, 50);
    // One of three can neither elect nor acknowledge: nothing is kept, and nothing may end.
    await brokers[2]!.kill('SIGKILL');
    const before = all.map(({ failed }) => failed());
    const failedMore = (): number => Math.min(...all.map(({ failed }, at) => failed() - before[at]!));
    await expect.poll(failedMore, { timeout: 60_000 }).toBeGreaterThanOrEqual(1);
    await Promise.all([brokers[1]!.restart(), brokers[2]!.restart()]);
    await goOn(all, 50);
    for (const one of all) await one.check();
  }, 400_000);
});
