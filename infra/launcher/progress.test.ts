import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { progressOn } from './progress.ts';

const written = (isTTY: boolean) => {
  let text = '';
  const stream = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        text += chunk.toString('utf8');
        done();
      },
    }),
    { isTTY },
  ) as unknown as NodeJS.WriteStream; // only write and isTTY are used
  return { stream, text: () => text };
};

test('in a file, counting on is told at most each five seconds, and what is new at once', () => {
  const { stream, text } = written(false);
  let now = 0;
  const progress = progressOn(stream, () => now);
  for (now = 0; now <= 6_000; now += 1_000) progress.say(`Kafka: ${now / 1_000} files, ${now / 1_000} s`);
  progress.say('Kafka: starting');
  expect(text()).toBe('Kafka: 0 files, 0 s\nKafka: 5 files, 5 s\nKafka: starting\n');
});

test('on a terminal one line replaces the other and is gone at the end', () => {
  const { stream, text } = written(true);
  const progress = progressOn(stream);
  progress.say('one');
  progress.say('two');
  progress.clear();
  expect(text()).toBe('\r\x1b[2Kone\r\x1b[2Ktwo\r\x1b[2K');
});
