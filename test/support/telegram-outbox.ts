import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { deliveryRecord, type FrontDesk, type Incoming, type Outbox, startOutbox, telegramPlatform } from '@gexstream/bots';
import { type Bus, decodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type ChatMessage, type Delivery, type DeliveryReceipt, type DeliveryReceiptEvent, epochMs } from '@gexstream/domain';
import pino from 'pino';
import { type FakeTelegram, startFakeTelegram } from './fake-telegram/index.ts';
import { until } from './until.ts';

const clock = systemClock();
export const token = '123456:AAtestSecretOfTheBot_-x';
const at = { feed: 'sim', run: 'r1' } as const;

/** The outbox with telegraf against a fake of Telegram, over a log of its own. */
export const telegramOutbox = async (options: Partial<Parameters<typeof startFakeTelegram>[0]> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'gexstream-telegram-'));
  const bus: Bus = await openLmdbBus({ path: folder, clock });
  await bus.declareTopics([topic.outbox, topic.deadLetters]);
  const fake: FakeTelegram = await startFakeTelegram({ token, ...options });
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const platform = telegramPlatform({ token, apiRoot: fake.url, clock, log });
  const heard: Incoming[] = [];
  const desk: FrontDesk = { commands, take: async (incoming) => void heard.push(incoming), suggest: () => [] };
  const events: string[] = [];
  await platform.start(desk);
  const outbox: Outbox = await startOutbox({
    ...at,
    bus,
    clock,
    log,
    platforms: [platform],
    onUnreachable: (chat, reason) => void events.push(`unreachable ${chat.id}: ${reason}`),
    onMoved: (chat, to) => void events.push(`moved ${chat.id} to ${to}`),
  });
  const receipts = async (): Promise<readonly DeliveryReceipt[]> =>
    (await bus.read(topic.outbox.name, 0, 0, Number.MAX_SAFE_INTEGER, 1_000))
      .filter(({ key, value }) => key.endsWith('/done') && value !== null)
      .map(({ value }) => (decodeEvent(value!) as DeliveryReceiptEvent).body);
  return {
    fake,
    platform,
    outbox,
    heard,
    events,
    logged,
    receipts,
    want: (...wanted: readonly Delivery[]) => bus.publish(wanted.map((one) => deliveryRecord(one, { ...at, now: clock.now() }))),
    done: (id: string, revision = 1) =>
      until(`delivery ${id} is done`, async () => (await receipts()).some((one) => one.id === id && one.revision >= revision)),
    stop: async () => {
      await outbox.stop();
      await platform.stop();
      await fake.stop();
      await bus.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const commands: FrontDesk['commands'] = [
  {
    name: 'gex',
    summary: 'Levels of a symbol',
    options: [],
    audience: 'member',
    section: 'Levels',
    onlyToAsker: false,
    examples: [],
  },
  {
    name: 'block',
    summary: 'Blocks a chat',
    options: [],
    audience: 'admin',
    section: 'Administration',
    onlyToAsker: true,
    examples: [],
  },
];

export const message = (headline: string, more: Partial<ChatMessage> = {}): ChatMessage => ({
  headline: [headline],
  tone: 'neutral',
  blocks: [],
  buttons: [],
  ...more,
});

export const delivery = (id: string, chatId: number, more: Partial<Delivery> = {}): Delivery => ({
  id,
  chat: { platform: 'telegram', id: String(chatId) },
  revision: 1,
  message: message(`alert ${id}`),
  silent: false,
  critical: false,
  notAfterMs: epochMs(clock.now() + 3_600_000),
  ...more,
});
