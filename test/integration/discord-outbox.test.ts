import { discordSamples, outboxSamples } from '@gexstream/bots';
import type { Delivery } from '@gexstream/domain';
import { sample } from '@gexstream/metrics';
import { expect, test } from 'vitest';
import { canariesIn } from '../support/canaries.ts';
import { discordOutbox, discordToken } from '../support/discord-outbox.ts';
import { type FakeChannel, permission, rateLimited, transcript } from '../support/fake-discord/index.ts';
import { alertTo, deliveryTo, message } from '../support/outbox-run.ts';
import { until } from '../support/until.ts';

/** Reviewed by people: `test/golden/transcripts`. */
const golden = (name: string): string => `../golden/transcripts/discord-${name}.txt`;
const post = 'POST /channels/:channel/messages';
const patch = 'PATCH /channels/:channel/messages/:message';

type Run = Awaited<ReturnType<typeof discordOutbox>>;
const to = ({ id }: FakeChannel) => ({ platform: 'discord' as const, id });
const alert = (run: Run, revision: number, last: string): Delivery => alertTo(to(run.desk), revision, last);
const delivery = (run: Run, id: string, more: Partial<Delivery> = {}) => deliveryTo(to(run.desk), id, more);

const scenario = (name: string, title: string, play: (run: Run) => Promise<void>): void =>
  test.concurrent(title, async ({ expect: local }) => {
    const run = await discordOutbox();
    try {
      await play(run);
      const shown = new Map([['#desk', run.fake.messages(run.desk)]]);
      await local(transcript(run.fake.calls, shown)).toMatchFileSnapshot(golden(name));
      local(run.fake.complaints, '8.4: requests and answers as published').toEqual([]);
      const said = { log: run.logged.join('\n'), receipts: JSON.stringify(await run.receipts()) };
      local(canariesIn({ discordToken }, said), '8.10, C3: the token stands nowhere').toEqual([]);
      local(run.fake.impatient(), 'B1: no call before retry_after').toBe(0);
    } finally {
      await run.stop();
    }
  });

scenario('alert', '8.3: an alert fires, is edited as others join, and is resolved in its place', async (run) => {
  await run.want(alert(run, 1, 'fired 14:02'));
  await run.done('a');
  await run.want(alert(run, 2, '+2 similar'));
  await run.done('a', 2);
  await run.want(alert(run, 3, 'resolved 14:07'));
  await run.done('a', 3);
});

scenario('429', 'B1, S-21: 429 with retry_after 1.3 is obeyed, and the newest revision is what comes then', async (run) => {
  run.fake.fault = ({ route }, before) => (route === post && before === 0 ? { refuse: rateLimited(1.3) } : null);
  const began = Date.now();
  await run.want(alert(run, 1, 'fired 14:02'));
  await until('it is told to wait', () => run.fake.calls.some(({ answer }) => answer.startsWith('429')));
  await run.want(alert(run, 2, '+2 similar'));
  await run.done('a', 2);
  expect(Date.now() - began).toBeGreaterThanOrEqual(1_300);
});

scenario('502', 'B2: 502 twice, and the message comes once', async (run) => {
  run.fake.fault = ({ route }, before) => (route === post && before < 2 ? { status: 502 } : null);
  await run.want(alert(run, 1, 'fired 14:02'));
  await run.done('a');
});

scenario('hang-up', 'B2: hang-ups after a message was taken leave it once: Discord knows its nonce', async (run) => {
  run.fake.fault = ({ route }, before) => (route === post && before < 2 ? { hangUp: 'taken' } : null);
  await run.want(alert(run, 1, 'fired 14:02'));
  await run.done('a');
});

scenario('edit-hang-up', 'B2: an edit that may have been taken is made again, and stands there once', async (run) => {
  await run.want(alert(run, 1, 'fired 14:02'));
  await run.done('a');
  run.fake.fault = ({ route }, before) => (route === patch && before === 0 ? { hangUp: 'taken' } : null);
  await run.want(alert(run, 2, 'resolved 14:07'));
  await run.done('a', 2);
});

scenario('no-permission', '8.3: a channel in which the bot may not write is named and not tried again', async (run) => {
  run.desk.botPermissions = permission.viewChannel;
  await run.want(delivery(run, 'a'), delivery(run, 'b'));
  await run.done('b');
  await until('the chat is named', () => run.events.length > 0);
  expect(run.events).toEqual([`unreachable ${run.desk.id}: Missing Permissions (50013, send a message)`]);
  expect(outboxSamples(run.outbox.status())).toEqual(
    expect.arrayContaining([
      sample('notified', 2, { platform: 'discord', outcome: 'unreachable' }),
      sample('notifyFailures', 1, { platform: 'discord', reason: 'unreachable' }),
    ]),
  );
});

scenario('closed-to-us', '8.3: somebody who takes no private messages is named and not tried again', async (run) => {
  run.tim.takesDms = false;
  await run.want(deliveryTo({ platform: 'discord', id: `user-${run.tim.id}` }, 'a'));
  await run.done('a');
  await until('the chat is named', () => run.events.length > 0);
  expect(run.events).toEqual([`unreachable user-${run.tim.id}: Cannot send messages to this user (50007, send a message)`]);
});

scenario('gone', '8.3: an edit of a message that was deleted is not made another message', async (run) => {
  await run.want(alert(run, 1, 'fired 14:02'));
  await run.done('a');
  run.desk.messages.clear();
  await run.want(alert(run, 2, 'resolved 14:07'));
  await run.done('a', 2);
  expect((await run.receipts()).map(({ outcome }) => outcome)).toEqual(['refused']);
});

scenario(
  'long',
  '8.3: what is more than an embed holds is split between blocks, and its edit stays within its parts',
  async (run) => {
    const rows = (mark: string) => Array.from({ length: 70 }, (_, at) => `${mark} ${String(at).padStart(3)} ${'·'.repeat(26)}`);
    const long = (...marks: readonly string[]) =>
      message('A long day', { blocks: marks.map((mark) => ({ kind: 'table', lines: rows(mark) })) });
    await run.want(delivery(run, 'a', { message: long('first', 'second', 'third') }));
    await run.done('a');
    await run.want(delivery(run, 'a', { revision: 2, message: long('shorter') }));
    await run.done('a', 2);
  },
);

test('8.3: twelve messages to one channel keep its pace: Discord never has to say so twice', async () => {
  const run = await discordOutbox();
  await run.want(...Array.from({ length: 12 }, (_, at) => delivery(run, `m${at}`)));
  await run.done('m11');
  expect(run.fake.messages(run.desk).map(({ content }) => content)).toEqual(
    Array.from({ length: 12 }, (_, at) => `**alert m${at}**`),
  );
  expect(run.fake.impatient()).toBe(0);
  expect(discordSamples(run.platform)[0]!.value).toBeLessThan(60);
  await run.stop();
});
