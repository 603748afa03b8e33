import { allTables, gexLevels, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMs } from './events.fixture.ts';
import { levelsRow, serveApi } from './served-api.fixture.ts';
import type { ProblemBody } from './server/problem.ts';

const dayMs = 86_400_000;
let served: Awaited<ReturnType<typeof serveApi>>;
let store: Store;

beforeAll(async () => {
  store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
  await store.declareTables(allTables);
  await store.append(gexLevels, [levelsRow(openMs - dayMs, { spot: 5900 }), levelsRow(openMs, { spot: 6000 })]);
  served = await serveApi({}, { store });
});
afterAll(async () => {
  await served.stop();
  await store.close();
});

const get = (query: string): Promise<Response> => fetch(`${served.api.url}/api/tables/gex_levels?limit=10&${query}`);

test.each([
  ['epoch ms, from the beginning', `from=0&to=${openMs + 1}`, [5900, 6000]],
  ['moments with their zone', 'from=2026-11-20T10:30:00-05:00&to=2026-11-20T15:31:00Z', [6000]],
  ['days of New York', 'from=2026-11-19&to=2026-11-20', [5900]],
])('rows of a table between %s', async (_, query, spots) => {
  const answer = await get(query);
  expect(answer.status).toBe(200);
  const [columns, ...rows] = (await answer.text()).trim().split('\n');
  const spot = (JSON.parse(columns!) as string[]).indexOf('spot');
  expect(rows.map((row) => (JSON.parse(row) as unknown[])[spot])).toEqual(spots);
});

test.each([
  ['from=yesterday&to=2026-11-20', 'from'],
  ['from=2026-11-20&to=2026-02-30', 'to'],
  ['from=2026-11-20T15:30:00&to=2026-11-21', 'from'],
  ['from=-1&to=2', 'from'],
  ['from=2026-11-20', 'to'],
])('%s gets a problem 400 that names %s', async (query, field) => {
  const answer = await get(query);
  const { errors } = (await answer.json()) as ProblemBody;
  expect([answer.status, errors.map((error) => error.field)]).toEqual([400, [field]]);
});

test('every parameter that is missing is named', async () => {
  const answer = await fetch(`${served.api.url}/api/tables/gex_levels`);
  expect(await answer.json()).toMatchObject({
    status: 400,
    detail: 'from: is missing; to: is missing; limit: is missing',
    errors: ['from', 'to', 'limit'].map((field) => ({ field, message: 'is missing' })),
  });
});
