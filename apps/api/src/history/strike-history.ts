import { isoTime } from '@gexstream/domain';
import { keptMinutes, type ProfileOf, type Store, strikeColumns } from '@gexstream/store';
import type { StrikeHistoryBody } from '../contract/strike-history.ts';
import { wrongField } from '../server/problem.ts';
import type { HistoryRange } from './history-range.ts';
import { intervalMs } from './intervals.ts';

/** Two whole sessions of five minutes. Each is a read of its own. */
export const columnsMax = 160;

export type StrikeColumns = Pick<StrikeHistoryBody, 'strikes' | 'columns'>;

/**
 * The last kept minute of each interval, by strike over all expiries; strikes within `windowPct` percent of the newest spot. Rejects with a
 * `StoreError`, and throws a problem for more than 160 columns.
 */
export const strikeHistory = async (
  store: Store,
  where: ProfileOf,
  { interval, from, to }: HistoryRange,
  windowPct: number,
): Promise<StrikeColumns> => {
  const minutes = await keptMinutes(store, where, { from, to, intervalMs: intervalMs[interval] });
  if (minutes.length > columnsMax) {
    const message = `${minutes.length} intervals of ${interval} have rows, at most ${columnsMax} are given; take a longer interval or a shorter range`;
    throw wrongField('interval', message);
  }
  const { strikes, columns } = await strikeColumns(store, where, minutes, { to, windowPct });
  return {
    strikes: [...strikes],
    columns: columns.map(({ at, spot, net, gross }) => ({
      as_of: isoTime(at),
      spot,
      net_gex: [...net],
      gross_gex: [...gross],
    })),
  };
};
