import type { EpochMs, FeedNotice } from '@gexstream/domain';
import type { WireNotify } from '@gexstream/schwab/wire';

/** How far this machine's clock is ahead of the source's, by the moments that its heartbeats name. */
export interface ClockSkew {
  /** Ahead by, ms, at each of the last heartbeats; newest last. */
  readonly heard: readonly number[];
  /** It was told that the clocks differ, and not yet that they agree again. */
  readonly told: boolean;
}

export const noSkew: ClockSkew = { heard: [], told: false };

/** Beyond it ages are wrong by more than what tells live from delayed apart. */
const skewMsMax = 2_000;
/** One heartbeat may be late by itself: only what all of these say counts. */
const heartbeatsNeeded = 3;

/** The least skew that explains the last heartbeats, ms, negative when this machine is behind; null before the first. */
export const clockSkewMs = ({ heard }: ClockSkew): number | null => {
  if (heard.length === 0) return null;
  const [low, high] = [Math.min(...heard), Math.max(...heard)];
  return low > 0 ? low : high < 0 ? high : 0;
};

/** Takes the heartbeats of a frame; the notice is what to tell of them, at a change alone. */
export const withHeardTimes = (
  skew: ClockSkew,
  notices: readonly WireNotify[],
  now: EpochMs,
): { readonly skew: ClockSkew; readonly notice: FeedNotice | null } => {
  const ahead = notices
    .flatMap(({ heartbeat }) => (heartbeat === undefined ? [] : [now - Number(heartbeat)]))
    .filter(Number.isFinite);
  if (ahead.length === 0) return { skew, notice: null };
  const next = { ...skew, heard: [...skew.heard, ...ahead].slice(-heartbeatsNeeded) };
  const ms = clockSkewMs(next)!;
  if (next.heard.length < heartbeatsNeeded) return { skew: next, notice: null };
  const differs = Math.abs(ms) > skewMsMax;
  if (differs === skew.told) return { skew: next, notice: null };
  const notice: FeedNotice = differs
    ? { code: 'clock-skew', text: skewText(ms) }
    : { code: 'clock-agrees', text: "this machine's clock agrees with the source's again" };
  return { skew: { ...next, told: differs }, notice };
};

/** What a person is told while the clocks differ. */
export const skewText = (ms: number): string =>
  ms > 0
    ? `this machine's clock is ${Math.round(ms / 1_000)} s ahead of the source's, or what it sends comes that late: ages are too great; set the clock by NTP`
    : `this machine's clock is ${Math.round(-ms / 1_000)} s behind the source's: ages are too small; set the clock by NTP`;
