import { type OptionUpdates, optionField, parseOsi, type Settlement, settlementOfRoot } from '@gexstream/domain';

/** What ranking needs to know of a contract. */
export interface KnownContract {
  readonly symbol: string;
  readonly expiry: string;
  readonly strike: number;
  readonly settlement: Settlement;
  /** A fraction a year; null while unknown. */
  readonly iv: number | null;
  readonly openInterest: number;
  readonly multiplier: number;
}

/** The contracts of an underlying after another part of a chain answer: those of its window that it no longer lists are gone. */
export const withChain = (
  known: ReadonlyMap<string, KnownContract>,
  answer: readonly OptionUpdates[],
): ReadonlyMap<string, KnownContract> => {
  const listing = answer[0]?.listing;
  const contracts = new Map<string, KnownContract>();
  for (const [symbol, contract] of known) {
    const inWindow = listing !== undefined && contract.expiry >= listing.fromDate && contract.expiry <= listing.toDate;
    if (!inWindow) contracts.set(symbol, contract);
  }
  for (const updates of answer) {
    for (let row = 0; row < updates.symbols.length; row += 1) {
      const contract = contractOf(updates, row, known.get(updates.symbols[row]!));
      if (contract !== null) contracts.set(contract.symbol, contract);
    }
  }
  return contracts;
};

/** A value the answer leaves out keeps the one known before. */
const contractOf = (updates: OptionUpdates, row: number, before: KnownContract | undefined): KnownContract | null => {
  const symbol = updates.symbols[row]!;
  const value = (field: 'iv' | 'openInterest' | 'multiplier'): number | undefined =>
    (updates.mask[row]! & optionField[field]) === 0 ? undefined : updates.columns[field]?.[row];
  const iv = value('iv') ?? before?.iv ?? null;
  const openInterest = value('openInterest') ?? before?.openInterest ?? 0;
  const multiplier = value('multiplier') ?? before?.multiplier ?? 100;
  if (before !== undefined) return { ...before, iv, openInterest, multiplier };
  const option = parseOsi(symbol);
  if (option === null) return null;
  const stated = updates.settlement?.[row];
  const settlement = stated === 'A' ? 'am' : stated === 'P' ? 'pm' : settlementOfRoot(option.root);
  return { symbol, expiry: option.expiry, strike: option.strike, settlement, iv, openInterest, multiplier };
};
