import { isoTime } from '@gexstream/domain';
import { gexLevels, type Sample, type Store } from '@gexstream/store';
import type { HistoryPointBody } from '../contract/history.ts';
import { type HistoryRange, pointsMax } from './history-range.ts';
import { stretches } from './intervals.ts';

const columns = {
  spot: { column: 'spot', as: 'last' },
  net_gex: { column: 'net_gex', as: 'last' },
  net_gex_open: { column: 'net_gex', as: 'first' },
  net_gex_high: { column: 'net_gex', as: 'max' },
  net_gex_low: { column: 'net_gex', as: 'min' },
  call_gex: { column: 'call_gex', as: 'last' },
  put_gex: { column: 'put_gex', as: 'last' },
  gross_gex: { column: 'gross_gex', as: 'last' },
  zero_gamma: { column: 'zero_gamma', as: 'last' },
  king: { column: 'max_gross_strike', as: 'last' },
  call_wall: { column: 'call_wall', as: 'last' },
  put_wall: { column: 'put_wall', as: 'last' },
} as const;

/** The model of a symbol's newest stored levels; null when nothing is stored of it. Rows of other models never mix into a history. */
export const newestModel = async (store: Store, symbol: string): Promise<string | null> => {
  const rows = await store.latest(gexLevels, { underlying: symbol });
  const newest = rows.reduce<(typeof rows)[number] | null>((best, row) => (best === null || row.ts > best.ts ? row : best), null);
  return newest?.model ?? null;
};

/** One point for each interval that has levels, oldest first. Rejects with a `StoreError`. */
export const historyPoints = async (
  store: Store,
  symbol: string,
  model: string,
  { interval, from, to }: HistoryRange,
): Promise<readonly HistoryPointBody[]> => {
  const points: HistoryPointBody[] = [];
  for (const stretch of stretches(interval, from, to)) {
    const where = { underlying: symbol, model };
    const samples = await store.sample(gexLevels, { where, ...stretch, limit: pointsMax, columns });
    points.push(...samples.map(point));
  }
  return points;
};

const point = (sample: Sample): HistoryPointBody => ({
  interval_start: isoTime(sample.intervalStart),
  spot: number(sample, 'spot'),
  net_gex: number(sample, 'net_gex'),
  net_gex_open: number(sample, 'net_gex_open'),
  net_gex_high: number(sample, 'net_gex_high'),
  net_gex_low: number(sample, 'net_gex_low'),
  call_gex: number(sample, 'call_gex'),
  put_gex: number(sample, 'put_gex'),
  gross_gex: number(sample, 'gross_gex'),
  zero_gamma: sample.zero_gamma === null ? null : number(sample, 'zero_gamma'),
  king: sample.king === null ? null : number(sample, 'king'),
  call_wall: sample.call_wall === null ? null : number(sample, 'call_wall'),
  put_wall: sample.put_wall === null ? null : number(sample, 'put_wall'),
});

const number = (sample: Sample, name: keyof typeof columns): number => {
  const value = sample[name];
  if (typeof value !== 'number') throw new TypeError(`The store gave no number as ${name} of ${isoTime(sample.intervalStart)}`);
  return value;
};
