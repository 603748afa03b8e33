import { type EpochMs, epochMs } from '@gexstream/domain';
import type { Store } from '../store.ts';
import type { RowOf } from '../table.ts';
import { gexProfiles } from '../tables/index.ts';

type ProfileRow = RowOf<typeof gexProfiles>;

/** Exposure by strike at one moment, over all expiries: USD per 1 % move, null where there was no contract. */
export interface StrikeColumn {
  readonly at: EpochMs;
  /** Points. */
  readonly spot: number;
  readonly net: readonly (number | null)[];
  readonly gross: readonly (number | null)[];
}

export interface ProfileOf {
  readonly underlying: string;
  readonly model: string;
}

const minuteMs = 60_000;
/** Two weeks of them. */
const minutesMax = 20_160;
/** Rows of one minute, one an expiry: more than any chain has. */
const expiriesMax = 1_000;

/** The last minute of each interval of which a profile is kept, oldest first. Rejects with a `StoreError`. */
export const keptMinutes = async (
  store: Store,
  where: ProfileOf,
  { from, to, intervalMs }: { readonly from: EpochMs; readonly to: EpochMs; readonly intervalMs: number },
): Promise<readonly EpochMs[]> => {
  const kept = await store.sample(gexProfiles, {
    where: { ...where },
    ...{ from, to, limit: minutesMax, intervalMs: minuteMs },
    columns: { spot: { column: 'spot', as: 'last' } },
  });
  return [...new Map(kept.map(({ intervalStart }) => [Math.floor(intervalStart / intervalMs), epochMs(intervalStart)])).values()];
};

interface Minute {
  readonly at: EpochMs;
  readonly spot: number;
  readonly byStrike: ReadonlyMap<number, { readonly net: number; readonly gross: number }>;
}

/** What was kept of these minutes, a read each: strikes (ascending) within `windowPct` percent of the last one's spot. Rejects with a `StoreError`. */
export const strikeColumns = async (
  store: Store,
  where: ProfileOf,
  minutesAt: readonly EpochMs[],
  { to, windowPct }: { readonly to: EpochMs; readonly windowPct: number },
): Promise<{ readonly strikes: readonly number[]; readonly columns: readonly StrikeColumn[] }> => {
  const minutes: Minute[] = [];
  for (const at of minutesAt) {
    const end = epochMs(Math.min(to, at + minuteMs));
    minutes.push(minuteOf(await store.range(gexProfiles, { where: { ...where }, from: at, to: end, limit: expiriesMax })));
  }
  const spot = minutes.at(-1)?.spot ?? 0;
  const strikes = [...new Set(minutes.flatMap(({ byStrike }) => [...byStrike.keys()]))]
    .filter((strike) => Math.abs(strike - spot) <= (spot * windowPct) / 100)
    .sort((a, b) => a - b);
  return {
    strikes,
    columns: minutes.map((minute) => ({
      at: minute.at,
      spot: minute.spot,
      net: strikes.map((strike) => minute.byStrike.get(strike)?.net ?? null),
      gross: strikes.map((strike) => minute.byStrike.get(strike)?.gross ?? null),
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
