import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock, systemClock } from '@gexstream/actors';
import { type Bots, discordPlatform, startBots, telegramPlatform } from '@gexstream/bots';
import type { Bus } from '@gexstream/bus';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discordToken } from '../support/discord-outbox.ts';
import { type FakeDiscord, type FakeUser, startFakeDiscord } from '../support/fake-discord/index.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { openLog, processed } from '../support/gex-log.ts';
import { logStartMs, marketLog } from '../support/market-log.ts';
import { token } from '../support/telegram-outbox.ts';
import { until } from '../support/until.ts';

// The most that a chat can watch, through both libraries to servers that refuse what is too long.
const symbols = Array.from({ length: 20 }, (_, at) => `SYM${String.fromCharCode(65 + at)}`);
const seconds = 2;
const log = pino({ level: 'silent' });
const tim = { id: 42, first_name: 'Tim' } as const;

let folder = '';
let bus: Bus;
let bots: Bots;
let telegram: FakeTelegram;
let discord: FakeDiscord;
let discordTim: FakeUser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-watched-'));
  bus = await openLog(folder);
  await bus.publish(marketLog({ seed: 7, symbols: [...symbols, 'SYMZ'], seconds }));
  await processed(bus);
  telegram = await startFakeTelegram({ token, unhurried: true });
  discord = await startFakeDiscord({ token: discordToken, unhurried: true });
  telegram.addChat({ id: tim.id, type: 'private', title: 'Tim' });
  discordTim = discord.addUser('tim');
  const clock = systemClock();
  bots = await startBots({
    bus,
    clock: simulatedClock(logStartMs + seconds * 1_000 + 500),
    log,
    feed: 'sim',
    store: null,
    platforms: [
      telegramPlatform({ token, apiRoot: telegram.url, clock, log }),
      discordPlatform({ token: discordToken, apiRoot: discord.apiRoot, clock, log }),
    ],
    people: { admins: new Set(), allowed: new Set([`telegram:${tim.id}`, `discord:${discordTim.id}`]) },
    pageUrl: 'https://gex.example.org',
  });
}, 120_000);
afterAll(async () => {
  await bots?.stop();
  await bus?.close();
  await telegram?.stop();
  await discord?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Shown {
  readonly text: string;
  readonly pictures: number;
}

/** What stands in the chat after a command, message by message, once there are as many as `count`. */
type Ask = (command: string, options: Readonly<Record<string, string>>, count?: number) => Promise<readonly Shown[]>;

const onTelegram: Ask = async (command, options, count = 1) => {
  const before = telegram.messages(tim.id).length;
  telegram.type(tim.id, tim, [`/${command}`, ...Object.values(options)].join(' '));
  await until(`${command} is answered`, () => telegram.messages(tim.id).length >= before + count);
  return telegram
    .messages(tim.id)
    .slice(before)
    .map(({ text, caption, photo }) => ({ text: text ?? caption ?? '', pictures: photo === undefined ? 0 : 1 }));
};

const onDiscord: Ask = async (command, options, count = 1) => {
  const asked = discord.slash(discordTim, command, options);
  await until(`${command} is answered`, () => {
    const answers = asked.messages.map((id) => discord.messages(discordTim).find((message) => message.id === id));
    return answers.length >= count && answers.every((message) => !message?.content.includes('is thinking'));
  });
  return discord
    .messages(discordTim)
    .filter(({ id }) => asked.messages.includes(id))
    .map(({ content, embeds, attachments }) => ({
      text: [content, ...embeds.map(({ description }) => description)].join('\n'),
      pictures: attachments.length,
    }));
};

/** Symbols in the order in which they are first told. */
const told = (shown: readonly Shown[]): readonly string[] => [
  ...new Set(shown.flatMap(({ text }) => text.match(/SYM[A-Z]/g) ?? [])),
];

test.each([
  ['Telegram', onTelegram],
  ['Discord', onDiscord],
])('%s: twenty watched symbols are told of whole and in order, one more is refused', async (_, ask) => {
  expect(told(await ask('watch', { symbols: symbols.join(' ') }))).toEqual(symbols);
  const [refused] = await ask('watch', { symbols: 'SYMZ' });
  expect(refused!.text).toContain('A chat watches 20 symbols at most; this would be 21');

  const watchlist = await ask('watchlist', {});
  expect(watchlist[0]!.text).toContain('20 watched');
  expect(told(watchlist)).toEqual(symbols);
  for (const symbol of symbols)
    expect(watchlist.map(({ text }) => text).join('\n')).toMatch(new RegExp(`^${symbol} .*flip`, 'm'));

  const digest = await ask('digest', { at: 'now' });
  expect(told(digest)).toEqual(symbols);
  const words = digest.map(({ text }) => text).join('\n');
  expect(words.match(/net GEX/g), 'in full').toHaveLength(8);
  expect(words).toContain('Educational purposes only');
  expect(words).not.toMatch(/left out|…$/m);

  const rule = `${symbols.join()} spot crosses flip for 30s cooldown 10m critical`;
  for (let id = 1; id <= 20; id++) expect((await ask('alert', { action: 'add', rule }))[0]!.text).toContain(`Added: a${id}`);
  const rules = await ask('alert', { action: 'list' }, 2);
  expect(rules.length, 'too long for one message').toBeGreaterThan(1);
  const listed = rules.map(({ text }) => text).join('\n');
  expect(listed.match(/\ba\d+(?=\W+SYMA)/g)).toEqual(Array.from({ length: 20 }, (_, at) => `a${at + 1}`));
  expect(listed.match(/SYM[A-Z]/g)).toEqual(Array.from({ length: 40 }, () => symbols).flat());

  const [heatmap] = await ask('heatmap', { symbol: symbols.at(-1)! });
  expect(heatmap).toMatchObject({ pictures: 1, text: expect.stringContaining(symbols.at(-1)!) });
});

test('neither server had anything to complain of or to refuse', () => {
  expect([...telegram.complaints, ...discord.complaints]).toEqual([]);
  const heard = [...telegram.calls.map(({ answer }) => answer), ...discord.calls.map(({ answer }) => answer)];
  expect(heard.filter((answer) => !['ok', '200', '204'].includes(answer))).toEqual([]);
});
