import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type ChatPlatform, deliveryRecord, type FrontDesk, type Incoming, type Outbox, startOutbox } from '@gexstream/bots';
import { type Bus, decodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import {
  type ChatMessage,
  type ChatRef,
  type Clock,
  type Delivery,
  type DeliveryReceipt,
  type DeliveryReceiptEvent,
  epochMs,
} from '@gexstream/domain';
import pino, { type Logger } from 'pino';
import { until } from './until.ts';

const clock = systemClock();
const at = { feed: 'sim', run: 'r1' } as const;

/** The outbox with one platform, over a log of its own. */
export const outboxRun = async <Platform extends ChatPlatform>(open: (clock: Clock, log: Logger) => Platform) => {
  const folder = mkdtempSync(join(tmpdir(), 'gexstream-outbox-'));
  const bus: Bus = await openLmdbBus({ path: folder, clock });
  await bus.declareTopics([topic.outbox, topic.deadLetters]);
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const platform = open(clock, log);
  const heard: Incoming[] = [];
  const desk: FrontDesk = {
    commands,
    take: async (incoming) => void heard.push(incoming),
    suggest: (...asked) => [asked[2], 'NDX'],
  };
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
    platform,
    outbox,
    heard,
    /** The newest of so many that were heard, once they were. */
    next: async (count = 1): Promise<Incoming> => {
      await until(`${count} are heard`, () => heard.length >= count);
      return heard[count - 1]!;
    },
    events,
    logged,
    receipts,
    want: (...wanted: readonly Delivery[]) => bus.publish(wanted.map((one) => deliveryRecord(one, { ...at, now: clock.now() }))),
    done: (id: string, revision = 1) =>
      until(`delivery ${id} is done`, async () => (await receipts()).some((one) => one.id === id && one.revision >= revision)),
    stop: async () => {
      await outbox.stop();
      await platform.stop();
      await bus.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const commands: FrontDesk['commands'] = [
  {
    name: 'gex',
    summary: 'Levels of a symbol',
    options: [
      { name: 'symbol', summary: 'such as SPX', required: false, kind: 'symbol' },
      { name: 'expiries', summary: 'which ones', required: false, kind: 'word' },
    ],
    audience: 'member',
    section: 'Levels',
    onlyToAsker: false,
    examples: [],
  },
  {
    name: 'settings',
    summary: 'Settings',
    options: [],
    audience: 'member',
    section: 'This chat',
    onlyToAsker: true,
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

export const deliveryTo = (chat: ChatRef, id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  chat,
  revision: 1,
  message: message(`alert ${id}`),
  silent: false,
  critical: false,
  notAfterMs: epochMs(clock.now() + 3_600_000),
  ...more,
});

/** A whole alert: it fires, is joined by another, and ends. */
export const alertTo = (chat: ChatRef, revision: number, last: string): Delivery =>
  deliveryTo(chat, 'a', {
    revision,
    message: message('SPX 5,612 ▲ crossed the flip 5,580', {
      blocks: [
        { kind: 'text', lines: [[last]] },
        { kind: 'table', lines: ['spot   5,612', 'flip   5,580'] },
      ],
      buttons: [[{ label: 'Snooze 1h', command: 'snooze SPX 1h' }]],
    }),
  });
