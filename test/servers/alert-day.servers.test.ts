import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { alertsGroup } from '@gexstream/bots';
import { allTopics, type Bus, type BusRecord, decodeEvent, encodeEvent, readTopic, topic } from '@gexstream/bus';
import { openKafkaBus } from '@gexstream/bus/kafka';
import { type AlertEvent, chatKey, type Feed, schemaVersion } from '@gexstream/domain';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { alertDay, crossings, scoreLook } from '../support/alert-day.ts';
import { discordStage, type Stage, telegramStage } from '../support/alert-day-stage.ts';
import { allCommitted } from '../support/gex-log.ts';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';
import { dayRules } from '../support/play-alert-day.ts';
import { gexWith } from '../support/product.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';
import { until } from '../support/until.ts';

// The day of test/integration/alert-day.test.ts as an operator has it: gex, scanner and two bots as processes of their own on real Kafka.
const missing = serversMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const stages = [
  { platform: 'telegram', stage: telegramStage },
  { platform: 'discord', stage: discordStage },
] as const;
/** Of the day; scores come by the minute. */
const lastLook = crossings.above + 175 * 60_000 - 60_000;
const clock = systemClock();
const log = pino({ level: 'silent' });

describe.skipIf(missing !== null)('a recorded day on real Kafka, a process an app', () => {
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-alert-day-'));
    kafka = await kafkaServer();
  });
  afterAll(async () => {
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The day's market, and one chat that waits for it. */
  const openDay = async (feed: Feed, { chat, environment: own }: Stage) => {
    const bus = await openKafkaBus({ client: 'kafkajs', brokers: [kafka.bootstrap], clientId: 'test', feed, clock, log });
    await bus.declareTopics(allTopics);
    const market = alertDay().map((record) => ({ ...record, value: encodeEvent({ ...decodeEvent(record.value!), feed }) }));
    await bus.publish([chatOf(chat, feed)]);
    const environment = {
      ...own,
      KAFKA_BROKERS: kafka.bootstrap,
      KAFKA_CLIENT: 'kafkajs',
      SCANNER_SYMBOLS: 'AAPL',
      GEX_FEED: feed,
      GEX_DATA: folder,
    };
    const processes: GexProcess[] = [];
    const start = async (app: string, ready = new RegExp(`${app} runs on`)): Promise<GexProcess> => {
      const started = await gexProcess(['run', app], environment, ready);
      processes.push(started);
      return started;
    };
    await Promise.all([start('gex'), start('scanner')]);
    return {
      bus,
      start,
      chat: (...typed: readonly string[]) => gexWith(environment, 'chat', ...typed),
      /** Up to a moment of the day; what was published before is left out. */
      publish: (from: number, to: number) =>
        bus.publish(market.filter(({ timestampMs }) => timestampMs >= from && timestampMs < to)),
      fired: () => firedFor(bus, chatKey(chat)),
      /** The rules have read levels, or scores, of this moment and later. */
      read: (name: string, atMs: number) => until(`${name} is read`, () => isRead(bus, name, atMs)),
      close: async () => {
        await Promise.all(processes.map((each) => each.kill().catch(() => {})));
        await bus.close();
      },
    };
  };

  test.each(stages)('S-21, $platform: exactly its alerts, in order, as embedded', async ({ platform, stage: open }) => {
    const stage = await open();
    const day = await openDay(`sim-clean${platform}` as Feed, stage);
    await day.start('bots');
    await day.publish(0, crossings.score);
    await day.read(topic.levels.name, crossings.score - 297_000);
    // As it was on the day: at the scanner's look at noon the levels of noon are known, those of the afternoon are not.
    await day.publish(crossings.score, scoreLook.from);
    await day.read(topic.levels.name, scoreLook.from - 1_000);
    await day.publish(scoreLook.from, scoreLook.to);
    await expect.poll(day.fired, { timeout: 120_000 }).toHaveLength(2);
    await day.publish(scoreLook.to, Number.POSITIVE_INFINITY);
    await expect.poll(stage.shown, { timeout: 120_000 }).toContain(`resolved ${stage.time('13:04:59')}`);
    for (const name of [topic.levels.name, topic.opportunities.name]) await day.read(name, lastLook);
    await expect(stage.shown()).toMatchFileSnapshot(`../golden/transcripts/alert-day-${platform}.txt`);
    expect(stage.complaints()).toEqual([]);
    await day.close();
    await stage.stop();
  });

  test.each(stages)(
    'B2, $platform: SIGKILL between a message and its receipt: the other replica goes on, with one duplicate at most and no loss',
    async ({ platform, stage: open }) => {
      const stage = await open();
      const day = await openDay(`sim-killed${platform}` as Feed, stage);
      const first = await day.start('bots');
      const second = await day.start('bots', /another bots holds the lease; waiting for it to go/);
      await day.publish(0, crossings.score);
      await expect.poll(stage.shown, { timeout: 120_000 }).toContain(`resolved ${stage.time('11:04:59')}`);
      expect(await day.chat('maintenance', 'on')).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('by terminal:local'),
      });

      stage.onNextMessage(() => first.process.kill('SIGKILL'));
      await day.publish(crossings.score, Number.POSITIVE_INFINITY);
      await expect.poll(() => second.printed(), { timeout: 120_000 }).toMatch(/bots runs on/);
      await expect.poll(stage.shown, { timeout: 120_000 }).toContain(`resolved ${stage.time('13:04:59')}`);
      for (const name of [topic.levels.name, topic.opportunities.name]) await day.read(name, lastLook);
      expect(await day.fired()).toHaveLength(3);
      const told = () => stage.shown().match(/AAPL (?:below its flip|composite 85 > 80|above its flip)/g) ?? [];
      // The score's message may come after those of the levels: the scanner is a process of its own, and all of it was published at once.
      await expect
        .poll(() => [...new Set(told())].sort(), { timeout: 60_000 })
        .toEqual(['AAPL above its flip', 'AAPL below its flip', 'AAPL composite 85 > 80']);
      expect([3, 4]).toContain(stage.messages());
      expect(told()).toHaveLength(stage.messages());

      // A terminal reaches whichever runs; what an admin said to the first holds for the second.
      const asked = await day.chat('maintenance');
      expect(asked.stdout).toMatch(/^Maintenance is on: only admins are answered/);
      expect(await second.stop()).toBe(0);
      const nobody = await day.chat('maintenance');
      expect(nobody).toMatchObject({ status: 2, stderr: expect.stringContaining('Start them: npx gex run bots --kafka LIST') });
      await day.close();
      await stage.stop();
    },
  );
});

