import { outboxSamples, telegramSamples } from '@gexstream/bots';
import { sample } from '@gexstream/metrics';
import { expect, test } from 'vitest';
import { canariesIn } from '../support/canaries.ts';
import { Refusal, transcript } from '../support/fake-telegram/index.ts';
import { alertTo, message } from '../support/outbox-run.ts';
import { delivery, telegramOutbox, token } from '../support/telegram-outbox.ts';
import { until } from '../support/until.ts';

/** Reviewed by people: `test/golden/transcripts`. */
const golden = (name: string): string => `../golden/transcripts/telegram-${name}.txt`;

const away = (status: number, times: number) => (_: unknown, before: number) => (before < times ? { status } : null);

const alert = (revision: number, last: string) => alertTo({ platform: 'telegram', id: '42' }, revision, last);

const opened = async () => {
  const run = await telegramOutbox();
  run.fake.addChat({ id: 42, type: 'private', title: 'T' });
  run.fake.addChat({ id: -100, type: 'group', title: 'Desk' });
  return run;
};
type Run = Awaited<ReturnType<typeof opened>>;

const scenario = (name: string, title: string, play: (run: Run) => Promise<void>, chatIds: readonly number[] = [42]): void =>
  test.concurrent(title, async ({ expect: local }) => {
    const run = await opened();
    try {
      await play(run);
      await local(transcript(run.fake, chatIds)).toMatchFileSnapshot(golden(name));
      local(run.fake.complaints, '8.4: requests and answers as published').toEqual([]);
      const said = { log: run.logged.join('\n'), receipts: JSON.stringify(await run.receipts()) };
      local(canariesIn({ token }, said), '8.10, C3: the token stands nowhere').toEqual([]);
      local(run.fake.impatient(), 'B1: no call before retry_after').toBe(0);
    } finally {
      await run.stop();
    }
  });

scenario('alert', '8.3: an alert fires, is edited as others join, and is resolved in its place', async (run) => {
  await run.want(alert(1, 'fired 14:02'));
  await run.done('a');
  await run.want(alert(2, '+2 similar'));
  await run.done('a', 2);
  await run.want(alert(3, 'resolved 14:07'));
  await run.done('a', 3);
});

scenario('429', 'B1, S-21: 429 with retry_after 3 is obeyed, and the newest revision is what comes then', async (run) => {
  run.fake.fault = (_, before) =>
    before === 0 ? { refuse: new Refusal(429, 'Too Many Requests: retry after 3', { retry_after: 3 }) } : null;
  const began = Date.now();
  await run.want(alert(1, 'fired 14:02'));
  await until('it is told to wait', () => run.fake.calls.some(({ answer }) => answer.startsWith('429')));
  await run.want(alert(2, '+2 similar'));
  await run.done('a', 2);
  expect(Date.now() - began).toBeGreaterThanOrEqual(3_000);
  expect(outboxSamples(run.outbox.status())).toContainEqual(sample('notifyRetryAfter', 3, { platform: 'telegram' }));
});

scenario('502', 'B2: 502 twice is no answer of the server: the message comes once', async (run) => {
  run.fake.fault = away(502, 2);
  await run.want(alert(1, 'fired 14:02'));
  await run.done('a');
});

scenario('hang-up', 'B2: a hang-up after the message was taken leaves it once, and a critical one twice at most', async (run) => {
  run.fake.fault = (_, before) => (before < 2 ? { hangUp: 'taken' } : null);
  await run.want(delivery('usual', 42));
  await run.done('usual');
  await run.want(delivery('critical', 42, { critical: true }));
  await run.done('critical');
});

scenario('edit-hang-up', 'B2: an edit that may have been taken is made again, and stands there once', async (run) => {
  await run.want(alert(1, 'fired 14:02'));
  await run.done('a');
  run.fake.fault = ({ method }, before) => (method === 'editMessageText' && before === 0 ? { hangUp: 'taken' } : null);
  await run.want(alert(2, 'resolved 14:07'));
  await run.done('a', 2);
});

scenario('blocked', '8.3: a chat that blocked the bot is named and not tried again', async (run) => {
  const chat = run.fake.addChat({ id: 42, type: 'private', title: 'T' });
  chat.forbidden = 'bot was blocked by the user';
  await run.want(delivery('a', 42), delivery('b', 42));
  await run.done('b');
  await until('the chat is named', () => run.events.length > 0);
  expect(run.events).toEqual(['unreachable 42: Forbidden: bot was blocked by the user (403, sendMessage)']);
  expect(outboxSamples(run.outbox.status())).toEqual(
    expect.arrayContaining([
      sample('notified', 2, { platform: 'telegram', outcome: 'unreachable' }),
      sample('notifyFailures', 1, { platform: 'telegram', reason: 'unreachable' }),
      sample('notifyWaiting', 0, { platform: 'telegram' }),
    ]),
  );
});

scenario(
  'migrate',
  '8.3: a group that became a supergroup is written to under its new id',
  async (run) => {
    run.fake.addChat({ id: -1007, type: 'supergroup', title: 'Desk' });
    run.fake.addChat({ id: -100, type: 'group', title: 'Desk' }).movedTo = -1007;
    await run.want(delivery('a', -100));
    await run.done('a');
    expect(run.events).toEqual(['moved -100 to -1007']);
  },
  [-100, -1007],
);

scenario('gone', '8.3: an edit of a message that was deleted is not made another message', async (run) => {
  await run.want(alert(1, 'fired 14:02'));
  await run.done('a');
  run.fake.remove(42, 101);
  await run.want(alert(2, 'resolved 14:07'));
  await run.done('a', 2);
  expect((await run.receipts()).map(({ outcome }) => outcome)).toEqual(['refused']);
});

scenario(
  'long',
  '8.3: a message of more than 4096 characters is split between blocks, and its edit stays within its parts',
  async (run) => {
    const rows = (mark: string) => Array.from({ length: 70 }, (_, at) => `${mark} ${String(at).padStart(3)} ${'·'.repeat(26)}`);
    const long = (...marks: readonly string[]) =>
      message('A long day', { blocks: marks.map((mark) => ({ kind: 'table', lines: rows(mark) })) });
    await run.want(delivery('a', 42, { message: long('first', 'second', 'third') }));
    await run.done('a');
    await run.want(delivery('a', 42, { revision: 2, message: long('shorter') }));
    await run.done('a', 2);
  },
);

scenario('old-server', '8.3: a server that cannot parse the marks gets the words without them', async (run) => {
  run.fake.fault = ({ parameters }) =>
    'parse_mode' in parameters
      ? { refuse: new Refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "b" at byte offset 0') }
      : null;
  await run.want(alert(1, 'fired 14:02'));
  await run.done('a');
  expect(telegramSamples(run.platform)).toContainEqual(
    sample('notifyFailures', 1, { platform: 'telegram', reason: 'unparsable' }),
  );
});
