import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import type { Envelope, Levels } from '@gexstream/domain';
import { startGex } from '@gexstream/gex';
import kafkajs from 'kafkajs';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keptTopic, readAll, record, texts } from '../contract/bus-records.ts';
import { logStartMs, marketLog } from '../support/market-log.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';
import { type TcpProxy, tcpProxy } from '../support/tcp-proxy.ts';
import { openWay, ways } from './kafka-bus-under-test.ts';
import { cleanRunOf, gexCaughtUp, outputsOf } from './market-reading.ts';
import { nativeMissing } from './native-missing.ts';

const clock = systemClock();

describe.skipIf(serversMissing() !== null || nativeMissing() !== null)('one broker behind a proxy', () => {
  let server: Awaited<ReturnType<typeof kafkaServer>>;
  let proxy: TcpProxy;
  let buses: Bus[] = [];
  beforeAll(async () => {
    let brokerPort = 0;
    proxy = await tcpProxy(() => brokerPort);
    server = await kafkaServer({
      properties: (port) => {
        brokerPort = port;
        // Clients go on where the broker says it is, whatever address they began with.
        return { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxy.port}` };
      },
    });
  });
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    buses = [];
  });
  afterAll(async () => {
    await server?.stop();
    await proxy?.close();
  });
  const open = async (at: number, feed: `sim-${string}`): Promise<Bus> => {
    const bus = await openWay(ways[at]!, `127.0.0.1:${proxy.port}`, feed);
    buses.push(bus);
    return bus;
  };

  test.each([0, 1])('K2: an acknowledgement lost after the commit doubles nothing (%s)', async (at) => {
    const bus = await open(at, `sim-k2-${at}`);
    await bus.declareTopics([keptTopic('t', {}, 1)]);
    await bus.publish([record('t', 'SPX', '0')]);
    const [segment] = globSync(join(server.dir, `**/sim-k2-${at}.t-0/*.log`));
    const bytes = statSync(segment!).size;
    proxy.swallowAnswers(true);
    const publishing = Promise.all([bus.publish([record('t', 'SPX', '1')]), bus.publish([record('t', 'SPX', '2')])]);
    publishing.catch(() => {});
    await expect.poll(() => statSync(segment!).size, { timeout: 20_000 }).toBeGreaterThan(bytes);
    proxy.swallowAnswers(false);
    proxy.reset();
    await publishing;
    await bus.publish([record('t', 'SPX', '3')]);
    expect(texts(await readAll(bus, 't'))).toEqual(['0', '1', '2', '3']);
  });

  /** Runs the processor until all that is there is committed. */
  const processed = async (bus: Bus): Promise<{ readonly publishes: number }> => {
    let publishes = 0;
    const counted: Bus = {
      ...bus,
      publish: (records) => {
        publishes += 1;
        return bus.publish(records);
      },
    };
    const gex = await startGex({ bus: counted, clock, log: pino({ level: 'silent' }), carry: { kind: 'zero' } });
    await Promise.race([gexCaughtUp(bus), gex.done]);
    await gex.stop();
    return { publishes };
  };

  test('K5: what was cleaned away before it was read, and a topic made anew: read from what is left, and the gap is said', async () => {
    const bus = await open(1, 'sim-k5');
    await bus.declareTopics(allTopics);
    const recorded = marketLog({ seed: 7, symbols: ['SPX'], seconds: 70 });
    // The first part ends behind a snapshot: what follows it is known to be missing.
    const seconds = (from: number, to: number): BusRecord[] =>
      recorded.filter(({ timestampMs }) => timestampMs >= logStartMs + from * 1_000 && timestampMs < logStartMs + to * 1_000);
    const [first, lost, left] = [seconds(0, 45), seconds(45, 55), seconds(55, Number.POSITIVE_INFINITY)];
    await bus.publish(first);
    await processed(bus);
    await bus.publish(lost);
    await withAdmin(server.brokers[0]!.port, async (admin) => {
      const partitions = (await bus.offsets(topic.market.name)).map(({ partition, end }) => ({ partition, offset: `${end}` }));
      // kafkajs knows who leads only what it was asked about.
      await admin.fetchTopicOffsets('sim-k5.market');
      await admin.deleteTopicRecords({ topic: 'sim-k5.market', partitions });
    });
    await bus.publish(left);
    await processed(bus);
    // A gap that is read again after a restart is said again, to the byte.
    const gaps = async (): Promise<number> =>
      new Set((await readAll(bus, topic.ticks.name)).map(({ value }) => Buffer.from(value!).toString('base64'))).size;
    expect(await gaps()).toBe(1);

    await withAdmin(server.brokers[0]!.port, (admin) => admin.deleteTopics({ topics: ['sim-k5.market'] }));
    const last = left.findLast(({ key }) => key === 'SPX')!;
    const anew = [1, 2, 3].map((more) => chainRound(last, more));
    // Made anew as an operator does, by a process that begins; the broker takes a moment to forget the old one.
    await expect
      .poll(async () => (await open(1, 'sim-k5')).declareTopics(allTopics).then(() => 'made', String), { timeout: 30_000 })
      .toBe('made');
    const other = await open(1, 'sim-k5');
    await other.publish(anew);
    await processed(other);
    await other.publish(left.slice(-12).map((mark) => later(mark, 1_000)));
    await processed(other);
    // What came after the newest snapshot went with the old topic.
    expect(await gaps()).toBe(2);
    const levels = (await readAll(other, topic.levels.name)).map(
      ({ value }) => decodeEvent(value!) as Envelope<'levels', Levels>,
    );
    expect(Math.max(...levels.map(({ seq }) => seq))).toBe(decodeEvent(anew[2]!.value!).seq);
  });

  test('K6: a processor that is far behind publishes once a batch, dates what it says by its input, and comes to lag 0', async () => {
    const bus = await open(1, 'sim-k6');
    await bus.declareTopics(allTopics);
    const recorded = marketLog({ seed: 5, symbols: ['SPX', 'SPY'], seconds: 60 });
    await bus.publish(recorded);
    const { publishes } = await processed(bus);
    // A batch has 200 records, and each of 12 partitions its own.
    expect(publishes).toBeLessThan(recorded.length / 20);
    for (const { value, timestampMs } of await readAll(bus, topic.levels.name)) {
      const { body } = decodeEvent(value!) as Envelope<'levels', Levels & { readonly newestMs: number }>;
      expect(body.newestMs).toBeLessThanOrEqual(timestampMs);
    }
    expect(await outputsOf(bus)).toEqual(await cleanRunOf(await readAll(bus, topic.market.name)));
  });
});

const withAdmin = async (port: number, work: (admin: kafkajs.Admin) => Promise<void>): Promise<void> => {
  const admin = new kafkajs.Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await work(admin);
  await admin.disconnect();
};

const chainRound = (record: BusRecord, more: number): BusRecord => {
  const before = decodeEvent(record.value!);
  const event = { ...before, kind: 'chain-round', seq: before.seq + more, body: { windows: 1, givenUp: 0 } } as const;
  return { ...record, value: encodeEvent(event) };
};

const later = (mark: BusRecord, ms: number): BusRecord => {
  const event = decodeEvent(mark.value!);
  const eventMs = (event.eventMs + ms) as typeof event.eventMs;
  return { ...mark, timestampMs: eventMs, value: encodeEvent({ ...event, eventMs }) };
};
