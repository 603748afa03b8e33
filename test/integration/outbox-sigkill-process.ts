import { writeSync } from 'node:fs';
import { systemClock } from '@gexstream/actors';
import { deliveryRecord, startOutbox, telegramPlatform } from '@gexstream/bots';
import { topic } from '@gexstream/bus';
import { acquireLease, openLmdbBus } from '@gexstream/bus/lmdb';
import { type Delivery, epochMs } from '@gexstream/domain';
import pino from 'pino';

// Wants twenty messages in as many chats, unless they are wanted already, and sends them until it is killed; says so when all have their receipts.
// Arguments: the data folder, the address of the Bot API.
const [, , path = '', apiRoot = ''] = process.argv;
const clock = systemClock();
const log = pino({ level: 'warn' }, pino.destination(2));
await acquireLease(path, { holder: { command: 'outbox-sigkill-process', url: null }, clock });
const bus = await openLmdbBus({ path, clock });
await bus.declareTopics([topic.outbox, topic.deadLetters]);

const delivery = (at: number): Delivery => ({
  id: `d${at}`,
  chat: { platform: 'telegram', id: String(at) },
  revision: 1,
  message: { headline: [`alert ${at}`], tone: 'neutral', blocks: [], buttons: [] },
  silent: false,
  critical: false,
  notAfterMs: epochMs(clock.now() + 3_600_000),
});
const [offsets] = await bus.offsets(topic.outbox.name);
const stamp = { feed: 'sim', run: 'r1', now: clock.now() } as const;
if (offsets?.end === 0) await bus.publish(Array.from({ length: 20 }, (_, at) => deliveryRecord(delivery(at + 1), stamp)));

const platform = telegramPlatform({ token: '123456:AAtestSecretOfTheBot_-x', apiRoot, clock, log });
await platform.start({ commands: [], take: async () => {}, suggest: () => [] });
const nobody = (): void => {};
const options = { bus, clock, log, feed: 'sim', run: 'r1', onUnreachable: nobody, onMoved: nobody } as const;
const outbox = await startOutbox({ ...options, platforms: [platform] });
outbox.done.catch((error: unknown) => {
  log.error({ err: error }, 'the outbox ended');
  process.exit(1);
});
clock.every(50, () => {
  void bus.read(topic.outbox.name, 0, 0, Number.MAX_SAFE_INTEGER, 1_000).then((records) => {
    const done = records.filter(({ key, value }) => key.endsWith('/done') && value !== null);
    if (done.length === 20) writeSync(1, 'all sent\n');
  });
});
