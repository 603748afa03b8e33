import { partitionCount, partitionOf } from '@gexstream/bus';
import { type EpochMs, epochMs } from '@gexstream/domain';

export const levelsEveryMs = 250;
export const cellsEveryMs = 1_000;
export const sessionEveryMs = 5_000;
export const profilesEveryMs = 60_000;
export const snapshotsEveryMs = 30_000;

/** Marks come every 250 ms: a longer silence means that ingest was away, and nothing is claimed for the time between. */
export const silenceMsMax = 5_000;

export interface DueMoment {
  readonly at: EpochMs;
  readonly cells: boolean;
  /** A look at what has moved since the open. */
  readonly session: boolean;
  /** A full minute: the profile for the history, and every other exposure, which costs tens of milliseconds. */
  readonly profile: boolean;
  readonly snapshot: boolean;
}

/**
 * Where an underlying's quarter seconds begin, 0–249 ms after the clock's: each partition has its twelfth, and in it each name a place by its hash.
 * Analyses that all fell due at once would keep every input waiting for all of them, and the more the more underlyings there are.
 */
export const phaseMsOf = (underlying: string): number => {
  const partition = partitionOf(underlying, partitionCount);
  const within = partitionOf(underlying, levelsEveryMs) / levelsEveryMs;
  return Math.floor(((partition + within) / partitionCount) * levelsEveryMs);
};

/**
 * The moments to emit for when event time goes from `from` to `to`, oldest first: full minutes, and the other cadences `phaseMs` after the clock's.
 * Of each cadence only the newest crossed boundary counts: between two records nothing is known to have happened, so the state before `to` stands
 * for all of them.
 */
export const dueMoments = (from: EpochMs, to: EpochMs, phaseMs: number): readonly DueMoment[] => {
  const level = crossed(from, to, levelsEveryMs, phaseMs);
  const minute = crossed(from, to, profilesEveryMs, 0);
  if (level === null && minute === null) return [];
  const second = crossed(from, to, cellsEveryMs, phaseMs);
  const fifth = crossed(from, to, sessionEveryMs, phaseMs);
  const snapshot = crossed(from, to, snapshotsEveryMs, phaseMs);
  const moments = [...new Set([minute, snapshot, fifth, second, level].filter((at) => at !== null))].sort((a, b) => a - b);
  return moments.map((at) => ({
    at,
    cells: at === second || at === minute,
    session: at === fifth || at === minute,
    profile: at === minute,
    snapshot: at === snapshot,
  }));
};

/** The newest whole multiple of `everyMs`, `phaseMs` added, in (from, to], or null. */
const crossed = (from: EpochMs, to: EpochMs, everyMs: number, phaseMs: number): EpochMs | null => {
  const boundary = Math.floor((to - phaseMs) / everyMs) * everyMs + phaseMs;
  return boundary > from ? epochMs(boundary) : null;
};
