export { type DuckDbStoreOptions, openDuckDbStore } from './duckdb-store.ts';
