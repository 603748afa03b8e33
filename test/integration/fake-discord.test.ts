import { afterAll, beforeAll, expect, test } from 'vitest';
import { discordToken } from '../support/discord-outbox.ts';
import { callPace } from '../support/fake-discord/call-pace.ts';
import { type FakeChannel, type FakeDiscord, permission, startFakeDiscord } from '../support/fake-discord/index.ts';
import { type RawCalls, rawCalls } from '../support/fake-discord/raw-calls.ts';

// The fake answers as Discord's documentation says; the tests of the bot rest on it.

let fake: FakeDiscord;
let desk: FakeChannel;
let call: RawCalls['call'];
let command: RawCalls['command'];
beforeAll(async () => {
  fake = await startFakeDiscord({ token: discordToken, unhurried: true });
  ({ call, command } = rawCalls(fake));
  desk = fake.addChannel('desk');
});
afterAll(() => fake.stop());

const post = (body: unknown, channel = desk.id) => call('POST', `/channels/${channel}/messages`, body);
const button = (more: object) => ({ type: 2, style: 2, label: 'b', custom_id: 'x', ...more });
const row = (...components: readonly object[]) => ({ components: [{ type: 1, components }] });
const invalid = (path: string, code: string) => {
  const tree = path
    .split('.')
    .reduceRight<object>((inner, name) => ({ [name]: inner }), { _errors: [expect.objectContaining({ code })] });
  return { status: 400, code: 50035, errors: expect.objectContaining(tree) };
};

