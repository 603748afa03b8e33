import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeEvent, encodeEvent } from '@gexstream/bus';
import { type Envelope, unreadableReason } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { readableEvent } from '../../apps/api/src/live/readable-event.ts';

/**
 * One record of each topic and kind, byte for byte as a running product of version 0.1 wrote them on 25 November 2026, before columns were packed,
 * with a digest of what that version read in them. It stays as it is: who upgrades has logs that hold such records.
 */
interface KeptRecord {
  readonly topic: string;
  readonly kind: string;
  readonly key: string;
  /** Base64. */
  readonly value: string;
  readonly sha256: string;
}

const kept = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, 'records-of-version-1.json.gz'))).toString('utf8'),
) as readonly KeptRecord[];
const marketKinds = kept.filter(({ topic }) => topic === 'market').map(({ kind }) => kind);
const shownKinds = ['levels', 'cells', 'exposures', 'session-baseline', 'feed-status'];

/** Every value of an event, columns with their type, in the order of names. */
const plain = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return [value.constructor.name, ...Array.from(value as Float64Array, String)];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, plain(each)]));
};
const digest = (event: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(plain(event)))
    .digest('hex');
const read = ({ value }: KeptRecord): Envelope<string, unknown> => decodeEvent(Buffer.from(value, 'base64'));

describe('C5: records of the version before', () => {
  test('there is one of each topic and kind', () => {
    expect(marketKinds).toEqual([
      'time-mark',
      'feed-link',
      'underlying-quote',
      'option-updates',
      'chain-round',
      'underlying-bar',
    ]);
    expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set([...marketKinds, ...shownKinds, 'profile', 'gex-snapshot']));
  });

  test.each(kept)('$topic: $kind is read as it was then, to the last bit', (record) => {
    expect(digest(read(record))).toBe(record.sha256);
  });

  test.each(kept.filter(({ topic }) => topic === 'market'))('gex takes $kind', (record) => {
    expect(unreadableReason(read(record))).toBeNull();
  });

  test.each(kept.filter(({ kind }) => shownKinds.includes(kind)))('the API shows $kind', ({ value, kind }) => {
    expect(readableEvent(decodeEvent, Buffer.from(value, 'base64'))).toMatchObject({ kind });
  });

  test.each(kept)('$topic: $kind, written anew with a field of a later version, keeps that field', (record) => {
    const event = read(record);
    const later = { ...event, ofALaterVersion: 1, body: { ...(event.body as object), ofALaterVersion: [2] } };
    expect(decodeEvent(encodeEvent(later))).toMatchObject({ ofALaterVersion: 1, body: { ofALaterVersion: [2] } });
  });
});
