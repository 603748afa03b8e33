import { describe, expect, test } from 'vitest';
import { keptTopic, readAll, record } from '../contract/bus-records.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';
import { openWay, ways } from './kafka-bus-under-test.ts';
import { nativeMissing } from './native-missing.ts';

const keys = ['SPX', 'SPY', 'QQQ', 'IWM'];

describe.skipIf(serversMissing() !== null || nativeMissing() !== null)(
  'three brokers, one killed while records are published',
  () => {
    test.each(ways.slice(0, 2))(
      '$client: nothing acknowledged is lost, and each key keeps its order',
      async (way) => {
        const server = await kafkaServer({ brokers: 3 });
        try {
          const bus = await openWay(way, server.bootstrap, 'replay-sigkill');
          await bus.declareTopics([keptTopic('t')]);
          const acknowledged: string[] = [];
          let stop = false;
          const publishing = (async () => {
            for (let number = 0; !stop; number++) {
              await bus.publish(keys.map((key) => record('t', key, `${key}${number}`)));
              acknowledged.push(...keys.map((key) => `${key}${number}`));
            }
          })();
          await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(200);
          // Of 12 partitions each broker leads some.
          await server.brokers[1]!.kill('SIGKILL');
          const killedAt = acknowledged.length;
          // `publish` has 30 s for each call. When it rejects, that is what the test says, not that too little came.
          const going = expect.poll(() => acknowledged.length, { timeout: 40_000 }).toBeGreaterThan(killedAt + 400);
          await Promise.race([going, publishing]);
          stop = true;
          await publishing;
          const kept = await readAll(bus, 't');
          const found = kept.map(({ value }) => Buffer.from(value!).toString());
          expect(new Set(found).size).toBe(acknowledged.length);
          for (const key of keys) {
            const numbers = kept
              .filter((one) => one.key === key)
              .map(({ value }) => Number(Buffer.from(value!).toString().slice(key.length)));
            expect([...new Set(numbers)]).toEqual(numbers.map((_, at) => at).slice(0, new Set(numbers).size));
          }
          await bus.close();
        } finally {
          await server.stop();
        }
      },
      90_000,
    );
  },
);
