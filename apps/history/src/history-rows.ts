import type {
  Envelope,
  ExposuresEvent,
  LevelsEvent,
  MarketEvent,
  ProfileEvent,
  ScannerEvent,
  ScanRunEvent,
  SentimentEvent,
  TradeEvent,
} from '@gexstream/domain';
import {
  checkRows,
  feedGaps,
  gexExpiryExposures,
  gexExpiryLevels,
  gexExposures,
  gexLevels,
  gexProfiles,
  oiFlows,
  opportunities,
  outcomes,
  type RowOf,
  scanRuns,
  sentiment,
  skewMetrics,
  type Table,
  tradeOutcomes,
  underlyingBars,
  underlyingTicks,
  whaleFlows,
} from '@gexstream/store';
import { expiryExposuresRows, exposuresRows } from './exposures-rows.ts';
import { expiryLevelsRows, levelsRow } from './levels-rows.ts';
import { profileRows } from './profile-rows.ts';
import { oiFlowRows, opportunityRows, outcomeRow, scanRunRow, sentimentRow, skewRows, whaleFlowRows } from './scanner-rows.ts';
import { barRow, gapRow, tickRow } from './tick-rows.ts';
import { tradeRow } from './trade-rows.ts';

export interface TableRows {
  readonly table: Table;
  readonly rows: readonly RowOf<Table>[];
}

/** The kinds of events that become rows. */
type Stored =
  | LevelsEvent
  | ProfileEvent
  | ExposuresEvent
  | ScannerEvent
  | ScanRunEvent
  | SentimentEvent
  | TradeEvent
  | Extract<MarketEvent, { kind: 'underlying-quote' | 'underlying-bar' | 'gap' }>;

/**
 * All rows that an event stands for; none for a kind that the history does not keep. Pure: the log gives the same rows again. Throws
 * for a body that is not what its kind promises (`STORE_BAD_ROW` where a column tells).
 */
export const historyRows = (event: Envelope<string, unknown>): readonly TableRows[] => {
  const tables = rowsOf(event as Stored).filter(({ rows }) => rows.length > 0);
  for (const { table, rows } of tables) checkRows(table, rows);
  return tables;
};

const rowsOf = (event: Stored): readonly TableRows[] => {
  switch (event.kind) {
    case 'levels':
      return [
        { table: gexLevels, rows: [levelsRow(event)] },
        { table: gexExpiryLevels, rows: expiryLevelsRows(event) },
      ];
    case 'profile':
      return [{ table: gexProfiles, rows: profileRows(event) }];
    case 'exposures':
      return [
        { table: gexExposures, rows: exposuresRows(event) },
        { table: gexExpiryExposures, rows: expiryExposuresRows(event) },
      ];
    case 'underlying-quote':
      return [{ table: underlyingTicks, rows: [tickRow(event)] }];
    case 'underlying-bar':
      return [{ table: underlyingBars, rows: [barRow(event)] }];
    case 'gap':
      return [{ table: feedGaps, rows: [gapRow(event)] }];
    case 'flow':
      return [
        { table: whaleFlows, rows: whaleFlowRows(event) },
        { table: oiFlows, rows: oiFlowRows(event) },
      ];
    case 'skew':
      return [{ table: skewMetrics, rows: skewRows(event) }];
    case 'opportunities':
      return [{ table: opportunities, rows: opportunityRows(event) }];
    case 'outcome':
      return [{ table: outcomes, rows: [outcomeRow(event)] }];
    case 'sentiment':
      return [{ table: sentiment, rows: [sentimentRow(event)] }];
    case 'scan-run':
      return [{ table: scanRuns, rows: [scanRunRow(event)] }];
    case 'trade':
      return [{ table: tradeOutcomes, rows: [tradeRow(event)] }];
    default:
      return [];
  }
};
