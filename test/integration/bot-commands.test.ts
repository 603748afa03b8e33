import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';

let folder = '';
let office: BotOffice;
const type: BotOffice['platform']['type'] = (text, who) => office.platform.type(text, who);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-bots-'));
  office = await openBotOffice(folder, { admins: ['telegram:42'] });
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything a trader can type without options of his own, in an order in which each finds what the ones before left. */
const script = [
  'start',
  'help',
  'help alert',
  'gex SPX',
  'gex $spx 0dte',
  'levels SPX',
  'walls SPY',
  'quote SPX',
  'heatmap SPX',
  'settings images off',
  'heatmap SPX',
  'settings images on',
  'status',
  'gex SPXX',
  'gex',
  'flow SPX',
  'flow SPY 101',
  'stock SPX',
  'skew SPX',
  'skew',
  'top',
  'sentiment',
  'watch SPX,SPY',
  'watchlist',
  'alert list',
  'alert add watchlist spot crosses flip',
  'alert add SPX composite > 80 cooldown 10m critical',
  'alert add SPX foo',
  'alert list',
  'alert pause a1',
  'alert test a2',
  'alert why a2',
  'alert rm a1',
  'alert rm a9',
  'alert add SPXX feed stale',
  'snooze 30m SPX',
  'snooze 2h SPX',
  'alert',
  'snooze whenever',
  'unsnooze',
  'quiet 22:00-07:00 mon-fri digest',
  'quiet 7-9',
  'digest 07:45',
  'digest now',
  'settings timezone Europe/Berlin',
  'settings flow silent',
  'settings timezone Nowhere/Land',
  'unwatch SPY',
  'outcome',
  'outcome add SPX 6000C 2026-11-23 @24.10 x2 note breakout',
  'outcome add SPY 5990P 2026-11-20 @1.25 x5 short at 09:45',
  'outcome add SPX 6000C 2026-11-19 @4.10',
  'outcome add SPX 6000C @4.10',
  'outcome close fwi3hw',
  'outcome close fwi3hw 26.30',
  'outcome close gmrxx2',
  'outcome list',
  'outcome rm fwi3hw',
  'outcome rm fwi3hw yes',
  'outcome close fwi3hw 5',
  'link',
  'link AAAAA-AAAAA',
  'unlink',
  'privacy',
  'users',
  'approve',
  'maintenance',
  'broadcast The feed restarts.',
  'gxe SPX',
  'forget',
  'forget yes',
  'watchlist',
];

test('the transcript of a whole conversation is as it was read and found good', async () => {
  const lines: string[] = [];
  for (const typed of script) lines.push(`> ${typed}\n\n${await type(typed)}\n`);
  await expect(lines.join('\n')).toMatchFileSnapshot('../golden/transcripts/commands.txt');
});

test.each(['gex SPX', 'walls SPX', 'quote SPX', 'heatmap SPX'])(
  'S-22: %s says how old its numbers are, and whose',
  async (typed) => {
    const answer = await type(typed);
    expect(answer).toContain('live · 10:01:04 ET · age 0.');
    expect(answer).toContain('SIMULATED');
  },
);

test('S-22: numbers that have grown old are marked, not passed off as new', async () => {
  await office.clock.advance(120_000);
  expect(await type('gex SPX')).toMatch(/⚠ stale · 10:01:04 ET · age 2 m · SIMULATED/);
});

test('8.1: the heatmap is a picture of the size that a phone shows whole, the same for the same numbers, and has colours', async () => {
  await type('heatmap SPY');
  const picture = office.platform.pictures.at(-1)!;
  const image = await loadImage(Buffer.from(picture.png));
  expect({ width: image.width, height: image.height }).toEqual({ width: 1_200, height: 900 });
  expect(picture.png.byteLength).toBeGreaterThan(30_000);
  expect(picture.png.byteLength).toBeLessThan(400_000);
  const context = createCanvas(1_200, 900).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 100, 1_200, 700);
  let [blue, orange] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 2]! > data[at]! + 60) blue++;
    if (data[at]! > data[at + 2]! + 60) orange++;
  }
  expect(Math.min(blue, orange)).toBeGreaterThan(2_000);
});

