import { readFileSync } from 'node:fs';
import type { Bus } from '@gexstream/bus';
import type { KafkaBusOptions } from '@gexstream/bus/kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keptTopic, record } from '../contract/bus-records.ts';
import { type SecureKafka, secureKafka } from '../support/secure-kafka.ts';
import { serversMissing } from '../support/servers.ts';
import { openWay, ways } from './kafka-bus-under-test.ts';
import { nativeMissing } from './native-missing.ts';

const password = 'canary-3f1c-of-kafka';

describe.skipIf(serversMissing() !== null || nativeMissing() !== null)('a Kafka with certificates and passwords', () => {
  let kafka: SecureKafka;
  const open: Bus[] = [];
  beforeAll(async () => {
    kafka = await secureKafka(password);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((bus) => bus.close()));
  });
  afterAll(() => kafka?.stop());

  const pem = (file: string): string => readFileSync(file, 'utf8');
  const scram = () => ({ mechanism: 'scram-sha-512', username: kafka.user, password: kafka.password }) as const;
  const plain = () => ({ mechanism: 'plain', username: kafka.user, password: kafka.password }) as const;

  /** Through every part that connects by itself: administration, producer, member of a group, reader of a range. */
  const carries = async (bus: Bus, topic: string): Promise<void> => {
    open.push(bus);
    await bus.declareTopics([keptTopic(topic, {}, 1)]);
    const got: string[] = [];
    await bus.subscribe({
      topics: [topic],
      group: `${topic}-readers`,
      start: 'earliest',
      onBatch: async (batch, commit) => {
        for (const { value } of batch.records) got.push(Buffer.from(value!).toString());
        await commit(batch.records.at(-1)!.offset);
      },
    });
    await bus.publish([record(topic, 'k', 'one'), record(topic, 'k', 'two')]);
    await expect.poll(() => got, { timeout: 60_000 }).toEqual(['one', 'two']);
    expect(await bus.read(topic, 0, 0, 2, 10)).toHaveLength(2);
  };

  /** The one way of each client that its product uses. */
  const clients = ways.slice(0, 2).map((way) => [way.client, way] as const);

  test.each(clients)('%s logs in with SCRAM-SHA-512 and with PLAIN over TLS', async (client, way) => {
    const tls = { ca: pem(kafka.caFile) };
    await carries(await openWay(way, kafka.sasl, 'live', { tls, sasl: scram() }), `scram-${client}`);
    await carries(await openWay(way, kafka.sasl, 'live', { tls, sasl: plain() }), `plain-${client}`);
  });

  test.each(clients)('%s shows its own certificate', async (client, way) => {
    const tls = { ca: pem(kafka.caFile), certificate: pem(kafka.clientCertFile), key: pem(kafka.clientKeyFile) };
    await carries(await openWay(way, kafka.mutualTls, 'live', { tls }), `mutual-${client}`);
  });

  const refusal = async (way: (typeof ways)[number], options: Partial<KafkaBusOptions>): Promise<Error & { code?: string }> => {
    const lines: string[] = [];
    const note = (fields: object, message: string): void => {
      lines.push(`${message} ${JSON.stringify(fields)}`);
    };
    const log = { debug: note, info: note, warn: note, error: note };
    const error = await openWay(way, kafka.sasl, 'live', { log, ...options }).then(
      (bus) => {
        open.push(bus);
        throw new Error('was let in');
      },
      (refused: Error) => refused,
    );
    expect(`${error.stack} ${JSON.stringify(error)} ${lines.join(' ')}`).not.toContain(password);
    return error;
  };

  test.each(clients)('%s: a wrong password is refused, and the message has no password', async (_client, way) => {
    const tls = { ca: pem(kafka.caFile) };
    for (const sasl of [scram(), plain()]) {
      const error = await refusal(way, { tls, sasl: { ...sasl, password: `${password}-not` } });
      expect(error).toMatchObject({
        code: 'BUS_REJECTED',
        message: expect.stringMatching(/authentication failed.*Check the credentials/i),
      });
    }
  });

  test.each(clients)(
    '%s: a broker whose authority is not known is refused, and the message says what to give',
    async (_client, way) => {
      for (const tls of [true as const, { ca: pem(kafka.otherCaFile) }])
        expect(await refusal(way, { tls, sasl: scram() })).toMatchObject({
          code: 'BUS_REJECTED',
          message: expect.stringContaining('Give the authority that signed the certificate'),
        });
    },
  );
});
