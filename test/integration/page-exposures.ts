import {
  dealerModelNames,
  type dealerModels,
  exposureKinds,
  exposureUnits,
  horizons,
  type ServedModel,
  servedModels,
} from '@gexstream/domain';
import type { ExposuresBody } from '../../apps/api/src/contract/exposures.ts';
import type { GexDetailBody } from '../../apps/api/src/contract/gex.ts';

/** Net GEX is 1 B long for calls and 3 B for puts before signs, twice that by volume: what is chosen shows in the numbers. */
export const pageExposures = (book: GexDetailBody, query: URLSearchParams): ExposuresBody => {
  const model = (query.get('model') ?? 'naive') as ServedModel;
  const measure = model === 'volume_signed' ? 'inventory' : (query.get('measure') ?? 'oi');
  const size = measure === 'volume' ? 2e9 : 1e9;
  const exposuresOf = (name: ServedModel): ExposuresBody['exposures'] => {
    const { call, put } = servedModels[name];
    const one = { call: call * size, put: 3 * put * size, net: (call + 3 * put) * size, gross: 4 * size };
    return Object.fromEntries(exposureKinds.map((kind) => [kind, one])) as ExposuresBody['exposures'];
  };
  const side = (name: ServedModel): ExposuresBody['models']['naive'] => ({
    convention: servedModels[name].convention,
    meaning: servedModels[name].meaning,
    exposures: exposuresOf(name),
    zero_gamma: book.zero_gamma,
    max_net_strike: book.max_net_strike,
  });
  const { total: _, cells: __, strikes: ___, expiries: ____, recommendation: _____, ...provenance } = book;
  const slice = {
    ...provenance,
    gross_share: 1,
    total: book.total,
    put_call_ratio: { ...book.put_call_ratio, premium: null },
    exposures: exposuresOf(model),
    call_volume_wall: 6_060,
    put_volume_wall: null,
  };
  return {
    ...slice,
    measure,
    convention: servedModels[model].convention,
    dealer_model: model,
    exposure_units: exposureUnits,
    horizon: (query.get('horizon') ?? 'all') as ExposuresBody['horizon'],
    horizons: horizons.map(({ name }, at) => ({ ...slice, name, expiries: at + 1 })),
    expiries: [
      {
        ...slice,
        ...{ expiry: '2026-11-20', settlement: 'pm', atm_iv: 0.1425, skew_25d: 3.25, max_pain: 6_015 },
        expected_move: { iv: { atm_iv: 0.1425, one_sigma: 38.4 }, straddle: null },
      },
    ],
    models: {
      ...(Object.fromEntries(dealerModelNames.map((name) => [name, side(name)])) as Record<
        keyof typeof dealerModels,
        ExposuresBody['models']['naive']
      >),
      volume_signed: side('volume_signed'),
    },
    classified_trades: { volume: 100, bought: 30, sold: 20, share: 0.5 },
    curve: { spot: [5_400, 5_900, 6_000, 6_100, 6_600], net_gex: [-2e9, -1e9, 0, 1e9, 2e9] },
  } as unknown as ExposuresBody;
};
