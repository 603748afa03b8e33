import {
  contractFlow,
  type Envelope,
  type EpochMs,
  easternTime,
  expiryVolume,
  type FlowEvent,
  type OpportunitiesEvent,
  type OpportunityRow,
  opportunity,
  premiumFlow,
  type ScannedContract,
  type SkewEvent,
  skewBlock,
} from '@gexstream/domain';
import type { outcomes, RowOf, skewMetrics } from '@gexstream/store';

/** Half past ten in New York on the day of the other fixtures. */
export const scanMs: EpochMs = easternTime('2026-11-20', 10, 30);
export const weekly = '2026-11-27';

const envelope = <Kind extends string, Body>(
  kind: Kind,
  underlying: string,
  body: Body,
  atMs: EpochMs,
): Envelope<Kind, Body> => ({
  kind,
  version: 1,
  feed: 'sim',
  run: 'r1',
  underlying,
  seq: 7,
  eventMs: atMs,
  receiveMs: atMs,
  emitMs: atMs,
  sessionDate: '2026-11-20',
  body,
});

export const event = envelope;

const contract = (
  underlying: string,
  strike: number,
  volume: number,
  change: Partial<ScannedContract> = {},
): ScannedContract => ({
  symbol: `${underlying.padEnd(6)}261127C00${strike}000`,
  expiry: weekly,
  strike,
  side: 'call',
  bid: 2,
  ask: 2.1,
  mark: 2.05,
  volume,
  openInterest: 1_000,
  iv: 0.4,
  delta: 0.5,
  gamma: 0.01,
  multiplier: 100,
  ...change,
});

export const rowOf = (underlying: string, strike: number, volume: number, skew25d: number | null = 7): OpportunityRow => {
  const one = contract(underlying, strike, volume);
  const volumeOfExpiry = expiryVolume([one], 100);
  const skew = { ...skewBlock([one], 100, 7, skew25d), putCallOiRatio: 1.25 };
  const flow = contractFlow(one, 100, 1_000_000, scanMs);
  return { ...opportunity(flow, skew, volumeOfExpiry)!, volumeOfExpiry, skew, crossed: true };
};

export const opportunitiesEvent = (
  underlying: string,
  rows: readonly OpportunityRow[],
  atMs: EpochMs = scanMs,
  whole = true,
  newestMs: EpochMs = atMs,
): OpportunitiesEvent => envelope('opportunities', underlying, { newestMs, spot: 100, whole, rows }, atMs);

export const flowEvent = (underlying: string, volumes: readonly number[], atMs: EpochMs = scanMs, whole = true): FlowEvent => {
  const contracts = volumes.map((volume, i) => {
    const one = contract(underlying, 100 + i, volume);
    return { ...contractFlow(one, 100, 1_000_000, atMs), premium: premiumFlow(one), crossed: [] };
  });
  const conviction = { callPremium: 1, putPremium: 0, callFlows: 1, putFlows: 0, conviction: false, bias: 'BULLISH' } as const;
  return envelope(
    'flow',
    underlying,
    { spot: 100, underlyingVolume: 1_000_000, conviction, expiries: [], whole, contracts },
    atMs,
  );
};

export const skewEvent = (underlying: string, skew25d: number | null, atMs: EpochMs = scanMs): SkewEvent => {
  const expiries = [{ expiry: weekly, ...skewBlock([contract(underlying, 100, 10)], 100, 7, skew25d) }];
  return envelope('skew', underlying, { spot: 100, scanId: null, expiries }, atMs);
};

const provenance = { input_seq: 1, session_date: '2026-11-20', feed: 'sim', run: 'r1' };

export const skewRow = (atMs: number, skew: number | null, iv: number | null, expiry = weekly): RowOf<typeof skewMetrics> => ({
  ts: atMs,
  scan_id: '20261120-1030',
  underlying: 'AAPL',
  expiry,
  spot: 100,
  skew_25d: skew,
  atm_skew: null,
  avg_call_iv: null,
  avg_put_iv: null,
  avg_iv: iv,
  atm_strike: 100,
  implied_move: null,
  implied_move_pct: 4.2,
  upper_breakout: null,
  lower_breakout: null,
  upper_sigma: null,
  lower_sigma: null,
  put_call_oi_ratio: 1,
  put_call_vol_ratio: null,
  ...provenance,
});

export const outcomeRow = (index: number, change: Partial<RowOf<typeof outcomes>> = {}): RowOf<typeof outcomes> => ({
  entry_ts: scanMs - 3_600_000 - index,
  underlying: 'AAPL',
  expiry: weekly,
  contract: 'AAPL  261127C00100000',
  strike: 100,
  side: 'CALL',
  horizon: 'close',
  due_ts: scanMs,
  signal_type: 'CONTRARIAN_BULL',
  band: 'extreme',
  composite_score: 90,
  smooth_score: 88,
  spot: 100,
  mark: 2,
  exit_spot: 101,
  exit_mark: 2.2,
  underlying_return: 0.01,
  contract_return: 0.1,
  detail: '',
  ...provenance,
  ...change,
});
