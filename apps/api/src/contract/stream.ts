import { type Static, Type } from 'typebox';
import { Cells, GexDetail, GexSymbol } from './gex.ts';
import { FeedState } from './status.ts';

/*
 * `GET /api/v1/stream?symbols=SPX,SPY`: named server-sent events, each with an `id`. First a `snapshot`, then what changes.
 *
 *   snapshot  SnapshotEvent   on connect, when `Last-Event-ID` cannot be resumed, and after a slow reader lost events
 *   levels    LevelsEvent     at most 4 a second for each symbol
 *   cells     CellsChange     at most 4 a second for each symbol
 *   status    FeedState       when the feed's or a symbol's state changes, else every 5 s
 *   opportunities  TopOpportunities   of one symbol, those that became one or rose by a band just now
 *   sentiment      MarketSentiment    once a scan
 *   scan           ScanStatus         when a scan begins, and when it ends
 *   alert          AlertBody          when one of the house's fires, and when it is over
 *   : heartbeat (a comment)   every 15 s
 *
 * `age_ms`, `status` and `feed_now` inside events are of the moment of sending: a reader that hears nothing lets ages grow by itself.
 */

/** Event `snapshot`: replaces everything the reader holds. Symbols without a result so far are absent. */
export const SnapshotEvent = Type.Object({
  reset: Type.Literal(true),
  gex: Type.Record(Type.String(), GexDetail),
  status: FeedState,
});

const { strikes: _strikes, king_history: _kings, volume_surges: _surges, ...levelsFields } = GexSymbol.properties;

/** Event `levels`: the newest levels of one symbol. The rows per strike follow from the cells; what the session has brought changes by the minute, and is asked for. */
export const LevelsEvent = Type.Object(levelsFields);

const { expiries, strikes, ...cellColumns } = Cells.properties;

/**
 * Event `cells`: cells of one symbol, as columns like those of `Cells`.
 * With `reset: true` it holds the axes and all cells, and replaces those held before. With `reset: false` it holds changed and new
 * cells only, each replacing the one at the same two indexes into the axes last received (by a snapshot or a reset).
 * Values are absolute. A cell is sent when a GEX differs from what was last sent by more than 1e-10 of the symbol's gross, or its
 * open interest or volume differs.
 */
export const CellsChange = Type.Object({
  symbol: Type.String(),
  reset: Type.Boolean(),
  expiries: Type.Optional(expiries),
  strikes: Type.Optional(strikes),
  ...cellColumns,
});

export type SnapshotEventBody = Static<typeof SnapshotEvent>;
export type LevelsEventBody = Static<typeof LevelsEvent>;
export type CellsChangeBody = Static<typeof CellsChange>;
