import { simulatedClock } from '@gexstream/actors';
import { ChatError, telegramPlatform } from '@gexstream/bots';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canariesIn } from '../support/canaries.ts';
import { Refusal, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { message } from '../support/outbox-run.ts';
import { telegramOutbox, token } from '../support/telegram-outbox.ts';
import { until } from '../support/until.ts';

let run: Awaited<ReturnType<typeof telegramOutbox>>;
beforeEach(async () => {
  run = await telegramOutbox({ unhurried: true });
  run.fake.addChat({ id: 42, type: 'private', title: 'T' });
  run.fake.addChat({ id: -100, type: 'supergroup', title: 'Desk', admins: [42] });
});
afterEach(async () => {
  const { complaints } = run.fake;
  await run.stop();
  expect(complaints, '8.4: requests, answers and updates as published').toEqual([]);
  expect(canariesIn({ token }, { log: [...run.logged, ...said].join('\n') }), '8.10, C3').toEqual([]);
});

const user = { id: 42, first_name: 'Tim', username: 'tim', language_code: 'de' };
const image = { png: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]), alt: 'a chart', fileName: 'gex.png' };

const methods = (): readonly string[] => run.fake.calls.map(({ method }) => method);
const callsOf = (method: string) => run.fake.calls.filter((call) => call.method === method);

test('what is typed comes without slash and bot name, with who typed it, and is answered', async () => {
  run.fake.type(42, user, '/gex@GEX_bot SPX 0dte');
  const heard = await run.next();
  expect(heard).toMatchObject({
    chat: { platform: 'telegram', id: '42' },
    chatKind: 'private',
    user: { id: '42', name: '@tim', locale: 'de' },
    text: 'gex SPX 0dte',
    source: 'typed',
  });
  expect(await heard.isChatAdmin()).toBe(true);
  await heard.reply(message('SPX & co', { buttons: [[{ label: 'Refresh', command: 'gex SPX' }]] }));
  expect(run.fake.messages(42)).toMatchObject([
    {
      text: 'SPX & co',
      entities: [{ type: 'bold', offset: 0, length: 8 }],
      reply_markup: { inline_keyboard: [[{ callback_data: 'gex SPX' }]] },
    },
  ]);
});

test('a deep link’s payload comes with start; very long text is cut to 500', async () => {
  run.fake.type(42, user, '/start link_abc');
  run.fake.type(42, user, `gex ${'x'.repeat(4_000)}`);
  expect((await run.next()).text).toBe('start link_abc');
  expect((await run.next(2)).text).toHaveLength(500);
});

test('in a group only commands to this bot are heard, and answered under the message', async () => {
  run.fake.type(-100, user, 'good morning');
  run.fake.type(-100, user, '/gex@other_bot SPX');
  run.fake.type(-100, user, '/levels SPX');
  const heard = await run.next();
  expect([heard.text, heard.chatKind, heard.chatTitle]).toEqual(['levels SPX', 'group', 'Desk']);
  await heard.reply(message('SPX'));
  expect(callsOf('sendMessage')[0]?.parameters.reply_parameters).toMatchObject({ allow_sending_without_reply: true });
  expect(run.heard).toHaveLength(1);
});

test('8.10: who may change a group’s settings is asked of Telegram, and believed for a while', async () => {
  run.fake.type(-100, user, '/settings');
  run.fake.type(-100, { id: 7, first_name: 'Eve' }, '/settings');
  await run.next(2);
  const [admin, stranger] = run.heard;
  expect([await admin!.isChatAdmin(), await stranger!.isChatAdmin(), await admin!.isChatAdmin()]).toEqual([true, false, true]);
  expect(callsOf('getChatMember')).toHaveLength(2);
});

test('a press is answered first of all, and its answer takes the message’s place', async () => {
  run.fake.type(42, user, '/gex SPX');
  await (await run.next()).reply(message('old', { buttons: [[{ label: 'NDX', command: 'gex NDX' }]] }));
  const [shown] = run.fake.messages(42);
  run.fake.press(42, user, shown!.message_id, 'gex NDX');
  const pressed = await run.next(2);
  expect([pressed.text, pressed.source]).toEqual(['gex NDX', 'button']);
  await pressed.reply(message('new'), { replace: true });
  await pressed.reply(message('new'), { replace: true });
  expect(methods().filter((method) => !['getMe', 'deleteWebhook', 'setMyCommands'].includes(method))).toEqual([
    'sendMessage',
    'answerCallbackQuery',
    'editMessageText',
    'editMessageText',
  ]);
  expect(run.fake.messages(42).map(({ text }) => text)).toEqual(['new']);
});

test('a press under a message that is gone or too old is answered with a new one', async () => {
  run.fake.press(42, user, 5, 'gex SPX');
  await (await run.next()).reply(message('too old'), { replace: true });
  run.fake.type(42, user, '/gex SPX');
  await (await run.next(2)).reply(message('shown'));
  const shown = run.fake.messages(42).at(-1)!;
  run.fake.press(42, user, shown.message_id, 'gex SPX');
  const pressed = await run.next(3);
  run.fake.remove(42, shown.message_id);
  await pressed.reply(message('after all'), { replace: true });
  expect(run.fake.messages(42).map(({ text }) => text)).toEqual(['too old', 'after all']);
});

