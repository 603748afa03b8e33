import type { EpochMs } from '@gexstream/domain';

/** Feed seconds per wall second; `max`: as fast as what follows takes it. */
export type ReplaySpeed = number | 'max';

/** Marks come each 250 ms: where none came for so long, time had jumped (a simulated market's night), or nobody was there to record. */
const jumpMs = 5_000;

/** How long to wait before what was received at a moment is due, in ms of the wall. The first call sets the start; jumps are not waited for. */
export const replayPace = (speed: ReplaySpeed): ((receivedMs: EpochMs, wallMs: EpochMs) => number) => {
  let anchor: { readonly receivedMs: number; readonly wallMs: number } | null = null;
  let lastMs = 0;
  return (receivedMs, wallMs) => {
    if (speed === 'max') return 0;
    if (anchor === null || receivedMs - lastMs > jumpMs) anchor = { receivedMs, wallMs };
    lastMs = receivedMs;
    return Math.max(0, anchor.wallMs + (receivedMs - anchor.receivedMs) / speed - wallMs);
  };
};
