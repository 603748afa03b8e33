import { systemClock } from '@gexstream/actors';
import { deliveryRecord, startOutbox } from '@gexstream/bots';
import { type Bus, murmur2, topic } from '@gexstream/bus';
import kafkajs from 'kafkajs';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { compactedTopic, hourMs, keptTopic, readAll, record } from '../contract/bus-records.ts';
import { dayParts, playAlerts, playedTopics, recordedDay } from '../support/play-alert-day.ts';
import { recordingPlatform } from '../support/recording-platform.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';
import { delivery } from '../support/telegram-outbox.ts';
import { openWay, ways } from './kafka-bus-under-test.ts';
import { nativeMissing } from './native-missing.ts';

const clock = systemClock();

describe.skipIf(serversMissing() !== null || nativeMissing() !== null)('both clients on one broker', () => {
  let server: Awaited<ReturnType<typeof kafkaServer>>;
  let buses: Bus[] = [];
  beforeAll(async () => {
    server = await kafkaServer();
  });
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    buses = [];
  });
  afterAll(() => server?.stop());
  const open = async (at: number, feed: 'live' | `replay-${string}`): Promise<Bus> => {
    const bus = await openWay(ways[at]!, server.bootstrap, feed);
    buses.push(bus);
    return bus;
  };

  test('a key lands in the same partition, whichever client publishes it, and where the Java client puts it', async () => {
    const [plain, native] = [await open(0, 'replay-keys'), await open(1, 'replay-keys')];
    const keys = ['SPX', 'SPY', 'QQQ', 'IWM', 'ключ', '', ...Array.from({ length: 200 }, (_, at) => `key-${at}`)];
    await plain.declareTopics([keptTopic('t')]);
    await plain.publish(keys.map((key) => record('t', key, 'kafkajs')));
    await native.publish(keys.map((key) => record('t', key, 'rdkafka')));
    const places = new Map<string, Set<number>>();
    for (const { key, partition } of await readAll(native, 't')) places.set(key, (places.get(key) ?? new Set()).add(partition));
    // kafkajs' own partitioner, which follows the Java client; it spreads records with an empty key, as Java does not.
    const java = kafkajs.Partitioners.DefaultPartitioner();
    const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({ partitionId, leader: 1 })) as never;
    for (const key of keys) {
      const there =
        key === ''
          ? (murmur2(new Uint8Array(0)) & 0x7fffffff) % 12
          : java({ topic: 't', partitionMetadata, message: { key, value: '' } });
      expect([key, [...places.get(key)!]]).toEqual([key, [there]]);
    }
  });

  test.each([0, 1])(
    'partitions that are read all at once leave no connection behind, which would keep the process alive (%i)',
    async (at) => {
      const connections = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
      const before = connections();
      const bus = await open(at, 'replay-ranges');
      await bus.declareTopics([keptTopic('t')]);
      await bus.publish(Array.from({ length: 12 }, (_, partition) => ({ ...record('t', '*', 'one'), partition })));
      const ranges = Array.from({ length: 12 }, (_, partition) => bus.read('t', partition, 0, 1, 10));
      expect((await Promise.all(ranges)).map((records) => records.length)).toEqual(Array(12).fill(1));
      expect(connections()).toBeGreaterThan(before);
      await bus.close();
      await expect.poll(connections, { timeout: 10_000 }).toBe(before);
    },
  );

  test('feeds on one cluster do not see each other', async () => {
    const [one, other] = [await open(0, 'replay-one'), await open(1, 'replay-other')];
    await one.declareTopics([keptTopic('t', {}, 1)]);
    expect(await other.topics()).toEqual([]);
    await other.declareTopics([keptTopic('t', {}, 3)]);
    await one.publish([record('t', 'k', 'one')]);
    expect([(await readAll(one, 't')).length, (await readAll(other, 't')).length]).toEqual([1, 0]);
  });

  test('a declaration becomes settings, and a changed one changes them', async () => {
    const bus = await open(0, 'live');
    const admin = new kafkajs.Kafka({ brokers: server.bootstrap.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const settings = async (name: string): Promise<Record<string, string>> => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
      });
      return Object.fromEntries(resources[0]!.configEntries.map((entry) => [entry.configName, entry.configValue]));
    };
    await bus.declareTopics([keptTopic('t', { retentionMs: hourMs, retentionBytes: 120 * 2 ** 20 }), compactedTopic('c')]);
    expect(await settings('live.t')).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': `${hourMs}`,
      'retention.bytes': `${120 * 2 ** 20}`,
      'message.timestamp.type': 'CreateTime',
    });
    expect(await settings('live.c')).toMatchObject({ 'cleanup.policy': 'compact', 'delete.retention.ms': '86400000' });
    await bus.declareTopics([keptTopic('t', { retentionMs: 2 * hourMs, retentionBytes: 120 * 2 ** 20 })]);
    expect(await settings('live.t')).toMatchObject({ 'retention.ms': `${2 * hourMs}`, 'cleanup.policy': 'delete' });
    await admin.disconnect();
  });

  test('the outbox of chats goes on where its receipts say, whichever client it had before', async () => {
    const telegram = recordingPlatform('telegram');
    const log = pino({ level: 'silent' });
    for (const at of [0, 1]) {
      const bus = await open(at, 'replay-outbox');
      await bus.declareTopics([topic.outbox, topic.deadLetters]);
      const revision = at + 1;
      const stamp = { feed: 'replay-outbox', run: 'r1', now: clock.now() } as const;
      // Wanted before the outbox is there, and after.
      await bus.publish([deliveryRecord(delivery('kept', 1, { revision }), stamp)]);
      const nobody = (): void => {};
      const callbacks = { onUnreachable: nobody, onMoved: nobody };
      const outbox = await startOutbox({ ...stamp, ...callbacks, bus, clock, log, platforms: [telegram.platform] });
      await bus.publish([deliveryRecord(delivery(`new ${at}`, 2 + at), stamp)]);
      await expect
        .poll(() => outbox.status().platforms[0]?.outcomes, { timeout: 60_000 })
        .toEqual(at === 0 ? { sent: 2 } : { sent: 1, edited: 1 });
      await outbox.stop();
    }
    expect(telegram.calls.map(({ call, chat }) => `${call} ${chat.id}`)).toEqual(['send 1', 'send 2', 'edit 1', 'send 3']);
  });

  test('G-11, S-21: a recorded day’s alerts are told in order, each once, also when the other client goes on in its midst', async () => {
    const feed = 'replay-alerts';
    const day = await recordedDay();
    const parts = dayParts(await day.records(feed));
    await day.close();
    const [telegram, discord] = [recordingPlatform('telegram'), recordingPlatform('discord')];
    const playing = { feed, platforms: [telegram.platform, discord.platform], sendReplayed: true } as const;
    for (const at of [0, 1]) {
      const bus = await open(at, feed);
      if (at === 0) await bus.declareTopics(playedTopics);
      await playAlerts(bus, parts.slice(3 * at, 3 * at + 3), playing);
    }
    for (const { calls } of [telegram, discord]) {
      const sent = calls.filter(({ call }) => call === 'send').map(({ message }) => String(message.headline[0]));
      expect(sent.map((headline) => headline.replace(/^\S+ |:.*$/g, ''))).toEqual([
        'AAPL below its flip',
        'AAPL composite 85 > 80',
        'AAPL above its flip',
      ]);
    }
  });

  test.each([0, 1])(
    'a broker that is away is a time-out in bounded time (%s)',
    async (at) => {
      const away = openWay(ways[at]!, '127.0.0.1:1', 'replay-away');
      await expect(away).rejects.toMatchObject({ code: 'BUS_TIMEOUT', retryable: true });
    },
    30_000,
  );
});
