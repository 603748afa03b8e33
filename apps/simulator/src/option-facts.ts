import { easternTime, epochMs, previousSession } from '@gexstream/domain';
import { expirationTypeOf } from './market/expiry-schedule.ts';
import type { OptionContract } from './market/option-contract.ts';
import type { UnderlyingMarket } from './market/underlying-market.ts';

/** What Schwab states about an expiry, on both REST and the stream. */
export interface ExpiryFacts {
  readonly expirationType: 'W' | 'S' | 'M' | 'Q';
  /** ISO instant of 16:00 New York, a.m.-settled series too. */
  readonly expirationDate: string;
  /** 20:00 New York of the last trading day; a.m.-settled series stop the day before. */
  readonly lastTradingDayMs: number;
}

const factsKeptMax = 512;
const factsKept = new Map<string, ExpiryFacts>();

export const expiryFacts = (contract: OptionContract): ExpiryFacts => {
  const key = `${contract.expiry}/${contract.settlement}`;
  const known = factsKept.get(key);
  if (known) return known;
  const lastDay = contract.settlement === 'am' ? previousSession(contract.expiry).date : contract.expiry;
  const facts: ExpiryFacts = {
    expirationType: expirationTypeOf(contract.expiry),
    expirationDate: new Date(easternTime(contract.expiry, 16, 0)).toISOString().replace('Z', '+00:00'),
    lastTradingDayMs: epochMs(easternTime(lastDay, 20, 0)),
  };
  if (factsKept.size >= factsKeptMax) factsKept.clear();
  factsKept.set(key, facts);
  return facts;
};

/** `SPXW 05/20/2025 5660.00 C` */
export const optionDescription = ({ root, expiry, strike, side }: OptionContract): string =>
  `${root} ${expiry.slice(5, 7)}/${expiry.slice(8, 10)}/${expiry.slice(0, 4)} ${strike.toFixed(2)} ${side === 'call' ? 'C' : 'P'}`;

/** `100 $SPX(Cash)`, `100 SPY` */
export const deliverableNote = ({ profile, wireSymbol }: UnderlyingMarket): string =>
  profile.kind === 'index' ? `100 ${wireSymbol}(Cash)` : `100 ${wireSymbol}`;

export const exerciseType = ({ profile }: UnderlyingMarket): 'A' | 'E' => (profile.kind === 'index' ? 'E' : 'A');

export const settlementType = (contract: OptionContract): 'A' | 'P' => (contract.settlement === 'am' ? 'A' : 'P');

/** Signed: negative out of the money. */
export const signedIntrinsic = (contract: OptionContract, spot: number): number =>
  contract.side === 'call' ? spot - contract.strike : contract.strike - spot;

/** Schwab's mark of a value that cannot be computed. */
export const notAvailable = -999;

/** Percent of a base; explodes, as Schwab's does, when the base is nothing. */
export const percentOf = (change: number, base: number): number => (change / Math.max(Math.abs(base), 0.01)) * 100;

export const rounded = (value: number, decimals: number): number => {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
};
