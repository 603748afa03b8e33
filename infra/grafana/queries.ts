// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Grafana's variables, not JavaScript's.
/** One query of a dashboard. `${feed}`, `${underlying}`, `${model}`, `${interval}`, `${symbol}` are dashboard variables; `$__timeFilter(ts)` is the range chosen. */
export interface Query {
  readonly doc: string;
  readonly sql: string;
}

const query = (doc: string, ...lines: readonly string[]): Query => ({ doc, sql: lines.join('\n') });

const ofModel = "underlying = '${underlying}' AND model = '${model}'";

/** Every SQL statement of every dashboard, variables included: the test runs them all, on rows. Both data sources send the same text. */
export const queries = {
  feeds: query(
    'Variable: the feeds that have levels. A feed is the part of a table name before its first underscore.',
    "SELECT replace(table_name, '_gex_levels', '') AS feed FROM tables() WHERE table_name LIKE '%_gex_levels' ORDER BY feed",
  ),
  underlyings: query(
    'Variable: the underlyings of the feed.',
    'SELECT DISTINCT underlying FROM "${feed}_gex_levels" ORDER BY underlying',
  ),
  models: query(
    'Variable: measure, convention, carry, kernel and IV order; the one written last comes first.',
    'SELECT model FROM (SELECT ts, model FROM "${feed}_gex_levels" WHERE underlying = \'${underlying}\' LATEST ON ts PARTITION BY model)',
    'ORDER BY ts DESC',
  ),

  levelsNow: query(
    'The newest levels, whatever range is chosen.',
    'SELECT ts, spot, net_gex, zero_gamma, call_wall, put_wall, max_gross_strike, put_call_ratio_oi',
    `FROM "\${feed}_gex_levels" WHERE ${ofModel}`,
    'LATEST ON ts PARTITION BY underlying',
  ),
  levelsOverTime: query(
    'Spot between its walls, from the materialized view of the chosen interval.',
    'SELECT ts, spot, zero_gamma, call_wall, put_wall',
    `FROM "\${feed}_gex_levels_\${interval}" WHERE ${ofModel} AND $__timeFilter(ts) ORDER BY ts`,
  ),
  exposureOverTime: query(
    'Exposure of the calls, of the puts and of both at the end of each interval.',
    'SELECT ts, net_gex, call_gex, put_gex',
    `FROM "\${feed}_gex_levels_\${interval}" WHERE ${ofModel} AND $__timeFilter(ts) ORDER BY ts`,
  ),
  history: query(
    'First, largest, smallest and last net exposure of each interval.',
    'SELECT ts, net_gex_open AS open, net_gex_high AS high, net_gex_low AS low, net_gex AS close',
    `FROM "\${feed}_gex_levels_\${interval}" WHERE ${ofModel} AND $__timeFilter(ts) ORDER BY ts`,
  ),
  exposureByStrike: query(
    'The newest profile, all expiries together, within 5 % of spot.',
    'WITH newest AS (',
    `  SELECT * FROM "\${feed}_gex_profiles" WHERE ${ofModel}`,
    `  AND ts = (SELECT max(ts) FROM "\${feed}_gex_profiles" WHERE ${ofModel})`,
    '), cells AS (',
    '  SELECT spot, strikes[i] AS strike, call_gex[i] AS call_gex, put_gex[i] AS put_gex',
    '  FROM newest CROSS JOIN (SELECT x::INT AS i FROM long_sequence(2000)) WHERE i <= dim_length(strikes, 1)',
    ')',
    'SELECT strike, sum(call_gex) AS call_gex, sum(put_gex) AS put_gex, sum(call_gex) + sum(put_gex) AS net_gex',
    'FROM cells WHERE strike >= spot * 0.95 AND strike <= spot * 1.05 ORDER BY strike',
  ),
  expiriesNow: query(
    'The newest full minute, by expiry.',
    'SELECT expiry, settlement, net_gex, gross_gex, zero_gamma, call_wall, put_wall, put_call_ratio_oi, atm_iv, skew_25d, contracts_used, contracts_excluded',
    `FROM "\${feed}_gex_expiry_levels" WHERE ${ofModel}`,
    `AND ts = (SELECT max(ts) FROM "\${feed}_gex_expiry_levels" WHERE ${ofModel})`,
    'ORDER BY expiry, settlement',
  ),
  skewOverTime: query(
    'IV of the 25-delta put minus that of the 25-delta call, vol points, of the next four expiries: the last of each interval.',
    'SELECT ts, expiry, settlement, last(skew_25d) AS skew_25d',
    `FROM "\${feed}_gex_expiry_levels" WHERE ${ofModel} AND skew_25d IS NOT NULL`,
    `AND expiry IN (SELECT DISTINCT expiry FROM "\${feed}_gex_expiry_levels" WHERE ${ofModel}`,
    `  AND ts = (SELECT max(ts) FROM "\${feed}_gex_expiry_levels" WHERE ${ofModel}) AND skew_25d IS NOT NULL ORDER BY expiry LIMIT 4)`,
    // The range comes last: behind a BETWEEN, QuestDB takes no other condition with a query in it.
    'AND $__timeFilter(ts)',
    'SAMPLE BY ${interval} ALIGN TO CALENDAR ORDER BY ts',
  ),
  greeksOverTime: query(
    'Exposure to delta, vanna and charm of all expiries, USD of delta: now, per volatility point, per calendar day; the last of each interval.',
    'SELECT ts, last(net_dex) AS delta, last(net_vex) AS vanna, last(net_chex) AS charm',
    `FROM "\${feed}_gex_exposures" WHERE ${ofModel} AND horizon = 'all' AND $__timeFilter(ts)`,
    'SAMPLE BY ${interval} ALIGN TO CALENDAR ORDER BY ts',
  ),
  horizonsOverTime: query(
    'Net exposure of what expires today, within a week, within five weeks, and of all; the last of each interval.',
    'SELECT ts, horizon, last(net_gex) AS net_gex',
    `FROM "\${feed}_gex_exposures" WHERE ${ofModel} AND $__timeFilter(ts)`,
    'SAMPLE BY ${interval} ALIGN TO CALENDAR ORDER BY ts',
  ),
  kingsOverTime: query(
    'The strikes with the largest gross and the largest net exposure of all expiries, beside spot: the last of each interval.',
    'SELECT ts, last(spot) AS spot, last(max_gross_strike) AS king_gross, last(max_net_strike) AS king_net',
    `FROM "\${feed}_gex_exposures" WHERE ${ofModel} AND horizon = 'all' AND $__timeFilter(ts)`,
    'SAMPLE BY ${interval} ALIGN TO CALENDAR ORDER BY ts',
  ),
  volatilityOverTime: query(
    'Implied volatility at the forward, 30 days ahead: the last of each interval.',
    'SELECT ts, last(atm_iv_30d) AS atm_iv_30d',
    `FROM "\${feed}_gex_exposures" WHERE ${ofModel} AND horizon = 'all' AND $__timeFilter(ts)`,
    'SAMPLE BY ${interval} ALIGN TO CALENDAR ORDER BY ts',
  ),
  expiryExposuresNow: query(
    'The newest full minute, by expiry in which somebody holds something.',
    'SELECT expiry, settlement, net_gex, net_dex, net_vex, net_chex, max_pain, expected_move_iv, expected_move_straddle, forward, forward_source, dividend_yield',
    `FROM "\${feed}_gex_expiry_exposures" WHERE ${ofModel}`,
    `AND ts = (SELECT max(ts) FROM "\${feed}_gex_expiry_exposures" WHERE ${ofModel})`,
    'ORDER BY expiry, settlement',
  ),
  coverage: query(
    'How the gross gamma is fed.',
    'SELECT ts, last(streamed_share) AS streamed, last(polled_share) AS polled, last(stale_share) AS stale',
    `FROM "\${feed}_gex_levels" WHERE ${ofModel} AND $__timeFilter(ts)`,
    'SAMPLE BY ${interval} ALIGN TO CALENDAR ORDER BY ts',
  ),
  gaps: query(
    'When nothing was received, and why.',
    'SELECT from_ts, to_ts, underlying, reason FROM "${feed}_feed_gaps"',
    "WHERE underlying = '${underlying}' AND $__timeFilter(from_ts) ORDER BY from_ts DESC LIMIT 100",
  ),

  scannedSymbols: query(
    'Variable: the symbols that were scanned.',
    'SELECT DISTINCT underlying FROM "${feed}_skew_metrics" ORDER BY underlying',
  ),
  sentimentNow: query(
    'The mood of the newest scan, whatever range is chosen; UNKNOWN when no row had a skew. Skew and IV in vol points, the move in percent of spot.',
    'SELECT ts, market_sentiment, avg_skew, avg_iv, avg_pc_ratio, avg_implied_move, stocks_analyzed, extreme_fear_count, extreme_greed_count',
    'FROM "${feed}_sentiment" ORDER BY ts DESC LIMIT 1',
  ),
  sentimentOverTime: query(
    'Average 25-delta skew of all scanned symbols, and its standard deviation, scan by scan: vol points.',
    'SELECT ts, avg_skew, skew_volatility FROM "${feed}_sentiment" WHERE $__timeFilter(ts) ORDER BY ts',
  ),
  opportunitiesRanked: query(
    'Contracts that became opportunities in the range, the highest score first, and beside each what came of all that is kept of the same signal and band by the close: no rate before 30.',
    'WITH found AS (',
    '  SELECT * FROM "${feed}_opportunities" WHERE $__timeFilter(ts) LATEST ON ts PARTITION BY underlying, contract',
    '), followed AS (',
    "  SELECT signal_type, band, CASE WHEN side = 'PUT' THEN -underlying_return ELSE underlying_return END AS gain",
    '  FROM "${feed}_outcomes" WHERE horizon = \'close\' AND underlying_return IS NOT NULL',
    '), measured AS (',
    '  SELECT signal_type, band, count() AS n, avg(CASE WHEN gain > 0 THEN 1.0 ELSE 0.0 END) AS hits, avg(gain) AS mean FROM followed',
    ')',
    'SELECT f.ts, f.underlying, f.expiry, f.strike, f.side, f.composite_score, f.band, coalesce(m.n, 0) AS outcomes,',
    '  CASE WHEN m.n >= 30 THEN m.hits END AS hit_rate, CASE WHEN m.n >= 30 THEN m.mean END AS mean_return,',
    '  f.smooth_score, f.signal_type, f.whale_score, f.vol_oi_ratio, f.skew_25d, f.implied_move_pct, f.volume, f.notional',
    'FROM found f LEFT JOIN measured m ON f.signal_type = m.signal_type AND f.band = m.band',
    'ORDER BY f.composite_score DESC, f.smooth_score DESC LIMIT 100',
  ),
  symbolSkewOverTime: query(
    'IV of the 25-delta put minus that of the 25-delta call of one symbol, vol points, by expiry, scan by scan.',
    'SELECT ts, expiry, skew_25d FROM "${feed}_skew_metrics"',
    "WHERE underlying = '${symbol}' AND skew_25d IS NOT NULL AND $__timeFilter(ts) ORDER BY ts, expiry",
  ),
  outcomesBySignal: query(
    'What came of all opportunities that are kept, by signal, band and horizon: of the underlying, in the direction of the contract, as fractions. No rate before 30.',
    'WITH followed AS (',
    "  SELECT signal_type, band, horizon, CASE WHEN side = 'PUT' THEN -underlying_return ELSE underlying_return END AS gain",
    '  FROM "${feed}_outcomes" WHERE underlying_return IS NOT NULL',
    '), measured AS (',
    '  SELECT signal_type, band, horizon, count() AS n, avg(CASE WHEN gain > 0 THEN 1.0 ELSE 0.0 END) AS hits, avg(gain) AS mean FROM followed',
    ')',
    'SELECT signal_type, band, horizon, n, CASE WHEN n >= 30 THEN hits END AS hit_rate, CASE WHEN n >= 30 THEN mean END AS mean_return,',
    "  CASE WHEN n >= 30 THEN '' ELSE 'not enough data' END AS note",
    'FROM measured ORDER BY signal_type, band, horizon',
  ),
  scans: query(
    'The scans of the range, newest first: what they saw, and how many calls it took.',
    'SELECT start_ts, end_ts, status, stocks_scanned, expiries_scanned, total_api_calls, detail',
    'FROM "${feed}_scan_runs" WHERE $__timeFilter(start_ts) ORDER BY start_ts DESC LIMIT 100',
  ),

  walTables: query(
    'What is written and not yet visible, per table; a suspended one stays so until somebody resumes it.',
    'SELECT name, suspended, sequencerTxn - writerTxn AS transactions_behind, errorTag, errorMessage FROM wal_tables()',
    'ORDER BY suspended DESC, transactions_behind DESC',
  ),
} as const satisfies Record<string, Query>;
