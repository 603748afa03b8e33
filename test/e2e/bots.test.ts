import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { gex, type Product, startProductWith } from '../support/product.ts';

const token = '123456:AAtestTOKENtestTOKENtestTOKENtest';
const admin = { id: 42, is_bot: false, first_name: 'Ada' };
const stranger = { id: 7, is_bot: false, first_name: 'Eve' };

let folder = '';
let telegram: FakeTelegram;
let product: Product;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-bots-e2e-'));
  telegram = await startFakeTelegram({ token });
  for (const { id, first_name: title } of [admin, stranger]) telegram.addChat({ id, type: 'private', title });
  const environment = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: telegram.url, BOT_ADMINS: 'telegram:42' };
  product = await startProductWith(environment, folder, '--symbols', 'SPX');
});
afterAll(async () => {
  await product?.kill();
  await telegram?.stop();
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
        telegram.type(admin.id, admin, '/gex SPX');
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        return shown(admin.id);
      },
      { timeout: 60_000, interval: 100 },
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

test('gex chat is the same bot in the terminal', async () => {
  const { status, stdout } = await gex('chat', '--data', folder, 'levels', 'SPX');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^SPX [\d,.]+ [▲▼]/);
  const { stdout: json } = await gex('chat', '--json', '--data', folder, 'gex', 'SPXX');
  expect(JSON.parse(json)).toEqual([{ text: expect.stringContaining('Unknown symbol "SPXX". Did you mean SPX?'), image: null }]);
});

test('8.10: no token in anything that the product printed', () => {
  expect(product.printed()).not.toContain(token.split(':')[1]);
});
