import type { AnalysisInput } from './analyse.ts';
import { type BookLayout, bookLayout } from './book-layout.ts';
import { signsOf } from './dealer-model.ts';
import { inventoryOf, isHeld, measureWeights } from './measure.ts';
import { type ExpirySlot, type ExpiryTerm, expiryTerm } from './position-columns.ts';

/** A contract that counts: in the book, held by the measure, with an IV. */
export interface HeldContract {
  readonly slot: ExpirySlot;
  readonly term: ExpiryTerm;
  /** Index in the layout's strikes. */
  readonly strikeIndex: number;
  readonly strike: number;
  readonly isCall: boolean;
  readonly volatility: number;
  /** Sign by the dealer model × contracts by the measure × multiplier [USD/pt]. */
  readonly quantity: number;
}

/** Visits the contracts that `analyse` counts, in canonical order. */
export const forEachHeld = (input: AnalysisInput, visit: (contract: HeldContract) => void): BookLayout => {
  const { positions, expiries, asOf } = input;
  const { openInterest, volume, multiplier, iv, side, exclusion } = positions;
  const layout = input.layout ?? bookLayout(positions, expiries);
  const { measure = 'oi' } = input;
  const signs = signsOf(input.dealerModel, measure);
  const inventory = inventoryOf(positions, measure);
  for (let ordinal = 0; ordinal < layout.slots.length; ordinal++) {
    const slot = expiries[layout.slots[ordinal]!]!;
    if (slot.settlesMs <= asOf) continue;
    const term = expiryTerm(slot, asOf, input.carry);
    const weights = measureWeights(measure, slot, asOf);
    for (let position = layout.slotStart[ordinal]!; position < layout.slotStart[ordinal + 1]!; position++) {
      const row = layout.rows[position]!;
      const held =
        inventory === undefined ? weights.openInterest * openInterest[row]! + weights.volume * volume[row]! : inventory[row]!;
      const volatility = iv[row]!;
      if (exclusion[row] !== 0 || !isHeld(held, inventory) || !(volatility > 0 && volatility < Infinity)) continue;
      const isCall = side[row]! > 0;
      const strikeIndex = layout.strikeIndex[position]!;
      const quantity = (isCall ? signs.call : signs.put) * held * multiplier[row]!;
      visit({ slot, term, strikeIndex, strike: layout.strikes[strikeIndex]!, isCall, volatility, quantity });
    }
  }
  return layout;
};
