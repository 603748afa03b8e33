import { dealerModelNames, exposureKinds } from '@gexstream/domain';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExposuresAnswer, type ExposuresBody } from './contract/exposures.ts';
import { StrikeExposuresAnswer, type StrikeExposuresBody } from './contract/strike-exposures.ts';
import { openMs } from './events.fixture.ts';
import { exposuresEvent } from './exposures.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import type { ProblemBody } from './server/problem.ts';

/** The part of an OpenAPI document that is looked at. */
interface Published {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly get: {
          readonly responses: {
            readonly 200: { readonly content: { readonly 'application/json': { readonly schema: object } } };
          };
        };
      }
    >
  >;
}

let served: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  served = await serveApi();
});
afterAll(() => served.stop());

const get = (path: string): Promise<Response> => fetch(`${served.api.url}/api/v1/gex/${path}`);
const asked = async (query = ''): Promise<ExposuresBody> => (await (await get(`SPX/exposures${query}`)).json()) as ExposuresBody;

test('G-02: the exposures say their unit, convention, measure, model, carry, moment, age, source, status and coverage', async () => {
  const body = await asked();
  expect([...Compile(ExposuresAnswer).Errors(body)]).toEqual([]);
  expect(body).toMatchObject({
    symbol: 'SPX',
    unit: 'USD per 1 % move',
    convention: 'calls+ puts-',
    measure: 'oi',
    dealer_model: 'naive',
    horizon: 'all',
    carry: 'zero',
    as_of: '2026-11-20T15:30:00.000Z',
    source: 'sim',
    simulated: true,
    status: 'live',
    coverage: { streamed: 0.75, polled: 0.25, stale: 0 },
  });
  expect(body.exposure_units.vex).toBe('USD of delta per volatility point');
});

test('G-28: /openapi.json has the route with the schema that answers keep', async () => {
  const document = (await (await fetch(`${served.api.url}/openapi.json`)).json()) as Published;
  const { schema } = document.paths['/api/v1/gex/{symbol}/exposures']!.get.responses[200].content['application/json'];
  for (const query of ['', '?model=absolute', '?measure=volume&horizon=0dte'])
    expect([...Compile(schema).Errors(await asked(query))]).toEqual([]);
});

test('G-03: expiries and models add up: a horizon is the sum of its expiries, net is call + put', async () => {
  const { expiries, exposures, models, horizons } = await asked('?measure=oi_plus_volume&horizon=weekly');
  expect(expiries.map(({ expiry }) => expiry)).toEqual(['2026-11-20', '2026-11-23']);
  const sum = expiries.reduce((total, each) => total + each.exposures!.vex.net, 0);
  expect(Math.abs(exposures.vex.net - sum)).toBeLessThan(1e-12 * exposures.vex.gross);
  expect(horizons.map(({ name, expiries: count }) => [name, count])).toEqual([
    ['0dte', 1],
    ['weekly', 2],
    ['monthly', 3],
    ['all', 3],
  ]);
  expect(Object.keys(models)).toEqual([...dealerModelNames, 'volume_signed']);
  for (const name of dealerModelNames)
    expect(models[name].exposures.dex.net).toBe(models[name].exposures.dex.call + models[name].exposures.dex.put);
  expect(models.naive.exposures).toEqual(exposures);
});

test('put/call by premium is of each expiry and horizon, whatever the measure and the model', async () => {
  for (const query of ['', '?measure=volume&model=inverse', '?model=volume_signed']) {
    const { expiries, horizons, put_call_ratio: all } = await asked(query);
    expect(expiries.map(({ put_call_ratio: { premium } }) => premium)).toEqual([0.25, 2.5, null]);
    expect(horizons.map(({ put_call_ratio: { premium } }) => premium)).toEqual([0.25, 1, 0.5, 0.5]);
    expect(all.premium).toBe(0.5);
  }
  expect((await asked('?horizon=0dte')).put_call_ratio.premium).toBe(0.25);
});

test('a model signs everything of the answer; where nothing changes its sign there is no zero gamma', async () => {
  const [naive, inverse, short] = [await asked(), await asked('?model=inverse'), await asked('?model=all_short')];
  expect(inverse.curve.net_gex).toEqual(naive.curve.net_gex.map((gex) => -gex));
  expect(inverse.total.net_gex).toBe(-naive.total.net_gex);
  expect(inverse.convention).toBe('calls- puts+');
  expect(naive.zero_gamma_all.length).toBeGreaterThan(0);
  expect(short).toMatchObject({ zero_gamma: null, zero_gamma_all: [], convention: 'calls- puts-' });
  expect(short.total.net_gex).toBe(-short.total.gross_gex);
});

