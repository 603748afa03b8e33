import type { Envelope, Feed } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BusError } from '../errors.ts';
import { decodeEvent } from './decode-event.ts';
import { encodeEvent } from './encode-event.ts';
import { readableJson } from './readable-json.ts';

const envelope = (body: unknown): Envelope<string, unknown> => ({
  kind: 'option-updates',
  version: 1,
  feed: 'sim',
  run: 'r1',
  underlying: 'SPX',
  seq: 42,
  eventMs: epochMs(1_795_000_000_123),
  receiveMs: epochMs(1_795_000_000_124.5),
  emitMs: epochMs(1_795_000_000_125),
  sessionDate: '2026-11-20',
  body,
});

const number = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));
const column = fc.oneof(
  fc.float64Array(),
  fc.float32Array(),
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.int8Array(),
  fc.int16Array(),
  fc.int32Array(),
);
// `__proto__` cannot be a key: the decoder renames it, so that no record changes a prototype.
const name = fc.string().filter((text) => text !== '__proto__');
const leaf = fc.oneof(number, fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), fc.maxSafeInteger(), column);
const body = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf), fc.dictionary(name, leaf, { noNullPrototype: true })), {
  noNullPrototype: true,
});

const refusal = (value: Uint8Array): string => {
  try {
    decodeEvent(value);
  } catch (error) {
    if (error instanceof BusError && error.code === 'BUS_UNREADABLE') return error.message;
    throw error;
  }
  throw new Error('It was read');
};

const encoded = (value: unknown): Uint8Array => encodeEvent(value as Envelope<string, unknown>);

/** As the first format had it: the typed arrays within the MessagePack. */
const firstFormat =
  'AYuka2luZK5vcHRpb24tdXBkYXRlc6d2ZXJzaW9uAaRmZWVko3NpbaNydW6icjGqdW5kZXJseWluZ6NTUFijc2VxKqdldmVudE1zy0J6HuVl57AAqXJlY2VpdmVNc8tCeh7lZefIAKZlbWl0TXPLQnoe5WXn0ACrc2Vzc2lvbkRhdGWqMjAyNi0xMS0yMKRib2R5gqNiaWTHEXQIAAAAAAAA+D8AAAAAAAAEQKRtYXNrxwN0BAMA';

/** As the second format had it: the typed arrays behind the MessagePack as they are in memory, the symbols as texts. */
const secondFormat =
  'AsMAAACLpGtpbmSub3B0aW9uLXVwZGF0ZXOndmVyc2lvbgGkZmVlZKNzaW2jcnVuonIxqnVuZGVybHlpbmejU1BYo3NlcSqnZXZlbnRNc8tCeh7lZeewAKlyZWNlaXZlTXPLQnoe5WXnyACmZW1pdE1zy0J6HuVl59AAq3Nlc3Npb25EYXRlqjIwMjYtMTEtMjCkYm9keYOnc3ltYm9sc5G1U1BYVyAgMjUwNTIwQzA1NjYwMDAwo2JpZNRjACikbWFza9RjABQAAAAAAAD4PwAAAAAAAARAAwA=';

