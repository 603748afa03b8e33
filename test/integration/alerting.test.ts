import { houseChat, readHeldAlerts } from '@gexstream/bots';
import { type Bus, topic } from '@gexstream/bus';
import { chatKey, epochMs } from '@gexstream/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { eleven, levels, status } from '../support/alert-inputs.ts';
import { chatsInMemory } from '../support/chats-in-memory.ts';
import { crossingChats, openAlerting } from '../support/open-alerting.ts';
import { until } from '../support/until.ts';

let stage: Awaited<ReturnType<typeof openAlerting>>;
beforeEach(async () => {
  stage = await openAlerting();
});
afterEach(() => stage.close());

test('a crossing becomes an alert of the chat and of the page, and one message, which says when it is over', async () => {
  const alerting = await stage.start();
  await stage.bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await stage.caughtUp();
  expect((await stage.ofChat('telegram/7')).map(({ phase, text, suppressed }) => [phase, text, suppressed])).toEqual([
    ['fired', 'SPX below its flip: 5,590 < 5,600', null],
  ]);
  const [message, ...others] = await stage.deliveries();
  expect(others).toEqual([]);
  expect(message).toMatchObject({
    chat: { platform: 'telegram', id: '7' },
    revision: 1,
    silent: false,
    message: { headline: ['⚠️ SPX below its flip: 5,590 < 5,600'] },
  });
  expect(JSON.stringify(message!.message.blocks)).toContain('spot 5,590 · flip 5,600 · walls 5,500/5,700');
  await stage.bus.publish([levels(20, 5590), levels(21, 5560), levels(85, 5560)]);
  await stage.caughtUp();
  // One key on the topic: the newest revision is what the chat should show.
  const [edited] = await stage.deliveries();
  expect(edited).toMatchObject({ id: message!.id, revision: 2, message: { headline: ['✅ SPX below its flip: 5,590 < 5,600'] } });
  expect(JSON.stringify(edited!.message.blocks)).toContain('lasted 1 m');
  const house = await stage.ofChat(chatKey(houseChat));
  expect(house.map(({ ruleId, phase, firedMs }) => [ruleId, phase, firedMs - eleven])).toContainEqual(['h1', 'fired', 20_000]);
  expect(alerting.status().alerts['spot-crosses-flip']).toEqual({ fired: 2, resolved: 2 });
});

test('B2: between publishing and committing it dies: the same records lead to the same alert and the same message', async () => {
  const dying: Bus = {
    ...stage.bus,
    publish: (records) => stage.bus.publish(records),
    subscribe: (options) =>
      stage.bus.subscribe({
        ...options,
        onBatch: (batch) =>
          options.onBatch(batch, async () => {
            throw new Error('killed');
          }),
      }),
  };
  const first = await stage.start({ on: dying });
  const ended = expect(first.done).rejects.toThrow('killed');
  await stage.bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await ended;
  await first.stop();
  const [before] = await stage.deliveries();
  await stage.start();
  await stage.caughtUp();
  const after = await stage.deliveries();
  expect(after.map(({ id, revision }) => [id, revision])).toEqual([[before!.id, 1]]);
  expect(new Set((await stage.ofChat('telegram/7')).map(({ episode, phase }) => `${episode} ${phase}`)).size).toBe(1);
});

test('a restart goes on where it was: no second alert for what holds, and its end edits the message of before', async () => {
  const first = await stage.start();
  await stage.bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await stage.caughtUp();
  await first.stop();
  await stage.bus.publish([levels(20, 5585), levels(21, 5560), levels(85, 5560)]);
  await stage.start();
  await stage.caughtUp();
  expect((await stage.ofChat('telegram/7')).map(({ phase }) => phase)).toEqual(['fired', 'resolved']);
  expect((await stage.deliveries()).map(({ revision }) => revision)).toEqual([2]);
});

