import { epochMs, type MarketSentiment, type ScanRun, scanIdOf } from '@gexstream/domain';
import { event, scanMs } from './scanner.fixture.ts';

/** What a scan of two stocks says of the market. */
export const sentiment: MarketSentiment = {
  stocksAnalyzed: 2,
  avgSkew: 5,
  skewVolatility: 1,
  avgIv: 30,
  avgPutCallRatio: 1,
  avgImpliedMove: 3,
  extremeFearCount: 1,
  extremeGreedCount: 0,
  highVolCount: 0,
  label: 'ELEVATED_FEAR',
};

/** A scan that ended so many minutes before the newest one. */
export const scanRun = (minute: number, change: Partial<ScanRun> = {}) => {
  const endMs = epochMs(scanMs - minute * 60_000);
  const body: ScanRun = {
    scanId: scanIdOf(endMs),
    startMs: epochMs(endMs - 129_000),
    endMs,
    status: 'completed',
    stocksScanned: 44,
    expiriesScanned: 179,
    totalApiCalls: 41,
    detail: '',
    ...change,
  };
  return event('scan-run', '*', body, endMs);
};
