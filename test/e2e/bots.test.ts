import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discordToken } from '../support/discord-outbox.ts';
import { type FakeDiscord, type FakeUser, startFakeDiscord } from '../support/fake-discord/index.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { gex, type Product, startProductWith } from '../support/product.ts';
import { until } from '../support/until.ts';

const token = '123456:AAtestTOKENtestTOKENtestTOKENtest';
const admin = { id: 42, is_bot: false, first_name: 'Ada' };
const stranger = { id: 7, is_bot: false, first_name: 'Eve' };

let folder = '';
let telegram: FakeTelegram;
let discord: FakeDiscord;
let tim: FakeUser;
let product: Product;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-bots-e2e-'));
  telegram = await startFakeTelegram({ token });
  for (const { id, first_name: title } of [admin, stranger]) telegram.addChat({ id, type: 'private', title });
  discord = await startFakeDiscord({ token: discordToken });
  tim = discord.addUser('tim');
  const environment = {
    ...{ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: telegram.url },
    ...{ DISCORD_BOT_TOKEN: discordToken, DISCORD_API_ROOT: discord.apiRoot },
    BOT_ADMINS: `telegram:42,discord:${tim.id}`,
  };
  product = await startProductWith(environment, folder, '--symbols', 'SPX');
});
afterAll(async () => {
  await product?.kill();
  await telegram?.stop();
  await discord?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const shown = (chatId: number): string =>
  telegram
    .messages(chatId)
    .map(({ text }) => text ?? '')
    .join('\n');

test('8.1: one command brings up bots too: what is typed in Telegram is answered from the live market', async () => {
  await expect.poll(() => telegram.polling(), { timeout: 60_000 }).toBe(true);
  await expect
    .poll(
      async () => {
        const before = telegram.messages(admin.id).length;
        telegram.type(admin.id, admin, '/gex SPX');
        await until('it is answered', () => telegram.messages(admin.id).length > before);
        return shown(admin.id);
      },
      { timeout: 90_000, interval: 1_000 },
    )
    .toMatch(/SPX [\d,.]+ [▲▼] (?:long|short)-γ · flip .* · walls /);
  expect(shown(admin.id)).toContain('SIMULATED');
  expect(telegram.complaints).toEqual([]);
});

test('8.10: a stranger is let in by the button that an admin presses', async () => {
  telegram.type(stranger.id, stranger, '/levels SPX');
  await expect.poll(() => shown(stranger.id), { timeout: 60_000 }).toContain('Access requested. Your id: 7.');
  await expect.poll(() => shown(admin.id), { timeout: 60_000 }).toContain('Eve asks for access');
  const request = telegram.messages(admin.id).findLast(({ text }) => text?.includes('asks for access'))!;
  telegram.press(admin.id, admin, request.message_id, 'approve telegram/7');
  await expect.poll(() => shown(stranger.id), { timeout: 60_000 }).toContain('You have access now.');
  telegram.type(stranger.id, stranger, '/levels SPX');
  await expect.poll(() => shown(stranger.id), { timeout: 60_000 }).toContain('-γ · flip');
});

test('8.1, 8.6: Discord beside it: a slash command is acknowledged, then answered with a picture; a symbol is completed', async () => {
  const desk = discord.addChannel('desk');
  await expect.poll(() => discord.gateway.connected(), { timeout: 60_000 }).toBe(true);
  const typing = discord.autocomplete(tim, 'heatmap', 'symbol', 's');
  await expect.poll(() => typing.choices, { timeout: 60_000 }).toContainEqual({ name: 'SPX', value: 'SPX' });
  const asked = discord.slash(tim, 'heatmap', { symbol: 'SPX' }, { channel: desk.id });
  await expect.poll(() => discord.messages(desk)[0]?.attachments.length, { timeout: 60_000 }).toBe(1);
  expect(asked.callback).toBe(5);
  const [answer] = discord.messages(desk);
  expect(answer!.content).toMatch(/SPX [\d,.]+/);
  expect(answer!.attachments[0]).toMatchObject({ contentType: 'image/png', description: expect.stringContaining('SPX') });
  expect([...answer!.attachments[0]!.bytes.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
  const [refresh] = answer!.rows.flat();
  discord.press(tim, answer!, refresh!.label!, { channel: desk.id });
  await expect.poll(() => discord.messages(desk).at(-1)!.editedMs, { timeout: 60_000 }).not.toBe(answer!.editedMs);
  expect(discord.complaints).toEqual([]);
});

test('gex chat is the same bot in the terminal', async () => {
  const { status, stdout } = await gex('chat', '--data', folder, 'levels', 'SPX');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^SPX [\d,.]+ [▲▼]/);
  const { stdout: json } = await gex('chat', '--json', '--data', folder, 'gex', 'SPXX');
  expect(JSON.parse(json)).toEqual([{ text: expect.stringContaining('Unknown symbol "SPXX". Did you mean SPX?'), image: null }]);
});

test('8.10: no token in anything that the product printed', () => {
  expect(product.printed()).not.toContain(token.split(':')[1]);
  expect(product.printed()).not.toContain(discordToken);
});
