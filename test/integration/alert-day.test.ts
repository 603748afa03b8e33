import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock, systemClock } from '@gexstream/actors';
import { alertsGroup, startAlerting } from '@gexstream/bots';
import { type Bus, decodeEvent, encodeEvent, readTopic, topic } from '@gexstream/bus';
import { type AlertEvent, chatKey, type DeliveryEvent, type Feed } from '@gexstream/domain';
import { scannerGroup, startScanner } from '@gexstream/scanner';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertDay, crossings, daySymbol } from '../support/alert-day.ts';
import { chatsInMemory, chatWith } from '../support/chats-in-memory.ts';
import { allCommitted, carry, openLog, processed } from '../support/gex-log.ts';
import { until } from '../support/until.ts';

const log = pino({ level: 'silent' });
const followed = [topic.levels.name, topic.opportunities.name];
const rules = [`${daySymbol} spot crosses flip for 0s`, `${daySymbol} composite > 80`];
const chats = [
  { platform: 'telegram', id: '7' },
  { platform: 'discord', id: '9' },
] as const;

describe('a recorded day through gex and scanner', () => {
  let folder: string;
  let day: Bus;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alert-day-'));
    day = await openLog(join(folder, 'day'));
    await day.publish(alertDay());
    await processed(day);
    const scanner = await startScanner({ bus: day, clock: systemClock(), log, carry, symbols: [daySymbol] });
    await until('scanned', () => allCommitted(day, scannerGroup));
    await scanner.stop();
  });
  afterAll(async () => {
    await day?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const alerted = async (bus: Bus, feed: Feed) => {
    const directory = chatsInMemory(...chats.map((chat) => chatWith(rules, { chat })));
    const alerting = await startAlerting({ bus, clock: simulatedClock(crossings.above), log, directory, feed });
    await until('the alerts have caught up', () => allCommitted(bus, alertsGroup, followed));
    await alerting.stop();
    const [alerts, deliveries] = [[] as AlertEvent[], [] as DeliveryEvent[]];
    await readTopic(bus, topic.alerts.name, ({ value }) => void alerts.push(decodeEvent(value!) as AlertEvent));
    await readTopic(bus, topic.outbox.name, ({ value }) => void deliveries.push(decodeEvent(value!) as DeliveryEvent));
    return { alerts: alerts.sort((a, b) => a.eventMs - b.eventMs), deliveries, counts: alerting.status() };
  };
  const minute = (at: number): number => Math.floor(at / 60_000) * 60_000;

  test('G-11, S-21: exactly its two crossings of the flip and its one score above 80 are told, in order, to each chat', async () => {
    const { alerts, deliveries } = await alerted(day, 'sim');
    for (const chat of chats) {
      const mine = alerts.filter(({ body }) => chatKey(body.chat) === chatKey(chat)).map(({ body }) => body);
      const fired = mine.filter(({ phase }) => phase === 'fired');
      expect(fired.map(({ firedMs, text, suppressed }) => [minute(firedMs), text.replace(/: .*/, ''), suppressed])).toEqual([
        [crossings.below, 'AAPL below its flip', null],
        [crossings.score, 'AAPL composite 85 > 80', null],
        [crossings.above, 'AAPL above its flip', null],
      ]);
      expect(mine.filter(({ phase }) => phase === 'resolved').map(({ ruleId }) => ruleId)).toEqual(['a1', 'a1']);
      const shown = deliveries.map(({ body }) => body).filter((body) => chatKey(body.chat) === chatKey(chat));
      expect(shown.map(({ revision, silent, critical }) => [revision, silent, critical])).toEqual([
        [2, false, false],
        [1, false, false],
        [2, false, false],
      ]);
    }
  });

  test('8.8: the whole day replayed gives the same alerts, and not one message', async () => {
    const feed = 'replay-sim-day';
    const replay = await openLog(join(folder, 'replay'));
    for (const name of followed) {
      const events: Parameters<typeof encodeEvent>[0][] = [];
      await readTopic(day, name, ({ value }) => void events.push({ ...decodeEvent(value!), feed }));
      await replay.publish(
        events.map((event) => ({ topic: name, key: event.underlying, value: encodeEvent(event), timestampMs: event.eventMs })),
      );
    }
    const { alerts, deliveries, counts } = await alerted(replay, feed);
    await replay.close();
    expect(deliveries).toEqual([]);
    // Of two chats, and of the page, whose rules wait longer.
    expect(counts.alerts['spot-crosses-flip'].fired).toBe(6);
    expect(alerts.filter(({ body }) => body.chat.platform === 'discord')).toHaveLength(5);
  });
});
