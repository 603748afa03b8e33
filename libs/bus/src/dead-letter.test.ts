import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import { deadLetter } from './dead-letter.ts';

const stored = { topic: 'market', partition: 4, offset: 17, key: 'SPX', timestampMs: epochMs(99) };

test('a dead letter says where the record stands, why, and how it begins', () => {
  const value = Uint8Array.from({ length: 5_000 }, (_, at) => at % 256);
  const letter = deadLetter({ ...stored, value }, 'unknown format 7');
  expect(letter).toMatchObject({ topic: 'dead-letters', timestampMs: 99 });
  const { headBase64, ...said } = JSON.parse(new TextDecoder().decode(letter.value!)) as Record<string, unknown>;
  expect(said).toEqual({ topic: 'market', partition: 4, offset: 17, key: 'SPX', reason: 'unknown format 7', valueBytes: 5_000 });
  expect(Buffer.from(String(headBase64), 'base64')).toEqual(Buffer.from(value.subarray(0, 2_048)));
});

test('a record without a value has an empty beginning', () => {
  const letter = deadLetter({ ...stored, value: null }, 'no value');
  expect(JSON.parse(new TextDecoder().decode(letter.value!))).toMatchObject({ valueBytes: 0, headBase64: '' });
});