test('volume_signed stands beside the others: by its own measure, with how much of the volume it rests on', async () => {
  const traded = await asked('?model=volume_signed&horizon=weekly');
  expect([...Compile(ExposuresAnswer).Errors(traded)]).toEqual([]);
  expect(traded).toMatchObject({
    ...{ dealer_model: 'volume_signed', measure: 'inventory', convention: 'bought- sold+', horizon: 'weekly' },
    model: 'inventory/bought-sold+/zero/bsm/live',
    classified_trades: { volume: 200, bought: 30, sold: 20, share: 0.25 },
  });
  expect(traded.models.volume_signed!.exposures).toEqual(traded.exposures);
  expect(traded.total.gross_gex).toBeCloseTo(traded.exposures.gex.gross, 0);
  // Within calls alone both signs occur.
  expect(traded.exposures.gex.gross).toBeGreaterThan(Math.abs(traded.exposures.gex.call) + Math.abs(traded.exposures.gex.put));
  expect((await asked('?horizon=weekly')).models.volume_signed).toEqual(traded.models.volume_signed);
});

test.each([
  ['', 'naive', 'oi'],
  ['?model=inverse&measure=oi_plus_volume', 'inverse', 'oi_plus_volume'],
  ['?model=volume_signed', 'volume_signed', 'inventory'],
])('G-03: by strike%s every exposure adds up to the total, to seven digits', async (query, model, measure) => {
  const answer = (await (await get(`SPX/exposures/strikes${query}`)).json()) as StrikeExposuresBody;
  expect([...Compile(StrikeExposuresAnswer).Errors(answer)]).toEqual([]);
  expect(answer).toMatchObject({ dealer_model: model, measure, symbol: 'SPX' });
  const { exposures } = await asked(query);
  for (const kind of exposureKinds)
    for (const part of ['net', 'call', 'put', 'gross'] as const) {
      const sum = answer.strikes.reduce((total, strike) => total + strike.exposures[kind][part], 0);
      expect(Math.abs(sum - exposures[kind][part]), `${kind} ${part}`).toBeLessThan(1e-6 * exposures[kind].gross);
    }
  const strikes = answer.strikes.map(({ strike }) => strike);
  expect(strikes).toEqual(strikes.toSorted((a, b) => a - b));
});

test('exposures from before trades were classified, and premiums reckoned up, have no such numbers, and say so', async () => {
  const event = exposuresEvent({ atMs: openMs + 1_000, seq: 3 });
  const { inventory: _, strikes: __, premiums: ___, ...body } = event.body;
  await served.publish({ ...event, body });
  const answer = await get('SPX/exposures?model=volume_signed');
  expect([answer.status, ((await answer.json()) as ProblemBody).detail]).toEqual([
    503,
    expect.stringContaining('do not tell that yet'),
  ]);
  expect(await asked()).toMatchObject({
    ...{ models: { volume_signed: null }, classified_trades: null, put_call_ratio: { premium: null } },
  });
  expect((await get('SPX/exposures/strikes')).status).toBe(503);
});

test.each<[string, number, string | null]>([
  ['SPX/exposures?model=volume_signed&measure=oi', 400, 'measure'],
  ['SPX/exposures?model=sqzme', 400, 'model'],
  ['SPX/exposures?measure=gamma', 400, 'measure'],
  ['SPX/exposures?horizon=yearly', 400, 'horizon'],
  ['SPX/exposures?modell=naive', 400, 'modell'],
  ['SPX/exposures/strikes?horizon=all', 400, 'horizon'],
  ['SPX/exposures?model=naive&model=inverse', 400, 'model'],
  ['NDX/exposures', 404, 'symbol'],
  ['SPY/exposures', 503, null],
])('%s gets a problem %i that names %s', async (path, status, field) => {
  const answer = await get(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
  const { errors } = (await answer.json()) as ProblemBody;
  if (field !== null) expect(errors.map((error) => error.field)).toContain(field);
});

test('what comes later replaces what is held, what is older or broken does not', async () => {
  const later = exposuresEvent({ atMs: openMs + 5_000, seq: 9 });
  const broken = { ...later, eventMs: openMs + 10_000, body: { ...later.body, pictures: later.body.pictures.slice(1) } };
  await served.publish(exposuresEvent({ atMs: openMs - 5_000 }), broken as never);
  const before = served.api.cache().exposures;
  await asked();
  expect(served.api.cache().exposures).toEqual({ ...before, hits: before.hits + 1 });
  await served.publish(later);
  await asked();
  expect(served.api.cache().exposures.misses).toBe(before.misses + 1);
});
