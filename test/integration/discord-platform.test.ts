import { simulatedClock } from '@gexstream/actors';
import { ChatError, discordPlatform, type Incoming } from '@gexstream/bots';
import type { Clock } from '@gexstream/domain';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { canariesIn } from '../support/canaries.ts';
import { discordOutbox, discordToken } from '../support/discord-outbox.ts';
import { permission, rateLimited, startFakeDiscord } from '../support/fake-discord/index.ts';
import { message } from '../support/outbox-run.ts';
import { until } from '../support/until.ts';

let run: Awaited<ReturnType<typeof discordOutbox>>;
beforeEach(async () => {
  run = await discordOutbox({ unhurried: true });
});
afterEach(async () => {
  const { complaints, world } = run.fake;
  const interactions = [...world.interactions.keys()].map((token, at) => [`interaction ${at}`, token]);
  await run.stop();
  expect(complaints, '8.4: requests and answers as published').toEqual([]);
  const secrets = { discordToken, ...Object.fromEntries(interactions) };
  expect(canariesIn(secrets, { log: [...run.logged, ...said].join('\n') }), '8.10, C3').toEqual([]);
});

const image = { png: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]), alt: 'a chart', fileName: 'gex.png' };
const next = async (count = 1): Promise<Incoming> => {
  await until(`${count} are heard`, () => run.heard.length >= count);
  return run.heard[count - 1]!;
};
const inDesk = () => ({ channel: run.desk.id });
const routes = (): readonly string[] =>
  run.fake.calls.map(({ route }) => route).filter((route) => !/gateway|applications/.test(route));
const callback = 'POST /interactions/:interaction/:token/callback';
const original = 'PATCH /webhooks/:application/:token/messages/@original';
const followUp = 'POST /webhooks/:application/:token';

test('a slash command comes as it would be typed, is acknowledged at once, and answered in that place', async () => {
  run.fake.slash(run.tim, 'gex', { symbol: 'SPX', expiries: '0dte' }, inDesk());
  const heard = await next();
  expect(heard).toMatchObject({
    chat: { platform: 'discord', id: run.desk.id },
    chatKind: 'group',
    chatTitle: '#desk',
    user: { id: run.tim.id, name: '@tim', locale: 'de' },
    text: 'gex SPX 0dte',
    source: 'slash',
  });
  expect(Object.keys(heard), 'nothing with which others could answer').not.toContain('token');
  await until('it is acknowledged', () => routes().length === 1);
  await heard.reply(
    message('SPX 5*612', {
      tone: 'warning',
      blocks: [{ kind: 'table', lines: ['flip  5,580'] }],
      buttons: [[{ label: 'Refresh', command: 'gex SPX' }]],
    }),
  );
  expect(routes()).toEqual([callback, original]);
  expect(run.fake.messages(run.desk)).toMatchObject([
    {
      content: '**SPX 5\\*612**',
      embeds: [{ description: '```\nflip  5,580\n```', color: 0xe0a030 }],
      rows: [[{ label: 'Refresh', custom_id: 'gex SPX' }]],
      onlyFor: null,
    },
  ]);
  await heard.reply(message('and more'));
  expect(routes().at(-1)).toBe(followUp);
  expect(run.fake.messages(run.desk)).toHaveLength(2);
});

test('a private talk is called by the person, in commands and in messages to him', async () => {
  run.fake.slash(run.tim, 'gex');
  const heard = await next();
  expect(heard).toMatchObject({
    chat: { platform: 'discord', id: `user-${run.tim.id}` },
    chatKind: 'private',
    chatTitle: '@tim',
  });
  expect(await heard.isChatAdmin()).toBe(true);
  await heard.reply(message('SPX'));
  await run.platform.send(heard.chat, message('alert'), { silent: true, nonce: 'n1' });
  await run.platform.send(heard.chat, message('alert'), { silent: true, nonce: 'n1' });
  expect(run.fake.messages(run.tim).map(({ content, flags }) => [content, flags])).toEqual([
    ['**SPX**', 0],
    ['**alert**', 4_096],
  ]);
  expect(
    routes().filter((route) => route === 'POST /users/@me/channels'),
    'its channel is asked for once',
  ).toHaveLength(1);
});

test('8.10: who manages the server may change a channel’s settings; the answer about them is for who asked', async () => {
  run.fake.slash(run.tim, 'settings', {}, { ...inDesk(), permissions: permission.manageGuild });
  run.fake.slash(run.tim, 'settings', {}, inDesk());
  await next(2);
  expect(await Promise.all(run.heard.map((heard) => heard.isChatAdmin()))).toEqual([true, false]);
  await run.heard[0]!.reply(message('settings'));
  expect(run.fake.messages(run.desk)[0]).toMatchObject({ content: '**settings**', onlyFor: run.tim.id });
  run.fake.slash(run.tim, 'settings');
  await (await next(3)).reply(message('mine'));
  expect(run.fake.messages(run.tim)[0]).toMatchObject({ onlyFor: null });
});

