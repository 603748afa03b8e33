import {
  bandRank,
  type EpochMs,
  type OpportunityRow,
  type OutcomeEntry,
  type OutcomeEvent,
  outcomeAt,
  outcomeDueTimes,
  schemaVersion,
  spotOf,
} from '@gexstream/domain';
import { outputHead } from './scanner-outputs.ts';
import type { SymbolState } from './symbol-state.ts';

/** From here on what comes of an opportunity is measured. */
export const followedBandMin = 'moderate';
/** Horizons that wait, of one symbol; beyond it no new opportunity is followed. */
const pendingMax = 2_000;

/** What has just risen to a band that is followed; or, by a rule of one's own, what meets it for the first time today. */
export const worthFollowing = ({ follow, followed }: SymbolState, rows: readonly OpportunityRow[]): readonly OpportunityRow[] => {
  if (follow === null) return rows.filter(({ crossed, band }) => crossed && bandRank(band) >= bandRank(followedBandMin));
  const met = rows.filter((row) => !followed.has(row.symbol) && follow(row));
  for (const { symbol } of met) followed.add(symbol);
  return met;
};

/** Begins to follow them. */
export const followOutcomes = (state: SymbolState, rows: readonly OpportunityRow[], spot: number, at: EpochMs): void => {
  for (const row of rows) {
    const due = outcomeDueTimes(at);
    if (state.pending.length + due.length > pendingMax) return;
    const entry: OutcomeEntry = {
      contract: row.symbol,
      expiry: row.expiry,
      strike: row.strike,
      side: row.side,
      enteredMs: at,
      signal: row.signal,
      band: row.band,
      composite: row.classic.total,
      smooth: row.smooth.total,
      spot,
      mark: row.mark,
    };
    state.pending = [...state.pending, ...due.map(([horizon, dueMs]) => ({ entry, horizon, dueMs }))];
  }
};

/** What has come due at this look, and is done with. */
export const dueOutcomes = (state: SymbolState, at: EpochMs): readonly OutcomeEvent[] => {
  const due = state.pending.filter(({ dueMs }) => dueMs <= at);
  if (due.length === 0) return [];
  state.pending = state.pending.filter(({ dueMs }) => dueMs > at);
  const spot = spotOf(state.book);
  return due.map(({ entry, horizon, dueMs }) => {
    const prices = { spot: spot > 0 ? spot : null, mark: markOf(state, entry.contract) };
    const body = outcomeAt(entry, horizon, dueMs, at, prices);
    return { kind: 'outcome', version: schemaVersion.outcome, ...outputHead(state, at), body };
  });
};

/** The middle of its quote, else its last trade; null when it has neither, or has left the book. */
const markOf = ({ book }: SymbolState, contract: string): number | null => {
  const row = book.rowOfSymbol.get(contract);
  if (row === undefined) return null;
  const { bid, ask, last } = book.columns.value;
  if (bid[row]! > 0 && ask[row]! > bid[row]!) return (bid[row]! + ask[row]!) / 2;
  return last[row]! > 0 ? last[row]! : null;
};
