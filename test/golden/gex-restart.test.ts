import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BusRecord, decodeEvent, encodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutBus } from '../support/cut-bus.ts';
import { allRecords, byIdentity, openLog, outputsOf, processed } from '../support/gex-log.ts';
import { logStartMs, marketLog, mulberry32 } from '../support/market-log.ts';

// What a processor that was cut off leaves behind, with what the next one does, is what one that never stopped gives.
// Two underlyings of one partition, two snapshots of each; then a short rest.
const recorded = marketLog({ seed: 7, symbols: ['SPX', 'RUT'], seconds: 63 });
const rest = recorded.findIndex(({ timestampMs }) => timestampMs > logStartMs + 62_600);
const isSnapshot = ({ topic: name }: BusRecord): boolean => name === topic.snapshots.name;

let folder = '';
let whole: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-restart-'));
  const bus = await openLog(join(folder, 'whole'));
  await bus.publish(recorded.slice(0, rest));
  await processed(bus);
  await bus.close();
  cpSync(join(folder, 'whole'), join(folder, 'before the rest'), { recursive: true });
  const again = await openLog(join(folder, 'whole'));
  await again.publish(recorded.slice(rest));
  await processed(again);
  whole = byIdentity(await outputsOf(again));
  await again.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('P1: a restart after', () => {
  const seed = 2;
  const random = mulberry32(seed);
  /** As Kafka may: partitions keep what they got, others lack what was in the same call. */
  const someOf = (records: readonly BusRecord[]): readonly BusRecord[] => records.filter(() => random() < 0.5);
  const beforeSnapshot = (records: readonly BusRecord[]) => (records.some(isSnapshot) ? records.filter(isSnapshot) : null);
  /** The other has no snapshot at all: all of it is nowhere but in the log. */
  const oneSnapshot = (records: readonly BusRecord[]) =>
    records.some(isSnapshot) ? records.filter((record) => isSnapshot(record) && record.key.startsWith('SPX/')) : null;
  const nth = (n: number) => (records: readonly BusRecord[]) => (n-- > 0 ? null : someOf(records));

  test.each<readonly [string, (records: readonly BusRecord[]) => readonly BusRecord[] | null]>([
    ['a snapshot that was kept while all else of that publish was not', beforeSnapshot],
    ['the first snapshot of one underlying, kept while that of another was not', oneSnapshot],
    ...[0, 2, 5].map((n) => [`publish ${n + 1}, of which only some records were kept (seed ${seed})`, nth(n)] as const),
  ])('%s', async (name, cut) => {
    const bus = await openLog(join(folder, name));
    await bus.publish(recorded);
    await expect(processed(cutBus(bus, cut))).rejects.toThrow('cut');
    await processed(bus);
    expect(byIdentity(await outputsOf(bus))).toEqual(whole);
    await bus.close();
  });
});

describe('P2: a snapshot', () => {
  interface Part {
    readonly slot: string;
    readonly isManifest: boolean;
    readonly record: StoredRecord;
  }
  const flipped = (value: Uint8Array): Uint8Array => {
    const event = decodeEvent(value);
    const { bytes, ...body } = event.body as { readonly bytes: Uint8Array };
    const changed = Uint8Array.from(bytes);
    changed[changed.length >> 1]! ^= 1;
    return encodeEvent({ ...event, body: { ...body, bytes: changed } });
  };
  /** What becomes of a record's value; null deletes it. */
  const damages: Readonly<Record<string, (part: Part) => Uint8Array | null>> = {
    'with a flipped bit': ({ isManifest, record: { value } }) => (isManifest ? value! : flipped(value!)),
    'of an older version': ({ record: { value } }) => {
      const event = decodeEvent(value!);
      return encodeEvent({ ...event, version: event.version - 1 });
    },
    'without a chunk': ({ isManifest, record: { value } }) => (isManifest ? value! : null),
    'with a torn manifest': ({ isManifest, record: { value } }) => (isManifest ? value!.subarray(0, 40) : value!),
  };
  const cases = Object.keys(damages).flatMap((damage) => [[damage, 'one slot'] as const, [damage, 'both slots'] as const]);

  test.each(cases)('%s, %s of SPX: never half of one, and the same outputs', async (damage, which) => {
    const path = join(folder, `${damage}, ${which}`);
    cpSync(join(folder, 'before the rest'), path, { recursive: true });
    const bus = await openLog(path);
    const parts = (await allRecords(bus, topic.snapshots.name)).flatMap((record): Part[] => {
      const [underlying, slot, part] = record.key.split('/');
      return underlying === 'SPX' ? [{ slot: slot!, isManifest: part === undefined, record }] : [];
    });
    expect(new Set(parts.map(({ slot }) => slot))).toEqual(new Set(['0', '1']));
    const hit = parts.filter(({ slot }) => which === 'both slots' || slot === parts.at(-1)!.slot);
    await bus.publish(hit.map((part) => ({ ...part.record, value: damages[damage]!(part) })));
    await bus.publish(recorded.slice(rest));
    await processed(bus);
    expect(byIdentity(await outputsOf(bus))).toEqual(whole);
    await bus.close();
  });
});