test.each([
  [false, 0],
  [true, 1],
])(
  '8.8: a recording that runs again, to be sent: %s: its alerts are on the topic, with %i messages',
  async (sendReplayed, messages) => {
    await stage.start({ feed: 'replay-sim-1', sendReplayed });
    await stage.bus.publish(
      [levels(0, 5650), levels(1, 5590), levels(5, 5590)].map((_, i) =>
        levels([0, 1, 5][i]!, [5650, 5590, 5590][i]!, 'replay-sim-1'),
      ),
    );
    await stage.caughtUp();
    expect((await stage.ofChat('telegram/7')).length).toBe(1);
    expect((await stage.deliveries()).length).toBe(messages);
  },
);

test('a feed that stops is told of, and so is a login that ends; levels that still come are inhibited', async () => {
  await stage.start({
    chats: chatsInMemory(settingsOf(['SPX spot crosses flip for 0s', 'SPX feed stale for 0s', 'login expiring'])),
  });
  await stage.bus.publish([levels(0, 5650), status(1, 0)]);
  await stage.caughtUp();
  await stage.bus.publish([status(70, 0)]);
  await stage.caughtUp();
  await stage.bus.publish([levels(71, 5590)]);
  await stage.caughtUp();
  const told = (await stage.ofChat('telegram/7')).map(({ ruleId, text, suppressed }) => [ruleId, text, suppressed]);
  expect(told.sort()).toEqual([
    ['a1', 'SPX below its flip: 5,590 < 5,600', 'inhibited'],
    ['a2', 'SPX feed stale for 1 m: the stream went away', null],
    ['a3', 'Schwab login ends in 1 h: npx gex login', null],
  ]);
});

test('what cannot be read goes to the dead letters, and the rest goes on; a chat with a zone that does not exist harms no other', async () => {
  const lost = settingsOf(['SPX spot crosses flip for 0s'], {
    chat: { platform: 'discord', id: '9' },
    timeZone: 'Moon/Crater',
    quiet: { from: '22:00', to: '07:00', days: [1], mode: 'digest' },
  });
  const alerting = await stage.start({ chats: chatsInMemory(lost, settingsOf(['SPX spot crosses flip for 0s'])) });
  await stage.bus.publish([
    { ...levels(0, 1), value: Uint8Array.of(9, 8, 7) },
    levels(0, 5650),
    levels(1, 5590, 'live'),
    levels(2, 5590),
  ]);
  await stage.caughtUp();
  expect((await stage.ofChat('telegram/7')).map(({ firedMs }) => firedMs - eleven)).toEqual([2_000]);
  expect(alerting.status()).toMatchObject({ deadLetters: 2, failures: 1 });
});

test('8.9: what the quiet hours hold is read back for the digest, of this chat and since then alone', async () => {
  const quiet = { from: '10:00', to: '12:00', days: [5], mode: 'digest' } as const;
  await stage.start({ chats: chatsInMemory(settingsOf(['SPX spot crosses flip for 0s'], { quiet })) });
  await stage.bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await stage.caughtUp();
  const held = (id: string, since: number) => readHeldAlerts(stage.bus, { platform: 'telegram', id }, epochMs(eleven + since));
  expect((await held('7', 0)).map(({ text, suppressed }) => [text, suppressed])).toEqual([
    ['SPX below its flip: 5,590 < 5,600', 'quiet'],
  ]);
  expect([(await held('8', 0)).length, (await held('7', 2_000)).length, (await stage.deliveries()).length]).toEqual([0, 0, 0]);
});

test('a chat that is forgotten leaves nothing behind', async () => {
  const chats = crossingChats();
  await stage.start({ chats });
  await stage.bus.publish([levels(0, 5650), levels(1, 5590), levels(5, 5590)]);
  await stage.caughtUp();
  const kept = async () =>
    (await stage.bodies<{ readonly chat?: { readonly id: string } }>(topic.alertStates.name)).filter(
      ({ chat }) => chat?.id === '7',
    );
  expect(await kept()).toHaveLength(2);
  await chats.forget({ platform: 'telegram', id: '7' });
  await until('its states are gone', async () => (await kept()).length === 0);
});
