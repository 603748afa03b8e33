import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callPace } from '../support/fake-telegram/call-pace.ts';
import { type FakeTelegram, Refusal, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { token } from '../support/telegram-outbox.ts';

// The fake answers as the server's documentation and its source say; the tests of the bot rest on it.

let fake: FakeTelegram;
beforeAll(async () => {
  fake = await startFakeTelegram({ token, unhurried: true });
});
afterAll(() => fake.stop());
beforeEach(() => {
  fake.addChat({ id: 42, type: 'private', title: 'T' });
});

const call = async (method: string, parameters: object = {}, path = `bot${token}`) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${fake.url}/${path}/${method}`, { method: 'POST', headers, body: JSON.stringify(parameters) });
  const body = (await answer.json()) as {
    readonly ok: boolean;
    readonly description?: string;
    readonly error_code?: number;
    readonly result?: unknown;
  };
  return { ...body, retryAfter: answer.headers.get('retry-after') };
};
const send = (text: string, more: object = {}) => call('sendMessage', { chat_id: 42, text, ...more });
const html = (text: string) => send(text, { parse_mode: 'HTML' });
const button = (callback_data: string) => ({ reply_markup: { inline_keyboard: [[{ text: 'b', callback_data }]] } });

test.each<[string, () => ReturnType<typeof call>, number, string]>([
  ['a wrong token', () => call('getMe', {}, 'bot1:AAwrong'), 401, 'Unauthorized'],
  ['an unknown method', () => call('sendCoffee'), 404, 'Not Found: method not found'],
  ['nobody there', () => call('sendMessage', { chat_id: 7, text: 'x' }), 400, 'Bad Request: chat not found'],
  ['no words', () => send('  \n'), 400, 'Bad Request: message text is empty'],
  ['only marks', () => html('<b></b>'), 400, 'Bad Request: message text is empty'],
  ['4097 characters', () => send('x'.repeat(4_097)), 400, 'Bad Request: message is too long'],
  ['half a surrogate pair', () => send('\ud83d'), 400, 'Bad Request: strings must be encoded in UTF-8'],
  [
    'a tag that stays open',
    () => html('<b>x'),
    400,
    'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  ],
  [
    'a tag it does not know',
    () => html('é<big>x</big>'),
    400,
    'Bad Request: can\'t parse entities: Unsupported start tag "big" at byte offset 2',
  ],
  [
    'tags that cross',
    () => html('<b><i>x</b></i>'),
    400,
    'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
  ],
  ['an end without a start', () => html('x</b>'), 400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 1"],
  ['65 bytes on a button', () => send('x', button(`${'é'.repeat(32)}x`)), 400, 'Bad Request: BUTTON_DATA_INVALID'],
  [
    'an edit of nothing',
    () => call('editMessageText', { chat_id: 42, message_id: 9, text: 'x' }),
    400,
    'Bad Request: message to edit not found',
  ],
  [
    'a press of long ago',
    () => call('answerCallbackQuery', { callback_query_id: 'old' }),
    400,
    'Bad Request: query is too old and response timeout expired or query ID is invalid',
  ],
  [
    'a command with a capital',
    () => call('setMyCommands', { commands: [{ command: 'Gex', description: 'x' }] }),
    400,
    'Bad Request: BOT_COMMAND_INVALID',
  ],
])('%s is refused', async (_, made, code, description) => {
  expect(await made()).toMatchObject({ ok: false, error_code: code, description });
});

test('4096 characters after the marks are taken are not too many, and marks become entities', async () => {
  const sent = await html(`<b>${'x'.repeat(4_095)}</b>&amp;`);
  expect(sent).toMatchObject({ ok: true, result: { entities: [{ type: 'bold', offset: 0, length: 4_095 }] } });
});

test('the same words again are not an edit', async () => {
  const { result } = await html('<i>x</i>');
  const edit = { chat_id: 42, message_id: (result as { message_id: number }).message_id, text: '<i>x</i>', parse_mode: 'HTML' };
  expect((await call('editMessageText', edit)).description).toMatch(
    /^Bad Request: message is not modified: specified new message content/,
  );
  expect(await call('EDITMESSAGETEXT', { ...edit, text: 'y' })).toMatchObject({ ok: true });
});

test('updates are given until they are acknowledged', async () => {
  fake.type(42, { id: 42, first_name: 'T' }, '/start');
  const first = (await call('getUpdates')).result as readonly { readonly update_id: number }[];
  expect((await call('getUpdates')).result).toEqual(first);
  expect((await call('getUpdates', { offset: first[0]!.update_id + 1 })).result).toEqual([]);
});

test('what the published types do not know is complained of', async () => {
  const before = fake.complaints.length;
  await send('x', { parsemode: 'HTML' });
  await call('sendMessage', { chat_id: 42 });
  expect(fake.complaints.slice(before)).toEqual([
    expect.stringContaining('"additionalProperty":"parsemode"'),
    expect.stringContaining('"missingProperty":"text"'),
  ]);
});

test('who writes too fast is told to wait, and being impatient is noticed', () => {
  const pace = callPace();
  const inChat = [0, 10, 20, 30, 40, 50, 2_000, 5_001].map((now) => pace.retryAfter('42', now));
  expect(inChat).toEqual([null, null, null, null, null, 5, 3, null]);
  // Told at 50 ms to wait 5 s, it came after 2 s.
  expect(pace.impatient).toBe(1);
  const inGroup = Array.from({ length: 21 }, (_, at) => pace.retryAfter('-100', 10_000 + 1_000 * at));
  expect([inGroup.slice(0, 20).every((wait) => wait === null), inGroup[20]]).toEqual([true, 40]);
  const everywhere = Array.from({ length: 31 }, (_, at) => pace.retryAfter(`${1_000 + at}`, 100_000));
  expect([everywhere.slice(0, 30).every((wait) => wait === null), everywhere[30]]).toEqual([true, 1]);
});

test('a wait is told in the answer and in its header', async () => {
  fake.fault = () => ({ refuse: new Refusal(429, 'Too Many Requests: retry after 3', { retry_after: 3 }) });
  expect(await send('x')).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
    retryAfter: '3',
  });
  fake.fault = null;
});
