import type { Settlement } from '../exposure/analysis.ts';
import { premiumPrice, type TradedPremium } from '../exposure/traded-premium.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { BookPositions } from './book-positions.ts';
import type { OptionBook } from './option-book.ts';

/** What was paid today for one expiry's calls and puts. */
export interface ExpiryPremium extends TradedPremium {
  readonly expiry: string;
  readonly settlement: Settlement;
}

/** Of each living expiry, by settlement, over its listed contracts: today's volume × price × multiplier; see `premiumPrice`. */
export const bookPremiums = (
  { columns: { value }, expiries }: OptionBook,
  { layout, volume, multiplier, side, exclusion }: BookPositions,
  asOf: EpochMs,
): readonly ExpiryPremium[] => {
  const premiums: ExpiryPremium[] = [];
  for (let ordinal = 0; ordinal < layout.slots.length; ordinal++) {
    const { expiry, settlement, settlesMs } = expiries[layout.slots[ordinal]!]!;
    if (settlesMs <= asOf) continue;
    let [call, put] = [0, 0];
    for (let position = layout.slotStart[ordinal]!; position < layout.slotStart[ordinal + 1]!; position++) {
      const row = layout.rows[position]!;
      if (exclusion[row] !== 0) continue;
      const price = premiumPrice(value.bid[row]!, value.ask[row]!, value.last[row]!);
      const premium = volume[row]! * price * multiplier[row]!;
      if (side[row] === 1) call += premium;
      else put += premium;
    }
    premiums.push({ expiry, settlement, call, put });
  }
  return premiums;
};
