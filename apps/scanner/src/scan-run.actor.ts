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

/** Puts the partitions' results together to scans. A partition may be ahead of another, by hours of event time where a log is caught up with. */
export interface ScanRuns {
  /** Of how many partitions a scan waits for; those without a scanned symbol say nothing. */
  readonly partitions: number;
  /** Scans of which something has come, oldest first; the first is the one that runs. */
  readonly open: readonly OpenScan[];
  /** Of the newest scan that ended; −Infinity before the first. */
  readonly closedMs: number;
}

interface OpenScan {
  readonly scanMs: EpochMs;
  /** It was told that it runs. */
  readonly told: boolean;
  readonly reports: readonly PartitionScanEvent[];
}

/** A whole session: for a partition that says nothing any more nobody waits longer. */
const openMax = 26;

export type ScanRunEffect = { readonly type: 'publish'; readonly event: ScanRunEvent | SentimentEvent };

/**
 * The first result of a scan begins its run, once the one before has ended. It ends when every partition has come to it, or has gone past it, for then nobody is left who
 * would: without all of them it has failed. So scans follow each other, and the same results give the same runs, whichever partition was ahead. What comes for a run that
 * has ended is passed over.
 */
export const scanRuns: Behavior<ScanRuns, PartitionScanEvent, ScanRunEffect> = (state, report) => {
  const { scanMs, partition } = report.body;
  if (scanMs <= state.closedMs) return { state, effects: [] };
  const known = state.open.find((scan) => scan.scanMs === scanMs) ?? { scanMs, told: false, reports: [] };
  if (known.reports.some(({ body }) => body.partition === partition)) return { state, effects: [] };
  const others = state.open.filter((scan) => scan.scanMs !== scanMs);
  const open = [...others, { ...known, reports: [...known.reports, report] }].sort((a, b) => a.scanMs - b.scanMs);
  return goneOn({ ...state, open });
};

/** Tells of the oldest scan that it runs, and ends it when nobody is left to come to it; then of the next. */
const goneOn = (state: ScanRuns) => {
  let { open, closedMs } = state;
  const effects: ScanRunEffect[] = [];
  for (let [oldest, ...later] = open; oldest !== undefined; [oldest, ...later] = open) {
    if (!oldest.told) effects.push(running(oldest.reports[0]!));
    const come = new Set(open.flatMap(({ reports }) => reports).map(({ body }) => body.partition));
    if (come.size < state.partitions && open.length <= openMax) {
      open = [{ ...oldest, told: true }, ...later];
      break;
    }
    const { scanMs, reports } = oldest;
    const whole = reports.length === state.partitions;
    const mood = whole ? sentimentOf(reports) : null;
    const failure = `${reports.length} of ${state.partitions} partitions came to it; the others went past it, or say nothing any more`;
    effects.push(...(mood === null ? [] : [mood]), ended(reports, scanMs, whole ? '' : failure));
    [open, closedMs] = [later, scanMs];
  }
  return { state: { ...state, open, closedMs }, effects };
};

const running = (report: PartitionScanEvent): ScanRunEffect => {
  const { scanId, startMs } = report.body;
  const nothing = { stocksScanned: 0, expiriesScanned: 0, totalApiCalls: 0, detail: '' };
  return published(report, { scanId, startMs, endMs: null, status: 'running', ...nothing });
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