test('a press takes the message’s place, with or without a picture, or is answered below it', async () => {
  run.fake.slash(run.tim, 'gex', {}, inDesk());
  await (await next()).reply(message('old', { buttons: [[{ label: 'NDX', command: 'gex NDX' }]] }), { image });
  const [shown] = run.fake.messages(run.desk);
  expect(shown!.attachments).toMatchObject([{ filename: 'gex.png', description: 'a chart', contentType: 'image/png' }]);
  run.fake.press(run.tim, shown!, 'NDX', inDesk());
  const pressed = await next(2);
  expect([pressed.text, pressed.source]).toEqual(['gex NDX', 'button']);
  await pressed.reply(message('new'), { replace: true });
  expect(run.fake.messages(run.desk)).toMatchObject([{ content: '**new**', attachments: [], rows: [] }]);
  await pressed.reply(message('newer'), { replace: true, image });
  expect(run.fake.messages(run.desk)).toMatchObject([{ content: '**newer**', attachments: [{ filename: 'gex.png' }] }]);
  await pressed.reply(message('below'));
  expect(run.fake.messages(run.desk).map(({ content }) => content)).toEqual(['**newer**', '**below**']);
});

test('what may follow is offered while somebody types', async () => {
  const typing = run.fake.autocomplete(run.tim, 'gex', 'symbol', 'SP', inDesk());
  await until('something is offered', () => typing.choices !== null);
  expect(typing.choices).toEqual(['SP', 'NDX'].map((name) => ({ name, value: name })));
  expect(run.heard).toEqual([]);
});

test('the vocabulary is registered: options, completion, and what only administrators see', () => {
  expect(run.fake.world.commands).toMatchObject([
    {
      name: 'gex',
      description: 'Levels of a symbol',
      options: [
        { name: 'symbol', type: 3, required: false, autocomplete: true, max_length: 400 },
        { name: 'expiries', type: 3, required: false },
      ],
      contexts: [0, 1],
    },
    { name: 'settings' },
    { name: 'block', default_member_permissions: '0' },
  ]);
});

test('8.6: a command is acknowledged before its answer is made, however long that takes', async () => {
  const asked = run.fake.slash(run.tim, 'gex', {}, inDesk());
  const heard = await next();
  await until('it is acknowledged', () => asked.callback === 5);
  run.fake.later(14 * 60_000);
  await heard.reply(message('late, and taken'));
  run.fake.later(2 * 60_000);
  await expect(heard.reply(message('too late'))).rejects.toMatchObject({ kind: 'gone' });
});

test('8.6: a command that could not be acknowledged within 3 s is not answered', async () => {
  run.fake.fault = ({ route }, before) => {
    if (route === callback && before === 0) run.fake.later(4_000);
    return null;
  };
  run.fake.slash(run.tim, 'gex', {}, inDesk());
  await expect((await next()).reply(message('SPX'))).rejects.toMatchObject({
    kind: 'gone',
    message: expect.stringContaining('10062'),
  });
});

test('an answer waits as long as Discord says, and comes', async () => {
  run.fake.fault = ({ route }, before) => (route === original && before === 0 ? { refuse: rateLimited(0.4) } : null);
  run.fake.slash(run.tim, 'gex', {}, inDesk());
  await (await next()).reply(message('SPX'));
  expect(run.fake.messages(run.desk).map(({ content }) => content)).toEqual(['**SPX**']);
});

test('B2: no answer within 20 s leaves it unclear whether the message arrived; sent again, it is the same one', async () => {
  const chat = { platform: 'discord', id: run.desk.id } as const;
  const send = () => run.platform.send(chat, message('SPX'), { silent: false, nonce: 'n1' });
  run.fake.fault = (_, before) => (before === 0 ? { silent: true } : null);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const sent = send().catch((error: unknown) => error);
  await vi.waitFor(() => expect(run.fake.messages(run.desk)).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(20_000);
  vi.useRealTimers();
  expect(await sent).toMatchObject({ kind: 'unavailable', unclear: true, message: expect.stringContaining('did not answer') });
  const [shown] = run.fake.messages(run.desk);
  expect(await send()).toContain(shown!.id);
  expect(run.fake.messages(run.desk)).toHaveLength(1);
});

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
  if (goesOn) run.fake.slash(run.tim, 'gex', {}, inDesk());
  await until('it is back', () => gateway.counts.identified + gateway.counts.resumed === 2 && run.platform.health().connected);
  expect(gateway.counts).toEqual(counts);
  if (!goesOn) run.fake.slash(run.tim, 'gex', {}, inDesk());
  expect((await next()).text).toBe('gex');
});

const said: string[] = [];
const alone = (apiRoot: string, token = discordToken, clock: Clock = simulatedClock(1_000)) =>
  discordPlatform({ token, apiRoot, clock, log: pino({ level: 'trace' }, { write: (line) => void said.push(line) }) });
const nobody = { commands: [], take: async () => {}, suggest: () => [] };

test('8.3: a connection on which heartbeats are not answered any more is given up, and resumed', async () => {
  const fake = await startFakeDiscord({ token: discordToken, heartbeatMs: 300 });
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
  expect(said.join('')).toContain('ECONNREFUSED');
  const back = await startFakeDiscord({ token: discordToken, port: Number(new URL(first.apiRoot).port) });
  await until('it is connected', async () => {
    if (!back.gateway.connected()) await clock.advance(1_000);
    return back.gateway.connected() && platform.health().detail === 'gateway as gexbot';
  });
  await platform.stop();
  await platform.done;
  await back.stop();
});
