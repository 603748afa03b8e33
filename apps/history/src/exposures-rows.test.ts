import { exposureKinds, type PublishedPicture } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { expiryExposuresRows, exposuresRows } from './exposures-rows.ts';
import { fullMinute } from './fixtures/events.ts';
import { exposuresEvent } from './fixtures/exposures.ts';

const model = 'oi/calls+puts-/0.043,0.0125/bsm/live';

test('each measure and horizon is a row: the whole book has the exposures worked out for it in gex-analytics 13.3', () => {
  const rows = exposuresRows(exposuresEvent());
  expect(rows.map((row) => [row.model.split('/')[0], row.horizon, row.expiries])).toEqual(
    ['oi', 'volume', 'oi_plus_volume', 'inventory'].flatMap((measure) =>
      [
        ['0dte', 0],
        ['weekly', 2],
        ['monthly', 3],
        ['all', 3],
      ].map((of) => [measure, ...of]),
    ),
  );
  const whole = rows.find((row) => row.model === model && row.horizon === 'all')!;
  expect(whole).toMatchObject({
    ...{ ts: fullMinute, underlying: 'SPX', spot: 6000, gross_share: 1, call_wall: 6100, put_wall: 5900, contracts_used: 6 },
    ...{ call_volume_wall: 6100, put_volume_wall: null, put_call_ratio_volume: 0 },
    ...{ input_seq: 42, session_date: '2026-11-20', feed: 'sim', run: 'run-1' },
  });
  expect(whole.net_gex).toBeCloseTo(106_984_005.032973, 4);
  expect(whole.zero_gamma).toBeCloseTo(5996.5753639802, 8);
  expect(whole.net_dex).toBeCloseTo(4_243_790_674.09927, 3);
  expect(whole.net_vex).toBeCloseTo(429_327_855.364768, 4);
  expect(whole.net_chex).toBeCloseTo(-346_287_181.61549, 4);
  // By hand: of the expiry 30 days ahead, between the put at 5800 and the call at 6200, at ln(forward / spot) = 0.0305 × 30 / 365.
  const share = ((0.0305 * 30) / 365 - Math.log(5800 / 6000)) / Math.log(6200 / 5800);
  expect(whole.atm_iv_30d).toBeCloseTo(0.16 - 0.05 * share, 12);
  expect(rows.filter((row) => row.atm_iv_30d !== null).every(({ horizon }) => horizon === 'all')).toBe(true);
});

test('an expiry in which somebody holds something is a row, whose sums are those of the whole', () => {
  const rows = expiryExposuresRows(exposuresEvent('configured: too few quotes'));
  expect(rows.map((row) => [row.model.split('/')[0], row.expiry])).toEqual([
    ...['2026-11-21', '2026-11-27', '2026-12-20'].map((expiry) => ['oi', expiry]),
    ['volume', '2026-11-27'],
    ...['2026-11-21', '2026-11-27', '2026-12-20'].map((expiry) => ['oi_plus_volume', expiry]),
    ...['2026-11-21', '2026-11-27', '2026-12-20'].map((expiry) => ['inventory', expiry]),
  ]);
  const ofModel = rows.filter((row) => row.model === model);
  const whole = exposuresRows(exposuresEvent()).find((row) => row.model === model && row.horizon === 'all')!;
  for (const kind of exposureKinds)
    for (const part of ['net', 'call', 'put', 'gross'] as const) {
      const sum = ofModel.reduce((total, row) => total + row[`${part}_${kind}`], 0);
      expect(Math.abs(sum - whole[`${part}_${kind}`]), `${part} ${kind}`).toBeLessThan(1e-12 * whole[`gross_${kind}`]);
    }
  expect(ofModel.map((row) => row.forward_source)).toEqual(['configured', 'configured', 'configured: too few quotes']);
  expect(ofModel[1]).toMatchObject({ rate: 0.043, dividend_yield: 0.0125, max_pain: 5900, expected_move_straddle: null });
  expect(ofModel[1]!.forward).toBeCloseTo(6000 * Math.exp((0.0305 * 7) / 365), 9);
});

test('put/call by premium is of the expiries that a horizon or a row holds, whatever the model', () => {
  // By hand: 250/1000 and 500/200, nothing paid for calls in the third; a week holds 280/1000, a month 780/1200.
  for (const { horizon, put_call_ratio_premium } of exposuresRows(exposuresEvent()))
    expect(put_call_ratio_premium, horizon).toBe({ '0dte': null, weekly: 0.28, monthly: 0.65, all: 0.65 }[horizon]);
  for (const { expiry, put_call_ratio_premium } of expiryExposuresRows(exposuresEvent()))
    expect(put_call_ratio_premium, expiry).toBe({ '2026-11-27': 0.25, '2026-12-20': 2.5, '2026-11-21': null }[expiry]);
  const { premiums: _, ...body } = exposuresEvent().body;
  expect(exposuresRows({ ...exposuresEvent(), body })[0]).toMatchObject({ put_call_ratio_premium: null });
});

test('model volume_signed has rows of its own: its contracts’ signs are those of what dealers hold', () => {
  const whole = exposuresRows(exposuresEvent()).find(
    ({ model: of, horizon }) => of.startsWith('inventory/') && horizon === 'all',
  )!;
  expect(whole.model).toBe('inventory/bought-sold+/0.043,0.0125/bsm/live');
  // Of 13.3: its contracts are those, but for the first call, of which dealers are short 40 instead of long 5000.
  const first = 458_032_087.342251;
  expect(whole.net_gex).toBeCloseTo(106_984_005.032973 - first * (1 + 40 / 5000), 4);
  expect(whole.gross_gex).toBeCloseTo(Math.abs(whole.call_gex) + Math.abs(whole.put_gex) + 2 * first * (40 / 5000), 4);
});

test('a picture that lacks an expiry is refused; one from before the rates were told has none', () => {
  const event = exposuresEvent();
  const withPicture = (change: (picture: PublishedPicture) => object) =>
    ({ ...event, body: { ...event.body, pictures: event.body.pictures.map((each) => ({ ...each, ...change(each) })) } }) as never;
  expect(() => expiryExposuresRows(withPicture(({ expiries }) => ({ expiries: expiries.slice(1) })))).toThrow(RangeError);
  const old = withPicture(({ expiries }) => ({ expiries: expiries.map(({ rate: _, dividendYield: __, ...rest }) => rest) }));
  expect(expiryExposuresRows(old)[0]).toMatchObject({ rate: null, dividend_yield: null });
});
