import { opportunityBody, sentimentBody } from '@gexstream/api';
import {
  freshnessOf,
  isOpen,
  isoTime,
  isSimulated,
  marketSentiment,
  type OpportunitiesEvent,
  type OpportunityRow,
  toldMs,
} from '@gexstream/domain';
import type { HandScanned, HandSeen } from '@gexstream/scanner';
import type { ScannedByHand } from '../operator/scan-by-hand.ts';
import { age, compactUsd, level, ratio, volPoints } from './numbers.ts';
import { table } from './table.ts';

const disclaimer = 'Educational purposes only; not a recommendation.';

/** For programs: names and units of `/api/top-opportunities`, and of each its age and status. */
export const scanJson = (scan: ScannedByHand, limit: number) => {
  const { feed, asOf, scanned } = scan;
  const rows = ranked(scan);
  return {
    as_of: isoTime(asOf),
    feed,
    simulated: isSimulated(feed),
    symbols_asked: scanned.length + scan.missing.length,
    stocks_scanned: scanned.filter(({ seen }) => seen !== null).length,
    expiries_scanned: expiriesOf(scan).length,
    total_api_calls: callsOf(scan),
    duration_seconds: scan.durationMs / 1_000,
    not_scanned: notScanned(scan),
    sentiment: moodOf(scan),
    opportunities_found: rows.length,
    opportunities: rows.slice(0, limit).map(({ event, row, ageMs, status }) => {
      // What came of earlier ones is the history's, which nobody asked here: an action never stands without it.
      const { outcomes: _outcomes, action: _action, ...body } = opportunityBody(event, row, null);
      return { ...body, age_ms: ageMs, status };
    }),
    units: {
      composite_score: '0 to 100',
      whale_score: 'points',
      vol_oi_ratio: 'contracts traded per contract of open interest',
      skew_25d: 'vol points, put minus call',
      notional: 'USD',
      implied_move_pct: '% of spot',
      age_ms: "ms since the newest time of the symbol's source",
    },
    disclaimer,
  };
};

export const scanReport = (scan: ScannedByHand, limit: number): string => {
  const { scanned, missing, asOf, feed, durationMs } = scan;
  const rows = ranked(scan);
  const asked = scanned.length + missing.length;
  const done = scanned.filter(({ seen }) => seen !== null).length;
  const mood = moodOf(scan);
  return [
    `${isSimulated(feed) ? 'SIMULATED market, ' : ''}feed ${feed}, by hand at ${isoTime(asOf)}${isOpen(asOf) ? '' : ', market closed: the last session’s volume'}`,
    `${done} of ${asked} symbols, ${expiriesOf(scan).length} expiries, ${callsOf(scan)} REST calls, ${age(durationMs)}`,
    mood === null
      ? 'mood UNKNOWN: nothing was scanned'
      : `mood ${mood.market_sentiment}, average 25-delta skew ${volPoints(mood.avg_skew)} vol points`,
    ...notScanned(scan).map(({ symbol, reason }) => `not scanned: ${symbol} (${reason})`),
    '',
    rows.length === 0
      ? 'No contract is whale flow (score of 50 or more) and fresh open interest (volume of 3 times it or more) at once.'
      : table(
          [
            [
              'score',
              'band',
              'signal',
              'symbol',
              'expiry',
              'strike',
              'side',
              'whale',
              'vol/OI',
              'skew vol pt',
              'notional USD',
              'spot',
              'age',
              'status',
            ],
            ...rows.slice(0, limit).map(rowCells),
          ],
          { right: [0, 5, 7, 8, 9, 10, 11, 12] },
        ),
    ...(rows.length > limit ? [`and ${rows.length - limit} more; --limit N shows them`] : []),
    '',
    disclaimer,
    '',
  ].join('\n');
};

interface RankedRow {
  readonly event: OpportunitiesEvent;
  readonly row: OpportunityRow;
  readonly ageMs: number;
  readonly status: string;
}

const rowCells = ({ event, row, ageMs, status }: RankedRow): readonly string[] => [
  String(row.classic.total),
  row.band,
  row.signal,
  event.underlying,
  row.expiry,
  String(row.strike),
  row.side,
  row.whale!.score.toFixed(0),
  ratio(row.fresh!.ratio),
  volPoints(row.skew.skew25d),
  compactUsd(row.fresh!.notional).replace('+', ''),
  level(event.body.spot),
  age(ageMs),
  status,
];

const seenOf = ({ scanned }: ScannedByHand): readonly HandSeen[] => scanned.flatMap(({ seen }) => (seen === null ? [] : [seen]));

/** The highest composite score first, as everywhere. */
const ranked = (scan: ScannedByHand): readonly RankedRow[] =>
  seenOf(scan)
    .flatMap(({ opportunities: event }) => {
      const ageMs = Math.max(0, scan.asOf - toldMs(event));
      const status = freshnessOf(ageMs, isOpen(scan.asOf), 'down');
      return event.body.rows.map((row) => ({ event, row, ageMs, status }));
    })
    .sort(
      ({ row: a }, { row: b }) =>
        b.classic.total - a.classic.total || b.smooth.total - a.smooth.total || (a.symbol < b.symbol ? -1 : 1),
    );

const expiriesOf = (scan: ScannedByHand) =>
  seenOf(scan).flatMap(({ skew }) => skew.body.expiries.map((each) => ({ symbol: skew.underlying, ...each })));

const callsOf = ({ scanned }: ScannedByHand): number => scanned.reduce((sum, { apiCalls }) => sum + apiCalls, 0);

/** Null when nothing was scanned: no data has no mood. */
const moodOf = (scan: ScannedByHand) => {
  const rows = expiriesOf(scan);
  if (rows.length === 0) return null;
  const { scan_id: _scanId, ...body } = sentimentBody({ eventMs: scan.asOf, body: { ...marketSentiment(rows), scanId: '' } });
  return body;
};

const notScanned = ({ scanned, missing, missingWhy }: ScannedByHand): readonly { symbol: string; reason: string }[] => [
  ...scanned.filter(({ seen }: HandScanned) => seen === null).map(({ symbol, detail }) => ({ symbol, reason: detail })),
  ...missing.map((symbol) => ({ symbol, reason: missingWhy })),
];
