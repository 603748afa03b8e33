import {
  type FlowEvent,
  type FlowRow,
  isoTime,
  isWhaleFlow,
  type OpportunitiesEvent,
  type OpportunityRow,
  type ScannerView,
  type ScanRunEvent,
  type SentimentEvent,
  type SkewEvent,
  signalTypes,
  toldMs,
} from '@gexstream/domain';
import type {
  MarketSentimentAnswer,
  MeasuredAnswer,
  OpportunityAnswer,
  OriginAnswer,
  ScanStatusAnswer,
  StockAnswer,
} from '../contract/scanner.ts';
import type { OriginOf } from './scanner-origin.ts';

/** What each answer says, but for where it comes from and how old it is: that is of the moment it is given. */
type Said<Answer> = Omit<Answer, keyof OriginAnswer>;

const sideText = (side: 'call' | 'put') => (side === 'call' ? ('CALL' as const) : ('PUT' as const));

export const opportunityBody = (
  event: OpportunitiesEvent,
  row: OpportunityRow,
  outcomes: MeasuredAnswer | null,
): Said<OpportunityAnswer> => ({
  symbol: event.underlying,
  expiry: row.expiry,
  strike: row.strike,
  type: sideText(row.side),
  underlying_price: event.body.spot,
  composite_score: row.classic.total,
  signal_type: row.signal,
  whale_score: row.whale!.score,
  vol_oi_ratio: row.fresh!.ratio!,
  skew_25d: row.skew.skew25d,
  implied_move_pct: row.skew.impliedMovePct,
  volume: row.volume,
  notional: row.fresh!.notional,
  put_call_oi_ratio: row.skew.putCallOiRatio,
  call_wall_strike: row.volumeOfExpiry.callWall,
  put_wall_strike: row.volumeOfExpiry.putWall,
  upper_breakout: row.skew.upperBreakout,
  lower_breakout: row.skew.lowerBreakout,
  data_timestamp: isoTime(toldMs(event)),
  components: { whale: row.classic.whale, fresh_oi: row.classic.freshOi, skew: row.classic.skew },
  band: row.band,
  action: signalTypes.find(({ name }) => name === row.signal)!.action,
  classic_sql_score: row.classicSql.total,
  smooth_score: row.smooth.total,
  whale_normalised: row.whaleNormalised,
  open_interest: row.openInterest ?? 0,
  outcomes,
});

export const sentimentBody = ({ eventMs, body }: Pick<SentimentEvent, 'eventMs' | 'body'>): Said<MarketSentimentAnswer> => ({
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
  scan_id: body.scanId,
  data_timestamp: isoTime(eventMs),
});

export const scanStatusBody = (runs: readonly ScanRunEvent[]): ScanStatusAnswer =>
  runs.map(({ body }) => ({
    scan_id: body.scanId,
    start_time: isoTime(body.startMs),
    end_time: body.endMs === null ? null : isoTime(body.endMs),
    status: body.status,
    stocks_scanned: body.stocksScanned,
    expiries_scanned: body.expiriesScanned,
    total_api_calls: body.totalApiCalls,
    duration_seconds: body.endMs === null ? null : (body.endMs - body.startMs) / 1_000,
    detail: body.detail,
  }));

/** Null when nothing is known of the symbol, or of this expiry of it. */
export const stockBody = (view: ScannerView, symbol: string, expiry: string | null, originOf: OriginOf): StockAnswer | null => {
  const [flow, skew, found] = [view.flow(symbol), view.skew(symbol), view.opportunities(symbol)];
  const newest = [flow, skew, found].filter((event) => event !== null).sort((a, b) => b.eventMs - a.eventMs)[0];
  const wanted = <Row extends { readonly expiry: string }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter((row) => expiry === null || row.expiry === expiry);
  const metrics = wanted(skew?.body.expiries ?? []);
  const contracts = wanted(flow?.body.contracts ?? []);
  if (newest === undefined || (metrics.length === 0 && contracts.length === 0)) return null;
  const scores = wanted(found?.body.rows ?? []).map(({ classic }) => classic.total);
  return {
    symbol,
    expiry,
    whale_flows: contracts.filter((row) => isWhaleFlow(row) || row.premium !== null).map(whaleFlow),
    oi_flows: contracts.filter(({ fresh }) => fresh !== null).map(oiFlow),
    skew_metrics: Object.fromEntries(metrics.map((metric) => [metric.expiry, skewMetric(metric)])),
    conviction: flow?.body.conviction.conviction ?? false,
    bias: flow?.body.conviction.bias ?? 'NEUTRAL',
    composite_score: scores.length === 0 ? null : Math.max(...scores),
    data_timestamp: isoTime(toldMs(newest)),
    ...originOf(newest, toldMs(newest)),
  };
};

const flowFields = (row: FlowEvent['body']['contracts'][number]) => ({
  expiry: row.expiry,
  strike: row.strike,
  type: sideText(row.side),
  volume: row.volume,
  open_interest: row.openInterest,
  mark: row.mark,
  vol_oi_ratio: row.whale?.volumeToOpenInterest ?? row.fresh?.ratio ?? null,
});

const whaleFlow = (row: FlowRow) => ({
  ...flowFields(row),
  whale_score: row.whale?.score ?? null,
  whale_normalised: row.whaleNormalised,
  delta: row.delta,
  implied_volatility: row.iv,
  premium: row.premium?.premium ?? null,
  tier: row.premium?.tier ?? null,
  sweep: row.premium?.sweep ?? false,
});

const oiFlow = (row: FlowRow) => ({ ...flowFields(row), notional: row.fresh!.notional, oi_score: row.fresh!.score });

const skewMetric = (skew: SkewEvent['body']['expiries'][number]) => ({
  skew_25d: skew.skew25d,
  atm_skew: skew.atmSkew,
  avg_call_iv: skew.avgCallIv,
  avg_put_iv: skew.avgPutIv,
  avg_iv: skew.avgIv,
  implied_move_dollars: skew.impliedMoveDollars,
  implied_move_pct: skew.impliedMovePct,
  upper_breakout: skew.upperBreakout,
  lower_breakout: skew.lowerBreakout,
  upper_sigma: skew.upperSigma,
  lower_sigma: skew.lowerSigma,
  put_call_oi_ratio: skew.putCallOiRatio,
  put_call_vol_ratio: skew.putCallVolumeRatio,
});
