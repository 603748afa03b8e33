import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock, systemClock } from '@gexstream/actors';
import { ChatError, deliveryRecord, deliveryWithdrawal, type Outbox, startOutbox } from '@gexstream/bots';
import { type Bus, BusError, decodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type Delivery, type DeliveryReceiptEvent, epochMs } from '@gexstream/domain';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordingPlatform } from '../support/recording-platform.ts';
import { until } from '../support/until.ts';

const clock = systemClock();
const at = { feed: 'sim', run: 'r1' } as const;
const day = 24 * 3_600_000;

let folder: string;
let bus: Bus;
let outbox: Outbox | null = null;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-outbox-'));
  bus = await openLmdbBus({ path: folder, clock });
  await bus.declareTopics([topic.outbox, topic.deadLetters]);
});
afterEach(async () => {
  await outbox?.stop();
  await bus.close();
  rmSync(folder, { recursive: true, force: true });
});

const delivery = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  chat: { platform: 'telegram', id: id },
  revision: 1,
  message: { headline: [id], tone: 'neutral', blocks: [], buttons: [] },
  silent: false,
  critical: false,
  notAfterMs: epochMs(clock.now() + day),
  ...more,
});

const want = (...wanted: readonly Delivery[]) =>
  bus.publish(wanted.map((one) => deliveryRecord(one, { ...at, now: clock.now() })));

const start = async (
  platforms: readonly ReturnType<typeof recordingPlatform>[],
  more: Partial<Parameters<typeof startOutbox>[0]> = {},
) => {
  const nobody = () => {};
  const options = { bus, clock, log: pino({ level: 'silent' }), ...at, onUnreachable: nobody, onMoved: nobody };
  outbox = await startOutbox({ ...options, platforms: platforms.map(({ platform }) => platform), ...more });
  return outbox;
};

const records = () => bus.read(topic.outbox.name, 0, 0, Number.MAX_SAFE_INTEGER, 1_000);
const receipts = async (): Promise<readonly DeliveryReceiptEvent['body'][]> =>
  (await records())
    .filter(({ key }) => key.endsWith('/done'))
    .flatMap(({ value }) => (value === null ? [] : [decodeEvent(value)]))
    .flatMap((event) => (event.kind === 'delivery-receipt' ? [(event as DeliveryReceiptEvent).body] : []));
const done = (count: number) => until(`${count} receipts`, async () => (await receipts()).length === count);

test('what waited on the topic and what comes is sent once each, and not again after a restart', async () => {
  const telegram = recordingPlatform('telegram');
  await want(delivery('1'), delivery('2'));
  const first = await start([telegram]);
  await want(delivery('3'));
  await done(3);
  await first.stop();
  await start([telegram]);
  await want(delivery('4'));
  await done(4);
  expect(telegram.calls.map(({ chat }) => chat.id)).toEqual(['1', '2', '3', '4']);
});

test('a revision that comes after a restart edits the message that was sent before it', async () => {
  const telegram = recordingPlatform('telegram');
  await want(delivery('1'));
  const first = await start([telegram]);
  await done(1);
  await first.stop();
  await want(delivery('1', { revision: 2 }));
  await start([telegram]);
  await until('the edit has its receipt', async () => (await receipts())[0]?.revision === 2);
  expect(telegram.calls.map(({ call, messageId }) => [call, messageId])).toEqual([
    ['send', null],
    ['edit', '1'],
  ]);
});

test('revisions that come while the first is being sent never make a second message', async () => {
  const telegram = recordingPlatform('telegram');
  const discord = recordingPlatform('discord');
  await start([telegram, discord]);
  for (let revision = 1; revision <= 4; revision++)
    await want(delivery('1', { revision }), delivery('2', { revision, chat: { platform: 'discord', id: '2' } }));
  await until('both are at 4', async () => (await receipts()).filter(({ revision }) => revision === 4).length === 2);
  const sends = [...telegram.calls, ...discord.calls].filter(({ call }) => call === 'send');
  expect(sends.map(({ chat }) => chat.platform).sort()).toEqual(['discord', 'telegram']);
});

