import type { EpochMs } from '../time/epoch-ms.ts';
import { fieldGroup, type OptionUpdates, optionFieldNames } from './option-updates.ts';

/**
 * The updates without the times that say nothing: those of a group of which no field is there, and those that are all the record's own event
 * time, which is what a row without one takes. Merging gives the same book.
 */
export const withoutEventTimes = (updates: OptionUpdates, eventMs: EpochMs): OptionUpdates => {
  const { origin, symbols, mask, columns, quoteMs, tradeMs, greeksMs, openInterestMs, settlement, listing } = updates;
  const isSaid = (times: Float64Array | undefined, group: string): times is Float64Array =>
    times !== undefined &&
    optionFieldNames.some((field) => columns[field] !== undefined && fieldGroup[field] === group) &&
    times.some((ms) => ms !== eventMs);
  return {
    origin,
    symbols,
    mask,
    columns,
    ...(isSaid(quoteMs, 'quote') ? { quoteMs } : {}),
    ...(isSaid(tradeMs, 'trade') ? { tradeMs } : {}),
    ...(isSaid(greeksMs, 'greeks') ? { greeksMs } : {}),
    ...(isSaid(openInterestMs, 'openInterest') ? { openInterestMs } : {}),
    ...(settlement === undefined ? {} : { settlement }),
    ...(listing === undefined ? {} : { listing }),
  };
};
