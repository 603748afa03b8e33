import { previousSession } from '../calendar/trading-session.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Analysis } from './analyse.ts';
import type { ExposureModel } from './analysis.ts';
import { type StrikeVolumes, strikeVolumes, type VolumeSurges, volumeSurges } from './volume-surges.ts';

/** The levels whose way through a session is kept. `king`: the strike with the largest gross GEX. */
export const trackedLevels = ['king', 'callWall', 'putWall', 'zeroGamma'] as const;

export type TrackedLevel = (typeof trackedLevels)[number];

/** How an underlying stood at one moment: GEX in USD per 1 %, spot and levels in points. */
export interface SessionMark extends Readonly<Record<TrackedLevel, number | null>> {
  readonly asOf: EpochMs;
  readonly spot: number;
  readonly netGex: number;
  readonly grossGex: number;
}

export interface LevelMove {
  readonly level: TrackedLevel;
  readonly asOf: EpochMs;
  readonly spot: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** What happened since the open: what it began with, and each move of a level, oldest first. */
export interface SessionTrack {
  /** `YYYY-MM-DD`. */
  readonly sessionDate: string;
  readonly model: ExposureModel;
  /** At 09:30 in New York; later when the chain was not whole by then. */
  readonly baseline: SessionMark;
  /** Contracts, at the baseline. Exchanges publish it once, as of the close of the session before. */
  readonly openInterest: { readonly call: number; readonly put: number; readonly date: string };
  readonly moves: readonly LevelMove[];
  /** As they were a minute ago at most: what the next minute is compared with. */
  readonly volumes: StrikeVolumes;
  /** Of the last full minute; null in the session's first, and after a time in which nobody looked. */
  readonly surges: VolumeSurges | null;
}

/** Zero gamma lies between strikes and never rests: a move is at least this share of spot. */
const zeroGammaShareMin = 0.001;
/** Looks at volume by strike are so far apart, as those of the old heatmap. */
const volumesEveryMs = 60_000;
/** Of each level the newest so many, so that one which flickers costs no other its way; the king's are all that a heatmap's king history shows. */
const movesOfLevelMax = 125;
/** Looks further apart than this say nothing of one minute. */
const volumesApartMsMax = 90_000;

/**
 * The track with one more measurement; the same object where nothing is to be said, which each minute something is. A new session begins a
 * new one.
 */
export const trackSession = (track: SessionTrack | null, { levels, cells }: Analysis, sessionDate: string): SessionTrack => {
  const now: SessionMark = {
    asOf: levels.asOf,
    spot: levels.spot,
    netGex: levels.total.net,
    grossGex: levels.total.gross,
    king: levels.maxGrossStrike,
    callWall: levels.callWall,
    putWall: levels.putWall,
    zeroGamma: levels.zeroGamma,
  };
  if (track?.sessionDate !== sessionDate) {
    const openInterest = { call: sum(cells.callOi), put: sum(cells.putOi), date: previousSession(sessionDate).date };
    const volumes = strikeVolumes(cells);
    return { sessionDate, model: levels.model, baseline: now, openInterest, moves: [], volumes, surges: null };
  }
  const moves = trackedLevels.flatMap((level): LevelMove[] => {
    const [from, to] = [lastOf(track, level), now[level]];
    return hasMoved(level, from, to, now.spot) ? [{ level, asOf: now.asOf, spot: now.spot, from, to }] : [];
  });
  const moved = moves.length === 0 ? track : { ...track, moves: newestOfEachLevel([...track.moves, ...moves]) };
  const apartMs = now.asOf - track.volumes.asOf;
  if (apartMs < volumesEveryMs) return moved;
  const volumes = strikeVolumes(cells);
  return { ...moved, volumes, surges: apartMs <= volumesApartMsMax ? volumeSurges(track.volumes, volumes) : null };
};

const newestOfEachLevel = (moves: readonly LevelMove[]): readonly LevelMove[] => {
  const dropped = new Set<LevelMove>();
  for (const level of trackedLevels)
    for (const move of moves.filter((each) => each.level === level).slice(0, -movesOfLevelMax)) dropped.add(move);
  return dropped.size === 0 ? moves : moves.filter((move) => !dropped.has(move));
};

const lastOf = ({ moves, baseline }: SessionTrack, level: TrackedLevel): number | null => {
  const last = moves.findLast((move) => move.level === level);
  return last === undefined ? baseline[level] : last.to;
};

const hasMoved = (level: TrackedLevel, from: number | null, to: number | null, spot: number): boolean =>
  level !== 'zeroGamma' || from === null || to === null ? from !== to : Math.abs(to - from) >= zeroGammaShareMin * spot;

const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