test('every attempt at a delivery has the same nonce, and another delivery another', async () => {
  const away = new ChatError('unavailable', 'no answer', { unclear: true });
  const discord = recordingPlatform('discord', (_, before) => (before.length === 0 ? away : null));
  const toDiscord = (id: string) => delivery(id, { chat: { platform: 'discord', id: '5' } });
  const first = await start([discord]);
  await want(toDiscord('a'), toDiscord('b'));
  await done(2);
  expect(first.status().platforms).toMatchObject([
    { platform: 'discord', waiting: 0, outcomes: { sent: 2 }, failures: { unavailable: 1 } },
  ]);
  const [a, again, b] = discord.calls.map(({ message, nonce }) => ({ of: message.headline[0], nonce }));
  expect([a?.of, again?.of, b?.of]).toEqual(['a', 'a', 'b']);
  expect(again?.nonce).toBe(a?.nonce);
  expect(b?.nonce).not.toBe(a?.nonce);
  expect(String(a?.nonce).length).toBeLessThanOrEqual(25);
});

test('a chat that cannot be reached is named, and gets a receipt that says so', async () => {
  const blocked = new ChatError('unreachable', 'Forbidden: bot was blocked by the user');
  const named: string[] = [];
  await start([recordingPlatform('telegram', () => blocked)], {
    onUnreachable: (chat, reason) => void named.push(`${chat.id}: ${reason}`),
  });
  await want(delivery('1'));
  await done(1);
  expect(named).toEqual(['1: Forbidden: bot was blocked by the user']);
  expect(await receipts()).toMatchObject([{ outcome: 'unreachable', messageId: null }]);
});

test('a token that no longer works ends it', async () => {
  const box = await start([recordingPlatform('telegram', () => new ChatError('unauthorised', 'set TELEGRAM_BOT_TOKEN'))]);
  const ended = expect(box.done).rejects.toThrow('telegram: set TELEGRAM_BOT_TOKEN');
  await want(delivery('1'));
  await ended;
});

test('it stops, too, while the bus is away and more is wanted than its mailbox holds', async () => {
  const telegram = recordingPlatform('telegram');
  const away: Bus = { ...bus, publish: () => Promise.reject(new BusError('BUS_TIMEOUT', 'away')) };
  const box = await start([telegram], { bus: away });
  box.done.catch(() => {});
  await want(...Array.from({ length: 200 }, (_, at) => delivery(`${at}`)));
  await until('the first is sent, and its receipt is not kept', () => telegram.calls.length === 1);
  await box.stop();
  expect(await receipts()).toEqual([]);
});

test('what is finished goes from the topic after a day, what is taken back is left unsent', async () => {
  const later = simulatedClock(clock.now());
  const telegram = recordingPlatform('telegram');
  await start([telegram], { clock: later });
  await want(delivery('1'), delivery('2'));
  await bus.publish([deliveryWithdrawal('2', clock.now())]);
  await until('the first is done', async () => {
    await later.advance(1_000);
    return (await receipts()).length >= 1;
  });
  await want(delivery('3', { chat: { platform: 'page', id: 'house' } }));
  await later.advance(day + 120_000);
  await until('nothing is left', async () => (await records()).every(({ value }) => value === null));
});

test('a record that cannot be read goes to dead-letters, and the rest goes on', async () => {
  const telegram = recordingPlatform('telegram');
  await bus.publish([{ topic: topic.outbox.name, key: 'x/wanted', value: Buffer.from([255, 1]), timestampMs: clock.now() }]);
  const { chat: _, ...nowhere } = delivery('2');
  await want(nowhere as Delivery);
  const box = await start([telegram]);
  await want(delivery('1'));
  await done(1);
  expect(box.status().unreadable).toBe(2);
  expect((await bus.offsets(topic.deadLetters.name))[0]?.end).toBe(2);
  expect((await records()).filter(({ key, value }) => key !== '1/wanted' && key !== '1/done' && value !== null)).toEqual([]);
});
