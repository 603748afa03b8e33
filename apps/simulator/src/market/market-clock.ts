import {
  type ChainListing,
  type Clock,
  type EpochMs,
  easternDate,
  easternTime,
  epochMs,
  nextSession,
  previousSession,
  sessionAt,
  sessionOn,
} from '@gexstream/domain';
import { chainEntry } from './underlying-market.ts';

/** What a caller keeps on disk so that the market goes on where it was. */
export interface MarketClockState {
  /** Market time minus wall time. */
  offsetMs: number;
  /** The latest market time given out; keeps a wall clock that was set back from turning the market back. */
  latestMs?: number;
}

export interface MarketJump {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The new offset, to be persisted. */
  readonly offsetMs: number;
}

/** The simulated market's time: always in a regular session or in the seconds after its close. Durations are the wall's. */
export interface MarketClock extends Clock {
  readonly state: Readonly<MarketClockState>;
  wallNow(): EpochMs;
}

/** The market stands at the close for a moment, so that the last prices and the end of the day are seen. */
export const afterCloseMs = 5_000;

const startHour = 10;
const startMinute = 5;

/** Where a market without history begins: shortly after ten on the latest trading day up to the wall clock's date, or at a chain's own time. */
export const marketStart = (wallNow: EpochMs, chain?: ChainListing): EpochMs => {
  if (chain !== undefined) {
    const { at, inSession } = chainEntry(chain);
    return inSession ? at : epochMs(at + 60_000);
  }
  const date = easternDate(wallNow);
  const session = sessionOn(date) ?? previousSession(date);
  return easternTime(session.date, startHour, startMinute);
};

/** The state of a market that begins now. */
export const freshMarketState = (wallNow: EpochMs, chain?: ChainListing): MarketClockState => ({
  offsetMs: marketStart(wallNow, chain) - wallNow,
});

const belongsToSession = (at: EpochMs): boolean => sessionAt(at) !== null || sessionAt(epochMs(at - afterCloseMs)) !== null;

/**
 * Wall clock plus offset. At a close it waits five seconds, then goes on at the next open; a moment outside any session (after a
 * restart, say) does the same at once. `state` is the caller's to persist; it is brought up to date in place, and `onJump` tells
 * when its offset changed.
 */
export const marketClock = (system: Clock, state: MarketClockState, onJump?: (jump: MarketJump) => void): MarketClock => {
  const moveTo = (from: EpochMs, to: EpochMs, wall: EpochMs): void => {
    state.offsetMs = to - wall;
    // Before the caller hears of it: what is persisted then must not lie before the jump.
    state.latestMs = to;
    onJump?.({ from, to, offsetMs: state.offsetMs });
  };

  const now = (): EpochMs => {
    const wall = system.now();
    let at = epochMs(wall + state.offsetMs);
    if (state.latestMs !== undefined && at < state.latestMs) {
      // The wall was set back: the market goes on from where it stood.
      moveTo(at, epochMs(state.latestMs), wall);
      at = epochMs(state.latestMs);
    }
    if (!belongsToSession(at)) {
      const open = nextSession(at).openMs;
      moveTo(at, open, wall);
      at = open;
    }
    state.latestMs = at;
    return at;
  };

  return {
    state,
    now,
    wallNow: () => system.now(),
    after: (delayMs, callback) => system.after(delayMs, callback),
    every: (periodMs, callback) => system.every(periodMs, callback),
  };
};
