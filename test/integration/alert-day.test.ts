import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type ChatPlatform, discordPlatform, telegramPlatform } from '@gexstream/bots';
import { decodeEvent, readTopic, topic } from '@gexstream/bus';
import { type AlertEvent, chatKey, type DeliveryEvent, type ExposuresEvent, type Feed } from '@gexstream/domain';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observationOf } from '../../apps/bots/src/alerting/event-observations.ts';
import { crossings } from '../support/alert-day.ts';
import { discordStage, telegramStage } from '../support/alert-day-stage.ts';
import { discordToken } from '../support/discord-outbox.ts';
import { openLog } from '../support/gex-log.ts';
import { dayChats, dayParts, playAlerts, recordedDay } from '../support/play-alert-day.ts';
import { token } from '../support/telegram-outbox.ts';

const log = pino({ level: 'silent' });

describe('a recorded day through gex and scanner', () => {
  let day: Awaited<ReturnType<typeof recordedDay>>;
  beforeAll(async () => {
    day = await recordedDay();
  });
  afterAll(() => day?.close());

  const played = async (feed: Feed, platforms: readonly ChatPlatform[] = []) => {
    const path = await mkdtemp(join(tmpdir(), 'alert-day-played-'));
    const bus = await openLog(path);
    const counts = await playAlerts(bus, dayParts(await day.records(feed)), { feed, platforms });
    const [alerts, deliveries] = [[] as AlertEvent[], [] as DeliveryEvent[]];
    await readTopic(bus, topic.alerts.name, ({ value }) => void alerts.push(decodeEvent(value!) as AlertEvent));
    await readTopic(bus, topic.outbox.name, ({ key, value }) => {
      if (key.endsWith('/wanted')) deliveries.push(decodeEvent(value!) as DeliveryEvent);
    });
    await bus.close();
    await rm(path, { recursive: true });
    return { alerts: alerts.sort((a, b) => a.eventMs - b.eventMs), deliveries, counts };
  };
  const minute = (at: number): number => Math.floor(at / 60_000) * 60_000;

  test('G-11, S-21: exactly its two crossings of the flip and its one score above 80 are told, in order, to each chat', async () => {
    const stages = [await telegramStage(), await discordStage()];
    const [telegramRoot, discordRoot] = [stages[0]!.environment.TELEGRAM_API_ROOT!, stages[1]!.environment.DISCORD_API_ROOT!];
    const platforms = [
      telegramPlatform({ token, apiRoot: telegramRoot, clock: systemClock(), log }),
      discordPlatform({ token: discordToken, apiRoot: discordRoot, clock: systemClock(), log }),
    ];
    for (const platform of platforms) await platform.start({ commands: [], take: async () => {}, suggest: () => [] });
    const { alerts, deliveries } = await played('sim', platforms);
    for (const platform of platforms) await platform.stop();
    for (const { chat, shown, complaints, stop } of stages) {
      await stop();
      // How often it was edited on the way is left to the pace.
      await expect(shown()).toMatchFileSnapshot(`../golden/transcripts/alert-day-${chat.platform}.txt`);
      expect(complaints()).toEqual([]);
    }
    for (const chat of dayChats) {
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
      await readTopic(day.bus, name, ({ value }) => {
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

  test('what is written is of the kinds and versions that its topics declare, whatever led to it', async () => {
    await playAlerts(day.bus, [[]], { feed: 'sim' });
    // Baselines are of another version than alerts, and lead to states.
    for (const { name, record } of [topic.alerts, topic.alertStates, topic.outbox]) {
      const written = new Map<string, number>();
      await readTopic(day.bus, name, ({ value }) => {
        const { kind, version } = decodeEvent(value!);
        written.set(kind, version);
      });
      expect([name, [...written]]).toEqual([name, [Object.entries(record.schema)[0]]]);
    }
  });

  test('8.8: the whole day replayed gives the same alerts, and not one message', async () => {
    const { alerts, deliveries, counts } = await played('replay-sim-day');
    expect(deliveries).toEqual([]);
    // Of two chats, and of the page, whose rules wait longer.
    expect(counts.alerts['spot-crosses-flip'].fired).toBe(6);
    expect(alerts.filter(({ body }) => body.chat.platform === 'discord')).toHaveLength(5);
  });
});
