import type {
  Crossing,
  FlowEvent,
  FlowRow,
  OpportunitiesEvent,
  OutcomeEvent,
  ScannedContract,
  ScanRunEvent,
  SentimentEvent,
  SkewEvent,
} from '@gexstream/domain';
import type { oiFlows, opportunities, outcomes, RowOf, scanRuns, sentiment, skewMetrics, whaleFlows } from '@gexstream/store';
import { provenanceOf } from './provenance.ts';

/** Rows of table `whale_flows`: the contracts that crossed a step of the whale score or of the premium just then. */
export const whaleFlowRows = (event: FlowEvent): readonly RowOf<typeof whaleFlows>[] =>
  crossedRows(event, ['whale', 'premium']).map((row) => ({
    ...flowColumns(event, row),
    iv: row.iv,
    delta: row.delta,
    underlying_volume: event.body.underlyingVolume,
    whale_score: row.whale?.score ?? null,
    whale_normalised: row.whaleNormalised,
    valr: row.whale?.valr ?? null,
    dollar_ratio: row.whale?.dollarRatio ?? null,
    vol_oi_ratio: row.whale?.volumeToOpenInterest ?? row.fresh?.ratio ?? null,
    premium: row.premium?.premium ?? null,
    tier: row.premium?.tier ?? null,
    sweep: row.premium?.sweep ?? false,
    unusual: row.premium?.unusual ?? false,
    ...provenanceOf(event),
  }));

/** Rows of table `oi_flows`: the contracts that crossed a step of fresh open interest just then. */
export const oiFlowRows = (event: FlowEvent): readonly RowOf<typeof oiFlows>[] =>
  crossedRows(event, ['fresh']).map((row) => ({
    ...flowColumns(event, row),
    vol_oi_ratio: row.fresh!.ratio,
    notional: row.fresh!.notional,
    oi_score: row.fresh!.score,
    ...provenanceOf(event),
  }));

const crossedRows = ({ body }: FlowEvent, kinds: readonly Crossing[]): readonly FlowRow[] =>
  body.contracts.filter(({ crossed }) => crossed.some((kind) => kinds.includes(kind)));

const flowColumns = (event: FlowEvent, row: FlowRow) => ({
  ts: event.eventMs,
  underlying: event.underlying,
  contract: row.symbol,
  ...contractColumns(row),
  spot: event.body.spot,
  mark: row.mark,
  volume: row.volume,
  open_interest: row.openInterest,
});

const contractColumns = ({ expiry, strike, side }: Pick<ScannedContract, 'expiry' | 'strike' | 'side'>) => ({
  expiry,
  strike,
  side: side === 'call' ? 'CALL' : 'PUT',
});

/** Rows of table `skew_metrics`, one an expiry: of the record that falls on a scan, else none. */
export const skewRows = (event: SkewEvent): readonly RowOf<typeof skewMetrics>[] => {
  const { scanId, spot, expiries } = event.body;
  if (scanId === null) return [];
  return expiries.map((skew) => ({
    ts: event.eventMs,
    scan_id: scanId,
    underlying: event.underlying,
    expiry: skew.expiry,
    spot,
    skew_25d: skew.skew25d,
    atm_skew: skew.atmSkew,
    avg_call_iv: skew.avgCallIv,
    avg_put_iv: skew.avgPutIv,
    avg_iv: skew.avgIv,
    atm_strike: skew.atmStrike,
    implied_move: skew.impliedMoveDollars,
    implied_move_pct: skew.impliedMovePct,
    upper_breakout: skew.upperBreakout,
    lower_breakout: skew.lowerBreakout,
    upper_sigma: skew.upperSigma,
    lower_sigma: skew.lowerSigma,
    put_call_oi_ratio: skew.putCallOiRatio,
    put_call_vol_ratio: skew.putCallVolumeRatio,
    ...provenanceOf(event),
  }));
};

/** Rows of table `opportunities`: those that rose just then. */
export const opportunityRows = (event: OpportunitiesEvent): readonly RowOf<typeof opportunities>[] =>
  event.body.rows
    .filter(({ crossed }) => crossed)
    .map((row) => ({
      ts: event.eventMs,
      underlying: event.underlying,
      contract: row.symbol,
      ...contractColumns(row),
      spot: event.body.spot,
      mark: row.mark,
      volume: row.volume,
      open_interest: row.openInterest,
      composite_score: row.classic.total,
      whale_points: row.classic.whale,
      fresh_oi_points: row.classic.freshOi,
      skew_points: row.classic.skew,
      classic_sql_score: row.classicSql.total,
      smooth_score: row.smooth.total,
      band: row.band,
      signal_type: row.signal,
      whale_score: row.whale!.score,
      whale_normalised: row.whaleNormalised,
      vol_oi_ratio: row.fresh!.ratio!,
      notional: row.fresh!.notional,
      skew_25d: row.skew.skew25d,
      vol_ratio: row.volumeOfExpiry.volumeRatio,
      implied_move_pct: row.skew.impliedMovePct,
      ...provenanceOf(event),
    }));

/** The row of table `outcomes`; it stands at the entry. */
export const outcomeRow = (event: OutcomeEvent): RowOf<typeof outcomes> => {
  const { body } = event;
  return {
    entry_ts: body.enteredMs,
    underlying: event.underlying,
    contract: body.contract,
    ...contractColumns(body),
    horizon: body.horizon,
    due_ts: body.dueMs,
    signal_type: body.signal,
    band: body.band,
    composite_score: body.composite,
    smooth_score: body.smooth,
    spot: body.spot,
    mark: body.mark,
    exit_spot: body.exitSpot,
    exit_mark: body.exitMark,
    underlying_return: body.underlyingReturn,
    contract_return: body.contractReturn,
    detail: body.detail,
    ...provenanceOf(event),
  };
};

/** The row of table `sentiment`. */
export const sentimentRow = (event: SentimentEvent): RowOf<typeof sentiment> => {
  const { body } = event;
  return {
    ts: event.eventMs,
    scan_id: body.scanId,
    stocks_analyzed: body.stocksAnalyzed,
    avg_skew: body.avgSkew,
    skew_volatility: body.skewVolatility,
    avg_iv: body.avgIv,
    avg_pc_ratio: body.avgPutCallRatio,
    avg_implied_move: body.avgImpliedMove,
    extreme_fear_count: body.extremeFearCount,
    extreme_greed_count: body.extremeGreedCount,
    high_vol_count: body.highVolCount,
    market_sentiment: body.label,
    ...provenanceOf(event),
  };
};

/** The row of table `scan_runs`: the record of its end replaces that of its begin. */
export const scanRunRow = (event: ScanRunEvent): RowOf<typeof scanRuns> => {
  const { body } = event;
  return {
    start_ts: body.startMs,
    scan_id: body.scanId,
    end_ts: body.endMs,
    status: body.status,
    stocks_scanned: body.stocksScanned,
    expiries_scanned: body.expiriesScanned,
    total_api_calls: body.totalApiCalls,
    detail: body.detail,
    ...provenanceOf(event),
  };
};
