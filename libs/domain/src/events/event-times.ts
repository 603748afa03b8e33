import type { EpochMs } from '../time/epoch-ms.ts';
import { fieldGroup, type OptionField, type OptionUpdates } from './option-updates.ts';

const groupTimes = { quote: 'quoteMs', trade: 'tradeMs', greeks: 'greeksMs', openInterest: 'openInterestMs' } as const;

/**
 * The updates without the times that say nothing: those of a group of which no field is there, and those that are all the record's own event
 * time, which is what a row without one takes. Merging gives the same book.
 */
export const withoutEventTimes = (updates: OptionUpdates, eventMs: EpochMs): OptionUpdates => {
  const carried = new Set(Object.keys(updates.columns).map((field) => fieldGroup[field as OptionField]));
  const spare = Object.entries(groupTimes).filter(([group, times]) => {
    const stated = updates[times];
    return stated !== undefined && (!carried.has(group as keyof typeof groupTimes) || stated.every((ms) => ms === eventMs));
  });
  const said = { ...updates };
  for (const [, times] of spare) delete said[times];
  return said;
};
