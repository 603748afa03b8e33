export { type Analyse, type Analysis, type AnalysisInput, analyse, createAnalyser } from './analyse.ts';
export type {
  Carry,
  Cells,
  ContractCount,
  ExpiryLevels,
  ExposureModel,
  Levels,
  Settlement,
  SliceLevels,
  Totals,
} from './analysis.ts';
export { type BookLayout, bookLayout } from './book-layout.ts';
export { type Bracket, bracketedRoot } from './bracketed-root.ts';
export {
  type Convention,
  type DealerModel,
  type DealerSigns,
  dealerModelNames,
  dealerModelOf,
  dealerModels,
  type ServedModel,
  servedModels,
} from './dealer-model.ts';
export { type ExactProfile, exactProfile } from './exact-profile.ts';
export { type ExpectedMove, expectedMove } from './expected-move.ts';
export { type ExpiringGamma, expiringGamma } from './expiring-gamma.ts';
export { curveNet, type ExposureCurve, exposureCurve } from './exposure-curve.ts';
export { type ExposureKind, type ExposureSums, type Exposures, exposureKinds, exposureUnits } from './exposure-kinds.ts';
export { type ExpiryPicture, type ExposurePicture, exposurePicture } from './exposure-picture.ts';
export { type GammaCoefficients, gammaCoefficients, gammaExposureAt, setGammaCoefficients } from './gamma-coefficients.ts';
export { gammaProfile } from './gamma-profile.ts';
export { addGaussian } from './gaussian-walk.ts';
export { type GreekExposures, greekExposures } from './greek-exposures.ts';
export { type HorizonLevels, type HorizonName, horizonLevels, horizons, withinHorizon } from './horizons.ts';
export {
  type ExposureMarket,
  type IncrementalExposure,
  type IncrementalLevels,
  incrementalExposure,
} from './incremental-exposure.ts';
export { inventoryPicture } from './inventory-picture.ts';
export { type IvRank, ivRank, ivRankSessionsMax, ivRankSessionsMin } from './iv-rank.ts';
export { sliceLevelsJson } from './levels-json.ts';
export { type Measure, measureNames, type OfferedMeasure } from './measure.ts';
export { carryText, gexUnit, type ModelText, modelText } from './model-text.ts';
export { type NetOfStrike, netByStrike } from './net-by-strike.ts';
export { type ExpiryForward, type ForwardSource, type ParityCarry, parityCarry } from './parity-carry.ts';
export type { ParityForward } from './parity-forward.ts';
export { curveJson, expiryPictureJson, exposuresJson, forwardBasisJson, horizonJson } from './picture-json.ts';
export {
  defaultExclusionReasons,
  type ExpirySlot,
  type ExpiryTerm,
  expiryTerm,
  type PositionColumns,
  slotKey,
} from './position-columns.ts';
export { expiryMaxPain, type VolumeWalls, volumeWalls } from './position-marks.ts';
export { type QuotePair, quotePairs } from './quote-pairs.ts';
export {
  type LevelMove,
  type SessionMark,
  type SessionTrack,
  type TrackedLevel,
  trackedLevels,
  trackSession,
} from './session-track.ts';
export { exposuresByStrike, type StrikeColumns, strikeColumns } from './strike-columns.ts';
export { type StrikeLevels, strikeLevels } from './strike-levels.ts';
export { listedPremium, putCallPremium, type TradedPremium } from './traded-premium.ts';
export {
  exposuresUnderDealerModel,
  type PublishedPicture,
  signsTheSame,
  sumsUnderDealerModel,
  underDealerModel,
} from './under-dealer-model.ts';
export { atmIvAhead, daysAhead, skew25dAhead } from './volatility-ahead.ts';
export { type VolatilitySmile, volatilitySmile } from './volatility-smile.ts';
export type { VolumeSurge, VolumeSurges } from './volume-surges.ts';
export { zeroGammaMinutesMin } from './zero-gamma.ts';
