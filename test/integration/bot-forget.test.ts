import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatError, deliveryRecord } from '@gexstream/bots';
import { decodeEvent, linkCodeRecord, linkCodeSha256, readTopic, topic, tradeDesk } from '@gexstream/bus';
import { type Delivery, epochMs, tradeBook } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetChat } from '../../apps/bots/src/chats/forget-chat.ts';
import { type BotOffice, openBotOffice } from '../support/bot-office.ts';
import { chatsInMemory } from '../support/chats-in-memory.ts';

const admin = { chat: { platform: 'telegram', id: '42' } } as const;
const ann = { chat: { platform: 'telegram', id: '9' } } as const;
const bob = { chat: { platform: 'telegram', id: '10' } } as const;
const entry = 'outcome add SPX 6000C 2026-11-23 @24.10';

let folder = '';
let office: BotOffice;
const type: BotOffice['platform']['type'] = (text, who) => office.platform.type(text, who);
/** Keys that a compacted topic holds. */
const keysOf = async (name: string): Promise<readonly string[]> => {
  const keys = new Set<string>();
  await readTopic(office.bus, name, ({ key, value }) => (value === null ? keys.delete(key) : keys.add(key)));
  return [...keys];
};
/** Of each delivery that the outbox holds: for whom. */
const chatsInOutbox = async (): Promise<readonly string[]> => {
  const chats: string[] = [];
  await readTopic(office.bus, topic.outbox.name, ({ value }) => {
    const event = value === null ? null : decodeEvent(value);
    if (event?.kind === 'delivery') chats.push((event.body as Delivery).chat.id);
  });
  return chats;
};
const tradeDeskOf = (bus: BotOffice['bus']) =>
  tradeDesk({
    ...{ bus, book: tradeBook(), feed: 'sim', run: 'r1', now: () => office.clock.now() },
    ...{ levels: () => null, opportunities: () => null },
  });
const told = (id: string): readonly string[] =>
  office.platform.sent.filter(({ chat }) => chat.id === id).map(({ message }) => JSON.stringify(message.blocks));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-forget-'));
  office = await openBotOffice(folder, { admins: ['telegram:42'], allowed: ['telegram:9', 'telegram:10'] });
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

test('forget erases what was told in the chat and what waits for it; what is others’ stays, and so does the user’s own', async () => {
  const now = office.clock.now();
  const code = { user: 'ann', sha256: linkCodeSha256('K7QPA-2MXVD'), untilMs: epochMs(now + 60_000) };
  await office.bus.publish([linkCodeRecord(code, { feed: 'sim', run: 'r1', now })]);
  for (const who of [ann, bob]) {
    await type('watch SPX', who);
    await type(entry, who);
  }
  await type('link K7QPA-2MXVD', ann);
  const [mine] = await keysOf(topic.trades.name);
  const [first] = await office.bus.read(topic.trades.name, 0, 0, 1_000, 1);
  expect(mine).toMatch(/^telegram\/9\//);
  await office.bus.publish([{ ...first!, key: mine!.replace('telegram/9', 'ann'), timestampMs: now }]);

  await type('broadcast confirm One.', admin);
  await office.clock.advance(2_000);
  await expect.poll(() => [told('9'), told('10')].map((each) => each.length)).toEqual([1, 1]);
  office.platform.refuse(ann.chat, new ChatError('unavailable', 'Bad Gateway'));
  await type('broadcast confirm Two.', admin);
  await office.clock.advance(2_000);
  await expect.poll(() => told('10').length).toBe(2);
  expect((await chatsInOutbox()).filter((id) => id === '9')).toHaveLength(2);

  expect(await type('forget', ann)).toContain('watchlist, rules, settings, trades and access');
  expect(await keysOf(topic.chats.name)).toContain('telegram/9');
  expect(await type('forget yes', ann)).toContain('Forgotten.');

  expect((await keysOf(topic.trades.name)).map((key) => key.split('/').slice(0, -2).join('/')).sort()).toEqual([
    'ann',
    'telegram/10',
  ]);
  expect(await keysOf(topic.chats.name)).not.toContain('telegram/9');
  expect((await chatsInOutbox()).filter((id) => id === '9')).toEqual([]);
  expect((await chatsInOutbox()).filter((id) => id === '10')).toHaveLength(2);

  office.platform.refuse(ann.chat, null);
  await office.clock.advance(120_000);
  await type('broadcast confirm Three.', admin);
  await office.clock.advance(2_000);
  await expect.poll(() => told('10').length).toBe(3);
  expect(told('9')).toHaveLength(1);
  expect(await type('outcome', ann)).toContain('No trade of yours');
  expect(await type('link', ann)).toContain('acts for no user');
});

test('an alert that was under way while the chat was forgotten goes with it', async () => {
  const chat = { platform: 'telegram', id: '77' } as const;
  const now = office.clock.now();
  const message = { headline: ['late'], tone: 'neutral', blocks: [], buttons: [] } as const;
  const late = { id: 'late', chat, revision: 1, message, silent: false, critical: false, notAfterMs: now };
  const { bus, clock } = office;
  await forgetChat(chat, {
    ...{ bus, clock, directory: chatsInMemory() },
    trades: { of: () => [], toldIn: () => [], desk: tradeDeskOf(bus) },
    alertsTold: () => bus.publish([deliveryRecord(late, { feed: 'sim', run: 'r1', now })]),
  });
  expect(await chatsInOutbox()).not.toContain('77');
});

test('privacy names what is kept, and the way to erase it', async () => {
  const answer = await type('privacy', ann);
  for (const said of ['trades that were told in it', 'if it was linked to a user', '[forget]']) expect(answer).toContain(said);
});
