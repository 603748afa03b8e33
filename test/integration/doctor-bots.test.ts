import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { deliveryRecord } from '@gexstream/bots';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../apps/cli/src/config.ts';
import { examineBots } from '../../apps/cli/src/doctor/bots.ts';
import { doctorReport } from '../../apps/cli/src/terminal/doctor-report.ts';
import { canariesIn } from '../support/canaries.ts';
import { discordToken } from '../support/discord-outbox.ts';
import { type FakeDiscord, startFakeDiscord } from '../support/fake-discord/index.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { openLog } from '../support/gex-log.ts';
import { delivery, token } from '../support/telegram-outbox.ts';

let folder = '';
let telegram: FakeTelegram;
let discord: FakeDiscord;
let bus: Awaited<ReturnType<typeof openLog>>;
const now = systemClock().now();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-doctor-bots-'));
  [telegram, discord] = await Promise.all([startFakeTelegram({ token }), startFakeDiscord({ token: discordToken })]);
  bus = await openLog(join(folder, 'log'));
});
afterAll(async () => {
  await Promise.all([telegram.stop(), discord.stop(), bus.close()]);
  rmSync(folder, { recursive: true, force: true });
});
let both: Record<string, string>;
beforeEach(() => {
  both = {
    ...{ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: telegram.url },
    ...{ DISCORD_BOT_TOKEN: discordToken, DISCORD_API_ROOT: discord.apiRoot },
    BOT_ADMINS: 'telegram:42',
  };
});

const examined = async (environment: Record<string, string>, at: number = now) => {
  const findings = await examineBots(readSettings({}, environment), bus, at);
  expect(canariesIn({ token, discordToken }, { report: doctorReport(findings), json: JSON.stringify(findings) })).toEqual([]);
  return findings.map(({ subject, state, says, fix }) => `${subject} ${state}: ${says}${fix === null ? '' : ` → ${fix}`}`);
};

test('bots that are well are said to be, by the names their platforms know', async () => {
  expect(await examined(both)).toEqual([
    'bots ok: 1 admin may approve people',
    'telegram ok: is reached, as @gex_bot',
    'discord ok: is reached, as gexbot',
    'outbox ok: nothing waits to be told',
  ]);
});

test('no token is no problem', async () => {
  expect((await examined({}))[0]).toBe('bots ok: no token is set: npx gex chat is the bot in the terminal');
  expect(await examined({ ...both, TELEGRAM_MODE: 'off', DISCORD_BOT_TOKEN: '' })).toHaveLength(2);
});

test('wrong tokens, a token file that is not there, no admin: each with what to do', async () => {
  const wrong = {
    ...{ TELEGRAM_BOT_TOKEN: '123456:AAanotherSecretOfABot', TELEGRAM_API_ROOT: telegram.url },
    ...{ DISCORD_BOT_TOKEN_FILE: join(folder, 'discord'), DISCORD_API_ROOT: discord.apiRoot },
  };
  expect((await examined(wrong)).slice(0, 3)).toEqual([
    'bots warning: has no admin: nobody is told of strangers who ask for access → BOT_ADMINS=telegram:ID,discord:ID; the first /start answers with an id',
    'telegram problem: does not know this bot (401) → TELEGRAM_BOT_TOKEN: the token that @BotFather gave; /token there gives a new one',
    expect.stringMatching(/^discord problem: Discord wants a bot token: cannot read .*discord \(ENOENT\)/),
  ]);
  writeFileSync(join(folder, 'discord'), 'MTAw.Gwrong.anotherSecretThatIsNotTheBots\n');
  expect((await examined(wrong))[2]).toMatch(/^discord problem: does not know this bot \(401\) → DISCORD_BOT_TOKEN/);
});

test('a platform that is not reached is named by its host alone', async () => {
  const findings = await examined({
    ...both,
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    DISCORD_API_ROOT: 'http://127.0.0.1:9/api',
  });
  expect(findings.slice(1, 3).map((line) => line.split(' → ')[0])).toEqual([
    'telegram problem: 127.0.0.1:9 is not reached within 5 s',
    'discord problem: 127.0.0.1:9 is not reached within 5 s',
  ]);
});

test('a webhook that is not there, or that another one set, is a warning', async () => {
  const hooked = { ...both, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_URL: 'https://gex.example.org/telegram' };
  expect(await examined(hooked)).toContainEqual(expect.stringContaining('telegram warning: has no webhook yet'));
  await fetch(`${telegram.url}/bot${token}/setWebhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'https://gex.example.org/telegram' }),
  });
  expect(await examined(hooked)).toContainEqual('telegram ok: posts to the webhook; 0 updates wait');
  expect(await examined(both)).toContainEqual(
    expect.stringContaining('telegram warning: posts updates to a webhook, and this bot polls'),
  );
});

test('what waits to be told is counted, and a long wait is a warning', async () => {
  await bus.publish([deliveryRecord(delivery('a', 42), { feed: 'sim', run: 'r1', now })]);
  expect((await examined(both, now + 60_000)).at(-1)).toBe('outbox ok: 1 message waits (telegram 1), the oldest for 1 min');
  expect((await examined(both, now + 660_000)).at(-1)).toMatch(
    /^outbox warning: 1 message waits \(telegram 1\), the oldest for 11 min → start the bots/,
  );
});
