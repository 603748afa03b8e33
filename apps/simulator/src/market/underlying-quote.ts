import type { EpochMs } from '@gexstream/domain';
import { actMsOf } from './act-time.ts';
import { dayShape } from './day-shape.ts';
import type { PricePath } from './price-path.ts';
import { fnv1a, normalOf, uniformOf } from './random.ts';
import { type MarketMoment, marketMoment, type Session } from './sessions.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** The underlying at a moment. Prices in points, sizes and volume in shares, times epoch ms. An index has no bid and no ask. */
export interface UnderlyingQuoteState {
  readonly last: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly bidSize: number;
  readonly askSize: number;
  readonly lastSize: number;
  readonly mark: number;
  readonly volume: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  /** The previous session's. */
  readonly close: number;
  readonly quoteMs: number;
  readonly tradeMs: number;
  readonly marketOpen: boolean;
}

/** One bar; prices in points, volume in shares. */
export interface Bar {
  readonly startMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const cents = (price: number): number => Math.round(price * 100) / 100;

const sharesUpTo = (profile: SymbolProfile, session: Session, second: number): number => {
  const busy = Math.exp(0.2 * normalOf(fnv1a(profile.symbol), session.dayNumber, 41));
  return Math.floor(profile.shareVolume * busy * (dayShape(session.seconds).volume[second] ?? 1));
};

export const underlyingQuote = (seed: number, profile: SymbolProfile, path: PricePath, at: EpochMs): UnderlyingQuoteState => {
  const id = fnv1a(`${seed}/${profile.symbol}`);
  const standing = marketMoment(at);
  const offsetMs = standing.open ? actMsOf(profile.symbol) : 0;
  const second = standing.open ? Math.max(0, Math.floor((at - offsetMs - standing.session.openMs) / 1000)) : standing.second;
  const moment: MarketMoment = { ...standing, second };
  const { session } = moment;
  const last = cents(path.spot(moment));
  const range = path.range(moment);
  const draw = (label: number): number => uniformOf(id, session.dayNumber * 86_400 + second, label);
  const quoted = profile.kind !== 'index';
  // The last trade was on one side of a one-cent market, now and then a two-cent one.
  const bid = quoted ? cents(last - (draw(1) < 0.5 ? 0 : 0.01)) : null;
  const ask = bid === null ? null : cents(bid + (draw(2) < 0.85 ? 0.01 : 0.02));
  const atMs = session.openMs + second * 1000 + (second === 0 ? 0 : offsetMs);
  return {
    last,
    bid,
    ask,
    bidSize: quoted ? 100 * (1 + Math.floor(12 * draw(3) ** 2)) : 0,
    askSize: quoted ? 100 * (1 + Math.floor(12 * draw(4) ** 2)) : 0,
    lastSize: quoted ? 1 + Math.floor(400 * draw(5) ** 3) : 0,
    mark: bid === null || ask === null ? last : Math.round((bid + ask) * 500) / 1000,
    volume: sharesUpTo(profile, session, second),
    open: cents(path.openOf(session)),
    high: cents(range.high),
    low: cents(range.low),
    close: cents(path.previousClose(session)),
    quoteMs: atMs,
    tradeMs: atMs,
    marketOpen: moment.open,
  };
};

/** The bar of seconds `from` (inclusive) to `to` (its close) of a session. */
export const barBetween = (profile: SymbolProfile, path: PricePath, session: Session, from: number, to: number): Bar => {
  const range = path.rangeBetween(session, from, to);
  const at = (second: number): number => cents(path.spot({ session, second, open: true }));
  return {
    startMs: session.openMs + from * 1000,
    open: at(from),
    high: cents(range.high),
    low: cents(range.low),
    close: at(to),
    volume: sharesUpTo(profile, session, to) - sharesUpTo(profile, session, from),
  };
};
