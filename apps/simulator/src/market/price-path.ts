import type { EpochMs } from '@gexstream/domain';
import { type Factor, factorAtClose, factorMemoryDays, factorPath } from './factor-walk.ts';
import { type MarketMoment, marketMoment, type Session, sessionsBefore } from './sessions.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** Seconds in the minutes that extremes are kept for. */
const minuteSeconds = 60;
/** A session's path is kept while it is in use; three cover today, yesterday's close and one look back. */
const sessionsKeptMax = 3;

interface SessionPath {
  readonly session: Session;
  /** Spot at each second, in points, unrounded. */
  readonly spots: Float64Array;
  /** Extremes from the open to the end of each minute. */
  readonly highs: Float64Array;
  readonly lows: Float64Array;
}

export interface PriceAnchor {
  readonly spot: number;
  /** The moment at which the path goes through `spot`; null leaves it at its long-run level. */
  readonly at: EpochMs | null;
}

/** The way of one underlying's price: a pure function of seed, anchor and time. */
export interface PricePath {
  /** Points. */
  spot(moment: MarketMoment): number;
  /** Extremes from the session's open to the moment. */
  range(moment: MarketMoment): { readonly high: number; readonly low: number };
  /** Extremes of the seconds `from` to `to` of a session, both included. */
  rangeBetween(session: Session, from: number, to: number): { readonly high: number; readonly low: number };
  openOf(session: Session): number;
  closeOf(session: Session): number;
  previousClose(session: Session): number;
  /** Closes of the `count` sessions before a date, newest first: `closeOf` but for rounding, at little cost. */
  closesBefore(date: string, count: number): readonly number[];
  /** Log deviation of the spot from its anchor. */
  deviation(moment: MarketMoment): number;
}

export const pricePath = (seed: number, profile: SymbolProfile, anchor: PriceAnchor): PricePath => {
  const market: Factor = { label: `${seed}/market`, intradayVol: 0.0085, gapVol: 0.0035, persistence: 0.97 };
  const own: Factor = {
    label: `${seed}/own/${profile.symbol}`,
    intradayVol: profile.ownVol * 0.9,
    gapVol: profile.ownVol * 0.45,
    persistence: profile.ownPersistence,
  };
  const kept = new Map<string, SessionPath>();

  const deviations = (session: Session): Float64Array => {
    const seconds = Math.round((session.closeMs - session.openMs) / 1000);
    const earlier = sessionsBefore(session.date, factorMemoryDays).map((each) => each.dayNumber);
    const path = factorPath(market, session.dayNumber, earlier, seconds);
    const alone = profile.ownVol > 0 ? factorPath(own, session.dayNumber, earlier, seconds) : null;
    for (let s = 0; s <= seconds; s++) path[s] = profile.beta * (path[s] ?? 0) + (alone?.[s] ?? 0);
    return path;
  };

  const anchorDeviation = ((): number => {
    if (anchor.at === null) return 0;
    const moment = marketMoment(anchor.at);
    return deviations(moment.session)[moment.second] ?? 0;
  })();

  const pathOf = (session: Session): SessionPath => {
    const known = kept.get(session.date);
    if (known) return known;
    const spots = deviations(session);
    for (let s = 0; s < spots.length; s++) spots[s] = anchor.spot * Math.exp((spots[s] ?? 0) - anchorDeviation);
    const minutes = Math.ceil(spots.length / minuteSeconds);
    const path = { session, spots, highs: new Float64Array(minutes), lows: new Float64Array(minutes) };
    let high = 0;
    let low = Number.POSITIVE_INFINITY;
    for (let s = 0; s < spots.length; s++) {
      high = Math.max(high, spots[s] ?? 0);
      low = Math.min(low, spots[s] ?? 0);
      const minute = Math.floor(s / minuteSeconds);
      path.highs[minute] = high;
      path.lows[minute] = low;
    }
    if (kept.size >= sessionsKeptMax) kept.delete(kept.keys().next().value ?? '');
    kept.set(session.date, path);
    return path;
  };

  const extremes = (spots: Float64Array, from: number, to: number): { high: number; low: number } => {
    let high = 0;
    let low = Number.POSITIVE_INFINITY;
    for (let s = from; s <= to; s++) {
      high = Math.max(high, spots[s] ?? 0);
      low = Math.min(low, spots[s] ?? 0);
    }
    return { high, low };
  };

  /** Asked for every contract of a chain at one and the same second. */
  let latestRange = { date: '', second: -1, high: 0, low: 0 };
  const range = ({ session, second }: MarketMoment): { high: number; low: number } => {
    if (latestRange.date === session.date && latestRange.second === second) return latestRange;
    const path = pathOf(session);
    const minute = Math.floor(second / minuteSeconds);
    const { high, low } = extremes(path.spots, minute * minuteSeconds, second);
    latestRange = {
      date: session.date,
      second,
      high: Math.max(high, path.highs[minute - 1] ?? 0),
      low: Math.min(low, path.lows[minute - 1] ?? low),
    };
    return latestRange;
  };

  const closeOf = (session: Session): number => pathOf(session).spots.at(-1) ?? anchor.spot;

  let latestCloses: { readonly date: string; readonly closes: readonly number[] } = { date: '', closes: [] };
  /** Asked for every series and contract of a listing at one and the same date. */
  const closesBefore = (date: string, count: number): readonly number[] => {
    if (latestCloses.date !== date || latestCloses.closes.length < count) {
      const days = sessionsBefore(date, count + factorMemoryDays).map((each) => each.dayNumber);
      const closes = days.slice(0, count).map((day, index) => {
        const earlier = days.slice(index + 1, index + 1 + factorMemoryDays);
        const alone = profile.ownVol > 0 ? factorAtClose(own, day, earlier) : 0;
        return anchor.spot * Math.exp(profile.beta * factorAtClose(market, day, earlier) + alone - anchorDeviation);
      });
      latestCloses = { date, closes };
    }
    return latestCloses.closes.slice(0, count);
  };

  return {
    closesBefore,
    spot: (moment) => pathOf(moment.session).spots[moment.second] ?? anchor.spot,
    range,
    rangeBetween: (session, from, to) => extremes(pathOf(session).spots, from, to),
    openOf: (session) => pathOf(session).spots[0] ?? anchor.spot,
    closeOf,
    previousClose: (session) => {
      const before = sessionsBefore(session.date, 1)[0];
      return before ? closeOf(before) : anchor.spot;
    },
    deviation: (moment) => Math.log((pathOf(moment.session).spots[moment.second] ?? anchor.spot) / anchor.spot),
  };
};
