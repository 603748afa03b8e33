import {
  type DealerModel,
  type ExposureKind,
  type ExposureSums,
  exposureKinds,
  type HorizonName,
  isoTime,
  type ServedModel,
  signsTheSame,
  sumsUnderDealerModel,
} from '@gexstream/domain';
import { gexExposures, type Sample, type Store } from '@gexstream/store';
import type { ExposuresPointBody } from '../contract/exposures-history.ts';
import { type HistoryRange, pointsMax } from './history-range.ts';
import { stretches } from './intervals.ts';

const sumColumns = exposureKinds.flatMap((kind) => (['call', 'put', 'gross'] as const).map((part) => `${part}_${kind}` as const));
const levelColumns = ['zero_gamma', 'call_wall', 'put_wall', 'max_gross_strike', 'atm_iv_30d', 'skew_25d_30d'] as const;
const ratioColumns = ['put_call_ratio_oi', 'put_call_ratio_volume', 'put_call_ratio_premium'] as const;
const columns = Object.fromEntries(
  (['spot', ...sumColumns, ...levelColumns, ...ratioColumns] as const).map((column) => [column, { column, as: 'last' as const }]),
);

/** One point for each interval that has rows, oldest first: those of the naive model are told under `model`. Rejects with a `StoreError`. */
export const exposurePoints = async (
  store: Store,
  where: { readonly underlying: string; readonly model: string; readonly horizon: HorizonName },
  model: ServedModel,
  { interval, from, to }: HistoryRange,
): Promise<readonly ExposuresPointBody[]> => {
  const points: ExposuresPointBody[] = [];
  for (const stretch of stretches(interval, from, to)) {
    const samples = await store.sample(gexExposures, { where, ...stretch, limit: pointsMax, columns });
    points.push(...samples.map((sample) => point(sample, model === 'volume_signed' ? 'naive' : model)));
  }
  return points;
};

const point = (sample: Sample, dealerModel: DealerModel): ExposuresPointBody => ({
  interval_start: isoTime(sample.intervalStart),
  spot: number(sample, 'spot'),
  exposures: Object.fromEntries(
    exposureKinds.map((kind): [ExposureKind, ExposureSums] => {
      const [call, put, gross] = (['call', 'put', 'gross'] as const).map((part) => number(sample, `${part}_${kind}`));
      return [kind, sumsUnderDealerModel({ net: call! + put!, call: call!, put: put!, gross: gross! }, dealerModel)];
    }),
  ) as ExposuresPointBody['exposures'],
  // Where calls and puts have one sign, total gamma never crosses zero.
  zero_gamma: signsTheSame(dealerModel) ? null : numberOrNull(sample, 'zero_gamma'),
  call_wall: numberOrNull(sample, 'call_wall'),
  put_wall: numberOrNull(sample, 'put_wall'),
  max_gross_strike: numberOrNull(sample, 'max_gross_strike'),
  put_call_ratio: {
    oi: numberOrNull(sample, 'put_call_ratio_oi'),
    volume: numberOrNull(sample, 'put_call_ratio_volume'),
    premium: numberOrNull(sample, 'put_call_ratio_premium'),
  },
  atm_iv_30d: numberOrNull(sample, 'atm_iv_30d'),
  skew_25d_30d: numberOrNull(sample, 'skew_25d_30d'),
});

const numberOrNull = (sample: Sample, name: string): number | null => (sample[name] === null ? null : number(sample, name));

const number = (sample: Sample, name: string): number => {
  const value = sample[name];
  if (typeof value !== 'number') throw new TypeError(`The store gave no number as ${name} of ${isoTime(sample.intervalStart)}`);
  return value;
};
