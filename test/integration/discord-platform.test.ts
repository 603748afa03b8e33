import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DiscordRun, discordOutbox } from '../support/discord-outbox.ts';
import { permission, rateLimited } from '../support/fake-discord/index.ts';
import { message } from '../support/outbox-run.ts';
import { stopFaultless } from '../support/stop-faultless.ts';
import { until } from '../support/until.ts';

let run: DiscordRun;
beforeEach(async () => {
  run = await discordOutbox({ unhurried: true });
});
afterEach(() => stopFaultless(run));

const image = { png: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]), alt: 'a chart', fileName: 'gex.png' };
const inDesk = () => ({ channel: run.desk.id });
const routes = (): readonly string[] =>
  run.fake.calls.map(({ route }) => route).filter((route) => !/gateway|applications/.test(route));
const callback = 'POST /interactions/:interaction/:token/callback';
const original = 'PATCH /webhooks/:application/:token/messages/@original';
const followUp = 'POST /webhooks/:application/:token';

test('a slash command comes as it would be typed, is acknowledged at once, and answered in that place', async () => {
  run.fake.slash(run.tim, 'gex', { symbol: 'SPX', expiries: '0dte' }, inDesk());
  const heard = await run.next();
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
  const heard = await run.next();
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
  await run.next(2);
  expect(await Promise.all(run.heard.map((heard) => heard.isChatAdmin()))).toEqual([true, false]);
  await run.heard[0]!.reply(message('settings'));
  expect(run.fake.messages(run.desk)[0]).toMatchObject({ content: '**settings**', onlyFor: run.tim.id });
  run.fake.slash(run.tim, 'settings');
  await (await run.next(3)).reply(message('mine'));
  expect(run.fake.messages(run.tim)[0]).toMatchObject({ onlyFor: null });
});

test('a press takes the message’s place, with or without a picture, or is answered below it', async () => {
  run.fake.slash(run.tim, 'gex', {}, inDesk());
  await (await run.next()).reply(message('old', { buttons: [[{ label: 'NDX', command: 'gex NDX' }]] }), { image });
  const [shown] = run.fake.messages(run.desk);
  expect(shown!.attachments).toMatchObject([{ filename: 'gex.png', description: 'a chart', contentType: 'image/png' }]);
  run.fake.press(run.tim, shown!, 'NDX', inDesk());
  const pressed = await run.next(2);
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
  const heard = await run.next();
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
  await expect((await run.next()).reply(message('SPX'))).rejects.toMatchObject({
    kind: 'gone',
    message: expect.stringContaining('10062'),
  });
});

test('an answer waits as long as Discord says, and comes', async () => {
  run.fake.fault = ({ route }, before) => (route === original && before === 0 ? { refuse: rateLimited(0.4) } : null);
  run.fake.slash(run.tim, 'gex', {}, inDesk());
  await (await run.next()).reply(message('SPX'));
  expect(run.fake.messages(run.desk).map(({ content }) => content)).toEqual(['**SPX**']);
});

test('B2: no answer within 20 s leaves it unclear whether the message arrived; sent again, it is the same one', async () => {
  const chat = { platform: 'discord', id: run.desk.id } as const;
  const send = () => run.platform.send(chat, message('SPX'), { silent: false, nonce: 'n1' });
  run.fake.fault = (_, before) => (before === 0 ? { silent: true } : null);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const sent = send().catch((error: unknown) => error);
  await vi.waitFor(() => expect(run.fake.messages(run.desk)).toHaveLength(1), { timeout: 20_000 });
  await vi.advanceTimersByTimeAsync(20_000);
  vi.useRealTimers();
  expect(await sent).toMatchObject({ kind: 'unavailable', unclear: true, message: expect.stringContaining('did not answer') });
  const [shown] = run.fake.messages(run.desk);
  expect(await send()).toContain(shown!.id);
  expect(run.fake.messages(run.desk)).toHaveLength(1);
});
