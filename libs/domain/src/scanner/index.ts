export { type BookMoment, bookContracts, type ExpiryContracts } from './book-contracts.ts';
export {
  type CompositeInput,
  type CompositeScore,
  classicScore,
  classicSqlScore,
  type SqlCompositeScore,
} from './composite-score.ts';
export { type ExpiryVolume, expiryVolume, volumeRatio } from './expiry-volume.ts';
export { type FreshOpenInterest, freshOpenInterest } from './fresh-open-interest.ts';
export {
  type MarketSentiment,
  marketSentiment,
  type SentimentLabel,
  type SentimentRow,
  sentimentLabel,
} from './market-sentiment.ts';
export { type NothingScanned, nothingScanned } from './nothing-scanned.ts';
export { once } from './once.ts';
export { type ContractFlow, contractFlow, isWhaleFlow, type Opportunity, opportunity, opportunityScore } from './opportunity.ts';
export {
  isOutcomeKnown,
  type Outcome,
  type OutcomeEntry,
  type OutcomeHorizon,
  outcomeAt,
  outcomeDueTimes,
  outcomeHorizons,
} from './outcome.ts';
export { type OutcomeStatistics, outcomeStatistics } from './outcome-statistics.ts';
export { type FlowConviction, flowConviction, type PremiumFlow, premiumFlow } from './premium-flow.ts';
export { handScanDemand, scanDates } from './scan-demand.ts';
export { nextScan, scanDue, scanEveryMs, scanIdOf, scanTimes } from './scan-schedule.ts';
export { markOf, type ScannedContract } from './scanned-contract.ts';
export { scannedExpiries, weeklyExpiriesScanned } from './scanned-expiries.ts';
export { scannedSymbolsDefault, scannedSymbolsMax } from './scanned-symbols.ts';
export { type ScannerView, type ScannerViewEvent, scannerView } from './scanner-view.ts';
export { bandRank, type ScoreBand, scoreBand, scoreBands } from './score-band.ts';
export { type SignalType, signalType, signalTypes } from './signal-type.ts';
export { type SkewBlock, skewBlock } from './skew-block.ts';
export { smoothScore } from './smooth-score.ts';
export { expectedVolumeShare, timeNormalisedWhale } from './volume-curve.ts';
export { type WhaleScore, whaleScore, whaleScoreMin } from './whale-score.ts';
