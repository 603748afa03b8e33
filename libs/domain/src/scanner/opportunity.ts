import type { EpochMs } from '../time/epoch-ms.ts';
import {
  type CompositeInput,
  type CompositeScore,
  classicScore,
  classicSqlScore,
  type SqlCompositeScore,
} from './composite-score.ts';
import type { ExpiryVolume } from './expiry-volume.ts';
import { type FreshOpenInterest, freshOpenInterest } from './fresh-open-interest.ts';
import type { ScannedContract } from './scanned-contract.ts';
import { type ScoreBand, scoreBand } from './score-band.ts';
import { type SignalType, signalType } from './signal-type.ts';
import type { SkewBlock } from './skew-block.ts';
import { smoothScore } from './smooth-score.ts';
import { timeNormalisedWhale } from './volume-curve.ts';
import { type WhaleScore, whaleScore, whaleScoreMin } from './whale-score.ts';

/** One contract in the scanner's eyes: what it scores by itself. */
export interface ContractFlow extends ScannedContract {
  readonly whale: WhaleScore | null;
  /** See `timeNormalisedWhale`; null without a whale score, or before the open. */
  readonly whaleNormalised: number | null;
  readonly fresh: FreshOpenInterest | null;
}

/** A contract that is whale flow and fresh open interest at once, with its composite scores. */
export interface Opportunity extends ContractFlow {
  readonly classic: CompositeScore;
  readonly classicSql: SqlCompositeScore;
  readonly smooth: CompositeScore;
  readonly band: ScoreBand;
  readonly signal: SignalType;
}

/** `underlyingVolume`: shares traded today, 0 where nobody says it. */
export const contractFlow = (contract: ScannedContract, spot: number, underlyingVolume: number, at: EpochMs): ContractFlow => {
  const whale = whaleScore(contract, spot, underlyingVolume);
  return {
    ...contract,
    whale,
    whaleNormalised: whale === null ? null : timeNormalisedWhale(whale.value, at),
    fresh: freshOpenInterest(contract, spot),
  };
};

export const isWhaleFlow = ({ whale }: ContractFlow): boolean => whale !== null && whale.score >= whaleScoreMin;

/** The classic composite of an opportunity, by which its band goes; null for what is none. Skew is asked for only where it is one. */
export const opportunityScore = (flow: ContractFlow, skew25d: () => number | null): CompositeScore | null => {
  const ratio = freshRatio(flow);
  return ratio === null ? null : classicScore(compositeInput(flow, ratio, skew25d()));
};

/** Null unless the contract is both: whale score of at least 50, and volume of at least three times its open interest. */
export const opportunity = (
  flow: ContractFlow,
  { skew25d }: Pick<SkewBlock, 'skew25d'>,
  { volumeRatio }: Pick<ExpiryVolume, 'volumeRatio'>,
): Opportunity | null => {
  const ratio = freshRatio(flow);
  if (ratio === null) return null;
  const input = compositeInput(flow, ratio, skew25d);
  const classic = classicScore(input);
  return {
    ...flow,
    classic,
    classicSql: classicSqlScore(input, volumeRatio),
    smooth: smoothScore({ ...input, whale: flow.whale!.value }),
    band: scoreBand(classic.total),
    signal: signalType(skew25d, flow.side, volumeRatio),
  };
};

/** Volume over open interest of whale flow that is fresh too. */
const freshRatio = (flow: ContractFlow): number | null => (isWhaleFlow(flow) ? (flow.fresh?.ratio ?? null) : null);

const compositeInput = ({ whale, side }: ContractFlow, volumeToOpenInterest: number, skew25d: number | null): CompositeInput => ({
  whale: whale!.score,
  volumeToOpenInterest,
  skew25d,
  side,
});