test.each<[string, () => ReturnType<typeof call>, object]>([
  ['a wrong token', () => call('POST', `/channels/${desk.id}/messages`, {}, 'Bot wrong'), { status: 401 }],
  ['an unknown route', () => call('POST', '/coffee'), { status: 404, code: 0 }],
  ['an unknown method', () => call('PUT', `/channels/${desk.id}/messages`), { status: 405 }],
  ['an unknown channel', () => post({ content: 'x' }, '7'), { status: 404, code: 10003 }],
  ['no words', () => post({ content: ' ' }), { status: 400, code: 50006 }],
  ['half a surrogate pair', () => post('{"content":"\\ud83d"}'), { status: 400, code: 50109 }],
  ['2001 characters', () => post({ content: 'x'.repeat(2_001) }), invalid('content', 'BASE_TYPE_MAX_LENGTH')],
  [
    '4097 in an embed',
    () => post({ embeds: [{ description: 'x'.repeat(4_097) }] }),
    invalid('embeds.0.description', 'BASE_TYPE_MAX_LENGTH'),
  ],
  [
    '6001 in all embeds',
    () => post({ embeds: [{ description: 'x'.repeat(4_000) }, { description: 'x'.repeat(2_001) }] }),
    invalid('embeds', 'MAX_EMBED_SIZE_EXCEEDED'),
  ],
  ['an empty embed', () => post({ embeds: [{ color: 1 }] }), invalid('embeds.0.description', 'BASE_TYPE_REQUIRED')],
  ['a nonce of 26', () => post({ content: 'x', nonce: 'n'.repeat(26) }), invalid('nonce', 'BASE_TYPE_MAX_LENGTH')],
  [
    'six buttons in a row',
    () => post(row(...[1, 2, 3, 4, 5, 6].map((id) => button({ custom_id: `${id}` })))),
    invalid('components.0.components', 'BASE_TYPE_BAD_LENGTH'),
  ],
  ['an empty row', () => post(row()), invalid('components.0.components', 'BASE_TYPE_BAD_LENGTH')],
  [
    'a button twice',
    () => post(row(button({}), button({}))),
    invalid('components.0.components.1.custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED'),
  ],
  [
    '101 on a button',
    () => post(row(button({ custom_id: 'x'.repeat(101) }))),
    invalid('components.0.components.0.custom_id', 'BASE_TYPE_MAX_LENGTH'),
  ],
  [
    'a label of 81',
    () => post(row(button({ label: 'x'.repeat(81) }))),
    invalid('components.0.components.0.label', 'BASE_TYPE_MAX_LENGTH'),
  ],
  ['an edit of nothing', () => call('PATCH', `/channels/${desk.id}/messages/9`, { content: 'x' }), { status: 404, code: 10008 }],
  ['a callback to nothing', () => call('POST', '/interactions/1/token/callback', { type: 5 }), { status: 404, code: 10062 }],
  ['an answer to nothing', () => call('POST', '/webhooks/1/token', { content: 'x' }), { status: 404, code: 10015 }],
  ['a private talk with nobody', () => call('POST', '/users/@me/channels', { recipient_id: '9' }), { status: 400, code: 50033 }],
  ['a command with a capital', () => command({ name: 'Gex' }), invalid('0.name', 'APPLICATION_COMMAND_INVALID_NAME')],
  ['101 of description', () => command({ description: 'x'.repeat(101) }), invalid('0.description', 'BASE_TYPE_MAX_LENGTH')],
  [
    'an option that must be given behind one that need not',
    () =>
      command({
        options: [
          { type: 3, name: 'a', description: 'x' },
          { type: 3, name: 'b', description: 'x', required: true },
        ],
      }),
    invalid('0.options.1', 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'),
  ],
  [
    '26 choices',
    () =>
      command({
        options: [
          {
            type: 3,
            name: 'a',
            description: 'x',
            choices: Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` })),
          },
        ],
      }),
    invalid('0.options.0.choices', 'BASE_TYPE_MAX_LENGTH'),
  ],
])('%s is refused', async (_, made, refused) => {
  expect(await made()).toMatchObject(refused);
});

test.each<[string, bigint, number]>([
  ['cannot be seen', 0n, 50001],
  ['cannot be written to', permission.viewChannel, 50013],
])('a channel that %s is refused', async (_, permissions, code) => {
  fake.addChannel('closed').botPermissions = permissions;
  const closed = [...fake.world.channels.values()].at(-1)!;
  expect(await post({ content: 'x' }, closed.id)).toMatchObject({ status: 403, code });
});

test('a nonce that was seen gives the message that has it, for some minutes', async () => {
  const first = await post({ content: 'first', nonce: 'n', enforce_nonce: true });
  expect(await post({ content: 'second', nonce: 'n', enforce_nonce: true })).toMatchObject({ id: first.id, content: 'first' });
  expect((await post({ content: 'not enforced', nonce: 'n' })).id).not.toBe(first.id);
  fake.later(600_000);
  expect((await post({ content: 'later', nonce: 'n', enforce_nonce: true })).id).not.toBe(first.id);
});

test('a nonce that is not remembered any more takes no room', async () => {
  const { nonces } = fake.world;
  for (const nonce of ['m1', 'm2', 'm3']) await post({ content: 'x', nonce });
  expect(nonces.size).toBeGreaterThanOrEqual(3);
  fake.later(180_000);
  await post({ content: 'x', nonce: 'm4' });
  expect([...nonces.keys()]).toEqual([`${desk.id}/m4`]);
});

test('who calls too fast is told to wait, by bucket and in all; being impatient is noticed', () => {
  const pace = callPace(false);
  const waits = [0, 10, 20, 30, 40, 50, 2_000, 5_001].map((now) => pace.pass('POST 1', now).wait?.seconds ?? null);
  expect(waits).toEqual([null, null, null, null, null, 4.95, 3, null]);
  expect(pace.impatient, 'told at 50 ms to wait 4.95 s, it came after 2 s').toBe(1);
  expect(pace.pass('POST 2', 6_000).headers).toMatchObject({ 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '5' });
  const all = Array.from({ length: 51 }, (_, at) => pace.pass(`POST ${100 + at}`, 100_000).wait);
  expect([all[49], all[50]]).toEqual([null, { seconds: 1, global: true }]);
  expect(pace.pass(null, 100_000).wait, 'first words to interactions count for nothing').toBeNull();
});

test('people can only do what a client lets them', () => {
  const tim = fake.addUser('tim');
  expect(() => fake.slash(tim, 'gex')).toThrow('no command gex is registered');
});

test('what the specification does not know is complained of', async () => {
  const before = fake.complaints.length;
  await post({ content: 'x', parse_mode: 'HTML' });
  await post({ content: 5 });
  expect(fake.complaints.slice(before)).toEqual(
    expect.arrayContaining(['MessageCreateRequest has no parse_mode', expect.stringContaining('MessageCreateRequest content')]),
  );
});
