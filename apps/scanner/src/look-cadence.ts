import { type EpochMs, epochMs, scanDue } from '@gexstream/domain';

export const lookEveryMs = 5_000;
export const minuteMs = 60_000;

/** Marks come every 250 ms: a longer silence means that ingest was away, and nothing is claimed for the time between. */
export const silenceMsMax = 5_000;

/** A moment at which a symbol is looked at. */
export interface DueLook {
  readonly at: EpochMs;
  /** A full minute: everything goes out, crossed or not, and a snapshot. */
  readonly minute: boolean;
  readonly scan: boolean;
}

/** The looks that are due when event time goes from `from` to `to`, oldest first; of each kind only the newest. */
export const dueLooks = (from: EpochMs, to: EpochMs): readonly DueLook[] => {
  const look = crossed(from, to, lookEveryMs);
  if (look === null) return [];
  const minute = crossed(from, to, minuteMs);
  const scan = scanDue(from, to);
  const moments = [...new Set([scan, minute, look].filter((at) => at !== null))].sort((a, b) => a - b);
  return moments.map((at) => ({ at, minute: at === minute || at === scan, scan: at === scan }));
};

/** The newest whole multiple of `everyMs` in (from, to], or null. */
const crossed = (from: EpochMs, to: EpochMs, everyMs: number): EpochMs | null => {
  const boundary = Math.floor(to / everyMs) * everyMs;
  return boundary > from ? epochMs(boundary) : null;
};
