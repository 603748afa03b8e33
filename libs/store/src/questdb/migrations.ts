import { quoted } from '../queries/checked-query.ts';
import type { FeedNames } from './feed-names.ts';
import { createLevelViewsSql } from './level-views.ts';

/** A step that a declared table takes once, in the order of `migrations`. Never edit one that was released: add the next. */
export interface Migration {
  /** `0002-what-it-does`. */
  readonly name: string;
  /** Declared name of the table it belongs to: without that table it does not run. */
  readonly table: string;
  /** A table that is made now has the newest columns already: then what alters it is only recorded. */
  readonly onNewTable: 'run' | 'record';
  /** Each may run twice without harm: a crash may fall between it and its record. */
  readonly statements: (names: FeedNames) => readonly string[];
  /** The column that each statement adds: where it is there, the statement is left out, for QuestDB refuses a change that changes nothing. */
  readonly adds?: readonly string[];
}

/** Columns that came after the table did; rows from before have no value in them. */
const addDoubles = (name: string, table: string, columns: readonly string[]): Migration => ({
  name,
  table,
  onNewTable: 'record',
  adds: columns,
  statements: (names) =>
    columns.map((column) => `ALTER TABLE ${quoted(names.table(table))} ADD COLUMN IF NOT EXISTS ${quoted(column)} DOUBLE`),
});

export const migrations: readonly Migration[] = [
  { name: '0001-level-views', table: 'gex_levels', onNewTable: 'run', statements: createLevelViewsSql },
  addDoubles('0002-expiry-smile', 'gex_expiry_levels', ['atm_iv', 'skew_25d']),
  addDoubles('0003-expiry-wings', 'gex_expiry_levels', ['put_25d_iv', 'call_25d_iv']),
  addDoubles('0004-skew-ahead', 'gex_exposures', ['skew_25d_30d']),
  addDoubles('0005-premium-ratio', 'gex_exposures', ['put_call_ratio_premium']),
  addDoubles('0006-expiry-premium-ratio', 'gex_expiry_exposures', ['put_call_ratio_premium']),
];
