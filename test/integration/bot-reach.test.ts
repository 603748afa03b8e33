import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock } from '@gexstream/actors';
import { ChatError, openChatDirectory } from '@gexstream/bots';
import { type Bus, BusError, decodeEvent, readTopic, topic } from '@gexstream/bus';
import type { ChatSettings } from '@gexstream/domain';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';
import { openLog } from '../support/gex-log.ts';
import { logStartMs } from '../support/market-log.ts';

const admin = { platform: 'telegram', id: '42' } as const;
const member = { chat: { platform: 'telegram', id: '9' } } as const;

let folder = '';
let office: BotOffice;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-reach-'));
  office = await openBotOffice(folder, { admins: ['telegram:42'], allowed: ['telegram:9'] });
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As topic `chats` has it: what a restart would begin with. */
const kept = async (id: string, bus = office.bus): Promise<ChatSettings | undefined> => {
  let last: ChatSettings | undefined;
  await readTopic(bus, topic.chats.name, ({ key, value }) => {
    if (key === `telegram/${id}`) last = value === null ? undefined : (decodeEvent(value).body as ChatSettings);
  });
  return last;
};

const broadcast = async (text: string): Promise<void> => {
  await office.platform.type(`broadcast confirm ${text}`, { chat: admin });
  await office.clock.advance(2_000);
};

test('a chat that blocked the bot and comes back has its settings, and hears of things again', async () => {
  await office.platform.type('watch SPX', member);
  office.platform.refuse(member.chat, new ChatError('unreachable', 'Forbidden: bot was blocked by the user'));
  await broadcast('One.');
  await expect.poll(async () => (await kept('9'))?.unreachable?.reason, { timeout: 20_000 }).toContain('blocked by the user');
  office.platform.refuse(member.chat, null);

  expect(await office.platform.type('watchlist', member)).toContain('1 watched');
  expect(await kept('9')).toMatchObject({ unreachable: null, watchlist: ['SPX'] });
  await broadcast('Two.');
  await expect
    .poll(() => office.platform.sent.filter(({ chat }) => chat.id === '9').map(({ message }) => message.blocks), {
      timeout: 20_000,
    })
    .toEqual([[{ kind: 'text', lines: [['Two.']] }]]);
});

test('what is forgotten or changed while a failure comes in stays forgotten, and changed', async () => {
  const directory = await openChatDirectory({
    bus: office.bus,
    clock: office.clock,
    log: pino({ level: 'silent' }),
    feed: 'sim',
    run: 'r1',
  });
  const chat = { platform: 'telegram', id: '77' } as const;
  const unreachable = { sinceMs: office.clock.now(), reason: 'kicked' };
  await directory.change(chat, () => settingsOf([], { chat, watchlist: [] }));
  await Promise.all([
    directory.change(chat, (settings) => ({ ...settings!, watchlist: ['SPY'] })),
    directory.amend(chat, (settings) => ({ ...settings, unreachable })),
  ]);
  expect(await kept('77')).toMatchObject({ watchlist: ['SPY'], unreachable });
  await Promise.all([directory.forget(chat), directory.amend(chat, (settings) => ({ ...settings, unreachable }))]);
  expect(directory.get(chat)).toBeUndefined();
  expect(await kept('77')).toBeUndefined();
});

test('a chat that moved keeps what it chose where that cannot be kept under its new id', async () => {
  const path = mkdtempSync(join(tmpdir(), 'gexstream-moved-'));
  const bus = await openLog(path);
  const clock = simulatedClock(logStartMs);
  let refused = 0;
  const refusing: Bus = {
    ...bus,
    publish: async (records) => {
      if (records.some(({ key }) => key === 'telegram/-1009')) {
        refused += 1;
        throw new BusError('BUS_TIMEOUT', 'not acknowledged in time');
      }
      await bus.publish(records);
    },
  };
  const { bots, platform } = await startOffice(refusing, clock, { admins: ['telegram:42'], allowed: ['telegram:9'] });
  await platform.type('settings timezone Europe/Berlin', member);
  platform.refuse(member.chat, new ChatError('moved', 'upgraded to a supergroup', { movedTo: '-1009' }));
  await platform.type('broadcast confirm One.', { chat: admin });
  await expect.poll(() => refused, { timeout: 20_000 }).toBe(1);
  await platform.type('settings cap 20', member);
  expect(await kept('9', bus)).toMatchObject({ timeZone: 'Europe/Berlin', alertsPerDayMax: 20 });
  await bots.stop();
  await bus.close();
  rmSync(path, { recursive: true, force: true });
});
