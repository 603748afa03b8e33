import { type ExposuresEvent, easternTime, epochMs, previousSession } from '@gexstream/domain';
import { allTables, gexExposures, type Store, StoreError } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VolatilityAnswer, type VolatilityBody } from './contract/volatility.ts';
import { openMs } from './events.fixture.ts';
import { exposuresEvent } from './exposures.fixture.ts';
import { exposuresRow, serveApi } from './served-api.fixture.ts';

const today = '2026-11-20';
/** The newest first; New York changed its clocks on 1 November. */
const sessionsBefore = (count: number): string[] => {
  const dates: string[] = [];
  for (let date = today; dates.length < count; dates.push(date)) date = previousSession(date).date;
  return dates;
};

/** The fixture's event with an IV of 20.5 % at the forward, 2 and 40 days ahead. */
const enclosing = (atMs: number): ExposuresEvent => {
  const event = exposuresEvent({ atMs, seq: 2 });
  const ahead = [0, 2, 40].map((days) => epochMs(openMs + days * 86_400_000));
  const pictures = event.body.pictures.map((picture) => ({
    ...picture,
    levels: {
      ...picture.levels,
      expiries: picture.levels.expiries.map((expiry, i) => ({ ...expiry, settlesMs: ahead[i]!, atmIv: i === 0 ? null : 0.205 })),
    },
  }));
  return { ...event, body: { ...event.body, pictures } };
};

let served: Awaited<ReturnType<typeof serveApi>>;
let store: Store;
let isAway = false;
beforeAll(async () => {
  store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
  await store.declareTables(allTables);
  const sample: Store['sample'] = (table, options) =>
    isAway ? Promise.reject(new StoreError('STORE_FAILED', 'away')) : store.sample(table, options);
  served = await serveApi({}, { store: { ...bound(store), sample } });
});
afterAll(async () => {
  await served.stop();
  await store.close();
});

const bound = ({ declareTables, append, latest, range, count, trim, close }: Store) => ({
  ...{ declareTables, append, latest, range, count, trim, close },
});

const keep = (rows: readonly (readonly [date: string, hour: number, minute: number, iv: number | null])[]) =>
  store.append(
    gexExposures,
    rows.map(([date, hour, minute, iv]) => exposuresRow(easternTime(date, hour, minute), { atm_iv_30d: iv })),
  );

const asked = async (): Promise<VolatilityBody> => {
  const answer = await fetch(`${served.api.url}/api/v1/gex/SPX/volatility`);
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as VolatilityBody;
  expect([...Compile(VolatilityAnswer).Errors(body)]).toEqual([]);
  return body;
};

test('the term structure has each expiry, the next first, with the way its forward is known', async () => {
  const { term_structure: terms, iv_rank: rank, atm_iv_30d: ahead } = await asked();
  expect(terms.map(({ expiry }) => expiry)).toEqual(['2026-11-20', '2026-11-23', '2026-12-18']);
  expect(terms[1]!.days).toBeCloseTo(3 + 5.5 / 24, 9);
  expect(terms[1]!.carry).toEqual({ source: 'configured', taken_at: null, rate: 0, dividend_yield: 0, implied: null });
  // The last one settles 28 days ahead.
  expect([ahead, rank.rank, rank.note]).toEqual([null, null, 'no two expiries with a volatility enclose 30 days now']);
});

test('IV rank: none before twenty sessions, and how many there are is said', async () => {
  await served.publish(enclosing(openMs + 5_000));
  const days = sessionsBefore(19);
  await keep(days.map((date, i) => [date, 15, 59, 0.1 + i / 100]));
  // What belongs to no session before today counts for nothing: a Saturday, this morning, a session without volatility.
  await keep([
    ['2026-11-14', 12, 0, 0.01],
    [today, 9, 45, 0.01],
    [previousSession(days.at(-1)!).date, 15, 59, null],
  ]);
  expect((await asked()).iv_rank).toEqual({
    ...{ rank: null, percentile: null, sessions: 19, low: null, high: null },
    note: '19 sessions before today are kept; a rank takes 20',
  });
});

test('IV rank: among the last volatilities of twenty sessions; what the evening says does not count', async () => {
  const days = sessionsBefore(20);
  await keep([[days.at(-1)!, 15, 59, 0.29]]);
  await keep(days.flatMap((date) => [[date, 10, 0, 0.9] as const, [date, 16, 0, 0.9] as const]));
  const { atm_iv_30d: ahead, iv_rank: rank } = await asked();
  expect(ahead).toBeCloseTo(0.205, 12);
  // 0.10, 0.11, … 0.29: by hand 10.5/19 of the way, above eleven of twenty.
  expect(rank).toMatchObject({ sessions: 20, percentile: 0.55, low: 0.1, note: null });
  expect(rank.high).toBeCloseTo(0.29, 12);
  expect(rank.rank).toBeCloseTo(10.5 / 19, 9);
});

test('a store that is away costs the rank alone', async () => {
  isAway = true;
  expect(await asked()).toMatchObject({
    symbol: 'SPX',
    iv_rank: { rank: null, sessions: null, note: 'the history cannot be read now' },
  });
});
