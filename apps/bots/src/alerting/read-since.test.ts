import { encodeEvent, type StoredRecord } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { readAlertStates } from './alert-states.ts';
import { readSince } from './read-since.ts';

const at = epochMs(1_795_188_600_000);
const stored = (offset: number, body: object | null): StoredRecord => {
  const stamp = { version: 1, feed: 'sim', run: 'r', eventMs: at, receiveMs: at, emitMs: at, sessionDate: '2026-11-20' } as const;
  const event = { ...stamp, kind: 'alert', underlying: 'SPX', seq: 0, body };
  const value = body === null ? Uint8Array.of(9, 8, 7) : encodeEvent(event);
  return { topic: 'alerts', partition: 0, offset, key: `${offset}`, value, timestampMs: at };
};
const holding = (records: readonly StoredRecord[]) => ({
  offsets: async () => [{ topic: 'alerts', partition: 0, start: 0, end: records.length }],
  read: async (_topic: string, _partition: number, from: number, to: number) => records.slice(from, to),
});

test('what cannot be read is left out: a digest goes without it, and a start too', async () => {
  const bus = holding([stored(0, { of: 'first' }), stored(1, null), stored(2, { of: 'last' })]);
  expect((await readSince(bus, 'alerts', at)).map(({ body }) => body)).toEqual([{ of: 'first' }, { of: 'last' }]);
  expect(await readAlertStates(bus)).toEqual([{ of: 'first' }, { of: 'last' }]);
});
