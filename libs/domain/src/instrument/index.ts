export type { ChainListing, ListedContract } from './chain-listing.ts';
export { approximationText, exerciseStyle } from './exercise-style.ts';
export { formatOsi, type OptionSymbol, parseOsi } from './option-symbol.ts';
export { settlementOfRoot, settlesMs, yearFloor, yearsToSettlement } from './settlement.ts';
export { isAdjustedRoot, isIndex, schwabSymbol, underlyingNamed, underlyingOfRoot, underlyingOfSchwab } from './underlying.ts';