describe('the codec', () => {
  test('gives back any event: numbers to the bit, typed arrays of the same type', () => {
    fc.assert(
      fc.property(body, (content) => {
        expect(decodeEvent(encodeEvent(envelope(content)))).toStrictEqual(envelope(content));
      }),
    );
  });

  test('gives the same bytes for the same event, whatever was encoded in between', () => {
    fc.assert(
      fc.property(body, body, (content, other) => {
        const first = encodeEvent(envelope(content));
        encodeEvent(envelope(other));
        expect(encodeEvent(structuredClone(envelope(content)))).toEqual(first);
      }),
    );
  });

  test('keeps a column that is a part of a larger buffer, without the rest of it', () => {
    const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const { body: read } = decodeEvent(encodeEvent(envelope({ bid: part })));
    expect(read).toStrictEqual({ bid: new Float64Array([2, 3]) });
  });

  test.each([
    ['an array', (value: Uint8Array) => value],
    ['a Buffer within a larger one', (value: Uint8Array) => Buffer.concat([Buffer.of(0, 0, 0), value]).subarray(3)],
  ])('what was decoded does not change with the bytes it came from: %s', (_name, given) => {
    const value = given(encodeEvent(envelope({ mask: new Uint16Array([3]), bid: new Float64Array([1.5, 2.5]) })));
    const event = decodeEvent(value);
    value.fill(255);
    expect(event.body).toStrictEqual({ mask: new Uint16Array([3]), bid: new Float64Array([1.5, 2.5]) });
  });

  test('reads the first format', () => {
    const body = { bid: new Float64Array([1.5, 2.5]), mask: new Uint16Array([3]) };
    expect(decodeEvent(Buffer.from(firstFormat, 'base64'))).toStrictEqual(envelope(body));
  });

  test('reads the second format', () => {
    const body = { symbols: ['SPXW  250520C05660000'], bid: new Float64Array([1.5, 2.5]), mask: new Uint16Array([3]) };
    expect(decodeEvent(Buffer.from(secondFormat, 'base64'))).toStrictEqual(envelope(body));
  });

  test('refuses columns that end too early or are more than the event asks for', () => {
    const whole = encodeEvent(envelope({ bid: new Float64Array([1.5, 2.5]) }));
    expect(refusal(whole.subarray(0, whole.length - 8))).toContain('broken MessagePack');
    expect(refusal(Uint8Array.from([...whole, 0]))).toContain('broken MessagePack');
    expect(refusal(whole.subarray(0, 3))).toContain('broken MessagePack');
    expect(refusal(whole.subarray(0, 20))).toContain('broken MessagePack');
  });

  test('keeps fields it does not know', () => {
    const event = { ...envelope(null), addedLater: 'x' };
    expect(decodeEvent(encodeEvent(event))).toStrictEqual(event);
  });

  test('refuses an empty value, an unknown format, and broken bytes', () => {
    expect(refusal(new Uint8Array(0))).toContain('empty');
    expect(refusal(Uint8Array.from([7, 1, 2]))).toContain('unknown format 7');
    const whole = encodeEvent(envelope({ text: 'abc' }));
    expect(refusal(whole.subarray(0, whole.length - 2))).toContain('broken MessagePack');
    expect(refusal(Uint8Array.from([...whole, 0]))).toContain('broken MessagePack');
  });

  test('never fails in another way, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3), fc.uint8Array({ maxLength: 200 }), (format, bytes) => {
        expect(refusal(Uint8Array.from([format, ...bytes]))).toContain('BUS_UNREADABLE');
        expect(refusal(Uint8Array.from([format, bytes.length, 0, 0, 0, 8, 0, 0, 0, ...bytes]))).toContain('BUS_UNREADABLE');
        expect(refusal(Uint8Array.from([format, bytes.length, 0, 0, 0, ...bytes]))).toContain('BUS_UNREADABLE');
      }),
      { numRuns: 500 },
    );
  });

  test.each([[42], ['text'], [[1, 2]], [null], [new Float64Array(2)]])('refuses what is no envelope: %o', (value) => {
    expect(refusal(encoded(value))).toContain('not an envelope');
  });

  test.each(Object.keys(envelope({})))('names a missing %s', (field) => {
    const { [field]: _gone, ...rest } = { ...envelope({}) } as Record<string, unknown>;
    expect(refusal(encoded(rest))).toContain(`has no ${field}`);
  });

  test.each([
    ['kind', ''],
    ['version', 1.5],
    ['feed', 3],
    ['seq', -1],
    ['eventMs', 'noon'],
    ['emitMs', Number.NaN],
    ['sessionDate', '20.11.2026'],
  ])('names an ill-typed %s: %s', (field, value) => {
    expect(refusal(encoded({ ...envelope({}), [field]: value }))).toMatch(new RegExp(`${field} must be`));
  });
});

describe('readable JSON', () => {
  test('shows columns as plain arrays, what is no number as null, times as numbers', () => {
    const event = envelope({
      bid: new Float64Array([1.25, Number.NaN, Number.POSITIVE_INFINITY]),
      raw: Buffer.from([1, 2]),
      big: 3n,
    });
    const read = JSON.parse(readableJson({ ...event, feed: 'sim' as Feed })) as Record<string, unknown>;
    expect(read.body).toEqual({ bid: [1.25, null, null], raw: [1, 2], big: '3' });
    expect(read.eventMs).toBe(1_795_000_000_123);
  });

  test('is one line', () => {
    expect(readableJson(envelope({ text: 'a\nb' }))).not.toContain('\n');
  });
});
