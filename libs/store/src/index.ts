export { StoreError, type StoreErrorCode } from './errors.ts';
export { type ExportOptions, type ExportProgress, type ExportResult, exportTable } from './export/export-table.ts';
export { closeOutcomes, outcomeOfRow, outcomeRowsMax } from './reading/close-outcomes.ts';
export { keptMinutes, type ProfileOf, type StrikeColumn, strikeColumns } from './reading/strike-columns.ts';
export { checkRows } from './rows/check-rows.ts';
export type { Aggregate, RangeOptions, Sample, SampleOptions, Store, Where } from './store.ts';
export { type Column, type ColumnType, type RowOf, type Table, type TableOf, table } from './table.ts';
export {
  allTables,
  feedGaps,
  gexExpiryExposures,
  gexExpiryLevels,
  gexExposures,
  gexLevels,
  gexProfiles,
  type ModelMeaning,
  modelId,
  modelMeaning,
  oiFlows,
  opportunities,
  outcomes,
  scanRuns,
  sentiment,
  skewMetrics,
  tradeOutcomes,
  underlyingBars,
  underlyingTicks,
  whaleFlows,
} from './tables/index.ts';
