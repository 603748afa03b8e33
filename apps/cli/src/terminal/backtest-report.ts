import { type EpochMs, isoTime } from '@gexstream/domain';
import type { Backtest, BacktestGroup } from '../operator/backtest-result.ts';
import { percent } from './numbers.ts';
import { table } from './table.ts';

const disclaimer = 'Educational purposes only; not a recommendation.';

/** For programs: names and units of `/api/outcomes`. */
export const backtestJson = (result: Backtest, about: BacktestAbout) => ({
  ...about,
  market_from: timeOrNull(result.fromMs),
  market_to: timeOrNull(result.toMs),
  events: result.events,
  option_updates: result.updates,
  opportunities: result.opportunities,
  groups: result.groups.map(
    ({ band, horizon, n, hits, hitRate, hitRateInterval, meanReturn, contractMeanReturn, contractN }) => ({
      ...{ band, horizon, n, hits, hit_rate: hitRate },
      ...{ hit_rate_low: hitRateInterval?.[0] ?? null, hit_rate_high: hitRateInterval?.[1] ?? null },
      ...{ mean_return: meanReturn, contract_mean_return: contractMeanReturn, contract_n: contractN },
      note: hitRate === null ? 'not enough data' : '',
    }),
  ),
  units: {
    hit_rate: 'share that went the way of the contract',
    mean_return: 'of the underlying in the direction of the contract, a fraction',
    contract_mean_return: 'of the contract’s mark, a fraction',
  },
  disclaimer,
});

export interface BacktestAbout {
  /** Files, or the place of the log. */
  readonly source: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly rule: string | null;
  readonly symbols: number;
}

export const backtestReport = (result: Backtest, about: BacktestAbout, wallMs: number): string => {
  const { source, rule, symbols } = about;
  const { fromMs, toMs, events, updates, opportunities, groups } = result;
  const told = groups.filter(({ band, n }) => band === null || n > 0);
  return [
    `${source}: ${events.toLocaleString('en-US')} events, ${updates.toLocaleString('en-US')} option updates${fromMs === null || toMs === null ? '' : `, ${isoTime(fromMs)} to ${isoTime(toMs)}`}; ${(wallMs / 1_000).toFixed(1)} s`,
    `${symbols} symbol${symbols === 1 ? '' : 's'}; measured: ${rule === null ? 'what rose to band moderate or higher' : `contracts at their first look with ${rule}, once a session`}`,
    `${opportunities} ${opportunities === 1 ? 'opportunity' : 'opportunities'}${began(about)}${missed(result, about)}`,
    '',
    table([['band', 'after', 'n', 'hit rate', '95 %', 'mean', 'contract mean'], ...told.map(line)], { right: [2, 3, 4, 5, 6] }),
    '',
    'hit rate: the underlying went the way of the contract; mean: its return in that direction; contract mean: of the contract’s mark',
    disclaimer,
    '',
  ].join('\n');
};

const began = ({ from, to }: BacktestAbout): string =>
  from === null && to === null
    ? ''
    : ` that began ${[from && `from ${from}`, to && `before ${to}`].filter(Boolean).join(' and ')}`;

/** Why there could be none. */
const missed = ({ fromMs, toMs }: Backtest, { from, to }: BacktestAbout): string => {
  if (from !== null && toMs !== null && Date.parse(from) > toMs) return '; the market that was read ends before';
  if (to !== null && fromMs !== null && Date.parse(to) <= fromMs) return '; the market that was read begins later';
  return '';
};

const line = ({
  band,
  horizon,
  n,
  hitRate,
  hitRateInterval,
  meanReturn,
  contractMeanReturn,
}: BacktestGroup): readonly string[] => [
  band ?? 'all',
  horizon,
  String(n),
  ...(hitRate === null
    ? ['not enough data', '–', '–']
    : [percent(hitRate), `${percent(hitRateInterval![0])} – ${percent(hitRateInterval![1])}`, signed(meanReturn)]),
  signed(contractMeanReturn),
];

const signed = (value: number | null): string =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${(100 * Math.abs(value)).toFixed(2)} %`;

const timeOrNull = (at: EpochMs | null): string | null => (at === null ? null : isoTime(at));
