import type { SnapshotFormat } from '@gexstream/bus';
import { topic } from '@gexstream/bus';
import {
  type BookPositions,
  type BookSnapshot,
  type Carry,
  type CompositeScore,
  type Envelope,
  type EpochMs,
  emptyBook,
  epochMs,
  type OptionBook,
  type OutcomeEntry,
  type OutcomeHorizon,
  restoreBook,
  schemaVersion,
  snapshotBook,
} from '@gexstream/domain';
import type { CrossedRanks } from './crossings.ts';

/** What outputs copy from the newest input. */
export type InputHead = Pick<Envelope<string, unknown>, 'feed' | 'run' | 'receiveMs'>;

export interface PendingOutcome {
  readonly entry: OutcomeEntry;
  readonly horizon: OutcomeHorizon;
  readonly dueMs: EpochMs;
}

/** What of a symbol's state is plain data: it goes into a snapshot as it is. */
interface Kept {
  lastSeq: number;
  /** Trading date of the newest event; null before the first. */
  sessionDate: string | null;
  /** Event time so far; −Infinity before the first event. */
  clockMs: number;
  newestInput: InputHead | null;
  /** Shares traded today. */
  underlyingVolume: number;
  /** Trading date of the last chain that came whole on the scanner's demand. */
  roundSession: string | null;
  /** When a round over the whole chain last ended, whoever asked for it; −Infinity for never. */
  roundMs: number;
  /** REST calls made for the scanner since the last scan. */
  apiCalls: number;
  /** Why the last demanded chain did not come whole; empty when it did. */
  trouble: string;
}

/** What one symbol's actor owns. The book and what is derived from it are mutable and never leave it. */
export interface SymbolState extends Kept {
  readonly symbol: string;
  readonly carry: Carry;
  /** How long before a scan its chain is asked for. */
  readonly leadMs: number;
  readonly book: OptionBook;
  positions: BookPositions | null;
  /** By contract: how high it has risen today. */
  readonly crossed: Map<string, CrossedRanks>;
  pending: readonly PendingOutcome[];
  /** What else than a rise by a band begins an outcome; null for the live scanner. */
  readonly follow: FollowedFrom | null;
  /** Contracts followed by it today. */
  readonly followed: Set<string>;
  /** Whether anybody will begin again from here. */
  readonly snapshots: boolean;
  /** What anybody reads of it. */
  readonly outputs: ScannerOutputs;
}

/** True from the look on at which an opportunity's outcome is worth measuring: the first one of a session counts. */
export type FollowedFrom = (score: CompositeScore) => boolean;

/** `outcomes`: what a look is worth otherwise is not put together. */
export type ScannerOutputs = 'all' | 'outcomes';

/** State right before the input at `nextOffset`. */
export interface SymbolSnapshot extends Readonly<Kept> {
  readonly nextOffset: number;
  readonly crossed: readonly (readonly [string, CrossedRanks])[];
  readonly pending: readonly PendingOutcome[];
  readonly book: BookSnapshot;
}

export const snapshotFormat: SnapshotFormat = {
  topic: topic.scannerSnapshots.name,
  kind: 'scanner-snapshot',
  version: schemaVersion['scanner-snapshot'],
};

export interface SymbolSettings {
  readonly carry: Carry;
  readonly leadMs: number;
  /** Of a look at the past by a rule of one's own. It is in no snapshot. */
  readonly follow?: FollowedFrom | null;
  /** False for the past, which is read through at once. Default true. */
  readonly snapshots?: boolean;
  /** Default all. */
  readonly outputs?: ScannerOutputs;
}

export const initialState = (
  symbol: string,
  { carry, leadMs, follow = null, snapshots = true, outputs = 'all' }: SymbolSettings,
  restored?: SymbolSnapshot,
): SymbolState => ({
  symbol,
  carry,
  leadMs,
  ...(restored === undefined ? unknown : keptOf(restored)),
  book: restored === undefined ? emptyBook(symbol) : restoreBook(restored.book),
  positions: null,
  crossed: new Map(restored?.crossed),
  pending: restored?.pending ?? [],
  follow,
  followed: new Set(),
  snapshots,
  outputs,
});

const unknown: Kept = {
  lastSeq: 0,
  sessionDate: null,
  clockMs: Number.NEGATIVE_INFINITY,
  newestInput: null,
  underlyingVolume: 0,
  roundSession: null,
  roundMs: Number.NEGATIVE_INFINITY,
  apiCalls: 0,
  trouble: '',
};

const keptOf = (from: Kept): Kept => ({
  lastSeq: from.lastSeq,
  sessionDate: from.sessionDate,
  clockMs: from.clockMs,
  newestInput: from.newestInput,
  underlyingVolume: from.underlyingVolume,
  roundSession: from.roundSession,
  roundMs: from.roundMs,
  apiCalls: from.apiCalls,
  trouble: from.trouble,
});

/**
 * Taken before what the input causes; `book` only when the snapshot is read, for a look changes nothing in it but the volatilities it solves,
 * and whoever begins from here finds them solved.
 */
export const snapshotBefore = (state: SymbolState, nextOffset: number): (() => SymbolSnapshot) => {
  const kept = { ...keptOf(state), nextOffset, crossed: [...state.crossed], pending: state.pending };
  return () => ({ ...kept, book: snapshotBook(state.book) });
};

export const clockOf = (state: SymbolState): EpochMs | null => (Number.isFinite(state.clockMs) ? epochMs(state.clockMs) : null);
