import { type EpochMs, epochMs } from '@gexstream/domain';
import { type RowOf, type Store, type StoreErrorCode, table } from '@gexstream/store';
import { afterEach, expect } from 'vitest';

/** How a suite gets stores of one adapter. */
export interface StoreUnderTest {
  /** A store over storage that nobody has used. */
  open(): Promise<Store>;
  /** The storage of the last `open` again, after that store was closed. */
  reopen(): Promise<Store>;
  readonly can: StoreGuarantees;
}

/** Promises that not every adapter keeps. */
export interface StoreGuarantees {
  /** Rows before 1970-01-01 UTC. */
  readonly keepBefore1970: boolean;
  /** `trim` deletes by itself, to the row; else the store forgets on its own, by the age that each table was made with. */
  readonly trimToTheRow: boolean;
}

export const readings = table({
  name: 'readings',
  doc: 'One of every type, and names that need quoting.',
  timestamp: 'at',
  key: ['place', 'sensor no'],
  retentionDays: 10,
  columns: {
    at: { type: 'timestamp', unit: 'epoch ms', doc: 'when' },
    place: { type: 'symbol', unit: 'name', doc: 'where' },
    'sensor no': { type: 'long', unit: 'number', doc: 'which' },
    value: { type: 'double', unit: '1', doc: 'may not be null' },
    error: { type: 'double', unit: '1', nullable: true, doc: 'may be null' },
    note: { type: 'text', unit: 'text', nullable: true, doc: 'free text' },
    good: { type: 'boolean', unit: 'yes/no', doc: 'usable' },
    'the curve': { type: 'doubles', unit: '1', doc: 'a list' },
    'checked at': { type: 'timestamp', unit: 'epoch ms', nullable: true, doc: 'a second moment' },
  },
});

export type Reading = RowOf<typeof readings>;

/** 2026-03-08T06:59:59.999Z: a second before New York's clocks go forward, so that a zone anywhere on the way would show. */
export const start = 1_772_953_199_999;
export const at = (offsetMs: number): EpochMs => epochMs(start + offsetMs);

export const reading = (offsetMs: number, change: Partial<Reading> = {}): Reading => ({
  at: start + offsetMs,
  place: 'roof',
  'sensor no': 1,
  value: 0.1,
  error: null,
  note: null,
  good: true,
  'the curve': [],
  'checked at': null,
  ...change,
});

export const everything = { from: at(-1e9), to: at(1e9), limit: 1e6 };

export const rejectsWith = async (code: StoreErrorCode, message: RegExp, promise: Promise<unknown>): Promise<void> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'StoreError', code });
  expect((error as Error).message).toMatch(message);
};

export interface StoreHarness {
  /** A new store that knows `readings`… */
  opened(): Promise<Store>;
  /** …and holds these. */
  holding(...rows: readonly Reading[]): Promise<Store>;
  /** As in `StoreUnderTest`. */
  open(): Promise<Store>;
  reopen(): Promise<Store>;
}

/** Closes after each test the store that it opened last. */
export const storeHarness = (under: StoreUnderTest): StoreHarness => {
  let store: Store | undefined;
  afterEach(async () => store?.close());
  const open = async (): Promise<Store> => {
    store = await under.open();
    return store;
  };
  const opened = async (): Promise<Store> => {
    const made = await open();
    await made.declareTables([readings]);
    return made;
  };
  return {
    open,
    opened,
    holding: async (...rows) => {
      const made = await opened();
      await made.append(readings, rows);
      return made;
    },
    reopen: async () => {
      store = await under.reopen();
      return store;
    },
  };
};
