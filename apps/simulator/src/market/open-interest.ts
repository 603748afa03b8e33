import { type ExpiryClass, expiryClassOf } from './expiry-schedule.ts';
import type { OptionContract } from './option-contract.ts';
import { normalOf, uniformOf } from './random.ts';
import type { Session } from './sessions.ts';
import type { SymbolProfile } from './symbol-profile.ts';

interface HoldingStyle {
  /** Share of the profile's open-interest scale. */
  readonly share: number;
  /** How far from the money positions reach, as a log distance. */
  readonly width: number;
  /** Sessions from the first in which two thirds of the positions build up. */
  readonly buildUpSessions: number;
}

const holdingStyle: Readonly<Record<ExpiryClass, HoldingStyle>> = {
  daily: { share: 0.1, width: 0.024, buildUpSessions: 1.2 },
  weekly: { share: 0.18, width: 0.035, buildUpSessions: 5 },
  'month-end': { share: 0.27, width: 0.06, buildUpSessions: 30 },
  monthly: { share: 0.45, width: 0.075, buildUpSessions: 30 },
};

/** Round strikes hold more: whole coarse pairs most (100 for SPX), then coarse steps, then middle ones. */
export const roundness = (strike: number, [, middle, coarse]: SymbolProfile['strikeSteps']): number => {
  if (strike % (coarse * 2) === 0) return 4.5;
  if (strike % coarse === 0) return 2.4;
  return middle > 1 && strike % middle === 0 ? 1.6 : 0.45;
};

/** Puts are held below the money, calls above; little is left of a side in the money. */
const sideShare = (side: 'call' | 'put', logDistance: number, width: number): number => {
  const outOfTheMoney = side === 'call' ? logDistance : -logDistance;
  const full = side === 'call' ? 1 : 1.2;
  return outOfTheMoney >= 0 ? full : full * (0.12 + 0.88 * Math.exp(outOfTheMoney / (0.3 * width)));
};

const driftDays = 28;
const driftReach = 0.2;

/** A contract's own slow way, as a log factor within ± 0.2: straight between draws four weeks apart, under 1.5 % a day. */
const drift = (contract: OptionContract, dayNumber: number): number => {
  const position = dayNumber / driftDays + uniformOf(contract.id, 4);
  const whole = Math.floor(position);
  const [from, to] = [uniformOf(contract.id, whole, 11), uniformOf(contract.id, whole + 1, 11)];
  return driftReach * (2 * (from + (to - from) * (position - whole)) - 1);
};

/** Share of yesterday's positions that is still held where it was; the rest follows the price. */
const kept = 0.98;
/** Closes that open interest looks back over; older ones no longer count. */
export const interestSessions = 80;

/** How far a contract's strike was sought, on average over the closes before, newest first: 0 … about 1.2. */
const interestIn = (contract: OptionContract, width: number, closes: readonly number[]): number => {
  let weight = 1;
  let weights = 0;
  let sum = 0;
  for (const close of closes) {
    const logDistance = Math.log(contract.strike / close);
    const widths = (Math.abs(logDistance) - 0.4 * width) / width;
    // Part near the money, part wide: a price at a new extreme finds positions there too.
    const reach = 0.5 * Math.exp(-0.5 * widths ** 2) + 0.5 * Math.exp(-0.08 * widths ** 2);
    const tail = 0.02 * Math.exp(-Math.abs(logDistance) / 0.1);
    sum += weight * sideShare(contract.side, logDistance, width) * (reach + tail);
    weights += weight;
    weight *= kept;
  }
  return weights === 0 ? 0 : sum / weights;
};

/**
 * Open interest of a generated contract in a session, in contracts. `age` is how many sessions it was listed before;
 * `closes` are the underlying's last ones, newest first: positions gather where the price has been over weeks and stay there, so
 * that one night changes little.
 */
export const generatedOpenInterest = (
  profile: SymbolProfile,
  contract: OptionContract,
  session: Session,
  age: number,
  closes: readonly number[],
): number => {
  const style = holdingStyle[expiryClassOf(contract.expiry)];
  // Fast at first, slow near the expiry, when gamma is large. Nothing is held on the first day.
  const buildUp = 1 - Math.exp(-age / style.buildUpSessions);
  const morningShare = contract.settlement === 'am' ? 1.3 : 1;
  const crowd = Math.exp(0.45 * normalOf(contract.id, 1)) * (uniformOf(contract.id, 2) < 0.03 ? 3 : 1);
  const scale = (profile.openInterestScale / 4.5) * style.share * morningShare * buildUp * crowd;
  const expected = scale * roundness(contract.strike, profile.strikeSteps) * interestIn(contract, style.width, closes);
  return Math.round(expected * Math.exp(drift(contract, session.dayNumber)));
};

/** Open interest of a contract from a real chain: as listed up to its first session, from there on its own slow way. */
export const listedOpenInterest = (
  openInterest: number,
  contract: OptionContract,
  session: Session,
  first: Session | null,
): number =>
  first === null || session.dayNumber <= first.dayNumber
    ? openInterest
    : Math.round(openInterest * Math.exp(drift(contract, session.dayNumber) - drift(contract, first.dayNumber)));
