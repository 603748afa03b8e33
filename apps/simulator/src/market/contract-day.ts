import { daysToExpiry } from '@gexstream/domain';
import { marketAt, middleOf } from './contract-market.ts';
import { expectedDayVolume, type TradesSoFar, tradesUpTo } from './contract-trading.ts';
import { dayShape } from './day-shape.ts';
import { generatedOpenInterest, interestSessions, listedOpenInterest } from './open-interest.ts';
import type { OptionContract } from './option-contract.ts';
import type { PricePath } from './price-path.ts';
import { seriesAge } from './series-age.ts';
import { type Session, sessionsBefore } from './sessions.ts';
import { strikeAge } from './strike-ladder.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** Where a real chain begins: its session and the second of it; volume counts on from there. */
export interface ChainStart {
  readonly session: Session;
  readonly second: number;
  /** The chain was taken inside that session, so its volumes belong to it. */
  readonly inSession: boolean;
}

/** What stays the same for a contract through one session. Prices in points, counts in contracts. */
export interface ContractDay {
  readonly session: Session;
  readonly openInterest: number;
  /** Drawn for the whole session. */
  readonly dayVolume: number;
  /** Added to the drawn volume, so that a real chain's own volume stands at its moment. */
  readonly volumeShift: number;
  readonly previousClose: number;
  readonly openPrice: number;
  readonly openVol: number | null;
}

const dayVolumeOf = (
  profile: SymbolProfile,
  path: PricePath,
  start: ChainStart | null,
  contract: OptionContract,
  session: Session,
): number => {
  if (start === null || contract.listed === null || session.date !== start.session.date) {
    const calendarDays = Math.max(daysToExpiry(contract.expiry, session.date), 0);
    return expectedDayVolume(profile, contract, session.dayNumber, path.openOf(session), calendarDays);
  }
  if (!start.inSession) return contract.listed.volume;
  return Math.round(contract.listed.volume / Math.max(dayShape(session.seconds).volume[start.second] ?? 1, 0.02));
};

export const tradesOf = (
  contract: OptionContract,
  day: Pick<ContractDay, 'session' | 'dayVolume'>,
  second: number,
): TradesSoFar => tradesUpTo(contract, day.session.dayNumber, day.dayVolume, dayShape(day.session.seconds), second);

const openInterestOf = (
  profile: SymbolProfile,
  path: PricePath,
  start: ChainStart | null,
  contract: OptionContract,
  session: Session,
): number => {
  if (contract.listed !== null)
    return listedOpenInterest(contract.listed.openInterest, contract, session, start?.session ?? null);
  const listedFor = seriesAge(profile, contract.expiry, session.date);
  const age = strikeAge(profile, contract.strike, listedFor, daysToExpiry(contract.expiry, session.date));
  return generatedOpenInterest(profile, contract, session, age, path.closesBefore(session.date, interestSessions));
};

export const contractDay = (
  profile: SymbolProfile,
  path: PricePath,
  start: ChainStart | null,
  contract: OptionContract,
  session: Session,
): ContractDay => {
  const dayVolume = dayVolumeOf(profile, path, start, contract, session);
  const { listed } = contract;
  const before = sessionsBefore(session.date, 1)[0];
  const closing = before ? marketAt(profile, path, contract, { session: before, second: before.seconds, open: false }) : null;
  const opening = marketAt(profile, path, contract, { session, second: 0, open: true });
  const startsInside = start?.inSession === true && session.date === start.session.date;
  return {
    session,
    openInterest: openInterestOf(profile, path, start, contract, session),
    dayVolume,
    volumeShift:
      startsInside && listed !== null ? listed.volume - tradesOf(contract, { session, dayVolume }, start.second).volume : 0,
    previousClose: closing ? middleOf(closing.sides) : 0,
    openPrice: middleOf(opening.sides),
    openVol: opening.iv,
  };
};
