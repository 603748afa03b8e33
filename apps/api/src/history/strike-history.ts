import { type EpochMs, epochMs, isoTime } from '@gexstream/domain';
import { gexProfiles, type RowOf, type Store } from '@gexstream/store';
import type { StrikeHistoryBody } from '../contract/strike-history.ts';
import { wrongField } from '../server/problem.ts';
import { type HistoryRange, pointsMax } from './history-range.ts';
import { intervalMs } from './intervals.ts';

type ProfileRow = RowOf<typeof gexProfiles>;

/** Two whole sessions of five minutes. Each is a read of its own. */
export const columnsMax = 160;
const minuteMs = 60_000;
/** Rows of one minute, one an expiry: more than any chain has. */
const expiriesMax = 1_000;

export type StrikeColumns = Pick<StrikeHistoryBody, 'strikes' | 'columns'>;

interface Minute {
  readonly at: EpochMs;
  readonly spot: number;
  readonly byStrike: ReadonlyMap<number, { readonly net: number; readonly gross: number }>;
}

/**
 * The last kept minute of each interval, by strike over all expiries; strikes within `windowPct` percent of the newest spot. Rejects with a
 * `StoreError`, and throws a problem for more than 160 columns.
 */
export const strikeHistory = async (
  store: Store,
  where: { readonly underlying: string; readonly model: string },
  { interval, from, to }: HistoryRange,
  windowPct: number,
): Promise<StrikeColumns> => {
  const kept = await store.sample(gexProfiles, {
    where,
    from,
    to,
    limit: pointsMax,
    intervalMs: minuteMs,
    columns: { spot: { column: 'spot', as: 'last' } },
  });
  const lastOf = new Map(kept.map(({ intervalStart }) => [Math.floor(intervalStart / intervalMs[interval]), intervalStart]));
  if (lastOf.size > columnsMax) {
    const message = `${lastOf.size} intervals of ${interval} have rows, at most ${columnsMax} are given; take a longer interval or a shorter range`;
    throw wrongField('interval', message);
  }
  const minutes: Minute[] = [];
  for (const at of lastOf.values()) {
    const end = epochMs(Math.min(to, at + minuteMs));
    minutes.push(minuteOf(await store.range(gexProfiles, { where, from: at, to: end, limit: expiriesMax })));
  }
  const spot = minutes.at(-1)?.spot ?? 0;
  const strikes = [...new Set(minutes.flatMap(({ byStrike }) => [...byStrike.keys()]))]
    .filter((strike) => Math.abs(strike - spot) <= (spot * windowPct) / 100)
    .sort((a, b) => a - b);
  return {
    strikes,
    columns: minutes.map((minute) => ({
      as_of: isoTime(minute.at),
      spot: minute.spot,
      net_gex: strikes.map((strike) => minute.byStrike.get(strike)?.net ?? null),
      gross_gex: strikes.map((strike) => minute.byStrike.get(strike)?.gross ?? null),
    })),
  };
};

/** The rows of one profile: the minute has no other. */
const minuteOf = (rows: readonly ProfileRow[]): Minute => {
  const { ts, spot } = rows.at(-1)!;
  const byStrike = new Map<number, { net: number; gross: number }>();
  for (const row of rows) {
    row.strikes.forEach((strike, i) => {
      const [call, put] = [row.call_gex[i]!, row.put_gex[i]!];
      const { net, gross } = byStrike.get(strike) ?? { net: 0, gross: 0 };
      byStrike.set(strike, { net: net + call + put, gross: gross + call + Math.abs(put) });
    });
  }
  return { at: epochMs(ts), spot, byStrike };
};
