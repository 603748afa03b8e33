import { type ChainListing, type EpochMs, parseOsi, underlyingOfRoot, underlyingOfSchwab } from '@gexstream/domain';
import type { OptionContract } from './option-contract.ts';
import { type UnderlyingMarket, underlyingMarket } from './underlying-market.ts';

/** Every underlying of the simulated exchange. */
export interface Market {
  readonly underlyings: readonly UnderlyingMarket[];
  /** By Schwab's symbol, `$SPX` or `SPY`; undefined for what is not traded here. */
  byWireSymbol(symbol: string): UnderlyingMarket | undefined;
  /** A live option and its underlying by 21-character symbol. */
  option(symbol: string, at: EpochMs): { readonly underlying: UnderlyingMarket; readonly contract: OptionContract } | undefined;
}

/** Builds the exchange. A chain given for a symbol replaces that symbol's generated listing; its underlying is added if not named. */
export const openMarket = (seed: number, symbols: readonly string[], chains: readonly ChainListing[]): Market => {
  const chainOf = new Map(chains.map((chain) => [chain.underlying, chain]));
  const names = [...new Set([...symbols, ...chainOf.keys()])];
  const underlyings = names.map((symbol) => underlyingMarket(seed, symbol, chainOf.get(symbol) ?? null));
  const byName = new Map(underlyings.map((each) => [each.profile.symbol, each]));
  return {
    underlyings,
    byWireSymbol: (symbol) => {
      const found = byName.get(underlyingOfSchwab(symbol));
      return found?.wireSymbol === symbol ? found : undefined;
    },
    option: (symbol, at) => {
      const parsed = symbol.length === 21 ? parseOsi(symbol) : null;
      if (parsed === null) return undefined;
      const underlying = byName.get(underlyingOfRoot(parsed.root));
      const contract = underlying?.contract(symbol, at);
      return underlying && contract ? { underlying, contract } : undefined;
    },
  };
};
