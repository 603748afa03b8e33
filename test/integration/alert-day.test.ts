import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { alertsGroup, type ChatPlatform, startAlerting, startOutbox, telegramPlatform } from '@gexstream/bots';
import { type Bus, type BusRecord, decodeEvent, encodeEvent, readTopic, topic } from '@gexstream/bus';
import {
  type AlertEvent,
  chatKey,
  type DeliveryEvent,
  type DeliveryReceiptEvent,
  type ExposuresEvent,
  type Feed,
} from '@gexstream/domain';
import { scannerGroup, startScanner } from '@gexstream/scanner';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observationOf } from '../../apps/bots/src/alerting/event-observations.ts';
import { alertDay, crossings, daySymbol } from '../support/alert-day.ts';
import { chatsInMemory, chatWith } from '../support/chats-in-memory.ts';
import { startFakeTelegram, transcript } from '../support/fake-telegram/index.ts';
import { allCommitted, carry, openLog, processed } from '../support/gex-log.ts';
import { until } from '../support/until.ts';

const token = '123456:AAtestSecretOfTheBot_-x';
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

  /** The day's records again, on a bus of its own, up to each moment in turn: what follows from one is dealt with before the next comes. */
  const played = async (name: string, feed: Feed, platforms: readonly ChatPlatform[] = []) => {
    const bus = await openLog(join(folder, name));
    const directory = chatsInMemory(...chats.map((chat) => chatWith(rules, { chat })));
    const alerting = await startAlerting({ bus, clock: systemClock(), log, directory, feed });
    const outbox = await startOutbox({
      ...{ bus, log, feed, platforms, clock: systemClock(), run: 'day' },
      onUnreachable: () => {},
      onMoved: () => {},
    });
    const records = await recordsOf(day, feed);
    let from = 0;
    for (const momentMs of [crossings.below, crossings.score, crossings.above, Number.POSITIVE_INFINITY]) {
      const to = records.findIndex(({ timestampMs }) => timestampMs >= momentMs);
      await bus.publish(records.slice(from, to === -1 ? undefined : to));
      from = to;
      await until('the alerts have caught up', () => allCommitted(bus, alertsGroup, followed));
      await until('the chats show it', () => isShown(bus, platforms));
    }
    await alerting.stop();
    await outbox.stop();
    const [alerts, deliveries] = [[] as AlertEvent[], [] as DeliveryEvent[]];
    await readTopic(bus, topic.alerts.name, ({ value }) => void alerts.push(decodeEvent(value!) as AlertEvent));
    await readTopic(bus, topic.outbox.name, ({ key, value }) => {
      if (key.endsWith('/wanted')) deliveries.push(decodeEvent(value!) as DeliveryEvent);
    });
    await bus.close();
    return { alerts: alerts.sort((a, b) => a.eventMs - b.eventMs), deliveries, counts: alerting.status() };
  };
  const minute = (at: number): number => Math.floor(at / 60_000) * 60_000;

  test('G-11, S-21: exactly its two crossings of the flip and its one score above 80 are told, in order, to each chat', async () => {
    const fake = await startFakeTelegram({ token });
    fake.addChat({ id: 7, type: 'private', title: 'me' });
    const telegram = telegramPlatform({ token, apiRoot: fake.url, clock: systemClock(), log });
    await telegram.start({ commands: [], take: async () => {}, suggest: () => [] });
    const { alerts, deliveries } = await played('told', 'sim', [telegram]);
    await telegram.stop();
    await fake.stop();
    // How often it was edited on the way is left to the pace.
    const [, shown] = transcript(fake, [7]).split('chat 7 shows');
    await expect(shown).toMatchFileSnapshot('../golden/transcripts/alert-day-telegram.txt');
    expect(fake.complaints).toEqual([]);
    for (const chat of chats) {
      const mine = alerts.filter(({ body }) => chatKey(body.chat) === chatKey(chat)).map(({ body }) => body);
      const fired = mine.filter(({ phase }) => phase === 'fired');
      expect(fired.map(({ firedMs, text, suppressed }) => [minute(firedMs), text.replace(/: .*/, ''), suppressed])).toEqual([
        [crossings.below, 'AAPL below its flip', null],
        [crossings.score, 'AAPL composite 85 > 80', null],
        [crossings.above, 'AAPL above its flip', null],
      ]);
      expect(mine.filter(({ phase }) => phase === 'resolved').map(({ ruleId }) => ruleId)).toEqual(['a1', 'a1']);
      const wanted = deliveries.map(({ body }) => body).filter((body) => chatKey(body.chat) === chatKey(chat));
      expect(wanted).toHaveLength(3);
    }
  });

  test('rules see of each record what it says: walls and strikes, surges, the share of 0DTE, the regime, the skew', async () => {
    const sights = new Map<string, unknown>();
    const lastExposures: ExposuresEvent[] = [];
    for (const { name } of [topic.levels, topic.sessionBaselines, topic.exposures, topic.opportunities, topic.skew])
      await readTopic(day, name, ({ value }) => {
        const event = decodeEvent(value!);
        const { source, seen } = observationOf(event)!;
        sights.set(source, seen);
        if (event.kind === 'exposures') lastExposures.splice(0, 1, event as ExposuresEvent);
      });
    const { expiries, total } = lastExposures[0]!.body.pictures[0]!.levels;
    const today = expiries.filter(({ expiry }) => expiry === '2026-11-20').reduce((sum, each) => sum + each.total.gross, 0);
    expect(sights.get('levels')).toMatchObject({ spot: 104, callWall: 104, putWall: 99 });
    expect(sights.get('session')).toMatchObject({ levels: { callWall: 104, putWall: 99 }, strikes: { length: 41 } });
    expect((sights.get('exposures') as { zeroDteShare: number }).zeroDteShare).toBeCloseTo(today / total.gross, 12);
    expect(sights.get('exposures')).toMatchObject({ regime: 'positive' });
    expect(sights.get('opportunities')).toMatchObject({
      top: { score: expect.any(Number), side: 'call', contract: '100C 2026-11-27' },
    });
    // Not of today's expiry, whose wings are worth nothing. By hand: its 25-delta strikes lie nine strikes apart, two points each.
    expect(sights.get('skew')).toEqual({ expiry: '2026-11-27', skew25d: expect.closeTo(18, 0) });
  });

  test('8.8: the whole day replayed gives the same alerts, and not one message', async () => {
    const { alerts, deliveries, counts } = await played('replayed', 'replay-sim-day');
    expect(deliveries).toEqual([]);
    // Of two chats, and of the page, whose rules wait longer.
    expect(counts.alerts['spot-crosses-flip'].fired).toBe(6);
    expect(alerts.filter(({ body }) => body.chat.platform === 'discord')).toHaveLength(5);
  });
});

/** What the alerts follow, in the order of time. */
const recordsOf = async (day: Bus, feed: Feed): Promise<readonly BusRecord[]> => {
  const records: BusRecord[] = [];
  for (const name of followed)
    await readTopic(day, name, ({ value }) => {
      const event = { ...decodeEvent(value!), feed };
      records.push({ topic: name, key: event.underlying, value: encodeEvent(event), timestampMs: event.eventMs });
    });
  return records.sort((a, b) => a.timestampMs - b.timestampMs);
};

/** Of every delivery to these platforms, the newest revision. */
const isShown = async (bus: Bus, platforms: readonly ChatPlatform[]): Promise<boolean> => {
  const [wanted, done] = [new Map<string, number>(), new Map<string, number>()];
  await readTopic(bus, topic.outbox.name, ({ key, value }) => {
    const { body } = decodeEvent(value!) as DeliveryEvent | DeliveryReceiptEvent;
    if (key.endsWith('/done')) done.set(body.id, body.revision);
    else if (platforms.some(({ name }) => name === (body as DeliveryEvent['body']).chat.platform))
      wanted.set(body.id, body.revision);
  });
  return [...wanted].every(([id, revision]) => done.get(id) === revision);
};
