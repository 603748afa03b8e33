import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock, systemClock } from '@gexstream/actors';
import { type Alerting, alertSamples, alertsGroup, startAlerting } from '@gexstream/bots';
import { allTopics, type Bus, decodeEvent, readTopic, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type AlertEvent, type ChatSettings, chatKey, type DeliveryEvent, type Envelope } from '@gexstream/domain';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { eleven, levels } from '../support/alert-inputs.ts';
import { chatsInMemory } from '../support/chats-in-memory.ts';
import { until } from '../support/until.ts';

let path: string;
let bus: Bus;
const running: Alerting[] = [];
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'alert-limits-'));
  bus = await openLmdbBus({ path, clock: systemClock() });
  await bus.declareTopics(allTopics);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((alerting) => alerting.stop()));
  await bus.close();
  await rm(path, { recursive: true });
});

const start = async (settings: ChatSettings): Promise<Alerting> => {
  const alerting = await startAlerting({
    bus,
    clock: simulatedClock(eleven),
    log: pino({ level: 'silent' }),
    directory: chatsInMemory(settings),
    welcomes: () => true,
    feed: 'sim',
  });
  running.push(alerting);
  return alerting;
};
const caughtUp = (): Promise<void> =>
  until('the alerts have caught up', async () => {
    const committed = (await bus.committed(alertsGroup)).filter(({ topic: name }) => name === topic.levels.name);
    const ends = (await bus.offsets(topic.levels.name)).filter(({ end }) => end > 0);
    return (
      ends.length > 0 &&
      ends.every(({ partition, end }) => committed.some((at) => at.partition === partition && at.offset === end))
    );
  });
const bodies = async <Body>(name: string): Promise<readonly Body[]> => {
  const found: Body[] = [];
  await readTopic(bus, name, ({ value }) => {
    if (value !== null) found.push((decodeEvent(value) as Envelope<string, Body>).body);
  });
  return found;
};
const fired = async () =>
  (await bodies<AlertEvent['body']>(topic.alerts.name)).filter(
    ({ chat, phase }) => chatKey(chat) === 'telegram/7' && phase === 'fired',
  );
const messages = () => bodies<DeliveryEvent['body']>(topic.outbox.name);
/** What the process' metrics count, of all its series of this name that are not 0. */
const counted = (alerting: Alerting, name: 'alerts' | 'alertsSuppressed') =>
  alertSamples(alerting.status())
    .filter(({ metric, value }) => metric === name && value !== 0)
    .map(({ labels, value }) => [...Object.values(labels), value]);

test('8.2: 10 000 ticks, 4 999 crossings of the flip in 500 s: two messages, and the counter of suppressed ones says 4 997', async () => {
  const alerting = await start(settingsOf(['SPX spot crosses flip for 0s keep 0s']));
  // Two ticks on each side, 50 ms apart: the first of a side fires, the second ends it. The cool-down is 5 minutes.
  const ticks = Array.from({ length: 10_000 }, (_, i) => levels(i / 20, Math.floor(i / 2) % 2 === 0 ? 5609 : 5591));
  await bus.publish(ticks);
  await bus.publish([levels(504, 5591)]);
  await caughtUp();
  expect((await messages()).map(({ chat }) => chatKey(chat))).toEqual(['telegram/7', 'telegram/7']);
  const told = (await fired()).filter(({ suppressed }) => suppressed === null);
  expect(told.map(({ firedMs }) => firedMs - eleven)).toEqual([100, 300_100]);
  expect(counted(alerting, 'alerts')).toEqual([
    ['spot-crosses-flip', 'fired', 4_999],
    ['spot-crosses-flip', 'resolved', 4_999],
  ]);
  expect(counted(alerting, 'alertsSuppressed')).toEqual([['cooldown', 4_997]]);
});

test('the daily cap is of the chat’s own day, outlives a restart, and the next day’s first message says what it kept back', async () => {
  // 21:30 in Kolkata at the beginning, midnight 9 000 s later.
  const settings = settingsOf(['SPX spot crosses flip for 0s keep 0s cooldown 1m'], {
    alertsPerDayMax: 2,
    timeZone: 'Asia/Kolkata',
  });
  const crossing = (second: number, spot: number) => [levels(second, spot), levels(second + 5, spot)];
  const evening = await start(settings);
  await bus.publish([levels(0, 5650), ...crossing(1, 5590), ...crossing(1_000, 5650), ...crossing(2_000, 5590)]);
  await caughtUp();
  await evening.stop();
  const next = await start(settings);
  await bus.publish([...crossing(8_900, 5650), ...crossing(9_100, 5590)]);
  await caughtUp();
  expect((await fired()).map(({ firedMs, suppressed }) => [(firedMs - eleven) / 1_000, suppressed])).toEqual([
    [1, null],
    [1_000, null],
    [2_000, 'cap'],
    [8_900, 'cap'],
    [9_100, null],
  ]);
  const sent = await messages();
  expect(sent).toHaveLength(3);
  expect(JSON.stringify(sent.at(-1)!.message)).toContain('+2 similar since');
  expect(next.standing(settings, settings.rules[0]!)).toMatchObject([
    { underlying: 'SPX', state: { phase: 'idle', toldMs: eleven + 9_100_000, missed: null } },
  ]);
});
