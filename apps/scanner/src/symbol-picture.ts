import {
  bookContracts,
  type CompositeScore,
  type ContractFlow,
  contractFlow,
  daysToExpiry,
  type EpochMs,
  type ExpiryContracts,
  type ExpiryVolume,
  easternDate,
  expiryVolume,
  isWhaleFlow,
  once,
  opportunityScore,
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

/** What the scanner sees of a symbol at a moment. Good until its book changes: what a look does not need is not worked out. */
export interface SymbolPicture {
  /** In points. */
  readonly spot: number;
  readonly expiries: readonly ExpiryPicture[];
}

export interface ExpiryPicture {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  skew(): SkewBlock;
  volume(): ExpiryVolume;
  /** The contracts that are flow of any kind. */
  readonly flows: readonly SeenFlow[];
}

export interface SeenFlow {
  readonly flow: ContractFlow;
  readonly premium: PremiumFlow | null;
  /** The classic composite; null where it is no opportunity. */
  readonly score: CompositeScore | null;
}

/** Null before the chain has come whole in this session: means over half a chain look like means over a whole one. */
export const symbolPicture = (state: SymbolState, at: EpochMs): SymbolPicture | null => {
  const { book, carry } = state;
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
  return { spot, expiries: expiries.map((contracts) => expiryPicture(state, contracts, spot, at)) };
};

const expiryPicture = (
  { underlyingVolume }: SymbolState,
  { expiry, all, active, skew25d }: ExpiryContracts,
  spot: number,
  at: EpochMs,
): ExpiryPicture => ({
  expiry,
  skew: once(() => skewBlock(all(), spot, daysToExpiry(expiry, sessionDate(at)), skew25d())),
  volume: once(() => expiryVolume(all(), spot)),
  flows: active(underlyingVolume).flatMap((contract) => {
    const flow = contractFlow(contract, spot, underlyingVolume, at);
    const premium = premiumFlow(contract);
    if (!isWhaleFlow(flow) && flow.fresh === null && premium === null) return [];
    return [{ flow, premium, score: opportunityScore(flow, skew25d) }];
  }),
});
