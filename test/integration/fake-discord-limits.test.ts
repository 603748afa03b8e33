import { afterAll, beforeAll, expect, test } from 'vitest';
import { discordToken } from '../support/discord-outbox.ts';
import { type FakeChannel, type FakeDiscord, startFakeDiscord } from '../support/fake-discord/index.ts';
import { type Answered, type RawCalls, rawCalls } from '../support/fake-discord/raw-calls.ts';
import { until } from '../support/until.ts';

// Each documented limit of the fake bites where it is said to, and not a character before.

let fake: FakeDiscord;
let desk: FakeChannel;
let raw: RawCalls;
beforeAll(async () => {
  fake = await startFakeDiscord({ token: discordToken, unhurried: true });
  desk = fake.addChannel('desk');
  raw = rawCalls(fake);
});
afterAll(() => fake.stop());

const post = (body: unknown): Promise<Answered> => raw.call('POST', `/channels/${desk.id}/messages`, body);
const embed = (more: object) => post({ embeds: [{ description: 'x', ...more }] });
const field = (more: object) => embed({ fields: [{ name: 'x', value: 'x', ...more }] });
const button = (more: object) => ({ type: 2, style: 2, label: 'b', custom_id: 'x', ...more });
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: 1, components: [button({ custom_id: `${at}` })] }));
const one = (more: object) => post({ content: 'x', components: [{ type: 1, components: [button(more)] }] });
const options = (count: number, more: object = {}) =>
  raw.command({
    options: Array.from({ length: count }, (_, at) => ({ type: 3, name: `o${at}`, description: 'x', ...more })),
  });
const choices = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `${at}`.padEnd(length, 'n'), value: `${at}`.padEnd(length, 'v') }));
/** Of 51 characters, and 200 with each choice. */
const option = (name: string, count: number) => ({ type: 3, name, description: x(50), choices: choices(count, 100) });
/** A command of this name with 39 choices in two options, without its own description. */
const gexChoices = 'gex'.length + 2 * 51 + 39 * 200;
const files = (...sizes: readonly number[]): Promise<Answered> => {
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: 'x' }));
  for (const [at, size] of sizes.entries()) form.set(`files[${at}]`, new Blob([new Uint8Array(size)]), `${at}.png`);
  return post(form);
};
const x = (length: number) => 'x'.repeat(length);
const megabyte = 1 << 20;

test.each<[string, (size: number) => Promise<Answered>, number, number?]>([
  ['characters of content', (size) => post({ content: x(size) }), 2_000],
  ['characters of a nonce', (size) => post({ content: 'x', nonce: x(size) }), 25],
  ['embeds', (size) => post({ embeds: Array.from({ length: size }, () => ({ title: 'x' })) }), 10],
  ['characters of a title', (size) => embed({ title: x(size) }), 256],
  ['characters of an embed', (size) => embed({ description: x(size) }), 4_096],
  ['characters of a footer', (size) => embed({ footer: { text: x(size) } }), 2_048],
  ['characters of an author', (size) => embed({ author: { name: x(size) } }), 256],
  ['fields', (size) => embed({ fields: Array.from({ length: size }, () => ({ name: 'x', value: 'x' })) }), 25],
  ['characters of a field’s name', (size) => field({ name: x(size) }), 256],
  ['characters of a field', (size) => field({ value: x(size) }), 1_024],
  [
    'characters of all embeds of a message',
    (size) => post({ embeds: [{ description: x(3_000) }, { description: x(size - 3_000) }] }),
    6_000,
  ],
  ['rows', (size) => post({ content: 'x', components: rows(size) }), 5],
  ['characters on a button', (size) => one({ label: x(size) }), 80],
  ['characters behind a button', (size) => one({ custom_id: x(size) }), 100],
  ['characters of a link', (size) => one({ style: 5, custom_id: undefined, url: `https://${x(size - 'https://'.length)}` }), 512],
  [
    'characters of a picture’s description',
    (size) => post({ content: 'x', attachments: [{ id: '0', description: x(size) }] }),
    1_024,
  ],
  ['files', (size) => files(...Array.from({ length: size }, () => 1)), 10],
  ['bytes of a file', (size) => files(size), 10 * megabyte, 40005],
  ['bytes of a message’s files', (size) => files(9 * megabyte, 9 * megabyte, size - 18 * megabyte), 25 * megabyte, 40005],
  ['commands', (size) => raw.commands(Array.from({ length: size }, (_, at) => ({ name: `c${at}`, description: 'x' }))), 100],
  ['characters of a command’s name', (size) => raw.command({ name: x(size) }), 32],
  ['characters of what a command does', (size) => raw.command({ description: x(size) }), 100],
  ['options of a command', (size) => options(size), 25],
  ['characters of what an option is', (size) => options(1, { description: x(size) }), 100],
  ['choices', (size) => options(1, { choices: choices(size, 5) }), 25],
  ['characters of a choice', (size) => options(1, { choices: choices(1, size) }), 100],
  [
    'characters of a command with its options and choices',
    (size) => raw.command({ description: x(size - gexChoices), options: [option('a', 25), option('b', 14)] }),
    8_000,
  ],
])('%s', async (_, made, most, code = 50035) => {
  expect(await made(most)).toMatchObject({ status: 200 });
  expect(await made(most + 1)).toMatchObject({ code });
});

