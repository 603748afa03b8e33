import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEvent, readTopic, topic } from '@gexstream/bus';
import type { Trade } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';

const ann = { chat: { platform: 'telegram', id: '9' } } as const;
const bob = { chat: { platform: 'telegram', id: '10' } } as const;
const entry = 'outcome add SPX 6000C 2026-11-23 @24.10 x2';

let folder = '';
let office: BotOffice;
const type: BotOffice['platform']['type'] = (text, who) => office.platform.type(text, who);
/** Of a trade that was just told. */
const idIn = (answer: string): string => /^([a-z2-7]{6}) in /m.exec(answer)![1]!;
/** As topic `trades` has them: what a restart, and every other app, begins with. */
const kept = async (): Promise<readonly Trade[]> => {
  const found = new Map<string, Trade>();
  await readTopic(office.bus, topic.trades.name, ({ key, value }) => {
    if (value === null) found.delete(key);
    else found.set(key, decodeEvent(value).body as Trade);
  });
  return [...found.values()];
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-outcomes-'));
  office = await openBotOffice(folder, { admins: ['telegram:42'], allowed: ['telegram:9', 'telegram:10'] });
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a trade told in a chat is on the topic with spot, and with what came of it once it is closed', async () => {
  const told = await type(entry, ann);
  expect(told).toContain('Written down: SPX 6000C 2026-11-23 · long 2 @ 24.10');
  const [trade] = await kept();
  expect(trade).toMatchObject({
    id: idIn(told),
    owner: 'telegram/9',
    quantity: 2,
    entry: { price: 24.1, spot: 5995.12 },
    exit: null,
  });
  // By hand: (26.30 − 24.10) × 100 × 2 = 440 USD; 2.20 / 24.10 = 9.13 %.
  expect(await type(`outcome close ${trade!.id} 26.30`, ann)).toContain('out @ 26.30 · +440 USD · +9.13 % · held');
  expect(await type(`outcome close ${trade!.id} 24`, ann)).toContain('out @ 24.00 · −20 USD · −0.41 %');
  expect(await kept()).toMatchObject([{ exit: { price: 24 } }]);
  expect(await type('outcome', ann)).toContain(
    '1 closed, 0 won, −20 USD in all before fees\nRates: not enough data (1 of 30 closed)',
  );
});

test('nobody else sees, closes or erases it, and a group is not told of it', async () => {
  const [{ id }] = (await kept()) as [Trade];
  expect(await type('outcome', bob)).toContain('No trade of yours');
  for (const typed of [`outcome close ${id} 1`, `outcome rm ${id} yes`])
    expect(await type(typed, bob)).toContain(`No trade "${id}" is yours.`);
  const group = {
    chat: { platform: 'telegram', id: '-100' },
    chatKind: 'group',
    user: { id: '9', name: 'Ann', locale: null },
  } as const;
  expect(await type('outcome', group)).toContain('nobody else’s to see');
  expect(await type(entry, group)).toContain('nobody else’s to see');
  expect(await kept()).toHaveLength(1);
});

test('what was told is there after a restart; a press erases it once it was confirmed', async () => {
  const [{ id }] = (await kept()) as [Trade];
  await office.bots.stop();
  Object.assign(office, await startOffice(office.bus, office.clock, { allowed: ['telegram:9'] }));
  expect(await type('outcome list', ann)).toContain(id);
  expect(await type(`outcome rm ${id}`, ann)).toContain(`[outcome rm ${id} yes]`);
  expect(await kept()).toHaveLength(1);
  expect(await type(`outcome rm ${id} yes`, ann)).toContain('Erased: SPX 6000C');
  expect([await kept(), await type('outcome', ann)]).toEqual([[], expect.stringContaining('No trade of yours')]);
});

test('the same entry pressed twice is one trade; the rates come with 30 closed ones', async () => {
  const at = 'at 10:00';
  expect(await type(`${entry} ${at}`, ann)).toContain('Written down: ');
  expect(await type(`${entry} ${at}`, ann)).toContain('That is written down already: ');
  for (const trade of await kept()) await type(`outcome rm ${trade.id} yes`, ann);
  for (let number = 1; number <= 30; number++) {
    const id = idIn(await type(`outcome add SPX 6000C 2026-11-23 @${number} ${at}`, ann));
    await type(`outcome close ${id} ${number <= 18 ? 2 * number : 0}`, ann);
  }
  const listed = await type('outcome', ann);
  // 18 doubled, 12 worthless: 60 %, between 42.3 % and 75.4 % by Wilson's formula; (18 − 12) / 30 = +20 %.
  expect(listed).toContain('Hit rate 60 % (42 to 75 %), mean return +20.00 %');
  expect(listed).toContain('20 more');
  expect(listed.length).toBeLessThan(4_000);
});
