import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedClock, simulatedClock, systemClock } from '@gexstream/actors';
import { type Alerting, alertsGroup, houseChat, readHeldAlerts, startAlerting } from '@gexstream/bots';
import { allTopics, type Bus, decodeEvent, readTopic, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import {
  type Alert,
  type AlertEvent,
  chatKey,
  type Delivery,
  type DeliveryEvent,
  type Envelope,
  epochMs,
  type Feed,
} from '@gexstream/domain';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { eleven, levels, status } from '../support/alert-inputs.ts';
import { chatsInMemory } from '../support/chats-in-memory.ts';
import { until } from '../support/until.ts';

const log = pino({ level: 'silent' });

let path: string;
let bus: Bus;
const running: Alerting[] = [];
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'alerting-'));
  bus = await openLmdbBus({ path, clock: systemClock() });
  await bus.declareTopics(allTopics);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((alerting) => alerting.stop()));
  await bus.close();
  await rm(path, { recursive: true });
});

const directory = () => chatsInMemory(settingsOf(['SPX spot crosses flip for 0s']));
const start = async (
  more: {
    readonly on?: Bus;
    readonly feed?: Feed;
    readonly sendReplayed?: boolean;
    readonly clock?: SimulatedClock;
    readonly chats?: ReturnType<typeof directory>;
  } = {},
) => {
  const { on = bus, feed = 'sim', chats = directory(), clock = simulatedClock(eleven), ...rest } = more;
  const alerting = await startAlerting({ bus: on, clock, log, directory: chats, welcomes: () => true, feed, ...rest });
  running.push(alerting);
  return alerting;
};

const bodies = async <Body>(name: string): Promise<readonly Body[]> => {
  const found: Body[] = [];
  await readTopic(bus, name, ({ value }) => {
    if (value !== null) found.push((decodeEvent(value) as Envelope<string, Body>).body);
  });
  return found;
};
const alerts = async (): Promise<readonly Alert[]> => bodies<AlertEvent['body']>(topic.alerts.name);
const ofChat = async (key: string) => (await alerts()).filter(({ chat }) => chatKey(chat) === key);
const deliveries = (): Promise<readonly Delivery[]> => bodies<DeliveryEvent['body']>(topic.outbox.name);
/** All that was published is dealt with. */
const caughtUp = (): Promise<void> =>
  until('the alerts have caught up', async () => {
    const committed = new Map((await bus.committed(alertsGroup)).map((at) => [`${at.topic}/${at.partition}`, at.offset]));
    const ends = (await Promise.all([topic.levels.name, topic.feedStatus.name].map((name) => bus.offsets(name)))).flat();
    return ends.every(({ topic: name, partition, end }) => end === 0 || committed.get(`${name}/${partition}`) === end);
  });

test('a crossing becomes an alert of the chat and of the page, and one message, which says when it is over', async () => {
  const alerting = await start();
  await bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await caughtUp();
  expect((await ofChat('telegram/7')).map(({ phase, text, suppressed }) => [phase, text, suppressed])).toEqual([
    ['fired', 'SPX below its flip: 5,590 < 5,600', null],
  ]);
  const [message, ...others] = await deliveries();
  expect(others).toEqual([]);
  expect(message).toMatchObject({
    chat: { platform: 'telegram', id: '7' },
    revision: 1,
    silent: false,
    message: { headline: ['⚠️ SPX below its flip: 5,590 < 5,600'] },
  });
  expect(JSON.stringify(message!.message.blocks)).toContain('spot 5,590 · flip 5,600 · walls 5,500/5,700');
  await bus.publish([levels(20, 5590), levels(21, 5560), levels(85, 5560)]);
  await caughtUp();
  // One key on the topic: the newest revision is what the chat should show.
  const [edited] = await deliveries();
  expect(edited).toMatchObject({ id: message!.id, revision: 2, message: { headline: ['✅ SPX below its flip: 5,590 < 5,600'] } });
  expect(JSON.stringify(edited!.message.blocks)).toContain('lasted 1 m');
  const house = await ofChat(chatKey(houseChat));
  expect(house.map(({ ruleId, phase, firedMs }) => [ruleId, phase, firedMs - eleven])).toContainEqual(['h1', 'fired', 20_000]);
  expect(alerting.status().alerts['spot-crosses-flip']).toEqual({ fired: 2, resolved: 2 });
});

test('B2: between publishing and committing it dies: the same records lead to the same alert and the same message', async () => {
  const dying: Bus = {
    ...bus,
    publish: (records) => bus.publish(records),
    subscribe: (options) =>
      bus.subscribe({
        ...options,
        onBatch: (batch) =>
          options.onBatch(batch, async () => {
            throw new Error('killed');
          }),
      }),
  };
  const first = await start({ on: dying });
  const ended = expect(first.done).rejects.toThrow('killed');
  await bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await ended;
  await first.stop();
  const [before] = await deliveries();
  await start();
  await caughtUp();
  const after = await deliveries();
  expect(after.map(({ id, revision }) => [id, revision])).toEqual([[before!.id, 1]]);
  expect(new Set((await ofChat('telegram/7')).map(({ episode, phase }) => `${episode} ${phase}`)).size).toBe(1);
});

test('a restart goes on where it was: no second alert for what holds, and its end edits the message of before', async () => {
  const first = await start();
  await bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await caughtUp();
  await first.stop();
  await bus.publish([levels(20, 5585), levels(21, 5560), levels(85, 5560)]);
  await start();
  await caughtUp();
  expect((await ofChat('telegram/7')).map(({ phase }) => phase)).toEqual(['fired', 'resolved']);
  expect((await deliveries()).map(({ revision }) => revision)).toEqual([2]);
});