test('a picture is uploaded once, with its words as caption, and changed in its place', async () => {
  run.fake.type(42, user, '/gex SPX');
  const heard = await run.next();
  await heard.reply(message('SPX'), { image });
  await heard.reply(message('SPX again'), { image });
  const [first, second] = callsOf('sendPhoto');
  expect([first?.files.size, second?.files.size]).toEqual([1, 0]);
  expect(Buffer.from([...first!.files.values()][0]!)).toEqual(Buffer.from(image.png));
  run.fake.press(42, user, run.fake.messages(42)[0]!.message_id, 'gex SPX');
  await (await run.next(2)).reply(message('SPX 15m'), { image: { ...image, png: new Uint8Array([1, 2, 3]) }, replace: true });
  expect(run.fake.messages(42).map(({ caption, photo }) => [caption, photo?.[0]?.file_id])).toEqual([
    ['SPX 15m', expect.not.stringMatching(run.fake.messages(42)[1]!.photo![0]!.file_id)],
    ['SPX again', expect.any(String)],
  ]);
});

test('words too long for a caption follow the picture', async () => {
  run.fake.type(42, user, '/flow SPX');
  const rows = Array.from({ length: 60 }, (_, at) => `${at} ${'·'.repeat(30)}`);
  await (await run.next()).reply(message('SPX', { blocks: [{ kind: 'table', lines: rows }] }), { image });
  const [photo, text] = run.fake.messages(42);
  expect([photo?.caption, text?.text?.split('\n').length]).toEqual([expect.stringMatching(/^SPX/), expect.any(Number)]);
  expect(`${photo?.caption}\n${text?.text}`).toContain('59 ···');
});

test('an answer waits as long as Telegram says, and comes', async () => {
  run.fake.fault = ({ method }, before) =>
    method === 'sendMessage' && before === 0
      ? { refuse: new Refusal(429, 'Too Many Requests: retry after 1', { retry_after: 1 }) }
      : null;
  run.fake.type(42, user, '/gex SPX');
  await (await run.next()).reply(message('SPX'));
  expect(run.fake.messages(42).map(({ text }) => text)).toEqual(['SPX']);
});

test('people’s commands are listed, administrators’ are not', () => {
  expect(run.fake.commands()).toEqual([
    { command: 'gex', description: 'Levels of a symbol' },
    { command: 'settings', description: 'Settings' },
  ]);
});

test('8.3: another poller is waited for, and what was typed meanwhile is heard', async () => {
  await until('it polls', run.fake.polling);
  run.fake.stealPoll();
  run.fake.type(42, user, '/gex SPX');
  expect((await run.next()).text).toBe('gex SPX');
  expect(run.platform.health().connected).toBe(true);
});

const said: string[] = [];
const alone = (apiRoot: string, given = token, clock = simulatedClock(1_000)) =>
  telegramPlatform({ token: given, apiRoot, clock, log: pino({ level: 'trace' }, { write: (line) => void said.push(line) }) });
const nobody = { commands: [], take: async () => {}, suggest: () => [] };

test.each([
  ['wrong', '123456:AAanotherSecret'],
  ['of the wrong shape', 'no-token'],
])('a token that is %s is refused, naming the variable and not the token', async (_, given) => {
  const error: unknown = await alone(run.fake.url, given)
    .start(nobody)
    .catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ChatError);
  expect(error).toMatchObject({ kind: 'unauthorised', message: expect.stringContaining('TELEGRAM_BOT_TOKEN') });
  expect(
    canariesIn({ given }, { error: `${(error as Error).message} ${(error as Error).stack} ${JSON.stringify(error)}` }),
  ).toEqual([]);
});

test('a Telegram that is away keeps nobody from starting, and is found when it is back', async () => {
  const first = await startFakeTelegram({ token });
  await first.stop();
  const clock = simulatedClock(1_000);
  const platform = alone(first.url, token, clock);
  await platform.start(nobody);
  expect(platform.health()).toMatchObject({ connected: false, detail: 'not reached yet' });
  expect(said.join('')).toContain('ECONNREFUSED');
  const back = await startFakeTelegram({ token, port: Number(new URL(first.url).port) });
  await until('it polls', async () => {
    await clock.advance(1_000);
    return back.polling();
  });
  expect(platform.health()).toMatchObject({ connected: true, detail: 'polls as @gex_bot' });
  await platform.stop();
  await platform.done;
  await back.stop();
});

test('8.3: another poller that does not go is fatal after two minutes, and named', async () => {
  const clock = simulatedClock(1_000);
  const platform = alone(run.fake.url, token, clock);
  run.fake.contend();
  await platform.start(nobody);
  const ended = platform.done.then(
    () => null,
    (error: unknown) => error,
  );
  let over: unknown;
  void ended.then((error) => {
    over = error;
  });
  await until('it gives up', async () => {
    await clock.advance(5_000);
    return over !== undefined;
  });
  expect(over).toMatchObject({ kind: 'refused', message: expect.stringContaining('another program that polls') });
  expect(clock.now()).toBeGreaterThanOrEqual(1_000 + 123_000);
});

test('B2: no answer within 20 s is an end that leaves it unclear whether the message arrived', async () => {
  const clock = simulatedClock(1_000);
  const platform = alone(run.fake.url, token, clock);
  run.fake.fault = ({ method }) => (method === 'sendMessage' ? { silent: true } : null);
  const sent = platform
    .send({ platform: 'telegram', id: '42' }, message('SPX'), { silent: false, nonce: 'n' })
    .catch((error: unknown) => error);
  await until('Telegram has it', () => run.fake.messages(42).length === 1);
  await clock.advance(20_000);
  expect(await sent).toMatchObject({ kind: 'unavailable', unclear: true });
});
