import {
  type Analyse,
  type BookPositions,
  type Carry,
  createAnalyser,
  type Envelope,
  type EpochMs,
  easternTime,
  emptyBook,
  epochMs,
  type IncrementalExposure,
  type OptionBook,
  restoreBook,
  type SessionTrack,
} from '@gexstream/domain';
import { phaseMsOf } from './cadence.ts';
import type { UnderlyingSnapshot } from './underlying-snapshot.ts';

/** What outputs copy from the newest input. */
export type InputHead = Pick<Envelope<string, unknown>, 'feed' | 'run' | 'receiveMs'>;

/** What one underlying's actor owns. The book and what is derived from it are mutable and never leave it. */
export interface UnderlyingState {
  readonly carry: Carry;
  readonly book: OptionBook;
  /** Where its quarter seconds begin. */
  readonly phaseMs: number;
  /** Derived from the book; null until there is a spot and a contract. */
  positions: BookPositions | null;
  /** Shared by all underlyings, as its scratch columns are. */
  readonly analyse: Analyse;
  /** Spot exposures kept up contract by contract; null while the book has contracts that it was not made for. */
  exposure: IncrementalExposure | null;
  /** What the last emitted levels were, to see at once when one changes; null before the first. */
  signature: string | null;
  /** Since the open; null before the first one. */
  session: SessionTrack | null;
  lastSeq: number;
  /** Trading date of the newest event; null before the first. */
  sessionDate: string | null;
  /** Its midnight in New York: what was traded before is no part of it. −Infinity before the first. */
  sessionStartMs: number;
  /** Event time so far; −Infinity before the first event. */
  clockMs: number;
  /** Null before the first input. */
  newestInput: InputHead | null;
}

/** A call is over before the next one begins, and no result keeps any of its scratch: with thousands of underlyings one is enough, in a warm cache. */
const analyse = createAnalyser();

export const initialState = (underlying: string, carry: Carry, restored?: UnderlyingSnapshot): UnderlyingState => ({
  carry,
  book: restored === undefined ? emptyBook(underlying) : restoreBook(restored.book),
  phaseMs: phaseMsOf(underlying),
  positions: null,
  analyse,
  exposure: null,
  signature: null,
  session: restored?.session ?? null,
  lastSeq: restored?.lastSeq ?? 0,
  sessionDate: restored?.sessionDate ?? null,
  sessionStartMs: restored?.sessionDate ? midnightOf(restored.sessionDate) : Number.NEGATIVE_INFINITY,
  clockMs: restored?.clockMs ?? Number.NEGATIVE_INFINITY,
  newestInput: restored?.newestInput ?? null,
});

export const midnightOf = (date: string): EpochMs => easternTime(date, 0, 0);

export const clockOf = (state: UnderlyingState): EpochMs | null =>
  Number.isFinite(state.clockMs) ? epochMs(state.clockMs) : null;
