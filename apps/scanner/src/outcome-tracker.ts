import {
  bandRank,
  type EpochMs,
  isOutcomeKnown,
  markOf,
  type OpportunityRow,
  type OutcomeEntry,
  type OutcomeEvent,
  outcomeAt,
  outcomeDueTimes,
  schemaVersion,
  scoreBand,
  spotOf,
} from '@gexstream/domain';
import type { RankedFlow } from './crossings.ts';
import { outputHead } from './scanner-outputs.ts';
import type { PendingOutcome, SymbolState } from './symbol-state.ts';

/** From here on what comes of an opportunity is measured. */
export const followedBandMin = 'moderate';
/** Horizons that wait, of one symbol; beyond it no new opportunity is followed. */
const pendingMax = 2_000;

/** Opportunities that have just risen to a band that is followed; or, by a rule of one's own, those that meet it for the first time today. */
export const worthFollowing = ({ follow, followed }: SymbolState, flows: readonly RankedFlow[]): readonly RankedFlow[] => {
  const isFollowed = ({ score, isRisen }: RankedFlow): boolean =>
    isRisen && bandRank(scoreBand(score!.total)) >= bandRank(followedBandMin);
  if (follow === null) return flows.filter(isFollowed);
  const met = flows.filter(({ flow, score }) => score !== null && !followed.has(flow.symbol) && follow(score));
  for (const { flow } of met) followed.add(flow.symbol);
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

/** What has come due and is known at this look, and is done with. */
export const dueOutcomes = (state: SymbolState, at: EpochMs): readonly OutcomeEvent[] => {
  const isKnown = ({ dueMs }: PendingOutcome): boolean => isOutcomeKnown(dueMs, at, state.book.newestMs);
  const due = state.pending.filter(isKnown);
  if (due.length === 0) return [];
  state.pending = state.pending.filter((each) => !isKnown(each));
  const spot = spotOf(state.book);
  return due.map(({ entry, horizon, dueMs }) => {
    const prices = { spot: spot > 0 ? spot : null, mark: exitMark(state, entry.contract) };
    const body = outcomeAt(entry, horizon, dueMs, at, prices);
    return { kind: 'outcome', version: schemaVersion.outcome, ...outputHead(state, at), body };
  });
};

/** Null too when it has left the book. */
const exitMark = ({ book }: SymbolState, contract: string): number | null => {
  const row = book.rowOfSymbol.get(contract);
  if (row === undefined) return null;
  const { bid, ask, last } = book.columns.value;
  return markOf(bid[row]!, ask[row]!, last[row]!);
};
