import { Writable } from 'node:stream';
import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import { alone } from './event-batch.ts';
import { sseClient } from './sse-client.ts';

const reader = (highWaterMark: number, backlogBytesMax: number) => {
  const taken: string[] = [];
  let take = (): void => {};
  const output = new Writable({
    highWaterMark,
    write: (chunk: Buffer, _encoding, done) => {
      taken.push(String(chunk));
      take = done;
    },
  });
  const client = sseClient({
    ...{ output, backlogBytesMax, clock: simulatedClock(openMs) },
    catchUp: (behind) => behind.sendWhole(Buffer.from('everything')),
    onClosed: () => {},
  });
  const send = (text: string): void => client.send(alone(Buffer.from(text)));
  /** Takes what waits, piece by piece. */
  const read = async (): Promise<void> => {
    while (output.writableLength > 0) {
      take();
      await new Promise((resolve) => setImmediate(resolve));
      if (taken.at(-1) === 'everything') return;
    }
  };
  return { client, taken, send, read };
};

test('a reader that is full gets everything once it has taken what waits', async () => {
  const { client, taken, send, read } = reader(4, 10);
  for (const text of ['first', 'second', 'third']) send(text);
  expect(client.dropped()).toBe(2);
  await read();
  expect(taken).toEqual(['first', 'everything']);
});

test('what is not full takes an event above its limit, for it would never tell that it has room again', async () => {
  const { client, taken, send, read } = reader(100, 10);
  send('a');
  send('b'.repeat(200));
  send('c');
  expect(client.dropped()).toBe(1);
  await read();
  expect(taken).toEqual(['a', 'b'.repeat(200), 'everything']);
});