const chatOf = (chat: Stage['chat'], feed: Feed): BusRecord => {
  const now = clock.now();
  const times = { eventMs: now, receiveMs: now, emitMs: now, sessionDate: '2026-11-20' };
  const head = { kind: 'chat-settings', version: schemaVersion['chat-settings'], feed, run: 'test', underlying: '*', seq: 0 };
  const value = encodeEvent({ ...head, ...times, body: settingsOf(dayRules, { chat }) });
  return { topic: topic.chats.name, key: chatKey(chat), value, timestampMs: now };
};

const firedFor = async (bus: Bus, key: string): Promise<readonly string[]> => {
  const texts = new Map<string, string>();
  await readTopic(bus, topic.alerts.name, ({ value }) => {
    const { body } = decodeEvent(value!) as AlertEvent;
    if (chatKey(body.chat) === key && body.phase === 'fired') texts.set(body.episode, body.text);
  });
  return [...texts.values()];
};

/** Something of this moment or later is there, and the rules have read it. */
const isRead = async (bus: Bus, name: string, atMs: number): Promise<boolean> => {
  let newestMs = 0;
  await readTopic(bus, name, ({ timestampMs }) => {
    newestMs = Math.max(newestMs, timestampMs);
  });
  return newestMs >= atMs && (await allCommitted(bus, alertsGroup, [name]));
};
