import type { Behavior } from '@gexstream/actors';
import {
  type EpochMs,
  marketSentiment,
  type PartitionScanEvent,
  type ScanRun,
  type ScanRunEvent,
  type SentimentEvent,
  schemaVersion,
} from '@gexstream/domain';

/** Puts the partitions' results together to scans: one is open at a time. */
export interface ScanRuns {
  /** Of how many partitions a scan waits for; those without a scanned symbol say nothing. */
  readonly partitions: number;
  readonly open: readonly PartitionScanEvent[];
  /** Of the newest scan that ended; −Infinity before the first. */
  readonly closedMs: number;
}

export type ScanRunEffect = { readonly type: 'publish'; readonly event: ScanRunEvent | SentimentEvent };

/**
 * The first result of a scan begins its run; the last one of its partitions ends it. A run whose partitions have not all come when a later one
 * begins has failed: nobody is left who would end it. What comes for a run that has ended is passed over.
 */
export const scanRuns: Behavior<ScanRuns, PartitionScanEvent, ScanRunEffect> = (state, report) => {
  const { scanMs, partition } = report.body;
  const current = state.open[0];
  if (scanMs <= state.closedMs || (current !== undefined && scanMs < current.body.scanMs)) return { state, effects: [] };
  if (current !== undefined && scanMs > current.body.scanMs) {
    const missing = `${state.open.length} of ${state.partitions} partitions had come to it when the next scan began`;
    const next = begun({ ...state, open: [], closedMs: current.body.scanMs }, report);
    return { state: next.state, effects: [ended(state.open, current.body.scanMs, missing), ...next.effects] };
  }
  if (current === undefined) return begun(state, report);
  if (state.open.some(({ body }) => body.partition === partition)) return { state, effects: [] };
  return added(state, report, []);
};

const begun = (state: ScanRuns, report: PartitionScanEvent) => {
  const { scanId, startMs } = report.body;
  const nothing = { stocksScanned: 0, expiriesScanned: 0, totalApiCalls: 0, detail: '' };
  return added(state, report, [published(report, { scanId, startMs, endMs: null, status: 'running', ...nothing })]);
};

const added = (state: ScanRuns, report: PartitionScanEvent, before: readonly ScanRunEffect[]) => {
  const open = [...state.open, report];
  if (open.length < state.partitions) return { state: { ...state, open }, effects: before };
  const { scanMs } = report.body;
  const mood = sentimentOf(open);
  return {
    state: { ...state, open: [], closedMs: scanMs },
    effects: [...before, ...(mood === null ? [] : [mood]), ended(open, scanMs, '')],
  };
};

/** By symbol, whatever order the partitions came in. */
const symbolsOf = (open: readonly PartitionScanEvent[]) =>
  open.flatMap(({ body }) => body.symbols).sort((a, b) => (a.symbol < b.symbol ? -1 : 1));

const ended = (open: readonly PartitionScanEvent[], endMs: EpochMs, failure: string): ScanRunEffect => {
  const symbols = symbolsOf(open);
  const scanned = symbols.filter(({ rows }) => rows.length > 0);
  const left = symbols.filter(({ rows }) => rows.length === 0);
  const { scanId, startMs } = open[0]!.body;
  return published(open[0]!, {
    scanId,
    startMs,
    endMs,
    status: failure === '' && scanned.length > 0 ? 'completed' : 'failed',
    stocksScanned: scanned.length,
    expiriesScanned: scanned.reduce((sum, { rows }) => sum + rows.length, 0),
    totalApiCalls: symbols.reduce((sum, { apiCalls }) => sum + apiCalls, 0),
    detail: failure || leftOut(left),
  });
};

/** So many symbols are told by name. */
const namedMax = 10;

const leftOut = (left: ReturnType<typeof symbolsOf>): string => {
  if (left.length === 0) return '';
  const named = left.slice(0, namedMax).map(({ symbol, detail }) => `${symbol} (${detail})`);
  return `not scanned: ${named.join(', ')}${left.length > namedMax ? ` and ${left.length - namedMax} more` : ''}`;
};

/** Null when nothing was scanned: no data has no mood. */
const sentimentOf = (open: readonly PartitionScanEvent[]): ScanRunEffect | null => {
  const rows = symbolsOf(open).flatMap((symbol) => symbol.rows);
  if (rows.length === 0) return null;
  const like = open[0]!;
  const body = { ...marketSentiment(rows), scanId: like.body.scanId };
  return { type: 'publish', event: { ...like, kind: 'sentiment', version: schemaVersion.sentiment, body } };
};

const published = (like: PartitionScanEvent, body: ScanRun): ScanRunEffect => ({
  type: 'publish',
  event: { ...like, kind: 'scan-run', version: schemaVersion['scan-run'], body },
});