describe('8.10: access', () => {
  const stranger = { chat: { platform: 'telegram', id: '7' }, user: { id: '7', name: 'Eve <b>', locale: null } } as const;

  test('a stranger gets no number, files one request, and is let in by an admin', async () => {
    expect(await type('gex SPX', stranger)).toBe(
      'Access requested. Your id: 7.\n\nAn admin has been asked; you hear from us once you have it.',
    );
    expect(await type('levels SPX', stranger)).toContain('Access requested');
    await office.clock.advance(2_000);
    await expect.poll(() => office.platform.sent.length).toBe(1);
    const [request] = office.platform.sent;
    expect(request!.chat).toEqual({ platform: 'telegram', id: '42' });
    expect(request!.message.headline).toEqual(['Eve <b> asks for access']);
    const [approve] = request!.message.buttons[0]!;
    expect(approve).toEqual({ label: 'Approve', command: 'approve telegram/7' });
    expect(await type(approve!.command)).toBe('telegram/7 may use this bot');
    expect(await type('gex SPX', stranger)).toContain('-γ · flip');
    await office.clock.advance(2_000);
    await expect.poll(() => office.platform.sent.at(-1)?.message.headline).toEqual(['You have access now.']);
  });

  test('only admins of the bot administrate it', async () => {
    expect(await type('approve telegram/8', stranger)).toContain('approve is for admins of this bot');
    expect(await type('help', stranger)).not.toContain('approve');
  });

  test('an admin names people as the configuration does, too', async () => {
    expect(await type('block telegram:9')).toBe('telegram/9 is answered no more');
    expect(await type('block icq:9')).toContain('"icq:9" is no user');
  });

  test('settings of a group are changed by its admins alone; everybody may look', async () => {
    const group = { ...stranger, chat: { platform: 'telegram', id: '-100' }, chatKind: 'group' } as const;
    expect(await type('watch SPX', group)).toContain("You can't change settings in this group (admins only).");
    expect(await type('alert add SPX spot crosses flip', group)).toContain("You can't change settings");
    expect(await type('alert list', group)).toContain('No rule yet');
    expect(await type('watch SPX', { ...group, chatAdmin: true })).toContain('Watching SPX');
    expect(await type('watchlist', group)).toContain('1 watched');
    expect(await type('watchlist', stranger)).toContain('Nothing is watched here yet');
  });

  test('who is named in the configuration may use it as long as he is named there, whatever he has set', async () => {
    const named = { chat: { platform: 'telegram', id: '9' }, user: { id: '9', name: 'Bo', locale: null } } as const;
    const inFolder = mkdtempSync(join(tmpdir(), 'gexstream-bots-'));
    const before = await openBotOffice(inFolder, { allowed: ['telegram:9'], admins: ['telegram:42'] });
    expect(await before.platform.type('watch SPX', named)).toContain('Watching SPX');
    expect(await before.platform.type('users')).toContain('telegram/9 · a chat · by configuration');
    await before.bots.stop();
    const after = await startOffice(before.bus, before.clock, { admins: ['telegram:42'] });
    expect(await after.platform.type('gex SPX', named)).toContain('Access requested');
    expect(await after.platform.type('users')).toContain('telegram/9 · a chat · pending');
    expect(await after.platform.type('approve telegram/9')).toContain('may use this bot');
    expect(await after.platform.type('watchlist', named)).toContain('1 watched');
    await after.bots.stop();
    await before.bus.close();
    rmSync(inFolder, { recursive: true, force: true });
  });

  test('who is blocked is not answered at all', async () => {
    await type('block telegram/7');
    expect(await type('gex SPX', stranger)).toBe('');
  });
});

test('a chat has twenty rules: one more is refused with what to do, and fits once one is gone', async () => {
  const busy = { chat: { platform: 'telegram', id: '-200' }, chatKind: 'group', chatAdmin: true } as const;
  const admin = { ...busy, user: { id: '42', name: 'Ada', locale: null } };
  for (let i = 1; i <= 20; i++) expect(await type(`alert add SPX composite > ${60 + i}`, admin)).toContain(`Added: a${i}`);
  expect(await type('alert add SPX composite > 90', admin)).toBe(
    'A chat has 20 rules at most.\n\nTake one away first: alert rm ID',
  );
  await type('alert rm a7', admin);
  expect(await type('alert add login expiring', admin)).toContain('Added: a7');
  await type('alert rm a7', admin);
  expect(await type('alert add SPX composite > 90', admin)).toContain('Added: a7');
});

test('a chat that asks for too much at once is told so, and the first are answered', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => type('quote SPX')));
  expect(answers.filter((answer) => answer.startsWith('Too many commands'))).toHaveLength(3);
  expect(answers.filter((answer) => answer.startsWith('SPX'))).toHaveLength(5);
});

test('B4: whatever is typed, the answer is short, and nothing breaks', async () => {
  const words = fc.constantFrom(
    'gex',
    'alert',
    'add',
    'watch',
    'quiet',
    'snooze',
    'settings',
    'SPX',
    '@everyone',
    '<b>',
    '99999999999d',
    '\u0000',
    '../..',
    '; DROP TABLE',
  );
  const typed = fc.oneof(
    fc.string({ maxLength: 600, unit: 'binary' }),
    fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' ')),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      const answer = await type(text);
      expect(answer.length).toBeGreaterThan(0);
      expect(answer.length).toBeLessThan(4_000);
      expect(answer).not.toContain('Something broke');
    }),
    { numRuns: 300 },
  );
  expect(office.bots.status().commands.broken).toBe(0);
});