test.each<[string, () => Promise<Answered>]>([
  ['a field without a name', () => field({ name: ' ' })],
  ['a button without words', () => one({ label: '' })],
  ['a command’s name that another has', () => raw.commands([1, 2].map(() => ({ name: 'gex', description: 'x' })))],
  ['an option’s name that another has', () => options(2, { name: 'same' })],
  ['completion beside choices', () => options(1, { autocomplete: true, choices: choices(1, 5) })],
])('%s is refused', async (_, made) => {
  expect(await made()).toMatchObject({ status: 400, code: 50035 });
});

test('a private talk with somebody who takes none is refused', async () => {
  const shy = fake.addUser('shy', { takesDms: false });
  const talk = await raw.call('POST', '/users/@me/channels', { recipient_id: shy.id });
  const answer = await raw.call('POST', `/channels/${talk.id}/messages`, { content: 'x' });
  expect(answer).toMatchObject({ status: 403, code: 50007 });
});

test('a command is acknowledged once, within three seconds, and answered for a quarter of an hour', async () => {
  await raw.command({});
  const tim = fake.addUser('tim');
  const asked = () => fake.slash(tim, 'gex', {}, { channel: desk.id });
  const acknowledge = ({ id, token }: { readonly id: string; readonly token: string }) =>
    raw.call('POST', `/interactions/${id}/${token}/callback`, { type: 5 });
  const answer = ({ token }: { readonly token: string }) =>
    raw.call('PATCH', `/webhooks/1000000000000000001/${token}/messages/@original`, { content: 'SPX' });

  const first = asked();
  expect(await acknowledge(first)).toMatchObject({ status: 204 });
  expect(await acknowledge(first)).toMatchObject({ status: 400, code: 40060 });
  fake.later(14 * 60_000);
  expect(await answer(first)).toMatchObject({ status: 200, content: 'SPX' });
  fake.later(2 * 60_000);
  expect(await answer(first)).toMatchObject({ status: 401, code: 50027 });

  const second = asked();
  expect(await answer(second), 'before it was acknowledged').toMatchObject({ status: 404, code: 10015 });
  fake.later(3_001);
  expect(await acknowledge(second)).toMatchObject({ status: 404, code: 10062 });
});

test('a session is gone on with by who has seen all but its last thousand events, and begun anew by others', async () => {
  const connect = async (say: object) => {
    const heard: { readonly op: number; readonly s: number | null; readonly t: string | null; readonly d: unknown }[] = [];
    const socket = new WebSocket(fake.world.gatewayUrl);
    socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data))));
    await until('it says hello', () => heard.length > 0);
    socket.send(JSON.stringify(say));
    await until('it is answered', () => heard.length > 1);
    return { heard, close: () => socket.close() };
  };
  const resume = (session_id: string, seq: number) => connect({ op: 6, d: { token: discordToken, session_id, seq } });

  const first = await connect({ op: 2, d: { token: discordToken, intents: 1 } });
  const { session_id } = first.heard[1]!.d as { session_id: string };
  const seen = fake.world.guilds.size + 1;
  await until('the servers are told', () => first.heard.at(-1)!.s === seen);
  first.close();
  await until('it is away', () => !fake.gateway.connected());
  for (let event = 0; event < 1_000; event++) fake.gateway.tell('ANYTHING', {});

  const back = await resume(session_id, seen);
  await until('all is told', () => back.heard.at(-1)!.t === 'RESUMED');
  expect(back.heard.filter(({ t }) => t === 'ANYTHING')).toHaveLength(1_000);
  back.close();
  await until('it is away again', () => !fake.gateway.connected());
  const late = await resume(session_id, seen);
  expect(late.heard[1]).toMatchObject({ op: 9, d: false });
  late.close();
});
