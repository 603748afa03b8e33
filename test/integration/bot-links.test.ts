import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, apiKeySha256, type Page, startApi } from '@gexstream/api';
import { decodeEvent, linkEndRecord, linkEndRemoval, readTopic, topic } from '@gexstream/bus';
import type { Audit } from '@gexstream/domain';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyStore } from '../../apps/api/src/served-api.fixture.ts';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';

// Bots and API beside each other on one log, as in the product.
const ann = { chat: { platform: 'telegram', id: '9' } } as const;
const eve = { chat: { platform: 'telegram', id: '10' } } as const;
const people = { admins: ['telegram:42'], allowed: ['telegram:9', 'telegram:10'] };

let folder = '';
let office: BotOffice;
let api: Api;
const type: BotOffice['platform']['type'] = (text, who) => office.platform.type(text, who);
const asset = { body: Buffer.from(''), contentType: 'text/html', etag: '"one"' };
const page: Page = { index: asset, scanner: asset, assets: new Map() };
const apiKeys = (['ann', 'bob'] as const).map((user) => ({
  ...{ name: user, user, scope: 'trade' as const },
  sha256: apiKeySha256(`gex-secret-${user}`),
}));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-links-'));
  office = await openBotOffice(folder, people);
  api = await startApi({
    ...{ bus: office.bus, store: emptyStore, clock: office.clock, log: pino({ level: 'silent' }), feed: 'sim', page },
    config: { host: '0.0.0.0', port: 0, apiKeys },
  });
});
afterAll(async () => {
  await api.stop();
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (method: string, path: string, user: 'ann' | 'bob', body?: unknown) => {
  const answer = await fetch(`http://127.0.0.1:${new URL(api.url).port}/api/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer gex-secret-${user}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
};
const codeOf = async (user: 'ann' | 'bob'): Promise<string> => String((await ask('POST', 'links', user)).code);
const ownTrades = async (user: 'ann' | 'bob') =>
  ((await ask('GET', 'trades', user)).trades as { of: string; strike: number }[]).map((trade) => [trade.of, trade.strike]);
const chatsOf = async (user: 'ann' | 'bob') => (await ask('GET', 'links', user)).chats;
const audited = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  await readTopic(office.bus, topic.audit.name, ({ value }) => {
    const { chat, action, detail } = decodeEvent(value!).body as Audit;
    found.push(`${chat.id} ${action} ${detail}`);
  });
  return found;
};

test('a code joins a chat to its user: each sees what the other told, and nobody else does', async () => {
  const own = { symbol: 'SPX', expiry: '2026-11-23', strike: 6100, type: 'CALL', entry_price: 4 };
  await ask('POST', 'trades', 'ann', own);
  await ask('POST', 'trades', 'bob', { ...own, strike: 6200 });
  await type('outcome add SPX 6000C 2026-11-23 @24.10', ann);
  expect(await type('outcome', ann)).not.toContain('6100C');
  expect(await ownTrades('ann')).toEqual([['user', 6100]]);

  expect(await type('link', ann)).toContain('acts for no user of the API');
  const code = await codeOf('ann');
  expect(await type(`link ${code.toLowerCase().replace('-', ' ')}`, ann)).toContain('This chat acts for ann now');
  expect(await type('settings', ann)).toContain('linked to ann');
  const listed = await type('outcome', ann);
  for (const strike of ['6000C', '6100C']) expect(listed).toContain(strike);
  expect(listed).not.toContain('6200C');
  await expect
    .poll(() => ownTrades('ann'))
    .toEqual(
      expect.arrayContaining([
        ['user', 6100],
        ['chat', 6000],
      ]),
    );
  expect(await ownTrades('bob')).toEqual([['user', 6200]]);
  expect(await type('outcome', eve)).toContain('No trade of yours');
  expect(await chatsOf('ann')).toEqual([{ platform: 'telegram', chat: '9' }]);

  const [, id] = /^([a-z2-7]{6}) SPX 6100C/m.exec(listed)!;
  expect(await type(`outcome close ${id} 6`, ann)).toContain('+200 USD');
  await expect.poll(async () => ((await ask('GET', 'trades', 'ann')).results as { n: number }).n).toBe(1);
  expect(await type(`link ${code}`, eve)).toContain('no code that counts now');
  expect(await audited()).toEqual(['9 link user ann', '10 link-refused a wrong code']);
});

test('a deep link of Telegram saves typing the code; a stranger’s does nothing', async () => {
  const code = await codeOf('bob');
  const stranger = { chat: { platform: 'telegram', id: '77' } } as const;
  expect(await type(`start link_${code}`, stranger)).toContain('Ask an admin for access');
  expect(await type(`start link_${code}`, ann)).toContain('This chat acts for bob now');
  expect(await type('unlink', ann)).toContain('acts for bob no more');
  expect(await type(`link ${await codeOf('ann')}`, ann)).toContain('This chat acts for ann now');
});

test('what is joined stays so over a restart, until the chat or the user ends it', async () => {
  await office.bots.stop();
  Object.assign(office, await startOffice(office.bus, office.clock, people));
  expect(await type('link', ann)).toContain('This chat acts for ann');
  expect(await type('unlink', ann)).toContain('This chat acts for ann no more');
  await expect.poll(() => ownTrades('ann')).toEqual([['user', 6100]]);
  const left = await type('outcome', ann);
  expect([left.includes('6000C'), left.includes('6100C')]).toEqual([true, false]);

  expect(await type(`link ${await codeOf('bob')}`, ann)).toContain('acts for bob now');
  await expect.poll(() => chatsOf('bob')).toHaveLength(1);
  await ask('DELETE', 'links/telegram/9', 'bob');
  await expect.poll(() => chatsOf('bob')).toEqual([]);
  expect(await type('outcome', ann)).not.toContain('6200C');
  await expect
    .poll(async () => (await audited()).slice(-3))
    .toEqual(['9 unlink user ann', '9 link user bob', '9 unlink by the user, through the API']);
});

test('an end that the bots were not there to hear counts once they are', async () => {
  expect(await type(`link ${await codeOf('bob')}`, ann)).toContain('acts for bob now');
  await expect.poll(() => chatsOf('bob')).toHaveLength(1);
  await office.bots.stop();
  await ask('DELETE', 'links/telegram/9', 'bob');
  expect(await chatsOf('bob')).toHaveLength(1);
  Object.assign(office, await startOffice(office.bus, office.clock, people));
  await expect.poll(() => chatsOf('bob')).toEqual([]);
  expect(await type('link', ann)).toContain('acts for no user');
});

test('an end that was seen to ends nothing that was joined later, though it still stands on the topic', async () => {
  const chat = { platform: 'telegram', id: '9' } as const;
  const stamp = { feed: 'sim', run: 'r1', now: office.clock.now() } as const;
  const ends = [linkEndRecord({ user: 'bob', chat }, stamp), linkEndRemoval(chat, stamp.now)];
  expect(await type(`link ${await codeOf('bob')}`, ann)).toContain('acts for bob now');
  await office.bots.stop();
  // As on Kafka, which cleans up later.
  const uncleaned: typeof office.bus = {
    ...office.bus,
    read: async (name, partition, from, to, max) =>
      name === topic.links.name
        ? ends.map((record, at) => ({ ...record, partition, offset: to - 2 + at })).filter(({ offset }) => offset >= from)
        : office.bus.read(name, partition, from, to, max),
  };
  const after = await startOffice(uncleaned, office.clock, people);
  expect(await after.platform.type('link', ann)).toContain('acts for bob');
  expect(await after.platform.type('unlink', ann)).toContain('acts for bob no more');
  await after.bots.stop();
  Object.assign(office, await startOffice(office.bus, office.clock, people));
});

test('of two chats that type a code at the same moment one has it', async () => {
  const code = await codeOf('ann');
  const answers = await Promise.all([ann, eve].map((who) => type(`link ${code}`, who)));
  expect(answers.filter((answer) => answer.includes('acts for ann now'))).toHaveLength(1);
  for (const who of [ann, eve]) await type('unlink', who);
});

test('a code counts for ten minutes, and only the newest of a user', async () => {
  const [older, newer] = [await codeOf('ann'), await codeOf('ann')];
  expect(await type(`link ${older}`, ann)).toContain('no code that counts now');
  await office.clock.advance(10 * 60_000);
  expect(await type(`link ${newer}`, ann)).toContain('no code that counts now');
});

test('five wrong codes, and the right one is not looked at for a quarter of an hour', async () => {
  await office.clock.advance(15 * 60_000);
  for (let guess = 0; guess < 5; guess++) expect(await type(`link AAAAA-AAAA${guess}`, eve)).toContain('no code that counts now');
  const code = await codeOf('ann');
  expect(await type(`link ${code}`, eve)).toContain('Too many wrong codes; the next is looked at in 15 m.');
  expect(await type(`link ${code}`, ann)).toContain('acts for ann now');
  await office.clock.advance(15 * 60_000);
  expect(await type(`link ${await codeOf('ann')}`, eve)).toContain('acts for ann now');
});

test('a group acts for nobody, whoever is in it', async () => {
  const group = { chat: { platform: 'telegram', id: '-100' }, chatKind: 'group', chatAdmin: true } as const;
  const user = { id: '9', name: 'Ann', locale: null };
  expect(await type(`link ${await codeOf('ann')}`, { ...group, user })).toContain('A group acts for nobody');
});
