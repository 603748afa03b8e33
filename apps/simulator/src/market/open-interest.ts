import { daysBetween } from '@gexstream/domain';
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
  /** Days over which positions build up before expiry. */
  readonly buildUpDays: number;
}

const holdingStyle: Readonly<Record<ExpiryClass, HoldingStyle>> = {
  daily: { share: 0.28, width: 0.022, buildUpDays: 5 },
  weekly: { share: 0.4, width: 0.035, buildUpDays: 20 },
  'month-end': { share: 0.6, width: 0.06, buildUpDays: 60 },
  monthly: { share: 1, width: 0.075, buildUpDays: 90 },
};

/** Round strikes hold more: whole coarse pairs most (100 for SPX), then coarse steps, then middle ones. */
const roundness = (strike: number, [, middle, coarse]: SymbolProfile['strikeSteps']): number => {
  if (strike % (coarse * 2) === 0) return 4.5;
  if (strike % coarse === 0) return 2.4;
  return middle > 1 && strike % middle === 0 ? 1.6 : 0.7;
};

/** Puts are held below the money, calls above; little is left of a side in the money. */
const sideShare = (side: 'call' | 'put', logDistance: number, width: number): number => {
  const outOfTheMoney = side === 'call' ? logDistance : -logDistance;
  const full = side === 'call' ? 1 : 1.2;
  return outOfTheMoney >= 0 ? full : full * (0.12 + 0.88 * Math.exp(outOfTheMoney / (0.3 * width)));
};

/** A small redraw for each session, none within it. */
const sessionDraw = (contract: OptionContract, session: Session): number =>
  Math.exp(0.03 * normalOf(contract.id, session.dayNumber, 11));

/** Open interest of a generated contract in a session, in contracts; `reference` is the close before it. */
export const generatedOpenInterest = (
  profile: SymbolProfile,
  contract: OptionContract,
  session: Session,
  reference: number,
): number => {
  const style = holdingStyle[expiryClassOf(contract.expiry)];
  const logDistance = Math.log(contract.strike / reference);
  const reach = Math.exp(-0.5 * ((Math.abs(logDistance) - 0.4 * style.width) / style.width) ** 2);
  const tail = 0.02 * Math.exp(-Math.abs(logDistance) / 0.1);
  const buildUp = Math.exp(-daysBetween(session.date, contract.expiry) / style.buildUpDays);
  const morningShare = contract.settlement === 'am' ? 1.3 : 1;
  const crowd = Math.exp(0.45 * normalOf(contract.id, 1)) * (uniformOf(contract.id, 2) < 0.03 ? 3 : 1);
  const scale = (profile.openInterestScale / 4.5) * style.share * morningShare * buildUp * crowd;
  const expected =
    scale * roundness(contract.strike, profile.strikeSteps) * sideShare(contract.side, logDistance, style.width) * (reach + tail);
  return Math.round(expected * sessionDraw(contract, session));
};

/** Open interest of a contract from a real chain: as listed on its first day, then redrawn a little for each new session. */
export const listedOpenInterest = (
  openInterest: number,
  contract: OptionContract,
  session: Session,
  firstDate: string,
): number => (session.date <= firstDate ? openInterest : Math.round(openInterest * sessionDraw(contract, session)));
