import { simulatedClock } from '@gexstream/actors';
import type { BusAdmin, StoredRecord } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { leaseRecord, thisProcess } from './lease-record.ts';
import { leaseVacancy } from './lease-vacancy.ts';

const silent = pino({ level: 'silent' });

/** Topic `leases` in memory, and one that waits for it to be free. */
const waiting = (said: readonly Partial<ReturnType<typeof thisProcess>>[]) => {
  const clock = simulatedClock(0);
  const values: (Uint8Array | null)[] = [];
  const say = (change: Partial<ReturnType<typeof thisProcess>> = {}): void => {
    values.push(leaseRecord('ingest', { ...thisProcess(epochMs(0)), ...change }, epochMs(0)).value);
  };
  said.forEach(say);
  let away = false;
  const bus = {
    offsets: async () => {
      if (away) throw new Error('no broker answers');
      return [{ topic: 'leases', partition: 0, start: 0, end: values.length }];
    },
    read: async (_topic: string, _partition: number, from: number) => [{ offset: from, value: values[from] } as StoredRecord],
  } as unknown as BusAdmin;
  const abort = new AbortController();
  const state = { free: false, stopped: false };
  leaseVacancy('ingest', bus, clock, silent, abort.signal).then(
    () => {
      state.free = true;
    },
    () => {
      state.stopped = true;
    },
  );
  const goAway = (is: boolean): void => {
    away = is;
  };
  return { clock, say, state, abort, goAway };
};

test('C4: a lease that was never given, or given back, is free at once', async () => {
  for (const said of [[], [{}, { released: true }]]) {
    const { clock, state } = waiting(said);
    await clock.advance(1);
    expect(state.free).toBe(true);
  }
});

test('C4: while its holder renews it, it is not; six seconds after the last word it is', async () => {
  const { clock, say, state } = waiting([{}]);
  for (let renewal = 0; renewal < 20; renewal += 1) {
    await clock.advance(2_000);
    say();
    expect(state.free).toBe(false);
  }
  await clock.advance(6_000);
  expect(state.free).toBe(false);
  await clock.advance(1_000);
  expect(state.free).toBe(true);
});

test('C4: a bus that is away says nothing of its holder', async () => {
  const { clock, goAway, state } = waiting([{}]);
  await clock.advance(4_000);
  goAway(true);
  await clock.advance(60_000);
  goAway(false);
  await clock.advance(4_000);
  expect(state.free).toBe(false);
  await clock.advance(4_000);
  expect(state.free).toBe(true);
});

test('who waits can be told to stop', async () => {
  const { clock, abort, state } = waiting([{}]);
  await clock.advance(1_000);
  abort.abort(new Error('stopped'));
  await clock.advance(1_000);
  expect(state).toEqual({ free: false, stopped: true });
});
