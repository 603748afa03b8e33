import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { delivery, failure, laneRun } from './lane-run.fixture.ts';
import { platformPace } from './platform-pace.ts';

const { telegram, discord } = platformPace;
const group = { platform: 'telegram', id: '-100' } as const;
const chat = (id: number) => ({ platform: 'telegram', id: String(id) }) as const;
const ids = (run: ReturnType<typeof laneRun>) => run.calls.map(({ effect }) => effect.delivery.id);
const outcomes = (run: ReturnType<typeof laneRun>) =>
  run.receipts().map(({ id, revision, outcome }) => `${id} ${revision} ${outcome}`);

test('a message is sent, and its next revisions are edits of it', () => {
  const run = laneRun(telegram);
  run.want(delivery('a'));
  run.want(delivery('a', { revision: 2 }));
  run.pass(2_000);
  run.want(delivery('a', { revision: 3 }));
  run.pass();
  expect(run.calls.map(({ effect }) => [effect.type, effect.delivery.revision])).toEqual([
    ['send', 1],
    ['edit', 2],
    ['edit', 3],
  ]);
  expect(outcomes(run)).toEqual(['a 1 sent', 'a 2 edited', 'a 3 edited']);
  expect(run.receipts().every(({ messageId }) => messageId === 'm1')).toBe(true);
});

test('B1: of what waits under one id the newest revision alone is sent', () => {
  const run = laneRun(telegram);
  run.want(delivery('before'));
  for (let revision = 1; revision <= 50; revision++) run.want(delivery('a', { revision }));
  run.want(delivery('a', { revision: 7 }));
  run.pass();
  expect(run.calls.map(({ effect }) => effect.delivery.revision)).toEqual([1, 50]);
});

