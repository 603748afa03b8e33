export * from './events/index.ts';
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
} from './exposure/analysis.ts';
export type { ChainListing, ListedContract } from './instrument/chain-listing.ts';
export * from './time/index.ts';
export * from './units/index.ts';
