import { type ChainListing, type EpochMs, nextSession, schwabSymbol, sessionAt } from '@gexstream/domain';
import type { ChainStart } from './contract-day.ts';
import { generatedListing } from './generated-listing.ts';
import type { OptionContract } from './option-contract.ts';
import { type OptionMarket, optionMarket } from './option-market.ts';
import { type PricePath, pricePath } from './price-path.ts';
import { realListing } from './real-listing.ts';
import { marketMoment } from './sessions.ts';
import { type SymbolProfile, symbolProfile } from './symbol-profile.ts';
import { type UnderlyingQuoteState, underlyingQuote } from './underlying-quote.ts';

/** One underlying and its options. Everything is a function of the seed, the chain it started from, and the time asked about. */
export interface UnderlyingMarket {
  readonly profile: SymbolProfile;
  /** As Schwab writes it: `$SPX`. */
  readonly wireSymbol: string;
  readonly path: PricePath;
  readonly options: OptionMarket;
  quote(at: EpochMs): UnderlyingQuoteState;
  /** The contracts alive at a moment, in order of settlement and strike. */
  contracts(at: EpochMs): readonly OptionContract[];
  /** A contract alive at a moment, by its 21-character symbol. */
  contract(symbol: string, at: EpochMs): OptionContract | undefined;
}

interface Listing {
  readonly date: string;
  readonly all: readonly OptionContract[];
  readonly bySymbol: ReadonlyMap<string, OptionContract>;
  alive: readonly OptionContract[];
  /** The alive list holds from here to there. */
  aliveFromMs: number;
  aliveUntilMs: number;
}

/** Where a real chain enters the market: at its own moment if the exchange was open, else at the next open. */
export const chainEntry = (chain: ChainListing): { readonly at: EpochMs; readonly inSession: boolean } => {
  const inSession = sessionAt(chain.asOf) !== null;
  return { at: inSession ? chain.asOf : nextSession(chain.asOf).openMs, inSession };
};

export const underlyingMarket = (seed: number, symbol: string, chain: ChainListing | null): UnderlyingMarket => {
  const profile: SymbolProfile = { ...symbolProfile(symbol), ...(chain === null ? {} : { baseSpot: chain.spot }) };
  const entry = chain === null ? null : chainEntry(chain);
  const path = pricePath(seed, profile, { spot: profile.baseSpot, at: entry?.at ?? null });
  const start: ChainStart | null = entry === null ? null : { ...marketMoment(entry.at), inSession: entry.inSession };
  const options = optionMarket(profile, path, start);
  const real = chain === null ? null : realListing(seed, chain);
  let kept: Listing | null = null;

  const listingAt = (at: EpochMs): Listing => {
    const { session } = marketMoment(at);
    if (kept === null || kept.date !== session.date) {
      const all = real ?? generatedListing(seed, profile, path, session.date);
      const bySymbol = new Map(all.map((contract) => [contract.symbol, contract]));
      kept = { date: session.date, all, bySymbol, alive: [], aliveFromMs: Number.POSITIVE_INFINITY, aliveUntilMs: 0 };
    }
    if (at < kept.aliveFromMs || at >= kept.aliveUntilMs) {
      kept.alive = kept.all.filter((contract) => contract.settlesMs > at);
      kept.aliveFromMs = at;
      kept.aliveUntilMs = kept.alive.reduce((first, contract) => Math.min(first, contract.settlesMs), Number.POSITIVE_INFINITY);
    }
    return kept;
  };

  return {
    profile,
    wireSymbol: schwabSymbol(symbol),
    path,
    options,
    quote: (at) => underlyingQuote(seed, profile, path, at),
    contracts: (at) => listingAt(at).alive,
    contract: (wanted, at) => {
      const contract = listingAt(at).bySymbol.get(wanted);
      return contract !== undefined && contract.settlesMs > at ? contract : undefined;
    },
  };
};
