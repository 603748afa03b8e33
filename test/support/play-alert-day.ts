import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { alertsGroup, type ChatPlatform, startAlerting, startOutbox } from '@gexstream/bots';
import { type Bus, type BusRecord, decodeEvent, encodeEvent, readTopic, topic } from '@gexstream/bus';
import type { DeliveryEvent, DeliveryReceiptEvent, Feed } from '@gexstream/domain';
import { scannerGroup, startScanner } from '@gexstream/scanner';
import { pino } from 'pino';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { alertDay, crossings, daySymbol, scoreLook } from './alert-day.ts';
import { chatsInMemory } from './chats-in-memory.ts';
import { allCommitted, carry, openLog, processed } from './gex-log.ts';
import { until } from './until.ts';

const log = pino({ level: 'silent' });
const clock = systemClock();
const followed = [topic.levels.name, topic.opportunities.name];
/** Of them a log of the day's own holds more. */
const seen = [...followed, topic.sessionBaselines.name];
export const dayRules = [`${daySymbol} spot crosses flip for 0s`, `${daySymbol} composite > 80`];
export const dayChats = [
  { platform: 'telegram', id: '7' },
  { platform: 'discord', id: '9' },
] as const;

/** What rules and outbox read and write: on a cluster each topic takes its time to be made. */
export const playedTopics = [
  ...[topic.levels, topic.sessionBaselines, topic.exposures, topic.opportunities, topic.skew, topic.feedStatus, topic.latest],
  ...[topic.alerts, topic.alertStates, topic.outbox, topic.deadLetters],
];

/** The day through gex and scanner, on a log of its own. */
export const recordedDay = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alert-day-'));
  const bus = await openLog(folder);
  await bus.publish(alertDay());
  await processed(bus);
  const scanner = await startScanner({ bus, clock, log, carry, symbols: [daySymbol] });
  await until('scanned', () => allCommitted(bus, scannerGroup));
  await scanner.stop();
  return {
    bus,
    /** What the alerts follow, of another feed, in the order of time. */
    records: async (feed: Feed): Promise<readonly BusRecord[]> => {
      const records: BusRecord[] = [];
      for (const name of followed)
        await readTopic(bus, name, ({ value }) => {
          const event = { ...decodeEvent(value!), feed };
          records.push({ topic: name, key: event.underlying, value: encodeEvent(event), timestampMs: event.eventMs });
        });
      return records.sort((a, b) => a.timestampMs - b.timestampMs);
    },
    close: async () => {
      await bus.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The six parts of the day: up to each crossing, the look at the score by itself, and the rest. Of the topics of one part none knows what another's next part brings. */
export const dayParts = (records: readonly BusRecord[]): readonly (readonly BusRecord[])[] => {
  const moments = [0, crossings.below, crossings.score, scoreLook.from, scoreLook.to, crossings.above, Number.POSITIVE_INFINITY];
  return moments.slice(1).map((end, i) => records.filter(({ timestampMs }) => timestampMs >= moments[i]! && timestampMs < end));
};

export interface Playing {
  readonly feed: Feed;
  readonly platforms?: readonly ChatPlatform[];
  readonly sendReplayed?: boolean;
}

/** Rules and outbox over the parts: what follows from one is dealt with, and shown, before the next comes. */
export const playAlerts = async (bus: Bus, parts: readonly (readonly BusRecord[])[], playing: Playing) => {
  const { feed, platforms = [], ...rest } = playing;
  const directory = chatsInMemory(...dayChats.map((chat) => settingsOf(dayRules, { chat })));
  const alerting = await startAlerting({ bus, clock, log, directory, welcomes: () => true, feed, ...rest });
  const nobody = (): void => {};
  const callbacks = { onUnreachable: nobody, onMoved: nobody };
  const outbox = await startOutbox({ bus, clock, log, feed, platforms, run: 'day', ...callbacks });
  for (const part of parts) {
    await bus.publish(part);
    await until('the alerts have caught up', () => allCommitted(bus, alertsGroup, seen));
    await until('the chats show it', () => isShown(bus, platforms));
  }
  await alerting.stop();
  await outbox.stop();
  return alerting.status();
};

/** Of every delivery to these platforms, the newest revision. */
const isShown = async (bus: Bus, platforms: readonly ChatPlatform[]): Promise<boolean> => {
  const [wanted, done] = [new Map<string, number>(), new Map<string, number>()];
  await readTopic(bus, topic.outbox.name, ({ key, value }) => {
    if (value === null) return;
    const { body } = decodeEvent(value) as DeliveryEvent | DeliveryReceiptEvent;
    if (key.endsWith('/done')) done.set(body.id, body.revision);
    else if (platforms.some(({ name }) => name === (body as DeliveryEvent['body']).chat.platform))
      wanted.set(body.id, body.revision);
  });
  return [...wanted].every(([id, revision]) => done.get(id) === revision);
};
