import { daysToExpiry, type EpochMs, easternDate } from '@gexstream/domain';
import type { OptionContract } from '../market/option-contract.ts';
import type { OptionDay } from '../market/option-quote.ts';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import {
  deliverableNote,
  exerciseType,
  expiryFacts,
  notAvailable,
  optionDescription,
  percentOf,
  rounded,
  settlementType,
  signedIntrinsic,
} from '../option-facts.ts';
import type { FieldReader, FieldValue } from './field-value.ts';

/** Fields that never change while a contract lives. */
const staticField = (underlying: UnderlyingMarket, contract: OptionContract, field: number): FieldValue => {
  switch (field) {
    case 1:
      return optionDescription(contract);
    case 12:
      return Number(contract.expiry.slice(0, 4));
    case 13:
      return contract.multiplier;
    case 14:
      return 2;
    case 20:
      return contract.strike;
    case 21:
      return contract.side === 'call' ? 'C' : 'P';
    case 22:
      return underlying.wireSymbol;
    case 23:
      return Number(contract.expiry.slice(5, 7));
    case 24:
      return deliverableNote(underlying);
    case 26:
      return Number(contract.expiry.slice(8, 10));
    case 36:
      return expiryFacts(contract).expirationType;
    case 40:
      return 'O';
    case 41:
      return 'OPR';
    case 42:
      return expiryFacts(contract).lastTradingDayMs;
    case 43:
      return settlementType(contract);
    case 47:
    case 52:
    case 53:
    case 54:
      return 0;
    case 48:
      return underlying.profile.kind !== 'index';
    case 49:
      return contract.root;
    case 55:
      return exerciseType(underlying);
    default:
      return undefined;
  }
};

const dayField = (day: OptionDay, last: number, mark: number, field: number): FieldValue => {
  switch (field) {
    case 5:
      return day.high;
    case 6:
      return day.low;
    case 7:
      return day.close;
    case 15:
      return day.open;
    case 19:
      return rounded(last - day.close, 2);
    case 44:
      return rounded(percentOf(last - day.close, day.close), 8);
    case 45:
      return rounded(mark - day.close, 3);
    case 46:
      return rounded(percentOf(mark - day.close, day.close), 8);
    case 50:
      return rounded(Math.max(day.high, day.close) * 1.6, 2);
    case 51:
      return rounded(Math.min(day.low, day.close) * 0.4, 2);
    default:
      return undefined;
  }
};

/** LEVELONE_OPTIONS of a contract: full precision, volatility in percent, −999 where a real chain has none. */
export const optionFields = (
  underlying: UnderlyingMarket,
  contract: OptionContract,
  at: EpochMs,
  marketOpen: boolean,
): FieldReader => {
  const quote = underlying.options.quote(contract, at);
  let day: OptionDay | null = null;
  const greek = (value: number | undefined): number => (value === undefined ? notAvailable : rounded(value, 8));
  return (field) => {
    switch (field) {
      case 2:
        return quote.bid;
      case 3:
        return quote.ask;
      case 4:
        return quote.last;
      case 8:
        return quote.volume;
      case 9:
        return quote.openInterest;
      case 10:
        return quote.iv === null ? notAvailable : rounded(quote.iv * 100, 8);
      case 11:
        return rounded(signedIntrinsic(contract, quote.underlyingPrice), 2);
      case 16:
        return quote.bidSize;
      case 17:
        return quote.askSize;
      case 18:
        return quote.lastSize;
      case 25:
        return rounded(quote.last - Math.max(signedIntrinsic(contract, quote.underlyingPrice), 0), 2);
      case 27:
        return daysToExpiry(contract.expiry, easternDate(at));
      case 28:
        return greek(quote.greeks?.delta);
      case 29:
        return greek(quote.greeks?.gamma);
      case 30:
        return greek(quote.greeks?.theta);
      case 31:
        return greek(quote.greeks?.vega);
      case 32:
        return greek(quote.greeks?.rho);
      case 33:
        return marketOpen ? 'Normal' : 'Closed';
      case 34:
        return rounded(quote.theoretical, 4);
      case 35:
        return quote.underlyingPrice;
      case 37:
        return quote.mark;
      case 38:
        return quote.quoteMs;
      case 39:
        return quote.tradeMs;
      case 5:
      case 6:
      case 7:
      case 15:
      case 19:
      case 44:
      case 45:
      case 46:
      case 50:
      case 51:
        day ??= underlying.options.day(contract, at);
        return dayField(day, quote.last, quote.mark, field);
      default:
        return staticField(underlying, contract, field);
    }
  };
};
