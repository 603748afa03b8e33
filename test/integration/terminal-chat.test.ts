import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock } from '@gexstream/actors';
import { type ChatPlatform, type TerminalLine, terminalLine, terminalPlatform } from '@gexstream/bots';
import type { Bus } from '@gexstream/bus';
import { type ChatMessage, epochMs } from '@gexstream/domain';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../support/gex-log.ts';

const message = (headline: string): ChatMessage => ({ headline: [headline], tone: 'neutral', blocks: [], buttons: [] });
const headlines = (said: Awaited<ReturnType<TerminalLine['talk']>>) => said?.map(({ message: { headline } }) => headline[0]);
const chat = { platform: 'terminal', id: 'local' } as const;

let folder = '';
let bus: Bus;
const clock = simulatedClock(epochMs(Date.UTC(2026, 10, 20, 16)));
const lines: TerminalLine[] = [];
const platforms: ChatPlatform[] = [];
const line = (): TerminalLine => {
  const opened = terminalLine({ bus, clock, feed: 'sim' });
  lines.push(opened);
  return opened;
};
/** Bots that say what they hear twice, with a picture. */
const bots = async (): Promise<ChatPlatform> => {
  const platform = terminalPlatform({ bus, clock, log: pino({ level: 'silent' }), feed: 'sim' });
  platforms.push(platform);
  await platform.start({
    commands: [],
    suggest: () => [],
    take: async ({ text, reply }) => {
      await reply(message(text), { image: { png: Uint8Array.of(1, 2, 3), alt: 'a picture', fileName: 'a.png' } });
      await reply(message(`${text} again`));
    },
  });
  return platform;
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-terminal-'));
  bus = await openLog(folder);
});
afterEach(async () => {
  for (const each of [...lines.splice(0), ...platforms.splice(0).map(({ stop }) => ({ close: stop }))]) await each.close();
  await bus.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what is typed at one end is answered at that end alone, pictures and all, by whoever runs the bots', async () => {
  const [mine, yours] = [line(), line()];
  await bots();
  const [a, b] = await Promise.all([mine.talk('gex SPX'), yours.talk('gex SPY')]);
  expect([headlines(a), headlines(b)]).toEqual([
    ['gex SPX', 'gex SPX again'],
    ['gex SPY', 'gex SPY again'],
  ]);
  expect({ ...a![0]!.image, png: [...a![0]!.image!.png] }).toEqual({ png: [1, 2, 3], alt: 'a picture', fileName: 'a.png' });
  // Another process takes the bots over.
  await platforms.splice(0)[0]!.stop();
  await bots();
  expect(headlines(await mine.talk('status'))).toEqual(['status', 'status again']);
});

test('alerts arrive at every end; what is changed before anybody looked is shown once, and later once more', async () => {
  const mine = line();
  expect(await mine.talk('')).toEqual([]);
  const platform = await bots();
  const options = { silent: false, nonce: 'n' };
  const id = await platform.send(chat, message('flip crossed'), options);
  await platform.send(chat, message('wall near'), options);
  await platform.edit(chat, id, message('flip crossed, over'));
  expect(headlines(await mine.talk('status'))).toEqual(['flip crossed, over', 'wall near', 'status', 'status again']);
  await platform.edit(chat, id, message('flip crossed, over for good'));
  expect(headlines(await mine.talk('status'))?.[0]).toBe('flip crossed, over for good');
  expect(await mine.talk('')).toEqual([]);
});

test('nobody answers: that is said after 12 s, and what has arrived waits for the next word', async () => {
  const mine = line();
  await mine.talk('');
  const talking = mine.talk('gex SPX');
  let ended = false;
  void talking.then(() => {
    ended = true;
  });
  // Published by then: what waits is the answer.
  await expect.poll(async () => (await bus.offsets('terminal'))[0]!.end).toBe(1);
  await clock.advance(11_000);
  expect(ended).toBe(false);
  await clock.advance(2_000);
  expect(await talking).toBeNull();
});
