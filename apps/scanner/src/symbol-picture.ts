import {
  bookContracts,
  type ContractFlow,
  contractFlow,
  daysToExpiry,
  type EpochMs,
  type ExpiryVolume,
  easternDate,
  expiryVolume,
  type Opportunity,
  opportunity,
  type PremiumFlow,
  premiumFlow,
  refreshPositions,
  type SkewBlock,
  scannedExpiries,
  sessionDate,
  skewBlock,
  spotOf,
} from '@gexstream/domain';
import type { SymbolState } from './symbol-state.ts';

/** Everything that the scanner sees of a symbol at a moment. */
export interface SymbolPicture {
  /** In points. */
  readonly spot: number;
  readonly expiries: readonly ExpiryPicture[];
}

export interface ExpiryPicture {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly skew: SkewBlock;
  readonly volume: ExpiryVolume;
  /** The contracts that were traded today. */
  readonly contracts: readonly SeenContract[];
}

export interface SeenContract {
  readonly flow: ContractFlow;
  readonly premium: PremiumFlow | null;
  readonly opportunity: Opportunity | null;
}

/** Null before the chain has come whole in this session: means over half a chain look like means over a whole one. */
export const symbolPicture = (state: SymbolState, at: EpochMs): SymbolPicture | null => {
  const { book, carry, underlyingVolume } = state;
  const spot = spotOf(book);
  const today = sessionDate(at);
  const whole = state.roundSession === today || book.wholeSession === today;
  if (!whole || !(spot > 0) || book.length === 0) return null;
  state.positions = refreshPositions(book, state.positions, spot, at, carry);
  const dates = scannedExpiries(
    book.expiries.map(({ expiry }) => expiry),
    easternDate(at),
  );
  const expiries = bookContracts(book, state.positions, dates, { spot, asOf: at, carry });
  return {
    spot,
    expiries: expiries.map(({ expiry, contracts, skew25d }) => {
      const skew = skewBlock(contracts, spot, daysToExpiry(expiry, today), skew25d);
      const volume = expiryVolume(contracts, spot);
      const traded = contracts.filter((contract) => contract.volume > 0);
      return {
        expiry,
        skew,
        volume,
        contracts: traded.map((contract) => {
          const flow = contractFlow(contract, spot, underlyingVolume, at);
          return { flow, premium: premiumFlow(contract), opportunity: opportunity(flow, skew, volume) };
        }),
      };
    }),
  };
};