test('B1: a chat gets one message a second, a group 18 a minute', () => {
  const privately = laneRun(telegram);
  for (let n = 0; n < 5; n++) privately.want(delivery(`${n}`));
  privately.pass();
  expect(privately.calls.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  const inGroup = laneRun(telegram);
  for (let n = 0; n < 19; n++) inGroup.want(delivery(`${n}`, { chat: group }));
  inGroup.pass();
  expect(inGroup.calls.map(({ atMs }) => atMs).slice(16)).toEqual([16_000, 17_000, 60_000]);
});

test('B1: retry_after is obeyed for that chat, while others go on', () => {
  const run = laneRun(telegram, ({ effect }, calls) =>
    calls.length === 0 && effect.delivery.id === 'a' ? failure('rate-limited', { retryAfterMs: 3_000 }) : null,
  );
  run.want(delivery('a'));
  run.want(delivery('b', { chat: chat(7) }));
  run.pass();
  expect(run.calls.map(({ atMs, effect }) => [effect.delivery.id, atMs])).toEqual([
    ['a', 0],
    ['b', 50],
    ['a', 3_050],
  ]);
});

test('B1: when a second chat is told to wait, the platform is left in peace', () => {
  const run = laneRun(telegram, (_, calls) => (calls.length < 2 ? failure('rate-limited', { retryAfterMs: 5_000 }) : null));
  for (let n = 1; n <= 6; n++) run.want(delivery(`${n}`, { chat: chat(n) }));
  run.pass();
  expect(run.calls.filter(({ atMs }) => atMs > 50 && atMs < 5_100)).toEqual([]);
  expect(run.receipts().map(({ outcome }) => outcome)).toEqual(Array(6).fill('sent'));
});

test('B1: at most 100 wait; the oldest of the most crowded chat makes room, a critical one never', () => {
  const run = laneRun(telegram, () => failure('rate-limited', { retryAfterMs: 60_000 }));
  run.want(delivery('critical', { chat: group, critical: true }));
  run.want(delivery('quiet chat', { chat: chat(1) }));
  for (let n = 0; n < 150; n++) run.want(delivery(`${n}`, { chat: group }));
  const dropped = run.receipts().filter(({ outcome }) => outcome === 'dropped');
  expect(run.waitingMost()).toBeLessThanOrEqual(100);
  expect(dropped.map(({ id }) => id)).toEqual(Array.from({ length: dropped.length }, (_, n) => `${n}`));
  expect([...run.lane().waiting.keys(), ...run.lane().inFlight.keys()]).toEqual(
    expect.arrayContaining(['quiet chat', 'critical']),
  );
});

test('B2: an outage is met with growing waits, and the message is told when it is over', () => {
  const run = laneRun(telegram, (_, calls) => (calls.length < 4 ? failure('unavailable') : null));
  run.want(delivery('a'));
  run.pass();
  expect(run.calls.map(({ atMs }) => atMs)).toEqual([0, 1_050, 3_100, 7_150, 15_200]);
  expect(outcomes(run)).toEqual(['a 1 sent']);
});

test('B2: an outage that does not end is given up after ten attempts', () => {
  const run = laneRun(telegram, () => failure('unavailable'));
  run.want(delivery('a'));
  run.pass();
  expect(run.calls).toHaveLength(10);
  expect(outcomes(run)).toEqual(['a 1 unavailable']);
});

test('B2: what may have arrived is not sent again, unless it is critical: then once more', () => {
  const unclear = () => failure('unavailable', { unclear: true });
  const usual = laneRun(telegram, unclear);
  usual.want(delivery('a'));
  usual.pass();
  expect([ids(usual), outcomes(usual)]).toEqual([['a'], ['a 1 unclear']]);
  const critical = laneRun(telegram, unclear);
  critical.want(delivery('a', { critical: true }));
  critical.pass();
  expect([ids(critical), outcomes(critical)]).toEqual([['a', 'a'], ['a 1 unclear']]);
});

test('B2: where the platform tells duplicates it is sent again, and an edit is everywhere', () => {
  const once = (_: unknown, calls: readonly unknown[]) => (calls.length === 0 ? failure('unavailable', { unclear: true }) : null);
  const told = laneRun(discord, once);
  told.want(delivery('a'));
  told.pass();
  expect([ids(told), outcomes(told)]).toEqual([['a', 'a'], ['a 1 sent']]);
  const edit = laneRun(telegram, once);
  edit.want(delivery('a', { revision: 2 }), 'm0');
  edit.pass();
  expect(outcomes(edit)).toEqual(['a 2 edited']);
});

test('B2: a later revision sent under the same nonce is made sure of by an edit', () => {
  const run = laneRun(discord);
  run.want(delivery('a', { revision: 3 }));
  run.pass();
  expect(run.calls.map(({ effect }) => effect.type)).toEqual(['send', 'edit']);
  expect(outcomes(run)).toEqual(['a 2 sent', 'a 3 edited']);
});

test('a blocked chat ends all that waits for it, and is named once', () => {
  const run = laneRun(telegram, ({ effect }) => (effect.chat.id === '42' ? failure('unreachable') : null));
  for (const id of ['a', 'b', 'c']) run.want(delivery(id));
  run.want(delivery('d', { chat: chat(7) }));
  run.pass();
  expect(outcomes(run)).toEqual(['a 1 unreachable', 'b 1 unreachable', 'c 1 unreachable', 'd 1 sent']);
  expect(run.effects.filter(({ type }) => type === 'unreachable')).toHaveLength(1);
});

test('a chat that moved is written to under its new id, also what comes later under the old one', () => {
  const run = laneRun(telegram, ({ effect }) => (effect.chat.id === '-100' ? failure('moved', { movedTo: '-1007' }) : null));
  run.want(delivery('a', { chat: group }));
  run.pass(5_000);
  run.want(delivery('b', { chat: group }));
  run.pass();
  expect(run.calls.map(({ effect }) => effect.chat.id)).toEqual(['-100', '-1007', '-1007']);
  expect(run.effects).toContainEqual({ type: 'moved', chat: group, to: '-1007' });
});

test('old news is not sent for the first time, but an edit of it is', () => {
  const run = laneRun(telegram);
  run.pass(10_000);
  run.want(delivery('a', { notAfterMs: epochMs(9_999) }));
  run.want(delivery('b', { notAfterMs: epochMs(9_999), revision: 2 }), 'm0');
  run.pass();
  expect(outcomes(run)).toEqual(['a 1 too-old', 'b 2 edited']);
});

test('what is taken back before it was sent is not sent', () => {
  const run = laneRun(telegram);
  run.want(delivery('a'));
  run.want(delivery('b'));
  run.withdraw('b');
  run.pass();
  expect(ids(run)).toEqual(['a']);
});

test('critical ones go first', () => {
  const run = laneRun(telegram);
  for (const id of ['a', 'b', 'c']) run.want(delivery(id, { critical: id === 'c' }));
  run.pass();
  expect(ids(run)).toEqual(['a', 'c', 'b']);
});

test('a withdrawn token ends it, at the first call', () => {
  const run = laneRun(telegram, () => failure('unauthorised'));
  run.want(delivery('a'));
  run.want(delivery('b', { chat: chat(7) }));
  run.pass();
  expect(ids(run)).toEqual(['a']);
  expect(run.effects).toContainEqual({ type: 'give-up', reason: 'unauthorised' });
});
