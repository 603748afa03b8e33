import { expect, test } from 'vitest';
import { allTables } from './index.ts';

test('names are plain in every store, and each column says its unit and meaning', () => {
  for (const { name, columns, doc } of allTables) {
    expect(name).toMatch(/^[a-z][a-z_]*$/);
    expect(doc).not.toBe('');
    for (const [column, { unit, doc: meaning }] of Object.entries(columns)) {
      expect(column).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(`${name}.${column}: ${unit} ${meaning}`).toMatch(/: \S.* \S/);
    }
  }
  expect(new Set(allTables.map(({ name }) => name)).size).toBe(allTables.length);
});

test('keys and retention are the ones the documentation gives', () => {
  expect(
    allTables.map(({ name, timestamp, key, retentionDays }) => [name, [timestamp, ...key].join(' '), retentionDays]),
  ).toEqual([
    ['gex_levels', 'ts underlying model', 730],
    ['gex_expiry_levels', 'ts underlying model expiry settlement', 90],
    ['gex_profiles', 'ts underlying model expiry settlement', 90],
    ['gex_exposures', 'ts underlying model horizon', 730],
    ['gex_expiry_exposures', 'ts underlying model expiry settlement', 90],
    ['underlying_bars', 'ts underlying', 730],
    ['underlying_ticks', 'ts underlying input_seq', 30],
    ['feed_gaps', 'from_ts underlying', 730],
    ['whale_flows', 'ts underlying contract', 30],
    ['oi_flows', 'ts underlying contract', 30],
    ['skew_metrics', 'ts underlying expiry', 30],
    ['opportunities', 'ts underlying contract', 30],
    ['sentiment', 'ts scan_id', 30],
    ['scan_runs', 'start_ts scan_id', 30],
    ['outcomes', 'entry_ts underlying contract horizon', 730],
    ['trade_outcomes', 'entry_ts owner trade_id', 730],
  ]);
});
