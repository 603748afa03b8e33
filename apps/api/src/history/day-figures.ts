import { type EpochMs, epochMs, previousSession, sessionDate, sessionOn, type TradingSession } from '@gexstream/domain';
import { type Store, underlyingBars } from '@gexstream/store';

/** Of the regular session that is on, or else the next one; null is what the minute bars do not tell. Points. */
export interface DayFigures {
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly previousClose: number | null;
}

export const noDayFigures: DayFigures = { open: null, high: null, low: null, previousClose: null };

const minutesMax = 24 * 60;

/** Rejects with a `StoreError`. */
export const dayFigures = async (store: Store, symbol: string, now: EpochMs): Promise<DayFigures> => {
  const date = sessionDate(now);
  const session = sessionOn(date)!;
  const bars = (of: TradingSession, limit: number) =>
    store.range(underlyingBars, {
      where: { underlying: symbol },
      from: of.openMs,
      to: epochMs(Math.min(of.closeMs, now + 1)),
      limit,
    });
  const [today, before] = await Promise.all([
    session.openMs <= now ? bars(session, minutesMax) : [],
    bars(previousSession(date), 1),
  ]);
  const [first] = today;
  return {
    open: first?.open ?? null,
    high: first === undefined ? null : Math.max(...today.map(({ high }) => high)),
    low: first === undefined ? null : Math.min(...today.map(({ low }) => low)),
    previousClose: before.at(-1)?.close ?? null,
  };
};
