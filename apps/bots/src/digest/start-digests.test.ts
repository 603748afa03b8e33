import { simulatedClock } from '@gexstream/actors';
import { type Bus, BusError } from '@gexstream/bus';
import { type ChatSettings, easternTime, epochMs } from '@gexstream/domain';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import { newChat } from '../chats/new-chat.ts';
import type { Present } from '../present/present.ts';
import { startDigests } from './start-digests.ts';

const chat = (id: string, watchlist: readonly string[]): ChatSettings => ({
  ...newChat({ platform: 'telegram', id }, 'private', id),
  access: 'approved',
  digestAt: '07:45',
  watchlist: [...watchlist],
});
const dueMs = epochMs(easternTime('2026-11-20', 7, 45));
/** Longer than from one look to the next. */
const lookMs = 20_000;

const started = (levels: Present['levels'], offsets: Bus['offsets'] = async () => []) => {
  const clock = simulatedClock(dueMs);
  const told: string[] = [];
  const stop = startDigests({
    bus: { offsets } as Bus,
    clock,
    log: pino({ level: 'silent' }),
    directory: { all: () => [chat('1', ['BAD']), chat('2', ['SPX'])] } as unknown as ChatDirectory,
    present: { levels, symbols: () => [], feed: 'sim', feedNow: () => clock.now() } as unknown as Present,
    welcomes: () => true,
    tell: async ({ id }) => void told.push(id),
  });
  const look = async (): Promise<void> => {
    await clock.advance(lookMs);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { told, look, stop };
};

test('what one chat’s digest fails by keeps it from no other, and is tried again', async () => {
  let broken = true;
  const { told, look, stop } = started((symbol) => {
    if (symbol === 'BAD' && broken) throw new TypeError('levels of BAD make no sense');
    return null;
  });
  await look();
  expect(told).toEqual(['2']);
  broken = false;
  await look();
  await look();
  expect(told).toEqual(['2', '1']);
  stop();
});

test('a bus that is away is so for all: the round ends with the first chat', async () => {
  let asked = 0;
  const { told, look, stop } = started(
    () => null,
    async () => {
      asked += 1;
      throw new BusError('BUS_TIMEOUT', 'the bus is away');
    },
  );
  await look();
  expect([told, asked]).toEqual([[], 1]);
  stop();
});
