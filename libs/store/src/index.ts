export { StoreError, type StoreErrorCode } from './errors.ts';
export type { Aggregate, RangeOptions, Sample, SampleOptions, Store, Where } from './store.ts';
export { type Column, type ColumnType, type RowOf, type Table, table } from './table.ts';
