import { dayNumber } from '../calendar/civil-date.ts';
import { easternDate } from '../calendar/eastern-time.ts';
import { type EpochMs, isoTime } from '../time/epoch-ms.ts';
import { type Fill, type Trade, tradeLimits } from './trade.ts';

/** What is wrong with a trade, by the name that the API has for the field. */
export interface TradeFault {
  readonly field: string;
  readonly message: string;
}

const { priceMax, quantityMax, noteMax, daysMax } = tradeLimits;
const dayMs = 86_400_000;
/** Clocks of two machines are never quite equal. */
const aheadMsMax = 60_000;

/** The first thing that cannot be so; null when all can. `now` is the feed's time. */
export const tradeFault = (trade: Trade, now: EpochMs): TradeFault | null => {
  const { symbol, expiry, strike, side, direction, quantity, entry, exit, note } = trade;
  if (!/^[A-Z][A-Z0-9./-]{0,11}$/.test(symbol)) return fault('symbol', 'an underlying such as SPX');
  if (!isDate(expiry)) return fault('expiry', 'a date YYYY-MM-DD');
  if (!within(strike, 0, priceMax) || strike === 0) return fault('strike', `points, above 0, at most ${priceMax}`);
  if (side !== 'call' && side !== 'put') return fault('type', 'CALL or PUT');
  if (direction !== 'long' && direction !== 'short') return fault('direction', 'long or short');
  if (!Number.isInteger(quantity) || !within(quantity, 1, quantityMax))
    return fault('quantity', `whole contracts, 1 to ${quantityMax}`);
  if (note.length > noteMax) return fault('note', `at most ${noteMax} characters`);
  if (!within(entry.price, 0, priceMax) || entry.price === 0)
    return fault('entry_price', `points a share, above 0, at most ${priceMax}`);
  const entered = timeFault('entered_at', entry, now);
  if (entered !== null) return entered;
  if (expiry < easternDate(entry.atMs)) return fault('expiry', `not before the entry of ${easternDate(entry.atMs)}`);
  if (exit === null) return null;
  if (!within(exit.price, 0, priceMax)) return fault('exit_price', `points a share, 0 (worthless) to ${priceMax}`);
  if (exit.atMs < entry.atMs) return fault('exited_at', `not before the entry of ${isoTime(entry.atMs)}`);
  return timeFault('exited_at', exit, now);
};

const timeFault = (field: string, { atMs }: Fill, now: EpochMs): TradeFault | null => {
  if (atMs > now + aheadMsMax) return fault(field, `not after now, ${isoTime(now)} by the feed’s clock`);
  return atMs < now - daysMax * dayMs ? fault(field, `within the last ${daysMax} days by the feed’s clock`) : null;
};

const fault = (field: string, wanted: string): TradeFault => ({ field, message: `is ${wanted}` });

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;

const isDate = (text: string): boolean => {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && Number.isInteger(dayNumber(text));
  } catch {
    return false;
  }
};

/** Whether a record's body is a trade: a reader looks at what another process wrote before it counts with it. */
export const isTrade = (body: unknown): body is Trade => {
  if (typeof body !== 'object' || body === null) return false;
  const { id, owner, symbol, expiry, side, direction, strike, quantity, entry, exit, note } = body as Partial<Trade>;
  const texts = [id, owner, symbol, expiry, note].every((each) => typeof each === 'string');
  const sides = (side === 'call' || side === 'put') && (direction === 'long' || direction === 'short');
  return (
    texts && sides && Number.isFinite(strike) && Number.isFinite(quantity) && isFill(entry) && (exit === null || isFill(exit))
  );
};

const isFill = (fill: Fill | undefined): boolean =>
  typeof fill === 'object' && fill !== null && Number.isFinite(fill.atMs) && Number.isFinite(fill.price);
