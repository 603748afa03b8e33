import { type DayShape, secondOfVolumeShare } from './day-shape.ts';
import { roundness } from './open-interest.ts';
import type { OptionContract } from './option-contract.ts';
import { fnv1a, normalOf, uniformOf } from './random.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** What has been traded in a contract since the open. */
export interface TradesSoFar {
  /** Contracts. */
  readonly volume: number;
  /** Number of trades; labels the latest one. */
  readonly count: number;
  readonly lastSize: number;
  /** Second of the session of the latest trade; -1 before the first. */
  readonly lastSecond: number;
}

/** One side of an underlying is sought more than the other, another one each day: a factor around 1. */
const sideLean = ({ underlying, side }: OptionContract, dayNumber: number): number =>
  Math.exp((side === 'call' ? 0.2 : -0.2) * normalOf(fnv1a(`flow/${underlying}`), dayNumber));

/** Now and then somebody takes far more of one contract than is usual: a factor from 1 upwards. */
const bigOrder = (contract: OptionContract, dayNumber: number): number =>
  uniformOf(contract.id, dayNumber, 22) < 0.04 ? Math.exp(2 + 0.5 * normalOf(contract.id, dayNumber, 23)) : 1;

/** Contracts a generated option will have traded by the close: most at the money of the nearest expiry. */
export const expectedDayVolume = (
  profile: SymbolProfile,
  contract: OptionContract,
  dayNumber: number,
  openSpot: number,
  calendarDays: number,
): number => {
  const deviation = profile.monthVol * Math.sqrt((calendarDays + 0.7) / 365);
  const deviations = Math.log(contract.strike / openSpot) / deviation;
  const outOfTheMoney = contract.side === 'call' ? deviations : -deviations;
  const near = Math.exp(-0.5 * (deviations / 1.1) ** 2) * (outOfTheMoney < -0.3 ? 0.25 : 1);
  const round = Math.sqrt(roundness(contract.strike, profile.strikeSteps) / 2);
  const byExpiry = 1 / (1 + 2.5 * calendarDays) ** 0.8;
  const crowd = Math.exp(0.5 * normalOf(contract.id, dayNumber, 21));
  const flow = sideLean(contract, dayNumber) * bigOrder(contract, dayNumber);
  return Math.floor(profile.volumeScale * (near + 0.002) * round * byExpiry * crowd * flow);
};

const averageTradeSize = 8;

/** The trades of a contract up to a second, given how many contracts it trades in the whole session. */
export const tradesUpTo = (
  contract: OptionContract,
  dayNumber: number,
  dayVolume: number,
  shape: DayShape,
  second: number,
): TradesSoFar => {
  const size = averageTradeSize * (0.5 + uniformOf(contract.id, 3));
  const trades = Math.min(dayVolume, Math.max(1, Math.round(dayVolume / size)));
  const phase = uniformOf(contract.id, dayNumber, 31);
  const count = dayVolume <= 0 ? 0 : Math.floor(trades * (shape.volume[second] ?? 1) + phase * 0.999);
  if (count === 0) return { volume: 0, count: 0, lastSize: 0, lastSecond: -1 };
  // Steps of unequal size that never turn back: each boundary moves by less than half a trade.
  const volumeAfter = (n: number): number => {
    if (n <= 0) return 0;
    if (n >= trades) return dayVolume;
    return Math.floor((dayVolume * (n + 0.8 * (uniformOf(contract.id, dayNumber, 1000 + n) - 0.5))) / trades);
  };
  const volume = volumeAfter(count);
  return {
    volume,
    count,
    lastSize: Math.max(1, volume - volumeAfter(count - 1)),
    lastSecond: Math.min(second, secondOfVolumeShare(shape, Math.max(0, count - phase * 0.999) / trades)),
  };
};
