/** The rhythm of the link's heartbeats, by the session's own time. Heartbeats tell that the link lives, not that the market moves. */
export interface Heartbeats {
  readonly lastMs: number | null;
  /** Between the last two, and between the two before; null while unheard. */
  readonly gapMs: number | null;
  readonly gapBeforeMs: number | null;
}

export const noHeartbeats: Heartbeats = { lastMs: null, gapMs: null, gapBeforeMs: null };

export const withHeartbeat = ({ lastMs, gapMs }: Heartbeats, atMs: number): Heartbeats =>
  lastMs === null ? { lastMs: atMs, gapMs: null, gapBeforeMs: null } : { lastMs: atMs, gapMs: atMs - lastMs, gapBeforeMs: gapMs };

/** Sources differ: every 10 s, every 30 s. Until the rhythm is heard, the longer one may still come. */
const unheardMs = 35_000;
const periodMsMin = 5_000;
const periodMsMax = 30_000;

/** How long nothing at all may come before the link counts as dead: two heartbeats missed, and five seconds more. */
export const silenceMsMax = ({ gapMs, gapBeforeMs }: Heartbeats): number => {
  if (gapMs === null) return unheardMs;
  // The longer of two gaps: heartbeats that were held up arrive close together.
  const periodMs = Math.min(periodMsMax, Math.max(periodMsMin, gapMs, gapBeforeMs ?? 0));
  return 2 * periodMs + 5_000;
};