test.each([
  [false, 0],
  [true, 1],
])(
  '8.8: a recording that runs again, to be sent: %s: its alerts are on the topic, with %i messages',
  async (sendReplayed, messages) => {
    await start({ feed: 'replay-sim-1', sendReplayed });
    await bus.publish(
      [levels(0, 5650), levels(1, 5590), levels(5, 5590)].map((_, i) =>
        levels([0, 1, 5][i]!, [5650, 5590, 5590][i]!, 'replay-sim-1'),
      ),
    );
    await caughtUp();
    expect((await ofChat('telegram/7')).length).toBe(1);
    expect((await deliveries()).length).toBe(messages);
  },
);

test('a feed that stops is told of, and so is a login that ends; levels that still come are inhibited', async () => {
  await start({ chats: chatsInMemory(settingsOf(['SPX spot crosses flip for 0s', 'SPX feed stale for 0s', 'login expiring'])) });
  await bus.publish([levels(0, 5650), status(1, 0)]);
  await caughtUp();
  await bus.publish([status(70, 0)]);
  await caughtUp();
  await bus.publish([levels(71, 5590)]);
  await caughtUp();
  const told = (await ofChat('telegram/7')).map(({ ruleId, text, suppressed }) => [ruleId, text, suppressed]);
  expect(told.sort()).toEqual([
    ['a1', 'SPX below its flip: 5,590 < 5,600', 'inhibited'],
    ['a2', 'SPX feed stale for 1 m: the stream went away', null],
    ['a3', 'Schwab login ends in 1 h: npx gex login', null],
  ]);
});

test('an ingest that falls silent is noticed by time alone', async () => {
  const clock = simulatedClock(eleven + 1_000);
  await start({ clock, chats: chatsInMemory(settingsOf(['SPX feed stale for 0s'])) });
  await bus.publish([levels(0, 5650), status(1, 0)]);
  await caughtUp();
  await clock.advance(70_000);
  await until('it is told', async () => (await ofChat('telegram/7')).length > 0);
  const [alert] = await ofChat('telegram/7');
  expect(alert).toMatchObject({ text: 'SPX feed stale for 1 m: nothing is heard from ingest', suppressed: null });
});

test('while the bus is away one tick waits, not one for each second', async () => {
  const clock = simulatedClock(eleven + 2_000);
  const settings = settingsOf(['SPX feed stale for 0s']);
  let looks = 0;
  const watched = {
    ...settings,
    get rules() {
      looks += 1;
      return settings.rules;
    },
  };
  const away = { since: Promise.withResolvers<void>(), until: Promise.withResolvers<void>(), is: false };
  const holding: Bus = {
    ...bus,
    publish: async (records) => {
      if (away.is) {
        away.since.resolve();
        await away.until.promise;
      }
      await bus.publish(records);
    },
  };
  const alerting = await start({ on: holding, clock, chats: chatsInMemory(watched) });
  await bus.publish([levels(0, 5650), status(1, 0)]);
  await caughtUp();
  away.is = true;
  await bus.publish([levels(70, 5650)]);
  await away.since.promise;
  await clock.advance(100_000);
  looks = 0;
  away.until.resolve();
  await alerting.told();
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(20);
});

test('what cannot be read goes to the dead letters, and the rest goes on; a chat with a zone that does not exist harms no other', async () => {
  const lost = settingsOf(['SPX spot crosses flip for 0s'], {
    chat: { platform: 'discord', id: '9' },
    timeZone: 'Moon/Crater',
    quiet: { from: '22:00', to: '07:00', days: [1], mode: 'digest' },
  });
  const alerting = await start({ chats: chatsInMemory(lost, settingsOf(['SPX spot crosses flip for 0s'])) });
  await bus.publish([
    { ...levels(0, 1), value: Uint8Array.of(9, 8, 7) },
    levels(0, 5650),
    levels(1, 5590, 'live'),
    levels(2, 5590),
  ]);
  await caughtUp();
  expect((await ofChat('telegram/7')).map(({ firedMs }) => firedMs - eleven)).toEqual([2_000]);
  expect(alerting.status()).toMatchObject({ deadLetters: 2, failures: 1 });
});

test('8.9: what the quiet hours hold is read back for the digest, of this chat and since then alone', async () => {
  const quiet = { from: '10:00', to: '12:00', days: [5], mode: 'digest' } as const;
  await start({ chats: chatsInMemory(settingsOf(['SPX spot crosses flip for 0s'], { quiet })) });
  await bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await caughtUp();
  const held = (id: string, since: number) => readHeldAlerts(bus, { platform: 'telegram', id }, epochMs(eleven + since));
  expect((await held('7', 0)).map(({ text, suppressed }) => [text, suppressed])).toEqual([
    ['SPX below its flip: 5,590 < 5,600', 'quiet'],
  ]);
  expect([(await held('8', 0)).length, (await held('7', 2_000)).length, (await deliveries()).length]).toEqual([0, 0, 0]);
});

test('a chat that is forgotten leaves nothing behind', async () => {
  const chats = directory();
  await start({ chats });
  await bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await caughtUp();
  const kept = async () =>
    (await bodies<{ readonly chat?: { readonly id: string } }>(topic.alertStates.name)).filter(({ chat }) => chat?.id === '7');
  expect(await kept()).toHaveLength(2);
  await chats.forget({ platform: 'telegram', id: '7' });
  await until('its states are gone', async () => (await kept()).length === 0);
});
