import { simulatedClock } from '@gexstream/actors';
import { ChatError, discordPlatform } from '@gexstream/bots';
import type { Clock } from '@gexstream/domain';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canariesIn } from '../support/canaries.ts';
import { type DiscordRun, discordOutbox, discordToken } from '../support/discord-outbox.ts';
import { startFakeDiscord } from '../support/fake-discord/index.ts';
import { stopFaultless } from '../support/stop-faultless.ts';
import { until } from '../support/until.ts';

let run: DiscordRun;
beforeEach(async () => {
  run = await discordOutbox({ unhurried: true });
});
afterEach(() => stopFaultless(run));

/** Without an outbox, and with nobody to answer. */
const alone = (apiRoot: string, token = discordToken, clock: Clock = simulatedClock(1_000)) =>
  discordPlatform({ token, apiRoot, clock, log: pino({ level: 'trace' }, { write: (line) => void run.logged.push(line) }) });
const nobody = { commands: [], take: async () => {}, suggest: () => [] };

test.each([
  ['op 7', () => run.fake.gateway.askToReconnect(), { identified: 1, resumed: 1 }],
  ['op 9 that can be resumed', () => run.fake.gateway.invalidate(true), { identified: 1, resumed: 1 }],
  ['op 9 that cannot', () => run.fake.gateway.invalidate(false), { identified: 2, resumed: 0 }],
  ['a close with 4000', () => run.fake.gateway.close(4_000), { identified: 1, resumed: 1 }],
  ['a close with 1001', () => run.fake.gateway.close(1_001), { identified: 1, resumed: 1 }],
])('8.3: after %s it is connected again, and hears what was said meanwhile', async (_, happens, counts) => {
  const { gateway } = run.fake;
  happens();
  const goesOn = counts.resumed === 1;
  // A session that is over takes what was said meanwhile with it.
  if (goesOn) run.fake.slash(run.tim, 'gex', {}, { channel: run.desk.id });
  await until('it is back', () => gateway.counts.identified + gateway.counts.resumed === 2 && run.platform.health().connected);
  expect(gateway.counts).toEqual(counts);
  if (!goesOn) run.fake.slash(run.tim, 'gex', {}, { channel: run.desk.id });
  expect((await run.next()).text).toBe('gex');
});

test('8.3: a connection on which heartbeats are not answered any more is given up, and resumed', async () => {
  // Long enough for an answer that a loaded machine gives late: the silence has to be the one that is made here.
  const fake = await startFakeDiscord({ token: discordToken, heartbeatMs: 2_000 });
  const platform = alone(fake.apiRoot);
  await platform.start(nobody);
  fake.gateway.stopAcking();
  await until('it resumes', () => fake.gateway.counts.resumed === 1);
  expect(fake.gateway.counts).toEqual({ identified: 1, resumed: 1 });
  await platform.stop();
  await platform.done;
  await fake.stop();
});

test.each([
  [4_004, 'unauthorised', 'DISCORD_BOT_TOKEN'],
  [4_014, 'refused', '4014'],
])('8.3: a gateway that closes with %s ends it, and says what to mend', async (code, kind, words) => {
  const ended = run.platform.done.catch((error: unknown) => error);
  run.fake.gateway.close(code);
  expect(await ended).toMatchObject({ kind, message: expect.stringContaining(words) });
  expect(run.platform.health().connected).toBe(false);
});

test('a token that is wrong is refused, naming the variable and not the token', async () => {
  const given = ['MTAwMDAwMDAwMDAwMDAwMDAwMQ', 'Gwrong', 'anotherSecretThatIsNotTheBots'].join('.');
  const error: unknown = await alone(run.fake.apiRoot, given)
    .start(nobody)
    .catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ChatError);
  expect(error).toMatchObject({ kind: 'unauthorised', message: expect.stringContaining('DISCORD_BOT_TOKEN') });
  const text = `${(error as Error).message} ${(error as Error).stack} ${JSON.stringify(error)}`;
  expect(canariesIn({ given }, { error: text })).toEqual([]);
});

test('a Discord that is away keeps nobody from starting, and is found when it is back', async () => {
  const first = await startFakeDiscord({ token: discordToken });
  await first.stop();
  const clock = simulatedClock(1_000);
  const platform = alone(first.apiRoot, discordToken, clock);
  await platform.start(nobody);
  expect(platform.health()).toMatchObject({ connected: false, detail: 'not reached yet' });
  expect(run.logged.join('')).toContain('ECONNREFUSED');
  const back = await startFakeDiscord({ token: discordToken, port: Number(new URL(first.apiRoot).port) });
  await until('it is connected', async () => {
    if (!back.gateway.connected()) await clock.advance(1_000);
    return back.gateway.connected() && platform.health().detail === 'gateway as gexbot';
  });
  await platform.stop();
  await platform.done;
  await back.stop();
});
