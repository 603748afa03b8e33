import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';

let folder = '';
let office: BotOffice;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-digests-'));
  office = await openBotOffice(folder, { admins: ['telegram:42'] });
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

const headlines = (platform: BotOffice['platform']): readonly string[] =>
  platform.sent.map(({ message }) => String(message.headline[0]));

test('a digest comes once at its time, with what the symbols stand at, and not again after a restart', async () => {
  const { platform, clock } = office;
  await platform.type('watch SPX SPY');
  expect(await platform.type('digest 10:05')).toContain('Digest at 10:05 New York');
  await clock.advance(3 * 60_000);
  expect(headlines(platform)).toEqual([]);
  await clock.advance(60_000);
  await expect.poll(() => headlines(platform), { timeout: 20_000 }).toHaveLength(1);
  const [{ chat, message }] = platform.sent as [(typeof platform.sent)[number]];
  expect(chat).toEqual({ platform: 'telegram', id: '42' });
  expect(String(message.headline[0])).toMatch(/^☀ 2026-11-20 · SPX 5,99[\d.]+ /);
  expect(JSON.stringify(message)).toContain('Held for you: 0');
  expect(JSON.stringify(message)).toContain('Educational purposes only; not a recommendation.');
  await clock.advance(5 * 60_000);

  await office.bots.stop();
  const { bots, platform: again } = await startOffice(office.bus, clock, { admins: ['telegram:42'] });
  await clock.advance(60_000);
  expect(await again.type('digest now')).toMatch(/^☀ 2026-11-20 · SPX/);
  await clock.advance(60_000);
  expect(headlines(again)).toEqual([]);
  await bots.stop();
});
