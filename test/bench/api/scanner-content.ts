import { encodeEvent, topic } from '@gexstream/bus';
import { type Envelope, epochMs, type OpportunityRow, scanIdOf } from '@gexstream/domain';
import type { outcomes, RowOf, skewMetrics } from '@gexstream/store';
import {
  event,
  flowEvent,
  opportunitiesEvent,
  outcomeRow,
  rowOf,
  skewEvent,
  skewRow,
  weekly,
} from '../../../apps/api/src/scanner.fixture.ts';
import { scanRun, sentiment } from '../../../apps/api/src/scans.fixture.ts';

const symbolCount = 44;
export const opportunitiesEach = 4;
export const opportunityCount = symbolCount * opportunitiesEach;
/** Of one symbol: a session of scans, five expiries each. */
export const skewRowsEach = 26 * 5;
export const outcomeCount = 20_000;
const quarterMs = 900_000;

/** The one whose pages are asked for. */
export const askedSymbol = 'S00';
const names = Array.from({ length: symbolCount }, (_, at) => `S${String(at).padStart(2, '0')}`);

/** A full scanner: every symbol with opportunities, flow and skew, a session of scans, and the mood of the newest. */
export const scannerRecords = (atMs: number) => {
  const at = epochMs(atMs);
  const live = (name: string, key: string, of: Envelope<string, unknown>) => ({
    topic: name,
    key,
    value: encodeEvent({ ...of, feed: 'live' }),
    timestampMs: of.eventMs,
  });
  const rowsOf = (symbol: string, index: number): readonly OpportunityRow[] =>
    Array.from({ length: opportunitiesEach }, (_, row) => rowOf(symbol, 101 + row, 4_000 + 100 * index + 700 * row, index % 9));
  return [
    ...names.flatMap((symbol, index) => [
      live(topic.opportunities.name, symbol, opportunitiesEvent(symbol, rowsOf(symbol, index), at)),
      live(topic.flow.name, symbol, flowEvent(symbol, [9_000, 5_000, 3_000], at)),
      live(topic.skew.name, symbol, skewEvent(symbol, index % 9, at)),
    ]),
    ...Array.from({ length: 26 }, (_, ago) => live(topic.scanRuns.name, 'x', scanRun(15 * (25 - ago)))),
    live(topic.sentiment.name, '*', event('sentiment', '*', { ...sentiment, scanId: scanIdOf(at) }, at)),
  ];
};

export const scannerSkews = (atMs: number): readonly RowOf<typeof skewMetrics>[] =>
  names.flatMap((underlying) =>
    Array.from({ length: skewRowsEach }, (_, at) => ({
      ...skewRow(atMs - Math.floor(at / 5) * quarterMs, 2 + (at % 7) / 3, 30, `2026-12-0${1 + (at % 5)}`),
      underlying,
    })),
  );

export const scannerOutcomes = (atMs: number): readonly RowOf<typeof outcomes>[] =>
  Array.from({ length: outcomeCount }, (_, at) => ({
    ...outcomeRow(at, {
      expiry: weekly,
      underlying: names[at % symbolCount]!,
      band: at % 2 === 0 ? 'extreme' : 'strong',
      underlying_return: at % 10 < 6 ? 0.01 : -0.01,
    }),
    entry_ts: epochMs(atMs - 3_600_000 - at * 60_000),
  }));
